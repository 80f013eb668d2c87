use std::collections::BTreeMap;

use encoding_rs::{GB18030, WINDOWS_1252};
use firstpick::dataset::Interactions;
use firstpick::error::Error;
use firstpick::ingest::build::{FileReader, RowExample};
use firstpick::ingest::schema::{Preview, Roles, TableLayout};
use firstpick::linalg::csr::CsrMatrix;
use firstpick::rng::{below, stream};

use crate::{CHUNKS, pairs, read, read_with, strings, table};

#[test]
fn every_row_of_a_dirty_file_is_counted() {
    const USERS: [&str; 5] = ["1", "2", "3", "", "  "];
    const ITEMS: [&str; 6] = ["x", "y", "z", "w", "", "\t"];
    const VALUES: [&str; 8] = ["1", "2.5", "1e3", "0", "-2", "many", "", "NaN"];
    const PARTS: [&str; 5] = ["train", "Test", "validation", "banana", ""];
    for seed in 0..200 {
        let mut generator = stream(seed, "dirt");
        let mut rows = vec![
            strings(&["user", "item", "rating", "split"]),
            strings(&["1", "x", "1", "train"]),
            strings(&["2", "y", "1", "train"]),
        ];
        for _ in 0..below(&mut generator, 150) {
            let mut pick = |cells: &[&str]| cells[below(&mut generator, cells.len())].to_owned();
            let mut row = vec![pick(&USERS), pick(&ITEMS), pick(&VALUES), pick(&PARTS)];
            row.truncate(below(&mut generator, 20).clamp(1, 4));
            rows.push(row);
        }
        let text = table(&rows);
        let preview = Preview::of(text.as_bytes(), true).expect("a preview");
        let roles = Roles { user: Some(0), item: Some(1), value: Some(2), split: Some(3), ..Roles::default() };
        let (interactions, row_counts) = read_with(&preview, roles, text.as_bytes(), 42).expect("interactions");
        // The csv crate's own count of the rows below the header.
        let count = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes()).records().count() as u64;
        assert_eq!(row_counts.rows, count, "seed {seed}");
        let rejected: u64 = row_counts.rejected.values().sum();
        assert_eq!(row_counts.rows, row_counts.used + row_counts.merged + rejected, "seed {seed}: {row_counts:?}");
        assert_eq!(row_counts.used, interactions.matrix.ones() as u64, "seed {seed}");
        for (reason, examples) in &row_counts.examples {
            assert_eq!(examples.len() as u64, row_counts.rejected[reason].min(3), "seed {seed}: {reason}");
        }
    }
}

#[test]
fn a_rejected_row_is_reported_with_reason_line_and_content() {
    let text = "user,item,rating,split\n1,x,1,train\n2,y,1,train\n,x,1,train\n1, ,1,train\n1,z,a lot,train\n\
                1,z,inf,train\n1,z,0,train\n1,z,-1,train\n1,z,1,later\n1\n1,z\n1,x,1,test\n";
    let preview = Preview::of(text.as_bytes(), true).expect("a preview");
    let roles = Roles { user: Some(0), item: Some(1), value: Some(2), split: Some(3), ..Roles::default() };
    let (interactions, row_counts) = read_with(&preview, roles, text.as_bytes(), 7).expect("interactions");
    let rejected: Vec<(&str, u64)> = row_counts.rejected.iter().map(|(&reason, &count)| (reason, count)).collect();
    let expected = [
        ("missing-item", 1),
        ("missing-user", 1),
        ("split-unknown", 1),
        ("too-few-cells", 2),
        ("value-not-a-number", 2),
        ("value-not-positive", 2),
    ];
    assert_eq!(rejected, expected);
    assert_eq!((row_counts.rows, row_counts.used, row_counts.merged), (12, 2, 1));
    assert_eq!(row_counts.examples["missing-user"], [RowExample { row: 4, text: " · x · 1 · train".to_owned() }]);
    assert_eq!(row_counts.examples["too-few-cells"].iter().map(|example| example.row).collect::<Vec<_>>(), [11, 12]);
    assert_eq!(interactions.items.find("z"), None, "a rejected row leaves no item behind");
}

#[test]
fn an_id_with_a_nul_is_rejected() {
    let text = format!("user,item\n{}a\0b,y\n", "1,x\n2,y\n".repeat(300));
    assert_eq!(read(text.as_bytes(), 42).expect("interactions").1.rejected["not-text"], 1);
}

