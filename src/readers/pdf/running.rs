//! Heads, feet and page numbers: lines at the edge of a page that say the same on other pages.

use std::collections::HashMap;

use super::lines::Line;
use crate::readers::lines::page_edges::{address, is_browsers, is_page_number, numbers, shape};

/// How many lines from the top and from the bottom of a page are looked at.
const EDGE_LINES: usize = 3;

const MOST_WORDS_OF_A_FOOT: usize = 10;

/// On fewer pages what two of them begin with may well be text.
const FEW_PAGES: usize = 4;

/// What running lines say that the text may not.
#[derive(Default)]
pub(super) struct Running {
    /// The heads, each once, with the page where it stands first.
    pub heads: Vec<(u32, String)>,
    /// The address that a browser printed.
    pub url: Option<String>,
}

/// Takes running heads and feet out of `pages`, each a page's lines. `body` is the size of the text.
///
/// A word lost is worse than a head kept, and pages of reports begin alike: with a title, a label, a score. A head
/// says the same on half of the pages, at a height where nothing else stands; only heads are further out, and
/// it is set apart from the text. Besides these only small print apart from the text, at one height on most
/// pages, is taken out; not what begins as a note does.
pub(super) fn drop_running_lines(pages: &mut [Vec<Line>], body: f32) -> Running {
    let edges = Edges::of(pages, body);
    let mut running: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut said = Running::default();
    let mut by_browsers: Vec<String> = Vec::new();
    for page in pages.iter() {
        for top in [true, false] {
            let repeated = edges.running(page, top);
            for line in edge_lines(page, top) {
                let number = is_page_number(&line.text()) && is_far_out(page, line, top);
                let printed = is_browsers(&line.text()) && is_small_print(page, line, top, body);
                let alone = edges.pages == 1 && is_apart_on_an_only_page(page, line, top, body);
                let repeats = repeated.contains(&line.number) || (alone && !number && !printed);
                if repeats || number || printed || edges.changes(page, line, top) {
                    running.entry(line.page).or_default().push(line.number);
                    let head = || shape(&line.text());
                    if top && repeats && !said.heads.iter().any(|(_, other)| shape(other) == head()) {
                        said.heads.push((line.page, line.text()));
                    }
                    by_browsers.extend(printed.then(|| line.text()));
                }
            }
        }
    }
    for page in pages.iter_mut() {
        page.retain(|line| !running.get(&line.page).is_some_and(|numbers| numbers.contains(&line.number)));
    }
    said.url = address(by_browsers.iter().map(String::as_str));
    said
}

/// A line near the edge of a page.
struct Place {
    page: u32,
    /// Of the line on its page.
    number: u32,
    top: bool,
    /// Its height from the foot at the top, below the head at the foot: what stands further out has more.
    out: f32,
    shape: String,
    numbers: Vec<u64>,
    small: bool,
    /// How many pages have the like of it at its height.
    same: usize,
}

/// What stands at the edges of a document's pages.
struct Edges {
    /// By page, line and edge.
    same: HashMap<(u32, u32, bool), usize>,
    /// From the outermost: where small print stands, and the pages where something that is no head does.
    small: [Vec<f32>; 2],
    others: [Vec<(f32, u32)>; 2],
    pages: usize,
    body: f32,
    /// The usual distance of lines of two paragraphs.
    paragraph_gap: f32,
}

