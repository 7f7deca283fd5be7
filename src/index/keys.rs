//! Under which key a word stands in the engine's sorted dictionary: `<stem>\0<folded word>`, so that all words
//! of one stem lie side by side and one list of positions serves exact words and word forms alike.
//! Whatever else the word is exactly (a number without its sign, an acronym in capitals) stands under
//! `\0<term>` and counts for no stem. No word contains a zero byte.

use crate::text;

const PART: char = '\0';

pub(super) fn write_word(word: &text::Word, key: &mut String) {
    key.push_str(word.stem());
    key.push(PART);
    key.push_str(word.folded());
}

pub(super) fn write_other(term: &str, key: &mut String) {
    key.push(PART);
    key.push_str(term);
}

/// Where an exact term can stand.
pub(super) fn of_exact(term: &str) -> [String; 2] {
    [format!("{}{PART}{term}", text::stem(term)), format!("{PART}{term}")]
}

/// The keys of all words with this stem lie from the first to before the second.
pub(super) fn of_stem(stem: &str) -> [String; 2] {
    [format!("{stem}{PART}"), format!("{stem}\u{1}")]
}

/// The exact term that stands under a key.
pub(super) fn exact(key: &str) -> &str {
    key.split_once(PART).map_or(key, |(_, term)| term)
}
