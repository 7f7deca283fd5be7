//! What pandoc adds to Markdown that it makes from a page: `:::` around divisions, `{.class}` behind links and
//! bracketed words. These are no words of the report; taken away, every line keeps its number.

use std::ops::Range;

/// Longer braces hold no attributes.
const LONGEST_BYTES: usize = 400;

/// None where there are none.
pub(in crate::readers) fn without(text: &str) -> Option<String> {
    if ![":::", "]{", "){", "`{"].iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let mut gone = fences(text);
    gone.extend(behind_words(text));
    gone.sort_by_key(|range| range.start);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for range in gone {
        // A division's mark holds all that is on its line.
        if range.start < from {
            continue;
        }
        kept.push_str(&text[from..range.start]);
        kept.extend(text[range.clone()].chars().filter(|c| matches!(c, '\n' | '\r')));
        from = range.end;
    }
    kept.push_str(&text[from..]);
    Some(kept)
}

/// `::: {#main .wrap}` and `:::`; of more words it would be text.
fn fences(text: &str) -> Vec<Range<usize>> {
    let mut fences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.trim().strip_prefix(":::") {
            let name = rest.trim_matches(':').trim();
            if name.starts_with('{') || !name.contains(char::is_whitespace) {
                fences.push(start..start + line.trim_end().len());
            }
        }
        start += line.len();
    }
    fences
}

/// Braces behind a link, code or bracketed words, and the brackets of the latter.
fn behind_words(text: &str) -> Vec<Range<usize>> {
    let mut gone = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let braces = || attributes(bytes.get(at + 1..)?).map(|length| at + 1..at + 1 + length);
        match byte {
            b'\n' if bytes.get(at + 1) == Some(&b'\n') => open.clear(),
            b'[' if at == 0 || bytes[at - 1] != b'\\' => open.push(at),
            b']' => {
                if let (Some(start), Some(braces)) = (open.pop(), braces()) {
                    gone.extend([start..start + 1, at..at + 1, braces]);
                }
            }
            b')' | b'`' => gone.extend(braces()),
            _ => {}
        }
    }
    gone
}

/// The length of `{.class #id key=value}` or `{=html}`, which the bytes begin with.
fn attributes(bytes: &[u8]) -> Option<usize> {
    let inner = bytes.strip_prefix(b"{")?;
    let end = inner.iter().take(LONGEST_BYTES).position(|byte| *byte == b'}')?;
    let first = inner[..end].trim_ascii_start().split(u8::is_ascii_whitespace).next()?;
    let named = first.contains(&b'=') || first.starts_with(b".") || first.starts_with(b"#");
    named.then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_no_words_and_lines_keep_their_numbers() {
        let cases = [
            ("::: {#main .wrap}\nWords.\n:::::: footer\n:::\n", "\nWords.\n\n\n"),
            ("#### [Equity]{.t} {#s .sub}\n", "#### Equity {#s .sub}\n"),
            (
                "[Staff](https://a.example/b){.lnk\ntarget=\"x y\"} knew [them [all]{.i}]{.b}.",
                "[Staff](https://a.example/b)\n knew them all.",
            ),
            ("`<!-- -->`{=html}", "`<!-- -->`"),
            (
                "::: Words and more\nHe (she){said} so [1]{two}",
                "::: Words and more\nHe (she){said} so [1]{two}",
            ),
        ];
        for (marked, plain) in cases {
            assert_eq!(without(marked).as_deref(), Some(plain));
        }
        assert_eq!(without("Words [1] {#a}"), None);
    }
}
