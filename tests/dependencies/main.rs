//! The order of the house, held against its sources: which room may use which, that no files use each other in a
//! circle, and how long files, folders and the session may be.

mod graph;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use graph::{Source, circles, graph};

/// The rooms of src; each may use only rooms of the lines below its own.
const ORDER: [&[&str]; 15] = [
    &["wasm"],
    &["session"],
    &["export"],
    &["pipeline"],
    &["tuning"],
    &["recommend", "evaluation"],
    &["models"],
    &["training"],
    &["network"],
    &["split", "ingest"],
    &["dataset"],
    &["linalg"],
    &["codec", "job", "order"],
    &["memory"],
    &["rng", "error"],
];
/// The rooms inside of ingest, in the same way.
const INGEST: [&[&str]; 5] =
    [&["build"], &["schema", "join"], &["csv", "encoding", "container"], &["lexicon"], &["values"]];
const MOST_LINES: usize = 400;
/// Files side by side in one folder.
const MOST_FILES: usize = 15;
const MOST_LINES_OF_SESSION: usize = 1_000;
/// What is brought in, generated or built, and not written here.
const NOT_OURS: [&str; 4] = ["wasm", "node_modules", ".venv", "env"];
const WRITTEN: [&str; 8] = ["rs", "js", "mjs", "css", "html", "py", "md", "sh"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `folder` that were written by hand, as paths from the repository's root.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("a folder of the repository") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.path().is_dir() {
            if !NOT_OURS.contains(&name.as_str()) || path == "src/wasm" {
                found.extend(files(&path));
            }
        } else if WRITTEN.iter().any(|kind| name.ends_with(&format!(".{kind}"))) {
            found.push(PathBuf::from(path));
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sources() -> Vec<Source> {
    let paths = files("src").into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs"));
    // lib.rs is the face of the crate, and names what it likes.
    let paths = paths.filter(|path| path != Path::new("src/lib.rs"));
    paths.map(|path| Source::new(&path, &read(&path))).collect()
}

/// What is wrong with the uses among `sources`, by the order of rooms, each of which is the part of a module's path at `depth`.
fn misuses(sources: &[Source], order: &[&[&str]], depth: usize) -> Vec<String> {
    let room = |module: &str| module.split("::").nth(depth).map(str::to_owned);
    let rank = |room: &str| order.iter().position(|rooms| rooms.contains(&room));
    let paths: BTreeMap<&str, &Path> =
        sources.iter().map(|source| (source.module.as_str(), source.path.as_path())).collect();
    let mut wrong = Vec::new();
    for (module, uses) in graph(sources) {
        let path = paths[module.as_str()].display();
        let Some(own) = room(&module) else { continue };
        let Some(own_rank) = rank(&own) else {
            wrong.push(format!("{path}: the room {own} has no rank"));
            continue;
        };
        for (other, line) in uses {
            let Some(other) = room(&other).filter(|other| *other != own) else { continue };
            if rank(&other).is_none_or(|other| other <= own_rank) {
                wrong.push(format!("{path}:{line}: {own} may not use {other}"));
            }
        }
    }
    wrong
}

#[test]
fn every_room_uses_only_those_below_it() {
    let sources = sources();
    assert!(sources.len() > 100, "only {} sources found", sources.len());
    let wrong = misuses(&sources, &ORDER, 0);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_room_of_ingest_uses_only_those_below_it() {
    let inside = sources().into_iter().filter(|source| source.module.starts_with("ingest::")).collect::<Vec<_>>();
    let wrong = misuses(&inside, &INGEST, 1);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let found = circles(&graph(&sources()));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn folders_that_stand_side_by_side_do_not_use_each_other() {
    let sources = sources();
    let folders: BTreeMap<String, String> =
        sources.iter().map(|source| (source.module.clone(), source.folder())).collect();
    let nested = |one: &str, other: &str| one.is_empty() || other.starts_with(&format!("{one}::"));
    let mut between = BTreeMap::new();
    for (module, uses) in graph(&sources) {
        for (other, line) in uses {
            let (from, to) = (folders[&module].clone(), folders[&other].clone());
            if from != to && !nested(&from, &to) && !nested(&to, &from) {
                between.insert((from, to), format!("{module}:{line} uses {other}"));
            }
        }
    }
    let both = between.iter().filter_map(|((from, to), use_)| {
        between.get(&(to.clone(), from.clone())).map(|other| format!("{use_}, and {other}"))
    });
    let both: Vec<String> = both.collect();
    assert!(both.is_empty(), "\n{}", both.join("\n"));
}

fn source(path: &str, text: &str) -> Source {
    Source::new(Path::new(path), text)
}

#[test]
fn a_use_in_the_wrong_direction_is_found_with_its_line() {
    let find = |path: &str, text: &str| {
        let others = ["src/session/mod.rs", "src/evaluation/metrics.rs", "src/recommend/explain.rs", "src/error.rs"];
        let others = others.iter().filter(|other| **other != path).map(|other| source(other, ""));
        misuses(&others.chain([source(path, text)]).collect::<Vec<_>>(), &ORDER, 0)
    };
    assert_eq!(find("src/ingest/file.rs", "use crate::error::Error;\n"), [""; 0]);
    let wrong = find("src/ingest/file.rs", "\n\nuse crate::session::Session;\n");
    assert_eq!(wrong, ["src/ingest/file.rs:3: ingest may not use session"]);
    let wrong = find("src/recommend/explain.rs", "fn f() { crate::evaluation::metrics::ndcg(); }");
    assert_eq!(wrong, ["src/recommend/explain.rs:1: recommend may not use evaluation"]);
    let wrong =
        find("src/evaluation/metrics.rs", "use crate::{\n    error::{Error, Result}, recommend::explain,\n};\n");
    assert_eq!(wrong, ["src/evaluation/metrics.rs:1: evaluation may not use recommend"]);
    assert_eq!(find("src/utils.rs", "").len(), 1, "a file without a rank");
    let said = "/// See [`crate::session`].\nlet a = \"https://b\"; // crate::session::x\n";
    assert_eq!(find("src/ingest/file.rs", said), [""; 0]);
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let one = |text: &str| source("src/a/one.rs", text);
    let two = |text: &str| source("src/a/two.rs", text);
    let find = |one: Source, two: Source| circles(&graph(&[one, two, source("src/a/mod.rs", "mod one;\nmod two;\n")]));
    assert!(find(one("use crate::a::two::X;"), two("")).is_empty());
    let circle = [["a::one".to_owned(), "a::two".to_owned()]];
    assert_eq!(find(one("use crate::a::two::X;"), two("use super::one::Y;")), circle);
    assert_eq!(find(one("fn f() { super::two::g() }"), two("use crate::{a::one::Y};")), circle);
    assert!(find(one("pub(super) fn f() {}"), two("use super::one::f;")).is_empty());
    let face = source("src/a/mod.rs", "mod one;\npub use one::X;\n");
    assert_eq!(circles(&graph(&[face, one("use super::Y;")])).len(), 1, "a face that uses its parts, used by one");
}

#[test]
fn no_file_is_longer_than_it_may_be() {
    let mut files: Vec<PathBuf> = ["src", "www", "tests", ".ci"].into_iter().flat_map(files).collect();
    files.push(PathBuf::from("index.html"));
    assert!(files.len() > 60, "only {} files found", files.len());
    let lengths = files.iter().map(|path| (path, read(path).lines().count()));
    let long: Vec<String> = lengths
        .filter(|&(_, lines)| lines > MOST_LINES)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

#[test]
fn no_folder_of_the_core_has_more_files_than_one_can_see_at_once() {
    let mut folders: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in files("src") {
        *folders.entry(path.parent().unwrap_or(&path).to_owned()).or_default() += 1;
    }
    let full: Vec<_> = folders.into_iter().filter(|&(_, files)| files > MOST_FILES).collect();
    assert!(full.is_empty(), "{full:?}");
}

#[test]
fn the_session_stays_small() {
    let lines: usize = files("src/session").iter().map(|path| read(path).lines().count()).sum();
    assert!(lines <= MOST_LINES_OF_SESSION, "{lines} lines");
}
