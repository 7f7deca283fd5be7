//! The phrases of the built-in lexicon, indexed as if each were a word: a query with synonyms looks for dozens,
//! and to find one by the positions of its words means to read those of every paragraph that holds them all.

use std::{collections::HashMap, sync::LazyLock};

use super::keys;
use crate::{
    query::{Form, Lexicon, Pattern, Slot, Spread},
    text::{self, Word},
};

pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::of_lexicon);

/// No phrase is longer, the words between its own included.
pub(super) const REACH: usize = 64;

type ByHash = HashMap<u64, Vec<Phrase>, text::RawHash>;

/// By the hash of what nearly no other place of a text has, so that most are passed with one look.
#[derive(Default)]
pub(super) struct Phrases {
    /// Without gaps, by the stems of the last two words: an exact term has only one.
    close: ByHash,
    /// By the stem of the last word.
    apart: ByHash,
}

fn hash_of_two(before: u32, last: u32) -> u64 {
    u64::from(before) << 32 | u64::from(last)
}

struct Phrase {
    slots: Vec<Slot>,
    gap: usize,
    key: String,
}

impl Phrases {
    fn of_lexicon() -> Self {
        let mut phrases = Phrases::default();
        let stem = |slot: &Slot| match slot.form {
            Form::Stem => slot.term.clone(),
            _ => text::stem(&slot.term),
        };
        for Pattern { slots, spread, .. } in Lexicon::embedded().phrases() {
            let (Spread::InOrder { gap }, [.., before, last]) = (spread, &slots[..]) else { continue };
            let last = text::stem_hash(&stem(last));
            let those = match gap {
                0 => phrases.close.entry(hash_of_two(text::stem_hash(&stem(before)), last)),
                _ => phrases.apart.entry(last.into()),
            };
            let (key, those) = (keys::of_phrase(&slots, gap), those.or_default());
            if those.iter().all(|known| known.key != key) {
                those.push(Phrase { slots, gap: gap as usize, key });
            }
        }
        phrases
    }

    /// The keys of the phrases that end with the last of `words`, of which `REACH` are enough.
    pub(super) fn ending<'a>(&'a self, words: &'a [Word]) -> impl Iterator<Item = &'a str> {
        let those = words.last_chunk().map(|[before, last]: &[Word; 2]| {
            let close = self.close.get(&hash_of_two(before.stem_hash(), last.stem_hash()));
            close.into_iter().chain(self.apart.get(&last.stem_hash().into()))
        });
        let ending = those.into_iter().flatten().flatten().filter(|phrase| phrase.ends(words));
        ending.map(|phrase| phrase.key.as_str())
    }
}

impl Phrase {
    fn ends(&self, words: &[Word]) -> bool {
        if self.gap == 0 {
            let (slots, words) = (self.slots.iter().rev(), words.iter().rev());
            return slots.len() <= words.len() && slots.zip(words).all(|(slot, word)| slot.accepts(word));
        }
        // Where the slots so far can begin, ascending.
        let mut starts = vec![words.len()];
        for (n, slot) in self.slots.iter().rev().enumerate() {
            let gap = if n == 0 { 0 } else { self.gap };
            let mut before: Vec<usize> = Vec::new();
            for start in &starts {
                let from = before.last().map_or(0, |last| last + 1).max(start.saturating_sub(gap + 1));
                before.extend((from..*start).filter(|at| slot.accepts(&words[*at])));
            }
            starts = before;
        }
        !starts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_phrase_is_longer_than_what_is_kept_of_a_text() {
        let phrases = PHRASES.close.values().chain(PHRASES.apart.values()).flatten();
        let longest = phrases.map(|phrase| (phrase.slots.len() - 1) * (phrase.gap + 1) + 1).max();
        assert!((2..=REACH).contains(&longest.unwrap_or(0)), "{longest:?}");
    }
}
