//! The words of the field that stand for each other. `lexicon.txt` says how a line is written.
//!
//! Lines are read when a query needs them: a cold start must not tokenise the whole file, so a
//! line is first compared by the first two letters of its terms.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr3_iter;

use crate::text::{DIGEST_OF_NOTHING, RawHash, Word, digest, words};

use super::plan::{Alternative, Form, Origin, Pattern, Slot, Spread};

/// Acronyms, synonyms and spellings.
#[derive(Clone, Debug)]
pub struct Lexicon {
    lines: Vec<Cow<'static, str>>,
    /// The lines whose terms a query's word can begin, by the first two letters of those terms.
    by_start: HashMap<[u8; 2], Vec<u32>, RawHash>,
}

/// A term of the lexicon found among the words of a query.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// How many words of the query it takes.
    pub length: usize,
    /// What of the lexicon was found.
    pub own: Pattern,
    /// The acronym, where only capitals stand for it.
    pub capitals: Option<String>,
    /// The other ways of saying it, less the one typed.
    pub alternatives: Vec<Alternative>,
}

const EMBEDDED: &str = include_str!("lexicon.txt");

const WEIGHT_OF_EQUALS: f32 = 0.9;
const WEIGHT_OF_RELATED: f32 = 0.7;
const WEIGHT_OF_SPELLINGS: f32 = 1.0;

impl Lexicon {
    /// What is compiled in.
    pub fn embedded() -> Self {
        let mut lexicon = Lexicon::empty();
        for line in EMBEDDED.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            lexicon.add_line(Cow::Borrowed(line));
        }
        lexicon
    }

    /// Of what is compiled in, sixteen hexadecimal digits.
    pub fn embedded_digest() -> String {
        const DIGEST: u64 = digest(DIGEST_OF_NOTHING, EMBEDDED);
        format!("{DIGEST:016x}")
    }

    /// Every term of several words in order that is compiled in: what queries look for so often that an index
    /// does well to know where they stand. Some come more than once.
    pub fn phrases(&self) -> impl Iterator<Item = Pattern> + '_ {
        let lines = (0..self.lines.len()).map(|number| self.line(number)).filter(|line| line.embedded);
        let terms =
            lines.flat_map(|line| [line.left, line.right.into_iter().map(|(term, _)| term).collect()]);
        terms.flatten().filter_map(|term| pattern(term, true)).filter(|pattern| pattern.listed)
    }

    /// None at all.
    pub fn empty() -> Self {
        Lexicon { lines: Vec::new(), by_start: HashMap::default() }
    }

    pub(super) fn add_line(&mut self, line: Cow<'static, str>) {
        let number = self.lines.len() as u32;
        for start in starts(&line) {
            let lines = self.by_start.entry(start).or_default();
            if lines.last() != Some(&number) {
                lines.push(number);
            }
        }
        self.lines.push(line);
    }

    fn line(&self, number: usize) -> Line<'_> {
        let line = &self.lines[number];
        Line::read(line, matches!(line, Cow::Borrowed(_)))
    }

    /// The longest term that begins at the first of `typed`, with everything the lexicon has for it.
    pub(super) fn find(&self, typed: &[Word]) -> Option<Entry> {
        let start = start_of(typed.first()?.folded().as_bytes());
        let mut best: Option<Entry> = None;
        for number in self.by_start.get(&start)? {
            let line = self.line(*number as usize);
            let terms = line.left.iter().filter(|term| start_of(term.as_bytes()) == start);
            let found = terms.filter_map(|term| Some((typed_pattern(term, line.embedded, typed)?, *term)));
            let Some((own, term)) = found.max_by_key(|(own, _)| own.slots.len()) else { continue };
            let length = own.slots.len();
            match &mut best {
                Some(entry) if entry.length > length => {}
                Some(entry) if entry.length == length => line.add_alternatives(term, entry),
                _ => {
                    let mut entry = Entry { length, own, capitals: None, alternatives: Vec::new() };
                    line.add_alternatives(term, &mut entry);
                    best = Some(entry);
                }
            }
        }
        best
    }
}

struct Line<'l> {
    /// Terms that find what is on the line.
    left: Vec<&'l str>,
    /// What they find besides, and how much it counts; none where they all stand for each other.
    right: Vec<(&'l str, f32)>,
    /// Of those that stand for each other.
    weight: f32,
    origin: Origin,
    /// Compiled in, not a corpus's own.
    embedded: bool,
}

