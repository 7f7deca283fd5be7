//! What is looked for in one word or phrase: its alternatives, and how much each counts.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::text::Word;

use super::filter::Filter;
use super::lexicon::{Entry, slot};
use super::plain::is_function_word;
use super::plan::{Alternative, Concept, Form, Origin, Pattern, Slot, Spread};

/// The words of a phrase of the lexicon, standing apart.
const WEIGHT_APART: f32 = 0.6;
/// One word of a typed phrase, as a hint.
const HINT_OF_TYPED: f32 = 0.35;
/// One word of a synonym, as a part of the synonym's weight. In a study over sixty topics a quarter
/// was best.
const HINT_OF_SYNONYM: f32 = 0.25;

/// What the lexicon gives no more weight than this is only related: it is no full match.
const MOST_OF_RELATED: f32 = 0.7;
/// As a hint, a part of that weight.
const HINT_OF_RELATED: f32 = 0.5;

/// In the same study no more than so many helped, and each is a list to be read.
const MOST_HINTS: usize = 6;

/// Stems in so many paragraphs that one of them alone is no hint of what a phrase is about.
static COMMONPLACE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("commonplace.txt").split_whitespace().collect());

pub(super) struct Wanted<'a> {
    pub words: &'a [Word],
    pub typed: &'a str,
    pub span: Range<usize>,
    /// These forms only.
    pub exact: bool,
    /// Beside a NEAR: words standing apart have no one place.
    pub near: bool,
}

impl Wanted<'_> {
    fn slots(&self) -> Vec<Slot> {
        self.words.iter().map(|word| self.slot(word)).collect()
    }

    fn slot(&self, word: &Word) -> Slot {
        match word.capitals() {
            // "IT", "WHO": typed in capitals they are no function words.
            Some(capitals) if is_function_word(word.folded()) => {
                Slot { term: capitals.to_owned(), form: Form::Capitals }
            }
            _ if self.exact => Slot { term: word.folded().to_owned(), form: Form::Exact },
            _ => slot(word),
        }
    }

    fn concept(&self, alternatives: Vec<Alternative>, hints: Vec<Alternative>) -> Concept {
        Concept {
            typed: self.typed.to_owned(),
            span: self.span.clone(),
            quoted: false,
            alternatives,
            or_filter: None,
            hints,
            hints_satisfy: false,
        }
    }

    fn as_typed(&self) -> Alternative {
        alternative(self.typed, self.slots(), Spread::InOrder { gap: 0 }, Origin::Typed, 1.0)
    }
}

fn alternative(text: &str, slots: Vec<Slot>, spread: Spread, origin: Origin, weight: f32) -> Alternative {
    Alternative { text: text.to_owned(), pattern: Pattern { slots, spread, listed: false }, origin, weight }
}

/// One word, or the words of a hyphenated one side by side.
pub(super) fn of_words(wanted: &Wanted<'_>) -> Concept {
    let typed = wanted.as_typed();
    let hints = if wanted.exact { Vec::new() } else { single_words(&typed, HINT_OF_TYPED) };
    wanted.concept(vec![typed], hints)
}

/// A term of the lexicon: as typed, its words apart, and everything that stands for it.
pub(super) fn of_entry(wanted: &Wanted<'_>, entry: Entry) -> Concept {
    let typed = own_form(wanted, &entry);
    let mut alternatives = vec![typed.clone()];
    let mut hints = single_words(&typed, HINT_OF_TYPED);
    let content: Vec<Slot> = wanted
        .words
        .iter()
        .filter(|word| !is_function_word(word.folded()))
        .map(|word| wanted.slot(word))
        .collect();
    let negative = content.iter().any(|slot| matches!(slot.term.as_str(), "not" | "no"));
    if content.len() > 1 && negative {
        // Far from its verb a "not" says something else.
        alternatives.push(alternative(
            wanted.typed,
            content,
            Spread::InOrder { gap: 2 },
            Origin::Typed,
            WEIGHT_APART,
        ));
    } else if content.len() > 1 && !wanted.near {
        alternatives.push(alternative(wanted.typed, content, Spread::Anywhere, Origin::Typed, WEIGHT_APART));
    }
    let mut related: Vec<Alternative> = Vec::new();
    for synonym in entry.alternatives {
        if wanted.near && synonym.pattern.spread == Spread::Anywhere {
            continue;
        }
        for mut hint in single_words(&synonym, HINT_OF_SYNONYM * synonym.weight) {
            hint.origin = Origin::WordOfSynonym;
            match hints.iter_mut().find(|known| known.pattern == hint.pattern) {
                Some(known) => known.weight = known.weight.max(hint.weight),
                None => hints.push(hint),
            }
        }
        if alternatives.iter().any(|known| known.pattern == synonym.pattern) {
            continue;
        }
        if synonym.weight > MOST_OF_RELATED {
            alternatives.push(synonym);
        } else {
            let weight = HINT_OF_RELATED * synonym.weight;
            related.push(Alternative { origin: Origin::Related, weight, ..synonym });
        }
    }
    hints.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    hints.truncate(MOST_HINTS);
    hints.retain(|hint| !related.iter().any(|known| known.pattern == hint.pattern));
    hints.append(&mut related);
    hints.retain(|hint| !alternatives.iter().any(|known| known.pattern == hint.pattern));
    wanted.concept(alternatives, hints)
}

