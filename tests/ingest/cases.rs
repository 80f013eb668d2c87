//! Files in the shapes that shops, tills and offices export (tests/cases): each is read as a careful person would, or
//! asked about. The page is driven with the same files by tests/page/cases.test.js.

use std::fs;
use std::path::{Path, PathBuf};

use firstpick::ingest::build::{FileRead, FileReader};
use firstpick::ingest::schema::{CellRules, Preview, Roles, TableLayout};
use serde_json::Value;

/// Endings of files that the worker unpacks or turns into text first; the page's test reads them.
const IN_THE_PAGE_ONLY: [&str; 7] = [".xlsx", ".xls", ".zip", ".gz", ".json", ".jsonl", ".parquet"];

fn folders() -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    match std::env::var_os("CASES").map(PathBuf::from) {
        Some(folder) => vec![folder],
        None => vec![cases.join("own"), cases],
    }
}

/// Outcome of a case: what the page would show.
enum Outcome {
    Refused(String),
    Asked(&'static str, bool),
    Read(Box<Preview>, Box<FileRead>),
}

fn read(preview: &Preview, text: &[u8], roles: Roles, rules: CellRules) -> Result<Box<FileRead>, String> {
    let mut reader = FileReader::with_rules(preview, roles, rules).map_err(|error| error.code().to_owned())?;
    reader.push(text, true).map_err(|error| error.code().to_owned())?;
    reader.finish_read().map(Box::new).map_err(|error| error.code().to_owned())
}

fn outcome(path: &Path) -> Outcome {
    let text = fs::read(path).expect("the file of a case");
    let preview = match Preview::of(&text, true) {
        Ok(preview) => preview,
        Err(error) => return Outcome::Refused(error.code().to_owned()),
    };
    if let Some(question) = preview.question.clone() {
        let answer = question.answers[0].clone();
        let roles = answer.roles.unwrap_or(preview.roles);
        let read = read(&preview, &text, roles, answer.cell_rules.unwrap_or_default()).is_ok();
        return Outcome::Asked(question.code, read);
    }
    match read(&preview, &text, preview.roles, CellRules::default()) {
        Ok(read) => Outcome::Read(Box::new(preview), read),
        Err(code) => Outcome::Refused(code),
    }
}

/// What differs from the expectation; none where the case passes.
fn differences(outcome: &Outcome, expect: &Value) -> Vec<String> {
    let accepts = |kind: &str| expect["accept"].as_array().is_some_and(|all| all.iter().any(|one| one == kind));
    let exact = |preview: &Preview, read: &FileRead, roles: &Roles| {
        let mut differences = Vec::new();
        let shape = match preview.layout_with(roles) {
            TableLayout::Long => "long",
            TableLayout::Wide => "wide",
            TableLayout::List => "list",
            TableLayout::Basket => "basket",
        };
        if expect["shape"] != shape {
            differences.push(format!("shape {shape}, not {}", expect["shape"]));
        }
        for (role, wanted) in expect["roles"].as_object().into_iter().flatten() {
            let name = roles.get(role).and_then(|column| preview.columns.get(column));
            let fits = |one: &Value| one.as_str() == name.map(String::as_str);
            let fits = match wanted {
                Value::Array(any) => any.iter().any(fits),
                one => fits(one),
            };
            if !fits {
                differences.push(format!("{role} {name:?}, not {wanted}"));
            }
        }
        let counts = &read.row_counts;
        let figures = [
            ("rows", counts.rows),
            ("used", counts.used),
            ("merged", counts.merged),
            ("users", read.interactions.users.len() as u64),
            ("items", read.interactions.items.len() as u64),
            ("interactions", read.interactions.matrix.ones() as u64),
        ];
        for (name, figure) in figures {
            if expect[name].as_u64().is_some_and(|wanted| wanted != figure) {
                differences.push(format!("{name} {figure}, not {}", expect[name]));
            }
        }
        let Some(wanted) = expect["rejected"].as_object() else { return differences };
        if !wanted.keys().any(|key| key.contains("asked")) {
            let found = serde_json::to_value(&counts.rejected).expect("JSON");
            if found.as_object() != Some(wanted) {
                differences.push(format!("rejected {found}, not {}", expect["rejected"]));
            }
        }
        differences
    };
    match outcome {
        Outcome::Refused(_) if accepts("refusal") => Vec::new(),
        Outcome::Refused(code) => vec![format!("refused: {code}")],
        Outcome::Asked(code, false) if accepts("question") => vec![format!("asked {code}, and nothing read then")],
        Outcome::Asked(..) if accepts("question") => Vec::new(),
        Outcome::Asked(code, _) => vec![format!("asked: {code}")],
        Outcome::Read(..) if !accepts("exact") => vec!["read without a word".to_owned()],
        Outcome::Read(preview, read) => exact(preview, read, &preview.roles),
    }
}

#[test]
fn exports_are_read_as_a_careful_person_would() {
    let entries = folders().into_iter().flat_map(|folder| fs::read_dir(folder).expect("a folder of cases"));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".expect.json"));
    paths.sort();
    let mut failed = Vec::new();
    for path in &paths {
        let expect: Value = serde_json::from_slice(&fs::read(path).expect("an expectation")).expect("JSON");
        let file = expect["file"].as_str().expect("a name");
        if std::env::var("ONLY").is_ok_and(|only| !file.contains(&only))
            || IN_THE_PAGE_ONLY.iter().any(|ending| file.ends_with(ending))
        {
            continue;
        }
        let outcome = outcome(&path.with_file_name(file));
        let differences = differences(&outcome, &expect);
        if !differences.is_empty() {
            failed.push(format!("{file}: {}", differences.join("; ")));
        }
    }
    assert!(failed.is_empty(), "{} of {} cases:\n{}", failed.len(), paths.len(), failed.join("\n"));
}
