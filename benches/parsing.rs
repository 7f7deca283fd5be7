//! From bytes to words, one step at a time, over the small generated corpus in memory.
//! Run: `cargo bench --bench parsing`.

mod support;

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use findings::{corpus, readers, text};
use support::corpus::{Size, generate};

/// One page in this many: enough to leave every cache but the largest.
const EVERY: usize = 10;

fn parsing(c: &mut Criterion) {
    let generated = generate(Size::Small);
    let walk = corpus::walk(&generated.root).expect("the corpus was just written");
    let pages: Vec<_> = walk
        .files
        .iter()
        .step_by(EVERY)
        .map(|file| (file.format, corpus::load(file).expect("the corpus was just written")))
        .collect();
    let bytes: usize = pages.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut group = c.benchmark_group("parsing");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("read", |b| {
        b.iter(|| {
            let blocks = pages.iter().map(|(format, bytes)| {
                readers::read(*format, bytes).expect("generated pages are sound").blocks.len()
            });
            blocks.sum::<usize>()
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
}

criterion_group!(benches, parsing);
criterion_main!(benches);
