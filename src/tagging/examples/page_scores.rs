//! The scores of pages as tables: what each form of a page's head gives.

use crate::tagging::examples::{BODY, codes, lines, scores, tag};

#[test]
fn a_statement_page_in_every_variant_of_its_head() {
    for (head, score, evidence) in [
        ("Score: 2\n2 - Evidence shows some shortfalls", "2", "score line"),
        ("Score 2\n2 \u{2013} Evidence shows some shortfalls", "2", "score line"),
        ("Score: 2 - Evidence shows some shortfalls", "2", "score line"),
        ("Score: 2 2 - Evidence shows some shortfalls", "2", "score line"),
        ("Downloads\nScore: two", "2", "score line"),
        ("Indicative score: 2", "2", "score line"),
        ("2 - Evidence shows some shortfalls", "2", "label words"),
        ("Evidence shows some shortfalls", "2", "label words"),
        ("Score: 2 out of 4", "2", "score line"),
        ("2 out of 4", "2", "score line"),
        ("Score: 2 (some shortfalls)", "2", "score line"),
        ("Score for this quality statement: 2", "2", "score line"),
        ("Score\n2\nEvidence shows some shortfalls", "2", "score line"),
        ("2\nEvidence shows some shortfalls", "2", "score line"),
        ("2/4", "2", "score line"),
        ("2 / 4\nEvidence shows some shortfalls", "2", "score line"),
        ("Score 2/4", "2", "score line"),
        ("Score: 2 (out of 4)", "2", "score line"),
        ("| Score | 2/4", "2", "score line"),
        ("3/4\nScore: 2", "2", "score line"),
        ("Scored two out of four", "2", "score line"),
        ("Score: two (2)", "2", "score line"),
        ("Our score for this quality statement is 2", "2", "score line"),
        ("| Score | 2", "2", "score line"),
        ("| Score\n| 2", "2", "score line"),
        ("| Score: 2 | 2 - Evidence shows some shortfalls", "2", "score line"),
        ("| Score | 2\n| Meaning | Evidence shows some shortfalls", "2", "score line"),
        ("Score:\n2 - Evidence shows some shortfalls", "2", "label words"),
        ("Score: 2 (previously 3)", "2", "score line"),
        ("Score: 2 (was 3)", "2", "score line"),
        ("Score: 2, up from 1 in 2023", "2", "score line"),
        ("Score: 2 (3 in the previous assessment)\n2 - Evidence shows some shortfalls", "2", "score line"),
        ("Score 2023: 3 / Score 2025: 2", "2", "score line"),
        ("Score: 2 (2025), 3 (2023)", "2", "score line"),
        ("2025: 2; 2023: 3", "2", "score line"),
        ("| Score | 2 (previously 3)", "2", "score line"),
        ("Score: 2 (unchanged from 2023)", "2", "score line"),
        ("Score (May 2023): 3; score (March 2025): 2", "2", "score line"),
        ("Score: 3 \u{2192} 2", "2", "score line"),
        ("Score: 1/4 -> 2/4", "2", "score line"),
        ("Score: from 1 to 2", "2", "score line"),
        ("Score: up from 1 to 2 in 2025", "2", "score line"),
        ("Score: 2 (no change)", "2", "score line"),
        ("Score: 2 (same as in 2023)", "2", "score line"),
        ("Score: 2 (2025)", "2", "score line"),
        ("2 (2025)\nEvidence shows some shortfalls", "2", "score line"),
        ("Score 2025: 2", "2", "score line"),
        ("Score: 3 (2023)\nScore: 2 (2025)", "2", "score line"),
        ("Score 2025: 2\nScore 2023: 3", "2", "score line"),
        ("Score: 2 (Requires improvement)", "2", "score line"),
        ("Score for Safeguarding: 2", "2", "score line"),
        ("Score for the Safeguarding quality statement is 2", "2", "score line"),
        ("This is a score of 2", "2", "score line"),
        ("We gave this quality statement a score of 2", "2", "score line"),
        ("Score: 2 (indicative)", "2", "score line"),
        ("We scored the local authority as 2.", "2", "score line"),
        ("Overall score: 2", "2", "score line"),
        ("Final score: 2", "2", "score line"),
        ("Score: 2.0", "2", "score line"),
        ("Rating: 2", "2", "score line"),
        ("Evidence shows some shortfalls (2)", "2", "label words"),
        ("Evidence shows some shortfalls - score: 2", "2", "label words"),
    ] {
        let text = format!(
            "Ashmere Council: local authority assessment\nSafeguarding\n{head}\nWhat people expect\nI feel safe.\nKey findings for this quality statement\n{BODY}"
        );
        let report = tag("x.txt", &text);
        assert_eq!(report.kind.key(), "statement-page", "{head}");
        assert_eq!(
            lines(&report),
            [
                format!("Ashmere Council safeguarding {score} expectations: I feel safe."),
                format!("Ashmere Council safeguarding {score} findings: People told us")
            ],
            "{head}"
        );
        let from = report.paragraphs[0].page.score.as_ref().unwrap().evidence.from;
        assert_eq!(from.words(), evidence, "{head}");
    }
}

