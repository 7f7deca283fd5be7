use std::fmt::Write as _;

use crate::{
    backend::answers::{Cell, Conflict, Mark, Matrix, Row},
    model::{Catalogue, Location},
    output::{
        Asked, Screen, Use,
        sheet::{Paper, Sheet},
        wording::count_of,
        wrap::{columns, cut, wrap, wrap_bold},
    },
    text::escape,
};

/// "2", "2!" where sources disagree, "2?" indicative, "-" where a page gives no score, "." where nothing
/// is said of the statement.
pub(super) fn mark(cell: &Cell) -> String {
    match (cell.mark, cell.score) {
        (Mark::Missing, _) | (_, None) if cell.mark != Mark::NotScored => ".".to_owned(),
        (Mark::Conflicting, Some(score)) => format!("{score}!"),
        (Mark::Indicative, Some(score)) => format!("{score}?"),
        (_, Some(score)) => score.to_string(),
        (_, None) => "-".to_owned(),
    }
}

/// Fits on one line of 80 columns.
pub(super) const LEGEND: &str =
    ". nothing said   - a page without a score   ? indicative   ! sources disagree";

/// "Barnet, 2025-01"
pub(super) fn name(row: &Row) -> String {
    match row.published() {
        Some(month) => format!("{}, {month}", row.authority),
        None => format!("{}, no date", row.authority),
    }
}

/// The rating as published, else what the scores come to.
pub(super) fn rating(row: &Row, catalogue: &Catalogue) -> String {
    let name =
        |key: &str| catalogue.find_rating(key).map_or_else(|| key.to_owned(), |r| r.name.to_lowercase());
    let percent = row.ratings.iter().find_map(|stated| stated.percent);
    match (row.stated_rating(), percent) {
        (Some(rating), Some(percent)) => format!("{} ({percent}%)", name(rating)),
        (Some(rating), None) => name(rating),
        (None, Some(percent)) => format!("{percent}%"),
        (None, None) => "not stated".to_owned(),
    }
}

pub(super) fn place(report: &str, at: Location) -> String {
    match at.page {
        Some(page) => format!("{report}, page {page}, line {}", at.line),
        None => format!("{report}, line {}", at.line),
    }
}

pub fn render_matrix(
    matrix: &Matrix,
    asked: &Asked,
    catalogue: &Catalogue,
    screen: Screen,
    quiet: bool,
) -> String {
    let mut out = if quiet { String::new() } else { filtered(asked, screen) };
    out.push_str(&grid(matrix, catalogue, screen));
    if quiet {
        return out;
    }
    out.push('\n');
    for column in &matrix.columns {
        out.push_str(&wrap(&format!("{} {}", column.number, column.name), &[], 2, screen));
    }
    out.push('\n');
    out.push_str(&wrap(LEGEND, &[], 2, screen));
    for row in &matrix.rows {
        for cell in row.cells.iter().filter(|cell| cell.mark == Mark::Conflicting) {
            let said = cell
                .places
                .iter()
                .filter_map(|at| Some(format!("{} in {}", at.score?, place(at.report.as_str(), at.at))));
            let statement = statement_name(matrix, &cell.statement);
            let line = format!("! {}, {statement}: {}", name(row), said.collect::<Vec<_>>().join("; "));
            out.push_str(&wrap(&line, &[], 2, screen));
        }
    }
    for note in &matrix.notes {
        out.push_str(&wrap(&format!("Note: {note}"), &[], 2, screen));
    }
    out.push_str(&wrap(&totals(matrix), &[], 2, screen));
    out
}

/// The narrowest that names of councils are cut to before the percentages give way.
const NAME: usize = 22;

/// The narrowest that they are cut to at all.
const NARROW: usize = 10;

/// Where a line cannot hold an assessment: its name above its scores.
fn stacked(matrix: &Matrix, cells: &[String], catalogue: &Catalogue, screen: Screen) -> String {
    let numbers: String = matrix.columns.iter().map(|column| format!("{:<3}", column.number)).collect();
    let mut out = wrap_bold(numbers.trim_end(), 2, screen);
    for (row, cells) in matrix.rows.iter().zip(cells) {
        out.push_str(&wrap(&format!("{}, {}", name(row), rating(row, catalogue)), &[], 0, screen));
        let _ = writeln!(out, "  {}", cells.trim_end());
    }
    out
}

