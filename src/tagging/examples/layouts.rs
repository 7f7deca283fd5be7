//! The layouts as tables: what each line of an invented report becomes.

use crate::{
    model::{Catalogue, Framework, ReportId},
    tagging::{Overrides, Tagger},
};

use super::{BODY, codes, lines, reading, scores, tag, tag_with};

#[test]
fn a_page_without_key_findings_goes_over_to_them_after_the_commitment() {
    let text = format!(
        "Leeds City Council: local authority assessment\nEquity in experience and outcomes\nScore: 3\nThe local authority commitment\nWe look for people who are left out.\nWe change what we do.\nWe heard good things from those whom we asked about it, and they were many.\n{BODY}"
    );
    let sections: Vec<&str> = tag("x.txt", &text).paragraphs.iter().map(|p| p.section.key()).collect();
    assert_eq!(sections, ["commitment", "commitment", "findings", "findings"]);
}

#[test]
fn the_day_of_a_change_and_a_licence_at_the_foot_of_a_page_are_no_paragraphs() {
    let foot = "Page last updated: 14 March 2025\nPage last reviewed: 3 June 2025\nNext review due: 3 June 2028\nRate this page\nContains public sector information licensed under the Open Government Licence v3.0.";
    let page = format!(
        "Leeds City Council: local authority assessment\nSafeguarding\nScore: 3\nKey findings for this quality statement\n{BODY}\n{foot}"
    );
    assert_eq!(lines(&tag("x.txt", &page)), ["Leeds safeguarding 3 findings: People told us"]);
    let release = format!(
        "The Care Quality Commission (CQC) has rated Leeds City Council as good, in how well it meets its duties to arrange adult social care.\n{}The assessment team found:\n- Staff knew.\n{foot}",
        format!("{BODY}\n").repeat(14)
    );
    assert_eq!(lines(&tag("x.txt", &release)).len(), 16);
}

#[test]
fn several_title_lines_give_each_page_its_own_tags() {
    let page = |name: &str, label: &str, score: u8| {
        format!(
            "{name}: local authority assessment\n{label}\nScore: {score}\nKey findings for this quality statement\n{BODY}\n"
        )
    };
    let text = page("Slough Borough Council", "Safeguarding", 1)
        + &page("London Borough of Brent", "Assessing needs", 3);
    let report = tag("x.txt", &text);
    assert_eq!(
        lines(&report),
        ["Slough safeguarding 1 findings: People told us", "Brent needs 3 findings: People told us"]
    );
    assert_eq!(codes(&report), [("several-authorities", Some(6))]);
    // The last page has lost its title: it need not be Brent's.
    let pasted = text
        + &format!(
            "Equity in experience and outcomes\nScore: 2\n2 - Evidence shows some shortfalls\nKey findings for this quality statement\n{BODY}\n"
        );
    assert_eq!(lines(&tag("x.txt", &pasted))[2], "- equity 2 findings: People told us");
}

#[test]
fn a_file_of_very_many_pages_is_tagged_in_one_go() {
    let page = |n: usize| {
        let title =
            format!("{} Council: local authority assessment", ["Kent County", "Barnet", "Saltmere"][n % 3]);
        format!("{title}\nSafeguarding\nScore: 2\nKey findings\n{BODY}\n{title}\nA line of a list.\n")
    };
    let begun = std::time::Instant::now();
    let report = tag("x.txt", &(0..3_000).map(page).collect::<String>());
    assert_eq!(report.scores.len(), 3_000);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    // A problem is for reading.
    let many: String = (0..2_000).map(|n| page(n).replace("Saltmere", &format!("Saltmere{n}"))).collect();
    let report = tag("x.txt", &many);
    let problem = report.problems.iter().find(|p| p.code.code() == "several-authorities").unwrap();
    assert!(
        problem.message.len() < 1_000 && problem.message.contains(" more: "),
        "{}",
        problem.message.len()
    );
}

