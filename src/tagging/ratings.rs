//! Overall ratings, and whether the assessment is formal or a pilot's.

use std::sync::Arc;

use crate::model::{EvidenceSource, Kind, Location, Page, RatingFact, ScoreSource, Status, Tag};

use super::{
    job::Job,
    lines::{forms::words, roles::Role, scores::Value},
    outline::PartKind,
    overrides::Override,
    page_score::PageScore,
};

impl Job<'_> {
    pub(super) fn rating(&self, given: &[&Override]) -> Option<Tag<String>> {
        if let Some(key) = given.iter().find_map(|g| g.rating.clone()) {
            return Some(Tag::new(key, EvidenceSource::OverrideFile, None));
        }
        match self.outline.kind {
            Kind::PressRelease => {
                let rated = self.rated?;
                let key = rated.rating.clone()?;
                Some(Tag::new(key, EvidenceSource::RatedSentence, self.line(rated.at)))
            }
            Kind::Overview | Kind::WholeReport if !self.titles.are_several() => (0..self.outline.parts.len())
                .filter(|p| matches!(self.outline.parts[*p].kind, PartKind::Overview | PartKind::Front))
                .find_map(|p| {
                    self.outline.range(p).find_map(|at| match &self.outline.roles[at] {
                        Role::Rating { key: Some(key), .. } => {
                            Some(Tag::new(key.clone(), EvidenceSource::RatingLine, self.line(at)))
                        }
                        _ => None,
                    })
                }),
            _ => None,
        }
    }

    /// Every overall rating and percentage that the file states, line by line.
    pub(super) fn ratings(&self, pages: &[Arc<Page>]) -> Vec<RatingFact> {
        let mut facts = Vec::new();
        let given = self.tagger.overrides.of(self.id.as_str());
        let settled = given.iter().find_map(|g| Some((g.rating.clone()?, g.line)));
        let first = pages.iter().position(|page| page.authority.is_some());
        let press = self.outline.kind == Kind::PressRelease;
        for (index, page) in pages.iter().enumerate() {
            let part = &self.outline.parts[index];
            let fact =
                |rating: Option<String>, percent: Option<u8>, source: ScoreSource, at: Location| RatingFact {
                    authority: page.authority.as_ref().map(|a| a.value.name.as_str().into()),
                    assessment: page.assessment.as_deref().map(Into::into),
                    rating: rating.map(Into::into),
                    percent,
                    status: page.status.as_ref().map(|s| s.value),
                    source,
                    at,
                };
            match &settled {
                // It is of the file: once is enough, however many pages that has.
                Some((rating, line)) if Some(index) == first => {
                    let at = Location { line: *line, page: None };
                    facts.push(fact(Some(rating.clone()), None, ScoreSource::Override, at));
                }
                None if press => {
                    let rated = self.rated.filter(|rated| rated.rating.is_some());
                    facts.extend(rated.map(|rated| {
                        let at = self.location(rated.at);
                        fact(rated.rating.clone(), None, ScoreSource::PressRelease, at)
                    }));
                }
                _ => {}
            }
            if part.kind != PartKind::Overview {
                continue;
            }
            for at in self.outline.range(index).filter(|at| self.outline.item_of[*at].is_none()) {
                let (rating, percent) = match &self.outline.roles[at] {
                    Role::Rating { key, percent, .. } => (key.clone(), *percent),
                    // "Score: 75" above the list is the overall percentage, not a score off the scale.
                    Role::Score { value: Value::Off(written), .. } => {
                        (None, written.trim_end_matches('%').parse().ok().filter(|p| *p <= 100))
                    }
                    Role::Text => (None, self.layout.percent_within(&self.reading.blocks[at].text)),
                    _ => (None, None),
                };
                let rating = rating.filter(|_| settled.is_none());
                if rating.is_some() || percent.is_some() {
                    facts.push(fact(rating, percent, ScoreSource::Overview, self.location(at)));
                }
            }
        }
        facts
    }

    pub(super) fn status(&self, given: &[&Override], scores: &[Option<PageScore>]) -> Option<Tag<Status>> {
        if let Some(status) = given.iter().find_map(|g| g.status) {
            return Some(Tag::new(status, EvidenceSource::OverrideFile, None));
        }
        if matches!(self.outline.kind, Kind::Unrecognised | Kind::Landing) {
            return None;
        }
        let page = scores
            .iter()
            .flatten()
            .find(|score| score.provisional)
            .map(|score| (EvidenceSource::ScoreLine, score.line));
        let item = || {
            let item = self.outline.items.iter().find(|item| item.provisional)?;
            Some((EvidenceSource::ScoreList, self.line(item.at)))
        };
        let rating = || {
            let at = self.outline.roles.iter().position(|role| match role {
                Role::Rating { provisional, .. } | Role::Score { value: Value::Off(_), provisional, .. } => {
                    *provisional
                }
                _ => false,
            })?;
            Some((EvidenceSource::RatingLine, self.line(at)))
        };
        let rated = || {
            let rated =
                self.rated.filter(|rated| rated.provisional && self.outline.kind == Kind::PressRelease)?;
            Some((EvidenceSource::RatedSentence, self.line(rated.at)))
        };
        let heading = || {
            let at = self.reading.blocks.iter().zip(&self.outline.roles).position(|(block, role)| {
                matches!(role, Role::Section(_)) && self.layout.provisional(&words(&block.text))
            })?;
            Some((EvidenceSource::RatingLine, self.line(at)))
        };
        // "Kent County Council: pilot assessment"
        let title = || {
            let mut titles = self.outline.parts.iter().filter_map(|part| part.title);
            let at = titles.find(|at| {
                matches!(self.outline.roles[*at], Role::Title { provisional: true, .. })
                    && !self.titles.are_several()
            })?;
            Some((EvidenceSource::TitleLine, self.line(at)))
        };
        match page.or_else(item).or_else(rating).or_else(rated).or_else(heading).or_else(title) {
            Some((from, line)) => Some(Tag::new(Status::Indicative, from, line)),
            None => Some(Tag::new(Status::Formal, EvidenceSource::Layout, None)),
        }
    }
}
