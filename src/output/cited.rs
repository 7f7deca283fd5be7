use crate::model::{Catalogue, Evidence, Paragraph, Statement, Theme};

use super::wording::section_in_words;

/// A paragraph with its keys looked up: what every format says about it.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    pub paragraph: &'a Paragraph,
    pub statement: Option<&'a Statement>,
    pub theme: Option<&'a Theme>,
    /// The scale's words for the score: "some shortfalls".
    pub score_label: Option<&'a str>,
    /// `None` where the report's framework is not known.
    pub scale: Option<(u8, u8)>,
}

/// The tags of a page that carry evidence, by field name.
pub(super) type PageEvidence = [(&'static str, Option<Evidence>); 6];

impl<'a> Cited<'a> {
    pub fn new(paragraph: &'a Paragraph, catalogue: &'a Catalogue) -> Self {
        let page = &*paragraph.page;
        let framework = page.framework.as_deref().and_then(|key| catalogue.framework(key));
        let key = page.statement.as_ref().map(|tag| tag.value.as_str());
        let statement = key.and_then(|key| match framework {
            Some(framework) => framework.statement(key),
            None => catalogue.statement(key),
        });
        let theme = statement.and_then(|s| match framework {
            Some(framework) => framework.theme(&s.theme),
            None => catalogue.theme_of(&s.key),
        });
        let score = page.score.as_ref().map(|tag| tag.value);
        Cited {
            paragraph,
            statement,
            theme,
            score_label: framework.and_then(|f| score.and_then(|score| f.scale.label(score))),
            scale: framework.map(|f| (f.scale.min, f.scale.max)),
        }
    }

    pub(super) fn evidence(&self) -> PageEvidence {
        let page = &self.paragraph.page;
        [
            ("authority", page.authority.as_ref().map(|tag| tag.evidence)),
            ("statement", page.statement.as_ref().map(|tag| tag.evidence)),
            ("score", page.score.as_ref().map(|tag| tag.evidence)),
            ("published", page.published.as_ref().map(|tag| tag.evidence)),
            ("rating", page.rating.as_ref().map(|tag| tag.evidence)),
            ("status", page.status.as_ref().map(|tag| tag.evidence)),
        ]
    }

    /// "score 2: score line, line 4"
    pub(super) fn evidence_in_words(&self) -> Vec<String> {
        let known = self.evidence().into_iter().filter_map(|(field, evidence)| Some((field, evidence?)));
        known
            .map(|(field, evidence)| match evidence.line {
                Some(line) => format!("{field}: {}, line {line}", evidence.from),
                None => format!("{field}: {}", evidence.from),
            })
            .collect()
    }

    pub(super) fn authority_name(&self) -> Option<&'a str> {
        self.paragraph.page.authority.as_ref().map(|tag| tag.value.name.as_str())
    }

    pub(super) fn statement_name(&self) -> Option<&'a str> {
        let page = &self.paragraph.page;
        self.statement
            .map(|s| s.name.as_str())
            .or_else(|| page.statement.as_ref().map(|tag| tag.value.as_str()))
    }

    /// "score 2, some shortfalls"
    pub(super) fn score_in_words(&self) -> Option<String> {
        let score = self.paragraph.page.score.as_ref()?.value;
        Some(match self.score_label {
            Some(label) => format!("score {score}, {label}"),
            None => format!("score {score}"),
        })
    }

    /// "Barnet · Safe pathways, systems and transitions · score 2, some shortfalls"; what the
    /// report does not say is said to be missing, never left out in silence.
    pub(super) fn subject(&self) -> Vec<String> {
        let mut parts = vec![self.authority_name().unwrap_or("authority not stated").to_owned()];
        match self.statement_name() {
            Some(name) => parts.push(name.to_owned()),
            None if self.paragraph.page.authority.is_some() => {}
            None => parts.push("statement not stated".to_owned()),
        }
        match self.score_in_words() {
            Some(score) => parts.push(score),
            None if self.paragraph.page.statement.is_some() => parts.push("no score".to_owned()),
            None => {}
        }
        if let Some(section) = section_in_words(self.paragraph.section) {
            parts.push(section.to_owned());
        }
        parts
    }

    /// "published 2025-01 · barnet/pathways.txt, line 14"
    pub(super) fn source(&self) -> Vec<String> {
        let Paragraph { id, at, page, .. } = self.paragraph;
        let published = page
            .published
            .as_ref()
            .map_or_else(|| "no date in the source".to_owned(), |tag| format!("published {}", tag.value));
        let place = match at.page {
            Some(number) => format!("page {number}, line {}", at.line),
            None => format!("line {}", at.line),
        };
        vec![published, place, id.to_string()]
    }
}
