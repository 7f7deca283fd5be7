//! The JSON of each command, one schema each: `json` has those made of paragraphs, this file those
//! about the index and its files.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

pub use super::answers::json::{citations_json, comparison_json, conflicts_json, draft_json, matrix_json};
pub use super::json::{
    count_json, error_json, facets_json, hits_jsonl, search_json, shown_json, tags_json, tags_jsonl,
};
use super::{
    Repeat,
    json::to_line,
    ledger::{RunSummary, problems_of},
};
use crate::backend::{FaultKind, FileRecord, IndexStatus, Outcome, Run, Totals, VerifyReport};

fn run_wire(run: &Run) -> Value {
    json!({
        "started": run.started,
        "took_ms": run.took_ms,
        "all_read_because": run.full_because,
        "new": run.added,
        "changed": run.changed,
        "removed": run.removed,
        "unchanged": run.unchanged,
    })
}

/// An answer that ends with the problems of all files, which may be very many: they are written one by one.
#[derive(Serialize)]
struct WithProblems<'a> {
    #[serde(flatten)]
    answer: Value,
    #[serde(serialize_with = "one_by_one")]
    problems: &'a [FileRecord],
}

fn one_by_one<S: Serializer>(records: &&[FileRecord], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(problems_of(records).into_iter().map(|(record, problem)| {
        json!({
            "path": record.id.as_str(),
            "skipped": !matches!(record.outcome, Outcome::Indexed(_)),
            "code": problem.code.code(),
            "line": problem.line,
            "message": &*problem.message,
        })
    }))
}

/// `findings.index/1`; `records` are those that `summary` counts.
pub fn run_json(summary: &RunSummary<'_>, records: &[FileRecord], dry: bool) -> String {
    let totals = summary.totals;
    let changes: Vec<Value> = summary
        .named
        .iter()
        .map(|(change, id)| json!({"change": change.key(), "path": id.as_str()}))
        .collect();
    let mut out = json!({
        "schema": "findings.index/1",
        "corpus": summary.corpus,
        "index": summary.index,
        "dry_run": dry,
        "written": summary.committed && !dry,
        "run": run_wire(summary.run),
        "settings_changed": summary.settings,
        "files": totals.files,
        "indexed": totals.indexed,
        "copies": totals.copies,
        "skipped": totals.skipped,
        "paragraphs": totals.paragraphs,
        "kinds": kinds_wire(totals),
        "size_bytes": summary.size_bytes,
    });
    if dry {
        out["changes"] = Value::Array(changes);
    }
    to_line(&WithProblems { answer: out, problems: records }) + "\n"
}

fn kinds_wire(totals: &Totals) -> Value {
    totals.kinds.iter().map(|(kind, n)| (kind.key().to_owned(), json!(n))).collect()
}

/// `findings.status/1`; with `records` every problem is listed.
pub fn status_json(
    status: &IndexStatus,
    index: &str,
    records: Option<&[FileRecord]>,
    repeat: &Repeat,
) -> String {
    let totals = &status.totals;
    let codes: serde_json::Map<String, Value> =
        totals.problems.iter().map(|(code, n)| (code.code().to_owned(), json!(n))).collect();
    let parts: serde_json::Map<String, Value> =
        status.parts.iter().map(|(name, bytes)| (name.clone(), json!(bytes))).collect();
    let versions = &status.settings.versions;
    let out = json!({
        "schema": "findings.status/1",
        "index": index,
        "corpus": status.settings.corpus,
        "corpus_gone": status.corpus_gone,
        "indexed": totals.indexed,
        "copies": totals.copies,
        "skipped": totals.skipped,
        "paragraphs": totals.paragraphs,
        "authorities": status.authorities,
        "kinds": kinds_wire(totals),
        "problem_counts": codes,
        "last_run": run_wire(&status.last_run),
        "digest": repeat.digest,
        "versions": {
            "program": versions.program,
            "format": status.format,
            "readers": versions.readers,
            "tagger": versions.tagger,
            "words": versions.words,
            "catalogue": versions.catalogue,
            "lexicon": versions.lexicon,
        },
        "size_bytes": status.size_bytes,
        "parts": parts,
    });
    let line = match records {
        Some(problems) => to_line(&WithProblems { answer: out, problems }),
        None => to_line(&out),
    };
    line + "\n"
}

/// `findings.verify/1`
pub fn verify_json(report: &VerifyReport, index: &str, repeat: &Repeat) -> String {
    let kind = |kind: FaultKind| match kind {
        FaultKind::File => "file",
        FaultKind::Count => "count",
        FaultKind::Paragraph => "paragraph",
        FaultKind::Column(_) => "column",
        FaultKind::Corpus => "corpus",
    };
    let faults: Vec<Value> = report
        .faults
        .iter()
        .map(|fault| json!({"kind": kind(fault.kind), "place": fault.place, "message": fault.message}))
        .collect();
    let out = json!({
        "schema": "findings.verify/1",
        "index": index,
        "digest": repeat.digest,
        "files_checked": report.files_checked,
        "reports_checked": report.reports_checked,
        "paragraphs_checked": report.paragraphs_checked,
        "faults": faults,
        "leftovers": report.leftovers,
    });
    to_line(&out) + "\n"
}
