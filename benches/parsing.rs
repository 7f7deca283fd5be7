//! From bytes to words, one step at a time, over the small generated corpus in memory.
//! Run: `cargo bench --bench parsing`.

mod support;

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use findings::{corpus, model::Catalogue, query, readers, tagging::Tagger, text};
use support::corpus::{Size, generate};

/// One page in this many: enough to leave every cache but the largest.
const EVERY: usize = 10;

const QUERIES: [(&str, &str); 3] = [
    ("words", "hospital discharge delays"),
    (
        "operators",
        "(\"discharge to assess\" OR reablement) AND NOT \"waiting list\"~3 score:..2 statement:pathways",
    ),
    (
        "a pasted sentence",
        "People told us they waited for months, and that nobody rang them: 'we didn't know who to ask' (carers' group).",
    ),
];

fn parsing(c: &mut Criterion) {
    let generated = generate(Size::Small);
    let walk = corpus::walk(&generated.root).expect("the corpus was just written");
    let pages: Vec<_> = walk
        .files
        .iter()
        .step_by(EVERY)
        .map(|file| (file, corpus::load(file).expect("the corpus was just written")))
        .collect();
    let bytes: usize = pages.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut group = c.benchmark_group("parsing");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("read", |b| {
        b.iter(|| {
            let blocks = pages.iter().map(|(file, bytes)| {
                readers::read(file.format, bytes).expect("generated pages are sound").blocks.len()
            });
            blocks.sum::<usize>()
        });
    });
    let tagger = Tagger::new(&Catalogue::embedded(), None);
    group.bench_function("read and tag", |b| {
        b.iter(|| {
            let reports = pages.iter().map(|(file, bytes)| {
                let reading = readers::read(file.format, bytes).expect("generated pages are sound");
                tagger.tag(file.id.clone(), reading).paragraphs.len()
            });
            reports.sum::<usize>()
        });
    });
    group.bench_function("words", |b| {
        b.iter(|| {
            let texts =
                pages.iter().map(|(_, bytes)| std::str::from_utf8(bytes).expect("generated pages are UTF-8"));
            texts.map(|page| text::words(page).map(|word| word.stem().len()).sum::<usize>()).sum::<usize>()
        });
    });
    group.bench_function("sentences", |b| {
        b.iter(|| {
            let texts =
                pages.iter().map(|(_, bytes)| std::str::from_utf8(bytes).expect("generated pages are UTF-8"));
            texts.map(|page| text::sentences(page).len()).sum::<usize>()
        });
    });
    group.finish();

    let mut group = c.benchmark_group("queries");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for (name, text) in QUERIES {
        group.bench_function(name, |b| b.iter(|| query::parse(text).expect("the query is sound")));
    }
    group.finish();
}

criterion_group!(benches, parsing);
criterion_main!(benches);
