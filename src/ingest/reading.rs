//! Files to reports, several at a time, handed on in the order of their ids.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use super::{IngestError, changes::stamp_of};
use crate::{
    backend::{FileRecord, Outcome, Stop},
    corpus::{self, SourceFile},
    model::{Paragraph, Problem, ProblemCode},
    readers::Isolation,
    tagging::{Tagger, facts_of},
};

/// One file, read: its row, as far as it is known without the other files, and its paragraphs.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) record: FileRecord,
    pub(super) paragraphs: Vec<Paragraph>,
}

/// Reports that wait for an earlier one; bounds memory whatever the corpus.
const AHEAD: usize = 16;

/// Reads `files` with so many threads and hands each to `take`, in order.
pub(super) fn read_all(
    files: &[&SourceFile],
    tagger: &Tagger,
    isolation: &Isolation,
    threads: usize,
    interrupt: &Stop,
    mut take: impl FnMut(usize, Read) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let threads = threads.clamp(1, files.len().max(1));
    if threads == 1 {
        for (n, file) in files.iter().enumerate() {
            if interrupt.asked() {
                return Err(IngestError::Interrupted);
            }
            take(n, read(file, tagger, isolation))?;
        }
        return Ok(());
    }
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let shelf = Mutex::new(Shelf { ready: BTreeMap::new(), taken: 0 });
    let (arrived, made_room) = (Condvar::new(), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::SeqCst);
                    if n >= files.len() || stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let read = read(files[n], tagger, isolation);
                    let mut open = shelf.lock().unwrap_or_else(PoisonError::into_inner);
                    while n > open.taken + AHEAD && !stop.load(Ordering::SeqCst) {
                        open = made_room.wait(open).unwrap_or_else(PoisonError::into_inner);
                    }
                    open.ready.insert(n, read);
                    arrived.notify_all();
                }
            });
        }
        let mut hand_on = || {
            for n in 0..files.len() {
                let read = {
                    let mut open = shelf.lock().unwrap_or_else(PoisonError::into_inner);
                    loop {
                        if interrupt.asked() {
                            return Err(IngestError::Interrupted);
                        }
                        if let Some(read) = open.ready.remove(&n) {
                            open.taken = n + 1;
                            made_room.notify_all();
                            break read;
                        }
                        let wait = std::time::Duration::from_millis(100);
                        open = arrived.wait_timeout(open, wait).unwrap_or_else(PoisonError::into_inner).0;
                    }
                };
                take(n, read)?;
            }
            Ok(())
        };
        let result = hand_on();
        // Under the lock: who has just seen that there is no room and is about to wait would wait for ever.
        let _open = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        stop.store(true, Ordering::SeqCst);
        made_room.notify_all();
        result
    })
}

struct Shelf {
    ready: BTreeMap<usize, Read>,
    /// Files handed on so far.
    taken: usize,
}

/// One file, whatever it is: never an error, at worst a row with a problem.
fn read(file: &SourceFile, tagger: &Tagger, isolation: &Isolation) -> Read {
    let mut record = FileRecord {
        id: file.id.clone(),
        stamp: stamp_of(file),
        hash: None,
        outcome: Outcome::Skipped,
        paragraphs: 0,
        problems: Vec::new(),
        shared_problems: Vec::new(),
        facts: None,
        near_copy_of: None,
    };
    let bytes = match corpus::load(file) {
        Ok(bytes) => bytes,
        Err(problem) => {
            record.problems.push(problem);
            return Read { record, paragraphs: Vec::new() };
        }
    };
    record.hash = Some(*blake3::hash(&bytes).as_bytes());
    // The size that was read, not the one that was listed: the file may have grown in between.
    record.stamp.size_bytes = bytes.len() as u64;
    let tagged = catch_unwind(AssertUnwindSafe(|| {
        isolation.read(file.format, &bytes).map(|reading| {
            let report = tagger.tag(file.id.clone(), reading);
            (facts_of(&report), report)
        })
    }));
    match tagged {
        Ok(Ok((facts, report))) => {
            record.facts = Some(Box::new(facts));
            record.problems = report.problems;
            record.outcome = Outcome::Indexed(report.kind);
            record.paragraphs = report.paragraphs.len() as u32;
            Read { record, paragraphs: report.paragraphs }
        }
        Ok(Err(problem)) => {
            record.problems.push(problem);
            Read { record, paragraphs: Vec::new() }
        }
        Err(_) => {
            record.problems.push(Problem::new(
                ProblemCode::Unreadable,
                None,
                "could not be read because of a defect in this program; save it in another format and report the defect",
            ));
            Read { record, paragraphs: Vec::new() }
        }
    }
}
