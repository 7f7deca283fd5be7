//! Where an answer is written.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::exit::Failure;

/// Standard output, or a file that appears whole at its name or not at all.
pub(in crate::cli) struct Answer {
    writer: Option<Box<dyn Write>>,
    /// Written here, renamed there.
    file: Option<(PathBuf, PathBuf)>,
    to: Option<PathBuf>,
}

impl Answer {
    pub(in crate::cli) fn to_stdout() -> Self {
        Answer { writer: Some(Box::new(BufWriter::new(io::stdout()))), file: None, to: None }
    }

    pub(in crate::cli) fn to_file(path: &Path) -> Result<Self, Failure> {
        let fail = |cause| Failure::Write { to: Some(path.to_owned()), cause };
        // A link is kept and what it leads to replaced; a device cannot be replaced and is written to.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&target) {
            Ok(found) if found.is_dir() => return Err(fail(io::ErrorKind::IsADirectory.into())),
            Ok(found) if !found.is_file() => {
                let device = OpenOptions::new().write(true).open(&target).map_err(fail)?;
                let writer: Box<dyn Write> = Box::new(BufWriter::new(device));
                return Ok(Answer { writer: Some(writer), file: None, to: Some(path.to_owned()) });
            }
            _ => {}
        }
        let folder =
            target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        let file = File::create(&temporary).map_err(fail)?;
        Ok(Answer {
            writer: Some(Box::new(BufWriter::new(file))),
            file: Some((temporary, target)),
            to: Some(path.to_owned()),
        })
    }

    pub(in crate::cli) fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.write_bytes(text.as_bytes())
    }

    pub(in crate::cli) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let writer = self.writer.as_mut().expect("open until finished");
        let written = writer.write_all(bytes);
        written.map_err(|cause| self.failure(cause))
    }

    pub(in crate::cli) fn finish(mut self) -> Result<(), Failure> {
        let flushed = self.writer.as_mut().expect("open until finished").flush();
        flushed.map_err(|cause| self.failure(cause))?;
        self.writer = None;
        if let Some((temporary, target)) = self.file.take() {
            let renamed = File::open(&temporary)
                .and_then(|file| file.sync_all())
                .and_then(|()| fs::rename(&temporary, &target));
            if let Err(cause) = renamed {
                let _ = fs::remove_file(&temporary);
                return Err(self.failure(cause));
            }
        }
        Ok(())
    }

    fn failure(&self, cause: io::Error) -> Failure {
        if cause.kind() == io::ErrorKind::BrokenPipe && self.to.is_none() {
            return Failure::ClosedPipe;
        }
        Failure::Write { to: self.to.clone(), cause }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        // Closed first: an open file cannot be removed on Windows.
        self.writer = None;
        if let Some((temporary, _)) = &self.file {
            let _ = fs::remove_file(temporary);
        }
    }
}