/// One line an assessment, inside the screen.
fn grid(matrix: &Matrix, catalogue: &Catalogue, screen: Screen) -> String {
    let widest = |texts: &[String]| texts.iter().map(|text| columns(text)).max().unwrap_or(0);
    let cells: Vec<String> = matrix
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| format!("{:<3}", mark(cell))).collect())
        .collect();
    let names: Vec<String> = matrix.rows.iter().map(|row| escape(&row.authority).into_owned()).collect();
    let mut ratings: Vec<String> = matrix.rows.iter().map(|row| rating(row, catalogue)).collect();
    // Date and the gaps between the columns.
    let room = screen.width.saturating_sub(12 + widest(&cells));
    if widest(&ratings) + widest(&names).min(NAME) > room {
        let short = |rating: &String| rating.split(" (").next().unwrap_or_default().to_owned();
        ratings = ratings.iter().map(short).collect();
    }
    if widest(&ratings) + widest(&names).min(NARROW) > room {
        return stacked(matrix, &cells, catalogue, screen);
    }
    let left = widest(&names).min(room.saturating_sub(widest(&ratings)));
    let numbers: String = matrix.columns.iter().map(|column| format!("{:<3}", column.number)).collect();
    let mut out = format!("{:left$}  {:7}  {} rating\n", "", "", screen.bold(&numbers));
    for (((row, name), cells), rating) in matrix.rows.iter().zip(&names).zip(&cells).zip(&ratings) {
        let name = cut(name, left);
        let month = row.published().map_or_else(|| "no date".to_owned(), |month| month.to_string());
        let pad = " ".repeat(left - columns(&name));
        let _ = writeln!(out, "{name}{pad}  {month:7}  {cells} {rating}");
    }
    out
}

