use crate::support::Sandbox;

#[test]
fn the_first_search_builds_the_index_and_says_so() {
    let sandbox = Sandbox::with_corpus();
    sandbox.write("index/.gitkeep", "");
    let first = sandbox.expect("index/first-use", &["search", "respite", "--no-synonyms"]);
    assert_eq!(first.code, 0);
    let second = sandbox.run(&["search", "respite", "--no-synonyms"]);
    assert_eq!((second.stdout, &*second.stderr), (first.stdout, ""));
    assert!(sandbox.path("index/.gitkeep").exists());
}

#[test]
fn a_run_names_what_it_read_and_what_it_skipped() {
    let sandbox = Sandbox::with_corpus();
    let run = sandbox.run(&["index"]);
    assert_eq!(run.code, 0);
    for line in [
        "skipped: letter.doc: unsupported-format: ",
        "skipped: nothing.txt: empty: ",
        "doubtful: minutes.txt",
    ] {
        assert!(run.stderr.contains(line), "{line}: {}", run.stderr);
    }
    let skipped = run.stderr.rfind("skipped: ").expect("a file is skipped");
    assert!(skipped < run.stderr.find("doubtful: ").expect("a file is doubtful"));
    assert!(run.stdout.contains("9 files: 9 new, 0 changed, 0 removed, 0 unchanged"), "{}", run.stdout);
    let run = sandbox.run(&["index"]);
    assert!(run.stdout.contains("Nothing has changed in corpus; index is up to date"), "{}", run.stdout);
}

#[test]
fn an_update_follows_the_corpus() {
    let sandbox = Sandbox::indexed();
    let total = |word: &str| sandbox.run(&["search", word, "-c"]).stdout;
    assert_eq!(total("allotment"), "1\n");
    sandbox.write("corpus/minutes.txt", "The allotment was sold. The allotment society met for the last time.\n\nA pond was dug for the newts.\n");
    sandbox.write("corpus/new.txt", "A paragraph about trampolines, which nobody wrote about before.\n");
    std::fs::remove_file(sandbox.path("corpus/oakmere/pathways.txt")).expect("it was there");
    // The look takes a few milliseconds at most; on a busy machine it may need more than one.
    let noted = || {
        sandbox.run(&["search", "allotment"]).stderr.contains("the corpus has changed since it was indexed")
    };
    assert!((0..50).any(|_| noted()));
    let dry = sandbox.run(&["index", "--dry-run"]);
    assert!(dry.stdout.contains("1 new, 1 changed, 1 removed"), "{}", dry.stdout);
    let named = "  new: new.txt\n  changed: minutes.txt\n  removed: oakmere/pathways.txt\n";
    assert!(dry.stdout.ends_with(named), "{}", dry.stdout);
    let dry = sandbox.run(&["index", "--dry-run", "--json"]).json();
    assert_eq!(dry["changes"][1], serde_json::json!({"change": "changed", "path": "minutes.txt"}));
    assert_eq!(total("newts"), "0\n");
    assert_eq!(sandbox.run(&["index"]).code, 0);
    assert_eq!((&*total("newts"), &*total("trampolines"), &*total("Oakmere")), ("1\n", "1\n", "0\n"));
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}

#[test]
fn plain_progress_is_lines_and_no_progress_is_silence() {
    let sandbox = Sandbox::with_corpus();
    let run = sandbox.run(&["index", "--progress", "plain"]);
    assert!(run.stderr.contains("read 8 of 8 files\n"), "{}", run.stderr);
    let run = sandbox.run(&["index", "--rebuild"]);
    assert!(!run.stderr.contains("of 8 files"), "{}", run.stderr);
}

#[test]
fn a_run_is_told_in_the_format_that_was_asked_for() {
    let sandbox = Sandbox::with_corpus();
    let run = sandbox.run(&["index", "--format", "html"]);
    assert!(run.stdout.contains("Indexed corpus into index"), "{}", run.stdout);
    sandbox.write("corpus/new.txt", "A paragraph about trampolines.\n");
    let run = sandbox.run(&["index", "--dry-run", "--format", "markdown"]);
    assert!(run.stdout.starts_with("# An index run\n\nNothing was written."), "{}", run.stdout);
    assert!(run.stdout.contains("| new | new.txt |"), "{}", run.stdout);
}

