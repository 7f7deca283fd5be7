use std::fmt::Write as _;

use crate::{
    backend::{CountResponse, Facet, Matched, SearchResponse, Unit},
    model::{Catalogue, Field, Paragraph, Problem, Report},
    text::escape,
};

use super::{
    Asked, Cited, Paper,
    counts::{unit_words, value_in_words},
    hits::totals,
    wording::{count_of, kind_in_words, thousands},
};

/// Characters that Markdown would take for its own stand behind a backslash, so that the words come
/// out as they are in the report.
pub(super) fn literal(text: &str) -> String {
    let text = escape(text);
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let special =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$');
        if special || (i == 0 && matches!(c, '-' | '+' | '=')) {
            out.push('\\');
        }
        out.push(c);
    }
    // "1. " at the start of a line would become a list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(out.as_bytes().get(digits), Some(b'.' | b')')) {
        out.insert(digits, '\\');
    }
    out
}

fn paragraph_lines(out: &mut String, cited: &Cited<'_>) {
    if let Some(subheading) = &cited.paragraph.subheading {
        let _ = writeln!(out, "Under: {}\n", literal(subheading));
    }
    let _ = writeln!(out, "> {}\n", literal(&cited.paragraph.text));
    let mut source = cited.source();
    if let Some(url) = &cited.paragraph.page.url {
        source.push(url.clone());
    }
    let source: Vec<String> = source.iter().map(|part| literal(part)).collect();
    let _ = writeln!(out, "{}\n", source.join(" · "));
}

/// A heading, the quotation and its source for each hit.
pub fn markdown_hits(response: &SearchResponse, asked: &Asked, catalogue: &Catalogue, quiet: bool) -> String {
    let mut out = String::new();
    if !quiet {
        let query = if asked.text.is_empty() { &asked.understood } else { &asked.text };
        let _ = writeln!(out, "# {}\n", literal(if query.is_empty() { "findings" } else { query }));
        let _ = writeln!(out, "Searched: {}\n", literal(&asked.understood));
        let _ = writeln!(out, "{}\n", totals(response));
        for note in asked.notes.iter().chain(&response.notes) {
            let _ = writeln!(out, "Note: {}\n", literal(note));
        }
        for facet in &response.facets {
            out.push_str(&facet_table(facet, catalogue));
        }
    }
    let mut divided = false;
    for hit in &response.hits {
        if hit.matched == Matched::Some && !divided {
            divided = true;
            out.push_str("---\n\nBelow: paragraphs with some of the words.\n\n");
        }
        let cited = Cited::new(&hit.paragraph, catalogue);
        let subject: Vec<String> = cited.subject().iter().map(|part| literal(part)).collect();
        let _ = writeln!(out, "## {}. {}\n", hit.rank, subject.join(" · "));
        paragraph_lines(&mut out, &cited);
        if let Some(explanation) = &hit.explanation {
            let _ = writeln!(out, "Why here: {}\n", literal(&explanation.0));
        }
    }
    out
}

fn facet_table(facet: &Facet, catalogue: &Catalogue) -> String {
    let mut out = format!("| {} | paragraphs |\n|---|---:|\n", facet.field.key());
    for value in &facet.values {
        let words = value_in_words(facet.field, value.value.as_deref(), catalogue);
        let _ = writeln!(out, "| {} | {} |", literal(&words), value.count);
    }
    out.push('\n');
    out
}

pub fn markdown_facets(facets: &[Facet], catalogue: &Catalogue) -> String {
    facets.iter().map(|facet| facet_table(facet, catalogue)).collect()
}

pub fn markdown_count(response: &CountResponse, asked: &Asked, unit: Unit, catalogue: &Catalogue) -> String {
    let (one, many) = unit_words(unit);
    let mut out = String::new();
    if !asked.understood.is_empty() {
        let _ = writeln!(out, "Counted: {}\n", literal(&asked.understood));
    }
    for note in asked.notes.iter().chain(&response.notes) {
        let _ = writeln!(out, "Note: {}\n", literal(note));
    }
    let _ = writeln!(out, "{}\n", count_of(response.total, one, many));
    for table in &response.tables {
        let fields: Vec<&str> =
            [Some(table.rows), table.columns].into_iter().flatten().map(Field::key).collect();
        let _ = writeln!(out, "| {} | {many} | of |", fields.join(" | "));
        let _ = writeln!(out, "|{}---:|---:|", "---|".repeat(fields.len()));
        for count in &table.counts {
            let mut cells = vec![literal(&value_in_words(table.rows, count.row.as_deref(), catalogue))];
            if let Some(columns) = table.columns {
                cells.push(literal(&value_in_words(columns, count.column.as_deref(), catalogue)));
            }
            let _ = writeln!(out, "| {} | {} | {} |", cells.join(" | "), count.count, count.of);
        }
        out.push('\n');
    }
    out
}

