use std::fmt::Write as _;

use crate::{
    backend::{FacetValue, Hit, Matched, SearchResponse},
    model::{Catalogue, Field, Paragraph},
    text::escape,
};

use super::{
    Cited, Screen,
    counts::{facet_lines, value_in_words},
    wording::{count_of, thousands},
    wrap::wrap,
};

/// What was asked, as far as the answer repeats it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// As typed.
    pub text: String,
    pub understood: String,
    pub notes: Vec<String>,
    /// Hits passed over.
    pub offset: usize,
    /// The group that a paragraph belongs to is said where it changes.
    pub group_by: Option<Field>,
}

/// The hits with their header and footer.
pub fn render_hits(
    response: &SearchResponse,
    asked: &Asked,
    catalogue: &Catalogue,
    screen: Screen,
    quiet: bool,
) -> String {
    let mut out = String::new();
    if !quiet {
        header(&mut out, response, asked, screen);
        for facet in &response.facets {
            out.push_str(&facet_lines(facet, catalogue, screen, Some(10)));
            out.push('\n');
        }
    }
    let mut group: Option<Option<String>> = None;
    let mut divided = false;
    for hit in &response.hits {
        if hit.matched == Matched::Some && !divided {
            divided = true;
            let full =
                if response.total == 0 { "No paragraph has all the words" } else { "Above: all the words" };
            let line = format!("{full}. Below: some of them.");
            let _ = writeln!(out, "{}\n", screen.bold(&line));
        }
        if let Some(field) = asked.group_by {
            let value = group_of(&hit.paragraph, field);
            if group.as_ref() != Some(&value) {
                group_heading(&mut out, response, field, value.as_deref(), catalogue, screen);
                group = Some(value);
            }
        }
        one_hit(&mut out, hit, catalogue, screen);
    }
    if !quiet {
        footer(&mut out, response, asked, screen);
    }
    out
}

fn header(out: &mut String, response: &SearchResponse, asked: &Asked, screen: Screen) {
    if !asked.understood.is_empty() {
        out.push_str(&wrap(&format!("Searched: {}", asked.understood), &[], 0, screen));
    }
    for note in asked.notes.iter().chain(&response.notes) {
        out.push_str(&wrap(&format!("Note: {note}"), &[], 0, screen));
    }
    out.push_str(&wrap(&totals(response), &[], 0, screen));
    out.push('\n');
}

/// "14 paragraphs in 6 authorities; 2 by a synonym alone; 212 more hold some of the words"
pub(super) fn totals(response: &SearchResponse) -> String {
    let mut parts = Vec::new();
    let mut first = count_of(response.total, "paragraph", "paragraphs");
    if response.total == 0 && response.total_some > 0 {
        first = "no paragraph with all the words".to_owned();
    }
    if response.authorities > 0 {
        let _ = write!(first, " in {}", count_of(response.authorities, "authority", "authorities"));
    }
    parts.push(first);
    if response.by_synonym > 0 {
        parts.push(format!("{} by a synonym alone", thousands(response.by_synonym)));
    }
    if response.in_copies > 0 {
        parts.push(format!("{} in copies of the same page", thousands(response.in_copies)));
    }
    if response.total_some > 0 {
        let verb = if response.total_some == 1 { "holds" } else { "hold" };
        let more = if response.total == 0 { "" } else { " more" };
        parts.push(format!("{}{more} {verb} some of the words", thousands(response.total_some)));
    }
    if response.assessments.len() > response.authorities {
        parts.push(format!(
            "{} assessments: some councils more than once",
            thousands(response.assessments.len())
        ));
    }
    parts.join("; ")
}

fn footer(out: &mut String, response: &SearchResponse, asked: &Asked, screen: Screen) {
    let shown = response.hits.iter().filter(|hit| hit.matched == Matched::All).count();
    let seen = asked.offset + shown;
    if shown > 0 && seen < response.total {
        let line = format!(
            "Shown: {} to {} of {}. Next: --offset {seen}; all of them: --all",
            asked.offset + 1,
            thousands(seen),
            thousands(response.total)
        );
        out.push_str(&wrap(&line, &[], 0, screen));
    }
    if response.in_left_out_sections > 0 {
        let line = format!(
            "Left out: {} in the framework's own text, area facts and score lists; --section all has them",
            thousands(response.in_left_out_sections)
        );
        out.push_str(&wrap(&line, &[], 0, screen));
    }
    for suggestion in &response.suggestions {
        out.push_str(&wrap(&suggestion_line(suggestion), &[], 0, screen));
    }
}

fn suggestion_line(suggestion: &crate::backend::Suggestion) -> String {
    let found = count_of(suggestion.count, "paragraph", "paragraphs");
    format!("{}; try: {} ({found})", suggestion.reason, suggestion.query)
}

