//! Text of unknown origin, made harmless for a terminal, a log or a message.

use std::borrow::Cow;
use std::fmt::Write;

/// Control characters (C0 but tab and line feed, DEL, C1), bidirectional controls and invisible
/// format characters as `\u{..}`; everything else as it is. The one door through which names,
/// queries and texts of reports reach a terminal.
pub fn escape(text: &str) -> Cow<'_, str> {
    // Nearly all text, told without taking it apart.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(is_harmful) else { return Cow::Borrowed(text) };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_harmful(c) {
            write!(safe, "\\u{{{:x}}}", u32::from(c)).expect("writing to a string does not fail");
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// Whether a terminal could obey, hide or reorder it. The soft hyphen, harmless and common, is not
/// among them; a zero-width joiner is part of how some names are written, but can hide one too.
pub fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_untouched() {
        let text = "Barnet’s “teams” – £15 million\tand\nmore";
        assert!(matches!(escape(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn what_a_terminal_would_obey_becomes_visible() {
        for (raw, shown) in [
            ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
            ("a\rb", "a\\u{d}b"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("x\u{7f}", "x\\u{7f}"),
            ("gpj.\u{202e}exe", "gpj.\\u{202e}exe"),
            ("a\u{200b}b", "a\\u{200b}b"),
            ("a\u{2028}b", "a\\u{2028}b"),
        ] {
            assert_eq!(escape(raw), shown);
        }
    }
}
