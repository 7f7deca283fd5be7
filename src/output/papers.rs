//! The answers of the backend as papers.

use super::{
    Asked, Cited,
    counts::unit_words,
    hits::totals,
    sheet::{Paper, Passage, Repeat, Sheet},
    tables::{count_sheet, facets_sheet, hits_sheet, paragraphs_sheet, problems_sheet},
    wording::count_of,
};
use crate::{
    backend::{CountResponse, Facet, FileRecord, SearchResponse, Unit},
    model::{Catalogue, Paragraph},
};

fn about(asked: &Asked, repeat: &Repeat) -> Vec<(String, String)> {
    let mut about = Vec::new();
    if !asked.text.is_empty() {
        about.push(("Query".to_owned(), asked.text.clone()));
    }
    let understood = if asked.understood.is_empty() { "everything" } else { &asked.understood };
    about.push(("Understood as".to_owned(), understood.to_owned()));
    about.extend(repeat.about());
    about
}

fn title(asked: &Asked, otherwise: &str) -> String {
    if asked.text.is_empty() { otherwise.to_owned() } else { asked.text.clone() }
}

pub fn hits_paper(response: &SearchResponse, asked: &Asked, catalogue: &Catalogue, repeat: &Repeat) -> Paper {
    let mut lines = vec![format!("{}.", totals(response))];
    lines.extend(asked.notes.iter().chain(&response.notes).cloned());
    let passages = response.hits.iter().map(|hit| {
        let mut passage = passage(&hit.paragraph, catalogue);
        passage.heading = format!("{}. {}", hit.rank, passage.heading);
        passage.marks.clone_from(&hit.highlights);
        passage
    });
    let mut sheets = Vec::new();
    if !response.facets.is_empty() {
        sheets.push(facets_sheet(&response.facets));
    }
    Paper {
        title: title(asked, "Paragraphs"),
        lines,
        sheets,
        passages: passages.collect(),
        about: about(asked, repeat),
    }
}

/// For a spreadsheet, where paragraphs are rows.
pub fn hits_table(response: &SearchResponse, asked: &Asked, catalogue: &Catalogue, repeat: &Repeat) -> Paper {
    let mut paper = hits_paper(response, asked, catalogue, repeat);
    paper.passages.clear();
    paper.sheets.insert(0, hits_sheet(&response.hits, catalogue));
    paper
}

pub(super) fn passage(paragraph: &Paragraph, catalogue: &Catalogue) -> Passage {
    let cited = Cited::new(paragraph, catalogue);
    Passage {
        heading: cited.subject().join(" · "),
        text: paragraph.text.clone(),
        marks: Vec::new(),
        source: cited.source().join(" · "),
        address: paragraph.page.url.clone(),
        evidence: cited.evidence_in_words(),
    }
}

pub fn count_paper(response: &CountResponse, asked: &Asked, unit: Unit, repeat: &Repeat) -> Paper {
    let (one, many) = unit_words(unit);
    let mut lines = vec![format!("{}.", count_of(response.total, one, many))];
    lines.extend(asked.notes.iter().chain(&response.notes).cloned());
    let sheets = vec![count_sheet(response, unit)];
    Paper { title: title(asked, "Counts"), lines, sheets, passages: Vec::new(), about: about(asked, repeat) }
}

pub fn facets_paper(facets: &[Facet], repeat: &Repeat) -> Paper {
    let sheets = vec![facets_sheet(facets)];
    Paper { title: "Fields and their values".to_owned(), sheets, about: repeat.about(), ..Paper::default() }
}

/// Paragraphs of one report or of several files.
pub fn paragraphs_paper<'a>(
    title: &str,
    paragraphs: impl IntoIterator<Item = &'a Paragraph>,
    catalogue: &Catalogue,
) -> Paper {
    let sheets = vec![paragraphs_sheet(paragraphs, catalogue)];
    Paper { title: title.to_owned(), sheets, ..Paper::default() }
}

pub fn problems_paper(title: &str, records: &[FileRecord]) -> Paper {
    Paper { title: title.to_owned(), sheets: vec![problems_sheet(records)], ..Paper::default() }
}

/// One table of two columns, for what is no table of its own.
pub fn facts_paper(title: &str, facts: Vec<(String, String)>) -> Paper {
    let mut sheet = Sheet::new(title, ["what", "value"]);
    facts.into_iter().for_each(|(what, value)| sheet.add([what, value]));
    Paper { title: title.to_owned(), sheets: vec![sheet], ..Paper::default() }
}
