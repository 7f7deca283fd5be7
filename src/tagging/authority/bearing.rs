//! How a sentence bears on the question whose report this is.
//!
//! A report calls the council that it assesses "the local authority". The place is named where its people speak to the
//! assessors ("carers in Barnet told us"), where all of it is meant ("within Barnet"), and in the names of its plans and
//! boards ("the Barnet Carers Strategy"). What merely is in a place or belongs to it may be a partner's, a neighbour's or
//! a host's as well; and of other places a report speaks in relation to its own: from them, to them, with them, by them,
//! like them.

use super::longer_names::{INSTITUTIONS, inside_a_name, is_capital, starts_sentence};
use crate::tagging::lines::{dates::MONTHS, forms::Word, rated::gap_is_plain};

/// The more telling the later: in one paragraph, what sets a place apart outweighs all else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bearing {
    /// As a part of another's name: it tells nothing.
    #[default]
    Nothing,
    /// Named by a speaker, who may have come from anywhere.
    Quoted,
    /// Named, no more.
    Named,
    /// The place, though perhaps another's: "homes in Barnet", "Barnet’s board".
    There,
    /// In the name of a plan or a board of its own: "the Barnet Partnership".
    Within,
    /// All of the place, or what the assessors were told of its council: "across Barnet".
    Assessed,
    /// Its people or its council speak, or it is the local authority: "Barnet residents told us".
    Heard,
    /// Another party: "from Barnet", "neighbouring Barnet".
    Apart,
}

