use std::path::PathBuf;

use crate::{
    cli::{
        args::{Format, Global, VerifyArgs},
        console::Console,
        exit::{Failure, Outcome},
        home,
    },
    index::Index,
    ingest,
    output::{facts_paper, render_verify, wire},
};

/// Whether the index is what was written, and the corpus what was read.
pub(in crate::cli) fn verify(_: &VerifyArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let place = home::index_place(global).folder;
    let mut report = Index::verify(&place)?;
    if report.faults.is_empty() {
        let index = Index::open(&place)?;
        let corpus = PathBuf::from(&index.settings().corpus);
        report.faults.extend(ingest::against_corpus(&corpus, &index.records()?)?);
    }
    let shown = place.display().to_string();
    if matches!(console.format, Format::Html | Format::Xlsx) {
        let faults = report.faults.iter().map(|fault| (fault.place.clone(), fault.message.clone()));
        console.hand_in(&facts_paper("Faults of the index", faults.collect()))?;
        return Ok(Outcome::found(report.faults.is_empty()));
    }
    let text = if console.speaks_json() {
        wire::verify_json(&report, &shown)
    } else {
        render_verify(&report, &shown, console.screen)
    };
    console.answer(&text)?;
    Ok(Outcome::found(report.faults.is_empty()))
}
