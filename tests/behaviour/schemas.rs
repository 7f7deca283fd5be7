//! The JSON of every command is what `findings help json` says: the same keys in the same order.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use serde_json::Value;

use crate::support::{Sandbox, copy_folder, project};

/// A key of a shape, the shape of its value, and whether the value is a list of such.
#[derive(Clone, Debug)]
struct Key {
    name: String,
    optional: bool,
    shape: Option<String>,
    list: bool,
}

struct Documented {
    shapes: BTreeMap<String, Vec<Key>>,
    seen: BTreeSet<String>,
}

impl Documented {
    fn new(topic: &str) -> Self {
        let mut shapes: BTreeMap<String, Vec<Key>> = BTreeMap::new();
        let mut spread: Vec<(String, usize, String)> = Vec::new();
        let mut current: Option<String> = None;
        for line in topic.lines() {
            let heading = line.starts_with("findings.") || line.chars().all(|c| c.is_ascii_uppercase());
            if let (Some(name), Some(keys)) = (&current, line.strip_prefix("    ")) {
                let known = shapes.entry(name.clone()).or_default();
                for word in keys.split_whitespace() {
                    if let Some(other) = word.strip_prefix('*') {
                        spread.push((name.clone(), known.len(), other.to_owned()));
                        continue;
                    }
                    let (key, shape) = word.split_once(':').map_or((word, None), |(k, s)| (k, Some(s)));
                    known.push(Key {
                        name: key.trim_end_matches('?').to_owned(),
                        optional: key.ends_with('?'),
                        shape: shape.map(|shape| shape.trim_matches(['[', ']']).to_owned()),
                        list: shape.is_some_and(|shape| shape.starts_with('[')),
                    });
                }
            } else {
                current = Some(line.to_owned()).filter(|_| heading && !line.is_empty());
            }
        }
        for (name, at, other) in spread {
            let keys = shapes[&other].clone();
            shapes.get_mut(&name).unwrap().splice(at..at, keys);
        }
        Documented { shapes, seen: BTreeSet::from(["BODY".to_owned()]) }
    }

    fn hold(&mut self, shape: &str, value: &Value, place: &str) {
        if value.is_null() {
            return;
        }
        self.seen.insert(shape.to_owned());
        let documented =
            self.shapes.get(shape).unwrap_or_else(|| panic!("{place}: {shape} is not documented")).clone();
        let object = value.as_object().unwrap_or_else(|| panic!("{place}: no {shape}: {value}"));
        let there: Vec<&str> = object.keys().map(String::as_str).collect();
        let wanted = documented.iter().filter(|key| !key.optional || object.contains_key(&key.name));
        assert_eq!(there, wanted.map(|key| key.name.as_str()).collect::<Vec<_>>(), "{place}: {shape}");
        for Key { name, shape, list, .. } in documented {
            let (Some(shape), Some(value)) = (shape, object.get(&name)) else { continue };
            let place = format!("{place}.{name}");
            if list {
                value.as_array().expect(&place).iter().for_each(|value| self.hold(&shape, value, &place));
            } else {
                self.hold(&shape, value, &place);
            }
        }
    }

    fn hold_document(&mut self, text: &str) {
        let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let schema = value["schema"].as_str().expect("a document has a schema").to_owned();
        self.hold(&schema, &value, &schema);
    }
}

const DRAFT: &str = "\
Thornhithe scored 2 for safeguarding, was rated good and scored 84% overall, and it scored 3 for widgets. It says “Hospital discharge was a \
particular weakness.” and “Information was shared safely.” It scored higher than Brackmouth.\n";

#[test]
fn every_document_has_the_keys_that_the_help_says_in_that_order() {
    let sandbox = Sandbox::empty();
    copy_folder(&project().join("corpus"), &sandbox.path("corpus"));
    let page = "corpus/thornhithe/thornhithe-0325-theme3-safeguarding.txt";
    sandbox.write(page, sandbox.read(page).replacen("Score: 3", "Score: 2", 1));
    sandbox.write("corpus/nothing.txt", "");
    sandbox.write("draft.txt", DRAFT);
    let topic = sandbox.run(&["help", "json"]).stdout;
    let mut documented = Documented::new(&topic);
    let id = "thornhithe/thornhithe-0325-theme3-pathways.txt#5";
    let commands: [&[&str]; 16] = [
        &["index", "--progress", "none"],
        &["search", "hospital discharge", "--facets", "score", "--group-by", "score", "--explain"],
        &["search", "hospital dischrge"],
        &["count", "carers", "--by", "authority,score"],
        &["facets"],
        &["show", id],
        &["tags", "corpus"],
        &["scores"],
        &["scores", "--check"],
        &["compare", "Thornhithe", "Brackmouth"],
        &["compare", "Thornhithe", "Brackmouth", "carers"],
        &["check", "draft.txt"],
        &["cite", id],
        &["status"],
        &["status", "--problems"],
        &["verify"],
    ];
    for command in commands {
        documented.hold_document(&sandbox.run(&[command, &["--json"]].concat()).stdout);
    }
    documented.hold_document(&sandbox.run(&["search", "statement:nonsense", "--json"]).stderr);
    fs::remove_file(sandbox.path(page)).unwrap();
    documented.hold_document(&sandbox.run(&["verify", "--json"]).stdout);
    documented.hold_document(&sandbox.run(&["index", "--dry-run", "--json"]).stdout);
    for line in sandbox.run(&["search", "carers", "--format", "jsonl"]).stdout.lines() {
        documented.hold("HIT", &serde_json::from_str(line).unwrap(), "search --format jsonl");
    }
    for line in sandbox.run(&["tags", "corpus", "--format", "jsonl"]).stdout.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        let shape = if value["schema"] == "findings.problems/1" { "PROBLEMS" } else { "TAGGED" };
        documented.hold(shape, &value, "tags --format jsonl");
    }
    let never: Vec<&String> =
        documented.shapes.keys().filter(|shape| !documented.seen.contains(*shape)).collect();
    assert!(never.is_empty(), "documented, and in no answer: {never:?}");
}
