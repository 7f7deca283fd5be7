//! A tree and filters to a plan: names looked up, words joined to concepts, synonyms added, and
//! the whole said again in canonical form.

use std::ops::Range;

use crate::model::{Catalogue, Field};
use crate::text::{fold_prefix, words};

use super::ast::{Ast, Node, NodeKind, Typed, Value};
use super::concept::{self, Wanted};
use super::error::{QueryError, QueryErrorKind};
use super::filter::{Filter, FilterValue};
use super::lex::replace;
use super::lexicon::Lexicon;
use super::parse::parse;
use super::plain::{Run, Unit, UnitKind};
use super::plan::{Alternative, Concept, Form, Origin, Pattern, Plan, PlanNode, Slot, Spread};
use super::values::{self, Refused, Resolved};
use super::vocabulary::Vocabulary;
use super::whole_names::whole_names;

/// A filter given as an option: `--score 1..2`, `--not-region London`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionFilter {
    pub field: Field,
    /// As typed; joined by OR, several may stand in one, with commas.
    pub values: Vec<String>,
    pub negated: bool,
}

/// How the words of a query are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    pub synonyms: bool,
    /// Plain words in this form only; no synonyms.
    pub exact: bool,
    /// Any of the concepts instead of all.
    pub any: bool,
    /// Each as if quoted, all wanted.
    pub phrases: Vec<String>,
    /// Each a query; nothing that satisfies one of them is a hit.
    pub not: Vec<String>,
    /// How many of the names that were added to a concept are told, and of what is related to it.
    pub most_names: usize,
}

impl Default for PlanOptions {
    fn default() -> Self {
        PlanOptions {
            synonyms: true,
            exact: false,
            any: false,
            phrases: Vec::new(),
            not: Vec::new(),
            most_names: 8,
        }
    }
}

/// Turns queries into plans.
#[derive(Clone, Copy)]
pub struct Planner<'a> {
    pub catalogue: &'a Catalogue,
    pub lexicon: &'a Lexicon,
    /// Tells when a prefix stands for more words than are looked for.
    pub vocabulary: Option<&'a dyn Vocabulary>,
    /// Councils that the index has beside the listed ones.
    pub more_authorities: &'a [String],
}

impl std::fmt::Debug for Planner<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Planner").finish_non_exhaustive()
    }
}

/// Beyond so many plain words, pasted text is taken without synonyms: they would outnumber it.
const MOST_WORDS_WITH_SYNONYMS: usize = 64;

impl Planner<'_> {
    pub fn plan(
        &self,
        ast: &Ast,
        filters: &[OptionFilter],
        options: &PlanOptions,
    ) -> Result<Plan, QueryError> {
        let kept = self.plan_once(ast, filters, options, false)?;
        let Some(plan) = kept else {
            // Nothing but function words: then they are what is looked for.
            return Ok(self.plan_once(ast, filters, options, true)?.unwrap_or_default());
        };
        Ok(plan)
    }

    /// `None`: words were left out and nothing is left.
    fn plan_once(
        &self,
        ast: &Ast,
        filters: &[OptionFilter],
        options: &PlanOptions,
        keep_all_words: bool,
    ) -> Result<Option<Plan>, QueryError> {
        let long = count_words(ast.root.as_ref()) > MOST_WORDS_WITH_SYNONYMS;
        let mut builder = Builder {
            planner: self,
            text: &ast.text,
            synonyms: options.synonyms && !options.exact && !long,
            exact: options.exact,
            keep_all_words,
            most_names: options.most_names,
            negated: false,
            plan: Plan { notes: ast.notes.clone(), ..Plan::default() },
            left_out: Vec::new(),
        };
        if long && options.synonyms && !options.exact {
            builder.plan.notes.push("no synonyms were added to so many words".into());
        }
        let mut parts = match &ast.root {
            Some(root) => builder.top(root, options.any)?,
            None => Vec::new(),
        };
        for phrase in &options.phrases {
            let text = phrase.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', " ");
            if words(&text).next().is_none() {
                builder.plan.notes.push("a phrase without a word was left out".into());
                continue;
            }
            parts.extend(builder.node(&Node::new(NodeKind::Phrase { text, gap: None }, 0..0), Place::And)?);
        }
        for text in &options.not {
            let Some(root) = parse(text)?.root else { continue };
            let not = without_spans(Node::new(NodeKind::Not(Box::new(root)), 0..0));
            builder.text = text;
            parts.extend(builder.node(&not, Place::And)?);
        }
        let wanted = parts.iter().any(|(node, _)| !matches!(node, PlanNode::Not(_) | PlanNode::Filter(_)));
        if !builder.left_out.is_empty() && !wanted && !keep_all_words {
            return Ok(None);
        }
        let given = builder.options(filters)?;
        Ok(Some(builder.finish(parts, given)))
    }
}

