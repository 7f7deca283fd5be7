//! Which paragraphs of one segment satisfy a plan, as sets: every count is exact because every
//! match is known.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use rayon::prelude::*;
use tantivy::{postings::TermInfo, schema::IndexRecordOption};

use super::{
    bits::Bits,
    segment::SegmentView,
    words::{Found, Lists, Occurrences, SlotEntries, of_phrase},
};
use crate::{
    index::{error::IndexError, open::Index},
    model::Published,
    query::{Alternative, Concept, Filter, FilterValue, Pattern, PlanNode, Slot, Spread},
    text::RawHash,
};

/// A query may take this long.
pub(super) const LIMIT: Duration = Duration::from_millis(2000);

#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Instant);

impl Deadline {
    pub(super) fn from_now() -> Self {
        Deadline(Instant::now() + LIMIT)
    }

    pub(in crate::index) fn check(self) -> Result<(), IndexError> {
        if Instant::now() > self.0 {
            return Err(IndexError::TooSlow { limit_ms: LIMIT.as_millis() as u64 });
        }
        Ok(())
    }
}

/// What all segments share while one query is answered.
pub(super) struct Question<'a> {
    pub(in crate::index) index: &'a Index,
    pub(in crate::index) entries: SlotEntries,
    pub(super) deadline: Deadline,
    /// Words of which the ranking asks how often they stand in a paragraph; of others it is enough to know where.
    pub(super) counted: HashSet<Slot, RawHash>,
    /// Whether there is so much to read that the segments are worked on side by side.
    pub(in crate::index) much: bool,
}

impl<'a> Question<'a> {
    pub(in crate::index) fn new(index: &'a Index) -> Self {
        Question {
            index,
            entries: SlotEntries::default(),
            deadline: Deadline::from_now(),
            counted: HashSet::default(),
            much: false,
        }
    }

    /// Does the work of every part, of which each is so large. Where there is much, who is free takes the largest that is
    /// left: segments differ, and one that was begun last would be waited for.
    pub(in crate::index) fn each<T: Send, R: Send>(
        &self,
        parts: Vec<T>,
        size: impl Fn(&T) -> usize,
        work: impl Fn(T) -> Result<R, IndexError> + Sync,
    ) -> Result<Vec<R>, IndexError> {
        if !self.much {
            return parts.into_iter().map(work).collect();
        }
        let mut parts: Vec<(usize, T)> = parts.into_iter().enumerate().collect();
        parts.sort_by_key(|(_, part)| Reverse(size(part)));
        let done =
            parts.into_iter().par_bridge().map(|(n, part)| Ok((n, self.index.guarded(|| work(part))?)));
        let mut done = done.collect::<Result<Vec<(usize, R)>, IndexError>>()?;
        done.sort_unstable_by_key(|(n, _)| *n);
        Ok(done.into_iter().map(|(_, result)| result).collect())
    }

    /// `wanted`: how many documents the scope holds, or more.
    pub(super) fn evaluator(&'a self, segment: usize, scope: Bits, wanted: usize) -> Evaluator<'a> {
        Evaluator {
            question: self,
            number: segment,
            segment: &self.index.segments[segment],
            wanted,
            scope,
            slots: HashMap::default(),
            bare: HashMap::default(),
            patterns: HashMap::default(),
            ways: HashMap::default(),
        }
    }

    pub(in crate::index) fn fail(&self, error: &tantivy::TantivyError) -> IndexError {
        self.index.fail(error)
    }
}

/// Evaluates over one segment, and remembers. Sets are exact inside `scope` and say nothing outside it.
pub(super) struct Evaluator<'a> {
    pub(super) question: &'a Question<'a>,
    number: usize,
    pub(in crate::index) segment: &'a SegmentView,
    /// Where answers are wanted; phrases are not checked elsewhere.
    scope: Bits,
    /// How many the scope holds.
    wanted: usize,
    slots: HashMap<Slot, Arc<Found>, RawHash>,
    /// Of slots of which nobody asks how often.
    bare: HashMap<Slot, Arc<Bits>, RawHash>,
    patterns: HashMap<PatternKey, Arc<Found>, RawHash>,
    ways: HashMap<Vec<PatternKey>, Arc<Found>, RawHash>,
}

/// Its words, and how far apart two may stand; `None` is anywhere.
type PatternKey = (Vec<Slot>, Option<u32>);

fn key_of(pattern: &Pattern) -> PatternKey {
    let gap = match pattern.spread {
        Spread::InOrder { gap } => Some(gap),
        Spread::Anywhere => None,
    };
    (pattern.slots.clone(), gap)
}

impl<'a> Evaluator<'a> {
    fn nothing(&self) -> Bits {
        Bits::empty(self.segment.len())
    }

