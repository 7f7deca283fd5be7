use std::{fmt::Write as _, sync::Arc};

use crate::{
    model::{Authority, Catalogue, Evidence, Paragraph, Problem, Report, ScoreFact, ScoreSource},
    text::escape,
};

use super::{
    Cited, Screen,
    wording::{count_of, kind_in_words},
    wrap::{columns, cut, wrap},
};

/// How a file was read: its tags with their evidence, its paragraphs, its problems.
pub fn render_tags(
    report: Option<&Report>,
    path: &str,
    problems: &[Problem],
    catalogue: &Catalogue,
    screen: Screen,
) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", screen.bold(&escape(path)));
    if let Some(report) = report {
        let kind = kind_in_words(report.kind);
        let _ = writeln!(out, "  {kind}, {}", count_of(report.paragraphs.len(), "paragraph", "paragraphs"));
        let mut rest = &report.paragraphs[..];
        while let Some(first) = rest.first() {
            let same = rest.iter().take_while(|p| Arc::ptr_eq(&p.page, &first.page)).count();
            let (page, after) = rest.split_at(same);
            page_tags(&mut out, &Cited::new(first, catalogue), catalogue, screen);
            paragraph_lines(&mut out, page, screen);
            rest = after;
        }
        if !report.scores.is_empty() {
            scores_stated(&mut out, &report.scores, catalogue, screen);
        }
    }
    for problem in problems {
        out.push_str(&problem_lines(problem, screen));
    }
    out.push('\n');
    out
}

/// "  problem authority-unknown, line 3: …"
pub(super) fn problem_lines(problem: &Problem, screen: Screen) -> String {
    let line = problem.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let text = format!("problem {}{line}: {}", problem.code.code(), problem.message);
    wrap(&text, &[], 2, screen)
}

fn page_tags(out: &mut String, cited: &Cited<'_>, catalogue: &Catalogue, screen: Screen) {
    let page = &cited.paragraph.page;
    let mut rows: Vec<(&str, String, Option<Evidence>)> = Vec::new();
    let authority = page.authority.as_ref();
    let value = authority.map_or_else(
        || "none".to_owned(),
        |tag| {
            let Authority { name, gss, region } = &tag.value;
            let listed = catalogue.authorities.find(name).is_some();
            let mut aside: Vec<&str> = gss.iter().chain(region).map(String::as_str).collect();
            if !listed {
                aside.push("not on the list");
            }
            if aside.is_empty() { name.clone() } else { format!("{name} ({})", aside.join(", ")) }
        },
    );
    rows.push(("authority", value, authority.map(|tag| tag.evidence)));
    let statement = cited.statement_name().unwrap_or("none").to_owned();
    rows.push(("statement", statement, page.statement.as_ref().map(|tag| tag.evidence)));
    let score = cited.score_in_words().map_or_else(|| "none".to_owned(), |s| s.replacen("score ", "", 1));
    rows.push(("score", score, page.score.as_ref().map(|tag| tag.evidence)));
    if let Some(tag) = &page.published {
        rows.push(("published", tag.value.to_string(), Some(tag.evidence)));
    }
    if let Some(tag) = &page.rating {
        rows.push(("rating", tag.value.clone(), Some(tag.evidence)));
    }
    if let Some(tag) = &page.status {
        rows.push(("status", tag.value.key().to_owned(), Some(tag.evidence)));
    }
    for (field, value, evidence) in rows {
        let why = match evidence {
            None => String::new(),
            Some(Evidence { from, line: Some(line) }) => format!("  from the {from}, line {line}"),
            Some(Evidence { from, line: None }) => format!("  from the {from}"),
        };
        let value = wrap(&value, &[], 13, Screen { color: false, ..screen });
        let left = format!("  {field:<10} {}", value.trim());
        if columns(&left) + columns(&why) <= screen.width {
            let _ = writeln!(out, "{left}{}", screen.dim(&why));
        } else {
            let _ = writeln!(out, "{left}\n             {}", screen.dim(why.trim_start()));
        }
    }
}

fn paragraph_lines(out: &mut String, paragraphs: &[Paragraph], screen: Screen) {
    let number = paragraphs.last().map_or(1, |p| p.id.number.to_string().len());
    let line = paragraphs.iter().map(|p| p.at.line.to_string().len()).max().unwrap_or(1);
    let page = paragraphs.iter().filter_map(|p| Some(p.at.page?.to_string().len())).max();
    let mut subheading: Option<&str> = None;
    for paragraph in paragraphs {
        if paragraph.subheading.as_deref() != subheading {
            subheading = paragraph.subheading.as_deref();
            if let Some(words) = subheading {
                let _ = writeln!(out, "  {}", screen.dim(&format!("under: {}", escape(words))));
            }
        }
        let page = page.map_or_else(String::new, |width| {
            let number = paragraph.at.page.map(|page| page.to_string()).unwrap_or_default();
            format!("page {number:<width$} ")
        });
        let lead = format!(
            "  #{:<number$} {page}line {:<line$} {:<12} ",
            paragraph.id.number,
            paragraph.at.line,
            paragraph.section.key()
        );
        let room = screen.width.saturating_sub(columns(&lead)).max(10);
        let begins: String = paragraph.text.chars().take(room + 1).collect();
        let _ = writeln!(out, "{lead}{}", cut(&escape(&begins), room));
    }
}

fn scores_stated(out: &mut String, scores: &[ScoreFact], catalogue: &Catalogue, screen: Screen) {
    let _ = writeln!(out, "  scores stated");
    for fact in scores {
        let name = fact.statement.as_deref().map_or("unknown statement", |key| {
            catalogue.statement(key).map_or(key, |statement| statement.name.as_str())
        });
        let score = fact.score.map_or_else(|| "no score".to_owned(), |score| score.to_string());
        let from = if fact.source == ScoreSource::Override { "overrides.toml, " } else { "" };
        let name = cut(&escape(name), screen.width.saturating_sub(20 + from.len()));
        let _ = writeln!(out, "    {score} {name}, {from}line {}", fact.at.line);
    }
}
