//! Reads `overrides.toml`.
//!
//! ```toml
//! [[override]]
//! path = "minutes/00?.txt"    # `*` within a name, `**` over folders
//! authority = "Barnet"        # name, alias or GSS code; another name is kept as written
//! statement = "pathways"      # key, number or name
//! score = 2
//! published = "2025-01"
//! rating = "good"
//! status = "formal"
//! ```

use serde::Deserialize;
use toml::Spanned;

use crate::model::{Catalogue, Published, Score, Status};

use super::overrides::{Override, Overrides};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "override")]
    lines: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    path: String,
    authority: Option<String>,
    statement: Option<NameOrNumber>,
    score: Option<u8>,
    published: Option<String>,
    rating: Option<String>,
    status: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NameOrNumber {
    Name(String),
    Number(u8),
}

/// An `overrides.toml` that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct OverridesError {
    pub file: String,
    pub message: String,
}

impl Overrides {
    /// `file` names the text in messages. Statements, scores and ratings are held against the catalogue by
    /// [`Overrides::check`].
    pub fn parse(file: &str, toml: &str) -> Result<Self, OverridesError> {
        let error = |message: String| OverridesError { file: file.to_owned(), message };
        let rows: File = toml::from_str(toml).map_err(|cause| {
            error(format!(
                "{cause}\nfor example: [[override]]\n  path = \"minutes/*.txt\"\n  authority = \"Barnet\""
            ))
        })?;
        let lines: Result<Vec<Override>, OverridesError> = rows
            .lines
            .into_iter()
            .map(|row| {
                let number = 1 + toml[..row.span().start].matches('\n').count();
                let row = row.into_inner();
                let path = row.path.clone();
                line(row, u32::try_from(number).unwrap_or(u32::MAX)).map_err(|(field, value)| {
                    error(format!("the override of `{path}` has a {field} that is not understood: `{value}`"))
                })
            })
            .collect();
        Ok(Overrides { file: file.to_owned(), lines: lines? })
    }

    /// Whether the catalogue knows every statement, score and rating of the file. A tagger leaves out those
    /// it does not know.
    pub fn check(&self, catalogue: &Catalogue) -> Result<(), OverridesError> {
        for line in &self.lines {
            let scored = |score: &Score| catalogue.frameworks.iter().any(|f| f.scale.contains(score.0));
            let unknown = match line {
                Override { statement: Some(name), .. } if catalogue.find_statement(name).is_none() => {
                    ("statement", name.clone())
                }
                Override { rating: Some(name), .. } if catalogue.find_rating(name).is_none() => {
                    ("rating", name.clone())
                }
                Override { score: Some(score), .. } if !scored(score) => ("score", score.to_string()),
                _ => continue,
            };
            let (field, value) = unknown;
            let message =
                format!("the override of `{}` has a {field} that is not known: `{value}`", line.path);
            return Err(OverridesError { file: self.file.clone(), message });
        }
        Ok(())
    }
}

fn line(row: Row, number: u32) -> Result<Override, (&'static str, String)> {
    let published = match row.published {
        Some(date) => Some(Published::parse(&date).ok_or(("publication month (as 2025-01)", date))?),
        None => None,
    };
    let status = match row.status {
        Some(key) => Some(Status::from_key(&key).ok_or(("status (formal or indicative)", key))?),
        None => None,
    };
    let statement = row.statement.map(|statement| match statement {
        NameOrNumber::Name(name) => name,
        NameOrNumber::Number(number) => number.to_string(),
    });
    Ok(Override {
        path: row.path,
        line: number,
        authority: row.authority,
        statement,
        score: row.score.map(Score),
        published,
        rating: row.rating,
        status,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gives_tags_to_the_files_that_its_pattern_fits() {
        let toml = "[[override]]\npath = \"a/*.txt\"\nauthority = \"Barnet\"\nstatement = 6\nscore = 2\npublished = \"2025-01\"\nstatus = \"formal\"\n";
        let overrides = Overrides::parse("overrides.toml", toml).unwrap();
        let found = overrides.of("a/page.txt");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].statement.as_deref(), Some("6"));
        assert_eq!(found[0].published.map(|p| p.to_string()).as_deref(), Some("2025-01"));
        assert!(overrides.of("b/page.txt").is_empty());
    }

    #[test]
    fn a_line_that_is_not_understood_is_named() {
        for (toml, said) in [
            (
                "[[override]]\npath = \"a\"\npublished = \"soon\"\n",
                "the override of `a` has a publication month (as 2025-01) that is not understood: `soon`",
            ),
            ("[[override]]\npath = \"a\"\nstatus = \"x\"\n", "status (formal or indicative)"),
            ("[[override]]\npath = \"a\"\ncolour = \"red\"\n", "colour"),
        ] {
            let message = Overrides::parse("overrides.toml", toml).unwrap_err().to_string();
            assert!(message.contains(said) && message.starts_with("overrides.toml: "), "{message}");
        }
    }
}
