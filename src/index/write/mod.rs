mod merging;
mod queue;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use tantivy::{Index, IndexWriter, TantivyDocument, Term, indexer::IndexWriterOptions};

use super::{
    disk::{
        directory::{self, Access, SealedDirectory},
        faults::Faults,
        folder::{self, State, WriterLock},
        meta::{Held, META, Payload, contents_of},
    },
    error::{IndexError, shown},
    format::{
        analysis,
        schema::{Columns, facet_value},
        wire,
    },
    open::{self, Opened},
    read,
};
use crate::{
    backend::{CorpusSettings, FileRecord, Run, Sink, SinkError, Start, Stop},
    model::{Catalogue, Field, Page, Paragraph, ReportId},
};
use merging::Merging;
use queue::{Queue, Queued};

/// Memory for postings of all indexing threads together: each segment is written when a thread's share is full, and
/// every query pays for every segment. What is remembered of each file of a very large corpus takes room from it, down
/// to what the engine needs.
const HEAP_BYTES: usize = 200_000_000;
const HEAP_LEAST_BYTES: usize = 40_000_000;
const ROW_BYTES: usize = 2_000;

/// What a run has to do and to do it with; the answers do not depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    pub threads: usize,
    /// Files of the corpus.
    pub files: usize,
}

impl Effort {
    /// A merge takes room, too.
    fn merge_threads(self) -> usize {
        if self.heap_bytes() > HEAP_LEAST_BYTES { 2 } else { 1 }
    }

    /// Of the engine, for all threads.
    pub fn heap_bytes(self) -> usize {
        HEAP_BYTES.saturating_sub(self.files.saturating_mul(ROW_BYTES)).max(HEAP_LEAST_BYTES)
    }
}

/// Paragraphs of a report that lie side by side in one segment, which makes its lists shorter and its columns even.
/// Bounded: the engine looks at its memory between batches.
const TOGETHER: usize = 64;

/// How soon the end of the merges, or a wish to stop, is seen.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// An index run in progress. It holds the folder's lock; nothing it writes is seen before `commit`.
pub struct Writer {
    dir: PathBuf,
    generation: u64,
    start: Start,
    columns: Columns,
    catalogue: Catalogue,
    settings: CorpusSettings,
    engine: IndexWriter<Queued>,
    queue: Queue,
    faults: Faults,
    /// The index as it was, until its rows are asked for.
    before: Option<Opened>,
    /// For what a commit seals.
    held: BTreeMap<ReportId, Held>,
    /// `meta.json` as it was, put back should a commit fail half way.
    meta_before: Option<Vec<u8>>,
    page: Option<(Arc<Page>, wire::StoredPage)>,
    // Last: dropped after the engine's threads have ended.
    hold: Hold,
}

/// The folder, locked. However a run ends, what the generation in use does not need is removed before the
/// lock is: a run that stopped for want of room gives back what it took.
struct Hold {
    dir: PathBuf,
    in_use: Option<u64>,
    /// Of a generation that cannot be read nothing is known to be needless.
    readable: bool,
    faults: Faults,
    _lock: WriterLock,
}

