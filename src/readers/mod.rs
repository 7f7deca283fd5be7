//! Bytes to blocks.
//!
//! In: the format a file's name claims, and its bytes. Out: a `Reading`: headings, paragraphs, list
//! items, quotations, footnotes and table rows in reading order, each with its place, and what the
//! source knows beside them (address, date, the title of a page's window). Every visible word of the report is in exactly one
//! block. A file that gives no block is a `Problem` with its code.
//!
//! `read.rs` decides by the bytes which reader it is: `plain/`, `markdown/`, `html/`, `docx/`, `pdf/`. They give their blocks to
//! `blocks.rs`; which lines belong together, in a text, a print or a mail, is in `lines/`. `words/` holds every format
//! against an independent extraction.
//!
//! A reader reports structure that the format shows and judges nothing: whether a short line is a
//! label is for `tagging/`. Nothing here opens a file, follows a reference, or recurses over input;
//! whatever the bytes are, the answer comes in bounded time and memory.

#[cfg(test)]
#[path = "../../tests/behaviour/making/mod.rs"]
pub(crate) mod making;

mod blocks;
mod decode;
mod docx;
mod html;
mod isolation;
mod limits;
mod lines;
mod markdown;
mod pdf;
mod plain;
mod read;
mod scan;
mod signature;
mod visible;
mod wire;
#[cfg(test)]
mod words;

pub use blocks::PARAGRAPH_LIMIT_CHARS;
pub use isolation::{CHILD_COMMAND, CHILD_TIME, Isolation, serve_child};
pub use read::{lines_of, read};

/// Of the rules of this room. An index made by another version must be rebuilt.
pub const VERSION: u32 = 1;
