use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use super::{
    IngestError,
    changes::{Changes, changes},
    reading::{Read, read_all},
};
use crate::{
    backend::{Change, FileRecord, Outcome, Run, Sink, Start, Stop},
    corpus::{self, SourceFile, Walk},
    model::{CollectedFacts, Problem, ReportId, SharedTexts},
    readers::Isolation,
    tagging::{Tagger, across_files},
};

/// One index run: what to read, and with what.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    pub corpus: &'a Path,
    pub tagger: &'a Tagger,
    pub isolation: &'a Isolation,
    /// That read files; the result does not depend on it.
    pub threads: usize,
    /// Once it asks, the run ends within a second and leaves everything as it was, unless all was done.
    pub stop: &'a Stop,
    pub started: SystemTime,
    /// When the run that made the ledger began, since 1970; 0 for a first build.
    pub last_started_ns: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Read { files: usize, of: usize },
    Committing,
}

/// What a run did, or would do.
#[derive(Clone, Debug)]
pub struct Summary {
    pub run: Run,
    /// What changed beside the files, in words.
    pub settings: Option<String>,
    /// Whether nothing of an earlier ledger counts: a first build or a rebuild.
    pub fresh: bool,
    /// False where nothing had changed.
    pub committed: bool,
    /// Of a dry run: which files are new, changed or removed, unless all of them are new.
    pub named: Vec<(Change, ReportId)>,
}

/// Brings what the sink holds up to date with the corpus.
pub fn update<S: Sink>(
    job: &Job<'_>,
    mut sink: S,
    progress: &mut dyn FnMut(Progress),
) -> Result<Summary, IngestError> {
    let clock = Instant::now();
    let walk = corpus::walk(job.corpus)?;
    let mut ledger = Ledger::default();
    sink.records(&mut |record| ledger.put(record))?;
    let changes = find_changes(job, &walk, &ledger.rows)?;
    let mut run = run_of(job, sink.start(), &changes);
    let fresh = !sink.start().is_update();
    let settings = settings_of(sink.start());
    if changes.is_empty() && !fresh && settings.is_none() {
        run.took_ms = clock.elapsed().as_millis() as u64;
        return Ok(Summary { run, settings, fresh, committed: false, named: Vec::new() });
    }

    let to_write = read_changes(job, &walk, &changes, &mut ledger, &mut sink, progress)?;
    // The comparison is where a run needs most memory: what only reading needed is gone.
    drop((walk, changes));
    write_rows(ledger, &to_write, &mut sink, job.stop)?;
    progress(Progress::Committing);
    run.took_ms = clock.elapsed().as_millis() as u64;
    if let Err(error) = sink.commit(run.clone(), job.stop) {
        return Err(if job.stop.asked() { IngestError::Interrupted } else { error.into() });
    }
    run.took_ms = clock.elapsed().as_millis() as u64;
    Ok(Summary { run, settings, fresh, committed: true, named: Vec::new() })
}

/// The rows of a run in progress, without what a comparison brings anew; their facts stand together.
#[derive(Default)]
struct Ledger {
    rows: BTreeMap<ReportId, FileRecord>,
    facts: CollectedFacts,
    /// Of the problems that a stored row shares with others, where it has any.
    shared: HashMap<ReportId, u64>,
}

impl Ledger {
    fn put(&mut self, mut record: FileRecord) {
        match record.facts.take() {
            Some(facts) => self.facts.put(*facts),
            None => self.facts.remove(&record.id),
        }
        match digest(&std::mem::take(&mut record.shared_problems)) {
            Some(shared) => self.shared.insert(record.id.clone(), shared),
            None => self.shared.remove(&record.id),
        };
        self.rows.insert(record.id.clone(), record);
    }

    fn remove(&mut self, id: &ReportId) {
        self.rows.remove(id);
        self.facts.remove(id);
        self.shared.remove(id);
    }
}

/// `None` where there is none.
fn digest(problems: &[Problem]) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    problems.hash(&mut hasher);
    (!problems.is_empty()).then(|| hasher.finish())
}

