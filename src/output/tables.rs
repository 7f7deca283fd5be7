use crate::{
    backend::{CountResponse, Facet, FileRecord, Hit, Matched, Outcome, Unit},
    model::{Catalogue, Field, Paragraph},
    text::escape,
};

use super::{Cited, Sheet, counts::unit_words, ledger::problems_of};

/// Written before a CSV file so that Excel reads it as UTF-8.
pub const BOM: &str = "\u{feff}";

const PARAGRAPH: [&str; 22] = [
    "id",
    "authority",
    "gss",
    "region",
    "theme",
    "statement",
    "statement_name",
    "score",
    "score_label",
    "section",
    "subheading",
    "kind",
    "published",
    "rating",
    "status",
    "framework",
    "assessment",
    "path",
    "line",
    "page",
    "url",
    "text",
];

/// A cell that a spreadsheet would take for a formula is prefixed with an apostrophe.
/// Source: OWASP, CSV Injection; read 2026-11-22.
fn safe(cell: &str) -> String {
    let cell = escape(cell);
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.into_owned(),
    }
}

/// Rows of a table that are written at once.
const ROWS_AT_ONCE: usize = 1_000;

/// A table as CSV, piece by piece: quoted where needed, lines ended as the standard (RFC 4180) says.
pub fn csv(sheet: &Sheet) -> impl Iterator<Item = String> {
    let mut rows = std::iter::once(&sheet.head).chain(&sheet.rows).peekable();
    std::iter::from_fn(move || {
        rows.peek()?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        for row in rows.by_ref().take(ROWS_AT_ONCE) {
            let cells: Vec<String> = row.iter().map(|cell| safe(cell)).collect();
            writer.write_record(&cells).expect("memory takes all bytes, and every row has the head's length");
        }
        let bytes = writer.into_inner().expect("memory takes all bytes");
        Some(String::from_utf8(bytes).expect("cells are UTF-8"))
    })
}

fn cells(paragraph: &Paragraph, catalogue: &Catalogue) -> [String; 22] {
    let cited = Cited::new(paragraph, catalogue);
    let page = &paragraph.page;
    let authority = page.authority.as_ref().map(|tag| &tag.value);
    let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        paragraph.id.to_string(),
        owned(authority.map(|a| a.name.as_str())),
        owned(authority.and_then(|a| a.gss.as_deref())),
        owned(authority.and_then(|a| a.region.as_deref())),
        owned(cited.theme.map(|t| t.key.as_str())),
        owned(page.statement.as_ref().map(|tag| tag.value.as_str())),
        owned(cited.statement_name()),
        page.score.as_ref().map(|tag| tag.value.to_string()).unwrap_or_default(),
        owned(cited.score_label),
        paragraph.section.key().to_owned(),
        owned(paragraph.subheading.as_deref()),
        page.kind.key().to_owned(),
        page.published.as_ref().map(|tag| tag.value.to_string()).unwrap_or_default(),
        owned(page.rating.as_ref().map(|tag| tag.value.as_str())),
        owned(page.status.as_ref().map(|tag| tag.value.key())),
        owned(page.framework.as_deref()),
        owned(page.assessment.as_deref()),
        page.path.clone(),
        paragraph.at.line.to_string(),
        paragraph.at.page.map(|page| page.to_string()).unwrap_or_default(),
        owned(page.url.as_deref()),
        paragraph.text.clone(),
    ]
}

/// One row a hit; where it was asked for, why it is where it is.
pub(super) fn hits_sheet(hits: &[Hit], catalogue: &Catalogue) -> Sheet {
    let why = hits.iter().any(|hit| hit.explanation.is_some()).then_some("why_here");
    let head = ["rank", "matched", "relevance"].into_iter().chain(PARAGRAPH).chain(why);
    let mut table = Sheet::new("Paragraphs", head);
    for hit in hits {
        let matched = match hit.matched {
            Matched::All => "all",
            Matched::Some => "some",
        };
        let lead = [hit.rank.to_string(), matched.to_owned(), format!("{:.4}", hit.relevance)];
        let why = why.map(|_| hit.explanation.as_ref().map_or_else(String::new, |why| why.0.clone()));
        table.add(lead.into_iter().chain(cells(&hit.paragraph, catalogue)).chain(why));
    }
    table
}

/// One row a paragraph.
pub(super) fn paragraphs_sheet<'a>(
    paragraphs: impl IntoIterator<Item = &'a Paragraph>,
    catalogue: &Catalogue,
) -> Sheet {
    let mut table = Sheet::new("Paragraphs", PARAGRAPH);
    for paragraph in paragraphs {
        table.add(cells(paragraph, catalogue));
    }
    table
}

/// One row a count, whichever table it belongs to.
pub(super) fn count_sheet(response: &CountResponse, unit: Unit) -> Sheet {
    let mut fields: Vec<Field> = Vec::new();
    for table in &response.tables {
        for field in [Some(table.rows), table.columns].into_iter().flatten() {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    let head = fields.iter().map(|field| field.key()).chain([unit_words(unit).1, "of"]);
    let mut out = Sheet::new("Counts", head);
    if response.tables.is_empty() {
        out.add([response.total.to_string(), response.of.to_string()]);
    }
    for table in &response.tables {
        for count in &table.counts {
            let value = |field: &Field| match (*field == table.rows, Some(*field) == table.columns) {
                (true, _) => count.row.clone().unwrap_or_else(|| "none".to_owned()),
                (_, true) => count.column.clone().unwrap_or_else(|| "none".to_owned()),
                _ => String::new(),
            };
            let row: Vec<String> = fields.iter().map(value).collect();
            out.add(row.into_iter().chain([count.count.to_string(), count.of.to_string()]));
        }
    }
    out
}

/// One row a value.
pub(super) fn facets_sheet(facets: &[Facet]) -> Sheet {
    let mut table = Sheet::new("Facets", ["field", "value", "paragraphs"]);
    for facet in facets {
        for value in &facet.values {
            let words = value.value.clone().unwrap_or_else(|| "none".to_owned());
            table.add([facet.field.key().to_owned(), words, value.count.to_string()]);
        }
    }
    table
}

/// One row a problem.
pub(super) fn problems_sheet(records: &[FileRecord]) -> Sheet {
    let mut table = Sheet::new("Problems", ["path", "outcome", "code", "line", "message"]);
    for (record, problem) in problems_of(records) {
        let outcome = if matches!(record.outcome, Outcome::Indexed(_)) { "indexed" } else { "skipped" };
        table.add([
            record.id.to_string(),
            outcome.to_owned(),
            problem.code.code().to_owned(),
            problem.line.map(|line| line.to_string()).unwrap_or_default(),
            problem.message.to_string(),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+44", "'+44"),
            ("-5%", "'-5%"),
            ("@here", "'@here"),
            ("plain = text", "plain = text"),
            ("", ""),
        ] {
            assert_eq!(safe(cell), expected);
        }
    }

    #[test]
    fn quotes_commas_and_lines_stay_in_their_cell() {
        let mut table = Sheet::new("", ["a", "b"]);
        table.add(["one, \"two\"".to_owned(), "=x".to_owned()]);
        assert_eq!(csv(&table).collect::<String>(), "a,b\r\n\"one, \"\"two\"\"\",'=x\r\n");
    }
}
