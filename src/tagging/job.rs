//! One file's way from its outline to the tags of its pages.

use std::sync::Arc;

use crate::model::{
    EvidenceSource, Kind, Location, Page, Problem, ProblemCode, Reading, ReportId, ScoreFact, ScoreSource,
    Tag,
};

use super::{
    authority::titles::Titles,
    emission::Fate,
    lines::{layouts::LayoutForms, rated::Rated},
    outline::{Outline, Part, PartKind},
    page_score::PageScore,
    published::assessment,
    tagger::Tagger,
};

/// One file's way from its outline to tags.
pub(super) struct Job<'a> {
    pub tagger: &'a Tagger,
    pub layout: &'a LayoutForms,
    pub outline: &'a Outline,
    pub titles: Titles,
    pub rated: Option<&'a Rated>,
    pub fates: &'a [Fate],
    pub id: &'a ReportId,
    pub reading: &'a Reading,
}

impl Job<'_> {
    pub(super) fn pages(&self) -> (Vec<Arc<Page>>, Vec<ScoreFact>, Vec<Problem>) {
        let mut problems = Vec::new();
        let parts = &self.outline.parts;
        let given = self.tagger.overrides.of(self.id.as_str());
        let mut authorities = self.authorities(&given, &mut problems);
        self.take_from_strays(&mut authorities, &mut problems);
        let published = self.published(&given);
        let known = self.outline.kind != Kind::Unrecognised;
        let scores: Vec<Option<PageScore>> = (0..parts.len())
            .map(|part| {
                (parts[part].kind == PartKind::Statement).then(|| self.page_score(part, &mut problems))
            })
            .collect();
        let rating = self.rating(&given);
        let status = self.status(&given, &scores);
        if !known {
            problems.push(Problem::new(
                ProblemCode::NotAReport,
                None,
                "no layout of a report was recognised: the text is indexed as `other`, without statement or score; \
                 a line in overrides.toml can give it tags",
            ));
        }
        let mut facts = Vec::new();
        let mut pages = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let authority = authorities[index].clone();
            let published = published[index].clone();
            let assessment = authority
                .as_ref()
                .zip(published.as_ref())
                .map(|(authority, published)| assessment(&authority.value, published.value));
            let statement = self.statement(part, &given, &mut problems);
            let mut score = scores[index].as_ref().and_then(|score| score.tag.clone());
            let settled = given.iter().find_map(|g| Some((g.score?, g.line)));
            if let Some((settled, _)) = settled {
                score = Some(Tag::new(settled, EvidenceSource::OverrideFile, None));
            }
            let stated = scores[index].as_ref().map(|stated| {
                let label = || part.label.as_ref().and_then(|l| l.at).and_then(|at| self.line(at));
                let line = stated.line.or_else(label).unwrap_or(1);
                (ScoreSource::StatementPage, Location { line, ..self.location(part.start) })
            });
            // What an override says stands in its file, and not on the line that it settles.
            let settled = settled.filter(|_| statement.is_some());
            let settled = settled.map(|(_, line)| (ScoreSource::Override, Location { line, page: None }));
            if let Some((source, at)) = settled.or(stated) {
                facts.push(ScoreFact {
                    authority: authority.as_ref().map(|a| a.value.name.as_str().into()),
                    assessment: assessment.as_deref().map(Into::into),
                    statement: statement.as_ref().map(|s| s.value.as_str().into()),
                    score: score.as_ref().map(|s| s.value),
                    status: status.as_ref().map(|s| s.value),
                    source,
                    at,
                });
            }
            self.list_facts(
                index,
                authority.as_ref(),
                assessment.as_ref(),
                status.as_ref(),
                &mut facts,
                &mut problems,
            );
            let framework = known || statement.is_some() || score.is_some();
            pages.push(Arc::new(Page {
                path: path_of(self.id),
                title: part.title.map(|at| self.reading.blocks[at].text.clone()),
                url: self.reading.url.clone(),
                kind: self.part_kind(part),
                authority,
                statement,
                score,
                published,
                rating: rating.clone(),
                status: status.clone(),
                framework: framework.then(|| self.layout.framework.key.clone()),
                assessment,
            }));
        }
        (pages, facts, problems)
    }

    pub(super) fn line(&self, at: usize) -> Option<u32> {
        self.reading.blocks.get(at).map(|block| block.at.line)
    }

    pub(super) fn location(&self, at: usize) -> Location {
        self.reading.blocks.get(at).map_or_else(Default::default, |block| block.at)
    }

    pub(super) fn part_kind(&self, part: &Part) -> Kind {
        if self.outline.kind == Kind::WholeReport && !self.shares_title(part) {
            return match part.kind {
                PartKind::Statement => Kind::StatementPage,
                PartKind::Overview => Kind::Overview,
                PartKind::Landing => Kind::Landing,
                _ => Kind::WholeReport,
            };
        }
        self.outline.kind
    }

    /// Whether other parts belong to the same report: pages of several councils in one file are not one.
    pub(super) fn shares_title(&self, part: &Part) -> bool {
        !self.titles.are_several() || self.titles.under(part.title).parts > 1
    }
}

/// The id is shown as the path; its escapes stay, since what they stand for cannot be shown.
fn path_of(id: &ReportId) -> String {
    id.as_str().to_owned()
}