impl Hold {
    fn tidy(&self) -> std::io::Result<()> {
        folder::clean(&self.dir, self.in_use, &self.faults)?;
        match self.in_use {
            Some(generation) if self.readable => {
                directory::sweep(&folder::generation_folder(&self.dir, generation), &self.faults)
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // What cannot be removed now, the next run removes.
        let _ = self.tidy();
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("dir", &self.dir).field("start", &self.start).finish_non_exhaustive()
    }
}

/// What a run with these settings would do to the folder, without touching it.
pub fn start_of(dir: &Path, settings: &CorpusSettings, rebuild: bool) -> Result<Start, IndexError> {
    let state = folder::state(dir)?;
    start_from(dir, &state, settings, rebuild)
}

fn start_from(
    dir: &Path,
    state: &State,
    settings: &CorpusSettings,
    rebuild: bool,
) -> Result<Start, IndexError> {
    let asked = || Start::Rebuild("a rebuild was asked for".to_owned());
    Ok(match state {
        State::NotAFolder => return Err(IndexError::NotAFolder { dir: shown(dir) }),
        State::Foreign => return Err(IndexError::Foreign { dir: shown(dir) }),
        State::Empty | State::Interrupted => Start::FirstBuild,
        State::Ready { .. } | State::Damaged(_) | State::Older(_) | State::Newer(_) if rebuild => asked(),
        State::Older(found) => Start::Rebuild(format!(
            "the index had format {found} and this program writes format {}",
            folder::FORMAT
        )),
        State::Newer(found) => {
            return Err(IndexError::Newer { dir: shown(dir), found: *found, needed: folder::FORMAT });
        }
        State::Damaged(what) => return Err(IndexError::damaged(dir, what)),
        State::Ready { generation } => {
            let opened = open::open_generation(dir, *generation, Access::Mapped, Faults::default())?;
            match changed_rules(&opened.payload.settings, settings) {
                Some(reason) => Start::Rebuild(reason),
                None => Start::Update { settings: changed_settings(&opened.payload.settings, settings) },
            }
        }
    })
}

/// Why paragraphs tagged under `old` rules cannot stand beside those of `new`; `None` if they can.
fn changed_rules(old: &CorpusSettings, new: &CorpusSettings) -> Option<String> {
    let changed = [
        (old.versions.readers != new.versions.readers, "this program reads file formats differently"),
        (old.versions.tagger != new.versions.tagger, "this program tags paragraphs differently"),
        (old.versions.words != new.versions.words, "this program splits words differently"),
        (
            old.versions.catalogue != new.versions.catalogue,
            "the quality framework or the list of authorities changed",
        ),
        (old.versions.lexicon != new.versions.lexicon, "the built-in synonyms changed"),
        (old.authorities != new.authorities, "authorities.toml of the corpus changed"),
        (old.overrides != new.overrides, "overrides.toml of the corpus changed"),
    ];
    let mut reasons: Vec<String> =
        changed.iter().filter(|(differs, _)| *differs).map(|(_, why)| (*why).to_owned()).collect();
    if !reasons.is_empty() {
        reasons.extend(moved(old, new));
    }
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// What an index knows of its corpus beside the paragraphs.
fn changed_settings(old: &CorpusSettings, new: &CorpusSettings) -> Option<String> {
    let synonyms = (old.synonyms != new.synonyms).then(|| "synonyms.toml of the corpus changed".to_owned());
    let changed: Vec<String> = synonyms.into_iter().chain(moved(old, new)).collect();
    (!changed.is_empty()).then(|| changed.join("; "))
}

fn moved(old: &CorpusSettings, new: &CorpusSettings) -> Option<String> {
    (old.corpus != new.corpus).then(|| format!("the corpus was at {}", old.corpus))
}

impl Writer {
    /// Takes the lock, clears what interrupted runs left, and gets ready to write. A folder that is
    /// not ours is refused before anything is touched.
    pub fn open(
        dir: &Path,
        catalogue: &Catalogue,
        settings: CorpusSettings,
        rebuild: bool,
        effort: Effort,
    ) -> Result<Self, IndexError> {
        Self::open_with(dir, catalogue, settings, rebuild, effort, Faults::default())
    }

    pub(super) fn open_with(
        dir: &Path,
        catalogue: &Catalogue,
        settings: CorpusSettings,
        rebuild: bool,
        effort: Effort,
        faults: Faults,
    ) -> Result<Self, IndexError> {
        start_from(dir, &folder::state(dir)?, &settings, rebuild)?;
        let lock = WriterLock::take(dir, &faults)?;
        // Again, now that nobody else can change it.
        let state = folder::state(dir)?;
        let start = start_from(dir, &state, &settings, rebuild)?;
        let io_error = |error: std::io::Error| IndexError::io(dir, "write", &error);
        let in_use = match state {
            State::Ready { generation } => Some(generation),
            // Nothing is known of what belongs together: all stays until the rebuild is complete.
            State::Damaged(_) | State::Older(_) | State::Newer(_) => {
                folder::generations(dir).map_err(io_error)?.pop()
            }
            _ => None,
        };
        let readable = start.is_update();
        let hold = Hold { dir: dir.to_owned(), in_use, readable, faults: faults.clone(), _lock: lock };
        hold.tidy().map_err(io_error)?;
        let generation = match (&start, in_use) {
            (Start::Update { .. }, Some(generation)) => generation,
            (_, in_use) => in_use.unwrap_or(0) + 1,
        };
        let home = folder::generation_folder(dir, generation);
        let columns = Columns::new();
        let mut before = None;
        let mut meta_before = None;
        let engine_error = |error: tantivy::TantivyError| engine_failed(dir, &faults, &error);
        let index = if start.is_update() {
            let opened = open::open_generation(dir, generation, Access::InPieces, faults.clone())?;
            meta_before = Some(fs::read(home.join(META)).map_err(io_error)?);
            let engine = opened.engine.clone();
            before = Some(opened);
            engine
        } else {
            faults.step().map_err(io_error)?;
            if start == Start::FirstBuild {
                folder::write_current(dir, generation, false, &faults).map_err(io_error)?;
            }
            faults.step().and_then(|()| fs::create_dir(&home)).map_err(io_error)?;
            folder::sync_folder(dir).map_err(io_error)?;
            let directory =
                SealedDirectory::open(&home, Access::InPieces, faults.clone()).map_err(io_error)?;
            Index::builder()
                .schema(columns.schema.clone())
                .tokenizers(analysis::analysers())
                .open_or_create(directory)
                .map_err(engine_error)?
        };
        let threads = effort.threads.clamp(1, 8);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((effort.heap_bytes() / threads).max(20_000_000))
            .num_merge_threads(effort.merge_threads())
            .build();
        let engine = index.writer_with_options(options).map_err(engine_error)?;
        engine.set_merge_policy(Box::new(Merging::new()));
        Ok(Writer {
            dir: dir.to_owned(),
            generation,
            start,
            columns,
            catalogue: catalogue.clone(),
            settings,
            engine,
            queue: Queue::default(),
            faults,
            before,
            held: BTreeMap::new(),
            meta_before,
            page: None,
            hold,
        })
    }

    fn failed(&self, error: &tantivy::TantivyError) -> SinkError {
        SinkError(Box::new(engine_failed(&self.dir, &self.faults, error)))
    }

    fn add(&mut self, documents: Vec<TantivyDocument>) -> Result<(), SinkError> {
        self.engine.run(self.queue.admit(documents)).map(|_| ()).map_err(|error| self.failed(&error))
    }

    fn document(&mut self, paragraph: &Paragraph) -> TantivyDocument {
        let c = &self.columns;
        let page = match self.page.take() {
            Some((known, page)) if Arc::ptr_eq(&known, &paragraph.page) => page,
            _ => wire::StoredPage::of(&paragraph.page),
        };
        let record = wire::paragraph_record(paragraph, &page);
        let mut document = sized(paragraph.text.len() + record.len());
        document.add_text(c.words, &paragraph.text);
        if let Some(subheading) = &paragraph.subheading {
            document.add_text(c.subheading, subheading);
        }
        document.add_bytes(c.record, &record);
        document.add_text(c.report, paragraph.id.report.as_str());
        document.add_u64(c.number, u64::from(paragraph.id.number));
        let published =
            paragraph.page.published.as_ref().map(|tag| tag.value.to_string()).unwrap_or_default();
        let score = paragraph.page.score.as_ref().map(|tag| tag.value.to_string()).unwrap_or_default();
        for field in Field::ALL {
            let value =
                facet_value(field, &paragraph.page, paragraph.section, &self.catalogue, &published, &score);
            document.add_text(c.facet(field), value);
        }
        self.page = Some((Arc::clone(&paragraph.page), page));
        document
    }

    fn payload(&self, run: Run) -> Payload {
        Payload {
            settings: self.settings.clone(),
            run,
            paragraphs: self.held.values().map(|held| u64::from(held.paragraphs)).sum(),
            rows: self.held.len() as u64,
            contents: contents_of(&self.held),
            copies: self.held.values().filter(|held| held.copy).count() as u64,
        }
    }

    /// False where the run was asked to stop before. A first build or a rebuild is seen by nobody yet.
    fn publish(&mut self, run: Run, stop: &Stop) -> Result<bool, IndexError> {
        let payload = self.payload(run).to_json();
        let is_update = self.start.is_update();
        let committed = self.engine.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            if is_update {
                stop.commit(|| prepared.commit()).transpose()
            } else {
                prepared.commit().map(Some)
            }
        });
        committed.map(|done| done.is_some()).map_err(|error| {
            let error = engine_failed(&self.dir, &self.faults, &error);
            self.take_back();
            error
        })
    }

    /// A commit can fail after its `meta.json` was put in place; what a failed run leaves is the old state.
    fn take_back(&self) {
        let Some(before) = &self.meta_before else { return };
        let home = folder::generation_folder(&self.dir, self.generation);
        if fs::read(home.join(META)).is_ok_and(|now| now != *before) {
            let temporary = home.join(".tmp-meta");
            let _ = fs::write(&temporary, before).and_then(|()| fs::rename(&temporary, home.join(META)));
        }
    }
}

/// With room for texts of so many bytes and what else there is: thousands wait, and one that has grown has twice the room
/// that it needs.
fn sized(bytes: usize) -> TantivyDocument {
    TantivyDocument::with_capacity(bytes + 500)
}

fn engine_failed(dir: &Path, faults: &Faults, error: &tantivy::TantivyError) -> IndexError {
    match faults.first() {
        Some(cause) => IndexError::Io { dir: shown(dir), doing: "write", cause },
        None => IndexError::engine(dir, "write", error),
    }
}

impl Sink for Writer {
    fn start(&self) -> &Start {
        &self.start
    }

