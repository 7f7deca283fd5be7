use crate::model::Paragraph;

/// A paragraph with what is needed to find its source again.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    pub paragraph: Paragraph,
    /// blake3 of the source file, hexadecimal; `None` where the ledger has none.
    pub content_hash: Option<String>,
    /// Where else the same report stands, in sentences.
    pub notes: Vec<String>,
}
