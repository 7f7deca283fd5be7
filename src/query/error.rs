use std::ops::Range;

use crate::model::Field;

pub(super) const MAX_CHARS: usize = 8_000;
pub(super) const MAX_DEPTH: usize = 64;
pub(super) const MAX_OPERATORS_IN_A_ROW: usize = 16;
pub(super) const MAX_CLAUSES: usize = 1_024;
pub(super) const MAX_DISTANCE: u32 = 100;

/// Why a query cannot be understood: `Display` is the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct QueryError {
    pub kind: QueryErrorKind,
    span: Option<Range<usize>>,
    suggestions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryErrorKind {
    #[error("the query has {chars} characters, the most is {MAX_CHARS}: search for fewer words")]
    TooLong { chars: usize },
    #[error("brackets are nested more than {MAX_DEPTH} deep")]
    TooDeep,
    #[error("more than {MAX_OPERATORS_IN_A_ROW} operators stand in a row")]
    TooManyOperators,
    #[error("the query has {count} words and conditions, the most is {MAX_CLAUSES}: search for fewer")]
    TooManyClauses { count: usize },
    #[error("`{operator}` has nothing {side} it to join")]
    NothingToJoin { operator: String, side: &'static str },
    #[error("this bracket is never closed")]
    BracketOpen,
    #[error("this bracket closes nothing")]
    BracketClose,
    #[error("there is no filter called `{name}`")]
    UnknownField { name: String, field: Field },
    #[error("`{field}:` has no value", field = field.key())]
    NoValue { field: Field },
    #[error("`{typed}*` would find too many words: at least three letters must stand before the star")]
    PrefixTooShort { typed: String },
    #[error("`~` looks for other spellings of one word of 3 to 40 letters, by one or two letters")]
    BadFuzzy,
    #[error("a distance is a whole number from {from} to {MAX_DISTANCE}")]
    BadDistance { from: u32 },
    #[error("NEAR stands between words, phrases in quotes, or a choice of them in brackets")]
    BadNear,
    /// `nearest` are values that the filter takes, the nearest first, then a condition that takes the value itself.
    #[error("no {what} is called `{value}`", what = what(*field))]
    UnknownValue { field: Field, value: String, nearest: Vec<String> },
    #[error("`{value}` is no {what}: {expected}", what = what(*field))]
    BadValue { field: Field, value: String, expected: String },
    #[error("the range `{value}` runs backwards")]
    Backwards { value: String, turned: String },
    #[error("`section:all` takes in every section, so that NOT and OR have nothing to choose")]
    NoChoice,
}

impl QueryErrorKind {
    /// `None` for the whole query, or what came from an option.
    pub(super) fn at(self, span: impl Into<Option<Range<usize>>>) -> QueryError {
        QueryError { kind: self, span: span.into(), suggestions: Vec::new() }
    }
}

impl QueryError {
    pub fn code(&self) -> &'static str {
        match self.kind {
            QueryErrorKind::TooLong { .. } => "query-too-long",
            QueryErrorKind::TooDeep => "query-too-deep",
            QueryErrorKind::TooManyOperators => "too-many-operators",
            QueryErrorKind::TooManyClauses { .. } => "too-many-clauses",
            QueryErrorKind::NothingToJoin { .. } => "nothing-to-join",
            QueryErrorKind::BracketOpen => "bracket-not-closed",
            QueryErrorKind::BracketClose => "bracket-not-opened",
            QueryErrorKind::UnknownField { .. } => "unknown-filter",
            QueryErrorKind::NoValue { .. } => "no-value",
            QueryErrorKind::PrefixTooShort { .. } => "prefix-too-short",
            QueryErrorKind::BadFuzzy => "bad-spelling-search",
            QueryErrorKind::BadDistance { .. } => "bad-distance",
            QueryErrorKind::BadNear => "bad-near",
            QueryErrorKind::UnknownValue { .. } => "unknown-value",
            QueryErrorKind::BadValue { .. } | QueryErrorKind::Backwards { .. } | QueryErrorKind::NoChoice => {
                "bad-value"
            }
        }
    }

    /// Bytes of the query text; `None` for the whole query or an option.
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.clone()
    }

    /// Whole queries (for an option: its values) that work when pasted, best first.
    pub fn suggestions(&self) -> &[String] {
        &self.suggestions
    }

    pub(super) fn suggesting(self, suggestions: Vec<String>) -> Self {
        QueryError { suggestions, ..self }
    }

    pub(super) fn keep_suggestions(mut self, keep: impl FnMut(&String) -> bool) -> Self {
        self.suggestions.retain(keep);
        self
    }

    /// The few words to print beside the caret.
    pub fn hint(&self) -> Option<String> {
        match &self.kind {
            QueryErrorKind::UnknownField { field, .. } => Some(format!("did you mean `{}:`?", field.key())),
            QueryErrorKind::UnknownValue { nearest, .. } if !nearest.is_empty() => {
                let nearest: Vec<String> = nearest.iter().map(|value| format!("`{value}`")).collect();
                Some(format!("did you mean {}?", nearest.join(" or ")))
            }
            QueryErrorKind::UnknownValue { field, .. } => {
                Some(format!("`findings facets {}` lists them", field.key()))
            }
            QueryErrorKind::Backwards { turned, .. } => Some(format!("did you mean `{turned}`?")),
            QueryErrorKind::NoChoice => {
                Some("name one, as in NOT section:press, or say section:all beside the whole query".into())
            }
            QueryErrorKind::PrefixTooShort { .. } => {
                Some("give it more letters, or leave the star out".into())
            }
            QueryErrorKind::NoValue { field } => {
                Some(format!("for example {}:{}", field.key(), example(*field)))
            }
            QueryErrorKind::NothingToJoin { operator, .. } => {
                Some(format!("to search for the word, write it small: {}", operator.to_lowercase()))
            }
            QueryErrorKind::BadNear if self.suggestions.is_empty() => {
                Some("for example \"hospital discharge\" NEAR/5 delay".into())
            }
            _ => self.suggestions.first().map(|query| format!("try: {query}")),
        }
    }
}

/// A field in a sentence.
fn what(field: Field) -> &'static str {
    match field {
        Field::Authority => "authority",
        Field::Region => "region",
        Field::Theme => "theme",
        Field::Statement => "quality statement",
        Field::Score => "score",
        Field::Rating => "rating",
        Field::Section => "section",
        Field::Kind => "kind of report",
        Field::Published => "date of publication",
        Field::Status => "status",
        Field::Framework => "framework",
        Field::Assessment => "assessment",
    }
}

fn example(field: Field) -> &'static str {
    match field {
        Field::Authority => "Barnet",
        Field::Region => "London",
        Field::Theme => "safety",
        Field::Statement => "safeguarding",
        Field::Score => "1..2",
        Field::Rating => "good",
        Field::Section => "summary",
        Field::Kind => "press-release",
        Field::Published => "2025",
        Field::Status => "formal",
        Field::Framework => "cqc-la-2023",
        Field::Assessment => "barnet/2025-01",
    }
}
