//! The releases and pages of one file, each tagged by itself, as the one report that their file is.

use std::collections::HashSet;

use crate::model::{Kind, Problem, ProblemCode, Report};

/// A problem that names more is no longer read.
const MOST_NAMED: usize = 12;

/// The reports of one file as one, each paragraph with the tags of its own; `problems`: the reader's.
pub(super) fn joined(reports: Vec<Report>, mut problems: Vec<Problem>) -> Report {
    let mut named: Vec<(&str, Option<u32>)> = Vec::new();
    let mut known = HashSet::new();
    for page in reports.iter().filter_map(|report| Some(&report.paragraphs.first()?.page)) {
        if let Some(tag) = &page.authority
            && known.insert(&tag.value.name)
        {
            named.push((&tag.value.name, tag.evidence.line));
        }
    }
    if named.len() > 1 {
        let list: Vec<String> = named.iter().take(MOST_NAMED).map(|(name, _)| (*name).to_owned()).collect();
        let more = named.len().checked_sub(MOST_NAMED).filter(|more| *more > 0);
        let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
        problems.push(Problem::new(
            ProblemCode::SeveralAuthorities,
            named[1].1,
            format!(
                "releases or pages about {}{more} stand in this file: each was given its own authority; parting the file settles it",
                list.join(", ")
            ),
        ));
    }
    let mut reports = reports.into_iter();
    let mut whole = reports.next().expect("a file in pieces has a first");
    problems.append(&mut whole.problems);
    for report in reports {
        let before = u32::try_from(whole.paragraphs.len()).unwrap_or(u32::MAX);
        whole.paragraphs.extend(report.paragraphs.into_iter().map(|mut paragraph| {
            paragraph.id.number = paragraph.id.number.saturating_add(before);
            paragraph
        }));
        whole.scores.extend(report.scores);
        whole.ratings.extend(report.ratings);
        problems.extend(report.problems);
        if whole.kind != report.kind {
            whole.kind = Kind::WholeReport;
        }
    }
    let mut known = HashSet::new();
    problems.retain(|problem| known.insert(problem.clone()));
    Report { problems, ..whole }
}