pub fn markdown_shown(paragraphs: &[Paragraph], asked: usize, catalogue: &Catalogue) -> String {
    let mut out = String::new();
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let cited = Cited::new(paragraph, catalogue);
        if i == asked {
            let subject: Vec<String> = cited.subject().iter().map(|part| literal(part)).collect();
            let _ = writeln!(out, "## {}\n", subject.join(" · "));
            paragraph_lines(&mut out, &cited);
        } else {
            let _ = writeln!(out, "{}\n", literal(&paragraph.text));
        }
    }
    out
}

/// How a file was read: a table of its paragraphs, then its problems.
pub fn markdown_tags(
    report: Option<&Report>,
    path: &str,
    problems: &[Problem],
    catalogue: &Catalogue,
) -> String {
    let mut out = format!("## {}\n\n", literal(path));
    if let Some(report) = report {
        let paragraphs = count_of(report.paragraphs.len(), "paragraph", "paragraphs");
        let _ = writeln!(out, "{}, {paragraphs}\n", kind_in_words(report.kind));
        out.push_str("| n | line | authority | statement | score | section | begins |\n|---:|---:|---|---|---|---|---|\n");
        for paragraph in &report.paragraphs {
            let cited = Cited::new(paragraph, catalogue);
            let begins: String = paragraph.text.chars().take(60).collect();
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} |",
                paragraph.id.number,
                thousands(paragraph.at.line as usize),
                literal(cited.authority_name().unwrap_or("none")),
                literal(cited.statement_name().unwrap_or("none")),
                paragraph.page.score.as_ref().map_or_else(|| "none".to_owned(), |tag| tag.value.to_string()),
                paragraph.section.key(),
                literal(&begins),
            );
        }
        out.push('\n');
    }
    for problem in problems {
        let line = problem.line.map(|line| format!(", line {line}")).unwrap_or_default();
        let _ = writeln!(out, "- {}{line}: {}", problem.code.code(), literal(&problem.message));
    }
    if !problems.is_empty() {
        out.push('\n');
    }
    out
}

/// Title, what was found, tables and passages, and what it takes to repeat it.
pub fn markdown_paper(paper: &Paper, quiet: bool) -> String {
    let mut out = String::new();
    if !quiet {
        let _ = writeln!(out, "# {}\n", literal(&paper.title));
        for line in &paper.lines {
            let _ = writeln!(out, "{}\n", literal(line));
        }
    }
    for sheet in paper.sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        let row = |cells: &[String]| -> String {
            let cells: Vec<String> = cells.iter().map(|cell| literal(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        out.push_str(&row(&sheet.head));
        let _ = writeln!(out, "|{}", "---|".repeat(sheet.head.len()));
        sheet.rows.iter().for_each(|cells| out.push_str(&row(cells)));
        out.push('\n');
    }
    for passage in &paper.passages {
        let _ = writeln!(out, "## {}\n\n> {}\n", literal(&passage.heading), literal(&passage.text));
        let _ = writeln!(out, "{}\n", literal(&passage.source));
    }
    if !quiet {
        for (key, value) in &paper.about {
            let _ = writeln!(out, "- {}: {}", literal(key), literal(value));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_as_they_are() {
        for (text, expected) in [
            ("a *b* _c_ [d](e) <f>", r"a \*b\* \_c\_ \[d\](e) \<f\>"),
            ("1. one", r"1\. one"),
            ("- item", r"\- item"),
            ("5% of 10", "5% of 10"),
            ("# no heading | no cell", r"\# no heading \| no cell"),
        ] {
            assert_eq!(literal(text), expected);
        }
    }
}
