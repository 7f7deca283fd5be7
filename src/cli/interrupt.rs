//! Ctrl-C: the run is asked to end, and ended if it does not.

use std::{
    io::Write,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Time to end in order. After it the process simply ends: the index is whole at any moment.
const PATIENCE: Duration = Duration::from_millis(500);

/// True from the first Ctrl-C on.
pub(in crate::cli) fn flag() -> &'static AtomicBool {
    &INTERRUPTED
}

/// From now on Ctrl-C sets the flag; who does not heed it in time is ended with these words. Where the
/// system refuses a handler, Ctrl-C ends the process as ever.
pub(in crate::cli) fn watch(last_words: String) {
    let _ = ctrlc::set_handler(move || {
        INTERRUPTED.store(true, Ordering::Relaxed);
        thread::sleep(PATIENCE);
        let _ = std::io::stderr().write_all(last_words.as_bytes());
        std::process::exit(130);
    });
}
