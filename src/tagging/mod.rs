//! Blocks to a tagged report: what sort of page a file holds, whom and what it is about, the scores it
//! states, and the section and sub-heading of each paragraph.
//!
//! In: a file's id and its blocks (`model::Reading`), the catalogue of frameworks and authorities, the
//! corpus's overrides. Out: a `model::Report` with a problem for whatever is missing, doubtful or odd; and,
//! from small facts of all files, what concerns several of them. No errors: any text makes a report.
//!
//! Each tag has its evidence; where evidence is missing or contradicts itself the tag is none, since
//! wrong is worse than none. The wording of a framework's own text is never compared: layout and labels
//! decide, and they are data (`model/*.toml`); where its headings are missing, in whose person it speaks
//! (`speaker.rs`). Press releases below one another are tagged each by itself (`releases.rs`, `joined.rs`), and a
//! page below another council's name is not the title's (`strays.rs`). Nothing here reads files or knows of other
//! paragraphs' search. Text is moved, not copied.

mod across;
mod address;
mod authority;
mod bearing;
mod claims;
mod conflicting;
mod contents;
mod data;
mod dates;
mod earlier;
mod emission;
#[cfg(test)]
mod examples;
mod file_names;
mod forms;
#[cfg(test)]
mod heading_tests;
mod items;
mod job;
mod joined;
#[cfg(test)]
mod layout_tests;
mod layouts;
#[cfg(test)]
mod list_tests;
mod longer_names;
mod menus;
mod names;
mod outline;
mod overrides;
mod page_score;
mod paragraphs;
mod published;
mod rated;
mod ratings;
mod releases;
mod roles;
mod running_text;
mod score_forms;
mod score_lists;
mod scores;
mod shared_problem;
mod sketches;
mod speaker;
mod strays;
mod tagger;
mod title_names;
mod titles;

pub use across::{Across, across_files, facts_of};
pub use data::OverridesError;
pub use overrides::{Override, Overrides};
pub use tagger::Tagger;

/// Of the rules of this room. An index made by another version must be rebuilt.
pub const VERSION: u32 = 1;
