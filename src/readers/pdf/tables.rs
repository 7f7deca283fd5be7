//! Rows of tables among the lines of a page.

use super::lines::{Line, Segment};
use crate::model::Location;

/// Lines of the head of a table.
const TALLEST_HEAD: usize = 5;

pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) at: Location,
    /// How many lines it was made from.
    pub(super) lines: usize,
}

/// The rows of a table that begins with the first of `lines`, whose cells show the columns: at least two
/// neighbouring rows. `pitch` is the distance of lines within a paragraph.
///
/// Where rows stand further apart than the lines within them, that room parts them, whatever lines the cells
/// of a row have and however these are set against each other. In a table without such room a line with all
/// its cells begins a row, and one with fewer goes on with it.
///
/// `above` is the head of a table that went on to the foot of the page before: its columns are known, so that a row
/// may begin with a cell of which it is the lower line that has words in the other columns.
pub(super) fn table_rows(lines: &[&Line], above: Option<&Line>, pitch: f32) -> Vec<Row> {
    if let Some(head) = above.filter(|_| lines.first().is_some_and(|line| line.segments.len() == 1)) {
        let rows = rows_apart(head, lines, pitch);
        let whole = rows.first().map_or(0, |row| row.lines);
        let with_cells = lines[..whole].iter().filter(|line| line.segments.len() > 1).count();
        // Close rows look like the lines of one.
        return if rows.len() > 1 || with_cells == 1 { rows } else { Vec::new() };
    }
    let Some(head) = head(lines, pitch) else { return Vec::new() };
    let apart = rows_apart(head, lines, pitch);
    let one = lines.first().is_some_and(|line| line.segments.len() == 1);
    let rows = if apart.len() > 1 || one { apart } else { rows_by_cells(head, lines) };
    if rows.len() < 2 { Vec::new() } else { rows }
}

/// The first line with several cells: the first of all, or below lines of a cell that is taller than others and not
/// the first of its row, as running text would be.
fn head<'a>(lines: &[&'a Line], pitch: f32) -> Option<&'a Line> {
    let at = lines.iter().take(TALLEST_HEAD).position(|line| line.segments.len() > 1)?;
    let (above, head) = (&lines[..at], lines[at]);
    let close = |pair: &[&Line]| {
        let gap = pair[0].first().y - pair[1].first().y;
        same_place(pair[0], pair[1]) && (0.0..=1.18 * pitch).contains(&gap)
    };
    let of_a_later_cell =
        |line: &&Line| head.segments.iter().skip(1).any(|s| (s.x0 - line.first().x0).abs() < 4.0);
    (lines[..=at].windows(2).all(close) && above.iter().all(of_a_later_cell)).then_some(head)
}

/// Clusters of lines, each with words in two columns at least.
fn rows_apart(head: &Line, lines: &[&Line], pitch: f32) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut rest = lines;
    let mut below = head;
    while let Some(first) = rest.first().filter(|first| rows.is_empty() || is_near(below, first)) {
        let mut count = 1;
        while rest.get(count).is_some_and(|next| {
            let gap = rest[count - 1].first().y - next.first().y;
            same_place(first, next) && (0.0..=1.18 * pitch).contains(&gap) && stands_in_columns(head, next)
        }) {
            count += 1;
        }
        let Some(row) = row(head, &rest[..count]) else { break };
        if row.cells.iter().filter(|cell| !cell.is_empty()).count() < 2 {
            break;
        }
        rows.push(row);
        below = rest[count - 1];
        rest = &rest[count..];
    }
    rows
}

