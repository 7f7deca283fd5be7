//! Where runs of ASCII letters and digits begin and end, told for sixty-four bytes at once: words are short, and a
//! processor cannot guess where a loop over single bytes ends.

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// The runs of one text, asked for from its beginning to its end.
#[derive(Debug)]
pub(super) struct Runs<'t> {
    bytes: &'t [u8],
    /// The first byte of the block that is known.
    from: usize,
    /// By byte of the block: letters and digits.
    inside: u64,
    /// By byte of the block: what else can begin a word, that is `&`, `$` and all outside ASCII.
    other: u64,
    /// By byte of the block: these, and what may join two runs to one word; found when it is asked for.
    joints: Option<u64>,
}

impl<'t> Runs<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Runs { bytes: text.as_bytes(), from: usize::MAX, inside: 0, other: 0, joints: None }
    }

    /// The first byte at or after `at` that can begin a word.
    pub(super) fn next(&mut self, mut at: usize) -> Option<usize> {
        while at < self.bytes.len() {
            self.look_at(at);
            let left = (self.inside | self.other) >> (at % BLOCK);
            if left != 0 {
                return Some(at + left.trailing_zeros() as usize);
            }
            at = self.from + BLOCK;
        }
        None
    }

    /// Where the run ends that goes on at `at`: there, if that is no letter or digit.
    pub(super) fn end(&mut self, mut at: usize) -> usize {
        while at < self.bytes.len() {
            self.look_at(at);
            let left = !self.inside >> (at % BLOCK);
            if left != 0 {
                return at + left.trailing_zeros() as usize;
            }
            at = self.from + BLOCK;
        }
        at
    }

    /// Passes over runs from the end of a word on that are words by themselves and not wanted. Gives where it
    /// stopped, before a word or at the end of one, and over how many it passed.
    pub(super) fn pass(&mut self, mut at: usize, wanted: impl Fn(&[u8]) -> bool) -> (usize, u32) {
        let mut passed = 0;
        while at < self.bytes.len() {
            self.look_at(at);
            let joint = (self.joints() & u64::MAX << (at % BLOCK)).trailing_zeros() as usize;
            let mut left = self.inside & u64::MAX << (at % BLOCK);
            while left != 0 {
                let start = left.trailing_zeros() as usize;
                let end = start + (!(left >> start)).trailing_zeros() as usize;
                if end >= joint || wanted(&self.bytes[self.from + start..self.from + end]) {
                    return (at, passed);
                }
                (at, passed) = (self.from + end, passed + 1);
                left &= u64::MAX << end;
            }
            if joint < BLOCK {
                return (at, passed);
            }
            at = self.from + BLOCK;
        }
        (at, passed)
    }

    fn block(&self) -> [u8; BLOCK] {
        let rest = &self.bytes[self.from..];
        let mut block = [b' '; BLOCK];
        match rest.first_chunk() {
            Some(whole) => block = *whole,
            None => block[..rest.len()].copy_from_slice(rest),
        }
        block
    }

    fn look_at(&mut self, at: usize) {
        let from = at - at % BLOCK;
        if from == self.from {
            return;
        }
        self.from = from;
        let block = self.block();
        let inside = block.map(|byte| u8::from(byte.is_ascii_alphanumeric()));
        let other = block.map(|byte| u8::from(!byte.is_ascii() | (byte == b'&') | (byte == b'$')));
        (self.inside, self.other, self.joints) = (packed(&inside), packed(&other), None);
    }

    fn joints(&mut self) -> u64 {
        if let Some(joints) = self.joints {
            return joints;
        }
        let block = self.block();
        let joiners =
            block.map(|byte| u8::from((byte == b'.') | (byte == b',') | (byte == b'\'') | (byte == b'`')));
        let spaces = packed(&block.map(|byte| u8::from(byte == b' ')));
        // Before a space they join nothing.
        let joints = self.other | packed(&joiners) & !(spaces >> 1);
        self.joints = Some(joints);
        joints
    }
}

/// The runs of a text in order.
pub fn ascii_runs(text: &str) -> impl Iterator<Item = &[u8]> {
    let (mut runs, mut at) = (Runs::of(text), 0);
    std::iter::from_fn(move || {
        loop {
            let start = runs.next(at)?;
            at = runs.end(start);
            if at > start {
                return Some(&text.as_bytes()[start..at]);
            }
            at += 1;
        }
    })
}

/// Up to eight bytes as one number, the first byte the lowest. Reads that overlap take in any length without a loop.
pub fn up_to_eight(bytes: &[u8]) -> u64 {
    let byte = |at: usize| u64::from(bytes[at]) << (8 * at);
    match (bytes.len(), bytes.first_chunk(), bytes.first_chunk(), bytes.last_chunk()) {
        (_, Some(eight), ..) => u64::from_le_bytes(*eight),
        (length, _, Some(first), Some(last)) => {
            let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
            first | last << (8 * (length - 4))
        }
        (0, ..) => 0,
        (length, ..) => byte(0) | byte(length / 2) | byte(length - 1),
    }
}

/// Bytes of 0 and 1 as bits, the first byte the lowest.
pub fn packed(bytes: &[u8; BLOCK]) -> u64 {
    // Moves the lowest bit of each of eight bytes into the highest byte.
    const TOGETHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = bytes.as_chunks();
    let eight = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(TOGETHER) >> 56;
    eights.iter().rev().fold(0, |packed, bytes| packed << 8 | eight(bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_run_begins_and_ends_where_one_would_find_it_byte_by_byte(
            text in "([a-zA-Z0-9]{1,9}|[ &$£é.,'\u{ad}]|[ ]{60,70}|[a-z]{60,130}){0,20}", steps in 1_usize..9,
        ) {
            let begins = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"&$".contains(byte);
            let mut runs = Runs::of(&text);
            for at in (0..=text.len()).step_by(steps) {
                let rest = &text.as_bytes()[at..];
                let end = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                prop_assert_eq!(runs.next(at), rest.iter().position(&begins).map(|n| at + n));
                prop_assert_eq!(runs.end(at), at + end);
            }
            let parts = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
            let parts: Vec<&[u8]> = parts.filter(|run| !run.is_empty()).collect();
            prop_assert_eq!(ascii_runs(&text).collect::<Vec<_>>(), parts);
        }

        #[test]
        fn eight_bytes_are_read_as_they_lie(bytes in prop::collection::vec(any::<u8>(), 0..12)) {
            let one_by_one = bytes.iter().take(8).rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
            prop_assert_eq!(up_to_eight(&bytes), one_by_one);
        }
    }
}
