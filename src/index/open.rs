use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{OnceLock, atomic::AtomicUsize},
    thread,
    time::Duration,
};

use tantivy::{Index as Engine, ReloadPolicy, Searcher, directory::Directory};

use super::{
    disk::{
        directory::{Access, SealedDirectory},
        faults::Faults,
        folder::{self, State},
        meta::{META, Payload},
    },
    error::{IndexError, shown},
    format::{analysis, schema::Columns},
    search::{counts::Values, segment::SegmentView},
};
use crate::{
    backend::CorpusSettings,
    model::{Catalogue, Field, ReportId},
    query::Lexicon,
};

pub(super) const LETTERS: usize = 26;

/// An index, open for questions: one consistent state, whatever a writer does meanwhile.
pub struct Index {
    pub(super) opened: Opened,
    pub(super) segments: Vec<SegmentView>,
    pub(super) catalogue: Catalogue,
    /// Whether the phrases of this program's lexicon are indexed.
    pub(super) knows_phrases: bool,
    pub(super) values: [OnceLock<Values>; Field::ALL.len()],
    /// Exact terms in order, once a prefix or spelling was asked for: those of each letter, and after them all.
    pub(super) exact_words: [OnceLock<Vec<String>>; LETTERS + 1],
    /// Reports that are near copies of others.
    pub(super) copies: OnceLock<Vec<ReportId>>,
    pub(super) report_ranks: OnceLock<Vec<Vec<u32>>>,
    /// Names of reports that were looked up without these so far, at most.
    pub(super) looked_up: AtomicUsize,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("dir", &self.opened.dir).finish_non_exhaustive()
    }
}

/// One generation with its payload read and its counts checked.
pub(super) struct Opened {
    pub(super) dir: PathBuf,
    pub(super) home: PathBuf,
    pub(super) engine: Engine,
    pub(super) searcher: Searcher,
    pub(super) columns: Columns,
    pub(super) payload: Payload,
}

/// How often a reader that met a writer's switch of state looks again.
const RETRIES: u32 = 4;

impl Index {
    /// Opens what `CURRENT` names. Nothing is written, also not a lock where the folder forbids it.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        Self::open_with(dir, Access::Mapped)
    }

    /// For who goes through all of it: what has been read does not stay in memory.
    pub fn open_in_pieces(dir: &Path) -> Result<Self, IndexError> {
        Self::open_with(dir, Access::InPieces)
    }

    fn open_with(dir: &Path, access: Access) -> Result<Self, IndexError> {
        // Reading the lists that are compiled in takes about as long as opening the files.
        let (opened, lists) = thread::scope(|scope| {
            let reading = thread::Builder::new().spawn_scoped(scope, Catalogue::embedded);
            (open_current(dir, access), reading.ok().and_then(|reading| reading.join().ok()))
        });
        let (opened, mut catalogue) = (opened?, lists.unwrap_or_else(Catalogue::embedded));
        if let Some(text) = &opened.payload.settings.authorities {
            catalogue
                .add_authorities("authorities.toml", text)
                .map_err(|_| IndexError::damaged(dir, "its list of authorities cannot be read"))?;
        }
        let segments = opened
            .searcher
            .segment_readers()
            .iter()
            .map(|reader| SegmentView::new(reader.clone(), &opened.columns))
            .collect::<tantivy::Result<_>>()
            .map_err(|error| IndexError::engine(dir, "read", &error))?;
        Ok(Index {
            knows_phrases: opened.payload.settings.versions.lexicon == Lexicon::embedded_digest(),
            opened,
            segments,
            catalogue,
            values: Default::default(),
            exact_words: Default::default(),
            copies: OnceLock::new(),
            report_ranks: OnceLock::new(),
            looked_up: AtomicUsize::new(0),
        })
    }

    /// Whether a query would find an index here, find nothing, or fail: for the first-use rule.
    pub fn is_missing(dir: &Path) -> Result<bool, IndexError> {
        Ok(folder::state(dir)? == State::Empty)
    }

    /// Names and settings that the paragraphs were read with.
    pub fn settings(&self) -> &CorpusSettings {
        &self.opened.payload.settings
    }

    /// The embedded catalogue with the corpus's own authorities.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    pub(super) fn fail(&self, error: &tantivy::TantivyError) -> IndexError {
        IndexError::engine(&self.opened.dir, "read", error)
    }

    pub(super) fn damaged(&self, what: impl Into<String>) -> IndexError {
        IndexError::damaged(&self.opened.dir, what)
    }

    /// The engine panics on some flipped bits (measured on 0.27.0): that is damage, and said so.
    pub(super) fn guarded<T>(&self, ask: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
        guarded(&self.opened.dir, ask)
    }
}