#[test]
fn titles_of_related_reports_head_no_page() {
    let page = format!(
        "Slough Borough Council: local authority assessment\nSafeguarding\nScore: 1\nKey findings for this quality statement\n{BODY}\n"
    );
    let related = "Related reports\n- London Borough of Brent: local authority assessment\nKent County Council: local authority assessment\n";
    let after = tag("x.txt", &format!("{page}{related}Kent borders the sea.\n"));
    let before = tag("x.txt", &format!("{related}{page}"));
    for report in [after, before] {
        let statement = report.paragraphs.iter().filter(|p| p.page.statement.is_some());
        assert!(statement.clone().count() >= 1);
        for paragraph in statement {
            assert_eq!(paragraph.page.authority.as_ref().map(|a| a.value.name.as_str()), Some("Slough"));
        }
        assert!(codes(&report).iter().all(|(code, _)| *code != "several-authorities"));
    }
    // A second page under the same title, with a label that is not known, is a page.
    let text = format!(
        "{page}Slough Borough Council: local authority assessment\nDigital readiness\nScore: 3\n3 - Evidence shows a good standard\n{BODY}\n"
    );
    let report = tag("x.txt", &text);
    assert_eq!(lines(&report)[1], "Slough - 3 findings: People told us");
}

#[test]
fn a_whole_report_has_a_page_for_each_statement() {
    let text = format!(
        "# Kent County Council: local authority assessment\n## Overall summary\n{BODY}\n## Theme 1: How the local authority works with people\n## Assessing needs\nScore: 2\n### Key findings for this quality statement\n{BODY}\nKent County Council: local authority assessment\n{BODY}\n## Safeguarding: score 3\n### Key findings for this quality statement\n#### Safeguarding systems\n{BODY}\n"
    );
    let report = tag("x.md", &text);
    assert_eq!(report.kind.key(), "whole-report");
    assert_eq!(
        lines(&report),
        [
            "Kent - - summary: People told us",
            "Kent needs 2 findings: People told us",
            "Kent needs 2 findings: People told us",
            "Kent safeguarding 3 findings/Safeguarding systems: People told us",
        ]
    );
    assert_eq!(scores(&report), ["needs 2", "safeguarding 3"]);
}

#[test]
fn labels_with_scores_above_text_head_pages_where_they_recur() {
    let title = "Kent County Council: local authority assessment\n";
    let names = ["Assessing needs", "Safeguarding", "Equity in experience and outcomes"];
    for head in [
        |_: usize, name: &str| format!("{name} \u{2013} Score: 2"),
        |n: usize, name: &str| format!("{}. {name}\nScore: 2", n + 1),
    ] {
        let pages = |count: usize| -> String {
            let pages = names.iter().take(count).enumerate();
            pages.map(|(n, name)| format!("{}\n{BODY}\n", head(n, name))).collect()
        };
        let report = tag("x.txt", &format!("{title}{}", pages(3)));
        assert_eq!(report.kind.key(), "whole-report");
        assert_eq!(scores(&report), ["needs 2", "safeguarding 2", "equity 2"]);
        assert_eq!(lines(&report)[1], "Kent safeguarding 2 findings: People told us");
        let contents = format!("Contents\n{}\n", names.map(|name| format!("{name} 3")).join("\n"));
        assert_eq!(scores(&tag("x.txt", &format!("{title}{contents}{}", pages(3)))).len(), 3);
        // Two may be a paper's, and so may those without a title.
        assert_eq!(scores(&tag("x.txt", &format!("{title}{}", pages(2)))).len(), 0);
        assert_eq!(tag("x.txt", &pages(3)).kind.key(), "unrecognised");
    }
}

#[test]
fn a_paper_that_quotes_a_report_inherits_no_score() {
    let text = format!(
        "Marlow Vale Borough Council\nReport to the Scrutiny Committee\nPurpose of the report\n{BODY}\nThe Care Quality Commission rated Marlow Vale Borough Council as good.\nSafeguarding\nScore: 2\n2 - Evidence shows some shortfalls\n{BODY}\n- Assessing needs \u{2013} 3\n- Safeguarding \u{2013} 2\n{BODY}"
    );
    let report = tag("x.txt", &text);
    assert_eq!(report.kind.key(), "unrecognised");
    assert!(report.scores.is_empty());
    assert!(report.paragraphs.iter().all(|p| p.page.score.is_none() && p.section.key() == "other"));
    assert!(codes(&report).iter().any(|c| c.0 == "not-a-report"));
}

