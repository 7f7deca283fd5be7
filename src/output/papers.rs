//! The answers of the backend as papers. A *page* is read from top to bottom, in words; a *table* is taken
//! into a spreadsheet: one row a thing, the values as filters take them.

use super::{
    Asked, Cited,
    counts::{capitalised, count_lines, table_in_words, value_in_words},
    hits::{closing, group_heading, group_of, opening, some_divider},
    ledger::{RunSummary, run_lines, status_rows, verify_lines},
    sheet::{Paper, Passage, Sheet},
    tables::{count_sheet, facets_sheet, hits_sheet, paragraphs_sheet, problems_sheet},
};
use crate::{
    backend::{
        CountResponse, Facet, FileRecord, Hit, IndexStatus, Matched, SearchResponse, Unit, VerifyReport,
    },
    model::{Catalogue, Paragraph, Problem},
};

/// How a paper is going to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Page,
    Table,
}

fn title(asked: &Asked, otherwise: &str) -> String {
    if asked.text.is_empty() { otherwise.to_owned() } else { asked.text.clone() }
}

pub fn hits_paper(response: &SearchResponse, asked: &Asked, catalogue: &Catalogue, used: Use) -> Paper {
    let facets = (!response.facets.is_empty()).then(|| facet_sheets(&response.facets, catalogue, used));
    let facets = facets.into_iter().flatten();
    let (sheets, passages) = match used {
        Use::Page => (facets.collect(), hit_passages(response, asked, catalogue)),
        Use::Table => {
            (std::iter::once(hits_sheet(&response.hits, catalogue)).chain(facets).collect(), Vec::new())
        }
    };
    let lines = opening(response, asked).into_iter().chain(closing(response, asked, used == Use::Table));
    let title = title(asked, "Paragraphs");
    Paper { title, lines: lines.collect(), sheets, passages, about: asked.about() }
}

fn hit_passages(response: &SearchResponse, asked: &Asked, catalogue: &Catalogue) -> Vec<Passage> {
    let mut before: Option<&Hit> = None;
    let mut passages = Vec::with_capacity(response.hits.len());
    for hit in &response.hits {
        let mut passage = passage(&hit.paragraph, catalogue);
        passage.heading = format!("{}. {}", hit.rank, passage.heading);
        passage.marks.clone_from(&hit.highlights);
        passage.notes.extend(hit.explanation.as_ref().map(|why| format!("Why here: {}", why.0)));
        if hit.matched == Matched::Some && before.is_none_or(|hit| hit.matched == Matched::All) {
            passage.divider = Some(some_divider(response).to_owned());
        } else if let Some(field) = asked.group_by {
            let group = group_of(&hit.paragraph, field);
            if before.is_none_or(|hit| group_of(&hit.paragraph, field) != group) {
                passage.divider = Some(group_heading(response, field, group.as_deref(), catalogue));
            }
        }
        passages.push(passage);
        before = Some(hit);
    }
    passages
}

pub(super) fn passage(paragraph: &Paragraph, catalogue: &Catalogue) -> Passage {
    let cited = Cited::new(paragraph, catalogue);
    Passage {
        heading: cited.subject().join(" · "),
        under: paragraph.subheading.clone(),
        text: paragraph.text.clone(),
        source: cited.source().join(" · "),
        address: paragraph.page.url.clone(),
        evidence: cited.evidence_in_words(),
        ..Passage::default()
    }
}

pub fn count_paper(
    response: &CountResponse,
    asked: &Asked,
    unit: Unit,
    catalogue: &Catalogue,
    used: Use,
) -> Paper {
    let sheets = match used {
        Use::Page => response.tables.iter().map(|table| table_in_words(table, unit, catalogue)).collect(),
        Use::Table => vec![count_sheet(response, unit)],
    };
    let lines = count_lines(response, asked, unit);
    Paper { title: title(asked, "Counts"), lines, sheets, about: asked.about(), ..Paper::default() }
}

fn facet_sheets(facets: &[Facet], catalogue: &Catalogue, used: Use) -> Vec<Sheet> {
    if used == Use::Table {
        return vec![facets_sheet(facets)];
    }
    let sheet = |facet: &Facet| {
        let mut sheet =
            Sheet::new(&capitalised(facet.field.key()), [facet.field.key(), "paragraphs", "as a filter"]);
        for value in &facet.values {
            let words = value_in_words(facet.field, value.value.as_deref(), catalogue);
            let filter = value.value.as_deref().unwrap_or("none").to_owned();
            sheet.add([words, value.count.to_string(), filter]);
        }
        sheet
    };
    facets.iter().map(sheet).collect()
}

pub fn facets_paper(facets: &[Facet], asked: &Asked, catalogue: &Catalogue, used: Use) -> Paper {
    let sheets = facet_sheets(facets, catalogue, used);
    let title = "Fields and their values".to_owned();
    Paper { title, lines: asked.lines("Counted", &[]), sheets, about: asked.about(), ..Paper::default() }
}

