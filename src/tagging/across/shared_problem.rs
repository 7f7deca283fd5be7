use crate::model::{Problem, ProblemCode, ReportId, ScoreFact, ScoreSource};

/// What a file shares with others, told on it. Put into words only when its row is written: a hundred thousand reports
/// that contradict each other have a million of these.
#[derive(Clone, Copy, Debug)]
pub(super) enum SharedProblem<'a> {
    /// Its text stands in an earlier file, word for word.
    Copy {
        first: &'a ReportId,
    },
    /// Its text stands in later files; of many, the first few by name.
    Copied {
        by: [Option<&'a ReportId>; NAMED],
        more: u32,
    },
    /// All its pages, or only some, are versions of pages of another file.
    NearCopy {
        original: &'a ReportId,
        whole: bool,
    },
    NearCopied {
        copy: &'a ReportId,
    },
    /// One statement of one assessment has two scores.
    Conflict {
        here: &'a ScoreFact,
        there: &'a ScoreFact,
        other: &'a ReportId,
    },
}

/// Copies that are named where there are many.
const NAMED: usize = 3;

impl<'a> SharedProblem<'a> {
    pub(in crate::tagging) fn copied(copies: impl ExactSizeIterator<Item = &'a ReportId>) -> Self {
        let more = copies.len().saturating_sub(NAMED) as u32;
        let mut by = [None; NAMED];
        by.iter_mut().zip(copies).for_each(|(place, copy)| *place = Some(copy));
        SharedProblem::Copied { by, more }
    }

    pub(in crate::tagging) fn line(&self) -> Option<u32> {
        match self {
            // An override stands in a file of its own.
            SharedProblem::Conflict { here, .. } if here.source != ScoreSource::Override => {
                Some(here.at.line)
            }
            _ => None,
        }
    }

    pub(super) fn in_words(&self) -> Problem {
        let (code, message) = match self {
            SharedProblem::Copy { first } => (
                ProblemCode::DuplicateReport,
                format!("the same text as `{first}`, word for word: it is indexed once, under that name"),
            ),
            SharedProblem::Copied { by, more } => {
                let named: Vec<String> = by.iter().flatten().map(|copy| format!("`{copy}`")).collect();
                let more = if *more > 0 { format!(" and {more} more") } else { String::new() };
                (
                    ProblemCode::DuplicateReport,
                    format!(
                        "the same text stands in {}{more}: it is indexed once, under this name",
                        named.join(", ")
                    ),
                )
            }
            SharedProblem::NearCopy { original, whole } => {
                let part = if *whole { "this" } else { "a page of this file" };
                (
                    ProblemCode::NearDuplicateReport,
                    format!("{part} is nearly the same page as in `{original}`: {BOTH_INDEXED}"),
                )
            }
            SharedProblem::NearCopied { copy } => (
                ProblemCode::NearDuplicateReport,
                format!("nearly the same page stands in `{copy}`: {BOTH_INDEXED}"),
            ),
            SharedProblem::Conflict { here, there, other } => {
                let score = |fact: &ScoreFact| fact.score.map(|score| score.to_string()).unwrap_or_default();
                let said = match there.source {
                    ScoreSource::Override => {
                        format!("`overrides.toml`, line {}, for `{other}`", there.at.line)
                    }
                    _ => format!("`{other}`, line {}", there.at.line),
                };
                (
                    ProblemCode::ConflictingScores,
                    format!(
                        "{} has the score {} for `{}` here, but {} in {said}: both were kept as published",
                        here.authority.as_deref().unwrap_or_default(),
                        score(here),
                        here.statement.as_deref().unwrap_or_default(),
                        score(there),
                    ),
                )
            }
        };
        Problem::new(code, self.line(), message)
    }
}

const BOTH_INDEXED: &str = "both are indexed, and counts say how many are copies";
