//! Answers with denominators: the matrix of scores and its contradictions, a draft held against the
//! reports (`check/`), citations, councils side by side.
//!
//! In: what the backend gives (ledger rows, paragraphs of a scan, responses) and the catalogue. Out:
//! plain answer types, each number with the places it came from. The same input gives the same answer
//! in the same order. Nothing here opens a file, asks an index or renders text, and nothing is guessed:
//! where the sources are silent or disagree, the answer says so.

mod check;
mod citations;
mod comparison;
mod conflicts;
mod matrix;
mod rating;

pub use check::{Checking, Draft, Reports};
pub use citations::citations;
pub use comparison::{Answer, Asked, compare};
pub use conflicts::conflicts;
pub use matrix::{MatrixRequest, matrix};
pub use rating::outlook;