/// One paragraph between its neighbours.
pub fn shown_paper(
    paragraphs: &[Paragraph],
    asked: usize,
    notes: &[String],
    catalogue: &Catalogue,
    used: Use,
) -> Paper {
    let title = paragraphs.get(asked).map_or_else(String::new, |paragraph| paragraph.id.to_string());
    let lines = notes.iter().map(|note| format!("Note: {note}")).collect();
    if used == Use::Table {
        return Paper { lines, ..paragraphs_paper(&title, paragraphs, catalogue) };
    }
    let place = |at: usize| match at.cmp(&asked) {
        std::cmp::Ordering::Less => ", before",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => ", after",
    };
    let passages = paragraphs.iter().enumerate().map(|(at, paragraph)| {
        let mut passage = passage(paragraph, catalogue);
        passage.heading = format!("Paragraph {}{}: {}", paragraph.id.number, place(at), passage.heading);
        passage
    });
    Paper { title, lines, passages: passages.collect(), ..Paper::default() }
}

/// Paragraphs of one report or of several files.
fn paragraphs_paper<'a>(
    title: &str,
    paragraphs: impl IntoIterator<Item = &'a Paragraph>,
    catalogue: &Catalogue,
) -> Paper {
    let sheets = vec![paragraphs_sheet(paragraphs, catalogue)];
    Paper { title: title.to_owned(), sheets, ..Paper::default() }
}

/// How files are read: their paragraphs, then their problems.
pub fn tags_paper<'a>(
    paragraphs: impl IntoIterator<Item = &'a Paragraph>,
    problems: impl IntoIterator<Item = (&'a str, &'a Problem)>,
    catalogue: &Catalogue,
    used: Use,
) -> Paper {
    let title = "How the files are read";
    let mut paper = match used {
        Use::Table => paragraphs_paper(title, paragraphs, catalogue),
        Use::Page => {
            let sheets = vec![read_sheet(paragraphs, catalogue)];
            Paper { title: title.to_owned(), sheets, ..Paper::default() }
        }
    };
    let mut sheet = Sheet::new("Problems", ["path", "code", "line", "message"]);
    for (path, problem) in problems {
        let line = problem.line.map(|line| line.to_string()).unwrap_or_default();
        sheet.add([path.to_owned(), problem.code.code().to_owned(), line, problem.message.to_string()]);
    }
    paper.sheets.push(sheet);
    paper
}

/// What a person looks at first in how a file was read.
fn read_sheet<'a>(paragraphs: impl IntoIterator<Item = &'a Paragraph>, catalogue: &Catalogue) -> Sheet {
    let mut sheet =
        Sheet::new("Paragraphs", ["id", "line", "authority", "statement", "score", "section", "text"]);
    for paragraph in paragraphs {
        let cited = Cited::new(paragraph, catalogue);
        sheet.add([
            paragraph.id.to_string(),
            paragraph.at.line.to_string(),
            cited.authority_name().unwrap_or("none").to_owned(),
            cited.statement_name().unwrap_or("none").to_owned(),
            paragraph.page.score.as_ref().map_or_else(|| "none".to_owned(), |tag| tag.value.to_string()),
            paragraph.section.key().to_owned(),
            paragraph.text.clone(),
        ]);
    }
    sheet
}

fn problems_paper(title: &str, records: &[FileRecord]) -> Paper {
    Paper { title: title.to_owned(), sheets: vec![problems_sheet(records)], ..Paper::default() }
}

/// What an index run did, and the problems of its files.
pub fn run_paper(summary: &RunSummary<'_>, records: &[FileRecord], dry: bool) -> Paper {
    let mut paper = problems_paper("An index run", records);
    paper.lines = run_lines(summary, dry);
    if !summary.named.is_empty() {
        let mut sheet = Sheet::new("Changes", ["change", "path"]);
        summary.named.iter().for_each(|(change, id)| sheet.add([change.key().to_owned(), id.to_string()]));
        paper.sheets.push(sheet);
    }
    paper
}

/// On a page what is indexed comes first; as a table its problems, which are what is worked on.
pub fn status_paper(status: &IndexStatus, index: &str, records: &[FileRecord], used: Use) -> Paper {
    let mut paper = problems_paper("What is indexed", records);
    let mut sheet = Sheet::new("Status", ["what", "value"]);
    status_rows(status, index).into_iter().for_each(|(what, value)| sheet.add([what.to_owned(), value]));
    match used {
        Use::Page => paper.sheets.insert(0, sheet),
        Use::Table => paper.sheets.push(sheet),
    }
    paper
}

pub fn verify_paper(report: &VerifyReport, index: &str) -> Paper {
    let mut sheet = Sheet::new("Faults", ["place", "fault"]);
    report.faults.iter().for_each(|fault| sheet.add([fault.place.clone(), fault.message.clone()]));
    let title = "The index, checked".to_owned();
    Paper { title, lines: verify_lines(report, index), sheets: vec![sheet], ..Paper::default() }
}
