//! What somebody who knows tantivy would write by hand for one corpus: the same fields as ours and
//! no more, a byte-wise tokenizer with a remembering stemmer, paragraphs ready in memory, queries
//! built directly, facet names cached per segment. The yardstick, so it does no work that an answer
//! does not need, and leaves nothing out that ours gives.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

use frostem::{Algorithm, Stemmer};
use tantivy::{
    DocId, Index, IndexReader, IndexSettings, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader,
    TantivyDocument, Term,
    collector::{Collector, Count, SegmentCollector, TopDocs},
    columnar::Column,
    query::{BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{FAST, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value},
    tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer},
};

use findings::{
    index::Effort,
    model::{Catalogue, Field, Page, Report, Section},
};

pub(crate) const THREADS: usize = 2;
pub(crate) const FACETS: [&str; 3] = ["authority", "statement", "score"];
const KEYS: [&str; 11] = [
    "report",
    "authority",
    "region",
    "theme",
    "statement",
    "section",
    "kind",
    "published",
    "status",
    "framework",
    "assessment",
];
/// Left out of answers by default, ours and so here too.
const HIDDEN: [Section; 4] = [Section::About, Section::Expectations, Section::Commitment, Section::Scores];

type Keys = [Arc<str>; Field::ALL.len()];

/// A paragraph with nothing left to work out.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    report: Arc<str>,
    number: u64,
    text: String,
    subheading: Option<String>,
    /// In `Field::ALL`'s order; empty where the tag is missing.
    keys: Keys,
    /// The page's tags, to be stored.
    record: Arc<str>,
}

/// The paragraphs of reports as raw tantivy takes them.
pub(crate) fn ready(reports: &[Report], catalogue: &Catalogue) -> Vec<Ready> {
    let mut paragraphs = Vec::new();
    for report in reports {
        let mut last: Option<(*const Page, Keys, Arc<str>)> = None;
        let id: Arc<str> = report.id.as_str().into();
        for paragraph in &report.paragraphs {
            let page = Arc::as_ptr(&paragraph.page);
            if last.as_ref().is_none_or(|(known, ..)| *known != page) {
                last = Some((page, keys_of(&paragraph.page, catalogue), record_of(&paragraph.page)));
            }
            let (_, keys, record) = last.as_ref().expect("it was just made");
            let mut keys = keys.clone();
            keys[Field::Section as usize] = paragraph.section.key().into();
            paragraphs.push(Ready {
                report: Arc::clone(&id),
                number: u64::from(paragraph.id.number),
                text: paragraph.text.clone(),
                subheading: paragraph.subheading.clone(),
                keys,
                record: Arc::clone(record),
            });
        }
    }
    paragraphs
}

fn keys_of(page: &Page, catalogue: &Catalogue) -> Keys {
    let authority = page.authority.as_ref().map(|tag| &tag.value);
    let statement = page.statement.as_ref().map(|tag| tag.value.as_str());
    Field::ALL.map(|field| {
        let value = match field {
            Field::Authority => authority.map(|a| a.name.clone()),
            Field::Region => authority.and_then(|a| a.region.clone()),
            Field::Theme => statement.and_then(|key| catalogue.theme_of(key)).map(|theme| theme.key.clone()),
            Field::Statement => statement.map(str::to_owned),
            Field::Score => page.score.as_ref().map(|tag| tag.value.to_string()),
            Field::Rating => page.rating.as_ref().map(|tag| tag.value.clone()),
            Field::Section => None,
            Field::Kind => Some(page.kind.key().to_owned()),
            Field::Published => page.published.as_ref().map(|tag| tag.value.to_string()),
            Field::Status => page.status.as_ref().map(|tag| tag.value.key().to_owned()),
            Field::Framework => page.framework.clone(),
            Field::Assessment => page.assessment.clone(),
        };
        value.unwrap_or_default().into()
    })
}

/// As long as ours, roughly: what a page of results says of a paragraph beside its text.
fn record_of(page: &Page) -> Arc<str> {
    let authority = page.authority.as_ref().map(|tag| {
        serde_json::json!([
            tag.value.name,
            tag.value.gss,
            tag.value.region,
            tag.evidence.from.words(),
            tag.evidence.line
        ])
    });
    let statement = page
        .statement
        .as_ref()
        .map(|tag| serde_json::json!([tag.value, tag.evidence.from.words(), tag.evidence.line]));
    let score = page
        .score
        .as_ref()
        .map(|tag| serde_json::json!([tag.value.0, tag.evidence.from.words(), tag.evidence.line]));
    let published =
        page.published.as_ref().map(|tag| serde_json::json!([tag.value.to_string(), tag.evidence.line]));
    let record = serde_json::json!({
        "path": page.path, "title": page.title, "url": page.url, "kind": page.kind.key(), "authority": authority,
        "statement": statement, "score": score, "published": published, "framework": page.framework,
        "assessment": page.assessment,
    });
    record.to_string().into()
}

