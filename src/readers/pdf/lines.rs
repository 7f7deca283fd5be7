//! From pieces to lines in reading order: pieces on one baseline, columns apart, cells of a table
//! side by side.

use super::{
    asides, badges,
    cells::{Edge, edges},
    columns::{columns_in_order, gutter},
    items::Item,
};
use crate::model::Location;

/// Pieces on one baseline without a wide gap between them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    /// Of most of its characters.
    pub(super) size: f32,
    /// Letters and digits inside and outside bold.
    pub(super) bold: usize,
    pub(super) plain: usize,
    pub(super) starts_bold: bool,
    pub(super) text: String,
    /// Where the text after a bullet begins.
    pub(super) text_x: f32,
    /// Of its first and its last piece.
    pub(super) tags: (Option<i64>, Option<i64>),
}

impl Segment {
    pub(super) fn all_bold(&self) -> bool {
        self.bold > 0 && self.plain == 0
    }

    pub(super) fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// How much room its first word takes.
    pub(super) fn first_word_width(&self) -> f32 {
        let word = self.text.split_whitespace().next().map_or(0, |word| word.chars().count());
        let chars = self.chars().max(1);
        #[expect(clippy::cast_precision_loss, reason = "a line has few characters")]
        let share = word as f32 / chars as f32;
        (self.x1 - self.x0) * share
    }
}

/// A line as it is read: one segment, or the cells of a table row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) page: u32,
    /// On its page, in reading order, from 1.
    pub(super) number: u32,
    /// Which column of how many; 0 of 1 on most pages, and [`ASIDE`] in a box beside the text.
    pub(super) column: (u8, u8),
    /// Its right edge, where a box makes it shorter than others.
    pub(super) shortened: Option<f32>,
    pub(super) segments: Vec<Segment>,
}

pub(super) const ASIDE: (u8, u8) = (0, 0);

impl Line {
    pub(super) fn first(&self) -> &Segment {
        &self.segments[0]
    }

    pub(super) fn x1(&self) -> f32 {
        self.segments.iter().fold(f32::MIN, |x, segment| x.max(segment.x1))
    }

    pub(super) fn at(&self) -> Location {
        Location { line: self.number, page: Some(self.page) }
    }

    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.as_str()).collect();
        texts.join(" ")
    }
}

/// The lines of one page in reading order. `items` are the page's upright pieces.
pub(super) fn of_page(page: u32, items: &[&Item]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (text, boxes, areas) = asides::parted(badges::after_headings(rows(items, gutter(items))));
    let boxes = boxes.into_iter().map(|row| (ASIDE, row));
    for (column, segments) in columns_in_order(text).into_iter().chain(boxes) {
        let number = u32::try_from(lines.len() + 1).unwrap_or(u32::MAX);
        let shortened = areas.iter().find_map(|area| area.edge_of(&segments[0])).filter(|_| column != ASIDE);
        lines.push(Line { page, number, column, shortened, segments });
    }
    lines
}

pub(super) type Row = Vec<Segment>;

