//! A plan over the words of one paragraph: whether it holds, by what, and which words took part.
//!
//! This is what a query *means*. The engine may only be faster; tests hold it against this. Marks
//! for the hits that are shown come from here too, so a hit in the text always has its mark, and
//! nothing that took no part has one.

use std::{collections::HashMap, ops::Range};

use crate::model::{Catalogue, Paragraph};
use crate::text::{Initials, RawHash, Word, words_with};

use super::plan::{Alternative, Concept, Form, Origin, Pattern, Plan, PlanNode, Slot, Spread};

/// A plan, ready to be held against paragraphs.
#[derive(Debug)]
pub struct Matcher<'a> {
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    slots: Slots<'a>,
}

/// The slots of a plan, numbered.
#[derive(Debug)]
struct Slots<'a> {
    numbers: HashMap<&'a Slot, usize, RawHash>,
    /// By the first byte of the term, with which all begins that the slot accepts: most words of a text are held
    /// against none.
    by_initial: Vec<Vec<(usize, &'a Slot)>>,
    initials: Initials,
}

/// A paragraph that satisfies the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Match {
    /// Bytes of the text, in order, not overlapping. A phrase is one mark. Empty where tags alone
    /// satisfied the plan.
    pub marks: Vec<Range<usize>>,
    /// What was wanted and found, in the order of the query.
    pub found: Vec<Found>,
    /// No concept needed a synonym, or a tag in place of the words.
    pub as_typed: bool,
}

/// One concept and what satisfied it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// As typed.
    pub typed: String,
    /// The words of the paragraph, each distinct one once, in order.
    pub by: Vec<(Origin, String)>,
    /// The tag that names it: "authority:Barnet".
    pub by_tag: Option<String>,
    /// By hints alone.
    pub nearly: bool,
}

impl<'a> Matcher<'a> {
    pub fn new(plan: &'a Plan, catalogue: &'a Catalogue) -> Self {
        Matcher { plan, catalogue, slots: Slots::of(plan) }
    }

    /// `None`: the paragraph is no hit.
    pub fn matches(&self, paragraph: &Paragraph) -> Option<Match> {
        let plan = self.plan;
        let section = plan.all_sections || paragraph.section.shown_by_default();
        if !section || !plan.filters.iter().all(|filter| filter.accepts(self.catalogue, paragraph)) {
            return None;
        }
        let standing = self.slots.standing(&paragraph.text);
        let run = Run { paragraph, slots: &self.slots, standing, catalogue: self.catalogue };
        let mut found = Match { as_typed: true, ..Match::default() };
        if let Some(root) = &plan.root
            && !run.holds(root, &mut found)
        {
            return None;
        }
        found.marks = merged(found.marks);
        Some(found)
    }
}

impl<'a> Slots<'a> {
    fn of(plan: &'a Plan) -> Self {
        let mut numbers = HashMap::default();
        plan.root.iter().for_each(|root| number(root, &mut numbers));
        let initial = |slot: &Slot| slot.term.as_bytes()[0];
        let mut by_initial = vec![Vec::new(); 256];
        numbers
            .iter()
            .for_each(|(slot, number)| by_initial[usize::from(initial(slot))].push((*number, *slot)));
        let initials = numbers.keys().map(|slot| initial(slot)).collect();
        Slots { numbers, by_initial, initials }
    }

    /// By slot, the words of the text that it accepts, in order.
    fn standing(&self, text: &str) -> Vec<Vec<Standing>> {
        let mut standing = vec![Vec::new(); self.numbers.len()];
        for word in words_with(text, &self.initials) {
            let mut last = 0;
            for form in [word.stem()].into_iter().chain(word.exact_terms()) {
                let initial = form.as_bytes()[0];
                if initial == std::mem::replace(&mut last, initial) {
                    continue;
                }
                for (number, slot) in &self.by_initial[usize::from(initial)] {
                    if slot.accepts(&word) {
                        let (start, end) = (word.span.start, word.span.end);
                        standing[*number].push(Standing { word: word.position, start, end });
                    }
                }
            }
        }
        standing
    }
}

