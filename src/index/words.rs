//! The words of a plan as entries of the engine's dictionary, and where they stand.

use std::{cell::RefCell, collections::HashMap, io, rc::Rc};

use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings as _, SegmentPostings, TermInfo},
    schema::IndexRecordOption,
};

use super::{bits::Bits, error::IndexError, keys, open::Index, segment::SegmentView, vocabulary};
use crate::query::{Form, Slot};

/// The dictionary entries of one slot, by segment: one word, the forms of a stem, or the words that a prefix
/// or a spelling opens to.
pub(super) type Entries = Vec<Vec<TermInfo>>;

/// The slots of one query, each looked up once.
#[derive(Debug, Default)]
pub(super) struct SlotEntries {
    known: RefCell<HashMap<Slot, Rc<Entries>>>,
}

impl SlotEntries {
    pub(super) fn of(&self, index: &Index, slot: &Slot) -> Result<Rc<Entries>, IndexError> {
        if let Some(entries) = self.known.borrow().get(slot) {
            return Ok(Rc::clone(entries));
        }
        let words = match slot.form {
            Form::Prefix | Form::Fuzzy(_) => vocabulary::expand(index, slot)?,
            Form::Exact | Form::Stem | Form::Capitals => Vec::new(),
        };
        let of_segment = |segment: &SegmentView| match slot.form {
            Form::Stem => of_stem(segment, &slot.term),
            Form::Exact | Form::Capitals => of_exact(segment, &slot.term),
            Form::Prefix | Form::Fuzzy(_) => words.iter().try_fold(Vec::new(), |mut entries, word| {
                entries.append(&mut of_exact(segment, word)?);
                Ok(entries)
            }),
        };
        let entries = index.segments.iter().map(of_segment).collect::<io::Result<_>>();
        let entries: Rc<Entries> = Rc::new(entries.map_err(|error| index.fail(&error.into()))?);
        self.known.borrow_mut().insert(slot.clone(), Rc::clone(&entries));
        Ok(entries)
    }
}

fn of_stem(segment: &SegmentView, stem: &str) -> io::Result<Vec<TermInfo>> {
    let [from, to] = keys::of_stem(stem);
    let mut keys = segment.words.terms().range().ge(from).lt(to).into_stream()?;
    let mut entries = Vec::new();
    while keys.advance() {
        entries.push(keys.value().clone());
    }
    Ok(entries)
}

pub(super) fn of_exact(segment: &SegmentView, term: &str) -> io::Result<Vec<TermInfo>> {
    let mut entries = Vec::new();
    for key in keys::of_exact(term) {
        entries.extend(segment.words.terms().get(key)?);
    }
    Ok(entries)
}

/// Live documents with each of the entries, added up: also where it counts one with two of them twice, it
/// does so whatever the segments.
pub(super) fn standing(segment: &SegmentView, entries: &[TermInfo]) -> tantivy::Result<usize> {
    if segment.reader.num_deleted_docs() == 0 {
        return Ok(entries.iter().map(|entry| entry.doc_freq as usize).sum());
    }
    let live = segment.paragraphs()?;
    let mut count = 0;
    for entry in entries {
        each_block(segment, entry, IndexRecordOption::Basic, |docs, _| {
            count += docs.iter().filter(|doc| live.contains(**doc)).count();
        })?;
    }
    Ok(count)
}

fn each_block(
    segment: &SegmentView,
    entry: &TermInfo,
    option: IndexRecordOption,
    mut take: impl FnMut(&[DocId], &[u32]),
) -> io::Result<()> {
    let mut blocks = segment.words.read_block_postings_from_terminfo(entry, option)?;
    while !blocks.docs().is_empty() {
        take(blocks.docs(), blocks.freqs());
        blocks.advance();
    }
    Ok(())
}

/// Where a word, or several in a pattern, stand in one segment, and how often.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) docs: Bits,
    pub(super) postings: Postings,
}

