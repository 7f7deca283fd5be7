use std::{
    collections::{BTreeMap, BTreeSet},
    time::UNIX_EPOCH,
};

use super::IngestError;
use crate::{
    backend::{Change, FileRecord, Stamp},
    corpus::{self, SourceFile, Walk},
    model::{Problem, ReportId},
};

/// A file this young when the last run began may have been written again within the same tick of the
/// file system's clock: its size and time prove nothing.
const YOUNG_NS: i64 = 2_000_000_000;

/// What a run has to do.
#[derive(Debug, Default)]
pub struct Changes {
    /// To be read, ordered by id: new ones and changed ones.
    pub added: Vec<ReportId>,
    pub changed: Vec<ReportId>,
    pub removed: Vec<ReportId>,
    pub unchanged: usize,
    /// Same content, other time: only the row is written anew.
    pub touched: Vec<(ReportId, Stamp)>,
    /// Files the walk passed over with a reason, whose row is new or has changed.
    pub skipped: Vec<(ReportId, Problem)>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.removed.is_empty()
            && self.touched.is_empty()
            && self.skipped.is_empty()
    }

    /// Each file with what became of it, those of one kind together.
    pub(super) fn named(self) -> Vec<(Change, ReportId)> {
        let skipped = self.skipped.into_iter().map(|(id, _)| id);
        let mut added: Vec<ReportId> = self.added.into_iter().chain(skipped).collect();
        added.sort_unstable();
        let all = [(Change::New, added), (Change::Changed, self.changed), (Change::Removed, self.removed)];
        all.into_iter().flat_map(|(change, ids)| ids.into_iter().map(move |id| (change, id))).collect()
    }
}

pub(super) fn stamp_of(file: &SourceFile) -> Stamp {
    let modified_ns = file
        .modified
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0);
    Stamp { size_bytes: file.size_bytes, modified_ns }
}

/// Compares the corpus with the ledger. Size and time decide where they can; where they cannot, or
/// differ, the content does.
pub fn changes(
    walk: &Walk,
    ledger: &BTreeMap<ReportId, FileRecord>,
    last_started_ns: i64,
    interrupted: &dyn Fn() -> bool,
) -> Result<Changes, IngestError> {
    let mut changes = Changes::default();
    let mut present: BTreeSet<&ReportId> = BTreeSet::new();
    for file in &walk.files {
        if interrupted() {
            return Err(IngestError::Interrupted);
        }
        present.insert(&file.id);
        let Some(record) = ledger.get(&file.id) else {
            changes.added.push(file.id.clone());
            continue;
        };
        let stamp = stamp_of(file);
        let young = stamp.modified_ns == 0 || stamp.modified_ns >= last_started_ns - YOUNG_NS;
        if stamp == record.stamp && !young && record.hash.is_some() {
            changes.unchanged += 1;
            continue;
        }
        let same = match (corpus::load(file), record.hash) {
            (Ok(bytes), Some(hash)) => blake3::hash(&bytes).as_bytes() == &hash,
            // Still unreadable for the same reason: nothing new.
            (Err(problem), None) => record.problems == [problem],
            _ => false,
        };
        if !same {
            changes.changed.push(file.id.clone());
        } else {
            changes.unchanged += 1;
            if stamp != record.stamp {
                changes.touched.push((file.id.clone(), stamp));
            }
        }
    }
    for (id, problem) in &walk.skipped {
        present.insert(id);
        let same = ledger.get(id).is_some_and(|record| record.problems == [problem.clone()]);
        if same {
            changes.unchanged += 1;
        } else {
            changes.skipped.push((id.clone(), problem.clone()));
        }
    }
    changes.removed = ledger.keys().filter(|id| !present.contains(id)).cloned().collect();
    Ok(changes)
}
