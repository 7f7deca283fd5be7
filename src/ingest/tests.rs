//! Runs over a real folder into a sink that is a map.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use proptest::prelude::*;

use super::{IngestError, Job, Summary, update};
use crate::{
    backend::{FileRecord, Outcome, Run, Sink, SinkError, Start, Stop},
    model::{Catalogue, Paragraph, ProblemCode, ReportId},
    readers::Isolation,
    tagging::Tagger,
};

/// What an index holds, as far as a run can tell.
#[derive(Clone, Debug, Default, PartialEq)]
struct Store {
    rows: BTreeMap<ReportId, FileRecord>,
    paragraphs: BTreeMap<ReportId, Vec<Paragraph>>,
}

struct MapSink<'a> {
    store: &'a mut Store,
    pending: Store,
    start: Start,
}

impl Sink for MapSink<'_> {
    fn start(&self) -> &Start {
        &self.start
    }

    fn records(&mut self, each: &mut dyn FnMut(FileRecord)) -> Result<(), SinkError> {
        self.pending.rows.values().cloned().for_each(each);
        Ok(())
    }

    fn remove_paragraphs(&mut self, report: &ReportId) -> Result<(), SinkError> {
        self.pending.paragraphs.remove(report);
        Ok(())
    }

    fn add_paragraphs(&mut self, paragraphs: Vec<Paragraph>) -> Result<(), SinkError> {
        let report = paragraphs[0].id.report.clone();
        assert!(self.pending.paragraphs.insert(report, paragraphs).is_none(), "added twice");
        Ok(())
    }

    fn put_record(&mut self, record: FileRecord) -> Result<(), SinkError> {
        self.pending.rows.insert(record.id.clone(), record);
        Ok(())
    }

    fn remove_record(&mut self, report: &ReportId) -> Result<(), SinkError> {
        self.pending.rows.remove(report);
        Ok(())
    }

    fn commit(self, _run: Run, _stop: &Stop) -> Result<(), SinkError> {
        *self.store = self.pending;
        Ok(())
    }
}

fn run(corpus: &Path, store: &mut Store, threads: usize, stop: bool) -> Result<Summary, IngestError> {
    run_after(corpus, store, threads, stop, 0)
}

fn run_after(
    corpus: &Path,
    store: &mut Store,
    threads: usize,
    stop: bool,
    last_started_ns: i64,
) -> Result<Summary, IngestError> {
    let catalogue = Catalogue::embedded();
    let tagger = Tagger::new(&catalogue, None);
    let asked = Stop::new();
    if stop {
        asked.ask();
    }
    let job = Job {
        corpus,
        tagger: &tagger,
        isolation: &Isolation::default(),
        threads,
        stop: &asked,
        started: SystemTime::now(),
        last_started_ns,
    };
    let start = if store.rows.is_empty() { Start::FirstBuild } else { Start::Update { settings: None } };
    let sink = MapSink { pending: store.clone(), store, start };
    update(&job, sink, &mut |_| {})
}

/// Stamps differ between two folders with equal files.
fn without_stamps(store: &Store) -> Store {
    let mut store = store.clone();
    store.rows.values_mut().for_each(|row| row.stamp = Default::default());
    store
}

fn page(council: &str, score: u8, finding: &str) -> String {
    format!(
        "{council}: local authority assessment\nSafeguarding\nScore: {score}\n{score} - Evidence shows some shortfalls\n\
         Key findings for this quality statement\n{finding}\nThe team had moved to a new office in the spring.\n"
    )
}

#[test]
fn nothing_changed_is_nothing_written() {
    let corpus = tempfile::tempdir().unwrap();
    fs::write(corpus.path().join("a.txt"), page("Elmbrook Council", 2, "Waits were long.")).unwrap();
    let mut store = Store::default();
    assert!(run(corpus.path(), &mut store, 2, false).unwrap().committed);
    let again = run(corpus.path(), &mut store, 2, false).unwrap();
    assert!(!again.committed);
    assert_eq!((again.run.unchanged, again.run.added, again.run.changed), (1, 0, 0));
}

