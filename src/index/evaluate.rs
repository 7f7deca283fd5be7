//! Which paragraphs of one segment satisfy a plan, as sets: every count is exact because every
//! match is known.

use std::{
    collections::HashMap,
    rc::Rc,
    time::{Duration, Instant},
};

use tantivy::DocId;

use super::{
    bits::Bits,
    error::IndexError,
    open::Index,
    segment::SegmentView,
    words::{Occurrences, SlotTerms},
};
use crate::{
    model::Published,
    query::{Alternative, Concept, Filter, FilterValue, Origin, Pattern, PlanNode, Slot, Spread},
};

/// A query may take this long.
pub(super) const LIMIT: Duration = Duration::from_millis(2000);

#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Instant);

impl Deadline {
    pub(super) fn from_now() -> Self {
        Deadline(Instant::now() + LIMIT)
    }

    pub(super) fn check(self) -> Result<(), IndexError> {
        if Instant::now() > self.0 {
            return Err(IndexError::TooSlow { limit_ms: LIMIT.as_millis() as u64 });
        }
        Ok(())
    }
}

/// Evaluates over one segment. Sets are exact inside `scope` and say nothing outside it.
pub(super) struct Evaluator<'a> {
    pub(super) index: &'a Index,
    pub(super) segment: &'a SegmentView,
    pub(super) slots: &'a mut SlotTerms,
    pub(super) deadline: Deadline,
    /// Where answers are wanted; phrases are not checked elsewhere.
    pub(super) scope: Bits,
    slot_docs: HashMap<Slot, Rc<Bits>>,
    patterns: HashMap<PatternKey, Rc<PatternDocs>>,
}

type PatternKey = (Vec<Slot>, Option<u32>);

/// Where a pattern matches, and for several words in order, how often.
#[derive(Debug)]
pub(super) struct PatternDocs {
    pub(super) docs: Bits,
    /// Ascending; only for phrases.
    pub(super) counts: Option<Vec<(DocId, u32)>>,
}