#[test]
fn a_score_is_kept_only_where_the_page_gives_one() {
    for (head, expected) in [
        ("Score: 5\n3 - Evidence shows a good standard", ("-", "score-out-of-range")),
        ("Score: 75", ("-", "score-out-of-range")),
        ("Score: -1", ("-", "score-out-of-range")),
        ("Score: 75%", ("-", "score-out-of-range")),
        ("Score: 75 out of 100", ("-", "score-out-of-range")),
        ("3/5", ("-", "score-out-of-range")),
        ("Score: 5/4", ("-", "score-out-of-range")),
        ("2/4\n3 - Evidence shows a good standard", ("2", "score-label-mismatch")),
        ("Score: n/a", ("-", "missing-score")),
        ("Score: not yet scored", ("-", "missing-score")),
        ("Score: to be confirmed", ("-", "missing-score")),
        ("The local authority commitment", ("-", "missing-score")),
        ("Score: 2\n3 - Evidence shows a good standard", ("2", "score-label-mismatch")),
        ("Score: 2\n2 - Evidence shows a good standard", ("2", "score-label-mismatch")),
        ("Score: 2 (Good)", ("2", "score-label-mismatch")),
        ("Score: 2\nScore: 3", ("-", "conflicting-scores")),
        ("Score: 2 (2025)\nScore: 3 (2025)", ("-", "conflicting-scores")),
        ("Indicative score: 3", ("3", "indicative-score")),
        ("Score: 3 (indicative)", ("3", "indicative-score")),
        ("Score: 3 - indicative only", ("3", "indicative-score")),
        ("This quality statement was not scored.", ("-", "missing-score")),
    ] {
        let report = tag(
            "x.txt",
            &format!(
                "Leeds City Council: local authority assessment\nSafeguarding\n{head}\nKey findings for this quality statement\n{BODY}"
            ),
        );
        assert_eq!(
            lines(&report),
            [format!("Leeds safeguarding {} findings: People told us", expected.0)],
            "{head}"
        );
        assert_eq!(codes(&report).iter().map(|c| c.0).collect::<Vec<_>>(), [expected.1], "{head}");
    }
}

#[test]
fn a_score_beside_the_heading_of_the_findings_is_the_pages() {
    let page = |head: &str, below: &str| {
        format!(
            "Leeds City Council: local authority assessment\nSafeguarding\n{head}\nThe local authority commitment\nWe keep people safe.\nKey findings for this quality statement\n{below}\n{BODY}"
        )
    };
    let found = "Leeds safeguarding 2 findings: People told us";
    let moved = tag("x.txt", &page("", "Score: 2\n2 - Evidence shows some shortfalls"));
    assert_eq!((lines(&moved)[1].as_str(), lines(&moved).len(), codes(&moved).len()), (found, 2, 0));
    let above =
        page("", "").replace("Key findings", "Score: 2\n2 - Evidence shows some shortfalls\nKey findings");
    let above = tag("x.txt", &above);
    assert_eq!((lines(&above)[1].as_str(), lines(&above).len(), codes(&above).len()), (found, 2, 0));
    let twice = tag("x.txt", &page("Score: 2", "Score: 2"));
    assert_eq!((lines(&twice)[1].as_str(), codes(&twice).len()), (found, 0));
    let rivals = tag("x.txt", &page("Score: 2", "Score: 3"));
    assert_eq!(codes(&rivals)[0].0, "conflicting-scores");
}

