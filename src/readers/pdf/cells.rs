//! Where the cells of a table begin: seen where they stand apart from the cell before them, and believed in the rows
//! near by where that one's words come close.

use super::{items::Item, lines::Row};

/// Rows in which a cell begins there, apart from the one before.
const ENOUGH_ROWS: usize = 3;
/// Rows of one table stand no further apart, in heights of letters.
const ROWS_APART: f32 = 6.0;

/// The place of a column's left edge, and how far down the page it goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    x: f32,
    top: f32,
    foot: f32,
    rows: usize,
}

impl Edge {
    /// Whether what begins at this place is a cell of the table.
    pub(super) fn begins(&self, x: f32, y: f32) -> bool {
        (x - self.x).abs() < 0.5 && (self.foot..=self.top).contains(&y)
    }
}

/// The edges of columns but the first, of rows from the top of a page and the pieces that each was made of.
pub(super) fn edges(rows: &[Row], lines: &[Vec<&Item>]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    for (row, line) in rows.iter().zip(lines) {
        for item in line {
            let reach = ROWS_APART * item.size;
            let stands = row.iter().position(|segment| (segment.x0 - item.x).abs() < 0.1);
            match edges.iter_mut().find(|edge| (edge.x - item.x).abs() < 0.5 && edge.foot <= item.y) {
                Some(edge) => {
                    edge.foot = item.y - reach;
                    edge.rows += usize::from(stands.is_some());
                }
                // What stands first in its row may be any text.
                None if stands.is_some_and(|at| at > 0) => {
                    edges.push(Edge { x: item.x, top: item.y + reach, foot: item.y - reach, rows: 1 });
                }
                None => {}
            }
        }
    }
    edges.retain(|edge| edge.rows >= ENOUGH_ROWS);
    edges
}

#[cfg(test)]
mod tests {
    use super::{
        super::{items::piece as item, lines::of_page},
        *,
    };

    #[test]
    fn a_cell_that_another_comes_close_to_is_a_cell() {
        let mut items = vec![
            item(50.0, 700.0, "Safeguarding"),
            item(150.0, 700.0, "3"),
            item(50.0, 680.0, "Equity in"),
            item(50.0, 668.0, "experience"),
            // In the middle of two lines.
            item(150.0, 674.0, "2"),
            item(50.0, 640.0, "Assessing needs"),
            item(150.0, 640.0, "4"),
            item(50.0, 620.0, "Governance and mana"),
            item(150.0, 620.0, "1"),
            item(50.0, 608.0, "gement"),
            item(50.0, 560.0, "Learning and improv"),
            item(150.0, 560.0, "2"),
        ];
        let shown = |items: &[Item]| -> Vec<usize> {
            of_page(1, &items.iter().collect::<Vec<_>>()).iter().map(|line| line.segments.len()).collect()
        };
        assert_eq!(shown(&items), [2, 1, 1, 1, 2, 2, 1, 2]);
        // Without a table above, they are words of a line.
        items.drain(..7);
        assert_eq!(shown(&items), [1, 1, 1]);
    }
}
