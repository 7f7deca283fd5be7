use super::Totals;
use crate::model::Field;

/// What a corpus sets for its index, and which rules tagged it. Kept in the index, so that a query
/// reads names and synonyms as the paragraphs were read; a difference means: read all files again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorpusSettings {
    /// The corpus folder, absolute, as a person may type it.
    pub corpus: String,
    /// Text of `authorities.toml`, if the corpus has one.
    pub authorities: Option<String>,
    /// Text of `synonyms.toml`, if the corpus has one.
    pub synonyms: Option<String>,
    /// Text of `overrides.toml`, if the corpus has one.
    pub overrides: Option<String>,
    pub versions: Versions,
}

/// The rules behind an index; any change of the first four makes its tags or words out of date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    pub readers: u32,
    pub tagger: u32,
    /// Of the normaliser: words and stems.
    pub words: u32,
    /// Digest of frameworks and listed authorities.
    pub catalogue: String,
    /// Digest of the built-in synonyms, whose phrases are indexed as words of their own.
    pub lexicon: String,
    /// Of the program, for information.
    pub program: String,
}

/// What one index run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Seconds since 1970.
    pub started: u64,
    pub started_ns: i64,
    pub took_ms: u64,
    /// Why all files were read, where they were.
    pub full_because: Option<String>,
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub unchanged: usize,
}

/// What became of a file since the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    New,
    Changed,
    Removed,
}

impl Change {
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// What `status` tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexStatus {
    pub settings: CorpusSettings,
    /// Of our own index format.
    pub format: u32,
    pub last_run: Run,
    pub totals: Totals,
    pub authorities: usize,
    pub size_bytes: u64,
    /// Whether the folder of reports is no longer where it was; the index answers without it.
    pub corpus_gone: bool,
    /// Parts of the index by purpose ("stored text", "word positions"), largest first.
    pub parts: Vec<(String, u64)>,
}

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    pub files_checked: usize,
    pub paragraphs_checked: usize,
    pub reports_checked: usize,
    /// What is wrong, each with the place. Empty: all is well.
    pub faults: Vec<Fault>,
    /// Leftovers that do no harm.
    pub leftovers: Vec<String>,
    /// The command that mends what is wrong.
    pub remedy: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// A file of the index, a report or a paragraph id.
    pub place: String,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A file of the index is not what was written.
    File,
    /// Counts of ledger and paragraphs differ.
    Count,
    Paragraph,
    /// A facet column and a stored tag differ.
    Column(Field),
    /// The corpus and the ledger differ: not damage, but answers are of older texts.
    Corpus,
}
