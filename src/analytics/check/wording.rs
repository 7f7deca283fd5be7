//! The words of a text as a quotation is held to them: every word counts, its form too.
//!
//! `text::words` is made to find things (it drops possessives and takes one spelling for another);
//! here nothing may be lost that changes what is said. Left out are only case, punctuation, the kind
//! of apostrophe or dash, and what text extraction leaves behind (soft hyphens, ligatures). Signs that
//! belong to a number (£, %, <, a minus) belong to its word, and a separator of thousands is nothing.

use std::ops::Range;

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    start: u32,
    end: u32,
    /// Equal for equal words; 64 bits of hash, so that texts are compared without keeping strings.
    pub(super) key: u64,
}

impl Word {
    /// Bytes of the text.
    pub(super) fn span(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn moved(self, by: usize) -> Word {
        let by = u32::try_from(by).unwrap_or(u32::MAX);
        Word { start: self.start.saturating_add(by), end: self.end.saturating_add(by), key: self.key }
    }
}

/// The words of `text` in order. Of a text beyond 4 GiB only the beginning is read.
pub(super) fn wording(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6);
    each(text, |span, normal| {
        if let (Ok(start), Ok(end)) = (u32::try_from(span.start), u32::try_from(span.end)) {
            words.push(Word { start, end, key: hash(normal) });
        }
    });
    words
}

/// The words as they are compared: "Barnet’s £1,200" is "barnets", "£1200".
pub(super) fn normal_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each(text, |_, normal| words.push(normal.to_owned()));
    words
}

/// The key of one normal word.
pub(super) fn hash(normal: &str) -> u64 {
    // FNV-1a: short inputs, no state to keep, the same on every machine.
    normal
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn each(text: &str, mut found: impl FnMut(Range<usize>, &str)) {
    let bytes = text.as_bytes();
    let mut normal = String::new();
    let mut at = 0;
    while at < text.len() {
        let Some(c) = char_at(text, at) else { break };
        if c == '&' {
            found(at..at + 1, "and");
            at += 1;
        } else if c.is_alphanumeric() || begins_number(text, at, c) {
            normal.clear();
            let end = match ascii_word(bytes, at, &mut normal) {
                Some(end) => end,
                None => any_word(text, at, &mut normal),
            };
            found(at..end, &normal);
            at = end;
        } else {
            at += c.len_utf8();
        }
    }
}

/// Most words are ASCII letters between spaces or stops.
fn ascii_word(bytes: &[u8], at: usize, normal: &mut String) -> Option<usize> {
    let mut end = at;
    while let Some(byte) = bytes.get(end).filter(|byte| byte.is_ascii_alphabetic()) {
        normal.push(char::from(byte.to_ascii_lowercase()));
        end += 1;
    }
    let plain =
        end > at && bytes.get(end).is_none_or(|b| matches!(b, b' ' | b'.' | b',' | b';' | b')' | b'"'));
    if !plain {
        normal.clear();
    }
    plain.then_some(end)
}

fn any_word(text: &str, start: usize, normal: &mut String) -> usize {
    let mut end = start;
    let mut before: Option<char> = None;
    while let Some(c) = char_at(text, end) {
        let after_at = end + c.len_utf8();
        let after = char_at(text, after_at);
        let in_number = || before.is_some_and(is_digit) && after.is_some_and(is_digit);
        match c {
            _ if c.is_alphanumeric() => fold(c, normal),
            _ if before.is_none() => normal.push(dash_or(c)),
            '£' | '$' | '€' if normal.len() == 1 && before.is_some_and(|b| !b.is_alphanumeric()) => {
                normal.push(c);
            }
            '\'' | '\u{2019}' | '\u{2018}' | '\u{2BC}' | '`' if after.is_some_and(char::is_alphanumeric) => {}
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{300}'..='\u{36F}' => {}
            ',' if in_number() && is_thousands(text, after_at) => {}
            '.' | ',' | ':' | '/' if in_number() => normal.push(c),
            _ if is_dash(c) && in_number() => normal.push('-'),
            '%' if before.is_some_and(is_digit) => {
                normal.push('%');
                return after_at;
            }
            _ => break,
        }
        let counts =
            c.is_alphanumeric() || before.is_none() || matches!(c, '.' | ',' | ':' | '/') || is_dash(c);
        if counts {
            before = Some(c);
        }
        end = after_at;
    }
    end
}

/// A sign that changes what the number after it says.
fn begins_number(text: &str, at: usize, c: char) -> bool {
    let sign = matches!(c, '£' | '$' | '€' | '<' | '>' | '≤' | '≥' | '±' | '+');
    let minus =
        is_dash(c) && !text[..at].chars().next_back().is_some_and(|b| b.is_alphanumeric() || b == '%');
    let after = char_at(text, at + c.len_utf8());
    match after {
        Some('£' | '$' | '€') if sign || minus => {
            char_at(text, at + c.len_utf8() + '£'.len_utf8()).is_some()
        }
        Some(after) => (sign || minus) && is_digit(after),
        None => false,
    }
}

/// Whether exactly three digits follow: a separator of thousands.
fn is_thousands(text: &str, at: usize) -> bool {
    text[at..].chars().take_while(|c| is_digit(*c)).take(4).count() == 3
}

fn fold(c: char, normal: &mut String) {
    match c {
        'ﬀ' => normal.push_str("ff"),
        'ﬁ' => normal.push_str("fi"),
        'ﬂ' => normal.push_str("fl"),
        'ﬃ' => normal.push_str("ffi"),
        'ﬄ' => normal.push_str("ffl"),
        _ if c.is_ascii() => normal.push(c.to_ascii_lowercase()),
        _ => normal.extend(c.to_lowercase()),
    }
}

fn dash_or(c: char) -> char {
    if is_dash(c) { '-' } else { c }
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_nothing_is_left_out() {
        let table: [(&str, &[&str]); 12] = [
            ("People’s views", &["peoples", "views"]),
            ("it didn't", &["it", "didnt"]),
            ("£1,200 and 4387", &["£1200", "and", "4387"]),
            ("92.96% of 1,5", &["92.96%", "of", "1,5"]),
            ("16–18 year olds", &["16-18", "year", "olds"]),
            ("well-being, e.g.", &["well", "being", "e", "g"]),
            ("fell by -5%", &["fell", "by", "-5%"]),
            ("health & care", &["health", "and", "care"]),
            ("dis\u{AD}charge ﬁnd", &["discharge", "find"]),
            ("over >50 and carers’ own", &["over", ">50", "and", "carers", "own"]),
            ("– 2 – 3", &["2", "3"]),
            ("2023/24 at 10:30.", &["2023/24", "at", "10:30"]),
        ];
        for (text, expected) in table {
            assert_eq!(normal_words(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_are_of_the_text() {
        let text = "“Émile” paid £1,200.";
        let spans: Vec<&str> = wording(text).into_iter().map(|word| &text[word.span()]).collect();
        assert_eq!(spans, ["Émile", "paid", "£1,200"]);
    }
}
