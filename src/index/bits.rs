/// A set of one segment's documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    pub(super) fn empty(len: u32) -> Self {
        Bits { words: vec![0; (len as usize).div_ceil(64)] }
    }

    pub(super) fn full(len: u32) -> Self {
        let mut bits = Bits { words: vec![u64::MAX; (len as usize).div_ceil(64)] };
        if let (Some(last), spare) = (bits.words.last_mut(), len % 64)
            && spare > 0
        {
            *last = (1 << spare) - 1;
        }
        bits
    }

    pub(super) fn insert(&mut self, doc: u32) {
        self.words[doc as usize / 64] |= 1 << (doc % 64);
    }

    pub(super) fn remove(&mut self, doc: u32) {
        self.words[doc as usize / 64] &= !(1 << (doc % 64));
    }

    pub(super) fn contains(&self, doc: u32) -> bool {
        self.words[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    pub(super) fn and(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    pub(super) fn or(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    pub(super) fn and_not(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }

    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn count_and(&self, other: &Bits) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// In ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_documents_is_counted_and_listed() {
        let mut some = Bits::empty(130);
        [0, 63, 64, 129].into_iter().for_each(|doc| some.insert(doc));
        assert_eq!(some.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!((some.count(), Bits::full(130).count()), (4, 130));
        let mut rest = Bits::full(130);
        rest.and_not(&some);
        assert_eq!(rest.count(), 126);
        assert!(!rest.contains(64) && rest.contains(65));
        assert_eq!(rest.count_and(&some), 0);
    }
}