/// What `CURRENT` names; again where a writer replaced it a moment ago.
fn open_current(dir: &Path, access: Access) -> Result<Opened, IndexError> {
    let mut attempt = 0;
    loop {
        let generation = match folder::state(dir)? {
            State::Ready { generation } => generation,
            State::Empty => return Err(IndexError::Missing { dir: shown(dir) }),
            State::Interrupted => return Err(IndexError::Interrupted { dir: shown(dir) }),
            State::NotAFolder => return Err(IndexError::NotAFolder { dir: shown(dir) }),
            State::Foreign => return Err(IndexError::NotAnIndex { dir: shown(dir) }),
            State::Older(found) => {
                return Err(IndexError::Older { dir: shown(dir), found, needed: folder::FORMAT });
            }
            State::Newer(found) => {
                return Err(IndexError::Newer { dir: shown(dir), found, needed: folder::FORMAT });
            }
            State::Damaged(what) => return Err(IndexError::damaged(dir, what)),
        };
        match open_generation(dir, generation, access, Faults::default()) {
            Err(IndexError::Damaged { .. }) if attempt < RETRIES => {
                attempt += 1;
                thread::sleep(Duration::from_millis(5 << attempt));
            }
            other => return other,
        }
    }
}

pub(super) fn guarded<T>(dir: &Path, ask: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    super::disk::quiet::silence_panics(|| catch_unwind(AssertUnwindSafe(ask)))
        .unwrap_or_else(|_| Err(IndexError::damaged(dir, "a part of it cannot be read")))
}

pub(super) fn open_generation(
    dir: &Path,
    generation: u64,
    read: Access,
    faults: Faults,
) -> Result<Opened, IndexError> {
    guarded(dir, || {
        let fail = |error: tantivy::TantivyError| IndexError::engine(dir, "read", &error);
        let home = folder::generation_folder(dir, generation);
        if !home.is_dir() {
            return Err(IndexError::damaged(dir, format!("its folder g{generation} is missing")));
        }
        let directory = SealedDirectory::open(&home, read, faults)
            .map_err(|error| IndexError::io(dir, "read", &error))?;
        let mut engine = Engine::open(directory.clone()).map_err(fail)?;
        let columns = Columns::new();
        if engine.schema() != columns.schema {
            return Err(IndexError::damaged(dir, "its columns are not those of its format"));
        }
        engine.set_tokenizers(analysis::analysers());
        let reader = engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fail)?;
        let searcher: Searcher = reader.searcher();
        let meta = directory.atomic_read(Path::new(META)).map_err(|error| fail(error.into()))?;
        let payload =
            Payload::in_meta(&meta).ok_or_else(|| IndexError::damaged(dir, "its settings cannot be read"))?;
        if directory.read_two_states() {
            return Err(IndexError::damaged(dir, "it changed while it was opened"));
        }
        if searcher.num_docs() != payload.paragraphs + payload.rows {
            return Err(IndexError::damaged(dir, "it holds another number of paragraphs than was written"));
        }
        Ok(Opened { dir: dir.to_owned(), home, engine, searcher, columns, payload })
    })
}