#[test]
fn a_whole_page_that_is_a_papers_appendix_is_tagged_as_a_page() {
    let page = "Safeguarding\nScore: 2\n2 - Evidence shows some shortfalls\nWhat people expect\nI feel safe.\nThe local authority commitment\nWe work with people.\nKey findings for this quality statement";
    let front = format!("Purpose of the report\n{BODY}\nAppendix 1\n");
    let below = |text: &str| lines(&tag("Wigan/paper.txt", text));
    assert_eq!(
        below(&format!("{front}{page}\n{BODY}")),
        [
            "Wigan - - other: Purpose of the",
            "Wigan - - other: People told us",
            "Wigan - - other: Appendix 1",
            "Wigan safeguarding 2 expectations: I feel safe.",
            "Wigan safeguarding 2 commitment: We work with",
            "Wigan safeguarding 2 findings: People told us",
        ]
    );
    for quoted in [
        format!("{front}{page}\n{BODY}\nRecommendations\n{BODY}"),
        format!("{front}{}\n{BODY}", page.replace("Key findings for this quality statement", "")),
        format!("{front}{}\n{BODY}", page.replace("Score: 2\n2 - Evidence shows some shortfalls", "")),
    ] {
        assert!(below(&quoted).iter().all(|line| line.starts_with("Wigan - - other")), "{quoted}");
    }
}

#[test]
fn a_title_may_stand_in_two_lines() {
    for title in [
        "# Leeds City Council\nLocal authority assessment",
        "Local authority assessment\n# Leeds City Council",
        "Leeds City Council: local authority\nassessment",
        "Leeds City Council: local\nauthority assessment",
    ] {
        let report = tag("x.txt", &format!("{title}\nSafeguarding\nScore: 2\nKey findings\n{BODY}"));
        assert_eq!(lines(&report), ["Leeds safeguarding 2 findings: People told us"], "{title}");
        assert_eq!(codes(&report), [], "{title}");
    }
    for title in [
        "Leeds City Council: local authority assessment | CQC",
        "Leeds City Council: local authority assessment, January 2025",
        "Leeds City Council: local authority assessment (8 November 2024)",
        "Leeds City Council: adult social care: local authority assessment",
        "Leeds City Council: pilot assessment",
    ] {
        let report = tag("x.txt", &format!("{title}\nSafeguarding\nScore: 2\nKey findings\n{BODY}"));
        assert_eq!(lines(&report), ["Leeds safeguarding 2 findings: People told us"], "{title}");
    }
    let broken = "Leeds City Council: local authority\nassessment\nSupporting people to live\nhealthier lives\nScore: 2\nKey findings for this quality\nstatement\n";
    assert_eq!(
        lines(&tag("x.txt", &format!("{broken}{BODY}\n{broken}{BODY}"))),
        ["Leeds support 2 findings: People told us"; 2]
    );
    for (title, name) in [
        ("North\nSomerset Council: local authority assessment", "North Somerset"),
        (
            "Bath and North East\nSomerset Council: local authority\nassessment",
            "Bath and North East Somerset",
        ),
        ("City of Bradford Metropolitan District\nCouncil: local authority assessment", "Bradford"),
        ("City of Bradford Metropolitan\nDistrict Council: local authority\nassessment", "Bradford"),
        ("City of Bradford MDC: local authority assessment", "Bradford"),
        ("Vale of Saltmere Borough\nCouncil: local authority assessment", "Vale of Saltmere Borough Council"),
        ("Related pages\nSomerset Council: local authority assessment", "Somerset"),
        ("Council: local authority assessment", "-"),
    ] {
        let report = tag("x.txt", &format!("{title}\nSafeguarding\nScore: 2\nKey findings\n{BODY}"));
        let expected = format!("{name} safeguarding 2 findings: People told us");
        assert_eq!(lines(&report).last(), Some(&expected), "{title}");
    }
    let other = format!("Reports we read\nLocal authority assessment\n{BODY}\n{BODY}");
    assert_eq!(tag("x.txt", &other).kind.key(), "unrecognised");
}

