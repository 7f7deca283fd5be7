//! Which paragraphs a quotation may come from: those that share pairs of neighbouring words with it.
//!
//! The pairs of all quotations go into one small table, and the paragraphs pass by once: as quick for two
//! hundred quotations as for one, and nothing is asked of the index but a scan.

use std::collections::HashMap;

use super::wording::{Word, wording};
use crate::model::Paragraph;

/// For each quotation the paragraphs that share most with it, best first.
pub(super) const MOST: usize = 12;

/// `prefer(quotation, paragraph)`: whether equal claims go to this paragraph. Indexes of `paragraphs`.
pub(super) fn candidates(
    quotations: &[Vec<u64>],
    paragraphs: &[Paragraph],
    prefer: &(dyn Fn(usize, &Paragraph) -> bool + Sync),
) -> Vec<Vec<usize>> {
    let pairs = Pairs::of(quotations);
    if pairs.owners.is_empty() {
        return vec![Vec::new(); quotations.len()];
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let share = paragraphs.len().div_ceil(threads).max(1);
    let mut shared: Vec<Vec<(u32, usize)>> = vec![Vec::new(); quotations.len()];
    std::thread::scope(|scope| {
        let workers: Vec<_> = paragraphs
            .chunks(share)
            .enumerate()
            .map(|(chunk, part)| {
                let pairs = &pairs;
                scope.spawn(move || pairs.shared_with(part, chunk * share, quotations.len()))
            })
            .collect();
        for worker in workers {
            let found = worker.join().expect("counting pairs of words cannot panic");
            for (all, part) in shared.iter_mut().zip(found) {
                all.extend(part);
            }
        }
    });
    shared
        .into_iter()
        .enumerate()
        .map(|(quotation, mut found)| {
            let preferred = |index: &usize| prefer(quotation, &paragraphs[*index]);
            found.sort_by_cached_key(|(count, index)| (u32::MAX - count, !preferred(index), *index));
            // What shares a third of the best's pairs or less cannot come out nearer.
            let best = found.first().map_or(0, |(count, _)| *count);
            let ordered: Vec<usize> =
                found.into_iter().filter(|(count, _)| count * 3 > best).map(|(_, index)| index).collect();
            // The best of those it is said to come from are looked at even where others share more.
            let own = ordered.iter().skip(MOST).copied().filter(preferred).take(3);
            ordered.iter().take(MOST).copied().chain(own).collect()
        })
        .collect()
}

/// The pair of words at two places as one number.
fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(23).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second
}

struct Pairs {
    /// Pair of words → its number and the quotations that have it.
    owners: HashMap<u64, (u32, Vec<u32>)>,
}

impl Pairs {
    fn of(quotations: &[Vec<u64>]) -> Self {
        let mut owners: HashMap<u64, (u32, Vec<u32>)> = HashMap::new();
        for (quotation, words) in quotations.iter().enumerate() {
            let quotation = u32::try_from(quotation).unwrap_or(u32::MAX);
            for two in words.windows(2) {
                let number = u32::try_from(owners.len()).unwrap_or(u32::MAX);
                let (_, having) = owners.entry(pair(two[0], two[1])).or_insert((number, Vec::new()));
                if having.last() != Some(&quotation) {
                    having.push(quotation);
                }
            }
        }
        Pairs { owners }
    }

    /// For each quotation (how many different pairs, index of the paragraph); of a paragraph that shares
    /// nothing, no entry.
    fn shared_with(
        &self,
        paragraphs: &[Paragraph],
        offset: usize,
        quotations: usize,
    ) -> Vec<Vec<(u32, usize)>> {
        let mut found = vec![Vec::new(); quotations];
        let mut seen: Vec<usize> = vec![usize::MAX; self.owners.len()];
        let mut counts = vec![0_u32; quotations];
        let mut touched: Vec<u32> = Vec::new();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let words: Vec<Word> = wording(&paragraph.text);
            for two in words.windows(2) {
                let Some((number, having)) = self.owners.get(&pair(two[0].key, two[1].key)) else { continue };
                let seen = &mut seen[*number as usize];
                if *seen == index {
                    continue;
                }
                *seen = index;
                for quotation in having {
                    let count = &mut counts[*quotation as usize];
                    if *count == 0 {
                        touched.push(*quotation);
                    }
                    *count += 1;
                }
            }
            for quotation in touched.drain(..) {
                let count = std::mem::take(&mut counts[quotation as usize]);
                found[quotation as usize].push((count, offset + index));
            }
        }
        found
    }
}
