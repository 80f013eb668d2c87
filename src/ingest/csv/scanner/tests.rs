use super::Scanner;

/// Rows that the scanner takes, as `a|b/c|d`, and where it stops.
fn scanned(text: &str) -> (String, Option<usize>) {
    let mut rows = Vec::new();
    let end = Scanner::new(b',', Some(b'"')).scan(text.as_bytes(), &mut |row| {
        let cell = |&(start, end): &(u32, u32)| &text[row.start..][start as usize..end as usize];
        rows.push(row.cells.iter().map(cell).collect::<Vec<_>>().join("|"));
        Ok(())
    });
    (rows.join("/"), end.ok())
}

#[test]
fn rows_that_need_no_unquoting_are_taken_and_the_next_one_is_left() {
    let stops = |rows: &str, end| (rows.to_owned(), Some(end));
    assert_eq!(scanned("a,\"b, c\",d\r\n\"\",x\nrest"), stops("a|b, c|d/|x", 17));
    assert_eq!(scanned("a,b\n\"say \"\"hi\"\"\",c\nd\n"), stops("a|b", 4), "a doubled mark");
    assert_eq!(scanned("a\n\"b\"c\n"), stops("a", 2), "text behind a mark");
    assert_eq!(scanned("a\nb\"c\n\"two\nlines\"\nd\n"), stops("a/b\"c", 6), "a cell of two lines");
    assert_eq!(scanned("\"never closed, and\nso on\n"), stops("", 0));
    assert_eq!(scanned("\n\r\n\n"), stops("", 4), "blank lines");
    assert_eq!(scanned("a,\"b\""), stops("", 0), "the next byte may be another mark");
    assert_eq!(scanned(""), stops("", 0));
}

#[test]
fn marks_are_text_where_nothing_is_quoted() {
    let mut cells = Vec::new();
    let mut scanner = Scanner::new(b'|', None);
    let text = b"\"a\"|\"b\n";
    let end = scanner.scan(text, &mut |row| {
        cells.extend(row.cells.iter().map(|&(start, end)| row.line[start as usize..end as usize].to_vec()));
        Ok(())
    });
    assert_eq!((end, cells), (Ok(7), vec![b"\"a\"".to_vec(), b"\"b".to_vec()]));
}

#[test]
fn rows_of_extraordinary_length_are_left_to_the_parser() {
    let long = format!("a,b\n{},c\nd,e\n", "x".repeat(200_000));
    let many = format!("a,b\n{}\nd,e\n", ",".repeat(50_000));
    for text in [long, many] {
        assert_eq!(scanned(&text), ("a|b".to_owned(), Some(4)));
    }
}
