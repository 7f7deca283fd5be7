use std::{
    collections::HashSet,
    ffi::OsStr,
    fs::{self, FileType, Metadata},
    io,
    path::{Component, Path, PathBuf},
    time::SystemTime,
};

use walkdir::{DirEntry, WalkDir};

use super::{CorpusError, SETTINGS_FILES};
use crate::model::{Format, Problem, ProblemCode, ReportId, SharedText};
use crate::text::system_words;

/// A file that may hold a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub id: ReportId,
    /// Where it is opened: for a link inside the corpus, the place it leads to.
    pub path: PathBuf,
    pub format: Format,
    pub size_bytes: u64,
    /// Only a hint that the file may be unchanged: when its content or, on Unix, its entry was last changed.
    /// Whoever restores the time of a file's content cannot restore that of its entry.
    pub modified: Option<SystemTime>,
}

/// All that was met, each part sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    pub files: Vec<SourceFile>,
    pub skipped: Vec<(ReportId, Problem)>,
}

/// Every source of a corpus, in the order of their ids whatever the order of the folder.
pub fn walk(root: &Path) -> Result<Walk, CorpusError> {
    if !metadata_of(root)?.is_dir() {
        return Err(CorpusError::NotAFolder { path: root.to_owned() });
    }
    let mut walk = Walk::default();
    walk_folder(root, &mut walk)?;
    if walk.files.is_empty() && walk.skipped.is_empty() {
        return Err(CorpusError::Empty { path: root.to_owned() });
    }
    Ok(walk.sorted())
}

/// Files and folders as a person names them. The id of a file is its path inside `corpus`, if that holds it; else that
/// inside the folder, of a single file its name; where two would be the same, the folder as named comes first.
pub fn walk_paths(paths: &[PathBuf], corpus: Option<&Path>) -> Result<Walk, CorpusError> {
    let mut all = Walk::default();
    let mut taken = HashSet::new();
    for path in paths {
        let mut one = Walk::default();
        if metadata_of(path)?.is_dir() {
            walk_folder(path, &mut one)?;
        } else {
            // A link that was named by hand is meant.
            let target = fs::canonicalize(path)
                .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
            let id = ReportId::from_components(path.file_name().map(bytes_of));
            one.add_file(id, target, path.file_name().unwrap_or_default());
        }
        let named_folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) };
        let prefix = corpus.and_then(|corpus| path_within(corpus, named_folder));
        if let Some(prefix) = prefix.filter(|prefix| !prefix.as_os_str().is_empty()) {
            one.put_inside(&prefix);
        }
        let ids: Vec<ReportId> =
            one.files.iter().map(|f| f.id.clone()).chain(one.skipped.iter().map(|s| s.0.clone())).collect();
        if ids.iter().any(|id| taken.contains(id)) {
            one.put_inside(named_folder);
        }
        taken.extend(one.files.iter().map(|file| file.id.clone()));
        taken.extend(one.skipped.iter().map(|(id, _)| id.clone()));
        all.files.append(&mut one.files);
        all.skipped.append(&mut one.skipped);
    }
    if let ([path], true) = (paths, all.files.is_empty() && all.skipped.is_empty()) {
        return Err(CorpusError::Empty { path: path.clone() });
    }
    Ok(all.sorted())
}

/// The folder that is the corpus of a path: itself or the nearest above that says how its reports are read.
pub fn corpus_above(path: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(path).ok()?;
    let says = |folder: &&Path| SETTINGS_FILES.iter().any(|name| folder.join(name).is_file());
    real.ancestors().find(says).map(Path::to_owned)
}

fn path_within(corpus: &Path, folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (corpus, folder) = (fs::canonicalize(corpus).ok()?, fs::canonicalize(folder).ok()?);
    folder.strip_prefix(corpus).ok().map(Path::to_owned)
}

