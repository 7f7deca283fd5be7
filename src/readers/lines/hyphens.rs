//! Words that a line's end has parted.

use std::collections::HashMap;

/// The words of a document as its lines have them, hyphenated words with their parts.
#[derive(Debug, Default)]
pub(in crate::readers) struct Vocabulary {
    /// With whether it stands inside a line too, where nothing parts it.
    words: HashMap<String, bool>,
    /// Whether U+2010 stands inside lines: then it is the author's hyphen, else the typesetter's.
    has_inner_u2010: bool,
    /// Whether words are parted without a hyphen: of a soft one that shows, some PDFs keep no character.
    loses_hyphens: bool,
}

/// Words that come together from the ends of two lines, before this is believed.
const ENOUGH_LOST: usize = 2;
/// Letters of the first part of a word that are hardly a word of their own.
const SHORT_PART: usize = 3;

/// First parts of words that English writes with a hyphen, in the subject's language.
const FIRST_PARTS: [&str; 72] = [
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
    "gender",
    "bed",
    "age",
    "family",
    "carer",
    "same",
];

/// Second parts of such words, which hardly end another.
const SECOND_PARTS: [&str; 22] = [
    "based",
    "led",
    "up",
    "centred",
    "focused",
    "wide",
    "specific",
    "making",
    "term",
    "friendly",
    "related",
    "sharing",
    "funded",
    "directed",
    "neglect",
    "quality",
    "informed",
    "level",
    "free",
    "owned",
    "run",
    "sensitive",
];

/// Ends that are no words: what is left of a word that was parted.
const LAST_PARTS: [&str; 40] = [
    "ing", "ed", "tion", "tions", "ment", "ments", "ness", "ity", "ities", "ly", "er", "ers", "al", "ally",
    "ance", "ence", "able", "ible", "ful", "ive", "sion", "sions", "cation", "ties", "ty", "ries", "ry",
    "ies", "dent", "gent", "tive", "tial", "cial", "sional", "tional", "ously", "ous", "ering", "ments’",
    "guarding",
];

impl Vocabulary {
    pub(in crate::readers) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut broken: Vec<(&str, &str)> = Vec::new();
        let mut before: Option<&str> = None;
        for line in lines {
            let mut words = line.split_whitespace().peekable();
            broken
                .extend(before.zip(words.peek().copied()).filter(|(first, last)| may_be_parts(first, last)));
            let mut first = true;
            before = None;
            while let Some(word) = words.next() {
                let last = words.peek().is_none();
                if last {
                    before = Some(word);
                }
                if last && ends_with_hyphen(word) {
                    continue;
                }
                let word = plain(word);
                vocabulary.has_inner_u2010 |= word.contains('\u{2010}');
                *vocabulary.words.entry(word.replace('\u{2010}', "-")).or_default() |= !(first || last);
                first = false;
            }
        }
        let parted = |(first, last): &&(&str, &str)| vocabulary.has_whole(&plain(first), &plain(last));
        vocabulary.loses_hyphens = broken.iter().filter(parted).take(ENOUGH_LOST).count() == ENOUGH_LOST;
        vocabulary
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    fn has_inside(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|inside| *inside)
    }

    /// Whether two parts make a word of the document, and are not words of it themselves.
    fn has_whole(&self, first: &str, last: &str) -> bool {
        !(self.has_inside(first) && self.has_inside(last)) && self.has_inside(&format!("{first}{last}"))
    }

    fn lost_its_hyphen(&self, text: &str, line: &str) -> bool {
        let ends = || Some((text.split_whitespace().next_back()?, line.split_whitespace().next()?));
        let parts = ends().filter(|(first, last)| self.loses_hyphens && may_be_parts(first, last));
        parts.is_some_and(|(first, last)| {
            let (first, last) = (plain(first), plain(last));
            let no_word = first.chars().count() <= SHORT_PART && !self.has_inside(&first);
            let no_end = LAST_PARTS.contains(&last.as_str()) && !self.has_inside(&last);
            self.has_whole(&first, &last) || no_word || no_end
        })
    }

    /// Adds `line` to `text`, whose last line ended where `line` begins.
    pub(in crate::readers) fn join(&self, text: &mut String, line: &str) {
        if !ends_with_hyphen(text) || !line.starts_with(char::is_alphabetic) {
            // "2023-" and "24" are parted at a hyphen that is part of them.
            let range = text.ends_with(['-', '–']) && line.starts_with(|c: char| c.is_ascii_digit());
            if self.lost_its_hyphen(text, line) {
                text.push_str(line);
                return;
            }
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
        if SECOND_PARTS.contains(&last) {
            return false;
        }
        !(self.has(first) && self.has(last))
    }
}

/// Adds `line` to `text` of a file whose program has broken the lines: it breaks after a hyphen that was there, and
/// makes no new ones.
pub(in crate::readers) fn join_broken(text: &mut String, line: &str) {
    let first = line.split(char::is_whitespace).next().unwrap_or_default();
    // "short- and long-term"
    let suspended = ["and", "or", "to"].contains(&first);
    let hyphen = ends_with_hyphen(text) && line.starts_with(char::is_alphabetic) && !suspended;
    if !hyphen && !text.ends_with('\u{AD}') {
        text.push(' ');
    }
    text.push_str(line);
}

pub(in crate::readers) fn ends_with_hyphen(text: &str) -> bool {
    let mut end = text.chars().rev();
    matches!(end.next(), Some('-' | '\u{2010}' | '\u{AD}')) && end.next().is_some_and(char::is_alphanumeric)
}

/// Letters to the end, and small ones from the start.
fn may_be_parts(first: &str, last: &str) -> bool {
    first.ends_with(char::is_alphabetic) && last.starts_with(char::is_lowercase)
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
            ("a bed-", "based service", "a bed-based service"),
            ("the take-", "up of", "the take-up of"),
        ];
        for (text, line, joined) in cases {
            let mut text = text.to_owned();
            vocabulary.join(&mut text, line);
            assert_eq!(text, joined);
        }
    }

    #[test]
    fn lines_broken_at_a_hyphen_come_together_without_a_space() {
        for (text, line, joined) in [
            ("same-", "day help", "same-day help"),
            ("short-", "and long-term", "short- and long-term"),
            ("soft\u{AD}", "ware", "soft\u{AD}ware"),
            ("a dash -", "here", "a dash - here"),
            ("no hyphen", "here", "no hyphen here"),
        ] {
            let mut text = text.to_owned();
            join_broken(&mut text, line);
            assert_eq!(text, joined);
        }
    }

    #[test]
    fn words_that_lost_their_hyphen_come_together_where_many_did() {
        let lines = [
            "The improvement plan was for information, and the assessment of it was innovative and im",
            "provement came. In the plan is infor",
            "mation that an assess",
            "ment was late, of which con",
            "tingency staff knew.",
        ];
        let joined = |lines: &[&str], text: &str, line: &str| {
            let mut text = text.to_owned();
            Vocabulary::of(lines.iter().copied()).join(&mut text, line);
            text
        };
        for (text, line, whole) in [
            ("and im", "provement came", "and improvement came"),
            ("of which con", "tingency staff", "of which contingency staff"),
            ("late, of", "which they knew", "late, of which they knew"),
            ("the plan", "knew", "the plan knew"),
        ] {
            assert_eq!(joined(&lines, text, line), whole);
        }
        assert_eq!(joined(&lines[..2], "and im", "provement came"), "and im provement came");
    }
}