    /// Documents of the segment that satisfy the node, inside `scope`. With `typed_only`, synonyms
    /// do not count. Depth is bounded by the query language (64).
    pub(super) fn node(&mut self, node: &PlanNode, typed_only: bool) -> Result<Bits, IndexError> {
        self.question.deadline.check()?;
        match node {
            PlanNode::All => Ok(self.scope.clone()),
            PlanNode::Filter(filter) => {
                let mut docs = filter_docs(self.question.index, self.segment, filter)?;
                docs.and(&self.scope);
                Ok(docs)
            }
            PlanNode::Concept(concept) => self.concept(concept, typed_only),
            PlanNode::Not(inner) => {
                let mut docs = self.scope.clone();
                docs.and_not(&self.node(inner, false)?);
                Ok(docs)
            }
            PlanNode::And(parts) => {
                let mut docs = self.scope.clone();
                for part in parts {
                    docs.and(&self.node(part, typed_only)?);
                }
                Ok(docs)
            }
            PlanNode::Or(parts) => {
                let mut docs = self.nothing();
                for part in parts {
                    docs.or(&self.node(part, typed_only)?);
                }
                Ok(docs)
            }
            PlanNode::Near { left, right, distance } => self.near(left, right, *distance, typed_only),
        }
    }

    pub(super) fn concept(&mut self, concept: &Concept, typed_only: bool) -> Result<Bits, IndexError> {
        let (ways, hint_ways) = (concept.ways(), concept.hint_ways());
        let ways = ways.iter().filter(|way| !typed_only || way[0].origin.is_typed());
        let hints = hint_ways.iter().filter(|_| concept.hints_satisfy);
        let mut docs: Option<Bits> = None;
        for way in ways.chain(hints) {
            let found = self.way(way)?;
            match &mut docs {
                Some(docs) => docs.or(&found.docs),
                None => docs = Some(found.docs.clone()),
            }
        }
        let mut docs = docs.unwrap_or_else(|| self.nothing());
        if let Some(filter) = &concept.or_filter {
            docs.or(&filter_docs(self.question.index, self.segment, filter)?);
        }
        docs.and(&self.scope);
        Ok(docs)
    }

    /// Where a slot's words stand.
    pub(in crate::index) fn slot(&mut self, slot: &Slot) -> Result<Arc<Found>, IndexError> {
        if let Some(found) = self.slots.get(slot) {
            return Ok(Arc::clone(found));
        }
        self.question.deadline.check()?;
        let entries = self.question.entries.of(self.question.index, slot)?;
        let found = Arc::new(self.read(&entries[self.number])?);
        self.slots.insert(slot.clone(), Arc::clone(&found));
        Ok(found)
    }

    /// Documents with any of a slot's words.
    fn bare(&mut self, slot: &Slot) -> Result<Arc<Bits>, IndexError> {
        if let Some(docs) = self.bare.get(slot) {
            return Ok(Arc::clone(docs));
        }
        self.question.deadline.check()?;
        let entries = self.question.entries.of(self.question.index, slot)?;
        let docs =
            self.lists().docs(&entries[self.number]).map_err(|error| self.question.fail(&error.into()))?;
        let docs = Arc::new(docs);
        self.bare.insert(slot.clone(), Arc::clone(&docs));
        Ok(docs)
    }

    /// Where any of these alternatives stand, and how often.
    pub(in crate::index) fn way(&mut self, way: &[&Alternative]) -> Result<Arc<Found>, IndexError> {
        if let [only] = way {
            return self.pattern(&only.pattern);
        }
        let key: Vec<PatternKey> = way.iter().map(|alternative| key_of(&alternative.pattern)).collect();
        if let Some(known) = self.ways.get(&key) {
            return Ok(Arc::clone(known));
        }
        let found = match way[0].pattern.spread {
            Spread::Anywhere => self.any_of(way)?,
            Spread::InOrder { .. } => self.all_together(way)?,
        };
        let found = Arc::new(found);
        self.ways.insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// Where words stand apart it tells nothing how many of the alternatives do.
    fn any_of(&mut self, way: &[&Alternative]) -> Result<Found, IndexError> {
        let mut docs = self.nothing();
        for alternative in way {
            docs.or(&self.pattern(&alternative.pattern)?.docs);
        }
        Ok(Found::once(docs))
    }

    fn all_together(&mut self, way: &[&Alternative]) -> Result<Found, IndexError> {
        let (mut entries, mut others) = (Vec::new(), Vec::new());
        for Alternative { pattern, .. } in way {
            match self.listed(pattern)? {
                Some(mut listed) => entries.append(&mut listed),
                None => others.push(self.pattern(pattern)?),
            }
        }
        let mut found = self.read(&entries)?;
        others.iter().for_each(|other| found.add_all(other));
        Ok(found)
    }

    /// The dictionary's entries of a word, or of a phrase that the index knows by heart.
    fn listed(&self, pattern: &Pattern) -> Result<Option<Vec<TermInfo>>, IndexError> {
        Ok(match (&pattern.slots[..], pattern.spread) {
            ([slot], _) => Some(self.question.entries.of(self.question.index, slot)?[self.number].clone()),
            (slots, Spread::InOrder { gap }) if pattern.listed && self.question.index.knows_phrases => {
                Some(of_phrase(self.segment, slots, gap).map_err(|error| self.question.fail(&error.into()))?)
            }
            _ => None,
        })
    }

    fn lists(&self) -> Lists<'_> {
        Lists { segment: self.segment, scope: &self.scope, wanted: self.wanted }
    }

