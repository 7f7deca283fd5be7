//! The words of a plan as the engine's terms, and where they stand.

use std::{collections::HashMap, rc::Rc};

use tantivy::{
    DocId, DocSet, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    schema::IndexRecordOption,
};

use super::{bits::Bits, error::IndexError, open::Index, segment::SegmentView, vocabulary};
use crate::query::{Form, Slot};

/// The terms of a slot, the same for every segment: one, or those that a prefix or a spelling opens to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms {
    pub(super) terms: Vec<Term>,
    /// Of the stem field; otherwise of the exact one.
    pub(super) stems: bool,
}

/// The slots of one query, each looked up once.
#[derive(Debug, Default)]
pub(super) struct SlotTerms {
    known: HashMap<Slot, Rc<Terms>>,
}

impl SlotTerms {
    pub(super) fn of(&mut self, index: &Index, slot: &Slot) -> Result<Rc<Terms>, IndexError> {
        if let Some(terms) = self.known.get(slot) {
            return Ok(Rc::clone(terms));
        }
        let columns = &index.opened.columns;
        let one = |field| vec![Term::from_field_text(field, &slot.term)];
        let (terms, stems) = match slot.form {
            Form::Stem => (one(columns.stem), true),
            Form::Exact | Form::Capitals => (one(columns.exact), false),
            Form::Prefix | Form::Fuzzy(_) => {
                let words = vocabulary::expand(index, slot)?;
                (words.iter().map(|word| Term::from_field_text(columns.exact, word)).collect(), false)
            }
        };
        let terms = Rc::new(Terms { terms, stems });
        self.known.insert(slot.clone(), Rc::clone(&terms));
        Ok(terms)
    }
}

impl Terms {
    pub(super) fn docs(&self, segment: &SegmentView) -> tantivy::Result<Bits> {
        let mut bits = Bits::empty(segment.len());
        for term in &self.terms {
            segment.add_docs(term, &mut bits)?;
        }
        Ok(bits)
    }

    pub(super) fn open(&self, segment: &SegmentView, positions: bool) -> tantivy::Result<Occurrences> {
        let option =
            if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        let mut lists = Vec::new();
        for term in &self.terms {
            let inverted = segment.reader.inverted_index(term.field())?;
            lists.extend(inverted.read_postings(term, option)?);
        }
        Ok(Occurrences { lists })
    }
}

/// How often, and where, the terms of one slot stand in a document. Documents are asked for in
/// ascending order.
pub(super) struct Occurrences {
    lists: Vec<SegmentPostings>,
}

impl Occurrences {
    pub(super) fn count(&mut self, doc: DocId) -> u32 {
        self.lists.iter_mut().map(|list| if at(list, doc) { list.term_freq() } else { 0 }).sum()
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
