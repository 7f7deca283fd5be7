//! Any operation on the folder may fail, and the process may end at any of them: what is found then is
//! the old or the new state, and the next run succeeds and leaves nothing behind.

use std::{fs, path::Path, sync::Arc};

use super::{Effort, Index, Writer, disk::faults::Faults};
use crate::{
    backend::{CorpusSettings, FileRecord, Outcome, Run, Sink, SinkError, Stamp, Stop},
    model::{
        Authority, Catalogue, EvidenceSource, Kind, Location, Page, Paragraph, ParagraphId, ReportId,
        Section, Tag,
    },
};

fn paragraphs(report: &str, words: &str) -> Vec<Paragraph> {
    let authority = Authority { name: "Norbury".into(), gss: None, region: None };
    let page = Arc::new(Page {
        path: report.to_owned(),
        title: None,
        url: None,
        kind: Kind::StatementPage,
        authority: Some(Tag::new(authority, EvidenceSource::TitleLine, 1)),
        statement: None,
        score: None,
        published: None,
        rating: None,
        status: None,
        framework: None,
        assessment: None,
    });
    (1..=3)
        .map(|number| Paragraph {
            id: ParagraphId { report: ReportId::from_id(report), number },
            text: format!("{words}, paragraph {number} of {report}."),
            section: Section::Findings,
            subheading: None,
            at: Location { line: number, page: None },
            page: Arc::clone(&page),
        })
        .collect()
}

fn put(writer: &mut Writer, report: &str, words: &str) -> Result<(), SinkError> {
    writer.remove_paragraphs(&ReportId::from_id(report))?;
    writer.add_paragraphs(paragraphs(report, words))?;
    writer.put_record(FileRecord {
        id: ReportId::from_id(report),
        stamp: Stamp { size_bytes: words.len() as u64, modified_ns: 1 },
        hash: Some(*blake3::hash(words.as_bytes()).as_bytes()),
        outcome: Outcome::Indexed(Kind::StatementPage),
        paragraphs: 3,
        problems: Vec::new(),
        shared_problems: Vec::new(),
        facts: None,
        near_copy_of: None,
    })
}

fn open(dir: &Path, rebuild: bool, faults: &Faults) -> Result<Writer, SinkError> {
    let settings = CorpusSettings::default();
    Writer::open_with(
        dir,
        &Catalogue::embedded(),
        settings,
        rebuild,
        Effort { threads: 1, files: 0 },
        faults.clone(),
    )
    .map_err(|error| SinkError(Box::new(error)))
}

fn first_build(dir: &Path, faults: &Faults) -> Result<(), SinkError> {
    let mut writer = open(dir, false, faults)?;
    put(&mut writer, "a.txt", "people waited for discharge")?;
    put(&mut writer, "b.txt", "carers felt heard")?;
    put(&mut writer, "c.txt", "partners met weekly")?;
    writer.commit(Run::default(), &Stop::new())
}

/// One changed, one removed, one added.
fn update(dir: &Path, faults: &Faults) -> Result<(), SinkError> {
    let mut writer = open(dir, false, faults)?;
    put(&mut writer, "b.txt", "carers waited for a break")?;
    writer.remove_paragraphs(&ReportId::from_id("c.txt"))?;
    writer.remove_record(&ReportId::from_id("c.txt"))?;
    put(&mut writer, "d.txt", "staff knew people well")?;
    writer.commit(Run::default(), &Stop::new())
}

fn rebuild(dir: &Path, faults: &Faults) -> Result<(), SinkError> {
    let mut writer = open(dir, true, faults)?;
    put(&mut writer, "a.txt", "people waited for discharge")?;
    put(&mut writer, "b.txt", "carers waited for a break")?;
    put(&mut writer, "d.txt", "staff knew people well")?;
    writer.commit(Run::default(), &Stop::new())
}

/// Everything that the index holds, or how it refuses.
fn state(dir: &Path) -> String {
    let index = match Index::open(dir) {
        Ok(index) => index,
        Err(error) => return error.code().to_owned(),
    };
    let mut out = String::new();
    for record in index.records().unwrap() {
        out.push_str(&format!("{} {:?}\n", record.id, record.hash));
        for paragraph in index.report(&record.id).unwrap() {
            out.push_str(&format!("  {}\n", paragraph.text));
        }
    }
    out
}

/// In memory where the system has such a place: thousands of synchronised writes take minutes on a disk.
fn sandbox() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn flips_a_file() -> usize {
    if std::env::var_os("FINDINGS_EVERY_FAULT").is_some() { 60 } else { 8 }
}

/// Every operation where `FINDINGS_EVERY_FAULT` is set (some minutes); otherwise every fifth.
fn numbers() -> impl Iterator<Item = i64> {
    let step = if std::env::var_os("FINDINGS_EVERY_FAULT").is_some() { 1 } else { 5 };
    (0..).step_by(step)
}

