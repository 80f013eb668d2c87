use super::{has_header, is_name, unique_names};
use crate::ingest::lexicon::column_type::without_type;
use crate::rng::{below, stream};

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

#[test]
fn a_header_is_distinguished_from_data() {
    let header = |first: &[&str], below: &[&str]| has_header(&strings(first), &[strings(below)]);
    assert!(header(&["user", "item"], &["ann", "tea"]), "known names");
    assert!(header(&["", "user", "item"], &["0", "1", "2"]), "an index column without a name");
    assert!(header(&["who", "what"], &["17", "tea"]), "words above numbers");
    assert!(header(&["who", "p1"], &["ann", "[1,0]"]), "words above vectors");
    assert!(!header(&["17", "85123A"], &["18", "22423"]), "numbers from the start");
    assert!(!header(&["ann", "tea"], &["bob", "milk"]), "words all the way");
    assert!(!header(&["[1,0]"], &["[0,1]"]), "vectors from the start");
    assert!(!header(&["ann", "2023-01-02"], &["bob", "2023-01-03"]), "dates from the start");
}

#[test]
fn names_of_columns_are_unique_and_never_blank() {
    let header = strings(&["a", "", "a", " ", "a (2)"]);
    assert_eq!(unique_names(Some(&header), 6), ["a", "#2", "a (2)", "#4", "a (2) (2)", "#6"]);
    assert_eq!(unique_names(None, 2), ["#1", "#2"]);
    const CELLS: [&str; 6] = ["", "a", "a (2)", "#1", "#2", "a (3)"];
    for seed in 0..100 {
        let mut generator = stream(seed, "header");
        let header: Vec<String> =
            (0..below(&mut generator, 12)).map(|_| CELLS[below(&mut generator, CELLS.len())].to_owned()).collect();
        let mut names = unique_names(Some(&header), 12);
        assert!(names.iter().all(|name| !name.is_empty()));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 12, "seed {seed}: {header:?}");
    }
}

#[test]
fn equal_names_take_linear_time() {
    let header = vec!["x".to_owned(); 100_000];
    let names = unique_names(Some(&header), header.len());
    assert_eq!(names[99_999], "x (100000)");
}

#[test]
fn ids_with_digits_below_words_without_make_the_first_row_a_header() {
    assert!(has_header(&strings(&["Kunde", "Ware"]), &[strings(&["u1", "i1"]), strings(&["u2", "i7"])]));
    assert!(!has_header(&strings(&["anna", "milk"]), &[strings(&["bert", "bread"]), strings(&["anna", "tea"])]));
}

#[test]
fn names_beside_an_empty_first_cell_are_a_header_unless_they_are_data() {
    let header = |first: &[&str], below: &[&[&str]]| {
        has_header(&strings(first), &below.iter().map(|row| strings(row)).collect::<Vec<_>>())
    };
    assert!(header(&["", "who", "what"], &[&["0", "ann", "tea"], &["1", "bob", "mug"]]), "an index of numbers");
    assert!(header(&["", "Tea", "Mug"], &[&["ann", "yes", "no"], &["bob", "no", "yes"]]), "a pivot table");
    assert!(header(&["", "who", "what"], &[&["+---+"], &["", "1", "tea"], &["", "2", "mug"]]), "a drawn table");
    assert!(!header(&["", "tea", "mug"], &[&["ann", "tea", "salt"]]), "a row without its user");
    assert!(!header(&["", "tea"], &[&["ann", "mug"]]), "two columns of words");
    assert!(!header(&["", "tea", "mug"], &[&["", "salt", "tea"]]), "words all the way");
    assert!(!header(&["", "tea", "tea"], &[&["1", "salt", "mug"]]), "a name that recurs");
}

#[test]
fn a_type_behind_a_name_is_no_part_of_it() {
    for (name, bare) in [
        ("user_id:token", "user_id"),
        ("genres:token_seq", "genres"),
        ("rating:FLOAT", "rating"),
        ("a:b:int", "a:b"),
        ("10:30", "10:30"),
        (":id", ":id"),
        ("user", "user"),
    ] {
        assert_eq!(without_type(name), bare);
    }
    assert!(is_name("user_id:token") && !is_name("tea:token"));
}
