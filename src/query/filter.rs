use crate::model::{Field, Published};

/// A condition on one tag: any of the values (or, negated, none of them).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub field: Field,
    /// Never empty; joined by OR.
    pub values: Vec<FilterValue>,
    pub negated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterValue {
    /// The tag's value as facets print it: short name, key. Resolved from aliases beforehand.
    Is(String),
    /// Inclusive; open where `None`. For `score` and other numbers.
    Scores(Option<u8>, Option<u8>),
    /// Inclusive; `2025` covers all of its months, `2025-01` all of its days.
    Dates(Option<Bound>, Option<Bound>),
    /// The paragraph has no such tag.
    Missing,
}

/// One end of a range of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Year(u16),
    Month(Published),
}
