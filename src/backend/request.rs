use crate::model::Field;
use crate::query::Plan;

/// One search: what to find, how to order it, which part of it to show, what to count beside.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    pub plan: Plan,
    pub assessments: Assessments,
    pub sort: Sort,
    pub page: Page,
    pub group_by: Option<GroupBy>,
    /// Fields to count; each one's counts ignore its own filters.
    pub facets: Vec<Field>,
    /// Fill the page with paragraphs that hold some of the words (only with `Sort::Relevance`).
    pub fill_with_some: bool,
    /// Where the words stand in each hit; a table shows none, and finding them is half the work of a long answer.
    pub marks: bool,
    /// Say for each hit why it is where it is.
    pub explain: bool,
}

/// Councils are assessed again; `Latest` keeps each authority's newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assessments {
    All,
    Latest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Relevance,
    Score,
    Authority,
    Statement,
    Published,
}

/// Hits `offset .. offset + limit`, counted from 0; `limit` `None` is all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub offset: usize,
    pub limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    Authority,
    Statement,
    Score,
}

/// A quotation whose source is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    pub text: String,
    /// Short names of the councils it is said to be of; paragraphs of theirs are wanted beside the likest of all.
    pub authorities: Vec<String>,
}

/// How many, by one or two fields.
#[derive(Clone, Debug)]
pub struct CountRequest {
    pub plan: Plan,
    pub assessments: Assessments,
    /// Each entry is one table: a field, or two for a cross-tab.
    pub by: Vec<(Field, Option<Field>)>,
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Paragraphs,
    Reports,
    Authorities,
}
