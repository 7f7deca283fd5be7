//! The search engine room: tantivy behind the contract of `backend/`.
//!
//! In: tagged paragraphs and ledger rows (`Writer`, a `Sink`), plans and requests (`Index`). Out:
//! responses, counts, paragraphs, the ledger. Errors: `IndexError`, each naming the command that
//! mends it.
//!
//! `search/` answers questions, `write/` is the sink of a run, `format/` says in which form things stand in the index and `disk/`
//! how they lie in its folder; `open.rs`, `read.rs`, `status.rs` and `verify.rs` are what the program asks of an index besides.
//!
//! What holds: a run is one commit (or one switch of `CURRENT`), so that the folder opens as the
//! old or the new state whatever happens; answers depend on the paragraphs alone, never on
//! segments, threads or history; engine types never leave this room, and no query text enters it.

mod disk;
#[cfg(test)]
mod durability;
mod error;
mod format;
mod open;
mod read;
mod search;
mod status;
mod verify;
mod write;

pub use error::{IndexError, index_command};
pub use open::Index;
pub use write::{Effort, Writer, start_of};
