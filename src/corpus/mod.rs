//! Folder to source files.
//!
//! In: the folder of reports, or the files and folders a person names. Out: every source file with
//! its report id, sorted by id, and every file that is passed over with the reason; then the bytes
//! of one file at a time, and the text of the corpus's files of settings.
//!
//! Only regular files inside the corpus are ever opened, and never more than `FILE_LIMIT_BYTES` of
//! one is read. This room never looks into a file's bytes, never writes, and never gives up on the
//! whole corpus because of one file.

mod error;
mod glance;
mod load;
mod walk;

pub use error::CorpusError;
pub use glance::{SETTINGS_FILES, changed_since};
pub use load::{FILE_LIMIT_BYTES, load, load_settings};
pub use walk::{SourceFile, Walk, corpus_above, walk, walk_paths};