fn metadata_of(path: &Path) -> Result<Metadata, CorpusError> {
    fs::metadata(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => CorpusError::Missing { path: path.to_owned() },
        _ => CorpusError::Unreadable { path: path.to_owned(), source },
    })
}

fn walk_folder(root: &Path, walk: &mut Walk) -> Result<(), CorpusError> {
    let unreadable = |source| CorpusError::Unreadable { path: root.to_owned(), source };
    let real_root = fs::canonicalize(root).map_err(unreadable)?;
    let entries =
        WalkDir::new(root).follow_links(false).into_iter().filter_entry(|entry| !passed_over(entry));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => match error.path() {
                Some(path) if error.depth() > 0 => {
                    walk.skip(id_in(root, path), ProblemCode::Unreadable, cannot_look(error.io_error()));
                    continue;
                }
                // Without the library's own words around the system's.
                _ => return Err(unreadable(error.into_io_error().unwrap_or(io::ErrorKind::Other.into()))),
            },
        };
        if entry.depth() == 0 {
            continue;
        }
        let id = id_in(root, entry.path());
        let file_type = entry.file_type();
        if file_type.is_symlink() {
            walk.add_link(id, &entry, &real_root);
        } else if file_type.is_file() {
            walk.add_file(id, entry.path().to_owned(), entry.file_name());
        } else if !file_type.is_dir() {
            walk.skip(id, ProblemCode::Unreadable, not_a_file(file_type));
        }
    }
    Ok(())
}

impl Walk {
    fn put_inside(&mut self, folder: &Path) {
        let ids = self.files.iter_mut().map(|file| &mut file.id);
        ids.chain(self.skipped.iter_mut().map(|(id, _)| id)).for_each(|id| *id = inside(folder, id));
    }

    fn skip(&mut self, id: ReportId, code: ProblemCode, message: impl Into<SharedText>) {
        self.skipped.push((id, Problem::new(code, None, message)));
    }

    fn add_file(&mut self, id: ReportId, path: PathBuf, name: &OsStr) {
        let Some(format) = format_of(name) else {
            return self.skip(
                id,
                ProblemCode::UnsupportedFormat,
                "is not txt, md, html, pdf or docx and was not read; save it as one of these",
            );
        };
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => self.files.push(SourceFile {
                id,
                path,
                format,
                size_bytes: metadata.len(),
                modified: last_change(&metadata),
            }),
            Ok(metadata) => self.skip(id, ProblemCode::Unreadable, not_a_file(metadata.file_type())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.skip(id, ProblemCode::Vanished, "was removed while the corpus was read");
            }
            Err(error) => self.skip(id, ProblemCode::Unreadable, cannot_look(Some(&error))),
        }
    }

    /// A link to a file inside the corpus is that file under another name. Folder links are not
    /// walked: the files are read at their own place, and folders that link to each other would
    /// give endlessly many names.
    fn add_link(&mut self, id: ReportId, entry: &DirEntry, real_root: &Path) {
        let skipped = match fs::canonicalize(entry.path()) {
            Err(_) => "is a link that leads nowhere, or in a circle; it was not followed",
            Ok(target) if !target.starts_with(real_root) => {
                "is a link that leads out of the corpus; it was not followed: copy what it leads to into the corpus"
            }
            Ok(target) if target.is_dir() => {
                "is a link to a folder of the corpus, whose files are read at their own place"
            }
            Ok(target) => return self.add_file(id, target, entry.file_name()),
        };
        self.skip(id, ProblemCode::LinkSkipped, skipped);
    }

    fn sorted(mut self) -> Self {
        self.files.sort_by(|a, b| a.id.cmp(&b.id));
        self.skipped.sort_by(|a, b| a.0.cmp(&b.0));
        self
    }
}

#[cfg(unix)]
fn last_change(metadata: &Metadata) -> Option<SystemTime> {
    use std::{os::unix::fs::MetadataExt, time::Duration};
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u64::try_from(metadata.ctime_nsec()).ok()?;
    let entry = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_nanos(nanoseconds);
    Some(metadata.modified().map_or(entry, |content| content.max(entry)))
}

