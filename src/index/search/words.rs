//! The words of a plan as entries of the engine's dictionary, and where they stand.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings as _, SegmentPostings, TermInfo},
    schema::IndexRecordOption,
};

use super::{
    bits::{Bits, Set},
    segment::SegmentView,
    vocabulary,
};
use crate::{
    index::{error::IndexError, format::keys, open::Index},
    query::{Form, Slot},
    text::RawHash,
};

/// The dictionary entries of one slot, by segment: one word, the forms of a stem, or the words that a prefix
/// or a spelling opens to.
pub(super) type Entries = Vec<Vec<TermInfo>>;

/// The slots of one query, each looked up once.
#[derive(Debug, Default)]
pub(super) struct SlotEntries {
    known: Mutex<HashMap<Slot, Arc<Entries>, RawHash>>,
}

impl SlotEntries {
    pub(in crate::index) fn of(&self, index: &Index, slot: &Slot) -> Result<Arc<Entries>, IndexError> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entries) = known().get(slot) {
            return Ok(Arc::clone(entries));
        }
        let (stem, words) = match slot.form {
            Form::Stem => (Some(keys::of_stem(&slot.term)), Vec::new()),
            Form::Exact | Form::Capitals => (None, vec![slot.term.clone()]),
            Form::Prefix | Form::Fuzzy(_) => (None, vocabulary::expand(index, slot)?),
        };
        let exact: Vec<String> = words.iter().flat_map(|word| keys::of_exact(word)).collect();
        let of_segment = |segment: &SegmentView| match &stem {
            Some(keys) => within(segment, keys),
            None => of_keys(segment, &exact),
        };
        let entries = index.segments.iter().map(of_segment).collect::<io::Result<_>>();
        let entries: Arc<Entries> = Arc::new(entries.map_err(|error| index.fail(&error.into()))?);
        known().insert(slot.clone(), Arc::clone(&entries));
        Ok(entries)
    }
}

/// The entries from the first key to before the second: the forms of a word, which are few.
fn within(segment: &SegmentView, [from, to]: &[String; 2]) -> io::Result<Vec<TermInfo>> {
    let mut keys = segment.words.terms().range().ge(from).lt(to).into_stream()?;
    let mut entries = Vec::with_capacity(4);
    while keys.advance() {
        entries.push(keys.value().clone());
    }
    Ok(entries)
}

pub(super) fn of_keys(segment: &SegmentView, keys: &[String]) -> io::Result<Vec<TermInfo>> {
    let mut entries = Vec::new();
    for key in keys {
        entries.extend(segment.words.terms().get(key)?);
    }
    Ok(entries)
}

/// Where a phrase of the lexicon stands, if the index was made with it.
pub(in crate::index) fn of_phrase(
    segment: &SegmentView,
    slots: &[Slot],
    gap: u32,
) -> io::Result<Vec<TermInfo>> {
    Ok(segment.words.terms().get(keys::of_phrase(slots, gap))?.into_iter().collect())
}

/// Live documents with each of the entries, added up: also where it counts one with two of them twice, it
/// does so whatever the segments.
pub(super) fn standing(segment: &SegmentView, entries: &[TermInfo]) -> tantivy::Result<usize> {
    let mut count: usize = entries.iter().map(|entry| entry.doc_freq as usize).sum();
    let deleted = segment.deleted();
    for entry in entries.iter().filter(|_| !deleted.is_empty()) {
        let mut list = segment.words.read_postings_from_terminfo(entry, IndexRecordOption::Basic)?;
        for run in deleted {
            if list.doc() < run.start {
                list.seek(run.start);
            }
            while list.doc() < run.end {
                count -= 1;
                list.advance();
            }
        }
    }
    Ok(count)
}

/// Fewer than one of so many documents are few.
pub(super) const FEW: usize = 16;

/// The lists of one segment, of which nothing is said outside of `scope`.
pub(super) struct Lists<'a> {
    pub(in crate::index) segment: &'a SegmentView,
    pub(in crate::index) scope: &'a Bits,
    /// How many documents the scope holds, or more.
    pub(super) wanted: usize,
}

impl Lists<'_> {
    /// Documents with any of the entries.
    pub(in crate::index) fn docs(&self, entries: &[TermInfo]) -> io::Result<Bits> {
        let mut docs = Bits::empty(self.segment.len());
        for entry in entries {
            self.read(entry, IndexRecordOption::Basic, &mut |ids, _| docs.insert_ascending(ids))?;
        }
        Ok(docs)
    }

    /// The same, and how often they stand there.
    pub(in crate::index) fn found(&self, entries: &[TermInfo]) -> io::Result<Found> {
        let most: usize = entries.iter().map(|entry| self.wanted.min(entry.doc_freq as usize)).sum();
        if most * FEW < self.segment.len() as usize { self.few(entries) } else { self.many(entries) }
    }

    fn few(&self, entries: &[TermInfo]) -> io::Result<Found> {
        let mut found = Found::once(Bits::empty(self.segment.len()));
        for entry in entries {
            self.read(entry, IndexRecordOption::WithFreqs, &mut |docs, times| {
                for (doc, times) in docs.iter().zip(times).filter(|(doc, _)| self.scope.contains(**doc)) {
                    found.add(*doc, *times);
                }
            })?;
        }
        found.put_in_order();
        Ok(found)
    }

    fn many(&self, entries: &[TermInfo]) -> io::Result<Found> {
        let mut all = vec![0_u8; self.segment.len() as usize];
        for entry in entries {
            self.read(entry, IndexRecordOption::WithFreqs, &mut |docs, times| {
                for (doc, times) in docs.iter().zip(times) {
                    let all = &mut all[*doc as usize];
                    *all = all.saturating_add(small(*times));
                }
            })?;
        }
        Ok(Found { docs: Bits::of_counts(&all), again: Vec::new(), all: Some(all) })
    }

    /// Takes the pieces of a list that hold documents of the scope, from the first of these on.
    fn read(
        &self,
        entry: &TermInfo,
        option: IndexRecordOption,
        take: &mut dyn FnMut(&[DocId], &[u32]),
    ) -> io::Result<()> {
        let mut pieces = self.segment.words.read_block_postings_from_terminfo(entry, option)?;
        let mut next = self.scope.next(0);
        while let Some(doc) = next {
            pieces.seek(doc);
            let (docs, times) = (pieces.docs(), pieces.freqs());
            let Some(last) = docs.last().copied().filter(|last| *last >= doc) else { break };
            let from = docs.partition_point(|before| *before < doc);
            take(&docs[from..], times.get(from..).unwrap_or_default());
            next = self.scope.next(last + 1);
        }
        Ok(())
    }
}

