//! How long it takes to index: reading and tagging alone, and from files to a committed index.
//! Run: `cargo bench --bench indexing`; `FINDINGS_BENCH_SIZE=small|middle|large`.

mod support;

use std::{fs, time::Duration};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use findings::{model::Catalogue, tagging::Tagger};
use support::{
    corpus::{Size, generate, target_folder},
    ours, raw,
};

fn indexing(c: &mut Criterion) {
    let generated = generate(Size::chosen(Size::Small));
    let catalogue = Catalogue::embedded();
    let tagger = Tagger::new(&catalogue, None);
    let mut group = c.benchmark_group("indexing");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(10));
    group.throughput(Throughput::Bytes(generated.text_bytes));
    group.bench_function("read and tag", |b| b.iter(|| ours::reports(&generated.root, &tagger).len()));
    let folder = target_folder().join("bench-index").join("criterion");
    group.bench_function("end to end", |b| {
        let emptied = || {
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).expect("the target folder can be written");
        };
        b.iter_batched(
            emptied,
            |()| ours::build(&generated.root, &folder, &catalogue, &tagger, raw::THREADS),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, indexing);
criterion_main!(benches);
