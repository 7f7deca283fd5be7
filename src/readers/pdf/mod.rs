//! PDF: positioned pieces of text to paragraphs. No library alone does it; the pieces come from
//! one (`items.rs`), the rest is here: lines, columns, boxes beside the text, running heads, watermarks, what is usual in
//! the document, paragraphs, tables, parted words; and the pages that the library passes over.

mod asides;
mod badges;
mod cells;
mod columns;
mod inherited;
mod items;
mod line_numbers;
mod lines;
mod measures;
mod paragraphs;
mod running;
#[cfg(test)]
mod running_tests;
mod tables;
#[cfg(test)]
mod tests;
mod unread;
mod watermarks;

use items::Item;
use line_numbers::without_line_numbers;
use lines::Line;
use watermarks::Watermarks;

use super::blocks::Blocks;
use crate::model::{self, Block, BlockKind, Location, Problem, ProblemCode, Reading};

pub(super) fn read(bytes: &[u8]) -> Result<Reading, Problem> {
    let found = items::read(bytes)?;
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut turned: Vec<(u32, String)> = Vec::new();
    let by_page = || found.items.chunk_by(|a, b| a.page == b.page);
    let watermarks = Watermarks::of(by_page());
    for items in by_page() {
        let page = items[0].page;
        let (upright, beside): (Vec<&Item>, Vec<&Item>) =
            items.iter().filter(|item| !watermarks.holds(item)).partition(|item| item.upright);
        pages.push(lines::of_page(page, &without_line_numbers(upright)));
        let beside: Vec<&str> = beside.iter().map(|item| item.text.as_str()).collect();
        if !beside.is_empty() {
            turned.push((page, beside.join(" ")));
        }
    }
    let body = lines::body_size(&pages);
    let running::Running { heads, url } = running::drop_running_lines(&mut pages, body);
    let mut blocks = Blocks::default();
    paragraphs::build(&pages, &mut blocks);
    let lines = pages.iter().flatten().map(|line| model::Line { at: line.at(), text: line.text() }).collect();
    add_turned(&turned, &mut blocks);
    let mut blocks = blocks.finish()?;
    if let (true, Some(page)) = (blocks.is_empty(), found.unread.too_large.first()) {
        let message = format!("unpacks to more than can be read on page {page}; print it to a new PDF");
        return Err(Problem::new(ProblemCode::TooLarge, None, message));
    }
    if blocks.is_empty() && !found.unread.damaged.is_empty() {
        return Err(items::damaged());
    }
    if blocks.is_empty() && found.has_pictures {
        return Err(Problem::new(
            ProblemCode::ScannedPdf,
            None,
            "holds pictures of pages and no text; have its text recognised (OCR) and save it again",
        ));
    }
    // Pages that all say the same have no text but their heads.
    let same = blocks.is_empty();
    let least_words = if pages.len() > 1 && !same { TITLE_WORDS } else { 1 };
    blocks.splice(0..0, titles_of_heads(&heads, least_words, &blocks));
    blocks.iter_mut().filter(|_| same).for_each(|block| block.kind = BlockKind::Paragraph);
    let lost = blocks.iter().any(|block| block.text.contains('\u{FFFD}'));
    let lost =
        lost.then_some("some characters have no meaning in its fonts and are lost; compare with the page");
    let lost = no_words(&blocks).or(lost).map(str::to_owned);
    let unread = [
        ("a page holds more than can be read", &found.unread.too_large),
        ("a page is damaged", &found.unread.damaged),
    ];
    let unread =
        unread.iter().filter(|(_, pages)| !pages.is_empty()).map(|(why, pages)| unread_pages(why, pages));
    let lossy = |said: String| Problem::new(ProblemCode::DecodingLossy, None, said);
    let problems = lost.into_iter().chain(unread).map(lossy).collect();
    Ok(Reading { blocks, problems, lines, url, ..Reading::default() })
}

fn unread_pages(why: &str, pages: &[u32]) -> String {
    let numbers: Vec<String> = pages.iter().map(u32::to_string).collect();
    format!("{why}, and its words are missing (page {}); print it to a new PDF", numbers.join(", "))
}

/// Letters without which no block and no file is judged.
const BLOCK_LETTERS: usize = 40;
const FILE_LETTERS: usize = 200;

/// Fonts that do not say which characters they show give numbers of glyphs, which look like letters: among these
/// are hardly any vowels, of which every language that is written in them is full. Those of old bitmaps
/// look like dingbats.
fn no_words(blocks: &[Block]) -> Option<&'static str> {
    let letters = |block: &Block| {
        let dingbat = |c: char| matches!(c, '\u{2701}'..='\u{27BF}');
        let letters = || block.text.chars().filter(|c| c.is_alphabetic() || dingbat(*c));
        let vowels =
            letters().filter(|c| "aeiouyAEIOUY".contains(*c) || !(c.is_ascii() || dingbat(*c))).count();
        Some(letters().count()).filter(|letters| *letters >= BLOCK_LETTERS && vowels * 5 < *letters)
    };
    let without: usize = blocks.iter().filter_map(letters).sum();
    (without >= FILE_LETTERS).then_some(
        "its fonts do not say which characters they show, so that words in it cannot be read; have its text recognised (OCR) and save it again",
    )
}

/// Fewer words are a mark of secrecy or a logo's.
const TITLE_WORDS: usize = 4;

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count()
}

/// What a running head says and the text does not, once: some reports have their title nowhere else.
fn titles_of_heads(heads: &[(u32, String)], least_words: usize, blocks: &[Block]) -> Vec<Block> {
    let said = |text: &str| blocks.iter().any(|block| block.text.contains(text));
    let mut found = Blocks::default();
    for (page, text) in heads.iter().filter(|(_, text)| words(text) >= least_words && !said(text.trim())) {
        found.push(BlockKind::Heading(6), text, Location { line: 1, page: Some(*page) });
    }
    found.finish().unwrap_or_default()
}

/// Text along the margin, once; a stamp on every page is no part of the report.
fn add_turned(turned: &[(u32, String)], blocks: &mut Blocks) {
    for (page, text) in turned {
        if turned.iter().filter(|(_, other)| other == text).count() == 1 {
            blocks.push(BlockKind::Paragraph, text, Location { line: 1, page: Some(*page) });
        }
    }
}