/// Reads what changed and hands its paragraphs to the sink. Gives the ids of the rows that are others than before, as far
/// as that is known without comparing them.
fn read_changes<S: Sink>(
    job: &Job<'_>,
    walk: &Walk,
    changes: &Changes,
    ledger: &mut Ledger,
    sink: &mut S,
    progress: &mut dyn FnMut(Progress),
) -> Result<BTreeSet<ReportId>, IngestError> {
    let mut to_write: BTreeSet<ReportId> = BTreeSet::new();
    for id in &changes.removed {
        sink.remove_paragraphs(id)?;
        sink.remove_record(id)?;
        ledger.remove(id);
    }
    let files: BTreeMap<&ReportId, &SourceFile> = walk.files.iter().map(|file| (&file.id, file)).collect();
    let mut to_read: BTreeSet<&ReportId> = changes.added.iter().chain(&changes.changed).collect();
    for id in &changes.changed {
        sink.remove_paragraphs(id)?;
        ledger.remove(id);
    }
    for (id, stamp) in &changes.touched {
        if let Some(record) = ledger.rows.get_mut(id) {
            record.stamp = *stamp;
            to_write.insert(id.clone());
        }
    }
    for (id, problem) in &changes.skipped {
        sink.remove_paragraphs(id)?;
        ledger.put(skipped(id, problem));
        to_write.insert(id.clone());
    }

    // Whose text is whose first copy can change with any file: an unchanged file may have to be
    // read again because the one it repeated is gone. At most a second round is ever needed.
    let mut indexed: BTreeSet<ReportId> = ledger
        .rows
        .values()
        .filter(|record| matches!(record.outcome, Outcome::Indexed(_)))
        .map(|record| record.id.clone())
        .collect();
    let mut names = SharedTexts::default();
    let mut done = 0;
    let total = to_read.len();
    loop {
        let list: Vec<&SourceFile> = to_read.iter().filter_map(|id| files.get(*id).copied()).collect();
        let mut firsts = Firsts::of(&ledger.facts);
        read_all(&list, job.tagger, job.isolation, job.threads, job.stop, |_, read| {
            let Read { mut record, paragraphs } = read;
            record.compact(&mut names);
            if let (Some(facts), Outcome::Indexed(_)) = (&record.facts, &record.outcome) {
                match firsts.first(facts.digest) {
                    Some(first) if first < record.id => record.outcome = Outcome::DuplicateOf(first),
                    _ => {
                        indexed.insert(record.id.clone());
                        sink.add_paragraphs(paragraphs)?;
                    }
                }
                if !facts.pages.is_empty() {
                    firsts.add(facts.digest, &facts.id);
                }
            }
            to_write.insert(record.id.clone());
            ledger.put(record);
            done += 1;
            progress(Progress::Read { files: done.min(total), of: total });
            Ok(())
        })?;
        // A later copy of a text that now has an earlier one is taken out; one whose original is
        // gone is read.
        let firsts = Firsts::of(&ledger.facts);
        let mut again = Vec::new();
        for (id, record) in &mut ledger.rows {
            let Some(facts) = ledger.facts.get(id) else { continue };
            let first = firsts.first(facts.digest()).unwrap_or_else(|| id.clone());
            if first != *id {
                if indexed.remove(id) {
                    sink.remove_paragraphs(id)?;
                }
                let outcome = Outcome::DuplicateOf(first);
                if record.outcome != outcome || record.paragraphs > 0 {
                    to_write.insert(id.clone());
                }
                record.outcome = outcome;
                record.paragraphs = 0;
            } else if !indexed.contains(id) {
                again.push(id.clone());
            }
        }
        if again.is_empty() {
            break;
        }
        to_read = files.keys().copied().filter(|id| again.contains(id)).collect();
    }
    Ok(to_write)
}

