//! What of a source's characters a person sees.

use super::scan::plain_run;

/// The words of `raw` as a reader of the page sees them: single spaces, ligatures opened, and none of
/// the characters that take no room (soft hyphens, zero-width marks, direction marks, controls).
pub(super) fn visible(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut space = false;
    let mut rest = raw;
    loop {
        // Nearly all of a report is plain ASCII, which is taken in one go.
        let run = plain_run(rest.as_bytes());
        if run > 0 {
            if space && !text.is_empty() {
                text.push(' ');
            }
            space = false;
            text.push_str(&rest[..run]);
            rest = &rest[run..];
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { return text };
        rest = chars.as_str();
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if takes_no_room(c) {
            continue;
        }
        if space && !text.is_empty() {
            text.push(' ');
        }
        space = false;
        match opened_ligature(c) {
            Some(letters) => text.push_str(letters),
            None => text.push(c),
        }
    }
}

/// Whether anything can be read in it: a rule of dashes or a lone bullet holds no words.
pub(super) fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Joiners and direction marks too: they change how letters are drawn, not which they are, and a
/// direction mark could show a quotation backwards.
pub(super) fn takes_no_room(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' | '\u{E0000}'..='\u{E007F}'
        )
}

fn opened_ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_is_kept() {
        let cases = [
            ("  two\u{A0} \t words ", "two words"),
            ("safe\u{AD}guarding", "safeguarding"),
            ("ﬁnancial diﬃculty, ﬂoor", "financial difficulty, floor"),
            ("\u{FEFF}a\u{200B}b\u{202E}c\u{0}d\u{9B}e", "abcde"),
            ("line\u{2028}separator\u{B}tab", "line separator tab"),
            (" a b  c\u{AD} d ’ e ", "a b c d ’ e"),
            ("\u{AD}\u{200B}", ""),
        ];
        for (raw, seen) in cases {
            assert_eq!(visible(raw), seen);
        }
    }
}
