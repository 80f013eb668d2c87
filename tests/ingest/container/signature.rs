use firstpick::ingest::container::Container;

#[test]
fn a_container_is_recognised_by_its_first_bytes() {
    let of = Container::of;
    assert_eq!(of(b"\x1f\x8b\x08\0"), Some(Container::Gzip));
    assert_eq!(of(b"PK\x03\x04\x14\0"), Some(Container::Zip));
    assert_eq!(of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), Some(Container::Compound));
    for text in [&b"user,item\n"[..], b"", b"P", b"PK,1\n", b"\x1f", b"\xef\xbb\xbfuser", b"%PDF-1.7"] {
        assert_eq!(of(text), None, "{text:?}");
    }
}

#[test]
fn only_gzip_is_a_stream() {
    let streams = [Container::Gzip, Container::Zip, Container::Compound].map(Container::is_stream);
    assert_eq!(streams, [true, false, false]);
}
