//! How the program ends: what went wrong in any room, as one message and one exit code.

use std::{io, path::PathBuf, process::ExitCode};

use crate::{
    corpus::CorpusError,
    index::IndexError,
    ingest::IngestError,
    model::CatalogueError,
    output::Diagnostic,
    query::{LexiconError, QueryError},
    text::system_words,
};

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
    /// Arguments that cannot be used; already in words.
    Usage(Box<Diagnostic>),
    /// A query that is not understood, with its text.
    Query {
        text: String,
        error: Box<QueryError>,
    },
    Index(IndexError),
    Ingest(IngestError),
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
        Failure::Usage(Box::new(Diagnostic {
            code: code.to_owned(),
            message: message.into(),
            ..Diagnostic::default()
        }))
    }

    /// A name that is not known, with the nearest that are.
    pub(in crate::cli) fn unknown(code: &str, message: String, suggestions: Vec<String>) -> Self {
        Failure::Usage(Box::new(Diagnostic {
            code: code.to_owned(),
            message,
            suggestions,
            ..Diagnostic::default()
        }))
    }

    pub(in crate::cli) fn code(&self) -> ExitCode {
        match self {
            Failure::Ingest(IngestError::Interrupted) => ExitCode::from(130),
            Failure::ClosedPipe => ExitCode::SUCCESS,
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
            Failure::Usage(diagnostic) => Some((**diagnostic).clone()),
            Failure::Query { text, error } => Some(Diagnostic {
                code: error.code().to_owned(),
                message: error.to_string(),
                source: Some(text.clone()),
                span: error.span(),
                hint: error.hint(),
                suggestions: error.suggestions().to_vec(),
            }),
            Failure::Index(error) => plain(error.code(), error.to_string()),
            Failure::Ingest(error) => plain(ingest_code(error), error.to_string()),
            Failure::Corpus(error) => plain("corpus", error.to_string()),
            Failure::Catalogue(error) => plain("catalogue", error.to_string()),
            Failure::Write { to, cause } => plain("cannot-write", cannot_write(to.as_ref(), cause)),
            Failure::Other { code, message } => plain(code, message.clone()),
        }
    }
}

fn ingest_code(error: &IngestError) -> &'static str {
    match error {
        IngestError::Corpus(_) => "corpus",
        IngestError::Sink(_) => "cannot-write-index",
        IngestError::Interrupted => "interrupted",
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
    let mend = match cause.kind() {
        io::ErrorKind::StorageFull => "make room or ",
        io::ErrorKind::NotFound => "make the folder or ",
        _ => "",
    };
    format!("cannot write the answer to {place}: {why}\n{mend}name another file with -o FILE")
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

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Failure::Index(error)
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        Failure::Ingest(error)
    }
}

/// The words of the corpus's `synonyms.toml`.
impl From<LexiconError> for Failure {
    fn from(error: LexiconError) -> Self {
        Failure::Other { code: "synonyms", message: error.to_string() }
    }
}
