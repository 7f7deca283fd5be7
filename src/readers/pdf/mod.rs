//! PDF: positioned pieces of text to paragraphs. No library alone does it; the pieces come from
//! one (`items.rs`), the rest is here: lines, columns, running heads, paragraphs, parted words.

mod hyphens;
mod items;
mod lines;
mod paragraphs;
mod running;

use items::Item;
use lines::Line;

use super::blocks::Blocks;
use crate::model::{BlockKind, Location, Problem, ProblemCode, Reading};

pub(super) fn read(bytes: &[u8]) -> Result<Reading, Problem> {
    let found = items::read(bytes)?;
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut turned: Vec<(u32, String)> = Vec::new();
    let mut rest = found.items.as_slice();
    while let Some(first) = rest.first() {
        let page = first.page;
        let end = rest.iter().position(|item| item.page != page).unwrap_or(rest.len());
        let (items, after) = rest.split_at(end);
        rest = after;
        let upright: Vec<&Item> = items.iter().filter(|item| item.upright).collect();
        pages.push(lines::of_page(page, &upright));
        let beside: Vec<&str> = items.iter().filter(|i| !i.upright).map(|i| i.text.as_str()).collect();
        if !beside.is_empty() {
            turned.push((page, beside.join(" ")));
        }
    }
    let body = lines::body_size(&pages);
    running::drop_running_lines(&mut pages, body);
    let mut blocks = Blocks::default();
    paragraphs::build(&pages, &mut blocks);
    add_turned(&turned, &mut blocks);
    let blocks = blocks.finish()?;
    if blocks.is_empty() && found.has_pictures {
        return Err(Problem::new(
            ProblemCode::ScannedPdf,
            None,
            "holds pictures of pages and no text; have its text recognised (OCR) and save it again",
        ));
    }
    let lost = blocks.iter().any(|block| block.text.contains('\u{FFFD}'));
    let problems = lost.then(|| {
        let message = "some characters have no meaning in its fonts and are lost; compare with the page";
        Problem::new(ProblemCode::DecodingLossy, None, message)
    });
    Ok(Reading { blocks, problems: problems.into_iter().collect(), ..Reading::default() })
}

/// Text along the margin, once; a stamp on every page is no part of the report.
fn add_turned(turned: &[(u32, String)], blocks: &mut Blocks) {
    for (page, text) in turned {
        if turned.iter().filter(|(_, other)| other == text).count() == 1 {
            blocks.push(BlockKind::Paragraph, text, Location { line: 1, page: Some(*page) });
        }
    }
}
