//! Lines: where they end, whether they were broken at a column, and which belong together.

use super::scan;
use crate::model::{Problem, ProblemCode};

/// Refuses a text of more lines than `limit` before room is made for each of them.
pub(super) fn bound_lines(text: &str, limit: usize) -> Result<(), Problem> {
    if scan::count(text.as_bytes(), |byte| matches!(byte, b'\n' | b'\r')) <= limit {
        return Ok(());
    }
    let message = format!("holds more than {limit} lines and was not read; split it");
    Err(Problem::new(ProblemCode::TooLarge, None, message))
}

/// The lines of a text with their numbers from 1, as an editor counts them (LF, CRLF and CR). Page
/// breaks and Unicode's own line separators part lines too, but are not counted.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (u32, &str)> + Clone {
    let mut rest = Some(text);
    let mut number = 1_u32;
    std::iter::from_fn(move || {
        let text = rest?;
        let this = number;
        match line_end(text.as_bytes()) {
            None => {
                rest = None;
                Some((this, text))
            }
            Some(end) => {
                let (line, after) = text.split_at(end);
                let counted = after.starts_with(['\n', '\r']);
                number = number.saturating_add(u32::from(counted));
                let separator = if after.starts_with("\r\n") {
                    2
                } else {
                    after.chars().next().map_or(0, char::len_utf8)
                };
                rest = Some(&after[separator..]);
                Some((this, line))
            }
        }
    })
}

/// Where the first line break begins: LF, VT, FF, CR, or U+2028 and U+2029 in UTF-8.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + scan::first(&bytes[from..], |byte| matches!(byte, b'\n'..=b'\r' | 0xE2))?;
        if bytes[at] != 0xE2 || matches!(bytes[at + 1..], [0x80, 0xA8 | 0xA9, ..]) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Whether a text was broken at a column, and at which.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrapping {
    width: Option<usize>,
}

/// Mail is wrapped at 72 or so, a page of a terminal at 132; a longer line is a paragraph.
const WIDEST: usize = 160;
const NARROWEST: usize = 40;
/// As lists and quotations are in a print; a paragraph's first line hardly ever is.
const SET_IN: usize = 6;
/// Lines that were broken as on a printed page, before that is believed.
const ENOUGH_PRINTED: usize = 8;

impl Wrapping {
    /// Looks at neighbouring lines where the first stops in mid-sentence: in a wrapped text the next
    /// word would hardly ever have fitted on it.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        Wrapping::seen(lines, false)
    }

    /// Of a text that is known to be print.
    pub(super) fn of_print<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        Wrapping::seen(lines, true)
    }

    fn seen<'a>(lines: impl Iterator<Item = &'a str>, print: bool) -> Self {
        let mut broken: Vec<(usize, usize)> = Vec::new();
        let mut too_wide = 0_usize;
        let mut before: Option<&str> = None;
        for line in lines {
            if let Some(before) = before
                && stops_in_mid_sentence(before, line)
            {
                match length(before) {
                    long if long > WIDEST => too_wide += 1,
                    length => broken.push((length, length + 1 + first_word_length(line))),
                }
            }
            before = Some(line).filter(|line| !line.trim().is_empty());
        }
        let mut lengths: Vec<usize> = broken.iter().map(|(length, _)| *length).collect();
        lengths.sort_unstable();
        let Some(&width) = lengths.get(lengths.len() * 9 / 10) else {
            return Wrapping { width: None };
        };
        let enough = broken.len() > 1 || width >= 60;
        // Headings of a print are of larger letters, and break sooner.
        let (enough_printed, most) = if print { (2, 3) } else { (ENOUGH_PRINTED, 4) };
        let full = |width: usize| {
            let full = broken.iter().filter(|(_, needed)| *needed > width).count();
            full * (most + 1) >= broken.len() * most
        };
        // Lines of a printed page are of one width in points: their characters differ.
        let printed = width * 9 / 10;
        let width = match () {
            () if full(width) => Some(width),
            () if full(printed) && broken.len() >= enough_printed => Some(printed),
            () => None,
        };
        let wrapped = enough && too_wide * 5 <= broken.len();
        Wrapping { width: width.filter(|width| wrapped && *width >= NARROWEST) }
    }

    /// Whether `line` goes on with what `before`, the line above it, began; `next` is the line below it.
    pub(super) fn continues(self, before: &str, line: &str, next: &str) -> bool {
        let Some(width) = self.width else { return false };
        let full = |line: &str, next: &str| length(line) + 1 + first_word_length(next) > width;
        // The last line of a paragraph ends a sentence, and the others are full: this one stands alone.
        let label = ends_a_sentence(before)
            && looks_like_a_label(line)
            && !next.trim().is_empty()
            && !full(line, next);
        // Below a bullet that the print has lost, each line set in is an item.
        let least = if inset(before) >= SET_IN { 8 } else { 6 };
        length(before) <= WIDEST
            && !label
            && (full(before, line)
                || (stops_in_mid_sentence(before, line) && length(before) * 10 >= width * least)
                || (stops_before_a_figure(before, line) && length(before) * 10 >= width * 8))
    }

    /// Whether a sentence runs on in `line` from a line that was full.
    pub(super) fn runs_on(self, before: &str, line: &str) -> bool {
        let full = |width| length(before) + 1 + first_word_length(line) > width;
        length(before) <= WIDEST && stops_in_mid_sentence(before, line) && self.width.is_some_and(full)
    }
}

