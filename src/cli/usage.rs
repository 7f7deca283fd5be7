//! Arguments that clap refuses, in our words: what, where, what next.

use std::ffi::OsString;

use clap::{
    CommandFactory,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::{args::Args, exit::Failure};
use crate::{output::join_words, query::near_field};

/// A pasted item of a list brings its dash along; no option has a space behind its own. After `--` all is as meant.
pub(super) fn without_bullets(args: &[OsString]) -> Vec<OsString> {
    let item = |arg: &OsString| {
        let rest = arg.to_str()?.strip_prefix('-')?;
        rest.starts_with(char::is_whitespace).then(|| OsString::from(rest.trim_start()))
    };
    let (options, rest) = args.split_at(args.iter().position(|arg| arg == "--").unwrap_or(args.len()));
    let options = options.iter().map(|arg| item(arg).unwrap_or_else(|| arg.clone()));
    options.chain(rest.iter().cloned()).collect()
}

/// A word with a dash before it is what people type who mean "without": clap would take `-one` for
/// `-o ne` and write a file. Flags of one letter and numbers are left alone.
pub(super) fn word_with_dash(args: &[OsString]) -> Option<Failure> {
    let command = args.iter().skip(1).position(|arg| !arg.to_string_lossy().starts_with('-'))? + 1;
    if args[command] != "search" && args[command] != "count" {
        return None;
    }
    for (before, arg) in args[command..].iter().zip(&args[command + 1..]) {
        if arg == "--" {
            return None;
        }
        let arg = arg.to_string_lossy();
        let Some(word) = arg.strip_prefix('-') else { continue };
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let flags = word.chars().all(|c| "qch".contains(c));
        if letters >= 2 && !word.starts_with('-') && !flags && !takes_value(&before.to_string_lossy()) {
            return Some(dash_word(word));
        }
    }
    None
}

fn takes_value(option: &str) -> bool {
    matches!(option, "--score" | "--not-score")
}

fn dash_word(word: &str) -> Failure {
    Failure::unknown(
        "word-with-dash",
        format!(
            "`-{word}` looks like an option\n\
             to leave out paragraphs with the word, say --not {word}, or NOT {word} in the query\n\
             after -- nothing is an option"
        ),
        vec![format!("--not {word}")],
    )
}

/// Help and versions are answers, not errors.
pub(super) fn is_answer(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion)
}

pub(super) fn refusal(error: &clap::Error, args: &[OsString]) -> Failure {
    let argument = bare(&context(error, ContextKind::InvalidArg).join(", "));
    let value = context(error, ContextKind::InvalidValue).join(", ");
    let valid = context(error, ContextKind::ValidValue);
    let (code, message, suggestions) = match error.kind() {
        ErrorKind::UnknownArgument => {
            let is_word = argument.contains(char::is_alphabetic);
            if argument.starts_with('-') && !argument.starts_with("--") && is_word {
                return dash_word(argument.trim_start_matches('-'));
            }
            if !argument.starts_with('-') {
                let message = format!(
                    "`{argument}` is one word more than this command takes\n\
                     a name with spaces stands in quotes; findings help COMMAND says what a command takes"
                );
                return Failure::usage("unknown-argument", message);
            }
            let near = match filter_meant(args, &argument) {
                Some(option) => vec![option],
                None => context(error, ContextKind::SuggestedArg),
            };
            let next = if near.is_empty() { "findings help COMMAND lists the options" } else { "" };
            ("unknown-option", with_next(format!("there is no option `{argument}` here"), next), near)
        }
        ErrorKind::InvalidSubcommand => {
            let near = context(error, ContextKind::SuggestedSubcommand);
            let given = context(error, ContextKind::InvalidSubcommand).join(" ");
            let next = format!("to search for it: findings search {given}\nall commands: findings --help");
            ("unknown-command", with_next(format!("there is no command `{given}`"), &next), near)
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (
            "no-command",
            "no command given\nto search: findings search WORDS\nall commands: findings --help".to_owned(),
            Vec::new(),
        ),
        ErrorKind::InvalidValue if value.is_empty() => {
            let wants = if argument.starts_with('-') { "wants a value after it" } else { "is an empty text" };
            ("no-value", format!("{argument} {wants}"), Vec::new())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let mut message = format!("`{value}` is no value for {argument}");
            if valid.is_empty() {
                if let Some(reason) = std::error::Error::source(error) {
                    message = format!("{message}: {reason}");
                }
            } else {
                message = format!("{message}\nit takes {}", join_words(&valid, "or"));
            }
            ("invalid-value", message, context(error, ContextKind::SuggestedValue))
        }
        ErrorKind::MissingRequiredArgument => (
            "missing-argument",
            format!("{argument} is missing\nfindings help COMMAND says what a command takes"),
            Vec::new(),
        ),
        ErrorKind::ArgumentConflict => {
            let other = bare(&context(error, ContextKind::PriorArg).join(", "));
            let message = if other.is_empty() || other == argument {
                format!("{argument} can be given only once")
            } else {
                format!("{argument} and {other} cannot be used together; leave one out")
            };
            ("options-conflict", message, Vec::new())
        }
        ErrorKind::InvalidUtf8 => {
            ("not-utf8", "an argument is not valid text (UTF-8); type it again".to_owned(), Vec::new())
        }
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            ("usage", first, Vec::new())
        }
    };
    Failure::unknown(code, message, suggestions)
}

/// `--council` → `--authority`, where the command has it.
fn filter_meant(args: &[OsString], argument: &str) -> Option<String> {
    let key = near_field(argument.strip_prefix("--")?)?.key();
    let all = Args::command();
    let command = args.iter().skip(1).find_map(|arg| all.find_subcommand(arg))?;
    let has = command.get_arguments().any(|option| option.get_long() == Some(key) && !option.is_hide_set());
    has.then(|| format!("--{key}"))
}

/// "--limit <N>" → "--limit", "--cite[=<STYLE>]" → "--cite"; an argument without a name keeps its brackets off.
fn bare(argument: &str) -> String {
    match argument.split_once(" <").or_else(|| argument.split_once("[=")) {
        Some((name, _)) => name.to_owned(),
        // "<PATH>..." may be given several times.
        None => {
            argument.strip_suffix("...").unwrap_or(argument).trim_matches(['<', '>', '[', ']']).to_owned()
        }
    }
}

fn with_next(what: String, next: &str) -> String {
    if next.is_empty() { what } else { format!("{what}\n{next}") }
}

fn context(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        Some(ContextValue::StyledStr(styled)) => vec![styled.to_string()],
        Some(ContextValue::StyledStrs(many)) => many.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// Whether a JSON format was asked for, read off arguments that could not be parsed.
pub(super) fn wants_json(args: &[OsString]) -> bool {
    let args: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).take_while(|arg| arg != "--").collect();
    let json = |value: &str| ["json", "jsonl"].iter().any(|format| value.eq_ignore_ascii_case(format));
    let ends = |file: &str| file.ends_with(".json") || file.ends_with(".jsonl");
    args.iter().enumerate().any(|(i, arg)| {
        let next = args.get(i + 1).map_or("", |next| next);
        arg == "--json"
            || (arg == "--format" && json(next))
            || arg.strip_prefix("--format=").is_some_and(json)
            || ((arg == "-o" || arg == "--output") && ends(next))
            || arg.strip_prefix("--output=").is_some_and(ends)
    })
}