/// What a run would do; reads no report and writes nothing.
pub fn dry_run(job: &Job<'_>, start: &Start, ledger: Vec<FileRecord>) -> Result<Summary, IngestError> {
    let clock = Instant::now();
    let walk = corpus::walk(job.corpus)?;
    let ledger = if start.is_update() { ledger } else { Vec::new() };
    let ledger = ledger.into_iter().map(|record| (record.id.clone(), record)).collect();
    let changes = find_changes(job, &walk, &ledger)?;
    let mut run = run_of(job, start, &changes);
    run.took_ms = clock.elapsed().as_millis() as u64;
    let fresh = !start.is_update();
    let named = if fresh { Vec::new() } else { changes.named() };
    Ok(Summary { run, settings: settings_of(start), fresh, committed: false, named })
}

fn settings_of(start: &Start) -> Option<String> {
    match start {
        Start::Update { settings } => settings.clone(),
        Start::FirstBuild | Start::Rebuild(_) => None,
    }
}

fn find_changes(
    job: &Job<'_>,
    walk: &Walk,
    ledger: &BTreeMap<ReportId, FileRecord>,
) -> Result<Changes, IngestError> {
    changes(walk, ledger, job.last_started_ns, &|| job.stop.asked())
}

fn run_of(job: &Job<'_>, start: &Start, changes: &Changes) -> Run {
    let since_1970 = job.started.duration_since(UNIX_EPOCH).unwrap_or_default();
    let new_problems = changes.skipped.len();
    Run {
        started: since_1970.as_secs(),
        started_ns: i64::try_from(since_1970.as_nanos()).unwrap_or(i64::MAX),
        took_ms: 0,
        full_because: match start {
            Start::Rebuild(reason) => Some(reason.clone()),
            Start::FirstBuild | Start::Update { .. } => None,
        },
        added: changes.added.len() + new_problems,
        changed: changes.changed.len(),
        removed: changes.removed.len(),
        unchanged: changes.unchanged,
    }
}

fn skipped(id: &ReportId, problem: &Problem) -> FileRecord {
    FileRecord {
        id: id.clone(),
        stamp: crate::backend::Stamp::default(),
        hash: None,
        outcome: Outcome::Skipped,
        paragraphs: 0,
        problems: vec![problem.clone()],
        shared_problems: Vec::new(),
        facts: None,
        near_copy_of: None,
    }
}

/// Of each text, the first report that holds it.
#[derive(Debug, Default)]
struct Firsts(BTreeMap<u128, ReportId>);

impl Firsts {
    fn of(facts: &CollectedFacts) -> Self {
        let mut firsts = Firsts::default();
        // A file without a paragraph has no text to repeat.
        let texts = facts.iter().filter(|facts| !facts.pages().is_empty());
        texts.for_each(|facts| firsts.add(facts.digest(), facts.id));
        firsts
    }

    fn add(&mut self, digest: u128, id: &ReportId) {
        let first = self.0.entry(digest).or_insert_with(|| id.clone());
        if id < first {
            *first = id.clone();
        }
    }

    fn first(&self, digest: u128) -> Option<ReportId> {
        self.0.get(&digest).cloned()
    }
}

/// Hands over every row that is another than before: its file was read, or what it shares with others has changed
/// (copies, near copies, scores that contradict each other), which only the files together show.
fn write_rows<S: Sink>(
    ledger: Ledger,
    to_write: &BTreeSet<ReportId>,
    sink: &mut S,
    stop: &Stop,
) -> Result<(), IngestError> {
    let Ledger { rows, facts, shared } = ledger;
    let across = across_files(&facts);
    for (id, record) in rows {
        if stop.asked() {
            return Err(IngestError::Interrupted);
        }
        let shared_problems = across.problems_of(&id);
        let near_copy_of = across.original_of(&id).cloned();
        if to_write.contains(&id)
            || digest(&shared_problems).as_ref() != shared.get(&id)
            || near_copy_of != record.near_copy_of
        {
            let facts = facts.get(&id).map(|facts| Box::new(facts.to_facts()));
            sink.put_record(FileRecord { shared_problems, near_copy_of, facts, ..record })?;
        }
    }
    Ok(())
}
