use encoding_rs::{BIG5, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use firstpick::error::Error;
use firstpick::ingest::encoding::{ENCODING_SAMPLE, TextDecoder};

use crate::{CHUNKS, decoded};

const CHINESE: &str = "用户,商品名称,购买日期\n张三,有机全脂牛奶,二〇二三年一月\n李四,四川麻辣花生酥,二〇二三年二月\n";

fn encoded(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "the test's own text does not fit {}", encoding.name());
    bytes.into_owned()
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = if mark { Some(0xfeff) } else { None };
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// Text and encoding, checked to be the same for every way of cutting the bytes.
fn decoded_however_cut(name: &str, bytes: &[u8]) -> (String, &'static str) {
    let whole = decoded(bytes, bytes.len().max(1)).unwrap_or_else(|error| panic!("{name}: {error}"));
    for size in CHUNKS {
        assert!(decoded(bytes, size).as_ref() == Ok(&whole), "{name} in pieces of {size}");
    }
    whole
}

#[test]
fn every_encoding_gives_back_the_text_however_the_bytes_are_cut() {
    let emoji = "user,item\n007,🧀 brie\n008,naïve Ōkami 日本\n";
    let pound = format!("user,price\n{}42,£3.99\n", "41,3.99\n".repeat(20_000));
    let russian = "покупатель,товар\nИванова,яблоки зелёные\nПетров,хлеб ржаной\n".repeat(20);
    let japanese = "顧客,商品\n田中,おにぎり（さけ）\n鈴木,カレーパン\n".repeat(20);
    let korean = "고객,상품\n김철수,신선한 우유\n이영희,매운 라면\n".repeat(20);
    let taiwanese = "顧客,商品\n王小明,臺灣高山烏龍茶\n陳美麗,鳳梨酥禮盒\n".repeat(20);
    let marked: Vec<u8> = [b"\xef\xbb\xbf", CHINESE.as_bytes()].concat();
    let cases: [(&str, &str, Vec<u8>, &str); 14] = [
        ("ASCII", "user,item\n1,2\n", b"user,item\n1,2\n".to_vec(), "UTF-8"),
        ("UTF-8", CHINESE, CHINESE.into(), "UTF-8"),
        ("UTF-8 with a mark", CHINESE, marked, "UTF-8"),
        ("UTF-8 with emoji", emoji, emoji.into(), "UTF-8"),
        ("GB18030", CHINESE, encoded(CHINESE, GB18030), "GBK"),
        ("Big5", &taiwanese, encoded(&taiwanese, BIG5), "Big5"),
        ("Shift_JIS", &japanese, encoded(&japanese, SHIFT_JIS), "Shift_JIS"),
        ("EUC-KR", &korean, encoded(&korean, EUC_KR), "EUC-KR"),
        ("windows-1251", &russian, encoded(&russian, WINDOWS_1251), "windows-1251"),
        ("windows-1252, one pound sign late", &pound, encoded(&pound, WINDOWS_1252), "windows-1252"),
        ("UTF-16LE with a mark", CHINESE, utf_16(CHINESE, u16::to_le_bytes, true), "UTF-16LE"),
        ("UTF-16BE with a mark", emoji, utf_16(emoji, u16::to_be_bytes, true), "UTF-16BE"),
        ("UTF-16LE by its NULs", "user,item\n1,2\n", utf_16("user,item\n1,2\n", u16::to_le_bytes, false), "UTF-16LE"),
        ("UTF-16BE by its NULs", "user,item\n1,2\n", utf_16("user,item\n1,2\n", u16::to_be_bytes, false), "UTF-16BE"),
    ];
    for (name, text, bytes, encoding) in cases {
        let (found, found_encoding) = decoded_however_cut(name, &bytes);
        assert!(found == text, "{name}: {:?}…", found.chars().take(60).collect::<String>());
        assert_eq!(found_encoding, encoding, "{name}");
    }
}

#[test]
fn a_character_across_the_end_of_the_sample_does_not_change_the_encoding() {
    // The sample begins with the first non-ASCII byte; up to two ASCII letters shift where its end cuts.
    for letters in 0..3 {
        let text = format!("商{}{}", "x".repeat(letters), "品".repeat(ENCODING_SAMPLE));
        let (found, encoding) = decoded_however_cut(&format!("{letters} letters"), text.as_bytes());
        assert_eq!(encoding, "UTF-8");
        assert!(found == text);
    }
}

#[test]
fn a_file_that_ends_with_the_sample_is_decided_alike_however_it_is_cut() {
    let mut bytes = "é".repeat(ENCODING_SAMPLE / 2).into_bytes();
    for last in [b'x', 0xc3] {
        bytes[ENCODING_SAMPLE - 2..].copy_from_slice(&[b'x', last]);
        decoded_however_cut(&format!("ending in {last:#x}"), &bytes);
    }
}

#[test]
fn a_malformed_character_after_the_sample_is_replaced_and_nothing_else_is_lost() {
    let mut bytes = "品".repeat(ENCODING_SAMPLE).into_bytes();
    bytes.extend_from_slice(b"before\xffafter");
    let (text, encoding) = decoded_however_cut("malformed", &bytes);
    assert_eq!(encoding, "UTF-8");
    assert!(text.ends_with("品before\u{fffd}after"));
}

#[test]
fn a_few_lone_accents_are_western_european() {
    let (text, encoding) = decoded_however_cut("accents", b"user,item\n1,caf\xe9\n2,cr\xe8me\n3,\xa35 off\n");
    assert_eq!((text.as_str(), encoding), ("user,item\n1,café\n2,crème\n3,£5 off\n", "windows-1252"));
}

#[test]
fn a_file_without_content_is_empty() {
    for size in CHUNKS {
        for bytes in [&b""[..], b" ", b"\n\r\n \t\n"] {
            assert_eq!(decoded(bytes, size), Err(Error::EmptyFile), "{bytes:?} in pieces of {size}");
        }
    }
}

#[test]
fn binary_files_are_recognised_by_their_first_bytes() {
    let xlsx = [b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0".to_vec(), b"[Content_Types].xml".to_vec()].concat();
    let cases: [(&[u8], &str); 10] = [
        (&xlsx, "xlsx"),
        (b"PK\x03\x04\x14\0\0\0", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
        (b"GIF89a", "image"),
        (b"\x7fELF\x02\x01\x01", "unknown"),
        (b"user,item\n1,\0\0\0\x02\x03\x04\x05", "unknown"),
    ];
    for (bytes, kind) in cases {
        let long = [bytes, &vec![b'x'; 3_000]].concat();
        for size in CHUNKS {
            assert_eq!(decoded(bytes, size), Err(Error::BinaryFile { kind }), "{kind} in pieces of {size}");
            assert_eq!(decoded(&long, size), Err(Error::BinaryFile { kind }), "long {kind} in pieces of {size}");
        }
    }
}

#[test]
fn errors_of_a_sink_are_passed_on() {
    let mut decoder = TextDecoder::default();
    assert_eq!(decoder.push(b"user,item", true, &mut |_| Err(Error::NoRows)), Err(Error::NoRows));
}

#[test]
fn bytes_after_the_end_are_refused() {
    for text in ["user,item\n1,2\n", CHINESE] {
        let mut decoder = TextDecoder::default();
        assert_eq!(decoder.push(text.as_bytes(), true, &mut |_| Ok(())), Ok(()));
        assert!(matches!(decoder.push(b"more", true, &mut |_| Ok(())), Err(Error::WrongState { .. })));
        assert!(matches!(decoder.push(b"", true, &mut |_| Ok(())), Err(Error::WrongState { .. })));
    }
}

#[test]
fn a_few_words_are_enough_to_distinguish_the_encodings_of_east_asia() {
    let cases: [(&str, &[&str]); 5] = [
        (
            "gb18030",
            &[
                "用户,商品\n1,a\n2,b\n",
                "user,item\n1,牛奶\n2,b\n",
                "id,名称\n1,x\n",
                "会员编号,商品编码,商品名称\n1,2,茶\n",
                "user;item\n张伟;可口可乐\n",
                "u,i\n用户1,商品1\n用户2,商品2\n",
            ],
        ),
        ("big5", &["顧客,商品\n1,a\n2,b\n", "user,item\n1,鮮奶\n2,綠茶\n", "客戶編號,商品名稱\n1,烏龍茶\n"]),
        ("shift_jis", &["顧客,商品\n1,a\n2,b\n", "user,item\n1,おにぎり\n2,b\n", "ユーザー,アイテム\n1,2\n3,4\n"]),
        ("euc-kr", &["고객,상품\n1,a\n2,b\n", "user,item\n1,우유\n2,라면\n", "사용자,제품명\n1,김치\n"]),
        ("windows-1252", &["user,item\n1,café\n2,b\n", "Kunde,Ware\n1,Käse\n2,Brötchen\n3,Müsli\n", "a,b\n£5,5 °C\n"]),
    ];
    let mut wrong = Vec::new();
    for (encoding, texts) in cases {
        for text in texts {
            let bytes = crate::writer::encoded(text, encoding).expect("characters of the encoding");
            let (found, name) = decoded_however_cut(text, &bytes);
            if found != *text {
                wrong.push(format!("{encoding}: {text:?} as {name}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn chinese_in_utf_16_without_a_mark_is_recognised() {
    for text in [CHINESE, "用户，商品\n张三，牛奶\n", "用户\t商品\r\n张三\t牛奶\r\n"] {
        for (name, bytes) in
            [("UTF-16LE", utf_16(text, u16::to_le_bytes, false)), ("UTF-16BE", utf_16(text, u16::to_be_bytes, false))]
        {
            assert_eq!(decoded_however_cut(name, &bytes), (text.to_owned(), name));
        }
    }
}

#[test]
fn one_malformed_character_does_not_make_utf_8_another_encoding() {
    let mut bytes = CHINESE.repeat(3).into_bytes();
    bytes.insert(CHINESE.len(), 0xff);
    let (text, encoding) = decoded_however_cut("one error", &bytes);
    assert_eq!((encoding, text.matches('\u{fffd}').count()), ("UTF-8", 1));
    let mut decoder = TextDecoder::default();
    assert_eq!(decoder.push(&bytes, true, &mut |_| Ok(())), Ok(()));
    assert_eq!(decoder.malformed(), 1);
}

#[test]
fn a_single_nul_does_not_make_a_text_binary() {
    let text = format!("user,item\n1,a\0\n{}", "2,b\n".repeat(50));
    assert_eq!(decoded_however_cut("a NUL", text.as_bytes()), (text.clone(), "UTF-8"));
}

#[test]
fn an_encoding_can_be_chosen_by_any_of_its_labels() {
    let bytes = encoded(CHINESE, GB18030);
    for label in ["gb18030", "GBK", " gb2312 "] {
        let (text, _) = crate::decoded_as(Some(label), &bytes, 3).expect("text");
        assert_eq!(text, CHINESE, "{label}");
    }
    let marked = utf_16(CHINESE, u16::to_le_bytes, true);
    assert_eq!(crate::decoded_as(Some("utf-16le"), &marked, 5), Ok((CHINESE.to_owned(), "UTF-16LE")));
    let unknown = TextDecoder::of(Some("klingon")).err();
    assert_eq!(unknown, Some(Error::OptionUnknown { option: "encoding", value: "klingon".to_owned() }));
}
