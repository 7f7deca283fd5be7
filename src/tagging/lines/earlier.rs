//! What a line says of an assessment before this one: "Score: 3 (previously 2)", "2023: 2, 2025: 3", "from 2 to 3".

use super::{
    dates::MONTHS,
    forms::{Word, words},
    scores::{self, ScaleForms, Value},
};

/// One of them says that a figure is past.
const PAST: [&str; 8] = ["previously", "previous", "formerly", "was", "from", "earlier", "before", "last"];
/// How a score came to be another one.
const MOVED: [&str; 14] = [
    "up",
    "down",
    "improved",
    "changed",
    "moved",
    "rose",
    "risen",
    "raised",
    "increased",
    "fell",
    "fallen",
    "dropped",
    "lowered",
    "reduced",
];
/// In the head of a table, the column that counts beside a past one.
const PRESENT: [&str; 7] = ["current", "present", "new", "now", "latest", "this", "score"];
/// What else stands beside a past figure, or between dated ones.
const BESIDE: [&str; 17] = [
    "a",
    "an",
    "the",
    "score",
    "scored",
    "of",
    "in",
    "at",
    "its",
    "and",
    "time",
    "assessment",
    "as",
    "since",
    "has",
    "been",
    "it",
];

/// What follows a score, less the words that tell an earlier one and nothing else: "(previously 2)", "up from 2",
/// "(no change)", and less its year in brackets. Of "2 previously, 3" and "2 (last time), 3" neither is known to be
/// the present one.
pub(in crate::tagging) fn left_out<'a>(score: &Word, after: &'a [Word], scale: &ScaleForms) -> &'a [Word] {
    let Some(first) = after.first() else { return after };
    let bracketed = first.at.start > score.at.end + 1;
    if bracketed && after.len() == 1 && year(first).is_some() {
        return &[];
    }
    let said = |word: &Word, words: &[&str]| words.contains(&word.text.as_str());
    let figure = |word: &&Word| scored(word, scale).is_some();
    let past = |word: &Word| said(word, &PAST);
    let pair = |(word, next): (&Word, &Word)| word.text == "no" && next.text == "change";
    let no_change = after.iter().zip(after.iter().skip(1)).any(pair);
    let same = no_change || after.iter().any(|word| said(word, &["unchanged", "same"]));
    let known = |word: &Word| {
        let of_same = same && said(word, &["no", "change", "unchanged", "same"]);
        figure(&word)
            || past(word)
            || year(word).is_some()
            || of_same
            || said(word, &BESIDE)
            || said(word, &MOVED)
    };
    let parted = bracketed || same || said(first, &MOVED) || said(first, &["from", "was"]);
    let in_one = after.windows(2).all(|pair| pair[1].at.start == pair[0].at.end + 1);
    let mut figures = after.iter().filter(figure);
    let earlier = match figures.next() {
        // "3 (unchanged from 2)" contradicts itself.
        Some(figure) if same => scored(figure, scale) == scored(score, scale),
        Some(_) => after.iter().any(past),
        None => same,
    };
    let left_out = parted && in_one && earlier && figures.next().is_none() && after.iter().all(known);
    if left_out { &[] } else { after }
}

/// Of two and more scores the present one, where the words show which it is: of dated ones the latest, and what a
/// change led to.
pub(in crate::tagging) fn latest(line: &[Word], scale: &ScaleForms) -> Option<Value> {
    dated(line, 2, scale).or_else(|| changed(line, scale))
}

/// "2023: 2, 2025: 3", "3 (2025), 2 (May 2023)"; `least` is how many there are.
pub(in crate::tagging) fn dated(line: &[Word], least: usize, scale: &ScaleForms) -> Option<Value> {
    let said = |word: &&Word| !BESIDE.contains(&word.text.as_str()) && !MONTHS.contains(&word.text.as_str());
    let told: Vec<&Word> = line.iter().filter(said).collect();
    let (pairs, odd) = told.as_chunks::<2>();
    let mut dated: Vec<(u16, Value)> = Vec::new();
    for [one, other] in pairs {
        let pair = match (year(one), year(other)) {
            (Some(year), None) => (year, scored(other, scale)?),
            (None, Some(year)) => (year, scored(one, scale)?),
            _ => return None,
        };
        dated.push(pair);
    }
    dated.sort_by_key(|(year, _)| *year);
    let distinct = dated.windows(2).all(|pair| pair[0].0 != pair[1].0);
    (odd.is_empty() && distinct && dated.len() >= least).then(|| dated.pop().map(|(_, value)| value))?
}

/// "From 2 to 3", "improved from 2 to 3 in 2025"; "2 to 3" may be a range.
fn changed(line: &[Word], scale: &ScaleForms) -> Option<Value> {
    let said = |word: &Word, words: &[&str]| words.contains(&word.text.as_str());
    let from = line.iter().position(|word| word.text == "from")?;
    let [_, before, to, after, rest @ ..] = &line[from..] else { return None };
    let told = line[..from].iter().all(|word| said(word, &MOVED) || said(word, &BESIDE))
        && rest.iter().all(|word| said(word, &BESIDE) || year(word).is_some());
    scored(before, scale)?;
    scored(after, scale).filter(|_| told && to.text == "to")
}

/// The columns of a table's head that are of an assessment before the last one: "2023 | 2025", "Previous | Current".
pub(super) fn past_columns(cells: &[String]) -> Vec<usize> {
    let cells: Vec<Vec<Word>> = cells.iter().map(|cell| words(cell)).collect();
    let figure = |word: &Word| year(word).is_none() && word.text.starts_with(|c: char| c.is_ascii_digit());
    if cells.iter().flatten().any(figure) {
        return Vec::new();
    }
    let columns = |wanted: &dyn Fn(&[Word]) -> bool| -> Vec<usize> {
        (0..cells.len()).filter(|column| wanted(&cells[*column])).collect()
    };
    let dated = columns(&|cell| year_of(cell).is_some());
    if dated.len() > 1 {
        let latest = cells.iter().filter_map(|cell| year_of(cell)).max();
        return columns(&|cell| year_of(cell).is_some_and(|year| Some(year) < latest));
    }
    let said = |cell: &[Word], words: &[&str]| cell.iter().any(|word| words.contains(&word.text.as_str()));
    let present = columns(&|cell| said(cell, &PRESENT) && !said(cell, &PAST));
    if present.is_empty() { Vec::new() } else { columns(&|cell| said(cell, &PAST)) }
}

/// The only year that a line says.
pub(in crate::tagging) fn year_of(line: &[Word]) -> Option<u16> {
    let mut years = line.iter().filter_map(year);
    years.next().filter(|_| years.next().is_none())
}

fn scored(word: &Word, scale: &ScaleForms) -> Option<Value> {
    let value = scores::value(std::slice::from_ref(word), scale)?;
    (year(word).is_none() && value != Value::Missing).then_some(value)
}

/// "2025", "2025/26"
fn year(word: &Word) -> Option<u16> {
    let year = word.text.split('/').next()?;
    year.parse().ok().filter(|year| (2000..2100).contains(year))
}
