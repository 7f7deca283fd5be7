//! Labels of statements and sub-headings: numbered, with a colon, plain or bold.

use super::{BODY, codes, lines, scores, tag};

#[test]
fn a_label_may_be_numbered_and_a_title_begin_with_the_report() {
    for label in [
        "7. Safeguarding",
        "# 3 \u{2013} Safeguarding",
        "# QS7 \u{2013} Safeguarding",
        "Quality statement 7: Safeguarding",
        "Quality statement seven: Safeguarding",
        "Statement: Safeguarding",
        "Safeguarding (quality statement 7)",
        "Section 3.2: Safeguarding",
        "# VII. Safeguarding",
        "Theme 3: Safeguarding",
        "3. How the local authority ensures safety within the system Safeguarding",
        "Theme 3: Ensuring safety\n7) Safeguarding",
        "Ensuring safety \u{2013} Safeguarding",
    ] {
        let text = format!(
            "Local authority assessment report: Leeds City Council\n{label}\nScore: 3\nKey findings for this quality statement\n{BODY}"
        );
        assert_eq!(lines(&tag("x.txt", &text)), ["Leeds safeguarding 3 findings: People told us"], "{label}");
    }
    let unscored = format!(
        "Leeds City Council: local authority assessment\n# 2 \u{2013} Safeguarding\nKey findings for this quality statement\n{BODY}"
    );
    assert_eq!(codes(&tag("x.txt", &unscored)), [("missing-score", Some(2))]);
}

#[test]
fn the_front_matter_of_a_paper_is_no_heading_of_its_text() {
    let paper =
        tag("x.txt", &format!("Report of: Director of Adults\nSubject: Our assessment\n{BODY}\n{BODY}"));
    assert_eq!(
        lines(&paper),
        [
            "- - - other: Report of: Director",
            "- - - other: Subject: Our assessment",
            "- - - other: People told us",
            "- - - other: People told us"
        ]
    );
    let mail = "From: Ann Lee\nSent: 3 June 2025 09:14\nSubject: The page\nHere it is, as I said.\nLeeds City Council: local authority assessment\nSafeguarding\nScore: 2\nKey findings\n";
    let mail = lines(&tag("x.txt", &format!("{mail}{BODY}")));
    assert_eq!(
        mail[2..],
        [
            "Leeds - - other: Subject: The page",
            "Leeds - - other: Here it is,",
            "Leeds safeguarding 2 findings: People told us"
        ]
    );
    let headed = tag("x.txt", &format!("Notes\nCase study: Mrs A\n{BODY}"));
    assert_eq!(lines(&headed)[1], "- - - other/Case study: Mrs A: People told us");
}

#[test]
fn a_caption_heads_nothing() {
    for caption in ["Figure 1: people who waited", "**Table 2.1 People who waited**"] {
        let text = format!(
            "Leeds City Council: local authority assessment\nSafeguarding\nScore: 3\nKey findings for this quality statement\nTimeliness\n{BODY}\n{caption}\n{BODY}\nFigures and tables\n{BODY}"
        );
        let found = lines(&tag("x.txt", &text));
        let headed = |heading: &str| format!("Leeds safeguarding 3 findings/{heading}: People told us");
        assert_eq!(found.len(), 4, "{caption}");
        let body = [&found[0], &found[2], &found[3]];
        assert_eq!(body, [&headed("Timeliness"), &headed("Timeliness"), &headed("Figures and tables")]);
    }
}

#[test]
fn a_score_in_a_list_that_no_page_owns_heads_nothing() {
    let paper = tag(
        "x.txt",
        &format!(
            "Cabinet of the council\n{BODY}\nEquity in experience and outcomes    2\nSafeguarding    3\n{BODY}"
        ),
    );
    assert_eq!(lines(&paper).last().map(String::as_str), Some("- - - other: People told us"));
}

#[test]
fn a_themes_name_parts_its_pages_from_those_above() {
    let page = |label: &str| format!("### {label}\nScore: 3\n#### Key findings\n{BODY}\n");
    let text = format!(
        "# Leeds City Council: local authority assessment\n## Working with people\n{}## Providing support\nWe looked at two quality statements here.\n{}",
        page("Assessing needs"),
        page("Partnerships and communities")
    );
    let needs = "Leeds needs 3 findings: People told us";
    let partnerships = "Leeds partnerships 3 findings: People told us";
    let headed = [needs, "Leeds - - other: We looked at", partnerships];
    assert_eq!(lines(&tag("x.txt", &text)), headed);
    // Lines of a text have no level: only the one directly above a page is known.
    let plain = text.replace('#', "").replace("We looked at two quality statements here.\n", "");
    assert_eq!(lines(&tag("x.txt", &plain)), [needs, partnerships]);
    let own = format!(
        "# Leeds City Council: local authority assessment\n## Governance, management and sustainability\nScore: 2\n### Key findings\n{BODY}\n### Leadership\n{BODY}"
    );
    assert_eq!(lines(&tag("x.txt", &own))[1], "Leeds governance 2 findings/Leadership: People told us");
}

