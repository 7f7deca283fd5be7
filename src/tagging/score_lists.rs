//! Scores that stand in lists, as an overview or a press release has them.

use crate::model::{Authority, Kind, Problem, ProblemCode, ScoreFact, ScoreSource, Status, Tag};

use super::{
    job::Job,
    lines::scores::Value,
    outline::{PartKind, items::Item},
};

/// A list with fewer scored statements may be no full one.
const LEAST_OF_A_LIST: usize = 5;

impl Job<'_> {
    /// The statements of which a list of nearly all says nothing that can be read.
    fn left_out_of_list<'a>(&self, items: impl Iterator<Item = &'a Item>) -> Option<Problem> {
        let items: Vec<&Item> = items.collect();
        let scored = items.iter().filter(|item| item.statement.is_some() && item.value != Value::Missing);
        let named = |key: &str| items.iter().any(|item| item.statement.as_deref() == Some(key));
        let statements = &self.layout.framework.statements;
        let left_out: Vec<&str> =
            statements.iter().filter(|s| !named(&s.key)).map(|s| s.name.as_str()).collect();
        (scored.count() >= LEAST_OF_A_LIST && !left_out.is_empty()).then(|| {
            let message = format!("the list gives no score that can be read for `{}`", left_out.join("`, `"));
            Problem::new(ProblemCode::MissingScore, self.line(items[0].at), message)
        })
    }

    /// Scores that stand in lists, as an overview or a press release has them.
    pub(super) fn list_facts(
        &self,
        part: usize,
        authority: Option<&Tag<Authority>>,
        assessment: Option<&String>,
        status: Option<&Tag<Status>>,
        facts: &mut Vec<ScoreFact>,
        problems: &mut Vec<Problem>,
    ) {
        let range = self.outline.range(part);
        let press = self.outline.kind == Kind::PressRelease;
        let scale = &self.layout.framework.scale;
        let mut provisional = None;
        let items = &self.outline.items;
        let before = |at: usize| items.partition_point(|item| item.at < at);
        let mine = || items[before(range.start)..before(range.end)].iter();
        let none_scored = mine().count() > 1 && mine().all(|item| item.value == Value::Missing);
        let first = mine().next().filter(|_| none_scored).map(|first| first.at);
        let lists_scores = press || self.outline.parts[part].kind == PartKind::Overview;
        let unread = || self.outline.unread_list(&self.reading.blocks, range.clone(), self.layout);
        if let Some(at) = first.or_else(|| (lists_scores && mine().next().is_none()).then(unread).flatten()) {
            problems.push(Problem::new(
                ProblemCode::MissingScore,
                self.line(at),
                "the list names quality statements but gives none of them a score that can be read",
            ));
        }
        problems.extend(lists_scores.then(|| self.left_out_of_list(mine())).flatten());
        for item in mine() {
            let line = self.line(item.at);
            let name =
                self.reading.blocks[item.at].text.trim_matches([' ', '-', '\u{2013}', '\u{2014}', ':', '|']);
            match &item.value {
                Value::Missing if none_scored => {}
                Value::Missing => problems.push(Problem::new(
                    ProblemCode::MissingScore,
                    line,
                    format!("the list gives no score that can be read for `{name}`"),
                )),
                Value::Off(written) => problems.push(Problem::new(
                    ProblemCode::ScoreOutOfRange,
                    line,
                    format!(
                        "the score `{written}` is outside the scale of {} to {} and was left out",
                        scale.min, scale.max
                    ),
                )),
                Value::On(score) => {
                    if let Some(label) = item.label.filter(|label| label != score) {
                        problems.push(Problem::new(
                            ProblemCode::ScoreLabelMismatch,
                            line,
                            format!(
                                "the score is {score}, but its words stand for {label}; the figure was taken"
                            ),
                        ));
                    }
                }
            }
            if item.statement.is_none() {
                problems.push(Problem::new(
                    ProblemCode::UnknownStatement,
                    line,
                    format!("`{name}` is no quality statement that is known: its score was kept without one"),
                ));
            }
            if item.provisional {
                provisional = provisional.or(Some(line));
            }
            facts.push(ScoreFact {
                authority: authority.map(|a| a.value.name.as_str().into()),
                assessment: assessment.map(|key| key.as_str().into()),
                statement: item.statement.as_deref().map(Into::into),
                score: item.value.score(),
                status: status.map(|s| s.value),
                source: if press { ScoreSource::PressRelease } else { ScoreSource::Overview },
                at: self.location(item.at),
            });
        }
        let rated = self.rated.filter(|rated| press && rated.provisional).map(|rated| self.line(rated.at));
        // The heading above a pilot's list says so once for all of its scores.
        let headed = status
            .filter(|status| status.value == Status::Indicative && mine().next().is_some())
            .map(|status| status.evidence.line);
        if let Some(line) = provisional.or(rated).or(headed) {
            problems.push(Problem::new(
                ProblemCode::IndicativeScore,
                line,
                "the scores are indicative: they come from a pilot and are no formal scores",
            ));
        }
    }
}