    fn records(&mut self, each: &mut dyn FnMut(FileRecord)) -> Result<(), SinkError> {
        let Some(before) = self.before.take() else { return Ok(()) };
        let held = &mut self.held;
        let rows = read::each_record(&before, &mut |record| {
            held.insert(record.id.clone(), Held::of(&record));
            each(record);
        });
        rows.map_err(|error| SinkError(Box::new(error)))
    }

    fn remove_paragraphs(&mut self, report: &ReportId) -> Result<(), SinkError> {
        if self.start.is_update() {
            self.engine.delete_term(Term::from_field_text(self.columns.report, report.as_str()));
        }
        Ok(())
    }

    fn add_paragraphs(&mut self, paragraphs: Vec<Paragraph>) -> Result<(), SinkError> {
        for together in paragraphs.chunks(TOGETHER) {
            let documents = together.iter().map(|paragraph| self.document(paragraph)).collect();
            self.add(documents)?;
        }
        Ok(())
    }

    fn put_record(&mut self, record: FileRecord) -> Result<(), SinkError> {
        self.remove_record(&record.id)?;
        self.held.insert(record.id.clone(), Held::of(&record));
        let c = &self.columns;
        let row = wire::ledger_row(&record);
        let mut document = sized(row.len());
        document.add_text(c.file, record.id.as_str());
        document.add_bytes(c.row, &row);
        if record.near_copy_of.is_some() {
            document.add_u64(c.near_copy, 1);
        }
        document.add_text(c.report, "");
        document.add_u64(c.number, 0);
        for field in Field::ALL {
            document.add_text(c.facet(field), "");
        }
        self.add(vec![document])
    }

