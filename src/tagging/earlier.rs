//! What a line says of an assessment before this one: "Score: 3 (previously 2)", "2023: 2, 2025: 3".

use crate::model::Scale;

use super::{
    dates::MONTHS,
    forms::Word,
    scores::{self, Value},
};

/// One of them says that a figure is past.
const PAST: [&str; 9] =
    ["previously", "previous", "formerly", "was", "from", "earlier", "before", "last", "unchanged"];
/// They need no bracket before them.
const LEADING: [&str; 5] = ["up", "down", "from", "was", "unchanged"];
/// What else stands beside a past figure, or between dated ones.
const BESIDE: [&str; 14] =
    ["up", "down", "a", "an", "the", "score", "scored", "of", "in", "at", "its", "and", "time", "assessment"];

/// What follows a score, less the words that tell an earlier one and nothing else: "(previously 2)" and "up from
/// 2", but of "2 previously, 3" and "2 (last time), 3" neither is known to be the present one.
pub(super) fn left_out<'a>(score: &Word, after: &'a [Word], scale: &Scale) -> &'a [Word] {
    let Some(first) = after.first() else { return after };
    let figure = |word: &&Word| scored(word, scale).is_some();
    let past = |word: &&Word| PAST.contains(&word.text.as_str());
    let known = |word: &Word| {
        figure(&word) || past(&word) || year(word).is_some() || BESIDE.contains(&word.text.as_str())
    };
    let parted = first.at.start > score.at.end + 1 || LEADING.contains(&first.text.as_str());
    let in_one = after.windows(2).all(|pair| pair[1].at.start == pair[0].at.end + 1);
    let figures = after.iter().filter(figure).count();
    let earlier = figures == 1 || (figures == 0 && first.text == "unchanged");
    let left_out =
        parted && in_one && earlier && after.iter().any(|word| past(&word)) && after.iter().all(known);
    if left_out { &[] } else { after }
}

/// Of two and more scores, each with its year, the one of the latest.
pub(super) fn latest(line: &[Word], scale: &Scale) -> Option<Value> {
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
    (odd.is_empty() && distinct && dated.len() > 1).then(|| dated.pop().map(|(_, value)| value))?
}

fn scored(word: &Word, scale: &Scale) -> Option<Value> {
    let value = scores::value(std::slice::from_ref(word), scale)?;
    (year(word).is_none() && value != Value::Missing).then_some(value)
}

/// "2025", "2025/26"
fn year(word: &Word) -> Option<u16> {
    let year = word.text.split('/').next()?;
    year.parse().ok().filter(|year| (2000..2100).contains(year))
}
