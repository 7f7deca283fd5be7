use std::collections::BTreeMap;
use std::path::Path;

use super::IngestError;
use crate::{
    backend::{Fault, FaultKind, FileRecord},
    corpus,
    model::ReportId,
};

/// Where the corpus is no longer what the ledger says was read; every file's content is looked at.
pub fn against_corpus(corpus: &Path, ledger: &[FileRecord]) -> Result<Vec<Fault>, IngestError> {
    let walk = corpus::walk(corpus)?;
    let mut known: BTreeMap<&ReportId, &FileRecord> =
        ledger.iter().map(|record| (&record.id, record)).collect();
    let mut faults = Vec::new();
    let mut fault = |id: &ReportId, message: &str| {
        faults.push(Fault { kind: FaultKind::Corpus, place: id.to_string(), message: message.to_owned() });
    };
    for file in &walk.files {
        let Some(record) = known.remove(&file.id) else {
            fault(&file.id, "is in the corpus and not in the index");
            continue;
        };
        let hash = corpus::load(file).ok().map(|bytes| *blake3::hash(&bytes).as_bytes());
        if hash != record.hash {
            fault(&file.id, "was changed since it was indexed");
        }
    }
    walk.skipped.iter().for_each(|(id, _)| {
        known.remove(id);
    });
    for id in known.keys() {
        fault(id, "is in the index and no longer in the corpus");
    }
    Ok(faults)
}
