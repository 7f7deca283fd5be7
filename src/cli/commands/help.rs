use clap::CommandFactory;

use crate::cli::{
    args::{Args, CompletionsArgs, HelpArgs},
    console::Console,
    exit::{Failure, Outcome},
};

/// What is longer than the help of one command.
const TOPICS: [(&str, &str); 6] = [
    ("tagging", include_str!("../topics/tagging.txt")),
    ("query", include_str!("../topics/query.txt")),
    ("fields", include_str!("../topics/fields.txt")),
    ("formats", include_str!("../topics/formats.txt")),
    ("json", include_str!("../topics/json.txt")),
    ("exit-codes", include_str!("../topics/exit-codes.txt")),
];

/// Help on the program, a command or a topic.
pub(in crate::cli) fn help(args: &HelpArgs, console: &Console) -> Result<Outcome, Failure> {
    let Some(name) = &args.topic else {
        return page(&mut Args::command(), console);
    };
    let wanted = name.to_lowercase();
    if let Some((_, text)) = TOPICS.iter().find(|(topic, _)| *topic == wanted) {
        console.answer(text)?;
        return Ok(Outcome::Done);
    }
    let mut all = Args::command();
    // Names the program in the usage line: "findings search", and not "search" alone.
    all.build();
    let Some(command) = all.find_subcommand_mut(&wanted) else {
        let topics: Vec<&str> = TOPICS.iter().map(|(topic, _)| *topic).collect();
        let names: Vec<String> =
            all.get_subcommands().filter(|c| !c.is_hide_set()).map(|c| c.get_name().to_owned()).collect();
        let near = |known: &&str| strsim::damerau_levenshtein(known, &wanted) <= 2;
        let nearest = topics.iter().copied().chain(names.iter().map(String::as_str)).filter(near);
        let nearest: Vec<String> = nearest.map(str::to_owned).collect();
        return Err(Failure::unknown(
            "unknown-topic",
            format!(
                "there is no command or topic `{name}`\ntopics: {}\ncommands: {}",
                topics.join(", "),
                names.join(", ")
            ),
            nearest,
        ));
    };
    page(command, console)
}

fn page(command: &mut clap::Command, console: &Console) -> Result<Outcome, Failure> {
    let text = command.render_long_help();
    console.answer(&if console.screen.color { text.ansi().to_string() } else { text.to_string() })?;
    Ok(Outcome::Done)
}

/// The script that completes commands and options in a shell.
pub(in crate::cli) fn completions(args: &CompletionsArgs, console: &Console) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "findings", &mut script);
    console.answer(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

/// The manual page of the program and its commands, for `man -l -`.
pub(in crate::cli) fn man(console: &Console) -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    let mut all = Args::command();
    all.build();
    let failed = |cause| Failure::Write { to: None, cause };
    clap_mangen::Man::new(all.clone()).render(&mut page).map_err(failed)?;
    for command in all.get_subcommands().filter(|command| !command.is_hide_set()) {
        let man = clap_mangen::Man::new(command.clone());
        man.render_name_section(&mut page).map_err(failed)?;
        man.render_synopsis_section(&mut page).map_err(failed)?;
        man.render_options_section(&mut page).map_err(failed)?;
    }
    console.answer(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Done)
}
