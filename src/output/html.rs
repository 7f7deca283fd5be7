//! An answer as one page that opens by double click, prints well and asks nothing of anybody: no
//! script, no font, no picture, no address that a browser would fetch.

use std::fmt::Write as _;

use super::{
    sheet::{Paper, Passage, Sheet, is_number},
    wording::count_of,
};
use crate::text::escape;

/// Plain colours of high contrast (7:1 and more), the reader's own fonts and sizes.
const STYLE: &str = "\
:root{color-scheme:light}\
body{font-family:system-ui,sans-serif;line-height:1.5;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h1{line-height:1.2}\
.wide{overflow-x:auto;margin:1rem 0}\
table{border-collapse:collapse}\
caption{text-align:left;font-weight:bold;padding:.5rem 0}\
th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}\
th{background:#f0f0f0}\
.n{text-align:right;font-variant-numeric:tabular-nums}\
blockquote{margin:.5rem 0;padding:.2rem 1rem;border-left:.3rem solid #1a1a1a}\
mark{background:#ffe58a;color:#1a1a1a;font-weight:bold}\
.source{color:#333}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1rem}dt{font-weight:bold}dd{margin:0}\
@media print{body{max-width:none;margin:0}.wide{overflow:visible}thead{display:table-header-group}tr,article{break-inside:avoid}mark{outline:1px solid #1a1a1a}}";

pub fn html(paper: &Paper) -> String {
    let title = text(&paper.title);
    let mut out = String::from("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    // Even a mistake of ours could not make the page fetch or run anything.
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    let _ = writeln!(
        out,
        "<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>"
    );
    for line in &paper.lines {
        let _ = writeln!(out, "<p>{}</p>", text(line));
    }
    for sheet in &paper.sheets {
        table(&mut out, sheet);
    }
    // Below tables the passages are a part of their own.
    let level = if paper.sheets.is_empty() { 2 } else { 3 };
    if level == 3 && !paper.passages.is_empty() {
        out.push_str("<h2>Paragraphs</h2>\n");
    }
    for passage in &paper.passages {
        article(&mut out, passage, level);
    }
    if !paper.about.is_empty() {
        out.push_str("<h2>How to repeat this answer</h2>\n<dl>\n");
        for (key, value) in &paper.about {
            let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", text(key), text(value));
        }
        out.push_str("</dl>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn table(out: &mut String, sheet: &Sheet) {
    let rows = count_of(sheet.rows.len(), "row", "rows");
    let name = text(&sheet.name);
    // A table wider than the window scrolls, and then the keyboard must reach it.
    let _ = writeln!(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\">");
    let _ = writeln!(out, "<table>\n<caption>{name}, {rows}</caption>\n<thead><tr>");
    for (at, head) in sheet.head.iter().enumerate() {
        let class = if at == 0 { "" } else { class(head) };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", text(head));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &sheet.rows {
        out.push_str("<tr>");
        for (at, (cell, head)) in row.iter().zip(&sheet.head).enumerate() {
            let cell = text(cell);
            // The first cell names its row; an empty header would name nothing.
            let _ = match at == 0 && !cell.is_empty() {
                true => write!(out, "<th scope=\"row\">{cell}</th>"),
                false => write!(out, "<td{}>{cell}</td>", class(head)),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// Numbers stand under each other.
fn class(head: &str) -> &'static str {
    if is_number(head) { " class=\"n\"" } else { "" }
}

fn article(out: &mut String, passage: &Passage, level: u8) {
    if let Some(divider) = &passage.divider {
        let _ = writeln!(out, "<p><strong>{}</strong></p>", text(divider));
    }
    let _ = writeln!(out, "<article>\n<h{level}>{}</h{level}>", text(&passage.heading));
    if let Some(under) = &passage.under {
        let _ = writeln!(out, "<p>Under: {}</p>", text(under));
    }
    let _ = writeln!(out, "<blockquote><p>{}</p></blockquote>", marked(passage));
    for note in &passage.notes {
        let _ = writeln!(out, "<p>{}</p>", text(note));
    }
    let source: Vec<String> = passage.sources().map(text).collect();
    if !source.is_empty() {
        let _ = writeln!(out, "<p class=\"source\">{}</p>", source.join("<br>"));
    }
    if !passage.evidence.is_empty() {
        let _ = writeln!(out, "<p class=\"source\">Tags from: {}</p>", text(&passage.evidence.join("; ")));
    }
    out.push_str("</article>\n");
}

fn marked(passage: &Passage) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in &passage.marks {
        out.push_str(&text(&passage.text[at..mark.start]));
        let _ = write!(out, "<mark>{}</mark>", text(&passage.text[mark.clone()]));
        at = mark.end;
    }
    out.push_str(&text(&passage.text[at..]));
    out
}

/// Text as text, whatever it holds.
fn text(text: &str) -> String {
    let plain = escape(text);
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        let paper = Paper {
            title: "<script>alert(1)</script>".to_owned(),
            lines: vec!["a & b \u{202e}".to_owned()],
            passages: vec![Passage {
                text: "one <b> two".to_owned(),
                marks: vec![std::ops::Range { start: 4, end: 7 }],
                ..Passage::default()
            }],
            ..Paper::default()
        };
        let page = html(&paper);
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains('\u{202e}'), "{page}");
        assert!(page.contains("one <mark>&lt;b&gt;</mark> two"), "{page}");
    }
}
