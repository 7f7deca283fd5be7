//! English-looking prose with word frequencies after Zipf: the words of the sample corpus by
//! frequency (`words.txt`), then an invented tail with English endings, so that stemming has work.

use super::random::Random;

const HEAD: &str = include_str!("words.txt");
const VOCABULARY: usize = 40_000;
/// A power of two, so that a draw is a shift and a look-up.
const DRAWS: usize = 1 << 19;
const ONSETS: [&str; 24] = [
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pl", "pr", "r", "s",
    "st", "t", "tr", "v", "w",
];
const RIMES: [&str; 20] = [
    "an", "ar", "ent", "el", "ist", "in", "or", "ond", "ul", "erm", "ick", "ame", "ole", "ure", "ead",
    "ight", "ast", "un", "ip", "ave",
];
const ENDINGS: [&str; 14] =
    ["", "s", "ing", "ed", "er", "ers", "ment", "ments", "ation", "ity", "ly", "ness", "able", "ive"];

#[derive(Debug)]
pub(crate) struct Language {
    words: Vec<String>,
    draws: Vec<u16>,
}

impl Language {
    pub(crate) fn new() -> Self {
        let mut words: Vec<String> = HEAD.lines().map(str::to_owned).collect();
        let mut seen: std::collections::HashSet<String> = words.iter().cloned().collect();
        let mut random = Random::new(0x0005_EED0_F7A1);
        while words.len() < VOCABULARY {
            let word = invent(&mut random);
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        Language { draws: zipf_draws(words.len()), words }
    }

    fn word(&self, random: &mut Random) -> &str {
        let draw = (random.next() >> (64 - DRAWS.trailing_zeros())) as usize;
        &self.words[usize::from(self.draws[draw])]
    }

    /// Appends sentences until at least `words` words are written.
    pub(crate) fn write_prose(&self, words: u64, random: &mut Random, out: &mut String) {
        let mut left = words;
        while left > 0 {
            let length = random.between(9, 30).min(left.max(5));
            left = left.saturating_sub(length);
            if !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            self.write_sentence(length, random, out);
        }
    }

    fn write_sentence(&self, length: u64, random: &mut Random, out: &mut String) {
        let start = out.len();
        for n in 0..length {
            if n > 0 {
                out.push(' ');
            }
            match random.below(64) {
                0 => out.push_str(&random.between(2, 400).to_string()),
                1 => {
                    out.push_str(&random.between(20, 99).to_string());
                    out.push('%');
                }
                _ => out.push_str(self.word(random)),
            }
            if n + 1 < length && random.below(16) == 0 {
                out.push(',');
            }
        }
        out[start..].get_mut(..1).expect("the word lists are ASCII").make_ascii_uppercase();
        out.push('.');
    }
}

fn invent(random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..random.between(1, 2) {
        word.push_str(ONSETS[random.below(ONSETS.len() as u64) as usize]);
        word.push_str(RIMES[random.below(RIMES.len() as u64) as usize]);
    }
    word.push_str(ENDINGS[random.below(ENDINGS.len() as u64) as usize]);
    word
}

/// Each rank as often as Zipf and Mandelbrot have it (exponent 1, shift 2.7); the rarest ranks share
/// what is left, each at most once.
fn zipf_draws(ranks: usize) -> Vec<u16> {
    let weights: Vec<f64> = (0..ranks).map(|rank| 1.0 / (rank as f64 + 3.7)).collect();
    let total: f64 = weights.iter().sum();
    let mut draws = Vec::with_capacity(DRAWS);
    let mut upto = 0.0;
    for (rank, weight) in weights.iter().enumerate() {
        upto += weight / total * DRAWS as f64;
        let rank = u16::try_from(rank).expect("the vocabulary has fewer than 65,536 words");
        while draws.len() < DRAWS && (draws.len() as f64) < upto {
            draws.push(rank);
        }
    }
    draws.resize(DRAWS, 0);
    draws
}
