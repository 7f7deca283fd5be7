//! Corpus to tagged reports in an index.
//!
//! In: the corpus folder, a tagger, a `Sink`. Out: what the run did; the ledger as it now is lies in the sink.
//! Errors: `IngestError`, for what stops the run; what is wrong with a file is a problem of that file and
//! stops nothing.
//!
//! A run reads what changed since the last one (told by size and time, decided by content), compares all
//! files by their facts, and commits once, or not at all where nothing changed. The result depends on the
//! corpus alone: a chain of updates ends where a fresh build does. This room never prints, never writes
//! a file, and knows nothing of the engine.

mod changes;
mod error;
mod reading;
mod update;
mod verify;

pub use changes::{Changes, changes};
pub use error::IngestError;
pub use update::{Job, Progress, Summary, dry_run, update};
pub use verify::against_corpus;

#[cfg(test)]
mod tests;
