//! Plain text that was a printed page once: form feeds part its pages or lines that count them, and heads, feet and page numbers
//! stand between the lines of a paragraph that goes on over the page.

use std::collections::{BTreeMap, HashMap};

use crate::readers::lines::{
    ends_a_sentence,
    hyphens::ends_with_hyphen,
    numbered,
    page_edges::{address, is_browsers, is_page_number, numbers, shape},
    stops_in_mid_sentence,
};

/// How many lines with words from the top and from the foot of a page are looked at.
const EDGE_LINES: usize = 3;
/// On fewer pages only what all of them have is a head.
const FEW_PAGES: usize = 4;
/// Fewer words are no title.
const TITLE_WORDS: usize = 4;
/// A shorter line without a stop at the foot of a page may be a heading.
const FULL_LINE_CHARS: usize = 45;

type Numbered<'a> = (u32, &'a str);

/// A text of several pages.
pub(in crate::readers) struct Printed<'a> {
    /// What running heads say that may be a title, each once.
    pub(in crate::readers) heads: Vec<Numbered<'a>>,
    /// All other lines but running feet and page numbers.
    pub(in crate::readers) lines: Vec<Numbered<'a>>,
}

/// None for a text that is no print.
pub(in crate::readers) fn read(text: &str) -> Option<Printed<'_>> {
    let pages = if text.contains('\u{C}') { pages(text) } else { counted_pages(text)? };
    let running = running(&pages);
    let mut printed = Printed { heads: Vec::new(), lines: Vec::new() };
    for page in &pages {
        let (heads, feet) = (edge(page, true, &running), edge(page, false, &running));
        let rest = (0..page.len()).filter(|i| !heads.contains(i) && !feet.contains(i));
        append(&mut printed.lines, &rest.map(|i| page[i]).collect::<Vec<_>>());
        for (number, line) in heads.into_iter().map(|i| page[i]) {
            let is_title = line.split_whitespace().count() >= TITLE_WORDS && !is_browsers(line);
            if is_title && !printed.heads.iter().any(|(_, head)| shape(head) == shape(line)) {
                printed.heads.push((number, line));
            }
        }
    }
    Some(printed)
}

/// The address of a text that a browser printed.
pub(in crate::readers) fn url(text: &str) -> Option<String> {
    text.contains('\u{C}').then(|| address(text.lines())).flatten()
}

/// The pages that hold words.
fn pages(text: &str) -> Vec<Vec<Numbered<'_>>> {
    let mut pages = Vec::new();
    let mut before = 0;
    for page in text.split('\u{C}') {
        let lines: Vec<Numbered> = numbered(page).map(|(number, line)| (number + before, line)).collect();
        // A form feed ends no line of an editor's.
        before = lines.last().map_or(before, |(number, _)| number - 1);
        if lines.iter().any(|(_, line)| !line.trim().is_empty()) {
            pages.push(lines);
        }
    }
    pages
}

/// Pages that are counted one by one, before that is believed; where the lines say "page" or how many there are, fewer.
const ENOUGH: usize = 3;
const ENOUGH_TOLD: usize = 2;
/// A page has more lines, a list of figures fewer between two that count.
const SHORTEST_PAGE: usize = 8;
const LONGEST_FOOT_BYTES: usize = 20;

/// The pages of a text without form feeds, parted at the lines that count them, which are left out.
fn counted_pages(text: &str) -> Option<Vec<Vec<Numbered<'_>>>> {
    let mut counting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (_, line)) in numbered(text).enumerate() {
        let line = line.trim();
        if line.len() > LONGEST_FOOT_BYTES || !is_page_number(line) {
            continue;
        }
        let Some(number) = numbers(line).first().copied() else { continue };
        let feet = counting.entry(shape(line)).or_default();
        let next = number == feet.len() as u64 + 1;
        if next && feet.last().is_none_or(|last| index - last > SHORTEST_PAGE) {
            feet.push(index);
        }
    }
    let enough = |(shape, feet): &(String, Vec<usize>)| {
        feet.len() >= if shape.as_str() == "#" { ENOUGH } else { ENOUGH_TOLD }
    };
    let (_, feet) = counting.into_iter().filter(enough).max_by_key(|(_, feet)| feet.len())?;
    let mut feet = feet.into_iter().peekable();
    let mut pages = vec![Vec::new()];
    for (index, line) in numbered(text).enumerate() {
        match feet.next_if_eq(&index) {
            Some(_) => pages.push(Vec::new()),
            None => pages.last_mut().expect("there is a first page").push(line),
        }
    }
    pages.retain(|page: &Vec<Numbered>| page.iter().any(|(_, line)| !line.trim().is_empty()));
    Some(pages)
}

/// The outer lines of a page with words, from the edge.
fn outer(page: &[Numbered], top: bool) -> Vec<usize> {
    let filled = (0..page.len()).filter(|i| !page[*i].1.trim().is_empty());
    if top { filled.take(EDGE_LINES).collect() } else { filled.rev().take(EDGE_LINES).collect() }
}

/// The shapes of heads (`true`) and feet that are usual on these pages; their numbers are the same or count pages.
fn running(pages: &[Vec<Numbered>]) -> Vec<(bool, String)> {
    let mut seen: HashMap<(bool, String), Vec<Vec<u64>>> = HashMap::new();
    for page in pages {
        for top in [true, false] {
            let mut shapes: Vec<(String, Vec<u64>)> =
                outer(page, top).into_iter().map(|i| (shape(page[i].1), numbers(page[i].1))).collect();
            shapes.dedup_by(|one, other| one.0 == other.0);
            for (shape, numbers) in shapes {
                seen.entry((top, shape)).or_default().push(numbers);
            }
        }
    }
    let usual = |numbers: &[Vec<u64>]| {
        let counts = numbers.windows(2).all(|pair| pair[0] == pair[1])
            || numbers.windows(2).all(|pair| pair[0] < pair[1]);
        let enough = if pages.len() < FEW_PAGES { pages.len() } else { pages.len().div_ceil(2) };
        counts && numbers.len() >= enough.max(2)
    };
    seen.into_iter().filter(|(_, numbers)| usual(numbers)).map(|(key, _)| key).collect()
}

/// The running lines at one edge of a page, which are its outermost.
fn edge(page: &[Numbered], top: bool, running: &[(bool, String)]) -> Vec<usize> {
    let is_running = |i: &usize| {
        let line = page[*i].1;
        let known = || running.iter().any(|(at_top, known)| *at_top == top && *known == shape(line));
        is_page_number(line) || is_browsers(line) || known()
    };
    outer(page, top).into_iter().take_while(is_running).collect()
}

/// Adds a page; no gap parts the two lines of a sentence that goes on over it.
fn append<'a>(lines: &mut Vec<Numbered<'a>>, page: &[Numbered<'a>]) {
    let is_empty = |(_, line): &Numbered| line.trim().is_empty();
    while lines.last().is_some_and(is_empty) {
        lines.pop();
    }
    let first = page.iter().position(|line| !is_empty(line)).unwrap_or(page.len());
    let page = &page[first..];
    if let (Some((_, last)), Some((number, next))) = (lines.last(), page.first()) {
        let full = !ends_a_sentence(last) && last.trim().chars().count() >= FULL_LINE_CHARS;
        if !(full || stops_in_mid_sentence(last, next) || ends_with_hyphen(last)) {
            lines.push((*number, ""));
        }
    }
    lines.extend_from_slice(page);
}
