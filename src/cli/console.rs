//! The streams: answers to standard output or a file, everything else to standard error.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use super::{
    answer::Answer,
    args::{Format, Global, OutputArgs, When},
    exit::{Failure, Outcome},
};
use crate::output::{
    BOM, Diagnostic, Paper, Repeat, Screen, Use, csv, html, markdown_paper, render_diagnostic, render_lines,
    wire, xlsx,
};

/// How this run speaks.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Console {
    pub(in crate::cli) format: Format,
    pub(in crate::cli) quiet: bool,
    /// Of standard output, or of the file that stands in for it.
    pub(in crate::cli) screen: Screen,
    /// Of standard error.
    pub(in crate::cli) messages: Screen,
    file: Option<PathBuf>,
}

impl Console {
    pub(in crate::cli) fn new(global: &Global, output: &OutputArgs) -> Result<Self, Failure> {
        let format = format_of(output)?;
        let file = output.output.clone();
        let screen = match file {
            Some(_) => Screen::PLAIN,
            None => screen(global.color, &io::stdout()),
        };
        let messages = screen_of_messages(global.color);
        Ok(Console { format, quiet: global.quiet, screen, messages, file })
    }

    /// A JSON format: then messages are part of the answer where they can be.
    pub(in crate::cli) fn speaks_json(&self) -> bool {
        matches!(self.format, Format::Json | Format::Jsonl)
    }

    pub(in crate::cli) fn writes_file(&self) -> bool {
        self.file.is_some()
    }

    /// A whole answer at once.
    pub(in crate::cli) fn answer(&self, text: &str) -> Result<(), Failure> {
        let mut answer = self.open()?;
        answer.write(text)?;
        answer.finish()
    }

    /// An answer with what it takes to repeat it: below a text, in JSON, on the page or sheet about it.
    /// A CSV is a table and nothing else, so there it goes to standard error, with what stands above and
    /// below the table in the other formats.
    pub(in crate::cli) fn give(&self, repeat: &Repeat, forms: &Forms<'_>) -> Result<(), Failure> {
        match self.format {
            Format::Json | Format::Jsonl => self.answer(&(forms.json)(repeat)),
            Format::Text if self.quiet => self.answer(&(forms.text)()),
            Format::Text => {
                let text = (forms.text)();
                // Below a table or a quotation the line is set apart.
                let last_is_indented = text.lines().next_back().is_some_and(|line| line.starts_with(' '));
                let gap = if last_is_indented { "\n" } else { "" };
                self.answer(&format!("{text}{gap}{}", repeat.line(self.screen)))
            }
            Format::Csv | Format::Xlsx => self.give_paper((forms.paper)(Use::Table), repeat),
            Format::Markdown | Format::Html => self.give_paper((forms.paper)(Use::Page), repeat),
        }
    }

    pub(in crate::cli) fn give_paper(&self, mut paper: Paper, repeat: &Repeat) -> Result<(), Failure> {
        paper.about.extend(repeat.about());
        self.hand_in(&paper)?;
        if self.format == Format::Csv && !self.quiet {
            self.say(&render_lines(&paper.lines, self.messages));
            self.say(&repeat.line(self.messages));
        }
        Ok(())
    }

    /// An answer as a whole: spreadsheet, page, Markdown, or its first table as CSV.
    pub(in crate::cli) fn hand_in(&self, paper: &Paper) -> Result<(), Failure> {
        match self.format {
            Format::Xlsx => {
                let bytes = xlsx(paper).map_err(|error| Failure::Other {
                    code: "cannot-write",
                    message: format!("cannot write the spreadsheet: {error}\nsay -o FILE.csv in its place"),
                })?;
                let mut answer = self.open()?;
                answer.write_bytes(&bytes)?;
                answer.finish()
            }
            Format::Html => self.answer(&html(paper)),
            Format::Csv => {
                let mut answer = self.open()?;
                if self.writes_file() {
                    answer.write(BOM)?;
                }
                for part in paper.sheets.first().into_iter().flat_map(csv) {
                    answer.write(&part)?;
                }
                answer.finish()
            }
            _ => self.answer(&markdown_paper(paper, self.quiet)),
        }
    }