/// "Nothing found", with what to try in its place.
pub fn render_nothing(response: &SearchResponse, asked: &Asked, screen: Screen) -> String {
    let mut out = wrap("nothing found", &[], 0, screen);
    if !asked.understood.is_empty() {
        out.push_str(&wrap(&format!("searched: {}", asked.understood), &[], 2, screen));
    }
    for note in asked.notes.iter().chain(&response.notes) {
        out.push_str(&wrap(note, &[], 2, screen));
    }
    if response.in_left_out_sections > 0 {
        let line = format!(
            "{} in the framework's own text, area facts and score lists; --section all has them",
            count_of(response.in_left_out_sections, "paragraph", "paragraphs")
        );
        out.push_str(&wrap(&line, &[], 2, screen));
    }
    for suggestion in &response.suggestions {
        out.push_str(&wrap(&suggestion_line(suggestion), &[], 2, screen));
    }
    out
}

fn one_hit(out: &mut String, hit: &Hit, catalogue: &Catalogue, screen: Screen) {
    let cited = Cited::new(&hit.paragraph, catalogue);
    let number = format!("{}. ", thousands(hit.rank));
    subject_lines(out, &number, &cited, screen);
    out.push_str(&wrap(&hit.paragraph.text, &hit.highlights, INDENT, screen));
    source_line(out, &cited, screen);
    if let Some(explanation) = &hit.explanation {
        out.push_str(&wrap(&format!("Why here: {}", explanation.0), &[], INDENT, screen));
    }
    out.push('\n');
}

const INDENT: usize = 4;

/// The citation above a paragraph, its lines after the first indented under it.
fn subject_lines(out: &mut String, lead: &str, cited: &Cited<'_>, screen: Screen) {
    let narrow = Screen { width: screen.width, color: false };
    let lines = wrap(&cited.subject().join(" · "), &[], INDENT, narrow);
    for (i, line) in lines.lines().enumerate() {
        if i == 0 {
            let lead = format!("{lead:<INDENT$}");
            let _ = writeln!(out, "{}", screen.bold(&format!("{lead}{}", line.trim_start())));
        } else {
            let _ = writeln!(out, "{}", screen.bold(line));
        }
    }
    if let Some(subheading) = &cited.paragraph.subheading {
        out.push_str(&wrap(&format!("Under: {subheading}"), &[], INDENT, screen));
    }
}

fn source_line(out: &mut String, cited: &Cited<'_>, screen: Screen) {
    let plain = Screen { color: false, ..screen };
    for line in wrap(&format!("[{}]", cited.source().join(" · ")), &[], INDENT, plain).lines() {
        let _ = writeln!(out, "{}", screen.dim(line));
    }
}

fn group_of(paragraph: &Paragraph, field: Field) -> Option<String> {
    let page = &paragraph.page;
    match field {
        Field::Authority => page.authority.as_ref().map(|tag| tag.value.name.clone()),
        Field::Statement => page.statement.as_ref().map(|tag| tag.value.clone()),
        Field::Score => page.score.as_ref().map(|tag| tag.value.to_string()),
        _ => None,
    }
}

fn group_heading(
    out: &mut String,
    response: &SearchResponse,
    field: Field,
    value: Option<&str>,
    catalogue: &Catalogue,
    screen: Screen,
) {
    let size = response.groups.iter().find(|group: &&FacetValue| group.value.as_deref() == value);
    let words = value_in_words(field, value, catalogue);
    let mut line = escape(&words).into_owned();
    if let Some(group) = size {
        let _ = write!(line, ": {}", count_of(group.count, "paragraph", "paragraphs"));
    }
    let _ = writeln!(out, "{}\n", screen.bold(&line));
}

/// One paragraph between its neighbours; the one asked for carries its citation.
pub fn render_shown(
    paragraphs: &[Paragraph],
    asked: usize,
    catalogue: &Catalogue,
    screen: Screen,
    quiet: bool,
) -> String {
    let mut out = String::new();
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let cited = Cited::new(paragraph, catalogue);
        let number = format!("{} ", paragraph.id.number);
        if i == asked {
            subject_lines(&mut out, &number, &cited, screen);
            out.push_str(&wrap(&paragraph.text, &[], INDENT, screen));
            source_line(&mut out, &cited, screen);
        } else if !quiet {
            let words = if i < asked { "before" } else { "after" };
            let _ = writeln!(out, "{}", screen.dim(&format!("{number}{words}")));
            for line in wrap(&paragraph.text, &[], INDENT, Screen { color: false, ..screen }).lines() {
                let _ = writeln!(out, "{}", screen.dim(line));
            }
        }
        if i + 1 < paragraphs.len() && (i == asked || !quiet) {
            out.push('\n');
        }
    }
    out
}