impl Edges {
    fn of(pages: &[Vec<Line>], body: f32) -> Self {
        let mut places = Vec::new();
        for page in pages {
            for top in [true, false] {
                places.extend(edge_lines(page, top).into_iter().map(|line| Place {
                    page: line.page,
                    number: line.number,
                    top,
                    out: out(line, top),
                    shape: shape(&line.text()),
                    numbers: numbers(&line.text()),
                    small: is_small_print(page, line, top, body),
                    same: 1,
                }));
            }
        }
        let alike = |a: &Place, b: &Place| (a.top, &a.shape).cmp(&(b.top, &b.shape));
        places.sort_by(|a, b| alike(a, b).then(b.out.total_cmp(&a.out)));
        for group in places.chunk_by_mut(|a, b| alike(a, b).is_eq() && same_height(a.out, b.out)) {
            let same = same_heads(group);
            group.iter_mut().for_each(|place| place.same = same);
        }
        let mut edges = Edges {
            same: places.iter().map(|place| ((place.page, place.number, place.top), place.same)).collect(),
            small: [Vec::new(), Vec::new()],
            others: [Vec::new(), Vec::new()],
            pages: pages.iter().filter(|page| !page.is_empty()).count(),
            body,
            paragraph_gap: paragraph_gap(pages, body),
        };
        places.sort_by(|a, b| b.out.total_cmp(&a.out));
        for place in &places {
            let side = usize::from(place.top);
            if place.small {
                edges.small[side].push(place.out);
            } else if !edges.is_usual(place.same) && place.shape != "#" {
                edges.others[side].push((place.out, place.page));
            }
        }
        edges
    }

    /// Half of the pages, or each other one after a first page.
    fn is_usual(&self, same: usize) -> bool {
        same >= 2 && same * 2 + 1 >= self.pages
    }

    /// The numbers of the lines of a running head or foot, which are the outermost ones of the page.
    fn running(&self, page: &[Line], top: bool) -> Vec<u32> {
        let lines = edge_lines(page, top);
        let heads = lines.iter().take_while(|line| is_page_number(&line.text()) || self.is_head(line, top));
        let mut heads: Vec<&Line> = heads.copied().collect();
        while let Some(inner) = heads.last() {
            let distance = distance_to_text(page, inner, top);
            let size = inner.first().size;
            let small = size <= self.body * 0.95;
            // Browsers print close to the text.
            let gaps = if self.same(inner, top) == self.pages { 1.02 } else { 1.2 };
            let apart = if small { 1.4 * size } else { (1.8 * size).max(gaps * self.paragraph_gap) };
            if distance > apart || self.is_on_all(inner, top) {
                break;
            }
            heads.pop();
        }
        heads.into_iter().map(|line| line.number).collect()
    }

    /// How many pages have the like of a line at its height.
    fn same(&self, line: &Line, top: bool) -> usize {
        self.same.get(&(line.page, line.number, top)).copied().unwrap_or(0)
    }

    /// Words at the top of every page, of many but perhaps the first, however close to the text: what a printed
    /// table has for its head.
    fn is_on_all(&self, line: &Line, top: bool) -> bool {
        let same = self.same(line, top);
        let all = same == self.pages || (same >= FEW_PAGES && same + 1 == self.pages);
        top && all && super::words(&line.text()) >= super::TITLE_WORDS
    }

    fn is_head(&self, line: &Line, top: bool) -> bool {
        let size = line.first().size;
        let same = self.same(line, top);
        let on_enough = if self.pages < FEW_PAGES {
            size <= self.body * 0.95 || same == self.pages
        } else {
            // A large one is a title, unless hardly a page is without it.
            size <= self.body * 1.15 || same * 4 >= self.pages * 3
        };
        if !on_enough || !self.is_usual(same) {
            return false;
        }
        let few = (self.pages / 8).max(1);
        let out = out(line, top);
        let others = self.others[usize::from(top)].iter().take_while(|(other, _)| *other > out - 2.0);
        // A page has a few lines at its edge.
        let mut others: Vec<u32> = others.take(EDGE_LINES * (few + 1)).map(|(_, page)| *page).collect();
        others.sort_unstable();
        others.dedup();
        others.len() <= few
    }

    fn changes(&self, page: &[Line], line: &Line, top: bool) -> bool {
        let out = out(line, top);
        let small = &self.small[usize::from(top)];
        let place = small.partition_point(|other| *other >= out - 2.0)
            - small.partition_point(|other| *other > out + 2.0);
        place >= 3
            && place * 3 >= self.pages * 2
            && is_small_print(page, line, top, self.body)
            && (top || !begins_a_note(&line.text()))
    }
}

fn out(line: &Line, top: bool) -> f32 {
    if top { line.first().y } else { -line.first().y }
}

fn same_height(one: f32, other: f32) -> bool {
    (one - other).abs() <= 2.0
}

