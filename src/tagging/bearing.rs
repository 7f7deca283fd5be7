//! How a sentence bears on the question whose report this is.
//!
//! A report about a place speaks of its people ("people in Barnet", "Barnet residents"), of what the council
//! did ("Barnet Council had") and of the whole place ("across Barnet"). Of other places it speaks in relation
//! to its own: from them, to them, with them, by them, like them. What merely stands in a place ("homes in
//! Barnet") may stand in either.

use super::{
    dates::MONTHS,
    forms::Word,
    longer_names::{inside_a_name, is_capital, starts_sentence},
    rated::gap_is_plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// Its people, its deeds, something there: "Barnet residents", "Barnet Council had", "homes in Barnet".
    Own,
    /// In the name of something of its own: "the Barnet Partnership".
    Within,
    /// Named, no more.
    Named,
    /// Another party: "from Barnet", "neighbouring Barnet".
    Apart,
}

/// Those whose words a report gives, and those whom it is about. Source: the evidence categories of the
/// framework (people's experience, staff and leaders, partners).
pub(super) const VOICES: [&str; 28] = [
    "people",
    "residents",
    "resident",
    "citizens",
    "carers",
    "carer",
    "adults",
    "families",
    "communities",
    "women",
    "men",
    "staff",
    "workers",
    "practitioners",
    "officers",
    "managers",
    "teams",
    "leaders",
    "councillors",
    "members",
    "director",
    "directors",
    "executive",
    "partners",
    "providers",
    "commissioners",
    "advocates",
    "professionals",
];
/// Prepositions of a place.
const PLACE: [&str; 8] = ["in", "at", "of", "around", "outside", "across", "within", "throughout"];
/// Prepositions of relation: what follows is another party than the one that is spoken of.
const RELATION: [&str; 10] = ["from", "to", "with", "by", "than", "like", "unlike", "as", "near", "between"];
/// Words just before the name that say outright that it is another's.
const OTHERS: [&str; 5] = ["nearby", "another", "other", "also", "visited"];
/// Before a preposition of place, what others are cited for: "one in Barnet", "the case of Barnet".
const CITED: [&str; 7] = ["one", "ones", "that", "those", "example", "experience", "case"];
/// Before it, where something has come to stand, which may be anywhere.
const SITUATED: [&str; 9] =
    ["headquarters", "based", "located", "born", "registered", "headquartered", "situated", "was", "were"];
/// Before "from" the distance to the place that is meant: "a long way from Barnet".
const DISTANCE: [&str; 4] = ["way", "away", "far", "miles"];
/// The same wherever they stand in the sentence before the name: where people are sent, whom one compares
/// oneself with, whose service or way of working one uses, on whom an ombudsman has decided.
const ELSEWHERE: [&str; 19] = [
    "former",
    "predecessor",
    "abolished",
    "formed",
    "neighbour",
    "neighbours",
    "neighbouring",
    "adjacent",
    "adjoining",
    "bordering",
    "peer",
    "peers",
    "placed",
    "compared",
    "comparator",
    "statistical",
    "hosted",
    "modelled",
    "ombudsman",
];
/// After these a clause begins, and its subject may be the place.
const CLAUSES: [&str; 10] =
    ["that", "while", "whilst", "although", "when", "where", "because", "said", "us", "and"];

/// `start..end` are the words of the name, with all words near it; `full`: they say that it is a council.
pub(super) fn bearing(text: &str, words: &[Word], start: usize, end: usize, full: bool) -> Bearing {
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    // The first word of the sentence, and the words between it and the name.
    let first = (1..=start).rev().find(|i| starts_sentence(text, words, *i)).unwrap_or(0);
    let before =
        |back: usize| start.checked_sub(back).filter(|i| *i >= first).map_or("", |i| words[i].text.as_str());
    if is_a_party(words, start, end) {
        return Bearing::Apart;
    }
    let opens = text[..words[0].at.start].rfind(char::is_alphanumeric).unwrap_or(0);
    if is_quoted(&text[opens..words[start].at.start]) {
        return Bearing::Named;
    }
    let inside = inside_a_name(text, words, start, end);
    if inside && !full {
        return Bearing::Within;
    }
    let rest = rest_of_sentence(text, words, end);
    let apart = (1..=3).any(|back| OTHERS.contains(&before(back)))
        || words[first..start].iter().any(|word| ELSEWHERE.contains(&word.text.as_str()))
        || shares_with_the_council(words, end)
        || rest.iter().any(|word| word.text == "here")
        || (full && is_second_to_the_council(text, words, start))
        || is_an_address(text, words, start, end);
    if apart {
        return Bearing::Apart;
    }
    let possessive = {
        let raw = &text[words[end - 1].at.clone()];
        raw.ends_with("'s") || raw.ends_with("\u{2019}s")
    };
    let goes_on = words.get(end).is_some_and(|next| {
        gap_is_plain(&text[words[end - 1].at.end..next.at.start]) && !is_capital(text, next)
    });
    if goes_on && VOICES.contains(&said(end)) {
        return Bearing::Own;
    }
    // "the Royal Borough of Greenwich", "the Isle of Wight"; before a bare name an article is of what follows it.
    let article = before(1) == "the";
    if article && !full && !said(start).starts_with("isle") {
        return Bearing::Named;
    }
    let from = start - usize::from(article);
    let back = |n: usize| before(n + usize::from(article));
    // "in rural Barnet"
    let skipped = usize::from(!article && matches!(back(1), "rural" | "central" | "urban"));
    let preposition = back(1 + skipped);
    let head = back(2 + skipped);
    if preposition == "from" && DISTANCE.contains(&head) {
        return Bearing::Own;
    }
    // "by the director of Barnet Council"
    let office = || full && PLACE.contains(&preposition) && (3..=5).any(|n| matches!(back(n), "by" | "with"));
    if RELATION.contains(&preposition) || office() {
        return Bearing::Apart;
    }
    if PLACE.contains(&preposition) {
        let voice = (2..=3).any(|n| VOICES.contains(&back(n + skipped)));
        let cited = CITED.contains(&head)
            || CITED[..4].contains(&back(3 + skipped)) && !voice && head.ends_with("ed");
        // "The Diocese of Lichfield and of Barnet"
        let of_a_thing = preposition == "of" && !voice && !full;
        return match () {
            () if cited => Bearing::Apart,
            () if SITUATED.contains(&head) || of_a_thing => Bearing::Named,
            () => Bearing::Own,
        };
    }
    let verb = is_verb(said(end));
    let acts = goes_on
        && (verb || full)
        && (from == first || CLAUSES.contains(&back(1)) && (back(1) != "and" || full));
    // "Essex had placed two officers in the council": the council is another.
    let of_another = acts && !possessive && names_the_council(rest);
    if !of_another && (acts || possessive || full) { Bearing::Own } else { Bearing::Named }
}