/// Which stemmer an index is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Analyser {
    /// Byte-wise, each word stemmed once a thread.
    Remembering,
    /// tantivy's own parts, as its examples have them; its stemmer, which comes with all languages, as it is inside.
    Stock,
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    let text = |tokenizer: &str| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
    };
    schema.add_text_field("stem", text("stem").set_stored());
    schema.add_text_field("exact", text("exact"));
    schema.add_text_field("subheading", text("stem"));
    schema.add_text_field("record", STORED);
    for key in ["report"].into_iter().chain(Field::ALL.map(Field::key)) {
        let raw = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        schema.add_text_field(key, TextOptions::default().set_indexing_options(raw).set_fast("raw"));
    }
    schema.add_u64_field("number", INDEXED | FAST);
    schema.build()
}

/// Stems every word anew.
#[derive(Clone)]
struct EachStemmed;

#[derive(Clone)]
struct Stemming<T>(T);

struct StemmedStream<S> {
    words: S,
    stemmer: Stemmer,
    /// Room for a stem that is the beginning of its word.
    beginning: String,
}

impl TokenFilter for EachStemmed {
    type Tokenizer<T: Tokenizer> = Stemming<T>;

    fn transform<T: Tokenizer>(self, words: T) -> Stemming<T> {
        Stemming(words)
    }
}

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = StemmedStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let stemmer = Stemmer::new(Algorithm::English);
        StemmedStream { words: self.0.token_stream(text), stemmer, beginning: String::new() }
    }
}

impl<S: TokenStream> TokenStream for StemmedStream<S> {
    fn advance(&mut self) -> bool {
        let more = self.words.advance();
        if more {
            let word = self.words.token_mut();
            match self.stemmer.stem(&word.text) {
                Cow::Owned(stem) => word.text = stem,
                Cow::Borrowed(stem) => {
                    self.beginning.clear();
                    self.beginning.push_str(stem);
                    std::mem::swap(&mut word.text, &mut self.beginning);
                }
            }
        }
        more
    }

    fn token(&self) -> &Token {
        self.words.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.words.token_mut()
    }
}

fn register(index: &Index, analyser: Analyser) {
    let (stem, exact) = match analyser {
        Analyser::Remembering => (
            TextAnalyzer::from(ByteWise { stems: true, token: Token::default() }),
            TextAnalyzer::from(ByteWise { stems: false, token: Token::default() }),
        ),
        Analyser::Stock => {
            let words = || TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
            (words().filter(EachStemmed).build(), words().build())
        }
    };
    index.tokenizers().register("stem", stem);
    index.tokenizers().register("exact", exact);
}

/// Builds an index in an empty folder, with the memory that ours takes.
pub(crate) fn build(folder: &Path, paragraphs: &[Ready], analyser: Analyser, effort: Effort) {
    let schema = schema();
    let index = Index::builder()
        .schema(schema.clone())
        .settings(IndexSettings::default())
        .create_in_dir(folder)
        .expect("the folder is empty");
    register(&index, analyser);
    let mut writer =
        index.writer_with_num_threads(effort.threads, effort.heap_bytes()).expect("nobody else writes");
    let field = |name: &str| schema.get_field(name).expect("the schema is ours");
    let (stem, exact, subheading, record) =
        (field("stem"), field("exact"), field("subheading"), field("record"));
    let (report, number, keys) = (field("report"), field("number"), Field::ALL.map(|key| field(key.key())));
    for paragraph in paragraphs {
        let mut doc = TantivyDocument::default();
        doc.add_text(stem, &paragraph.text);
        doc.add_text(exact, &paragraph.text);
        if let Some(text) = &paragraph.subheading {
            doc.add_text(subheading, text);
        }
        doc.add_text(record, &paragraph.record);
        doc.add_text(report, &paragraph.report);
        doc.add_u64(number, paragraph.number);
        for (key, value) in keys.iter().zip(&paragraph.keys) {
            doc.add_text(*key, value);
        }
        writer.add_document(doc).expect("the writer lives");
    }
    writer.commit().expect("the disk has room");
    writer.wait_merging_threads().expect("merging ends");
}

/// An open index and what a server would keep beside it.
pub(crate) struct Raw {
    schema: Schema,
    reader: IndexReader,
    names: Arc<Vec<[Vec<String>; 3]>>,
}