/// Those whose words a report gives, and those whom it is about. Source: the evidence categories of the
/// framework (people's experience, staff and leaders, partners).
pub(super) const VOICES: [&str; 30] = [
    "people",
    "groups",
    "organisations",
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
/// Those of them who live in a place and do not work for it.
const INHABITANTS: [&str; 15] = [
    "people",
    "person",
    "residents",
    "resident",
    "citizens",
    "carers",
    "carer",
    "adults",
    "families",
    "family",
    "communities",
    "women",
    "woman",
    "men",
    "man",
];
/// What those who were asked did. "Told" counts only with "us": others are told by others.
const SAID: [&str; 11] = [
    "said",
    "felt",
    "described",
    "explained",
    "reported",
    "spoke",
    "confirmed",
    "praised",
    "highlighted",
    "commented",
    "raised",
];
/// What a council writes or calls together under its place's name.
const ITS_OWN: [&str; 12] = [
    "strategy",
    "plan",
    "policy",
    "charter",
    "programme",
    "statement",
    "partnership",
    "board",
    "forum",
    "panel",
    "network",
    "healthwatch",
];
/// Prepositions of a place.
const PLACE: [&str; 8] = ["in", "at", "of", "around", "outside", "across", "within", "throughout"];
/// Those of them that mean all of it.
const WHOLE: [&str; 3] = ["across", "within", "throughout"];
/// Prepositions of relation: what follows is another party than the one that is spoken of.
const RELATION: [&str; 10] = ["from", "to", "with", "by", "than", "like", "unlike", "as", "near", "between"];
/// Words just before the name that say outright that it is another's.
const OTHERS: [&str; 5] = ["nearby", "another", "other", "also", "visited"];
/// Before a preposition of place, what others are cited for: "one in Barnet", "the case of Barnet".
const CITED: [&str; 7] = ["one", "ones", "that", "those", "example", "experience", "case"];
/// Before it, where something has come to stand, which may be anywhere.
const SITUATED: [&str; 9] =
    ["headquarters", "based", "located", "born", "registered", "headquartered", "situated", "was", "were"];
/// Before "to", what brings people into any place, this one too.
const MOVED: [&str; 7] = ["move", "moved", "moving", "come", "came", "return", "returned"];
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

/// Whether a word of a file's name sets the place that it names apart from the one it is about.
pub(super) fn sets_apart(word: &str) -> bool {
    matches!(
        word,
        "with" | "from" | "than" | "like" | "unlike" | "near" | "between" | "vs" | "versus" | "compare"
    ) || OTHERS.contains(&word)
        || ELSEWHERE.contains(&word)
}

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
        return Bearing::Quoted;
    }
    let inside = inside_a_name(text, words, start, end);
    if inside && !full {
        return if is_its_own(text, words, start, end) { Bearing::Within } else { Bearing::Nothing };
    }
    let rest = rest_of_sentence(text, words, end);
    let apart = (1..=3).any(|back| OTHERS.contains(&before(back)))
        || words[first..start].iter().any(|word| ELSEWHERE.contains(&word.text.as_str()))
        || (shares_with_the_council(words, end) && (full || !is_merely_a_place(before(1), before(2))))
        || rest.iter().any(|word| word.text == "here")
        || (full && (is_second_to_the_council(text, words, start) || is_a_partner(rest)))
        || is_an_address(text, words, start, end);
    if apart {
        return Bearing::Apart;
    }
    let goes_on = words.get(end).is_some_and(|next| {
        gap_is_plain(&text[words[end - 1].at.end..next.at.start]) && !is_capital(text, next)
    });
    if full && is_the_council(text, words, start, end) {
        return Bearing::Heard;
    }
    let its_people = goes_on && VOICES.contains(&said(end));
    if its_people && they_speak(&rest[1..]) {
        return Bearing::Heard;
    }
    // "the Royal Borough of Greenwich", "the Isle of Wight"; before a bare name an article is of what follows it.
    let article = before(1) == "the";
    if article && !full && !said(start).starts_with("isle") {
        return Bearing::Nothing;
    }
    let from = start - usize::from(article);
    let back = |n: usize| before(n + usize::from(article));
    // "in rural Barnet"
    let skipped = usize::from(!article && matches!(back(1), "rural" | "central" | "urban"));
    let preposition = back(1 + skipped);
    let head = back(2 + skipped);
    if preposition == "from" && DISTANCE.contains(&head) {
        return Bearing::There;
    }
    // "People from Barnet told us"; staff from there are another's.
    if preposition == "from" && INHABITANTS.contains(&head) {
        return if they_speak(rest) { Bearing::Heard } else { Bearing::There };
    }
    if !full && preposition == "to" && MOVED.contains(&head) {
        return Bearing::Named;
    }
    // "provided by Barnet Council"
    if full && preposition == "by" && (head.ends_with("ed") || matches!(head, "run" | "led")) {
        return Bearing::There;
    }
    // "by the director of Barnet Council"
    let office = || full && PLACE.contains(&preposition) && (3..=5).any(|n| matches!(back(n), "by" | "with"));
    if RELATION.contains(&preposition) || office() {
        return Bearing::Apart;
    }
    if PLACE.contains(&preposition) || (article && preposition == "on") {
        let voice = (2..=4).any(|n| VOICES.contains(&back(n + skipped)));
        let cited = CITED.contains(&head)
            || CITED[..4].contains(&back(3 + skipped)) && !voice && head.ends_with("ed");
        // "The Diocese of Lichfield and of Barnet"
        let of_a_thing = preposition == "of" && !voice && !full;
        return match () {
            () if cited => Bearing::Apart,
            () if SITUATED.contains(&head) || of_a_thing => Bearing::Named,
            () if voice && (they_speak(rest) || we_asked(&words[first..start])) => Bearing::Heard,
            // "In Barnet, the local authority had"
            () if from == first + 1 && says_the_council(rest) => Bearing::Heard,
            () if WHOLE.contains(&preposition) => Bearing::Assessed,
            () => Bearing::There,
        };
    }
    // "Staff told us Barnet Council had"
    if full && (back(1) == "us" || (back(1), back(2)) == ("that", "us")) {
        return Bearing::Assessed;
    }
    let raw = &text[words[end - 1].at.clone()];
    let possessive = raw.ends_with("'s") || raw.ends_with("\u{2019}s");
    if possessive || full || its_people { Bearing::There } else { Bearing::Named }
}

