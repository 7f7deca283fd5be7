#![no_main]
//! Any text is a query or one of the listed errors; printed and read again it is the same; its plan
//! runs over any paragraph and marks lie on character boundaries.

use std::sync::{Arc, LazyLock};

use findings::model::{Catalogue, Kind, Location, Page, Paragraph, ParagraphId, ReportId, Section};
use findings::query::{Lexicon, Matcher, PlanOptions, Planner, parse};
use libfuzzer_sys::fuzz_target;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

fn paragraph(text: &str) -> Paragraph {
    let page = Page {
        path: "a.txt".into(),
        title: None,
        url: None,
        kind: Kind::Unrecognised,
        authority: None,
        statement: None,
        score: None,
        published: None,
        rating: None,
        status: None,
        framework: None,
        assessment: None,
    };
    Paragraph {
        id: ParagraphId { report: ReportId::from_id("a.txt"), number: 1 },
        text: text.into(),
        section: Section::Findings,
        subheading: None,
        at: Location::default(),
        page: Arc::new(page),
    }
}

fuzz_target!(|data: (String, String)| {
    let (query, text) = data;
    let Ok(ast) = parse(&query) else { return };
    let printed = ast.to_string();
    assert_eq!(parse(&printed).expect("a printed query reads").to_string(), printed);
    let planner = Planner { catalogue: &CATALOGUE, lexicon: &LEXICON, vocabulary: None, more_authorities: &[] };
    let Ok(plan) = planner.plan(&ast, &[], &PlanOptions::default()) else { return };
    assert!(parse(&plan.understood).is_ok());
    for text in [&text, &query] {
        if let Some(found) = Matcher::new(&plan, &CATALOGUE).matches(&paragraph(text)) {
            assert!(found.marks.iter().all(|mark| text.get(mark.clone()).is_some_and(|marked| !marked.is_empty())));
        }
    }
});
