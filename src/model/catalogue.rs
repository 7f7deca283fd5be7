use super::{Authorities, Framework, RatingBand, Statement, Theme};

/// All that tags are keys into. Loaded once and passed down; nothing global.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// In order of preference where two share a spelling.
    pub frameworks: Vec<Framework>,
    pub authorities: Authorities,
}

/// A data file of the corpus (`authorities.toml`) that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct CatalogueError {
    pub file: String,
    pub message: String,
}

impl Catalogue {
    /// Key of the framework → the framework; `None` for a key that is not loaded.
    pub fn framework(&self, key: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.key == key)
    }

    /// A statement by key, whichever loaded framework has it.
    pub fn statement(&self, key: &str) -> Option<&Statement> {
        self.frameworks.iter().find_map(|framework| framework.statement(key))
    }

    /// The theme that a statement belongs to.
    pub fn theme_of(&self, statement: &str) -> Option<&Theme> {
        self.frameworks.iter().find_map(|f| f.statement(statement).and_then(|s| f.theme(&s.theme)))
    }

    /// A statement as a person names it: number, key, name or any spelling; case is ignored.
    pub fn find_statement(&self, typed: &str) -> Option<&Statement> {
        self.frameworks.iter().find_map(|framework| framework.find_statement(typed))
    }

    pub fn find_theme(&self, typed: &str) -> Option<&Theme> {
        self.frameworks.iter().find_map(|framework| framework.find_theme(typed))
    }

    pub fn find_rating(&self, typed: &str) -> Option<&RatingBand> {
        self.frameworks.iter().find_map(|framework| framework.find_rating(typed))
    }
}
