use std::collections::BTreeMap;

use super::is_spelled_like;
use crate::text::words;

/// The words of the paragraphs, as exact terms (`text::Word::exact_terms`). An index answers from
/// its dictionary.
pub trait Vocabulary {
    /// In how many paragraphs the term stands.
    fn paragraphs_with(&self, term: &str) -> usize;

    /// The terms that begin so, in alphabetical order, at most `limit`; whether there are more.
    fn beginning_with(&self, prefix: &str, limit: usize) -> (Vec<String>, bool);

    /// The terms within so many edits (1 or 2) that share the first letter, with the number of
    /// paragraphs, commonest first, ties by term; at most `limit`.
    fn spelled_like(&self, term: &str, edits: u8, limit: usize) -> Vec<(String, usize)>;
}

/// The words of a few texts, in memory: for tests, and wherever there is no index.
#[derive(Clone, Debug, Default)]
pub struct WordList {
    counts: BTreeMap<String, usize>,
}

impl WordList {
    pub fn of<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counts = BTreeMap::new();
        for paragraph in paragraphs {
            let mut terms: Vec<String> = words(paragraph)
                .flat_map(|w| w.exact_terms().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            terms.sort_unstable();
            terms.dedup();
            for term in terms {
                *counts.entry(term).or_default() += 1;
            }
        }
        WordList { counts }
    }
}

impl Vocabulary for WordList {
    fn paragraphs_with(&self, term: &str) -> usize {
        self.counts.get(term).copied().unwrap_or(0)
    }

    fn beginning_with(&self, prefix: &str, limit: usize) -> (Vec<String>, bool) {
        let mut terms = self.counts.range(prefix.to_owned()..).map(|(term, _)| term);
        let mut found: Vec<String> =
            terms.by_ref().take_while(|term| term.starts_with(prefix)).take(limit + 1).cloned().collect();
        let more = found.len() > limit;
        found.truncate(limit);
        (found, more)
    }

    fn spelled_like(&self, term: &str, edits: u8, limit: usize) -> Vec<(String, usize)> {
        let mut found: Vec<(String, usize)> = self
            .counts
            .iter()
            .filter(|(word, _)| is_spelled_like(word, term, edits))
            .map(|(word, count)| (word.clone(), *count))
            .collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(limit);
        found
    }
}