/// Pieces by baseline, from the top; each row from the left.
fn rows(items: &[&Item], gutter: Option<f32>) -> Vec<Row> {
    let mut sorted: Vec<&&Item> = items.iter().collect();
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut lines: Vec<Vec<&Item>> = Vec::new();
    for item in sorted {
        // A bullet of a larger face stands lower than its text.
        let is_bullet = |line: &[&Item]| item.x < line[0].x && is_marker(&item.text);
        let share = |line: &[&Item]| if is_bullet(line) { 0.45 } else { 0.3 };
        let beside = |line: &&mut Vec<&Item>| line[0].y - item.y <= share(line) * line[0].size.min(item.size);
        match lines.last_mut().filter(beside) {
            Some(line) => line.push(item),
            None => lines.push(vec![item]),
        }
    }
    let mut lines = with_lowered_marks(lines);
    lines.iter_mut().for_each(|line| line.sort_by(|a, b| a.x.total_cmp(&b.x)));
    let mut rows: Vec<Row> = lines.iter().map(|line| segments(line, gutter, &[])).collect();
    let edges = edges(&rows, &lines);
    for (row, line) in rows.iter_mut().zip(&lines) {
        if line.iter().any(|item| edges.iter().any(|edge| edge.begins(item.x, item.y))) {
            *row = segments(line, gutter, &edges);
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// The raised number that a note begins with is a piece of its first line, however high it stands.
fn with_lowered_marks(lines: Vec<Vec<&Item>>) -> Vec<Vec<&Item>> {
    let mut lowered: Vec<Vec<&Item>> = Vec::with_capacity(lines.len());
    let mut rest = lines.into_iter().peekable();
    while let Some(mut line) = rest.next() {
        match rest.peek_mut().filter(|next| is_note_mark(&line, next)) {
            Some(next) => next.append(&mut line),
            None => lowered.push(line),
        }
    }
    lowered
}

fn is_note_mark(line: &[&Item], next: &[&Item]) -> bool {
    let ([mark], Some(first)) = (line, next.iter().min_by(|a, b| a.x.total_cmp(&b.x))) else { return false };
    let (gap, raised) = (first.x - mark.x - mark.width, mark.y - first.y);
    is_note_number(mark, first.size)
        && raised < 0.6 * first.size
        && (-0.2 * first.size..first.size).contains(&gap)
}

/// A number much smaller than the text beside it.
fn is_note_number(item: &Item, size: f32) -> bool {
    let text = item.text.trim();
    item.size < 0.8 * size && (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn segments(row: &[&Item], gutter: Option<f32>, edges: &[Edge]) -> Row {
    let mut segments: Vec<(Segment, Vec<(f32, usize)>)> = Vec::new();
    for item in row {
        let letters = item.text.chars().filter(|c| c.is_alphanumeric()).count();
        let end = item.x + item.width;
        if let Some((open, sizes)) = segments.last_mut() {
            let gap = item.x - open.x1;
            // A piece painted twice for weight lies on itself.
            if gap < -0.5 * item.width && open.text.ends_with(item.text.trim()) {
                continue;
            }
            let bullet = is_marker(&open.text)
                || (sizes.len() == 1 && open.x0 <= row[0].x && is_note_number(row[0], item.size));
            let parted = gutter.is_some_and(|x| (item.x - x).abs() < 2.0 && open.x0 < x - 2.0 * item.size);
            let cell = gap > 0.13 * item.size && edges.iter().any(|edge| edge.begins(item.x, item.y));
            if (gap < 1.1 * item.size && !parted && !cell) || (bullet && gap < 5.0 * item.size) {
                if bullet {
                    open.text_x = item.x;
                }
                // Some writers set the hyphen at a line's end as a piece of its own, wherever.
                let lone_hyphen =
                    matches!(item.text.trim(), "-" | "\u{2010}" | "\u{AD}") && gap < 0.3 * item.size;
                if (gap > 0.13 * item.size || bullet) && !lone_hyphen && !open.text.ends_with(' ') {
                    open.text.push(' ');
                }
                open.text.push_str(if lone_hyphen { item.text.trim() } else { &item.text });
                open.x1 = open.x1.max(end);
                open.tags = (if bullet { item.tag } else { open.tags.0 }, item.tag);
                *(if item.bold { &mut open.bold } else { &mut open.plain }) += letters;
                sizes.push((item.size, item.text.len()));
                continue;
            }
        }
        segments.push((
            Segment {
                x0: item.x,
                x1: end,
                y: item.y,
                size: item.size,
                bold: if item.bold { letters } else { 0 },
                plain: if item.bold { 0 } else { letters },
                starts_bold: item.bold,
                text: item.text.clone(),
                text_x: item.x,
                tags: (item.tag, item.tag),
            },
            vec![(item.size, item.text.len())],
        ));
    }
    segments
        .into_iter()
        .map(|(mut segment, sizes)| {
            segment.size = most_common_size(&sizes);
            segment.text = segment.text.trim().to_owned();
            segment
        })
        .filter(|segment| !segment.text.is_empty())
        .collect()
}

/// The size of most of a document's characters.
pub(super) fn body_size(pages: &[Vec<Line>]) -> f32 {
    let segments = pages.iter().flatten().flat_map(|line| &line.segments);
    let sizes: Vec<(f32, usize)> = segments.map(|s| (s.size, s.chars())).collect();
    most_common_size(&sizes)
}

/// To half a point.
pub(super) fn most_common_size(sizes: &[(f32, usize)]) -> f32 {
    let mut counts: Vec<(f32, usize)> = Vec::new();
    for (size, chars) in sizes {
        let size = (size * 2.0).round() / 2.0;
        match counts.iter_mut().find(|(known, _)| (*known - size).abs() < 0.01) {
            Some((_, count)) => *count += chars,
            None => counts.push((size, *chars)),
        }
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0))).map_or(1.0, |(size, _)| size)
}

/// A bullet or a number that stands apart from its text.
pub(super) fn is_marker(text: &str) -> bool {
    let text = text.trim();
    if text.chars().count() > 5 || text.is_empty() {
        return false;
    }
    let with_text = format!("{text} x");
    super::super::plain::after_bullet(&with_text).is_some_and(|rest| rest.trim() == "x")
        || super::super::lines::after_number(&with_text).is_some_and(|rest| rest.trim() == "x")
}
