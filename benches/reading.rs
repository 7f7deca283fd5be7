//! Formats beside the bare work that each cannot do without: PDF beside poppler's `pdftotext` (where
//! it is installed; its start-up is in its time), pages beside a bare HTML parse.
//! Run: `cargo bench --bench reading`.

#[path = "../tests/behaviour/making/mod.rs"]
mod making;

use std::{hint::black_box, process::Command, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use findings::{model::Format, readers};
use making::pdf::{LAYOUT, Look};

const PARAGRAPH: &str = "People told us that assessments were arranged quickly, although safeguarding enquiries took \
    longer than staff expected them to take; 92.96% of those asked wanted plain language about charging.";

fn pdf(c: &mut Criterion) {
    let paragraphs: Vec<(Look, &str)> = (0..700)
        .map(|n| if n % 10 == 0 { (Look::Heading, "Assessing needs") } else { (Look::Text, PARAGRAPH) })
        .collect();
    let bytes = making::pdf::report(&paragraphs, LAYOUT);
    let pages = readers::read(Format::Pdf, &bytes)
        .expect("our own PDF can be read")
        .blocks
        .iter()
        .filter_map(|block| block.at.page)
        .max();
    let mut group = c.benchmark_group("pdf");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(u64::from(pages.unwrap_or(1))));
    group.bench_function("findings", |b| b.iter(|| readers::read(Format::Pdf, black_box(&bytes))));
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, &bytes).expect("a temporary file can be written");
    let poppler = || Command::new("pdftotext").arg(&file).arg("-").output();
    if poppler().is_ok() {
        group.bench_function("pdftotext", |b| b.iter(poppler));
    }
    group.finish();
}

fn html(c: &mut Criterion) {
    let body: String =
        (0..2_000).map(|n| format!("<h3 id=\"s{n}\">Assessing needs</h3>\n<p>{PARAGRAPH}</p>\n")).collect();
    let page = format!(
        "<!DOCTYPE html><html><body><nav><a href='/'>Home</a></nav><main><h1>Report</h1>{body}</main></body></html>"
    );
    let mut group = c.benchmark_group("html");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("findings", |b| b.iter(|| readers::read(Format::Html, black_box(page.as_bytes()))));
    group.bench_function("bare parse", |b| b.iter(|| scraper::Html::parse_document(black_box(&page))));
    group.finish();
}

criterion_group!(reading, pdf, html);
criterion_main!(reading);
