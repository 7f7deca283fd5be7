//! How a sentence speaks of a name: as of its own place, as of another one, or as part of a longer name.

use super::{forms::Word, rated::gap_is_plain};

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
/// Whether the text speaks of the name as of the place that it is about: "in Barnet", "Barnet's leaders", "Barnet had".
pub(super) fn is_own_place(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let raw = &text[words[end - 1].at.clone()];
    let possessive = raw.ends_with("'s") || raw.ends_with("\u{2019}s");
    let lower_after = words.get(end).is_some_and(|next| {
        gap_is_plain(&text[words[end - 1].at.end..next.at.start]) && !is_capital(text, next)
    });
    let from = if start > 0 && words[start - 1].text == "the" { start - 1 } else { start };
    let begins = starts_sentence(text, words, from);
    let before = from.checked_sub(1).map_or("", |i| words[i].text.as_str());
    let place = matches!(before, "in" | "across" | "within" | "throughout" | "around" | "of" | "outside");
    let clause =
        matches!(before, "that" | "while" | "whilst" | "although" | "when" | "where" | "because" | "said");
    possessive || place || ((begins || clause) && lower_after)
}

/// Words that say of the name after them that it is another place's.
const ELSEWHERE: [&str; 13] = [
    "neighbour",
    "neighbours",
    "neighbouring",
    "nearby",
    "adjacent",
    "adjoining",
    "bordering",
    "peer",
    "peers",
    "another",
    "other",
    "like",
    "unlike",
];
/// The same in two words.
const ELSEWHERE_PAIRS: [(&str, &str); 20] = [
    ("such", "as"),
    ("similar", "to"),
    ("compared", "to"),
    ("compared", "with"),
    ("learned", "from"),
    ("learnt", "from"),
    ("learning", "from"),
    ("led", "by"),
    ("placed", "by"),
    ("placed", "in"),
    ("hosted", "by"),
    ("modelled", "on"),
    ("example", "of"),
    ("case", "of"),
    ("back", "to"),
    ("visit", "to"),
    ("moved", "to"),
    ("moved", "from"),
    ("border", "with"),
    ("better", "than"),
];

/// Whether the words before, in the same sentence, set the name apart as another place.
pub(super) fn is_elsewhere(text: &str, words: &[Word], start: usize) -> bool {
    let first = (0..start).rev().take(4).take_while(|i| !starts_sentence(text, words, i + 1)).last();
    let Some(first) = first else { return false };
    let before = &words[first..start];
    let near = &before[before.len().saturating_sub(3)..];
    near.iter().any(|word| ELSEWHERE.contains(&word.text.as_str()))
        || near
            .windows(2)
            .any(|pair| ELSEWHERE_PAIRS.contains(&(pair[0].text.as_str(), pair[1].text.as_str())))
}

/// "Cheshire West and Chester Council v P": a case at law is another's, wherever it is cited.
pub(super) fn is_a_party(words: &[Word], start: usize, end: usize) -> bool {
    let versus = |i: usize| words.get(i).is_some_and(|w| matches!(w.text.as_str(), "v" | "vs" | "versus"));
    versus(end) || start.checked_sub(1).is_some_and(versus)
}

/// "The authority wrote to Bradford Council": who the report is about has been named already in this sentence,
/// so the full name is another's. "The local authority, Barnet Council, wrote" names it.
pub(super) fn is_second_to_the_council(text: &str, words: &[Word], start: usize) -> bool {
    (1..start).rev().take_while(|i| !starts_sentence(text, words, i + 1)).any(|i| {
        let noun = matches!(words[i].text.as_str(), "authority" | "council") && !is_capital(text, &words[i]);
        let named = i + 1 == start && text[words[i].at.end..words[start].at.start].contains(',');
        noun && matches!(words[i - 1].text.as_str(), "the" | "this" | "local") && !named
    })
}

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
pub(super) fn inside_a_name(text: &str, words: &[Word], start: usize, end: usize) -> bool {
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

/// "Duchess of Cornwall", "South Gloucestershire and Stroud College"; "Barnet and North London" are two places.
fn is_joined(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let gap = |left: usize| &text[words[left].at.end..words[left + 1].at.start];
    let of = start > 1
        && words[start - 1].text == "of"
        && gap_is_plain(gap(start - 2))
        && is_capital(text, &words[start - 2]);
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

pub(super) fn is_capital(text: &str, word: &Word) -> bool {
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
