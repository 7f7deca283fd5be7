//! Authorities named in running text: the weakest evidence, taken only where nothing speaks against it.
//!
//! Reports name neighbours, hospitals and partner councils freely, so a name counts only where a listed
//! authority is named at least three times, or a full council name at least twice, and no other at all;
//! where the text speaks of it as of a report's own place at least once ("in Barnet", "Barnet's leaders"); and
//! where it never speaks of it as of somebody else ("neighbouring", "led by", "the authority wrote to").

use std::collections::HashMap;

use super::{
    forms::Word,
    names::{Named, Names, plain_words},
    rated::{gap_is_plain, unlisted},
    spoken::{
        OPENERS, all_capital, inside_a_name, is_a_party, is_capital, is_elsewhere, is_own_place,
        is_second_to_the_council, names_another_thing, starts_sentence,
    },
};

#[derive(Default)]
struct Count {
    bare: usize,
    full: usize,
    /// Of both: spoken of as the report's own place.
    own: usize,
    /// Spoken of as another place or council than the report's.
    other: bool,
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
        for (named, mention) in mentions(text, names) {
            let (_, count) = counts
                .entry(named.same.clone())
                .or_insert_with(|| (named, Count { first: index, ..Count::default() }));
            match mention.sort {
                Sort::Full => count.full += 1,
                Sort::Bare => count.bare += 1,
                Sort::Doubtful | Sort::Rival => {}
            }
            let support = matches!(mention.sort, Sort::Full | Sort::Bare);
            count.own += usize::from(support && mention.own);
            count.other |= mention.other;
        }
    }
    // A form with a bare twin ("Dunmore Council" and "Dunmore") is one authority: both share `same`.
    let mut rest = counts.into_values();
    let (named, count) = rest.next()?;
    let alone = rest.next().is_none();
    let enough = count.full >= 2 || (bare_names && named.listed && count.bare + count.full >= 3);
    (alone && enough && count.own > 0 && !count.other).then_some((named, count.first))
}

/// Whether texts bear out a name that by itself may be a word: they name that authority unmistakably, and no other.
pub(super) fn bears_out<'a>(texts: impl Iterator<Item = &'a str>, wanted: &Named, names: &Names) -> bool {
    let mut borne_out = false;
    for (named, mention) in texts.flat_map(|text| mentions(text, names)) {
        if named != *wanted || mention.other {
            return false;
        }
        borne_out |= matches!(mention.sort, Sort::Full) || mention.own;
    }
    borne_out
}

enum Sort {
    Full,
    Bare,
    /// A name that is a word too or is shared, where it can be the place: "in Reading".
    Doubtful,
    /// Named, but as something that stands elsewhere or serves others ("Barnet Hospital"): no support, yet a reason for doubt.
    Rival,
}

/// How a text speaks of a name in one place.
struct Spoken {
    sort: Sort,
    own: bool,
    other: bool,
}

impl Spoken {
    /// `start..end` are the words of the name.
    fn of(text: &str, words: &[Word], start: usize, end: usize, sort: Sort) -> Self {
        let place = !matches!(sort, Sort::Rival);
        let full = matches!(sort, Sort::Full);
        let inside = inside_a_name(text, words, start, end);
        Spoken {
            own: place && (full || !inside) && is_own_place(text, words, start, end),
            other: is_elsewhere(text, words, start)
                || is_a_party(words, start, end)
                || (full && is_second_to_the_council(text, words, start)),
            sort,
        }
    }
}

