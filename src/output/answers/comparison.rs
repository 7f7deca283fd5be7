use std::fmt::Write as _;

use super::scores::{LEGEND, mark, name, rating};
use crate::{
    backend::answers::{Compared, Comparison},
    model::Catalogue,
    output::{
        Asked, Cited, Screen, Use,
        papers::passage,
        sheet::{Paper, Passage, Sheet},
        wording::count_of,
        wrap::{blocks, columns, cut, wrap, wrap_bold},
    },
    text::escape,
};

fn score(compared: &Compared, at: usize) -> String {
    compared.row.as_ref().and_then(|row| row.cells.get(at)).map_or_else(|| ".".to_owned(), mark)
}

/// "2" or "2 · 3 of 14" where paragraphs were counted; `at` counts the columns.
fn cell(compared: &Compared, at: usize) -> String {
    let score = score(compared, at);
    match compared.counts.get(at + 1) {
        Some((_, 0)) if compared.filtered_out[at + 1] => format!("{score} · filtered out"),
        Some((_, 0)) => format!("{score} · no page"),
        Some((count, of)) => format!("{score} · {count} of {of}"),
        None => score,
    }
}

pub fn render_comparison(
    comparison: &Comparison,
    asked: &Asked,
    catalogue: &Catalogue,
    screen: Screen,
    quiet: bool,
) -> String {
    let mut out = String::new();
    let searched = asked.lines("Searched", &[]);
    if !quiet && !searched.is_empty() {
        searched.iter().for_each(|line| out.push_str(&wrap(line, &[], 0, screen)));
        out.push('\n');
    }
    out.push_str(&grid(comparison, screen));
    out.push('\n');
    for compared in &comparison.authorities {
        if compared.best.is_empty() && !comparison.has_query {
            continue;
        }
        let (count, of) = compared.counts.first().copied().unwrap_or((0, 0));
        let matching = match of {
            0 => "no paragraphs to search".to_owned(),
            _ => format!("{} of {of}", count_of(count, "paragraph", "paragraphs")),
        };
        out.push_str(&wrap_bold(&format!("{}: {matching}", compared.name), 0, screen));
        out.push('\n');
        for hit in &compared.best {
            let cited = Cited::new(&hit.paragraph, catalogue);
            out.push_str(&wrap(&hit.paragraph.text, &hit.highlights, 2, screen));
            let parts: Vec<String> = cited.subject().into_iter().skip(1).chain(cited.source()).collect();
            out.push_str(&wrap(&parts.join(" · "), &[], 2, screen));
            out.push('\n');
        }
    }
    if !quiet {
        let notes = comparison.notes.iter().map(|note| format!("Note: {note}"));
        let ratings: Vec<String> = comparison
            .authorities
            .iter()
            .map(|compared| format!("{} {}", compared.name, rating_of(compared, catalogue)))
            .collect();
        let ratings = format!("Ratings: {}", ratings.join("; "));
        let lines = legend(comparison).chain([ratings]).chain(assessments(comparison)).chain(notes);
        lines.for_each(|line| out.push_str(&wrap(&line, &[], 0, screen)));
    }
    out
}

/// A line a statement, a column a council.
fn grid(comparison: &Comparison, screen: Screen) -> String {
    let mut out = String::new();
    let heads: Vec<String> = comparison.authorities.iter().map(|c| cut(&escape(&c.name), 24)).collect();
    let rows: Vec<(String, Vec<String>)> = comparison
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = comparison.authorities.iter().map(|compared| cell(compared, at)).collect();
            (format!("{} {}", column.number, escape(&column.name)), cells)
        })
        .collect();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            rows.iter().map(|(_, cells)| columns(&cells[at])).max().unwrap_or(0).max(columns(head))
        })
        .collect();
    let cells_width: usize = widths.iter().map(|width| width + 2).sum();
    let left = rows.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
    // Many councils: the statements keep at least their number and a few letters.
    let left = left.min(screen.width.saturating_sub(cells_width).max(12));
    for block in blocks(left, &widths, screen) {
        let line = |name: &str, cells: &[String]| {
            let name = cut(name, left);
            let mut line = format!("{name}{}", " ".repeat(left - columns(&name)));
            for (cell, width) in cells.iter().zip(&widths).skip(block.start).take(block.len()) {
                let _ = write!(line, "  {cell}{}", " ".repeat(width - columns(cell)));
            }
            line.trim_end().to_owned()
        };
        if block.start > 0 {
            out.push('\n');
        }
        let _ = writeln!(out, "{}", screen.bold(&line("", &heads)));
        rows.iter().for_each(|(name, cells)| out.push_str(&(line(name, cells) + "\n")));
    }
    out
}

