//! The words of a plan as entries of the engine's dictionary, and where they stand.

use std::{cell::RefCell, collections::HashMap, io, rc::Rc};

use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings as _, SegmentPostings, TermInfo},
    schema::IndexRecordOption,
};

use super::{error::IndexError, keys, open::Index, segment::SegmentView, vocabulary};
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
            Form::Prefix | Form::Fuzzy(_) => {
                words.iter().try_fold(Vec::new(), |mut entries, word| {
                    entries.append(&mut of_exact(segment, word)?);
                    Ok(entries)
                })
            }
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

/// Documents of one segment, ascending, dead ones too, and how often the words stand in each.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    pub(super) docs: Vec<DocId>,
    pub(super) counts: Vec<u32>,
}

impl Postings {
    /// Of all the entries together.
    pub(super) fn read(segment: &SegmentView, entries: &[TermInfo]) -> io::Result<Self> {
        let mut lists = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut list = Postings::with_capacity(entry.doc_freq as usize);
            let mut blocks =
                segment.words.read_block_postings_from_terminfo(entry, IndexRecordOption::WithFreqs)?;
            while !blocks.docs().is_empty() {
                list.docs.extend_from_slice(blocks.docs());
                list.counts.extend_from_slice(blocks.freqs());
                blocks.advance();
            }
            lists.push(list);
        }
        // In rounds of pairs: adding one list after the other to a growing one is dear where they are many.
        while lists.len() > 1 {
            let mut left = lists.into_iter();
            lists = Vec::with_capacity(left.len().div_ceil(2));
            while let Some(list) = left.next() {
                lists.push(match left.next() {
                    Some(other) => list.and_with(&other),
                    None => list,
                });
            }
        }
        Ok(lists.pop().unwrap_or_default())
    }

    fn with_capacity(docs: usize) -> Self {
        Postings { docs: Vec::with_capacity(docs), counts: Vec::with_capacity(docs) }
    }

    pub(super) fn push(&mut self, doc: DocId, count: u32) {
        self.docs.push(doc);
        self.counts.push(count);
    }

    /// The documents of both, counts added.
    fn and_with(&self, other: &Postings) -> Postings {
        let mut both = Postings::with_capacity(self.docs.len() + other.docs.len());
        let (mut a, mut b) = (0, 0);
        while a < self.docs.len() && b < other.docs.len() {
            let (x, y) = (self.docs[a], other.docs[b]);
            let mut count = 0;
            if x <= y {
                count += self.counts[a];
                a += 1;
            }
            if y <= x {
                count += other.counts[b];
                b += 1;
            }
            both.push(x.min(y), count);
        }
        both.docs.extend_from_slice(&self.docs[a..]);
        both.counts.extend_from_slice(&self.counts[a..]);
        both.docs.extend_from_slice(&other.docs[b..]);
        both.counts.extend_from_slice(&other.counts[b..]);
        both
    }

    /// Calls `take` with the place in `wanted` and the count of each wanted document (ascending) that is here.
    pub(super) fn among(&self, wanted: &[DocId], mut take: impl FnMut(usize, u32)) {
        let mut at = 0;
        for (n, doc) in wanted.iter().enumerate() {
            at += steps_to(&self.docs[at..], *doc);
            match self.docs.get(at) {
                Some(found) if found == doc => take(n, self.counts[at]),
                Some(_) => {}
                None => return,
            }
        }
    }
}

/// How many of the ascending `docs` lie before `doc`: near ones are found at once, far ones in doubling steps.
fn steps_to(docs: &[DocId], doc: DocId) -> usize {
    let mut reach = 1;
    while docs.get(reach - 1).is_some_and(|found| *found < doc) {
        reach *= 2;
    }
    let from = reach / 2;
    let to = docs.len().min(reach);
    from + docs[from..to].partition_point(|found| *found < doc)
}

/// Where the words of one slot stand, for a few documents, asked for in ascending order.
pub(super) struct Occurrences {
    lists: Vec<SegmentPostings>,
}

impl Occurrences {
    pub(super) fn open(segment: &SegmentView, entries: &[TermInfo], option: IndexRecordOption) -> io::Result<Self> {
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
