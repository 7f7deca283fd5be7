//! A quotation held against one source: word for word, and then sign for sign.

use std::ops::Range;

use super::alignment::{Quoted, Step, align, verbatim};
use super::wording::{Word, is_dash, normal_words, wording};
use crate::{
    backend::answers::{Difference, DifferenceKind, Verdict},
    text::sentences,
};

/// A quotation, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// Without what its writer put in to say something of the quotation itself: "[sic]", "[T]he".
    pub(super) text: String,
    words: Vec<Word>,
    quoted: Vec<Quoted>,
    /// An ellipsis stands at its end.
    open_end: bool,
    open_start: bool,
}

impl Wanted {
    pub(super) fn new(quotation: &str) -> Self {
        let text = without_brackets_in_words(quotation);
        let brackets = brackets(&text);
        let words = wording(&text);
        let mut quoted = Vec::with_capacity(words.len());
        for (index, word) in words.iter().enumerate() {
            let before = index.checked_sub(1).map_or(0, |before| words[before].span().end);
            let gap_before = index > 0 && is_ellipsis(&text[before..word.span().start]);
            let editorial = brackets.iter().any(|b| b.start <= word.span().start && word.span().end <= b.end);
            quoted.push(Quoted { key: word.key, editorial, gap_before });
        }
        let start = words.first().map_or(0, |word| word.span().start);
        let end = words.last().map_or(0, |word| word.span().end);
        let (open_start, open_end) = (is_ellipsis(&text[..start]), is_ellipsis(&text[end..]));
        Wanted { words, quoted, open_end, open_start, text }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn keys(&self) -> Vec<u64> {
        self.quoted.iter().map(|word| word.key).collect()
    }

    fn slice(&self, words: Range<usize>) -> &str {
        slice(&self.text, &self.words, words)
    }
}

/// A text that a quotation may come from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) text: String,
    words: Vec<Word>,
    keys: Vec<u64>,
    /// Where a second paragraph begins (index of a word), and whether the first stops in mid-sentence.
    seam: Option<(usize, bool)>,
}

impl Source {
    pub(super) fn new(text: &str) -> Self {
        let words = wording(text);
        let keys = words.iter().map(|word| word.key).collect();
        Source { text: text.to_owned(), words, keys, seam: None }
    }

    /// Two neighbouring paragraphs as one text.
    pub(super) fn joined(first: &str, second: &str) -> Self {
        let mut joined = Source::new(first);
        let broken = !first.trim_end().ends_with(['.', '!', '?', ':', ';', '”', '"', '’', ')']);
        joined.seam = Some((joined.words.len(), broken));
        joined.text.push(' ');
        let by = joined.text.len();
        joined.text.push_str(second);
        joined.words.extend(wording(second).into_iter().map(|word| word.moved(by)));
        joined.keys = joined.words.iter().map(|word| word.key).collect();
        joined
    }

    fn slice(&self, words: Range<usize>) -> &str {
        slice(&self.text, &self.words, words)
    }
}

/// How a quotation stands to a source.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) differences: Vec<Difference>,
    /// The source's own words.
    pub(super) passage: String,
    /// Words of the quotation that stand in the source, of a thousand.
    pub(super) likeness: u32,
    /// Held against two paragraphs read as one: of equals, one alone is nearer.
    pub(super) joined: bool,
}

impl Judged {
    /// Whether all words are right.
    pub(super) fn words_are_right(&self) -> bool {
        matches!(self.verdict, Verdict::Exact | Verdict::Cut | Verdict::Trivial)
    }
}

