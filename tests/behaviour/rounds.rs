//! A corpus that changes from round to round, and all that an index holds of it.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use findings::index::Index;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_findings");

pub(crate) fn program(corpus: &Path, index: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["index", "--quiet"]).arg(corpus).arg("--index").arg(index);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(corpus: &Path, index: &Path) {
    let output = program(corpus, index).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Thirty reports; `round` changes every third, and adds and removes one.
pub(crate) fn write_corpus(corpus: &Path, round: usize) {
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
pub(crate) fn state(index: &Path) -> Option<String> {
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

/// What the index of this corpus holds once it is built.
pub(crate) fn state_of(corpus: &Path) -> Option<String> {
    let sandbox = tempfile::tempdir().unwrap();
    run(corpus, &sandbox.path().join("index"));
    state(&sandbox.path().join("index"))
}

/// Whole, with nothing beside it.
pub(crate) fn clean(index: &Path, what: &str) {
    let report = Index::verify(index).unwrap();
    assert_eq!((report.faults, report.leftovers), (vec![], vec![]), "{what}");
}
