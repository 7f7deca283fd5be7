//! Is everything in the folder what was written?

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use super::{
    disk::{
        directory::{Access, SealedDirectory},
        folder::{self, State},
        meta::{Held, META, contents_of},
    },
    error::IndexError,
    format::schema::facet_value,
    open::{Index, guarded},
};
use crate::{
    backend::{Fault, FaultKind, Outcome, VerifyReport},
    model::{Field, ParagraphId, ReportId},
    text::system_words,
};

impl Index {
    /// Checks every file against its sum, every paragraph against its sum, its columns and the ledger.
    /// `Err` only where there is no index to check.
    pub fn verify(dir: &Path) -> Result<VerifyReport, IndexError> {
        let mut report = VerifyReport::default();
        let generation = match folder::state(dir)? {
            State::Ready { generation } => generation,
            State::Damaged(what) => {
                report.fault(FaultKind::File, "CURRENT", what);
                return Ok(report);
            }
            _ => return Index::open(dir).map(|_| report),
        };
        check_files(dir, generation, &mut report).map_err(|error| IndexError::io(dir, "read", &error))?;
        let checked = guarded(dir, || Index::open_in_pieces(dir)?.check_contents(&mut report));
        match checked {
            Ok(()) => {}
            Err(IndexError::Damaged { what, .. }) => {
                report.fault(FaultKind::File, &format!("g{generation}"), what);
            }
            Err(error) => return Err(error),
        }
        Ok(report)
    }

    fn check_contents(&self, report: &mut VerifyReport) -> Result<(), IndexError> {
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let mut seen: BTreeMap<ReportId, BTreeSet<u32>> = BTreeMap::new();
        for (order, segment) in self.segments.iter().enumerate() {
            for doc in segment.paragraphs().map_err(fail)?.iter() {
                report.paragraphs_checked += 1;
                let paragraph = match guarded(&self.opened.dir, || self.load(order, doc)) {
                    Ok(paragraph) => paragraph,
                    Err(IndexError::Damaged { what, .. }) => {
                        report.fault(FaultKind::Paragraph, &format!("paragraph {doc} of part {order}"), what);
                        continue;
                    }
                    Err(error) => return Err(error),
                };
                let place = paragraph.id.to_string();
                let (ordinal, number) = segment.id_key(doc).map_err(fail)?;
                let column_id = segment.report_of(ordinal).map_err(fail)?;
                if column_id != paragraph.id.report.as_str() || number != u64::from(paragraph.id.number) {
                    report.fault(
                        FaultKind::Paragraph,
                        &place,
                        "stands in the columns under another id".into(),
                    );
                }
                let page = &paragraph.page;
                let published = page.published.as_ref().map(|tag| tag.value.to_string()).unwrap_or_default();
                let score = page.score.as_ref().map(|tag| tag.value.to_string()).unwrap_or_default();
                let mut ordinals = Vec::new();
                for field in Field::ALL {
                    let column = segment.facet(field).map_err(fail)?;
                    column.ordinals(&[doc], &mut ordinals);
                    let held = column.names.get(ordinals[0]).unwrap_or_default();
                    let stored =
                        facet_value(field, page, paragraph.section, &self.catalogue, &published, &score);
                    if held != stored {
                        report.fault(
                            FaultKind::Column(field),
                            &place,
                            format!("counts under {} `{held}` and is tagged `{stored}`", field.key()),
                        );
                    }
                }
                let ParagraphId { report: id, number } = paragraph.id;
                if !seen.entry(id).or_default().insert(number) {
                    report.fault(FaultKind::Paragraph, &place, "is there twice".into());
                }
            }
        }
        let records = self.records_as(|record| {
            let indexed = matches!(record.outcome, Outcome::Indexed(_));
            (Held::of(&record), indexed, record.id)
        })?;
        let held: BTreeMap<_, _> = records.iter().map(|(held, _, id)| (id, held)).collect();
        if contents_of(held.iter().map(|(id, held)| (*id, *held))) != self.opened.payload.contents {
            report.fault(FaultKind::Count, "the ledger", "is not what its digest was made of".into());
        }
        for (row, indexed, id) in records {
            report.reports_checked += 1;
            let held = seen.remove(&id).map_or(0, |numbers| numbers.len() as u32);
            if held != row.paragraphs || (held > 0 && !indexed) {
                let message = format!("the ledger has {} paragraphs and the index {held}", row.paragraphs);
                report.fault(FaultKind::Count, id.as_str(), message);
            }
        }
        for (id, numbers) in seen {
            let message = format!("has {} paragraphs and no row in the ledger", numbers.len());
            report.fault(FaultKind::Count, id.as_str(), message);
        }
        Ok(())
    }
}

impl VerifyReport {
    fn fault(&mut self, kind: FaultKind, place: &str, message: String) {
        self.faults.push(Fault { kind, place: place.to_owned(), message });
    }
}

/// Sums of all live files; what else lies in the folder is a leftover.
fn check_files(dir: &Path, generation: u64, report: &mut VerifyReport) -> io::Result<()> {
    let home = folder::generation_folder(dir, generation);
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let known = matches!(name.as_str(), "CURRENT") || name == format!("g{generation}");
        if !known && (name.starts_with(".tmp") || (!name.starts_with('.') && !name.ends_with(".lock"))) {
            report.leftovers.push(name);
        }
    }
    report.files_checked += 1;
    if !home.is_dir() {
        report.fault(FaultKind::File, &format!("g{generation}"), "is missing".into());
        return Ok(());
    }
    let directory = SealedDirectory::open(&home, Access::Mapped, super::disk::faults::Faults::default())?;
    for name in [META, ".managed.json"] {
        report.files_checked += 1;
        if tantivy::Directory::atomic_read(&directory, Path::new(name)).is_err() {
            report.fault(FaultKind::File, &format!("g{generation}/{name}"), "is not what was written".into());
        }
    }
    let sums = directory.sums().clone();
    for (name, sum) in &sums {
        report.files_checked += 1;
        let place = format!("g{generation}/{name}");
        match hash_of(&home.join(name)) {
            Ok((bytes, hash)) if bytes == sum.bytes && hash == sum.hash => {}
            Ok(_) => report.fault(FaultKind::File, &place, "is not what was written".into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                report.fault(FaultKind::File, &place, "is missing".into());
            }
            Err(error) => {
                let message = format!("cannot be read: {}", system_words(&error));
                report.fault(FaultKind::File, &place, message);
            }
        }
    }
    for entry in fs::read_dir(&home)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let known =
            name == META || name == ".managed.json" || name.ends_with(".lock") || sums.contains_key(&name);
        if !known {
            report.leftovers.push(format!("g{generation}/{name}"));
        }
    }
    report.leftovers.sort();
    Ok(())
}

fn hash_of(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hasher.finalize().to_hex().to_string()));
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}
