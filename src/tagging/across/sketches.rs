//! Digests and sketches of texts: what copies and near copies are found by.

use crate::{
    model::Sketch,
    text::{ascii_runs, up_to_eight},
};

/// After FNV-1a, 128 bits, in steps of eight bytes: stable over versions and systems, and wide enough that two texts do not meet by chance.
/// Source: the algorithm's own page, isthe.com/chongo/tech/comp/fnv. Read 2026-11-22.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digest(u128);

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

impl Digest {
    pub(in crate::tagging) fn new() -> Self {
        Digest(OFFSET)
    }

    /// The words of a text; how it is parted into lines and paragraphs does not count.
    pub(in crate::tagging) fn text(&mut self, text: &str) {
        for word in text.split_ascii_whitespace() {
            eights(word.as_bytes()).for_each(|eight| self.step(eight));
            self.step(0x20);
        }
    }

    fn step(&mut self, value: u64) {
        self.0 = (self.0 ^ u128::from(value)).wrapping_mul(PRIME);
        self.0 ^= self.0 >> 67;
    }

    pub(in crate::tagging) fn value(self) -> u128 {
        self.0
    }
}

/// A word is one step in place of one for each letter.
fn eights(word: &[u8]) -> impl Iterator<Item = u64> {
    word.chunks(8).map(up_to_eight)
}

/// With 64 the estimate of a likeness of 0.8 is off by 0.05 (one standard error).
pub(super) const BINS: usize = size_of::<Sketch>();
/// A bin that no run fell into.
const EMPTY_BIN: u8 = u8::MAX;
/// A page with fewer word runs is too short to be called a copy of another.
const FEWEST_RUNS: usize = 40;
const RUN_WORDS: usize = 3;

/// The least hash of the text's runs of three words in each bin (one permutation, 64 bins); case, punctuation and
/// letters outside of ASCII do not count.
#[derive(Debug)]
pub(super) struct Sketching {
    bins: [u32; BINS],
    recent: [u64; RUN_WORDS],
    seen: usize,
    runs: usize,
}

impl Sketching {
    pub(in crate::tagging) fn new() -> Self {
        Sketching { bins: [u32::MAX; BINS], recent: [0; RUN_WORDS], seen: 0, runs: 0 }
    }

    pub(in crate::tagging) fn text(&mut self, text: &str) {
        const SMALL_LETTERS: u64 = 0x2020_2020_2020_2020;
        for word in ascii_runs(text) {
            let step = |hash: u64, eight: u64| {
                (hash ^ (eight | SMALL_LETTERS)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
            };
            self.word(eights(word).fold(0, step));
        }
    }

    fn word(&mut self, hash: u64) {
        self.recent.rotate_left(1);
        self.recent[RUN_WORDS - 1] = hash;
        self.seen += 1;
        if self.seen >= RUN_WORDS {
            self.run();
        }
    }

    fn run(&mut self) {
        let mut hash: u64 = 0;
        for word in self.recent {
            hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        }
        hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let bin = usize::try_from(hash >> 58).expect("six bits fit") % BINS;
        let value = u32::try_from((hash >> 16) & 0xffff_fffe).unwrap_or(0);
        self.bins[bin] = self.bins[bin].min(value);
        self.runs += 1;
    }

    /// `None` where there is too little text. Of each least hash one byte is kept, which two that differ share once in
    /// 255 times: that adds 0.004 to a likeness, and a ledger takes a quarter of the room.
    pub(super) fn sketch(self) -> Option<Sketch> {
        let byte = |least: u32| if least == u32::MAX { EMPTY_BIN } else { (least % 255) as u8 };
        (self.runs >= FEWEST_RUNS).then(|| self.bins.map(byte))
    }
}

/// The share of bins that agree, of those that either fills: an estimate of the likeness (Jaccard) of
/// the two sets of word runs.
pub(super) fn likeness(a: &Sketch, b: &Sketch) -> f32 {
    let mut filled = 0_u16;
    let mut equal = 0_u16;
    for (a, b) in a.iter().zip(b) {
        if *a != EMPTY_BIN || *b != EMPTY_BIN {
            filled += 1;
            equal += u16::from(a == b);
        }
    }
    if filled == 0 { 0.0 } else { f32::from(equal) / f32::from(filled) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> Sketch {
        sketch_of(text).expect("enough words")
    }

    fn sketch_of(text: &str) -> Option<Sketch> {
        let mut sketching = Sketching::new();
        sketching.text(text);
        sketching.sketch()
    }

    fn text(from: u32, to: u32) -> String {
        (from..to).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn likeness_follows_what_two_texts_share() {
        let page = text(0, 600);
        assert!(likeness(&sketch(&page), &sketch(&page.to_uppercase().replace(' ', ", "))) > 0.99);
        let changed = page.replace("word300 ", "other ");
        assert!(likeness(&sketch(&page), &sketch(&changed)) > 0.9);
        let half = likeness(&sketch(&page), &sketch(&text(300, 900)));
        assert!((0.1..0.6).contains(&half), "{half}");
        assert!(likeness(&sketch(&page), &sketch(&text(1000, 1600))) < 0.1);
        assert!(sketch_of("too short to say").is_none());
    }

    #[test]
    fn a_digest_is_of_the_words_alone() {
        let of = |parts: &[&str]| {
            let mut digest = Digest::new();
            parts.iter().for_each(|part| digest.text(part));
            digest.value()
        };
        assert_eq!(of(&["one two", "three"]), of(&["one", " two  three"]));
        assert_ne!(of(&["one two"]), of(&["two one"]));
        assert_ne!(of(&["ab c"]), of(&["a bc"]));
    }
}