    /// For answers that are written piece by piece.
    pub(in crate::cli) fn open(&self) -> Result<Answer, Failure> {
        match &self.file {
            None => Ok(Answer::to_stdout()),
            Some(path) => Answer::to_file(path),
        }
    }

    /// What a failure says in this format, for whom it would come too late from `end`.
    pub(in crate::cli) fn words_of(&self, failure: &Failure) -> String {
        let words = |diagnostic: Diagnostic| {
            if self.speaks_json() {
                wire::error_json(&diagnostic)
            } else {
                render_diagnostic(&diagnostic, self.messages)
            }
        };
        failure.diagnostic().map(words).unwrap_or_default()
    }

    /// A line for a person, beside the answer, that `--quiet` leaves out.
    pub(in crate::cli) fn remark(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// A line for a person, beside the answer. A standard error that is gone stops nothing.
    pub(in crate::cli) fn say(&self, text: &str) {
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// The forms of an answer; each is made only where it is wanted.
pub(in crate::cli) struct Forms<'a> {
    pub(in crate::cli) text: &'a dyn Fn() -> String,
    pub(in crate::cli) json: &'a dyn Fn(&Repeat) -> String,
    pub(in crate::cli) paper: &'a dyn Fn(Use) -> Paper,
}

fn format_of(output: &OutputArgs) -> Result<Format, Failure> {
    if output.json {
        return Ok(Format::Json);
    }
    if let Some(format) = output.format {
        if format == Format::Xlsx && output.output.is_none() {
            return Err(Failure::usage(
                "needs-file",
                "a spreadsheet goes to a file\nsay where: -o FILE.xlsx",
            ));
        }
        return Ok(format);
    }
    let Some(path) = &output.output else { return Ok(Format::Text) };
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match &*ending {
        "txt" | "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        "jsonl" | "ndjson" => Ok(Format::Jsonl),
        "csv" => Ok(Format::Csv),
        "xlsx" => Ok(Format::Xlsx),
        "html" | "htm" => Ok(Format::Html),
        "md" | "markdown" => Ok(Format::Markdown),
        // A device has no ending to speak of.
        _ if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) => Ok(Format::Text),
        _ => Err(Failure::usage(
            "unknown-ending",
            format!(
                "the ending of `{}` names no format\nend it in .csv, .xlsx, .html, .md, .json, .jsonl or .txt, or say --format",
                path.display()
            ),
        )),
    }
}

fn screen(color: When, stream: &(impl IsTerminal + AsTerminal)) -> Screen {
    let terminal = stream.is_terminal();
    let width = if terminal { stream.columns() } else { None };
    Screen {
        width: width.map_or(Screen::PLAIN.width, |width| width.clamp(40, 100)),
        color: colors(color, terminal),
    }
}

pub(in crate::cli) fn screen_of_messages(color: When) -> Screen {
    screen(color, &io::stderr())
}

/// `NO_COLOR` set to anything but nothing, and a dumb terminal, mean plain text.
/// Source: no-color.org; read 2026-11-22.
fn colors(color: When, terminal: bool) -> bool {
    match color {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            terminal && !unwanted && !dumb
        }
    }
}

trait AsTerminal {
    fn columns(&self) -> Option<usize>;
}

impl AsTerminal for io::Stdout {
    fn columns(&self) -> Option<usize> {
        terminal_size::terminal_size_of(self).map(|(width, _)| usize::from(width.0))
    }
}

impl AsTerminal for io::Stderr {
    fn columns(&self) -> Option<usize> {
        terminal_size::terminal_size_of(self).map(|(width, _)| usize::from(width.0))
    }
}

/// Ends the run: the message, if there is one, and the code.
pub(in crate::cli) fn end(
    result: Result<Outcome, Failure>,
    json: bool,
    color: When,
) -> std::process::ExitCode {
    let failure = match result {
        Ok(outcome) => return outcome.code(),
        Err(failure) => failure,
    };
    if let Some(diagnostic) = failure.diagnostic() {
        let text = message(&diagnostic, json, color);
        let _ = io::stderr().write_all(text.as_bytes());
    }
    failure.code()
}

fn message(diagnostic: &Diagnostic, json: bool, color: When) -> String {
    if json { wire::error_json(diagnostic) } else { render_diagnostic(diagnostic, screen_of_messages(color)) }
}
