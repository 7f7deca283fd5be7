//! The order of paragraphs.
//!
//! Relevance is a sum over the concepts of the plan, in the plan's order, of the best alternative's
//! BM25 and a share of the others'; in a second look at the best `WINDOW`, exact forms, words that stand close together and
//! sub-headings add to it. Every figure comes from live paragraphs and every sum has a fixed order, so
//! relevance is the same to the last bit whatever the segments, threads and history.

use std::{
    array,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use tantivy::{DocId, DocSet, Term, fieldnorm::FieldNormReader, schema::IndexRecordOption};

use super::{
    bits::Set,
    evaluate::{Evaluator, Question, filter_docs},
    segment::SegmentView,
    words::{Found, standing},
};
use crate::{
    index::error::IndexError,
    query::{Alternative, Concept, Form, Origin, Slot},
    text::{self, RawHash},
};

/// The usual constants of BM25 (Robertson and Zaragoza 2009).
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Words in a usual paragraph of a report. Fixed: relevance must not depend on what else is indexed.
const USUAL_WORDS: f32 = 80.0;
/// How many of the best get the second look; on sixty topics more changed nothing. Fixed, so that pages of one result
/// agree.
pub(super) const WINDOW: usize = 50;
/// Share of a concept's weight for a paragraph that only carries the tag ("barnet" as a word).
const TAG_SHARE: f32 = 0.3;
/// Share of a concept's further alternatives beside the best: a paragraph that speaks of it in several ways.
const OTHERS_SHARE: f32 = 0.6;
const EXACT_SHARE: f32 = 0.15;
const SUBHEADING_SHARE: f32 = 0.3;
const CLOSENESS_SHARE: f32 = 0.6;
/// Different words of a concept whose places are looked at for closeness; on sixty topics more changed nothing.
const MOST_WORDS: usize = 12;

/// How rare each pattern is, over the whole index.
#[derive(Debug)]
pub(super) struct Rarity {
    paragraphs: f32,
    slots: HashMap<Slot, usize, RawHash>,
}

impl Rarity {
    pub(in crate::index) fn new(
        question: &Question<'_>,
        slots: HashSet<&Slot, RawHash>,
    ) -> Result<Self, IndexError> {
        let index = question.index;
        let alike = |_: &&Slot| 1;
        let rarity = question.each(slots.into_iter().collect(), alike, |slot| {
            let entries = question.entries.of(index, slot)?;
            let mut paragraphs = 0;
            for (segment, entries) in index.segments.iter().zip(entries.iter()) {
                paragraphs += standing(segment, entries).map_err(|error| index.fail(&error))?;
            }
            Ok((slot.clone(), paragraphs))
        })?;
        Ok(Rarity { paragraphs: index.opened.payload.paragraphs as f32, slots: rarity.into_iter().collect() })
    }

    /// How much there is to read, in entries of the words' lists.
    pub(in crate::index) fn postings(&self) -> usize {
        self.slots.values().sum()
    }

    fn idf(&self, slot: &Slot) -> f32 {
        let docs = self.slots.get(slot).copied().unwrap_or(0) as f32;
        (1.0 + (self.paragraphs - docs + 0.5).max(0.0) / (docs + 0.5)).ln()
    }

    /// Of a concept, that of its commonest form: no rare synonym is worth more than what was asked for.
    fn of_concept(&self, concept: &Concept) -> f32 {
        let forms = concept.alternatives.iter().map(|form| self.of(&form.pattern.slots));
        forms.fold(f32::INFINITY, f32::min)
    }

    /// Of a phrase, that of its rarest word, and a little for each of the others.
    fn of(&self, slots: &[Slot]) -> f32 {
        let idfs = slots.iter().map(|slot| self.idf(slot));
        let (mut best, mut sum) = (0.0_f32, 0.0_f32);
        for idf in idfs {
            best = best.max(idf);
            sum += idf;
        }
        best + 0.3 * (sum - best)
    }
}

/// All words that are looked for.
pub(in crate::index) fn slots<'c>(concepts: &[&'c Concept]) -> HashSet<&'c Slot, RawHash> {
    let alternatives = concepts.iter().flat_map(|concept| concept.alternatives.iter().chain(&concept.hints));
    alternatives.flat_map(|alternative| &alternative.pattern.slots).collect()
}

/// Words whose number in a paragraph counts by itself: what is the only way of its kind.
pub(super) fn counted(concepts: &[&Concept]) -> HashSet<Slot, RawHash> {
    let ways = concepts.iter().flat_map(|concept| [concept.ways(), concept.hint_ways()]).flatten();
    let alone = ways.filter_map(|way| if let [only] = way[..] { Some(only) } else { None });
    let one_word = alone.filter(|alternative| alternative.pattern.slots.len() == 1);
    one_word.map(|alternative| alternative.pattern.slots[0].clone()).collect()
}

