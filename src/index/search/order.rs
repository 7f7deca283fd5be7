//! The best of many paragraphs, and which of two equal ones comes first: the one whose id does.

use std::{borrow::Cow, cmp::Ordering, sync::atomic};

use tantivy::{DocId, columnar::StrColumn};

use super::names;
use crate::index::{error::IndexError, open::Index};

/// Once so many names have been looked up for each report of the index, the places of all are worked out. The corpora of
/// tests are small, and both ways must give the same answers.
const MOST_NAMES: f32 = if cfg!(debug_assertions) { 10.0 } else { 0.05 };

/// The place of a report, first among those of its segment, then among all, and a paragraph's number in it.
type Rank = (u64, u64);

/// One paragraph in the order of an answer.
#[derive(Clone, Copy, Debug)]
pub(in crate::index) struct Place {
    pub(in crate::index) segment: u32,
    pub(in crate::index) doc: DocId,
    pub(super) relevance: f32,
    /// Known of those that have been chosen.
    rank: Rank,
}

/// Paragraphs of one segment with their relevance.
pub(super) struct Scored<'a> {
    pub(in crate::index) docs: Cow<'a, [DocId]>,
    pub(super) relevance: Vec<f32>,
}

impl Scored<'_> {
    /// Without those of which `wanted` others are better.
    pub(super) fn best(self, wanted: usize) -> Self {
        if self.docs.len() <= wanted {
            return self;
        }
        let least = least_of_best(std::slice::from_ref(&self), wanted);
        let both = self.docs.iter().zip(&self.relevance).filter(|(_, relevance)| **relevance >= least);
        let (docs, relevance): (Vec<DocId>, Vec<f32>) = both.unzip();
        Scored { docs: docs.into(), relevance }
    }
}

fn places<'a>(
    scored: &'a [Scored<'_>],
    wanted: impl Fn(f32) -> bool + Copy + 'a,
) -> impl Iterator<Item = Place> + 'a {
    scored.iter().enumerate().flat_map(move |(segment, scored)| {
        let both =
            scored.docs.iter().zip(&scored.relevance).filter(move |(_, relevance)| wanted(**relevance));
        both.map(move |(doc, relevance)| Place {
            segment: segment as u32,
            doc: *doc,
            relevance: *relevance,
            rank: Rank::default(),
        })
    })
}