#[test]
fn a_title_within_a_sentence_is_no_title() {
    let text = format!(
        "Briefing note\nThe following is taken from the London Borough of Barnet: local authority assessment\n{BODY}\nSafeguarding\nScore: 2\n{BODY}"
    );
    let report = tag("x.txt", &text);
    assert_eq!(report.kind.key(), "unrecognised");
    assert!(report.paragraphs.iter().all(|p| p.page.authority.is_none() && p.page.score.is_none()));
    // A quoted title with the paper's own words below it gives its statement no score.
    let text = format!(
        "London Borough of Barnet: local authority assessment\n{BODY}\n{BODY}\nSafeguarding\nScore: 2\n{BODY}"
    );
    assert!(tag("x.txt", &text).paragraphs.iter().all(|p| p.page.score.is_none()));
}

#[test]
fn a_listed_name_within_a_longer_one_is_not_taken() {
    let release = "The Care Quality Commission has rated Surrey Heath Borough Council as good.\nInspectors found:\n- Staff were kind.";
    assert!(lines(&tag("x.txt", release))[0].starts_with("Surrey Heath Borough Council - - press"));
}

#[test]
fn any_other_text_is_indexed_and_named() {
    let report =
        tag("walks.txt", &format!("Surrey walks\n{BODY}\nSurrey is wet. Surrey is green. Surrey is near."));
    assert!(report.paragraphs.iter().all(|p| p.page.authority.is_none()));
    assert_eq!(codes(&report), [("authority-unknown", None), ("not-a-report", None)]);
    assert_eq!(tag("empty.txt", "").paragraphs, []);
}

#[test]
fn evidence_of_the_authority_is_weighed() {
    let page = format!(
        "Safeguarding\nScore: 3\n3 - Evidence shows a good standard\nKey findings for this quality statement\n{BODY}"
    );
    let titled = |name: &str| format!("{name}: local authority assessment\n{page}");
    for (id, text, authority, from, problem) in [
        ("x.txt", titled("London Borough of Barnet"), "Barnet", "title line", None),
        (
            "camden/x.txt",
            titled("London Borough of Barnet"),
            "Barnet",
            "title line",
            Some("authority-conflict"),
        ),
        ("camden_town_note.txt", titled("London Borough of Barnet"), "Barnet", "title line", None),
        (
            "barnet-0125-theme3-safeguarding.html",
            page.clone(),
            "Barnet",
            "page address",
            Some("authority-from-name"),
        ),
        (
            "sunderland-0525/theme3/safeguarding.html",
            page.clone(),
            "Sunderland",
            "page address",
            Some("authority-from-name"),
        ),
        (
            "North Somerset/page.txt",
            page.clone(),
            "North Somerset",
            "folder name",
            Some("authority-from-name"),
        ),
        (
            "lincolnshire county council.txt",
            page.clone(),
            "Lincolnshire",
            "file name",
            Some("authority-from-name"),
        ),
        ("camden/barnet safeguarding.txt", page.clone(), "-", "-", Some("authority-conflict")),
        ("reading/page.txt", page.clone(), "-", "-", Some("authority-unknown")),
        ("surrey/compared with kent.txt", page.clone(), "-", "-", Some("authority-unknown")),
        ("surrey/york street.txt", page.clone(), "Surrey", "folder name", Some("authority-from-name")),
        ("bury/page.txt", page.clone(), "Bury", "folder name", Some("authority-from-name")),
        ("somerset north page.txt", page.clone(), "-", "-", Some("authority-unknown")),
        ("x.txt", titled("County Durham"), "County Durham", "title line", None),
        (
            "x.txt",
            titled("Royal Borough of Windsor & Maidenhead"),
            "Windsor and Maidenhead",
            "title line",
            None,
        ),
        (
            "x.txt",
            format!(
                "https://www.cqc.org.uk/care-services/local-authority-assessment-reports/redcarcleveland-0325\n{page}"
            ),
            "Redcar and Cleveland",
            "page address",
            Some("authority-from-name"),
        ),
        (
            "x.txt",
            format!("Saved from: https://www.cqc.org.uk/about-us/kent\n{page}"),
            "-",
            "-",
            Some("authority-unknown"),
        ),
        ("x.txt", titled("Kingsmarsh"), "Kingsmarsh", "title line", Some("authority-not-listed")),
        ("x.txt", titled("Reading Borough Council"), "Reading", "title line", None),
    ] {
        let report = tag(id, &text);
        let tag = report.paragraphs[0].page.authority.as_ref();
        assert_eq!(tag.map_or("-", |t| t.value.name.as_str()), authority, "{id}");
        assert_eq!(tag.map_or("-", |t| t.evidence.from.words()), from, "{id}");
        assert_eq!(report.problems.first().map(|p| p.code.code()), problem, "{id}");
        assert_eq!(
            report.paragraphs[0].page.statement.as_ref().map(|s| s.value.as_str()),
            Some("safeguarding"),
            "{id}"
        );
    }
}

