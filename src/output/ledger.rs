use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    backend::{Change, FileRecord, IndexStatus, Outcome, Run, Totals, VerifyReport},
    model::{Kind, Problem, ProblemCode, ReportId},
    text::{escape, moment},
};

use super::{
    Screen,
    wording::{count_of, thousands},
    wrap::wrap,
};

/// Lines that are listed at most; the others are counted.
const MOST: usize = 1_000;
/// Of one file, so that a single one does not hide all others.
const MOST_OF_A_FILE: usize = 20;

/// What an index run did, for the renderers.
#[derive(Clone, Debug)]
pub struct RunSummary<'a> {
    /// As a person types them.
    pub corpus: String,
    pub index: String,
    pub run: &'a Run,
    /// What changed beside the files.
    pub settings: Option<&'a str>,
    pub totals: &'a Totals,
    /// False where nothing had changed.
    pub committed: bool,
    /// `None` for a dry run.
    pub size_bytes: Option<u64>,
    /// Of a dry run.
    pub named: &'a [(Change, ReportId)],
}

/// Every problem with its file, files that gave nothing first; each part in the order of files.
pub(super) fn problems_of(records: &[FileRecord]) -> Vec<(&FileRecord, &Problem)> {
    let pairs = |skipped: bool| {
        let records = records.iter().filter(move |r| is_skipped(r) == skipped);
        records.flat_map(|record| record.all_problems().map(move |problem| (record, problem)))
    };
    pairs(true).chain(pairs(false)).collect()
}

/// Whether the file gave nothing.
fn is_skipped(record: &FileRecord) -> bool {
    !matches!(record.outcome, Outcome::Indexed(_))
}

/// The problems that a run names: the first thousand in the order of files, a few of each, however many there are. Rows may come in any
/// order.
#[derive(Clone, Debug, Default)]
pub struct FirstProblems {
    of_skipped: Named,
    doubtful: Named,
}

#[derive(Clone, Debug, Default)]
struct Named {
    all: usize,
    /// One line a problem; no more files than lines are named.
    lines: BTreeMap<ReportId, String>,
}

impl FirstProblems {
    pub fn add(&mut self, record: &FileRecord) {
        let named = if is_skipped(record) { &mut self.of_skipped } else { &mut self.doubtful };
        let problems = record.all_problems().count();
        if problems > 0 {
            named.all += problems;
            let lines = record.all_problems().take(MOST_OF_A_FILE);
            let lines = lines.map(|problem| problem_line(record, problem));
            named.lines.insert(record.id.clone(), lines.collect());
        }
        if named.lines.len() > MOST {
            named.lines.pop_last();
        }
    }

    /// One line a problem, not wrapped: "skipped: a.doc: unsupported-format: …"; without the doubtful ones
    /// only of files that gave nothing.
    pub fn render(&self, doubtful: bool, lister: &str) -> String {
        let parts = [Some(&self.of_skipped), doubtful.then_some(&self.doubtful)];
        let all: usize = parts.iter().flatten().map(|named| named.all).sum();
        let lines = parts.iter().flatten().flat_map(|named| named.lines.values());
        let lines: Vec<&str> = lines.flat_map(|lines| lines.split_inclusive('\n')).take(MOST).collect();
        let mut out = lines.concat();
        if all > lines.len() {
            let _ = writeln!(out, "… and {} more; {lister} lists all", thousands(all - lines.len()));
        }
        out
    }
}

fn problem_line(record: &FileRecord, problem: &Problem) -> String {
    let word = if is_skipped(record) { "skipped" } else { "doubtful" };
    let place = problem.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let message = problem.message.replace('\n', " ");
    format!("{word}: {}{place}: {}: {}\n", escape(record.id.as_str()), problem.code.code(), escape(&message))
}

/// All of them, for the one who asks.
pub fn render_all_problems(records: &[FileRecord]) -> String {
    problems_of(records).iter().map(|(record, problem)| problem_line(record, problem)).collect()
}