/// A first line with all cells, and lines with fewer directly below it. A line with fewer begins a row where the next
/// stands at half height: one of its cells is set in the middle of another.
fn rows_by_cells(head: &Line, lines: &[&Line]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut rest = lines;
    let mut below = head;
    while let Some(first) = rest.first().filter(|first| rows.is_empty() || is_near(below, first)) {
        let begins = |at: usize| {
            rest.get(at + 1).is_some_and(|next| is_half_below(rest[at], next))
                && !(at > 0 && is_half_below(rest[at - 1], rest[at]))
        };
        let wraps = |at: usize| {
            let (before, line) = (rest[at - 1], rest[at]);
            line.segments.len() < head.segments.len()
                && !begins(at)
                && same_place(before, line)
                && stands_in_columns(head, line)
                && before.first().y - line.first().y < 1.5 * line.first().size
        };
        let count = 1 + (1..rest.len()).take_while(|at| wraps(*at)).count();
        let whole = first.segments.len() > 1 || begins(0);
        let Some(row) = row(head, &rest[..count]).filter(|_| whole) else { break };
        rows.push(row);
        below = rest[count - 1];
        rest = &rest[count..];
    }
    rows
}

fn same_place(a: &Line, b: &Line) -> bool {
    a.page == b.page && a.column == b.column
}

fn is_near(above: &Line, line: &Line) -> bool {
    same_place(above, line) && above.first().y - line.first().y < 4.0 * line.first().size
}

/// Nearer than lines of one cell can stand.
fn is_half_below(above: &Line, line: &Line) -> bool {
    same_place(above, line) && above.first().y - line.first().y < 0.8 * line.first().size
}

/// Whether nothing on the line reaches into the next column, as the text below a table does.
fn stands_in_columns(head: &Line, line: &Line) -> bool {
    line.segments.len() > 1
        || line.segments.iter().all(|segment| {
            let next = column(head, segment).and_then(|column| head.segments.get(column + 1));
            next.is_none_or(|next| segment.x1 <= next.x0 + next.size)
        })
}

/// One row from its lines; none where words stand in no column of the head.
fn row(head: &Line, lines: &[&Line]) -> Option<Row> {
    let first = lines.first()?;
    let mut cells = vec![String::new(); head.segments.len()];
    for segment in lines.iter().flat_map(|line| &line.segments) {
        let cell = &mut cells[column(head, segment)?];
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(&segment.text);
    }
    let at = first.at();
    Some(Row { cells, at, lines: lines.len() })
}

