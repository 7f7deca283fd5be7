use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use tantivy::{
    DocId, InvertedIndexReader, SegmentReader, Term,
    columnar::{Column, StrColumn},
    fieldnorm::FieldNormReader,
    schema::IndexRecordOption,
};

use super::{bits::Bits, facet_column::FacetColumn, names::Names};
use crate::{
    index::format::schema::{Columns, FILE, NUMBER, REPORT},
    model::{Field, ReportId, Section},
};

/// One segment with what is asked of it again and again, each loaded at the first need.
pub(in crate::index) struct SegmentView {
    pub(in crate::index) reader: SegmentReader,
    /// Words of the paragraphs (see `keys`), and how many each has.
    pub(in crate::index) words: Arc<InvertedIndexReader>,
    pub(super) lengths: FieldNormReader,
    subheadings: OnceLock<Arc<InvertedIndexReader>>,
    columns: Columns,
    deleted: OnceLock<Vec<Range<DocId>>>,
    paragraphs: OnceLock<Bits>,
    shown: OnceLock<Bits>,
    copies: OnceLock<Bits>,
    facets: [OnceLock<FacetColumn>; Field::ALL.len()],
    reports: OnceLock<(StrColumn, Column<u64>)>,
}

type Load<T> = tantivy::Result<T>;

fn get<T>(cell: &OnceLock<T>, load: impl FnOnce() -> Load<T>) -> Load<&T> {
    if cell.get().is_none() {
        let value = load()?;
        // Another thread may have been quicker with the same value.
        let _ = cell.set(value);
    }
    Ok(cell.get().expect("set a line above"))
}

impl SegmentView {
    pub(in crate::index) fn new(reader: SegmentReader, columns: &Columns) -> Load<Self> {
        Ok(SegmentView {
            words: reader.inverted_index(columns.words)?,
            lengths: reader.get_fieldnorms_reader(columns.words)?,
            reader,
            subheadings: OnceLock::new(),
            columns: columns.clone(),
            deleted: OnceLock::new(),
            paragraphs: OnceLock::new(),
            shown: OnceLock::new(),
            copies: OnceLock::new(),
            facets: Default::default(),
            reports: OnceLock::new(),
        })
    }

    /// Words of the sub-headings, by stem.
    pub(super) fn subheadings(&self) -> Load<&InvertedIndexReader> {
        Ok(get(&self.subheadings, || self.reader.inverted_index(self.columns.subheading))?.as_ref())
    }

    pub(in crate::index) fn len(&self) -> u32 {
        self.reader.max_doc()
    }

    /// Documents that are dead, one run after another: the paragraphs of a report lie side by side.
    pub(in crate::index) fn deleted(&self) -> &[Range<DocId>] {
        self.deleted.get_or_init(|| {
            let Some(alive) = self.reader.alive_bitset() else { return Vec::new() };
            let mut runs: Vec<Range<DocId>> = Vec::new();
            for doc in (0..self.len()).filter(|doc| alive.is_deleted(*doc)) {
                match runs.last_mut() {
                    Some(run) if run.end == doc => run.end += 1,
                    _ => runs.push(doc..doc + 1),
                }
            }
            runs
        })
    }

    /// Every live paragraph (ledger rows are no paragraphs).
    pub(in crate::index) fn paragraphs(&self) -> Load<&Bits> {
        get(&self.paragraphs, || {
            let mut bits = Bits::full(self.len());
            bits.and_not(&self.rows()?);
            self.deleted().iter().cloned().flatten().for_each(|doc| bits.remove(doc));
            Ok(bits)
        })
    }

    /// Documents that are ledger rows, dead ones too: those of no report. Their list is read in a tenth of the
    /// time that finding them in the column of their names takes.
    pub(in crate::index) fn rows(&self) -> Load<Bits> {
        self.docs_with(self.columns.report, "")
    }

