//! Pages of two columns: where they are parted, and the order in which they are read.

use super::{
    items::Item,
    lines::{Row, Segment, most_common_size},
};

/// Between lines that cross the gap, the left column is read before the right one.
pub(super) fn columns_in_order(rows: Vec<Row>) -> Vec<((u8, u8), Row)> {
    let Some(gap) = gap_between_columns(&rows) else {
        return rows.into_iter().map(|row| ((0, 1), row)).collect();
    };
    // Of the lines of each column; what crosses both is of neither.
    let side = |right: bool| -> Vec<f32> {
        let of_side = |s: &&Segment| !crosses(s, gap) && (s.x0 >= gap - 1.0) == right;
        rows.iter().flatten().filter(of_side).map(|s| s.y).collect()
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
        |heights: &[f32]| heights.iter().copied().filter(|y| *y < first.y - 1.0).max_by(f32::total_cmp);
    let (Some(below_left), Some(below_right)) = (below(left), below(right)) else { return false };
    let apart = |y: &f32| *y > first.y + 1.6 * first.size || *y < first.y - 0.8 * first.size;
    right.iter().all(apart) && (below_left - below_right).abs() < 1.2 * first.size
}

fn crosses(segment: &Segment, x: f32) -> bool {
    segment.x0 < x - 1.0 && segment.x1 > x + 1.0
}

/// Lines in each column, so that a table is not taken for columns.
const COLUMN_LINES: usize = 6;
const COLUMN_CHARS: usize = 18;

/// Where a second column begins, seen before pieces are joined to lines: columns may stand closer than words
/// in a justified line do. Many pieces begin there after some room, and hardly any lies across it.
pub(super) fn gutter(items: &[&Item]) -> Option<f32> {
    let low = items.iter().map(|i| i.x).fold(f32::MAX, f32::min);
    let high = items.iter().map(|i| i.x + i.width).fold(f32::MIN, f32::max);
    if items.len() < 2 * COLUMN_LINES || high - low < 100.0 {
        return None;
    }
    let mut starts: Vec<f32> = items.iter().map(|i| i.x).collect();
    starts.retain(|x| (0.15..0.85).contains(&((x - low) / (high - low))));
    starts.sort_by(f32::total_cmp);
    let mut common: Vec<(f32, usize)> = Vec::new();
    for x in starts {
        match common.last_mut() {
            Some((first, count)) if x - *first < 2.0 => *count += 1,
            _ => common.push((x, 1)),
        }
    }
    common.retain(|(_, count)| *count >= COLUMN_LINES);
    common.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    common.truncate(8);
    common.into_iter().map(|(x, _)| x).find(|x| {
        let begins = |i: &&&Item| (i.x - x).abs() < 2.0;
        let across = items.iter().filter(|i| i.x < x - 2.0 && i.x + i.width > x + 2.0).count();
        let (apart, close): (Vec<&&Item>, Vec<&&Item>) = items.iter().filter(begins).partition(|start| {
            items.iter().all(|i| {
                let beside = (i.y - start.y).abs() < 0.3 * start.size && i.x < x - 2.0;
                !beside || i.x + i.width < x - 0.5 * start.size
            })
        });
        apart.len() >= COLUMN_LINES && (across + close.len()) * 2 <= apart.len()
    })
}

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