    fn remove_record(&mut self, report: &ReportId) -> Result<(), SinkError> {
        self.records(&mut |_| ())?;
        if self.held.remove(report).is_some() {
            self.engine.delete_term(Term::from_field_text(self.columns.file, report.as_str()));
        }
        Ok(())
    }

    fn commit(mut self, run: Run, stop: &Stop) -> Result<(), SinkError> {
        let wrap = |error: IndexError| SinkError(Box::new(error));
        let stopped = || SinkError("the run was asked to stop".into());
        self.records(&mut |_| ())?;
        if !self.publish(run, stop).map_err(wrap)? {
            return Err(stopped());
        }
        let Writer { dir, generation, start, engine, faults, mut hold, .. } = self;
        let merged = wait_for_merges(engine, stop);
        open::open_generation(&dir, generation, Access::Mapped, Faults::default()).map_err(wrap)?;
        if !start.is_update() {
            let switch = || folder::write_current(&dir, generation, true, &faults);
            match stop.commit(switch) {
                None => return Err(stopped()),
                Some(done) => done.map_err(|error| wrap(IndexError::io(&dir, "write", &error)))?,
            }
        }
        // What a merge is still writing is not swept from under it.
        (hold.in_use, hold.readable) = (Some(generation), merged);
        drop(hold);
        Ok(())
    }
}

/// Whether they came to their end; a merge takes seconds, and who stops a run does not wait for it. A merge that
/// failed has changed nothing: what it would have joined stays as it is.
fn wait_for_merges(engine: IndexWriter<Queued>, stop: &Stop) -> bool {
    let merges = thread::spawn(move || drop(engine.wait_merging_threads()));
    while !merges.is_finished() {
        if stop.asked() {
            return false;
        }
        thread::sleep(LOOK_EVERY);
    }
    true
}