#[test]
fn ids_come_out_exactly_as_they_went_in() {
    let ids = ["007", "a b", "a,b", "say \"hi\"", "two\nlines", "two\r\nlines", "🧀🧀", "1e5", "-0", "=1+1", "é"];
    let mut rows = vec![strings(&["user", "item"])];
    for user in ids {
        rows.extend(ids.iter().map(|item| strings(&[user, item])));
    }
    let text = table(&rows);
    for size in CHUNKS {
        let (interactions, row_counts) = read(text.as_bytes(), size).expect("interactions");
        assert_eq!(interactions.users.ids().collect::<Vec<_>>(), ids);
        assert_eq!(interactions.items.ids().collect::<Vec<_>>(), ids);
        assert_eq!(row_counts.used, (ids.len() * ids.len()) as u64);
    }
}

#[test]
fn an_id_is_the_same_at_any_place_of_a_row_quoted_or_not() {
    for seed in 0..60 {
        let mut generator = stream(seed, "ids in rows");
        let mut expected: Vec<(String, String)> = Vec::new();
        let mut text = "user,item,note\n".to_owned();
        let ending = ["\n", "\r\n"][seed as usize % 2];
        for row in 0..80 {
            // Ids that differ in their length only, and in the text behind them.
            let mut id = |letter: &str| letter.repeat(1 + below(&mut generator, 10));
            let (user, item) = (id("u"), id("i"));
            let mark = ["", "\""][below(&mut generator, 2)];
            let note = ["u", "", "iiii", "\"\"\"\""][below(&mut generator, 4)];
            let ending = if row == 79 { "" } else { ending };
            text += &[mark, &user, mark, ",", mark, &item, mark, ",", note, ending].concat();
            expected.push((user, item));
        }
        expected.sort();
        expected.dedup();
        let roles = Roles { user: Some(0), item: Some(1), ..Roles::default() };
        let preview = Preview::of(text.as_bytes(), true).expect("a preview");
        for size in CHUNKS {
            let (interactions, _) = read_with(&preview, roles, text.as_bytes(), size).expect("interactions");
            assert_eq!(pairs(&interactions), expected, "seed {seed}, pieces of {size}");
        }
    }
}

#[test]
fn a_file_gives_the_same_however_it_is_cut_in_every_encoding() {
    let chinese: String =
        (0..2_000).map(|row| format!("{:04},麻辣花生酥{}号,{}\r\n", row % 83, row % 31, row % 5)).collect();
    let chinese = format!("会员编号,商品名称,数量\r\n{chinese}");
    let latin: String = (0..20_000).map(|row| format!("{:03},item {}\n", row % 997, row % 53)).collect();
    let latin = format!("user,item\n{latin}1,a £5 voucher\n");
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xfeff].into_iter().chain(chinese.encode_utf16()).flat_map(bytes).collect()
    };
    let cases: [(&str, &str, Vec<u8>); 6] = [
        ("UTF-8", &chinese, chinese.clone().into_bytes()),
        ("UTF-8", &chinese, [b"\xef\xbb\xbf", chinese.as_bytes()].concat()),
        ("GBK", &chinese, GB18030.encode(&chinese).0.into_owned()),
        ("UTF-16LE", &chinese, utf_16(u16::to_le_bytes)),
        ("UTF-16BE", &chinese, utf_16(u16::to_be_bytes)),
        ("windows-1252", &latin, WINDOWS_1252.encode(&latin).0.into_owned()),
    ];
    for (encoding, text, bytes) in cases {
        let mut expected: Vec<(String, String)> = csv::Reader::from_reader(text.as_bytes())
            .records()
            .map(|row| row.expect("a row"))
            .filter(|row| row.get(2) != Some("0"))
            .map(|row| (row[0].to_owned(), row[1].to_owned()))
            .collect();
        expected.sort();
        expected.dedup();
        let (_, row_counts) = read(&bytes, bytes.len()).expect("interactions");
        for size in CHUNKS {
            let preview = Preview::of(&bytes, true).expect("a preview");
            let mut reader = FileReader::new(&preview, preview.roles).expect("a reader");
            for (piece, last) in crate::pieces(&bytes, size) {
                reader.push(piece, last).expect("a piece");
            }
            assert_eq!(reader.encoding(), encoding);
            let (interactions, found) = reader.finish().expect("interactions");
            assert_eq!(found, row_counts, "{encoding} in pieces of {size}");
            assert!(pairs(&interactions) == expected, "{encoding} in pieces of {size}");
        }
    }
}

