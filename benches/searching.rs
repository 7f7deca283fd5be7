//! How long an answer takes in a running program, and how long it takes to open an index.
//! Run: `cargo bench --bench searching`; `FINDINGS_BENCH_SIZE=small|middle|large`.

mod support;

use std::{fs, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use findings::{
    index::Index,
    model::{Catalogue, Field},
    query::Lexicon,
    tagging::Tagger,
};
use support::{
    corpus::{Size, generate, target_folder},
    ours, raw,
};

/// Name, query, filters, facets.
type Class<'a> = (&'a str, &'a str, &'a [(Field, &'a str)], &'a [Field]);

fn searching(c: &mut Criterion) {
    let generated = generate(Size::chosen(Size::Small));
    let catalogue = Catalogue::embedded();
    let folder = target_folder().join("bench-index").join("searching");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    ours::build(&generated.root, &folder, &catalogue, &Tagger::new(&catalogue, None), raw::THREADS);
    let index = Index::open(&folder).expect("it was just built");
    let lexicon = Lexicon::embedded();
    for (phrase, count) in &generated.planted {
        let found = ours::search(&index, &lexicon, &format!("\"{phrase}\""), &[], &[]).total;
        assert_eq!(found as u64, *count, "{phrase} was planted");
    }

    let mut group = c.benchmark_group("searching");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.bench_function("open", |b| b.iter(|| Index::open(&folder).expect("it was just built")));
    let score = [(Field::Score, "..2")];
    let within = [(Field::Score, "..2"), (Field::Authority, "Barnet"), (Field::Statement, "pathways")];
    let facets = [Field::Authority, Field::Statement, Field::Score];
    let classes: [Class<'_>; 9] = [
        ("term", "hospital", &[], &[]),
        ("rare term", "kestrel", &[], &[]),
        ("and", "hospital discharge delays", &[], &[]),
        ("or", "hospital OR discharge OR delays", &[], &[]),
        ("phrase", "\"hospital discharge\"", &[], &[]),
        ("phrase with score filter", "\"hospital discharge\"", &score, &[]),
        ("three filters", "hospital", &within, &[]),
        ("facet counts", "hospital", &[], &facets),
        ("prefix", "safeguard*", &[], &[]),
    ];
    // Each answer is the ten best, whole and with their highlights.
    for (name, text, filters, facets) in classes {
        group.bench_function(name, |b| b.iter(|| ours::search(&index, &lexicon, text, filters, facets)));
    }
    group.finish();
}

criterion_group!(benches, searching);
criterion_main!(benches);