/// What a page of results needs.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) total: usize,
    pub(crate) hits: Vec<Found>,
    pub(crate) facets: Vec<BTreeMap<String, u64>>,
}

#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) tags: String,
    pub(crate) text: String,
    /// Bytes of the text.
    pub(crate) marks: Vec<(usize, usize)>,
    pub(crate) relevance: f32,
}

impl Raw {
    pub(crate) fn open(folder: &Path) -> Self {
        let index = Index::open_in_dir(folder).expect("it was just built");
        register(&index, Analyser::Remembering);
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().expect("it was just built");
        Raw { schema: index.schema(), reader, names: Arc::default() }
    }

    /// Looks the facet names up once.
    pub(crate) fn with_names(mut self) -> Self {
        let searcher = self.reader.searcher();
        let names = searcher.segment_readers().iter().map(|segment| {
            FACETS.map(|field| {
                let column = segment.fast_fields().str(field).expect("a fast field").expect("it has values");
                let mut name = String::new();
                (0..column.num_terms() as u64)
                    .map(|ord| {
                        column.ord_to_str(ord, &mut name).expect("the column is sound");
                        name.clone()
                    })
                    .collect()
            })
        });
        self.names = Arc::new(names.collect());
        self
    }

    pub(crate) fn segments(&self) -> usize {
        self.reader.searcher().segment_readers().len()
    }

    fn term(&self, field: &str, text: &str) -> Term {
        Term::from_field_text(self.schema.get_field(field).expect("the schema is ours"), text)
    }

    /// All of the words, in any form.
    pub(crate) fn words(&self, words: &[&str]) -> Box<dyn Query> {
        let clauses = words.iter().map(|word| {
            let term = self.term("stem", &stem_of(word));
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (Occur::Must, Box::new(query) as Box<dyn Query>)
        });
        self.shown(clauses.collect())
    }

