//! Under which key a word stands in the engine's sorted dictionary: `<stem>\0<folded word>`, so that all words
//! of one stem lie side by side and one list of positions serves exact words and word forms alike.
//! Whatever else the word is exactly (a number without its sign, an acronym in capitals) stands under
//! `\0<term>` and counts for no stem. A phrase of the lexicon stands where it ends, before all of them under
//! `\0\0<gap>` and its slots. No word contains a zero byte.

use crate::{
    query::{Form, Slot},
    text,
};

const PART: char = '\0';

pub(super) fn write_word(word: &text::Word, key: &mut String) {
    key.push_str(word.stem());
    key.push(PART);
    key.push_str(word.folded());
}

pub(super) fn of_other(term: &str) -> String {
    format!("{PART}{term}")
}

/// Where an exact term can stand.
pub(super) fn of_exact(term: &str) -> [String; 2] {
    [format!("{}{PART}{term}", text::stem(term)), of_other(term)]
}

/// The keys of all words with this stem lie from the first to before the second.
pub(super) fn of_stem(stem: &str) -> [String; 2] {
    [format!("{stem}{PART}"), format!("{stem}\u{1}")]
}

pub(super) fn of_phrase(slots: &[Slot], gap: u32) -> String {
    let mut key = format!("{PART}{PART}{gap}");
    for slot in slots {
        key.push_str(if slot.form == Form::Stem { " " } else { "=" });
        key.push_str(&slot.term);
    }
    key
}

/// The keys of words lie from here on.
pub(super) const WORDS: &str = "\0\u{1}";

/// The exact term that stands under a key.
pub(super) fn exact(key: &str) -> &str {
    key.split_once(PART).map_or(key, |(_, term)| term)
}
