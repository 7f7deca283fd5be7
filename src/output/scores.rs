use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::{
    backend::FileRecord,
    model::{Catalogue, ReportId, ScoreFact, ScoreSource, Statement, Status},
    text::escape,
};

use super::{
    Screen,
    wording::count_of,
    wrap::{columns, cut, wrap},
};

/// What the reports state for one statement of one assessment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The statement page's own line first, then overview, then press release.
    pub stated: Vec<(ReportId, ScoreFact)>,
}

impl Cell {
    /// The score to show: of the most direct source that gives one.
    pub fn score(&self) -> Option<u8> {
        self.stated.iter().find_map(|(_, fact)| fact.score).map(|score| score.0)
    }

    pub fn conflicting(&self) -> bool {
        self.stated.iter().filter_map(|(_, fact)| fact.score).collect::<BTreeSet<_>>().len() > 1
    }

    pub fn indicative(&self) -> bool {
        self.stated.iter().any(|(_, fact)| fact.status == Some(Status::Indicative))
    }
}

/// One assessment of one authority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScoreRow {
    /// `None`: files whose authority is not known.
    pub authority: Option<String>,
    pub assessment: Option<String>,
    /// By key of the statement.
    pub cells: BTreeMap<String, Cell>,
}

/// Authority × statement, from every score that the files state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScoreMatrix {
    pub rows: Vec<ScoreRow>,
}

impl ScoreMatrix {
    /// With `latest`, of each authority the newest assessment; facts without a date belong to it.
    pub fn of(records: &[FileRecord], latest: bool) -> Self {
        let mut newest: BTreeMap<&str, &str> = BTreeMap::new();
        let facts = || records.iter().flat_map(|r| r.scores().iter().map(move |fact| (r, fact)));
        for (_, fact) in facts() {
            if let (Some(authority), Some(assessment)) = (&fact.authority, &fact.assessment) {
                let known = newest.entry(authority).or_insert(assessment);
                *known = (*known).max(assessment);
            }
        }
        let mut rows: BTreeMap<(Option<&str>, Option<&str>), ScoreRow> = BTreeMap::new();
        for (record, fact) in facts() {
            let Some(statement) = &fact.statement else { continue };
            let authority = fact.authority.as_deref();
            let newest = authority.and_then(|name| newest.get(name).copied());
            let assessment = fact.assessment.as_deref().or(newest);
            if latest && assessment != newest {
                continue;
            }
            let row = rows.entry((authority, assessment)).or_insert_with(|| ScoreRow {
                authority: authority.map(str::to_owned),
                assessment: assessment.map(str::to_owned),
                cells: BTreeMap::new(),
            });
            let cell = row.cells.entry(statement.clone()).or_default();
            cell.stated.push((record.id.clone(), fact.clone()));
        }
        let mut rows: Vec<ScoreRow> = rows.into_values().collect();
        for row in &mut rows {
            for cell in row.cells.values_mut() {
                cell.stated.sort_by_key(|(id, fact)| (rank(fact.source), id.clone(), fact.at));
            }
        }
        // Those without a name last.
        rows.sort_by_key(|row| (row.authority.is_none(), row.authority.clone(), row.assessment.clone()));
        ScoreMatrix { rows }
    }
}

fn rank(source: ScoreSource) -> u8 {
    match source {
        ScoreSource::StatementPage => 0,
        ScoreSource::Overview => 1,
        ScoreSource::PressRelease => 2,
    }
}

/// The statements of the loaded frameworks, in their order.
pub(super) fn statements(catalogue: &Catalogue) -> Vec<&Statement> {
    catalogue.frameworks.iter().flat_map(|framework| &framework.statements).collect()
}

/// "2", "2!" where sources disagree, "2?" indicative, "-" where the page is there without a score,
/// "." where nothing states one.
pub(super) fn mark(cell: Option<&Cell>) -> String {
    let Some(cell) = cell else { return ".".to_owned() };
    match cell.score() {
        None => "-".to_owned(),
        Some(score) if cell.conflicting() => format!("{score}!"),
        Some(score) if cell.indicative() => format!("{score}?"),
        Some(score) => score.to_string(),
    }
}

pub fn render_scores(matrix: &ScoreMatrix, catalogue: &Catalogue, screen: Screen, quiet: bool) -> String {
    let used: Vec<&Statement> = statements(catalogue)
        .into_iter()
        .filter(|s| matrix.rows.iter().any(|row| row.cells.contains_key(&s.key)))
        .collect();
    let mut out = String::new();
    let name = |row: &ScoreRow| {
        let authority = row.authority.as_deref().unwrap_or("authority not stated");
        let month = row.assessment.as_deref().and_then(|a| a.rsplit_once('/')).map(|(_, month)| month);
        month.map_or_else(|| authority.to_owned(), |month| format!("{authority}, {month}"))
    };
    let names: Vec<String> = matrix.rows.iter().map(|row| cut(&escape(&name(row)), 34)).collect();
    let left = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    let numbers: Vec<String> = used.iter().map(|s| s.number.to_string()).collect();
    let _ = writeln!(out, "{}  {}", " ".repeat(left), screen.bold(&numbers.join("   ")));
    for (row, name) in matrix.rows.iter().zip(&names) {
        let cells: String = used.iter().map(|s| format!("{:<4}", mark(row.cells.get(&s.key)))).collect();
        let _ = writeln!(out, "{name}{}  {}", " ".repeat(left - columns(name)), cells.trim_end());
    }
    if quiet {
        return out;
    }
    out.push('\n');
    for statement in &used {
        let _ = writeln!(out, "  {} {}", statement.number, escape(&statement.name));
    }
    let legend = ". nothing states a score   - a page without a score   ? indicative   ! sources disagree";
    out.push('\n');
    out.push_str(&wrap(legend, &[], 2, screen));
    let disagreements: Vec<String> = matrix
        .rows
        .iter()
        .flat_map(|row| {
            row.cells.iter().filter(|(_, cell)| cell.conflicting()).map(move |(key, cell)| (row, key, cell))
        })
        .map(|(row, key, cell)| {
            let said = cell.stated.iter().filter_map(|(id, fact)| {
                fact.score.map(|score| format!("{score} in {id}, line {}", fact.at.line))
            });
            let said: Vec<String> = said.collect();
            format!("! {}, {key}: {}", name(row), said.join("; "))
        })
        .collect();
    for line in disagreements {
        out.push_str(&wrap(&line, &[], 2, screen));
    }
    let line = format!(
        "{} in the matrix; where each score is said: findings scores --format csv",
        count_of(matrix.rows.len(), "assessment", "assessments")
    );
    out.push_str(&wrap(&line, &[], 2, screen));
    out
}