#[test]
fn a_line_that_is_not_known_hides_no_score_below_it() {
    for head in [
        "Page 3 of 4\nScore: 2",
        "Previous score: 3\nScore: 2",
        "Percentage score: 63%\nScore: 2",
        "| Score | Meaning\n| 2/4 | Evidence shows some shortfalls",
        "| Quality statement | Score\n| Safeguarding | 2/4",
    ] {
        let report = tag(
            "x.txt",
            &format!(
                "Leeds City Council: local authority assessment\nSafeguarding\n{head}\nKey findings\n{BODY}"
            ),
        );
        assert_eq!(lines(&report).last().unwrap(), "Leeds safeguarding 2 findings: People told us", "{head}");
        assert_eq!(codes(&report), [], "{head}");
    }
    let two = format!(
        "Leeds City Council: local authority assessment\n# Safeguarding 4\nScore: 3/4\nKey findings\n{BODY}"
    );
    assert_eq!(scores(&tag("x.txt", &two)), ["safeguarding 3"]);
    assert_eq!(codes(&tag("x.txt", &two)), [("score-label-mismatch", Some(2))]);
}

#[test]
fn a_score_in_an_unknown_form_is_missing_and_its_page_is_one() {
    for head in [
        "Score: not yet published",
        "Standard III",
        "75%",
        "Score: 3 (2 by their own count)",
        "Score: 2 now 3",
        "Score: previously 2",
        "Score: 2 previously, 3",
        "Score: 2 (last time), 3",
        "Score: 2 in the last assessment",
        "Score: 2 before 2025",
        "Score: 2 (2023) 3",
        "Score: 2 to 3",
        "Score: 2 (unchanged from 3)",
        "2025 | 3",
        "Score 2025: 2 / Score 2025: 3",
    ] {
        let text = format!(
            "Leeds City Council: local authority assessment\nSafeguarding\n{head}\nKey findings for this quality statement\n{BODY}"
        );
        let report = tag("x.txt", &text);
        assert_eq!(lines(&report).last().unwrap(), "Leeds safeguarding - findings: People told us", "{head}");
        assert_eq!(codes(&report), [("missing-score", Some(2))], "{head}");
    }
    let quoted =
        format!("Leeds City Council: local authority assessment\nSafeguarding\n{BODY}\nIt was good.");
    assert_eq!(tag("x.txt", &quoted).kind.key(), "unrecognised");
}

#[test]
fn a_page_that_begins_with_its_score_is_one() {
    let page = format!(
        "Score: 3\n3 - Evidence shows a good standard\nWhat people expect\nI feel safe.\nKey findings\n{BODY}"
    );
    let report = tag("x.txt", &page);
    assert_eq!(lines(&report), ["- - 3 expectations: I feel safe.", "- - 3 findings: People told us"]);
    assert_eq!(
        codes(&report).iter().map(|code| code.0).collect::<Vec<_>>(),
        ["authority-unknown", "unknown-statement"]
    );
    let note = format!("Score: 3\nEvidence shows a good standard\n{BODY}");
    assert_eq!(tag("x.txt", &note).kind.key(), "unrecognised");
}

#[test]
fn a_page_may_have_its_label_and_its_score_in_one_line() {
    for line in
        ["Score for Safeguarding: 2", "# Safeguarding 1 \u{2192} 2", "Safeguarding \u{2013} 2 (no change)"]
    {
        let text = format!(
            "Ashmere Council: local authority assessment\n{line}\nWhat people expect\nI feel safe.\nKey findings\n{BODY}"
        );
        let report = tag("x.txt", &text);
        assert_eq!(scores(&report), ["safeguarding 2"], "{line}");
        assert_eq!(lines(&report)[1], "Ashmere Council safeguarding 2 findings: People told us", "{line}");
    }
}

#[test]
fn a_pilots_title_makes_its_score_indicative() {
    for (title, expected) in [
        ("Leeds City Council: pilot assessment", vec![("indicative-score", Some(3))]),
        ("Leeds City Council: local authority assessment pilot", vec![("indicative-score", Some(3))]),
        ("Leeds City Council: local authority assessment", vec![]),
    ] {
        let report = tag("x.txt", &format!("{title}\nSafeguarding\nScore: 2\nKey findings\n{BODY}"));
        assert_eq!(codes(&report), expected, "{title}");
        let status = report.paragraphs[0].page.status.as_ref().map(|status| status.value.key());
        assert_eq!(status, Some(if expected.is_empty() { "formal" } else { "indicative" }), "{title}");
    }
}
