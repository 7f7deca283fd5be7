use std::{collections::BTreeMap, fs};

use super::{error::IndexError, folder::FORMAT, open::Index};
use crate::{
    backend::{FileRecord, IndexStatus, Outcome, Run},
    model::{Field, Kind, ProblemCode},
};

impl Index {
    /// How many files the ledger knows, without reading it.
    pub fn files(&self) -> usize {
        self.opened.payload.rows as usize
    }

    pub fn last_run(&self) -> &Run {
        &self.opened.payload.run
    }

    /// What is indexed, when, by which rules, and how large it is; `records` are its ledger.
    pub fn status(&self, records: &[FileRecord]) -> Result<IndexStatus, IndexError> {
        let mut status = IndexStatus {
            settings: self.opened.payload.settings.clone(),
            format: FORMAT,
            last_run: self.opened.payload.run.clone(),
            paragraphs: self.opened.payload.paragraphs as usize,
            segments: self.segments.len(),
            ..IndexStatus::default()
        };
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        let mut problems: BTreeMap<ProblemCode, usize> = BTreeMap::new();
        for record in records {
            match &record.outcome {
                Outcome::Indexed(kind) => {
                    status.indexed += 1;
                    *kinds.entry(*kind).or_default() += 1;
                }
                Outcome::DuplicateOf(_) => status.duplicates += 1,
                Outcome::Skipped => status.skipped += 1,
            }
            for problem in record.all_problems() {
                *problems.entry(problem.code).or_default() += 1;
            }
        }
        status.kinds = kinds.into_iter().collect();
        status.problems = problems.into_iter().collect();
        status.authorities = self.values_of(Field::Authority)?.len();
        (status.size_bytes, status.parts) = self.parts()?;
        Ok(status)
    }

    pub fn size_bytes(&self) -> Result<u64, IndexError> {
        Ok(self.parts()?.0)
    }

    /// Bytes on disk, in all and by purpose, largest first.
    fn parts(&self) -> Result<(u64, Vec<(String, u64)>), IndexError> {
        let io_error = |error: std::io::Error| IndexError::io(&self.opened.dir, "read", &error);
        let mut parts: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in fs::read_dir(&self.opened.home).map_err(io_error)? {
            let entry = entry.map_err(io_error)?;
            // A writer may be tidying up meanwhile.
            let Ok(metadata) = entry.metadata() else { continue };
            let name = entry.file_name();
            let purpose = match name.to_str().and_then(|name| name.rsplit_once('.')).map(|(_, part)| part) {
                Some("store") => "stored text and tags",
                Some("idx") => "where words occur",
                Some("pos") => "word positions",
                Some("term") => "word list",
                Some("fast") => "facets",
                _ => "other",
            };
            *parts.entry(purpose).or_default() += metadata.len();
        }
        let mut parts: Vec<(String, u64)> =
            parts.into_iter().map(|(purpose, bytes)| (purpose.to_owned(), bytes)).collect();
        parts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok((parts.iter().map(|(_, bytes)| bytes).sum(), parts))
    }
}
