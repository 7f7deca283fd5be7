//! Answers of `analytics/` in every format: text for a terminal, JSON, and a `Paper` from which the other
//! formats are written.

mod citation;
mod comparison;
mod draft;
pub mod json;
mod scores;

pub use citation::{Style, citation_paper, render_citations};
pub use comparison::{comparison_paper, render_comparison};
pub use draft::{draft_paper, render_draft};
pub use scores::{conflicts_paper, matrix_paper, render_conflicts, render_matrix};
