//! The words of the field that stand for each other. `lexicon.txt` says how a line is written.
//!
//! Lines are read when a query needs them: a cold start must not tokenise the whole file, so a
//! line is first compared by the first two letters of its terms.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::text::{Word, words};

use super::plan::{Alternative, Form, Origin, Pattern, Slot, Spread};

/// Acronyms, synonyms and spellings.
#[derive(Clone, Debug)]
pub struct Lexicon {
    lines: Vec<Cow<'static, str>>,
    /// The lines whose terms a query's word can begin, by the first two letters of those terms.
    by_start: HashMap<[u8; 2], Vec<u32>>,
}

/// A term of the lexicon found among the words of a query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// How many words of the query it takes.
    pub length: usize,
    /// The acronym, where only capitals stand for it.
    pub capitals: Option<String>,
    /// The other ways of saying it, less the one typed.
    pub alternatives: Vec<Alternative>,
}

const WEIGHT_OF_EQUALS: f32 = 0.9;
const WEIGHT_OF_RELATED: f32 = 0.7;
const WEIGHT_OF_SPELLINGS: f32 = 1.0;

impl Lexicon {
    /// What is compiled in.
    pub fn embedded() -> Self {
        let mut lexicon = Lexicon::empty();
        for line in include_str!("lexicon.txt").lines() {
            let line = line.split('#').next().unwrap_or(line).trim();
            if !line.is_empty() {
                lexicon.add_line(Cow::Borrowed(line));
            }
        }
        lexicon
    }

    /// None at all.
    pub fn empty() -> Self {
        Lexicon { lines: Vec::new(), by_start: HashMap::new() }
    }

    pub(super) fn add_line(&mut self, line: Cow<'static, str>) {
        let number = self.lines.len() as u32;
        for term in Line::read(&line).terms() {
            let lines = self.by_start.entry(start_of(term)).or_default();
            if lines.last() != Some(&number) {
                lines.push(number);
            }
        }
        self.lines.push(line);
    }

    /// The longest term that begins at the first of `typed`, with everything the lexicon has for it.
    pub(super) fn find(&self, typed: &[Word]) -> Option<Entry> {
        let start = start_of(typed.first()?.folded());
        let mut best: Option<Entry> = None;
        for number in self.by_start.get(&start)? {
            let line = Line::read(&self.lines[*number as usize]);
            let Some((length, own)) = line
                .terms()
                .filter(|term| start_of(term) == start)
                .filter_map(|term| Some((length_of_match(term, typed)?, term)))
                .max_by_key(|(length, _)| *length)
            else {
                continue;
            };
            match &mut best {
                Some(entry) if entry.length > length => {}
                Some(entry) if entry.length == length => line.add_alternatives(own, entry),
                _ => {
                    let mut entry = Entry { length, capitals: None, alternatives: Vec::new() };
                    line.add_alternatives(own, &mut entry);
                    best = Some(entry);
                }
            }
        }
        best
    }
}

enum Line<'l> {
    /// Terms that all stand for each other.
    Ring(Vec<&'l str>, f32, Origin),
    /// Those on the left are also found by those on the right.
    Besides(Vec<&'l str>, Vec<(&'l str, f32)>),
}

impl<'l> Line<'l> {
    fn read(line: &'l str) -> Self {
        if let Some((left, right)) = line.split_once(" > ") {
            let besides = right
                .split('|')
                .flat_map(|group| {
                    let (terms, weight) = weighed(group, WEIGHT_OF_RELATED);
                    terms.split(';').map(move |term| (term.trim(), weight))
                })
                .collect();
            return Line::Besides(left.split(';').map(str::trim).collect(), besides);
        }
        let (terms, origin, weight) = match line.contains(" == ") {
            true => (" == ", Origin::Spelling, WEIGHT_OF_SPELLINGS),
            false => (" = ", Origin::Synonym, WEIGHT_OF_EQUALS),
        };
        let (ring, weight) = weighed(line, weight);
        Line::Ring(ring.split(terms).map(str::trim).collect(), weight, origin)
    }

    fn terms(&self) -> impl Iterator<Item = &'l str> + '_ {
        let terms = match self {
            Line::Ring(terms, ..) | Line::Besides(terms, _) => terms,
        };
        terms.iter().copied()
    }

