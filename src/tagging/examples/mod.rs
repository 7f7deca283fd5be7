//! Blocks and tagged reports for this room's tests, from lines: `- ` and `1. ` begin list items, `# ` headings, `**` bold, `| ` rows.

mod headings;
mod layouts;
mod lists;
mod page_scores;

use std::sync::LazyLock;

use crate::model::{Block, BlockKind, Catalogue, Location, Paragraph, Reading, Report, ReportId};

use super::Tagger;

pub(super) fn reading(text: &str) -> Reading {
    let blocks = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| block(line.trim(), number));
    Reading { blocks: blocks.collect(), ..Reading::default() }
}

fn block(line: &str, number: u32) -> Block {
    let level = line.chars().take_while(|c| *c == '#').count();
    let numbered = line
        .split_once(". ")
        .filter(|(number, _)| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()));
    let (kind, text) = if level > 0 {
        (BlockKind::Heading(u8::try_from(level).unwrap()), line[level..].trim())
    } else if let Some(item) = line.strip_prefix("- ") {
        (BlockKind::ListItem, item)
    } else if let Some((_, item)) = numbered {
        (BlockKind::ListItem, item)
    } else if let Some(bold) = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
        (BlockKind::BoldParagraph, bold)
    } else if let Some(quote) = line.strip_prefix("> ") {
        (BlockKind::Quote, quote)
    } else if line.starts_with("| ") {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        let text = cells.join(" | ");
        return Block {
            kind: BlockKind::TableRow { cells },
            text,
            at: Location { line: number, page: None },
        };
    } else {
        (BlockKind::Paragraph, line)
    };
    Block { kind, text: text.to_owned(), at: Location { line: number, page: None } }
}

fn tag_with(catalogue: &Catalogue, id: &str, text: &str) -> Report {
    Tagger::new(catalogue, None).tag(ReportId::from_id(id), reading(text))
}

pub(super) fn tag(id: &str, text: &str) -> Report {
    tag_reading(id, reading(text))
}

pub(super) fn tag_reading(id: &str, reading: Reading) -> Report {
    static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::new(&Catalogue::embedded(), None));
    TAGGER.tag(ReportId::from_id(id), reading)
}

/// "Barnet needs 2 findings/Sub-heading: first three words"
pub(super) fn line(paragraph: &Paragraph) -> String {
    let page = &paragraph.page;
    let authority = page.authority.as_ref().map_or("-", |tag| tag.value.name.as_str());
    let statement = page.statement.as_ref().map_or("-", |tag| tag.value.as_str());
    let score = page.score.as_ref().map_or("-".to_owned(), |tag| tag.value.to_string());
    let start: Vec<&str> = paragraph.text.split(' ').take(3).collect();
    let subheading = paragraph.subheading.as_ref().map(|s| format!("/{s}")).unwrap_or_default();
    format!("{authority} {statement} {score} {}{subheading}: {}", paragraph.section.key(), start.join(" "))
}

pub(super) fn lines(report: &Report) -> Vec<String> {
    report.paragraphs.iter().map(line).collect()
}

pub(super) fn codes(report: &Report) -> Vec<(&str, Option<u32>)> {
    report.problems.iter().map(|p| (p.code.code(), p.line)).collect()
}

pub(super) fn scores(report: &Report) -> Vec<String> {
    let score = |fact: &crate::model::ScoreFact| fact.score.map_or("-".to_owned(), |s| s.to_string());
    report.scores.iter().map(|f| format!("{} {}", f.statement.as_deref().unwrap_or("-"), score(f))).collect()
}

pub(super) const BODY: &str =
    "People told us that they were seen within a week and that they knew whom to ring after that.";

pub(super) const NAMES: [&str; 9] = [
    "Assessing needs",
    "Supporting people to lead healthier lives",
    "Equity in experience and outcomes",
    "Care provision, integration and continuity of care",
    "Partnership and communities",
    "Safe pathways, systems and transitions",
    "Safeguarding",
    "Governance, management and sustainability",
    "Learning, improvement and innovation",
];
