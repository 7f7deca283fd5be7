//! The phrases of the built-in lexicon, indexed as if each were a word: a query with synonyms looks for dozens,
//! and to find one by the positions of its words means to read those of every paragraph that holds them all.

use std::{collections::HashMap, sync::LazyLock};

use super::keys;
use crate::{
    query::{Form, Lexicon, Pattern, Slot, Spread},
    text::{self, Word},
};

pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::of_lexicon);

pub(super) struct Phrases {
    /// By the stem of the last word: an exact term has only one.
    by_last: HashMap<String, Vec<Phrase>>,
}

struct Phrase {
    slots: Vec<Slot>,
    gap: usize,
    key: String,
}

impl Phrases {
    fn of_lexicon() -> Self {
        let mut by_last: HashMap<String, Vec<Phrase>> = HashMap::new();
        for Pattern { slots, spread, .. } in Lexicon::embedded().phrases() {
            let (Spread::InOrder { gap }, Some(last)) = (spread, slots.last()) else { continue };
            let stem = if last.form == Form::Stem { last.term.clone() } else { text::stem(&last.term) };
            let (those, key) = (by_last.entry(stem).or_default(), keys::of_phrase(&slots, gap));
            if those.iter().all(|known| known.key != key) {
                those.push(Phrase { slots, gap: gap as usize, key });
            }
        }
        Phrases { by_last }
    }

    /// The keys of the phrases that end with the last of `words`.
    pub(super) fn ending<'a>(&'a self, words: &'a [Word]) -> impl Iterator<Item = &'a str> {
        let those = words.last().and_then(|last| self.by_last.get(last.stem())).into_iter().flatten();
        those.filter(|phrase| phrase.ends(words)).map(|phrase| phrase.key.as_str())
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
