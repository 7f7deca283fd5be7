//! The index folder: `CURRENT` names the generation in use, each generation is a folder of its own.
//! A switch from one to the next is one rename.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use super::faults::Faults;
use crate::{
    index::error::{IndexError, shown},
    text::moment,
};

/// Of what this program writes: schema, stored records, ledger. A change means a rebuild.
pub(in crate::index) const FORMAT: u32 = 1;

const CURRENT: &str = "CURRENT";
const FIRST_LINE: &str = "findings index";
const LOCK: &str = "writer.lock";
const HOLDER: &str = "holder.lock";

/// What stands in an index folder, judged without opening the engine's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::index) enum State {
    /// Nothing, or only dot files and locks.
    Empty,
    /// A first build began and did not end.
    Interrupted,
    Ready {
        generation: u64,
    },
    Older(u32),
    Newer(u32),
    Damaged(String),
    NotAFolder,
    Foreign,
}

/// `CURRENT` is read before the folder is listed: on some systems a list that is made while a file is
/// being replaced misses it.
pub(in crate::index) fn state(dir: &Path) -> Result<State, IndexError> {
    let mut bytes = Vec::new();
    let current = File::open(dir.join(CURRENT)).and_then(|file| file.take(4096).read_to_end(&mut bytes));
    let judged = match current {
        Ok(_) => match read_current(&String::from_utf8_lossy(&bytes)) {
            State::Foreign => Some("is not readable"),
            known => return Ok(known),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(State::NotAFolder),
        Err(error) => return Err(IndexError::io(dir, "read", &error)),
    };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Empty),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(State::NotAFolder),
        Err(error) => return Err(IndexError::io(dir, "read", &error)),
    };
    let (mut ours, mut others) = (false, false);
    for entry in entries {
        let entry = entry.map_err(|error| IndexError::io(dir, "read", &error))?;
        match entry.file_name().to_str() {
            Some(name) if generation_number(name).is_some() => ours = true,
            Some(name) if name.starts_with('.') || [CURRENT, LOCK, HOLDER].contains(&name) => {}
            _ => others = true,
        }
    }
    Ok(match (ours, others, judged) {
        (true, false, what) => State::Damaged(format!("its file CURRENT {}", what.unwrap_or("is missing"))),
        (false, false, None) => State::Empty,
        _ => State::Foreign,
    })
}

/// The format is read before anything is checked: another format may have other checks.
fn read_current(text: &str) -> State {
    let mut lines = text.lines();
    if lines.next() != Some(FIRST_LINE) {
        return State::Foreign;
    }
    let mut value = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ').map(str::to_owned);
    let Some(format) = value("format").and_then(|v| v.parse::<u32>().ok()) else {
        return State::Damaged("its file CURRENT names no format".to_owned());
    };
    match format {
        0 => return State::Damaged("its file CURRENT names no format".to_owned()),
        older if older < FORMAT => return State::Older(older),
        newer if newer > FORMAT => return State::Newer(newer),
        _ => {}
    }
    let (generation, phase) = (value("generation"), value("state"));
    let sealed = text.rsplit_once("check ").is_some_and(|(body, seal)| seal == format!("{}\n", check(body)));
    match (generation.as_deref().and_then(generation_number), phase.as_deref()) {
        (Some(_), Some("building")) if sealed => State::Interrupted,
        (Some(generation), Some("ready")) if sealed => State::Ready { generation },
        _ => State::Damaged("its file CURRENT is not what was written".to_owned()),
    }
}

fn check(body: &str) -> String {
    blake3::hash(body.as_bytes()).to_hex()[..32].to_owned()
}

pub(in crate::index) fn write_current(
    dir: &Path,
    generation: u64,
    ready: bool,
    faults: &Faults,
) -> io::Result<()> {
    let phase = if ready { "ready" } else { "building" };
    let mut text = format!("{FIRST_LINE}\nformat {FORMAT}\ngeneration g{generation}\nstate {phase}\n");
    text.push_str(&format!("check {}\n", check(&text)));
    let temporary = dir.join(".tmp-current");
    faults.step()?;
    let mut file = File::create(&temporary)?;
    file.write_all(text.as_bytes())?;
    faults.step()?;
    file.sync_all()?;
    drop(file);
    faults.step()?;
    fs::rename(&temporary, dir.join(CURRENT))?;
    sync_folder(dir)
}

/// Makes names in a folder durable; systems that cannot do it need not.
pub(in crate::index) fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(dir)?.sync_all()
}

pub(in crate::index) fn generation_folder(dir: &Path, generation: u64) -> PathBuf {
    dir.join(format!("g{generation}"))
}

