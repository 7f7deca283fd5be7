//! The search engine room: tantivy behind the contract of `backend/`.
//!
//! In: tagged paragraphs and ledger rows (`Writer`, a `Sink`), plans and requests (`Index`). Out:
//! responses, counts, paragraphs, the ledger. Errors: `IndexError`, each naming the command that
//! mends it.
//!
//! What holds: a run is one commit (or one switch of `CURRENT`), so that the folder opens as the
//! old or the new state whatever happens; answers depend on the paragraphs alone, never on
//! segments, threads or history; engine types never leave this room, and no query text enters it.

mod analysis;
mod bits;
mod counts;
mod directory;
#[cfg(test)]
mod durability;
mod error;
mod evaluate;
mod facet_column;
mod faults;
mod folder;
mod keys;
mod likeness;
mod marks;
mod merging;
mod meta;
mod names;
mod near;
mod open;
mod order;
mod phrases;
mod pieces;
mod queue;
mod quiet;
mod rank;
mod read;
mod schema;
mod search;
mod segment;
mod status;
mod stored;
mod verify;
mod vocabulary;
mod wire;
mod words;
mod write;

pub use error::{IndexError, index_command};
pub use open::Index;
pub use write::{Effort, Writer, start_of};
