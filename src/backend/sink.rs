use std::{error::Error, fmt};

use super::{FileRecord, Run, Stop};
use crate::model::{Paragraph, ReportId};

/// Where an index run writes. Nothing is visible to anyone before `commit`; dropped without it,
/// everything is as it was.
pub trait Sink {
    /// Whether the run starts from nothing (first build, rebuild) or updates what is there.
    fn start(&self) -> &Start;

    /// Hands on every row of the ledger as it was before the run, in any order; asked for once, before any row is written.
    fn records(&mut self, each: &mut dyn FnMut(FileRecord)) -> Result<(), SinkError>;

    /// Removes the paragraphs of a report; its row stays until replaced or removed.
    fn remove_paragraphs(&mut self, report: &ReportId) -> Result<(), SinkError>;

    fn add_paragraphs(&mut self, paragraphs: Vec<Paragraph>) -> Result<(), SinkError>;

    /// Adds or replaces a row.
    fn put_record(&mut self, record: FileRecord) -> Result<(), SinkError>;

    fn remove_record(&mut self, report: &ReportId) -> Result<(), SinkError>;

    /// Makes everything visible at once and durable, and tidies up. Where the run is asked to stop before, nothing is
    /// made visible and that is an error; where after, it ends without delay.
    fn commit(self, run: Run, stop: &Stop) -> Result<(), SinkError>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    FirstBuild,
    /// All files are read again; why, as words for a person ("the authorities file changed").
    Rebuild(String),
    /// Files are read again as they changed.
    Update {
        /// There is something to commit even if no file changed; what, as words for a person.
        settings: Option<String>,
    },
}

impl Start {
    pub fn is_update(&self) -> bool {
        matches!(self, Start::Update { .. })
    }
}

/// What stopped the writing, in the words of the one who writes.
#[derive(Debug)]
pub struct SinkError(pub Box<dyn Error + Send + Sync>);

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for SinkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
