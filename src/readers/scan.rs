//! Looking for rare bytes. A report is nearly all letters and spaces, and a loop that decides at each
//! byte is many times slower than the reading itself: these decide for a block of bytes at a time, in a
//! form that the compiler turns into vector instructions.

const BLOCK: usize = 32;

/// Where the first byte stands that `wanted` accepts.
pub(super) fn first(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let block =
        bytes.chunks(BLOCK).position(|block| block.iter().fold(false, |any, byte| any | wanted(*byte)))?;
    let from = block * BLOCK;
    Some(from + bytes[from..].iter().position(|byte| wanted(*byte))?)
}

/// How many bytes `wanted` accepts.
pub(super) fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let in_block = |block: &[u8]| block.iter().fold(0_u8, |sum, byte| sum + u8::from(wanted(*byte)));
    bytes.chunks(BLOCK).map(|block| usize::from(in_block(block))).sum()
}

/// How many bytes from the start are visible ASCII with single spaces between, the last one no space.
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    if bytes.first() == Some(&b' ') {
        return 0;
    }
    let odd = |byte: u8, next: u8| byte.wrapping_sub(b' ') > b'~' - b' ' || (byte == b' ') & (next == b' ');
    let mut end = 0;
    while let (Some(block), Some(next)) = (bytes.get(end..end + BLOCK), bytes.get(end + 1..end + 1 + BLOCK)) {
        if block.iter().zip(next).fold(false, |any, (byte, next)| any | odd(*byte, *next)) {
            break;
        }
        end += BLOCK;
    }
    while end < bytes.len() && !odd(bytes[end], bytes.get(end + 1).copied().unwrap_or_default()) {
        end += 1;
    }
    end - usize::from(end > 0 && bytes[end - 1] == b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_change_nothing() {
        let text = "a plain line of words that is longer than one block of bytes, with a | near its end";
        for length in 0..text.len() {
            let bytes = &text.as_bytes()[..length];
            assert_eq!(first(bytes, |b| b == b'|'), bytes.iter().position(|b| *b == b'|'), "{length}");
            assert_eq!(count(bytes, |b| b == b' '), bytes.iter().filter(|b| **b == b' ').count(), "{length}");
            assert_eq!(plain_run(bytes), text[..length].trim_end().len(), "{length}");
        }
    }

    #[test]
    fn a_plain_run_ends_before_anything_that_is_not_plain() {
        for (text, run) in [
            ("", 0),
            (" a", 0),
            ("a  b", 1),
            ("a b\tc", 3),
            ("people’s", 6),
            ("told ’", 4),
            ("a\u{7F}", 1),
            ("one and two and three and four and  five", 34),
            ("one and two and three and four an\u{AD}d five", 33),
        ] {
            assert_eq!(plain_run(text.as_bytes()), run, "{text:?}");
        }
    }
}
