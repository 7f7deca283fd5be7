//! A digest of what is compiled in. The compiler works it out: every start of the program compares it.

/// Of no text.
pub const DIGEST_OF_NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a of 64 bits, of the texts so far and this one. Chance is what it tells apart, no forger.
/// Source: the algorithm's own page, isthe.com/chongo/tech/comp/fnv. Read 2026-11-22.
pub const fn digest(so_far: u64, text: &str) -> u64 {
    let (mut digest, mut at) = (so_far, 0);
    while at < text.len() {
        digest = (digest ^ text.as_bytes()[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    digest
}
