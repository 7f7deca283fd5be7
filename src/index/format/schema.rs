use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

use super::analysis::{STEMS, WORDS};
use crate::model::{Catalogue, Field, Page, Section};

type EngineField = tantivy::schema::Field;

/// The engine's columns. One document per paragraph, one per source file (a ledger row).
#[derive(Clone, Debug)]
pub(in crate::index) struct Columns {
    pub(in crate::index) schema: Schema,
    /// Stored: the paragraph's text. Its words under `keys`, with positions.
    pub(in crate::index) words: EngineField,
    /// Stems of the sub-heading: evidence for rank, never a match.
    pub(in crate::index) subheading: EngineField,
    /// Stored: the paragraph's tags.
    pub(in crate::index) record: EngineField,
    /// Report id of a paragraph, and its number in the report. Ledger rows, and paragraphs without a tag, hold
    /// the empty value: columns with a value for every document are the engine's fastest.
    pub(in crate::index) report: EngineField,
    pub(in crate::index) number: EngineField,
    /// In `Field::ALL`'s order.
    facets: Vec<EngineField>,
    /// Ledger rows alone have these: the report id, a mark for near copies, and the stored row.
    pub(in crate::index) file: EngineField,
    pub(in crate::index) near_copy: EngineField,
    pub(in crate::index) row: EngineField,
}

pub(in crate::index) const REPORT: &str = "report";
pub(in crate::index) const NUMBER: &str = "number";
pub(in crate::index) const FILE: &str = "file";

impl Columns {
    pub(in crate::index) fn new() -> Self {
        let mut b = SchemaBuilder::default();
        let words = |analyser: &str, option: IndexRecordOption| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default().set_tokenizer(analyser).set_index_option(option),
            )
        };
        let key = || {
            TextOptions::default()
                .set_indexing_options(
                    TextFieldIndexing::default()
                        .set_tokenizer("raw")
                        .set_index_option(IndexRecordOption::Basic)
                        .set_fieldnorms(false),
                )
                .set_fast("raw")
        };
        Columns {
            words: b.add_text_field("words", words(WORDS, IndexRecordOption::WithFreqsAndPositions) | STORED),
            subheading: b.add_text_field("subheading", words(STEMS, IndexRecordOption::Basic)),
            record: b.add_bytes_field("record", STORED),
            report: b.add_text_field(REPORT, key()),
            number: b.add_u64_field(NUMBER, NumericOptions::default() | FAST | INDEXED),
            facets: Field::ALL.iter().map(|field| b.add_text_field(field.key(), key())).collect(),
            file: b.add_text_field(FILE, key()),
            near_copy: b.add_u64_field("near_copy", INDEXED),
            row: b.add_bytes_field("row", STORED),
            schema: b.build(),
        }
    }

    pub(in crate::index) fn facet(&self, field: Field) -> EngineField {
        self.facets[field as usize]
    }
}

/// What each facet column holds for a paragraph; empty where the tag is missing.
pub(in crate::index) fn facet_value<'a>(
    field: Field,
    page: &'a Page,
    section: Section,
    catalogue: &'a Catalogue,
    published: &'a str,
    score: &'a str,
) -> &'a str {
    fn value<T>(tag: Option<&crate::model::Tag<T>>) -> Option<&T> {
        tag.map(|tag| &tag.value)
    }
    let statement = value(page.statement.as_ref());
    match field {
        Field::Authority => value(page.authority.as_ref()).map(|a| a.name.as_str()),
        Field::Region => value(page.authority.as_ref()).and_then(|a| a.region.as_deref()),
        Field::Theme => statement.and_then(|key| catalogue.theme_of(key)).map(|theme| theme.key.as_str()),
        Field::Statement => statement.map(String::as_str),
        Field::Score => Some(score),
        Field::Rating => value(page.rating.as_ref()).map(String::as_str),
        Field::Section => Some(section.key()),
        Field::Kind => Some(page.kind.key()),
        Field::Published => Some(published),
        Field::Status => value(page.status.as_ref()).map(|status| status.key()),
        Field::Framework => page.framework.as_deref(),
        Field::Assessment => page.assessment.as_deref(),
    }
    .unwrap_or_default()
}
