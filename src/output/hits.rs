use std::fmt::Write as _;

use crate::{
    backend::{FacetValue, Hit, Matched, SearchResponse, Suggestion},
    model::{Catalogue, Field, Paragraph},
};

use super::{
    Cited, Screen,
    counts::{facet_lines, value_in_words},
    wording::{count_of, left_out, thousands},
    wrap::{wrap, wrap_bold},
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

impl Asked {
    /// The query as understood, then the notes: "Searched: carers".
    pub(super) fn lines(&self, done: &str, further_notes: &[String]) -> Vec<String> {
        let understood =
            (!self.understood.is_empty()).then(|| format!("{done}: {}", self.understood)).into_iter();
        let notes = self.notes.iter().chain(further_notes).map(|note| format!("Note: {note}"));
        understood.chain(notes).collect()
    }

    /// As pairs for what it takes to repeat the answer.
    pub(super) fn about(&self) -> Vec<(String, String)> {
        let pairs = [("Query", &self.text), ("Understood as", &self.understood)];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(key, value)| (key.to_owned(), value.clone())).collect()
    }
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
        for line in opening(response, asked) {
            out.push_str(&wrap(&line, &[], 0, screen));
        }
        out.push('\n');
    }
    for facet in &response.facets {
        out.push_str(&facet_lines(facet, catalogue, screen, Some(10)));
        out.push('\n');
    }
    let mut group: Option<Option<String>> = None;
    let mut divided = false;
    for hit in &response.hits {
        if hit.matched == Matched::Some && !divided {
            divided = true;
            out.push_str(&wrap_bold(some_divider(response), 0, screen));
            out.push('\n');
        }
        if let Some(field) = asked.group_by {
            let value = group_of(&hit.paragraph, field);
            if group.as_ref() != Some(&value) {
                let line = group_heading(response, field, value.as_deref(), catalogue);
                out.push_str(&wrap_bold(&line, 0, screen));
                out.push('\n');
                group = Some(value);
            }
        }
        one_hit(&mut out, hit, catalogue, screen);
    }
    if !quiet {
        for line in closing(response, asked, true) {
            out.push_str(&wrap(&line, &[], 0, screen));
        }
    }
    out
}

/// What stands above the hits: the query as understood, notes, how many there are.
pub(super) fn opening(response: &SearchResponse, asked: &Asked) -> Vec<String> {
    let mut lines = asked.lines("Searched", &response.notes);
    lines.push(totals(response));
    lines
}

pub(super) fn some_divider(response: &SearchResponse) -> &'static str {
    match response.total {
        0 => "No paragraph has all the words. Below: some of them.",
        _ => "Above: all the words. Below: some of them.",
    }
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

/// What stands below them; for the one who asks again, how to see the others.
pub(super) fn closing(response: &SearchResponse, asked: &Asked, how: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((part, seen)) = part_of(response, asked) {
        let more = how && seen < response.total;
        let how = if more { format!(" Next: --offset {seen}; all of them: --all") } else { String::new() };
        lines.push(format!("Shown: {part}.{how}"));
    }
    if response.in_left_out_sections > 0 {
        lines.push(left_out(response.in_left_out_sections));
    }
    lines.extend(response.suggestions.iter().map(suggestion_line));
    lines
}

/// Where hits are handed in and more match, how many were written: nobody sees a footer there.
pub fn part_written(response: &SearchResponse, asked: &Asked) -> Option<String> {
    let (part, _) = part_of(response, asked)?;
    Some(format!("Written: {part} paragraphs; all of them: --all"))
}

/// "1 to 10 of 33", and how many have been seen then; `None` where all are there.
fn part_of(response: &SearchResponse, asked: &Asked) -> Option<(String, usize)> {
    let shown = response.hits.iter().filter(|hit| hit.matched == Matched::All).count();
    let seen = asked.offset + shown;
    let part =
        || format!("{} to {} of {}", thousands(asked.offset + 1), thousands(seen), thousands(response.total));
    (0 < shown && shown < response.total).then(|| (part(), seen))
}

/// "with synonyms; try: unpaid carers (12 paragraphs)"
pub fn suggestion_line(suggestion: &Suggestion) -> String {
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
        out.push_str(&wrap(&left_out(response.in_left_out_sections), &[], 2, screen));
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

pub(super) fn group_of(paragraph: &Paragraph, field: Field) -> Option<String> {
    let page = &paragraph.page;
    match field {
        Field::Authority => page.authority.as_ref().map(|tag| tag.value.name.clone()),
        Field::Statement => page.statement.as_ref().map(|tag| tag.value.clone()),
        Field::Score => page.score.as_ref().map(|tag| tag.value.to_string()),
        _ => None,
    }
}

/// "Barnet: 14 paragraphs"
pub(super) fn group_heading(
    response: &SearchResponse,
    field: Field,
    value: Option<&str>,
    catalogue: &Catalogue,
) -> String {
    let size = response.groups.iter().find(|group: &&FacetValue| group.value.as_deref() == value);
    let words = value_in_words(field, value, catalogue);
    // A number alone could be of anything.
    let words = if field == Field::Score && value.is_some() { format!("score {words}") } else { words };
    match size {
        Some(group) => format!("{words}: {}", count_of(group.count, "paragraph", "paragraphs")),
        None => words,
    }
}

/// One paragraph between its neighbours; the one asked for carries its citation.
pub fn render_shown(
    paragraphs: &[Paragraph],
    asked: usize,
    notes: &[String],
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
            for note in notes.iter().filter(|_| !quiet) {
                out.push_str(&wrap(&format!("Note: {note}"), &[], INDENT, screen));
            }
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