#[test]
fn status_tells_what_is_indexed() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.run(&["status"]);
    assert_eq!(run.code, 0);
    for words in ["corpus", "2 skipped", "last run", "versions"] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    sandbox.expect("status/problems", &["status", "--problems"]);
    sandbox.expect("status/problems-csv", &["status", "--format", "csv"]);
    let json = sandbox.run(&["status", "--json", "--problems"]).json();
    assert_eq!(json["schema"], "findings.status/1");
    assert_eq!(json["skipped"], 2);
}

#[test]
fn a_corpus_that_is_gone_is_said_by_status_and_searched_all_the_same() {
    let sandbox = Sandbox::indexed();
    std::fs::rename(sandbox.path("corpus"), sandbox.path("reports")).expect("it is there");
    assert_eq!(sandbox.run(&["search", "respite"]).code, 0);
    // Where its lines break depends on how long this folder's name is.
    let told = sandbox.run(&["status"]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("which is not there any more; searching works without it"), "{told}");
    assert_eq!(sandbox.run(&["status", "--json"]).json()["corpus_gone"], true);
}

#[test]
fn an_override_that_no_file_matches_is_named() {
    let sandbox = Sandbox::with_corpus();
    let line = |path: &str| format!("[[override]]\npath = \"{path}\"\nrating = \"good\"\n\n");
    let paths = ["minutes.txt", "minuts.txt", "oakmere/*.txt", "oakmere/*.pdf", "nothing.txt"];
    sandbox.write("corpus/overrides.toml", paths.map(line).concat());
    let run = sandbox.run(&["index", "--dry-run"]);
    let notes: Vec<&str> = run.stderr.lines().filter(|line| line.contains("overrides.toml")).collect();
    assert_eq!(
        notes,
        [
            "note: overrides.toml, line 5: no file matches `minuts.txt`, so the line tags nothing",
            "note: overrides.toml, line 13: no file matches `oakmere/*.pdf`, so the line tags nothing"
        ]
    );
}

#[test]
fn a_name_belongs_to_one_council() {
    let sandbox = Sandbox::with_corpus();
    sandbox
        .write("corpus/authorities.toml", "[[authority]]\nname = \"Newham Cross\"\naliases = [\"York\"]\n");
    assert_eq!(sandbox.expect("corpus/name-of-another", &["index"]).code, 2);
    let own = "[[authority]]\nname = \"York\"\naliases = [\"City of York\", \"Yorkminster\"]\n";
    sandbox.write("corpus/authorities.toml", own);
    assert_eq!(sandbox.run(&["index"]).code, 0);
}

#[test]
fn an_index_inside_the_corpus_is_refused() {
    let sandbox = Sandbox::with_corpus();
    assert_eq!(sandbox.expect("corpus/index-inside", &["index", "--index", "corpus/index"]).code, 2);
}

#[test]
fn the_variable_names_the_index_and_the_flag_wins() {
    let sandbox = Sandbox::with_corpus();
    sandbox.run(&["index", "--index", "mine"]);
    let by_variable =
        crate::support::run(sandbox.command(&["search", "respite", "-c"]).env("FINDINGS_INDEX", "mine"));
    assert_eq!(by_variable.stdout, "1\n");
    let flag = ["search", "respite", "-c", "--index", "mine"];
    let by_flag = crate::support::run(sandbox.command(&flag).env("FINDINGS_INDEX", "elsewhere"));
    assert_eq!(by_flag.stdout, "1\n");
    assert!(!sandbox.path("index").exists());
}

