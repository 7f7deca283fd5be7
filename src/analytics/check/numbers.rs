//! The numbers of a claim as they are meant: one score, those of a comparison ("at least 2", "2 or 3"), or a list
//! of scores ("1, 2 and 4").

use super::claim_words::{is_whole_number, number};
use super::names::Token;
use crate::backend::answers::Allowed;

/// Numbers that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// First token of what says how they are meant, and one past the last.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Token and meaning of each: one, or those of a list. `None` where the meaning is not understood.
    pub(super) all: Vec<(usize, Option<Allowed>)>,
}

/// Between a word that compares and its number: "above a score of 2".
const PASSED: [&str; 6] = ["a", "an", "the", "of", "score", "mark"];
const MORE: [&str; 12] = [
    "more",
    "higher",
    "better",
    "greater",
    "above",
    "over",
    "beyond",
    "exceeding",
    "exceeded",
    "exceeds",
    "up",
    "upwards",
];
const LESS: [&str; 8] = ["less", "lower", "worse", "fewer", "below", "under", "beneath", "down"];
/// They leave open which number is meant, or speak of another score than the present one.
const VAGUE: [&str; 13] = [
    "nearly",
    "almost",
    "about",
    "around",
    "roughly",
    "approximately",
    "approaching",
    "near",
    "average",
    "mean",
    "from",
    "previous",
    "earlier",
];

/// The numbers that begin with the one at `at`, in which `exact` is the number itself.
pub(super) fn numbers(text: &str, words: &[Token], at: usize, exact: u8) -> Numbers {
    let (start, before) = before(text, words, at, exact);
    let (end, after) = after(text, words, at, exact);
    let meant = match (before, after) {
        (Meaning::Plain, Meaning::Plain) => return list(text, words, start, at, exact),
        (Meaning::Numbers(allowed), Meaning::Plain) | (Meaning::Plain, Meaning::Numbers(allowed)) => {
            Some(allowed)
        }
        // "between 2 and 3" is said on both sides of its first number.
        (Meaning::Between, Meaning::To(other)) if exact < other => Some(Allowed::between(exact, other)),
        (Meaning::Plain, Meaning::Or(other) | Meaning::To(other)) if exact + 1 == other => {
            Some(Allowed::between(exact, other))
        }
        (Meaning::Plain, Meaning::To(other)) if exact < other => Some(Allowed::between(exact, other)),
        _ => None,
    };
    Numbers { start, end, all: vec![(at, meant)] }
}

/// What stands on one side of a number makes of it.
enum Meaning {
    Plain,
    Numbers(Allowed),
    Between,
    Or(u8),
    To(u8),
    Vague,
}

fn above(exact: u8) -> Meaning {
    Meaning::Numbers(Allowed::at_least(exact.saturating_add(1)))
}

/// Below the least number is none.
fn below(exact: u8) -> Meaning {
    exact.checked_sub(1).map_or(Meaning::Vague, |less| Meaning::Numbers(Allowed::at_most(less)))
}

fn before(text: &str, words: &[Token], at: usize, exact: u8) -> (usize, Meaning) {
    let signs = text[..words[at].span.start].trim_end();
    for (sign, meaning) in [
        (">=", Meaning::Numbers(Allowed::at_least(exact))),
        ("≥", Meaning::Numbers(Allowed::at_least(exact))),
        ("<=", Meaning::Numbers(Allowed::at_most(exact))),
        ("≤", Meaning::Numbers(Allowed::at_most(exact))),
        (">", above(exact)),
        ("<", below(exact)),
    ] {
        if signs.ends_with(sign) {
            return (at, meaning);
        }
    }
    let mut first = at;
    while first > 0 && PASSED.contains(&words[first - 1].folded.as_str()) {
        first -= 1;
    }
    let word = |back: usize| first.checked_sub(back).map_or("", |index| words[index].folded.as_str());
    let no = |word: &str| matches!(word, "no" | "nothing");
    let (length, meaning) = match (word(3), word(2), word(1)) {
        (_, "at", "least") => (2, Meaning::Numbers(Allowed::at_least(exact))),
        (_, "at", "most") | (_, "up", "to") => (2, Meaning::Numbers(Allowed::at_most(exact))),
        (_, _, "minimum") => (1, Meaning::Numbers(Allowed::at_least(exact))),
        (_, _, "maximum") => (1, Meaning::Numbers(Allowed::at_most(exact))),
        (not, more, "than") if MORE.contains(&more) && no(not) => {
            (3, Meaning::Numbers(Allowed::at_most(exact)))
        }
        (not, less, "than") if LESS.contains(&less) && no(not) => {
            (3, Meaning::Numbers(Allowed::at_least(exact)))
        }
        (_, more, "than") if MORE.contains(&more) => (2, above(exact)),
        (_, less, "than") if LESS.contains(&less) => (2, below(exact)),
        (_, _, "than") | (_, "close", "to") => (1, Meaning::Vague),
        // "was down 2", "went up 1" are changes.
        (_, _, "up" | "down") => (1, Meaning::Vague),
        (_, not, more) if MORE.contains(&more) && no(not) => (2, Meaning::Numbers(Allowed::at_most(exact))),
        (_, not, less) if LESS.contains(&less) && no(not) => (2, Meaning::Numbers(Allowed::at_least(exact))),
        (_, _, more) if MORE.contains(&more) => (1, above(exact)),
        (_, _, "short") => (1, below(exact)),
        (_, _, less) if LESS.contains(&less) => (1, below(exact)),
        (_, _, "between") => (1, Meaning::Between),
        (_, _, vague) if VAGUE.contains(&vague) => (1, Meaning::Vague),
        _ => return (at, Meaning::Plain),
    };
    (first - length, meaning)
}