    fn read(&self, entries: &[TermInfo]) -> Result<Found, IndexError> {
        self.lists().found(entries).map_err(|error| self.question.fail(&error.into()))
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern) -> Result<Arc<Found>, IndexError> {
        if let [slot] = &pattern.slots[..] {
            return self.slot(slot);
        }
        let key = key_of(pattern);
        if let Some(known) = self.patterns.get(&key) {
            return Ok(Arc::clone(known));
        }
        let found = match (self.listed(pattern)?, pattern.spread) {
            (Some(entries), _) => self.read(&entries)?,
            (None, Spread::InOrder { gap }) => {
                let docs = self.all_of(&pattern.slots)?;
                self.phrases(&pattern.slots, gap, &docs)?
            }
            (None, Spread::Anywhere) => Found::once(self.all_of(&pattern.slots)?),
        };
        let found = Arc::new(found);
        self.patterns.insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// Documents of the scope that hold them all.
    fn all_of(&mut self, slots: &[Slot]) -> Result<Bits, IndexError> {
        let mut docs = self.scope.clone();
        for slot in slots {
            if self.question.counted.contains(slot) {
                docs.and(&self.slot(slot)?.docs);
            } else {
                docs.and(&*self.bare(slot)?);
            }
            if docs.is_empty() {
                break;
            }
        }
        Ok(docs)
    }

    fn phrases(&self, slots: &[Slot], gap: u32, candidates: &Bits) -> Result<Found, IndexError> {
        let mut found = Found::once(self.nothing());
        if candidates.is_empty() {
            return Ok(found);
        }
        let mut words = self.open(slots)?;
        let (mut starts, mut next) = (Vec::new(), Vec::new());
        for (n, doc) in candidates.iter().enumerate() {
            if n % 1024 == 0 {
                self.question.deadline.check()?;
            }
            // `starts` holds where the words so far can end; each later word must follow closely.
            words[0].positions(doc, &mut starts);
            for word in &mut words[1..] {
                word.positions(doc, &mut next);
                follow(&mut starts, &mut next, gap);
                if starts.is_empty() {
                    break;
                }
            }
            if !starts.is_empty() {
                found.add(doc, starts.len() as u32);
            }
        }
        Ok(found)
    }

    /// The words of the slots with their positions.
    pub(in crate::index) fn open(&self, slots: &[Slot]) -> Result<Vec<Occurrences>, IndexError> {
        slots.iter().map(|slot| self.occurrences(slot, IndexRecordOption::WithFreqsAndPositions)).collect()
    }

    pub(super) fn occurrences(
        &self,
        slot: &Slot,
        option: IndexRecordOption,
    ) -> Result<Occurrences, IndexError> {
        let entries = self.question.entries.of(self.question.index, slot)?;
        Occurrences::open(self.segment, &entries[self.number], option)
            .map_err(|error| self.question.fail(&error.into()))
    }
}

/// Puts in place of `ends` the positions of `next` that follow one of them with at most `gap` words
/// between. Both ascend.
fn follow(ends: &mut Vec<u32>, next: &mut Vec<u32>, gap: u32) {
    let mut from = 0;
    next.retain(|position| {
        while from < ends.len() && ends[from] + 1 + gap < *position {
            from += 1;
        }
        ends.get(from).is_some_and(|end| end < position)
    });
    std::mem::swap(ends, next);
}

/// Live or dead documents whose tag passes the filter.
pub(super) fn filter_docs(index: &Index, segment: &SegmentView, filter: &Filter) -> Result<Bits, IndexError> {
    let mut docs = Bits::empty(segment.len());
    let field = index.opened.columns.facet(filter.field);
    let mut add = |value: &str| {
        segment
            .add_docs(&tantivy::Term::from_field_text(field, value), &mut docs)
            .map_err(|error| index.fail(&error))
    };
    for value in &filter.values {
        match value {
            FilterValue::Is(value) => add(value)?,
            FilterValue::Missing => add("")?,
            FilterValue::Scores(..) | FilterValue::Dates(..) => {
                let column = segment.facet(filter.field).map_err(|error| index.fail(&error))?;
                for name in column.names.iter().flatten().filter(|name| in_range(name, value)) {
                    add(name)?;
                }
            }
        }
    }
    if filter.negated {
        let mut rest = Bits::full(segment.len());
        rest.and_not(&docs);
        return Ok(rest);
    }
    Ok(docs)
}

/// Whether a facet value lies in the range.
pub(super) fn in_range(name: &str, range: &FilterValue) -> bool {
    match range {
        FilterValue::Scores(from, to) => name
            .parse::<u8>()
            .is_ok_and(|score| from.is_none_or(|from| from <= score) && to.is_none_or(|to| score <= to)),
        FilterValue::Dates(from, to) => Published::parse(name).is_some_and(|date| {
            from.is_none_or(|from| from.is_at_or_before(date)) && to.is_none_or(|to| to.is_at_or_after(date))
        }),
        FilterValue::Is(_) | FilterValue::Missing => false,
    }
}
