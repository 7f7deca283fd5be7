use super::{Layout, Score};

/// One regulator's quality framework: what statements, scores and ratings mean. Read from a data
/// file, so that a revised framework or another regime is a second file and no second program.
#[derive(Clone, Debug, PartialEq)]
pub struct Framework {
    /// `cqc-la-2023`
    pub key: String,
    pub name: String,
    pub themes: Vec<Theme>,
    pub statements: Vec<Statement>,
    pub scale: Scale,
    /// From worst to best.
    pub ratings: Vec<RatingBand>,
    pub layout: Layout,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    pub key: String,
    pub number: u8,
    pub name: String,
    pub aliases: Vec<String>,
}

/// A quality statement: the unit that is scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub key: String,
    pub number: u8,
    /// The label on report pages.
    pub name: String,
    /// Key of its theme.
    pub theme: String,
    /// Other spellings seen in print.
    pub aliases: Vec<String>,
    /// Names that stand for it in a list of scores alone, because they are those of a theme ("leadership").
    pub list_names: Vec<String>,
    /// What people say for it in questions and drafts; in a report such words are no label.
    pub short_names: Vec<String>,
}

impl Statement {
    /// Whatever people call it: key, name, other spellings, short names.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        [&self.key, &self.name].into_iter().chain(&self.aliases).chain(&self.short_names)
    }
}

/// The scores that can be given, with the words for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    pub min: u8,
    pub max: u8,
    /// `labels[0]` is for `min`: "significant shortfalls".
    pub labels: Vec<String>,
}

impl Scale {
    pub fn contains(&self, score: u8) -> bool {
        (self.min..=self.max).contains(&score)
    }

    pub fn label(&self, score: Score) -> Option<&str> {
        let index = score.0.checked_sub(self.min)?;
        self.labels.get(usize::from(index)).map(String::as_str)
    }

    /// `1-4`, as JSON has it.
    pub fn key(&self) -> String {
        format!("{}-{}", self.min, self.max)
    }
}

/// An overall rating and the percentages (inclusive, of the highest possible sum of scores) it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingBand {
    pub key: String,
    pub name: String,
    pub from_percent: u8,
    pub to_percent: u8,
}

impl Framework {
    pub fn statement(&self, key: &str) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.key == key)
    }

    pub fn theme(&self, key: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.key == key)
    }

    /// By number, key, name, alias or short name, whatever the case.
    pub fn find_statement(&self, typed: &str) -> Option<&Statement> {
        let typed = fold(typed);
        self.statements.iter().find(|s| s.number.to_string() == typed || s.names().any(|n| fold(n) == typed))
    }

    pub fn find_theme(&self, typed: &str) -> Option<&Theme> {
        let typed = fold(typed);
        self.themes.iter().find(|t| {
            t.number.to_string() == typed || names(&t.key, &t.name, &t.aliases).any(|n| fold(n) == typed)
        })
    }

    pub fn find_rating(&self, typed: &str) -> Option<&RatingBand> {
        let typed = fold(typed);
        self.ratings.iter().find(|rating| fold(&rating.key) == typed || fold(&rating.name) == typed)
    }
}

fn names<'a>(key: &'a str, name: &'a str, aliases: &'a [String]) -> impl Iterator<Item = &'a str> {
    [key, name].into_iter().chain(aliases.iter().map(String::as_str))
}

/// Case, "&" for "and", commas, hyphens and spacing do not tell two names apart. In one pass: every
/// start of the program folds a thousand names.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut parted = false;
    for c in name.chars() {
        if matches!(c, '\u{2019}' | '\'') {
            continue;
        }
        let word = c.is_alphanumeric();
        if (word && parted || c == '&') && !folded.is_empty() {
            folded.push(' ');
        }
        parted = !word;
        if c == '&' {
            folded.push_str("and");
        } else if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else if word {
            folded.extend(c.to_lowercase());
        }
    }
    folded
}
