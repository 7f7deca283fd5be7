//! Whether a name in running text is part of a longer one: of a hospital, a person, a plan, another place.

use super::bearing::VOICES;
use crate::tagging::lines::{forms::Word, rated::gap_is_plain};

/// Words that begin sentences and no names.
pub(super) const OPENERS: [&str; 40] = [
    "in",
    "at",
    "the",
    "however",
    "when",
    "while",
    "whilst",
    "for",
    "with",
    "by",
    "although",
    "as",
    "both",
    "during",
    "since",
    "from",
    "to",
    "on",
    "this",
    "that",
    "these",
    "our",
    "their",
    "its",
    "but",
    "and",
    "or",
    "if",
    "overall",
    "across",
    "within",
    "because",
    "throughout",
    "around",
    "outside",
    "like",
    "unlike",
    "where",
    "under",
    "near",
];
/// Words after a place's name that make it an institution or a place of its own: hospitals serve the
/// councils around them, and Camden Town is a quarter.
pub(super) const INSTITUTIONS: [&str; 31] = [
    "hospital",
    "hospitals",
    "infirmary",
    "university",
    "nhs",
    "trust",
    "police",
    "constabulary",
    "college",
    "fire",
    "road",
    "street",
    "lane",
    "town",
    "st",
    "saint",
    "house",
    "park",
    "prison",
    "railway",
    "court",
    "cathedral",
    "coldfield",
    "east",
    "west",
    "north",
    "south",
    "royal",
    "icb",
    "foundation",
    "general",
];
/// Words before it that make it another place or thing.
pub(super) const OTHER_PLACES: [&str; 13] = [
    "north", "south", "east", "west", "new", "old", "great", "greater", "little", "upper", "lower", "royal",
    "mid",
];

/// Whether the name is that of a hospital, university or another place: "University of York", "Bury St
/// Edmunds", "Newcastle-under-Lyme".
pub(super) fn names_another_thing(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let after = words.get(end).is_some_and(|next| {
        let gap = &text[words[end - 1].at.end..next.at.start];
        let institution =
            gap_is_plain(gap) && is_capital(text, next) && INSTITUTIONS.contains(&next.text.as_str());
        institution || gap == "-"
    });
    let before = start > 0 && {
        let previous = &words[start - 1];
        let gap = &text[previous.at.end..words[start].at.start];
        let of_name = matches!(previous.text.as_str(), "of" | "hospital")
            && start > 1
            && is_capital(text, &words[start - 2])
            && matches!(
                words[start - 2].text.as_str(),
                "university" | "bishop" | "hospital" | "duke" | "archbishop" | "college" | "diocese"
            );
        let place =
            gap_is_plain(gap) && is_capital(text, previous) && OTHER_PLACES.contains(&previous.text.as_str());
        gap == "-" || of_name || place
    };
    after || before
}

/// Whether the name is part of a longer one: "The Barnet Borough Partnership", "Jane Kent".
pub(in crate::tagging) fn inside_a_name(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let after = words.get(end).is_some_and(|next| {
        gap_is_plain(&text[words[end - 1].at.end..next.at.start]) && is_capital(text, next)
    });
    let before = start > 0
        && gap_is_plain(&text[words[start - 1].at.end..words[start].at.start])
        && is_capital(text, &words[start - 1])
        && !(starts_sentence(text, words, start - 1) && OPENERS.contains(&words[start - 1].text.as_str()));
    after || before || is_joined(text, words, start, end)
}

/// Last words of the names of bodies that serve two places: "South Gloucestershire and Stroud College".
const BODIES: [&str; 12] = [
    "association",
    "academy",
    "alliance",
    "board",
    "chamber",
    "district",
    "group",
    "partnership",
    "service",
    "services",
    "society",
    "system",
];

/// "Duchess of Cornwall" (and not "Residents of Barnet"), "South Gloucestershire and Stroud College"; "Barnet and North London" are two places.
fn is_joined(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let gap = |left: usize| &text[words[left].at.end..words[left + 1].at.start];
    let of = start > 1
        && words[start - 1].text == "of"
        && gap_is_plain(gap(start - 2))
        && is_capital(text, &words[start - 2])
        && !VOICES.contains(&words[start - 2].text.as_str());
    let and = || {
        let first = end + 1;
        let run = (first..words.len())
            .take_while(|i| is_capital(text, &words[*i]) && gap_is_plain(gap(i - 1)))
            .last()?;
        let last = words[run].text.as_str();
        Some(run > first && (BODIES.contains(&last) || INSTITUTIONS.contains(&last)))
    };
    of || (words.get(end).is_some_and(|w| w.text == "and") && and().unwrap_or(false))
}

pub(in crate::tagging) fn is_capital(text: &str, word: &Word) -> bool {
    text[word.at.clone()].starts_with(char::is_uppercase)
}

pub(super) fn all_capital(text: &str, words: &[Word]) -> bool {
    words.iter().all(|word| {
        is_capital(text, word)
            || matches!(word.text.as_str(), "of" | "and" | "upon" | "on" | "with" | "the")
            || !text[word.at.clone()].starts_with(char::is_alphabetic)
    })
}

pub(super) fn starts_sentence(text: &str, words: &[Word], at: usize) -> bool {
    at == 0 || text[words[at - 1].at.end..words[at].at.start].contains(['.', '?', '!', ':', '\u{201c}', '"'])
}
