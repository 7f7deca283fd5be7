use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use tantivy::{
    DocId,
    columnar::{Cardinality, Column},
};

use super::{bits::Set, names::Names, words::FEW};

/// A facet's values by ordinal, names cached (looking one up costs more than counting a thousand).
pub(in crate::index) struct FacetColumn {
    ordinals: Column<u64>,
    full: bool,
    pub(in crate::index) names: Names,
    /// Documents counted one by one so far.
    counted: AtomicUsize,
    runs: OnceLock<Vec<Run>>,
}

/// Neighbours with one value: the paragraphs of a report lie side by side and share nearly all tags.
struct Run {
    end: DocId,
    ordinal: u32,
}

const BATCH: DocId = 1024;

impl FacetColumn {
    pub(in crate::index) fn new(ordinals: Column<u64>, names: Names) -> Self {
        FacetColumn {
            full: ordinals.get_cardinality() == Cardinality::Full,
            ordinals,
            names,
            counted: AtomicUsize::new(0),
            runs: OnceLock::new(),
        }
    }

    /// The ordinal of each document, in order.
    pub(in crate::index) fn ordinals(&self, docs: &[DocId], out: &mut Vec<u64>) {
        out.clear();
        out.resize(docs.len(), 0);
        if self.full {
            self.ordinals.values.get_vals(docs, out);
        } else {
            for (doc, slot) in docs.iter().zip(out) {
                *slot = self.ordinals.first(*doc).unwrap_or(0);
            }
        }
    }

    /// How many documents of the set have each value, by ordinal. They are counted run by run, a small set by walking
    /// both lists; the runs are found when a quarter of the segment has been counted without them, so that a first small answer
    /// need not wait for them.
    pub(in crate::index) fn counts(&self, set: &Set) -> Vec<usize> {
        let mut counts = vec![0; self.names.len()];
        let docs = set.docs().len();
        let runs = match self.runs.get() {
            None if self.counted.fetch_add(docs, Ordering::Relaxed) + docs < set.bits.len() as usize / 4 => {
                None
            }
            None => Some(self.runs.get_or_init(|| self.find_runs(set.bits.len()))),
            found => found,
        };
        match runs {
            Some(runs) if docs * FEW < set.bits.len() as usize => {
                let mut runs = runs.iter().peekable();
                for doc in set.docs() {
                    while runs.next_if(|run| run.end <= *doc).is_some() {}
                    if let Some(count) = runs.peek().and_then(|run| counts.get_mut(run.ordinal as usize)) {
                        *count += 1;
                    }
                }
            }
            Some(runs) => {
                let mut before = 0;
                for run in runs {
                    let so_far = set.before(run.end);
                    if let Some(count) = counts.get_mut(run.ordinal as usize) {
                        *count += so_far - before;
                    }
                    before = so_far;
                }
            }
            None => {
                let mut ordinals = Vec::new();
                for batch in set.docs().chunks(BATCH as usize) {
                    self.ordinals(batch, &mut ordinals);
                    for ordinal in &ordinals {
                        if let Some(count) = counts.get_mut(*ordinal as usize) {
                            *count += 1;
                        }
                    }
                }
            }
        }
        counts
    }

    fn find_runs(&self, len: u32) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut ordinals = Vec::new();
        for start in (0..len).step_by(BATCH as usize) {
            let batch: Vec<DocId> = (start..len.min(start.saturating_add(BATCH))).collect();
            self.ordinals(&batch, &mut ordinals);
            for (doc, ordinal) in batch.into_iter().zip(&ordinals) {
                let ordinal = *ordinal as u32;
                match runs.last_mut() {
                    Some(run) if run.ordinal == ordinal => run.end = doc + 1,
                    _ => runs.push(Run { end: doc + 1, ordinal }),
                }
            }
        }
        runs
    }
}
