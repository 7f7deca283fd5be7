//! Answers with denominators: the matrix of scores and its contradictions, a draft held against the
//! reports, citations, councils side by side.
//!
//! In: what the backend gives (ledger rows, paragraphs of a scan, responses) and the catalogue. Out:
//! plain answer types, each number with the places it came from. The same input gives the same answer
//! in the same order. Nothing here opens a file, asks an index or renders text, and nothing is guessed:
//! where the sources are silent or disagree, the answer says so.

mod alignment;
mod candidates;
mod check;
mod citations;
#[cfg(test)]
mod claim_tests;
mod claim_words;
mod claims;
mod comparison;
mod conflicts;
mod context;
mod held_against;
mod lines;
mod matrix;
mod names;
mod numbers;
mod passed_over;
mod quotations;
mod quoting;
mod rating;
#[cfg(test)]
mod suite;
mod whom;
mod wording;

pub use check::{Checking, Draft, Reports};
pub use citations::citations;
pub use comparison::{Answer, Asked, compare};
pub use conflicts::conflicts;
pub use matrix::{MatrixRequest, matrix};
pub use rating::outlook;
