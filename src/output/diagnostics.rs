use std::{fmt::Write as _, ops::Range};

use crate::text::escape;

use super::{Screen, wording::join_words, wrap::columns};

/// An error as every format tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostic {
    /// `unknown-authority`
    pub code: String,
    /// What, where, what next; lower case, no final stop.
    pub message: String,
    /// The text that the span points into: the query.
    pub source: Option<String>,
    /// Bytes of `source`.
    pub span: Option<Range<usize>>,
    /// The few words beside the caret; where there are none the suggestions stand there.
    pub hint: Option<String>,
    /// What to type in its place.
    pub suggestions: Vec<String>,
}

/// A line of somebody's file that an error repeats may be as long as the file.
const LONGEST_LINE_CHARS: usize = 1_000;

fn cut(line: &str) -> &str {
    line.char_indices().nth(LONGEST_LINE_CHARS).map_or(line, |(end, _)| &line[..end])
}

/// The lines a person sees: at most ten, none wider than the screen where it can be helped.
pub fn render_diagnostic(diagnostic: &Diagnostic, screen: Screen) -> String {
    let mut out = String::new();
    let message: Vec<&str> = diagnostic.message.lines().take(7).collect();
    for (i, line) in message.iter().enumerate() {
        let line = escape(cut(line));
        let _ = if i == 0 {
            writeln!(out, "{} {line}", screen.paint("1;31", "error:"))
        } else {
            writeln!(out, "  {line}")
        };
    }
    let offer = match (&diagnostic.hint, &diagnostic.suggestions[..]) {
        (Some(hint), _) => escape(hint).into_owned(),
        (None, []) => String::new(),
        (None, all) => {
            let quoted: Vec<String> = all.iter().take(3).map(|s| format!("`{}`", escape(s))).collect();
            format!("did you mean {}?", join_words(&quoted, "or"))
        }
    };
    match (&diagnostic.source, &diagnostic.span) {
        (Some(source), Some(span)) if !source.is_empty() => {
            let (line, before, carets) = window(source, span, screen.width.saturating_sub(5).max(20));
            let _ = writeln!(out, "   | {line}");
            let pointer = format!("   | {}{}", " ".repeat(before), "^".repeat(carets));
            if offer.is_empty() {
                let _ = writeln!(out, "{pointer}");
            } else if columns(&pointer) + 1 + columns(&offer) <= screen.width {
                let _ = writeln!(out, "{pointer} {offer}");
            } else {
                let _ = writeln!(out, "{pointer}\n   | {offer}");
            }
        }
        _ if !offer.is_empty() => {
            let _ = writeln!(out, "  {offer}");
        }
        _ => {}
    }
    out
}

/// The part of `source` round `span` that fits `width` columns, how many columns stand before the
/// span in it, and how many the span takes (at least one, so that an empty place is seen).
fn window(source: &str, span: &Range<usize>, width: usize) -> (String, usize, usize) {
    let start = floor(source, span.start.min(source.len()));
    let end = floor(source, span.end.clamp(start, source.len()));
    let shown = |text: &str| escape(&text.replace(['\n', '\r', '\t'], " ")).into_owned();
    let (mut before, place, mut after) =
        (shown(&source[..start]), shown(&source[start..end]), shown(&source[end..]));
    let place = trim_end_to(place, width.saturating_sub(4));
    let room = width.saturating_sub(columns(&place));
    if columns(&before) > room / 2 && columns(&before) + columns(&after) > room {
        before = trim_start_to(&before, (room / 2).max(room.saturating_sub(columns(&after))));
    }
    after = trim_end_to(after, room.saturating_sub(columns(&before)));
    let carets = columns(&place).max(1);
    (format!("{before}{place}{after}"), columns(&before), carets)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn trim_end_to(text: String, width: usize) -> String {
    if columns(&text) <= width {
        return text;
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += columns(c.encode_utf8(&mut [0; 4]));
        if used > width {
            break;
        }
        out.push(c);
    }
    format!("{out}…")
}

fn trim_start_to(text: &str, width: usize) -> String {
    let mut kept: Vec<char> = Vec::new();
    let mut used = 1;
    for c in text.chars().rev() {
        used += columns(c.encode_utf8(&mut [0; 4]));
        if used > width {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(source: &str, span: Range<usize>) -> Diagnostic {
        Diagnostic {
            code: "unknown-statement".into(),
            message: "no quality statement is called `safegarding`".into(),
            source: Some(source.into()),
            span: Some(span),
            suggestions: vec!["safeguarding".into()],
            hint: None,
        }
    }

    #[test]
    fn the_caret_stands_under_the_place() {
        let text = render_diagnostic(&diagnostic("housing statement:safegarding", 18..29), Screen::PLAIN);
        assert_eq!(
            text,
            "error: no quality statement is called `safegarding`\n   \
                | housing statement:safegarding\n   \
                |                   ^^^^^^^^^^^ did you mean `safeguarding`?\n"
        );
    }

    #[test]
    fn wide_characters_count_as_two_columns_and_controls_are_shown() {
        let source = "日本 \u{1b}x";
        let text = render_diagnostic(&diagnostic(source, 8..9), Screen::PLAIN);
        assert!(!text.contains('\u{1b}'));
        let caret = text.lines().find(|line| line.contains('^')).unwrap();
        assert_eq!(caret.find('^').unwrap() - "   | ".len(), columns(&format!("日本 {}", escape("\u{1b}"))));
    }

    #[test]
    fn a_long_query_is_cut_round_the_place() {
        let source = format!("{} safegarding {}", "word ".repeat(1000), "more ".repeat(1000));
        let at = source.find("safegarding").unwrap();
        let text = render_diagnostic(&diagnostic(&source, at..at + 11), Screen::PLAIN);
        assert!(text.lines().all(|line| columns(line) <= 80), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        let caret = columns(&lines[2][..lines[2].find('^').unwrap()]);
        let place = columns(&lines[1][..lines[1].find("safegarding").unwrap()]);
        assert_eq!(caret, place);
    }

    #[test]
    fn any_span_is_survived() {
        for source in ["", "é", "a b", "\u{202e}x"] {
            for start in 0..6 {
                for end in 0..6 {
                    render_diagnostic(&diagnostic(source, start..end), Screen { width: 10, color: true });
                }
            }
        }
    }
}
