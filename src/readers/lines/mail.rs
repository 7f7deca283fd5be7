//! Text that went through the mail: a page that is quoted has `>` before each of its lines.

use super::numbered;

/// Fewer lines side by side are a quotation within a text.
const FEWEST_LINES: usize = 6;

/// The lines of a text that holds a quoted page, with its marks taken off; none for any other text.
pub(in crate::readers) fn read(text: &str) -> Option<Vec<(u32, &str)>> {
    if !text.contains('>') {
        return None;
    }
    let mut lines: Vec<(u32, &str)> = numbered(text).collect();
    let mut found = false;
    for run in lines.chunk_by_mut(|(_, one), (_, other)| is_marked(one) == is_marked(other)) {
        if run.len() < FEWEST_LINES || !is_marked(run[0].1) {
            continue;
        }
        found = true;
        run.iter_mut().for_each(|(_, line)| *line = without_marks(line));
    }
    found.then_some(lines)
}

/// Markdown whose lines are nearly all quoted, without the marks: in others they mark quotations.
pub(in crate::readers) fn unquoted(text: &str) -> Option<String> {
    let filled = || text.lines().filter(|line| !line.trim().is_empty());
    let marked = filled().filter(|line| is_marked(line)).count();
    if marked < FEWEST_LINES || marked * 10 < filled().count() * 9 {
        return None;
    }
    let plain = |line| if is_marked(line) { without_marks(line) } else { line };
    Some(text.lines().map(plain).collect::<Vec<&str>>().join("\n"))
}

fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// "> > text" and ">> text" were quoted twice.
fn without_marks(line: &str) -> &str {
    let mut line = line.trim_start();
    while let Some(rest) = line.strip_prefix('>') {
        let next = rest.trim_start();
        line = if next.starts_with('>') { next } else { rest };
    }
    line.strip_prefix(' ').unwrap_or(line)
}