/// "Barnet had", "Barnet listened"; in "Barnet students" the name is an adjective.
fn is_verb(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(
            word,
            "had"
                | "has"
                | "was"
                | "were"
                | "is"
                | "are"
                | "did"
                | "does"
                | "could"
                | "can"
                | "would"
                | "will"
                | "and"
                | "also"
                | "now"
                | "then"
                | "still"
                | "knew"
                | "began"
                | "ran"
                | "paid"
                | "spent"
                | "told"
                | "made"
                | "took"
                | "saw"
                | "led"
                | "met"
                | "kept"
                | "set"
                | "gave"
                | "held"
                | "became"
                | "stood"
        )
}

/// The words after the name in its sentence.
fn rest_of_sentence<'a>(text: &str, words: &'a [Word], end: usize) -> &'a [Word] {
    let stop = (end..words.len()).find(|i| starts_sentence(text, words, *i)).unwrap_or(words.len());
    &words[end..stop]
}

fn names_the_council(words: &[Word]) -> bool {
    words.windows(3).any(|three| {
        let said = |i: usize| three[i].text.as_str();
        said(0) == "the" && (said(1) == "council" || (said(1) == "local" && said(2) == "authority"))
    }) || matches!(words, [.., the, council] if the.text == "the" && council.text == "council")
}

/// "Cheshire West and Chester Council v P": a case at law is another's, wherever it is cited.
fn is_a_party(words: &[Word], start: usize, end: usize) -> bool {
    let versus = |i: usize| words.get(i).is_some_and(|w| matches!(w.text.as_str(), "v" | "vs" | "versus"));
    versus(end) || start.checked_sub(1).is_some_and(versus)
}

/// Whether a quotation is open: a speaker may have come from anywhere.
fn is_quoted(before: &str) -> bool {
    let mut open = None;
    let mut last = ' ';
    for c in before.chars() {
        open = match (c, open) {
            ('\u{201c}' | '\u{2018}', None) => Some(c),
            ('\u{201d}', Some('\u{201c}')) => None,
            // A closing mark, and no apostrophe, follows a stop.
            ('\u{2019}', Some('\u{2018}')) if matches!(last, ',' | '.' | '?' | '!') => None,
            _ => open,
        };
        last = c;
    }
    open.is_some()
}

/// "The authority wrote to Bradford Council": who the report is about has been named already in this sentence,
/// so the full name is another's. "The local authority, Barnet Council, wrote" names it.
fn is_second_to_the_council(text: &str, words: &[Word], start: usize) -> bool {
    (1..start).rev().take_while(|i| !starts_sentence(text, words, i + 1)).any(|i| {
        let noun = matches!(words[i].text.as_str(), "authority" | "council") && !is_capital(text, &words[i]);
        let named = i + 1 == start && text[words[i].at.end..words[start].at.start].contains(',');
        noun && matches!(words[i - 1].text.as_str(), "the" | "this" | "local") && !named
    })
}

/// "A home in Worthing, West Sussex": who is at home there does not say so.
fn is_an_address(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let Some(before) = start.checked_sub(1).map(|i| &words[i]) else { return false };
    let goes_on =
        words.get(end).is_some_and(|next| gap_is_plain(&text[words[end - 1].at.end..next.at.start]));
    &text[before.at.end..words[start].at.start] == ", "
        && is_capital(text, before)
        && !MONTHS.contains(&before.text.as_str())
        && !goes_on
}

/// "Bradford Council and the council shared a hub".
fn shares_with_the_council(words: &[Word], end: usize) -> bool {
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    said(end) == "and"
        && said(end + 1) == "the"
        && (matches!(said(end + 2), "council" | "authority")
            || (said(end + 2) == "local" && said(end + 3) == "authority"))
}
