//! Scores that contradict each other, in two files or in one.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{FactsOf, ReportId, ScoreFact};

use super::shared_problem::SharedProblem;

/// One statement after another: the scores of a hundred thousand whole reports need not be listed all at once.
pub(super) fn conflicting_scores<'a>(
    files: &[FactsOf<'a>],
    problems: &mut Vec<(&'a ReportId, SharedProblem<'a>)>,
) {
    let facts = files.iter().flat_map(|file| file.scores());
    let statements: BTreeSet<&str> = facts.filter_map(|fact| fact.statement.as_deref()).collect();
    for statement in statements {
        let stated = files.iter().flat_map(|file| file.scores().iter().map(|fact| (file.id, fact)));
        let scored = |fact: &ScoreFact| fact.statement.as_deref() == Some(statement) && fact.score.is_some();
        let mut stated: Vec<Stated<'_>> = stated.filter(|(_, fact)| scored(fact)).collect();
        // Stable: those of one council stay ordered by file.
        stated.sort_by_key(|(_, fact)| fact.authority.as_deref());
        for facts in stated.chunk_by(|(_, a), (_, b)| a.authority == b.authority) {
            if facts[0].1.authority.is_some() {
                contradictions(facts, problems);
            }
        }
    }
}

type Stated<'a> = (&'a ReportId, &'a ScoreFact);

/// In what is stated of one council and statement.
fn contradictions<'a>(facts: &[Stated<'a>], problems: &mut Vec<(&'a ReportId, SharedProblem<'a>)>) {
    let scores: BTreeSet<_> = facts.iter().map(|(_, fact)| fact.score).collect();
    if scores.len() < 2 {
        return;
    }
    // By score, so that many files that agree are not compared with each other.
    let mut by_score: BTreeMap<_, Vec<&Stated<'_>>> = BTreeMap::new();
    facts.iter().for_each(|stated| by_score.entry(stated.1.score).or_default().push(stated));
    // One contradiction each is enough to send a reader to the other file.
    let mut told: BTreeSet<&ReportId> = BTreeSet::new();
    for (id, fact) in facts {
        let others = by_score.iter().filter(|(score, _)| **score != fact.score);
        let rival = others.flat_map(|(_, stated)| stated).find(|(_, other)| same_assessment(fact, other));
        if let Some((other, there)) = rival
            && told.insert(id)
        {
            problems.push((id, SharedProblem::Conflict { here: fact, there, other }));
        }
    }
}

/// Where a month or a status is missing, two scores are taken to be of one assessment.
fn same_assessment(a: &ScoreFact, b: &ScoreFact) -> bool {
    let month = a.assessment.is_none() || b.assessment.is_none() || a.assessment == b.assessment;
    let status = a.status.is_none() || b.status.is_none() || a.status == b.status;
    month && status
}
