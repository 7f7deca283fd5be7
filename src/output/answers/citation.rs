use std::fmt::Write as _;

use crate::{
    backend::answers::Citation,
    model::{Catalogue, Published},
    output::{
        Cited, Screen, Use,
        markdown::literal,
        papers::passage,
        sheet::{Paper, Passage, Sheet},
        wrap::wrap,
    },
    text::escape,
};

/// How citations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    Markdown,
    /// The exchange format of reference managers.
    /// Source: Research Information Systems, "RIS Format Specifications", tags TY to ER; from memory, 2026-11-22.
    Ris,
}

/// Hexadecimal digits of a content hash that are enough to tell files apart in print.
const HASH_SHOWN: usize = 16;

/// The parts of a citation; what the source does not say is said to be missing.
struct Parts {
    publisher: String,
    title: String,
    about: Vec<String>,
    date: String,
    place: String,
    address: Option<String>,
    hash: Option<String>,
}

fn parts(citation: &Citation, catalogue: &Catalogue) -> Parts {
    let paragraph = &citation.paragraph;
    let page = &paragraph.page;
    let cited = Cited::new(paragraph, catalogue);
    let framework = page.framework.as_deref().and_then(|key| catalogue.framework(key));
    let publisher = framework.and_then(|framework| framework.layout.regulators.first());
    let mut about = vec![cited.authority_name().unwrap_or("authority not stated").to_owned()];
    about.extend(cited.statement_name().map(str::to_owned));
    about.extend(cited.score_in_words());
    let place = match paragraph.at.page {
        Some(number) => format!("page {number}, line {}", paragraph.at.line),
        None => format!("line {}", paragraph.at.line),
    };
    Parts {
        publisher: publisher.map_or_else(|| "publisher not stated".to_owned(), Clone::clone),
        title: page.title.clone().unwrap_or_else(|| "report without a title".to_owned()),
        about,
        date: page
            .published
            .as_ref()
            .map_or_else(|| "no date in the source".to_owned(), |tag| tag.value.to_string()),
        place: format!("paragraph {}, {place}, {}", paragraph.id.number, page.path),
        address: page.url.clone(),
        hash: citation.content_hash.as_ref().map(|hash| hash.chars().take(HASH_SHOWN).collect()),
    }
}

fn sentence(parts: &Parts, write: &dyn Fn(&str) -> String) -> String {
    let mut out = format!(
        "{}, {} ({}), {}, {}",
        write(&parts.publisher),
        write(&parts.title),
        parts.about.iter().map(|part| write(part)).collect::<Vec<_>>().join("; "),
        write(&parts.date),
        write(&parts.place),
    );
    if let Some(address) = &parts.address {
        let _ = write!(out, ", {}", write(address));
    }
    if let Some(hash) = &parts.hash {
        let _ = write!(out, ", content {hash}");
    }
    out
}

pub fn render_citations(
    citations: &[Citation],
    catalogue: &Catalogue,
    style: Style,
    screen: Screen,
) -> String {
    let mut out = String::new();
    for citation in citations {
        let parts = parts(citation, catalogue);
        match style {
            Style::Plain => {
                out.push_str(&wrap(&sentence(&parts, &str::to_owned), &[], 0, screen));
                out.push('\n');
            }
            Style::Markdown => {
                let _ = writeln!(
                    out,
                    "> {}\n>\n> — {}\n",
                    literal(&citation.paragraph.text),
                    sentence(&parts, &literal)
                );
            }
            Style::Ris => out.push_str(&ris(citation, &parts)),
        }
    }
    out
}

fn ris(citation: &Citation, parts: &Parts) -> String {
    let paragraph = &citation.paragraph;
    let page = &paragraph.page;
    let mut lines: Vec<(&str, String)> = vec![("TY", "RPRT".to_owned())];
    lines.push(("AU", parts.publisher.clone()));
    lines.push(("TI", parts.title.clone()));
    lines.push(("PB", parts.publisher.clone()));
    if let Some(tag) = &page.published {
        let Published { year, month, day } = tag.value;
        lines.push(("PY", format!("{year:04}")));
        lines.push((
            "DA",
            format!("{year:04}/{month:02}/{}/", day.map(|d| format!("{d:02}")).unwrap_or_default()),
        ));
    }
    lines.extend(parts.about.iter().map(|part| ("KW", part.clone())));
    if let Some(number) = paragraph.at.page {
        lines.push(("SP", number.to_string()));
    }
    lines.push(("AB", paragraph.text.clone()));
    let date = if page.published.is_none() { "; no date in the source" } else { "" };
    let hash = parts.hash.as_ref().map(|hash| format!("; content {hash}")).unwrap_or_default();
    lines.push(("N1", format!("{}{date}{hash}", parts.place)));
    if let Some(address) = &parts.address {
        lines.push(("UR", address.clone()));
    }
    lines.push(("ID", paragraph.id.to_string()));
    let mut out = String::new();
    for (tag, value) in lines {
        let _ = write!(out, "{tag}  - {}\r\n", escape(&value));
    }
    out.push_str("ER  - \r\n\r\n");
    out
}

pub fn citation_paper(citations: &[Citation], catalogue: &Catalogue, used: Use) -> Paper {
    if used == Use::Page {
        let passages = citations.iter().map(|citation| {
            let shown = passage(&citation.paragraph, catalogue);
            let notes = citation.notes.iter().map(|note| format!("Note: {note}")).collect();
            Passage { source: in_words(citation, catalogue), address: None, notes, ..shown }
        });
        let title = "Citations".to_owned();
        return Paper { title, passages: passages.collect(), ..Paper::default() };
    }
    let head = [
        "id",
        "citation",
        "publisher",
        "title",
        "about",
        "date",
        "place",
        "address",
        "content_hash",
        "notes",
        "text",
    ];
    let mut sheet = Sheet::new("Citations", head);
    for citation in citations {
        let parts = parts(citation, catalogue);
        let whole = sentence(&parts, &str::to_owned);
        sheet.rows.push(vec![
            citation.paragraph.id.to_string(),
            whole,
            parts.publisher,
            parts.title,
            parts.about.join("; "),
            parts.date,
            parts.place,
            parts.address.unwrap_or_default(),
            citation.content_hash.clone().unwrap_or_default(),
            citation.notes.join("; "),
            citation.paragraph.text.clone(),
        ]);
    }
    Paper { title: "Citations".to_owned(), sheets: vec![sheet], ..Paper::default() }
}

/// The citation in one sentence, for JSON.
pub(super) fn in_words(citation: &Citation, catalogue: &Catalogue) -> String {
    sentence(&parts(citation, catalogue), &str::to_owned)
}
