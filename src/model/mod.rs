//! The subject's own words as plain values: reports, paragraphs, tags, evidence, problems, and the
//! two catalogues they are keys into (quality frameworks, authorities).
//!
//! Everything above this room speaks in these types. Nothing here reads a file, prints, or knows
//! of the search engine; the embedded data files are read in `data.rs` alone.

mod block;
mod collected;
mod facts;
mod field;
mod format;
mod layout;
mod paragraph;
mod problem;
mod report;
mod score;
mod shared_text;
mod tag;

pub use block::{Block, BlockKind, Line, Location, Reading};
pub use collected::{CollectedFacts, FactsOf};
pub use facts::{FileFacts, PageFacts, Sketch};
pub use field::Field;
pub use format::Format;
pub use layout::{Layout, SectionLabel};
pub use paragraph::{Page, Paragraph, ParagraphId, Section};
pub use problem::{Problem, ProblemCode};
pub use report::{Kind, Published, RatingFact, Report, ReportId, ScoreFact, ScoreSource, Status};
pub use score::Score;
pub use shared_text::{SharedText, SharedTexts};
pub use tag::{Authority, Evidence, EvidenceSource, Tag};

mod authorities;
mod catalogue;
mod data;
mod framework;

pub use authorities::{Authorities, AuthorityEntry};
pub use catalogue::{Catalogue, CatalogueError};
pub use framework::{Framework, RatingBand, Scale, Statement, Theme, fold};
