use super::{Published, RatingFact, ReportId, Score, ScoreFact, SharedText, SharedTexts};

/// The little that is remembered of a file so that what concerns several files (copies, near copies,
/// scores that contradict each other) can be found again without reading any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    pub id: ReportId,
    /// Of the words of all paragraphs, in order: equal for the same text under two names.
    pub digest: u128,
    pub pages: Vec<PageFacts>,
    pub scores: Vec<ScoreFact>,
    /// Overall ratings and percentages, so that `scores --check` can hold them against the scores.
    pub ratings: Vec<RatingFact>,
}

impl FileFacts {
    /// Keeps what recurs once.
    pub fn share(&mut self, names: &mut SharedTexts) {
        let pages = self.pages.iter_mut().flat_map(|page| [&mut page.authority, &mut page.statement]);
        let scores = self.scores.iter_mut();
        let scores = scores.flat_map(|fact| [&mut fact.authority, &mut fact.assessment, &mut fact.statement]);
        let ratings = self.ratings.iter_mut();
        let ratings = ratings.flat_map(|fact| [&mut fact.authority, &mut fact.assessment, &mut fact.rating]);
        pages.chain(scores).chain(ratings).flatten().for_each(|name| names.once(name));
    }
}

/// One page of a file: enough to tell whether two pages are versions of the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFacts {
    /// The number of its first paragraph.
    pub first: u32,
    pub authority: Option<SharedText>,
    pub statement: Option<SharedText>,
    pub score: Option<Score>,
    pub published: Option<Published>,
    /// `None` where there is too little text to compare.
    pub sketch: Option<Sketch>,
}

/// Bytes of the least hashes of the word runs of a page's own paragraphs, framework text left out.
pub type Sketch = [u8; 64];
