//! Answers that can be handed in: scores and their contradictions, drafts checked, councils compared,
//! citations, spreadsheets and pages.

use std::{collections::BTreeMap, fs, io::Write, process::Stdio};

use calamine::{Reader, open_workbook};
use serde_json::Value;

use crate::support::{Sandbox, copy_folder, project, run};

/// The invented reports of `corpus/`, which agree with each other, indexed.
fn sample() -> Sandbox {
    let sandbox = Sandbox::empty();
    copy_folder(&project().join("corpus"), &sandbox.path("corpus"));
    let run = sandbox.run(&["index", "--progress", "none"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    sandbox
}

fn conflicts(sandbox: &Sandbox) -> Vec<Value> {
    let run = sandbox.run(&["scores", "--check", "--json"]);
    let found = run.json()["conflicts"].as_array().unwrap().clone();
    assert_eq!(run.code, i32::from(!found.is_empty()), "{}", run.stderr);
    found
}

#[test]
fn sample_reports_agree_and_one_changed_digit_anywhere_is_found() {
    let sandbox = sample();
    assert_eq!(conflicts(&sandbox), [] as [Value; 0]);
    // (file, what stands there, what is put there)
    let faults = [
        ("corpus/thornhithe/thornhithe-0325-theme3-pathways.txt", "Score: 4\n4 –", "Score: 3\n4 –"),
        ("corpus/thornhithe/thornhithe-0325-theme3-pathways.txt", "Score: 4\n4 –", "Score: 3\n3 –"),
        ("corpus/thornhithe/thornhithe-0325-theme1-needs.txt", "Score: 3", "Score: 7"),
        ("corpus/thornhithe/thornhithe-0325-summary.txt", "84 out of 100", "85 out of 100"),
        (
            "corpus/thornhithe/thornhithe-0325-summary.txt",
            "Safeguarding\n  Score: 3",
            "Safeguarding\n  Score: 2",
        ),
        (
            "corpus/thornhithe/cqc-rates-thornhithes-adult-social-care-provision-good.txt",
            "Safeguarding - 3",
            "Safeguarding - 4",
        ),
        ("corpus/brackmouth-1124-summary.txt", "37%", "57%"),
        ("corpus/ellenshire-0525/summary.md", "Overall score: 62", "Overall score: 52"),
    ];
    for (file, sound, fault) in faults {
        let text = sandbox.read(file);
        assert!(text.contains(sound), "{file} has no `{sound}`");
        sandbox.write(file, text.replacen(sound, fault, 1));
        assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
        assert!(!conflicts(&sandbox).is_empty(), "{file}: {fault}");
        sandbox.write(file, text);
    }
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    assert_eq!(conflicts(&sandbox), [] as [Value; 0]);
}

const DRAFT: &str = "\
# Paper on Thornhithe

Thornhithe was rated good. It scored 3 for safeguarding and 3 for safe pathways, systems and transitions.

The report says: \"Information was shared safely.\" It also says “Social workers were based on the wards five days a week and began planning on the day of admission.”

Brackmouth's report says “Hospital discharge was a particular strength.”

One more: “the council had bought a castle for its staff”.
";

#[test]
fn a_draft_is_held_against_the_reports() {
    let sandbox = sample();
    sandbox.write("draft.md", DRAFT);
    let run = sandbox.expect("answers/check", &["check", "draft.md"]);
    assert_eq!(run.code, 1);
    let json = sandbox.run(&["check", "draft.md", "--json"]).json();
    let told: Vec<(&str, i64)> = json["quotations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|q| (q["verdict"].as_str().unwrap(), q["line"].as_i64().unwrap()))
        .collect();
    assert_eq!(told, [("exact", 5), ("altered", 5), ("another-report", 7), ("not-found", 9)]);
    let claims: Vec<&str> =
        json["claims"].as_array().unwrap().iter().map(|claim| claim["verdict"].as_str().unwrap()).collect();
    assert_eq!(claims, ["right", "right", "wrong"]);
}

const NOT_CHECKED: &str = "\
# Side by side

| Statement | Brackmouth | Thornhithe |
|---|---|---|
| Safeguarding | 1 | 4 |

The other way round:

| Council | Safeguarding |
|---|---|
| Brackmouth | 1 |

Thornhithe scored higher than Brackmouth for safeguarding. It was the only council of all to score well: \
Thornhithe alone. Only Thornhithe scored 4 for safe pathways.

Staff were better trained in Thornhithe. Brackmouth did worse than Thornhithe.

| Council | Homes |
|---|---|
| Brackmouth | 3 |
";

#[test]
fn what_a_draft_compares_and_puts_into_tables_is_named_as_not_checked() {
    let sandbox = sample();
    sandbox.write("draft.md", NOT_CHECKED);
    let run = sandbox.expect("answers/check-passed-over", &["check", "draft.md"]);
    assert_eq!(run.code, 0, "what is not checked is no fault");
    let json = sandbox.run(&["check", "draft.md", "--json"]).json();
    let passed: Vec<(i64, &str)> = json["passed_over"]
        .as_array()
        .unwrap()
        .iter()
        .map(|passed| (passed["line"].as_i64().unwrap(), passed["kind"].as_str().unwrap()))
        .collect();
    let (table, comparison) = ("table", "comparison");
    assert_eq!(passed, [(3, table), (9, table), (13, comparison), (13, comparison), (15, comparison)]);
}

#[test]
fn a_faithful_draft_on_standard_input_ends_with_zero() {
    let sandbox = sample();
    let mut child =
        sandbox.command(&["check", "--json"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let draft = "Thornhithe scored 4 for safe pathways: “Information was shared safely.”\n";
    child.stdin.take().unwrap().write_all(draft.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn councils_stand_side_by_side_and_their_counts_are_those_of_count() {
    let sandbox = sample();
    sandbox.expect("answers/compare", &["compare", "Thornhithe", "Brackmouth"]);
    let compared = sandbox.run(&["compare", "Thornhithe", "Brackmouth", "carers", "--json"]).json();
    for council in compared["authorities"].as_array().unwrap() {
        let name = council["name"].as_str().unwrap();
        let count = sandbox.run(&["count", "carers", "--authority", name, "--json"]).json();
        assert_eq!(council["paragraphs"]["count"], count["total"], "{name}");
    }
    sandbox.expect("answers/compare-nothing", &["compare", "Thornhithe", "Leeds", "carrers", "trampolins"]);
    let few = sandbox.expect("answers/compare-one", &["compare", "Thornhithe", "carers"]);
    assert_eq!(few.code, 2);
    let twice = &["compare", "Thornhithe", "Brackmouth", "--authority", "Ellenshire"];
    assert_eq!(sandbox.expect("answers/compare-and-authority", twice).code, 2);
}

#[test]
fn what_a_filter_leaves_out_of_a_comparison_is_not_said_to_be_missing() {
    let sandbox = sample();
    let args = &["compare", "Thornhithe", "Brackmouth", "--score", "2", "carers"];
    let run = sandbox.expect("answers/compare-filtered", args);
    assert!(run.stdout.contains("3 · filtered out") && !run.stdout.contains("no page"), "{}", run.stdout);
    fs::remove_file(sandbox.path("corpus/thornhithe/thornhithe-0325-theme2-care.txt")).unwrap();
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    let run = sandbox.run(&["compare", "Thornhithe", "Brackmouth", "--kind", "statement-page", "carers"]);
    assert!(run.stdout.contains("3 · no page"), "{}", run.stdout);
}

#[test]
fn councils_to_compare_may_have_names_of_several_words_and_are_two() {
    let sandbox = sample();
    let names = |args: &[&str]| {
        let json = sandbox.run(&[&["compare"], args, &["--json"]].concat()).json();
        let councils = json["authorities"].as_array().unwrap();
        councils.iter().map(|council| council["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let two = ["Thornhithe", "Brackmouth"];
    assert_eq!(names(&["London", "Borough", "of", "Thornhithe", "City", "of", "Brackmouth", "carers"]), two);
    assert_eq!(names(&["Thornhithe,Brackmouth", "carers"]), two);
    assert_eq!(names(&["London Borough of Thornhithe", "Brackmouth"]), two);
    let twice = &["compare", "Thornhithe", "Thornhithe", "carers"];
    assert_eq!(sandbox.expect("answers/compare-twice", twice).code, 2);
    assert_eq!(sandbox.expect("answers/compare-nobody", &["compare"]).code, 2);
    assert_eq!(sandbox.expect("answers/tags-nothing", &["tags"]).code, 2);
}

/// An overview of Thornhithe of an earlier year, in which safeguarding has a 1.
fn with_an_older_assessment() -> Sandbox {
    let sandbox = sample();
    let summary = sandbox.read("corpus/thornhithe/thornhithe-0325-summary.txt");
    let older = summary.replace("March 2025", "March 2022").replacen(
        "Safeguarding\n  Score: 3",
        "Safeguarding\n  Score: 1",
        1,
    );
    assert!(older.contains("Safeguarding\n  Score: 1"), "{older}");
    sandbox.write("corpus/thornhithe/thornhithe-0322-summary.txt", older);
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    sandbox
}

#[test]
fn an_older_assessment_that_is_left_out_is_told_where_it_would_have_been_an_answer() {
    let sandbox = with_an_older_assessment();
    let args = &["scores", "--authority", "Thornhithe", "--score", "1"];
    assert_eq!(sandbox.expect("answers/scores-older", args).code, 1);
    assert_eq!(sandbox.run(&[&args[..], &["--assessments", "all"]].concat()).code, 0);
    let note = "1 older assessment is left out (findings scores --assessments all shows it)";
    let notes = |args: &[&str]| sandbox.run(&[args, &["--json"]].concat()).json()["notes"].clone();
    assert_eq!(notes(&["compare", "Thornhithe", "Brackmouth"]), serde_json::json!([note]));
    // Of another council, and with another score: neither is missed.
    assert_eq!(notes(&["compare", "Ellenshire", "Brackmouth"]), serde_json::json!([]));
    assert_eq!(notes(&["scores", "--authority", "Brackmouth"]), serde_json::json!([]));
}

#[test]
fn an_undated_page_is_of_the_only_assessment_and_of_none_where_there_are_two() {
    let page = "corpus/thornhithe/undated.txt";
    let undated = "London Borough of Thornhithe: local authority assessment\nSafeguarding\nScore: 2\n2 - Evidence shows \
        some shortfalls\nKey findings for this quality statement\nThe council had a plan for the year and kept to it.\n";
    let rows = |sandbox: &Sandbox| {
        sandbox.write(page, undated);
        assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
        let args = ["scores", "--authority", "Thornhithe", "--assessments", "all", "--json"];
        let rows = sandbox.run(&args).json()["rows"].as_array().unwrap().clone();
        let of = |row: &Value| {
            let cells = row["cells"].as_array().unwrap();
            let cell = cells.iter().find(|cell| cell["statement"] == "safeguarding").unwrap();
            (
                row["assessment"].as_str().unwrap_or("undated").to_owned(),
                cell["mark"].as_str().unwrap().to_owned(),
            )
        };
        rows.iter().map(of).collect::<Vec<_>>()
    };
    let owned = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter().map(|(month, mark)| ((*month).to_owned(), (*mark).to_owned())).collect()
    };
    assert_eq!(rows(&sample()), owned(&[("thornhithe/2025-03", "conflicting")]));
    let sandbox = with_an_older_assessment();
    let apart = [("undated", "scored"), ("thornhithe/2022-03", "scored"), ("thornhithe/2025-03", "scored")];
    assert_eq!(rows(&sandbox), owned(&apart));
    let notes = sandbox.run(&["scores", "--json"]).json()["notes"].to_string();
    assert!(notes.contains("1 undated assessment is left out"), "{notes}");
}

#[test]
fn an_override_is_said_in_the_override_file() {
    let sandbox = sample();
    let page = "brackmouth-1124-theme2-care.txt";
    let overrides = format!(
        "# Settled by hand.\n\n[[override]]\npath = \"{page}\"\nscore = 3\n\n[[override]]\npath = \"thornhithe/*press*\"\n\
         rating = \"good\"\n\n[[override]]\npath = \"brackmouth-1124-summary.txt\"\nrating = \"outstanding\"\n"
    );
    sandbox.write("corpus/overrides.toml", overrides);
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    let args = &["scores", "--authority", "Brackmouth", "--json"];
    let row = sandbox.run(args).json()["rows"][0].clone();
    let cell =
        row["cells"].as_array().unwrap().iter().find(|cell| cell["statement"] == "care").unwrap().clone();
    let source = serde_json::json!({"path": "overrides.toml", "line": 3, "page": null});
    let said = serde_json::json!({"score": 3, "status": "formal", "kind": "override", "source": source});
    assert_eq!(cell["stated"][0], said);
    let source = serde_json::json!({"path": "overrides.toml", "line": 11, "page": null});
    let said =
        serde_json::json!({"rating": "outstanding", "percent": null, "kind": "override", "source": source});
    assert_eq!(row["ratings"][0], said);
    sandbox.expect("answers/scores-override", &["scores", "--check", "--authority", "Brackmouth"]);
    // The line is none of the page's own.
    let tags = sandbox.run(&["tags", "corpus", "--json"]).json();
    let file = tags["files"].as_array().unwrap().iter().find(|file| file["path"] == page).unwrap();
    assert_eq!((&file["scores"][0]["score"], &file["scores"][0]["line"]), (&3.into(), &Value::Null));
}

#[test]
fn citations_say_where_and_what_is_missing() {
    let sandbox = sample();
    let id = "thornhithe/thornhithe-0325-theme3-pathways.txt#5";
    for style in ["plain", "markdown", "ris"] {
        sandbox.expect(&format!("answers/cite-{style}"), &["cite", id, "--style", style]);
    }
    let hits = sandbox.run(&["search", "hospital discharge", "-n", "2", "--cite=ris"]);
    assert_eq!(hits.stdout.matches("TY  - RPRT\r\n").count(), 2, "{}", hits.stdout);
    for line in hits.stdout.split("\r\n").filter(|line| !line.is_empty()) {
        let (tag, rest) = line.split_at(2);
        assert!(tag.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()), "{line}");
        assert!(rest.starts_with("  - "), "{line}");
    }
    assert_eq!(sandbox.expect("answers/cite-unknown", &["cite", "no/such.txt#1"]).code, 2);
}

#[test]
fn a_copy_and_a_near_copy_name_their_twins() {
    let sandbox = sample();
    let page = sandbox.read("corpus/brackmouth-1124-theme4-governance.txt");
    sandbox.write("corpus/copy.txt", &page);
    sandbox.write("corpus/near.txt", page.replace("were on three", "were on four"));
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    sandbox.expect("answers/show-copy", &["show", "copy.txt#5"]);
    sandbox.expect("answers/cite-copy", &["cite", "copy.txt#5"]);
    let count = ["count", "*", "--unit", "reports"];
    sandbox.expect("answers/count-near-copy", &count);
    sandbox.expect("answers/show-near-copy", &["show", "near.txt#5", "--context", "0"]);
    sandbox.expect("answers/cite-near-copy", &["cite", "near.txt#5"]);
    let near = sandbox.run(&["cite", "near.txt#5", "--json"]);
    assert_eq!((near.json()["citations"][0]["notes"].as_array().unwrap().len(), &*near.stderr), (1, ""));
    let first = "brackmouth-1124-theme4-governance.txt#5";
    assert_eq!(sandbox.run(&["show", first, "--json"]).json()["notes"].as_array().unwrap().len(), 2);
    let other = sandbox.run(&["show", "brackmouth-1124-theme1-needs.txt#2", "--json"]);
    assert_eq!(other.json()["notes"], serde_json::json!([]));
}

#[test]
fn citations_for_a_reference_manager_go_to_a_file_of_its_kind() {
    let sandbox = sample();
    let id = "thornhithe/thornhithe-0325-theme3-pathways.txt#5";
    for args in [&["cite", id, "-o", "a.ris"][..], &["cite", id, "--style", "ris", "-o", "a.ris"]] {
        let run = sandbox.run(args);
        assert_eq!((run.code, &*run.stdout), (0, ""), "{}", run.stderr);
        assert!(sandbox.read("a.ris").starts_with("TY  - RPRT\r\n"));
    }
    assert_eq!(sandbox.run(&["count", "carers", "-o", "a.ris"]).code, 2);
}

#[test]
fn a_spreadsheet_is_read_back_by_another_library() {
    let sandbox = sample();
    for (name, args) in [
        ("hits.xlsx", &["search", "hospital discharge", "--all"][..]),
        ("scores.xlsx", &["scores"][..]),
        ("count.xlsx", &["count", "carers", "--by", "authority,score"][..]),
        ("facets.xlsx", &["facets"][..]),
        ("status.xlsx", &["status"][..]),
        ("compare.xlsx", &["compare", "Thornhithe", "Brackmouth", "carers"][..]),
        ("tags.xlsx", &["tags", "corpus"][..]),
    ] {
        let all: Vec<&str> = args.iter().copied().chain(["-o", name]).collect();
        let first = sandbox.run(&all);
        assert_eq!((first.code, &*first.stdout), (0, ""), "{name}: {}", first.stderr);
        let bytes = fs::read(sandbox.path(name)).unwrap();
        assert_eq!(sandbox.run(&all).code, 0);
        assert!(fs::read(sandbox.path(name)).unwrap() == bytes, "{name}: two runs differ");
        let mut book: calamine::Xlsx<_> = open_workbook(sandbox.path(name)).unwrap();
        assert_eq!(book.sheet_names().last().map(String::as_str), Some("About"), "{name}");
        let first = book.worksheet_range_at(0).unwrap().unwrap();
        assert!(first.height() > 1, "{name} has no rows");
    }
    let mut book: calamine::Xlsx<_> = open_workbook(sandbox.path("hits.xlsx")).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let head: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let text = head.iter().position(|name| name == "text").unwrap();
    let json = sandbox.run(&["search", "hospital discharge", "--all", "--json"]).json();
    let hits = json["hits"].as_array().unwrap();
    assert_eq!(sheet.height(), hits.len() + 1);
    for (row, hit) in sheet.rows().skip(1).zip(hits) {
        assert_eq!(row[text].to_string(), hit["text"].as_str().unwrap());
    }
    let about = book.worksheet_range("About").unwrap();
    let facts: BTreeMap<String, String> =
        about.rows().map(|row| (row[0].to_string(), row[1].to_string())).collect();
    for key in ["Query", "Understood as", "Index digest", "Assessments", "Licence"] {
        assert!(facts.get(key).is_some_and(|value| !value.is_empty()), "{key}: {facts:?}");
    }
}

#[test]
fn a_cell_of_a_spreadsheet_is_never_a_formula() {
    let sandbox = Sandbox::empty();
    sandbox
        .write("corpus/a.txt", "=1+1 is what the leaflet of the council said about money and its costs.\n");
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    assert_eq!(sandbox.run(&["search", "leaflet", "-o", "a.xlsx"]).code, 0);
    assert_eq!(sandbox.run(&["search", "leaflet", "-o", "a.csv"]).code, 0);
    let mut book: calamine::Xlsx<_> = open_workbook(sandbox.path("a.xlsx")).unwrap();
    let formulas = book.worksheet_formula("Paragraphs").unwrap();
    assert!(formulas.is_empty(), "{formulas:?}");
    let csv = sandbox.read("a.csv");
    assert!(csv.starts_with('\u{feff}') && csv.contains("'=1+1 is what"), "{csv}");
}

#[test]
fn a_page_stands_alone() {
    let sandbox = sample();
    for args in [
        &["search", "hospital discharge", "--facets", "authority"][..],
        &["scores"][..],
        &["scores", "--check"][..],
        &["compare", "Thornhithe", "Brackmouth", "carers"][..],
        &["count", "carers", "--by", "authority"][..],
    ] {
        let all: Vec<&str> = args.iter().copied().chain(["--format", "html"]).collect();
        let page = sandbox.run(&all).stdout;
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"), "{args:?}");
        for forbidden in ["<script", "src=", "href=", "url(", "@import", " on"] {
            let tags: String =
                page.split('<').filter_map(|part| part.split_once('>')).map(|part| part.0).collect();
            assert!(!tags.contains(forbidden), "{args:?}: {forbidden}");
        }
        assert!(page.contains("Open Government Licence"), "{args:?}");
    }
    let page = sandbox.run(&["search", "hospital discharge", "--format", "html"]).stdout;
    assert!(page.contains("<mark>"), "{page}");
}

#[test]
fn topics_completions_and_manual_are_there() {
    let sandbox = Sandbox::empty();
    for topic in ["tagging", "query", "fields", "formats", "json", "exit-codes"] {
        let run = sandbox.expect(&format!("help/{topic}"), &["help", topic]);
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{topic}");
    }
    assert_eq!(sandbox.run(&["help", "scores"]).code, 0);
    assert_eq!(sandbox.run(&["help"]).code, 0);
    assert_eq!(sandbox.expect("help/unknown", &["help", "quary"]).code, 2);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(sandbox.run(&["completions", shell]).stdout.contains("findings"), "{shell}");
    }
    assert!(sandbox.run(&["man"]).stdout.contains(".TH findings"));
}

#[test]
fn the_same_index_gives_the_same_digest_whatever_its_history() {
    let sandbox = sample();
    let digest = |sandbox: &Sandbox| sandbox.run(&["scores", "--json"]).json()["index"]["digest"].clone();
    let before = digest(&sandbox);
    sandbox.write("corpus/extra.txt", "A letter about nothing that matters to anybody at all.\n");
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    assert_ne!(digest(&sandbox), before);
    fs::remove_file(sandbox.path("corpus/extra.txt")).unwrap();
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    assert_eq!(digest(&sandbox), before);
    let rebuilt = run(&mut sandbox.command(&["index", "--rebuild", "--progress", "none", "--threads", "1"]));
    assert_eq!(rebuilt.code, 0);
    assert_eq!(digest(&sandbox), before);
}