/// Under what a node stands: function words are left out of what is simply wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    And,
    /// One will do: also one of the words that are one thing together.
    Any,
    Operand,
    Near,
}

/// A part of the plan with the canonical query for it.
type Part = (PlanNode, Node);

struct Builder<'a> {
    planner: &'a Planner<'a>,
    text: &'a str,
    synonyms: bool,
    exact: bool,
    keep_all_words: bool,
    most_names: usize,
    /// Below a NOT: what is only related leaves nothing out.
    negated: bool,
    plan: Plan,
    left_out: Vec<String>,
}

impl Builder<'_> {
    /// The parts that must all hold.
    fn top(&mut self, root: &Node, any: bool) -> Result<Vec<Part>, QueryError> {
        let nodes = match &root.kind {
            NodeKind::And(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(root),
        };
        let place = if any { Place::Any } else { Place::And };
        let mut parts = Vec::new();
        for node in &self.whole_names(nodes) {
            parts.extend(match &node.kind {
                NodeKind::Words(typed) => self.words(typed, place),
                _ => self.node(node, Place::And)?.into_iter().collect(),
            });
        }
        if !any {
            return Ok(parts);
        }
        let (choice, rest): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|(node, _)| !matches!(node, PlanNode::Not(_) | PlanNode::Filter(_)));
        Ok(or(choice).into_iter().chain(rest).collect())
    }

    fn node(&mut self, node: &Node, place: Place) -> Result<Option<Part>, QueryError> {
        Ok(match &node.kind {
            NodeKind::And(nodes) => {
                let mut parts = Vec::new();
                for node in &self.whole_names(nodes) {
                    match &node.kind {
                        NodeKind::Words(typed) => parts.extend(self.words(typed, Place::And)),
                        _ => parts.extend(self.node(node, Place::And)?),
                    }
                }
                and(parts)
            }
            NodeKind::Or(nodes) => {
                let place = if place == Place::Near { place } else { Place::Operand };
                let mut parts = Vec::new();
                for node in nodes {
                    parts.extend(self.node(node, place)?);
                }
                or(parts)
            }
            NodeKind::Not(inner) => {
                // "Not the summary" does not ask for the sections that answers leave out.
                let (all_sections, negated) = (self.plan.all_sections, self.negated);
                self.negated = true;
                let inner = self.node(inner, Place::Operand)?;
                (self.plan.all_sections, self.negated) = (all_sections, negated);
                inner.map(|(plan, said)| {
                    (
                        PlanNode::Not(Box::new(plan)),
                        Node::new(NodeKind::Not(Box::new(said)), node.span.clone()),
                    )
                })
            }
            NodeKind::Near(items, distances) => self.near(items, distances)?,
            NodeKind::Filter(field, values) => {
                let filter = self.filter(*field, values)?;
                if filter.is_none() && place != Place::And {
                    return Err(QueryErrorKind::NoChoice.at(in_query(&node.span)));
                }
                filter.map(|filter| (PlanNode::Filter(filter.clone()), said_filter(&filter)))
            }
            NodeKind::Words(typed) => and(self.words(typed, place)),
            NodeKind::Phrase { text, gap } => {
                let slots = phrase_slots(text, gap.is_some());
                let spread = Spread::InOrder { gap: gap.unwrap_or(0) };
                Some((self.pattern(text.clone(), node, slots, spread), node.clone()))
            }
            NodeKind::Exact(text) => {
                let slots = phrase_slots(text, false);
                Some((self.pattern(text.clone(), node, slots, Spread::InOrder { gap: 0 }), node.clone()))
            }
            NodeKind::Prefix(text) => {
                let slots = prefix_slots(text);
                self.note_cut(&slots, text);
                Some((
                    self.pattern(format!("{text}*"), node, slots, Spread::InOrder { gap: 0 }),
                    node.clone(),
                ))
            }
            NodeKind::Fuzzy(text, edits) => {
                let slots = words(text)
                    .map(|word| Slot { term: word.folded().to_owned(), form: Form::Fuzzy(*edits) })
                    .collect();
                Some((
                    self.pattern(format!("{text}~"), node, slots, Spread::InOrder { gap: 0 }),
                    node.clone(),
                ))
            }
            NodeKind::All => Some((PlanNode::All, node.clone())),
        })
    }

    fn whole_names(&self, nodes: &[Node]) -> Vec<Node> {
        let Planner { catalogue, more_authorities, .. } = self.planner;
        whole_names(self.text, nodes, |field, name| {
            values::is_value(catalogue, more_authorities, field, name)
        })
    }

    fn pattern(&self, typed: String, node: &Node, slots: Vec<Slot>, spread: Spread) -> PlanNode {
        let alternative = Alternative {
            text: typed.clone(),
            pattern: Pattern { slots, spread, listed: false },
            origin: Origin::Typed,
            weight: 1.0,
        };
        PlanNode::Concept(Concept {
            typed,
            span: node.span.clone(),
            quoted: matches!(node.kind, NodeKind::Phrase { .. }),
            hints: if self.exact { Vec::new() } else { concept::apart(&alternative) },
            hints_satisfy: false,
            alternatives: vec![alternative],
            or_filter: None,
        })
    }

    fn note_cut(&mut self, slots: &[Slot], text: &str) {
        let (Some(vocabulary), Some(slot)) = (self.planner.vocabulary, slots.last()) else { return };
        if vocabulary.beginning_with(&slot.term, MOST_EXPANSIONS).1 {
            self.plan.notes.push(format!(
                "{text}* begins more than {MOST_EXPANSIONS} words: only the first were looked for"
            ));
        }
    }

    /// Each item near the one before it: a chain is a pair after a pair.
    fn near(&mut self, items: &[Node], distances: &[u32]) -> Result<Option<Part>, QueryError> {
        let mut sides = Vec::new();
        for item in items {
            sides.extend(self.node(item, Place::Near)?);
        }
        let mut pairs: Vec<PlanNode> = sides
            .windows(2)
            .zip(distances)
            .map(|(pair, distance)| PlanNode::Near {
                left: Box::new(pair[0].0.clone()),
                right: Box::new(pair[1].0.clone()),
                distance: *distance,
            })
            .collect();
        let said = sides.into_iter().map(|(_, said)| said).collect::<Vec<_>>();
        let span = items[0].span.start..items[items.len() - 1].span.end;
        let said = Node::new(NodeKind::Near(said, distances.to_vec()), span);
        let plan = if pairs.len() == 1 { pairs.pop() } else { Some(PlanNode::And(pairs)) };
        Ok(plan.map(|plan| (plan, said)))
    }

    /// The things to look for in a run of plain words.
    fn words(&mut self, typed: &[Typed], place: Place) -> Vec<Part> {
        let run = Run::of(typed);
        let none = Lexicon::empty();
        let lexicon = if self.synonyms { self.planner.lexicon } else { &none };
        let mut units = run.units(lexicon, self.planner.catalogue);
        let is_function = |unit: &Unit| matches!(unit.kind, UnitKind::Function);
        // An operand of nothing else is what is meant.
        let keep = match place {
            Place::And | Place::Any => self.keep_all_words,
            Place::Operand => self.keep_all_words || units.iter().all(is_function),
            Place::Near => true,
        };
        if !keep {
            let left_out = units.iter().filter(|unit| is_function(unit));
            self.left_out.extend(left_out.map(|unit| run.text(&unit.range).to_lowercase()));
            units.retain(|unit| !is_function(unit));
        }
        if place == Place::Any {
            let with_words = |unit: Unit| {
                let apart = run.apart(&unit, lexicon);
                std::iter::once(unit).chain(apart)
            };
            units = units.into_iter().flat_map(with_words).collect();
        }
        units.into_iter().map(|unit| self.unit(&run, unit, typed, place)).collect()
    }

    fn unit(&mut self, run: &Run, unit: Unit, typed: &[Typed], place: Place) -> Part {
        let span = run.span(&unit.range);
        let text = run.text(&unit.range).to_owned();
        if let (UnitKind::Score(filter), Place::And | Place::Any) = (&unit.kind, place) {
            self.plan.notes.push(format!("“{text}” is taken as the filter {filter}"));
            return (PlanNode::Filter(filter.clone()), said_filter(filter));
        }
        let wanted = Wanted {
            words: &run.words[unit.range.clone()],
            typed: &text,
            span: span.clone(),
            exact: self.exact,
            near: place == Place::Near,
        };
        let concept = match unit.kind {
            UnitKind::Authority(name, entry) => {
                let filter = Filter {
                    field: Field::Authority,
                    values: vec![FilterValue::Is(name.clone())],
                    negated: false,
                };
                self.plan.notes.push(format!("“{text}” is also found by its tag, {filter}"));
                concept::of_authority(&wanted, &name, filter, entry)
            }
            UnitKind::Lexicon(entry) => concept::of_entry(&wanted, entry),
            UnitKind::Word | UnitKind::Function | UnitKind::Score(_) => concept::of_words(&wanted),
        };
        if let Some(note) = concept::added_to(&concept, self.most_names, !self.negated) {
            self.plan.notes.push(note);
        }
        let (first, last) = (run.owners[unit.range.start], run.owners[unit.range.end - 1]);
        let said = Node::new(NodeKind::Words(typed[first..=last].to_vec()), span);
        (PlanNode::Concept(concept), said)
    }

    /// `None` for `section:all`.
    fn filter(&mut self, field: Field, values: &[Value]) -> Result<Option<Filter>, QueryError> {
        let typed: Vec<(&str, Option<Range<usize>>)> =
            values.iter().map(|value| (value.text.as_str(), in_query(&value.span))).collect();
        self.filter_of(field, &typed)
    }

    fn filter_of(
        &mut self,
        field: Field,
        typed: &[(&str, Option<Range<usize>>)],
    ) -> Result<Option<Filter>, QueryError> {
        self.plan.all_sections |= field == Field::Section;
        let mut values: Vec<FilterValue> = Vec::new();
        let mut everything = false;
        // Typed without quotes, a name with commas comes apart: it is tried whole first.
        let whole = typed.iter().map(|(text, _)| *text).collect::<Vec<_>>().join(", ");
        if typed.len() > 1
            && let Ok(Resolved::Values(found)) = self.resolve(field, &whole)
            && found.len() == 1
        {
            return Ok(Some(Filter { field, values: found, negated: false }));
        }
        for (text, span) in typed {
            if text.trim().is_empty() {
                return Err(QueryErrorKind::NoValue { field }.at(span.clone()));
            }
            match self.resolve(field, text) {
                Ok(Resolved::Everything) => everything = true,
                Ok(Resolved::Values(found)) => {
                    for value in found {
                        if !values.contains(&value) {
                            values.push(value);
                        }
                    }
                }
                Err(refused) => return Err(self.refused(field, refused, span.clone())),
            }
        }
        Ok((!everything).then_some(Filter { field, values, negated: false }))
    }

    fn resolve(&self, field: Field, text: &str) -> Result<Resolved, Refused> {
        values::resolve(self.planner.catalogue, self.planner.more_authorities, field, text)
    }

    fn refused(&self, field: Field, refused: Refused, span: Option<Range<usize>>) -> QueryError {
        match refused {
            Refused::Malformed { value, expected } => {
                let elsewhere = self.elsewhere(field, &value, span.as_ref());
                let suggestions = elsewhere.map(|(_, suggestion)| suggestion).into_iter().collect();
                QueryErrorKind::BadValue { field, value, expected }.at(span).suggesting(suggestions)
            }
            Refused::Backwards { value, turned } => {
                let in_its_place = |span: &Range<usize>| {
                    replace(self.text, span, &self.text[span.clone()].replace(&value, &turned))
                };
                let suggestions = vec![span.as_ref().map_or_else(|| turned.clone(), in_its_place)];
                QueryErrorKind::Backwards { value, turned }.at(span).suggesting(suggestions)
            }
            Refused::Unknown { value, mut nearest } => {
                let in_its_place = |value: &String| {
                    let Some(span) = &span else { return value.clone() };
                    let quoted = self.text[..span.start].ends_with(super::lex::is_quote);
                    let value = Value { text: value.clone(), span: 0..0 };
                    let value = if quoted { value.text } else { value.to_string() };
                    replace(self.text, span, &value)
                };
                let mut suggestions: Vec<String> = nearest.iter().map(in_its_place).collect();
                if let Some((condition, suggestion)) = self.elsewhere(field, &value, span.as_ref()) {
                    nearest.push(condition);
                    suggestions.push(suggestion);
                }
                QueryErrorKind::UnknownValue { field, value, nearest }.at(span).suggesting(suggestions)
            }
        }
    }

    /// The condition that was meant where the value belongs to another field, and what to type: the option, or the
    /// whole query.
    fn elsewhere(&self, field: Field, value: &str, span: Option<&Range<usize>>) -> Option<(String, String)> {
        let Planner { catalogue, more_authorities, .. } = self.planner;
        let other = values::other_field(catalogue, more_authorities, field, value)?;
        let typed = Value { text: value.to_owned(), span: 0..0 };
        let Some(span) = span else {
            let option = format!("--{}{} {typed}", if self.negated { "not-" } else { "" }, other.key());
            return Some((option.clone(), option));
        };
        let condition = format!("{}:{typed}", other.key());
        let before = self.text[..span.start].trim_end_matches(super::lex::is_quote);
        let after = self.text[span.end..].trim_start_matches(super::lex::is_quote);
        // Of several values the others are the field's own.
        let alone = !after.starts_with(',') && before.ends_with(':');
        let start = before.len().checked_sub(field.key().len() + 1).filter(|_| alone)?;
        let suggestion = replace(self.text, &(start..self.text.len() - after.len()), &condition);
        Some((condition, suggestion))
    }

    fn options(&mut self, filters: &[OptionFilter]) -> Result<Vec<Filter>, QueryError> {
        let mut given = Vec::new();
        for option in filters {
            let typed: Vec<(&str, Option<Range<usize>>)> =
                option.values.iter().map(|value| (value.as_str(), None)).collect();
            let all_sections = self.plan.all_sections;
            self.negated = option.negated;
            match self.filter_of(option.field, &typed)? {
                Some(filter) => given.push(Filter { negated: option.negated, ..filter }),
                None if option.negated => return Err(QueryErrorKind::NoChoice.at(None)),
                None => {}
            }
            if option.negated {
                self.plan.all_sections = all_sections;
            }
        }
        self.negated = false;
        Ok(given)
    }

    fn finish(mut self, parts: Vec<Part>, given: Vec<Filter>) -> Plan {
        if !self.left_out.is_empty() {
            self.left_out.dedup();
            self.plan.notes.push(format!("not looked for: {}", self.left_out.join(", ")));
        }
        let mut nodes = Vec::new();
        let mut said = Vec::new();
        for (node, said_node) in parts {
            match node {
                PlanNode::Filter(filter) => self.plan.filters.push(filter),
                PlanNode::Not(inner) => match *inner {
                    PlanNode::Filter(filter) => {
                        self.plan.filters.push(Filter { negated: !filter.negated, ..filter });
                    }
                    inner => nodes.push(PlanNode::Not(Box::new(inner))),
                },
                node => nodes.push(node),
            }
            said.push(said_node);
        }
        for filter in given {
            let negated = filter.negated;
            let plain = said_filter(&Filter { negated: false, ..filter.clone() });
            said.push(if negated { Node::new(NodeKind::Not(Box::new(plain)), 0..0) } else { plain });
            self.plan.filters.push(filter);
        }
        if self.plan.all_sections
            && !self.plan.filters.iter().any(|filter| filter.field == Field::Section && !filter.negated)
        {
            let value = Value { text: "all".into(), span: 0..0 };
            said.push(Node::new(NodeKind::Filter(Field::Section, vec![value]), 0..0));
        }
        self.plan.root = if nodes.len() > 1 { Some(PlanNode::And(nodes)) } else { nodes.pop() };
        self.plan.understood = Node::all_of(said).map_or(String::new(), |node| node.to_string());
        self.plan
    }
}

