//! The imports of src as a graph: which file names which other one, read from its text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A file of src: its module's path, such as `ingest::csv::reader`, and its text without comments.
pub struct Source {
    pub path: PathBuf,
    pub module: String,
    code: String,
}

/// Which module uses which others, each with the line where it is named first.
pub type Graph = BTreeMap<String, BTreeMap<String, usize>>;

impl Source {
    /// From a path that begins with `src/`.
    pub fn new(path: &Path, text: &str) -> Source {
        let inside = path.strip_prefix("src").expect("a path in src").with_extension("");
        let names: Vec<String> = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let module = names.join("::");
        let module = module.strip_suffix("::mod").unwrap_or(&module).to_owned();
        let code = text.lines().map(|line| format!("{}\n", code(line))).collect();
        Source { path: path.to_owned(), module, code }
    }

    /// The folder that the file lies in, such as `ingest::csv`; empty for the root.
    pub fn folder(&self) -> String {
        let inside = self.path.strip_prefix("src").expect("a path in src");
        let folder = inside.parent().into_iter().flat_map(Path::iter);
        folder.map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>().join("::")
    }

    /// The full paths that the file names by `crate::…`, `super::…`, `self::…` or the name of a child, each with its line.
    fn named(&self) -> Vec<(usize, String)> {
        let mut named = Vec::new();
        for (at, word) in words(&self.code) {
            let line = self.code[..at].matches('\n').count() + 1;
            let rest = &self.code[at + word.len()..];
            let Some(rest) = rest.strip_prefix("::") else { continue };
            let base = match word {
                "crate" => Vec::new(),
                "self" => parts(&self.module),
                "super" => parent(&self.module),
                child if self.declares(child) => [parts(&self.module), vec![child.to_owned()]].concat(),
                _ => continue,
            };
            named.extend(members(&base, rest).into_iter().map(|path| (line, path)));
        }
        named
    }

    /// Whether the file declares this module; only in a `use` or a path its name stands for it.
    fn declares(&self, name: &str) -> bool {
        self.code.contains(&format!("mod {name};"))
    }
}

/// The uses of all files among each other. A module's own parts and what lies outside of the crate are left out.
pub fn graph(sources: &[Source]) -> Graph {
    let known: BTreeSet<&str> = sources.iter().map(|source| source.module.as_str()).collect();
    let file = |path: &str| {
        let parts = parts(path);
        (1..=parts.len()).rev().map(|count| parts[..count].join("::")).find(|module| known.contains(module.as_str()))
    };
    let uses = |source: &Source| {
        let mut uses = BTreeMap::new();
        for (line, path) in source.named() {
            if let Some(module) = file(&path).filter(|module| *module != source.module) {
                uses.entry(module).or_insert(line);
            }
        }
        uses
    };
    sources.iter().map(|source| (source.module.clone(), uses(source))).collect()
}

/// Groups of modules each of which reaches every other one of its group; empty where there is no circle.
pub fn circles(graph: &Graph) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> = graph.keys().map(|from| (from, reach(graph, from))).collect();
    let mut left: BTreeSet<&String> = graph.keys().collect();
    let mut circles = Vec::new();
    while let Some(one) = left.pop_first() {
        let circle: Vec<String> = graph
            .keys()
            .filter(|other| *other != one && reached[one].contains(other) && reached[other].contains(one))
            .cloned()
            .collect();
        left.retain(|module| !circle.contains(module));
        if !circle.is_empty() {
            circles.push([vec![one.clone()], circle].concat());
        }
    }
    circles
}

fn reach<'a>(graph: &'a Graph, from: &'a String) -> BTreeSet<&'a String> {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![from]);
    while let Some(module) = waiting.pop() {
        for next in graph.get(module).into_iter().flat_map(BTreeMap::keys) {
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    seen
}

/// A line without its comment. `//` inside a string, as in an address, begins none.
pub fn code(line: &str) -> &str {
    let begins = |at: usize| line[..at].matches('"').count().is_multiple_of(2);
    line.match_indices("//").map(|(at, _)| at).find(|&at| begins(at)).map_or(line, |at| &line[..at])
}

fn parts(path: &str) -> Vec<String> {
    path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn parent(module: &str) -> Vec<String> {
    let mut parts = parts(module);
    parts.pop();
    parts
}

/// Words that begin a path: none stands behind `::`, a dot or the bracket of `pub(super)`.
fn words(code: &str) -> Vec<(usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find(is_word) {
        let at = code.len() - rest.len() + start;
        let word = rest[start..].split(|c| !is_word(c)).next().unwrap_or_default();
        if !code[..at].ends_with([':', '.', '"', '\'']) && !code[..at].ends_with("pub(") {
            words.push((at, word));
        }
        rest = &rest[start + word.len()..];
    }
    words
}

/// The paths of `a::b`, or of a group such as `{a::{b, c}, d}`, below `base`.
fn members(base: &[String], path: &str) -> Vec<String> {
    if let Some(group) = path.strip_prefix('{') {
        return split_group(group).iter().flat_map(|member| members(base, member.trim())).collect();
    }
    let word: String = path.chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect();
    if word.is_empty() {
        return vec![base.join("::")];
    }
    let mut base = base.to_vec();
    match word.as_str() {
        "super" => {
            base.pop();
        }
        "self" => {}
        _ => base.push(word.clone()),
    }
    match path[word.len()..].strip_prefix("::") {
        Some(rest) => members(&base, rest),
        None => vec![base.join("::")],
    }
}

/// The members of a group, up to the bracket that closes it.
fn split_group(group: &str) -> Vec<String> {
    let (mut depth, mut members, mut member) = (0, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            members.push(std::mem::take(&mut member));
        } else {
            member.push(c);
        }
    }
    members.push(member);
    members.retain(|member| !member.trim().is_empty());
    members
}
