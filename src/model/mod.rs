//! The subject's own words as plain values: reports, paragraphs, tags, evidence, problems, and the
//! two catalogues they are keys into (quality frameworks, authorities).
//!
//! Everything above this room speaks in these types. Nothing here reads a file, prints, or knows
//! of the search engine; the embedded data files are read in `data.rs` alone.

mod block;
mod facts;
mod field;
pub use layout::{Layout, SectionLabel};