/// Runs `act` on a copy of `before` once for every operation, with that one failing (and, for
/// `then_all`, every later one), until no operation is left to fail. Returns how many there were.
fn every_fault(
    before: Option<&Path>,
    act: impl Fn(&Path, &Faults) -> Result<(), SinkError>,
    old: &str,
    new: &str,
    then_all: bool,
) -> i64 {
    for n in numbers() {
        let home = sandbox();
        let dir = home.path().join("index");
        if let Some(before) = before {
            copy(before, &dir);
        }
        let faults = Faults::at(n, then_all);
        let result = act(&dir, &faults);
        let after = state(&dir);
        match &result {
            // A failure after the switch is no failure: the next run tidies up.
            Ok(()) => assert_eq!(after, new, "operation {n}: said to be done"),
            Err(error) if then_all => {
                assert!(after == old || after == new, "operation {n}: {error}\n{after}");
            }
            Err(error) => {
                assert_eq!(after, old, "operation {n}: {error}");
                assert!(error.to_string().contains("space"), "operation {n} has no cause: {error}");
            }
        }
        if before.is_some() && n % 10 == 0 {
            let verified = Index::verify(&dir).unwrap();
            assert_eq!(verified.faults, [], "operation {n}");
        }
        act(&dir, &Faults::default()).unwrap_or_else(|error| panic!("next run after {n}: {error}"));
        assert_eq!(state(&dir), new, "next run after {n}");
        let verified = Index::verify(&dir).unwrap();
        assert_eq!((verified.faults, verified.leftovers), (vec![], vec![]), "next run after {n}");
        if !faults.reached() {
            assert!(result.is_ok(), "nothing failed and yet: {result:?}");
            return n;
        }
    }
    unreachable!("a run has an end")
}

fn built() -> (tempfile::TempDir, String, String) {
    let home = sandbox();
    first_build(home.path(), &Faults::default()).unwrap();
    let old = state(home.path());
    let later = sandbox();
    copy(home.path(), later.path());
    update(later.path(), &Faults::default()).unwrap();
    let new = state(later.path());
    assert_ne!(old, new);
    (home, old, new)
}

#[test]
fn an_update_survives_the_failure_of_any_operation() {
    let (before, old, new) = built();
    let operations = every_fault(Some(before.path()), update, &old, &new, false);
    assert!(operations > 30, "only {operations} operations were seen");
}

#[test]
fn an_update_survives_its_end_at_any_operation() {
    let (before, old, new) = built();
    every_fault(Some(before.path()), update, &old, &new, true);
}

#[test]
fn a_rebuild_survives_the_failure_of_any_operation() {
    let (before, old, new) = built();
    every_fault(Some(before.path()), rebuild, &old, &new, false);
}

#[test]
fn a_first_build_that_ends_anywhere_is_no_index_and_can_be_finished() {
    let home = sandbox();
    first_build(home.path(), &Faults::default()).unwrap();
    let new = state(home.path());
    for n in numbers() {
        let home = sandbox();
        let dir = home.path().join("index");
        let faults = Faults::at(n, true);
        let result = first_build(&dir, &faults);
        let after = state(&dir);
        let none = ["index-missing", "index-interrupted"].contains(&after.as_str());
        assert!(none || after == new, "operation {n}: {result:?}\n{after}");
        assert!(result.is_err() || after == new, "operation {n}: said to be done");
        first_build(&dir, &Faults::default()).unwrap();
        assert_eq!(state(&dir), new);
        let verified = Index::verify(&dir).unwrap();
        assert_eq!((verified.faults, verified.leftovers), (vec![], vec![]), "next run after {n}");
        if !faults.reached() {
            return;
        }
    }
}

#[test]
fn a_flipped_bit_anywhere_is_found_and_never_panics() {
    let (before, old, _) = built();
    let mut files = Vec::new();
    let mut folders = vec![before.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|extension| extension != "lock") {
                files.push(path);
            }
        }
    }
    let mut flips = 0_usize;
    for file in &files {
        let whole = fs::read(file).unwrap();
        // Every part of every file; all bytes of small ones.
        let step = (whole.len() / flips_a_file()).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (flips % 8);
            fs::write(file, &flipped).unwrap();
            let seen =
                super::disk::quiet::silence_panics(|| std::panic::catch_unwind(|| state(before.path())));
            let seen = seen.unwrap_or_else(|_| "damaged while reading".to_owned());
            let refused = seen.starts_with("index-") || seen.starts_with("damaged");
            assert!(refused || seen == old, "{}: byte {at}\n{seen}", file.display());
            let found = match Index::verify(before.path()) {
                Ok(report) => !report.faults.is_empty(),
                Err(_) => true,
            };
            assert!(found, "{}: byte {at} of {}", file.display(), whole.len());
            flips += 1;
        }
        fs::write(file, &whole).unwrap();
    }
    assert!(flips > 60, "{flips} flips");
    assert_eq!(state(before.path()), old);
}

#[test]
fn a_folder_that_cannot_be_written_can_be_read() {
    let (before, old, _) = built();
    for entry in walk(before.path()) {
        let mut permissions = fs::metadata(&entry).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&entry, permissions).unwrap();
    }
    assert_eq!(state(before.path()), old);
    #[cfg(unix)]
    for entry in walk(before.path()).into_iter().rev() {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&entry, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

fn walk(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut all = vec![dir.to_owned()];
    let mut n = 0;
    while n < all.len() {
        if all[n].is_dir() {
            all.extend(fs::read_dir(&all[n]).unwrap().map(|entry| entry.unwrap().path()));
        }
        n += 1;
    }
    all.reverse();
    all
}