    /// Live paragraphs of the sections that answers hold by default.
    pub(in crate::index) fn shown(&self) -> Load<&Bits> {
        get(&self.shown, || {
            let mut bits = self.paragraphs()?.clone();
            for section in Section::ALL.into_iter().filter(|section| !section.shown_by_default()) {
                bits.and_not(&self.docs_with(self.columns.facet(Field::Section), section.key())?);
            }
            Ok(bits)
        })
    }

    /// Documents of the key field that hold exactly this value, dead ones too.
    pub(super) fn docs_with(&self, field: tantivy::schema::Field, value: &str) -> Load<Bits> {
        let mut bits = Bits::empty(self.len());
        self.add_docs(&Term::from_field_text(field, value), &mut bits)?;
        Ok(bits)
    }

    pub(in crate::index) fn add_docs(&self, term: &Term, bits: &mut Bits) -> Load<()> {
        let inverted = self.reader.inverted_index(term.field())?;
        let Some(mut postings) = inverted.read_block_postings(term, IndexRecordOption::Basic)? else {
            return Ok(());
        };
        loop {
            let docs = postings.docs();
            if docs.is_empty() {
                return Ok(());
            }
            bits.insert_ascending(docs);
            postings.advance();
        }
    }

    /// Paragraphs of reports that are near copies of others; `copies` are all of them in the index.
    pub(in crate::index) fn copies(&self, copies: &[ReportId]) -> Load<&Bits> {
        get(&self.copies, || {
            let mut bits = Bits::empty(self.len());
            for report in copies {
                self.add_docs(&Term::from_field_text(self.columns.report, report.as_str()), &mut bits)?;
            }
            Ok(bits)
        })
    }

    pub(in crate::index) fn facet(&self, field: Field) -> Load<&FacetColumn> {
        get(&self.facets[field as usize], || {
            let fast = self.reader.fast_fields();
            let column = fast.str(field.key())?.ok_or_else(|| {
                tantivy::TantivyError::SystemError(format!("the column {} is missing", field.key()))
            })?;
            let names = Names::read(&column)?;
            Ok(FacetColumn::new(column.into_parts().1, names))
        })
    }

    fn report_columns(&self) -> Load<&(StrColumn, Column<u64>)> {
        get(&self.reports, || {
            let fast = self.reader.fast_fields();
            let reports = fast
                .str(REPORT)?
                .ok_or_else(|| tantivy::TantivyError::SystemError("the column report is missing".into()))?;
            Ok((reports, fast.u64(NUMBER)?))
        })
    }

    /// Report (by its ordinal) and number of a paragraph.
    pub(in crate::index) fn id_key(&self, doc: DocId) -> Load<(u64, u64)> {
        let (reports, numbers) = self.report_columns()?;
        Ok((reports.ords().first(doc).unwrap_or(u64::MAX), numbers.first(doc).unwrap_or(u64::MAX)))
    }

    /// Hands on the id of each report, by ordinals in ascending order.
    pub(super) fn report_names(&self, ordinals: &[u64], each: impl FnMut(&[u8])) -> Load<()> {
        if !self.reports()?.dictionary().sorted_ords_to_term_cb(ordinals, each)? {
            return Err(tantivy::TantivyError::SystemError("a paragraph's report has no name".into()));
        }
        Ok(())
    }

    pub(in crate::index) fn report_of(&self, ordinal: u64) -> Load<String> {
        let mut name = String::new();
        self.report_columns()?.0.ord_to_str(ordinal, &mut name)?;
        Ok(name)
    }

    /// The report id of a ledger row.
    pub(super) fn file_of(&self, row: DocId) -> Load<Option<String>> {
        let Some(files) = self.reader.fast_fields().str(FILE)? else { return Ok(None) };
        let Some(ordinal) = files.ords().first(row) else { return Ok(None) };
        let mut name = String::new();
        Ok(files.ord_to_str(ordinal, &mut name)?.then_some(name))
    }

    /// The report ids of this segment, in order by ordinal.
    pub(in crate::index) fn reports(&self) -> Load<&StrColumn> {
        Ok(&self.report_columns()?.0)
    }
}