/// Numbers the slots of a node and of those below it.
fn number<'a>(node: &'a PlanNode, numbers: &mut HashMap<&'a Slot, usize, RawHash>) {
    match node {
        PlanNode::Concept(concept) => {
            let alternatives = concept.alternatives.iter().chain(&concept.hints);
            for slot in alternatives.flat_map(|alternative| &alternative.pattern.slots) {
                let next = numbers.len();
                numbers.entry(slot).or_insert(next);
            }
        }
        PlanNode::And(parts) | PlanNode::Or(parts) => parts.iter().for_each(|part| number(part, numbers)),
        PlanNode::Near { left, right, .. } => {
            [left, right].into_iter().for_each(|side| number(side, numbers));
        }
        PlanNode::Not(inner) => number(inner, numbers),
        PlanNode::Filter(_) | PlanNode::All => {}
    }
}

struct Run<'a> {
    paragraph: &'a Paragraph,
    slots: &'a Slots<'a>,
    /// By the number of the slot.
    standing: Vec<Vec<Standing>>,
    catalogue: &'a Catalogue,
}

/// A word that some slot accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    /// Counts the words of the text.
    word: u32,
    /// Bytes of the text.
    start: usize,
    end: usize,
}

/// Where one pattern stands: its words in order.
type Place = Vec<Standing>;

