use firstpick::ingest::container::{Container, foreign_kind};

#[test]
fn a_container_is_recognised_by_its_first_bytes() {
    let of = Container::of;
    assert_eq!(of(b"\x1f\x8b\x08\0"), Some(Container::Gzip));
    assert_eq!(of(b"PK\x03\x04\x14\0"), Some(Container::Zip));
    assert_eq!(of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), Some(Container::Compound));
    let mut tar = vec![b'a'; 300];
    tar[257..262].copy_from_slice(b"ustar");
    assert_eq!(of(&tar), Some(Container::Tar));
    for text in [&b"user,item\n"[..], b"", b"P", b"PK,1\n", b"\x1f", b"\xef\xbb\xbfuser", b"%PDF-1.7"] {
        assert_eq!(of(text), None, "{text:?}");
    }
}

#[test]
fn json_and_pages_are_told_from_text_that_looks_like_them() {
    for json in [&b"{\"a\":1}"[..], b"\xef\xbb\xbf [ {", b"{ \n \"a\"", b"\xff\xfe{\0\"\0", b"[\n{\"a\""] {
        assert_eq!(Container::of(json), Some(Container::Json), "{json:?}");
    }
    for page in [&b"<html>"[..], b"  <!DOCTYPE html", b"<?xml version", b"<TABLE border", b"<meta "] {
        assert_eq!(Container::of(page), Some(Container::Markup), "{page:?}");
    }
    for text in [&b"<DATE>,<TIME>\n"[..], b"[1,0,1],u1\n", b"{a},b\n", b"[a, b]\n", b"<3,item\n"] {
        assert_eq!(Container::of(text), None, "{text:?}");
    }
}

#[test]
fn files_that_cannot_be_opened_are_named() {
    for (head, kind) in [
        (&b"BZh91AY&SY"[..], "bzip2"),
        (b"\xfd7zXZ\0\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
        (b"SQLite format 3\0", "database"),
        (b"\xff\xfe\0\0u\0\0\0", "utf-32"),
        (b"PAR1\x15", "parquet"),
    ] {
        assert_eq!(foreign_kind(head), Some(kind));
    }
    assert_eq!(foreign_kind(b"user,item\n"), None);
}

#[test]
fn only_gzip_is_a_stream() {
    let streams = [Container::Gzip, Container::Zip, Container::Compound, Container::Json].map(Container::is_stream);
    assert_eq!(streams, [true, false, false, false]);
}
