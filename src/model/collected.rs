use std::{collections::BTreeMap, ops::Range};

use super::{FileFacts, PageFacts, RatingFact, ReportId, ScoreFact, SharedTexts};

/// The facts of many files, laid end to end: a hundred thousand whole reports have a million pages, and a list for
/// each of them would take twice the room.
#[derive(Clone, Debug, Default)]
pub struct CollectedFacts {
    files: BTreeMap<ReportId, Parts>,
    pages: Vec<PageFacts>,
    scores: Vec<ScoreFact>,
    ratings: Vec<RatingFact>,
    names: SharedTexts,
}

/// Where the facts of a file stand.
#[derive(Clone, Debug)]
struct Parts {
    digest: u128,
    pages: Range<u32>,
    scores: Range<u32>,
    ratings: Range<u32>,
}

impl CollectedFacts {
    /// Adds the facts of a file, in the place of those it had.
    pub fn put(&mut self, mut facts: FileFacts) {
        facts.share(&mut self.names);
        let FileFacts { id, digest, pages, scores, ratings } = facts;
        let parts = Parts {
            digest,
            pages: append(&mut self.pages, pages),
            scores: append(&mut self.scores, scores),
            ratings: append(&mut self.ratings, ratings),
        };
        self.files.insert(id, parts);
    }

    /// The room it took is given back with all the rest.
    pub fn remove(&mut self, id: &ReportId) {
        self.files.remove(id);
    }

    pub fn get<'a>(&'a self, id: &ReportId) -> Option<FactsOf<'a>> {
        self.files.get_key_value(id).map(|(id, parts)| FactsOf { all: self, id, parts })
    }

    /// Ordered by id.
    pub fn iter(&self) -> impl Iterator<Item = FactsOf<'_>> {
        self.files.iter().map(|(id, parts)| FactsOf { all: self, id, parts })
    }
}

fn append<T>(list: &mut Vec<T>, more: Vec<T>) -> Range<u32> {
    let from = list.len() as u32;
    list.extend(more);
    from..list.len() as u32
}

impl FromIterator<FileFacts> for CollectedFacts {
    fn from_iter<I: IntoIterator<Item = FileFacts>>(files: I) -> Self {
        let mut collected = CollectedFacts::default();
        files.into_iter().for_each(|facts| collected.put(facts));
        collected
    }
}

/// The facts of one file among those of many.
#[derive(Clone, Copy, Debug)]
pub struct FactsOf<'a> {
    all: &'a CollectedFacts,
    pub id: &'a ReportId,
    parts: &'a Parts,
}

impl<'a> FactsOf<'a> {
    pub fn digest(self) -> u128 {
        self.parts.digest
    }

    pub fn pages(self) -> &'a [PageFacts] {
        part(&self.all.pages, &self.parts.pages)
    }

    pub fn scores(self) -> &'a [ScoreFact] {
        part(&self.all.scores, &self.parts.scores)
    }

    /// On their own, as they were put.
    pub fn to_facts(self) -> FileFacts {
        FileFacts {
            id: self.id.clone(),
            digest: self.parts.digest,
            pages: self.pages().to_vec(),
            scores: self.scores().to_vec(),
            ratings: part(&self.all.ratings, &self.parts.ratings).to_vec(),
        }
    }
}

fn part<'a, T>(list: &'a [T], range: &Range<u32>) -> &'a [T] {
    &list[range.start as usize..range.end as usize]
}
