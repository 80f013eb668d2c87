use firstpick::codec::{ByteReader, ByteWriter};
use firstpick::dataset::Vocabulary;
use firstpick::error::{Error, Result};
use firstpick::linalg::csr::CsrMatrix;

fn written(write: impl FnOnce(&mut ByteWriter) -> Result<()>) -> Vec<u8> {
    let mut writer = ByteWriter::default();
    write(&mut writer).expect("memory");
    writer.finish()
}

/// Bytes of a matrix, valid or not.
fn matrix(width: usize, lengths: &[u32], columns: &[u32]) -> Vec<u8> {
    written(|writer| {
        writer.number(width)?;
        writer.indices(lengths.iter().copied())?;
        writer.indices(columns.iter().copied())
    })
}

fn texts(bytes: &[u8]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut reader = ByteReader::new(bytes);
    reader.texts(|text| {
        found.push(text.to_owned());
        Ok(())
    })?;
    reader.finish().map(|()| found)
}

#[test]
fn values_are_read_in_the_order_in_which_they_were_written() {
    let bytes = written(|writer| {
        writer.number(usize::MAX >> 1)?;
        writer.bytes(&[1, 2, 3])?;
        writer.indices([7, u32::MAX].into_iter())?;
        writer.values(&[-0.0, f32::MIN_POSITIVE, f32::INFINITY])?;
        writer.word(u64::MAX)
    });
    let mut reader = ByteReader::new(&bytes);
    assert_eq!(reader.number(), Ok(usize::MAX >> 1));
    assert_eq!(reader.bytes(), Ok([1, 2, 3].as_slice()));
    assert_eq!(reader.indices(), Ok(vec![7, u32::MAX]));
    let mut values = [1.0; 3];
    reader.values(&mut values).expect("three values");
    assert_eq!(values.map(f32::to_bits), [-0.0, f32::MIN_POSITIVE, f32::INFINITY].map(f32::to_bits));
    assert_eq!(reader.word(), Ok(u64::MAX));
    assert_eq!(reader.finish(), Ok(()));
}

#[test]
fn texts_keep_their_bounds_and_must_be_utf_8() {
    let list = ["", "品", "a\nb", "", "é"];
    let bytes = written(|writer| writer.texts(list.into_iter()));
    assert_eq!(texts(&bytes), Ok(list.map(str::to_owned).to_vec()));
    // 品 cut into two pieces.
    let cut = written(|writer| writer.indices([1, 2].into_iter()));
    assert_eq!(texts(&[cut.as_slice(), "品".as_bytes()].concat()), Err(Error::SnapshotBroken));
}

#[test]
fn impossible_lengths_are_refused_without_reserving_memory() {
    for length in [u64::MAX, u64::MAX / 4 + 1, 1 << 40] {
        let bytes = [length.to_le_bytes().as_slice(), &[0; 16]].concat();
        assert_eq!(ByteReader::new(&bytes).bytes(), Err(Error::SnapshotBroken));
        assert_eq!(ByteReader::new(&bytes).indices(), Err(Error::SnapshotBroken));
        assert_eq!(ByteReader::new(&bytes).values(&mut [0.0; 4]), Err(Error::SnapshotBroken));
        assert_eq!(texts(&bytes), Err(Error::SnapshotBroken));
    }
}

#[test]
fn values_are_read_only_in_their_exact_number() {
    let bytes = written(|writer| writer.values(&[1.0, 2.0]));
    for count in [0, 1, 3] {
        let read = ByteReader::new(&bytes).values(&mut vec![0.0; count]);
        assert_eq!(read, Err(Error::SnapshotBroken), "{count}");
    }
}

#[test]
fn a_matrix_is_read_only_if_its_rows_are_valid() {
    let read = |bytes: &[u8]| CsrMatrix::read(&mut ByteReader::new(bytes), 2, 5);
    let valid = read(&matrix(5, &[2, 1], &[0, 4, 3])).expect("a matrix");
    assert_eq!((valid.row(0), valid.row(1)), ([0, 4].as_slice(), [3].as_slice()));
    let broken = [
        ("another width", matrix(6, &[2, 1], &[0, 4, 3])),
        ("a row too few", matrix(5, &[3], &[0, 3, 4])),
        ("a row too many", matrix(5, &[2, 1, 0], &[0, 4, 3])),
        ("a column out of range", matrix(5, &[2, 1], &[0, 5, 3])),
        ("columns out of order", matrix(5, &[2, 1], &[4, 0, 3])),
        ("a column twice", matrix(5, &[2, 1], &[4, 4, 3])),
        ("ones too few", matrix(5, &[2, 2], &[0, 4, 3])),
        ("ones too many", matrix(5, &[1, 1], &[0, 4, 3])),
    ];
    for (what, bytes) in broken {
        assert_eq!(read(&bytes), Err(Error::SnapshotBroken), "{what}");
    }
}

#[test]
fn a_vocabulary_keeps_its_indices_and_has_no_id_twice() {
    let read =
        |ids: &[&str]| Vocabulary::read(&mut ByteReader::new(&written(|writer| writer.texts(ids.iter().copied()))));
    let vocabulary = read(&["007", "", "7"]).expect("a vocabulary");
    assert_eq!(vocabulary.ids().collect::<Vec<_>>(), ["007", "", "7"]);
    assert_eq!((vocabulary.find("7"), vocabulary.find("")), (Some(2), Some(1)));
    assert_eq!(read(&["a", "b", "a"]).err(), Some(Error::SnapshotBroken));
}
