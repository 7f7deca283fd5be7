//! Pages that the library passes over without a word, because they unpack to more than it takes.

use std::collections::HashSet;

use lopdf::{DecompressError, Document, Error, LoadOptions};

use super::items::PAGE_LIMIT;

/// What the library takes of a page: bytes, and operators among them.
const PAGE_BYTES: usize = 64 * 1024 * 1024;
const PAGE_OPERATORS: usize = 1_000_000;
/// Of objects that are packed together.
pub(super) const OBJECTS_BYTES: usize = 8 * 1024 * 1024;
/// So many are enough to say it.
const MOST_PAGES: usize = 10;

/// The numbers of such pages among those on which nothing was found. Looks into the file only
/// where there may be one: where nothing was found at all, or not on a page before others.
pub(super) fn pages(bytes: &[u8], found: &HashSet<u32>) -> Vec<u32> {
    let last = found.iter().max().copied().unwrap_or(0);
    if last > 0 && (1..=last).all(|page| found.contains(&page)) {
        return Vec::new();
    }
    let options = LoadOptions {
        password: Some(String::new()),
        max_decompressed_size: Some(OBJECTS_BYTES),
        ..LoadOptions::default()
    };
    let Ok(document) = Document::load_mem_with_options(bytes, options) else { return Vec::new() };
    let pages = document.get_pages();
    let unread = pages.iter().take_while(|(number, _)| **number <= PAGE_LIMIT).filter(|(number, id)| {
        !found.contains(number) && is_too_large(document.get_page_content_with_limit(**id, PAGE_BYTES))
    });
    unread.map(|(number, _)| *number).take(MOST_PAGES).collect()
}

fn is_too_large(content: Result<Vec<u8>, Error>) -> bool {
    match content {
        Ok(content) => operators(&content) > PAGE_OPERATORS,
        Err(error) => matches!(error, Error::Decompress(DecompressError::MemoryLimitExceeded { .. })),
    }
}

/// About how many: words of letters, of which those in strings would have been found as text.
fn operators(content: &[u8]) -> usize {
    let words = content.split(u8::is_ascii_whitespace);
    words.filter(|word| !word.is_empty() && word.iter().all(u8::is_ascii_alphabetic)).count()
}
