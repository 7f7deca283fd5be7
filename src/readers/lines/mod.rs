//! Lines: where they end, whether they were broken at a column, and which belong together.

pub(super) mod broken_lines;
pub(super) mod counted_items;
pub(super) mod hyphens;
pub(super) mod mail;
pub(super) mod page_edges;
pub(super) mod page_feet;

use memchr::{memchr, memchr3, memmem};

use super::{scan, visible::has_words};
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
    let line_end = if has_line_feeds_alone(text) { line_feed } else { line_end };
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

/// Nearly all texts part their lines by line feeds and by nothing else, and these are found many times faster.
fn has_line_feeds_alone(text: &str) -> bool {
    let has = |separator: &str| memmem::find(text.as_bytes(), separator.as_bytes()).is_some();
    memchr3(b'\r', b'\x0B', b'\x0C', text.as_bytes()).is_none() && !has("\u{2028}") && !has("\u{2029}")
}

fn line_feed(bytes: &[u8]) -> Option<usize> {
    memchr(b'\n', bytes)
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

/// Sentences that run on over an empty line, before a text is taken for one with an empty line below each.
const ENOUGH_DOUBLE: usize = 5;

/// The lines of a text with an empty line below each, as some programs take them from pages of wide spacing,
/// without these; None for any other.
pub(super) fn without_double_spacing<'a>(
    lines: impl Iterator<Item = (u32, &'a str)> + Clone,
) -> Option<Vec<(u32, &'a str)>> {
    let is_empty = |line: &str| line.trim().is_empty();
    let (mut apart, mut close, mut empty) = (0_usize, 0_usize, 0_usize);
    let mut above = "";
    for (_, line) in lines.clone() {
        if line.len() > WIDEST && Measure::Characters.of_line(line) > WIDEST {
            return None;
        }
        if is_empty(line) {
            empty += 1;
            continue;
        }
        if !above.is_empty() && stops_in_mid_sentence(above, line) {
            match empty {
                0 => close += 1,
                1 => apart += 1,
                _ => {}
            }
        }
        (above, empty) = (line, 0);
    }
    let wrapping = || Wrapping::of(lines.clone().map(|(_, line)| line).filter(|line| !is_empty(line)));
    if apart < ENOUGH_DOUBLE || close * 10 > apart || !wrapping().is_seen() {
        return None;
    }
    let mut closed: Vec<(u32, &str)> = Vec::new();
    let mut lines = lines.peekable();
    while let Some((number, line)) = lines.next() {
        let above = closed.last().is_some_and(|(_, above)| !is_empty(above));
        let below = lines.peek().is_some_and(|(_, below)| !is_empty(below));
        if !(is_empty(line) && above && below) {
            closed.push((number, line));
        }
    }
    Some(closed)
}

/// Whether a text was broken at a column, and at which.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrapping {
    width: Option<Width>,
    measure: Measure,
}

#[derive(Clone, Copy, Debug)]
struct Width {
    /// What a line that is followed by one more reaches.
    full: usize,
    /// What the widest lines reach.
    widest: usize,
}

/// How long a line is.
#[derive(Clone, Copy, Debug)]
enum Measure {
    /// In characters, as a terminal and most programs count.
    Characters,
    /// In the room that letters take in print, where an "m" is as wide as three of "i"; about as many as characters.
    Print,
}

impl Measure {
    fn of(self, text: &str) -> usize {
        match self {
            Measure::Characters => text.chars().count(),
            Measure::Print => text.chars().map(hundredths_of_an_em).sum::<usize>() / MEAN_HUNDREDTHS,
        }
    }

    /// Where a line ends; what sets it in is of one width.
    fn of_line(self, line: &str) -> usize {
        inset(line) + self.of(line.trim())
    }

    fn of_first_word(self, line: &str) -> usize {
        line.split_whitespace().next().map_or(0, |word| self.of(word))
    }
}

/// Of English text.
const MEAN_HUNDREDTHS: usize = 46;

