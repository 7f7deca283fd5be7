//! Runs that are killed, and readers beside a writer: whatever happens, the folder opens as the old or the
//! new state, and nobody who searches is disturbed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use findings::index::Index;

const PROGRAM: &str = env!("CARGO_BIN_EXE_findings");

fn program(corpus: &Path, index: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["index", "--quiet"]).arg(corpus).arg("--index").arg(index);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn run(corpus: &Path, index: &Path) {
    let output = program(corpus, index).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Thirty reports; `round` changes every third, and adds and removes one.
fn write_corpus(corpus: &Path, round: usize) {
    fs::create_dir_all(corpus).unwrap();
    for n in 0..30 {
        let words = if n % 3 == round % 3 { round } else { 0 };
        let paragraphs: Vec<String> = (0..12)
            .map(|p| format!("People told us in part {p} of report {n} that round {words} of hospital discharge was slow."))
            .collect();
        fs::write(corpus.join(format!("report-{n:02}.txt")), paragraphs.join("\n\n")).unwrap();
    }
    for n in 0..4 {
        let visitor = corpus.join(format!("visitor-{n}.txt"));
        if n == round % 4 {
            fs::write(visitor, format!("A visitor wrote in round {round}.\n")).unwrap();
        } else {
            let _ = fs::remove_file(visitor);
        }
    }
}

/// All that the index holds; `None` where there is no index yet.
fn state(index: &Path) -> Option<String> {
    let index = match Index::open(index) {
        Ok(index) => index,
        Err(error) => {
            assert!(["index-missing", "index-interrupted"].contains(&error.code()), "{error}");
            return None;
        }
    };
    let mut out = String::new();
    for record in index.records().unwrap() {
        for paragraph in index.report(&record.id).unwrap() {
            out.push_str(&format!("{} {}\n", paragraph.id, paragraph.text));
        }
    }
    Some(out)
}

fn clean(index: &Path, what: &str) {
    let report = Index::verify(index).unwrap();
    assert_eq!((report.faults, report.leftovers), (vec![], vec![]), "{what}");
}

/// Kills so many runs at moments spread over the time a run takes; every fifth kill hits a first build.
fn kill(times: u64) {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    let began = Instant::now();
    run(&corpus, &index);
    let usual = began.elapsed();
    for n in 1..=times {
        if n % 5 == 0 {
            fs::remove_dir_all(&index).unwrap();
        }
        let old = state(&index);
        write_corpus(&corpus, n as usize);
        let mut child = program(&corpus, &index).spawn().unwrap();
        // The golden ratio spreads the moments evenly however many there are.
        let part = (n as f64 * 0.618_033_988_75).fract() * 1.1;
        thread::sleep(usual.mul_f64(part));
        let _ = child.kill();
        let ended = child.wait().unwrap();
        let after = state(&index);
        if n % 3 != 0 || after.is_none() {
            run(&corpus, &index);
            clean(&index, &format!("after kill {n}"));
        }
        let new = {
            let fresh = sandbox.path().join("fresh");
            run(&corpus, &fresh);
            let new = state(&fresh);
            fs::remove_dir_all(&fresh).unwrap();
            new
        };
        assert!(after == old || after == new, "kill {n}: neither the old nor the new state");
        assert!(!ended.success() || after == new, "kill {n}: said to be done");
        if n % 3 != 0 {
            assert_eq!(state(&index), new, "the run after kill {n}");
        }
    }
}

#[test]
fn a_killed_run_leaves_the_old_or_the_new_state() {
    kill(12);
}

#[test]
#[ignore = "takes minutes; run it when the writing of the index changes"]
fn three_hundred_killed_runs_leave_the_old_or_the_new_state() {
    kill(300);
}

fn readers_beside_a_writer(rounds: usize) {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    run(&corpus, &index);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut answers = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let index = Index::open(&index).unwrap_or_else(|error| panic!("{error}"));
                        let mut visitors = Vec::new();
                        let mut rounds: Vec<String> = Vec::new();
                        for record in index.records().unwrap() {
                            let report = index.report(&record.id).unwrap();
                            assert_eq!(report.len(), record.paragraphs as usize, "a torn state");
                            if record.id.as_str().starts_with("visitor") {
                                visitors.push(report[0].text.clone());
                            } else {
                                let round = report[0].text.split("round ").nth(1).unwrap();
                                rounds.push(round.split(' ').next().unwrap().to_owned());
                            }
                        }
                        // Every round writes one visitor and its number into ten reports.
                        assert_eq!(visitors.len(), 1, "{visitors:?}");
                        let round = visitors[0].trim_end_matches(['.', '\n']).rsplit(' ').next().unwrap();
                        let of_round = rounds.iter().filter(|other| *other == round).count();
                        assert!(of_round == 10 || round == "0", "{round}: {rounds:?}");
                        answers += 1;
                    }
                    answers
                })
            })
            .collect();
        for round in 1..=rounds {
            write_corpus(&corpus, round);
            run(&corpus, &index);
        }
        thread::sleep(Duration::from_millis(50));
        stop.store(true, Ordering::Relaxed);
        for reader in readers {
            assert!(reader.join().unwrap() > 0);
        }
    });
}

#[test]
fn readers_see_one_whole_state_while_a_writer_works() {
    readers_beside_a_writer(6);
}

#[test]
#[cfg(unix)]
fn a_second_writer_is_told_who_holds_the_lock() {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    run(&corpus, &index);
    write_corpus(&corpus, 1);
    let lock: PathBuf = index.join("writer.lock");
    let held = fs::File::options().write(true).open(lock).unwrap();
    held.lock().unwrap();
    let began = Instant::now();
    let output = program(&corpus, &index).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(message.contains("lock") && message.contains("another"), "{message}");
    held.unlock().unwrap();
    run(&corpus, &index);
}