/// "27 statement pages, 3 overviews"
fn kinds_in_words(kinds: &BTreeMap<Kind, usize>) -> String {
    let words = kinds.iter().map(|(kind, n)| match kind {
        Kind::StatementPage => count_of(*n, "statement page", "statement pages"),
        Kind::Overview => count_of(*n, "overview", "overviews"),
        Kind::Landing => count_of(*n, "landing page", "landing pages"),
        Kind::WholeReport => count_of(*n, "whole report", "whole reports"),
        Kind::PressRelease => count_of(*n, "press release", "press releases"),
        Kind::Unrecognised => format!("{} not recognised as reports", thousands(*n)),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn problems_in_words(problems: &BTreeMap<ProblemCode, usize>) -> String {
    let words = problems.iter().map(|(code, n)| format!("{} {}", thousands(*n), code.code()));
    words.collect::<Vec<_>>().join(", ")
}

/// 1234567 → "1.2 MB"
pub(super) fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes} bytes"),
        1_000..=999_999 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn time_in_words(ms: u64) -> String {
    if ms < 60_000 {
        format!("{}.{} s", ms / 1_000, ms % 1_000 / 100)
    } else {
        format!("{} min {} s", ms / 60_000, ms % 60_000 / 1_000)
    }
}

pub fn render_run(summary: &RunSummary<'_>, dry: bool, screen: Screen) -> String {
    let lines = run_lines(summary, dry);
    let (title, rest) = lines.split_first().expect("a run has a title");
    let mut out = screen.bold(&wrap(title, &[], 0, screen));
    rest.iter().for_each(|line| out.push_str(&wrap(line, &[], 2, screen)));
    for (change, id) in summary.named.iter().take(MOST) {
        let _ = writeln!(out, "  {}: {}", change.key(), escape(id.as_str()));
    }
    if summary.named.len() > MOST {
        let more = thousands(summary.named.len() - MOST);
        let _ = writeln!(out, "  … and {more} more; --format json names all");
    }
    out
}

/// A title, then what was done and found.
pub(super) fn run_lines(summary: &RunSummary<'_>, dry: bool) -> Vec<String> {
    let RunSummary { corpus, index, run, totals, .. } = summary;
    let mut lines = vec![match (dry, summary.committed) {
        (true, _) => format!("Nothing was written. An index run over {corpus} into {index} would find:"),
        (false, true) => format!("Indexed {corpus} into {index}"),
        (false, false) => format!("Nothing has changed in {corpus}; {index} is up to date"),
    }];
    if let Some(reason) = &run.full_because {
        let again = if dry { "all files would be read again" } else { "all files were read again" };
        lines.push(format!("{again}: {reason}"));
    }
    lines.extend(summary.settings.map(str::to_owned));
    let files = if dry { run.added + run.changed + run.unchanged } else { totals.files };
    lines.push(format!(
        "{}: {} new, {} changed, {} removed, {} unchanged",
        count_of(files, "file", "files"),
        thousands(run.added),
        thousands(run.changed),
        thousands(run.removed),
        thousands(run.unchanged)
    ));
    if dry {
        return lines;
    }
    let mut read = format!("{} indexed", thousands(totals.indexed));
    if !totals.kinds.is_empty() {
        let _ = write!(read, " ({})", kinds_in_words(&totals.kinds));
    }
    if totals.copies > 0 {
        let _ = write!(read, ", {}", count_of(totals.copies, "copy", "copies"));
    }
    let _ = write!(read, ", {} skipped", thousands(totals.skipped));
    lines.extend([read, count_of(totals.paragraphs, "paragraph", "paragraphs")]);
    if !totals.problems.is_empty() {
        let problems = problems_in_words(&totals.problems);
        lines.push(format!("problems: {problems}; findings status --problems lists them"));
    }
    let size = summary.size_bytes.map(|bytes| format!(", index {}", size_in_words(bytes)));
    lines.push(format!("{}{}", time_in_words(run.took_ms), size.unwrap_or_default()));
    lines
}

/// What stands in a status, name by name.
pub(super) fn status_rows(status: &IndexStatus, index: &str) -> Vec<(&'static str, String)> {
    let run = &status.last_run;
    let totals = &status.totals;
    let kinds = kinds_in_words(&totals.kinds);
    let kinds = if kinds.is_empty() { kinds } else { format!(" ({kinds})") };
    let problems = problems_in_words(&totals.problems);
    let gone = match status.corpus_gone {
        true => {
            ", which is not there any more; searching works without it, and findings index FOLDER names its new place"
        }
        false => "",
    };
    let mut rows = vec![
        ("index", format!("{index}, {}", size_in_words(status.size_bytes))),
        ("corpus", format!("{}{gone}", status.settings.corpus)),
        (
            "reports",
            format!(
                "{} indexed{kinds}, {}, {} skipped",
                thousands(totals.indexed),
                count_of(totals.copies, "copy", "copies"),
                thousands(totals.skipped)
            ),
        ),
        ("paragraphs", thousands(totals.paragraphs)),
        ("authorities", thousands(status.authorities)),
        ("problems", if problems.is_empty() { "none".to_owned() } else { problems }),
        ("last run", format!("{}, {}", moment(run.started), time_in_words(run.took_ms))),
        (
            "changes",
            format!(
                "{} new, {} changed, {} removed, {} unchanged",
                run.added, run.changed, run.removed, run.unchanged
            ),
        ),
    ];
    if let Some(reason) = &run.full_because {
        rows.push(("all read", reason.clone()));
    }
    let versions = &status.settings.versions;
    rows.push((
        "versions",
        format!(
            "program {}, index format {}, readers {}, tagger {}, words {}",
            versions.program, status.format, versions.readers, versions.tagger, versions.words
        ),
    ));
    if !status.parts.is_empty() {
        let parts = status.parts.iter().map(|(name, bytes)| format!("{name} {}", size_in_words(*bytes)));
        rows.push(("size", parts.collect::<Vec<_>>().join(", ")));
    }
    rows
}

pub fn render_status(status: &IndexStatus, index: &str, screen: Screen) -> String {
    let mut out = String::new();
    for (name, value) in status_rows(status, index) {
        let lines = wrap(&value, &[], 13, screen);
        let _ = write!(out, "{name:<13}{}", lines.trim_start());
    }
    out
}

/// What was checked, leftovers, the verdict.
pub(super) fn verify_lines(report: &VerifyReport, index: &str) -> Vec<String> {
    let checked = format!(
        "{index}: checked {} of the index, {} and {}",
        count_of(report.files_checked, "file", "files"),
        count_of(report.reports_checked, "report", "reports"),
        count_of(report.paragraphs_checked, "paragraph", "paragraphs")
    );
    let leftovers = report.leftovers.iter().map(|leftover| format!("left over, harmless: {leftover}"));
    std::iter::once(checked).chain(leftovers).chain([verdict(report)]).collect()
}

fn verdict(report: &VerifyReport) -> String {
    match report.faults.len() {
        0 => "all is well".to_owned(),
        n => {
            let remedy = report.remedy.as_deref().map(|command| format!("; `{command}` mends it"));
            format!("{} found{}", count_of(n, "fault", "faults"), remedy.unwrap_or_default())
        }
    }
}

pub fn render_verify(report: &VerifyReport, index: &str, screen: Screen) -> String {
    let faults = report.faults.iter().map(|fault| format!("wrong: {}: {}", fault.place, fault.message));
    let lines = verify_lines(report, index);
    let (first, rest) = lines.split_first().expect("a verdict is always given");
    let (last, leftovers) = rest.split_last().expect("a verdict is always given");
    let mut out = wrap(first, &[], 0, screen);
    faults.chain(leftovers.iter().cloned()).for_each(|line| out.push_str(&wrap(&line, &[], 2, screen)));
    out.push_str(&wrap(last, &[], 0, screen));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_short() {
        assert_eq!(size_in_words(12), "12 bytes");
        assert_eq!(size_in_words(12_001), "13 kB");
        assert_eq!(size_in_words(1_290_000), "1.2 MB");
        assert_eq!(time_in_words(1_290), "1.2 s");
        assert_eq!(time_in_words(61_000), "1 min 1 s");
    }
}