    /// These words in this order.
    pub(crate) fn phrase(&self, words: &[&str], scores_up_to: Option<u8>) -> Box<dyn Query> {
        let terms = words.iter().map(|word| self.term("exact", word)).collect();
        let mut clauses = vec![(Occur::Must, Box::new(PhraseQuery::new(terms)) as Box<dyn Query>)];
        if let Some(most) = scores_up_to {
            let scores = (1..=most).map(|score| {
                let one = TermQuery::new(self.term("score", &score.to_string()), IndexRecordOption::Basic);
                (Occur::Should, Box::new(one) as Box<dyn Query>)
            });
            let any = BooleanQuery::new(scores.collect());
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(any), 0.0))));
        }
        self.shown(clauses)
    }

    /// One word within one authority.
    pub(crate) fn word_in(&self, word: &str, authority: &str) -> Box<dyn Query> {
        let within = TermQuery::new(self.term("authority", authority), IndexRecordOption::Basic);
        let term = TermQuery::new(self.term("stem", &stem_of(word)), IndexRecordOption::WithFreqs);
        self.shown(vec![
            (Occur::Must, Box::new(term)),
            (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(within), 0.0))),
        ])
    }

    fn shown(&self, mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
        for section in HIDDEN {
            let hidden = TermQuery::new(self.term("section", section.key()), IndexRecordOption::Basic);
            clauses.push((Occur::MustNot, Box::new(hidden)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// Total and the ten best, fetched and marked.
    pub(crate) fn top_ten(&self, query: &dyn Query) -> Answer {
        let searcher = self.reader.searcher();
        let (total, top) = searcher
            .search(query, &(Count, TopDocs::with_limit(10).order_by_score()))
            .expect("the query is sound");
        Answer { total, hits: self.fetch(&searcher, query, &top), facets: Vec::new() }
    }

    /// The same with the counts of three facets.
    pub(crate) fn top_ten_and_facets(&self, query: &dyn Query) -> Answer {
        let searcher = self.reader.searcher();
        let facets = Facets { names: Arc::clone(&self.names) };
        let collectors = (Count, TopDocs::with_limit(10).order_by_score(), facets);
        let (total, top, facets) = searcher.search(query, &collectors).expect("the query is sound");
        Answer { total, hits: self.fetch(&searcher, query, &top), facets: facets.into() }
    }

    fn fetch(
        &self,
        searcher: &Searcher,
        query: &dyn Query,
        top: &[(Score, tantivy::DocAddress)],
    ) -> Vec<Found> {
        let text = self.schema.get_field("stem").expect("the schema is ours");
        let record = self.schema.get_field("record").expect("the schema is ours");
        let stored = |doc: &TantivyDocument, field| {
            doc.get_first(field).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
        };
        let (mut stems, mut exacts) = (Vec::new(), Vec::new());
        let exact = self.schema.get_field("exact").expect("the schema is ours");
        query.query_terms(&mut |term, _| {
            let words = [&mut stems, &mut exacts].into_iter().zip([text, exact]);
            for (words, _) in words.filter(|(_, field)| *field == term.field()) {
                words.extend(term.value().as_str().map(str::to_owned));
            }
        });
        top.iter()
            .map(|(relevance, address)| {
                let doc: TantivyDocument = searcher.doc(*address).expect("the address is of this searcher");
                let text = stored(&doc, text);
                let mut marks = Vec::new();
                for (words, stems) in [(&stems, true), (&exacts, false)] {
                    if !words.is_empty() {
                        mark(&text, words, stems, &mut marks);
                    }
                }
                Found { tags: stored(&doc, record), text, marks, relevance: *relevance }
            })
            .collect()
    }
}

/// The words of the query wherever they stand; a phrase's words alone too.
fn mark(text: &str, words: &[String], stems: bool, marks: &mut Vec<(usize, usize)>) {
    let mut tokenizer = ByteWise { stems, token: Token::default() };
    let mut tokens = tokenizer.token_stream(text);
    while tokens.advance() {
        let token = tokens.token();
        if words.contains(&token.text) {
            marks.push((token.offset_from, token.offset_to));
        }
    }
}

/// Counts by authority, statement and score in one pass.
struct Facets {
    names: Arc<Vec<[Vec<String>; 3]>>,
}

struct SegmentFacets {
    segment: SegmentOrdinal,
    ordinals: [Column<u64>; 3],
    counts: [Vec<u64>; 3],
}

impl Collector for Facets {
    type Fruit = [BTreeMap<String, u64>; 3];
    type Child = SegmentFacets;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let fast = reader.fast_fields();
        let column =
            |field| Ok::<_, tantivy::TantivyError>(fast.str(field)?.expect("it has values").ords().clone());
        let [authority, statement, score] = FACETS;
        Ok(SegmentFacets {
            segment,
            ordinals: [column(authority)?, column(statement)?, column(score)?],
            counts: [0, 1, 2].map(|n: usize| vec![0; self.names[segment as usize][n].len()]),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<(SegmentOrdinal, [Vec<u64>; 3])>) -> tantivy::Result<Self::Fruit> {
        let mut totals: Self::Fruit = Default::default();
        for (segment, counts) in fruits {
            for (facet, counts) in counts.iter().enumerate() {
                for (name, count) in self.names[segment as usize][facet].iter().zip(counts) {
                    if *count > 0 {
                        *totals[facet].entry(name.clone()).or_default() += count;
                    }
                }
            }
        }
        Ok(totals)
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = (SegmentOrdinal, [Vec<u64>; 3]);

    fn collect(&mut self, doc: DocId, _relevance: Score) {
        for (column, counts) in self.ordinals.iter().zip(&mut self.counts) {
            if let Some(ordinal) = column.first(doc) {
                counts[ordinal as usize] += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        (self.segment, self.counts)
    }
}

fn stem_of(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(word).to_string()
}

/// Runs of letters and digits, lower case.
#[derive(Clone)]
struct ByteWise {
    stems: bool,
    token: Token,
}

struct ByteWiseStream<'a> {
    text: &'a str,
    at: usize,
    stems: bool,
    token: &'a mut Token,
}

thread_local! {
    static STEMS: RefCell<HashMap<Box<str>, Box<str>>> = RefCell::default();
}

impl Tokenizer for ByteWise {
    type TokenStream<'a> = ByteWiseStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ByteWiseStream<'a> {
        self.token.reset();
        ByteWiseStream { text, at: 0, stems: self.stems, token: &mut self.token }
    }
}

impl TokenStream for ByteWiseStream<'_> {
    fn advance(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
        let Some(skipped) = bytes[self.at..].iter().position(is_word) else { return false };
        let start = self.at + skipped;
        let length = bytes[start..].iter().position(|byte| !is_word(byte)).unwrap_or(bytes.len() - start);
        self.at = start + length;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = start;
        self.token.offset_to = self.at;
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..self.at]);
        self.token.text.make_ascii_lowercase();
        if self.stems {
            remember_stem(&mut self.token.text);
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

fn remember_stem(word: &mut String) {
    STEMS.with_borrow_mut(|stems| {
        if let Some(stem) = stems.get(word.as_str()) {
            word.clear();
            word.push_str(stem);
            return;
        }
        if stems.len() >= 1 << 16 {
            stems.clear();
        }
        let stem = stem_of(word);
        stems.insert(word.as_str().into(), stem.as_str().into());
        *word = stem;
    });
}
