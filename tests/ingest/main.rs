//! Tests of src/ingest, from bytes to interactions: a module for each of its files, and their helpers.

mod build {
    mod file;
    mod interactions_builder;
    mod sample;
}
mod container {
    mod archive;
    mod gzip;
    mod hostile;
    mod json;
    mod markup;
    mod merged;
    mod signature;
    mod tar;
    mod workbook;
}
mod csv {
    mod dialect;
    mod reader;
    mod scanner;
    mod table_start;
    mod wrapping;
}
mod encoding {
    mod decoder;
    mod european;
    mod unicode;
}
mod cases;
mod join;
mod matrix;
mod online_retail;
mod schema {
    mod cell_rules;
    mod events;
    mod inference;
    mod preview;
    mod roles;
}
mod suites;
mod values {
    mod date;
    mod flag;
    mod id;
    mod items;
    mod number;
    mod quantity;
    mod rating;
}
mod wire;
mod writer;

use firstpick::dataset::Interactions;
use firstpick::error::Result;
use firstpick::ingest::build::{FileReader, RowCounts};
use firstpick::ingest::csv::{Dialect, Row, RowReader};
use firstpick::ingest::encoding::TextDecoder;
use firstpick::ingest::schema::{Preview, Roles};

/// Sizes of the pieces in which a file arrives.
const CHUNKS: [usize; 6] = [1, 2, 3, 7, 42, 65_536];

/// Pieces of at most `size` bytes, each with whether it is the last; one empty piece for no bytes.
fn pieces(bytes: &[u8], size: usize) -> impl Iterator<Item = (&[u8], bool)> {
    let count = bytes.len().div_ceil(size).max(1);
    (0..count).map(move |index| {
        let end = ((index + 1) * size).min(bytes.len());
        (&bytes[index * size..end], index + 1 == count)
    })
}

/// Text of a file that arrives in pieces of `size`, and its detected encoding.
fn decoded(bytes: &[u8], size: usize) -> Result<(String, &'static str)> {
    decoded_as(None, bytes, size)
}

/// As `decoded`, in the encoding with that label.
fn decoded_as(label: Option<&str>, bytes: &[u8], size: usize) -> Result<(String, &'static str)> {
    let mut decoder = TextDecoder::of(label)?;
    let mut text = String::new();
    for (piece, last) in pieces(bytes, size) {
        decoder.push(piece, last, &mut |part| {
            // No character is ever cut in two.
            text.push_str(std::str::from_utf8(part).expect("a whole number of characters"));
            Ok(())
        })?;
    }
    Ok((text, decoder.encoding()))
}

/// Rows of a text that arrives in pieces of `size`: line and cells of each.
fn cut(text: &[u8], dialect: &Dialect, size: usize) -> Result<Vec<(u64, Vec<String>)>> {
    let mut reader = RowReader::new(dialect);
    let mut rows = Vec::new();
    let mut keep = |row: &Row| {
        rows.push((row.number, row.texts()));
        Ok(())
    };
    for (piece, _) in pieces(text, size) {
        reader.push(piece, &mut keep)?;
    }
    reader.finish(&mut keep)?;
    Ok(rows)
}

/// Reads a whole file with the inferred roles.
fn read(bytes: &[u8], size: usize) -> Result<(Interactions, RowCounts)> {
    let preview = Preview::of(bytes, true)?;
    read_with(&preview, preview.roles, bytes, size)
}

/// Reads a whole file with these roles.
fn read_with(preview: &Preview, roles: Roles, bytes: &[u8], size: usize) -> Result<(Interactions, RowCounts)> {
    let mut reader = FileReader::new(preview, roles)?;
    for (piece, last) in pieces(bytes, size) {
        reader.push(piece, last)?;
    }
    reader.finish()
}

/// All pairs of ids, sorted.
fn pairs(interactions: &Interactions) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for user in 0..interactions.matrix.rows() {
        for &item in interactions.matrix.row(user) {
            pairs.push((interactions.users.id(user).to_owned(), interactions.items.id(item as usize).to_owned()));
        }
    }
    pairs.sort();
    pairs
}

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

/// A table as CSV, quoted where it must be.
fn table(rows: &[Vec<String>]) -> String {
    let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).expect("writing to memory"));
    String::from_utf8(writer.into_inner().expect("writing to memory")).expect("UTF-8")
}
