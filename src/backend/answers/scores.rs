use crate::backend::Assessments;
use crate::model::{Location, Published, ReportId, Score, ScoreSource, Status};

/// Authority × statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    pub assessments: Assessments,
    pub columns: Vec<Column>,
    /// By authority, then by time.
    pub rows: Vec<Row>,
    /// What a reader must know: sources without an authority, undated ones, older assessments left out.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub key: String,
    pub number: u8,
    pub name: String,
}

/// One assessment of one authority.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub authority: String,
    pub gss: Option<String>,
    pub region: Option<String>,
    /// `barnet/2025-01`; `None` where no source of the row has a date.
    pub assessment: Option<String>,
    pub framework: String,
    /// In the order of the columns.
    pub cells: Vec<Cell>,
    /// Overall ratings and percentages as published.
    pub ratings: Vec<StatedRating>,
    /// Worked out from the cells of all statements, chosen columns or not.
    pub outlook: Outlook,
}

impl Row {
    /// The month in the name of the assessment.
    pub fn published(&self) -> Option<Published> {
        self.assessment.as_deref().and_then(Self::month_of)
    }

    /// The month in an assessment's name.
    pub fn month_of(assessment: &str) -> Option<Published> {
        assessment.rsplit('/').next().and_then(Published::parse)
    }

    /// The rating word as published: the overview's before a press release's.
    pub fn stated_rating(&self) -> Option<&str> {
        self.ratings.iter().find_map(|stated| stated.rating.as_deref())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub statement: String,
    pub mark: Mark,
    /// Where sources differ: the one of the most trusted source (statement page, overview, press release).
    pub score: Option<Score>,
    /// Most trusted first.
    pub places: Vec<Place>,
}

/// What a cell tells beside its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    Scored,
    /// A pilot's score that does not count.
    Indicative,
    /// The sources give different scores.
    Conflicting,
    /// A source covers the statement and gives no score that can be read.
    NotScored,
    /// No indexed source says anything of the statement.
    Missing,
}

impl Mark {
    pub const ALL: [Self; 5] =
        [Self::Scored, Self::Indicative, Self::Conflicting, Self::NotScored, Self::Missing];

    pub fn key(self) -> &'static str {
        match self {
            Self::Scored => "scored",
            Self::Indicative => "indicative",
            Self::Conflicting => "conflicting",
            Self::NotScored => "not-scored",
            Self::Missing => "missing",
        }
    }
}

/// Where a score is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub report: ReportId,
    pub at: Location,
    pub source: ScoreSource,
    pub score: Option<Score>,
    pub status: Option<Status>,
}

/// Where an overall rating is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedRating {
    pub report: ReportId,
    pub at: Location,
    pub source: ScoreSource,
    pub rating: Option<String>,
    pub percent: Option<u8>,
}

/// What a set of scores, perhaps with gaps, says about the overall rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    pub sum: u32,
    /// How many statements have a score, of how many.
    pub scored: usize,
    pub of: usize,
    /// The percentage that the scores give, lowest and highest possible; equal when none is missing.
    pub percent: (u8, u8),
    /// Keys of the ratings those percentages can mean, from worst to best.
    pub ratings: Vec<String>,
}

impl Outlook {
    /// The rating, where the scores settle it.
    pub fn rating(&self) -> Option<&str> {
        match self.ratings.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    pub fn is_complete(&self) -> bool {
        self.scored == self.of
    }

    pub fn allows_percent(&self, percent: u8) -> bool {
        (self.percent.0..=self.percent.1).contains(&percent)
    }
}

/// One contradiction, with every place that takes part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub kind: ConflictKind,
    pub authority: Option<String>,
    pub assessment: Option<String>,
    pub statement: Option<String>,
    /// One sentence, lower case, no final stop.
    pub message: String,
    pub stated: Vec<Said>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Two sources give a statement different scores.
    Scores,
    /// A score line and the words beside it disagree.
    LabelWords,
    /// A score that the scale does not have.
    OutOfRange,
    /// The stated rating or percentage is not what the scores give.
    Rating,
    /// Stated ratings or percentages disagree among themselves.
    Ratings,
}

impl ConflictKind {
    pub const ALL: [Self; 5] =
        [Self::Scores, Self::LabelWords, Self::OutOfRange, Self::Rating, Self::Ratings];

    pub fn key(self) -> &'static str {
        match self {
            Self::Scores => "scores-differ",
            Self::LabelWords => "label-words",
            Self::OutOfRange => "out-of-range",
            Self::Rating => "rating-from-scores",
            Self::Ratings => "ratings-differ",
        }
    }
}

/// Who says what, where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub report: ReportId,
    pub at: Location,
    /// As it would be read out: "2", "good", "62%".
    pub says: String,
}
