//! Single things by their id: paragraphs, reports, ledger rows.

use std::collections::BTreeMap;

use tantivy::{DocId, Term};

use super::{
    error::IndexError,
    format::{stored::Stored, wire},
    open::{Index, Opened, guarded},
    search::{bits::Bits, segment::SegmentView},
};
use crate::{
    backend::FileRecord,
    model::{Paragraph, ParagraphId, ReportId, SharedTexts},
};

impl Index {
    /// One paragraph; `None` if the index has none of this id.
    pub fn paragraph(&self, id: &ParagraphId) -> Result<Option<Paragraph>, IndexError> {
        Ok(self.report(&id.report)?.into_iter().find(|paragraph| paragraph.id.number == id.number))
    }

    /// All paragraphs of a report in order, of every section.
    pub fn report(&self, report: &ReportId) -> Result<Vec<Paragraph>, IndexError> {
        self.guarded(|| {
            let term = Term::from_field_text(self.opened.columns.report, report.as_str());
            let mut paragraphs = Vec::new();
            for (n, segment) in self.segments.iter().enumerate() {
                let mut docs = Bits::empty(segment.len());
                segment.add_docs(&term, &mut docs).map_err(|error| self.fail(&error))?;
                docs.and(segment.paragraphs().map_err(|error| self.fail(&error))?);
                for doc in docs.iter() {
                    paragraphs.push(self.load(n, doc)?);
                }
            }
            paragraphs.sort_by_key(|paragraph| paragraph.id.number);
            Ok(paragraphs)
        })
    }

    /// The ledger row of one file; `None` if no such file was seen.
    pub fn record(&self, file: &ReportId) -> Result<Option<FileRecord>, IndexError> {
        self.guarded(|| {
            let fail = |error: tantivy::TantivyError| self.fail(&error);
            let term = Term::from_field_text(self.opened.columns.file, file.as_str());
            for (n, segment) in self.segments.iter().enumerate() {
                let mut rows = Bits::empty(segment.len());
                segment.add_docs(&term, &mut rows).map_err(fail)?;
                let live = rows.iter().find(|doc| !segment.reader.is_deleted(*doc));
                if let Some(doc) = live {
                    return row(&self.opened, n, doc, &mut SharedTexts::default()).map(Some);
                }
            }
            Ok(None)
        })
    }

    /// Paragraphs of every section.
    pub fn paragraph_count(&self) -> usize {
        self.opened.payload.paragraphs as usize
    }

    /// All paragraphs of the index in every section, by report id and number.
    pub fn scan(&self) -> Result<Vec<Paragraph>, IndexError> {
        self.guarded(|| {
            let mut paragraphs = Vec::new();
            for (n, segment) in self.segments.iter().enumerate() {
                for doc in segment.paragraphs().map_err(|error| self.fail(&error))?.iter() {
                    paragraphs.push(self.load(n, doc)?);
                }
            }
            paragraphs.sort_by(|a, b| a.id.cmp(&b.id));
            Ok(paragraphs)
        })
    }

    /// What the index was made of (texts, names and rules) in sixteen hexadecimal digits: the same digest
    /// means the same answers.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.opened.payload.contents.as_bytes());
        let settings = self.settings();
        let versions = &settings.versions;
        let texts = [&settings.authorities, &settings.synonyms, &settings.overrides];
        for text in texts.into_iter().map(|text| text.as_deref().unwrap_or_default()).chain([
            versions.catalogue.as_str(),
            versions.lexicon.as_str(),
            &format!("{} {} {}", versions.readers, versions.tagger, versions.words),
        ]) {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// Every ledger row, by report id.
    pub fn records(&self) -> Result<Vec<FileRecord>, IndexError> {
        self.records_as(|record| record)
    }

    /// Of every ledger row, by report id, what is needed: all of a hundred thousand rows would fill the memory.
    pub fn records_as<T>(&self, keep: impl FnMut(FileRecord) -> T) -> Result<Vec<T>, IndexError> {
        records_as(&self.opened, keep)
    }

    /// Hands on every ledger row, in any order.
    pub fn each_record(&self, each: &mut dyn FnMut(FileRecord)) -> Result<(), IndexError> {
        each_record(&self.opened, each)
    }

    /// A stored paragraph, checked against its sum.
    pub(super) fn load(&self, segment: usize, doc: DocId) -> Result<Paragraph, IndexError> {
        // Opening a store decodes its index; the searcher keeps one open per segment.
        let address = tantivy::DocAddress::new(segment as u32, doc);
        let mut stored = Stored::of(&self.opened.searcher, address).map_err(|error| self.fail(&error))?;
        let columns = &self.opened.columns;
        let text = stored.take_text(columns.words);
        let (Some(record), Some(text)) = (stored.bytes(columns.record), text) else {
            return Err(self.damaged("a stored paragraph cannot be read"));
        };
        wire::paragraph_from(record, text)
            .ok_or_else(|| self.damaged("a stored paragraph is not what was written"))
    }
}

fn records_as<T>(opened: &Opened, mut keep: impl FnMut(FileRecord) -> T) -> Result<Vec<T>, IndexError> {
    let mut records = BTreeMap::new();
    each_record(opened, &mut |record| _ = records.insert(record.id.clone(), keep(record)))?;
    Ok(records.into_values().collect())
}

/// Every ledger row, in any order.
pub(super) fn each_record(opened: &Opened, each: &mut dyn FnMut(FileRecord)) -> Result<(), IndexError> {
    let fail = |error: tantivy::TantivyError| IndexError::engine(&opened.dir, "read", &error);
    guarded(&opened.dir, || {
        let mut names = SharedTexts::default();
        for (order, reader) in opened.searcher.segment_readers().iter().enumerate() {
            let view = SegmentView::new(reader.clone(), &opened.columns).map_err(fail)?;
            for doc in view.rows().map_err(fail)?.iter() {
                if reader.is_deleted(doc) {
                    continue;
                }
                each(row(opened, order, doc, &mut names)?);
            }
        }
        Ok(())
    })
}

/// A stored ledger row.
fn row(
    opened: &Opened,
    segment: usize,
    doc: DocId,
    names: &mut SharedTexts,
) -> Result<FileRecord, IndexError> {
    let address = tantivy::DocAddress::new(segment as u32, doc);
    let stored = Stored::of(&opened.searcher, address);
    let stored = stored.map_err(|error| IndexError::engine(&opened.dir, "read", &error))?;
    let row = stored.bytes(opened.columns.row);
    row.and_then(|row| wire::record_from(row, names))
        .ok_or_else(|| IndexError::damaged(&opened.dir, "a row of its ledger cannot be read"))
}
