//! Nobody who searches is disturbed by a writer, or sees anything but one whole state.

use std::{
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use findings::index::Index;

use super::rounds::{PROGRAM, run, write_corpus};

/// One state: every round writes one visitor and its number into ten reports of twelve paragraphs.
fn of_one_round<'a>(texts: impl Iterator<Item = &'a str>) {
    let (visitors, reports): (Vec<&str>, Vec<&str>) = texts.partition(|text| text.contains("visitor"));
    assert_eq!((visitors.len(), reports.len()), (1, 360), "{visitors:?}");
    let round = visitors[0].trim_end_matches(['.', '\n']).rsplit(' ').next().unwrap();
    let words = format!(" round {round} of ");
    let of_round = reports.iter().filter(|text| text.contains(&words)).count();
    assert_eq!(of_round, if round == "0" { 360 } else { 120 }, "round {round}");
}

/// Through the library: the ledger agrees with the paragraphs.
fn read(index: &Path) {
    let index = Index::open(index).unwrap_or_else(|error| panic!("{error}"));
    let mut texts = Vec::new();
    for record in index.records().unwrap() {
        let report = index.report(&record.id).unwrap();
        assert_eq!(report.len(), record.paragraphs as usize, "a torn state");
        texts.extend(report.into_iter().map(|paragraph| paragraph.text));
    }
    of_one_round(texts.iter().map(String::as_str));
}

/// As a person does it.
fn search(index: &Path) {
    let output = Command::new(PROGRAM)
        .args(["search", "visitor OR hospital", "--section", "all", "--all", "--json", "--index"])
        .arg(index)
        .output()
        .unwrap();
    let (answer, message) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{message}");
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(answer["total"], hits.len());
    of_one_round(hits.iter().map(|hit| hit["text"].as_str().unwrap()));
}

/// So many readers, every other one a process of its own, for so long beside one writer. Every tenth run
/// of the writer is a rebuild. How many answers were read and states written.
fn readers_beside_a_writer(readers: usize, time: Duration) -> (usize, usize) {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    run(&corpus, &index);
    let stop = AtomicBool::new(false);
    let until_stopped = |read: fn(&Path)| {
        let mut answers = 0;
        while !stop.load(Ordering::Relaxed) {
            read(&index);
            answers += 1;
        }
        answers
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..readers)
            .map(|n| scope.spawn(move || until_stopped(if n % 2 == 0 { read } else { search })))
            .collect();
        let began = Instant::now();
        let mut rounds = 0;
        while began.elapsed() < time {
            rounds += 1;
            write_corpus(&corpus, rounds);
            if rounds % 10 == 0 {
                let rebuild = ["index", "--quiet", "--rebuild", "--index"];
                let output = Command::new(PROGRAM).args(rebuild).arg(&index).arg(&corpus).output().unwrap();
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            } else {
                run(&corpus, &index);
            }
        }
        stop.store(true, Ordering::Relaxed);
        let answers: Vec<usize> = readers.into_iter().map(|reader| reader.join().unwrap()).collect();
        assert!(answers.iter().all(|answers| *answers > 0), "{answers:?}");
        (answers.iter().sum(), rounds)
    })
}

#[test]
fn readers_see_one_whole_state_while_a_writer_works() {
    readers_beside_a_writer(4, Duration::from_secs(4));
}

#[test]
#[ignore = "takes a minute; run it when the opening or the writing of the index changes"]
fn eight_readers_see_one_whole_state_for_a_minute() {
    let (answers, states) = readers_beside_a_writer(8, Duration::from_secs(60));
    println!("{answers} answers beside {states} runs");
}
