//! Large words under the text ("DRAFT"): marks on the paper, no part of the report.

use super::items::Item;

/// Points; letters of a watermark are larger.
const LEAST_SIZE: f32 = 24.0;
/// More large pieces are a poster.
const MOST_LARGE: usize = 200;

/// What a document has for watermarks.
#[derive(Debug, Default)]
pub(super) struct Watermarks {
    /// The text and the size of each.
    known: Vec<(String, f32)>,
}

impl Watermarks {
    /// Large pieces that slant, or that a line of the text runs through, on any page: real headings have room of
    /// their own. `pages` are the pieces of each page.
    pub(super) fn of<'a>(pages: impl Iterator<Item = &'a [Item]>) -> Self {
        let mut known: Vec<(String, f32)> = Vec::new();
        for page in pages {
            let large = || page.iter().filter(|item| item.size >= LEAST_SIZE);
            if large().count() > MOST_LARGE {
                continue;
            }
            for mark in large().filter(|item| item.slanted || is_under_text(item, page)) {
                if known.len() < MOST_LARGE && !known.iter().any(|(text, _)| *text == mark.text) {
                    known.push((mark.text.clone(), mark.size));
                }
            }
        }
        Watermarks { known }
    }

    /// Whether a piece is one of them; where no text runs through it too.
    pub(super) fn holds(&self, item: &Item) -> bool {
        item.size >= LEAST_SIZE
            && self.known.iter().any(|(text, size)| *text == item.text && (size - item.size).abs() < 1.0)
    }
}

fn is_under_text(mark: &Item, page: &[Item]) -> bool {
    // Where its capitals are drawn, less a margin for letters that are set close.
    let (foot, top) = (mark.y + 0.1 * mark.size, mark.y + 0.6 * mark.size);
    page.iter().any(|item| {
        let shared = (item.x + item.width).min(mark.x + mark.width) - item.x.max(mark.x);
        let through = item.upright && item.size < 0.6 * mark.size && (foot..=top).contains(&item.y);
        through && shared > 0.5 * mark.size
    })
}

#[cfg(test)]
mod tests {
    use super::{super::items::piece, *};

    #[test]
    fn a_mark_under_the_text_is_one_on_every_page_and_a_heading_is_none() {
        let large = |y: f32, text: &str| Item { size: 60.0, width: 200.0, ..piece(50.0, y, text) };
        let mut text: Vec<Item> = (0..6)
            .map(|n| piece(50.0, 700.0 - 13.0 * n as f32, "People told us that they waited."))
            .collect();
        text.extend([
            large(660.0, "DRAFT"),
            Item { slanted: true, upright: false, ..large(300.0, "COPY") },
            large(740.0, "Saltmere"),
        ]);
        let cover = [large(660.0, "DRAFT"), large(300.0, "Saltmere")];
        let marks = Watermarks::of([&text[..], &cover[..]].into_iter());
        let left = |page: &[Item]| page.iter().filter(|item| !marks.holds(item)).count();
        assert_eq!((left(&text), left(&cover)), (7, 1));
    }
}
