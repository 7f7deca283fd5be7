//! Runs of plain words: which of them belong together, and which nobody looks for.

use std::collections::HashSet;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use crate::model::{Authorities, Catalogue, Field};
use crate::text::{Word, words};

use super::ast::Typed;
use super::filter::{Filter, FilterValue};
use super::lexicon::{Entry, Lexicon};
use super::values::scale;

struct FunctionWords {
    words: HashSet<&'static str>,
    /// Together only: "how long".
    groups: Vec<Vec<&'static str>>,
}

static FUNCTION_WORDS: LazyLock<FunctionWords> = LazyLock::new(|| {
    let lines = || include_str!("function_words.txt").lines().map(str::trim).filter(|l| !l.starts_with('#'));
    let words = lines().filter(|line| !line.starts_with('+')).flat_map(str::split_whitespace).collect();
    let groups =
        lines().filter_map(|line| line.strip_prefix('+')).map(|line| line.split_whitespace().collect());
    FunctionWords { words, groups: groups.collect() }
});

/// Neither wanted nor scored where other words are.
pub(super) fn is_function_word(folded: &str) -> bool {
    FUNCTION_WORDS.words.contains(folded)
}

/// The words of a run, each with its place in the query text.
pub(super) struct Run {
    pub words: Vec<Word>,
    pub spans: Vec<Range<usize>>,
    /// Of which typed word (the first, for a compound of two) each is.
    pub owners: Vec<usize>,
    text: String,
}

/// A stretch of a run that is one thing to look for.
#[derive(Debug)]
pub(super) struct Unit {
    /// Of the run's words.
    pub range: Range<usize>,
    pub kind: UnitKind,
}

#[derive(Debug)]
pub(super) enum UnitKind {
    /// A listed authority, by any of its names; what the lexicon has for the same words (BCP) is meant as well.
    Authority(String, Option<Entry>),
    /// "score 2", "scored 1 or 2"
    Score(Filter),
    Lexicon(Entry),
    /// One word, or the words of one hyphenated one.
    Word,
    Function,
}

impl Run {
    pub(super) fn of(typed: &[Typed]) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(typed.len());
        for word in typed {
            if !text.is_empty() {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(&word.text);
        }
        let owner = |at: usize| starts.partition_point(|start| *start <= at) - 1;
        let words: Vec<Word> = words(&text).collect();
        let owners: Vec<usize> = words.iter().map(|word| owner(word.span.start)).collect();
        let spans = words
            .iter()
            .map(|word| {
                let (first, last) = (owner(word.span.start), owner(word.span.end - 1));
                let place = |at: usize, owner: usize| {
                    let span = &typed[owner].span;
                    (span.start + (at - starts[owner])).min(span.end)
                };
                if typed[first].span.is_empty() {
                    return 0..0;
                }
                place(word.span.start, first)..place(word.span.end, last)
            })
            .collect();
        Run { words, spans, owners, text }
    }

    /// As typed.
    pub(super) fn text(&self, range: &Range<usize>) -> &str {
        &self.text[self.words[range.start].span.start..self.words[range.end - 1].span.end]
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Range<usize> {
        self.spans[range.start].start..self.spans[range.end - 1].end
    }

    /// The words that make up a thing to look for, each on its own; none where it is one word.
    pub(super) fn apart(&self, unit: &Unit, lexicon: &Lexicon) -> Vec<Unit> {
        let alone = |at: usize| {
            let entry = lexicon.find(&self.words[at..=at]);
            Unit { range: at..at + 1, kind: entry.map_or(UnitKind::Word, UnitKind::Lexicon) }
        };
        let is_made_of_words = !matches!(unit.kind, UnitKind::Score(_)) && unit.range.len() > 1;
        let words = unit.range.clone().filter(|at| is_made_of_words && !self.is_function(*at));
        words.map(alone).collect()
    }

    /// The run as things to look for, from left to right, the longest first.
    pub(super) fn units(&self, lexicon: &Lexicon, catalogue: &Catalogue) -> Vec<Unit> {
        let mut units = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let unit = self.unit(at, lexicon, catalogue);
            at = unit.range.end;
            units.push(unit);
        }
        units
    }

