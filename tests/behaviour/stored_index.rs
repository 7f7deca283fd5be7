//! An index of each released format is kept: this program opens it, or refuses it in words.
//!
//! `tests/fixtures/index-1` holds a corpus of two invented reports and its index. Until a release has written
//! format 1 it may be made anew: `UPDATE_STORED_INDEX=1 cargo test --locked --test behaviour stored_index`.

use std::{env, fs, path::Path, sync::Once, time::SystemTime};

use findings::{
    backend::{CorpusSettings, Stop, Versions},
    index::{Effort, Index, Writer},
    ingest::{self, Job},
    model::Catalogue,
    query::Lexicon,
    readers::{self, Isolation},
    tagging::{self, Tagger},
    text,
};

use super::support::{Sandbox, copy_folder, project};

/// The kept corpus and index, where they may be written to.
fn stored() -> Sandbox {
    let home = project().join("tests/fixtures/index-1");
    static WRITTEN: Once = Once::new();
    WRITTEN.call_once(|| {
        if env::var_os("UPDATE_STORED_INDEX").is_some() {
            write(&home);
        }
    });
    let sandbox = Sandbox::empty();
    copy_folder(&home, &sandbox.path("."));
    sandbox
}

/// As `findings index` does it, without a path of this machine.
fn write(home: &Path) {
    let (sandbox, catalogue) = (Sandbox::empty(), Catalogue::embedded());
    let versions = Versions {
        readers: readers::VERSION,
        tagger: tagging::VERSION,
        words: text::VERSION,
        catalogue: Catalogue::embedded_digest(),
        lexicon: Lexicon::embedded_digest(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let settings = CorpusSettings { corpus: "corpus".to_owned(), versions, ..CorpusSettings::default() };
    let fresh = sandbox.path("index");
    let writer = Writer::open(&fresh, &catalogue, settings, false, Effort { threads: 1, files: 1 }).unwrap();
    let job = Job {
        corpus: &home.join("corpus"),
        tagger: &Tagger::new(&catalogue, None),
        isolation: &Isolation::default(),
        threads: 1,
        stop: &Stop::new(),
        started: SystemTime::now(),
        last_started_ns: 0,
    };
    ingest::update(&job, writer, &mut |_| ()).unwrap();
    let _ = fs::remove_dir_all(home.join("index"));
    copy_folder(&fresh, &home.join("index"));
    for folder in [home.join("index"), home.join("index/g1")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "lock") {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

#[test]
fn a_stored_index_is_opened_searched_and_verified() {
    let sandbox = stored();
    let found = sandbox.run(&["search", "hospital discharge", "--json"]);
    assert_eq!(found.code, 0, "{}", found.stderr);
    let found = found.json();
    assert_eq!(
        (&found["total"], &found["hits"][0]["id"]),
        (&1.into(), &"fenmarsh-0325-theme3-pathways.txt#1".into())
    );
    assert_eq!(found["hits"][0]["score"], 2);
    let verified = sandbox.run(&["verify"]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    // Rules may have changed since it was written: then a run reads all again, and says why.
    assert_eq!(sandbox.run(&["index"]).code, 0);
    assert_eq!(sandbox.run(&["search", "hospital discharge", "-c"]).stdout, "1\n");
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}

/// The format is named in `CURRENT` and read before anything else.
fn with_format(sandbox: &Sandbox, shift: i64) -> i64 {
    let current = sandbox.read("index/CURRENT");
    let line = current.lines().find(|line| line.starts_with("format ")).unwrap().to_owned();
    let format = line["format ".len()..].parse::<i64>().unwrap() + shift;
    sandbox.write("index/CURRENT", current.replace(&line, &format!("format {format}")));
    format
}

#[test]
fn a_newer_index_is_refused_by_queries_and_kept_by_runs_unless_a_rebuild_is_asked_for() {
    let sandbox = stored();
    let newer = with_format(&sandbox, 1);
    for args in [&["search", "hospital"][..], &["count", "hospital"], &["status"], &["verify"], &["index"]] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        let said = [&format!("format {newer}"), "newer", "findings index --rebuild"];
        assert!(said.iter().all(|words| run.stderr.contains(*words)), "{args:?}: {}", run.stderr);
    }
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, 0);
    assert_eq!(sandbox.run(&["search", "hospital discharge", "-c"]).stdout, "1\n");
    assert_eq!(sandbox.run(&["verify"]).code, 0);
}

#[test]
fn an_older_index_is_refused_by_queries_and_rebuilt_by_a_plain_run() {
    let sandbox = stored();
    // Before format 1 there was none: format 0 is no format.
    if with_format(&sandbox, -1) == 0 {
        let run = sandbox.run(&["search", "hospital"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("damaged") && run.stderr.contains("--rebuild"), "{}", run.stderr);
        return;
    }
    for args in [&["search", "hospital"][..], &["status"], &["verify"]] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains("build it anew with `findings index`"), "{args:?}: {}", run.stderr);
    }
    assert_eq!(sandbox.run(&["index"]).code, 0);
    assert_eq!(sandbox.run(&["search", "hospital discharge", "-c"]).stdout, "1\n");
}

#[test]
fn a_stored_index_answers_as_a_fresh_one() {
    let sandbox = stored();
    let ask = |index: &str| {
        sandbox.run(&["search", "hospital OR carers", "--section", "all", "--json", "--index", index]).json()
    };
    let kept = ask("index");
    assert_eq!(sandbox.run(&["index", "--index", "fresh"]).code, 0);
    assert_eq!(kept["total"], ask("fresh")["total"]);
    assert!(Index::open(&sandbox.path("index")).unwrap().files() == 2);
}