#[test]
fn a_label_may_have_its_score_beside_it() {
    let page = |label: &str| {
        format!(
            "{label}\nWhat people expect\nI feel safe.\nKey findings for this quality statement\n{BODY}\n"
        )
    };
    for label in ["{} Score: 3", "**{} Score: 3**", "{} \u{2013} 3", "| {} | Score: 3", "- {}: 3"] {
        let pages: Vec<String> =
            ["Assessing needs", "Safeguarding"].map(|n| page(&label.replace("{}", n))).to_vec();
        let text = format!("Leeds City Council: local authority assessment\n{}", pages.concat());
        let report = tag("x.txt", &text);
        assert_eq!(
            lines(&report),
            [
                "Leeds needs 3 expectations: I feel safe.",
                "Leeds needs 3 findings: People told us",
                "Leeds safeguarding 3 expectations: I feel safe.",
                "Leeds safeguarding 3 findings: People told us"
            ],
            "{label}"
        );
        assert_eq!(scores(&report), ["needs 3", "safeguarding 3"]);
    }
}

#[test]
fn an_unknown_label_gives_no_statement_and_keeps_the_score() {
    let report = tag(
        "x.txt",
        &format!(
            "Leeds City Council: local authority assessment\nDigital maturity\nScore: 2\n2 - Evidence shows some shortfalls\nKey findings for this quality statement\n{BODY}"
        ),
    );
    assert_eq!(lines(&report), ["Leeds - 2 findings: People told us"]);
    assert_eq!(codes(&report), [("unknown-statement", Some(2))]);
    assert_eq!(scores(&report), ["- 2"]);
}

#[test]
fn sub_headings_are_short_lines_between_paragraphs() {
    let text = format!(
        "Leeds City Council: local authority assessment\nSafeguarding\nScore: 3\nKey findings for this quality statement\n\
         Making safeguarding personal\n{BODY}\nThere was no list.\nWhat worked well was this:\n- letters were short\n\
         Safeguarding\n{BODY}\n**Waiting times**\n{BODY}\n> We were asked first.\nStaff had been told twice\n{BODY}\n\
         Score: 3 was their own figure.\nWhat carers told us\n{BODY}\n# Learning\n{BODY}\nLast words without a stop"
    );
    let headings: Vec<(String, Option<String>)> = tag("x.txt", &text)
        .paragraphs
        .into_iter()
        .map(|p| (p.text.chars().take(14).collect(), p.subheading))
        .collect();
    let expected = [
        ("People told us", Some("Making safeguarding personal")),
        ("There was no l", Some("Making safeguarding personal")),
        ("What worked we", Some("Making safeguarding personal")),
        ("letters were s", Some("Making safeguarding personal")),
        ("People told us", Some("Safeguarding")),
        ("People told us", Some("Waiting times")),
        ("We were asked ", Some("Waiting times")),
        ("Staff had been", Some("Waiting times")),
        ("People told us", Some("Waiting times")),
        ("Score: 3 was t", Some("Waiting times")),
        ("People told us", Some("What carers told us")),
        ("People told us", Some("Learning")),
        ("Last words wit", Some("Learning")),
    ];
    assert_eq!(headings, expected.map(|(text, heading)| (text.to_owned(), heading.map(str::to_owned))));
}

#[test]
fn numbers_and_colons_make_sub_headings_where_they_recur() {
    let page = |body: &str| {
        let text = format!(
            "Leeds City Council: local authority assessment\n2. Supporting people to live healthier lives\nScore: 3/4\nKey findings for this quality statement\n{}",
            body.replace("BODY", BODY)
        );
        let report = tag("x.txt", &text);
        let headings = report.paragraphs.into_iter().map(|p| p.subheading.unwrap_or_else(|| "-".to_owned()));
        headings.collect::<Vec<_>>()
    };
    for (body, expected) in [
        ("1. Eligibility\nBODY\n2. Waiting times\nBODY", vec!["Eligibility", "Waiting times"]),
        ("Eligibility:\nBODY\nWaiting times:\nBODY", vec!["Eligibility:", "Waiting times:"]),
        ("A. Eligibility\nBODY\nB. Charging\nBODY", vec!["A. Eligibility", "B. Charging"]),
        ("1.1 Eligibility\nBODY\n1.2 Waiting times\nBODY", vec!["1.1 Eligibility", "1.2 Waiting times"]),
        ("BODY\n- Respite care\nBODY", vec!["-", "-", "-"]),
        (
            "1. Purpose\n1.1 BODY\n1.2 These lead:\n- Respite\n- Day care\n2. Legal implications\n2.1 BODY",
            vec!["Purpose", "Purpose", "Purpose", "Purpose", "Legal implications"],
        ),
        ("1.2 These lead:\n- Respite\n- Day care\n1.3 BODY", vec!["-"; 4]),
        ("- Respite\n- Day care\nBODY", vec!["-", "-", "-"]),
        ("What helped most:\nBODY", vec!["-", "-"]),
        ("What helped:\n- Respite\nBODY\nWhat else helped:\n- Day care\nBODY", vec!["-"; 6]),
        ("One carer said:\nBODY\nLeaders said:\nBODY", vec!["-"; 4]),
    ] {
        assert_eq!(page(body), expected, "{body}");
    }
}

#[test]
fn words_in_the_style_of_a_heading_are_found_all_the_same() {
    let all = tag("x.txt", "# Notes of a visit\n# Staff were kind.");
    assert_eq!(lines(&all), ["- - - other: Notes of a", "- - - other: Staff were kind."]);
    let long = format!("Notes of a visit by members\n# {BODY} {BODY} {BODY}\nStaff were kind.");
    assert_eq!(lines(&tag("x.txt", &long)).len(), 3);
}
