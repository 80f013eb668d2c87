//! Dialects: any table can be read back through each of them, and guesses can be overridden.

use firstpick::error::Error;
use firstpick::ingest::csv::{DELIMITERS, Dialect, DialectOverrides, Quotes};
use firstpick::ingest::schema::Preview;
use firstpick::rng::{below, stream};

use crate::writer::{ENCODINGS, Style, encoded, label};
use crate::{CHUNKS, cut, decoded_as, pairs, read_with, strings};

const USES: [Quotes; 3] = [Quotes::Doubled, Quotes::Escaped, Quotes::None];

fn guessed(text: &str) -> Dialect {
    Dialect::guess(text.as_bytes(), true, &DialectOverrides::default()).expect("no override to refuse")
}

/// A table of random cells with all characters that a dialect can carry.
fn random_table(seed: u64, dialect: &Dialect, parts: &[&str]) -> Vec<Vec<String>> {
    let mut generator = stream(seed, "cells");
    let columns = 2 + below(&mut generator, 4);
    let rows = 1 + below(&mut generator, 12);
    let mut cell = |_| {
        let count = below(&mut generator, 6);
        let text: String = (0..count).map(|_| parts[below(&mut generator, parts.len())]).collect();
        match dialect.quotes {
            Quotes::None => text.replace(dialect.delimiter, "").replace(['\n', '\r', ':', '，'], ""),
            // A backslash at the end of a cell would escape its mark; programs that write such cells double it.
            Quotes::Escaped => text.replace('\\', "/"),
            Quotes::Doubled => text,
        }
    };
    (0..rows).map(|_| (0..columns).map(&mut cell).collect()).collect()
}