impl Run<'_> {
    /// Whether the node holds; what took part is added to `found`. The depth of a plan is bounded
    /// by the parser's limits.
    fn holds(&self, node: &PlanNode, found: &mut Match) -> bool {
        match node {
            PlanNode::All => true,
            PlanNode::Filter(filter) => filter.accepts(self.catalogue, self.paragraph),
            PlanNode::Not(inner) => !self.holds(inner, &mut Match::default()),
            PlanNode::Concept(concept) => self.concept(concept, found),
            PlanNode::And(parts) => {
                let mut inner = Match { as_typed: true, ..Match::default() };
                let all = parts.iter().all(|part| self.holds(part, &mut inner));
                all && found.take_in(inner)
            }
            PlanNode::Or(parts) => {
                let mut any = false;
                for part in parts {
                    let mut inner = Match { as_typed: true, ..Match::default() };
                    if self.holds(part, &mut inner) {
                        any = found.take_in(inner);
                    }
                }
                any
            }
            PlanNode::Near { left, right, distance } => self.near(left, right, *distance, found),
        }
    }

    fn concept(&self, concept: &Concept, found: &mut Match) -> bool {
        let mut by: Vec<(Origin, String)> = Vec::new();
        let mut take = |alternatives: &[Alternative]| {
            for alternative in alternatives {
                for place in self.places(&alternative.pattern) {
                    self.take_part(alternative, &place, found, &mut by);
                }
            }
            !by.is_empty()
        };
        let satisfied = take(&concept.alternatives);
        if concept.hints_satisfy {
            take(&concept.hints);
        }
        let by_tag = concept
            .or_filter
            .as_ref()
            .filter(|filter| filter.accepts(self.catalogue, self.paragraph))
            .map(ToString::to_string);
        if by.is_empty() && by_tag.is_none() {
            return false;
        }
        found.as_typed &= by.iter().any(|(origin, _)| origin.is_typed()) || by_tag.is_some();
        let nearly = by_tag.is_none() && !satisfied;
        found.found.push(Found { typed: concept.typed.clone(), by, by_tag, nearly });
        true
    }

    /// Marks a place, and notes the words it was found by, each once where they stand apart.
    fn take_part(
        &self,
        alternative: &Alternative,
        place: &Place,
        found: &mut Match,
        by: &mut Vec<(Origin, String)>,
    ) {
        let spans = spans(&alternative.pattern, place);
        let mut words: Vec<&str> = Vec::new();
        for word in spans.iter().map(|span| &self.paragraph.text[span.clone()]) {
            if !words.iter().any(|known| known.eq_ignore_ascii_case(word)) {
                words.push(word);
            }
        }
        let text = words.join(" … ");
        if !by.iter().any(|(_, known)| known.eq_ignore_ascii_case(&text)) {
            by.push((alternative.origin, text));
        }
        found.marks.extend(spans);
    }

    fn places(&self, pattern: &Pattern) -> Vec<Place> {
        match pattern.spread {
            _ if pattern.slots.len() == 1 => {
                self.standing(&pattern.slots[0]).iter().map(|word| vec![*word]).collect()
            }
            Spread::InOrder { gap } => self.in_order(&pattern.slots, gap),
            Spread::Anywhere => {
                if pattern.slots.iter().any(|slot| self.standing(slot).is_empty()) {
                    return Vec::new();
                }
                let each = pattern.slots.iter().flat_map(|slot| self.standing(slot));
                let mut all: Place = each.copied().collect();
                all.sort_unstable();
                all.dedup();
                vec![all]
            }
        }
    }

    fn standing(&self, slot: &Slot) -> &[Standing] {
        &self.standing[self.slots.numbers[slot]]
    }

    /// Every place the last slot can end at, each with one chain of words that leads there.
    fn in_order(&self, slots: &[Slot], gap: u32) -> Vec<Place> {
        let Some((first, later)) = slots.split_first() else { return Vec::new() };
        let mut places: Vec<Place> = self.standing(first).iter().map(|word| vec![*word]).collect();
        for slot in later {
            if places.is_empty() {
                return places;
            }
            let mut next: Vec<Place> = Vec::new();
            let mut earliest = 0;
            for standing in self.standing(slot) {
                // Places are in order of their last word; the nearest one before it leads here.
                while earliest < places.len() && last_of(&places[earliest]) < standing.word {
                    earliest += 1;
                }
                if let Some(before) = earliest.checked_sub(1).map(|at| &places[at])
                    && standing.word - last_of(before) - 1 <= gap
                {
                    let mut place = before.clone();
                    place.push(*standing);
                    next.push(place);
                }
            }
            places = next;
        }
        places
    }

    fn near(&self, left: &PlanNode, right: &PlanNode, distance: u32, found: &mut Match) -> bool {
        let (left, right) = (self.sides(left), self.sides(right));
        let mut taken: Vec<(&Concept, &Alternative, &Place)> = Vec::new();
        for (concept, alternative, place) in &left {
            let close = right
                .iter()
                .filter(|(_, _, other)| apart(place, other).is_some_and(|words| words <= distance));
            for (other_concept, other_alternative, other) in close {
                taken.push((concept, alternative, place));
                taken.push((other_concept, other_alternative, other));
            }
        }
        for (concept, alternative, place) in &taken {
            let mut by = Vec::new();
            self.take_part(alternative, place, found, &mut by);
            found.as_typed &= alternative.origin.is_typed();
            match found.found.iter_mut().find(|known| known.typed == concept.typed) {
                Some(known) => {
                    by.retain(|new| !known.by.contains(new));
                    known.by.append(&mut by);
                }
                None => {
                    found.found.push(Found { typed: concept.typed.clone(), by, by_tag: None, nearly: false });
                }
            }
        }
        !taken.is_empty()
    }

    /// Where the concepts of one side of a NEAR stand.
    fn sides<'n>(&self, node: &'n PlanNode) -> Vec<(&'n Concept, &'n Alternative, Place)> {
        match node {
            PlanNode::Concept(concept) => concept
                .alternatives
                .iter()
                .flat_map(|alternative| {
                    self.places(&alternative.pattern)
                        .into_iter()
                        .map(move |place| (concept, alternative, place))
                })
                .collect(),
            PlanNode::Or(parts) => parts.iter().flat_map(|part| self.sides(part)).collect(),
            _ => Vec::new(),
        }
    }
}