/// The column of the head that begins where this does, or the only one that it stands under.
fn column(head: &Line, segment: &Segment) -> Option<usize> {
    if let Some(column) = head.segments.iter().position(|s| (s.x0 - segment.x0).abs() < 4.0) {
        return Some(column);
    }
    let under = |s: &Segment| s.x0 < segment.x1 && segment.x0 < s.x1;
    let mut columns = (0..head.segments.len()).filter(|i| under(&head.segments[*i]));
    columns.next().filter(|_| columns.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u32, y: f32, cells: &[(f32, &str)]) -> Line {
        let segment = |(x0, text): &(f32, &str)| Segment {
            x0: *x0,
            x1: x0 + 5.0 * text.len() as f32,
            y,
            size: 10.0,
            bold: 0,
            plain: text.len(),
            starts_bold: false,
            text: (*text).to_owned(),
            text_x: *x0,
            tags: (None, None),
        };
        Line {
            page: 1,
            number,
            column: (0, 1),
            shortened: None,
            segments: cells.iter().map(segment).collect(),
        }
    }

    fn shown(lines: &[Line]) -> Vec<String> {
        let lines: Vec<&Line> = lines.iter().collect();
        table_rows(&lines, None, 12.0)
            .into_iter()
            .map(|row| format!("{} {}", row.lines, row.cells.join("|")))
            .collect()
    }

    #[test]
    fn cells_of_several_lines_are_kept_apart_where_rows_stand_apart() {
        // Centred against each other, as browsers set them; then both of two lines.
        let table = [
            line(1, 700.0, &[(50.0, "Group"), (150.0, "What was done")]),
            line(2, 680.0, &[(150.0, "people were seen by")]),
            line(3, 674.0, &[(50.0, "Carers")]),
            line(4, 668.0, &[(150.0, "the team")]),
            line(5, 648.0, &[(50.0, "Young"), (150.0, "plans were")]),
            line(6, 636.0, &[(50.0, "people"), (150.0, "made")]),
            line(7, 616.0, &[(50.0, "Text below the table.")]),
        ];
        assert_eq!(
            shown(&table),
            [
                "1 Group|What was done",
                "3 Carers|people were seen by the team",
                "2 Young people|plans were made"
            ]
        );
    }

    #[test]
    fn a_row_may_be_tall_and_a_table_without_text_has_the_distance_of_its_rows() {
        let mut tall = vec![line(1, 700.0, &[(50.0, "Group"), (150.0, "What was done")])];
        tall.extend((0..6).map(|n| line(n + 2, 680.0 - 12.0 * n as f32, &[(50.0, "a"), (150.0, "b")])));
        assert_eq!(shown(&tall), ["1 Group|What was done", "6 a a a a a a|b b b b b b"]);
        // Its rows look like the lines of one paragraph.
        let even: Vec<Line> =
            (0..8).map(|n| line(n + 1, 700.0 - 12.0 * n as f32, &[(50.0, "Area"), (150.0, "3")])).collect();
        assert_eq!(shown(&even), ["1 Area|3"; 8]);
    }

    #[test]
    fn text_directly_below_a_table_is_no_part_of_its_last_row() {
        let table = [
            line(1, 700.0, &[(50.0, "Area"), (150.0, "Score")]),
            line(2, 688.0, &[(50.0, "Care provision,"), (150.0, "3")]),
            line(3, 676.0, &[(50.0, "integration")]),
            line(4, 664.0, &[(50.0, "People told us that they had to wait for long.")]),
        ];
        assert_eq!(shown(&table), ["1 Area|Score", "2 Care provision, integration|3"]);
    }

    #[test]
    fn a_row_on_the_next_page_may_begin_with_the_upper_line_of_its_tallest_cell() {
        let head = line(1, 100.0, &[(50.0, "Measure"), (250.0, "Here"), (350.0, "England")]);
        let lines = [
            line(1, 700.0, &[(50.0, "People who were")]),
            line(2, 688.0, &[(50.0, "reviewed"), (250.0, "65%"), (350.0, "59%")]),
            line(3, 660.0, &[(50.0, "People told us that they had to wait for very long indeed.")]),
        ];
        let lines: Vec<&Line> = lines.iter().collect();
        let rows = table_rows(&lines, Some(&head), 12.0);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].cells, ["People who were reviewed", "65%", "59%"]);
        assert!(table_rows(&lines[2..], Some(&head), 12.0).is_empty());
    }

    #[test]
    fn a_head_may_begin_with_the_upper_line_of_a_later_cell() {
        let table = [
            line(1, 700.0, &[(150.0, "What we found in")]),
            line(2, 688.0, &[(50.0, "Area"), (150.0, "the records"), (350.0, "Next")]),
            line(3, 668.0, &[(50.0, "Reviews"), (150.0, "Late"), (350.0, "More staff")]),
        ];
        assert_eq!(shown(&table), ["2 Area|What we found in the records|Next", "1 Reviews|Late|More staff"]);
    }

    #[test]
    fn a_close_table_has_a_row_for_each_line_with_all_its_cells() {
        let table = [
            line(1, 700.0, &[(50.0, "Area"), (250.0, "Score")]),
            line(2, 688.0, &[(50.0, "Care provision,"), (250.0, "3")]),
            line(3, 676.0, &[(50.0, "integration")]),
            line(4, 664.0, &[(50.0, "Safeguarding"), (250.0, "2")]),
        ];
        assert_eq!(shown(&table), ["1 Area|Score", "2 Care provision, integration|3", "1 Safeguarding|2"]);
        assert!(shown(&table[..1]).is_empty());
        let centred = [
            line(1, 700.0, &[(50.0, "Safeguarding"), (250.0, "3")]),
            line(2, 688.0, &[(50.0, "Governance, management and")]),
            line(3, 682.0, &[(250.0, "2")]),
            line(4, 676.0, &[(50.0, "sustainability")]),
            line(5, 664.0, &[(50.0, "Learning"), (250.0, "4")]),
        ];
        assert_eq!(
            shown(&centred),
            ["1 Safeguarding|3", "3 Governance, management and sustainability|2", "1 Learning|4"]
        );
    }
}
