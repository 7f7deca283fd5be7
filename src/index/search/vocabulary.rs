//! The words that the index knows.

use tantivy::postings::TermInfo;

use super::{
    bits::Bits,
    segment::SegmentView,
    words::{Lists, of_keys, standing},
};
use crate::{
    index::{
        error::IndexError,
        format::keys,
        open::{Index, LETTERS},
    },
    query::{Form, MOST_EXPANSIONS, Slot, Vocabulary, is_spelled_like},
};

/// The indexed words that a prefix or fuzzy slot stands for, in alphabetical order.
pub(super) fn expand(index: &Index, slot: &Slot) -> Result<Vec<String>, IndexError> {
    let words = match slot.form {
        Form::Fuzzy(edits) => spelled_like(index, &slot.term, edits)?,
        _ => beginning_with(index, &slot.term)?.iter().map(String::as_str).collect(),
    };
    // Words of deleted paragraphs alone must not use up the limit.
    let mut live = Vec::new();
    let all = words.len() <= MOST_EXPANSIONS;
    for word in words {
        if live.len() < MOST_EXPANSIONS && (all || index.live_count(word)? > 0) {
            live.push(word.to_owned());
        }
    }
    Ok(live)
}

fn beginning_with<'a>(index: &'a Index, start: &str) -> Result<&'a [String], IndexError> {
    let words = index.exact_words(start)?;
    let from = words.partition_point(|word| word.as_str() < start);
    let count = words[from..].partition_point(|word| word.starts_with(start));
    Ok(&words[from..from + count])
}

fn spelled_like<'a>(index: &'a Index, term: &str, edits: u8) -> Result<Vec<&'a str>, IndexError> {
    let first: String = term.chars().take(1).collect();
    let words = beginning_with(index, &first)?.iter().map(String::as_str);
    Ok(words.filter(|word| is_spelled_like(word, term, edits)).collect())
}

impl Index {
    /// Exact terms in alphabetical order, those that begin like `start` among them, also those of deleted paragraphs
    /// alone. The dictionary is in the order of stems, so that a list is made once for each initial asked for.
    fn exact_words(&self, start: &str) -> Result<&[String], IndexError> {
        let letter = start.bytes().next().filter(u8::is_ascii_lowercase);
        let list = &self.exact_words[letter.map_or(LETTERS, |letter| usize::from(letter - b'a'))];
        if let Some(words) = list.get() {
            return Ok(words);
        }
        let ranges = letter.map_or_else(|| vec![keys::of_all()], keys::of_initial);
        let mut words = Vec::new();
        for segment in &self.segments {
            for [from, to] in &ranges {
                let keys = segment.words.terms().range().ge(from).lt(to).into_stream();
                let mut keys = keys.map_err(|error| self.fail(&error.into()))?;
                while keys.advance() {
                    words.extend(std::str::from_utf8(keys.key()).map(|key| keys::exact(key).to_owned()));
                }
            }
        }
        // The order of stems is nearly that of words: this sort is fast where much is in order already.
        words.sort();
        words.dedup();
        Ok(list.get_or_init(|| words))
    }

    /// Live paragraphs of all sections with the exact term.
    pub(super) fn paragraphs_in(&self, segment: &SegmentView, exact_term: &str) -> Result<Bits, IndexError> {
        let entries =
            of_keys(segment, &keys::of_exact(exact_term)).map_err(|error| self.fail(&error.into()))?;
        self.paragraphs_of(segment, &entries)
    }

    fn paragraphs_of(&self, segment: &SegmentView, entries: &[TermInfo]) -> Result<Bits, IndexError> {
        let live = segment.paragraphs().map_err(|error| self.fail(&error))?;
        let lists = Lists { segment, scope: live, wanted: live.count() };
        let mut docs = lists.docs(entries).map_err(|error| self.fail(&error.into()))?;
        docs.and(live);
        Ok(docs)
    }

    /// How many live paragraphs of all sections have the exact term.
    pub(super) fn live_count(&self, exact_term: &str) -> Result<usize, IndexError> {
        let count = |segment: &SegmentView| {
            let entries =
                of_keys(segment, &keys::of_exact(exact_term)).map_err(|error| self.fail(&error.into()))?;
            match &entries[..] {
                [_] => standing(segment, &entries).map_err(|error| self.fail(&error)),
                _ => self.paragraphs_of(segment, &entries).map(|docs| docs.count()),
            }
        };
        self.segments.iter().map(count).sum()
    }
}

/// A word list that cannot be read knows nothing; the search that follows says that it is damaged.
impl Vocabulary for Index {
    fn paragraphs_with(&self, term: &str) -> usize {
        self.guarded(|| self.live_count(term)).unwrap_or(0)
    }

    fn beginning_with(&self, prefix: &str, limit: usize) -> (Vec<String>, bool) {
        let found = self.guarded(|| {
            let mut live = Vec::new();
            for word in beginning_with(self, prefix)? {
                if live.len() > limit {
                    break;
                }
                if self.live_count(word)? > 0 {
                    live.push(word.clone());
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
            let mut counted = Vec::new();
            for word in spelled_like(self, term, edits)? {
                let count = self.live_count(word)?;
                if count > 0 {
                    counted.push((word.to_owned(), count));
                }
            }
            counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counted.truncate(limit);
            Ok(counted)
        });
        found.unwrap_or_default()
    }
}