#[test]
fn each_pair_of_many_rows_has_its_first_time_its_part_and_its_count_whatever_other_columns_there_are() {
    const PARTS: [&str; 3] = ["train", "validation", "test"];
    for columns in 0..8 {
        let has = |column: usize| columns >> column & 1 == 1;
        let (timed, valued, parted) = (has(0), has(1), has(2));
        let mut generator = stream(columns as u64, "many rows");
        let optional = |wanted: bool, cell: String| if wanted { format!(",{cell}") } else { String::new() };
        let named = |column: &str, wanted: bool| optional(wanted, column.to_owned());
        let mut text =
            ["user,item", &named("date", timed), &named("quantity", valued), &named("split", parted), "\n"].concat();
        let mut expected: BTreeMap<(String, String), (i64, usize, u32)> = BTreeMap::new();
        for _ in 0..3_000 {
            // One user has half of all rows.
            let user = [0, below(&mut generator, 40)][below(&mut generator, 2)];
            let (user, item) = (format!("u{user}"), format!("i{}", below(&mut generator, 60)));
            let (day, part) = (below(&mut generator, 28) as i64, below(&mut generator, 3));
            let date = optional(timed, format!("2024-03-{:02}", day + 1));
            let value = optional(valued, (1 + below(&mut generator, 4)).to_string());
            text += &[&user, ",", &item, &date, &value, &optional(parted, PARTS[part].to_owned()), "\n"].concat();
            let pair = expected.entry((user, item)).or_insert((i64::MAX, usize::MAX, 0));
            *pair = (pair.0.min(1_709_251_200 + day * 86_400), pair.1.min(part), pair.2 + 1);
        }
        let preview = Preview::of(text.as_bytes(), true).expect("a preview");
        let mut reader = FileReader::new(&preview, preview.roles).expect("a reader");
        for (start, piece) in text.as_bytes().chunks(1_000).enumerate() {
            reader.push(piece, (start + 1) * 1_000 >= text.len()).expect("the file");
        }
        let read = reader.finish_read().expect("interactions");
        let Interactions { users, items, matrix, parts, times, .. } = &read.interactions;
        assert_eq!((times.is_some(), parts.is_some(), matrix.ones()), (timed, parted, expected.len()));
        let mut place = 0;
        for user in 0..matrix.rows() {
            for &item in matrix.row(user) {
                let pair = (users.id(user).to_owned(), items.id(item as usize).to_owned());
                let (time, part, count) = expected[&pair];
                assert_eq!(read.pair_rows[place], count, "{pair:?}");
                assert!(times.as_ref().is_none_or(|times| times[place] == time), "{pair:?}");
                let is_in = |parts: &[CsrMatrix; 3]| parts[part].row(user).contains(&item);
                assert!(parts.as_ref().is_none_or(is_in), "{pair:?}");
                place += 1;
            }
        }
    }
}

#[test]
fn a_file_gives_the_same_whatever_its_announced_size() {
    let row = |row: usize| format!("u{},i{},2024-03-{:02}\n", row % 37, row % 91, 1 + row % 28);
    let text = ["user,item,date\n".to_owned(), (0..5_000).map(row).collect()].concat();
    let preview = Preview::of(text.as_bytes(), true).expect("a preview");
    let length = text.len() as u64;
    for size in [0, 1, length / 3, length, 3 * length, 1 << 40, u64::MAX] {
        let mut reader = FileReader::new(&preview, preview.roles).expect("a reader").expecting(size);
        for (index, piece) in text.as_bytes().chunks(9_000).enumerate() {
            reader.push(piece, (index + 1) * 9_000 >= text.len()).expect("the file");
        }
        let (interactions, row_counts) = reader.finish().expect("interactions");
        assert_eq!(
            (row_counts.rows, row_counts.used, row_counts.merged),
            (5_000, 37 * 91, 5_000 - 37 * 91),
            "{size} bytes"
        );
        assert_eq!(interactions.matrix.ones(), 37 * 91);
    }
}