/// Where a word, or several in a pattern, stand in one segment.
#[derive(Debug)]
pub(super) struct Found {
    pub(in crate::index) docs: Bits,
    /// The documents where they stand more than once, ascending, and how often beyond that.
    again: Vec<(DocId, u8)>,
    /// In place of these where they are many: how often, by document of the segment.
    all: Option<Vec<u8>>,
}

impl Found {
    /// Once in each.
    pub(in crate::index) fn once(docs: Bits) -> Self {
        Found { docs, again: Vec::new(), all: None }
    }

    /// In ascending order, or in any with `put_in_order` at the end.
    pub(in crate::index) fn add(&mut self, doc: DocId, times: u32) {
        let again = if self.docs.insert(doc) { times - 1 } else { times };
        if again > 0 {
            self.again.push((doc, small(again)));
        }
    }

    fn put_in_order(&mut self) {
        if !self.again.is_sorted_by(|a, b| a.0 < b.0) {
            self.again.sort_unstable();
            self.again.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 = if same { kept.1.saturating_add(next.1) } else { kept.1 };
                same
            });
        }
    }

    /// Where the other stands, too, and how often both together.
    pub(super) fn add_all(&mut self, other: &Found) {
        let mut all = self.all.take().unwrap_or_else(|| {
            let mut all = vec![0; self.docs.len() as usize];
            let mut times = self.times();
            self.docs.iter().for_each(|doc| all[doc as usize] = times(doc));
            all
        });
        let mut times = other.times();
        for doc in other.docs.iter() {
            all[doc as usize] = all[doc as usize].saturating_add(times(doc));
        }
        self.docs.or(&other.docs);
        self.all = Some(all);
    }

    /// Calls `take` for each document that is in both sets with what is kept for it (`kept` has one for each of `wanted`)
    /// and how often; also for some others, with 0.
    pub(super) fn among<T>(&self, wanted: &Set, kept: &mut [T], mut take: impl FnMut(&mut T, u8)) {
        if let Some(all) = &self.all
            && wanted.bits.count_and(&self.docs) * 2 > wanted.docs().len()
        {
            // Where many are common, passing over the others costs more than taking them along.
            wanted.docs().iter().zip(kept).for_each(|(doc, kept)| take(kept, all[*doc as usize]));
            return;
        }
        let mut times = self.times();
        wanted.each_common(&self.docs, |place, doc| take(&mut kept[place], times(doc)));
    }

    /// How often in each of its documents, asked for in ascending order.
    fn times(&self) -> impl FnMut(DocId) -> u8 {
        let mut again = self.again.iter().copied();
        let mut after = move || again.next().unwrap_or((DocId::MAX, 0));
        let mut next = after();
        move |doc| {
            if let Some(all) = &self.all {
                return all[doc as usize];
            }
            while next.0 < doc {
                next = after();
            }
            if next.0 == doc { next.1.saturating_add(1) } else { 1 }
        }
    }
}

/// Beyond 255 times in one paragraph, once more makes no difference.
fn small(times: u32) -> u8 {
    times.min(u8::MAX.into()) as u8
}

/// Where the words of one slot stand, for a few documents, asked for in ascending order.
pub(super) struct Occurrences {
    lists: Vec<SegmentPostings>,
}

impl Occurrences {
    pub(in crate::index) fn open(
        segment: &SegmentView,
        entries: &[TermInfo],
        option: IndexRecordOption,
    ) -> io::Result<Self> {
        let open = |entry| segment.words.read_postings_from_terminfo(entry, option);
        Ok(Occurrences { lists: entries.iter().map(open).collect::<io::Result<_>>()? })
    }

    pub(super) fn is_in(&mut self, doc: DocId) -> bool {
        self.lists.iter_mut().any(|list| at(list, doc))
    }

    /// Ascending, without repeats.
    pub(in crate::index) fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        out.clear();
        for list in &mut self.lists {
            if at(list, doc) {
                list.append_positions_with_offset(0, out);
            }
        }
        if self.lists.len() > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }
}

fn at(list: &mut SegmentPostings, doc: DocId) -> bool {
    let mut current = list.doc();
    if current < doc {
        // In a list of frequent words the next one is near.
        current = list.advance();
    }
    if current < doc {
        current = list.seek(doc);
    }
    current == doc && current != TERMINATED
}
