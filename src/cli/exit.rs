//! How the program ends: what went wrong in any room, as one message and one exit code.

use std::{io, path::PathBuf, process::ExitCode};

use crate::{corpus::CorpusError, model::CatalogueError, output::Diagnostic};

/// What a command that was not stopped has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Outcome {
    /// Found, or done.
    Done,
    /// Nothing found, or a check found differences.
    Nothing,
}

impl Outcome {
    pub(in crate::cli) fn code(self) -> ExitCode {
        match self {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Nothing => ExitCode::from(1),
        }
    }

    pub(in crate::cli) fn found(found: bool) -> Self {
        if found { Outcome::Done } else { Outcome::Nothing }
    }
}

/// What stopped a command.
#[derive(Debug)]
pub(in crate::cli) enum Failure {
    /// The reader of our output has gone: nobody is left to tell.
    ClosedPipe,
    Interrupted,
    /// Arguments that cannot be used; already in words.
    Usage(Diagnostic),
    Corpus(CorpusError),
    Catalogue(CatalogueError),
    /// The answer could not be written.
    Write {
        to: Option<PathBuf>,
        cause: io::Error,
    },
    /// Another room's error, in its words.
    Other {
        code: &'static str,
        message: String,
    },
}

impl Failure {
    pub(in crate::cli) fn usage(code: &str, message: impl Into<String>) -> Self {
        Failure::Usage(Diagnostic { code: code.to_owned(), message: message.into(), ..Diagnostic::default() })
    }

    pub(in crate::cli) fn code(&self) -> ExitCode {
        match self {
            Failure::ClosedPipe => ExitCode::SUCCESS,
            Failure::Interrupted => ExitCode::from(130),
            _ => ExitCode::from(2),
        }
    }

    /// `None`: end without a word.
    pub(in crate::cli) fn diagnostic(&self) -> Option<Diagnostic> {
        let plain = |code: &str, message: String| {
            Some(Diagnostic { code: code.to_owned(), message, ..Diagnostic::default() })
        };
        match self {
            Failure::ClosedPipe => None,
            Failure::Interrupted => plain("interrupted", "interrupted; nothing was changed".to_owned()),
            Failure::Usage(diagnostic) => Some(diagnostic.clone()),
            Failure::Corpus(error) => plain("corpus", error.to_string()),
            Failure::Catalogue(error) => plain("catalogue", error.to_string()),
            Failure::Write { to, cause } => plain("cannot-write", cannot_write(to.as_ref(), cause)),
            Failure::Other { code, message } => plain(code, message.clone()),
        }
    }
}

fn cannot_write(to: Option<&PathBuf>, cause: &io::Error) -> String {
    let place = to.map_or_else(|| "standard output".to_owned(), |path| format!("`{}`", path.display()));
    let why = match cause.kind() {
        io::ErrorKind::StorageFull => "no space is left there".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        io::ErrorKind::NotFound => "its folder does not exist".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "that file system is read-only".to_owned(),
        _ => system_words(cause),
    };
    format!("cannot write the answer to {place}: {why}\nmake room or name another file with -o FILE")
}

/// What the system says, without its number: "No such device (os error 6)" → "no such device".
pub(in crate::cli) fn system_words(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or(&words);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

impl From<CorpusError> for Failure {
    fn from(error: CorpusError) -> Self {
        Failure::Corpus(error)
    }
}

impl From<CatalogueError> for Failure {
    fn from(error: CatalogueError) -> Self {
        Failure::Catalogue(error)
    }
}
