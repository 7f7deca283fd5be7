use super::SharedText;

macro_rules! problem_codes {
    ($($variant:ident $code:literal),* $(,)?) => {
        /// What can be wrong with a source without stopping the run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ProblemCode { $($variant),* }

        impl ProblemCode {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|problem| problem.code() == code)
            }
        }
    };
}

problem_codes! {
    AuthorityUnknown "authority-unknown",
    AuthorityFromText "authority-from-text",
    AuthorityFromName "authority-from-name",
    AuthorityNotListed "authority-not-listed",
    AuthorityConflict "authority-conflict",
    SeveralAuthorities "several-authorities",
    UnknownStatement "unknown-statement",
    MissingScore "missing-score",
    ScoreOutOfRange "score-out-of-range",
    ScoreLabelMismatch "score-label-mismatch",
    ConflictingScores "conflicting-scores",
    IndicativeScore "indicative-score",
    DuplicateReport "duplicate-report",
    NearDuplicateReport "near-duplicate-report",
    NotAReport "not-a-report",
    Unreadable "unreadable",
    Empty "empty",
    TooLarge "too-large",
    UnsupportedFormat "unsupported-format",
    Binary "binary",
    DecodingLossy "decoding-lossy",
    ScannedPdf "scanned-pdf",
    Encrypted "encrypted",
    TimedOut "timed-out",
    Vanished "vanished",
    LinkSkipped "link-skipped",
}

impl ProblemCode {
    /// Whether it says that the same page, or nearly the same, stands in another file.
    pub fn is_of_copies(self) -> bool {
        matches!(self, Self::DuplicateReport | Self::NearDuplicateReport)
    }
}

/// Something a person should know about a file: what, where, what was done, what would settle it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    pub code: ProblemCode,
    /// Counted from 1; `None` where it concerns the whole file.
    pub line: Option<u32>,
    /// One sentence or two, lower case, no final stop.
    pub message: SharedText,
}

impl Problem {
    pub fn new(code: ProblemCode, line: impl Into<Option<u32>>, message: impl Into<SharedText>) -> Self {
        Problem { code, line: line.into(), message: message.into() }
    }
}
