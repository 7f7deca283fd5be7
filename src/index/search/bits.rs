use std::sync::OnceLock;

use crate::text::packed;

/// A set of one segment's documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::index) struct Bits {
    words: Vec<u64>,
    len: u32,
}

impl Bits {
    pub(in crate::index) fn empty(len: u32) -> Self {
        Bits { words: vec![0; (len as usize).div_ceil(64)], len }
    }

    pub(in crate::index) fn full(len: u32) -> Self {
        let mut bits = Bits { words: vec![u64::MAX; (len as usize).div_ceil(64)], len };
        if let (Some(last), spare) = (bits.words.last_mut(), len % 64)
            && spare > 0
        {
            *last = (1 << spare) - 1;
        }
        bits
    }

    /// The places that are not 0.
    pub(super) fn of_counts(counts: &[u8]) -> Bits {
        let word = |counts: &[u8; 64]| packed(&counts.map(|count| u8::from(count > 0)));
        let (whole, rest) = counts.as_chunks();
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        let last = (!rest.is_empty()).then_some(&last);
        Bits { words: whole.iter().chain(last).map(word).collect(), len: counts.len() as u32 }
    }

    /// Documents of the segment, in the set or not.
    pub(in crate::index) fn len(&self) -> u32 {
        self.len
    }

    /// Whether it is new.
    pub(in crate::index) fn insert(&mut self, doc: u32) -> bool {
        let (word, bit) = (&mut self.words[doc as usize / 64], 1 << (doc % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Those that are in ascending order and close together: those of one machine word are put together in a
    /// register, since a processor that changes one place of memory again and again waits for itself.
    pub(super) fn insert_ascending(&mut self, docs: &[u32]) {
        let (mut last, mut together) = (usize::MAX, 0);
        for doc in docs {
            let index = *doc as usize / 64;
            let word = &mut self.words[index];
            let before = if index == last { together } else { *word };
            (last, together) = (index, before | 1 << (doc % 64));
            *word = together;
        }
    }

    pub(in crate::index) fn remove(&mut self, doc: u32) {
        self.words[doc as usize / 64] &= !(1 << (doc % 64));
    }

    pub(in crate::index) fn contains(&self, doc: u32) -> bool {
        self.words[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    pub(in crate::index) fn and(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    pub(in crate::index) fn or(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    pub(super) fn and_not(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }

    pub(in crate::index) fn count(&self) -> usize {
        ones(self.words.iter().copied())
    }

    /// In ascending order. Two of a word are written without a look at whether there are so many: a processor that
    /// has to guess how many guesses wrong.
    pub(in crate::index) fn docs(&self) -> Vec<u32> {
        let count = self.count();
        let mut docs = vec![0; count + 2];
        let mut at = 0;
        for (n, together) in self.words.chunks(8).enumerate() {
            if together.iter().fold(0, |any, word| any | word) == 0 {
                continue;
            }
            for (first, word) in (n as u32 * 512..).step_by(64).zip(together) {
                let mut left = *word;
                let mut write = |left: &mut u64| {
                    docs[at] = first + left.trailing_zeros();
                    at += usize::from(*left != 0);
                    *left &= left.wrapping_sub(1);
                };
                write(&mut left);
                write(&mut left);
                while left != 0 {
                    write(&mut left);
                }
            }
        }
        docs.truncate(count);
        docs
    }

    pub(super) fn count_and(&self, other: &Bits) -> usize {
        ones(self.words.iter().zip(&other.words).map(|(a, b)| a & b))
    }

    /// Of those that are not in `other`.
    pub(super) fn count_and_not(&self, other: &Bits) -> usize {
        ones(self.words.iter().zip(&other.words).map(|(a, b)| a & !b))
    }

    /// Whether `other` holds all of its documents.
    fn is_within(&self, other: &Bits) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & !b == 0)
    }

    pub(in crate::index) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The first of the set that is not before `doc`.
    pub(in crate::index) fn next(&self, doc: u32) -> Option<u32> {
        let first = doc as usize / 64;
        let masked = self.words.get(first)? & u64::MAX << (doc % 64);
        if masked != 0 {
            return Some(first as u32 * 64 + masked.trailing_zeros());
        }
        let after = self.words[first + 1..].iter().position(|word| *word != 0)?;
        let index = first + 1 + after;
        Some(index as u32 * 64 + self.words[index].trailing_zeros())
    }

    /// In ascending order.
    pub(in crate::index) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                if left == 0 {
                    return None;
                }
                let bit = left.trailing_zeros();
                left &= left - 1;
                Some(index as u32 * 64 + bit)
            })
        })
    }
}

