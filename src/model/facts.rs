use std::sync::Arc;

use super::{Kind, Published, RatingFact, ReportId, Score, ScoreFact};

/// The little that is remembered of a file so that what concerns several files (copies, near copies,
/// scores that contradict each other) can be found again without reading any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    pub id: ReportId,
    pub kind: Kind,
    /// Of the words of all paragraphs, in order: equal for the same text under two names.
    pub digest: u128,
    pub pages: Vec<PageFacts>,
    pub scores: Vec<ScoreFact>,
    /// Overall ratings and percentages, so that `scores --check` can hold them against the scores.
    pub ratings: Vec<RatingFact>,
}

/// One page of a file: enough to tell whether two pages are versions of the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFacts {
    /// Numbers of its first and last paragraph.
    pub first: u32,
    pub last: u32,
    pub authority: Option<Arc<str>>,
    pub statement: Option<Arc<str>>,
    pub score: Option<Score>,
    pub published: Option<Published>,
    /// Bytes of the least hashes of the word runs of its own paragraphs, framework text left out; empty where there is too
    /// little text to compare.
    pub sketch: Box<[u8]>,
}
