//! Authorities named in running text: the weakest evidence, taken only where nothing speaks against it.
//!
//! Reports name neighbours, hospitals and partner councils freely, so a name counts only where a listed
//! authority is named at least three times, or a full council name at least twice, and no other at all.

use std::collections::HashMap;

use super::{
    forms::Word,
    names::{Named, Names, plain_words},
    rated::{gap_is_plain, unlisted},
};

#[derive(Default)]
struct Count {
    bare: usize,
    full: usize,
    /// Of `bare`: standing alone, not in the name of a partnership or strategy.
    plain: usize,
    first: usize,
}

/// `bare_names`: whether a name without a council's form counts at all. Gives the authority and the index
/// of the first text that names it.
pub(super) fn authority_in<'a>(
    texts: impl Iterator<Item = &'a str>,
    bare_names: bool,
    names: &Names,
) -> Option<(Named, usize)> {
    let mut counts: HashMap<String, (Named, Count)> = HashMap::new();
    for (index, text) in texts.enumerate() {
        for (named, sort) in mentions(text, names) {
            let (_, count) = counts
                .entry(named.same.clone())
                .or_insert_with(|| (named, Count { first: index, ..Count::default() }));
            match sort {
                Sort::Full => count.full += 1,
                Sort::Bare { plain } => {
                    count.bare += 1;
                    count.plain += usize::from(plain);
                }
                Sort::Rival => {}
            }
        }
    }
    // A form with a bare twin ("Dunmore Council" and "Dunmore") is one authority: both share `same`.
    let mut rest = counts.into_values();
    let (named, count) = rest.next()?;
    let alone = rest.next().is_none();
    let enough = count.full >= 2
        || (bare_names && named.listed && count.bare + count.full >= 3 && count.plain + count.full >= 1);
    (alone && enough).then_some((named, count.first))
}

enum Sort {
    Full,
    Bare {
        plain: bool,
    },
    /// Named, but as something that stands elsewhere or serves others ("Barnet Hospital"): no support, yet a reason for doubt.
    Rival,
}

fn mentions(text: &str, names: &Names) -> Vec<(Named, Sort)> {
    let words = plain_words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let capital = text[words[at].at.clone()].starts_with(char::is_uppercase);
        if !capital {
            at += 1;
            continue;
        }
        let longer = longer_council(text, &words, at, names);
        if let (Some(mention), None) = (names.at(&words, at), &longer) {
            let end = at + mention.words;
            let inside = inside_a_name(text, &words, at, end);
            let elsewhere = names_another_thing(text, &words, at, end);
            let part = inside || elsewhere;
            // "Reading" at the start of a sentence is the word; "Bury St Edmunds" is another place.
            let word = mention.doubtful && (part || starts_sentence(text, &words, at));
            if !word && all_capital(text, &words[at..end]) {
                let sort = if mention.full {
                    Sort::Full
                } else if elsewhere || mention.doubtful {
                    Sort::Rival
                } else {
                    Sort::Bare { plain: !inside }
                };
                found.push((names.named(mention.index), sort));
            }
            at = end;
        } else if let Some(named) = longer.or_else(|| council(text, &words, at)) {
            at += plain_words(&named.authority.name).len().max(1);
            found.push((named, Sort::Full));
        } else {
            at += 1;
        }
    }
    found
}

/// "Surrey Heath Borough Council", where only its first word is listed.
fn longer_council(text: &str, words: &[Word], at: usize, names: &Names) -> Option<Named> {
    let mention = names.at(words, at).filter(|mention| !mention.full)?;
    let named = super::rated::named_at(text, words, at, names).filter(|named| !named.listed)?;
    (plain_words(&named.authority.name).len() > mention.words).then_some(named)
}

/// Words that begin sentences and no names.
const OPENERS: [&str; 32] = [
    "in", "at", "the", "however", "when", "while", "whilst", "for", "with", "by", "although", "as", "both",
    "during", "since", "from", "to", "on", "this", "that", "these", "our", "their", "its", "but", "and",
    "or", "if", "overall", "across", "within", "because",
];

