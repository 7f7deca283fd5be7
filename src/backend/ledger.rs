use std::collections::BTreeMap;

use crate::model::{FileFacts, Kind, Problem, ProblemCode, RatingFact, ReportId, ScoreFact, SharedTexts};

/// One row of the ledger: what became of one source file. It is committed together with the
/// paragraphs, so that the two cannot disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRecord {
    pub id: ReportId,
    pub stamp: Stamp,
    /// blake3 of the bytes; `None` where they could not be read.
    pub hash: Option<[u8; 32]>,
    pub outcome: Outcome,
    /// Indexed paragraphs; 0 unless `outcome` is `Indexed`.
    pub paragraphs: u32,
    /// Found in this file alone.
    pub problems: Vec<Problem>,
    /// Found by comparing this file with the others; computed anew by every run.
    pub shared_problems: Vec<Problem>,
    /// What comparisons with other files need of it; `None` where nothing could be read.
    pub facts: Option<Box<FileFacts>>,
    /// Set where (nearly) the same page is indexed under an earlier name.
    pub near_copy_of: Option<ReportId>,
}

impl FileRecord {
    /// Its own problems, then those it shares; of a copy only these, since its text has its own under another name.
    pub fn all_problems(&self) -> impl Iterator<Item = &Problem> {
        let own = if matches!(self.outcome, Outcome::DuplicateOf(_)) { &[][..] } else { &self.problems };
        own.iter().chain(&self.shared_problems)
    }

    /// Where else the same text stands, or nearly the same, in sentences.
    pub fn twins(&self) -> Vec<String> {
        let shared = self.shared_problems.iter().filter(|problem| problem.code.is_of_copies());
        shared.map(|problem| problem.message.to_string()).collect()
    }

    /// Without what only comparisons with other files need.
    pub fn without_facts(mut self) -> Self {
        self.facts = None;
        self
    }

    /// Only what tells whether the file has changed.
    pub fn bare(self) -> Self {
        FileRecord { problems: Vec::new(), shared_problems: Vec::new(), facts: None, ..self }
    }

    /// Gives back the room that its lists do not need, and keeps what recurs once: a ledger may have a hundred
    /// thousand rows.
    pub fn compact(&mut self, names: &mut SharedTexts) {
        for problems in [&mut self.problems, &mut self.shared_problems] {
            problems.shrink_to_fit();
            problems.iter_mut().for_each(|problem| names.once(&mut problem.message));
        }
        let Some(facts) = &mut self.facts else { return };
        facts.pages.shrink_to_fit();
        facts.scores.shrink_to_fit();
        facts.ratings.shrink_to_fit();
        facts.share(names);
    }

    /// Every score the file states.
    pub fn scores(&self) -> &[ScoreFact] {
        self.facts.as_ref().map_or(&[], |facts| &facts.scores)
    }

    /// Every overall rating and percentage the file states.
    pub fn ratings(&self) -> &[RatingFact] {
        self.facts.as_ref().map_or(&[], |facts| &facts.ratings)
    }
}

/// What the file system says of a file without opening it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    pub size_bytes: u64,
    /// Since 1970, nanoseconds; 0 where unknown.
    pub modified_ns: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Indexed(Kind),
    /// The same text is indexed under this name.
    DuplicateOf(ReportId),
    /// Nothing of it is indexed; one of its problems says why.
    Skipped,
}

/// A ledger in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub files: usize,
    /// Files that gave paragraphs.
    pub indexed: usize,
    pub copies: usize,
    pub skipped: usize,
    pub paragraphs: usize,
    pub kinds: BTreeMap<Kind, usize>,
    pub problems: BTreeMap<ProblemCode, usize>,
}

impl Totals {
    pub fn add(&mut self, record: &FileRecord) {
        self.files += 1;
        match &record.outcome {
            Outcome::Indexed(kind) => {
                self.indexed += 1;
                *self.kinds.entry(*kind).or_default() += 1;
            }
            Outcome::DuplicateOf(_) => self.copies += 1,
            Outcome::Skipped => self.skipped += 1,
        }
        self.paragraphs += record.paragraphs as usize;
        for problem in record.all_problems() {
            *self.problems.entry(problem.code).or_default() += 1;
        }
    }
}