/// Between Helvetica and Times, whose metrics most other faces follow.
fn hundredths_of_an_em(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '‘' | '|' | '!' => 25,
        'f' | 't' | 'r' | 'I' | ' ' | '(' | ')' | '[' | ']' | '-' | '/' | '“' | '”' | '"' => 31,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 80,
        c if c.is_uppercase() => 67,
        _ => 51,
    }
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
        let mut broken: Vec<(&str, &str)> = Vec::new();
        let mut too_wide = 0_usize;
        let mut before: Option<&str> = None;
        for line in lines {
            if let Some(before) = before
                && stops_in_mid_sentence(before, line)
            {
                if Measure::Characters.of_line(before) > WIDEST {
                    too_wide += 1;
                } else {
                    broken.push((before, line));
                }
            }
            before = Some(line).filter(|line| !line.trim().is_empty());
        }
        let width = |measure| usual_width(&broken, measure, print);
        let found = [Measure::Characters, Measure::Print]
            .into_iter()
            .find_map(|measure| width(measure).map(|width| (width, measure)));
        match found.filter(|(width, _)| too_wide * 5 <= broken.len() && width.full >= NARROWEST) {
            Some((width, measure)) => Wrapping { width: Some(width), measure },
            None => Wrapping { width: None, measure: Measure::Characters },
        }
    }

    pub(super) fn is_seen(self) -> bool {
        self.width.is_some()
    }

    /// Whether `line` goes on with what `before`, the line above it, began; `next` is the line below it.
    pub(super) fn continues(self, before: &str, line: &str, next: &str) -> bool {
        let Some(Width { full: width, widest }) = self.width else { return false };
        let length = |line: &str| self.measure.of_line(line);
        let full = |line: &str, next: &str| {
            // A line that ends a sentence may be the last one of its paragraph.
            let width = if ends_a_sentence(line) { widest } else { width };
            length(line) + 1 + self.measure.of_first_word(next) > width
        };
        // The last line of a paragraph ends a sentence, and the others are full: this one stands alone.
        let label = ends_a_sentence(before)
            && looks_like_a_label(line)
            && !stops_in_mid_sentence(line, next)
            && !next.trim().is_empty()
            && !full(line, next);
        // Below a bullet that the print has lost, each line set in is an item.
        let least = if inset(before) >= SET_IN { 8 } else { 6 };
        Measure::Characters.of_line(before) <= WIDEST
            && !label
            && !ends_with_its_figure(before)
            && (full(before, line)
                || (stops_in_mid_sentence(before, line) && length(before) * 10 >= width * least)
                || (stops_before_a_figure(before, line) && length(before) * 10 >= width * 8)
                || (leads_on(before.trim_end()) && length(before) * 10 >= width * 7))
    }

    /// Whether `line` is the second one of a title in large letters.
    pub(super) fn continues_title(self, before: &str, line: &str) -> bool {
        self.width.is_some() && stops_in_mid_sentence(before, line) && looks_like_a_label(line)
    }

    /// Whether a text is no longer than what one line holds.
    pub(super) fn may_be_a_line(self, text: &str) -> bool {
        self.width.is_none_or(|width| self.measure.of_line(text) * 5 <= width.widest * 6)
    }

    /// Whether a line is too long for the last one of a paragraph that ends no sentence.
    pub(super) fn is_long(self, line: &str) -> bool {
        self.width.is_some_and(|width| self.measure.of_line(line) * 10 >= width.full * 8)
    }

    /// Whether a sentence runs on in `line` from a line that was full.
    pub(super) fn runs_on(self, before: &str, line: &str) -> bool {
        let full =
            |width: Width| self.measure.of_line(before) + 1 + self.measure.of_first_word(line) > width.full;
        Measure::Characters.of_line(before) <= WIDEST
            && (stops_in_mid_sentence(before, line) || leads_on(before.trim_end()))
            && self.width.is_some_and(full)
    }
}

