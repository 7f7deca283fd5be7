//! Runs that are killed, and a second writer: whatever happens, the folder opens as the old or the new state.

use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use super::rounds::{clean, program, run, state, state_of, write_corpus};

/// Kills so many runs at moments spread over the time a run takes; every fifth kill hits a first build.
fn kill(times: u64) {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    let began = Instant::now();
    run(&corpus, &index);
    let usual = began.elapsed();
    for n in 1..=times {
        if n % 5 == 0 {
            fs::remove_dir_all(&index).unwrap();
        }
        let old = state(&index);
        write_corpus(&corpus, n as usize);
        let mut child = program(&corpus, &index).spawn().unwrap();
        // The golden ratio spreads the moments evenly however many there are.
        let part = (n as f64 * 0.618_033_988_75).fract() * 1.1;
        thread::sleep(usual.mul_f64(part));
        let _ = child.kill();
        let ended = child.wait().unwrap();
        let after = state(&index);
        if n % 3 != 0 || after.is_none() {
            run(&corpus, &index);
            clean(&index, &format!("after kill {n}"));
        }
        let new = state_of(&corpus);
        assert!(after == old || after == new, "kill {n}: neither the old nor the new state");
        assert!(!ended.success() || after == new, "kill {n}: said to be done");
        if n % 3 != 0 {
            assert_eq!(state(&index), new, "the run after kill {n}");
        }
    }
}

#[test]
fn a_killed_run_leaves_the_old_or_the_new_state() {
    kill(12);
}

#[test]
#[ignore = "takes minutes; run it when the writing of the index changes"]
fn three_hundred_killed_runs_leave_the_old_or_the_new_state() {
    kill(300);
}

#[test]
#[cfg(unix)]
fn a_second_writer_is_told_who_holds_the_lock() {
    let sandbox = tempfile::tempdir().unwrap();
    let (corpus, index) = (sandbox.path().join("corpus"), sandbox.path().join("index"));
    write_corpus(&corpus, 0);
    run(&corpus, &index);
    write_corpus(&corpus, 1);
    let lock: PathBuf = index.join("writer.lock");
    let held = fs::File::options().write(true).open(lock).unwrap();
    held.lock().unwrap();
    let began = Instant::now();
    let output = program(&corpus, &index).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(message.contains("lock") && message.contains("another"), "{message}");
    held.unlock().unwrap();
    run(&corpus, &index);
}
