//! Heads, feet and page numbers: lines at the edge of a page that say the same on other pages.

use std::collections::HashMap;

use super::lines::Line;

/// How many lines from the top and from the bottom of a page are looked at.
const EDGE_LINES: usize = 3;

/// Takes running heads and feet out of `pages`, each a page's lines. `body` is the size of the text. Gives the
/// heads, each once, with the page where it stands first.
///
/// A word lost is worse than a head kept: besides the same words at the same height on half of the
/// pages, only small print apart from the text, at one height on most pages, is taken out; not what begins as
/// a note does.
pub(super) fn drop_running_lines(pages: &mut [Vec<Line>], body: f32) -> Vec<(u32, String)> {
    let page_count = pages.iter().filter(|page| !page.is_empty()).count();
    let mut by_shape: HashMap<(String, bool), Vec<f32>> = HashMap::new();
    let mut small: HashMap<bool, Vec<f32>> = HashMap::new();
    for page in pages.iter() {
        for (line, top) in edge_lines(page) {
            by_shape.entry((shape(&line.text()), top)).or_default().push(line.first().y);
            if is_small_print(page, line, top, body) {
                small.entry(top).or_default().push(line.first().y);
            }
        }
    }
    let mut running: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut heads: Vec<(u32, String)> = Vec::new();
    for page in pages.iter() {
        for (line, top) in edge_lines(page) {
            let y = line.first().y;
            let near = |heights: Option<&Vec<f32>>| {
                heights
                    .map_or(0, |heights| heights.iter().filter(|height| (**height - y).abs() <= 2.0).count())
            };
            let same = near(by_shape.get(&(shape(&line.text()), top)));
            let repeats = same >= 2 && same * 2 >= page_count;
            let place = near(small.get(&top));
            let note = !top && begins_a_note(&line.text());
            let changes =
                place >= 3 && place * 3 >= page_count * 2 && is_small_print(page, line, top, body) && !note;
            let number = is_page_number(&line.text()) && is_far_out(page, line, top);
            if repeats || changes || number {
                running.entry(line.page).or_default().push(line.number);
                let head = || shape(&line.text());
                if top && repeats && !heads.iter().any(|(_, other)| shape(other) == head()) {
                    heads.push((line.page, line.text()));
                }
            }
        }
    }
    for page in pages.iter_mut() {
        page.retain(|line| !running.get(&line.page).is_some_and(|numbers| numbers.contains(&line.number)));
    }
    heads
}

fn is_small_print(page: &[Line], line: &Line, top: bool, body: f32) -> bool {
    line.first().size <= body * 0.95 && is_far_out(page, line, top)
}

/// "2 Adult Social Care Survey": each page may have one at its foot.
fn begins_a_note(text: &str) -> bool {
    let text = text.trim_start();
    let after = text.trim_start_matches(|c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡'));
    let mark = text[..text.len() - after.len()].chars().count();
    let words =
        after.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2);
    (1..=3).contains(&mark) && words.count() >= 3
}

/// The outer lines by height, with whether each is at the top.
fn edge_lines(page: &[Line]) -> Vec<(&Line, bool)> {
    let mut by_height: Vec<&Line> = page.iter().collect();
    by_height.sort_by(|a, b| b.first().y.total_cmp(&a.first().y));
    let count = by_height.len();
    let top = by_height.iter().take(EDGE_LINES.min(count)).map(|line| (*line, true));
    let bottom = by_height.iter().skip(count.saturating_sub(EDGE_LINES)).map(|line| (*line, false));
    top.chain(bottom).collect()
}

/// Nothing but other edge lines stands further out, with a gap towards the text.
fn is_far_out(page: &[Line], line: &Line, top: bool) -> bool {
    let own = line.first();
    let towards_text = page
        .iter()
        .map(|other| if top { own.y - other.first().y } else { other.first().y - own.y })
        .filter(|distance| *distance > 1.0)
        .fold(f32::MAX, f32::min);
    let outside = page
        .iter()
        .filter(|other| if top { other.first().y > own.y + 1.0 } else { other.first().y < own.y - 1.0 })
        .count();
    outside <= 1 && towards_text > 1.8 * own.size
}

/// "Page 12 of 40" and "Page 13 of 40" have the same shape.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            c if c.is_numeric() && shape.ends_with('#') => {}
            c if c.is_numeric() => shape.push('#'),
            c => shape.extend(c.to_lowercase()),
        }
    }
    shape
}

/// "3", "- 3 -", "Page 3", "3 of 12", "iv".
fn is_page_number(text: &str) -> bool {
    let shape = shape(text);
    let shape = shape.trim_matches(['-', '–', '—', '|', '.', '[', ']']);
    let roman = !shape.is_empty() && shape.len() <= 5 && shape.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    roman || matches!(shape, "#" | "page#" | "p#" | "#of#" | "page#of#" | "#/#" | "page#/#" | "pg#")
}