pub(super) fn pattern_key(pattern: &Pattern) -> PatternKey {
    let gap = match pattern.spread {
        Spread::InOrder { gap } => Some(gap),
        Spread::Anywhere => None,
    };
    (pattern.slots.clone(), gap)
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(
        index: &'a Index,
        segment: &'a SegmentView,
        slots: &'a mut SlotTerms,
        deadline: Deadline,
        scope: Bits,
    ) -> Self {
        Evaluator {
            index,
            segment,
            slots,
            deadline,
            scope,
            slot_docs: HashMap::new(),
            patterns: HashMap::new(),
        }
    }

    fn nothing(&self) -> Bits {
        Bits::empty(self.segment.len())
    }

    /// Documents of the segment that satisfy the node, inside `scope`. With `typed_only`, synonyms
    /// do not count. Depth is bounded by the query language (64).
    pub(super) fn node(&mut self, node: &PlanNode, typed_only: bool) -> Result<Bits, IndexError> {
        self.deadline.check()?;
        match node {
            PlanNode::All => Ok(self.scope.clone()),
            PlanNode::Filter(filter) => {
                let mut docs = filter_docs(self.index, self.segment, filter)?;
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
        let mut docs = self.nothing();
        for alternative in &concept.alternatives {
            if !typed_only || alternative.origin != Origin::Synonym {
                docs.or(&self.pattern(&alternative.pattern)?.docs);
            }
        }
        if let Some(filter) = &concept.or_filter {
            docs.or(&filter_docs(self.index, self.segment, filter)?);
        }
        docs.and(&self.scope);
        Ok(docs)
    }

    pub(super) fn slot_docs(&mut self, slot: &Slot) -> Result<Rc<Bits>, IndexError> {
        if let Some(docs) = self.slot_docs.get(slot) {
            return Ok(Rc::clone(docs));
        }
        self.deadline.check()?;
        let terms = self.slots.of(self.index, slot)?;
        let docs = Rc::new(terms.docs(self.segment).map_err(|error| self.index.fail(&error))?);
        self.slot_docs.insert(slot.clone(), Rc::clone(&docs));
        Ok(docs)
    }

    pub(super) fn pattern(&mut self, pattern: &Pattern) -> Result<Rc<PatternDocs>, IndexError> {
        let key = pattern_key(pattern);
        if let Some(known) = self.patterns.get(&key) {
            return Ok(Rc::clone(known));
        }
        let mut docs = match pattern.slots.split_first() {
            Some((first, [])) => (*self.slot_docs(first)?).clone(),
            Some((first, rest)) => {
                let mut docs = (*self.slot_docs(first)?).clone();
                docs.and(&self.scope);
                for slot in rest {
                    if docs.is_empty() {
                        break;
                    }
                    docs.and(&*self.slot_docs(slot)?);
                }
                docs
            }
            None => self.nothing(),
        };
        let mut counts = None;
        if let (true, Some(gap)) = (pattern.slots.len() > 1, key.1) {
            let found = self.phrases(&pattern.slots, gap, &docs)?;
            docs = self.nothing();
            found.iter().for_each(|(doc, _)| docs.insert(*doc));
            counts = Some(found);
        }
        let result = Rc::new(PatternDocs { docs, counts });
        self.patterns.insert(key, Rc::clone(&result));
        Ok(result)
    }

    fn phrases(
        &mut self,
        slots: &[Slot],
        gap: u32,
        candidates: &Bits,
    ) -> Result<Vec<(DocId, u32)>, IndexError> {
        let mut found = Vec::new();
        if candidates.is_empty() {
            return Ok(found);
        }
        let mut words = self.open(slots)?;
        let (mut starts, mut next) = (Vec::new(), Vec::new());
        for (n, doc) in candidates.iter().enumerate() {
            if n % 1024 == 0 {
                self.deadline.check()?;
            }
            // `starts` holds where the words so far can end; each later word must follow closely.
            words[0].positions(doc, &mut starts);
            for word in &mut words[1..] {
                word.positions(doc, &mut next);
                follow(&mut starts, &next, gap);
                if starts.is_empty() {
                    break;
                }
            }
            if !starts.is_empty() {
                found.push((doc, starts.len() as u32));
            }
        }
        Ok(found)
    }

    pub(super) fn open(&mut self, slots: &[Slot]) -> Result<Vec<Occurrences>, IndexError> {
        let mut words = Vec::with_capacity(slots.len());
        for slot in slots {
            let terms = self.slots.of(self.index, slot)?;
            words.push(terms.open(self.segment, true).map_err(|error| self.index.fail(&error))?);
        }
        Ok(words)
    }

    fn near(
        &mut self,
        left: &PlanNode,
        right: &PlanNode,
        distance: u32,
        typed_only: bool,
    ) -> Result<Bits, IndexError> {
        let mut candidates = self.node(left, typed_only)?;
        candidates.and(&self.node(right, typed_only)?);
        let mut spans_of_left = self.span_sources(left, typed_only)?;
        let mut spans_of_right = self.span_sources(right, typed_only)?;
        let mut docs = self.nothing();
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for (n, doc) in candidates.iter().enumerate() {
            if n % 1024 == 0 {
                self.deadline.check()?;
            }
            spans_in(&mut spans_of_left, doc, &mut a);
            spans_in(&mut spans_of_right, doc, &mut b);
            let close =
                a.iter().any(|x| b.iter().any(|y| apart(*x, *y).is_some_and(|words| words < distance)));
            if close {
                docs.insert(doc);
            }
        }
        Ok(docs)
    }

    /// The patterns below a side of NEAR, opened.
    fn span_sources(&mut self, node: &PlanNode, typed_only: bool) -> Result<Vec<SpanSource>, IndexError> {
        let mut sources = Vec::new();
        let mut pending = vec![node];
        while let Some(node) = pending.pop() {
            match node {
                PlanNode::Concept(concept) => {
                    for Alternative { pattern, origin, .. } in &concept.alternatives {
                        if !typed_only || *origin != Origin::Synonym {
                            sources.push(SpanSource {
                                words: self.open(&pattern.slots)?,
                                spread: pattern.spread,
                            });
                        }
                    }
                }
                PlanNode::Or(parts) => pending.extend(parts),
                _ => {}
            }
        }
        Ok(sources)
    }
}

/// Keeps of `next` the positions that follow one of `ends` with at most `gap` words between, and puts
/// them in place of `ends`. Both ascend.
fn follow(ends: &mut Vec<u32>, next: &[u32], gap: u32) {
    let mut from = 0;
    let kept: Vec<u32> = next
        .iter()
        .copied()
        .filter(|position| {
            while from < ends.len() && ends[from] + 1 + gap < *position {
                from += 1;
            }
            ends.get(from).is_some_and(|end| end < position)
        })
        .collect();
    *ends = kept;
}

/// Words between two spans (first and last position); `None` where they overlap.
fn apart(a: (u32, u32), b: (u32, u32)) -> Option<u32> {
    if a.1 < b.0 {
        Some(b.0 - a.1 - 1)
    } else if b.1 < a.0 {
        Some(a.0 - b.1 - 1)
    } else {
        None
    }
}

struct SpanSource {
    words: Vec<Occurrences>,
    spread: Spread,
}

fn spans_in(sources: &mut [SpanSource], doc: DocId, out: &mut Vec<(u32, u32)>) {
    out.clear();
    let mut positions = Vec::new();
    for source in sources {
        match source.spread {
            Spread::InOrder { gap } => {
                source.words[0].positions(doc, &mut positions);
                let mut spans: Vec<(u32, u32)> = positions.iter().map(|p| (*p, *p)).collect();
                for word in &mut source.words[1..] {
                    word.positions(doc, &mut positions);
                    // Each end with the nearest chain of words that leads there.
                    let mut before = 0;
                    let mut next = Vec::new();
                    for position in &positions {
                        while before < spans.len() && spans[before].1 < *position {
                            before += 1;
                        }
                        let nearest = before.checked_sub(1).map(|at| spans[at]);
                        if let Some((start, end)) = nearest
                            && *position <= end + 1 + gap
                        {
                            next.push((start, *position));
                        }
                    }
                    spans = next;
                }
                out.extend(spans);
            }
            Spread::Anywhere => {
                let mut all = Vec::new();
                let mut complete = true;
                for word in &mut source.words {
                    word.positions(doc, &mut positions);
                    complete &= !positions.is_empty();
                    all.extend_from_slice(&positions);
                }
                if let (true, Some(first), Some(last)) = (complete, all.iter().min(), all.iter().max()) {
                    out.push((*first, *last));
                }
            }
        }
    }
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
