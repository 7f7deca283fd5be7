//! From pieces to lines in reading order: pieces on one baseline, columns apart, cells of a table
//! side by side.

use super::items::Item;

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

    fn chars(&self) -> usize {
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
    /// Which column of how many; 0 of 1 on most pages.
    pub(super) column: (u8, u8),
    pub(super) segments: Vec<Segment>,
}

impl Line {
    pub(super) fn first(&self) -> &Segment {
        &self.segments[0]
    }

    pub(super) fn x1(&self) -> f32 {
        self.segments.iter().fold(f32::MIN, |x, segment| x.max(segment.x1))
    }

    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.segments.iter().map(|segment| segment.text.as_str()).collect();
        texts.join(" ")
    }
}

/// The lines of one page in reading order. `items` are the page's upright pieces.
pub(super) fn of_page(page: u32, items: &[&Item]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (column, segments) in columns_in_order(rows(items)) {
        let number = u32::try_from(lines.len() + 1).unwrap_or(u32::MAX);
        lines.push(Line { page, number, column, segments });
    }
    lines
}

type Row = Vec<Segment>;

/// Between lines that cross the gap, the left column is read before the right one.
fn columns_in_order(rows: Vec<Row>) -> Vec<((u8, u8), Row)> {
    let Some(gap) = gap_between_columns(&rows) else {
        return rows.into_iter().map(|row| ((0, 1), row)).collect();
    };
    let side = |right: bool| -> Vec<f32> {
        rows.iter().flatten().filter(|s| (s.x0 >= gap - 1.0) == right).map(|s| s.y).collect()
    };
    let (left_heights, right_heights) = (side(false), side(true));
    let sizes: Vec<(f32, usize)> = rows.iter().flatten().map(|s| (s.size, s.chars())).collect();
    let body = most_common_size(&sizes);
    let mut ordered = Vec::with_capacity(rows.len());
    let (mut left, mut right): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
    for row in rows {
        if row.iter().any(|segment| crosses(segment, gap))
            || is_over_both(&row, &left_heights, &right_heights, body)
        {
            ordered.extend(left.drain(..).map(|row| ((0, 2), row)));
            ordered.extend(right.drain(..).map(|row| ((1, 2), row)));
            ordered.push(((0, 1), row));
            continue;
        }
        let (l, r): (Row, Row) = row.into_iter().partition(|segment| segment.x0 < gap);
        left.extend(Some(l).filter(|row| !row.is_empty()));
        right.extend(Some(r).filter(|row| !row.is_empty()));
    }
    ordered.extend(left.into_iter().map(|row| ((0, 2), row)));
    ordered.extend(right.into_iter().map(|row| ((1, 2), row)));
    ordered
}

/// A heading over both columns may be too short to cross the gap: nothing stands right of it, and
/// below it both columns begin at about one height.
fn is_over_both(row: &Row, left: &[f32], right: &[f32], body: f32) -> bool {
    let Some(first) = row.first().filter(|first| first.size >= body * 1.15) else { return false };
    let below =
        |heights: &[f32]| heights.iter().copied().filter(|y| *y < first.y - 1.0).fold(f32::MIN, f32::max);
    let apart = |y: &f32| *y > first.y + 1.6 * first.size || *y < first.y - 0.8 * first.size;
    right.iter().all(apart) && (below(left) - below(right)).abs() < 1.2 * body
}

fn crosses(segment: &Segment, x: f32) -> bool {
    segment.x0 < x - 1.0 && segment.x1 > x + 1.0
}

/// Lines in each column, so that a table is not taken for columns.
const COLUMN_LINES: usize = 6;
const COLUMN_CHARS: usize = 18;

/// Where a page of two columns is parted: hardly a line crosses it, and on both sides stand enough
/// lines of running text, next to each other.
fn gap_between_columns(rows: &[Row]) -> Option<f32> {
    let segments: Vec<&Segment> = rows.iter().flatten().collect();
    let low = segments.iter().map(|s| s.x0).fold(f32::MAX, f32::min);
    let high = segments.iter().map(|s| s.x1).fold(f32::MIN, f32::max);
    if segments.len() < 2 * COLUMN_LINES || high - low < 100.0 {
        return None;
    }
    // Columns begin at a common edge: the starts of segments in the middle are all that need be tried.
    let mut starts: Vec<f32> = segments.iter().map(|s| s.x0).collect();
    starts.retain(|x| (0.25..0.75).contains(&((x - low) / (high - low))));
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 2.0);
    starts.truncate(200);
    let mut best: Option<(usize, f32)> = None;
    for start in starts {
        let gap = start - 2.0;
        let left: Vec<&&Segment> = segments.iter().filter(|s| s.x1 <= gap + 1.0).collect();
        let right: Vec<&&Segment> = segments.iter().filter(|s| s.x0 >= gap - 1.0).collect();
        let crossing = segments.len() - left.len() - right.len();
        let fewer = left.len().min(right.len());
        let is_text = |side: &[&&Segment]| {
            let mut lengths: Vec<usize> = side.iter().map(|s| s.chars()).collect();
            lengths.sort_unstable();
            side.len() >= COLUMN_LINES && lengths[lengths.len() / 2] >= COLUMN_CHARS
        };
        if is_text(&left)
            && is_text(&right)
            && crossing * 2 <= fewer
            && side_by_side(&left, &right)
            && best.is_none_or(|(count, _)| fewer > count)
        {
            best = Some((fewer, gap));
        }
    }
    best.map(|(_, gap)| gap)
}

/// Whether the two share at least half of the height of the shorter one.
fn side_by_side(left: &[&&Segment], right: &[&&Segment]) -> bool {
    let extent = |side: &[&&Segment]| {
        side.iter().fold((f32::MAX, f32::MIN), |(low, high), s| (low.min(s.y), high.max(s.y)))
    };
    let ((left_low, left_high), (right_low, right_high)) = (extent(left), extent(right));
    let shared = left_high.min(right_high) - left_low.max(right_low);
    let shorter = (left_high - left_low).min(right_high - right_low);
    shared > 0.0 && shared * 2.0 >= shorter
}

/// Pieces by baseline, from the top; each row from the left.
fn rows(items: &[&Item]) -> Vec<Row> {
    let mut sorted: Vec<&&Item> = items.iter().collect();
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut rows: Vec<Row> = Vec::new();
    let mut row: Vec<&Item> = Vec::new();
    for item in sorted {
        if let Some(first) = row.first()
            && first.y - item.y > 0.3 * first.size.min(item.size)
        {
            rows.push(segments(std::mem::take(&mut row)));
        }
        row.push(item);
    }
    if !row.is_empty() {
        rows.push(segments(row));
    }
    rows.retain(|row| !row.is_empty());
    rows
}

fn segments(mut row: Vec<&Item>) -> Row {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
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
            let bullet = is_marker(&open.text);
            if gap < 1.1 * item.size || (bullet && gap < 5.0 * item.size) {
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
        || super::super::plain::after_number(&with_text).is_some_and(|rest| rest.trim() == "x")
        || text == "o"
}