#[test]
fn words_of_ones_own_count_from_the_next_run_on() {
    let sandbox = Sandbox::indexed();
    let found = |words: &str| sandbox.run(&["search", words, "-c"]).stdout;
    assert_eq!(found("breathers"), "0\n");
    sandbox.write("corpus/synonyms.toml", "[[synonym]]\nsame = [\"respite\", \"breathers\"]\n");
    let run = sandbox.run(&["index"]);
    assert!(run.stdout.contains("synonyms.toml of the corpus changed"), "{}", run.stdout);
    assert_eq!(found("breathers"), found("respite"));
    sandbox.write("corpus/synonyms.toml", "[[synonym]]\nwords = [\"respite\"]\n");
    let refused = sandbox.run(&["index"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("synonyms.toml"), "{}", refused.stderr);
    let many = format!("[[synonym]]\nsame = [{}]\n", "\"respite\", ".repeat(201));
    let heavy = "[[synonym]]\nsame = [\"respite\", \"breathers\"]\nweight = nan\n".to_owned();
    for (text, message) in [
        (many, "error: synonyms.toml: a [[synonym]] has more than 200 terms; part it\n"),
        (heavy, "error: synonyms.toml: the weight NaN is not above 0 and at most 1\n"),
    ] {
        sandbox.write("corpus/synonyms.toml", text);
        let refused = sandbox.run(&["index"]);
        assert_eq!((refused.code, refused.stderr.as_str()), (2, message));
    }
}

#[test]
fn a_copy_is_listed_as_one_and_a_file_of_many_problems_hides_no_other() {
    let sandbox = Sandbox::empty();
    let page =
        "Safeguarding\nScore: 9\nKey findings for this quality statement\nStaff agreed that this was so.\n";
    sandbox.write("corpus/many.txt", page.repeat(40));
    sandbox.write("corpus/one.txt", "Carers waited.\n");
    sandbox.write("corpus/same.txt", "Carers waited.\n");
    let run = sandbox.run(&["index"]);
    let lines = |name: &str| run.stderr.lines().filter(|line| line.contains(&format!(": {name}"))).count();
    assert_eq!((lines("many.txt"), lines("one.txt"), lines("same.txt")), (20, 3, 1), "{}", run.stderr);
    assert!(run.stderr.contains(" more; findings status --problems lists all"), "{}", run.stderr);
}

/// Another folder of reports would replace all that it held.
#[test]
fn a_named_index_that_is_too_damaged_to_say_its_corpus_asks_for_it() {
    let sandbox = Sandbox::empty();
    sandbox.write("reports/a.txt", "Carers waited.\n");
    sandbox.write("corpus/b.txt", "Nobody waited.\n");
    sandbox.run(&["index", "reports", "--index", "kept"]);
    sandbox.write("kept/CURRENT", "garbage");
    let refused = sandbox.run(&["index", "--rebuild", "--index", "kept"]);
    let message = "error: the index in `kept` is damaged and cannot say which reports it was made of\n  name their folder: findings index FOLDER --rebuild --index kept\n";
    assert_eq!((refused.code, refused.stderr.as_str()), (2, message));
    assert_eq!(sandbox.run(&["index", "reports", "--rebuild", "--index", "kept"]).code, 0);
}

#[test]
fn an_index_run_without_a_folder_is_over_the_corpus_that_the_index_was_made_of() {
    let sandbox = Sandbox::empty();
    sandbox.write("reports/a.txt", "Carers waited.\n");
    sandbox.write("corpus/b.txt", "Nobody waited.\n");
    sandbox.run(&["index", "reports"]);
    sandbox.write("reports/c.txt", "Carers waited again.\n");
    let run = sandbox.run(&["index"]);
    assert!(run.stdout.contains("1 new, 0 changed, 0 removed, 1 unchanged"), "{}", run.stdout);
    let other = sandbox.run(&["index", "corpus"]);
    assert!(other.stdout.contains("the corpus was at"), "{}", other.stdout);
    assert!(other.stdout.contains("1 new, 0 changed, 2 removed"), "{}", other.stdout);
}

#[test]
fn an_index_run_without_a_folder_takes_no_other_corpus_where_its_own_is_gone() {
    let sandbox = Sandbox::empty();
    sandbox.write("reports/a.txt", "Carers waited.\n");
    sandbox.write("corpus/b.txt", "Nobody waited.\n");
    sandbox.run(&["index", "reports"]);
    std::fs::rename(sandbox.path("reports"), sandbox.path("elsewhere")).expect("it is there");
    let refused = sandbox.run(&["index"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{}", refused.stderr);
    assert!(refused.stderr.contains("reports"), "{}", refused.stderr);
    assert_eq!(sandbox.run(&["search", "carers", "--json"]).json()["total"], 1);
}

#[test]
fn a_corpus_that_was_moved_is_found_again_by_the_next_run() {
    let sandbox = Sandbox::indexed();
    std::fs::rename(sandbox.path("corpus"), sandbox.path("reports")).unwrap();
    let verified = sandbox.run(&["verify"]);
    assert_eq!(verified.code, 1, "{}", verified.stderr);
    assert!(verified.stdout.contains("there is no file or folder"), "{}", verified.stdout);
    let run = sandbox.run(&["index", "reports"]);
    assert!(run.stdout.contains("the corpus was at"), "{}", run.stdout);
    assert_eq!(sandbox.run(&["verify"]).code, 0);
    assert!(sandbox.run(&["index", "reports"]).stdout.starts_with("Nothing has changed"));
}
