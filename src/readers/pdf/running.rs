//! Heads, feet and page numbers: lines at the edge of a page that say the same on other pages.

use std::collections::HashMap;

use super::lines::Line;

/// How many lines from the top and from the bottom of a page are looked at.
const EDGE_LINES: usize = 3;

/// On fewer pages what two of them begin with may well be text.
const FEW_PAGES: usize = 4;

/// Takes running heads and feet out of `pages`, each a page's lines. `body` is the size of the text. Gives the
/// heads, each once, with the page where it stands first.
///
/// A word lost is worse than a head kept, and pages of reports begin alike: with a title, a label, a score. A head
/// says the same on half of the pages, at a height where nothing else stands; only heads are further out, and
/// it is set apart from the text. Besides these only small print apart from the text, at one height on most
/// pages, is taken out; not what begins as a note does.
pub(super) fn drop_running_lines(pages: &mut [Vec<Line>], body: f32) -> Vec<(u32, String)> {
    let edges = Edges::of(pages, body);
    let mut running: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut heads: Vec<(u32, String)> = Vec::new();
    for page in pages.iter() {
        for top in [true, false] {
            let repeated = edges.running(page, top);
            for line in edge_lines(page, top) {
                let repeats = repeated.contains(&line.number);
                let number = is_page_number(&line.text()) && is_far_out(page, line, top);
                let printed = is_browsers(&line.text()) && is_small_print(page, line, top, body);
                if repeats || number || printed || edges.changes(page, line, top) {
                    running.entry(line.page).or_default().push(line.number);
                    let head = || shape(&line.text());
                    if top && repeats && !heads.iter().any(|(_, other)| shape(other) == head()) {
                        heads.push((line.page, line.text()));
                    }
                }
            }
        }
    }
    for page in pages.iter_mut() {
        page.retain(|line| !running.get(&line.page).is_some_and(|numbers| numbers.contains(&line.number)));
    }
    heads
}

/// A line near the edge of a page.
struct Place {
    page: u32,
    top: bool,
    y: f32,
    shape: String,
    numbers: Vec<u64>,
    small: bool,
}

/// What stands at the edges of a document's pages.
struct Edges {
    places: Vec<Place>,
    /// For each place, how many pages have the like of it at its height.
    same: Vec<usize>,
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
                    top,
                    y: line.first().y,
                    shape: shape(&line.text()),
                    numbers: numbers(&line.text()),
                    small: is_small_print(page, line, top, body),
                }));
            }
        }
        let mut alike: HashMap<(&str, bool), Vec<&Place>> = HashMap::new();
        places.iter().for_each(|place| alike.entry((&place.shape, place.top)).or_default().push(place));
        let same = places.iter().map(|place| same_heads(place, &alike[&(place.shape.as_str(), place.top)]));
        let same = same.collect();
        let count = pages.iter().filter(|page| !page.is_empty()).count();
        Edges { same, places, pages: count, body, paragraph_gap: paragraph_gap(pages, body) }
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
        let y = line.first().y;
        let own = |place: &Place| place.page == line.page && place.top == top && same_height(place.y, y);
        self.places.iter().position(own).map_or(0, |at| self.same[at])
    }

    /// Words at the top of every page, of many but perhaps the first, however close to the text: what a printed
    /// table has for its head.
    fn is_on_all(&self, line: &Line, top: bool) -> bool {
        let same = self.same(line, top);
        let all = same == self.pages || (same >= FEW_PAGES && same + 1 == self.pages);
        top && all && super::words(&line.text()) >= super::TITLE_WORDS
    }

    fn is_head(&self, line: &Line, top: bool) -> bool {
        let (y, size) = (line.first().y, line.first().size);
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
        let further_out = |place: &Place| if top { place.y > y - 2.0 } else { place.y < y + 2.0 };
        let mut others: Vec<u32> = self
            .places
            .iter()
            .zip(&self.same)
            .filter(|(place, same)| place.top == top && further_out(place) && !self.is_usual(**same))
            .filter(|(place, _)| !place.small && !matches!(place.shape.as_str(), "#"))
            .map(|(place, _)| place.page)
            .collect();
        others.dedup();
        others.len() <= (self.pages / 8).max(1)
    }

    fn changes(&self, page: &[Line], line: &Line, top: bool) -> bool {
        let y = line.first().y;
        let place = self.places.iter().filter(|p| p.small && p.top == top && same_height(p.y, y)).count();
        place >= 3
            && place * 3 >= self.pages * 2
            && is_small_print(page, line, top, self.body)
            && (top || !begins_a_note(&line.text()))
    }
}

fn same_height(one: f32, other: f32) -> bool {
    (one - other).abs() <= 2.0
}

/// How many of the lines that are alike stand at the place's height. Their numbers are all the same or count pages;
/// those of scores do neither.
fn same_heads(place: &Place, alike: &[&Place]) -> usize {
    let same: Vec<&&Place> = alike.iter().filter(|other| same_height(other.y, place.y)).collect();
    let pairs = || same.windows(2).map(|pair| (&pair[0].numbers, &pair[1].numbers));
    let counts = pairs().all(|(one, next)| one == next) || pairs().all(|(one, next)| one < next);
    if counts { same.len() } else { 1 }
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

/// "11/03/2025, 14:05 Saltmere Council" and "https://… 1/1", as browsers print them, also on a page alone.
fn is_browsers(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let figures = |word: &str, marks: &[char], parts: usize| {
        let count = |part: &str| part.len() <= 4 && part.parse::<u16>().is_ok();
        word.split(marks).count() == parts && word.split(marks).all(count)
    };
    let dated = words.windows(2).any(|pair| {
        let date = pair[0].strip_suffix(',').is_some_and(|date| figures(date, &['/', '.', '-'], 3));
        date && figures(pair[1], &[':'], 2)
    });
    let numbered = words.last().is_some_and(|last| figures(last, &['/'], 2));
    dated || (numbered && words.iter().any(|word| word.contains("://")))
}

fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

/// "3", "- 3 -", "Page 3", "3 of 12", "iv".
fn is_page_number(text: &str) -> bool {
    let shape = shape(text);
    let shape = shape.trim_matches(['-', '–', '—', '|', '.', '[', ']']);
    let roman = !shape.is_empty() && shape.len() <= 5 && shape.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    roman || matches!(shape, "#" | "page#" | "p#" | "#of#" | "page#of#" | "#/#" | "page#/#" | "pg#")
}
