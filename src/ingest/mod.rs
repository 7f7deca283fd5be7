//! Corpus to tagged reports in an index.
