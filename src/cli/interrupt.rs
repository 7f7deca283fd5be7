//! Ctrl-C: the run is asked to end, and ended if it does not.

use std::{io::Write, thread, time::Duration};

use crate::backend::Stop;

static STOP: Stop = Stop::new();

/// Time to end in order. After it the process simply ends: the index is whole at any moment.
const PATIENCE: Duration = Duration::from_millis(450);

/// Asked from the first Ctrl-C on.
pub(in crate::cli) fn stop() -> &'static Stop {
    &STOP
}

/// From now on Ctrl-C asks for the end; who does not heed it in time is ended with words that depend on whether the
/// new index was in place. Where the system refuses a handler, Ctrl-C ends the process as ever.
pub(in crate::cli) fn watch(words: impl Fn(bool) -> String + Send + 'static) {
    let _ = ctrlc::set_handler(move || {
        STOP.ask();
        thread::sleep(PATIENCE);
        let committed = STOP.committed();
        if committed {
            // The run is done but for its last words.
            thread::sleep(PATIENCE);
        }
        let _ = std::io::stderr().write_all(words(committed).as_bytes());
        std::process::exit(130);
    });
}
