//! Readers that might bring the process down are kept apart from it: PDF is read in a child, which
//! can be stopped when it takes too long or too much; everything else behind a net for panics.

use std::{
    io::{self, Read, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{RecvTimeoutError, sync_channel},
    thread,
    time::{Duration, Instant},
};

use super::{limits, read, signature::format_of_bytes, wire};
use crate::model::{Format, Problem, ProblemCode, Reading};

/// The hidden command that `serve_child` answers: `findings __read pdf`.
pub const CHILD_COMMAND: &str = "__read";

/// After which a child that nobody waits for any more ends itself.
pub const CHILD_TIME: Duration = limits::FILE_TIME.saturating_add(Duration::from_secs(5));

/// What a child takes between two looks comes on top: 500 MB is what no file may need.
const CHILD_MEMORY_LIMIT_BYTES: u64 = 400 * 1024 * 1024;
const ANSWER_LIMIT_BYTES: u64 = 256 * 1024 * 1024;
const LOOK_EVERY: Duration = Duration::from_millis(10);
const ASK_EVERY: Duration = Duration::from_millis(500);

/// Documents nest; a reader that follows them down needs room.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// How readers that might bring the process down are kept apart from it.
#[derive(Clone, Debug, Default)]
pub struct Isolation {
    /// This very program, which reads a file when it is started with `__read FORMAT`; `None` reads here.
    pub program: Option<PathBuf>,
}

impl Isolation {
    /// As `read`; neither a panic nor, with a program, an abort or an endless file reaches the caller.
    pub fn read(&self, claimed: Format, bytes: &[u8]) -> Result<Reading, Problem> {
        match (format_of_bytes(claimed, bytes)?, &self.program) {
            (Format::Pdf, Some(program)) => in_child(program, bytes),
            (Format::Pdf, None) => on_large_stack(|| guarded(Format::Pdf, bytes)),
            _ => guarded(claimed, bytes),
        }
    }
}

/// The child's side: a file's bytes on `input`, the answer on `output`. For the command line to call
/// when it is started with `CHILD_COMMAND` and a format's extension.
pub fn serve_child(extension: &str, input: &mut dyn Read, output: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let claimed = Format::from_extension(extension).unwrap_or(Format::Pdf);
    let answer = on_large_stack(|| guarded(claimed, &bytes));
    output.write_all(&wire::to_bytes(&answer))?;
    output.flush()
}

fn guarded(claimed: Format, bytes: &[u8]) -> Result<Reading, Problem> {
    catch_unwind(AssertUnwindSafe(|| read(claimed, bytes))).unwrap_or_else(|_| Err(gave_up()))
}

fn on_large_stack(work: impl FnOnce() -> Result<Reading, Problem> + Send) -> Result<Reading, Problem> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(gave_up()),
        }
    })
}

fn gave_up() -> Problem {
    let message = "is damaged or unusual in a way that stopped the reader; nothing of it was read: save it again in another format";
    Problem::new(ProblemCode::Unreadable, None, message)
}