/// Without a look at which words are empty: then the processor counts several at once.
fn ones(words: impl Iterator<Item = u64>) -> usize {
    words.map(|word| word.count_ones() as usize).sum()
}

/// A set that changes no more: its documents have places, counted from 0.
#[derive(Debug)]
pub(in crate::index) struct Set {
    pub(in crate::index) bits: Bits,
    docs: OnceLock<Vec<u32>>,
    /// The place of the first document of each word of `bits`.
    firsts: OnceLock<Vec<u32>>,
}

impl Set {
    pub(in crate::index) fn new(bits: Bits) -> Self {
        Set { bits, docs: OnceLock::new(), firsts: OnceLock::new() }
    }

    /// In ascending order.
    pub(in crate::index) fn docs(&self) -> &[u32] {
        self.docs.get_or_init(|| self.bits.docs())
    }

    fn firsts(&self) -> &[u32] {
        self.firsts.get_or_init(|| {
            let mut before = 0;
            let mut first = |word: &u64| {
                before += word.count_ones();
                before - word.count_ones()
            };
            self.bits.words.iter().map(&mut first).collect()
        })
    }

    /// How many come before `doc`, which is one of the segment or its end.
    pub(in crate::index) fn before(&self, doc: u32) -> usize {
        match self.bits.words.get(doc as usize / 64) {
            Some(word) => {
                let below = word & !(u64::MAX << (doc % 64));
                (self.firsts()[doc as usize / 64] + below.count_ones()) as usize
            }
            None => self.docs().len(),
        }
    }

    /// Calls `take` with each document that is in both sets, in ascending order, and its place in this one.
    pub(super) fn each_common(&self, other: &Bits, mut take: impl FnMut(usize, u32)) {
        // Counting the ones below takes a dozen steps; where all are common it is counting on.
        if self.bits.is_within(other) {
            return self.docs().iter().enumerate().for_each(|(place, doc)| take(place, *doc));
        }
        let pairs = self.bits.words.iter().zip(&other.words).zip(self.firsts());
        for (index, ((word, other), first)) in pairs.enumerate() {
            let mut left = word & other;
            while left != 0 {
                let below = (left & left.wrapping_neg()).wrapping_sub(1);
                let place = first + (word & below).count_ones();
                take(place as usize, index as u32 * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_documents_is_counted_and_listed() {
        let mut some = Bits::empty(130);
        assert!([0, 63, 64, 129].into_iter().all(|doc| some.insert(doc)) && !some.insert(64));
        assert_eq!(some.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!((some.count(), Bits::full(130).count()), (4, 130));
        let mut rest = Bits::full(130);
        rest.and_not(&some);
        assert_eq!(rest.count(), 126);
        assert!(!rest.contains(64) && rest.contains(65));
        assert_eq!((rest.count_and(&some), rest.count_and_not(&some)), (0, 126));
        assert_eq!(some.docs(), some.iter().collect::<Vec<_>>());
        let mut again = Bits::empty(130);
        [&[64, 129][..], &[], &[0, 63, 64]].into_iter().for_each(|piece| again.insert_ascending(piece));
        let counts: Vec<u8> =
            (0..130).map(|doc| if some.contains(doc) { 255 - doc as u8 } else { 0 }).collect();
        assert_eq!((&again, &Bits::of_counts(&counts)), (&some, &some));
        let mut common = Vec::new();
        let mut few = Bits::empty(130);
        few.insert_ascending(&[1, 63, 64, 65, 129]);
        Set::new(some.clone()).each_common(&few, |place, doc| common.push((place, doc)));
        Set::new(few).each_common(&Bits::full(130), |place, doc| common.push((place, doc)));
        let all = [(0, 1), (1, 63), (2, 64), (3, 65), (4, 129)];
        assert_eq!((&common[..3], &common[3..]), (&[(1, 63), (2, 64), (3, 129)][..], &all[..]));
        let whole = Set::new(Bits::full(128));
        assert_eq!((whole.before(127), whole.before(128)), (127, 128));
        let set = Set::new(some.clone());
        for doc in 0..=130 {
            assert_eq!(set.before(doc), some.iter().filter(|other| *other < doc).count(), "{doc}");
            assert_eq!(some.next(doc), some.iter().find(|other| *other >= doc), "{doc}");
        }
    }
}
