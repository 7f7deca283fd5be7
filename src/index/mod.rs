//! tantivy as the backend.
