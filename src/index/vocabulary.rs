//! The words that the index knows.

use std::collections::BTreeSet;

use tantivy::Term;

use super::{bits::Bits, error::IndexError, open::Index};
use crate::query::{Form, MOST_EXPANSIONS, Slot, Vocabulary};

/// The indexed words that a prefix or fuzzy slot stands for, in alphabetical order.
pub(super) fn expand(index: &Index, slot: &Slot) -> Result<Vec<String>, IndexError> {
    let mut words = BTreeSet::new();
    match slot.form {
        Form::Fuzzy(edits) => each_word(index, &first_letter(&slot.term), |word| {
            if is_spelled_like(word, &slot.term, edits) {
                words.insert(word.to_owned());
            }
        })?,
        _ => each_word(index, &slot.term, |word| {
            words.insert(word.to_owned());
        })?,
    }
    // Words of deleted paragraphs alone must not use up the limit.
    if words.len() > MOST_EXPANSIONS {
        let mut live = Vec::new();
        for word in words {
            if live.len() < MOST_EXPANSIONS && index.live_count(&word)? > 0 {
                live.push(word);
            }
        }
        return Ok(live);
    }
    Ok(words.into_iter().collect())
}

fn first_letter(word: &str) -> String {
    word.chars().next().map(String::from).unwrap_or_default()
}

/// The rule of the query room's matcher.
fn is_spelled_like(word: &str, term: &str, edits: u8) -> bool {
    let edits = usize::from(edits);
    word.len().abs_diff(term.len()) <= edits * 4 && strsim::osa_distance(word, term) <= edits
}

/// Every indexed exact term that begins with `start`, segment by segment.
fn each_word(index: &Index, start: &str, mut take: impl FnMut(&str)) -> Result<(), IndexError> {
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

impl Index {
    fn live_count(&self, exact_term: &str) -> Result<usize, IndexError> {
        let term = Term::from_field_text(self.opened.columns.exact, exact_term);
        let mut count = 0;
        for segment in &self.segments {
            let mut docs = Bits::empty(segment.len());
            segment.add_docs(&term, &mut docs).map_err(|error| self.fail(&error))?;
            count += docs.count_and(segment.paragraphs().map_err(|error| self.fail(&error))?);
        }
        Ok(count)
    }
}

/// A word list that cannot be read knows nothing; the search that follows says that it is damaged.
impl Vocabulary for Index {
    fn paragraphs_with(&self, term: &str) -> usize {
        self.guarded(|| self.live_count(term)).unwrap_or(0)
    }

    fn beginning_with(&self, prefix: &str, limit: usize) -> (Vec<String>, bool) {
        let found = self.guarded(|| {
            let mut words = BTreeSet::new();
            each_word(self, prefix, |word| {
                words.insert(word.to_owned());
            })?;
            let mut live = Vec::new();
            for word in words {
                if live.len() > limit {
                    break;
                }
                if self.live_count(&word)? > 0 {
                    live.push(word);
                }
            }
            Ok(live)
        });
        let mut words = found.unwrap_or_default();
        let more = words.len() > limit;
        words.truncate(limit);
        (words, more)
    }

    fn spelled_like(&self, term: &str, edits: u8, limit: usize) -> Vec<(String, usize)> {
        let found = self.guarded(|| {
            let mut words = BTreeSet::new();
            each_word(self, &first_letter(term), |word| {
                if is_spelled_like(word, term, edits) {
                    words.insert(word.to_owned());
                }
            })?;
            let mut counted = Vec::new();
            for word in words {
                let count = self.live_count(&word)?;
                if count > 0 {
                    counted.push((word, count));
                }
            }
            counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counted.truncate(limit);
            Ok(counted)
        });
        found.unwrap_or_default()
    }
}
