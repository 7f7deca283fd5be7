//! Paired ratios to raw tantivy in one run: the speed row of the product's promises.
//! Run: `cargo bench --bench ratios`; `FINDINGS_BENCH_SIZE=small|middle|large`.

mod support;

use support::corpus::{Size, generate};

fn main() {
    // Started as a test, there is nothing to test.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let corpus = generate(Size::chosen(Size::Middle));
    println!("{corpus:?}");
}