/// Words that follow each other are one mark; words with others between them one each.
fn spans(pattern: &Pattern, place: &Place) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for standing in place {
        let follows =
            pattern.spread != Spread::Anywhere && last.is_some_and(|last: u32| last + 1 == standing.word);
        match spans.last_mut() {
            Some(before) if follows => before.end = standing.end,
            _ => spans.push(standing.start..standing.end),
        }
        last = Some(standing.word);
    }
    spans
}

fn last_of(place: &Place) -> u32 {
    place.last().map_or(0, |standing| standing.word)
}

/// How many words lie from the end of one place to the start of the other: neighbours are 1 apart.
/// `None` where they overlap.
fn apart(a: &Place, b: &Place) -> Option<u32> {
    let (first, second) = if a.first() <= b.first() { (a, b) } else { (b, a) };
    second.first()?.word.checked_sub(first.last()?.word).filter(|words| *words > 0)
}

impl Match {
    /// Always true, to end a condition with.
    fn take_in(&mut self, mut inner: Match) -> bool {
        self.marks.append(&mut inner.marks);
        self.found.append(&mut inner.found);
        self.as_typed &= inner.as_typed;
        true
    }
}

fn merged(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}

impl Slot {
    /// Whether this word of a text can stand in the slot.
    pub fn accepts(&self, word: &Word) -> bool {
        match self.form {
            Form::Exact => word.exact_terms().any(|term| term == self.term),
            Form::Stem => word.stem() == self.term,
            Form::Prefix => word.exact_terms().any(|term| term.starts_with(&self.term)),
            Form::Fuzzy(edits) => word.exact_terms().any(|term| is_spelled_like(term, &self.term, edits)),
            Form::Capitals => word.capitals() == Some(&self.term),
        }
    }
}

/// Within so many edits (a letter more, less or other, two neighbours swapped), first letter equal.
pub fn is_spelled_like(word: &str, term: &str, edits: u8) -> bool {
    let edits = usize::from(edits);
    word.chars().next() == term.chars().next()
        && word.len().abs_diff(term.len()) <= edits * 4
        && strsim::osa_distance(word, term) <= edits
}

/// Why the paragraph is a hit, in one sentence without a full stop; of what is `wanted` also what it has not.
pub fn explain(found: &Match, wanted: &[&Concept]) -> String {
    let parts: Vec<String> = found
        .found
        .iter()
        .map(|found| {
            let words: Vec<String> = found.by.iter().take(4).map(|(_, text)| format!("“{text}”")).collect();
            let by_typed = found.by.iter().any(|(origin, _)| origin.is_typed());
            let more = if found.by.len() > 4 { " and others" } else { "" };
            let words = format!("{}{more}", words.join(", "));
            match (&found.by_tag, found.by.is_empty()) {
                (Some(tag), true) => format!("{} by its tag {tag}", found.typed),
                (Some(tag), false) => format!("{} by its tag {tag} and as {words}", found.typed),
                (None, _) if found.nearly => format!("what comes near to {}: {words}", found.typed),
                (None, _) if by_typed => format!("{} as {words}", found.typed),
                (None, _) => format!("{} by another name: {words}", found.typed),
            }
        })
        .collect();
    if parts.is_empty() {
        return "it passes the filters".into();
    }
    let is_found = |concept: &&&Concept| found.found.iter().any(|found| found.typed == concept.typed);
    let missing = wanted.iter().filter(|concept| !is_found(concept));
    let missing: Vec<String> = missing.map(|concept| format!("“{}”", concept.typed)).collect();
    let without = if missing.is_empty() { "" } else { ", and not " };
    format!("it has {}{without}{}", parts.join("; "), missing.join(", "))
}