/// The width at which lines were broken, of which each is followed by the line that goes on with it.
fn usual_width(broken: &[(&str, &str)], measure: Measure, print: bool) -> Option<Width> {
    let mut measured: Vec<(usize, usize)> = broken
        .iter()
        .map(|(before, line)| (measure.of_line(before), measure.of_first_word(line)))
        .map(|(length, word)| (length, length + 1 + word))
        .collect();
    measured.sort_unstable();
    let &(widest, _) = measured.get(measured.len() * 9 / 10)?;
    // Items of a list that has lost its bullets, and titles, stop sooner.
    let short = measured.partition_point(|(length, _)| *length * 10 < widest * 6);
    let full = |width: usize, most: usize| {
        let filled = &measured[short..];
        let full = filled.iter().filter(|(_, needed)| *needed > width).count();
        full * (most + 1) >= filled.len() * most
    };
    let enough = (measured.len() > 1 || widest >= 60) && short * 2 <= measured.len();
    // Headings of a print are of larger letters, and break sooner.
    let (enough_printed, most) = if print { (2, 3) } else { (ENOUGH_PRINTED, 4) };
    let printed = measured.len() >= enough_printed;
    match measure {
        _ if !enough => None,
        Measure::Characters => full(widest, most).then_some(Width { full: widest, widest }),
        Measure::Print => {
            // The letters of one face are somewhat wider than those of another.
            let nearly = widest * 24 / 25;
            (printed && full(nearly, most)).then_some(Width { full: nearly, widest })
        }
    }
}

