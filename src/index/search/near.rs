//! Two sides of a query within so many words of each other.

use tantivy::DocId;

use super::{bits::Bits, evaluate::Evaluator, words::Occurrences};
use crate::{
    index::error::IndexError,
    query::{Alternative, PlanNode, Spread},
};

impl Evaluator<'_> {
    pub(in crate::index) fn near(
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
        let mut docs = Bits::empty(self.segment.len());
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for (n, doc) in candidates.iter().enumerate() {
            if n % 1024 == 0 {
                self.question.deadline.check()?;
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
                        if !typed_only || origin.is_typed() {
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
