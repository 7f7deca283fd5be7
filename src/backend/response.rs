use std::{ops::Range, sync::Arc};

use crate::model::{Field, Paragraph};

/// The answer to a search. Counts are of paragraphs that satisfy the whole query, unless said.
#[derive(Clone, Debug, Default)]
pub struct SearchResponse {
    pub total: usize,
    /// Further paragraphs that hold some of the words.
    pub total_some: usize,
    /// Distinct authorities among `total`.
    pub authorities: usize,
    /// Of `total`, those that stand in a near copy of another indexed page.
    pub in_copies: usize,
    /// Of `total`, those that match by a synonym alone.
    pub by_synonym: usize,
    /// Further matches in sections that are left out by default (framework text, demography, score lists).
    pub in_left_out_sections: usize,
    pub hits: Vec<Hit>,
    pub facets: Vec<Facet>,
    /// With `group_by`: sizes of the groups, in the order of their first hit.
    pub groups: Vec<FacetValue>,
    pub notes: Vec<String>,
    pub suggestions: Vec<Suggestion>,
    /// Of the assessments in the answer, `barnet/2025-01`, ordered.
    pub assessments: Vec<Arc<str>>,
}

#[derive(Clone, Debug)]
pub struct Hit {
    /// Counted from 1 over the whole result, not the page.
    pub rank: usize,
    /// Comparable only within one response.
    pub relevance: f32,
    pub matched: Matched,
    pub paragraph: Paragraph,
    /// Bytes of `paragraph.text`, ordered, not overlapping, on character boundaries.
    pub highlights: Vec<Range<usize>>,
    pub explanation: Option<Explanation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    All,
    Some,
}

/// Why a hit is where it is, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation(pub String);

/// The counts of one field's values, most frequent first, ties by value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    pub field: Field,
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// What the field's filter takes; `None`: paragraphs without that tag.
    pub value: Option<String>,
    pub count: usize,
}

/// A query that would find something, with how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Why it is offered: "no paragraph has `hospitol`".
    pub reason: String,
    /// The words to type in its place.
    pub query: String,
    pub count: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountResponse {
    /// In the unit asked for.
    pub total: usize,
    /// How many of that unit pass the filters, whatever the words.
    pub of: usize,
    /// Of `total`, paragraphs that stand in a near copy of another indexed page.
    pub in_copies: usize,
    pub in_left_out_sections: usize,
    pub tables: Vec<CrossTab>,
    pub notes: Vec<String>,
}

/// Counts by one field, or by two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossTab {
    pub rows: Field,
    pub columns: Option<Field>,
    pub counts: Vec<Count>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub row: Option<String>,
    pub column: Option<String>,
    /// In the unit asked for.
    pub count: usize,
    /// How many of that unit pass the filters, whatever the words: "12 of 40".
    pub of: usize,
}