pub(super) fn inset(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

pub(super) fn stops_in_mid_sentence(before: &str, line: &str) -> bool {
    let line = line.trim_start();
    let goes_on = || line.starts_with(char::is_lowercase) && after_number(line).is_none();
    !ends_a_sentence(before) && (goes_on() || begins_with_an_aside(line)) && !ends_with_its_figure(before)
}

/// "assessing people’s needs – 3", "safeguarding: 2": an entry of a list is over, however the next one begins. "aged
/// 3 – 5" goes on.
fn ends_with_its_figure(line: &str) -> bool {
    let mut words = line.split_whitespace().rev();
    let figure = words.next().is_some_and(|word| word.len() == 1 && word.as_bytes()[0].is_ascii_digit());
    let name = match words.next() {
        Some("-" | "–" | "—") => words.next(),
        Some(word) => word.strip_suffix(':'),
        None => None,
    };
    figure && name.is_some_and(|name| name.ends_with(|c: char| c.is_alphabetic() || c == ')'))
}

/// The text after `1.`, `12)`, `(3)`, `a)`, `(b)`, `iv)` or `iv.`.
pub(super) fn after_number(line: &str) -> Option<&str> {
    let (open, rest) = line.strip_prefix('(').map_or((false, line), |rest| (true, rest));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let roman = rest.bytes().take_while(|byte| b"ivx".contains(byte)).count();
    let letters = usize::from(rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let (rest, may_stop) = match (digits, roman, letters) {
        (1..=3, ..) => (&rest[digits..], true),
        (0, 1..=5, _) => (&rest[roman..], true),
        (0, 0, 1) => (&rest[1..], false),
        _ => return None,
    };
    let rest = match rest.strip_prefix(')') {
        Some(rest) => rest,
        None if !open && may_stop => rest.strip_prefix('.')?,
        None => return None,
    };
    (rest.starts_with(char::is_whitespace) && has_words(rest)).then_some(rest)
}

/// "(DASS) and …", which no paragraph begins with; "(a)" is the number of an item.
fn begins_with_an_aside(line: &str) -> bool {
    let inside = line.strip_prefix('(').unwrap_or_default();
    inside.chars().take_while(|c| c.is_alphabetic()).nth(2).is_some()
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

/// Each paragraph of a long quotation opens with a mark, and the last one alone closes.
pub(super) fn opens_again(open: &str, line: &str) -> bool {
    open.starts_with('“') && !open.contains('”') && line.starts_with('“')
}

/// Words that something follows.
const LEADING_ON: [&str; 28] = [
    "a", "an", "and", "are", "as", "at", "been", "by", "for", "from", "had", "has", "have", "in", "into",
    "is", "its", "of", "on", "or", "that", "the", "their", "to", "was", "were", "which", "with",
];

pub(super) fn leads_on(text: &str) -> bool {
    text.rsplit(char::is_whitespace).next().is_some_and(|word| LEADING_ON.contains(&word))
}

/// Words of which a sentence has one before long, and a heading hardly ever any.
const OF_SENTENCES: [&str; 36] = [
    "am", "are", "be", "been", "can", "could", "did", "do", "does", "felt", "found", "gave", "had", "has",
    "have", "heard", "is", "knew", "made", "may", "must", "said", "saw", "should", "showed", "spoke", "that",
    "they", "told", "took", "was", "we", "were", "who", "will", "would",
];

/// A line that is full and may be a heading all the same: nothing in it is of a sentence, no name at its end may go on,
/// and what stands below it begins one.
pub(super) fn heads(line: &str, next: &str) -> bool {
    let of_sentence = |word: &str| OF_SENTENCES.contains(&word.to_lowercase().as_str());
    looks_like_a_label(line)
        && line.trim_start().starts_with(char::is_uppercase)
        && !line.trim_end().ends_with([',', '-'])
        && !line.contains(". ")
        && !line.split_whitespace().next_back().is_some_and(|last| last.starts_with(char::is_uppercase))
        && next.trim_start().starts_with(|c: char| c.is_uppercase() || c == '“')
        && !line.split_whitespace().any(of_sentence)
}

/// A short line that is no sentence and no part of one: a title, a label, a score.
pub(super) fn looks_like_a_label(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 90 && !ends_a_sentence(text) && !leads_on(text)
}

/// Lines that their source shows below each other without a gap (`<br>`, a Word line break, a soft
/// break of Markdown): where does a new paragraph begin? True for each line that begins one.
/// Labels stand alone, a sentence that runs on is joined, and lines of several sentences each are
/// paragraphs whose gaps were lost.
pub(super) fn begin_paragraphs(lines: &[&str]) -> Vec<bool> {
    let several = lines.iter().filter(|line| holds_several_sentences(line)).count();
    // Who writes a sentence a line has two on one now and then.
    let holds_several = several > 0 && several * 4 >= lines.len();
    let dashed = lines.iter().filter(|line| is_dashed(line)).count() > 1;
    let wrapping = Wrapping::of_print(lines.iter().copied());
    let mut begins = vec![true; lines.len()];
    for (index, pair) in lines.windows(2).enumerate() {
        let (before, line) = (pair[0], pair[1]);
        let next = lines.get(index + 2).copied().unwrap_or_default();
        begins[index + 1] = if is_bulleted(line) || (dashed && is_dashed(line)) {
            true
        } else if stops_in_mid_sentence(before, line) || wrapping.continues(before, line, next) {
            false
        } else {
            looks_like_a_label(before) || looks_like_a_label(line) || holds_several
        };
    }
    begins
}

fn is_dashed(line: &str) -> bool {
    line.trim_start().strip_prefix(['-', '–', '*']).is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// A dash may stand within a sentence where it is the only one, these do not.
fn is_bulleted(line: &str) -> bool {
    line.trim_start().starts_with(['•', '▪', '●', '◦', '\u{F0B7}'])
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
    fn in_print_a_line_of_narrow_letters_holds_more_of_them() {
        let full = ["will still fill till it is all in its list,", "women whom commissioners were warm"];
        let (narrow, wide) = (Measure::Print.of(full[0]), Measure::Print.of(full[1]));
        assert!(narrow * 5 / 4 < full[0].len() && wide * 7 / 8 > full[1].len() - 3, "{narrow} {wide}");
        let english = "People told us that they had waited for several weeks before anyone rang them back.";
        assert!(Measure::Print.of(english).abs_diff(english.len()) < 4);
    }

    #[test]
    fn a_heading_has_no_words_of_a_sentence() {
        assert!(heads("Market shaping and commissioning to meet local needs", "Commissioners had a plan."));
        for (line, next) in [
            ("The council had signed the covenant of the armed forces", "Veterans were asked."),
            ("Staff of the Association of Directors of the whole of the", "North knew."),
            ("Market shaping and commissioning to meet local needs", "and wishes"),
            ("Complaints to the council and to the Local Government and", "Ombudsman (LGO) were read."),
            ("Lessons from complaints and from the Care", "Ombudsman (LGO) were read."),
        ] {
            assert!(!heads(line, next), "{line}");
        }
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
