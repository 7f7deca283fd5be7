use std::fmt;

/// A value with the reason for it. Wrong is worse than none: no value without evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<T> {
    pub value: T,
    pub evidence: Evidence,
}

impl<T> Tag<T> {
    pub fn new(value: T, from: EvidenceSource, line: impl Into<Option<u32>>) -> Self {
        Tag { value, evidence: Evidence { from, line: line.into() } }
    }
}

/// Where a tag's value came from; `line` counts from 1, `None` where no line says it (a file name).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub from: EvidenceSource,
    pub line: Option<u32>,
}

/// Listed in the order of trust for authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvidenceSource {
    OverrideFile,
    TitleLine,
    RatedSentence,
    PageAddress,
    FolderName,
    FileName,
    RunningText,
    Label,
    ScoreLine,
    LabelWords,
    ScoreList,
    RatingLine,
    DateLine,
    Layout,
}

impl EvidenceSource {
    pub const ALL: [Self; 14] = [
        Self::OverrideFile,
        Self::TitleLine,
        Self::RatedSentence,
        Self::PageAddress,
        Self::FolderName,
        Self::FileName,
        Self::RunningText,
        Self::Label,
        Self::ScoreLine,
        Self::LabelWords,
        Self::ScoreList,
        Self::RatingLine,
        Self::DateLine,
        Self::Layout,
    ];

    /// As shown to people and written in JSON.
    pub fn words(self) -> &'static str {
        match self {
            Self::OverrideFile => "override file",
            Self::TitleLine => "title line",
            Self::RatedSentence => "rated sentence",
            Self::PageAddress => "page address",
            Self::FolderName => "folder name",
            Self::FileName => "file name",
            Self::RunningText => "running text",
            Self::Label => "label",
            Self::ScoreLine => "score line",
            Self::LabelWords => "label words",
            Self::ScoreList => "score list",
            Self::RatingLine => "rating line",
            Self::DateLine => "date line",
            Self::Layout => "layout",
        }
    }

    pub fn from_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.words() == words)
    }
}

impl fmt::Display for EvidenceSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// The council a report assesses, as a tag carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The short name of a listed authority ("Barnet"); as written, for one that is not listed.
    pub name: String,
    /// Government Statistical Service code, for a listed authority.
    pub gss: Option<String>,
    pub region: Option<String>,
}
