//! Boxes of a few lines beside a heading: "Score: 2" above "2 - Evidence shows some shortfalls". They are read after
//! the heading, whose own second line may stand between theirs.

use super::lines::{Row, Segment, most_common_size};

/// Lines of such a box; more are a column of text.
const MOST_LINES: usize = 4;
/// On a page.
const MOST_BOXES: usize = 50;

/// The rows of a page in which each heading and its box stand one after the other.
pub(super) fn after_headings(rows: Vec<Row>) -> Vec<Row> {
    let sizes: Vec<(f32, usize)> = rows.iter().flatten().map(|s| (s.size, s.chars())).collect();
    let body = most_common_size(&sizes);
    let mut found: Vec<(usize, HeadingAndBox)> = Vec::new();
    let mut at = 0;
    while at < rows.len() && found.len() < MOST_BOXES {
        let one = heading_and_box(&rows[at..], body * 1.15);
        let next = at + one.as_ref().map_or(1, |(_, taken)| *taken);
        found.extend(one.map(|one| (at, one)));
        at = next;
    }
    let mut rows = rows;
    for (at, (segments, taken)) in found.into_iter().rev() {
        rows.splice(at..at + taken, segments.into_iter().map(|segment| vec![segment]));
    }
    rows
}

/// The lines of a heading and then those of the box beside it, and how many rows they are.
type HeadingAndBox = (Vec<Segment>, usize);

/// A heading has letters of `large` at least. The box may begin a little above it.
fn heading_and_box(rows: &[Row], large: f32) -> Option<HeadingAndBox> {
    let first = rows.iter().take(2).map(|row| &row[0]).find(|s| s.size >= large)?;
    let of_heading = |s: &Segment| (s.x0 - first.x0).abs() < 2.0 && (s.size - first.size).abs() < 0.3;
    let (mut heading, mut lines): (Vec<Segment>, Vec<Segment>) = (Vec::new(), Vec::new());
    let mut taken = 0;
    for row in rows {
        let below = heading.last().map_or(first.y, |s| s.y) - row[0].y;
        let beside = |s: &Segment| s.x0 > first.x0 + 4.0 * first.size && s.size < 0.9 * first.size;
        if !(-first.size..=1.6 * first.size).contains(&below)
            || row.len() > 2
            || !row.iter().all(|s| of_heading(s) || beside(s))
        {
            break;
        }
        let (own, other): (Vec<&Segment>, Vec<&Segment>) = row.iter().partition(|s| of_heading(s));
        heading.extend(own.into_iter().cloned());
        lines.extend(other.into_iter().cloned());
        taken += 1;
    }
    let (Some(box_left), Some(last)) = (lines.first().map(|s| s.x0), lines.last()) else { return None };
    let right = heading.iter().map(|s| s.x1).fold(f32::MIN, f32::max);
    let starts = |s: &Segment| s.x0 > right && (s.x0 - box_left).abs() < 2.0;
    let alone = rows.get(taken).is_none_or(|next| {
        // A column of text goes on below.
        next.iter().all(|s| s.x1 < box_left || s.x0 < right || last.y - s.y > 2.0 * last.size)
    });
    let is_box = (2..=MOST_LINES).contains(&lines.len()) && lines.iter().all(starts) && alone;
    is_box.then(|| (heading.into_iter().chain(lines).collect(), taken))
}

#[cfg(test)]
mod tests {
    use super::super::{
        items::{Item, piece},
        lines::of_page,
    };

    #[test]
    fn a_box_of_two_lines_is_read_after_the_heading_that_it_stands_beside() {
        let heading = |y: f32, text: &str| Item { size: 18.0, ..piece(50.0, y, text) };
        let texts = |items: &[Item]| -> Vec<String> {
            of_page(1, &items.iter().collect::<Vec<_>>())
                .iter()
                .map(super::super::lines::Line::text)
                .collect()
        };
        let mut items = vec![
            heading(700.0, "Care provision, integration"),
            piece(370.0, 705.0, "Score: 2"),
            piece(370.0, 689.0, "2 - Evidence shows some shortfalls"),
            heading(678.0, "and continuity"),
            piece(50.0, 650.0, "People told us that they had waited."),
            piece(50.0, 637.0, "Staff knew of it, and so did others."),
        ];
        let expected = [
            "Care provision, integration",
            "and continuity",
            "Score: 2",
            "2 - Evidence shows some shortfalls",
            "People told us that they had waited.",
            "Staff knew of it, and so did others.",
        ];
        assert_eq!(texts(&items), expected);
        // A column of text goes on.
        items.push(piece(370.0, 676.0, "and how they are told of it"));
        items.push(piece(370.0, 663.0, "by those who write it down"));
        items.push(piece(370.0, 650.0, "and by those who do not."));
        assert_ne!(texts(&items)[1], "and continuity");
    }
}
