use std::fmt::Write as _;

use crate::{
    model::{Catalogue, Problem, Report},
    text::escape,
};

use super::{
    Cited, Paper, Passage,
    sheet::is_number,
    wording::{count_of, kind_in_words, thousands},
};

/// Within a line: characters that Markdown would take for its own stand behind a backslash, so that the words
/// come out as they are in the report.
fn inline(text: &str) -> String {
    let text = escape(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// As `inline`, at the start of a line.
pub(super) fn literal(text: &str) -> String {
    let mut out = inline(text);
    if out.starts_with(['-', '+', '=']) {
        out.insert(0, '\\');
    }
    // "1. " would become a list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(out.as_bytes().get(digits), Some(b'.' | b')')) {
        out.insert(digits, '\\');
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
        let paged = report.paragraphs.iter().any(|paragraph| paragraph.at.page.is_some());
        let (page, rule) = if paged { (" page |", "---:|") } else { ("", "") };
        let _ = writeln!(out, "| n |{page} line | authority | statement | score | section | begins |");
        let _ = writeln!(out, "|---:|{rule}---:|---|---|---|---|---|");
        for paragraph in &report.paragraphs {
            let cited = Cited::new(paragraph, catalogue);
            let begins: String = paragraph.text.chars().take(60).collect();
            let page = paragraph.at.page.map(|page| format!(" {page} |")).unwrap_or_default();
            let _ = writeln!(
                out,
                "| {} |{page} {} | {} | {} | {} | {} | {} |",
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
            let cells: Vec<String> = cells.iter().map(|cell| inline(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        out.push_str(&row(&sheet.head));
        let rule: String =
            sheet.head.iter().map(|head| if is_number(head) { "---:|" } else { "---|" }).collect();
        let _ = writeln!(out, "|{rule}");
        sheet.rows.iter().for_each(|cells| out.push_str(&row(cells)));
        out.push('\n');
    }
    paper.passages.iter().for_each(|passage| out.push_str(&markdown_passage(passage)));
    if !quiet {
        out.push_str(&markdown_about(&paper.about));
    }
    out
}

/// What it takes to repeat the answer.
pub fn markdown_about(about: &[(String, String)]) -> String {
    about.iter().map(|(key, value)| format!("- {}: {}\n", inline(key), inline(value))).collect()
}

fn markdown_passage(passage: &Passage) -> String {
    let mut out = String::new();
    if let Some(divider) = &passage.divider {
        let _ = writeln!(out, "---\n\n{}\n", literal(divider));
    }
    let _ = writeln!(out, "## {}\n", inline(&passage.heading));
    if let Some(under) = &passage.under {
        let _ = writeln!(out, "Under: {}\n", literal(under));
    }
    let _ = writeln!(out, "> {}\n", literal(&passage.text));
    for note in &passage.notes {
        let _ = writeln!(out, "{}\n", literal(note));
    }
    let source: Vec<String> = passage.sources().map(literal).collect();
    if !source.is_empty() {
        let _ = writeln!(out, "{}\n", source.join(" · "));
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
