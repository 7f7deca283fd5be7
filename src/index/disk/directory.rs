//! The engine's folder with our seal on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
    error::{DeleteError, LockError, OpenReadError, OpenWriteError},
};

use super::{faults::Faults, folder, meta, pieces::Pieces};

const SEAL_CHARS: usize = 64;

/// One file as it was written: its length, blake3 of all of it, and the CRC-32 of both its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::index) struct Sum {
    pub(in crate::index) bytes: u64,
    pub(in crate::index) hash: String,
    pub(in crate::index) ends: u32,
}

/// Lengths and offsets, which the engine believes without a check (a flipped bit there asked for six
/// terabytes of memory, an abort that nothing catches), stand at the ends of its files: those are checked
/// whenever a file is opened. An index this small is checked in full.
const HEAD_BYTES: usize = 4 << 10;
const TAIL_BYTES: usize = 64 << 10;
const CHECKED_IN_FULL_BYTES: u64 = 4 << 20;

/// Chance is what is looked for here, and every command does it for every file: blake3 takes twenty times as long.
fn sum_of_ends(head: &[u8], tail: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&head[..head.len().min(HEAD_BYTES)]);
    sum.update(&tail[tail.len().saturating_sub(TAIL_BYTES)..]);
    sum.finalize()
}

pub(in crate::index) type Sums = BTreeMap<String, Sum>;

/// Three things that the engine's own directory does not do: the sums of all live files stand in
/// `meta.json`, which is itself sealed (the engine's has no checksum, measured on 0.27.0: a flipped bit
/// there changes answers in silence); a folder that cannot be written can still be searched
/// (the engine insists on a lock file); and tests can make any operation fail.
#[derive(Clone, Debug)]
pub(in crate::index) struct SealedDirectory {
    inner: MmapDirectory,
    folder: PathBuf,
    sums: Arc<Mutex<Sums>>,
    checked: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// Seals of every `meta.json` that was read.
    metas: Arc<Mutex<BTreeSet<Vec<u8>>>>,
    read: Access,
    faults: Faults,
}

/// How the engine's files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::index) enum Access {
    /// Mapped into memory, for questions.
    Mapped,
    /// For who goes through all of it: a merge, a check, a look at the whole ledger.
    InPieces,
}

impl SealedDirectory {
    pub(in crate::index) fn open(folder: &Path, read: Access, faults: Faults) -> io::Result<Self> {
        let inner = MmapDirectory::open(folder).map_err(io::Error::other)?;
        Ok(SealedDirectory {
            inner,
            folder: folder.to_owned(),
            sums: Arc::default(),
            checked: Arc::default(),
            metas: Arc::default(),
            read,
            faults,
        })
    }

    /// Sums of all files that the last read or written `meta.json` calls live.
    pub(in crate::index) fn sums(&self) -> MutexGuard<'_, Sums> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The engine reads `meta.json` more than once while it opens: whether a writer replaced it in between, so
    /// that what was read belongs to two states.
    pub(in crate::index) fn read_two_states(&self) -> bool {
        self.metas.lock().unwrap_or_else(PoisonError::into_inner).len() > 1
    }

    /// Once for each file.
    fn check(&self, path: &Path, file: &dyn FileHandle) -> io::Result<()> {
        let (sum, total) = {
            let sums = self.sums();
            let Some(sum) = path.to_str().and_then(|name| sums.get(name)) else { return Ok(()) };
            (sum.clone(), sums.values().map(|sum| sum.bytes).sum::<u64>())
        };
        let fresh = self.checked.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        if !fresh {
            return Ok(());
        }
        let length = file.len();
        let same = length as u64 == sum.bytes
            && if total > CHECKED_IN_FULL_BYTES {
                let head = file.read_bytes(0..length.min(HEAD_BYTES))?;
                sum_of_ends(&head, &file.read_bytes(length.saturating_sub(TAIL_BYTES)..length)?) == sum.ends
            } else {
                blake3::hash(&file.read_bytes(0..length)?).to_hex().as_str() == sum.hash
            };
        if same {
            return Ok(());
        }
        let what = format!("its file {} is not what was written", path.display());
        Err(io::Error::new(io::ErrorKind::InvalidData, what))
    }

    fn allowed(&self) -> io::Result<()> {
        self.faults.step().inspect_err(|error| self.faults.note(error))
    }
}

/// Splits a sealed file into its content and the line of sums; `None` if it is not what was written.
fn unseal(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let body_end = bytes.len().checked_sub(SEAL_CHARS + 1)?;
    let (body, seal) = bytes.split_at(body_end);
    if seal[SEAL_CHARS] != b'\n' || blake3::hash(body).to_hex().as_bytes() != &seal[..SEAL_CHARS] {
        return None;
    }
    let line_start = body[..body.len().checked_sub(1)?].iter().rposition(|b| *b == b'\n')? + 1;
    Some(body.split_at(line_start))
}

fn seal(data: &[u8], sums: &Sums) -> Vec<u8> {
    let mut bytes = data.to_vec();
    if bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(meta::sums_to_line(sums).as_bytes());
    bytes.push(b'\n');
    let hash = blake3::hash(&bytes).to_hex();
    bytes.extend_from_slice(hash.as_bytes());
    bytes.push(b'\n');
    bytes
}

