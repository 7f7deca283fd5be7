use super::{Column, Row};
use crate::backend::Hit;

/// Councils side by side, statement by statement.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub columns: Vec<Column>,
    /// In the order they were asked for.
    pub authorities: Vec<Compared>,
    /// Whether there was a query; without one nothing is counted and no paragraph is shown.
    pub has_query: bool,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Compared {
    pub name: String,
    /// Its scores; `None` where no indexed source states any.
    pub row: Option<Row>,
    /// Paragraphs that match the query, of how many; the first for all statements together, then in the
    /// order of the columns. Empty without a query.
    pub counts: Vec<(usize, usize)>,
    /// In the same order: whether it has paragraphs, and the filters leave out every one.
    pub filtered_out: Vec<bool>,
    /// The best of those that match.
    pub best: Vec<Hit>,
}
