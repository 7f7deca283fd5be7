//! Answers, problems and errors to text: for a terminal, as JSON, CSV or Markdown.
//!
//! In come the plain types of `backend/` and `model/`, out go strings; nothing here writes to a
//! stream, opens an index or knows an option. Text that came from a report, a file name or a query
//! passes `text::escape` (terminal, Markdown, CSV) or `json::to_line` (JSON) on its way, so that no
//! control or bidirectional character leaves raw. The words of a paragraph are never changed: marks
//! are colours on a terminal and offsets in JSON, and nothing at all elsewhere.

pub mod answers;
mod cited;
mod counts;
mod diagnostics;
mod hits;
mod html;
mod json;
mod ledger;
mod markdown;
mod papers;
mod screen;
mod sheet;
mod tables;
mod tags;
pub mod wire;
mod wording;
mod wrap;
mod xlsx;

pub use cited::Cited;
pub use counts::{render_count, render_facets};
pub use diagnostics::{Diagnostic, render_diagnostic};
pub use hits::{Asked, part_written, render_hits, render_nothing, render_shown, suggestion_line};
pub use html::html;
pub use ledger::{FirstProblems, RunSummary, render_all_problems, render_run, render_status, render_verify};
pub use markdown::{markdown_about, markdown_paper, markdown_tags};
pub use papers::{
    Use, count_paper, facets_paper, hits_paper, run_paper, shown_paper, status_paper, tags_paper,
    verify_paper,
};
pub use screen::Screen;
pub use sheet::{Paper, Passage, Repeat, Sheet};
pub use tables::{BOM, csv};
pub use tags::render_tags;
pub use wording::{count_of, join_words};
pub use wrap::render_lines;
pub use xlsx::xlsx;