/// The filters as understood.
fn filtered(asked: &Asked, screen: Screen) -> String {
    let mut out: String =
        asked.lines("Scores of", &[]).iter().map(|line| wrap(line, &[], 0, screen)).collect();
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn totals(matrix: &Matrix) -> String {
    format!(
        "{}; where each score is said: findings scores --format csv; contradictions: findings scores --check",
        which(matrix)
    )
}

fn which(matrix: &Matrix) -> String {
    let assessments = count_of(matrix.rows.len(), "assessment", "assessments");
    match matrix.assessments {
        crate::backend::Assessments::Latest => format!("{assessments}, the latest of each authority"),
        crate::backend::Assessments::All => format!("{assessments}, all there are"),
    }
}

/// The matrix as a table, and every stated score with its place.
pub fn matrix_paper(matrix: &Matrix, asked: &Asked, catalogue: &Catalogue, used: Use) -> Paper {
    let head = ["Authority", "Assessment"].map(str::to_owned).into_iter();
    // Nine names side by side are wider than a page.
    let columns = matrix.columns.iter().map(|column| match used {
        Use::Page => column.number.to_string(),
        Use::Table => column.name.clone(),
    });
    let head = head.chain(columns).chain(["Rating".to_owned()]);
    let mut table = Sheet::new("Scores", head);
    for row in &matrix.rows {
        let month = row.published().map_or_else(|| "no date".to_owned(), |month| month.to_string());
        let cells = row.cells.iter().map(in_words);
        let cells = [row.authority.clone(), month].into_iter().chain(cells).chain([rating(row, catalogue)]);
        table.rows.push(cells.collect());
    }
    let names = matrix.columns.iter().map(|column| format!("{} {}", column.number, column.name));
    let names = (used == Use::Page).then(|| names.collect::<Vec<_>>().join("; "));
    let lines = asked.lines("Scores of", &[]).into_iter().chain([format!("{}.", which(matrix))]);
    let lines = lines.chain(names).chain(matrix.notes.iter().cloned());
    let sources = match used {
        Use::Page => stated_in_words(matrix),
        Use::Table => stated(matrix),
    };
    Paper {
        title: "Scores by authority and quality statement".to_owned(),
        lines: lines.collect(),
        sheets: vec![table, sources],
        about: asked.about(),
        ..Paper::default()
    }
}

/// A cell that is read alone says what its mark means.
fn in_words(cell: &Cell) -> String {
    let score = cell.score.map(|score| score.to_string()).unwrap_or_default();
    match cell.mark {
        Mark::Scored => score,
        Mark::Indicative => format!("{score} (indicative)"),
        Mark::Conflicting => format!("{score} (sources disagree)"),
        Mark::NotScored => "not scored".to_owned(),
        Mark::Missing => "missing".to_owned(),
    }
}

/// The same for a page: one row a cell, with all that say it.
fn stated_in_words(matrix: &Matrix) -> Sheet {
    let mut sheet = Sheet::new("Sources", ["Authority", "Quality statement", "Score", "Said in"]);
    for row in &matrix.rows {
        for (cell, column) in
            row.cells.iter().zip(&matrix.columns).filter(|(cell, _)| !cell.places.is_empty())
        {
            let conflicting = cell.mark == Mark::Conflicting;
            let said = cell.places.iter().map(|at| {
                let place = place(at.report.as_str(), at.at);
                match at.score.filter(|_| conflicting) {
                    Some(score) => format!("{score} in {place}"),
                    None => place,
                }
            });
            let said = said.collect::<Vec<_>>().join("; ");
            sheet.add([name(row), column.name.clone(), in_words(cell), said]);
        }
    }
    sheet
}

/// One row a stated score: every cell with each of its sources.
pub(super) fn stated(matrix: &Matrix) -> Sheet {
    let mut sheet = Sheet::new(
        "Sources",
        [
            "authority",
            "gss",
            "region",
            "assessment",
            "statement",
            "mark",
            "score",
            "score_shown",
            "status",
            "kind",
            "path",
            "page",
            "line",
        ],
    );
    for row in &matrix.rows {
        for cell in &row.cells {
            let lead = |stated: String| {
                vec![
                    row.authority.clone(),
                    row.gss.clone().unwrap_or_default(),
                    row.region.clone().unwrap_or_default(),
                    row.assessment.clone().unwrap_or_default(),
                    cell.statement.clone(),
                    cell.mark.key().to_owned(),
                    stated,
                    cell.score.map(|score| score.to_string()).unwrap_or_default(),
                ]
            };
            if cell.places.is_empty() {
                let mut all = lead(String::new());
                all.extend(std::iter::repeat_n(String::new(), 5));
                sheet.rows.push(all);
            }
            for at in &cell.places {
                let mut all = lead(at.score.map(|score| score.to_string()).unwrap_or_default());
                all.extend([
                    at.status.map(|status| status.key().to_owned()).unwrap_or_default(),
                    at.source.key().to_owned(),
                    at.report.to_string(),
                    at.at.page.map(|page| page.to_string()).unwrap_or_default(),
                    at.at.line.to_string(),
                ]);
                sheet.rows.push(all);
            }
        }
    }
    sheet
}

pub fn render_conflicts(
    conflicts: &[Conflict],
    matrix: &Matrix,
    asked: &Asked,
    screen: Screen,
    quiet: bool,
) -> String {
    let mut out = if quiet { String::new() } else { filtered(asked, screen) };
    for conflict in conflicts {
        let _ = writeln!(out, "{}", screen.bold(&escape(&subject(conflict, matrix))));
        out.push_str(&wrap(&conflict.message, &[], 2, screen));
        for said in &conflict.stated {
            let line = format!("{} in {}", said.says, place(said.report.as_str(), said.at));
            out.push_str(&wrap(&line, &[], 4, screen));
        }
        out.push('\n');
    }
    if !quiet {
        for note in &matrix.notes {
            out.push_str(&wrap(&format!("Note: {note}"), &[], 0, screen));
        }
        out.push_str(&wrap(&checked(conflicts, matrix), &[], 0, screen));
    }
    out
}

fn statement_name<'m>(matrix: &'m Matrix, key: &'m str) -> &'m str {
    matrix.columns.iter().find(|column| column.key == key).map_or(key, |column| &column.name)
}

fn subject(conflict: &Conflict, matrix: &Matrix) -> String {
    let authority = conflict.authority.as_deref().unwrap_or("authority not stated");
    let month = conflict.assessment.as_deref().and_then(Row::month_of);
    let mut subject = month.map_or_else(|| authority.to_owned(), |month| format!("{authority}, {month}"));
    if let Some(statement) = &conflict.statement {
        let _ = write!(subject, ", {}", statement_name(matrix, statement));
    }
    subject
}

fn checked(conflicts: &[Conflict], matrix: &Matrix) -> String {
    let scores = matrix.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.places.len()).sum();
    let ratings: usize = matrix.rows.iter().map(|row| row.ratings.len()).sum();
    format!(
        "{} among {} and {} of {}",
        count_of(conflicts.len(), "contradiction", "contradictions"),
        count_of(scores, "stated score", "stated scores"),
        count_of(ratings, "stated rating", "stated ratings"),
        which(matrix),
    )
}

