//! The door: reads the arguments, chooses the backend, hands values from room to room, prints, and
//! ends with a code. All printing, all reading of the environment and all clocks of the program are
//! here. Each command has a file of its own in `commands/`; what a message says about streams,
//! colours and codes is in `console`, `exit` and `usage`. Nothing is decided here about what a
//! paragraph, a query or a tag means.
#![allow(clippy::exit)]

mod answer;
mod args;
mod ask;
mod commands;
mod console;
mod exit;
mod home;
mod interrupt;
mod network;
mod progress;
mod usage;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use args::{Args, Command, OutputArgs, When};
use console::Console;
use exit::{Failure, Outcome};

/// Runs the program on its arguments, the first of which is its own name.
pub fn run(args: &[OsString]) -> ExitCode {
    let args = &usage::without_bullets(args);
    let json = usage::wants_json(args);
    let parsed = match usage::word_with_dash(args) {
        Some(failure) => return console::end(Err(failure), json, When::Auto),
        None => Args::try_parse_from(args),
    };
    match parsed {
        Ok(args) => {
            let color = args.global.color;
            console::end(command(args), json, color)
        }
        Err(error) if usage::is_answer(&error) => console::end(help(&error), json, When::Auto),
        Err(error) => console::end(Err(usage::refusal(&error, args)), json, When::Auto),
    }
}

fn command(mut args: Args) -> Result<Outcome, Failure> {
    match &mut args.command {
        Command::Search(search) => commands::style_by_ending(&mut search.output, &mut search.cite),
        Command::Cite(cite) => commands::style_by_ending(&mut cite.output, &mut cite.style),
        _ => {}
    }
    let global = args.global;
    let console = |output: &OutputArgs| Console::new(&global, output);
    match args.command {
        Command::Index(args) => commands::index(&args, &global, &console(&args.output)?),
        Command::Search(args) => commands::search(&args, &global, &console(&args.output)?),
        Command::Count(args) => commands::count(&args, &global, &console(&args.output)?),
        Command::Facets(args) => commands::facets(&args, &global, &console(&args.output)?),
        Command::Show(args) => commands::show(&args, &global, &console(&args.output)?),
        Command::Tags(args) => commands::tags(&args, &console(&args.output)?),
        Command::Scores(args) => commands::scores(&args, &global, &console(&args.output)?),
        Command::Check(args) => commands::check(&args, &global, &console(&args.output)?),
        Command::Cite(args) => commands::cite(&args, &global, &console(&args.output)?),
        Command::Compare(args) => commands::compare(&args, &global, &console(&args.output)?),
        Command::Help(args) => commands::help(&args, &console(&OutputArgs::default())?),
        Command::Completions(args) => commands::completions(&args, &console(&OutputArgs::default())?),
        Command::Man => commands::man(&console(&OutputArgs::default())?),
        Command::Status(args) => commands::status(&args, &global, &console(&args.output)?),
        Command::Verify(args) => commands::verify(&args, &global, &console(&args.output)?),
        Command::Read(args) => commands::read(&args),
    }
}

fn help(text: &clap::Error) -> Result<Outcome, Failure> {
    let global = args::Global { index: None, color: When::Auto, quiet: false };
    let console = Console::new(&global, &OutputArgs::default())?;
    let text = if console.screen.color { text.render().ansi().to_string() } else { text.to_string() };
    console.answer(&text)?;
    Ok(Outcome::Done)
}
