use crate::making::pdf::{self, LAYOUT, Look};
use crate::support::Sandbox;

#[test]
fn each_format_of_a_search() {
    let sandbox = Sandbox::indexed();
    for format in ["text", "json", "jsonl", "markdown"] {
        let args = ["search", "hospital", "discharge", "--limit", "2", "--no-synonyms", "--format", format];
        assert_eq!(sandbox.expect(&format!("format/search-{format}"), &args).code, 0);
    }
}

#[test]
fn each_format_of_tags() {
    let sandbox = Sandbox::with_corpus();
    for format in ["text", "json", "jsonl", "csv", "markdown"] {
        let args = ["tags", "corpus", "--format", format];
        assert_eq!(sandbox.expect(&format!("format/tags-{format}"), &args).code, 0);
    }
}

#[test]
fn nothing_found_is_in_the_json_and_standard_error_is_empty() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.expect("format/nothing-json", &["search", "trampoline", "--json"]);
    assert_eq!((run.code, &*run.stderr), (1, ""));
    let run = sandbox.run(&["search", "trampoline", "--format", "jsonl"]);
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (1, "", ""));
}

#[test]
fn the_ending_of_a_file_gives_its_format() {
    let sandbox = Sandbox::indexed();
    for (file, begins) in [
        ("hits.csv", "\u{feff}rank,matched,relevance,id,"),
        ("hits.md", "# hospital discharge"),
        ("hits.json", "{\"schema\":\"findings.search/1\""),
        ("hits.jsonl", "{\"rank\":1,"),
        ("hits.txt", "Searched: "),
    ] {
        let run = sandbox.run(&["search", "hospital", "discharge", "-o", file]);
        assert_eq!((run.code, &*run.stdout), (0, ""), "{}", run.stderr);
        assert!(sandbox.read(file).starts_with(begins), "{}", sandbox.read(file));
    }
}

#[test]
fn nothing_found_is_said_once_and_a_file_holds_nothing_else() {
    let sandbox = Sandbox::indexed();
    for (file, holds) in [("none.csv", "\u{feff}rank,"), ("none.ris", "")] {
        let run = sandbox.run(&["search", "trampoline", "-o", file]);
        assert_eq!((run.code, run.stderr.matches("trampoline").count()), (1, 2), "{}", run.stderr);
        assert_eq!(run.stderr.matches("To repeat").count(), 1, "{}", run.stderr);
        let written = sandbox.read(file);
        assert!(written.starts_with(holds) && written.lines().count() <= 1, "{written}");
    }
}

#[test]
fn a_file_that_holds_a_part_of_the_hits_is_said_to() {
    let sandbox = Sandbox::indexed();
    let part = "Written: 1 to 2 of 5 paragraphs; all of them: --all\n";
    let search = ["search", "hospital", "discharge", "--no-synonyms", "-n", "2"];
    let with = |more: &[&'static str]| sandbox.run(&[&search[..], more].concat());
    sandbox.expect("format/part-written", &[&search[..], &["-o", "part.xlsx"]].concat());
    for file in ["part.md", "part.html", "part.txt", "part.ris"] {
        assert!(with(&["-o", file]).stderr.ends_with(part), "{file}");
    }
    assert!(with(&["--cite"]).stderr.ends_with(part));
    assert!(
        with(&["-o", "part.csv"])
            .stderr
            .contains("Shown: 1 to 2 of 5. Next: --offset 2; all of them: --all\n")
    );
    for silent in [&["-o", "part.json"][..], &["-o", "part.xlsx", "--quiet"]] {
        assert_eq!(with(silent).stderr, "", "{silent:?}");
    }
    assert_eq!(sandbox.run(&["search", "hospital", "discharge", "--all", "-o", "all.xlsx"]).stderr, "");
    assert!(sandbox.read("part.ris").starts_with("TY  - RPRT\r\n"));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let sandbox = Sandbox::indexed();
    sandbox.write("kept.csv", "old");
    assert_eq!(sandbox.run(&["search", "statement:nonsense", "-o", "kept.csv"]).code, 2);
    assert_eq!(sandbox.read("kept.csv"), "old");
    let run = sandbox.expect("format/no-such-folder", &["search", "carers", "-o", "nowhere/out.csv"]);
    assert_eq!(run.code, 2);
    sandbox.write("folder.csv/inside", "x");
    assert_eq!(sandbox.expect("format/a-folder", &["search", "carers", "-o", "folder.csv"]).code, 2);
    assert_eq!(sandbox.expect("format/no-ending", &["search", "carers", "-o", "out"]).code, 2);
    let left: Vec<_> = std::fs::read_dir(sandbox.path(".")).expect("the sandbox is there").collect();
    assert!(left.iter().flatten().all(|entry| !entry.file_name().to_string_lossy().ends_with(".tmp")));
}

#[test]
fn a_table_cell_is_never_a_formula() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "corpus/sum.txt",
        "=HYPERLINK(\"x\") is how this paragraph about carers begins, and it goes on.\n",
    );
    let run = sandbox.run(&["search", "carers", "--format", "csv"]);
    assert!(run.stdout.contains(",\"'=HYPERLINK("), "{}", run.stdout);
}

#[test]
fn the_paragraphs_of_a_pdf_have_their_page_in_every_format() {
    let sandbox = Sandbox::empty();
    let text = "Carers were asked what they thought of the plan, and the plan was changed after that.";
    sandbox
        .write("a.pdf", pdf::report(&[(Look::Title, "A letter about the plan"), (Look::Text, text)], LAYOUT));
    let told = sandbox.run(&["tags", "a.pdf"]).stdout;
    assert!(told.contains(" page 1 line "), "{told}");
    let markdown = sandbox.run(&["tags", "a.pdf", "--format", "markdown"]).stdout;
    assert!(markdown.contains("| n | page | line |"), "{markdown}");
}