#[test]
fn every_table_is_read_back_through_every_dialect_and_encoding_however_it_is_cut() {
    let parts: [(&str, &[&str]); 5] = [
        ("gb18030", &["商品", "a", ",", ";", "\t", "|", "::", ":", "，", "\"", "\\", "\n", "\r\n", "'", " ", "7"]),
        ("big5", &["臺灣", "烏龍茶", "a", ",", "|", "::", ":", "，", "\"", "\\", "\n", "功", "許"]),
        ("shift_jis", &["ソ", "表", "カレー", "a", ",", "|", "::", ":", "，", "\"", "\\", "\n", "能"]),
        ("euc-kr", &["우유", "라면", "a", ",", "|", "::", ":", "，", "\"", "\\", "\n"]),
        ("windows-1252", &["é", "ü", "£", "a", ",", ";", "\t", "|", "::", ":", "\"", "\\", "\n"]),
    ];
    let mut seed = 0;
    for encoding in ENCODINGS {
        let (_, parts) = parts.iter().find(|(name, _)| *name == encoding).unwrap_or(&parts[0]);
        for delimiter in DELIMITERS {
            for quotes in USES {
                for breaks in ["\n", "\r\n", "\r"] {
                    seed += 1;
                    let lone_returns = breaks == "\r";
                    let dialect = Dialect { delimiter, quotes, lone_returns, ..Dialect::default() };
                    let mut rows = random_table(seed, &dialect, parts);
                    // A row of one empty cell is a blank line; the first cell is never empty.
                    rows.iter_mut().for_each(|row| row[0].insert(0, 'x'));
                    let text = Style::of(&dialect, breaks).write(&rows);
                    let Some(bytes) = encoded(&text, encoding) else { continue };
                    for size in CHUNKS {
                        let (found, _) = decoded_as(Some(label(encoding)), &bytes, size).expect("text");
                        assert!(found == text, "{encoding} in pieces of {size}: {text:?}");
                        let cells: Vec<_> = cut(text.as_bytes(), &dialect, size).expect("rows");
                        let cells: Vec<Vec<String>> = cells.into_iter().map(|(_, cells)| cells).collect();
                        assert_eq!(cells, rows, "{dialect:?}, {breaks:?} in pieces of {size}: {text:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_delimiter_with_the_most_regular_rows_is_chosen() {
    let cases = [
        ("user,item\n1,2\n", ","),
        ("user;item\n1;2\n", ";"),
        ("user\titem\n1\t2\n", "\t"),
        ("user|item\n1|2\n", "|"),
        ("1::2::3\n4::5::6\n", "::"),
        ("用户，商品\n1，2\n", "，"),
        ("user;item;price\n1;a, b;3,50\n2;c;4,75\n3;d;1,00\n", ";"),
        ("1;2,5\n3;4,75\n", ";"),
        ("user,item\n1,\"a;b;c\"\n2,\"d;e\"\n", ","),
        ("user\tname\n1\tsalt, pepper\n2\tsugar\n", "\t"),
        ("user;time;item\n1;2023-05-01 10:00:00;a,b,c\n2;2023-05-01 10:00:01;d,e,f\n", ";"),
        ("1,Toy Story (1995),Adventure|Animation|Children\n2,Jumanji (1995),Adventure|Children|Fantasy\n", ","),
        ("no delimiter\nat all\n", ","),
        ("a header alone; without; a line break", ";"),
        // Vectors stay whole where another delimiter than their own commas is possible.
        ("1;[1,0,1]\n2;[0,1,1]\n", ";"),
        ("1\t[1,0,1]\n2\t[0,1,1]\n", "\t"),
        ("1,[1,0,1]\n2,[0,1,1]\n", ","),
    ];
    for (text, delimiter) in cases {
        assert_eq!(guessed(text).delimiter, delimiter, "{text:?}");
    }
}

#[test]
fn the_meaning_of_quotation_marks_follows_their_use() {
    let cases = [
        ("user,item\n1,\"a, b\"\n2,c\n", Quotes::Doubled),
        ("user,item\n1,\"a \"\"b\"\"\"\n2,c\n", Quotes::Doubled),
        ("user,item\n1,\"a \\\"b\\\"\"\n2,c\n", Quotes::Escaped),
        ("user\titem\n1\t\"5 inch\n2\t\"6 inch\n3\tc\n", Quotes::None),
        ("user\titem\n1\t\"5\" pipe\n2\tc\n", Quotes::None),
        ("user\titem\n1\t5\" pipe\n2\tc\n", Quotes::Doubled),
        ("user,item\n1,'a'\n2,O'Neill\n", Quotes::Doubled),
        ("user,item\n1,\"two\nlines, here\"\n2,c\n3,d\n", Quotes::Doubled),
    ];
    for (text, quotes) in cases {
        assert_eq!(guessed(text).quotes, quotes, "{text:?}");
    }
}

#[test]
fn lines_above_the_table_are_skipped_and_shown() {
    let cases: [(&str, u32, &[&str]); 9] = [
        ("user,item\n1,a\n2,b\n", 0, &[]),
        ("sep=;\nuser;item\n1;a\n", 1, &["sep=;"]),
        ("Orders of May\n\nuser,item\n1,a\n2,b\n", 2, &["Orders of May"]),
        (
            "Orders of May,,\nMade by hand,,\n,,\nuser,item,qty\n1,a,2\n2,b,3\n",
            3,
            &["Orders of May,,", "Made by hand,,", ",,"],
        ),
        ("# one\n# two\nuser,item\n1,a\n2,b\n", 2, &["# one", "# two"]),
        ("// one\nuser,item\n1,a\n2,b\n", 1, &["// one"]),
        ("# one\n#user,item\n1,a\n2,b\n", 1, &["# one"]),
        ("Titel\nKunde;Ware;Menge\nk1;a;2\nk2;b;3\nk3;c;4\n", 1, &["Titel"]),
        ("\n\nuser,item\n1,a\n", 0, &[]),
    ];
    for (text, skip, above) in cases {
        for breaks in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', breaks);
            let preview = Preview::of(text.as_bytes(), true).expect("a preview");
            let shown = preview.summary();
            assert_eq!((shown.skip, shown.above), (skip, strings(above)), "{text:?}");
            assert!(shown.header && !shown.columns[0].name.starts_with(['#', '/']), "{text:?}");
        }
    }
}

#[test]
fn short_rows_of_a_table_are_no_titles() {
    // A basket has one cell for each product, and a first row may lack its last cell.
    for text in [
        "milk\nmilk,bread\nbread,butter,eggs\ntea,milk\n",
        "1,2\n3,4,5\n6,7,8\n9,1,2\n",
        "a,b\nc\nd,e\nf\ng\n",
        "milk\nbread,butter\nmilk,book,tea,salt\nsalt\n",
    ] {
        assert_eq!(guessed(text).skip, 0, "{text:?}");
    }
}

#[test]
fn comments_among_the_rows_are_counted_and_ids_with_a_hash_are_none() {
    let text = "# made by hand\nuser,item\n1,a\n# a note\n2,b\n//,c\n3,a\n";
    let preview = Preview::of(text.as_bytes(), true).expect("a preview");
    let (_, row_counts) = read_with(&preview, preview.roles, text.as_bytes(), 7).expect("interactions");
    assert_eq!((row_counts.rows, row_counts.used, row_counts.rejected["comment-line"]), (5, 4, 1));
    assert_eq!(
        (row_counts.examples["comment-line"][0].row, &*row_counts.examples["comment-line"][0].text),
        (4, "# a note")
    );
    assert_eq!(guessed("user,item\n#1,a\n#2,b\n#1,b\n").comment, None);
    assert_eq!(guessed("user,item\n1,a\n2,b\n3,c\n4,d\n#5,e\n").comment, None);
}

#[test]
fn rows_of_unusual_length_and_malformed_characters_are_counted() {
    let mut bytes = "user,item,qty\n1,牛奶,1\n2,面包\n3,茶,1,more\n4\n5,酒,1\n6,水,1\n".to_owned().into_bytes();
    bytes.extend("7,品,1\n".repeat(20).bytes());
    bytes.extend(b"8,\xff,1\n");
    let preview = Preview::of(&bytes, true).expect("a preview");
    let (_, row_counts) = read_with(&preview, preview.roles, &bytes, 42).expect("interactions");
    assert_eq!((row_counts.irregular.short, row_counts.irregular.long, row_counts.irregular.malformed), (2, 1, 1));
    assert_eq!(row_counts.rows, 27);
    assert_eq!(row_counts.rejected.values().sum::<u64>() + row_counts.used + row_counts.merged, 27);
}

#[test]
fn guesses_can_be_overridden() {
    let none = DialectOverrides::default;
    let shown = |text: &str, overrides: DialectOverrides| {
        Preview::with(text.as_bytes(), true, &overrides).map(|preview| preview.summary())
    };
    let commas = "user;a,item;b\n1;x,2;y\n3;z,4;w\n";
    let by = |delimiter: &str| {
        shown(commas, DialectOverrides { delimiter: Some(delimiter.to_owned()), ..none() }).expect("a preview")
    };
    assert_eq!(by(",").rows[0], ["1;x", "2;y"]);
    assert_eq!(by(";").rows[0], ["1", "x,2", "y"]);
    let header = |header| {
        shown("user,item\n1,a\n2,b\n", DialectOverrides { header: Some(header), ..none() }).expect("a preview")
    };
    assert_eq!((header(true).rows.len(), header(false).rows.len(), header(false).numbers[0]), (2, 3, 1));
    let marks =
        |quotes| shown("user,item\n1,\"a\"\n", DialectOverrides { quotes: Some(quotes), ..none() }).expect("a preview");
    assert_eq!((&*marks(Quotes::None).rows[0][1], &*marks(Quotes::Doubled).rows[0][1]), ("\"a\"", "a"));
    let below =
        shown("user,item\n1,a\nuser,item\n2,b\n", DialectOverrides { skip: Some(2), ..none() }).expect("a preview");
    assert_eq!((below.skip, below.numbers, below.rows), (2, vec![4], vec![strings(&["2", "b"])]));
    let refused = shown(commas, DialectOverrides { delimiter: Some("x".to_owned()), ..none() }).map(|_| ());
    assert_eq!(refused, Err(Error::OptionUnknown { option: "delimiter", value: "x".to_owned() }));
    let refused = shown(commas, DialectOverrides { encoding: Some("klingon".to_owned()), ..none() }).map(|_| ());
    assert_eq!(refused, Err(Error::OptionUnknown { option: "encoding", value: "klingon".to_owned() }));
}

#[test]
fn a_chosen_encoding_is_kept_to_the_end_of_the_file() {
    let text = "user,item\n1,café\n2,crème\n1,crème\n";
    let bytes = encoded(text, "windows-1252").expect("Western letters");
    let overrides = DialectOverrides { encoding: Some("iso-8859-2".to_owned()), ..DialectOverrides::default() };
    let preview = Preview::with(&bytes, true, &overrides).expect("a preview");
    assert_eq!(preview.encoding, "ISO-8859-2");
    let (interactions, _) = read_with(&preview, preview.roles, &bytes, 3).expect("interactions");
    assert_eq!(pairs(&interactions)[1], ("1".to_owned(), "crčme".to_owned()));
}