/// The relevance of the last of the `wanted` best, of more than so many. Most are out at one glance.
fn least_of_best(scored: &[Scored<'_>], wanted: usize) -> f32 {
    let keep_best = |best: &mut Vec<f32>| {
        best.select_nth_unstable_by(wanted - 1, |a, b| b.total_cmp(a));
        best.truncate(wanted);
        best[wanted - 1]
    };
    let mut best = Vec::with_capacity(2 * wanted);
    let mut least = f32::NEG_INFINITY;
    for relevance in scored.iter().flat_map(|scored| &scored.relevance) {
        if *relevance > least {
            best.push(*relevance);
            if best.len() == 2 * wanted {
                least = keep_best(&mut best);
            }
        }
    }
    keep_best(&mut best)
}

impl Place {
    /// Orders places as their paragraph ids do.
    pub(super) fn by_id(&self, other: &Place) -> Ordering {
        self.rank.cmp(&other.rank)
    }

    pub(super) fn best_first(&self, other: &Place) -> Ordering {
        other.relevance.total_cmp(&self.relevance).then_with(|| self.by_id(other))
    }
}

impl Index {
    /// All of them, in no order.
    pub(super) fn all_places(&self, scored: &[Scored<'_>]) -> Result<Vec<Place>, IndexError> {
        let places: Result<_, _> = places(scored, |_| true).map(|place| self.in_segment(place)).collect();
        self.ranked(places?)
    }

    /// The so many best, in no order; ties by id. Most paragraphs share their relevance with many others, so
    /// ids are looked at only where the best end among equals, and names only of the first of these in each segment.
    pub(super) fn best(&self, scored: &[Scored<'_>], wanted: usize) -> Result<Vec<Place>, IndexError> {
        let count: usize = scored.iter().map(|scored| scored.docs.len()).sum();
        if count <= wanted {
            return self.all_places(scored);
        }
        let least = least_of_best(scored, wanted);
        let (mut best, mut ties) = (Vec::with_capacity(wanted), Vec::new());
        for place in places(scored, |relevance| relevance >= least) {
            if place.relevance > least { &mut best } else { &mut ties }.push(self.in_segment(place)?);
        }
        let room = wanted - best.len();
        for ties in ties.chunk_by_mut(|a, b| a.segment == b.segment) {
            if room < ties.len() {
                ties.select_nth_unstable_by(room - 1, Place::by_id);
            }
            best.extend_from_slice(&ties[..room.min(ties.len())]);
        }
        let mut best = self.ranked(best)?;
        if wanted < best.len() {
            best.select_nth_unstable_by(wanted - 1, Place::best_first);
            best.truncate(wanted);
        }
        Ok(best)
    }

    fn in_segment(&self, place: Place) -> Result<Place, IndexError> {
        let rank = self.segments[place.segment as usize].id_key(place.doc);
        Ok(Place { rank: rank.map_err(|error| self.fail(&error))?, ..place })
    }

    /// With ranks among all in place of those of their segments, which are the same where there is only one.
    fn ranked(&self, mut places: Vec<Place>) -> Result<Vec<Place>, IndexError> {
        if self.segments.len() > 1 {
            match self.report_ranks(places.len()).map_err(|error| self.fail(&error))? {
                Some(ranks) => {
                    for place in &mut places {
                        let rank = ranks[place.segment as usize].get(place.rank.0 as usize);
                        place.rank.0 = rank.map_or(u64::MAX, |rank| u64::from(*rank));
                    }
                }
                None => self.rank_by_name(&mut places)?,
            }
        }
        Ok(places)
    }

    /// The place of each report among all, by segment and ordinal; not for the first answers, which are quicker with the
    /// names of their own reports.
    fn report_ranks(&self, wanted: usize) -> tantivy::Result<Option<&[Vec<u32>]>> {
        if let Some(ranks) = self.report_ranks.get() {
            return Ok(Some(ranks));
        }
        let columns = self.segments.iter().map(|segment| segment.reports());
        let columns: Vec<&StrColumn> = columns.collect::<Result<_, _>>()?;
        let reports: usize = columns.iter().map(|column| column.num_terms()).sum();
        let before = self.looked_up.fetch_add(wanted, atomic::Ordering::Relaxed);
        if ((before + wanted) as f32) < MOST_NAMES * reports as f32 {
            return Ok(None);
        }
        let lists: tantivy::Result<Vec<_>> = columns.into_iter().map(names::Stream::of).collect();
        let ranks = names::places(&mut lists?).0;
        Ok(Some(self.report_ranks.get_or_init(|| ranks)))
    }

    fn rank_by_name(&self, places: &mut [Place]) -> Result<(), IndexError> {
        places.sort_unstable_by_key(|place| (place.segment, place.rank));
        let mut names = Vec::with_capacity(places.len());
        for places in places.chunk_by(|a, b| a.segment == b.segment) {
            let reports: Vec<u64> = places.iter().map(|place| place.rank.0).collect();
            self.segments[places[0].segment as usize]
                .report_names(&reports, |name| names.push(name.to_owned()))
                .map_err(|error| self.fail(&error))?;
        }
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_unstable_by(|a, b| names[*a].cmp(&names[*b]));
        for (rank, reports) in (0..).zip(order.chunk_by(|a, b| names[*a] == names[*b])) {
            reports.iter().for_each(|report| places[*report].rank.0 = rank);
        }
        Ok(())
    }
}
