//! What is remembered of a file, and what the files show together.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{FileFacts, PageFacts, Problem, ProblemCode, Report, ReportId};

/// The facts of one report, for comparison with others.
pub(super) fn facts_of(report: &Report) -> FileFacts {
    let mut hasher = blake3::Hasher::new();
    let mut pages: Vec<PageFacts> = Vec::new();
    let mut last_page = None;
    for paragraph in &report.paragraphs {
        hasher.update(paragraph.text.as_bytes());
        hasher.update(b"\n");
        let page = &paragraph.page;
        if !last_page.is_some_and(|last| Arc::ptr_eq(last, page)) {
            pages.push(PageFacts {
                first: paragraph.id.number,
                last: paragraph.id.number,
                authority: page.authority.as_ref().map(|tag| tag.value.name.clone()),
                statement: page.statement.as_ref().map(|tag| tag.value.clone()),
                score: page.score.as_ref().map(|tag| tag.value),
                published: page.published.as_ref().map(|tag| tag.value),
                sketch: Vec::new(),
            });
            last_page = Some(page);
        }
        if let Some(page) = pages.last_mut() {
            page.last = paragraph.id.number;
        }
    }
    let digest: [u8; 16] = hasher.finalize().as_bytes()[..16].try_into().expect("16 of 32 bytes");
    FileFacts {
        id: report.id.clone(),
        kind: report.kind,
        digest: u128::from_le_bytes(digest),
        pages,
        scores: report.scores.clone(),
        ratings: report.ratings.clone(),
    }
}

/// What concerns one file because of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) problems: Vec<Problem>,
    pub(super) near_copy_of: Option<ReportId>,
}

/// Files with the same text, each told of the others.
pub(super) fn compare_files(files: &[&FileFacts]) -> BTreeMap<ReportId, Shared> {
    let mut by_text: BTreeMap<u128, Vec<&FileFacts>> = BTreeMap::new();
    for facts in files.iter().filter(|facts| !facts.pages.is_empty()) {
        by_text.entry(facts.digest).or_default().push(facts);
    }
    let mut shared: BTreeMap<ReportId, Shared> = BTreeMap::new();
    for copies in by_text.into_values().filter(|copies| copies.len() > 1) {
        let first = &copies[0].id;
        for (n, facts) in copies.iter().enumerate() {
            let message = if n == 0 {
                let others: Vec<&str> = copies[1..].iter().map(|copy| copy.id.as_str()).collect();
                format!("the same text is also in {}; it is indexed once, under this name", others.join(", "))
            } else {
                format!("the same text is indexed under {first}; remove one of the two")
            };
            let problem = Problem::new(ProblemCode::DuplicateReport, None, message);
            shared.entry(facts.id.clone()).or_default().problems.push(problem);
        }
    }
    shared
}
