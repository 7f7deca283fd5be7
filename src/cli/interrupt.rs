//! Ctrl-C: the run is asked to end, and ended if it does not.

use std::{
    io::Write,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Time to end in order. After it the process simply ends: the index is whole at any moment.
const PATIENCE: Duration = Duration::from_millis(700);

/// True from the first Ctrl-C on.
pub(in crate::cli) fn flag() -> &'static AtomicBool {
    &INTERRUPTED
}

/// From now on Ctrl-C sets the flag. Where the system refuses a handler, it ends the process as ever.
pub(in crate::cli) fn watch() {
    let _ = ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::Relaxed);
        thread::sleep(PATIENCE);
        let _ = std::io::stderr().write_all(b"error: interrupted; the index is whole\n");
        std::process::exit(130);
    });
}