/// Once more than so often in one paragraph makes no difference.
const MOST_COUNTED: u8 = 31;

/// By how often, and length class.
type Shares = [[f32; 256]; MOST_COUNTED as usize + 1];

/// BM25's share that depends on the paragraph: by how often the words stand in it, and by its length class (the
/// engine keeps lengths in 256 classes).
static SHARES: LazyLock<Shares> = LazyLock::new(|| {
    let share = |count: usize, class: usize| {
        let count = count as f32;
        let length = FieldNormReader::id_to_fieldnorm(class as u8) as f32 / USUAL_WORDS;
        count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length))
    };
    array::from_fn(|count| array::from_fn(|class| share(count, class)))
});

/// What is known so far of one paragraph, side by side: a pass over many waits for memory.
struct Standing {
    /// Of the concepts so far.
    total: f32,
    /// Of the concept that is being looked at: its best alternative, and the others together.
    best: f32,
    others: f32,
    length_class: u8,
}

/// Scores the paragraphs of one segment.
pub(super) struct Scorer<'a> {
    question: &'a Question<'a>,
    segment: &'a SegmentView,
    rarity: &'a Rarity,
    shares: &'static Shares,
}

impl<'a> Scorer<'a> {
    pub(in crate::index) fn new(
        question: &'a Question<'a>,
        segment: &'a SegmentView,
        rarity: &'a Rarity,
    ) -> Self {
        Scorer { question, segment, rarity, shares: &SHARES }
    }

    /// Relevance at first look of each of `set`, all in the evaluator's scope.
    pub(in crate::index) fn score(
        &self,
        evaluator: &mut Evaluator<'_>,
        concepts: &[&Concept],
        set: &Set,
    ) -> Result<Vec<f32>, IndexError> {
        let standing = |doc: &DocId| Standing {
            total: 0.0,
            best: 0.0,
            others: 0.0,
            length_class: self.segment.lengths.fieldnorm_id(*doc),
        };
        let mut standings: Vec<Standing> = set.docs().iter().map(standing).collect();
        for concept in concepts {
            let ways = concept.ways();
            let rarity = self.rarity.of_concept(concept);
            let weight = |way: &[&Alternative]| way[0].weight * rarity;
            if let ([only], None, []) = (&ways[..], &concept.or_filter, &concept.hints[..]) {
                let found = evaluator.way(only)?;
                self.each(&found, weight(only), set, &mut standings, |one, score| one.total += score)?;
                continue;
            }
            for alternatives in &ways {
                let found = evaluator.way(alternatives)?;
                self.each(&found, weight(alternatives), set, &mut standings, |one, score| {
                    one.others += one.best.min(score);
                    one.best = one.best.max(score);
                })?;
            }
            standings.iter_mut().for_each(|one| one.best += OTHERS_SHARE * one.others);
            if let Some(filter) = &concept.or_filter {
                let tagged = filter_docs(self.question.index, self.segment, filter)?;
                let share = TAG_SHARE * self.concept_weight(concept);
                for (doc, one) in set.docs().iter().zip(&mut standings) {
                    if tagged.contains(*doc) {
                        one.best = one.best.max(share);
                    }
                }
            }
            // Where all have the quotation, the words that make it up tell nothing more.
            let told = concept.quoted && standings.iter().all(|one| one.best > 0.0);
            for way in concept.hint_ways().iter().filter(|_| !told) {
                let rarity = match way[0].origin {
                    Origin::Related => rarity,
                    _ => self.rarity.of(&way[0].pattern.slots),
                };
                let weight = way[0].weight * rarity;
                let found = evaluator.way(way)?;
                self.each(&found, weight, set, &mut standings, |one, score| one.best += score)?;
            }
            for one in &mut standings {
                one.total += one.best;
                (one.best, one.others) = (0.0, 0.0);
            }
        }
        Ok(standings.iter().map(|one| one.total).collect())
    }

    /// What a concept is worth where it is typed as it stands.
    fn concept_weight(&self, concept: &Concept) -> f32 {
        concept.alternatives.first().map_or(0.0, |typed| typed.weight * self.rarity.of(&typed.pattern.slots))
    }

    fn each(
        &self,
        found: &Found,
        weight: f32,
        set: &Set,
        standings: &mut [Standing],
        mut take: impl FnMut(&mut Standing, f32),
    ) -> Result<(), IndexError> {
        self.question.deadline.check()?;
        found.among(set, standings, |one, count| {
            let share = self.shares[usize::from(count.min(MOST_COUNTED))][usize::from(one.length_class)];
            take(one, weight * share);
        });
        Ok(())
    }

