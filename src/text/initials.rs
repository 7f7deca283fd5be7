//! With which letters the forms of a word can begin, told from the word as written.

use std::sync::LazyLock;

use super::spelling;

/// Some first bytes of forms. Of most words of a text it is known at a glance that they have no such form.
#[derive(Debug)]
pub struct Initials {
    /// By the first byte of a word as written.
    can_begin: [bool; 256],
}

/// A bit for each letter from a to z.
type Letters = u32;

fn letter(word: &str) -> Option<usize> {
    word.bytes().next().filter(u8::is_ascii_lowercase).map(|byte| usize::from(byte - b'a'))
}

/// By the initial of the first, the initials of the second of each pair, and the initial itself.
fn second_by_first(pairs: impl Iterator<Item = (&'static str, &'static str)>) -> [Letters; 26] {
    let mut by_first = std::array::from_fn(|own| 1 << own);
    for (first, second) in pairs {
        if let (Some(first), Some(second)) = (letter(first), letter(second)) {
            by_first[first] |= 1 << second;
        }
    }
    by_first
}

fn each(letters: Letters) -> impl Iterator<Item = usize> {
    (0..26).filter(move |letter| letters >> letter & 1 == 1)
}

static SPELLED: LazyLock<[Letters; 26]> = LazyLock::new(|| second_by_first(spelling::spellings()));
static STEMMED: LazyLock<[Letters; 26]> = LazyLock::new(|| second_by_first(spelling::stems()));

/// By the first two bytes of a word, a bit for each length of one that can open a compound; 15 is that and more.
static OPENERS: LazyLock<[u16; 1 << 10]> = LazyLock::new(|| {
    let mut lengths = [0; 1 << 10];
    let mut add = |word: &str, length: usize| lengths[beginning(word.as_bytes())] |= 1 << length.min(15);
    for opener in spelling::openers() {
        add(opener, opener.len());
        for (other, ours) in spelling::spellings() {
            match ours.strip_suffix('*').map(|ours| opener.strip_prefix(ours)) {
                Some(Some(rest)) => add(other, other.len() - 1 + rest.len()),
                None if ours == opener => add(other, other.len()),
                _ => {}
            }
        }
    }
    lengths
});

/// The same for small letters and capitals; a few other bytes have the number of some letter.
fn beginning(word: &[u8]) -> usize {
    let number = |at: usize| usize::from(word.get(at).map_or(0, |byte| byte & 31));
    number(0) << 5 | number(1)
}

/// What the stems of words with this small letter begin with: the same, but for a few of our own (went: go).
pub fn initials_of_stems(initial: u8) -> Vec<u8> {
    let Some(letter) = initial.checked_sub(b'a').filter(|letter| *letter < 26) else { return vec![initial] };
    each(STEMMED[usize::from(letter)]).map(|stem| b'a' + stem as u8).collect()
}

impl FromIterator<u8> for Initials {
    fn from_iter<T: IntoIterator<Item = u8>>(first_bytes: T) -> Self {
        let mut can_begin: [bool; 256] = std::array::from_fn(|byte| !(byte as u8).is_ascii_alphanumeric());
        for byte in first_bytes {
            can_begin[usize::from(byte)] = true;
            for other in 0..26 {
                let forms = each(SPELLED[other]).fold(0, |forms, spelled| forms | STEMMED[spelled]);
                if byte.is_ascii_lowercase() && forms >> (byte - b'a') & 1 == 1 {
                    can_begin[usize::from(b'a') + other] = true;
                    can_begin[usize::from(b'A') + other] = true;
                }
            }
        }
        Initials { can_begin }
    }
}

impl Initials {
    /// Whether a word of ASCII letters and digits can have a form with one of them, alone or with the word after it.
    pub(super) fn can_begin(&self, word: &[u8]) -> bool {
        self.can_begin[usize::from(word[0])] || OPENERS[beginning(word)] >> word.len().min(15) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::words::*, *};

    #[test]
    fn the_initial_of_a_stem_is_known_from_the_word() {
        assert_eq!(initials_of_stems(b'w'), [b'g', b'w']);
        let own = include_str!("stems.txt").lines().filter(|line| !line.starts_with('#'));
        let words = include_str!("common_words.txt").lines().chain(own);
        for word in words.filter_map(|line| line.split([' ', '*']).next()).filter(|word| !word.is_empty()) {
            let (initials, stem) = (initials_of_stems(word.as_bytes()[0]), super::super::stem(word));
            assert!(initials.contains(&stem.as_bytes()[0]), "{word}: {stem}");
        }
    }

    fn words_by_initials_are_all(text: &str, wanted: u8) {
        let begins = |word: &Word| {
            let mut forms = [word.stem()].into_iter().chain(word.exact_terms());
            forms.any(|form| form.as_bytes()[0] == wanted)
        };
        let places =
            |words: Words<'_>| words.filter(begins).map(|w| (w.position, w.span)).collect::<Vec<_>>();
        let initials = [wanted].into_iter().collect();
        assert_eq!(
            places(words_with(text, &initials)),
            places(words(text)),
            "{text:?} by {}",
            wanted as char
        );
    }

    #[test]
    fn words_looked_for_by_initials_are_all_that_begin_so() {
        let lists = include_str!("spellings.txt").lines().chain(include_str!("stems.txt").lines());
        let compounds = include_str!("compounds.txt").lines();
        let text: String = lists
            .chain(compounds)
            .flat_map(|line| [&line.replace('*', "s"), " being. "].concat().chars().collect::<Vec<_>>())
            .collect();
        for wanted in (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9') {
            words_by_initials_are_all(&text, wanted);
            words_by_initials_are_all(&text.to_uppercase(), wanted);
        }
    }

    proptest! {
        #[test]
        fn in_any_text_words_looked_for_by_initials_are_all_that_begin_so(
            text in "(?s)[a-zA-Z0-9 '’.,&%£+\u{ad}é-]{0,60}|(?s)(well|co|multi|neighbor|went|inquiries|OT|the|[a-z]{1,9}|[ '.-]){0,20}|(?s).{0,60}",
            wanted in "[a-zA-Z0-9&£]",
        ) {
            words_by_initials_are_all(&text, wanted.as_bytes()[0]);
        }
    }
}
