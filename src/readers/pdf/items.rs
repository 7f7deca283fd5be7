//! The pieces of text on a page, as the library finds them. Replacing the library changes this file.

use std::collections::HashSet;

use pdf_inspector::{
    PdfError,
    types::{ItemType, TextItem},
};

use super::{
    inherited,
    unread::{self, Unread},
};
use crate::model::{Problem, ProblemCode};

pub(super) const PAGE_LIMIT: u32 = 5_000;

/// A run of characters with one font, in points from the lower left corner of its page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// Counted from 1.
    pub(super) page: u32,
    pub(super) x: f32,
    /// Of the baseline; of the line it belongs to, for a raised or lowered run.
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) upright: bool,
    /// Neither along the lines nor along the margin.
    pub(super) slanted: bool,
    /// Which piece of marked content it is, in a tagged file; numbers begin anew on each page.
    pub(super) tag: Option<i64>,
    pub(super) text: String,
}

#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) items: Vec<Item>,
    pub(super) has_pictures: bool,
    pub(super) unread: Unread,
}

pub(super) fn read(bytes: &[u8]) -> Result<Items, Problem> {
    let pages: HashSet<u32> = (1..=PAGE_LIMIT + 1).collect();
    let extract =
        |bytes: &[u8]| pdf_inspector::extractor::extract_text_with_positions_mem_pages(bytes, Some(&pages));
    let mut found = extract(bytes).map_err(|e| problem(&e))?;
    if found.iter().any(|item| !item.advance_known)
        && let Some(mended) = inherited::with_shared_resources(bytes)
    {
        found = extract(&mended).unwrap_or(found);
    }
    let mut items = Items::default();
    let pages: HashSet<u32> = found.iter().map(|item| item.page).collect();
    items.unread = unread::pages(bytes, &pages);
    for item in found {
        match item.item_type {
            ItemType::Image => items.has_pictures = true,
            ItemType::Text if item.page > PAGE_LIMIT => {
                let message = format!("has more than {PAGE_LIMIT} pages and was not read; split it");
                return Err(Problem::new(ProblemCode::TooLarge, None, message));
            }
            ItemType::Text => items.items.extend(usable(item)),
            ItemType::Link(_) | ItemType::FormField => {}
        }
    }
    Ok(items)
}

/// Damaged files give sizes and places that are no numbers.
fn usable(item: TextItem) -> Option<Item> {
    let y = item.y - item.baseline_shift;
    let finite = [item.x, y, item.width, item.font_size].iter().all(|n| n.is_finite() && n.abs() < 1.0e6);
    (finite && !item.text.trim().is_empty()).then(|| Item {
        page: item.page,
        x: item.x,
        y,
        width: item.width.max(0.0),
        size: item.font_size.abs().max(1.0),
        bold: item.is_bold,
        upright: item.rotation < 2.0 || item.rotation > 358.0,
        slanted: (2.0..=88.0).contains(&(item.rotation.rem_euclid(90.0))),
        tag: item.mcid,
        text: without_note_marks(item.text),
    })
}

/// The raised numbers of notes are marks and no words; those of "m²" and "10⁶" are.
fn without_note_marks(text: String) -> String {
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    if !text.contains(raised) {
        return text;
    }
    let mut without = String::with_capacity(text.len());
    for c in text.chars() {
        let of_unit = || {
            let word = without.rsplit(|c: char| !c.is_alphanumeric() || raised(c)).next().unwrap_or_default();
            without.ends_with(|c: char| c.is_numeric()) || (1..=2).contains(&word.chars().count())
        };
        if !raised(c) || without.is_empty() || of_unit() {
            without.push(c);
        }
    }
    without
}

fn problem(error: &PdfError) -> Problem {
    if matches!(error, PdfError::Encrypted) {
        return Problem::new(
            ProblemCode::Encrypted,
            None,
            "is protected by a password; open it, and print it to a new PDF without one",
        );
    }
    damaged()
}

pub(super) fn damaged() -> Problem {
    Problem::new(
        ProblemCode::Unreadable,
        None,
        "is a damaged PDF; download it again, or print it to a new PDF",
    )
}

#[test]
fn raised_numbers_of_notes_are_no_text() {
    let cases = [
        ("was high.¹ Staff", "was high. Staff"),
        ("priority¹²", "priority"),
        ("60 m² and 10⁶", "60 m² and 10⁶"),
        ("¹ A note", "¹ A note"),
    ];
    for (text, without) in cases {
        assert_eq!(without_note_marks(text.to_owned()), without);
    }
}

/// A piece in letters of ten points.
#[cfg(test)]
pub(super) fn piece(x: f32, y: f32, text: &str) -> Item {
    Item {
        page: 1,
        x,
        y,
        width: 5.0 * text.len() as f32,
        size: 10.0,
        bold: false,
        upright: true,
        slanted: false,
        tag: None,
        text: text.to_owned(),
    }
}
