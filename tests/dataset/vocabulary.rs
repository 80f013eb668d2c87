use firstpick::dataset::Vocabulary;
use firstpick::rng::{below, stream};

#[test]
fn ids_come_out_exactly_as_they_went_in() {
    let ids = [
        "007",
        "7",
        "7.0",
        " 7",
        "7 ",
        "a,b",
        "say \"hi\"",
        "two\nlines",
        "🧀",
        "é",
        "e\u{301}",
        "",
        "\u{feff}7",
        "ID",
        "id",
    ];
    let mut vocabulary = Vocabulary::default();
    for (index, id) in ids.iter().enumerate() {
        assert_eq!(vocabulary.intern(id), Ok(index as u32), "{id:?} is an id of its own");
    }
    assert_eq!(vocabulary.ids().collect::<Vec<_>>(), ids);
    for (index, id) in ids.iter().enumerate() {
        assert_eq!((vocabulary.find(id), vocabulary.id(index)), (Some(index), *id));
    }
}

#[test]
fn ids_are_numbered_by_first_appearance_and_keep_their_number() {
    for seed in 0..50 {
        let mut generator = stream(seed, "ids");
        let mut vocabulary = Vocabulary::default();
        let mut order: Vec<String> = Vec::new();
        for _ in 0..500 {
            let id = below(&mut generator, 100).to_string();
            let expected = order.iter().position(|known| *known == id).unwrap_or_else(|| {
                order.push(id.clone());
                order.len() - 1
            });
            assert_eq!(vocabulary.intern(&id), Ok(expected as u32), "seed {seed}, id {id}");
        }
        assert_eq!(vocabulary.len(), order.len());
    }
}

#[test]
fn a_hundred_thousand_ids_are_all_found() {
    let mut vocabulary = Vocabulary::default();
    for number in 0..100_000_u32 {
        assert_eq!(vocabulary.intern(&format!("id {number}")), Ok(number));
    }
    assert!((0..100_000).all(|number| vocabulary.find(&format!("id {number}")) == Some(number)));
}

#[test]
fn an_unknown_id_is_not_found_and_an_unknown_index_is_blank() {
    let mut vocabulary = Vocabulary::default();
    assert!(vocabulary.is_empty());
    assert_eq!((vocabulary.find("a"), vocabulary.id(0)), (None, ""));
    assert_eq!(vocabulary.intern("a"), Ok(0));
    assert_eq!((vocabulary.find("b"), vocabulary.id(1), vocabulary.is_empty()), (None, "", false));
}

#[test]
fn texts_that_differ_in_a_byte_or_in_their_length_alone_are_different_ids() {
    let mut expected: Vec<String> = Vec::new();
    let mut vocabulary = Vocabulary::default();
    // Beyond seven bytes the key of an id is a hash; from eight bytes on texts are compared by words.
    for length in 0..=20 {
        for changed in 0..=length {
            for byte in ['\0', '0', 'a', '\u{7f}'] {
                let mut id = vec!['a'; length];
                if let Some(place) = id.get_mut(changed) {
                    *place = byte;
                }
                let id: String = id.into_iter().collect();
                let known = expected.iter().position(|known| *known == id);
                assert_eq!(vocabulary.find(&id), known, "{id:?} before");
                let index = vocabulary.intern(&id).expect("an index");
                assert_eq!(index as usize, known.unwrap_or(expected.len()), "{id:?}");
                if known.is_none() {
                    expected.push(id);
                }
            }
        }
    }
    assert_eq!(vocabulary.ids().collect::<Vec<_>>(), expected);
}

#[test]
fn malformed_utf_8_is_repaired_and_stored_once() {
    let mut vocabulary = Vocabulary::default();
    // Short enough to be its own key, and too long for it.
    for (index, malformed) in [b"a\xffb".as_slice(), b"a long id \xff of many bytes"].into_iter().enumerate() {
        assert_eq!(vocabulary.intern(malformed), Ok(index as u32));
        assert_eq!(vocabulary.intern(malformed), Ok(index as u32), "the same once more");
        let repaired = vocabulary.id(index).to_owned();
        assert_eq!(repaired, String::from_utf8_lossy(malformed));
        assert_eq!((vocabulary.find(&repaired), vocabulary.intern(&repaired)), (Some(index), Ok(index as u32)));
    }
    assert_eq!(vocabulary.len(), 2);
}