/// `None`: nothing of it is there.
pub(super) fn judge(wanted: &Wanted, source: &Source) -> Option<Judged> {
    let steps = match verbatim(&wanted.quoted, &source.keys) {
        Some(at) => {
            (0..wanted.len()).map(|n| Step::Same { quoted: n, source: at + n }).collect::<Vec<Step>>()
        }
        None => align(&wanted.quoted, &source.keys)?,
    };
    let mut part = source_range(&steps)?;
    let mut differences = Vec::new();
    let mut same = steps.iter().filter(|step| matches!(step, Step::Same { .. })).count();
    for group in steps.chunk_by(|a, b| is_same(a) == is_same(b)).filter(|group| !is_same(&group[0])) {
        let difference = difference(group, &steps, wanted, source, &mut part);
        if difference.kind == DifferenceKind::Spacing {
            same += group.iter().filter(|step| !matches!(step, Step::Dropped { .. })).count();
        }
        differences.push(difference);
    }
    let likeness = u32::try_from(same * 1000 / wanted.len().max(1)).unwrap_or(0);
    let words_differ = differences.iter().any(|difference| !difference.kind.is_trivial());
    if words_differ && !is_near(&steps, likeness, wanted.len()) {
        return None;
    }
    let mut cut = None;
    if !words_differ {
        if let Some((seam, broken)) = source.seam.filter(|(seam, _)| part.start < *seam && *seam < part.end) {
            let kind = if broken { DifferenceKind::Spacing } else { DifferenceKind::Joined };
            let report = source.slice(seam.saturating_sub(3).max(part.start)..(seam + 3).min(part.end));
            differences.push(Difference { kind, draft: String::new(), report: report.to_owned() });
        }
        let declared = differences.iter().any(|difference| difference.kind == DifferenceKind::Declared);
        if !declared {
            signs(wanted, source, &part, &mut differences);
        }
        cut = cut_short(wanted, source, &part, &mut differences);
    }
    let verdict = if differences.iter().any(|difference| !difference.kind.is_trivial()) {
        Verdict::Altered
    } else if !differences.is_empty() {
        Verdict::Trivial
    } else if cut.is_some() {
        Verdict::Cut
    } else {
        Verdict::Exact
    };
    if let (Verdict::Cut, Some(rest)) = (verdict, cut) {
        differences.push(Difference { kind: DifferenceKind::CutShort, draft: String::new(), report: rest });
    }
    Some(Judged { verdict, differences, passage: passage(source, &part), likeness, joined: false })
}

/// Whether so much of the quotation stands there that it is an alteration, and no chance: small words
/// alone can be lined up with any long paragraph.
fn is_near(steps: &[Step], likeness: u32, wanted: usize) -> bool {
    let runs = steps.chunk_by(|a, b| is_same(a) && is_same(b)).map(<[Step]>::len).filter(|run| *run >= 3);
    let in_runs: usize = runs.sum();
    let others = steps.iter().filter(|step| !is_same(step)).count();
    likeness >= 500 && in_runs > 0 && (in_runs * 5 >= wanted * 2 || others * 2 <= wanted)
}

fn is_same(step: &Step) -> bool {
    matches!(step, Step::Same { .. })
}

fn source_range(steps: &[Step]) -> Option<Range<usize>> {
    let of = |step: &Step| match step {
        Step::Same { source, .. } | Step::Changed { source, .. } | Step::Dropped { source } => Some(*source),
        Step::Inserted { .. } => None,
    };
    let first = steps.iter().find_map(of)?;
    let last = steps.iter().rev().find_map(of)?;
    Some(first..last + 1)
}

