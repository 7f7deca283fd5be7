//! Our own side, through the same doors as the program.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use findings::{
    backend::{Assessments, CorpusSettings, Page, SearchRequest, SearchResponse, Sort, Stop, Versions},
    corpus,
    index::{Effort, Index, Writer},
    ingest,
    model::{Catalogue, Field, Report},
    query::{self, Lexicon, OptionFilter, PlanOptions, Planner},
    readers::{self, Isolation},
    tagging::Tagger,
};

use super::{
    corpus::{Generated, target_folder},
    raw::THREADS,
};

/// Every report of a corpus, read and tagged in memory.
pub(crate) fn reports(root: &Path, tagger: &Tagger) -> Vec<Report> {
    let walk = corpus::walk(root).expect("the corpus was just written");
    let tag = |file: &corpus::SourceFile| {
        let bytes = corpus::load(file).expect("the corpus was just written");
        tagger.tag(file.id.clone(), readers::read(file.format, &bytes).expect("generated pages are sound"))
    };
    walk.files.iter().map(tag).collect()
}

/// As `findings index` does it, into an empty folder or one of an earlier state: how many paragraphs.
pub(crate) fn build(
    root: &Path,
    folder: &Path,
    catalogue: &Catalogue,
    tagger: &Tagger,
    threads: usize,
) -> u64 {
    let versions = Versions { lexicon: Lexicon::embedded_digest(), ..Versions::default() };
    let settings =
        CorpusSettings { corpus: root.display().to_string(), versions, ..CorpusSettings::default() };
    let started = SystemTime::now();
    let last_started_ns = Index::open(folder).map_or(0, |index| index.last_run().started_ns);
    let effort = Effort { threads, files: corpus::walk(root).expect("it was generated").files.len() };
    let writer = Writer::open(folder, catalogue, settings, false, effort).expect("nobody else writes there");
    let stop = Stop::new();
    let isolation = Isolation::default();
    let job = ingest::Job {
        corpus: root,
        tagger,
        isolation: &isolation,
        threads,
        stop: &stop,
        started,
        last_started_ns,
    };
    ingest::update(&job, writer, &mut |_| ()).expect("the corpus is sound");
    Index::open(folder).expect("it was just written").paragraph_count() as u64
}

/// The index of a corpus under a name of its own, made anew unless `FINDINGS_BENCH_KEEP` is set.
pub(crate) fn built(generated: &Generated, name: &str) -> PathBuf {
    let folder = target_folder().join("bench-index").join(name);
    if std::env::var_os("FINDINGS_BENCH_KEEP").is_none() || !folder.exists() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the target folder can be written");
        let catalogue = Catalogue::embedded();
        build(&generated.root, &folder, &catalogue, &Tagger::new(&catalogue, None), THREADS);
    }
    folder
}

/// Query text and filters to an answer without synonyms: the raw side knows none.
pub(crate) fn search(
    index: &Index,
    lexicon: &Lexicon,
    text: &str,
    filters: &[(Field, &str)],
    facets: &[Field],
) -> SearchResponse {
    answer(index, lexicon, text, filters, facets, false)
}

/// The same with synonyms.
pub(crate) fn search_widely(index: &Index, lexicon: &Lexicon, text: &str) -> SearchResponse {
    answer(index, lexicon, text, &[], &[], true)
}

/// Parsed, planned and searched.
fn answer(
    index: &Index,
    lexicon: &Lexicon,
    text: &str,
    filters: &[(Field, &str)],
    facets: &[Field],
    synonyms: bool,
) -> SearchResponse {
    let ast = query::parse(text).expect("the query is sound");
    let planner = Planner { catalogue: index.catalogue(), lexicon, vocabulary: None, more_authorities: &[] };
    let filters: Vec<OptionFilter> = filters
        .iter()
        .map(|(field, value)| OptionFilter {
            field: *field,
            values: vec![(*value).to_owned()],
            negated: false,
        })
        .collect();
    let options = PlanOptions { synonyms, ..PlanOptions::default() };
    let plan = planner.plan(&ast, &filters, &options).expect("the query is sound");
    let request = SearchRequest {
        plan,
        assessments: Assessments::All,
        sort: Sort::Relevance,
        page: Page { offset: 0, limit: Some(10) },
        group_by: None,
        facets: facets.to_vec(),
        fill_with_some: true,
        marks: true,
        explain: false,
    };
    index.search(&request).expect("the index is sound")
}
