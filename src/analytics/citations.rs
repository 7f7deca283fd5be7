use std::collections::HashMap;

use crate::backend::{FileRecord, answers::Citation};
use crate::model::{Paragraph, ReportId};

/// The paragraphs with the content hash of the file each came from.
pub fn citations(paragraphs: Vec<Paragraph>, records: &[FileRecord]) -> Vec<Citation> {
    let hashes: HashMap<&ReportId, &[u8; 32]> =
        records.iter().filter_map(|record| Some((&record.id, record.hash.as_ref()?))).collect();
    paragraphs
        .into_iter()
        .map(|paragraph| {
            let hash = hashes.get(&paragraph.id.report);
            let content_hash = hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect());
            Citation { paragraph, content_hash }
        })
        .collect()
}