    fn unit(&self, at: usize, lexicon: &Lexicon, catalogue: &Catalogue) -> Unit {
        let unit = |length: usize, kind: UnitKind| Unit { range: at..at + length, kind };
        if let Some((length, filter)) = self.score(at, &scale(catalogue)) {
            return unit(length, UnitKind::Score(filter));
        }
        let authority = self.authority(at, &catalogue.authorities);
        let entry = lexicon.find(&self.words[at..]);
        let group = self.function_group(at);
        let entry_length = entry.as_ref().map_or(0, |entry| entry.length);
        match (authority, entry) {
            (Some((length, name)), entry) if length >= entry_length => {
                let entry = entry.filter(|entry| entry.length == length);
                unit(length, UnitKind::Authority(name, entry))
            }
            (_, Some(entry)) if entry.length >= group.unwrap_or(0) && !self.is_shouted(at, &entry) => {
                unit(entry.length, UnitKind::Lexicon(entry))
            }
            _ => match group {
                Some(length) => unit(length, UnitKind::Function),
                None if self.is_function(at) => unit(1, UnitKind::Function),
                None => unit(self.hyphenated(at), UnitKind::Word),
            },
        }
    }

    /// A word typed in capitals ("IT", "WHO") is meant.
    fn is_function(&self, at: usize) -> bool {
        is_function_word(self.words[at].folded())
            && (self.words[at].capitals().is_none() || self.all_capitals())
    }

    /// "IT" and "AT" are acronyms, but not in "IS IT SAFE AT HOME".
    fn is_shouted(&self, at: usize, entry: &Entry) -> bool {
        entry.length == 1 && self.words.len() > 1 && entry.capitals.is_some() && self.is_function(at)
    }

    fn all_capitals(&self) -> bool {
        !self.text.contains(char::is_lowercase)
    }

    fn function_group(&self, at: usize) -> Option<usize> {
        let fits = |group: &&Vec<&str>| {
            group.len() <= self.words.len() - at
                && group.iter().zip(&self.words[at..]).all(|(word, typed)| *word == typed.folded())
        };
        FUNCTION_WORDS.groups.iter().filter(fits).map(Vec::len).max()
    }

    /// How many words the typed one at `at` is written as.
    fn hyphenated(&self, at: usize) -> usize {
        self.owners[at..].iter().take_while(|owner| **owner == self.owners[at]).count()
    }

    fn authority(&self, at: usize, authorities: &Authorities) -> Option<(usize, String)> {
        const LONGEST_NAME: usize = 8;
        /// Names that are words: only with a capital, or with "council" and the like.
        const WORDS: [&str; 2] = ["reading", "bury"];
        let longest = LONGEST_NAME.min(self.words.len() - at);
        (1..=longest).rev().find_map(|length| {
            let text = self.text(&(at..at + length));
            let entry = authorities.find(text)?;
            let small = text.starts_with(char::is_lowercase);
            let word =
                length == 1 && (WORDS.contains(&text.to_lowercase().as_str()) || text.chars().count() < 4);
            (!(small && word)).then(|| (length, entry.name.clone()))
        })
    }

    /// "score 2", "scored 2", "score of 2", "scored 1 or 2".
    fn score(&self, at: usize, scale: &RangeInclusive<u8>) -> Option<(usize, Filter)> {
        let word = |at: usize| self.words.get(at).map(Word::folded);
        if !matches!(word(at)?, "score" | "scored" | "scores" | "scoring") {
            return None;
        }
        let mut next = at + 1;
        if matches!(word(next), Some("of" | "a" | "at")) {
            next += 1;
        }
        let number = |at: usize| {
            let word = word(at)?;
            let named =
                ["one", "two", "three", "four"].iter().position(|name| *name == word).map(|at| at as u8 + 1);
            named.or_else(|| word.parse().ok()).filter(|score| scale.contains(score))
        };
        let from = number(next)?;
        let (mut to, mut end) = (from, next + 1);
        if matches!(word(end), Some("or" | "to" | "and"))
            && let Some(second) = number(end + 1)
        {
            (to, end) = (second, end + 2);
        } else if let Some(second) = number(end).filter(|_| self.owners[end] == self.owners[next]) {
            (to, end) = (second, end + 1);
        }
        let values = vec![FilterValue::Scores(Some(from.min(to)), Some(from.max(to)))];
        Some((end - at, Filter { field: Field::Score, values, negated: false }))
    }
}
