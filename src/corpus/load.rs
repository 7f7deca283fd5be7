use std::{
    fs::{File, OpenOptions},
    io::{self, Read},
    path::Path,
};

use super::SourceFile;
use crate::model::{Problem, ProblemCode};
use crate::text::system_words;

/// No report comes near this; a sparse or endless file would fill the memory.
pub const FILE_LIMIT_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of one source. Whatever goes wrong concerns this file alone.
pub fn load(file: &SourceFile) -> Result<Vec<u8>, Problem> {
    let opened = open(&file.path).map_err(|error| cannot_read(&error))?;
    // Looked at after opening: the name may have come to mean something else since the walk.
    let metadata = opened.metadata().map_err(|error| cannot_read(&error))?;
    if !metadata.is_file() {
        return Err(Problem::new(
            ProblemCode::Unreadable,
            None,
            "is no longer an ordinary file; nothing of it was read",
        ));
    }
    if metadata.len() > FILE_LIMIT_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    // One byte more than allowed, so that a file that grows while it is read is noticed.
    opened.take(FILE_LIMIT_BYTES + 1).read_to_end(&mut bytes).map_err(|error| cannot_read(&error))?;
    if bytes.len() as u64 > FILE_LIMIT_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Never follows a link in the last part (the walk has resolved those that are allowed) and never
/// waits for the other end of a pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn too_large() -> Problem {
    let message = format!(
        "is larger than {} MB and was not read; split it, or export it without pictures",
        FILE_LIMIT_BYTES / 1024 / 1024
    );
    Problem::new(ProblemCode::TooLarge, None, message)
}

fn cannot_read(error: &io::Error) -> Problem {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ELOOP) {
        return Problem::new(
            ProblemCode::LinkSkipped,
            None,
            "became a link while the corpus was read; nothing of it was read",
        );
    }
    match error.kind() {
        io::ErrorKind::NotFound => Problem::new(
            ProblemCode::Vanished,
            None,
            "was removed while the corpus was read; run the command again if it is back",
        ),
        io::ErrorKind::PermissionDenied => {
            Problem::new(ProblemCode::Unreadable, None, "you have no permission to read it")
        }
        _ => Problem::new(ProblemCode::Unreadable, None, format!("cannot be read: {}", system_words(error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Format, ReportId};
    use std::path::PathBuf;

    fn source(path: PathBuf) -> SourceFile {
        SourceFile {
            id: ReportId::from_id("x.txt"),
            path,
            format: Format::Text,
            size_bytes: 0,
            modified: None,
        }
    }

    #[test]
    fn a_file_that_vanished_is_said_to_have_vanished() {
        let folder = tempfile::tempdir().unwrap();
        let problem = load(&source(folder.path().join("x.txt"))).unwrap_err();
        assert_eq!(problem.code, ProblemCode::Vanished);
    }

    #[test]
    fn a_sparse_file_beyond_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.txt");
        File::create(&path).unwrap().set_len(FILE_LIMIT_BYTES * 16).unwrap();
        assert_eq!(load(&source(path)).unwrap_err().code, ProblemCode::TooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_a_folder_and_a_device_are_never_read() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("x.txt");
        std::os::unix::fs::symlink("/etc/hostname", &link).unwrap();
        assert_eq!(load(&source(link)).unwrap_err().code, ProblemCode::LinkSkipped);
        assert_eq!(load(&source(folder.path().to_owned())).unwrap_err().code, ProblemCode::Unreadable);
        assert_eq!(load(&source("/dev/zero".into())).unwrap_err().code, ProblemCode::Unreadable);
    }
}
