use crate::support::Sandbox;

const PAGE: &str = "London Borough of Westerley: local authority assessment\nSafeguarding\nScore: 2\n\
    2 - Evidence shows some shortfalls\nKey findings for this quality statement\n";

#[test]
fn control_characters_in_texts_and_names_never_reach_the_terminal() {
    let sandbox = Sandbox::with_corpus();
    sandbox.write(
        "corpus/odd\u{1b}[31mname.txt",
        format!("{PAGE}Concerns \u{1b}[2J\u{9b}31m\u{202e}about zebras were heard.\n"),
    );
    sandbox.run(&["index"]);
    for args in [
        &["search", "zebras"][..],
        &["search", "zebras", "--json"],
        &["search", "zebras", "--format", "csv"],
        &["search", "zebras", "--format", "markdown"],
        &["tags", "corpus"],
        &["tags", "corpus", "--format", "jsonl"],
        &["status", "--problems"],
        &["index", "--rebuild"],
        &["scores"],
    ] {
        let run = sandbox.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        for text in [&run.stdout, &run.stderr] {
            let raw = text.chars().find(|c| (c.is_control() && *c != '\n' && *c != '\r') || *c == '\u{202e}');
            assert_eq!(raw, None, "{args:?}");
        }
    }
}

#[test]
fn a_bad_file_does_not_harm_its_neighbours() {
    let sandbox = Sandbox::with_corpus();
    sandbox.write("corpus/binary.txt", [0_u8, 1, 2, 255, 0, 0, 7].repeat(500));
    sandbox.write("corpus/latin.txt", b"The caf\xe9 was a meeting place for unpaid carers in the town.\n");
    sandbox.write("corpus/broken.pdf", "%PDF-1.4 this is none");
    let run = sandbox.run(&["index"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("skipped: binary.txt: binary: "), "{}", run.stderr);
    assert!(run.stderr.contains("skipped: broken.pdf: "), "{}", run.stderr);
    assert_eq!(sandbox.run(&["search", "caf\u{e9}", "-c"]).stdout, "1\n");
    assert_eq!(sandbox.run(&["search", "respite", "-c"]).stdout, "1\n");
}

#[test]
fn a_copy_is_indexed_once_and_both_files_are_told() {
    let sandbox = Sandbox::with_corpus();
    let page = format!("{PAGE}Advocates for gorillas were hard to find in the borough, staff said.\n");
    sandbox.write("corpus/a.txt", &page);
    sandbox.write("corpus/b.txt", &page);
    let run = sandbox.run(&["index"]);
    assert_eq!(run.stderr.matches(": duplicate-report: ").count(), 2, "{}", run.stderr);
    assert_eq!(sandbox.run(&["search", "gorillas", "-c"]).stdout, "1\n");
}
