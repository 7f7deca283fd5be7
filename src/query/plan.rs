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
    /// Never empty; the concept is satisfied by any of them and scored by the best.
    pub alternatives: Vec<Alternative>,
    /// A tag that satisfies it too: a plain word that names an authority.
    pub or_filter: Option<Filter>,
    /// Weaker evidence: adds to the relevance of a paragraph, does not satisfy the concept. The
    /// single words of a phrase and of its synonyms; among paragraphs that hold only some of the
    /// words (`Plan::some`) they count as alternatives.
    pub hints: Vec<Alternative>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
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
}

/// One word, or several that belong together. The slots of one pattern may differ in form.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Never empty.
    pub slots: Vec<Slot>,
    /// Of no account with one slot.
    pub spread: Spread,
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
