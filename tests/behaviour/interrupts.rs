//! Ctrl-C at any moment: the program ends within a second with code 130 and leaves the old state, or with code 0
//! because all was done.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::rounds::{PROGRAM, clean, program, run, state, state_of, write_corpus};

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits so long, interrupts, and waits for the end. The code, and what was said.
fn interrupted_after(command: &mut Command, wait: Duration) -> (Option<i32>, String) {
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(wait);
    if child.try_wait().unwrap().is_none() {
        interrupt(&child);
    }
    let asked = Instant::now();
    let output = child.wait_with_output().unwrap();
    // A second, and as much again for a machine that does other things too.
    assert!(asked.elapsed() < Duration::from_secs(2), "ended {:?} after Ctrl-C", asked.elapsed());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// A first build that takes a second or more: many pages, read one by one.
fn write_large_corpus(corpus: &Path, pages: usize) {
    write_corpus(corpus, 0);
    for n in 0..pages {
        let paragraphs: Vec<String> = (0..40)
            .map(|p| {
                format!(
                    "In part {p} of page {n} the word w{} met the word v{} on its way to hospital.",
                    n * 7 + p,
                    n + p * 13
                )
            })
            .collect();
        fs::write(corpus.join(format!("page-{n:04}.txt")), paragraphs.join("\n\n")).unwrap();
    }
}

/// Interrupts a first build, an update and a rebuild at so many moments each.
fn interrupt_runs(pages: usize, moments: u32) {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_large_corpus(&corpus, pages);
    let began = Instant::now();
    run(&corpus, &index);
    let usual = began.elapsed();
    let old = state(&index);
    write_corpus(&corpus, 1);
    let new = state_of(&corpus);
    let mut stopped = 0;
    for moment in 1..=moments {
        let wait = usual.mul_f64(f64::from(moment) / f64::from(moments + 1));
        for (kind, options) in [("update", &[][..]), ("rebuild", &["--rebuild"]), ("first build", &[])] {
            let what = format!("{kind} interrupted after {wait:?}");
            let dir = if kind == "first build" { sandbox.path().join("first") } else { index.clone() };
            let before = state(&dir);
            let (code, message) = interrupted_after(program(&corpus, &dir).args(options), wait);
            let after = state(&dir);
            match code {
                Some(0) => assert!(after == new, "{what}: said to be done"),
                Some(130) => {
                    stopped += 1;
                    assert_eq!(message, "error: interrupted; the index is as it was\n", "{what}");
                    assert!(after == before, "{what}");
                }
                other => panic!("{what}: {other:?} {message}"),
            }
            if kind == "first build" {
                let _ = fs::remove_dir_all(&dir);
            } else if after == new {
                // Back to the old state for the next moment.
                write_corpus(&corpus, 0);
                run(&corpus, &index);
                assert!(state(&index) == old);
                write_corpus(&corpus, 1);
            }
        }
    }
    assert!(stopped > 0, "every run ended before it was interrupted");
    run(&corpus, &index);
    assert!(state(&index) == new, "the run after all");
    clean(&index, "the run after all");
}

#[test]
fn ctrl_c_leaves_the_old_state() {
    interrupt_runs(60, 3);
}

#[test]
#[ignore = "takes minutes; run it when the writing of the index or the handling of Ctrl-C changes"]
fn ctrl_c_at_many_moments_leaves_the_old_state() {
    interrupt_runs(600, 20);
}

#[test]
fn ctrl_c_in_the_first_build_of_a_search_leaves_no_index() {
    let sandbox = tempfile::tempdir().unwrap();
    write_large_corpus(&sandbox.path().join("corpus"), 400);
    let search = |format: &str| {
        let mut command = Command::new(PROGRAM);
        command.args(["search", "hospital", "--format", format]).current_dir(sandbox.path());
        command.env_remove("FINDINGS_INDEX").stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    let (code, message) = interrupted_after(&mut search("json"), Duration::from_millis(400));
    assert_eq!(code, Some(130), "{message}");
    assert!(message.contains("\"code\":\"interrupted\""), "{message}");
    assert_eq!(state(&sandbox.path().join("index")), None);
    // The same search says what to do; after that it works.
    let refused = search("text").stderr(Stdio::piped()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(message.contains("interrupted") && message.contains("findings index"), "{message}");
}
