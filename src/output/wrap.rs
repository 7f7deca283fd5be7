use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::Screen;
use crate::text::escape;

/// Bold and yellow: seen on dark and light grounds, and in black and white.
const MARK: &str = "1;33";

/// Columns that a text takes, as a terminal counts them.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// Fills lines of at most `screen.width` columns, each after `indent` spaces, breaking at spaces
/// alone: a longer word stands on its own line, uncut. `marks` are byte ranges of `text`, ordered.
pub(super) fn wrap(text: &str, marks: &[Range<usize>], indent: usize, screen: Screen) -> String {
    let margin = " ".repeat(indent);
    let width = screen.width.saturating_sub(indent).max(20);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut column = 0;
    let mut at = 0;
    let mut marks = marks.iter().peekable();
    for word in text.split(' ') {
        let end = at + word.len();
        let plain = escape(word);
        let needed = columns(&plain);
        if column == 0 {
            out.push_str(&margin);
        } else if column + 1 + needed > width {
            out.push('\n');
            out.push_str(&margin);
            column = 0;
        } else {
            out.push(' ');
            column += 1;
        }
        column += needed;
        // The pieces of this word that lie inside marks; a mark over several words is painted on each.
        let mut done = at;
        while let Some(mark) = marks.peek().filter(|mark| mark.start < end) {
            let (from, to) = (mark.start.max(done), mark.end.min(end));
            if from < to {
                out.push_str(&escape(&text[done..from]));
                out.push_str(&screen.paint(MARK, &escape(&text[from..to])));
                done = to;
            }
            if mark.end <= end {
                marks.next();
            } else {
                break;
            }
        }
        out.push_str(&escape(&text[done..end]));
        at = end + 1;
    }
    out.push('\n');
    out
}

/// The same in bold, line by line.
pub(super) fn wrap_bold(text: &str, indent: usize, screen: Screen) -> String {
    let plain = wrap(text, &[], indent, Screen { color: false, ..screen });
    plain.lines().map(|line| format!("{}\n", screen.bold(line))).collect()
}

/// `text` cut to `width` columns at a character, with an ellipsis where something is missing.
pub(super) fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        let mut next = out.clone();
        next.push(c);
        if columns(&next) + 1 > width {
            break;
        }
        out = next;
    }
    format!("{}…", out.trim_end())
}

/// The columns of a table that stand beside each other, `left` columns of the screen and two before each taken off: as
/// many as it holds, one at the least, the others below.
pub(super) fn blocks(left: usize, widths: &[usize], screen: Screen) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut used = 0;
    for (at, width) in widths.iter().enumerate() {
        used += 2 + width;
        match blocks.last_mut().filter(|_| left + used <= screen.width) {
            Some(block) => block.end = at + 1,
            None => {
                blocks.push(at..at + 1);
                used = 2 + width;
            }
        }
    }
    blocks
}

/// Each line by itself.
pub fn render_lines(lines: &[String], screen: Screen) -> String {
    lines.iter().map(|line| wrap(line, &[], 0, screen)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Screen = Screen { width: 24, color: true };

    #[test]
    fn lines_fill_the_width_and_keep_every_word() {
        let text = "People waited a long time for the assessment they had asked for";
        let wrapped = wrap(text, &[], 2, SCREEN);
        assert!(wrapped.lines().all(|line| columns(line) <= 24), "{wrapped}");
        assert_eq!(wrapped.split_whitespace().collect::<Vec<_>>().join(" "), text);
    }

    #[test]
    fn a_mark_over_two_words_is_painted_on_each_and_the_rest_is_left() {
        let text = "the waiting list grew";
        let marks = [Range { start: 4, end: 16 }];
        let wrapped = wrap(text, &marks, 0, SCREEN);
        assert_eq!(wrapped, "the \u{1b}[1;33mwaiting\u{1b}[0m \u{1b}[1;33mlist\u{1b}[0m grew\n");
        let plain = Screen { color: false, ..SCREEN };
        assert_eq!(wrap(text, &marks, 0, plain), "the waiting list grew\n");
    }

    #[test]
    fn what_does_not_fit_beside_the_rest_stands_below() {
        let ends: [(usize, &[usize], &[usize]); 4] =
            [(10, &[5, 5], &[2]), (10, &[5, 6], &[1, 2]), (10, &[30, 5, 5], &[1, 3]), (10, &[], &[])];
        for (left, widths, expected) in ends {
            let found: Vec<usize> = blocks(left, widths, SCREEN).iter().map(|block| block.end).collect();
            assert_eq!(found, expected, "{widths:?}");
        }
    }

    #[test]
    fn a_cut_says_so() {
        assert_eq!(cut("delays", 6), "delays");
        assert_eq!(cut("hospital delays", 10), "hospital…");
    }
}
