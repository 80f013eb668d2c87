//! JSON as a table: lines of objects, an array of them, or an object with one such array. Objects inside become columns
//! `a.b`, lists of simple values one cell `x|y`; anything else stays JSON text. Numbers are copied digit for digit.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::ingest::container::contents::{Contents, SharedBytes, Sink, Tables, broken, no_such_part};
use crate::ingest::container::csv_writer::CsvWriter;

/// Limit of the columns.
const MAX_COLUMNS: usize = 4_096;
/// Limit of objects inside of each other that become columns.
const MAX_DEPTH: usize = 8;
const OTHER: Error = Error::BinaryFile { kind: "json" };

/// Objects of a file, one for each row.
pub(crate) struct JsonRows {
    bytes: SharedBytes,
    columns: Vec<String>,
    rows: u64,
}

impl JsonRows {
    /// # Errors
    /// [`Error::BinaryFile`] for JSON of another form, [`Error::ArchiveBroken`] for what is cut, [`Error::TooMany`]
    /// columns.
    pub fn open(bytes: &SharedBytes) -> Result<JsonRows> {
        let mut columns = Columns::default();
        let mut rows = 0;
        each_object(text(bytes)?, &mut |object| {
            rows += 1;
            columns.add(object)
        })?;
        if columns.names.is_empty() {
            return Err(OTHER);
        }
        Ok(JsonRows { bytes: bytes.clone(), columns: columns.names, rows })
    }
}

impl Tables for JsonRows {
    fn contents(&self) -> Contents {
        Contents { kind: "json", parts: vec![String::new()] }
    }

    fn write(&mut self, part: usize, sink: &mut Sink) -> Result<()> {
        if part > 0 {
            return Err(no_such_part(part));
        }
        let mut table = CsvWriter::new(sink);
        table.row(&self.columns, 0.0)?;
        let positions: HashMap<&str, usize> = self.columns.iter().map(String::as_str).zip(0..).collect();
        let mut cells = vec![String::new(); self.columns.len()];
        let mut row = 0;
        each_object(text(&self.bytes)?, &mut |object| {
            row += 1;
            cells.iter_mut().for_each(String::clear);
            flatten(object, &mut String::new(), 0, &mut |path, value| {
                if let Some(cell) = positions.get(path).and_then(|&at| cells.get_mut(at)) {
                    write_value(value, cell)?;
                }
                Ok(())
            })?;
            table.row(&cells, row as f64 / self.rows.max(1) as f64)
        })?;
        table.finish()
    }
}

fn text(bytes: &SharedBytes) -> Result<&str> {
    let text = std::str::from_utf8(bytes.as_ref()).map_err(|_| broken("json"))?;
    Ok(text.trim_start_matches('\u{feff}').trim_ascii())
}

#[derive(Default)]
struct Columns {
    names: Vec<String>,
    known: HashMap<String, ()>,
}

impl Columns {
    fn add(&mut self, object: &RawValue) -> Result<()> {
        flatten(object, &mut String::new(), 0, &mut |path, _| {
            if !self.known.contains_key(path) {
                if self.names.len() == MAX_COLUMNS {
                    let found = self.names.len() as u64 + 1;
                    return Err(Error::TooMany { what: "columns", found, limit: MAX_COLUMNS as u64 });
                }
                self.known.insert(path.to_owned(), ());
                self.names.push(path.to_owned());
            }
            Ok(())
        })
    }
}

/// Passes each object to `row`, in the order of the file.
fn each_object(text: &str, row: &mut dyn FnMut(&RawValue) -> Result<()>) -> Result<()> {
    if text.starts_with('[') {
        return each_element(text, row);
    }
    let mut objects = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let first = objects.next().ok_or(OTHER)?.map_err(|_| broken("json"))?;
    let Some(second) = objects.next() else {
        // The only object: what it is about is in a list of its own.
        return match list_inside(first)? {
            Some(list) => each_element(list.get(), row),
            None => Err(OTHER),
        };
    };
    let second = second.map_err(|_| broken("json"))?;
    for object in [first, second] {
        checked_row(object, row)?;
    }
    for object in objects {
        checked_row(object.map_err(|_| broken("json"))?, row)?;
    }
    Ok(())
}

