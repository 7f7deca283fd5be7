//! The quality statement and the score that a statement page is headed by.

use crate::model::{Evidence, EvidenceSource, Problem, ProblemCode, Score, Tag};

use super::{
    job::Job,
    lines::{
        earlier, forms,
        roles::Role,
        scores::{self, Value},
    },
    outline::Part,
    overrides::Override,
};

/// What a statement page says of its score.
pub(super) struct PageScore {
    pub tag: Option<Tag<Score>>,
    pub line: Option<u32>,
    pub provisional: bool,
}

impl Job<'_> {
    pub(super) fn statement(
        &self,
        part: &Part,
        given: &[&Override],
        problems: &mut Vec<Problem>,
    ) -> Option<Tag<String>> {
        if let Some(key) = given.iter().find_map(|g| g.statement.as_deref()) {
            return Some(Tag::new(key.to_owned(), EvidenceSource::OverrideFile, None));
        }
        let label = part.label.as_ref()?;
        let line = label.at.and_then(|at| self.line(at));
        if label.statement.is_none() {
            let said = label.at.map(|at| {
                format!("`{}` is no quality statement that is known", self.reading.blocks[at].text)
            });
            let said = said.unwrap_or_else(|| "the page has no statement's label above its score".to_owned());
            problems.push(Problem::new(
                ProblemCode::UnknownStatement,
                line.or_else(|| self.line(part.start)),
                format!("{said}: its paragraphs were given no statement, and its score was kept; a line in overrides.toml settles it"),
            ));
        }
        label.statement.clone().map(|key| Tag::new(key, EvidenceSource::Label, line))
    }

    fn is_label(&self, part: usize, at: usize, statement: Option<&str>) -> bool {
        let part = &self.outline.parts[part];
        at == part.start
            || (statement.is_some()
                && part.label.as_ref().is_some_and(|l| l.statement.as_deref() == statement))
    }

    /// Whether one line gives a later year than the other.
    fn is_later(&self, at: usize, other: usize) -> bool {
        let year = |at: usize| earlier::year_of(&forms::words(&self.reading.blocks[at].text));
        year(at).zip(year(other)).is_some_and(|(year, other)| year > other)
    }

    /// The score of a statement page: the score line wins over its label words, of two that are dated the later, out of
    /// range is none.
    pub(super) fn page_score(&self, part: usize, problems: &mut Vec<Problem>) -> PageScore {
        let range = self.outline.range(part);
        let mut stated: Option<(Value, usize)> = None;
        let mut rival: Option<usize> = None;
        let titled = self.outline.parts[part].title.map(|at| &self.outline.roles[at]);
        let mut provisional = matches!(titled, Some(Role::Title { provisional: true, .. }));
        let mut words: Option<(Option<Score>, usize)> = None;
        let mut number: Option<(Value, EvidenceSource, usize)> = None;
        let beside = self.outline.scores_beside_findings(range.clone(), self.layout);
        let mut in_head = true;
        let head = range.clone().take(10).filter(|at| beside.binary_search(at).is_err());
        for at in head.chain(beside.iter().copied()) {
            if !in_head && beside.binary_search(&at).is_err() {
                continue;
            }
            match &self.outline.roles[at] {
                Role::Score { value, label, provisional: p } => match &stated {
                    Some((Value::On(_) | Value::Off(_), before)) if !self.is_later(at, *before) => {
                        let differs =
                            value.score().is_some() && stated.as_ref().is_some_and(|(v, _)| v != value);
                        rival = rival.or(Some(at).filter(|_| differs && !self.is_later(*before, at)));
                    }
                    _ => {
                        stated = Some((value.clone(), at));
                        provisional |= p;
                        words = words.or(label.map(|label| (label, at)));
                    }
                },
                // "Safeguarding – 3" as the label itself or in a row below it: a score line of its own wins.
                Role::Item { key, value, label, provisional: p }
                    if self.is_label(part, at, key.as_deref()) =>
                {
                    provisional |= p;
                    words = words.or(label.map(|label| (Some(label), at)));
                    number = number.or_else(|| Some((value.clone(), EvidenceSource::ScoreLine, at)));
                }
                Role::Label { value, label, .. } => {
                    words = words.or(Some((*label, at)));
                    number =
                        number.or_else(|| value.clone().map(|value| (value, EvidenceSource::LabelWords, at)));
                }
                // "Score" and "3" on lines or rows of their own; "3/4".
                Role::Bare(value) => {
                    number = number.or_else(|| Some((value.clone(), EvidenceSource::ScoreLine, at)));
                }
                Role::Section(_) | Role::Skip | Role::Date(_) | Role::Title { .. } => {}
                _ if at == range.start || self.outline.is_before_score(at, range.end) => {}
                // "Overall score: 2" below a statement's label.
                Role::Rating { key: None, percent: Some(figure), provisional: p } => {
                    provisional |= p;
                    let figure = forms::words(&figure.to_string());
                    let value = scores::value(&figure, &self.layout.scale);
                    number = number.or_else(|| Some((value?, EvidenceSource::ScoreLine, at)));
                }
                _ => in_head = false,
            }
        }
        let mut line = stated.as_ref().and_then(|(_, at)| self.line(*at));
        let by_line = stated.filter(|(value, _)| *value != Value::Missing);
        let by_line = by_line.map(|(value, at)| (value, EvidenceSource::ScoreLine, at));
        let by_words =
            || words.and_then(|(label, at)| Some((Value::On(label?), EvidenceSource::LabelWords, at)));
        let stated = by_line.or_else(|| number.clone()).or_else(by_words);
        let stated = stated.map(|(value, from, at)| (value, Evidence { from, line: self.line(at) }));
        let scale = &self.layout.framework.scale;
        let tag = match stated {
            Some((Value::On(score), evidence)) if rival.is_some() => {
                let other = rival.and_then(|at| self.line(at));
                problems.push(Problem::new(
                    ProblemCode::ConflictingScores,
                    other,
                    format!("this score line is another than the one above it, which gives {score}, so no score was given; a line in overrides.toml settles it"),
                ));
                line = line.or(evidence.line);
                None
            }
            Some((Value::On(score), evidence)) => {
                line = line.or(evidence.line);
                Some(Tag { value: score, evidence })
            }
            Some((Value::Off(written), evidence)) => {
                line = line.or(evidence.line);
                problems.push(Problem::new(
                    ProblemCode::ScoreOutOfRange,
                    evidence.line,
                    format!("the score `{written}` is outside the scale of {} to {}, so no score was given; a line in overrides.toml settles it", scale.min, scale.max),
                ));
                None
            }
            _ => {
                let label = self.outline.parts[part].label.as_ref().and_then(|l| l.at).unwrap_or(range.start);
                problems.push(Problem::new(
                    ProblemCode::MissingScore,
                    self.line(label),
                    "the page states no score, so its paragraphs were given none; a line in overrides.toml settles it",
                ));
                None
            }
        };
        if let Some(tag) = &tag {
            let said = words.and_then(|(label, at)| label.map(|label| (label, at)));
            let numbered = number.and_then(|(value, _, at)| value.score().map(|score| (score, at)));
            let other = said.into_iter().chain(numbered).find(|(score, _)| *score != tag.value);
            if let Some((other, at)) = other {
                problems.push(Problem::new(
                    ProblemCode::ScoreLabelMismatch,
                    self.line(at),
                    format!(
                        "the score line gives {}, but this line says {other} ({}); the score line was taken",
                        tag.value,
                        scale.label(other).unwrap_or("no words")
                    ),
                ));
            }
        }
        if provisional {
            problems.push(Problem::new(
                ProblemCode::IndicativeScore,
                line,
                "the score is indicative: it comes from a pilot and is no formal score",
            ));
        }
        PageScore { tag, line, provisional }
    }
}
