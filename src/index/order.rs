//! The best of many paragraphs, and which of two equal ones comes first: the one whose id does.

use std::{borrow::Cow, cmp::Ordering};

use tantivy::DocId;

use super::{names, open::Index};

/// The place of a report among all, and a paragraph's number in it.
type Rank = (u64, u64);

/// One paragraph in the order of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) doc: DocId,
    pub(super) relevance: f32,
    /// Known of those that have been chosen.
    rank: Rank,
}

/// Paragraphs of one segment with their relevance.
pub(super) struct Scored<'a> {
    pub(super) docs: Cow<'a, [DocId]>,
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
}

impl Index {
    /// All of them, in no order.
    pub(super) fn all_places(&self, scored: &[Scored<'_>]) -> Vec<Place> {
        places(scored, |_| true).map(|place| self.ranked(place)).collect()
    }

    /// The so many best, in no order; ties by id. Most paragraphs share their relevance with many others, so
    /// ids are looked at only where the best end among equals.
    pub(super) fn best(&self, scored: &[Scored<'_>], wanted: usize) -> Vec<Place> {
        let count: usize = scored.iter().map(|scored| scored.docs.len()).sum();
        if count <= wanted {
            return self.all_places(scored);
        }
        let least = least_of_best(scored, wanted);
        let (mut best, mut ties) = (Vec::with_capacity(wanted), Vec::new());
        for place in places(scored, |relevance| relevance >= least) {
            if place.relevance > least { &mut best } else { &mut ties }.push(self.ranked(place));
        }
        let room = wanted - best.len();
        if room < ties.len() {
            ties.select_nth_unstable_by_key(room - 1, |place| place.rank);
            ties.truncate(room);
        }
        best.append(&mut ties);
        best
    }

    fn ranked(&self, place: Place) -> Place {
        Place { rank: self.id_rank(&place), ..place }
    }

    /// Orders as paragraph ids do: the place of the report among all, and the number. Ties are many and
    /// names are dear: in a single segment, ordinals are in order already.
    fn id_rank(&self, place: &Place) -> Rank {
        let segment = place.segment as usize;
        let (report, number) = self.segments[segment].id_key(place.doc).unwrap_or((u64::MAX, u64::MAX));
        if self.segments.len() == 1 {
            return (report, number);
        }
        let rank = self.report_ranks()[segment].get(report as usize);
        (rank.map_or(u64::MAX, |rank| u64::from(*rank)), number)
    }

    /// The place of each report among all, by segment and ordinal; worked out at the first need.
    pub(super) fn report_ranks(&self) -> &[Vec<u32>] {
        self.report_ranks
            .get_or_init(|| self.merged_reports().unwrap_or_else(|_| vec![Vec::new(); self.segments.len()]))
    }

    fn merged_reports(&self) -> tantivy::Result<Vec<Vec<u32>>> {
        let lists = self.segments.iter().map(|segment| names::Stream::of(segment.reports()?));
        Ok(names::places(&mut lists.collect::<tantivy::Result<Vec<_>>>()?).0)
    }
}
