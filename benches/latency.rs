//! How long single searches take in a running program, with synonyms and highlights: the middle one, the 99th of a
//! hundred and the slowest, over forty assessments of every authority.
//! Run: `cargo bench --bench latency`; `FINDINGS_BENCH_SIZE=small|middle|large`, `FINDINGS_BENCH_ROUNDS=200`.

mod support;

use std::time::{Duration, Instant};

use findings::{index::Index, query::Lexicon};
use support::{
    corpus::{Size, generate},
    ours,
};

/// Promised for the 99th of a hundred.
const LIMIT: Duration = Duration::from_millis(20);

const QUERIES: [&str; 6] = [
    "hospital discharge delays",
    "unpaid carers waiting list",
    "safeguarding backlog",
    "how long do people wait for an assessment?",
    "direct payments",
    "kestrel",
];

fn main() {
    let size = Size::chosen(Size::Large);
    let generated = generate(size);
    let folder = ours::built(&generated, &format!("latency-{}", size.name()));
    let index = Index::open(&folder).expect("it was just built");
    let lexicon = Lexicon::embedded();
    println!("{} paragraphs, limit {} ms; middle, 99th of a hundred, slowest", generated.findings, ms(LIMIT));
    for query in QUERIES {
        let total = ours::search_widely(&index, &lexicon, query).total;
        let mut times: Vec<Duration> = (0..rounds())
            .map(|_| {
                let began = Instant::now();
                std::hint::black_box(ours::search_widely(&index, &lexicon, query));
                began.elapsed()
            })
            .collect();
        times.sort_unstable();
        let of_hundred = |n: usize| times[(times.len() * n).div_ceil(100) - 1];
        let over = if of_hundred(99) > LIMIT { "  over" } else { "" };
        let [middle, most, slowest] = [of_hundred(50), of_hundred(99), of_hundred(100)].map(ms);
        println!("{middle:7.1} {most:7.1} {slowest:7.1} ms  {query} ({total}){over}");
    }
}

fn rounds() -> usize {
    std::env::var("FINDINGS_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(200)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
