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

/// Adds the key of the word.
pub(super) fn push_word(word: &text::Word, key: &mut String) {
    key.push_str(word.stem());
    key.push(PART);
    key.push_str(word.folded());
}

pub(super) fn of_other(term: &str) -> String {
    format!("{PART}{term}")
}

/// Where an exact term can stand.
pub(in crate::index) fn of_exact(term: &str) -> [String; 2] {
    [format!("{}{PART}{term}", text::stem(term)), of_other(term)]
}

/// The keys of all words with this stem lie from the first to before the second.
pub(in crate::index) fn of_stem(stem: &str) -> [String; 2] {
    [format!("{stem}{PART}"), format!("{stem}\u{1}")]
}

pub(in crate::index) fn of_phrase(slots: &[Slot], gap: u32) -> String {
    let mut key = format!("{PART}{PART}{gap}");
    for slot in slots {
        key.push_str(if slot.form == Form::Stem { " " } else { "=" });
        key.push_str(&slot.term);
    }
    key
}

/// All keys but those of phrases lie from the first to before the second.
pub(in crate::index) fn of_all() -> [String; 2] {
    [of_other("\u{1}"), char::MAX.to_string()]
}

/// All keys of words and of other terms that begin with this small letter lie from the first to before the second of
/// one of these.
pub(in crate::index) fn of_initial(letter: u8) -> Vec<[String; 2]> {
    let between = |letter: u8| [letter, letter + 1].map(|letter| char::from(letter).to_string());
    let words = text::initials_of_stems(letter).into_iter().map(between);
    words.chain([between(letter).map(|letter| of_other(&letter))]).collect()
}

/// The exact term that stands under a key.
pub(in crate::index) fn exact(key: &str) -> &str {
    key.split_once(PART).map_or(key, |(_, term)| term)
}