/// A council's form of an unlisted name; "any other North London Council" is a class and no name.
fn council(text: &str, words: &[Word], at: usize) -> Option<Named> {
    let class = at > 0
        && matches!(words[at - 1].text.as_str(), "other" | "any" | "every" | "each" | "no" | "some" | "most");
    let opener = |i: usize| starts_sentence(text, words, i) && OPENERS.contains(&words[i].text.as_str());
    let within = at > 0
        && is_capital(text, &words[at - 1])
        && gap_is_plain(&text[words[at - 1].at.end..words[at].at.start])
        && !opener(at - 1);
    if class || within || opener(at) {
        return None;
    }
    unlisted(text, words, at)
}

/// Words after a place's name that make it an institution or a place of its own: hospitals serve the
/// councils around them, and Camden Town is a quarter.
const INSTITUTIONS: [&str; 31] = [
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
const OTHER_PLACES: [&str; 13] = [
    "north", "south", "east", "west", "new", "old", "great", "greater", "little", "upper", "lower", "royal",
    "mid",
];

/// Whether the name is that of a hospital, university or another place: "University of York", "Bury St
/// Edmunds", "Newcastle-under-Lyme".
fn names_another_thing(text: &str, words: &[Word], start: usize, end: usize) -> bool {
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

/// Whether a capitalised word stands directly before or after: "The Barnet Borough Partnership".
fn inside_a_name(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let after = words.get(end).is_some_and(|next| {
        gap_is_plain(&text[words[end - 1].at.end..next.at.start]) && is_capital(text, next)
    });
    let before = start > 0
        && gap_is_plain(&text[words[start - 1].at.end..words[start].at.start])
        && is_capital(text, &words[start - 1])
        && !starts_sentence(text, words, start - 1);
    after || before
}

fn is_capital(text: &str, word: &Word) -> bool {
    text[word.at.clone()].starts_with(char::is_uppercase)
}

fn all_capital(text: &str, words: &[Word]) -> bool {
    words.iter().all(|word| {
        is_capital(text, word)
            || matches!(word.text.as_str(), "of" | "and" | "upon" | "on" | "with" | "the")
            || !text[word.at.clone()].starts_with(char::is_alphabetic)
    })
}

fn starts_sentence(text: &str, words: &[Word], at: usize) -> bool {
    at == 0 || text[words[at - 1].at.end..words[at].at.start].contains(['.', '?', '!', ':', '\u{201c}', '"'])
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::model::Catalogue;

    fn found(text: &str) -> Option<String> {
        static NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(&Catalogue::embedded().authorities));
        authority_in(text.lines(), true, &NAMES).map(|(named, _)| named.authority.name)
    }

    #[test]
    fn a_name_counts_when_it_is_repeated_and_alone() {
        for (text, expected) in [
            (
                "Staff in Barnet said so.\nIn Barnet, people agreed. Barnet\u{2019}s leaders knew.",
                Some("Barnet"),
            ),
            ("Staff in Barnet said so. Barnet knew.", None),
            ("Kent County Council knew. The plan of Kent County Council was new.", Some("Kent")),
            ("Dunmore Council knew. The plan of Dunmore Council was new.", Some("Dunmore Council")),
            ("In Barnet, and in Barnet, and in Barnet, as in Enfield.", None),
            ("At Barnet Hospital. At Barnet Hospital. At Barnet Hospital.", None),
            ("In Enfield, in Enfield, in Enfield, near Barnet Hospital.", None),
            ("The Barnet Plan, the Barnet Board, the Barnet Partnership.", None),
            ("The Barnet Plan, the Barnet Board, and homes in Barnet.", Some("Barnet")),
            ("At the University of York. At the University of York. At the University of York.", None),
            ("Barnet did, Barnet was, Barnet had more than any other North London Council.", Some("Barnet")),
            ("Reading was taught. Reading helped. Reading mattered.", None),
            ("Reading was taught in Barnet. Barnet libraries, and Barnet homes.", Some("Barnet")),
            ("In North Somerset, in North Somerset and in North Somerset.", Some("North Somerset")),
            ("Newcastle-under-Lyme, Newcastle-under-Lyme, Newcastle-under-Lyme.", None),
            ("Dunmore Council knew. Dunmore Council asked Penhallow Council.", None),
            ("In Dunmore Council staff knew. However Dunmore Council asked.", Some("Dunmore Council")),
            (
                "Surrey Heath Borough Council is in Surrey. Surrey Heath Borough Council. Surrey. Surrey.",
                None,
            ),
        ] {
            assert_eq!(found(text).as_deref(), expected, "{text}");
        }
    }
}
