use std::{io, path::Path};

use tantivy::{
    TantivyError,
    directory::error::{LockError, OpenReadError},
};

use crate::text::system_words;

/// Why an index cannot be used. Every message ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("there is no index in `{dir}`; build it with `{}`", index_command(dir, false))]
    Missing { dir: String },
    #[error(
        "the first build of the index in `{dir}` was interrupted; finish it with `{}`",
        index_command(dir, false)
    )]
    Interrupted { dir: String },
    #[error("`{dir}` is a file, and an index is a folder; name another place with `--index`")]
    NotAFolder { dir: String },
    #[error(
        "`{dir}` holds files that are not from this program, so nothing is written there; name an empty or new folder with `--index`"
    )]
    Foreign { dir: String },
    #[error("`{dir}` holds no index of this program; name the folder of one with `--index`")]
    NotAnIndex { dir: String },
    #[error(
        "the index in `{dir}` has format {found} and this program reads format {needed}; build it anew with `{}`",
        index_command(dir, false)
    )]
    Older { dir: String, found: u32, needed: u32 },
    #[error(
        "the index in `{dir}` has format {found}, newer than format {needed} of this program; use the newer program, or build it anew with `{}`",
        index_command(dir, true)
    )]
    Newer { dir: String, found: u32, needed: u32 },
    #[error("the index in `{dir}` is damaged ({what}); build it anew with `{}`", index_command(dir, true))]
    Damaged { dir: String, what: String },
    #[error(
        "another index run holds the lock on `{dir}`{holder}; wait for it, or end that process, and try again"
    )]
    Busy { dir: String, holder: String },
    #[error("cannot {doing} the index in `{dir}`: {cause}")]
    Io { dir: String, doing: &'static str, cause: String },
    #[error(
        "the query took longer than {limit_ms} ms and was stopped; use fewer or longer words, or add a filter"
    )]
    TooSlow { limit_ms: u64 },
}

impl IndexError {
    /// A stable name for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "index-missing",
            Self::Interrupted { .. } => "index-interrupted",
            Self::NotAFolder { .. } => "index-not-a-folder",
            Self::Foreign { .. } | Self::NotAnIndex { .. } => "index-foreign",
            Self::Older { .. } => "index-older",
            Self::Newer { .. } => "index-newer",
            Self::Damaged { .. } => "index-damaged",
            Self::Busy { .. } => "index-busy",
            Self::Io { .. } => "index-io",
            Self::TooSlow { .. } => "query-too-slow",
        }
    }

    pub(super) fn damaged(dir: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { dir: shown(dir), what: what.into() }
    }

    pub(super) fn io(dir: &Path, doing: &'static str, cause: &io::Error) -> Self {
        if matches!(cause.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) {
            return Self::damaged(dir, system_words(cause));
        }
        Self::Io { dir: shown(dir), doing, cause: words_of(cause) }
    }

    /// What the engine reports, told apart into damage and failures of the system.
    pub(super) fn engine(dir: &Path, doing: &'static str, error: &TantivyError) -> Self {
        match error {
            TantivyError::IoError(cause) => Self::io(dir, doing, cause),
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
                Self::io(dir, doing, io_error)
            }
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
                Self::damaged(dir, format!("its file {} is missing", path.display()))
            }
            // A rebuild has taken the folder away in which a reader was about to lock.
            TantivyError::LockFailure(LockError::IoError(cause), _)
                if cause.kind() == io::ErrorKind::NotFound =>
            {
                Self::damaged(dir, "its folder is missing")
            }
            TantivyError::LockFailure(LockError::IoError(cause), _) => Self::io(dir, doing, cause),
            TantivyError::LockFailure(..) => Self::Busy { dir: shown(dir), holder: String::new() },
            TantivyError::OpenWriteError(_) | TantivyError::ErrorInThread(_) if doing == "write" => {
                Self::Io { dir: shown(dir), doing, cause: "a file could not be written".to_owned() }
            }
            _ => Self::damaged(dir, "a part of it cannot be read"),
        }
    }
}

pub(super) fn shown(dir: &Path) -> String {
    dir.display().to_string()
}

/// The command that makes, renews or mends an index.
pub fn index_command(dir: &str, rebuild: bool) -> String {
    let rebuild = if rebuild { " --rebuild" } else { "" };
    let folder = if is_default(dir) { String::new() } else { format!(" --index {dir}") };
    format!("findings index{rebuild}{folder}")
}

fn is_default(dir: &str) -> bool {
    matches!(dir, "index" | "./index")
}

/// A failure of the system and what to do about it.
pub(super) fn words_of(cause: &io::Error) -> String {
    use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    let advice = match cause.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => {
            "; make room on the disk and try again (the index is as it was)"
        }
        PermissionDenied | ReadOnlyFilesystem => {
            "; check who may write there, or name another place with `--index`"
        }
        _ => "",
    };
    format!("{}{advice}", system_words(cause))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_folder_that_a_rebuild_took_away_is_missing_and_not_in_use() {
        let gone = LockError::IoError(Arc::new(io::ErrorKind::NotFound.into()));
        let error = IndexError::engine(Path::new("index"), "read", &TantivyError::LockFailure(gone, None));
        assert!(matches!(error, IndexError::Damaged { .. }), "{error}");
    }
}