pub(super) fn inset(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn length(line: &str) -> usize {
    line.trim_end().chars().count()
}

fn first_word_length(line: &str) -> usize {
    line.split_whitespace().next().map_or(0, |word| word.chars().count())
}

pub(super) fn stops_in_mid_sentence(before: &str, line: &str) -> bool {
    !ends_a_sentence(before) && line.trim_start().starts_with(char::is_lowercase)
}

/// "Staff said that" above "57% of people": a figure is too short for its line to have been full. "2 - Evidence
/// shows …" is a line of its own.
fn stops_before_a_figure(before: &str, line: &str) -> bool {
    let mut words = line.split_whitespace();
    let figure = |word: &str| word.trim_start_matches('\u{a3}').starts_with(|c: char| c.is_ascii_digit());
    !ends_a_sentence(before)
        && words.next().is_some_and(figure)
        && words.next().is_some_and(|word| word.starts_with(char::is_alphabetic))
}

/// A stop, or a stop inside closing quotes and brackets; a colon or semicolon ends a line too.
pub(super) fn ends_a_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['"', '\'', '”', '’', ')', ']'])
        .ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Words that something follows.
const LEADING_ON: [&str; 22] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "had", "has", "in", "is", "of", "on", "or", "that",
    "the", "their", "to", "was", "were", "with",
];

/// A short line that is no sentence and no part of one: a title, a label, a score.
pub(super) fn looks_like_a_label(text: &str) -> bool {
    let text = text.trim();
    let leads_on = || text.rsplit(' ').next().is_some_and(|word| LEADING_ON.contains(&word));
    text.chars().count() <= 90 && !ends_a_sentence(text) && !leads_on()
}

/// Lines that their source shows below each other without a gap (`<br>`, a Word line break, a soft
/// break of Markdown): where does a new paragraph begin? True for each line that begins one.
/// Labels stand alone, a sentence that runs on is joined, and lines of several sentences each are
/// paragraphs whose gaps were lost.
pub(super) fn begin_paragraphs(lines: &[&str]) -> Vec<bool> {
    let holds_several = lines.iter().any(|line| holds_several_sentences(line));
    let wrapping = Wrapping::of_print(lines.iter().copied());
    let mut begins = vec![true; lines.len()];
    for (index, pair) in lines.windows(2).enumerate() {
        let (before, line) = (pair[0], pair[1]);
        let next = lines.get(index + 2).copied().unwrap_or_default();
        begins[index + 1] = if stops_in_mid_sentence(before, line) || wrapping.continues(before, line, next) {
            false
        } else {
            looks_like_a_label(before) || looks_like_a_label(line) || holds_several
        };
    }
    begins
}

fn holds_several_sentences(line: &str) -> bool {
    let mut words = line.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let next_is_capital = words.peek().is_some_and(|next| next.starts_with(char::is_uppercase));
        if next_is_capital && word.chars().count() > 3 && word.ends_with(['.', '!', '?']) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_ends_a_line_and_numbers_are_an_editors() {
        let lines: Vec<_> = numbered("a\r\nb\rc\n\nd\u{C}e’\u{2028}f").collect();
        assert_eq!(lines, [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, "d"), (5, "e’"), (5, "f")]);
    }

    #[test]
    fn a_column_is_seen_only_where_lines_stop_because_they_are_full() {
        let wrapped = "People in the district told us that they had waited for several\nweeks before anyone rang them back, and that letters were hard\nto follow.\n";
        assert!(Wrapping::of(wrapped.lines()).width.is_some());
        // Copied from a page in letters of differing widths.
        let lengths = [70, 64, 68, 72, 66, 69, 71, 63, 67, 70, 65, 68];
        let printed: Vec<String> =
            lengths.iter().map(|length| format!("was {}", "told ".repeat(*length / 5))).collect();
        assert!(Wrapping::of(printed.iter().map(String::as_str)).width.is_some());
        let listed: Vec<String> =
            (0..12).map(|n| format!("waiting for {}", "weeks and ".repeat(n % 6 + 3))).collect();
        assert!(Wrapping::of(listed.iter().map(String::as_str)).width.is_none());
        let labels = "Safeguarding\nScore: 2\nworking with people\nassessing needs and reviews\nleadership\n";
        assert!(Wrapping::of(labels.lines()).width.is_none());
        let paragraphs = format!("{}\n{}\n", "People waited. ".repeat(20), "staff told us so. ".repeat(30));
        assert!(Wrapping::of(paragraphs.lines()).width.is_none());
    }

    #[test]
    fn labels_stand_alone_and_a_sentence_runs_on() {
        let lines = [
            "Score: 2",
            "2 - Evidence shows some shortfalls",
            "People waited for an",
            "assessment for weeks.",
        ];
        assert_eq!(begin_paragraphs(&lines), [true, true, true, false]);
        let broken = ["The ward is one of the oldest in", "England."];
        assert_eq!(begin_paragraphs(&broken), [true, false]);
        let wrapped = [
            "National data from the Adult Social Care Framework showed that",
            "more of them were content. It was put down to the work of the",
            "Adult Carers Team. People from small towns were less sure of it.",
            "Some of them had not heard of the team, and said so.",
        ];
        assert_eq!(begin_paragraphs(&wrapped), [true, false, false, false]);
        let sentences = ["People waited for many weeks.", "Staff knew that they waited."];
        assert_eq!(begin_paragraphs(&sentences), [true, false]);
    }
}
