//! Totals, facet counts, groups and cross-tabs against a count by hand over `findings tags`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Sandbox, copy_folder, project};

const SHOWN: [&str; 4] = ["findings", "summary", "press", "other"];

/// The value of a field as facets print it.
fn value(paragraph: &Value, field: &str) -> Value {
    match field {
        "authority" => paragraph["authority"]["name"].clone(),
        "region" => paragraph["authority"]["region"].clone(),
        "statement" => paragraph["statement"]["key"].clone(),
        other => paragraph[other].clone(),
    }
}

struct Corpus {
    sandbox: Sandbox,
    paragraphs: Vec<Value>,
}

fn corpus() -> Corpus {
    let sandbox = Sandbox::with_corpus();
    copy_folder(&project().join("corpus"), &sandbox.path("corpus/sample"));
    std::fs::copy(project().join("corpus/authorities.toml"), sandbox.path("corpus/authorities.toml"))
        .unwrap();
    assert_eq!(sandbox.run(&["index"]).code, 0);
    let tags = sandbox.run(&["tags", "corpus", "--format", "jsonl"]).stdout;
    let lines = tags.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let paragraphs = lines.filter(|line| line["schema"] == "findings.tags/1").collect();
    Corpus { sandbox, paragraphs }
}

/// A small generator with a fixed seed: the same filters in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// Options of one filter, and which paragraphs pass it.
struct Filter {
    field: &'static str,
    values: Vec<Value>,
    negated: bool,
}

const FIELDS: [&str; 8] = ["authority", "region", "theme", "statement", "score", "rating", "section", "kind"];

impl Filter {
    fn random(dice: &mut Dice, paragraphs: &[Value]) -> Self {
        let field = FIELDS[dice.roll(FIELDS.len())];
        let values =
            (0..=dice.roll(2)).map(|_| value(&paragraphs[dice.roll(paragraphs.len())], field)).collect();
        Filter { field, values, negated: dice.roll(4) == 0 }
    }

    fn passes(&self, paragraph: &Value) -> bool {
        self.values.contains(&value(paragraph, self.field)) != self.negated
    }

    fn options(&self) -> Vec<String> {
        let name = format!("--{}{}", if self.negated { "not-" } else { "" }, self.field);
        let text = |value: &Value| match value {
            Value::Null => "none".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.values.iter().flat_map(|value| [name.clone(), text(value)]).collect()
    }
}

/// Sections that are left out by default are in once a filter wants one of them.
fn is_shown(paragraph: &Value, filters: &[Filter]) -> bool {
    let wanted = |f: &&Filter| f.field == "section" && !f.negated;
    filters.iter().any(|f| wanted(&f)) || SHOWN.contains(&paragraph["section"].as_str().unwrap())
}

fn counted<'a>(paragraphs: impl Iterator<Item = &'a Value>, field: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for paragraph in paragraphs {
        *counts.entry(value(paragraph, field).to_string()).or_default() += 1;
    }
    counts
}

fn answered(facet: &Value) -> BTreeMap<String, u64> {
    let values = facet.as_array().unwrap().iter().filter(|v| v["count"] != 0);
    values.map(|v| (v["value"].to_string(), v["count"].as_u64().unwrap())).collect()
}

#[test]
fn totals_and_facets_equal_a_count_by_hand_for_many_filters() {
    let corpus = corpus();
    let mut dice = Dice(20_261_122);
    for round in 0..60 {
        let mut filters: Vec<Filter> = Vec::new();
        for _ in 0..=dice.roll(3) {
            let filter = Filter::random(&mut dice, &corpus.paragraphs);
            // The same option twice is one filter with more values.
            if !filters.iter().any(|f| f.field == filter.field && f.negated == filter.negated) {
                filters.push(filter);
            }
        }
        let facet = FIELDS[dice.roll(FIELDS.len())];
        let mut args: Vec<String> =
            ["search", "--json", "--all", "--facets", facet].map(str::to_owned).into();
        args.extend(filters.iter().flat_map(Filter::options));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let answer = corpus.sandbox.run(&args).json();
        let expected = || {
            let shown = corpus.paragraphs.iter().filter(|p| is_shown(p, &filters));
            shown.filter(|p| filters.iter().all(|f| f.passes(p)))
        };
        assert_eq!(answer["total"], json!(expected().count()), "round {round}: {args:?}");
        let ids = |hits: &Value| {
            let mut ids: Vec<String> =
                hits.as_array().unwrap().iter().map(|hit| hit["id"].to_string()).collect();
            ids.sort();
            ids
        };
        let mut by_hand: Vec<String> = expected().map(|p| p["id"].to_string()).collect();
        by_hand.sort();
        assert_eq!(ids(&answer["hits"]), by_hand, "round {round}: {args:?}");
        let others = corpus
            .paragraphs
            .iter()
            .filter(|p| facet == "section" || is_shown(p, &filters))
            .filter(|p| filters.iter().filter(|f| f.field != facet).all(|f| f.passes(p)));
        if facet != "section" {
            assert_eq!(answered(&answer["facets"][facet]), counted(others, facet), "round {round}: {args:?}");
        }
    }
}

#[test]
fn cross_tabs_equal_a_count_by_hand() {
    let corpus = corpus();
    for (rows, columns) in
        [("authority", "score"), ("statement", "kind"), ("region", "theme"), ("section", "rating")]
    {
        let answer =
            corpus.sandbox.run(&["count", "*", "--by", &format!("{rows},{columns}"), "--json"]).json();
        let mut by_hand: BTreeMap<(String, String), u64> = BTreeMap::new();
        for paragraph in corpus.paragraphs.iter().filter(|p| is_shown(p, &[])) {
            let cell = (value(paragraph, rows).to_string(), value(paragraph, columns).to_string());
            *by_hand.entry(cell).or_default() += 1;
        }
        let counts = answer["tables"][0]["counts"].as_array().unwrap();
        let given: BTreeMap<(String, String), u64> = counts
            .iter()
            .filter(|c| c["count"] != 0)
            .map(|c| ((c[rows].to_string(), c[columns].to_string()), c["count"].as_u64().unwrap()))
            .collect();
        assert_eq!(given, by_hand, "{rows} by {columns}");
    }
}

#[test]
fn a_search_with_a_word_counts_as_its_hits_do() {
    let corpus = corpus();
    for word in ["hospital", "carers", "waiting", "discharge"] {
        let answer =
            corpus.sandbox.run(&["search", word, "--all", "--json", "--facets", "score,authority"]).json();
        let hits = answer["hits"].as_array().unwrap();
        assert_eq!(answer["total"], json!(hits.len()), "{word}");
        for field in ["score", "authority"] {
            assert_eq!(answered(&answer["facets"][field]), counted(hits.iter(), field), "{word}: {field}");
        }
        assert_eq!(corpus.sandbox.run(&["count", word, "--json"]).json()["total"], answer["total"]);
    }
}