fn in_child(program: &Path, bytes: &[u8]) -> Result<Reading, Problem> {
    let spawned = Command::new(program)
        .args([CHILD_COMMAND, "pdf"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = spawned else {
        // No process to be had (a limit of the system): better read here than not at all.
        return on_large_stack(|| guarded(Format::Pdf, bytes));
    };
    let answer = converse(&mut child, bytes);
    // It may have ended by itself; either way no process is left behind.
    let _ = child.kill();
    let _ = child.wait();
    answer
}

fn converse(child: &mut Child, bytes: &[u8]) -> Result<Reading, Problem> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(gave_up());
    };
    let end = Instant::now() + limits::FILE_TIME;
    let mut watch = Watch::of(child.id());
    thread::scope(|scope| {
        scope.spawn(move || {
            // A child that ended early has said why, or will be seen to have said nothing.
            let _ = input.write_all(bytes);
        });
        let (sender, receiver) = sync_channel(1);
        scope.spawn(move || {
            let mut answer = Vec::new();
            let complete = output.take(ANSWER_LIMIT_BYTES).read_to_end(&mut answer);
            let _ = sender.send(complete.map(|_| answer));
        });
        let answer = loop {
            match receiver.recv_timeout(LOOK_EVERY) {
                Ok(Ok(answer)) => break wire::from_bytes(&answer).unwrap_or_else(|| Err(gave_up())),
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => break Err(gave_up()),
                Err(RecvTimeoutError::Timeout) if Instant::now() > end => break Err(limits::timed_out()),
                Err(RecvTimeoutError::Timeout) if watch.memory() > CHILD_MEMORY_LIMIT_BYTES => {
                    let message = format!(
                        "needs more than {} MB to read and was left out; print it to a new PDF, or save it as text",
                        CHILD_MEMORY_LIMIT_BYTES / 1024 / 1024
                    );
                    break Err(Problem::new(ProblemCode::TooLarge, None, message));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        // Ends the pipes that the two threads wait on.
        let _ = child.kill();
        answer
    })
}

/// Resident memory of a child, looked at now and then.
struct Watch {
    process: u32,
    /// Asking `ps` costs a process of its own.
    ask_again: Instant,
}

impl Watch {
    fn of(process: u32) -> Self {
        Watch { process, ask_again: Instant::now() + ASK_EVERY }
    }

    /// In bytes; 0 where the system does not tell (Windows), or need not be asked yet.
    fn memory(&mut self) -> u64 {
        if let Ok(status) = std::fs::read_to_string(format!("/proc/{}/status", self.process)) {
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            return line.and_then(|value| kilobytes(value.trim().strip_suffix(" kB")?)).unwrap_or(0);
        }
        if !cfg!(unix) || Instant::now() < self.ask_again {
            return 0;
        }
        self.ask_again = Instant::now() + ASK_EVERY;
        memory_by_ps(self.process)
    }
}

/// As macOS and the BSDs tell it.
fn memory_by_ps(process: u32) -> u64 {
    let asked = Command::new("ps").args(["-o", "rss=", "-p", &process.to_string()]).output();
    asked.ok().and_then(|told| kilobytes(&String::from_utf8_lossy(&told.stdout))).unwrap_or(0)
}

fn kilobytes(text: &str) -> Option<u64> {
    text.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A stand-in for the program.
    fn program(script: &str) -> (tempfile::TempDir, Isolation) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        (folder, Isolation { program: Some(path) })
    }

    #[test]
    fn a_child_that_dies_or_talks_nonsense_is_a_skipped_file() {
        for script in ["kill -9 $$", "exit 3", "echo nonsense", "exec cat"] {
            let (_folder, isolation) = program(script);
            let problem = isolation.read(Format::Pdf, b"%PDF-1.7 words").unwrap_err();
            assert_eq!(problem.code, ProblemCode::Unreadable, "{script}");
        }
    }

    #[test]
    fn a_child_that_eats_memory_is_stopped() {
        let (_folder, isolation) = program("exec tail -c 3000000000 /dev/zero");
        let problem = isolation.read(Format::Pdf, b"%PDF-1.7 words").unwrap_err();
        assert!(matches!(problem.code, ProblemCode::TooLarge | ProblemCode::Unreadable));
    }

    #[test]
    fn both_ways_to_ask_for_memory_agree_roughly() {
        let own = std::process::id();
        let (by_ps, watched) = (memory_by_ps(own), Watch::of(own).memory());
        // A bare system may have neither.
        if by_ps > 0 && watched > 0 {
            assert!(by_ps < 4 * watched && watched < 4 * by_ps, "{by_ps} {watched}");
        }
    }

    #[test]
    fn what_the_child_says_is_what_was_read() {
        let mut answer = Vec::new();
        serve_child("txt", &mut &b"Words.\n\n- item"[..], &mut answer).unwrap();
        let read = super::super::read(Format::Text, b"Words.\n\n- item");
        assert_eq!(wire::from_bytes(&answer), Some(read));
    }
}
