//! The forms of one word: folded, without sign, in capitals, stemmed.

use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use frostem::{Algorithm, Stemmer};
use smol_str::SmolStr;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::extent::is_apostrophe;
use super::spelling;

/// Every word of every text looks its own up, which is waiting for memory: of nearly all words they lie whole in
/// here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forms {
    /// The folded word; of the few that are something else exactly, this too; the stem, where the folded word does not
    /// begin with it.
    text: SmolStr,
    /// Where in `text` each ends.
    folded: u16,
    plain: u16,
    capitals: u16,
    stem: u16,
    stem_is_apart: bool,
    pub stem_hash: u32,
    /// Some compound begins with this word; whether this one does depends on what follows.
    pub opens_compound: bool,
}

/// Beyond this a "word" is noise; index and query cut it alike, so it is still found.
const LONGEST_CHARS: usize = 100;
/// Longer words in capitals are headings, not acronyms.
const LONGEST_ACRONYM: usize = 7;

impl Forms {
    pub(super) fn of(raw: &str) -> Self {
        let folded = fold(raw);
        let stem = stem(&folded);
        let (plain, capitals) = (without_signs(&folded).unwrap_or(""), capitals(raw).unwrap_or(""));
        let end = |length: usize| u16::try_from(length).expect("a word is cut at a hundred characters");
        let stem_is_apart = !folded.starts_with(&stem);
        let apart = if stem_is_apart { &stem } else { "" };
        let text = [&folded, plain, capitals, apart].concat();
        Forms {
            folded: end(folded.len()),
            plain: end(folded.len() + plain.len()),
            capitals: end(text.len() - apart.len()),
            stem: end(if stem_is_apart { text.len() } else { stem.len() }),
            text: text.into(),
            stem_is_apart,
            stem_hash: stem_hash(&stem),
            opens_compound: spelling::opens_compound(&folded),
        }
    }

    fn part(&self, from: u16, to: u16) -> &str {
        &self.text[from.into()..to.into()]
    }

    pub(super) fn stem(&self) -> &str {
        self.part(if self.stem_is_apart { self.capitals } else { 0 }, self.stem)
    }

    pub(super) fn folded(&self) -> &str {
        self.part(0, self.folded)
    }

    /// A number without its sign, a word without its plus: `92.96` of `92.96%`, `15` of `£15`.
    pub(super) fn plain(&self) -> Option<&str> {
        Some(self.part(self.folded, self.plain)).filter(|plain| !plain.is_empty())
    }

    pub(super) fn capitals(&self) -> Option<&str> {
        Some(self.part(self.plain, self.capitals)).filter(|capitals| !capitals.is_empty())
    }
}

/// Equal for equal stems, and for few others.
pub fn stem_hash(stem: &str) -> u32 {
    RawHash::default().hash_one(stem) as u32
}

/// `None` where there is no sign, or nothing else.
fn without_signs(folded: &str) -> Option<&str> {
    let plain = folded.trim_start_matches(['£', '$', '€']).trim_end_matches(['%', '+']);
    (plain.len() < folded.len() && !plain.is_empty()).then_some(plain)
}

/// The stem of an already folded word: all that the folded word decides.
pub fn stem(folded: &str) -> String {
    let folded = without_signs(folded).unwrap_or(folded);
    if let Some(stem) = spelling::own_stem(folded) {
        return stem.to_owned();
    }
    if !folded.is_ascii() || folded.bytes().any(|b| b.is_ascii_digit()) {
        return folded.to_owned();
    }
    if let Some(acronym) = one_of_several_acronyms(folded) {
        return acronym.to_owned();
    }
    Stemmer::new(Algorithm::English).stem(folded).to_string()
}

/// "mdt" of "mdts": the stemmer takes an s only after a vowel, and these words have none.
fn one_of_several_acronyms(folded: &str) -> Option<&str> {
    let one = folded.strip_suffix('s').filter(|one| (2..=5).contains(&one.len()) && !one.ends_with('s'))?;
    one.bytes().all(|b| b.is_ascii_lowercase() && !b"aeiouy".contains(&b)).then_some(one)
}

