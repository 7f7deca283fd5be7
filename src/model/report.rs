use std::{fmt, sync::Arc};

use super::{Location, Paragraph, Problem, Score, SharedText};

/// The path inside the corpus with extension, `/` as separator, and `%`-escapes for `%`, `#`,
/// control and undecodable bytes: unique by construction, the same on every system.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReportId(Arc<str>);

impl ReportId {
    /// From path components as bytes (on Windows: UTF-8 of the name).
    pub fn from_components<'a>(components: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut id = String::new();
        for component in components {
            if !id.is_empty() {
                id.push('/');
            }
            for chunk in component.utf8_chunks() {
                for c in chunk.valid().chars() {
                    if c == '%' || c == '#' || c.is_control() {
                        let mut utf8 = [0; 4];
                        c.encode_utf8(&mut utf8).bytes().for_each(|byte| escape(&mut id, byte));
                    } else {
                        id.push(c);
                    }
                }
                chunk.invalid().iter().for_each(|byte| escape(&mut id, *byte));
            }
        }
        ReportId(id.into())
    }

    /// From an id that was printed before.
    pub fn from_id(id: &str) -> Self {
        ReportId(id.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn escape(id: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    id.push('%');
    id.push(char::from(HEX[usize::from(byte >> 4)]));
    id.push(char::from(HEX[usize::from(byte & 15)]));
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What sort of report a file or page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    StatementPage,
    Overview,
    Landing,
    WholeReport,
    PressRelease,
    Unrecognised,
}

impl Kind {
    pub const ALL: [Self; 6] = [
        Self::StatementPage,
        Self::Overview,
        Self::Landing,
        Self::WholeReport,
        Self::PressRelease,
        Self::Unrecognised,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::StatementPage => "statement-page",
            Self::Overview => "overview",
            Self::Landing => "landing",
            Self::WholeReport => "whole-report",
            Self::PressRelease => "press-release",
            Self::Unrecognised => "unrecognised",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Whether the scores count: pilots of 2023 gave indicative ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Formal,
    Indicative,
}

impl Status {
    pub const ALL: [Self; 2] = [Self::Formal, Self::Indicative];

    pub fn key(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Indicative => "indicative",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}

/// A month, or a day where the source gives one; ordered by time, a month before its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Published {
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: Option<u8>,
}

impl Published {
    /// `2025-01` or `2025-01-10`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let month = parts.next()?.parse().ok().filter(|m| (1..=12).contains(m))?;
        let day = match parts.next() {
            Some(day) => Some(day.parse().ok().filter(|d| (1..=31).contains(d))?),
            None => None,
        };
        parts.next().is_none().then_some(Published { year, month, day })
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// Which kind of place states a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScoreSource {
    /// A line of the corpus's `overrides.toml`, which settles what the file itself says.
    Override,
    /// A statement page's own score line.
    StatementPage,
    /// The list of scores of an overview.
    Overview,
    PressRelease,
}

impl ScoreSource {
    pub const ALL: [Self; 4] = [Self::Override, Self::StatementPage, Self::Overview, Self::PressRelease];

    pub fn key(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::StatementPage => "statement-page",
            Self::Overview => "overview",
            Self::PressRelease => "press-release",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.key() == key)
    }
}

/// One score that a file states. `statement` is `None` under an unknown label, `score` where the
/// line gives no value on the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreFact {
    /// Name of the authority it is about; `None` where unknown.
    pub authority: Option<SharedText>,
    pub assessment: Option<SharedText>,
    pub statement: Option<SharedText>,
    pub score: Option<Score>,
    pub status: Option<Status>,
    pub source: ScoreSource,
    /// Of an override, its line in `overrides.toml`.
    pub at: Location,
}

/// An overall rating or percentage that a file states, as published: the two are kept apart, as a page may
/// give either alone. One line may give both; two lines are two facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingFact {
    /// Name of the authority it is about; `None` where unknown.
    pub authority: Option<SharedText>,
    pub assessment: Option<SharedText>,
    /// Key of a rating of the framework.
    pub rating: Option<SharedText>,
    /// "scored 78 out of 100 overall", "Overall score: 62".
    pub percent: Option<u8>,
    pub status: Option<Status>,
    pub source: ScoreSource,
    pub at: Location,
}

/// One source file, read and tagged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub kind: Kind,
    pub paragraphs: Vec<Paragraph>,
    pub scores: Vec<ScoreFact>,
    pub ratings: Vec<RatingFact>,
    pub problems: Vec<Problem>,
}