/// Prefixes and spellings stand for at most so many words of the index.
pub const MOST_EXPANSIONS: usize = 1_000;

fn and(parts: Vec<Part>) -> Option<Part> {
    let (plans, said): (Vec<PlanNode>, Vec<Node>) = parts.into_iter().unzip();
    let said = Node::all_of(said)?;
    let mut flat = Vec::new();
    for plan in plans {
        match plan {
            PlanNode::And(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    let plan = if flat.len() > 1 { PlanNode::And(flat) } else { flat.pop()? };
    Some((plan, said))
}

fn or(parts: Vec<Part>) -> Option<Part> {
    let (mut plans, said): (Vec<PlanNode>, Vec<Node>) = parts.into_iter().unzip();
    let said = Node::any_of(said)?;
    let plan = if plans.len() > 1 { PlanNode::Or(plans) } else { plans.pop()? };
    Some((plan, said))
}

fn said_filter(filter: &Filter) -> Node {
    let values = filter.values.iter().map(|value| Value { text: value.to_string(), span: 0..0 }).collect();
    Node::new(NodeKind::Filter(filter.field, values), 0..0)
}

/// The words of a quotation; one that ends in a star stands for all that begin so.
fn phrase_slots(text: &str, word_forms: bool) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let star = rest.find("* ").map(|at| at + 1).or_else(|| rest.ends_with('*').then_some(rest.len()));
        let (part, after) = rest.split_at(star.unwrap_or(rest.len()));
        slots.extend(
            words(part).map(|word| if word_forms { super::lexicon::slot(&word) } else { exact_slot(&word) }),
        );
        if star.is_some() {
            let last = part.trim_end_matches('*').rsplit(' ').next().unwrap_or_default();
            let letters = last.chars().filter(|c| c.is_alphanumeric()).count();
            if let Some(slot) = slots.last_mut().filter(|_| letters >= 3) {
                *slot = Slot { term: fold_prefix(last_word(last)), form: Form::Prefix };
            }
        }
        rest = after.trim_start();
    }
    slots
}

fn prefix_slots(text: &str) -> Vec<Slot> {
    let all: Vec<_> = words(text).collect();
    let last = all.len() - 1;
    let slot = |(at, word): (usize, &crate::text::Word)| match at == last {
        true => Slot { term: fold_prefix(&text[word.span.clone()]), form: Form::Prefix },
        false => exact_slot(word),
    };
    all.iter().enumerate().map(slot).collect()
}

fn last_word(text: &str) -> &str {
    words(text).last().map_or(text, |word| &text[word.span])
}

fn exact_slot(word: &crate::text::Word) -> Slot {
    Slot { term: word.folded().to_owned(), form: Form::Exact }
}

fn count_words(root: Option<&Node>) -> usize {
    root.map_or(0, |node| match &node.kind {
        NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().map(|node| count_words(Some(node))).sum(),
        NodeKind::Not(inner) => count_words(Some(inner)),
        NodeKind::Words(typed) => typed.len(),
        _ => 1,
    })
}

/// A place in the query text, where there is one.
fn in_query(span: &Range<usize>) -> Option<Range<usize>> {
    Some(span.clone()).filter(|span| !span.is_empty())
}

/// What came from an option has no place in the query text.
fn without_spans(node: Node) -> Node {
    let kind = match node.kind {
        NodeKind::And(nodes) => NodeKind::And(nodes.into_iter().map(without_spans).collect()),
        NodeKind::Or(nodes) => NodeKind::Or(nodes.into_iter().map(without_spans).collect()),
        NodeKind::Not(inner) => NodeKind::Not(Box::new(without_spans(*inner))),
        NodeKind::Near(items, distances) => {
            NodeKind::Near(items.into_iter().map(without_spans).collect(), distances)
        }
        NodeKind::Filter(field, values) => {
            NodeKind::Filter(field, values.into_iter().map(|value| Value { span: 0..0, ..value }).collect())
        }
        NodeKind::Words(typed) => {
            NodeKind::Words(typed.into_iter().map(|word| Typed { span: 0..0, ..word }).collect())
        }
        kind => kind,
    };
    Node::new(kind, 0..0)
}
