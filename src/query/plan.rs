use std::ops::Range;

use super::Filter;

/// A query, resolved: aliases to names, words to concepts with their alternatives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What a paragraph must satisfy; `None` is "every paragraph" (only filters, or nothing).
    pub root: Option<PlanNode>,
    /// Top-level filters, from options and from the query text alike: all must hold, and facet
    /// counts of a field ignore the filters of that field.
    pub filters: Vec<Filter>,
    /// Also the sections that answers leave out (`Section::shown_by_default`): set by any filter
    /// that wants a section, `--section all` among them.
    pub all_sections: bool,
    /// The query as understood, canonical: parses to the same tree.
    pub understood: String,
    /// What the reader should know: words left out, expansions cut, synonyms added.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PlanNode {
    Concept(Concept),
    And(Vec<PlanNode>),
    Or(Vec<PlanNode>),
    Not(Box<PlanNode>),
    /// Both within `distance` words of each other, in either order; sides are concepts or ORs of concepts.
    Near {
        left: Box<PlanNode>,
        right: Box<PlanNode>,
        distance: u32,
    },
    Filter(Filter),
    /// `*`
    All,
}

/// What the searcher asked for in one word or phrase, in any of the ways a report may say it.
#[derive(Clone, Debug, PartialEq)]
pub struct Concept {
    /// As typed, for notes and explanations.
    pub typed: String,
    /// Place in the query text, bytes; empty where it came from an option.
    pub span: Range<usize>,
    /// Typed in quotes: just these words are wanted.
    pub quoted: bool,
    /// Never empty; the concept is satisfied by any of them and scored by the best of its `ways`.
    pub alternatives: Vec<Alternative>,
    /// A tag that satisfies it too: a plain word that names an authority.
    pub or_filter: Option<Filter>,
    /// Weaker evidence: adds to the relevance of a paragraph, does not satisfy the concept. What is only related to
    /// it, and the single words of a phrase and of its synonyms; among paragraphs that hold only some of the
    /// words (`Plan::some`) they satisfy it, too.
    pub hints: Vec<Alternative>,
    pub hints_satisfy: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// As a person writes it, for the echo: "delayed transfer of care".
    pub text: String,
    pub pattern: Pattern,
    pub origin: Origin,
    /// Factor on its BM25 score, above 0 and at most 1.
    pub weight: f32,
}

/// Why an alternative is in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    Typed,
    /// Another spelling of what was typed.
    Spelling,
    Synonym,
    /// Broader or only near to it: a paragraph with it need not speak of what was typed.
    Related,
    /// One of the words that a synonym is made of: it tells less than the synonym.
    WordOfSynonym,
}

impl Origin {
    /// Whether it stands for the very words.
    pub fn is_typed(self) -> bool {
        matches!(self, Origin::Typed | Origin::Spelling)
    }
}

/// One word, or several that belong together. The slots of one pattern may differ in form.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Never empty.
    pub slots: Vec<Slot>,
    /// Of no account with one slot.
    pub spread: Spread,
    /// Whether it is one of `Lexicon::phrases`, which an index may know by heart.
    pub listed: bool,
}

/// Equal patterns stand in the same places.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.slots == other.slots && self.spread == other.spread
    }
}

/// How far apart the words of a pattern may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spread {
    /// In the order of the slots, at most `gap` further words between neighbours.
    InOrder { gap: u32 },
    /// All of them in the paragraph, in any order, at any distance.
    Anywhere,
}

/// What one word of a paragraph must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Folded by `text::words`; for `Form::Stem` the stem.
    pub term: String,
    pub form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// This form only.
    Exact,
    /// Any word with this stem; exact forms rank higher by `exact` in ranking.
    Stem,
    Prefix,
    /// Within this many edits (1 or 2), first letter equal.
    Fuzzy(u8),
    /// An acronym that is a word only in capitals: the paragraph must write it in capitals.
    Capitals,
}

impl Plan {
    /// The concepts that are wanted, in the order of the query; none of those under NOT.
    pub fn wanted(&self) -> Vec<&Concept> {
        let mut concepts = Vec::new();
        let mut open: Vec<&PlanNode> = self.root.iter().collect();
        while let Some(node) = open.pop() {
            match node {
                PlanNode::Concept(concept) => concepts.push(concept),
                PlanNode::And(parts) | PlanNode::Or(parts) => open.extend(parts.iter().rev()),
                PlanNode::Near { left, right, .. } => open.extend([&**right, &**left]),
                PlanNode::Not(_) | PlanNode::Filter(_) | PlanNode::All => {}
            }
        }
        concepts
    }

    /// Whether quotations are all that is wanted. Where those stand nowhere, that is the answer: it has no
    /// second kind of hit.
    pub fn is_quotation(&self) -> bool {
        let wanted = self.wanted();
        !wanted.is_empty() && wanted.iter().all(|concept| concept.quoted)
    }

    /// The second kind of hit: any of the wanted concepts, or of their hints.
    /// Conditions that every hit must meet (filters, NOT) still hold. `None` where it would be the
    /// same as the plan itself: nothing is wanted, or one concept without hints.
    pub fn some(&self) -> Option<Plan> {
        let wanted: Vec<PlanNode> = self
            .wanted()
            .into_iter()
            .map(|concept| PlanNode::Concept(Concept { hints_satisfy: true, ..concept.clone() }))
            .collect();
        let widened = wanted.len() > 1 || self.wanted().iter().any(|concept| !concept.hints.is_empty());
        if !widened {
            return None;
        }
        let mut parts =
            vec![if wanted.len() == 1 { wanted.into_iter().next()? } else { PlanNode::Or(wanted) }];
        if let Some(PlanNode::And(all)) = &self.root {
            parts.extend(
                all.iter().filter(|part| matches!(part, PlanNode::Not(_) | PlanNode::Filter(_))).cloned(),
            );
        }
        let root = if parts.len() == 1 { parts.pop() } else { Some(PlanNode::And(parts)) };
        Some(Plan { root, ..self.clone() })
    }
}

impl Concept {
    /// The alternatives, those together that count alike: it does not matter which of them a paragraph uses. Words that
    /// stand anywhere in it tell less than words side by side, and are counted apart.
    pub fn ways(&self) -> Vec<Vec<&Alternative>> {
        alike(self.alternatives.iter())
    }

    /// The hints; of words each tells its own, what is related counts together.
    pub fn hint_ways(&self) -> Vec<Vec<&Alternative>> {
        let (related, words): (Vec<_>, Vec<_>) =
            self.hints.iter().partition(|hint| hint.origin == Origin::Related);
        words.into_iter().map(|word| vec![word]).chain(alike(related.into_iter())).collect()
    }
}

fn alike<'c>(all: impl Iterator<Item = &'c Alternative>) -> Vec<Vec<&'c Alternative>> {
    let kind = |one: &Alternative| (one.origin, one.weight, one.pattern.spread == Spread::Anywhere);
    let mut ways: Vec<Vec<&Alternative>> = Vec::new();
    for new in all {
        match ways.iter_mut().find(|way| kind(way[0]) == kind(new)) {
            Some(way) => way.push(new),
            None => ways.push(vec![new]),
        }
    }
    ways
}