fn after(text: &str, words: &[Token], at: usize, exact: u8) -> (usize, Meaning) {
    let word = |index: usize| words.get(index).map_or("", |word| word.folded.as_str());
    let second = |index: usize| {
        let number = words.get(index).and_then(|word| number(&word.folded));
        number.filter(|_| is_whole_number(text, words, index))
    };
    let span = &words[at].span;
    if text[span.clone()].ends_with('+') || text[span.end..].starts_with('+') {
        return (at + 1, Meaning::Numbers(Allowed::at_least(exact)));
    }
    let dashed = words.get(at + 1).is_some_and(|next| {
        matches!(text[span.end..next.span.start].trim(), "-" | "\u{2013}" | "/")
            && number(&next.folded).is_some()
    });
    if dashed {
        let other = number(word(at + 1)).expect("it was just read");
        // "3/4" is three of four.
        let meaning = if text[span.end..].starts_with('/') { Meaning::Plain } else { Meaning::To(other) };
        return (at + 2, meaning);
    }
    let mut end = at + 1;
    match (word(end), word(end + 1)) {
        ("out", "of") => end = (end + 3).min(words.len()),
        ("of", most) if number(most).is_some() => end += 2,
        _ => {}
    }
    match (word(end), word(end + 1)) {
        ("or" | "and", more) if MORE.contains(&more) => (end + 2, Meaning::Numbers(Allowed::at_least(exact))),
        ("or" | "and", less) if LESS.contains(&less) => (end + 2, Meaning::Numbers(Allowed::at_most(exact))),
        ("plus", _) => (end + 1, Meaning::Numbers(Allowed::at_least(exact))),
        ("or", _) => match second(end + 1) {
            Some(other) => (end + 2, Meaning::Or(other)),
            None => (end, Meaning::Plain),
        },
        ("to", _) => match second(end + 1) {
            Some(other) => (end + 2, Meaning::To(other)),
            None => (end, Meaning::Plain),
        },
        ("and", _) if at > 0 && word(at - 1) == "between" => match second(end + 1) {
            Some(other) => (end + 2, Meaning::To(other)),
            None => (end, Meaning::Vague),
        },
        // "one point higher", "one more than Barnet": a difference and no score.
        ("point" | "points" | "place" | "places", _) => (end + 1, Meaning::Vague),
        (more, _) if MORE[..4].contains(&more) || LESS[..4].contains(&more) => (end + 1, Meaning::Vague),
        _ => (end, Meaning::Plain),
    }
}

/// "1, 2 and 4"; most often of one.
fn list(text: &str, words: &[Token], start: usize, at: usize, exact: u8) -> Numbers {
    let mut all = vec![(at, Some(Allowed::exactly(exact)))];
    let mut end = after(text, words, at, exact).0;
    loop {
        let mut next = end;
        while words.get(next).is_some_and(|word| matches!(word.folded.as_str(), "and" | "a" | "an")) {
            next += 1;
        }
        let Some(other) = words.get(next) else { break };
        let gap = &text[words[end - 1].span.end..other.span.start];
        let parted = next > end && words[end].folded == "and" || gap.contains(',');
        let alone =
            !gap.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, ',' | '&'));
        let Some(number) =
            number(&other.folded).filter(|_| parted && alone && is_whole_number(text, words, next))
        else {
            break;
        };
        let (after_it, meaning) = after(text, words, next, number);
        if !matches!(meaning, Meaning::Plain) {
            break;
        }
        all.push((next, Some(Allowed::exactly(number))));
        end = after_it;
    }
    Numbers { start, end, all }
}
