use firstpick::error::Error;

use crate::container::archive::{opened, table, text_of};

fn entry(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut block = vec![0; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    block[156] = kind;
    block[257..263].copy_from_slice(b"ustar\0");
    block.extend_from_slice(content);
    block.resize(block.len().next_multiple_of(512), 0);
    block
}

fn tar(entries: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut file: Vec<u8> = entries.iter().flat_map(|&(name, kind, content)| entry(name, kind, content)).collect();
    file.resize(file.len() + 1_024, 0);
    file
}

const CSV: &[u8] = b"user,item\n1,a\n";

#[test]
fn the_text_files_of_a_tape_archive_are_its_tables() {
    let long = format!("{}.csv", "n".repeat(200));
    let pax = format!("220 path={long}\n");
    let file = tar(&[
        ("folder/", b'5', b""),
        ("folder/a.csv", b'0', CSV),
        ("picture.png", b'0', b"1"),
        ("PaxHeaders/b", b'x', pax.as_bytes()),
        ("b.csv", b'0', b"2,b\n"),
        ("././@LongLink", b'L', format!("{long}2.csv\0").as_bytes()),
        ("c", b'0', b"3,c\n"),
    ]);
    let (contents, mut archive) = opened(&file).expect("an archive");
    assert_eq!(contents.kind, "tar");
    assert_eq!(contents.parts, ["folder/a.csv".to_owned(), long.clone(), format!("{long}2.csv")]);
    assert_eq!(text_of(&mut archive, 0), Ok(CSV.to_vec()));
    assert_eq!(text_of(&mut archive, 2), Ok(b"3,c\n".to_vec()));
}

#[test]
fn one_that_is_cut_or_lies_about_sizes_is_broken() {
    let file = tar(&[("a.csv", b'0', CSV), ("b.csv", b'0', CSV)]);
    for length in [600, 1_024, 1_500] {
        let outcome = table(&file[..length]).err();
        assert!(matches!(outcome, None | Some(Error::ArchiveBroken { kind: "tar" })), "{length}: {outcome:?}");
    }
    let mut lying = file;
    lying[124..136].copy_from_slice(b"777777777777");
    assert_eq!(table(&lying).err(), Some(Error::ArchiveBroken { kind: "tar" }));
}