fn generation_number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix('g')?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// Numbers of all generations on disk, complete or not.
pub(in crate::index) fn generations(dir: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(dir)? {
        numbers.extend(entry?.file_name().to_str().and_then(generation_number));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// Removes what interrupted runs left: temporary files (the engine never removes its own) and every
/// generation but `keep`. Only with the lock held; what cannot be removed stays for the next run.
pub(in crate::index) fn clean(dir: &Path, keep: Option<u64>, faults: &Faults) -> io::Result<()> {
    for generation in generations(dir)? {
        if Some(generation) != keep {
            faults.step()?;
            // A program that has these files open may keep them on some systems: not an error.
            let _ = fs::remove_dir_all(generation_folder(dir, generation));
        }
    }
    remove_temporary(dir, faults)?;
    match keep.map(|generation| generation_folder(dir, generation)) {
        Some(folder) if folder.is_dir() => remove_temporary(&folder, faults),
        _ => Ok(()),
    }
}

fn remove_temporary(folder: &Path, faults: &Faults) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(".tmp")) {
            faults.step()?;
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The one writer's lock: an advisory lock that the system drops when its holder dies, and a note
/// beside it for whoever comes second.
#[derive(Debug)]
pub(in crate::index) struct WriterLock {
    file: File,
    note: PathBuf,
}

impl WriterLock {
    /// Creates the folder where needed.
    pub(in crate::index) fn take(dir: &Path, faults: &Faults) -> Result<Self, IndexError> {
        let io_error = |error: io::Error| IndexError::io(dir, "write", &error);
        faults.step().and_then(|()| fs::create_dir_all(dir)).map_err(io_error)?;
        faults.step().map_err(io_error)?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(dir.join(LOCK))
            .map_err(io_error)?;
        let note = dir.join(HOLDER);
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&note).unwrap_or_default();
                let holder = holder.lines().next().map(|line| format!(" ({line})")).unwrap_or_default();
                return Err(IndexError::Busy { dir: shown(dir), holder });
            }
            // A file system without locks (some network folders): nothing better can be had.
            Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(fs::TryLockError::Error(error)) => return Err(io_error(error)),
        }
        // The note is a courtesy: a run does not fail for want of it.
        let _ = fs::write(&note, format!("process {} since {}\n", std::process::id(), utc_now()));
        Ok(WriterLock { file, note })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        let _ = fs::write(&self.note, "");
        let _ = self.file.unlock();
    }
}

fn utc_now() -> String {
    moment(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_judged_by_what_stands_in_it() {
        let sandbox = tempfile::tempdir().unwrap();
        let dir = sandbox.path().join("index");
        assert_eq!(state(&dir).unwrap(), State::Empty);
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join(".gitkeep"), "").unwrap();
        fs::write(dir.join(LOCK), "").unwrap();
        assert_eq!(state(&dir).unwrap(), State::Empty);
        fs::create_dir(dir.join("g1")).unwrap();
        assert!(matches!(state(&dir).unwrap(), State::Damaged(_)));
        write_current(&dir, 1, false, &Faults::default()).unwrap();
        assert_eq!(state(&dir).unwrap(), State::Interrupted);
        write_current(&dir, 1, true, &Faults::default()).unwrap();
        assert_eq!(state(&dir).unwrap(), State::Ready { generation: 1 });
        let written = fs::read_to_string(dir.join(CURRENT)).unwrap();
        fs::write(dir.join(CURRENT), written.replace("format 1", "format 2")).unwrap();
        assert_eq!(state(&dir).unwrap(), State::Newer(2));
        fs::write(dir.join(CURRENT), written.replace("g1", "g2")).unwrap();
        assert!(matches!(state(&dir).unwrap(), State::Damaged(_)));
        fs::write(sandbox.path().join("file"), "x").unwrap();
        assert_eq!(state(&sandbox.path().join("file")).unwrap(), State::NotAFolder);
        assert_eq!(state(sandbox.path()).unwrap(), State::Foreign);
    }

    #[test]
    fn a_second_writer_is_told_who_holds_the_lock() {
        let sandbox = tempfile::tempdir().unwrap();
        let first = WriterLock::take(sandbox.path(), &Faults::default()).unwrap();
        let second = WriterLock::take(sandbox.path(), &Faults::default()).unwrap_err().to_string();
        assert!(second.contains(&format!("process {}", std::process::id())), "{second}");
        drop(first);
        assert_eq!(fs::read_to_string(sandbox.path().join(HOLDER)).unwrap(), "");
        WriterLock::take(sandbox.path(), &Faults::default()).unwrap();
    }
}