fn checked_row(value: &RawValue, row: &mut dyn FnMut(&RawValue) -> Result<()>) -> Result<()> {
    if value.get().starts_with('{') { row(value) } else { Err(OTHER) }
}

/// The only member of an object that is a list of objects; none of maps, which say what they are.
fn list_inside(object: &RawValue) -> Result<Option<&RawValue>> {
    let (mut lists, mut is_map) = (Vec::new(), false);
    members(object, &mut |key, value| {
        let rest = value.get().strip_prefix('[').map(str::trim_ascii_start);
        if rest.is_some_and(|rest| rest.starts_with('{')) {
            lists.push(value);
        }
        is_map |= key == "type" && value.get() == "\"FeatureCollection\"";
        Ok(())
    })?;
    Ok(if lists.len() == 1 && !is_map { lists.pop() } else { None })
}

fn each_element(text: &str, row: &mut dyn FnMut(&RawValue) -> Result<()>) -> Result<()> {
    let mut failure = None;
    let mut list = serde_json::Deserializer::from_str(text);
    let outcome = Elements { row, failure: &mut failure }.deserialize(&mut list).and_then(|()| list.end());
    match (failure, outcome) {
        (Some(error), _) => Err(error),
        (None, outcome) => outcome.map_err(|_| broken("json")),
    }
}

/// Visitor of a list, element by element.
struct Elements<'a> {
    row: &'a mut dyn FnMut(&RawValue) -> Result<()>,
    failure: &'a mut Option<Error>,
}

impl<'de> DeserializeSeed<'de> for Elements<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<(), A::Error> {
        while let Some(element) = list.next_element::<&RawValue>()? {
            if let Err(error) = checked_row(element, self.row) {
                *self.failure = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// Visitor of an object, member by member.
struct Members<'a, 'de> {
    member: &'a mut dyn FnMut(&str, &'de RawValue) -> Result<()>,
    failure: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for Members<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> std::result::Result<(), A::Error> {
        while let Some(key) = object.next_key::<Cow<str>>()? {
            let value = object.next_value::<&RawValue>()?;
            if let Err(error) = (self.member)(&key, value) {
                *self.failure = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

fn members<'de>(object: &'de RawValue, member: &mut dyn FnMut(&str, &'de RawValue) -> Result<()>) -> Result<()> {
    let mut failure = None;
    let mut source = serde_json::Deserializer::from_str(object.get());
    let outcome = source.deserialize_map(Members { member, failure: &mut failure });
    match (failure, outcome) {
        (Some(error), _) => Err(error),
        (None, outcome) => outcome.map_err(|_| broken("json")),
    }
}

/// Passes each column of an object and its value to `cell`.
fn flatten(
    object: &RawValue,
    path: &mut String,
    depth: usize,
    cell: &mut dyn FnMut(&str, &str) -> Result<()>,
) -> Result<()> {
    members(object, &mut |key, value| {
        let length = path.len();
        if depth > 0 {
            path.push('.');
        }
        path.push_str(key);
        let outcome = if value.get().starts_with('{') && depth < MAX_DEPTH {
            flatten(value, path, depth + 1, cell)
        } else {
            cell(path, value.get())
        };
        path.truncate(length);
        outcome
    })
}

/// Writes a value as a cell.
fn write_value(json: &str, cell: &mut String) -> Result<()> {
    match json.as_bytes().first() {
        Some(b'"') => cell.push_str(&serde_json::from_str::<String>(json).map_err(|_| broken("json"))?),
        Some(b'[') => write_list(json, cell)?,
        Some(b'n') => {}
        _ => cell.push_str(json),
    }
    Ok(())
}

/// Writes a list of simple values as `x|y`, any other as it is.
fn write_list(json: &str, cell: &mut String) -> Result<()> {
    let values: Vec<&RawValue> = serde_json::from_str(json).map_err(|_| broken("json"))?;
    let is_simple = |value: &&RawValue| !value.get().starts_with(['{', '[']) && !value.get().contains('|');
    if !values.iter().all(is_simple) {
        cell.push_str(json);
        return Ok(());
    }
    for (at, value) in values.into_iter().enumerate() {
        if at > 0 {
            cell.push('|');
        }
        write_value(value.get(), cell)?;
    }
    Ok(())
}
