use std::collections::HashMap;

use crate::{
    backend::{FileRecord, answers::Citation},
    model::{Paragraph, ReportId},
};

/// The paragraphs with the content hash of the file each came from, and where else it stands.
pub fn citations(paragraphs: Vec<Paragraph>, records: &[FileRecord]) -> Vec<Citation> {
    let records: HashMap<&ReportId, &FileRecord> =
        records.iter().map(|record| (&record.id, record)).collect();
    paragraphs
        .into_iter()
        .map(|paragraph| {
            let record = records.get(&paragraph.id.report);
            let hash = record.and_then(|record| record.hash);
            let content_hash = hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect());
            Citation {
                paragraph,
                content_hash,
                notes: record.map(|record| record.twins()).unwrap_or_default(),
            }
        })
        .collect()
}