/// "People in Barnet told us", "staff at Barnet Council often said".
fn they_speak(rest: &[Word]) -> bool {
    let near = &rest[..rest.len().min(4)];
    near.windows(2).any(|pair| pair[0].text == "told" && pair[1].text == "us")
        || near.iter().take(3).any(|word| SAID.contains(&word.text.as_str()))
}

/// "We heard from people in Barnet".
fn we_asked(before: &[Word]) -> bool {
    before.windows(2).any(|pair| {
        pair[0].text == "we" && matches!(pair[1].text.as_str(), "heard" | "spoke" | "met" | "asked")
    })
}

/// Whether words begin with "the local authority" or "the council".
fn says_the_council(words: &[Word]) -> bool {
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    said(0) == "the" && (said(1) == "council" || (said(1) == "local" && said(2) == "authority"))
}

/// "The local authority, Barnet Council, had", "Barnet Council (the council) had".
fn is_the_council(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let gap = |left: usize| words.get(left + 1).map_or("", |next| &text[words[left].at.end..next.at.start]);
    let before = start > 1
        && gap(start - 1) == ", "
        && matches!(
            (words[start - 2].text.as_str(), words[start - 1].text.as_str()),
            ("the", "council") | ("local", "authority")
        );
    before || (gap(end - 1) == " (" && says_the_council(&words[end..]))
}

/// Whether the longer name is that of a plan or a board. Bodies of the health service and the like serve the places
/// around them.
fn is_its_own(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    let healthwatch = start > 0 && words[start - 1].text == "healthwatch";
    let run = (end..words.len())
        .take_while(|i| {
            gap_is_plain(&text[words[i - 1].at.end..words[*i].at.start])
                && (is_capital(text, &words[*i]) || matches!(words[*i].text.as_str(), "and" | "of" | "for"))
        })
        .map(|i| words[i].text.as_str());
    let (mut own, mut others) = (healthwatch, false);
    for word in run {
        own |= ITS_OWN.contains(&word);
        others |= INSTITUTIONS.contains(&word) || word == "integrated";
    }
    own && !others
}

/// The words after the name in its sentence.
fn rest_of_sentence<'a>(text: &str, words: &'a [Word], end: usize) -> &'a [Word] {
    let stop = (end..words.len()).find(|i| starts_sentence(text, words, *i)).unwrap_or(words.len());
    &words[end..stop]
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

/// "Bradford Council acted as lead", "Bradford Council took calls on behalf of the local authority".
fn is_a_partner(rest: &[Word]) -> bool {
    let said = |i: usize| rest.get(i).map_or("", |w| w.text.as_str());
    let near = |i: usize| i < 4 && matches!(said(i), "partner" | "neighbour");
    let lead = |i: usize| said(i) == "as" && (said(i + 1) == "lead" || said(i + 2) == "lead");
    let to_the_council = |i: usize| {
        matches!(said(i), "for" | "with" | "to" | "from" | "of")
            && (1..=2).any(|more| said(i + more) == "the" || said(i + more) == "this")
            && (says_the_council(&rest[i + 1..]) || matches!(said(i + 2), "authority" | "council"))
    };
    (0..rest.len()).any(|i| near(i) || lead(i) || to_the_council(i))
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

/// "Forty languages are spoken in Barnet and the local authority planned for it"; "staff in Barnet" are a party.
fn is_merely_a_place(preposition: &str, head: &str) -> bool {
    PLACE.contains(&preposition) && !VOICES.contains(&head)
}

/// "Bradford Council and the council shared a hub".
fn shares_with_the_council(words: &[Word], end: usize) -> bool {
    let said = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    said(end) == "and"
        && said(end + 1) == "the"
        && (matches!(said(end + 2), "council" | "authority")
            || (said(end + 2) == "local" && said(end + 3) == "authority"))
}
