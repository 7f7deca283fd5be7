//! Blocks to tagged paragraphs.
