//! Full-text search over inspection reports: every paragraph tagged by authority, quality statement
//! and score, with the evidence for each tag, and found again word for word.
//!
//! The rooms in reading order; `ARCHITECTURE.md` has the table of who may import whom.
#![cfg_attr(not(test), warn(clippy::print_stdout, clippy::print_stderr, clippy::exit))]

pub mod text;

pub mod model;

pub mod corpus;
pub mod query;
pub mod readers;
pub mod tagging;

pub mod backend;

pub mod analytics;
pub mod index;
pub mod ingest;
pub mod output;

pub mod cli;
