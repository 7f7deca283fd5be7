//! Where a word begins and ends in the original text.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::{runs::Runs, spelling};

/// Where a word stands, compounds not yet joined.
pub(super) struct Extent {
    pub(super) span: Range<usize>,
    /// Nothing but ASCII letters and digits after the first character.
    pub(super) plain: bool,
}

/// Finds them, from the beginning of a text to its end.
#[derive(Debug)]
pub(super) struct Extents<'t> {
    pub(super) text: &'t str,
    runs: Runs<'t>,
}

impl<'t> Extents<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Extents { text, runs: Runs::of(text) }
    }

    /// The next word at or after `from`.
    pub(super) fn next_word(&mut self, from: usize) -> Option<Extent> {
        let text = self.text;
        let word = |start, (end, plain)| Some(Extent { span: start..end, plain });
        let mut at = from;
        loop {
            at = self.runs.next(at)?;
            if text.as_bytes()[at].is_ascii_alphanumeric() {
                return word(at, self.word_end(at));
            }
            let c = text[at..].chars().next()?;
            let next = at + c.len_utf8();
            match c {
                '&' => return word(at, (next, true)),
                '£' | '$' | '€' if text[next..].starts_with(|d: char| d.is_ascii_digit()) => {
                    return word(at, self.word_end(next));
                }
                _ if !c.is_ascii() && c.is_alphanumeric() => return word(at, self.word_end(at)),
                _ => at = next,
            }
        }
    }

    /// Passes over words from the end of one on: where to look for the next word, and over how many. Those it passes
    /// over are nothing but ASCII letters and digits, and not wanted.
    pub(super) fn pass(&mut self, from: usize, wanted: impl Fn(&[u8]) -> bool) -> (usize, u32) {
        self.runs.pass(from, wanted)
    }

    /// Runs of letters and digits, with what joins them: where they end, and whether it is one run of ASCII.
    fn word_end(&mut self, start: usize) -> (usize, bool) {
        let text = self.text;
        let mut run_start = start;
        loop {
            let (end, ascii) = self.run_end(run_start);
            let plain = ascii && run_start == start;
            if text.as_bytes().get(end) == Some(&b' ') {
                return (end, plain);
            }
            let run = &text[run_start..end];
            let mut after = text[end..].chars();
            let Some(c) = after.next() else { return (end, plain) };
            let follows = after.as_str();
            let next = end + c.len_utf8();
            let digit_before = run.as_bytes().last().is_some_and(u8::is_ascii_digit);
            let joins = match c {
                '%' if digit_before => return (next, false),
                '+' if !starts_word(follows) => return (next, false),
                '.' | '·' if digit_before => follows.starts_with(|d: char| d.is_ascii_digit()),
                ',' if digit_before => thousands(run, follows),
                '.' => dotted_letters(text, run_start, run, follows),
                '&' => {
                    let right = self.run_end(next).0 - next;
                    starts_word(follows) && run.len().max(right) <= 5 && run.len().min(right) == 1
                }
                _ if is_apostrophe(c) => starts_word(follows) && !digit_before,
                _ => false,
            };
            if !joins {
                return (end, plain);
            }
            run_start = next;
        }
    }

    /// The end of one run of letters and digits that begins at `start`, and whether all of it is ASCII.
    fn run_end(&mut self, start: usize) -> (usize, bool) {
        let end = self.runs.end(start);
        if self.text.as_bytes().get(end).is_none_or(u8::is_ascii) {
            return (end, true);
        }
        match self.text[end..].chars().next() {
            Some(c) if c.is_alphanumeric() || is_combining_mark(c) || is_ignorable(c) => {
                (unicode_run_end(self.text, start), false)
            }
            _ => (end, true),
        }
    }

    /// Where the compound ends that the word at `span` opens, if the next word belongs to it.
    pub(super) fn compound_end(&mut self, span: &Range<usize>, folded: &str) -> Option<usize> {
        let rest = &self.text[span.end..];
        let separator = rest.chars().next()?;
        let hyphen = is_hyphen(separator);
        if !hyphen && separator != ' ' && separator != '\u{A0}' {
            return None;
        }
        let second_start = span.end + separator.len_utf8();
        if !starts_word(&self.text[second_start..]) {
            return None;
        }
        let (second_end, _) = self.word_end(second_start);
        let second = &self.text[second_start..second_end];
        spelling::joins(folded, second, hyphen).then_some(second_end)
    }
}

fn unicode_run_end(text: &str, start: usize) -> usize {
    let mut end = start;
    loop {
        let Some(word) = text[end..].split_word_bounds().next() else {
            return trim_ignorable(text, start, end);
        };
        // UAX #29 keeps full stops, colons and apostrophes between letters; ours are judged apart.
        let inside = word
            .char_indices()
            .find(|(_, c)| !(c.is_alphanumeric() || is_combining_mark(*c) || is_ignorable(*c)))
            .map_or(word.len(), |(at, _)| at);
        end += inside;
        if inside < word.len() || inside == 0 {
            return trim_ignorable(text, start, end);
        }
        // An ignorable character that UAX #29 takes for a boundary (zero-width space) is none here.
        let mut rest = text[end..].chars();
        let mut gap = 0;
        while let Some(c) = rest.next().filter(|c| is_ignorable(*c)) {
            gap += c.len_utf8();
        }
        if gap == 0 && !word.ends_with(is_ignorable) || !starts_word(&text[end + gap..]) {
            return trim_ignorable(text, start, end);
        }
        end += gap;
    }
}

fn trim_ignorable(text: &str, start: usize, end: usize) -> usize {
    start + text[start..end].trim_end_matches(is_ignorable).len()
}

/// `4,387` but not `2,3` nor `4,38`.
fn thousands(run: &str, follows: &str) -> bool {
    let digits = follows.bytes().take_while(u8::is_ascii_digit).count();
    run.len() <= 3 && run.bytes().all(|b| b.is_ascii_digit()) && digits == 3
}

/// `e.g`, `U.K`: single letters with stops between them.
fn dotted_letters(text: &str, run_start: usize, run: &str, follows: &str) -> bool {
    let single = |s: &str| s.len() == 1 && s.as_bytes()[0].is_ascii_alphabetic();
    let before = text[..run_start].chars().next_back();
    let next_run = &follows[..follows.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    single(run) && single(next_run) && before.is_none_or(|c| c == '.' || !c.is_alphanumeric())
}

fn starts_word(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2BC}' | '\u{FF07}' | '\u{60}' | '\u{B4}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}')
}

/// Characters that may stand inside a word and mean nothing: soft hyphen, zero-width and
/// bidirectional controls, byte order mark.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}')
}
