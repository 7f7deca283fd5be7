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

/// Of each file of settings; ten thousand names take a tenth of it.
const SETTINGS_LIMIT_BYTES: u64 = 4 * 1024 * 1024;

/// The bytes of one source. Whatever goes wrong concerns this file alone.
pub fn load(file: &SourceFile) -> Result<Vec<u8>, Problem> {
    match read(&file.path, FILE_LIMIT_BYTES).map_err(|error| cannot_read(&error))? {
        Bounded::Bytes(bytes) => Ok(bytes),
        Bounded::TooLarge => Err(too_large()),
        Bounded::NoFile => Err(Problem::new(
            ProblemCode::Unreadable,
            None,
            "is no longer an ordinary file; nothing of it was read",
        )),
    }
}

/// A corpus's `overrides.toml`, `authorities.toml` or `synonyms.toml`, or `None` where it has none. The error is a reason.
pub fn load_settings(path: &Path) -> Result<Option<String>, String> {
    match read(path, SETTINGS_LIMIT_BYTES) {
        Ok(Bounded::Bytes(bytes)) => {
            String::from_utf8(bytes).map(Some).map_err(|_| "it is no text in UTF-8; save it as UTF-8".into())
        }
        Ok(Bounded::TooLarge) => Err(format!("it is larger than {} MB", SETTINGS_LIMIT_BYTES / 1024 / 1024)),
        Ok(Bounded::NoFile) => Err("it is no ordinary file".into()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        #[cfg(unix)]
        Err(error) if error.raw_os_error() == Some(libc::ELOOP) => {
            Err("it is a link; put the file itself into the corpus".into())
        }
        Err(error) => Err(system_words(&error)),
    }
}

enum Bounded {
    Bytes(Vec<u8>),
    TooLarge,
    NoFile,
}

fn read(path: &Path, limit: u64) -> io::Result<Bounded> {
    let opened = open(path)?;
    // Looked at after opening: the name may have come to mean something else since the walk.
    let metadata = opened.metadata()?;
    if !metadata.is_file() {
        return Ok(Bounded::NoFile);
    }
    if metadata.len() > limit {
        return Ok(Bounded::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    // One byte more than allowed, so that a file that grows while it is read is noticed.
    opened.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit { Bounded::TooLarge } else { Bounded::Bytes(bytes) })
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
    fn settings_are_read_from_ordinary_small_files_alone() {
        let sandbox = tempfile::tempdir().unwrap();
        let path = |name: &str| sandbox.path().join(name);
        std::fs::write(path("good.toml"), "[[override]]").unwrap();
        std::fs::write(path("latin.toml"), b"name = \"\xe9\"").unwrap();
        File::create(path("large.toml")).unwrap().set_len(1 << 40).unwrap();
        std::os::unix::fs::symlink(path("good.toml"), path("link.toml")).unwrap();
        assert_eq!(load_settings(&path("good.toml")), Ok(Some("[[override]]".into())));
        assert_eq!(load_settings(&path("none.toml")), Ok(None));
        for (name, reason) in [
            ("latin.toml", "it is no text in UTF-8; save it as UTF-8"),
            ("large.toml", "it is larger than 4 MB"),
            ("link.toml", "it is a link; put the file itself into the corpus"),
            (".", "it is no ordinary file"),
        ] {
            assert_eq!(load_settings(&path(name)), Err(reason.into()), "{name}");
        }
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
