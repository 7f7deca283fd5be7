//! Which segments become one: every query pays for each, and every merge writes all of it anew.

use tantivy::{
    SegmentMeta,
    indexer::{LogMergePolicy, MergeCandidate, MergePolicy},
};

/// A small one is written anew in a fraction of a second, so that a long history of small updates leaves two of them
/// where the engine's own rule leaves seven.
const SMALL_DOCS: u32 = 10_000;
const SMALL_AT_MOST: usize = 2;

#[derive(Debug)]
pub(super) struct Merging {
    small: LogMergePolicy,
    large: LogMergePolicy,
}

impl Merging {
    pub(super) fn new() -> Self {
        let mut large = LogMergePolicy::default();
        // The default keeps deleted paragraphs for ever.
        large.set_del_docs_ratio_before_merge(0.2);
        let mut small = large.clone();
        small.set_min_num_segments(SMALL_AT_MOST + 1);
        Merging { small, large }
    }
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let is_small = |segment: &SegmentMeta| segment.num_docs() < SMALL_DOCS;
        let (small, large): (Vec<_>, Vec<_>) = segments.iter().cloned().partition(is_small);
        let mut merges = self.small.compute_merge_candidates(&small);
        merges.extend(self.large.compute_merge_candidates(&large));
        merges
    }
}