pub fn conflicts_paper(conflicts: &[Conflict], matrix: &Matrix, asked: &Asked) -> Paper {
    let head = ["authority", "assessment", "statement", "kind", "message", "says", "path", "page", "line"];
    let mut sheet = Sheet::new("Contradictions", head);
    for conflict in conflicts {
        for said in &conflict.stated {
            sheet.rows.push(vec![
                conflict.authority.clone().unwrap_or_default(),
                conflict.assessment.clone().unwrap_or_default(),
                conflict.statement.clone().unwrap_or_default(),
                conflict.kind.key().to_owned(),
                conflict.message.clone(),
                said.says.clone(),
                said.report.to_string(),
                said.at.page.map(|page| page.to_string()).unwrap_or_default(),
                said.at.line.to_string(),
            ]);
        }
    }
    let lines =
        std::iter::once(format!("{}.", checked(conflicts, matrix))).chain(matrix.notes.iter().cloned());
    Paper {
        title: "Contradictions among scores and ratings".to_owned(),
        lines: lines.collect(),
        sheets: vec![sheet],
        about: asked.about(),
        ..Paper::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        backend::{
            Assessments,
            answers::{Column, Outlook, StatedRating},
        },
        model::{ReportId, Score, ScoreSource},
    };

    fn matrix() -> Matrix {
        let names = ["Assessing needs", "Supporting people to live healthier lives", "Safe pathways"];
        let columns = (1..).zip(names).map(|(number, name)| Column {
            key: name.to_lowercase(),
            number,
            name: name.to_owned(),
        });
        let cells = |scores: [u8; 9]| {
            let cell = |score| Cell {
                statement: "needs".to_owned(),
                mark: Mark::Scored,
                score: Some(Score(score)),
                places: Vec::new(),
            };
            scores.map(cell).to_vec()
        };
        let row = |authority: &str, rating: &str, percent| Row {
            authority: authority.to_owned(),
            gss: None,
            region: None,
            assessment: Some("x/2025-05".to_owned()),
            framework: "cqc-la-2023".to_owned(),
            cells: cells([1, 2, 3, 4, 1, 2, 3, 4, 1]),
            ratings: vec![StatedRating {
                report: ReportId::from_components([&b"x.txt"[..]]),
                at: Location::default(),
                source: ScoreSource::Overview,
                rating: Some(rating.to_owned()),
                percent: Some(percent),
            }],
            outlook: Outlook { sum: 0, scored: 9, of: 9, percent: (percent, percent), ratings: Vec::new() },
        };
        Matrix {
            assessments: Assessments::Latest,
            columns: columns.collect(),
            rows: vec![
                row("Westerley", "good", 80),
                row("Bournemouth, Christchurch and Poole", "requires-improvement", 62),
            ],
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_matrix_fits_every_screen_and_a_narrow_one_has_names_above_their_scores() {
        let asked = Asked::default();
        let shown = |width| {
            let screen = Screen { width, color: false };
            render_matrix(&matrix(), &asked, &Catalogue::embedded(), screen, false)
        };
        for width in 40..=100 {
            let shown = shown(width);
            assert!(shown.lines().all(|line| columns(line) <= width), "{width}\n{shown}");
        }
        let narrow = "  1  2  3\n\
                      Westerley, 2025-05, good (80%)\n\
                      \x20 1  2  3  4  1  2  3  4  1\n\
                      Bournemouth, Christchurch and Poole,\n\
                      2025-05, requires improvement (62%)\n\
                      \x20 1  2  3  4  1  2  3  4  1\n";
        assert!(shown(40).starts_with(narrow), "{}", shown(40));
    }
}
