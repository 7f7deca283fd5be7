//! The arrows between the rooms, and which outside crate is let into which room.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::support::project;

/// Who may import whom. A new arrow changes this table and `ARCHITECTURE.md` in the same commit.
const ARROWS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("corpus", &["model", "text"]),
    ("readers", &["model", "text"]),
    ("tagging", &["model", "text"]),
    ("query", &["model", "text"]),
    ("backend", &["query", "model"]),
    ("index", &["backend", "query", "model", "text"]),
    ("ingest", &["backend", "tagging", "readers", "corpus", "model", "text"]),
    ("output", &["backend", "query", "model", "text"]),
    ("analytics", &["backend", "query", "model", "text"]),
];

/// Outside crates and the one room each is let into.
const CRATES: &[(&str, &str)] = &[
    ("tantivy", "index"),
    ("walkdir", "corpus"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("indicatif", "cli"),
    ("ctrlc", "cli"),
    ("terminal_size", "cli"),
    ("unicode_segmentation", "text"),
    ("unicode_normalization", "text"),
    ("frostem", "text"),
    ("smol_str", "text"),
    ("rayon", "index"),
    ("postcard", "index"),
    ("aho_corasick", "tagging"),
    ("scraper", "readers"),
    ("pulldown_cmark", "readers"),
    ("zip", "readers"),
    ("quick_xml", "readers"),
    ("pdf_inspector", "readers"),
    ("lopdf", "readers"),
    ("encoding_rs", "readers"),
    ("chardetng", "readers"),
    ("csv", "output"),
    ("rust_xlsxwriter", "output"),
];

/// The only files that may know serde.
const WIRE_FILES: &[&str] = &["json.rs", "data.rs", "meta.rs", "wire.rs"];

#[test]
fn rooms_look_only_downwards() {
    let mut wrong = Vec::new();
    for (room, path, code) in sources() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else { continue };
        for seen in rooms_named(&code) {
            if seen != room && !allowed.contains(&&*seen) {
                wrong.push(format!("{}: {room} -> {seen}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that are not in the table:\n{}", wrong.join("\n"));
}

#[test]
fn an_outside_crate_stays_in_its_room() {
    let mut wrong = Vec::new();
    for (room, path, code) in sources() {
        for (name, home) in CRATES {
            if room != *home && mentions(&code, name) {
                wrong.push(format!("{}: {name} belongs in {home}", path.display()));
            }
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !WIRE_FILES.contains(&&*file) && (mentions(&code, "serde") || mentions(&code, "serde_json")) {
            wrong.push(format!("{}: serde belongs in {}", path.display(), WIRE_FILES.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "crates outside their room:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_is_in_the_table() {
    for entry in fs::read_dir(project().join("src")).expect("src is there") {
        let path = entry.expect("src can be listed").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "cli" {
            assert!(ARROWS.iter().any(|(room, _)| *room == name), "src/{name} is not in the table of arrows");
        }
    }
}

/// Words between backquotes that look like a path of the project.
#[test]
fn every_path_that_the_documents_name_exists() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(project().join(document)).unwrap_or_default();
        for (i, word) in text.split('`').enumerate() {
            let rooted = ["src/", "tests/", "benches/", "corpus/", "fuzz/", ".ci/"];
            if i % 2 == 1
                && rooted.iter().any(|root| word.starts_with(root))
                && !word.contains([' ', '*', '<'])
            {
                assert!(project().join(word).exists(), "{document} names `{word}`, which does not exist");
            }
        }
    }
}

/// Room, path and code without comments of every file of `src`.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = project().join("src");
    let mut folders = vec![src.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be listed") {
            let path = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push((room_of(&path, &src), path.clone(), code_of(&path)));
            }
        }
    }
    found
}

fn room_of(path: &Path, src: &Path) -> String {
    let inside = path.strip_prefix(src).expect("it was found in src");
    let first = inside.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
    first.unwrap_or_default()
}

fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source is UTF-8");
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The rooms in `crate::room…` and `crate::{a::…, b::…}`.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => rooms.extend(first_word(rest)),
            Some(list) => {
                let mut depth = 0;
                let mut start = true;
                for (i, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && !c.is_whitespace() => {
                            start = false;
                            rooms.extend(first_word(&list[i..]));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

/// `name::` or `use name` as a path of its own.
fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        let own =
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '"' || c == '.');
        own && (after.starts_with("::") || (code[..at].ends_with("use ") && after.starts_with(';')))
    })
}

#[test]
fn the_reader_of_imports_sees_all_shapes() {
    let code = "use crate::model::Page; use crate::{text::escape, backend::{Hit, Facet}, query}; pub(in crate::cli) fn";
    let expected = ["backend", "cli", "model", "query", "text"];
    assert_eq!(rooms_named(code).iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
