//! Words that a line's end has parted.

use std::collections::HashMap;

/// How often each word of a document stands whole inside a line, hyphenated words with their parts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashMap<String, usize>,
    /// Whether U+2010 stands inside lines: then it is the author's hyphen, else the typesetter's.
    has_inner_u2010: bool,
}

/// First parts of words that English writes with a hyphen, in the subject's language.
const FIRST_PARTS: [&str; 66] = [
    "self",
    "co",
    "well",
    "long",
    "short",
    "part",
    "full",
    "multi",
    "cross",
    "non",
    "mid",
    "high",
    "low",
    "day",
    "year",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "ten",
    "half",
    "person",
    "strength",
    "strengths",
    "trauma",
    "place",
    "community",
    "needs",
    "risk",
    "peer",
    "hard",
    "face",
    "end",
    "out",
    "front",
    "follow",
    "drop",
    "decision",
    "problem",
    "pre",
    "post",
    "re",
    "anti",
    "ex",
    "inter",
    "evidence",
    "asset",
    "home",
    "live",
    "ill",
    "older",
    "step",
    "sign",
    "check",
    "up",
    "in",
    "on",
    "off",
    "by",
    "so",
    "third",
    "outcome",
    "outcomes",
    "data",
];

/// Ends that are no words: what is left of a word that was parted.
const LAST_PARTS: [&str; 40] = [
    "ing", "ed", "tion", "tions", "ment", "ments", "ness", "ity", "ities", "ly", "er", "ers", "al", "ally",
    "ance", "ence", "able", "ible", "ful", "ive", "sion", "sions", "cation", "ties", "ty", "ries", "ry",
    "ies", "dent", "gent", "tive", "tial", "cial", "sional", "tional", "ously", "ous", "ering", "ments’",
    "guarding",
];

impl Vocabulary {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut vocabulary = Vocabulary::default();
        for line in lines {
            let mut words = line.split_whitespace().peekable();
            while let Some(word) = words.next() {
                let last = words.peek().is_none();
                if last && ends_with_hyphen(word) {
                    continue;
                }
                let word = plain(word);
                vocabulary.has_inner_u2010 |= word.contains('\u{2010}');
                *vocabulary.words.entry(word.replace('\u{2010}', "-")).or_default() += 1;
            }
        }
        vocabulary
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Adds `line` to `text`, whose last line ended where `line` begins.
    pub(super) fn join(&self, text: &mut String, line: &str) {
        if !ends_with_hyphen(text) || !line.starts_with(char::is_alphabetic) {
            // "2023-" and "24" are parted at a hyphen that is part of them.
            let range = text.ends_with(['-', '–']) && line.starts_with(|c: char| c.is_ascii_digit());
            if !range || text.ends_with(" -") || text.ends_with(" –") {
                text.push(' ');
            }
            text.push_str(line);
            return;
        }
        let first = plain(text.rsplit(char::is_whitespace).next().unwrap_or_default());
        let last = plain(line.split_whitespace().next().unwrap_or_default());
        let hyphen = text.chars().next_back().unwrap_or('-');
        if self.parted_by_typesetter(&first, &last, hyphen) {
            text.pop();
        }
        text.push_str(line);
    }

    fn parted_by_typesetter(&self, first: &str, last: &str, hyphen: char) -> bool {
        if hyphen == '\u{AD}' || (hyphen == '\u{2010}' && !self.has_inner_u2010) {
            return true;
        }
        let first = first.trim_end_matches(['-', '\u{2010}']);
        let last_word = last.trim_end_matches("'s").trim_end_matches("’s");
        if self.has(&format!("{first}{last}")) || self.has(&format!("{first}{last_word}")) {
            return true;
        }
        if self.has(&format!("{first}-{last}")) || self.has(&format!("{first}-{last_word}")) {
            return false;
        }
        let first_word = first.rsplit('-').next().unwrap_or(first);
        if FIRST_PARTS.contains(&first_word) || first.chars().all(char::is_numeric) {
            return LAST_PARTS.contains(&last);
        }
        if LAST_PARTS.contains(&last) {
            return true;
        }
        !(self.has(first) && self.has(last))
    }
}

pub(super) fn ends_with_hyphen(text: &str) -> bool {
    let mut end = text.chars().rev();
    matches!(end.next(), Some('-' | '\u{2010}' | '\u{AD}')) && end.next().is_some_and(char::is_alphanumeric)
}

/// Lower case, without the punctuation around it.
fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_together_and_hyphens_of_the_authors_stay() {
        let lines = [
            "People were waiting for safeguarding enquiries and for duty-holder training,",
            "which a holder of a duty arranged.",
        ];
        let vocabulary = Vocabulary::of(lines.into_iter());
        let cases = [
            ("they were wait-", "ing for", "they were waiting for"),
            ("they were wait\u{2010}", "ing for", "they were waiting for"),
            ("soft\u{AD}", "ware", "software"),
            ("the course on self-", "neglect.", "the course on self-neglect."),
            ("the duty-", "holder.", "the duty-holder."),
            ("safe-", "guarding was", "safeguarding was"),
            ("in 2023-", "24 and", "in 2023-24 and"),
            ("a dash -", "here", "a dash - here"),
            ("no hyphen", "here", "no hyphen here"),
            ("quali-", "fied", "qualified"),
        ];
        for (text, line, joined) in cases {
            let mut text = text.to_owned();
            vocabulary.join(&mut text, line);
            assert_eq!(text, joined);
        }
    }
}