#[cfg(not(unix))]
fn last_change(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

/// What no one means as a report: hidden files, what editors and systems leave behind, the asset
/// folder beside a saved page, our own settings.
pub(super) fn passed_over(entry: &DirEntry) -> bool {
    if entry.depth() == 0 {
        return false;
    }
    let name = bytes_of(entry.file_name());
    name.starts_with(b".")
        || name.starts_with(b"~$")
        || name.ends_with(b"~")
        || name.eq_ignore_ascii_case(b"thumbs.db")
        || (entry.file_type().is_dir() && ends_with_any_case(name, b"_files"))
        || (entry.depth() == 1 && entry.file_type().is_file() && ends_with_any_case(name, b".toml"))
}

fn ends_with_any_case(name: &[u8], end: &[u8]) -> bool {
    name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
}

fn format_of(name: &OsStr) -> Option<Format> {
    Path::new(name).extension().and_then(OsStr::to_str).and_then(Format::from_extension)
}

fn not_a_file(file_type: FileType) -> String {
    let what = special_kind(file_type);
    format!("is {what} and not an ordinary file; nothing of it was read")
}

#[cfg(unix)]
fn special_kind(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if file_type.is_dir() {
        "a folder"
    } else if file_type.is_fifo() {
        "a pipe"
    } else if file_type.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special_kind(file_type: FileType) -> &'static str {
    if file_type.is_dir() { "a folder" } else { "something special" }
}

fn cannot_look(error: Option<&io::Error>) -> String {
    match error {
        Some(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            "you have no permission to look at it".to_owned()
        }
        Some(error) => format!("cannot be looked at: {}", system_words(error)),
        None => "cannot be looked at".to_owned(),
    }
}

fn id_in(root: &Path, path: &Path) -> ReportId {
    ReportId::from_components(names_of(path.strip_prefix(root).unwrap_or(path)))
}

fn inside(folder: &Path, id: &ReportId) -> ReportId {
    let folder = ReportId::from_components(names_of(folder));
    ReportId::from_id(&format!("{folder}/{id}"))
}

fn names_of(path: &Path) -> impl Iterator<Item = &[u8]> {
    path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(bytes_of(name)),
        _ => None,
    })
}

