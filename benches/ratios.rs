//! Paired ratios to raw tantivy in one run: the speed row of the product's promises.
//! Run: `cargo bench --bench ratios`; `FINDINGS_BENCH_SIZE=small|middle|large`. Words after `--` choose
//! parts: `indexing`, `queries`, `synonyms`, `facets`, `cold`.
//!
//! Started with `cold-tantivy FOLDER WORD...` this program is the minimal tantivy program itself.

mod support;

use std::{
    cell::OnceCell,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use findings::{
    index::{Effort, Index},
    model::{Catalogue, Field},
    query::Lexicon,
    tagging::Tagger,
};
use support::{
    corpus::{Generated, Size, generate, target_folder},
    measure::{Ratio, Spent, paired, timed, timed_each},
    ours,
    raw::{self, Analyser, Raw, Ready},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_findings");

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, folder, words @ ..] = arguments.as_slice()
        && command == "cold-tantivy"
    {
        return cold_tantivy(Path::new(folder), words);
    }
    // Started as a test, there is nothing to test.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let parts: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| *wanted == part);

    let generated = generate(Size::chosen(Size::Middle));
    println!(
        "corpus: {} reports, {} paragraphs of findings, {:.1} MB",
        generated.reports,
        generated.findings,
        megabytes(generated.text_bytes)
    );
    let work = Work::new(&generated);
    if wanted("indexing") {
        print(&work.indexing());
    }
    work.build_both();
    if wanted("queries") {
        print(&work.queries());
    }
    if wanted("synonyms") {
        print(&work.synonyms());
    }
    if wanted("facets") {
        print(&work.facets());
    }
    if wanted("cold") {
        print(&work.cold());
    }
}

fn print(ratios: &[Ratio]) {
    ratios.iter().for_each(|ratio| println!("{ratio}"));
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

struct Work<'a> {
    generated: &'a Generated,
    catalogue: Catalogue,
    tagger: Tagger,
    ready: OnceCell<Vec<Ready>>,
    ours: PathBuf,
    raw: PathBuf,
}

impl<'a> Work<'a> {
    fn new(generated: &'a Generated) -> Self {
        let catalogue = Catalogue::embedded();
        let tagger = Tagger::new(&catalogue, None);
        let home = target_folder().join("bench-index");
        Work {
            generated,
            catalogue,
            tagger,
            ready: OnceCell::new(),
            ours: home.join("ours"),
            raw: home.join("raw"),
        }
    }

    fn build_ours(&self) -> Spent {
        empty(&self.ours);
        timed(|| ours::build(&self.generated.root, &self.ours, &self.catalogue, &self.tagger, raw::THREADS))
    }

    /// Made before any clock runs.
    fn ready(&self) -> &[Ready] {
        self.ready
            .get_or_init(|| raw::ready(&ours::reports(&self.generated.root, &self.tagger), &self.catalogue))
    }

    fn build_raw(&self, analyser: Analyser) -> Spent {
        let ready = self.ready();
        empty(&self.raw);
        let effort = Effort { threads: raw::THREADS, files: self.generated.reports as usize };
        timed(|| raw::build(&self.raw, ready, analyser, effort))
    }

    fn indexing(&self) -> Vec<Ratio> {
        let build = |analyser| move || self.build_raw(analyser);
        let remembering = paired(
            "indexing end to end / raw, remembering",
            1.2,
            rounds(5),
            || self.build_ours(),
            build(Analyser::Remembering),
        );
        println!("memory: most so far {} MB, of the paragraphs of raw too", peak_memory_mb());
        let stock = paired(
            "indexing end to end / raw, stock",
            0.9,
            rounds(3),
            || self.build_ours(),
            build(Analyser::Stock),
        );
        vec![remembering, stock]
    }

    /// Fresh indexes, both as a first build leaves them; with `FINDINGS_BENCH_KEEP` those of the last run.
    fn build_both(&self) {
        let kept =
            std::env::var_os("FINDINGS_BENCH_KEEP").is_some() && self.ours.exists() && self.raw.exists();
        if !kept {
            let (ours, raw) = (|| self.build_ours(), || self.build_raw(Analyser::Remembering));
            println!("{}", paired("one build each", 1.2, 1, ours, raw));
            let text = self.generated.text_bytes;
            println!(
                "index: ours {:.2} x the text, raw {:.2}",
                share(&self.ours, text),
                share(&self.raw, text)
            );
        }
        println!("raw in {} segments", Raw::open(&self.raw).segments());
    }

