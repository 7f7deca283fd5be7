use std::{fmt, sync::Arc};

use super::{Authority, Kind, Location, Published, ReportId, Score, Status, Tag};

/// The part of a report that a paragraph stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    Findings,
    Summary,
    Press,
    Other,
    About,
    Expectations,
    Commitment,
    Scores,
}

impl Section {
    pub const ALL: [Self; 8] = [
        Self::Findings,
        Self::Summary,
        Self::Press,
        Self::Other,
        Self::About,
        Self::Expectations,
        Self::Commitment,
        Self::Scores,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Summary => "summary",
            Self::Press => "press",
            Self::Other => "other",
            Self::About => "about",
            Self::Expectations => "expectations",
            Self::Commitment => "commitment",
            Self::Scores => "scores",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.key() == key)
    }

    /// The framework's own text, demography and score lines say nothing about how an authority
    /// does, and repeat on every page: answers leave them out unless asked.
    pub fn shown_by_default(self) -> bool {
        matches!(self, Self::Findings | Self::Summary | Self::Press | Self::Other)
    }
}

/// `<report id>#<n>`: stable as long as the file and its place in the corpus are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParagraphId {
    pub report: ReportId,
    /// Counts all paragraphs of the report from 1.
    pub number: u32,
}

impl fmt::Display for ParagraphId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.report, self.number)
    }
}

impl ParagraphId {
    /// The inverse of `Display`; the report id holds no bare `#`.
    pub fn parse(id: &str) -> Option<Self> {
        let (report, number) = id.rsplit_once('#')?;
        let number = number.parse().ok().filter(|n| *n > 0)?;
        (!report.is_empty()).then(|| ParagraphId { report: ReportId::from_id(report), number })
    }
}

/// Everything the paragraphs of one page share. A file holding a whole report has several pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Path inside the corpus with `/`, as shown to people.
    pub path: String,
    pub title: Option<String>,
    pub url: Option<String>,
    pub kind: Kind,
    pub authority: Option<Tag<Authority>>,
    /// Key of a quality statement in the framework.
    pub statement: Option<Tag<String>>,
    pub score: Option<Tag<Score>>,
    pub published: Option<Tag<Published>>,
    /// Key of an overall rating in the framework (`good`, `requires-improvement`).
    pub rating: Option<Tag<String>>,
    pub status: Option<Tag<Status>>,
    /// Key of the framework file (`cqc-la-2023`).
    pub framework: Option<String>,
    /// Authority and month, `barnet/2025-01`.
    pub assessment: Option<String>,
}

/// The unit that is indexed and returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub id: ParagraphId,
    /// Word for word as in the report, with single spaces.
    pub text: String,
    pub section: Section,
    pub subheading: Option<String>,
    pub at: Location,
    pub page: Arc<Page>,
}