fn fold(raw: &str) -> String {
    let whole = lower(raw);
    let folded = match whole.as_str() {
        "&" => "and".to_owned(),
        _ if whole.contains('\'') => without_apostrophes(&whole),
        _ => whole,
    };
    if folded.is_empty() {
        // Marks around an apostrophe: as written, since a word is never nothing.
        return raw.chars().take(LONGEST_CHARS).collect();
    }
    match spelling::british(&folded) {
        Some(british) => british,
        None => folded,
    }
}

/// Lower case, compatibility forms (ligatures of PDF text), no accents; only what words are made of.
fn lower(raw: &str) -> String {
    let mut lower = String::with_capacity(raw.len());
    let mut push = |c: char| match c {
        _ if c.is_alphanumeric() => lower.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
        '&' | '%' | '+' | '£' | '$' | '€' => lower.push(c),
        '.' | '·' if lower.as_bytes().last().is_some_and(u8::is_ascii_digit) => lower.push('.'),
        _ if is_apostrophe(c) => lower.push('\''),
        _ => {}
    };
    if raw.is_ascii() {
        raw.chars().take(LONGEST_CHARS).for_each(&mut push);
    } else {
        raw.nfkd().take(LONGEST_CHARS).for_each(&mut push);
    }
    if lower.is_empty() {
        lower = raw.chars().take(LONGEST_CHARS).collect();
    }
    lower
}

/// A possessive goes, a contraction keeps its apostrophe (we're is not were), a name loses it.
fn without_apostrophes(word: &str) -> String {
    const CONTRACTIONS: [&str; 6] = ["n't", "'re", "'ve", "'ll", "'d", "'m"];
    let word = word.trim_matches('\'');
    if let Some(owner) = word.strip_suffix("'s") {
        return owner.replace('\'', "");
    }
    if CONTRACTIONS.iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    word.replace('\'', "")
}

/// An acronym: two letters or more, all of them capitals, but for a final s (OTs).
fn capitals(raw: &str) -> Option<&str> {
    let raw = raw.split(is_apostrophe).next().unwrap_or(raw).trim_end_matches('+');
    let acronym = match raw.strip_suffix('s') {
        Some(singular) if singular.len() >= 2 => singular,
        _ => raw,
    };
    let letters = acronym.bytes().filter(u8::is_ascii_uppercase).count();
    let fits = (2..=LONGEST_ACRONYM).contains(&acronym.len()) && letters >= 2;
    (fits && acronym.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'&'))
        .then_some(acronym)
}

/// The beginning of a word, folded as whole words are: `Organiz` → `organis`, `co-prod` → `coprod`.
pub fn fold_prefix(typed: &str) -> String {
    let folded: String = lower(typed).replace('\'', "");
    spelling::british_prefix(&folded)
}

/// A small fast hash for short words (FxHash's step); the memo is no target, its keys are bounded
/// and it is emptied when full.
#[derive(Clone, Copy, Debug, Default)]
pub struct RawHasher(u64);

/// Hashes words fast; no shield against keys chosen to collide.
pub type RawHash = BuildHasherDefault<RawHasher>;

impl Hasher for RawHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.step(u64::from_le_bytes(chunk.try_into().expect("chunks of eight have eight bytes")));
        }
        let mut last = [0; 8];
        let rest = chunks.remainder();
        last[..rest.len()].copy_from_slice(rest);
        self.step(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.step(u64::from(byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.step(word);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}

impl RawHasher {
    fn step(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 500 commonest words of the sample corpus with their stems: whatever changes one of them
    /// shows here, and is read like code. `UPDATE_EXPECTED=1` writes the stems anew.
    #[test]
    fn stems_of_common_words_are_as_they_were() {
        let stemmed: String = include_str!("common_words.txt")
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(word, _)| format!("{word} {}\n", Forms::of(word).stem()))
            .collect();
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/common_words.txt");
            std::fs::write(file, &stemmed).expect("the list can be written");
            return;
        }
        assert_eq!(stemmed, include_str!("common_words.txt"));
    }
}
