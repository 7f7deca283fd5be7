/// A dimension that paragraphs can be filtered, counted and grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Authority,
    Region,
    Theme,
    Statement,
    Score,
    Rating,
    Section,
    Kind,
    Published,
    Status,
    Framework,
    Assessment,
}

impl Field {
    pub const ALL: [Self; 12] = [
        Self::Authority,
        Self::Region,
        Self::Theme,
        Self::Statement,
        Self::Score,
        Self::Rating,
        Self::Section,
        Self::Kind,
        Self::Published,
        Self::Status,
        Self::Framework,
        Self::Assessment,
    ];

    /// The name in options, queries, JSON and the index.
    pub fn key(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Region => "region",
            Self::Theme => "theme",
            Self::Statement => "statement",
            Self::Score => "score",
            Self::Rating => "rating",
            Self::Section => "section",
            Self::Kind => "kind",
            Self::Published => "published",
            Self::Status => "status",
            Self::Framework => "framework",
            Self::Assessment => "assessment",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}
