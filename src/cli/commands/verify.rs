use std::path::{Path, PathBuf};

use crate::{
    backend::{Fault, FaultKind, FileRecord},
    cli::{
        args::{Global, VerifyArgs},
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    index::{Index, index_command},
    ingest::{self, IngestError},
    output::{render_verify, verify_paper, wire},
};

/// Whether the index is what was written, and the corpus what was read.
pub(in crate::cli) fn verify(_: &VerifyArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let place = home::index_place(global).folder;
    let mut report = Index::verify(&place)?;
    // A damaged index has no digest that could be trusted.
    let mut repeat = home::repeat_of(&home::versions());
    if report.faults.is_empty() {
        let index = Index::open_in_pieces(&place)?;
        let corpus = PathBuf::from(&index.settings().corpus);
        let faults = match ingest::against_corpus(&corpus, &index.records_as(FileRecord::bare)?) {
            Ok(faults) => faults,
            // The index is whole all the same, and that is worth saying.
            Err(IngestError::Corpus(error)) => vec![Fault {
                kind: FaultKind::Corpus,
                place: corpus.display().to_string(),
                message: error.to_string(),
            }],
            Err(error) => return Err(error.into()),
        };
        report.faults.extend(faults);
        repeat = home::repeat(&index)?;
    }
    if !report.faults.is_empty() {
        // A corpus that cannot be read is no fault of the index.
        let gone = report
            .faults
            .iter()
            .any(|fault| fault.kind == FaultKind::Corpus && Path::new(&fault.place).is_absolute());
        let damaged = report.faults.iter().any(|fault| fault.kind != FaultKind::Corpus);
        report.remedy = (!gone).then(|| index_command(&place.display().to_string(), damaged));
    }
    let shown = place.display().to_string();
    let forms = Forms {
        text: &|| render_verify(&report, &shown, console.screen),
        json: &|repeat| wire::verify_json(&report, &shown, repeat),
        paper: &|_| verify_paper(&report, &shown),
    };
    console.give(&repeat, &forms)?;
    Ok(Outcome::found(report.faults.is_empty()))
}
