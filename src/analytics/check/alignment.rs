//! Which words of a quotation stand for which words of a source.

/// A word of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    pub(super) key: u64,
    /// In square brackets: the writer's own, said to be so.
    pub(super) editorial: bool,
    /// An ellipsis stands before it: words may be left out here.
    pub(super) gap_before: bool,
}

/// One pair of the alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Same { quoted: usize, source: usize },
    Changed { quoted: usize, source: usize },
    Inserted { quoted: usize },
    Dropped { source: usize },
}

// In tenths of nothing in particular: a match outweighs the odd change, and a long cut costs little
// more than a short one, so that a sentence with its middle cut out is one difference and not thirty.
const SAME: i32 = 40;
const CHANGED: i32 = -30;
const INSERTED: i32 = -32;
const CUT: i32 = -30;
const CUT_FURTHER: i32 = -1;
const NEVER: i32 = i32::MIN / 2;

/// Cells of the table at most; a larger pair of texts is not aligned.
const CELLS: usize = 16 << 20;

/// Where `quoted` stands in `source` word for word, the first place.
pub(super) fn verbatim(quoted: &[Quoted], source: &[u64]) -> Option<usize> {
    if quoted.is_empty() || quoted.iter().any(|word| word.editorial || word.gap_before) {
        return None;
    }
    source.windows(quoted.len()).position(|window| window.iter().zip(quoted).all(|(s, q)| *s == q.key))
}

/// The best alignment of the whole of `quoted` with a part of `source`, and its steps from the first to the last
/// word that takes part. `None` where the texts are too large.
pub(super) fn align(quoted: &[Quoted], source: &[u64]) -> Option<Vec<Step>> {
    let width = source.len() + 1;
    if quoted.is_empty() || (quoted.len() + 1).checked_mul(width)? > CELLS {
        return None;
    }
    let mut table = Table::new(quoted, source);
    table.fill();
    Some(table.trace())
}

/// Two states a cell: the last step took a word of the quotation (`taken`), or left one of the source out (`left`).
struct Table<'t> {
    quoted: &'t [Quoted],
    source: &'t [u64],
    from: Vec<u8>,
    last_row: Vec<(i32, i32)>,
}

const DIAGONAL: u8 = 1;
const UP: u8 = 2;
const TAKEN_FROM_LEFT: u8 = 4;
const LEFT_FROM_LEFT: u8 = 8;

impl<'t> Table<'t> {
    fn new(quoted: &'t [Quoted], source: &'t [u64]) -> Self {
        let width = source.len() + 1;
        // Before the first word of the quotation any part of the source may be passed over.
        let last_row = vec![(0, NEVER); width];
        Table { quoted, source, from: vec![0; (quoted.len() + 1) * width], last_row }
    }

    fn fill(&mut self) {
        let width = self.source.len() + 1;
        let mut row = vec![(NEVER, NEVER); width];
        for (number, word) in self.quoted.iter().enumerate() {
            // Cutting before the next word of the quotation is free where it has an ellipsis.
            let free = self.quoted.get(number + 1).is_some_and(|next| next.gap_before);
            let (cut, further) = if free { (0, 0) } else { (CUT, CUT_FURTHER) };
            for column in 0..width {
                let mut from = 0;
                let above = self.last_row[column];
                let inserted = if word.editorial { 0 } else { INSERTED };
                let up = above.0.max(above.1) + inserted;
                let diagonal = column.checked_sub(1).map_or(NEVER, |before| {
                    let at = self.last_row[before];
                    let same = self.source[before] == word.key;
                    let step = match (same, word.editorial) {
                        (true, _) => SAME,
                        (false, true) => 0,
                        (false, false) => CHANGED,
                    };
                    at.0.max(at.1) + step
                });
                let taken = diagonal.max(up);
                from |= if diagonal >= up { DIAGONAL } else { UP };
                if from & DIAGONAL != 0 {
                    let at = self.last_row[column - 1];
                    from |= if at.1 > at.0 { LEFT_FROM_LEFT << 1 } else { 0 };
                } else {
                    from |= if above.1 > above.0 { LEFT_FROM_LEFT << 1 } else { 0 };
                }
                let left = column.checked_sub(1).map_or(NEVER, |before| {
                    let begin = row[before].0 + cut;
                    let on = row[before].1 + further;
                    from |= if on > begin { LEFT_FROM_LEFT } else { TAKEN_FROM_LEFT };
                    begin.max(on)
                });
                row[column] = (taken, left);
                self.from[(number + 1) * width + column] = from;
            }
            std::mem::swap(&mut self.last_row, &mut row);
        }
    }

    fn trace(&self) -> Vec<Step> {
        let width = self.source.len() + 1;
        // After the last word of the quotation the rest of the source is passed over: the best cell of the
        // last row, the earliest of equals.
        let mut column = 0;
        for (at, cell) in self.last_row.iter().enumerate() {
            if cell.0 > self.last_row[column].0 {
                column = at;
            }
        }
        let mut row = self.quoted.len();
        let mut left = false;
        let mut steps = Vec::new();
        while row > 0 {
            let from = self.from[row * width + column];
            if left {
                column -= 1;
                steps.push(Step::Dropped { source: column });
                left = from & LEFT_FROM_LEFT != 0;
            } else {
                left = from & (LEFT_FROM_LEFT << 1) != 0;
                row -= 1;
                if from & DIAGONAL != 0 {
                    column -= 1;
                    let same = self.source[column] == self.quoted[row].key;
                    steps.push(if same {
                        Step::Same { quoted: row, source: column }
                    } else {
                        Step::Changed { quoted: row, source: column }
                    });
                } else {
                    steps.push(Step::Inserted { quoted: row });
                }
            }
        }
        steps.reverse();
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::check::wording::{hash, normal_words};

    fn shown(quoted: &str, source: &str) -> String {
        let (q, s) = (normal_words(quoted), normal_words(source));
        let quoted: Vec<Quoted> =
            q.iter().map(|w| Quoted { key: hash(w), editorial: false, gap_before: false }).collect();
        let source: Vec<u64> = s.iter().map(|w| hash(w)).collect();
        let steps = align(&quoted, &source).unwrap();
        let words = steps.iter().map(|step| match step {
            Step::Same { quoted, .. } => q[*quoted].clone(),
            Step::Changed { quoted, source } => format!("{}>{}", s[*source], q[*quoted]),
            Step::Inserted { quoted } => format!("+{}", q[*quoted]),
            Step::Dropped { source } => format!("-{}", s[*source]),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn differences_are_the_ones_a_reader_would_name() {
        let source = "before that staff did not report any delays in 2023 and partners agreed after";
        let table = [
            ("staff did report any delays", "staff did -not report any delays"),
            ("staff did not report any delays in 2024", "staff did not report any delays in 2023>2024"),
            ("staff did not ever report any", "staff did not +ever report any"),
            (
                "staff did not report and partners agreed",
                "staff did not report -any -delays -in -2023 and partners agreed",
            ),
            ("partners agreed after", "partners agreed after"),
        ];
        for (quoted, expected) in table {
            assert_eq!(shown(quoted, source), expected, "{quoted}");
        }
    }
}