/// One run of steps that are not the same word.
fn difference(
    group: &[Step],
    steps: &[Step],
    wanted: &Wanted,
    source: &Source,
    part: &mut Range<usize>,
) -> Difference {
    let quoted: Vec<usize> = group
        .iter()
        .filter_map(|step| match step {
            Step::Same { quoted, .. } | Step::Changed { quoted, .. } | Step::Inserted { quoted } => {
                Some(*quoted)
            }
            Step::Dropped { .. } => None,
        })
        .collect();
    let left = source_range(group);
    let draft = match (quoted.first(), quoted.last()) {
        (Some(first), Some(last)) => wanted.slice(*first..last + 1),
        _ => "",
    };
    let report = left.clone().map_or("", |words| source.slice(words));
    let plain = |kind| Difference { kind, draft: draft.to_owned(), report: report.to_owned() };
    if let (Some(words), false) = (&left, quoted.is_empty()) {
        // At the ends of the quotation the alignment stops at the word that is nearest.
        let at_start = std::ptr::eq(&raw const group[0], &raw const steps[0]);
        let at_end = group.last().map(std::ptr::from_ref) == steps.last().map(std::ptr::from_ref);
        let before = if at_start { 3 } else { 0 };
        let after = if at_end { 3 } else { 0 };
        for from in words.start.saturating_sub(before)..=words.start {
            for to in words.end..=(words.end + after).min(source.words.len()) {
                if differently_spaced(draft, source.slice(from..to)) {
                    part.start = part.start.min(from);
                    part.end = part.end.max(to);
                    let report = source.slice(from..to).to_owned();
                    return Difference { kind: DifferenceKind::Spacing, draft: draft.to_owned(), report };
                }
            }
        }
    }
    let editorial = quoted.iter().all(|word| wanted.quoted[*word].editorial);
    if quoted.is_empty() {
        let next = group.last().and_then(|last| steps.iter().skip_while(|s| !std::ptr::eq(*s, last)).nth(1));
        let at_gap = matches!(next, Some(Step::Same { quoted, .. } | Step::Changed { quoted, .. })
            if wanted.quoted[*quoted].gap_before);
        // Leaving out a "not" turns the sentence round, ellipsis or not.
        return plain(match at_gap && !denies(report) {
            true => DifferenceKind::Declared,
            false => DifferenceKind::Dropped,
        });
    }
    if editorial {
        return plain(if denies(report) { DifferenceKind::Changed } else { DifferenceKind::Declared });
    }
    plain(if left.is_none() { DifferenceKind::Inserted } else { DifferenceKind::Changed })
}

/// The same letters, parted differently: "well being", "dis charge" at the end of a line. Between two
/// digits a space counts, and "not able" is not "notable".
fn differently_spaced(draft: &str, report: &str) -> bool {
    let (draft, report) = (normal_words(draft), normal_words(report));
    let splits_number = |words: &[String]| {
        words.windows(2).any(|two| {
            two[0].ends_with(|c: char| c.is_ascii_digit()) && two[1].starts_with(|c: char| c.is_ascii_digit())
        })
    };
    let no = |words: &[String]| words.iter().filter(|word| matches!(word.as_str(), "not" | "no")).count();
    draft.concat() == report.concat()
        && !splits_number(&draft)
        && !splits_number(&report)
        && no(&draft) == no(&report)
}

fn denies(text: &str) -> bool {
    normal_words(text).iter().any(|word| {
        matches!(
            word.as_str(),
            "not" | "no" | "never" | "none" | "without" | "neither" | "nor" | "nobody" | "nothing" | "cannot"
        ) || (word.ends_with("nt") && text.contains(['\'', '\u{2019}']))
    })
}

/// What differs although every word is the same.
fn signs(wanted: &Wanted, source: &Source, part: &Range<usize>, differences: &mut Vec<Difference>) {
    let draft = wanted.slice(0..wanted.len());
    let report = source.slice(part.clone());
    if draft == report {
        return;
    }
    let mut add = |kind| {
        if differences.iter().all(|known: &Difference| known.kind != kind) {
            differences.push(Difference { kind, draft: String::new(), report: String::new() });
        }
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if letters(draft) != letters(report) {
        add(DifferenceKind::Case);
    }
    let marks =
        |text: &str| text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect::<String>();
    if marks(draft) != marks(report) {
        let same = marks(draft).chars().map(plain_mark).eq(marks(report).chars().map(plain_mark));
        add(if same { DifferenceKind::Marks } else { DifferenceKind::Punctuation });
    }
    let spaces = |text: &str| {
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { plain_mark(c) }).collect::<String>()
    };
    if letters(draft) == letters(report) && marks(draft) == marks(report) && spaces(draft) != spaces(report) {
        add(DifferenceKind::Spacing);
    }
}

fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '`' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' => '"',
        _ if is_dash(c) => '-',
        _ => c,
    }
}

