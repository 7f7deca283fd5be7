use std::path::PathBuf;

use crate::text::system_words;

/// What stops a walk altogether.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    #[error("there is no file or folder {}: name the folder or file that holds your reports", path.display())]
    Missing { path: PathBuf },
    #[error("{} is a file, not a folder: name the folder that holds your reports", path.display())]
    NotAFolder { path: PathBuf },
    #[error(
        "{} holds no reports: put reports there (txt, md, html, pdf or docx), or name another folder",
        path.display()
    )]
    Empty { path: PathBuf },
    #[error("cannot look into {}: {}; check that you may read it", path.display(), system_words(source))]
    Unreadable { path: PathBuf, source: std::io::Error },
}
