//! The order of the house, held against its sources: who may use whom, how long a file may be, and
//! what may not stand in the core at all.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of src; each may use only rooms of the lines below its own.
const ORDER: [&[&str]; 9] = [
    &["wasm"],
    &["session"],
    &["export"],
    &["recommend", "evaluation"],
    &["models"],
    &["training"],
    &["network"],
    &["data"],
    &["random", "error"],
];
const LONGEST: usize = 400;
/// Each ends a tab's session where it is reached; the core returns errors instead.
const FORBIDDEN: [&str; 6] = [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "unreachable!"];
/// What is brought in, generated or built, and not written here.
const NOT_OURS: [&str; 5] = ["vendor", "wasm", "node_modules", ".venv", "env"];
const WRITTEN: [&str; 7] = ["rs", "js", "mjs", "css", "html", "py", "md"];

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
            if !NOT_OURS.contains(&name.as_str()) {
                found.extend(files(&path));
            }
        } else if WRITTEN.iter().any(|kind| name.ends_with(&format!(".{kind}"))) {
            found.push(PathBuf::from(path));
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    let sources = files("src").into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs"));
    sources.map(|path| (path.clone(), read(&path))).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A line without its comment. `//` inside a string, as in an address, begins none.
fn code(line: &str) -> &str {
    let begins = |at: usize| line[..at].matches('"').count().is_multiple_of(2);
    line.match_indices("//").map(|(at, _)| at).find(|&at| begins(at)).map_or(line, |at| &line[..at])
}

/// The rooms that a source names by `crate::…`, each with its line from 1.
fn used(source: &str) -> Vec<(usize, String)> {
    let stripped: String = source.lines().map(|line| format!("{}\n", code(line))).collect();
    let mut used = Vec::new();
    for (at, path) in stripped.match_indices("crate::") {
        let line = stripped[..at].matches('\n').count() + 1;
        let rest = &stripped[at + path.len()..];
        match rest.strip_prefix('{') {
            None => used.push((line, first_word(rest))),
            Some(group) => used.extend(heads(group).into_iter().map(|room| (line, room))),
        }
    }
    used
}

fn first_word(path: &str) -> String {
    path.trim_start().chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect()
}

/// The first words of a group's members: `data::{a, b}, error` gives data and error.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut member) = (0, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(first_word(&std::mem::take(&mut member))),
            _ if depth == 0 => member.push(c),
            _ => {}
        }
    }
    heads.push(first_word(&member));
    heads.retain(|head| !head.is_empty());
    heads
}

fn rank(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

/// The room of a file: `src/data/text.rs` and `src/data.rs` belong to data.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a path in src");
    let first = inside.components().next().expect("a file").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// What is wrong with the uses of one file.
fn misuses(path: &Path, source: &str) -> Vec<String> {
    let own = room(path);
    let Some(own_rank) = rank(&own) else { return vec![format!("{}: the room {own} has no rank", path.display())] };
    let wrong = |other: &str| match rank(other) {
        _ if other == own => false,
        None => true,
        Some(other) => other <= own_rank,
    };
    let wrong = used(source).into_iter().filter(|(_, other)| wrong(other));
    wrong.map(|(line, other)| format!("{}:{line}: {own} may not use {other}", path.display())).collect()
}

#[test]
fn every_room_uses_only_those_to_its_right() {
    let sources = sources();
    assert!(sources.len() > 30, "only {} sources found", sources.len());
    let wrong: Vec<String> = sources
        .iter()
        .filter(|(path, _)| path != Path::new("src/lib.rs"))
        .flat_map(|(path, source)| misuses(path, source))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_use_in_the_wrong_direction_is_found_with_its_line() {
    let find = |path: &str, source: &str| misuses(Path::new(path), source);
    assert_eq!(find("src/data/rows.rs", "use crate::error::Error;\nuse crate::data::text::TextDecoder;\n"), [""; 0]);
    let wrong = find("src/data/rows.rs", "\n\nuse crate::session::Session;\n");
    assert_eq!(wrong, ["src/data/rows.rs:3: data may not use session"]);
    let wrong = find("src/recommend/explain.rs", "fn f() { crate::evaluation::metrics::ndcg(); }");
    assert_eq!(wrong, ["src/recommend/explain.rs:1: recommend may not use evaluation"]);
    let wrong = find("src/evaluation/mod.rs", "use crate::{\n    data::{rows, text}, recommend,\n};\n");
    assert_eq!(wrong, ["src/evaluation/mod.rs:1: evaluation may not use recommend"]);
    assert_eq!(find("src/error.rs", "use crate::random;").len(), 1);
    assert_eq!(find("src/data/rows.rs", "use crate::utils::x;").len(), 1, "a room without a rank");
    assert_eq!(find("src/utils.rs", "").len(), 1, "a file without a rank");
    assert_eq!(
        find("src/data/rows.rs", "/// See [`crate::session`].\nlet a = \"https://b\"; // crate::wasm\n"),
        [""; 0]
    );
}

#[test]
fn the_core_never_panics_on_purpose() {
    let mut wrong = Vec::new();
    for (path, source) in sources() {
        for (index, line) in source.lines().enumerate() {
            let found = FORBIDDEN.iter().filter(|word| code(line).contains(*word));
            wrong.extend(found.map(|word| format!("{}:{}: {word}", path.display(), index + 1)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_it_may_be() {
    let files: Vec<PathBuf> = ["src", "www", "tests"].into_iter().flat_map(files).collect();
    assert!(files.len() > 60, "only {} files found", files.len());
    let lengths = files.iter().map(|path| (path, read(path).lines().count()));
    let long: Vec<String> = lengths
        .filter(|&(_, lines)| lines > LONGEST)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}