fn legend(comparison: &Comparison) -> impl Iterator<Item = String> {
    let meaning = comparison.has_query.then(|| "Score · matching paragraphs of all that it has".to_owned());
    let out = comparison.authorities.iter().any(|compared| compared.filtered_out.contains(&true));
    let out =
        out.then(|| "filtered out: it has paragraphs, and the filters leave out all of them".to_owned());
    meaning.into_iter().chain(out).chain([LEGEND.to_owned()])
}

/// "good (84%)"
fn rating_of(compared: &Compared, catalogue: &Catalogue) -> String {
    compared.row.as_ref().map_or_else(|| "not stated".to_owned(), |row| rating(row, catalogue))
}

fn assessments(comparison: &Comparison) -> Option<String> {
    let names: Vec<String> = comparison.authorities.iter().filter_map(|c| c.row.as_ref()).map(name).collect();
    (!names.is_empty()).then(|| format!("Latest assessments: {}", names.join("; ")))
}

/// One row a council and statement, so that a spreadsheet can sort and add up; first, without a statement, all of it.
fn rows(comparison: &Comparison, catalogue: &Catalogue) -> Sheet {
    let head = ["authority", "assessment", "statement", "score", "paragraphs", "of", "rating"];
    let mut sheet = Sheet::new("Comparison", head);
    for compared in &comparison.authorities {
        let row = compared.row.as_ref();
        let assessment = row.and_then(|row| row.assessment.clone()).unwrap_or_default();
        let keys = std::iter::once("").chain(comparison.columns.iter().map(|column| column.key.as_str()));
        for (at, key) in keys.enumerate() {
            let score = at.checked_sub(1).map(|at| score(compared, at)).unwrap_or_default();
            let counts = compared.counts.get(at);
            let [count, of] = counts
                .map_or([String::new(), String::new()], |(count, of)| [count.to_string(), of.to_string()]);
            let rating = if at == 0 { rating_of(compared, catalogue) } else { String::new() };
            let name = compared.name.clone();
            sheet.add([name, assessment.clone(), key.to_owned(), score, count, of, rating]);
        }
    }
    sheet
}

pub fn comparison_paper(comparison: &Comparison, asked: &Asked, catalogue: &Catalogue, used: Use) -> Paper {
    let mut paper = side_by_side(comparison, asked, catalogue);
    if used == Use::Table {
        paper.sheets[0].name = "Side by side".to_owned();
        paper.sheets.insert(0, rows(comparison, catalogue));
    }
    paper
}

fn side_by_side(comparison: &Comparison, asked: &Asked, catalogue: &Catalogue) -> Paper {
    let head = std::iter::once("Quality statement".to_owned());
    let head = head.chain(comparison.authorities.iter().map(|compared| compared.name.clone()));
    let mut sheet = Sheet::new("Comparison", head);
    for (at, column) in comparison.columns.iter().enumerate() {
        let cells = comparison.authorities.iter().map(|compared| cell(compared, at));
        sheet.rows.push(std::iter::once(column.name.clone()).chain(cells).collect());
    }
    let ratings = comparison.authorities.iter().map(|compared| rating_of(compared, catalogue));
    sheet.rows.push(std::iter::once("Overall rating".to_owned()).chain(ratings).collect());
    let passages = comparison
        .authorities
        .iter()
        .flat_map(|compared| &compared.best)
        .map(|hit| Passage { marks: hit.highlights.clone(), ..passage(&hit.paragraph, catalogue) });
    let lines = asked.lines("Searched", &[]).into_iter().chain(assessments(comparison));
    let legend = legend(comparison).map(|line| line.replace("   ", "; "));
    let lines = lines.chain(legend).chain(comparison.notes.iter().cloned());
    Paper {
        title: "Councils side by side".to_owned(),
        lines: lines.collect(),
        sheets: vec![sheet],
        passages: passages.collect(),
        about: asked.about(),
    }
}
