use crate::support::Sandbox;

#[test]
fn an_error_points_at_its_place_and_says_what_to_type() {
    let sandbox = Sandbox::indexed();
    for (name, query) in [
        ("unknown-statement", "housing statement:safegarding"),
        ("near-miss-of-a-field", "carers statment:safeguarding"),
        ("out-of-range", "carers score:7"),
        ("short-prefix", "ca*"),
        ("open-bracket", "(carers OR waits"),
        ("nothing-to-join", "carers AND"),
        ("backwards", "carers score:3..1"),
        ("all-sections-or", "section:all OR carers"),
        ("near-a-filter", "carers NEAR/3 theme:safety"),
        ("bad-distance", "\"hospital discharge\"~500"),
    ] {
        let run = sandbox.expect(&format!("bad-query/{name}"), &["search", query]);
        assert_ne!(run.code, 101, "{name}");
    }
}

#[test]
fn an_error_in_what_is_left_out_points_into_that_text() {
    let sandbox = Sandbox::indexed();
    sandbox.expect("bad-query/not-joined", &["search", "carers", "--not", "respite AND"]);
    let short = sandbox.run(&["search", "carers", "--not", "é wa*", "--json"]);
    assert!(short.stderr.contains("\"span\":[2,5]"), "{}", short.stderr);
}

#[test]
fn the_same_error_in_json_is_one_line_on_standard_error() {
    let run =
        Sandbox::indexed().expect("bad-query/json", &["search", "housing statement:safegarding", "--json"]);
    assert_eq!((run.code, &*run.stdout), (2, ""));
    let error: serde_json::Value = serde_json::from_str(&run.stderr).expect("one JSON object");
    assert_eq!(error["schema"], "findings.error/1");
    assert_eq!(run.stderr.lines().count(), 1);
}

#[test]
fn an_empty_query_says_what_a_query_is() {
    let sandbox = Sandbox::indexed();
    assert_eq!(sandbox.expect("bad-query/empty", &["search"]).code, 2);
    for nothing in
        [&["search", "  "][..], &["search", "%"], &["search", "\"\""], &["search", "--phrase", "…"]]
    {
        assert_eq!(sandbox.run(nothing).code, 2, "{nothing:?}");
    }
}

#[test]
fn hostile_queries_end_in_time_and_nothing_raw_is_printed() {
    let sandbox = Sandbox::indexed();
    let queries = [
        "(".repeat(7_000),
        "NOT ".repeat(1_900),
        format!("{}a", "(a OR ".repeat(1_300)),
        "a* ".repeat(2_000),
        "\"".repeat(7_999),
        "x".repeat(9_000),
        "\u{1b}[31mred \u{202e}evil \u{9b}2J care".to_owned(),
        "care\u{0}".replace('\u{0}', "\u{7}"),
        "statement:\u{1b}]0;title\u{7}".to_owned(),
    ];
    for query in &queries {
        for format in ["text", "json"] {
            let run = sandbox.run(&["search", "--format", format, "--", query]);
            assert!([0, 1, 2].contains(&run.code), "{}: {query:.40}", run.code);
            for text in [&run.stdout, &run.stderr] {
                let raw = text
                    .chars()
                    .find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
                assert_eq!(raw, None, "{query:.40}");
            }
            if run.code == 2 {
                assert!(!run.stderr.is_empty() && run.stderr.lines().count() <= 10, "{}", run.stderr);
                assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
            }
        }
    }
}
