//! A file of the engine, read piece by piece: what a merge maps into memory, it holds there to the end.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
    sync::{Mutex, PoisonError},
};

use tantivy::{
    HasLen,
    directory::{FileHandle, OwnedBytes},
};

#[derive(Debug)]
pub(super) struct Pieces {
    file: Mutex<File>,
    bytes: usize,
}

impl Pieces {
    pub(in crate::index) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Pieces { file: Mutex::new(file), bytes })
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut piece = vec![0; range.len()];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(range.start as u64))?;
        file.read_exact(&mut piece)?;
        Ok(OwnedBytes::new(piece))
    }
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.bytes
    }
}