/// On Unix the bytes of the name. Elsewhere UTF-8, where a lone surrogate (which such a name may
/// hold) shows as the standard library's own encoding of it, so that distinct names stay distinct.
fn bytes_of(name: &OsStr) -> &[u8] {
    name.as_encoded_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn corpus(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        folder
    }

    fn ids(walk: &Walk) -> Vec<&str> {
        walk.files.iter().map(|file| file.id.as_str()).collect()
    }

    fn skipped(walk: &Walk) -> Vec<(&str, &str)> {
        walk.skipped.iter().map(|(id, problem)| (id.as_str(), problem.code.code())).collect()
    }

    #[test]
    fn sources_are_told_by_extension_in_any_case_and_sorted_by_id() {
        let folder = corpus(&[
            "b.TXT",
            "a/z.Html",
            "a.md",
            "c.pdf",
            "d.DOCX",
            "e.xhtml",
            "f.text",
            "g.markdown",
            "h.htm",
        ]);
        let walk = walk(folder.path()).unwrap();
        assert_eq!(
            ids(&walk),
            ["a.md", "a/z.Html", "b.TXT", "c.pdf", "d.DOCX", "e.xhtml", "f.text", "g.markdown", "h.htm"]
        );
        assert!(walk.skipped.is_empty());
    }

    #[test]
    fn other_files_are_named_and_left_overs_are_not() {
        let folder = corpus(&[
            "a.txt",
            "old.doc",
            "table.xlsx",
            "noextension",
            "deep/other.toml",
            ".hidden.txt",
            ".git/x.txt",
            "~$a.docx",
            "a.txt~",
            "Thumbs.db",
            "page_files/x.html",
            "overrides.toml",
        ]);
        let walk = walk(folder.path()).unwrap();
        assert_eq!(ids(&walk), ["a.txt"]);
        let unsupported = "unsupported-format";
        assert_eq!(
            skipped(&walk),
            [
                ("deep/other.toml", unsupported),
                ("noextension", unsupported),
                ("old.doc", unsupported),
                ("table.xlsx", unsupported)
            ]
        );
    }

    #[test]
    fn a_missing_an_empty_and_a_wrong_corpus_say_what_to_do() {
        let folder = corpus(&[".gitkeep", "x/.hidden"]);
        let message = |path: &Path| walk(path).unwrap_err().to_string();
        assert!(message(folder.path()).contains("put reports there"));
        assert!(message(&folder.path().join("none")).contains("name the folder"));
        assert!(message(&folder.path().join(".gitkeep")).contains("is a file"));
    }

    #[test]
    fn a_file_of_a_corpus_has_the_id_that_its_index_has() {
        let folder = corpus(&["overrides.toml", "a/x.txt", "a/b/y.txt"]);
        let ids_of = |path: &str| {
            let path = folder.path().join(path);
            let above = corpus_above(&path).unwrap();
            let walk = walk_paths(&[path], Some(&above)).unwrap();
            ids(&walk).join(" ")
        };
        assert_eq!(ids_of("a/x.txt"), "a/x.txt");
        assert_eq!(ids_of("a/b"), "a/b/y.txt");
        assert_eq!(ids_of(""), "a/b/y.txt a/x.txt");
    }

    #[test]
    fn paths_named_by_hand_keep_short_ids_that_differ() {
        let folder = corpus(&["a/x.txt", "b/x.txt", "b/y.txt"]);
        let one = walk_paths(&[folder.path().join("a/x.txt")], None).unwrap();
        assert_eq!(ids(&one), ["x.txt"]);
        let two = walk_paths(&[folder.path().join("a"), folder.path().join("b")], None).unwrap();
        assert_eq!(ids(&two).len(), 3);
        assert!(ids(&two).contains(&"x.txt"));
        assert!(ids(&two).iter().any(|id| id.ends_with("/b/x.txt")));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_to_files_inside_the_corpus() {
        use std::os::unix::fs::symlink;
        let outside = corpus(&["secret.txt"]);
        let folder = corpus(&["a.txt", "sub/b.txt"]);
        let root = folder.path();
        symlink(outside.path().join("secret.txt"), root.join("out.txt")).unwrap();
        symlink(outside.path(), root.join("outdir")).unwrap();
        symlink(root.join("none.txt"), root.join("nowhere.txt")).unwrap();
        symlink("circle.txt", root.join("circle.txt")).unwrap();
        symlink("a.txt", root.join("again.txt")).unwrap();
        symlink(root, root.join("sub/up")).unwrap();
        let walk = walk(root).unwrap();
        assert_eq!(ids(&walk), ["a.txt", "again.txt", "sub/b.txt"]);
        let link = "link-skipped";
        assert_eq!(
            skipped(&walk),
            [
                ("circle.txt", link),
                ("nowhere.txt", link),
                ("out.txt", link),
                ("outdir", link),
                ("sub/up", link)
            ]
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn sockets_and_names_that_are_not_text_are_named() {
        use std::os::unix::ffi::OsStrExt;
        let folder = corpus(&["a.txt"]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s.txt")).unwrap();
        fs::write(folder.path().join(OsStr::from_bytes(b"caf\xe9 #1.txt")), "text").unwrap();
        let walk = walk(folder.path()).unwrap();
        assert_eq!(ids(&walk), ["a.txt", "caf%E9 %231.txt"]);
        assert_eq!(skipped(&walk), [("s.txt", "unreadable")]);
    }
}
