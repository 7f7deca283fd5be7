//! Blocks to a tagged report: what sort of page a file holds, whom and what it is about, the scores it
//! states, and the section and sub-heading of each paragraph.
//!
//! In: a file's id and its blocks (`model::Reading`), the catalogue of frameworks and authorities, the
//! corpus's overrides. Out: a `model::Report` with a problem for whatever is missing, doubtful or odd; and,
//! from small facts of all files, what concerns several of them. No errors: any text makes a report.
//!
//! The way of one file (`tagger.rs`): `lines/` says what each line is by its own words, `outline/` which parts the file has,
//! `authority/` whom it is about; `page_score.rs`, `score_lists.rs`, `ratings.rs` and `published.rs` tag each part, `emission.rs`
//! and `paragraphs.rs` make its paragraphs. What concerns several files is `across/`.
//!
//! Each tag has its evidence; where evidence is missing or contradicts itself the tag is none, since
//! wrong is worse than none. The wording of a framework's own text is never compared: layout and labels
//! decide, and they are data (`model/*.toml`); where its headings are missing, in whose person it speaks
//! (`lines/speaker.rs`). Nothing here reads files or knows of other paragraphs' search. Text is moved, not copied.

mod across;
mod authority;
mod data;
mod emission;
#[cfg(test)]
mod examples;
mod job;
mod joined;
mod lines;
mod outline;
mod overrides;
mod page_score;
mod paragraphs;
mod published;
mod ratings;
mod score_lists;
mod tagger;

pub use across::{Across, across_files, facts_of};
pub use data::OverridesError;
pub use overrides::{Override, Overrides};
pub use tagger::Tagger;

/// Of the rules of this room. An index made by another version must be rebuilt.
pub const VERSION: u32 = 1;