/// One step to a document far off costs as much as reading so many postings.
const STEP: usize = 32;

impl Found {
    /// Documents with any of the entries: all that are in `scope`, which holds `wanted` documents.
    pub(super) fn read(
        segment: &SegmentView,
        entries: &[TermInfo],
        scope: &Bits,
        wanted: usize,
    ) -> io::Result<Self> {
        let len = segment.len();
        let mut docs = Bits::empty(len);
        if let [entry] = entries
            && wanted * STEP >= entry.doc_freq as usize
        {
            let mut postings = Postings::with_capacity(entry.doc_freq as usize);
            each_block(segment, entry, IndexRecordOption::WithFreqs, |ids, counts| {
                ids.iter().for_each(|doc| docs.insert(*doc));
                postings.docs.extend_from_slice(ids);
                postings.counts.extend(counts.iter().map(|count| small(*count)));
            })?;
            return Ok(Found { docs, postings });
        }
        let mut counts = vec![0_u8; len as usize];
        let mut add = |doc: DocId, count: u32| {
            docs.insert(doc);
            let all = &mut counts[doc as usize];
            *all = all.saturating_add(small(count));
        };
        for entry in entries {
            if wanted * STEP < entry.doc_freq as usize {
                let option = IndexRecordOption::WithFreqs;
                let mut list = segment.words.read_postings_from_terminfo(entry, option)?;
                for doc in scope.iter() {
                    if at(&mut list, doc) {
                        add(doc, list.term_freq());
                    }
                }
            } else {
                each_block(segment, entry, IndexRecordOption::WithFreqs, |ids, counts| {
                    ids.iter().zip(counts).for_each(|(doc, count)| add(*doc, *count));
                })?;
            }
        }
        let all = docs.docs();
        let counts = all.iter().map(|doc| counts[*doc as usize]).collect();
        Ok(Found { docs, postings: Postings { docs: all, counts } })
    }

    /// Calls `take` with the place in `wanted` (ascending) and the count of each document that is in both.
    pub(super) fn among(&self, wanted: &[DocId], mut take: impl FnMut(usize, u8)) {
        let Postings { docs, counts } = &self.postings;
        if wanted.len() * STEP >= docs.len() {
            return self.docs.each_among(wanted, |n, place| take(n, counts[place]));
        }
        let mut from = 0;
        for (n, doc) in wanted.iter().enumerate() {
            from += steps_to(&docs[from..], *doc);
            if docs.get(from) == Some(doc) {
                take(n, counts[from]);
            }
        }
    }

    pub(super) fn of(postings: Postings, len: u32) -> Self {
        let mut docs = Bits::empty(len);
        postings.docs.iter().for_each(|doc| docs.insert(*doc));
        Found { docs, postings }
    }
}

/// Beyond 255 times in one paragraph, once more makes no difference.
fn small(count: u32) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Ascending documents, and how often something stands in each.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub(super) docs: Vec<DocId>,
    pub(super) counts: Vec<u8>,
}

impl Postings {
    fn with_capacity(docs: usize) -> Self {
        Postings { docs: Vec::with_capacity(docs), counts: Vec::with_capacity(docs) }
    }

    pub(super) fn push(&mut self, doc: DocId, count: usize) {
        self.docs.push(doc);
        self.counts.push(u8::try_from(count).unwrap_or(u8::MAX));
    }
}

/// How many of the ascending `docs` lie before `doc`, found in doubling steps.
fn steps_to(docs: &[DocId], doc: DocId) -> usize {
    let mut reach = 1;
    while docs.get(reach - 1).is_some_and(|found| *found < doc) {
        reach *= 2;
    }
    let from = reach / 2;
    from + docs[from..docs.len().min(reach)].partition_point(|found| *found < doc)
}

/// Where the words of one slot stand, for a few documents, asked for in ascending order.
pub(super) struct Occurrences {
    lists: Vec<SegmentPostings>,
}

impl Occurrences {
    pub(super) fn open(
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
    pub(super) fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
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
