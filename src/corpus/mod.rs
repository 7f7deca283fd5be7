//! Folder to source files.
