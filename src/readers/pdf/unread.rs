//! Pages that the library passes over without a word: they unpack to more than it takes, or what they hold is damaged.

use std::collections::HashSet;

use lopdf::{DecompressError, Document, Error, LoadOptions, Object, ObjectId};

use super::items::PAGE_LIMIT;

/// What the library takes of a page: bytes, and operators among them.
const PAGE_BYTES: usize = 64 * 1024 * 1024;
const PAGE_OPERATORS: usize = 1_000_000;
/// Of objects that are packed together.
pub(super) const OBJECTS_BYTES: usize = 8 * 1024 * 1024;
/// So many are enough to say it.
const MOST_PAGES: usize = 10;

/// Numbers of pages on which nothing was found.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// They hold more than can be read.
    pub(super) too_large: Vec<u32>,
    pub(super) damaged: Vec<u32>,
}

/// Looks into the file again only where a page may be missing: nothing was found on one before others, or the file has
/// more pages.
pub(super) fn pages(bytes: &[u8], found: &HashSet<u32>) -> Unread {
    let mut unread = Unread::default();
    let last = found.iter().max().copied().unwrap_or(0);
    if last > 0 && (1..=last).all(|page| found.contains(&page)) && pages_at_least(bytes) <= last as usize {
        return unread;
    }
    let options = LoadOptions {
        password: Some(String::new()),
        max_decompressed_size: Some(OBJECTS_BYTES),
        ..LoadOptions::default()
    };
    let Ok(document) = Document::load_mem_with_options(bytes, options) else { return unread };
    let pages = document.get_pages().into_iter().take_while(|(number, _)| *number <= PAGE_LIMIT);
    for (number, id) in pages.filter(|(number, _)| !found.contains(number)) {
        let list = match document.get_page_content_with_limit(id, PAGE_BYTES) {
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => &mut unread.too_large,
            Ok(content) if operators(&content) > PAGE_OPERATORS => &mut unread.too_large,
            _ if is_damaged(&document, id) => &mut unread.damaged,
            _ => continue,
        };
        if list.len() < MOST_PAGES {
            list.push(number);
        }
    }
    unread
}

/// Of the pages whose entries are not packed themselves.
fn pages_at_least(bytes: &[u8]) -> usize {
    let after = |at: usize| bytes[at..].trim_ascii_start();
    let is_page = |at: &usize| {
        after(at + 5)
            .strip_prefix(b"/Page")
            .is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
    };
    memchr::memmem::find_iter(bytes, b"/Type").filter(is_page).count()
}

/// Whether a piece of what a page holds is missing or cannot be unpacked.
fn is_damaged(document: &Document, page: ObjectId) -> bool {
    document.get_page_contents(page).into_iter().any(|id| {
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else { return true };
        let unpacked = stream.decompressed_content_with_limit(PAGE_BYTES);
        !stream.content.is_empty() && unpacked.map_or(true, |unpacked| unpacked.is_empty())
    })
}

/// About how many: words of letters, of which those in strings would have been found as text.
fn operators(content: &[u8]) -> usize {
    let words = content.split(u8::is_ascii_whitespace);
    words.filter(|word| !word.is_empty() && word.iter().all(u8::is_ascii_alphabetic)).count()
}
