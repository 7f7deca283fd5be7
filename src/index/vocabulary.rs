//! The words that the index knows.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::Term;

use super::{error::IndexError, open::Index};
use crate::query::{Form, Slot};

/// A prefix or a spelling opens to at most so many words.
pub(super) const EXPANSION_LIMIT: usize = 1000;

/// The indexed words that a prefix or fuzzy slot stands for, in alphabetical order; whether there
/// were more than the limit. Acronyms in capitals are forms of words already listed.
pub(super) fn expand(index: &Index, slot: &Slot) -> Result<(Vec<String>, bool), IndexError> {
    let mut words = BTreeSet::new();
    let first = slot.term.chars().next().map(String::from).unwrap_or_default();
    let start = if slot.form == Form::Prefix { slot.term.as_str() } else { first.as_str() };
    each_word(index, start, |word| {
        let wanted = match slot.form {
            Form::Fuzzy(edits) => within_edits(&slot.term, word, usize::from(edits)),
            _ => true,
        };
        if wanted && !word.chars().any(char::is_uppercase) {
            words.insert(word.to_owned());
        }
    })?;
    let cut = words.len() > EXPANSION_LIMIT;
    Ok((words.into_iter().take(EXPANSION_LIMIT).collect(), cut))
}

/// Every indexed exact term that begins with `start`, segment by segment.
pub(super) fn each_word(index: &Index, start: &str, mut take: impl FnMut(&str)) -> Result<(), IndexError> {
    for segment in &index.segments {
        let fail = |error: std::io::Error| index.fail(&error.into());
        let inverted =
            segment.reader.inverted_index(index.opened.columns.exact).map_err(|error| index.fail(&error))?;
        let mut terms = inverted.terms().range().ge(start.as_bytes()).into_stream().map_err(fail)?;
        while terms.advance() {
            let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
            if !word.starts_with(start) {
                break;
            }
            take(word);
        }
    }
    Ok(())
}

pub(super) fn within_edits(typed: &str, word: &str, edits: usize) -> bool {
    let (typed_chars, word_chars) = (typed.chars().count(), word.chars().count());
    typed_chars.abs_diff(word_chars) <= edits && strsim::levenshtein(typed, word) <= edits
}

impl Index {
    /// In how many live paragraphs, of any section, an exact term stands.
    pub fn frequency(&self, exact_term: &str) -> Result<usize, IndexError> {
        self.guarded(|| {
            let term = Term::from_field_text(self.opened.columns.exact, exact_term);
            let mut count = 0;
            for segment in &self.segments {
                let mut docs = super::bits::Bits::empty(segment.len());
                segment.add_docs(&term, &mut docs).map_err(|error| self.fail(&error))?;
                count += docs.count_and(segment.paragraphs().map_err(|error| self.fail(&error))?);
            }
            Ok(count)
        })
    }

    /// Indexed words nearest to `word`, at most `limit`: fewer edits first, then the more frequent.
    pub fn nearest(&self, word: &str, limit: usize) -> Result<Vec<(String, usize)>, IndexError> {
        self.guarded(|| {
            let edits = if word.chars().count() < 5 { 1 } else { 2 };
            let mut near: BTreeMap<String, usize> = BTreeMap::new();
            each_word(self, "", |candidate| {
                if candidate != word
                    && !candidate.chars().any(char::is_uppercase)
                    && within_edits(word, candidate, edits)
                {
                    near.insert(candidate.to_owned(), strsim::osa_distance(word, candidate));
                }
            })?;
            let mut found = Vec::new();
            for (candidate, distance) in near {
                let count = self.frequency(&candidate)?;
                if count > 0 {
                    found.push((distance, candidate, count));
                }
            }
            found.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
            Ok(found.into_iter().take(limit).map(|(_, word, count)| (word, count)).collect())
        })
    }
}
