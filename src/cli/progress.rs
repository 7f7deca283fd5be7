//! How far an index run is: a bar on a terminal, lines on request, nothing elsewhere.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::Progress;
use crate::ingest;

#[derive(Debug)]
pub(in crate::cli) enum Reporter {
    Bar(ProgressBar),
    /// When the last line was written.
    Lines(Option<Instant>),
    Silent,
}

impl Reporter {
    pub(in crate::cli) fn new(how: Progress, quiet: bool) -> Self {
        match how {
            Progress::Plain => Reporter::Lines(None),
            Progress::Auto if !quiet && io::stderr().is_terminal() && !is_dumb() => {
                let bar = ProgressBar::new(0);
                let style = ProgressStyle::with_template("{msg} {bar:30} {pos} of {len} files")
                    .expect("the template is fixed and valid");
                bar.set_style(style);
                bar.set_message("Reading");
                Reporter::Bar(bar)
            }
            Progress::Auto | Progress::None => Reporter::Silent,
        }
    }

    pub(in crate::cli) fn report(&mut self, step: ingest::Progress) {
        match (self, step) {
            (Reporter::Silent, _) => {}
            (Reporter::Bar(bar), ingest::Progress::Read { files, of }) => {
                bar.set_length(of as u64);
                bar.set_position(files as u64);
            }
            (Reporter::Bar(bar), ingest::Progress::Committing) => bar.set_message("Writing"),
            (Reporter::Lines(last), ingest::Progress::Read { files, of }) => {
                let due = last.is_none_or(|last| last.elapsed() > Duration::from_secs(1));
                if due || files == of {
                    *last = Some(Instant::now());
                    line(&format!("read {files} of {of} files"));
                }
            }
            (Reporter::Lines(_), ingest::Progress::Committing) => line("writing the index"),
        }
    }

    pub(in crate::cli) fn finish(&self) {
        if let Reporter::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// A dumb terminal cannot move back to the start of a line that it has written.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn line(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
