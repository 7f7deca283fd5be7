use std::{fs::File, io::Read, process::Stdio};

use crate::support::{Sandbox, run};

#[test]
fn arguments_that_cannot_be_used_are_told_in_a_few_lines() {
    let sandbox = Sandbox::indexed();
    for (name, args) in [
        ("no-command", &[][..]),
        ("unknown-command", &["serch", "x"]),
        ("unknown-option", &["search", "x", "--authorty", "y"]),
        ("option-by-another-name", &["search", "x", "--council", "y"]),
        ("word-with-dash", &["search", "hospital", "-delays"]),
        ("flag-like-word", &["search", "hospital", "-one"]),
        ("limit-zero", &["search", "x", "--limit", "0"]),
        ("all-and-limit", &["search", "x", "--all", "--limit", "5"]),
        ("facets-in-jsonl", &["search", "x", "--facets", "score", "--format", "jsonl"]),
        ("citations-with-reasons", &["search", "x", "--cite", "--explain"]),
        ("count-as-a-table", &["search", "x", "--count", "-o", "x.xlsx"]),
        ("style-and-format", &["search", "discharge", "--cite=ris", "--format", "csv"]),
        ("empty-filter", &["search", "x", "--authority", ""]),
        ("scores-of-a-section", &["scores", "--section", "press"]),
        ("compare-misspelt", &["compare", "Westerley", "Fenmrsh", "discharge"]),
        ("facets-in-a-number", &["search", "x", "--facets", "score", "--count"]),
        ("score-without-value", &["search", "x", "--score", "--limit", "5"]),
        ("limit-negative", &["search", "x", "--limit", "-1"]),
        ("offset-huge", &["search", "x", "--offset", "99999999999999999999999"]),
        ("context-negative", &["show", "a.txt#1", "--context", "-1"]),
        ("threads-none", &["index", "--threads", "0"]),
        ("limit-word", &["search", "x", "--limit", "ten"]),
        ("bad-format", &["search", "x", "--format", "xml"]),
        ("two-formats", &["search", "x", "--json", "--format", "csv"]),
        ("missing-argument", &["show"]),
        ("argument-too-many", &["index", "corpus", "of", "reports"]),
        ("bad-style", &["search", "x", "--cite=bibtex"]),
        ("empty-file", &["check", ""]),
        ("empty-format", &["search", "x", "--format", ""]),
        ("bad-sort", &["search", "x", "--sort", "date"]),
    ] {
        let run = sandbox.expect(&format!("usage/{name}"), args);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{name}");
        assert!((1..=10).contains(&run.stderr.lines().count()), "{name}: {}", run.stderr);
    }
}

#[test]
fn after_two_dashes_nothing_is_an_option() {
    let run = Sandbox::indexed().run(&["search", "--json", "--", "discharge", "-weekends"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn values_of_options_are_known_in_capitals_too() {
    let sandbox = Sandbox::indexed();
    let small = ["search", "discharge", "--sort", "score", "--group-by", "score", "--format", "csv"];
    let large = ["search", "discharge", "--sort", "Score", "--group-by", "SCORE", "--format", "CSV"];
    assert_eq!(sandbox.run(&large).stdout, sandbox.run(&small).stdout);
    assert!(sandbox.run(&["search", "x", "--sort", "date", "--format", "JSON"]).stderr.starts_with('{'));
}

#[test]
fn a_pasted_item_of_a_list_is_searched_without_its_dash() {
    let sandbox = Sandbox::indexed();
    let item = sandbox.run(&["search", "--json", "- hospital discharge", "--phrase", "-\tdischarge"]);
    let plain = sandbox.run(&["search", "--json", "hospital discharge", "--phrase", "discharge"]);
    assert_eq!((item.code, item.stdout), (0, plain.stdout), "{}", item.stderr);
    sandbox.write("- notes.txt", "A line of notes.");
    assert_eq!(sandbox.run(&["tags", "--", "- notes.txt"]).code, 0, "a file may be called so");
}

#[test]
fn help_and_version_are_answers() {
    let sandbox = Sandbox::empty();
    for args in [&["--help"][..], &["--version"], &["search", "--help"], &["help", "count"]] {
        let run = sandbox.run(args);
        assert_eq!((run.code, &*run.stderr), (0, ""));
        assert!(!run.stdout.is_empty());
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{}", run.stdout);
    }
}

#[test]
fn without_an_index_each_command_says_what_to_do() {
    let sandbox = Sandbox::empty();
    for (name, args) in [
        ("search", &["search", "x"][..]),
        ("count", &["count", "x"]),
        ("status", &["status"]),
        ("named", &["search", "x", "--index", "elsewhere"]),
        ("verify", &["verify"]),
    ] {
        let run = sandbox.expect(&format!("no-index/{name}"), args);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{name}");
    }
}

#[test]
fn a_folder_that_is_something_else_is_left_alone() {
    let sandbox = Sandbox::with_corpus();
    sandbox.write("index/letter.txt", "mine");
    assert_eq!(sandbox.expect("no-index/foreign-search", &["search", "x"]).code, 2);
    assert_eq!(sandbox.expect("no-index/foreign-index", &["index"]).code, 2);
    assert_eq!(sandbox.read("index/letter.txt"), "mine");
    sandbox.write("file", "x");
    assert_eq!(sandbox.expect("no-index/a-file", &["search", "x", "--index", "file"]).code, 2);
}

#[test]
fn a_corpus_that_is_missing_or_empty_is_named() {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.expect("corpus/missing", &["index", "reports"]).code, 2);
    std::fs::create_dir(sandbox.path("bare")).expect("a folder can be made");
    assert_eq!(sandbox.expect("corpus/empty", &["index", "bare"]).code, 2);
    assert_eq!(sandbox.expect("corpus/tags-missing", &["tags", "nowhere.txt"]).code, 2);
    assert!(!sandbox.path("index").exists());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let sandbox = Sandbox::indexed();
    let mut command = sandbox.command(&["tags", "corpus", "--format", "jsonl"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
    assert_eq!((child.wait().expect("it ends").code(), &*said), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error_with_a_message() {
    let sandbox = Sandbox::indexed();
    for args in
        [&["search", "discharge"][..], &["tags", "corpus"], &["count", "x", "y"], &["facets"], &["--help"]]
    {
        let full = File::options().write(true).open("/dev/full").expect("this system has one");
        let run = run(sandbox.command(args).stdout(full));
        if args[0] == "count" {
            continue;
        }
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("no space is left"), "{}", run.stderr);
    }
}
