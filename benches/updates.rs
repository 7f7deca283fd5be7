//! What an update costs beside a full build, and what a long history of updates costs every search.
//! Run: `cargo bench --bench updates`; `FINDINGS_BENCH_SIZE=small|middle`.

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use findings::{backend::SearchResponse, index::Index, model::Catalogue, query::Lexicon, tagging::Tagger};
use support::{
    corpus::{Size, generate, target_folder},
    measure::{Ratio, Spent, paired, timed, timed_each},
    ours,
};

const THREADS: usize = 2;
const UPDATES: usize = 300;

fn main() {
    // Started as a test, there is nothing to test.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let generated = generate(Size::chosen(Size::Middle));
    let home = target_folder().join("bench-updates");
    let _ = fs::remove_dir_all(&home);
    let work = Work {
        corpus: home.join("corpus"),
        updated: home.join("updated"),
        fresh: home.join("fresh"),
        catalogue: Catalogue::embedded(),
        tagger: Tagger::new(&Catalogue::embedded(), None),
    };
    link(&generated.root, &work.corpus);
    // Files as young as the run that reads them are hashed by the next.
    thread::sleep(Duration::from_secs(3));
    work.build(&work.updated);
    println!(
        "corpus: {} reports; in turn {UPDATES} times: one changes, the index follows",
        generated.reports
    );

    let mut number = 0;
    let mut one_changed = || {
        number += 1;
        work.change(number);
        work.update()
    };
    let full = || work.build(&work.fresh);
    println!("{}", paired("one file changed / full build", 0.05, 3, &mut one_changed, full));
    println!("{}", paired("nothing changed / full build", 0.02, 3, || work.update(), full));
    for _ in 0..UPDATES {
        one_changed();
    }
    full();
    for ratio in work.searches() {
        println!("{ratio}");
    }
}

struct Work {
    corpus: PathBuf,
    updated: PathBuf,
    fresh: PathBuf,
    catalogue: Catalogue,
    tagger: Tagger,
}

impl Work {
    fn build(&self, folder: &Path) -> Spent {
        let _ = fs::remove_dir_all(folder);
        timed(|| ours::build(&self.corpus, folder, &self.catalogue, &self.tagger, THREADS))
    }

    fn update(&self) -> Spent {
        timed(|| ours::build(&self.corpus, &self.updated, &self.catalogue, &self.tagger, THREADS))
    }

    /// One report is written anew; its link to the generated file is cut first.
    fn change(&self, number: usize) {
        let mut reports: Vec<PathBuf> = fs::read_dir(self.corpus.join("wave-00"))
            .expect("it was just linked")
            .map(|entry| entry.expect("it was just linked").path())
            .collect();
        reports.sort();
        let report = &reports[number * 7 % reports.len()];
        let mut text = fs::read_to_string(report).expect("a generated page is text");
        text.push_str(&format!("In visit {number} we heard of the kestrel protocol again.\n"));
        fs::remove_file(report)
            .and_then(|()| fs::write(report, text))
            .expect("the target folder can be written");
    }

    fn searches(&self) -> Vec<Ratio> {
        let (updated, fresh) = (self.open(&self.updated), self.open(&self.fresh));
        println!("segments: {} after the updates, {} built afresh", updated.segments(), fresh.segments());
        let lexicon = Lexicon::embedded();
        let questions = ["hospital", "kestrel", "hospital discharge delays", "\"quiet harbour scheme\""];
        let compare = |text: &str| {
            let ask = |index: &Index| ours::search(index, &lexicon, text, &[], &[]);
            let (after, afresh) = (ask(&updated), ask(&fresh));
            let shown = |answer: &SearchResponse| format!("{} {:?}", answer.total, answer.hits);
            assert_eq!(shown(&after), shown(&afresh), "{text}: both answer the same");
            let what = format!("{text}: after the updates / fresh");
            paired(what, 1.2, 31, || timed_each(|| ask(&updated)), || timed_each(|| ask(&fresh)))
        };
        questions.into_iter().map(compare).collect()
    }

    fn open(&self, folder: &Path) -> Index {
        Index::open(folder).expect("it was just built")
    }
}

fn link(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the target folder can be written");
    for entry in fs::read_dir(from).expect("the corpus was just written") {
        let entry = entry.expect("the corpus was just written");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            link(&entry.path(), &target);
        } else {
            fs::hard_link(entry.path(), target).expect("both lie in the target folder");
        }
    }
}