#[test]
fn an_override_settles_what_the_text_cannot() {
    let overrides = Overrides::parse("overrides.toml", "[[override]]\npath = \"*.txt\"\nauthority = \"E09000003\"\nstatement = \"Safeguarding\"\nscore = 2\npublished = \"2025-01\"\n").unwrap();
    let report =
        Tagger::new(&Catalogue::embedded(), Some(overrides)).tag(ReportId::from_id("x.txt"), reading(BODY));
    assert_eq!(lines(&report), ["Barnet safeguarding 2 other: People told us"]);
    let page = &report.paragraphs[0].page;
    assert_eq!(page.authority.as_ref().unwrap().evidence.from.words(), "override file");
    assert_eq!(page.assessment.as_deref(), Some("barnet/2025-01"));
}

/// A regime with judgements in words, one of which holds two others, and its own labels.
const OTHER_REGIME: &str = r#"
key = "island-schools-2030"
name = "Inspections of island schools"

[[theme]]
key = "all"
number = 1
name = "All"

[[statement]]
key = "teaching"
number = 1
name = "Quality of teaching"
theme = "all"

[[statement]]
key = "boats"
number = 2
name = "Safety of boats"
theme = "all"

[scale]
min = 1
max = 4
labels = ["Inadequate", "Requires improvement to be good", "Good", "Outstanding"]

[[rating]]
key = "good"
name = "Good"
from_percent = 50
to_percent = 100

[layout]
titles = ["{name}: inspection of schools"]
score_lines = ["Judgement: {score}"]

[[layout.label]]
forms = ["What inspectors found"]
section = "findings"
"#;

#[test]
fn another_regime_is_another_file() {
    let mut catalogue = Catalogue::embedded();
    catalogue.frameworks.push(Framework::read("other.toml", OTHER_REGIME).unwrap());
    let text = format!(
        "Isle of Wight Council: inspection of schools\nQuality of teaching\nJudgement: Requires improvement to be good\nWhat inspectors found\nLessons by the sea\n{BODY}\nSafety of boats\nJudgement: Good\nWhat inspectors found\n{BODY}"
    );
    let report = tag_with(&catalogue, "x.txt", &text);
    assert_eq!(
        lines(&report),
        [
            "Isle of Wight teaching 2 findings/Lessons by the sea: People told us",
            "Isle of Wight boats 3 findings: People told us"
        ]
    );
    assert_eq!(report.paragraphs[0].page.framework.as_deref(), Some("island-schools-2030"));
    assert_eq!(tag_with(&catalogue, "y.txt", &format!("Kent County Council: local authority assessment\nSafeguarding\nScore: 2\nKey findings\n{BODY}")).paragraphs[0].page.framework.as_deref(), Some("cqc-la-2023"));
}