/// How many heads these lines are, which are alike and at one height. Their numbers are all the same or count
/// pages; those of scores do neither.
fn same_heads(alike: &mut [Place]) -> usize {
    alike.sort_by_key(|place| place.page);
    let pairs = || alike.windows(2).map(|pair| (&pair[0].numbers, &pair[1].numbers));
    let counts = pairs().all(|(one, next)| one == next) || pairs().all(|(one, next)| one < next);
    if counts { alike.len() } else { 1 }
}

/// The usual one of the distances that are wider than those within paragraphs, or of these where none is.
fn paragraph_gap(pages: &[Vec<Line>], body: f32) -> f32 {
    let of_body = |line: &Line| (line.first().size - body).abs() < 0.3;
    let mut gaps: Vec<f32> = pages
        .iter()
        .flat_map(|page| page.windows(2))
        .filter(|pair| pair[0].column == pair[1].column && pair.iter().all(of_body))
        .map(|pair| pair[0].first().y - pair[1].first().y)
        .filter(|gap| *gap > 0.8 * body && *gap < 4.0 * body)
        .collect();
    gaps.sort_by(f32::total_cmp);
    let Some(within) = gaps.get(gaps.len() / 8) else { return 0.0 };
    let between = &gaps[gaps.partition_point(|gap| *gap <= within * 1.15)..];
    between.get(between.len() / 2).copied().unwrap_or(*within)
}

fn is_small_print(page: &[Line], line: &Line, top: bool, body: f32) -> bool {
    line.first().size <= body * 0.95 && is_far_out(page, line, top)
}

/// On an only page nothing repeats: its head is small print above the text, or two pieces at the two sides, its foot
/// a mark of secrecy or what ends with the page's number.
fn is_apart_on_an_only_page(page: &[Line], line: &Line, top: bool, body: f32) -> bool {
    let small = is_small_print(page, line, top, body);
    if top {
        let beside =
            |other: &Line| other.number != line.number && same_height(out(other, top), out(line, top));
        let parted = (line.segments.len() == 2 || page.iter().any(beside)) && is_far_out(page, line, top);
        small || (parted && distance_to_text(page, line, top) > 2.4 * line.first().size)
    } else {
        let text = line.text();
        small && (!text.contains(char::is_lowercase) || ends_with_number_of_only_page(&text))
    }
}

/// "Saltmere Council 1", "https://… Page 1", "Saltmere Council – 1 of 1": a few words with no other figure, or a page.
fn ends_with_number_of_only_page(text: &str) -> bool {
    let foot = text.strip_suffix("1 of 1").or_else(|| text.strip_suffix(" 1")).unwrap_or(text).trim_end();
    let few = foot.split_whitespace().count() <= MOST_WORDS_OF_A_FOOT;
    let is_page = foot.to_lowercase().ends_with("page") || foot.ends_with(['|', '-', '\u{2013}', '\u{2014}']);
    foot.len() < text.trim_end().len() && (is_page || (few && !foot.contains(|c: char| c.is_ascii_digit())))
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

/// The outer lines of a page from its edge.
fn edge_lines(page: &[Line], top: bool) -> Vec<&Line> {
    let mut by_height: Vec<&Line> = page.iter().collect();
    by_height.sort_by(|a, b| b.first().y.total_cmp(&a.first().y));
    if !top {
        by_height.reverse();
    }
    by_height.truncate(EDGE_LINES);
    by_height
}

/// Nothing but other edge lines stands further out, with a gap towards the text.
fn is_far_out(page: &[Line], line: &Line, top: bool) -> bool {
    let own = line.first();
    let outside = page
        .iter()
        .filter(|other| if top { other.first().y > own.y + 1.0 } else { other.first().y < own.y - 1.0 })
        .count();
    outside <= 1 && distance_to_text(page, line, top) > 1.8 * own.size
}

/// To the next line towards the middle of the page.
fn distance_to_text(page: &[Line], line: &Line, top: bool) -> f32 {
    let y = line.first().y;
    page.iter()
        .map(|other| if top { y - other.first().y } else { other.first().y - y })
        .filter(|distance| *distance > 1.0)
        .fold(f32::MAX, f32::min)
}
