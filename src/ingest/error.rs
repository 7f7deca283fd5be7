use crate::{backend::SinkError, corpus::CorpusError};

/// What stops an index run. The index is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    #[error(transparent)]
    Sink(#[from] SinkError),
    #[error("interrupted; the index is as it was")]
    Interrupted,
}
