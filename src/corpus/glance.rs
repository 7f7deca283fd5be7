use std::{
    fs,
    path::Path,
    time::{Duration, Instant, SystemTime},
};

use walkdir::WalkDir;

use super::walk::passed_over;

/// The files of a corpus that steer how reports are read; they are no sources themselves.
pub const SETTINGS_FILES: [&str; 3] = ["authorities.toml", "overrides.toml", "synonyms.toml"];

/// A glance takes in no more: beyond it, looking would cost each query its time and end without an answer.
const MOST_FILES: usize = 4_000;

/// Whether files of the corpus came, went or were written since `since`, told by their number and
/// times alone: no file is opened. `None` where the look was not finished within `limit`, the corpus is larger
/// than a glance takes in (then its settings files alone are looked at) or cannot be looked at; a hint, never the truth.
pub fn changed_since(root: &Path, known_files: usize, since: SystemTime, limit: Duration) -> Option<bool> {
    let begun = Instant::now();
    let written = |modified: std::io::Result<SystemTime>| modified.is_ok_and(|time| time > since);
    let settings = SETTINGS_FILES.iter().filter_map(|name| fs::metadata(root.join(name)).ok());
    if settings.into_iter().any(|metadata| written(metadata.modified())) {
        return Some(true);
    }
    if known_files > MOST_FILES {
        return None;
    }
    let mut files = 0;
    for entry in WalkDir::new(root).into_iter().filter_entry(|entry| !passed_over(entry)) {
        if begun.elapsed() > limit {
            return None;
        }
        match entry {
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) if written(entry.metadata().ok()?.modified()) => return Some(true),
            Err(error) if error.depth() == 0 => return None,
            _ => files += 1,
        }
    }
    Some(files != known_files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_a_missing_and_a_rewritten_file_are_noticed() {
        let corpus = tempfile::tempdir().unwrap();
        let long = Duration::from_secs(5);
        fs::write(corpus.path().join("a.txt"), "x").unwrap();
        fs::write(corpus.path().join(".hidden"), "x").unwrap();
        let later = SystemTime::now() + Duration::from_secs(1);
        assert_eq!(changed_since(corpus.path(), 1, later, long), Some(false));
        assert_eq!(changed_since(corpus.path(), 2, later, long), Some(true));
        assert_eq!(changed_since(corpus.path(), 0, later, long), Some(true));
        assert_eq!(changed_since(corpus.path(), 1, SystemTime::UNIX_EPOCH, long), Some(true));
        assert_eq!(changed_since(corpus.path(), 1, later, Duration::ZERO), None);
        assert_eq!(changed_since(&corpus.path().join("gone"), 1, later, long), None);
        assert_eq!(changed_since(corpus.path(), MOST_FILES + 1, later, long), None);
    }

    #[test]
    fn a_settings_file_counts_as_a_change() {
        let corpus = tempfile::tempdir().unwrap();
        fs::write(corpus.path().join("synonyms.toml"), "").unwrap();
        let before = SystemTime::UNIX_EPOCH;
        assert_eq!(changed_since(corpus.path(), 0, before, Duration::from_secs(5)), Some(true));
    }
}
