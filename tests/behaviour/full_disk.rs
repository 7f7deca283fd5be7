//! A disk that is full at any point of a run: an error that says so, the index as it was, the room given back,
//! and a next run that just works.

use std::{
    env, fs, io,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    rounds::{clean, program, run, state, state_of, write_corpus},
    support::copy_folder,
};

/// Larger than all that a run writes, so that the sweep ends where a run succeeds.
const DISK_BYTES: u64 = 8 << 20;
const STEP_BYTES: u64 = 4 << 10;

/// A small file system: the one named by `FINDINGS_SMALL_DISK`, else one made in memory, which takes
/// the right to mount.
struct SmallDisk {
    folder: PathBuf,
    mounted: Option<tempfile::TempDir>,
}

impl SmallDisk {
    fn new() -> Result<Self, String> {
        if let Some(folder) = env::var_os("FINDINGS_SMALL_DISK") {
            return Ok(SmallDisk { folder: folder.into(), mounted: None });
        }
        let place = tempfile::tempdir().unwrap();
        let size = format!("size={DISK_BYTES}");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place.path()).output();
        match mounted {
            Ok(output) if output.status.success() => {
                Ok(SmallDisk { folder: place.path().to_owned(), mounted: Some(place) })
            }
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }

    /// Fills the disk up to so many bytes. How much lies in the ballast.
    fn leave(&self, free_bytes: u64) -> u64 {
        let mut file = fs::File::create(self.ballast()).unwrap();
        let mut chunk = 1 << 16;
        while chunk > 0 {
            match file.write(&vec![1; chunk]) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::StorageFull => chunk /= 2,
                Err(error) => panic!("{error}"),
            }
        }
        let _ = file.sync_all();
        let full = file.metadata().unwrap().len();
        let left = full.saturating_sub(free_bytes);
        file.set_len(left).unwrap();
        file.sync_all().unwrap();
        left
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if self.mounted.is_some() {
            let _ = Command::new("umount").arg(&self.folder).output();
        }
    }
}

fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let sizes = entries.map(|entry| {
        let entry = entry.unwrap();
        if entry.path().is_dir() { bytes_in(&entry.path()) } else { entry.metadata().unwrap().len() }
    });
    sizes.sum()
}

/// Lets the run end for want of room at every step of the way, until there is enough. How many times it was
/// stopped.
fn sweep(disk: &SmallDisk, before: Option<&Path>, corpus: &Path, options: &[&str]) -> usize {
    let index = disk.folder.join("index");
    let new = state_of(corpus);
    for n in 0.. {
        let _ = fs::remove_dir_all(&index);
        if let Some(before) = before {
            copy_folder(before, &index);
        }
        let (old, taken) = (state(&index), bytes_in(&index));
        disk.leave(n * STEP_BYTES);
        let output = program(corpus, &index).args(options).output().unwrap();
        let what = format!("{} kB free, {options:?}", n * STEP_BYTES / 1024);
        let message = String::from_utf8(output.stderr).unwrap();
        if output.status.success() {
            assert_eq!(state(&index), new, "{what}: said to be done");
            clean(&index, &what);
            fs::remove_file(disk.ballast()).unwrap();
            return n as usize;
        }
        assert_eq!(output.status.code(), Some(2), "{what}: {message}");
        assert!(message.contains("space") && message.contains("make room"), "{what}: {message}");
        assert!(message.contains(&*index.to_string_lossy()), "{what}: {message}");
        assert!(message.lines().count() <= 10 && !message.contains("panicked"), "{what}: {message}");
        assert_eq!(state(&index), old, "{what}");
        if before.is_some() {
            clean(&index, &what);
        }
        assert!(bytes_in(&index) <= taken + 1_000, "{what}: {} bytes of {taken}", bytes_in(&index));
        fs::remove_file(disk.ballast()).unwrap();
        run(corpus, &index);
        assert_eq!(state(&index), new, "the run after {what}");
        clean(&index, &format!("the run after {what}"));
    }
    unreachable!("the disk has room for a run")
}

#[test]
#[ignore = "mounts a small file system and takes minutes; run it when the writing of the index changes"]
fn a_full_disk_leaves_the_old_state_wherever_it_strikes() {
    let disk = match SmallDisk::new() {
        Ok(disk) => disk,
        Err(why) => return println!("skipped: no file system can be mounted here: {why}"),
    };
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    println!("first build: stopped at {} sizes", sweep(&disk, None, &corpus, &[]));
    run(&corpus, &index);
    write_corpus(&corpus, 1);
    println!("update: stopped at {} sizes", sweep(&disk, Some(&index), &corpus, &[]));
    println!("rebuild: stopped at {} sizes", sweep(&disk, Some(&index), &corpus, &["--rebuild"]));
}