impl<'l> Line<'l> {
    fn read(line: &'l str, embedded: bool) -> Self {
        let origin = Origin::Synonym;
        if let Some((left, right)) = line.split_once(" > ") {
            let besides = right.split('|').flat_map(|group| {
                let (terms, weight) = weighed(group, WEIGHT_OF_RELATED);
                terms.split(';').map(move |term| (term.trim(), weight))
            });
            let left = left.split(';').map(str::trim).collect();
            return Line { left, right: besides.collect(), weight: WEIGHT_OF_RELATED, origin, embedded };
        }
        let (between, origin, weight) = match line.contains(" == ") {
            true => (" == ", Origin::Spelling, WEIGHT_OF_SPELLINGS),
            false => (" = ", origin, WEIGHT_OF_EQUALS),
        };
        let (ring, weight) = weighed(line, weight);
        let left = ring.split(between).map(str::trim).collect();
        Line { left, right: Vec::new(), weight, origin, embedded }
    }

    fn add_alternatives(&self, own: &str, entry: &mut Entry) {
        if let Some(capitals) = own.strip_prefix('!') {
            entry.capitals = Some(capitals.to_owned());
        }
        let alternatives = &mut entry.alternatives;
        let mut add = |term: &str, weight: f32| {
            let Some(pattern) = pattern(term, self.embedded) else { return };
            match alternatives.iter_mut().find(|known| known.pattern == pattern) {
                Some(known) => known.weight = known.weight.max(weight),
                None => {
                    alternatives.push(Alternative {
                        text: shown(term),
                        pattern,
                        origin: self.origin,
                        weight,
                    });
                }
            }
        };
        if self.right.is_empty() {
            self.left.iter().filter(|term| **term != own).for_each(|term| add(term, self.weight));
        }
        self.right.iter().for_each(|(term, weight)| add(term, *weight));
    }
}

/// Of each of its terms that find what is on the line. Reading all lines whole would be a quarter of a cold start.
fn starts(line: &str) -> impl Iterator<Item = [u8; 2]> {
    let line = line.as_bytes();
    let separators = memchr3_iter(b';', b'=', b'>', line).take_while(|at| line[*at] != b'>');
    let terms = separators.map(|at| line[at + 1..].trim_ascii_start());
    std::iter::once(line).chain(terms).filter(|term| !term.starts_with(b"=")).map(start_of)
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
fn start_of(term: &[u8]) -> [u8; 2] {
    let term = term.strip_prefix(b"!").unwrap_or(term);
    let letter = |at: usize| term.get(at).map_or(b' ', u8::to_ascii_lowercase);
    [letter(0), letter(1)]
}

/// The term as a pattern if `typed` begins with it; terms with gaps are only found, never typed.
fn typed_pattern(term: &str, embedded: bool, typed: &[Word]) -> Option<Pattern> {
    let own = pattern(term, embedded).filter(|own| own.spread == Spread::InOrder { gap: 0 })?;
    let fits =
        own.slots.len() <= typed.len() && own.slots.iter().zip(typed).all(|(slot, word)| slot.accepts(word));
    fits.then_some(own)
}

/// A term as it is looked for: `!OT` in capitals only, `delay discharge ~3` with words between,
/// `discharge + delay` anywhere in the paragraph.
fn pattern(term: &str, embedded: bool) -> Option<Pattern> {
    if let Some(acronym) = term.strip_prefix('!') {
        let slot = Slot { term: acronym.to_owned(), form: Form::Capitals };
        return Some(Pattern { slots: vec![slot], spread: Spread::InOrder { gap: 0 }, listed: false });
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
    let listed = embedded && slots.len() > 1 && spread != Spread::Anywhere;
    (!slots.is_empty()).then_some(Pattern { slots, spread, listed })
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
            let line_read = Line::read(line, true);
            let weights = line_read.right.iter().map(|(_, weight)| *weight).chain([line_read.weight]);
            assert!(weights.into_iter().all(|weight| weight > 0.0 && weight <= 1.0), "{line}");
            assert!(line_read.left.len() + line_read.right.len() > 1, "{line}");
            assert!(line.trim() == line && !line.contains('#'), "{line}");
            let at_a_glance: Vec<_> = starts(line).collect();
            let read: Vec<_> = line_read.left.iter().map(|term| start_of(term.as_bytes())).collect();
            assert_eq!(at_a_glance, read, "{line}");
            let terms = line_read.left.into_iter().chain(line_read.right.into_iter().map(|(term, _)| term));
            for term in terms {
                assert!(pattern(term, true).is_some_and(|p| p.slots.len() <= 8), "{term:?} in {line}");
                assert!(!term.contains(['=', '>', ';', '|', '@']), "{term:?} in {line}");
            }
        }
    }
}
