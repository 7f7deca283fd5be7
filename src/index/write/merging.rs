//! Which segments become one: every query pays for each, and every merge writes all of it anew.

use tantivy::{
    SegmentMeta,
    indexer::{LogMergePolicy, MergeCandidate, MergePolicy},
};

/// A small one is written anew in a fraction of a second, so that a long history of small updates leaves two of them
/// where the engine's own rule leaves seven.
const SMALL_DOCS: u32 = 10_000;
const SMALL_AT_MOST: usize = 2;
/// Others come together so many at a time: fewer would be merged again and again, and of more the few large segments of
/// a large index differ too much in size for two cores to search them in the same time.
const JOINED_AT_ONCE: usize = 6;
/// One this large is joined to no other: a merge holds the stored text of a segment in memory, 30 to 60 MB for so many
/// paragraphs.
const LARGE_DOCS: u32 = 100_000;
/// Of the paragraphs of a segment: with more it is written anew.
const DELETED_AT_MOST: f32 = 0.2;

#[derive(Debug)]
pub(super) struct Merging {
    small: LogMergePolicy,
    large: LogMergePolicy,
}

impl Merging {
    pub(in crate::index) fn new() -> Self {
        let mut large = LogMergePolicy::default();
        // The default keeps deleted paragraphs for ever.
        large.set_del_docs_ratio_before_merge(DELETED_AT_MOST);
        large.set_max_docs_before_merge(LARGE_DOCS as usize);
        large.set_min_num_segments(JOINED_AT_ONCE);
        let mut small = large.clone();
        small.set_min_num_segments(SMALL_AT_MOST + 1);
        Merging { small, large }
    }
}

fn is_worn(segment: &SegmentMeta) -> bool {
    segment.num_deleted_docs() as f32 > segment.max_doc() as f32 * DELETED_AT_MOST
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let is_small = |segment: &SegmentMeta| segment.num_docs() < SMALL_DOCS;
        let (small, large): (Vec<_>, Vec<_>) = segments.iter().cloned().partition(is_small);
        let mut merges = self.small.compute_merge_candidates(&small);
        merges.extend(self.large.compute_merge_candidates(&large));
        let worn = segments.iter().filter(|segment| segment.num_docs() > LARGE_DOCS && is_worn(segment));
        merges.extend(worn.map(|segment| MergeCandidate(vec![segment.id()])));
        merges
    }
}
