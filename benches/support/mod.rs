//! What the benches share: a generated corpus with a fixed seed, raw tantivy to compare with, and
//! interleaved measurement. Each bench takes a part of it.
#![allow(dead_code)]

pub(crate) mod corpus;
pub(crate) mod language;
pub(crate) mod measure;
pub(crate) mod ours;
pub(crate) mod random;
pub(crate) mod raw;
