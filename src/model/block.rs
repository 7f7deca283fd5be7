use super::Problem;

/// Where a block begins in its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Counted from 1. Of the decoded text; in a PDF, of the page; in DOCX and HTML, of the blocks
    /// (a DOCX has no lines) or of the source text.
    pub line: u32,
    /// Counted from 1; only formats with pages have one.
    pub page: Option<u32>,
}

/// What the source says a block is. A reader reports structure it can see and guesses nothing:
/// whether a short plain line is a heading is for `tagging/` to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Marked as a heading by the format; levels 1 to 6.
    Heading(u8),
    Paragraph,
    /// A whole paragraph in bold: a heading in many saved pages and Word files.
    BoldParagraph,
    /// One item of a list; the bullet or number is not in the text.
    ListItem,
    Quote,
    /// One row of a table; `cells` are its trimmed cells, `text` joins them with " | ".
    TableRow {
        cells: Vec<String>,
    },
    /// Also words to a table or a picture: what stands beside the text and heads nothing of it.
    Footnote,
}

/// A reader's unit: one heading, paragraph, list item, quotation, footnote or table row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Visible words, single-spaced, no control characters, never empty.
    pub text: String,
    pub at: Location,
}

/// What a reader gives: the blocks of a source in reading order, and what it knows beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub blocks: Vec<Block>,
    /// The address the page was published at (canonical link, "saved from" mark).
    pub url: Option<String>,
    /// What the window of a web page is called, which its text need not say.
    pub title: Option<String>,
    /// A machine-readable publication date of the source (`2025-01-10`, or only `2025-01`).
    pub published: Option<String>,
    /// The encoding, where it had to be guessed.
    pub encoding: Option<&'static str>,
    pub problems: Vec<Problem>,
    /// Where the lines within the blocks stand, in reading order; only of formats whose bytes do not tell (PDF).
    pub lines: Vec<Line>,
}

/// A line of a source as a person counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub at: Location,
    pub text: String,
}
