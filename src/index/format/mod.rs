//! The form in which paragraphs, words and ledger rows stand in the index. A change here is a change of the format.

pub(super) mod analysis;
pub(super) mod keys;
mod phrases;
pub(super) mod schema;
pub(super) mod stored;
pub(super) mod wire;