    fn add_alternatives(&self, own: &str, entry: &mut Entry) {
        if let Some(capitals) = own.strip_prefix('!') {
            entry.capitals = Some(capitals.to_owned());
        }
        let alternatives = &mut entry.alternatives;
        let mut add = |term: &str, weight: f32, origin: Origin| {
            let Some(pattern) = pattern(term) else { return };
            match alternatives.iter_mut().find(|known| known.pattern == pattern) {
                Some(known) => known.weight = known.weight.max(weight),
                None => alternatives.push(Alternative { text: shown(term), pattern, origin, weight }),
            }
        };
        match self {
            Line::Ring(terms, weight, origin) => {
                terms.iter().filter(|term| **term != own).for_each(|term| add(term, *weight, *origin));
            }
            Line::Besides(_, terms) => {
                terms.iter().for_each(|(term, weight)| add(term, *weight, Origin::Synonym));
            }
        }
    }
}

/// Without the marks of the file.
fn shown(term: &str) -> String {
    let term = term.strip_prefix('!').unwrap_or(term);
    match term.rsplit_once('~') {
        Some((words, _)) => words.trim().replace(' ', " … "),
        None => term.replace(" + ", " … "),
    }
}

fn weighed(text: &str, otherwise: f32) -> (&str, f32) {
    match text.rsplit_once('@') {
        Some((terms, weight)) => (terms.trim(), weight.trim().parse().unwrap_or(otherwise)),
        None => (text.trim(), otherwise),
    }
}

/// The first two letters, small; words that share a stem share them.
fn start_of(term: &str) -> [u8; 2] {
    let term = term.strip_prefix('!').unwrap_or(term).as_bytes();
    let letter = |at: usize| term.get(at).map_or(b' ', u8::to_ascii_lowercase);
    [letter(0), letter(1)]
}

/// How many words of `typed` the term takes from the start; terms with gaps are only found, never typed.
fn length_of_match(term: &str, typed: &[Word]) -> Option<usize> {
    let pattern = pattern(term).filter(|pattern| pattern.spread == Spread::InOrder { gap: 0 })?;
    let fits = pattern.slots.len() <= typed.len()
        && pattern.slots.iter().zip(typed).all(|(slot, word)| slot.accepts(word));
    fits.then_some(pattern.slots.len())
}

/// A term as it is looked for: `!OT` in capitals only, `delay discharge ~3` with words between,
/// `discharge + delay` anywhere in the paragraph.
fn pattern(term: &str) -> Option<Pattern> {
    if let Some(acronym) = term.strip_prefix('!') {
        let slot = Slot { term: acronym.to_owned(), form: Form::Capitals };
        return Some(Pattern { slots: vec![slot], spread: Spread::InOrder { gap: 0 } });
    }
    let (text, spread) = match term.rsplit_once('~') {
        Some((text, gap)) => (text, Spread::InOrder { gap: gap.trim().parse().unwrap_or(0) }),
        None if term.contains(" + ") => (term, Spread::Anywhere),
        None => (term, Spread::InOrder { gap: 0 }),
    };
    let slots: Vec<Slot> = match spread {
        Spread::Anywhere => text.split(" + ").flat_map(words).map(|word| slot(&word)).collect(),
        Spread::InOrder { .. } => words(text).map(|word| slot(&word)).collect(),
    };
    (!slots.is_empty()).then_some(Pattern { slots, spread })
}

/// Word forms are wanted, but a figure has none, and an acronym's final S is a letter of it.
pub(super) fn slot(word: &Word) -> Slot {
    let figure = word.folded().bytes().any(|b| b.is_ascii_digit());
    let own_s = word.capitals().is_some_and(|capitals| capitals.ends_with('S')) && word.folded().len() <= 5;
    if figure || own_s {
        Slot { term: word.folded().to_owned(), form: Form::Exact }
    } else {
        Slot { term: word.stem().to_owned(), form: Form::Stem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slip in the file would be silent: a line that is no line, a weight that is no number.
    #[test]
    fn every_line_of_the_lexicon_can_be_used() {
        let lexicon = Lexicon::embedded();
        assert!(lexicon.lines.len() > 300);
        for line in &lexicon.lines {
            let terms: Vec<&str> = match Line::read(line) {
                Line::Ring(terms, weight, _) => {
                    assert!(terms.len() > 1 && weight > 0.0 && weight <= 1.0, "{line}");
                    terms
                }
                Line::Besides(terms, besides) => {
                    assert!(besides.iter().all(|(_, weight)| *weight > 0.0 && *weight <= 1.0), "{line}");
                    terms.into_iter().chain(besides.into_iter().map(|(term, _)| term)).collect()
                }
            };
            for term in terms {
                assert!(pattern(term).is_some_and(|p| p.slots.len() <= 8), "{term:?} in {line}");
                assert!(!term.contains(['=', '>', ';', '|', '@']), "{term:?} in {line}");
            }
        }
    }
}
