//! An answer as it is handed in: tables, passages and what it takes to repeat it, in plain words. Each
//! format that holds a whole answer (CSV, Markdown, a spreadsheet, a page) is written from this.

use std::ops::Range;

use super::Screen;

/// One table; every row has the length of its head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    pub fn new<S: Into<String>>(name: &str, head: impl IntoIterator<Item = S>) -> Self {
        Sheet { name: name.to_owned(), head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    pub(super) fn add(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// Columns that hold counts and places: numbers, so that they can be sorted and added up.
const NUMBERS: [&str; 14] = [
    "paragraphs",
    "reports",
    "authorities",
    "of",
    "missing",
    "rank",
    "relevance",
    "score",
    "score_shown",
    "paragraph",
    "line",
    "page",
    "source_page",
    "source_line",
];

pub(super) fn is_number(head: &str) -> bool {
    NUMBERS.contains(&head)
}

/// A quoted paragraph with its tags and where each came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// What the passages from here on have in common, where that changes: "Below: some of the words".
    pub divider: Option<String>,
    pub heading: String,
    /// The report's own sub-heading.
    pub under: Option<String>,
    pub text: String,
    /// Bytes of `text`.
    pub marks: Vec<Range<usize>>,
    pub source: String,
    pub address: Option<String>,
    /// "score: 2, from the score line, line 4"
    pub evidence: Vec<String>,
    /// Sentences about it: why it is where it is, where it differs from its source.
    pub notes: Vec<String>,
}

impl Passage {
    /// Where it stands, and its address.
    pub(super) fn sources(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.source).chain(&self.address).map(String::as_str).filter(|part| !part.is_empty())
    }
}

/// A whole answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    pub title: String,
    /// What was found, in sentences.
    pub lines: Vec<String>,
    pub sheets: Vec<Sheet>,
    pub passages: Vec<Passage>,
    /// What it takes to repeat the answer: query, index, versions, dates, licence.
    pub about: Vec<(String, String)>,
}

/// What an index is, so that an answer can be repeated: the same digest gives the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeat {
    /// Of the texts and the rules that the index was made of; `None` where files were read and no index.
    pub digest: Option<String>,
    /// Of the program.
    pub program: String,
    /// Of readers, tagger, words and catalogue.
    pub rules: String,
    /// First and last month of the assessments that are indexed.
    pub covers: Option<(String, String)>,
}

/// Source: nationalarchives.gov.uk, Open Government Licence version 3.0, "attribution statement"; read 2026-11-22.
const LICENCE: &str = "Contains public sector information licensed under the Open Government Licence v3.0.";

impl Repeat {
    /// As pairs for an about-sheet.
    pub fn about(&self) -> Vec<(String, String)> {
        let mut about = Vec::new();
        if let Some(digest) = &self.digest {
            let covers = match &self.covers {
                Some((first, last)) if first == last => first.clone(),
                Some((first, last)) => format!("{first} to {last}"),
                None => "no dates in the sources".to_owned(),
            };
            about.extend([("Assessments", covers), ("Index digest", digest.clone())]);
        }
        about.extend([
            ("Program", format!("findings {}", self.program)),
            ("Rules", self.rules.clone()),
            ("Licence", LICENCE.to_owned()),
        ]);
        about.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    /// One line below an answer; on a narrow screen several, none of which breaks within a value.
    pub fn line(&self, screen: Screen) -> String {
        let index = self.digest.as_ref().map(|digest| format!("index {digest},"));
        let parts = [format!("findings {},", self.program), format!("rules {}", self.rules)];
        let mut out = "To repeat:".to_owned();
        let mut column = out.len();
        for part in index.into_iter().chain(parts) {
            let fits = column + 1 + part.len() <= screen.width;
            out.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 } + part.len();
            out.push_str(&part);
        }
        out + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_takes_to_repeat_breaks_between_values_alone() {
        let repeat = Repeat {
            digest: Some("0123456789abcdef".into()),
            program: "0.1.0".into(),
            rules: "1.1.2.0123456789abcdef".into(),
            covers: None,
        };
        let line = |width| repeat.line(Screen { width, color: false });
        let parts =
            ["To repeat: index 0123456789abcdef,", "findings 0.1.0,", "rules 1.1.2.0123456789abcdef\n"];
        assert_eq!(line(80), parts.join(" "));
        assert_eq!(line(78), format!("{} {}\n{}", parts[0], parts[1], parts[2]));
        assert_eq!(line(40), parts.join("\n"));
    }
}
