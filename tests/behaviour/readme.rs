use std::fs;

use crate::support::{Sandbox, project, without_digests};

/// The commands of the README's shell blocks that ask the program, with `cargo run` left out.
fn commands() -> Vec<String> {
    let text = fs::read_to_string(project().join("README.md")).expect("there is a README");
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside && line == "```sh";
        } else if inside && let Some(rest) = line.strip_prefix("findings ") {
            commands.push(rest.to_owned());
        } else if inside && let Some((_, rest)) = line.split_once(" -- ") {
            commands.push(rest.to_owned());
        }
    }
    commands
}

/// A search with its output stands in the README as it is.
#[test]
fn the_output_in_the_readme_is_what_is_printed() {
    let text = fs::read_to_string(project().join("README.md")).expect("there is a README");
    let shown = text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an output");
    let command =
        text.split("## A search").nth(1).and_then(|rest| rest.split("findings ").nth(1)).expect("a command");
    let words = words(command.lines().next().expect("a line"));
    let sandbox = Sandbox::empty();
    crate::support::copy_folder(&project().join("corpus"), &sandbox.path("corpus"));
    let args: Vec<&str> = words.iter().map(String::as_str).collect();
    let printed = sandbox.run(&args).stdout;
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(project().join("README.md"), text.replace(shown, &printed))
            .expect("the README can be written");
        return;
    }
    assert_eq!(without_digests(&printed), without_digests(shown));
}

/// Splits as a shell would, for the quotes that the README uses.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, ' ') => words.push(String::new()),
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (_, c) => words.last_mut().expect("never empty").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_of_the_readme_works_on_the_sample_reports() {
    let sandbox = Sandbox::empty();
    crate::support::copy_folder(&project().join("corpus"), &sandbox.path("corpus"));
    let commands = commands();
    assert!(commands.len() >= 2);
    for command in commands {
        let words = words(&command);
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let run = sandbox.run(&args);
        assert_eq!(run.code, 0, "{command}: {}", run.stderr);
    }
}

#[test]
fn the_first_two_blocks_are_the_main_job_and_the_tests() {
    let text = fs::read_to_string(project().join("README.md")).expect("there is a README");
    let blocks: Vec<&str> = text.split("```").skip(1).step_by(2).take(2).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        assert_eq!(block.trim_end().lines().count(), 2, "one command a block: {block}");
    }
}
