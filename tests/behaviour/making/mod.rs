//! Makes small files in the formats that have no readable source: PDF and DOCX.
#![allow(dead_code, reason = "each user of this module needs a part of it")]
#![allow(clippy::unwrap_used, reason = "only tests and benches make files with it")]

pub(crate) mod docx;
pub(crate) mod pdf;
