use std::ops::Range;

use crate::model::Field;

pub const MAX_CHARS: usize = 8_000;
pub const MAX_DEPTH: usize = 64;
pub const MAX_OPERATORS_IN_A_ROW: usize = 16;
pub const MAX_CLAUSES: usize = 1_024;
pub const MAX_DISTANCE: u32 = 100;

/// Why a query cannot be understood. `Display` is the message; the place, what would work instead
/// and a stable code are beside it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    #[error("the query has {chars} characters, the most is {MAX_CHARS}: search for fewer words")]
    TooLong { chars: usize },
    #[error("brackets are nested more than {MAX_DEPTH} deep")]
    TooDeep { span: Range<usize> },
    #[error("more than {MAX_OPERATORS_IN_A_ROW} operators stand in a row")]
    TooManyOperators { span: Range<usize> },
    #[error("the query has {count} words and conditions, the most is {MAX_CLAUSES}: search for fewer")]
    TooManyClauses { count: usize },
    #[error("`{operator}` has nothing {side} it to join")]
    NothingToJoin { operator: String, side: &'static str, span: Range<usize>, suggestions: Vec<String> },
    #[error("this bracket is never closed")]
    BracketOpen { span: Range<usize>, suggestions: Vec<String> },
    #[error("this bracket closes nothing")]
    BracketClose { span: Range<usize>, suggestions: Vec<String> },
    #[error("there is no filter called `{name}`")]
    UnknownField { name: String, field: Field, span: Range<usize>, suggestions: Vec<String> },
    #[error("`{field}:` has no value", field = field.key())]
    NoValue { field: Field, span: Range<usize> },
    #[error("`{typed}*` would find too many words: at least three letters must stand before the star")]
    PrefixTooShort { typed: String, span: Range<usize> },
    #[error("`~` looks for other spellings of one word of 3 to 40 letters, by one or two letters")]
    BadFuzzy { span: Range<usize>, suggestions: Vec<String> },
    #[error("a distance is a whole number from {from} to {MAX_DISTANCE}")]
    BadDistance { from: u32, span: Range<usize>, suggestions: Vec<String> },
    #[error("NEAR stands between words, phrases in quotes, or a choice of them in brackets")]
    BadNear { span: Range<usize>, suggestions: Vec<String> },
    #[error("no {what} is called `{value}`", what = what(*field))]
    UnknownValue {
        field: Field,
        value: String,
        /// In the query text; `None` where it came from an option.
        span: Option<Range<usize>>,
        /// Values that the filter takes, nearest first.
        nearest: Vec<String>,
        /// The whole query with the nearest values in its place.
        suggestions: Vec<String>,
    },
    #[error("`{value}` is no {what}: {expected}", what = what(*field))]
    BadValue { field: Field, value: String, expected: String, span: Option<Range<usize>> },
    #[error("the range `{value}` runs backwards")]
    Backwards {
        value: String,
        turned: String,
        /// In the query text; `None` where it came from an option.
        span: Option<Range<usize>>,
        /// The whole query with the range turned round; for an option, the range alone.
        suggestions: Vec<String>,
    },
    #[error("`section:all` takes in every section, so that NOT and OR have nothing to choose")]
    NoChoice { span: Option<Range<usize>> },
}

impl QueryError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "query-too-long",
            Self::TooDeep { .. } => "query-too-deep",
            Self::TooManyOperators { .. } => "too-many-operators",
            Self::TooManyClauses { .. } => "too-many-clauses",
            Self::NothingToJoin { .. } => "nothing-to-join",
            Self::BracketOpen { .. } => "bracket-not-closed",
            Self::BracketClose { .. } => "bracket-not-opened",
            Self::UnknownField { .. } => "unknown-filter",
            Self::NoValue { .. } => "no-value",
            Self::PrefixTooShort { .. } => "prefix-too-short",
            Self::BadFuzzy { .. } => "bad-spelling-search",
            Self::BadDistance { .. } => "bad-distance",
            Self::BadNear { .. } => "bad-near",
            Self::UnknownValue { .. } => "unknown-value",
            Self::BadValue { .. } | Self::Backwards { .. } | Self::NoChoice { .. } => "bad-value",
        }
    }

    /// Bytes of the query text; `None` for the whole query or an option.
    pub fn span(&self) -> Option<Range<usize>> {
        match self {
            Self::TooLong { .. } | Self::TooManyClauses { .. } => None,
            Self::TooDeep { span }
            | Self::TooManyOperators { span }
            | Self::NothingToJoin { span, .. }
            | Self::BracketOpen { span, .. }
            | Self::BracketClose { span, .. }
            | Self::UnknownField { span, .. }
            | Self::NoValue { span, .. }
            | Self::PrefixTooShort { span, .. }
            | Self::BadFuzzy { span, .. }
            | Self::BadDistance { span, .. }
            | Self::BadNear { span, .. } => Some(span.clone()),
            Self::UnknownValue { span, .. }
            | Self::BadValue { span, .. }
            | Self::Backwards { span, .. }
            | Self::NoChoice { span } => span.clone(),
        }
    }

    /// Whole queries (for an option: its values) that work when pasted, best first.
    pub fn suggestions(&self) -> &[String] {
        match self {
            Self::NothingToJoin { suggestions, .. }
            | Self::BracketOpen { suggestions, .. }
            | Self::BracketClose { suggestions, .. }
            | Self::UnknownField { suggestions, .. }
            | Self::BadFuzzy { suggestions, .. }
            | Self::BadDistance { suggestions, .. }
            | Self::BadNear { suggestions, .. }
            | Self::Backwards { suggestions, .. } => suggestions,
            Self::UnknownValue { suggestions, span: Some(_), .. } => suggestions,
            Self::UnknownValue { nearest, .. } => nearest,
            _ => &[],
        }
    }

    pub(super) fn keep_suggestions(mut self, keep: impl FnMut(&String) -> bool) -> Self {
        match &mut self {
            Self::NothingToJoin { suggestions, .. }
            | Self::BracketOpen { suggestions, .. }
            | Self::BracketClose { suggestions, .. }
            | Self::UnknownField { suggestions, .. }
            | Self::BadFuzzy { suggestions, .. }
            | Self::BadDistance { suggestions, .. }
            | Self::BadNear { suggestions, .. } => suggestions.retain(keep),
            _ => {}
        }
        self
    }

    /// The few words to print beside the caret.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownField { field, .. } => Some(format!("did you mean `{}:`?", field.key())),
            Self::UnknownValue { nearest, .. } if !nearest.is_empty() => {
                let nearest: Vec<String> = nearest.iter().map(|value| format!("`{value}`")).collect();
                Some(format!("did you mean {}?", nearest.join(" or ")))
            }
            Self::UnknownValue { field, .. } => Some(format!("`findings facets {}` lists them", field.key())),
            Self::Backwards { turned, .. } => Some(format!("did you mean `{turned}`?")),
            Self::NoChoice { .. } => {
                Some("name one, as in NOT section:press, or say section:all beside the whole query".into())
            }
            Self::PrefixTooShort { .. } => Some("give it more letters, or leave the star out".into()),
            Self::NoValue { field, .. } => Some(format!("for example {}:{}", field.key(), example(*field))),
            Self::NothingToJoin { operator, .. } => {
                Some(format!("to search for the word, write it small: {}", operator.to_lowercase()))
            }
            Self::BadNear { suggestions, .. } if suggestions.is_empty() => {
                Some("for example \"hospital discharge\" NEAR/5 delay".into())
            }
            _ => self.suggestions().first().map(|query| format!("try: {query}")),
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
