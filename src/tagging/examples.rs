//! Blocks for this room's tests, from lines: `- ` and `1. ` begin list items, `# ` headings, `**` bold, `| ` rows.

use crate::model::{Block, BlockKind, Location, Reading};

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
