//! Where things are: the index folder, the corpus beside it, the data files of a corpus.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    args::Global,
    exit::{Failure, system_words},
};
use crate::model::Catalogue;

/// The index folder, and whether somebody named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Place {
    pub(in crate::cli) folder: PathBuf,
    /// By `--index` or `FINDINGS_INDEX`; a named index is never built by a query.
    pub(in crate::cli) named: bool,
}

/// The flag, then the variable, then `./index`.
pub(in crate::cli) fn index_place(global: &Global) -> Place {
    let variable = || std::env::var_os("FINDINGS_INDEX").filter(|value| !value.is_empty()).map(PathBuf::from);
    match global.index.clone().or_else(variable) {
        Some(folder) => Place { folder, named: true },
        None => Place { folder: PathBuf::from("index"), named: false },
    }
}

/// A folder that is missing or holds dot files alone.
pub(in crate::cli) fn is_empty_folder(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.')))
        }
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// A data file of a corpus, if it has one.
pub(in crate::cli) fn data_file(folder: &Path, name: &str) -> Result<Option<String>, Failure> {
    let path = folder.join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(Failure::Other {
            code: "catalogue",
            message: format!("cannot read `{}`: {}", path.display(), system_words(&error)),
        }),
    }
}

/// The embedded catalogue with the authorities of a corpus.
pub(in crate::cli) fn catalogue(authorities: Option<&str>) -> Result<Catalogue, Failure> {
    let mut catalogue = Catalogue::embedded();
    if let Some(text) = authorities {
        catalogue.add_authorities("authorities.toml", text)?;
    }
    Ok(catalogue)
}
