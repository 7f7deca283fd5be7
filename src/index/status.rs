use std::{collections::BTreeMap, fs};

use super::{disk::folder::FORMAT, error::IndexError, open::Index};
use crate::{
    backend::{IndexStatus, Run, Totals},
    model::Field,
};

impl Index {
    /// How many files the ledger knows, without reading it.
    pub fn files(&self) -> usize {
        self.opened.payload.rows as usize
    }

    /// Parts of the index that every query asks one by one.
    pub fn segments(&self) -> usize {
        self.segments.len()
    }

    pub fn last_run(&self) -> &Run {
        &self.opened.payload.run
    }

    /// What is indexed, when, by which rules, and how large it is; `totals` are of its ledger.
    pub fn status(&self, totals: Totals) -> Result<IndexStatus, IndexError> {
        let (size_bytes, parts) = self.parts()?;
        Ok(IndexStatus {
            settings: self.opened.payload.settings.clone(),
            format: FORMAT,
            last_run: self.opened.payload.run.clone(),
            totals,
            authorities: self.values_of(Field::Authority)?.len(),
            size_bytes,
            parts,
            // Where files are is not for the index to know.
            corpus_gone: false,
        })
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
