//! Bytes to blocks.
