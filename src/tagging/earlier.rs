//! What a line says of an assessment before this one: "Score: 3 (previously 2)", "2023: 2, 2025: 3".

use crate::model::Scale;

use super::{
    forms::Word,
    scores::{self, Value},
};

/// One of them says that a figure is past.
const PAST: [&str; 8] = ["previously", "previous", "formerly", "was", "from", "earlier", "before", "last"];
/// What else stands beside a past figure, or between dated ones.
const BESIDE: [&str; 14] =
    ["up", "down", "a", "an", "the", "score", "scored", "of", "in", "at", "its", "and", "time", "assessment"];

/// What follows a score, less the words that tell an earlier one and nothing else.
pub(super) fn left_out<'a>(after: &'a [Word], scale: &Scale) -> &'a [Word] {
    let figure = |word: &&Word| scored(word, scale).is_some();
    let past = |word: &&Word| PAST.contains(&word.text.as_str());
    let known = |word: &Word| {
        figure(&word) || past(&word) || year(word).is_some() || BESIDE.contains(&word.text.as_str())
    };
    let earlier = after.iter().any(|word| past(&word))
        && after.iter().filter(figure).count() == 1
        && after.iter().all(known);
    if earlier { &[] } else { after }
}

/// Of two and more scores, each with its year, the one of the latest.
pub(super) fn latest(line: &[Word], scale: &Scale) -> Option<Value> {
    let told: Vec<&Word> = line.iter().filter(|word| !BESIDE.contains(&word.text.as_str())).collect();
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