/// Removes files of the engine that no state needs: what a killed run or a merge left. Only with the
/// writer's lock held; readers that are just opening are kept out by the engine's own lock.
pub(in crate::index) fn sweep(home: &Path, faults: &Faults) -> io::Result<()> {
    let directory = SealedDirectory::open(home, Access::InPieces, faults.clone())?;
    let _readers_wait = directory.acquire_lock(&META_LOCK).map_err(io::Error::other)?;
    directory.atomic_read(Path::new(meta::META)).map_err(io::Error::other)?;
    let mut removed = false;
    for entry in fs::read_dir(home)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let needed = name.starts_with('.') || name == meta::META || directory.sums().contains_key(&name);
        if !needed {
            faults.step()?;
            // Held open by a reader on some systems: the next run takes it.
            removed |= fs::remove_file(entry.path()).is_ok();
        }
    }
    if removed { directory.sync_directory() } else { Ok(()) }
}

impl Directory for SealedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file: Arc<dyn FileHandle> = match self.read {
            Access::Mapped => self.inner.get_file_handle(path)?,
            Access::InPieces => Arc::new(Pieces::open(&self.folder.join(path)).map_err(|error| {
                if error.kind() == io::ErrorKind::NotFound {
                    OpenReadError::FileDoesNotExist(path.to_owned())
                } else {
                    OpenReadError::wrap_io_error(error, path.to_owned())
                }
            })?),
        };
        self.check(path, &*file).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(file)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.allowed()
            .map_err(|error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() })?;
        self.inner.delete(path)?;
        if let Some(name) = path.to_str() {
            self.sums().remove(name);
        }
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.allowed().map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        let inner = self.inner.open_write(path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                self.faults.note(io_error);
            }
        })?;
        Ok(WritePtr::new(Box::new(SummingWriter {
            inner,
            name: path.display().to_string(),
            hasher: blake3::Hasher::new(),
            bytes: 0,
            head: Vec::new(),
            tail: Vec::new(),
            sums: Arc::clone(&self.sums),
            faults: self.faults.clone(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.inner.atomic_read(path)?;
        let damaged = || {
            let what = format!("its file {} is not what was written", path.display());
            OpenReadError::wrap_io_error(io::Error::new(io::ErrorKind::InvalidData, what), path.to_owned())
        };
        let (data, line) = unseal(&bytes).ok_or_else(damaged)?;
        if path == Path::new(meta::META) {
            let sums = meta::sums_from_line(line).ok_or_else(damaged)?;
            self.sums().extend(sums);
            let seal = bytes[bytes.len() - SEAL_CHARS - 1..].to_vec();
            self.metas.lock().unwrap_or_else(PoisonError::into_inner).insert(seal);
        }
        Ok(data.to_vec())
    }

    /// Temporary file, sync, rename: as the engine does it, but with every step open to a fault.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let sums = if path == Path::new(meta::META) { meta::live(&self.sums(), data) } else { Sums::new() };
        let bytes = seal(data, &sums);
        let write = || {
            let temporary =
                self.folder.join(format!(".tmp-{}", path.display().to_string().replace('/', "-")));
            self.faults.step()?;
            let mut file = fs::File::create(&temporary)?;
            file.write_all(&bytes)?;
            self.faults.step()?;
            file.sync_data()?;
            drop(file);
            self.faults.step()?;
            fs::rename(&temporary, self.folder.join(path))?;
            // The engine leaves this out; without it a power cut can undo a run that was said to be done.
            if path == Path::new(meta::META) { folder::sync_folder(&self.folder) } else { Ok(()) }
        };
        write().inspect_err(|error| self.faults.note(error))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.allowed()?;
        self.inner.sync_directory().inspect_err(|error| self.faults.note(error))
    }

    /// In a folder that cannot be written there is no writer to keep away from either.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if lock.is_blocking
                    && matches!(
                        error.kind(),
                        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                    ) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// Sums what passes through; the sum counts once the file is complete.
struct SummingWriter {
    inner: WritePtr,
    name: String,
    hasher: blake3::Hasher,
    bytes: u64,
    head: Vec<u8>,
    tail: Vec<u8>,
    sums: Arc<Mutex<Sums>>,
    faults: Faults,
}

impl Write for SummingWriter {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let result = self.faults.step().and_then(|()| self.inner.write(buffer));
        let written = result.inspect_err(|error| self.faults.note(error))?;
        self.hasher.update(&buffer[..written]);
        self.bytes += written as u64;
        let room = HEAD_BYTES.saturating_sub(self.head.len()).min(written);
        self.head.extend_from_slice(&buffer[..room]);
        self.tail.extend_from_slice(&buffer[..written]);
        if self.tail.len() > 4 * TAIL_BYTES {
            self.tail.drain(..self.tail.len() - TAIL_BYTES);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush().inspect_err(|error| self.faults.note(error))
    }
}

impl TerminatingWrite for SummingWriter {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let result = self.faults.step().and_then(|()| self.inner.terminate_ref(token));
        result.inspect_err(|error| self.faults.note(error))?;
        let sum = Sum {
            bytes: self.bytes,
            hash: self.hasher.finalize().to_hex().to_string(),
            ends: sum_of_ends(&self.head, &self.tail),
        };
        self.sums.lock().unwrap_or_else(PoisonError::into_inner).insert(self.name.clone(), sum);
        Ok(())
    }
}