/// An acronym that the lexicon knows only in capitals is wanted only in capitals.
fn own_form(wanted: &Wanted<'_>, entry: &Entry) -> Alternative {
    match (wanted.words, &entry.capitals) {
        ([_], Some(capitals)) => {
            let slot = Slot { term: capitals.clone(), form: Form::Capitals };
            alternative(wanted.typed, vec![slot], Spread::InOrder { gap: 0 }, Origin::Typed, 1.0)
        }
        _ => {
            let mut typed = wanted.as_typed();
            typed.pattern.listed = entry.own.listed && entry.own == typed.pattern;
            typed
        }
    }
}

/// What comes near to a quotation without being it: its telling words, all of them anywhere or one alone.
pub(super) fn apart(quoted: &Alternative) -> Vec<Alternative> {
    let slots = &quoted.pattern.slots;
    if slots.len() < 2 || !slots.iter().all(|slot| matches!(slot.form, Form::Exact | Form::Stem)) {
        return Vec::new();
    }
    let content: Vec<Slot> = slots.iter().filter(|slot| !is_function_word(&slot.term)).cloned().collect();
    let mut hints = single_words(quoted, HINT_OF_TYPED);
    if content.len() > 1 {
        hints.push(alternative(&quoted.text, content, Spread::Anywhere, Origin::Typed, WEIGHT_APART));
    }
    hints
}

/// A council by the name typed or its short one, or by its tag; and what else the name stands for.
pub(super) fn of_authority(wanted: &Wanted<'_>, name: &str, tag: Filter, entry: Option<Entry>) -> Concept {
    let mut concept = match entry {
        Some(entry) => of_entry(wanted, entry),
        None => wanted.concept(vec![wanted.as_typed()], Vec::new()),
    };
    let short = alternative(
        name,
        crate::text::words(name).map(|word| wanted.slot(&word)).collect(),
        Spread::InOrder { gap: 0 },
        Origin::Spelling,
        1.0,
    );
    if concept.alternatives[0].pattern != short.pattern {
        concept.alternatives.push(short);
    }
    Concept { or_filter: Some(tag), ..concept }
}

/// The telling words of a pattern of several, each alone.
fn single_words(phrase: &Alternative, weight: f32) -> Vec<Alternative> {
    if phrase.pattern.slots.len() < 2 {
        return Vec::new();
    }
    let telling = |slot: &&Slot| {
        let stem = if slot.form == Form::Stem { slot.term.clone() } else { crate::text::stem(&slot.term) };
        !COMMONPLACE.contains(&stem.as_str())
            && !is_function_word(&slot.term)
            && slot.term.len() > 2
            && !slot.term.bytes().all(|b| b.is_ascii_digit())
    };
    phrase
        .pattern
        .slots
        .iter()
        .filter(telling)
        .map(|slot| {
            alternative(&phrase.text, vec![slot.clone()], Spread::InOrder { gap: 0 }, phrase.origin, weight)
        })
        .collect()
}

/// What was added to a concept, for the reader: “carer” also as: informal carer, family carer. `most` of each kind.
pub(super) fn added_to(concept: &Concept, most: usize, with_related: bool) -> Option<String> {
    let names = |of: &[Alternative], kinds: &[Origin]| {
        let all: Vec<&str> =
            of.iter().filter(|one| kinds.contains(&one.origin)).map(|one| one.text.as_str()).collect();
        let more = all.len().saturating_sub(most);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!all.is_empty()).then(|| format!("{}{more}", all[..all.len().min(most)].join(", ")))
    };
    let also = names(&concept.alternatives, &[Origin::Spelling, Origin::Synonym]);
    let related = names(&concept.hints, &[Origin::Related]).filter(|_| with_related);
    let parts =
        [also.map(|names| format!("also as: {names}")), related.map(|names| format!("related: {names}"))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("“{}” {}", concept.typed, parts.join("; ")))
}
