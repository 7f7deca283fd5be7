//! The index on the disk: its folder and generations, the engine's files with our seal on them, and what is beside the
//! engine's own in its `meta.json`.

pub(super) mod directory;
pub(super) mod faults;
pub(super) mod folder;
pub(super) mod meta;
mod pieces;
pub(super) mod quiet;