fn mentions(text: &str, names: &Names) -> Vec<(Named, Spoken)> {
    let words = plain_words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !is_capital(text, &words[at]) {
            at += 1;
            continue;
        }
        let longer = longer_council(text, &words, at, names);
        if let (Some(mention), None) = (names.at(&words, at), &longer) {
            let end = at + mention.words;
            let inside = inside_a_name(text, &words, at, end);
            let elsewhere = names_another_thing(text, &words, at, end);
            // "Reading" at the start of a sentence is the word; "Bury St Edmunds" is another place.
            let word = mention.doubtful && (inside || elsewhere || starts_sentence(text, &words, at));
            // "Liverpool City Region" is no Liverpool City.
            let council = words[at..end].iter().any(|w| matches!(w.text.as_str(), "council" | "borough"));
            let full = mention.full && (council || !inside);
            if !word && all_capital(text, &words[at..end]) {
                let sort = if full {
                    Sort::Full
                } else if elsewhere {
                    Sort::Rival
                } else if mention.doubtful {
                    Sort::Doubtful
                } else {
                    Sort::Bare
                };
                found.push((names.named(mention.index), Spoken::of(text, &words, at, end, sort)));
            }
            at = end;
        } else if let Some(named) = longer.or_else(|| council(text, &words, at)) {
            let end = (at + plain_words(&named.authority.name).len().max(1)).min(words.len());
            let sort = if may_be_assessed(&words[at..end], names) { Sort::Full } else { Sort::Rival };
            found.push((named, Spoken::of(text, &words, at, end, sort)));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// Whether an unlisted council can be the one that a report is about: districts have no duties of social
/// care, and a council whose name holds a listed one ("East Suffolk Council") is most often a district there.
fn may_be_assessed(name: &[Word], names: &Names) -> bool {
    let district = name.windows(2).any(|pair| pair[1].text == "district" && pair[0].text != "metropolitan");
    !district && (0..name.len()).all(|at| names.at(name, at).is_none())
}

/// "Surrey Heath Borough Council", where only its first word is listed.
fn longer_council(text: &str, words: &[Word], at: usize, names: &Names) -> Option<Named> {
    let mention = names.at(words, at).filter(|mention| !mention.full)?;
    let named = super::rated::named_at(text, words, at, names).filter(|named| !named.listed)?;
    (plain_words(&named.authority.name).len() > mention.words).then_some(named)
}

/// Words before "of" that are part of a council's name; "Staff of Dunmore Council" are none.
const HEADS: [&str; 9] = ["city", "borough", "county", "council", "royal", "isle", "isles", "vale", "forest"];

/// A council's form of an unlisted name; "any other North London Council" is a class and no name.
fn council(text: &str, words: &[Word], at: usize) -> Option<Named> {
    let class = at > 0
        && matches!(words[at - 1].text.as_str(), "other" | "any" | "every" | "each" | "no" | "some" | "most");
    let opener = |i: usize| starts_sentence(text, words, i) && OPENERS.contains(&words[i].text.as_str());
    let within = at > 0
        && is_capital(text, &words[at - 1])
        && gap_is_plain(&text[words[at - 1].at.end..words[at].at.start])
        && !opener(at - 1);
    let of = words.get(at + 1).is_some_and(|next| next.text == "of")
        && starts_sentence(text, words, at)
        && !HEADS.contains(&words[at].text.as_str());
    if class || within || of || opener(at) {
        return None;
    }
    unlisted(text, words, at)
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
    fn a_doubtful_name_needs_the_text_to_bear_it_out() {
        let names = Names::new(&Catalogue::embedded().authorities);
        let reading = names.resolve("Reading");
        for (text, expected) in [
            ("Reading Borough Council had a plan.", true),
            ("People who live in Reading agreed.", true),
            ("Reading the plan took time. They liked Reading.", false),
            ("People who live in Reading and in Barnet agreed.", false),
            ("Staff agreed.", false),
        ] {
            assert_eq!(bears_out(text.lines(), &reading, &names), expected, "{text}");
        }
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
            ("Staff of Kent County Council knew. Staff of Kent County Council agreed.", Some("Kent")),
            ("Leaders of Dunmore Council knew. Leaders of Dunmore Council agreed.", Some("Dunmore Council")),
            // People, wards, colleges and regions that have a place's name.
            ("Jane Kent said so.\nMs Kent agreed.\nWe thanked Jane Kent.", None),
            ("On Duchess of Cornwall ward. Of Duchess of Cornwall ward. The Duchess of Cornwall ward.", None),
            (
                "South Gloucestershire and Stroud College knew.\nAt South Gloucestershire and Stroud College.\nSouth Gloucestershire and Stroud College.",
                None,
            ),
            (
                "Liverpool City Region led.\nThe plan of Liverpool City Region.\nIn Liverpool City Region.",
                None,
            ),
            // Governments and examples.
            (
                "Leaders waited for Westminster to decide. Money from Westminster came late. What Westminster decides matters.",
                None,
            ),
            (
                "They visited Manchester. They asked how Manchester did this, and wished to be like Manchester.",
                None,
            ),
            // Partners, neighbours, peers.
            (
                "A peer challenge led by Essex County Council took place. The team learned from Essex County Council.",
                None,
            ),
            (
                "Bradford Council placed people here. The authority wrote to Bradford Council about them.",
                None,
            ),
            ("Neighbouring authority Bradford Council shared a hub. Bradford Council paid.", None),
            ("The local authority, Bradford Council, had a plan. Bradford Council knew.", Some("Bradford")),
            ("People were placed in Blackpool. Homes in Blackpool were far away. Blackpool was far.", None),
            ("In the case of Kent County Council it was so. Kent County Council v P.", None),
            // Districts.
            (
                "East Suffolk Council ran grants. Housing was for East Suffolk Council. East Suffolk Council agreed.",
                None,
            ),
            ("South Dunmore District Council ran grants. South Dunmore District Council agreed.", None),
            (
                "Surrey Heath Borough Council is in Surrey. Surrey Heath Borough Council. Surrey. Surrey.",
                None,
            ),
        ] {
            assert_eq!(found(text).as_deref(), expected, "{text}");
        }
    }
}
