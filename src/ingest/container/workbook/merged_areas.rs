//! Merged areas of the sheets of an Excel workbook, which stand behind the cells of each.

use std::collections::HashMap;
use std::io::{BufReader, Cursor};

use calamine::Dimensions;
use zip::ZipArchive;

use crate::ingest::container::contents::SharedBytes;
use crate::ingest::container::gzip::MAX_TEXT_BYTES;
use crate::ingest::container::packed::{Part, Zip};
use crate::ingest::container::tags::{Tags, Token};

/// Limit of the areas of a sheet; those beyond are left as they are.
const MAX_AREAS: usize = 1_000_000;

/// Places of the sheets in a workbook. A part that cannot be read costs nothing but the values of merged areas.
pub(crate) struct MergedAreas {
    zip: Option<Zip>,
    /// Name of the part of each sheet, by the sheet's name.
    parts: HashMap<String, String>,
}

impl MergedAreas {
    pub fn of(bytes: &SharedBytes) -> MergedAreas {
        let mut zip = ZipArchive::new(bytes.cursor()).ok();
        let parts = zip.as_mut().and_then(parts).unwrap_or_default();
        MergedAreas { zip, parts }
    }

    /// Areas of a sheet.
    pub fn in_sheet(&mut self, name: &str) -> Vec<Dimensions> {
        let mut areas = Vec::new();
        if let Some((zip, part)) = self.zip.as_mut().zip(self.parts.get(name)) {
            visit(zip, part, &mut |tags| {
                if tags.local_name() == "mergecell" && areas.len() < MAX_AREAS {
                    areas.extend(tags.attribute("ref").as_deref().and_then(area));
                }
            });
        }
        areas
    }
}

type Content<'a> = Tags<BufReader<Part<'a>>>;

/// Visits the elements of a part.
fn visit(zip: &mut ZipArchive<Cursor<SharedBytes>>, part: &str, element: &mut dyn FnMut(&Content)) {
    let Ok(file) = zip.by_name(part) else { return };
    let mut tags = Tags::xml(BufReader::with_capacity(65_536, Part::new(file, MAX_TEXT_BYTES)));
    while let Ok(Some(token)) = tags.next() {
        if matches!(token, Token::Start { .. }) {
            element(&tags);
        }
    }
}

fn parts(zip: &mut Zip) -> Option<HashMap<String, String>> {
    let mut names = zip.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
    let workbook = names.find(|name| name.ends_with("workbook.xml"))?;
    drop(names);
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut targets = HashMap::new();
    visit(zip, &format!("{folder}_rels/{file}.rels"), &mut |tags| {
        if let Some((id, target)) = tags.attribute("Id").zip(tags.attribute("Target")) {
            let target = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
            targets.insert(id, target);
        }
    });
    let mut parts = HashMap::new();
    visit(zip, &workbook, &mut |tags| {
        let target = tags.attribute("id").and_then(|id| targets.get(&id).cloned());
        if let Some((name, target)) = tags.attribute("name").zip(target).filter(|_| tags.local_name() == "sheet") {
            parts.insert(name, target);
        }
    });
    Some(parts)
}

/// An area such as `A2:B4`.
fn area(text: &str) -> Option<Dimensions> {
    let (first, last) = text.split_once(':')?;
    Some(Dimensions { start: place(first)?, end: place(last)? })
}

/// Row and column of a cell such as `A2`, from 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = text[..letters].bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((text[letters..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}