#[test]
fn the_first_of_two_copies_is_indexed_and_the_other_takes_over_when_it_goes() {
    let corpus = tempfile::tempdir().unwrap();
    let text = page("Elmbrook Council", 2, "Waits were long.");
    fs::write(corpus.path().join("b.txt"), &text).unwrap();
    let mut store = Store::default();
    run(corpus.path(), &mut store, 1, false).unwrap();
    fs::write(corpus.path().join("a.txt"), &text).unwrap();
    run(corpus.path(), &mut store, 1, false).unwrap();
    let (a, b) = (ReportId::from_id("a.txt"), ReportId::from_id("b.txt"));
    assert_eq!(store.rows[&b].outcome, Outcome::DuplicateOf(a.clone()));
    assert!(store.rows[&a].shared_problems.iter().any(|p| p.code == ProblemCode::DuplicateReport));
    assert_eq!(store.paragraphs.keys().collect::<Vec<_>>(), [&a]);
    fs::remove_file(corpus.path().join("a.txt")).unwrap();
    run(corpus.path(), &mut store, 1, false).unwrap();
    assert_eq!(store.paragraphs.keys().collect::<Vec<_>>(), [&b]);
    assert!(store.rows[&b].shared_problems.is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_a_row_and_stops_nobody() {
    let corpus = tempfile::tempdir().unwrap();
    fs::write(corpus.path().join("a.txt"), page("Elmbrook Council", 2, "Waits were long.")).unwrap();
    fs::write(corpus.path().join("b.txt"), "").unwrap();
    fs::write(corpus.path().join("c.xls"), "x").unwrap();
    let mut store = Store::default();
    run(corpus.path(), &mut store, 2, false).unwrap();
    let skipped: Vec<_> = store
        .rows
        .values()
        .filter(|record| record.outcome == Outcome::Skipped)
        .map(|record| (record.id.as_str(), record.problems[0].code))
        .collect();
    assert_eq!(skipped, [("b.txt", ProblemCode::Empty), ("c.xls", ProblemCode::UnsupportedFormat)]);
    assert!(!run(corpus.path(), &mut store, 2, false).unwrap().committed, "still the same problems");
}

#[test]
fn an_interrupted_run_changes_nothing() {
    let corpus = tempfile::tempdir().unwrap();
    fs::write(corpus.path().join("a.txt"), page("Elmbrook Council", 2, "Waits were long.")).unwrap();
    let mut store = Store::default();
    assert!(matches!(run(corpus.path(), &mut store, 1, true), Err(IngestError::Interrupted)));
    assert_eq!(store, Store::default());
}

#[test]
fn a_file_whose_time_alone_is_new_is_not_read_again() {
    let corpus = tempfile::tempdir().unwrap();
    let path = corpus.path().join("a.txt");
    fs::write(&path, page("Elmbrook Council", 2, "Waits were long.")).unwrap();
    let mut store = Store::default();
    run(corpus.path(), &mut store, 1, false).unwrap();
    let later = SystemTime::now() + Duration::from_secs(60);
    fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    let again = run(corpus.path(), &mut store, 1, false).unwrap();
    assert_eq!((again.run.unchanged, again.run.changed), (1, 0));
}

/// Where no file is young, size and time decide, and no file is opened.
#[test]
#[cfg(unix)]
fn a_file_of_the_same_size_and_time_that_was_written_again_is_read_again() {
    let corpus = tempfile::tempdir().unwrap();
    let path = corpus.path().join("a.txt");
    let mut store = Store::default();
    let mut go = || run_after(corpus.path(), &mut store, 1, false, i64::MAX).unwrap().run;
    fs::write(&path, page("Elmbrook Council", 2, "Waits were long.")).unwrap();
    let written = fs::metadata(&path).unwrap().modified().unwrap();
    go();
    assert_eq!(go().unchanged, 1);
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&path, page("Elmbrook Council", 2, "Waits were rare.")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
    assert_eq!(go().changed, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Files come, change and go, some of them copies of others; whatever the order and the number
    /// of threads, the state is that of a clean build.
    #[test]
    fn an_update_leaves_what_a_clean_build_leaves(
        steps in prop::collection::vec((0..5_usize, prop::option::weighted(0.8, 0..4_usize)), 1..12),
        threads in 1..4_usize,
    ) {
        let corpus = tempfile::tempdir().unwrap();
        fs::write(corpus.path().join("always.txt"), page("Elmbrook Council", 3, "Visits were prompt.")).unwrap();
        let mut store = Store::default();
        for (file, text) in steps {
            let path = corpus.path().join(format!("f{file}.txt"));
            match text {
                Some(text) => fs::write(path, page("Elmbrook Council", 2, &format!("Case {text} was closed."))).unwrap(),
                None => drop(fs::remove_file(path)),
            }
            run(corpus.path(), &mut store, threads, false).unwrap();
        }
        let mut clean = Store::default();
        run(corpus.path(), &mut clean, 1, false).unwrap();
        prop_assert_eq!(without_stamps(&store), without_stamps(&clean));
    }
}
