use std::fmt;

use crate::model::{Location, Paragraph};

/// A draft held against the reports: what it quotes and what it claims, in the order of the draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckedDraft {
    pub quotations: Vec<CheckedQuotation>,
    pub claims: Vec<CheckedClaim>,
    /// What it says of scores in a form that is not checked.
    pub passed_over: Vec<PassedOver>,
    /// Paragraphs that the quotations were held against.
    pub paragraphs: usize,
    /// The draft has no lines (a Word file): its places are counted in paragraphs.
    pub by_paragraph: bool,
    pub notes: Vec<String>,
}

impl CheckedDraft {
    /// Whether anything has to be put right or found elsewhere: what is not off, the reports bear out.
    pub fn is_off(&self) -> bool {
        self.quotations.iter().any(|quotation| quotation.verdict.is_off())
            || self.claims.iter().any(CheckedClaim::is_off)
    }
}

/// Something that looks like a claim and was held against nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    pub at: Location,
    pub kind: PassedOverKind,
    /// The sentence, or the first row of the table.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedOverKind {
    Comparison,
    Table,
}

impl PassedOverKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Table => "table",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct CheckedQuotation {
    /// Of its first word in the draft.
    pub at: Location,
    /// As in the draft, without its quotation marks.
    pub text: String,
    /// Whom the draft quotes, as far as it says so near by.
    pub attributed: Vec<String>,
    pub verdict: Verdict,
    pub differences: Vec<Difference>,
    /// The nearest paragraph; `None` where nothing is near.
    pub source: Option<QuotedFrom>,
    /// Sentences for a person, lower case, no final stop.
    pub notes: Vec<String>,
}

/// How a quotation stands to the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Word for word, sign for sign.
    Exact,
    /// Word for word, but it stops before its sentence does.
    Cut,
    /// The same words; case, punctuation, quotation marks or spacing differ, or words are left out where an
    /// ellipsis says so.
    Trivial,
    Altered,
    /// Right words, but of another authority's report than the draft says.
    Elsewhere,
    NotFound,
    /// Too few words to tell a quotation from a term in quotation marks, and in no report.
    Short,
}

impl Verdict {
    pub const ALL: [Self; 7] =
        [Self::Exact, Self::Cut, Self::Trivial, Self::Altered, Self::Elsewhere, Self::NotFound, Self::Short];

    pub fn key(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Cut => "cut",
            Self::Trivial => "trivial-differences",
            Self::Altered => "altered",
            Self::Elsewhere => "another-report",
            Self::NotFound => "not-found",
            Self::Short => "too-short",
        }
    }

    /// As shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "word for word",
            Self::Cut => "word for word, but cut short",
            Self::Trivial => "the same words, small differences",
            Self::Altered => "altered",
            Self::Elsewhere => "right words, but another report",
            Self::NotFound => "not found",
            Self::Short => "too short to tell",
        }
    }

    pub fn is_off(self) -> bool {
        matches!(self, Self::Altered | Self::Elsewhere | Self::NotFound)
    }
}

/// One place where the draft's words and the report's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub kind: DifferenceKind,
    /// The draft's words; empty for dropped ones.
    pub draft: String,
    /// The report's words; empty for inserted ones.
    pub report: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DifferenceKind {
    Inserted,
    Dropped,
    Changed,
    /// Left out where an ellipsis or square brackets say so.
    Declared,
    /// The quotation ends as a sentence where the report goes on, or begins as one where it does not.
    CutShort,
    /// Two paragraphs run together as one.
    Joined,
    Case,
    Punctuation,
    Marks,
    Spacing,
}

impl DifferenceKind {
    pub fn key(self) -> &'static str {
        match self {
            Self::Inserted => "inserted",
            Self::Dropped => "dropped",
            Self::Changed => "changed",
            Self::Declared => "declared",
            Self::CutShort => "cut-short",
            Self::Joined => "joined",
            Self::Case => "case",
            Self::Punctuation => "punctuation",
            Self::Marks => "quotation-marks",
            Self::Spacing => "spacing",
        }
    }

    /// Whether it leaves what is said as it was.
    pub fn is_trivial(self) -> bool {
        matches!(self, Self::Declared | Self::Case | Self::Punctuation | Self::Marks | Self::Spacing)
    }
}

/// The paragraph that a quotation was held against.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotedFrom {
    pub paragraph: Paragraph,
    /// The report's own words for the quoted part.
    pub passage: String,
    /// Further paragraphs that hold the quotation word for word (copies, repeated text).
    pub also: usize,
}

/// "Barnet scored 2 for safeguarding", held against the scores.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedClaim {
    pub at: Location,
    /// The sentence it stands in.
    pub sentence: String,
    pub authority: Option<String>,
    pub subject: ClaimSubject,
    /// "does not", "was not rated".
    pub negated: bool,
    pub verdict: ClaimVerdict,
    /// What the reports say instead, or why they do not settle it: a sentence, lower case, no final stop.
    pub because: String,
    /// Where they say it.
    pub places: Vec<super::Said>,
}

impl CheckedClaim {
    /// Whether it cannot stand as it is: it is wrong, or it names a council and the reports do not bear it out.
    pub fn is_off(&self) -> bool {
        match self.verdict {
            ClaimVerdict::Right => false,
            ClaimVerdict::Wrong => true,
            ClaimVerdict::Unknown => self.authority.is_some(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimSubject {
    /// Key of the statement and the claimed scores; a number the scale does not have is kept.
    Score {
        statement: String,
        scores: Allowed,
    },
    /// A score for something that no framework calls a quality statement, in the draft's words; `None` where
    /// it says of nothing what the score is for.
    Unnamed {
        words: Option<String>,
        scores: Allowed,
    },
    /// Key of the rating.
    Rating(String),
    Percent(Allowed),
}

/// The numbers with which a claim is right: one, or those of a comparison. Both ends belong to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    pub from: Option<u8>,
    pub to: Option<u8>,
}

impl Allowed {
    pub fn exactly(number: u8) -> Self {
        Allowed::between(number, number)
    }

    pub fn at_least(number: u8) -> Self {
        Allowed { from: Some(number), to: None }
    }

    pub fn at_most(number: u8) -> Self {
        Allowed { from: None, to: Some(number) }
    }

    pub fn between(from: u8, to: u8) -> Self {
        Allowed { from: Some(from), to: Some(to) }
    }

    pub fn holds(self, number: u8) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }

    /// The number, where there is but one.
    pub fn only(self) -> Option<u8> {
        self.from.filter(|_| self.from == self.to)
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) => write!(f, "{from} to {to}"),
            (Some(from), None) => write!(f, "at least {from}"),
            (None, Some(to)) => write!(f, "at most {to}"),
            (None, None) => f.write_str("any number"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimVerdict {
    Right,
    Wrong,
    Unknown,
}

impl ClaimVerdict {
    pub fn key(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unknown => "unknown",
        }
    }
}
