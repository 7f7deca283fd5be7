//! How long each command takes, started anew over a warm file cache, against what is promised: 100 ms over one
//! assessment of every authority, ten times that over ten.
//! Run: `cargo bench --bench commands`; `FINDINGS_BENCH_SIZE=small|middle`, `FINDINGS_BENCH_ROUNDS=5`.

mod support;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use findings::{index::Index, query::Lexicon};
use support::{
    corpus::{Size, generate, target_folder},
    ours,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_findings");
/// Promised for one assessment of each authority.
const LIMIT: Duration = Duration::from_millis(100);

fn main() {
    let size = Size::chosen(Size::Small);
    let generated = generate(size);
    let folder = ours::built(&generated, &format!("commands-{}", size.name()));
    let index = Index::open(&folder).expect("it was just built");
    let found = ours::search(&index, &Lexicon::embedded(), "hospital", &[], &[]);
    let id = found.hits[0].paragraph.id.to_string();
    let draft = target_folder().join("bench-draft.txt");
    fs::write(&draft, draft_of(&found)).expect("the target folder can be written");
    let draft = draft.display().to_string();
    drop(index);

    let limit = LIMIT * size.waves();
    println!(
        "{} reports, limit {} ms; median and slowest of the rounds",
        generated.reports,
        limit.as_millis()
    );
    let commands: [&[&str]; 24] = [
        &["search", "hospital", "discharge"],
        &["search", "hospital", "discharge", "--json"],
        &["search", "hospital", "--facets", "authority,statement,score"],
        &["search", "hospital", "--group-by", "authority"],
        &["search", "hospital", "--sort", "score"],
        &["search", "hospital", "-c"],
        &["search", "hospital", "discharge", "--format", "html"],
        &["search", "kestral"],
        &["search", "hospital", "--cite"],
        &["count", "hospital"],
        &["count", "hospital", "--by", "authority,score"],
        &["count", "*", "--by", "authority,statement"],
        &["count", "hospital", "--by", "statement,score", "--unit", "reports"],
        &["facets"],
        &["facets", "authority"],
        &["show", &id],
        &["cite", &id],
        &["scores"],
        &["scores", "--format", "csv"],
        &["scores", "--check"],
        &["compare", "Barnet", "Camden"],
        &["compare", "Barnet", "Camden", "hospital", "discharge"],
        &["check", &draft],
        &["status"],
    ];
    let mut over = 0;
    for command in commands {
        let mut times: Vec<Duration> = (0..rounds()).map(|_| timed(command, &folder)).collect();
        times.sort_unstable();
        let (median, slowest) = (times[times.len() / 2], times[times.len() - 1]);
        over += usize::from(median > limit);
        let mark = if median > limit { "  over" } else { "" };
        let name = command.join(" ").replace(&id, "ID").replace(&draft, "DRAFT");
        println!("{:8.1} {:8.1} ms  {name}{mark}", ms(median), ms(slowest));
    }
    println!("{over} of {} over the limit", commands.len());
}

/// Ten quotations, every other one altered, and a claim after each.
fn draft_of(found: &findings::backend::SearchResponse) -> String {
    let quoted = found.hits.iter().enumerate().map(|(n, hit)| {
        let words: Vec<&str> = hit.paragraph.text.split(' ').take(25).collect();
        let kept = if n % 2 == 0 { words.clone() } else { [&words[..12], &words[14..]].concat() };
        let council = hit.paragraph.page.authority.as_ref().map_or("", |tag| tag.value.name.as_str());
        format!("{council} scored 2 for safeguarding. Its report says “{}”.\n\n", kept.join(" "))
    });
    quoted.collect()
}

fn timed(command: &[&str], index: &Path) -> Duration {
    let began = Instant::now();
    let ended: Output =
        Command::new(PROGRAM).args(command).arg("--index").arg(index).output().expect("the program starts");
    let took = began.elapsed();
    assert!(ended.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&ended.stderr));
    took
}

fn rounds() -> usize {
    std::env::var("FINDINGS_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(11)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