/// Whether the quotation stops before its sentence does. Gives the rest of the sentence where that is only to be
/// remarked; where the quotation looks like the whole sentence, it is a difference.
fn cut_short(
    wanted: &Wanted,
    source: &Source,
    part: &Range<usize>,
    differences: &mut Vec<Difference>,
) -> Option<String> {
    let from = source.words.get(part.start)?.span().start;
    let to = source.words.get(part.end.checked_sub(1)?)?.span().end;
    let sentences = sentences(&source.text);
    let holding = |at: usize| sentences.iter().find(|sentence| sentence.start <= at && at < sentence.end);
    let rest_before = holding(from).map(|sentence| &source.text[sentence.start..from])?;
    let rest_after = holding(to.saturating_sub(1)).map(|sentence| &source.text[to..sentence.end])?;
    // A stop right here ends a sentence for a reader, also before a figure ("… in 2023. 3 of them …").
    let ended =
        rest_after.starts_with(['.', '!', '?']) && !rest_after[1..].starts_with(char::is_alphanumeric);
    let begun = rest_before.trim_end().ends_with(['.', '!', '?']);
    let goes_on = !wanted.open_end && !ended && rest_after.contains(char::is_alphanumeric);
    let begins_before = !wanted.open_start && !begun && rest_before.contains(char::is_alphanumeric);
    let tail = wanted.words.last().map_or("", |word| &wanted.text[word.span().end..]);
    let stops = tail.contains(['.', '!', '?']);
    let capital = wanted.text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    let source_capital = source.text[from..].starts_with(char::is_uppercase);
    let mut add = |report: &str| {
        let report = report.trim().to_owned();
        differences.push(Difference { kind: DifferenceKind::CutShort, draft: String::new(), report });
    };
    if begins_before && capital && !source_capital && stops {
        add(&format!("{} …", rest_before.trim()));
    }
    if goes_on && stops && capital {
        add(&format!("… {}", after_comma(rest_after)));
    } else if goes_on && !begins_before {
        return Some(format!("… {}", after_comma(rest_after)));
    }
    None
}

fn after_comma(rest: &str) -> &str {
    rest.trim_start_matches([',', ';', ':', ' ']).trim_end()
}

/// With the stop that follows it.
fn passage(source: &Source, part: &Range<usize>) -> String {
    let mut passage = source.slice(part.clone()).to_owned();
    let after = source.words.get(part.end.wrapping_sub(1)).map_or("", |word| &source.text[word.span().end..]);
    passage.extend(after.chars().next().filter(|c| matches!(c, '.' | '!' | '?')));
    passage
}

fn slice<'t>(text: &'t str, words: &[Word], range: Range<usize>) -> &'t str {
    match (words.get(range.start), range.end.checked_sub(1).and_then(|last| words.get(last))) {
        (Some(first), Some(last)) if range.start < range.end => &text[first.span().start..last.span().end],
        _ => "",
    }
}

fn is_ellipsis(between: &str) -> bool {
    let dots: String = between.chars().filter(|c| !c.is_whitespace()).collect();
    dots.contains('…') || dots.contains("...")
}

/// "[T]he" is "The", "[sic]" is nothing.
fn without_brackets_in_words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open..].find(']').map(|close| open + close) else { break };
        let inner = &rest[open + 1..close];
        let joins_a_word = rest[close + 1..].starts_with(char::is_alphanumeric);
        plain.push_str(&rest[..open]);
        if inner.eq_ignore_ascii_case("sic") {
            let kept = plain.trim_end().len();
            plain.truncate(kept);
        } else if joins_a_word && inner.chars().count() <= 2 {
            plain.push_str(inner);
        } else {
            plain.push_str(&rest[open..=close]);
        }
        rest = &rest[close + 1..];
    }
    plain.push_str(rest);
    plain
}

/// What stands in square brackets, an ellipsis apart.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|open| at + open) {
        let Some(close) = text[open..].find(']').map(|close| open + close) else { break };
        found.push(open..close);
        at = close + 1;
    }
    found
}