#[test]
fn wide_rows_are_users_and_columns_items() {
    let text = "user,tea,milk,salt\n007,1,0,0\n8,0,1,0\n9,0,0,0\n10,1,2,0\n007,0,1,0\n11,1\n";
    let (interactions, row_counts) = read(text.as_bytes(), 3).expect("interactions");
    assert_eq!(interactions.items.ids().collect::<Vec<_>>(), ["tea", "milk", "salt"], "bought or not");
    assert_eq!(interactions.users.ids().collect::<Vec<_>>(), ["007", "8"]);
    let expected = [("007", "milk"), ("007", "tea"), ("8", "milk")];
    assert_eq!(pairs(&interactions), expected.map(|(user, item)| (user.to_owned(), item.to_owned())));
    assert_eq!((row_counts.rows, row_counts.used, row_counts.merged), (6, 2, 1));
    let rejected: Vec<_> = row_counts.rejected.into_iter().collect();
    assert_eq!(rejected, [("cell-not-binary", 1), ("no-interactions", 1), ("too-few-cells", 1)]);
}

#[test]
fn the_articles_vectors_are_read_quoted_and_unquoted() {
    let quoted = "user,vector\n1,\"[1,0,1,0,0,1]\"\n2,\"[0,1,0,1,0,1]\"\n";
    let unquoted = "user;vector\n1;[1,0,1,0,0,1]\n2;[0,1,0,1,0,1]\n";
    for text in [quoted, unquoted] {
        let (interactions, row_counts) = read(text.as_bytes(), 2).expect("interactions");
        assert_eq!(interactions.items.ids().collect::<Vec<_>>(), ["1", "2", "3", "4", "5", "6"]);
        assert_eq!((interactions.matrix.row(0), interactions.matrix.row(1)), (&[0, 2, 5][..], &[1, 3, 5][..]));
        assert_eq!((row_counts.rows, row_counts.used), (2, 2));
    }
}

#[test]
fn vectors_alone_give_users_by_the_number_of_their_row() {
    // Unreadable cells are below the rows from which the layout is inferred.
    let text = format!("\"[1,0]\"\n\"[]\"\n{}\"[0,x]\"\n", "\"[0,1]\"\n".repeat(700));
    let (interactions, row_counts) = read(text.as_bytes(), 1).expect("interactions");
    assert_eq!(interactions.users.ids().take(3).collect::<Vec<_>>(), ["1", "3", "4"]);
    let rejected: Vec<_> = row_counts.rejected.into_iter().collect();
    assert_eq!((row_counts.used, rejected), (701, vec![("list-unreadable", 1), ("no-interactions", 1)]));
}

#[test]
fn names_come_from_the_name_column() {
    let (interactions, _) = read("user,sku,title\n1,A,\n2,A,Milk\n2,B,\n".as_bytes(), 5).expect("interactions");
    assert_eq!((interactions.name(0), interactions.name(1)), ("Milk", "B"));
}

#[test]
fn a_file_without_a_usable_row_is_refused() {
    assert_eq!(read(b"user,item\n,x\n1,\n", 4).err(), Some(Error::NoUsableRows { rows: 2 }));
    assert_eq!(read(b"user,item\n1,x\n1,y\n", 4).err(), Some(Error::TooFewUsers { found: 1, needed: 2 }));
    assert_eq!(read(b"user,item\n1,x\n2,x\n", 4).err(), Some(Error::TooFewItems { found: 1, needed: 2 }));
}

#[test]
fn a_file_without_rows_is_refused() {
    let preview = Preview::of(b"user,item\n1,x\n", true).expect("a preview");
    let mut reader = FileReader::new(&preview, preview.roles).expect("a reader");
    assert_eq!(reader.layout(), TableLayout::Long);
    reader.push(b"user,item\n", true).expect("the header");
    assert_eq!(reader.rows(), 0);
    assert_eq!(reader.finish().err(), Some(Error::NoRows));
}

#[test]
fn the_number_of_rows_grows_as_they_are_read() {
    let preview = Preview::of(b"user,item\n1,x\n", true).expect("a preview");
    let mut reader = FileReader::new(&preview, preview.roles).expect("a reader");
    let mut before = 0;
    for _ in 0..5 {
        reader.push("1,x\n2,y\n".repeat(1_000).as_bytes(), false).expect("a piece");
        assert!(reader.rows() > before);
        before = reader.rows();
    }
}
