use super::{error::IndexError, open::Index};

/// Figures over all live paragraphs that answers hold by default. Taken from the length class of
/// each live paragraph and not from the engine's totals, which still count deleted ones: relevance
/// must not depend on the history of updates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Averages {
    pub(super) paragraphs: f32,
    pub(super) stem_words: f32,
    pub(super) exact_words: f32,
}

impl Index {
    pub(super) fn averages(&self) -> Result<Averages, IndexError> {
        if let Some(averages) = self.averages.get() {
            return Ok(*averages);
        }
        let (mut count, mut stems, mut exacts) = (0_u64, 0_u64, 0_u64);
        for segment in &self.segments {
            for doc in segment.shown().map_err(|error| self.fail(&error))?.iter() {
                count += 1;
                stems += u64::from(segment.stem_norms.fieldnorm(doc));
                exacts += u64::from(segment.exact_norms.fieldnorm(doc));
            }
        }
        let mean = |total: u64| if count == 0 { 1.0 } else { (total as f64 / count as f64).max(1.0) as f32 };
        let averages =
            Averages { paragraphs: count as f32, stem_words: mean(stems), exact_words: mean(exacts) };
        Ok(*self.averages.get_or_init(|| averages))
    }
}
