//! Lists of scores and the pages that have them, overviews and press releases, as tables.

use super::{BODY, NAMES, codes, line, lines, scores, tag};

#[test]
fn a_lead_in_is_known_where_no_list_follows() {
    for lead_in in ["The team found:", "However, they also found:"] {
        let list = list(|name, score| format!("- {name} \u{2013} {score}"));
        let text = format!("CQC has rated Leeds City Council as good.\n{list}\n{lead_in}\n{BODY}");
        let last = format!("Leeds - - press/{lead_in}: People told us");
        assert_eq!(lines(&tag("x.txt", &text)).last(), Some(&last));
    }
}

fn list(item: impl Fn(&str, usize) -> String) -> String {
    NAMES.iter().enumerate().map(|(i, name)| item(name, i % 3 + 2)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_press_release_gives_nine_scores_in_every_shape_of_its_list() {
    let words = ["two", "three", "four"];
    let rows = |name: &str, score: usize| format!("| {name} |\n| {score} |");
    let shapes = [
        list(|name, score| format!("- {name} \u{2013} {score}")),
        list(|name, score| format!("- {} - {score}", name.to_lowercase())),
        list(|name, score| format!("{}. {name}: {score}", score + 1)),
        list(|name, score| format!("- {name} \u{2013} score of {}", words[score - 2])),
        list(|name, score| format!("{name} {score}")),
        list(|name, score| format!("| Theme | {name} | {score} |")),
        list(|name, score| format!("| {name} | score of {} |", words[score - 2])),
        list(rows)
            .replace("| Assessing", "| Theme | Area | Score |\n| Working with people |\n| Assessing")
            .replace("| Governance", "| Leadership |\n| Governance"),
        list(|name, score| format!("{name}\nScore: {score}")),
        list(|name, score| format!("- {name}: {score} of 4")),
        list(|name, score| format!("- {name} ({score}/4)")),
        list(|name, score| format!("- {score}/4 {name}")),
        list(|name, score| format!("- Score {score}: {name}")),
        list(|name, score| format!("- Ensuring safety: {name} \u{2013} {score}")),
        list(|name, score| format!("| Ensuring safety within the system {name} | | {score} |")),
        list(|name, score| format!("Ensuring safety within the system | {name} | {score}")),
        list(|name, score| format!("{name} ..... {score}/4")),
        list(|name, score| format!("- {name} \u{2013} {score} (previously 1)")),
        list(|name, score| format!("| {name} | {score} (up from 1) |")),
        list(|name, score| format!("- {name}: 1 (2023), {score} (2025)")),
        list(|name, score| format!("| {name} | 2023: 1 | 2025: {score} |")),
        list(|name, score| format!("- {name} was rated {score}")),
        list(|name, score| format!("- {name}: 1 \u{2192} {score}")),
        list(|name, score| format!("| {name} | 1 \u{2192} {score} |")),
        list(|name, score| format!("- {name} \u{2013} improved from 1 to {score}")),
        list(|name, score| format!("- {name} \u{2013} {score} (no change)")),
        list(|name, score| format!("- {name} \u{2013} {score} (2025)")),
        list(|name, score| format!("| {name} | {score} (2025) |")),
        format!("| Area | 2023 | 2025 |\n{}", list(|name, score| format!("| {name} | 1 | {score} |"))),
        format!(
            "| Area | Current score | Previous score |\n{}",
            list(|name, score| format!("| {name} | {score} | 2 |"))
        ),
        list(|name, score| format!("- Score for {name}: {score}")),
        list(|name, score| format!("- Score of {score} for {name}")),
        list(|name, score| format!("- {name} received a score of {score}")),
        list(|name, score| format!("{name}........{score}")),
        list(|name, score| format!("{name} {score}"))
            .replace("people to lead", "people to lead Working with people"),
        list(|name, score| {
            let rating = ["Requires improvement", "Good", "Outstanding"][score - 2];
            format!("- {name}: {score} ({rating})")
        }),
        list(|name, score| {
            let label = ["some shortfalls", "a good standard", "an exceptional standard"][score - 2];
            format!("| {} | {name} | {score} | {label} |", score - 1)
        }),
        list(|name, score| format!("- {name}\n{score} / 4")),
        // As programs print tables: a label over two lines, its score below, beside or between them; column by column.
        list(|name, score| format!("{name} {score}"))
            .replace("and sustainability 3", "and 3\nsustainability")
            .replace("healthier lives 3", "healthier 3\nlives"),
        list(|name, score| format!("{name}\n{score}")).replace(" and sustainability", " and\nsustainability"),
        list(|name, score| format!("{name}\n{score}"))
            .replace("and sustainability\n3", "and\n3\nsustainability"),
        format!(
            "{}\nScore\n{}",
            NAMES.join("\n").replace(" and sustainability", " and\nsustainability"),
            list(|_, score| score.to_string())
        ),
        list(|name, score| format!("- {name} \u{2013} {score}"))
            .replace("Governance, management and sustainability", "Leadership")
            .replace("Assessing needs", "How the local authority works with people"),
    ];
    for shape in shapes {
        let text = format!(
            "The Care Quality Commission (CQC), has rated Harrowdale County Council as requires improvement, in how well it is doing.\n{shape}\nAda Thorne, deputy director, said:\n\u{201c}It was good to see.\nThe assessment team found:\n- Staff were kind.\nThe assessment will be published on Friday 14 March."
        );
        let report = tag("press.txt", &text);
        assert_eq!(report.kind.key(), "press-release", "{shape}");
        let expected: Vec<String> = [
            "needs",
            "support",
            "equity",
            "care",
            "partnerships",
            "pathways",
            "safeguarding",
            "governance",
            "learning",
        ]
        .iter()
        .enumerate()
        .map(|(i, key)| format!("{key} {}", i % 3 + 2))
        .collect();
        assert_eq!(scores(&report), expected, "{shape}");
        let page = &report.paragraphs[0].page;
        assert_eq!(page.rating.as_ref().map(|r| r.value.as_str()), Some("requires-improvement"));
        assert_eq!(page.authority.as_ref().map(|a| a.value.name.as_str()), Some("Harrowdale County Council"));
        let shown: Vec<String> =
            report.paragraphs.iter().filter(|p| p.section.shown_by_default()).map(line).collect();
        assert_eq!(
            shown,
            [
                "Harrowdale County Council - - press: The Care Quality",
                "Harrowdale County Council - - press: Ada Thorne, deputy",
                "Harrowdale County Council - - press: \u{201c}It was good",
                "Harrowdale County Council - - press/The assessment team found:: Staff were kind.",
                "Harrowdale County Council - - press: The assessment will",
            ],
            "{shape}"
        );
    }
}

#[test]
fn an_overview_takes_its_rating_and_its_list_and_no_percentage_for_a_score() {
    let list = list(|name, score| format!("- {name}\nScore: {score}"));
    for rating in [
        "Good\nScore: 75",
        "Good\nScore: 75/100",
        "Good\nOverall rating for Kent County Council: 75%",
        "Good\nOverall score: 75",
        "Overall rating for Kent County Council: Good\nOverall rating: 75%",
    ] {
        let text = format!(
            "Kent County Council: local authority assessment\nPublished: 8 November 2024 Page last updated: 9 December 2024\nOverall summary\nLocal authority rating and score\n- Kent County Council\n{rating}\nQuality statement scores\n{list}\nSummary of people\u{2019}s experiences\n{BODY}\n2. About Kent County Council\n{BODY}\nFinancial facts\n- About 48% of the budget was spent on care."
        );
        let report = tag("x.txt", &text);
        assert_eq!(report.kind.key(), "overview");
        assert_eq!(report.scores.len(), 9);
        let rest: Vec<String> =
            report.paragraphs.iter().filter(|p| p.section.key() != "scores").map(line).collect();
        assert_eq!(
            rest,
            [
                "Kent - - summary/Summary of people\u{2019}s experiences: People told us",
                "Kent - - about: People told us",
                "Kent - - about/Financial facts: About 48% of",
            ]
        );
        let page = &report.paragraphs[0].page;
        assert_eq!(page.rating.as_ref().map(|r| r.value.as_str()), Some("good"));
        assert_eq!(page.published.as_ref().map(|p| p.value.to_string()).as_deref(), Some("2024-11-08"));
        assert_eq!(page.assessment.as_deref(), Some("kent/2024-11"));
        let stated: Vec<_> = report.ratings.iter().map(|r| (r.rating.as_deref(), r.percent)).collect();
        assert_eq!(stated, [(Some("good"), None), (None, Some(75))], "{rating}");
    }
}

#[test]
fn a_list_with_words_beside_each_score_is_no_page() {
    for item in [
        "{name}\n3 - Evidence shows a good standard",
        "{name}\nScore: 3\n3 - Evidence shows a good standard",
        "- {name} - 3 (good standard)",
    ] {
        let list: Vec<String> = ["Assessing needs", "Safeguarding", "Learning, improvement and innovation"]
            .map(|name| item.replace("{name}", name))
            .to_vec();
        let text = format!(
            "Leeds City Council: local authority assessment\nOverall summary\nQuality statement scores\n{}\nSummary of people's experiences\n{BODY}",
            list.join("\n")
        );
        let report = tag("x.txt", &text);
        assert_eq!(report.kind.key(), "overview", "{item}");
        assert_eq!(scores(&report), ["needs 3", "safeguarding 3", "learning 3"], "{item}");
        assert_eq!(
            lines(&report).last().unwrap(),
            "Leeds - - summary/Summary of people's experiences: People told us",
            "{item}"
        );
    }
}

#[test]
fn the_last_of_a_list_that_is_read_in_part_is_no_page() {
    let scores = ["2 to 3", "3", "about 3", "not known", "3"];
    let list: Vec<String> =
        NAMES.iter().zip(scores).map(|(name, score)| format!("{name}\nScore: {score}")).collect();
    let text = format!(
        "Leeds City Council: local authority assessment\nOverall summary\nQuality statement scores\n{}\nSummary of people's experiences\n{BODY}",
        list.join("\n")
    );
    let report = tag("x.txt", &text);
    assert_eq!(report.kind.key(), "overview");
    assert_eq!(
        lines(&report).last().unwrap(),
        "Leeds - - summary/Summary of people's experiences: People told us"
    );
}

#[test]
fn a_heading_makes_a_pilots_whole_list_indicative() {
    for (heading, expected) in [
        ("Local authority indicative rating", vec![("indicative-score", Some(3))]),
        ("Local authority rating", vec![]),
    ] {
        let text = format!(
            "Leeds City Council: local authority assessment\nOverall summary\n{heading}\nGood\nQuality statement scores\n- Assessing needs - 3\n- Safeguarding - 3\nSummary of people's experiences\n{BODY}"
        );
        assert_eq!(codes(&tag("x.txt", &text)), expected, "{heading}");
    }
}

#[test]
fn a_release_copied_with_the_website_around_it_is_read_from_its_headline() {
    let site = ["Tell us about cookies", "About us", "Find care", "Guidance", "News", "Contact us"]
        .map(|l| format!("{l}\n"));
    let site = site.concat().repeat(4);
    let release = |place: &str| {
        format!(
            "# CQC rates {place}’s adult social care\nPublished: 13 March 2025\nThe Care Quality Commission (CQC) has rated {place} as good, in how well it meets its duties.\nThe assessment team found:\n- Staff knew.\n"
        )
    };
    let report = tag("x.txt", &format!("{site}{}", release("Leeds City Council")));
    let said: Vec<String> = lines(&report).into_iter().filter(|line| line.starts_with("Leeds")).collect();
    assert_eq!(
        said[said.len() - 2..],
        ["Leeds - - press: The Care Quality", "Leeds - - press/The assessment team found:: Staff knew."]
    );
    // Of several headlines none is known to be the page's, and running text above one is a newsletter's.
    for above in [format!("CQC rates Kent County Council\n{site}"), BODY.repeat(9) + "\n" + &site] {
        let report = tag("x.txt", &format!("{above}{}", release("Leeds City Council")));
        assert!(lines(&report).iter().all(|line| !line.starts_with("Leeds")), "{:?}", lines(&report));
    }
}

#[test]
fn a_headline_may_stand_in_two_lines() {
    let release = "CQC rates Leeds City Council’s adult\nsocial care provision as good\nThe Care Quality Commission (CQC) has rated Leeds City Council as good, in how well it meets its duties.\nThe assessment team found:\n- Staff knew.";
    assert_eq!(lines(&tag("x.txt", release)).len(), 2);
}

#[test]
fn a_release_may_say_by_whom_a_council_was_rated() {
    for (sentence, expected) in [
        ("Leeds City Council has been rated good by CQC following an assessment.", "Leeds"),
        ("The London Borough of Barnet has been rated good by the Care Quality Commission (CQC).", "Barnet"),
        ("Ashmere Council was given an indicative rating of good by CQC.", "Ashmere Council"),
        ("Leeds City Council\u{2019}s adult social care has been rated good by CQC.", "Leeds"),
        ("CQC has rated adult social care at Leeds City Council as good.", "Leeds"),
        (
            "The Care Quality Commission (CQC) has published a report following a pilot assessment of Leeds City Council.",
            "Leeds",
        ),
        ("Subject: CQC rates Leeds\nTo all editors\nCQC has rated Leeds City Council as good.", "Leeds"),
        (
            "England\u{2019}s regulator, the Care Quality Commission (CQC), has upgraded the rating of Leeds City Council to good.",
            "Leeds",
        ),
        ("Adult social care at Leeds City Council has been rated good by CQC.", "Leeds"),
        ("Adult social care in Leeds has been rated good by the Care Quality Commission.", "Leeds"),
        ("Leeds City Council has received a rating of good from the Care Quality Commission (CQC).", "Leeds"),
        (
            "England\u{2019}s care regulator has rated the way Leeds City Council arranges care as good.",
            "Leeds",
        ),
        ("CQC has told Leeds City Council to make improvements, after rating it inadequate.", "Leeds"),
        ("CQC has told Leeds City Council that the rota was rated by staff.", "-"),
        ("An assessment of Leeds City Council was carried out by CQC in May.", "-"),
        ("Norfolk and Suffolk NHS Foundation Trust has been rated good by CQC.", "-"),
        ("Bristol\u{2019}s biggest care home has been rated good by CQC.", "-"),
        ("Leeds City Council\u{2019}s Elm House care home has been rated good by CQC.", "-"),
        ("CQC has published an indicative rating of good for Leeds City Council, in a pilot.", "Leeds"),
        ("CQC has published its report on homes with a rating of good for Leeds.", "-"),
        ("CQC has rated Leeds City Council\u{2019}s Elm House care home as good.", "-"),
        ("CQC has rated Leeds City Council\u{2019}s homecare service as good.", "-"),
        ("CQC has rated Leeds City Council and the London Borough of Brent as good.", "-"),
        ("CQC has rated Leeds City Council, Wigan Council and Kent County Council as good.", "-"),
        ("CQC has rated Leeds City Council as good, in how it does, and Wigan Council as inadequate.", "-"),
        ("CQC has rated Leeds as good and the London Borough of Brent as inadequate.", "-"),
        ("CQC has rated Leeds City Council, alongside the London Borough of Brent, as good.", "-"),
        ("CQC has rated Leeds City Council, which has three hospitals, as good.", "Leeds"),
        ("CQC has rated Leeds City Council as good. Kent and Wigan as well wait.", "Leeds"),
        ("CQC has rated services provided by Leeds Community Healthcare NHS Trust as good.", "-"),
        ("Leeds City Council has been rated good by its residents. This was said by CQC.", "-"),
    ] {
        let report = tag(
            "x.txt",
            &format!(
                "{sentence}\n- Assessing needs - 3\n- Safeguarding - 3\n{BODY}\nThe assessment team found:\n- {BODY}"
            ),
        );
        assert!(
            lines(&report).last().unwrap().starts_with(&format!("{expected} - -")),
            "{sentence}: {:?}",
            lines(&report)
        );
    }
}

#[test]
fn a_list_and_what_the_team_found_make_a_release_in_whatever_words_it_rates() {
    let text = |list: &str| {
        format!("Leeds has been told how good it is.\n{list}\nThe assessment team found:\n- {BODY}")
    };
    let release = tag("leeds.txt", &text(&list(|name, score| format!("- {name} \u{2013} {score}"))));
    assert_eq!((release.kind.key(), release.scores.len()), ("press-release", 9));
    assert_eq!(lines(&release).last().unwrap(), "Leeds - - press/The assessment team found:: People told us");
    let short = tag("leeds.txt", &text("- Assessing needs \u{2013} 2\n- Safeguarding \u{2013} 3"));
    assert_eq!(short.kind.key(), "unrecognised");
}

#[test]
fn of_two_ratings_the_present_one_of_the_whole_is_taken() {
    let rated = "The Care Quality Commission (CQC) has rated Leeds City Council";
    for (sentence, expected) in [
        ("CQC has upgraded Leeds City Council from good to outstanding.".to_owned(), "outstanding"),
        (
            "CQC has moved the rating of Leeds City Council from requires improvement to good.".to_owned(),
            "good",
        ),
        (
            "Leeds City Council, which was rated inadequate in 2019, has been rated good by CQC.".to_owned(),
            "good",
        ),
        (
            "CQC, which rated the council inadequate in 2023, has rated Leeds City Council as good."
                .to_owned(),
            "good",
        ),
        (
            "CQC has rated Leeds City Council, previously inadequate, as requires improvement.".to_owned(),
            "requires-improvement",
        ),
        (
            format!("{rated} good for a second time, up from its first rating of requires improvement."),
            "good",
        ),
        (format!("{rated} as good, up from requires improvement."), "good"),
        (
            "The Care Quality Commission (CQC) has changed the rating of Leeds City Council from requires improvement to good.".to_owned(),
            "good",
        ),
        (
            "CQC has improved its rating for Leeds City Council\u{2019}s adult social care to good from requires improvement.".to_owned(),
            "good",
        ),
        ("CQC has changed Leeds City Council\u{2019}s rating from inadequate to good.".to_owned(), "good"),
        (format!("{rated} good, having been rated requires improvement in 2023."), "good"),
        (format!("{rated} outstanding for leadership and good overall."), "good"),
        (format!("{rated} as outstanding for leadership, and as good for adult social care overall."), "-"),
        (format!("{rated} as good overall and outstanding for leadership."), "good"),
        (
            "Leeds City Council, rated good two years ago, has been rated outstanding by CQC.".to_owned(),
            "outstanding",
        ),
    ] {
        let text = format!(
            "{sentence}\n- Assessing needs - 3\n- Safeguarding - 3\n{BODY}\nThe assessment team found:\n- {BODY}"
        );
        let report = tag("x.txt", &text);
        let rating = report.paragraphs[0].page.rating.as_ref();
        assert_eq!(rating.map_or("-", |r| r.value.as_str()), expected, "{sentence}");
    }
}

#[test]
fn a_release_whose_rating_cannot_be_told_is_named() {
    let rated = "The Care Quality Commission (CQC) has rated Leeds City Council as";
    for (opening, expected) in [
        (format!("{rated} good."), vec![]),
        (format!("{rated} ?"), vec![("missing-score", Some(1))]),
        (
            format!("{rated} outstanding for leadership, and as good for adult social care overall."),
            vec![("missing-score", Some(1))],
        ),
        (
            format!("CQC rates Leeds City Council as good\n{rated} requires improvement."),
            vec![("conflicting-scores", Some(1))],
        ),
        (format!("CQC rates Leeds City Council\n{rated} requires improvement."), vec![]),
        (format!("CQC publishes its report on adult social care in Leeds\n{rated} good."), vec![]),
    ] {
        let text = format!(
            "{opening}\n- Assessing needs - 3\n- Safeguarding - 3\n{BODY}\nThe assessment team found:\n- {BODY}"
        );
        let report = tag("x.txt", &text);
        assert_eq!(codes(&report), expected, "{opening}");
        assert_eq!(report.paragraphs[0].page.rating.is_none(), !expected.is_empty(), "{opening}");
    }
}

#[test]
fn a_rated_body_whose_name_begins_like_a_councils_is_no_council() {
    let rated = |name: &str| {
        format!(
            "The Care Quality Commission (CQC) has rated {name} as good.\n{}\nThe assessment team found:\n- Staff were kind.",
            list(|name, score| format!("- {name} - {score}"))
        )
    };
    for (name, expected) in [
        ("Kent", Some("Kent")),
        ("Kent Good", Some("Kent")),
        ("Kent County Council", Some("Kent")),
        ("Kent and Medway NHS and Social Care Partnership Trust", None),
        ("Surrey and Sussex Healthcare", None),
        ("Kent Community Health", None),
        ("Newcastle-under-Lyme", None),
        ("Bristol, North Somerset and South Gloucestershire", None),
        ("Manor House in Leeds", None),
        ("Leeds care home", None),
        ("Norfolk mental health hospital", None),
        ("Surrey\u{2019}s largest provider", None),
        ("Leeds City Council\u{2019}s adult social care services", Some("Leeds")),
        ("Kent adult social care services", Some("Kent")),
    ] {
        let report = tag("x.txt", &rated(name));
        let tag = report.paragraphs[0].page.authority.as_ref();
        assert_eq!(tag.map(|tag| tag.value.name.as_str()), expected, "{name}");
    }
}

#[test]
fn a_row_of_a_list_with_an_unknown_name_is_named() {
    let text = "Kent County Council: local authority assessment\nQuality statement scores\n| Safeguarding | 3 |\n| Digital readiness | 2 |\n| Assessing needs | indicative score of two |\n";
    let report = tag("x.txt", text);
    assert_eq!(scores(&report), ["safeguarding 3", "- 2", "needs 2"]);
    assert!(codes(&report).contains(&("unknown-statement", Some(4))));
    assert!(codes(&report).iter().any(|(code, _)| *code == "indicative-score"));
}

#[test]
fn a_statement_that_a_list_of_nearly_all_leaves_out_is_named() {
    let all = list(|name, score| format!("- {name}: {score}"));
    let title = "Kent County Council: local authority assessment\nQuality statement scores\n";
    let left_out = |items: usize| {
        let items: Vec<&str> = all.lines().take(items).collect();
        codes(&tag("x.txt", &format!("{title}{}", items.join("\n"))))
            .into_iter()
            .map(|(code, line)| format!("{code} {}", line.unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(left_out(9), Vec::<String>::new());
    assert_eq!(left_out(8), ["missing-score 3"]);
    assert_eq!(left_out(3), Vec::<String>::new());
}

#[test]
fn a_list_whose_scores_cannot_be_read_is_named() {
    for item in [
        "- {name} 2 to 3",
        "- {name}: Good",
        "- {name}: 75%",
        "| {name} | 2 | 3 |",
        "| {name} | 2 | Evidence improved | 3 |",
    ] {
        let list = NAMES.map(|name| item.replace("{name}", name)).join("\n");
        let text = format!(
            "Leeds City Council: local authority assessment\nOverall summary\nQuality statement scores\n{list}\nSummary of people's experiences\n{BODY}"
        );
        let report = tag("x.txt", &text);
        assert!(report.scores.iter().all(|fact| fact.score.is_none()), "{item}");
        assert_eq!(codes(&report), [("missing-score", Some(4))], "{item}");
    }
    for range in ["2 to 3", "2\u{2013}3", "between 2 and 3"] {
        let list = format!(
            "- Assessing needs – 2\n- Equity in experience and outcomes – {range}\n- Safeguarding: 3"
        );
        let text =
            format!("Leeds City Council: local authority assessment\nQuality statement scores\n{list}");
        let report = tag("x.txt", &text);
        assert_eq!(scores(&report), ["needs 2", "equity -", "safeguarding 3"], "{range}");
        assert_eq!(codes(&report), [("missing-score", Some(4))], "{range}");
    }
    let words = "Leeds City Council: local authority assessment\nQuality statement scores\n| Assessing needs | 2 | a good standard |\n| Safeguarding | 3 | a good standard |";
    assert_eq!(codes(&tag("x.txt", words)), [("score-label-mismatch", Some(3))]);
}
