//! Makes small files in the formats that have no readable source: PDF and DOCX.
#![allow(dead_code, reason = "each user of this module needs a part of it")]

pub(crate) mod docx;
pub(crate) mod pdf;