    /// What the second look adds for `docs` (ascending).
    pub(super) fn second_look(
        &self,
        evaluator: &Evaluator<'_>,
        concepts: &[&Concept],
        docs: &[DocId],
    ) -> Result<Vec<f32>, IndexError> {
        let mut added = vec![0.0_f32; docs.len()];
        for concept in concepts {
            let weight = self.concept_weight(concept);
            self.exact_forms(evaluator, concept, docs, |n| added[n] += EXACT_SHARE * weight)?;
            self.subheadings(concept, docs, |n| added[n] += SUBHEADING_SHARE * weight)?;
        }
        self.closeness(evaluator, concepts, docs, &mut added)?;
        Ok(added)
    }

    /// The words exactly as typed stand in the paragraph.
    fn exact_forms(
        &self,
        evaluator: &Evaluator<'_>,
        concept: &Concept,
        docs: &[DocId],
        mut take: impl FnMut(usize),
    ) -> Result<(), IndexError> {
        let stems = concept.alternatives.iter().any(|alternative| {
            alternative.origin == Origin::Typed
                && alternative.pattern.slots.iter().all(|slot| slot.form == Form::Stem)
        });
        if !stems {
            return Ok(());
        }
        let mut typed = Vec::new();
        for word in text::words(&concept.typed) {
            let slot = Slot { term: word.folded().to_owned(), form: Form::Exact };
            typed.push(evaluator.occurrences(&slot, IndexRecordOption::Basic)?);
        }
        if typed.is_empty() {
            return Ok(());
        }
        for (n, doc) in docs.iter().enumerate() {
            if typed.iter_mut().all(|word| word.is_in(*doc)) {
                take(n);
            }
        }
        Ok(())
    }

    fn subheadings(
        &self,
        concept: &Concept,
        docs: &[DocId],
        mut take: impl FnMut(usize),
    ) -> Result<(), IndexError> {
        let field = self.question.index.opened.columns.subheading;
        let fail = |error: tantivy::TantivyError| self.question.fail(&error);
        let subheadings = self.segment.subheadings().map_err(fail)?;
        let mut hit = vec![false; docs.len()];
        for alternative in &concept.alternatives {
            let slots = &alternative.pattern.slots;
            if slots.iter().any(|slot| slot.form != Form::Stem) {
                continue;
            }
            let mut all = vec![true; docs.len()];
            for slot in slots {
                let term = Term::from_field_text(field, &slot.term);
                let list = subheadings
                    .read_postings(&term, IndexRecordOption::Basic)
                    .map_err(|error| fail(error.into()))?;
                let Some(mut list) = list else {
                    all.fill(false);
                    break;
                };
                for (n, doc) in docs.iter().enumerate() {
                    let current = if list.doc() < *doc { list.seek(*doc) } else { list.doc() };
                    all[n] &= current == *doc;
                }
            }
            hit.iter_mut().zip(all).for_each(|(hit, all)| *hit |= all);
        }
        hit.iter().enumerate().filter(|(_, hit)| **hit).for_each(|(n, _)| take(n));
        Ok(())
    }

    /// Neighbouring concepts of the query that stand close together in the paragraph.
    fn closeness(
        &self,
        evaluator: &Evaluator<'_>,
        concepts: &[&Concept],
        docs: &[DocId],
        added: &mut [f32],
    ) -> Result<(), IndexError> {
        if concepts.len() < 2 {
            return Ok(());
        }
        let mut places: Vec<Vec<Vec<u32>>> = Vec::with_capacity(concepts.len());
        for concept in concepts {
            let mut of_concept = vec![Vec::new(); docs.len()];
            let mut seen = Vec::new();
            for slot in concept.alternatives.iter().flat_map(|alternative| &alternative.pattern.slots) {
                if seen.contains(&slot) || seen.len() >= MOST_WORDS {
                    continue;
                }
                seen.push(slot);
                let mut words = evaluator.occurrences(slot, IndexRecordOption::WithFreqsAndPositions)?;
                let mut positions = Vec::new();
                for (n, doc) in docs.iter().enumerate() {
                    words.positions(*doc, &mut positions);
                    of_concept[n].extend_from_slice(&positions);
                }
            }
            of_concept.iter_mut().for_each(|list| list.sort_unstable());
            places.push(of_concept);
        }
        for (pair, sides) in concepts.windows(2).zip(places.windows(2)) {
            let weight = self.concept_weight(pair[0]).min(self.concept_weight(pair[1]));
            for (n, added) in added.iter_mut().enumerate() {
                if let Some(distance) = nearest(&sides[0][n], &sides[1][n]) {
                    *added += CLOSENESS_SHARE * weight / (1.0 + distance as f32 / 3.0);
                }
            }
        }
        Ok(())
    }
}

/// Words between the closest two of both lists (ascending); `None` if one is empty or they are one word.
fn nearest(a: &[u32], b: &[u32]) -> Option<u32> {
    let (mut i, mut j) = (0, 0);
    let mut best = None;
    while i < a.len() && j < b.len() {
        let distance = a[i].abs_diff(b[j]);
        if distance > 0 && best.is_none_or(|best| distance - 1 < best) {
            best = Some(distance - 1);
        }
        if a[i] < b[j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    best
}