    fn queries(&self) -> Vec<Ratio> {
        let index = Index::open(&self.ours).expect("it was just built");
        let lexicon = Lexicon::embedded();
        let raw = Raw::open(&self.raw).with_names();
        let mut ratios = Vec::new();
        let mut class =
            |what: &str, text: &str, filters: &[(Field, &str)], query: Box<dyn tantivy::query::Query>| {
                if !chosen(what) {
                    return;
                }
                let answer = ours::search(&index, &lexicon, text, filters, &[]);
                let yardstick = raw.top_ten(&*query);
                assert_eq!(answer.total, yardstick.total, "{what}: both find the same");
                ratios.push(paired(
                    format!("{what} ({})", answer.total),
                    1.3,
                    rounds(31),
                    || timed_each(|| ours::search(&index, &lexicon, text, filters, &[])),
                    || timed_each(|| raw.top_ten(&*query)),
                ));
            };
        class("word, frequent", "hospital", &[], raw.words(&["hospital"]));
        class("word, rare", "kestrel", &[], raw.words(&["kestrel"]));
        class("AND of two", "hospital discharge", &[], raw.words(&["hospital", "discharge"]));
        class(
            "AND of three",
            "hospital discharge delays",
            &[],
            raw.words(&["hospital", "discharge", "delays"]),
        );
        class(
            "phrase, frequent",
            "\"hospital discharge\"",
            &[],
            raw.phrase(&["hospital", "discharge"], None),
        );
        class(
            "phrase, rare",
            "\"quiet harbour scheme\"",
            &[],
            raw.phrase(&["quiet", "harbour", "scheme"], None),
        );
        class(
            "phrase and score",
            "\"hospital discharge\"",
            &[(Field::Score, "..2")],
            raw.phrase(&["hospital", "discharge"], Some(2)),
        );
        class(
            "word and authority",
            "hospital",
            &[(Field::Authority, "Barnet")],
            raw.word_in("hospital", "Barnet"),
        );
        ratios
    }

    /// Ours against ours: what synonyms and their marks cost.
    fn synonyms(&self) -> Vec<Ratio> {
        let index = Index::open(&self.ours).expect("it was just built");
        let lexicon = Lexicon::embedded();
        let class = |words: &str| {
            paired(
                format!("with synonyms / without: {words}"),
                2.0,
                rounds(31),
                || timed_each(|| ours::search_widely(&index, &lexicon, words)),
                || timed_each(|| ours::search(&index, &lexicon, words, &[], &[])),
            )
        };
        ["hospital discharge delays", "unpaid carers waiting list", "safeguarding backlog", "kestrel"]
            .map(class)
            .into()
    }

    fn facets(&self) -> Vec<Ratio> {
        let index = Index::open(&self.ours).expect("it was just built");
        let lexicon = Lexicon::embedded();
        let raw = Raw::open(&self.raw).with_names();
        let fields = [Field::Authority, Field::Statement, Field::Score];
        let class = |words: &str, query: Box<dyn tantivy::query::Query>| {
            let answer = ours::search(&index, &lexicon, words, &[], &fields);
            let yardstick = raw.top_ten_and_facets(&*query);
            let counted: usize = answer.facets[0].values.iter().map(|value| value.count).sum();
            assert_eq!(counted as u64, yardstick.facets[0].values().sum::<u64>(), "both count the same");
            paired(
                format!("three facets and top ten: {words}"),
                1.5,
                rounds(31),
                || timed_each(|| ours::search(&index, &lexicon, words, &[], &fields)),
                || timed_each(|| raw.top_ten_and_facets(&*query)),
            )
        };
        vec![
            class("hospital", raw.words(&["hospital"])),
            class("hospital discharge", raw.words(&["hospital", "discharge"])),
            class("kestrel", raw.words(&["kestrel"])),
        ]
    }

    fn cold(&self) -> Vec<Ratio> {
        let this = std::env::current_exe().expect("a running program has a path");
        let class = |words: &[&str]| {
            let run = |program: &Path, before: &[&str]| {
                let mut command = Command::new(program);
                command.args(before).args(words).stdout(Stdio::null()).stderr(Stdio::null());
                timed(|| command.status().expect("the program starts"))
            };
            let (ours, raw) = (self.ours.display().to_string(), self.raw.display().to_string());
            paired(
                format!("cold: {}", words.join(" ")),
                1.5,
                rounds(31),
                || run(Path::new(PROGRAM), &["search", "--no-synonyms", "--index", &ours]),
                || run(&this, &["cold-tantivy", &raw]),
            )
        };
        vec![class(&["kestrel"]), class(&["hospital", "discharge"])]
    }
}

/// The least that answers: open, search, print ten paragraphs.
fn cold_tantivy(folder: &Path, words: &[String]) {
    let raw = Raw::open(folder);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let answer = raw.top_ten(&*raw.words(&words));
    println!("{} paragraphs", answer.total);
    for found in &answer.hits {
        println!("{} {} {:?}\n{}\n", found.relevance, found.tags, found.marks, found.text);
    }
}

/// `FINDINGS_BENCH_ONLY=rare` for the query rows with these letters in their name.
fn chosen(row: &str) -> bool {
    std::env::var("FINDINGS_BENCH_ONLY").map_or(true, |only| row.contains(&only))
}

/// `FINDINGS_BENCH_ROUNDS` for a quick look.
fn rounds(usual: usize) -> usize {
    std::env::var("FINDINGS_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(usual)
}

fn empty(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("the target folder can be written");
}

fn folder_bytes(folder: &Path) -> u64 {
    let entries =
        fs::read_dir(folder).expect("it was just built").map(|entry| entry.expect("it was just built"));
    entries
        .map(|entry| {
            let meta = entry.metadata().expect("nobody removes it");
            if meta.is_dir() { folder_bytes(&entry.path()) } else { meta.len() }
        })
        .sum()
}

fn share(folder: &Path, text_bytes: u64) -> f64 {
    folder_bytes(folder) as f64 / text_bytes as f64
}

/// `VmHWM`; 0 where there is no `/proc`.
fn peak_memory_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1000
}
