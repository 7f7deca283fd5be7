use crate::{
    cli::{
        args::{Format, Global, ScoresArgs, Which},
        console::Console,
        exit::{Failure, Outcome},
        home,
    },
    output::{BOM, ScoreMatrix, csv_scores, markdown_scores, render_scores, wire},
};

/// Which authority was given which score, and where it is said.
pub(in crate::cli) fn scores(
    args: &ScoresArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let index = home::index(global)?;
    let matrix = ScoreMatrix::of(&index.records()?, args.assessments == Which::Latest);
    let catalogue = index.catalogue();
    let found = !matrix.rows.is_empty();
    let text = match console.format {
        Format::Json | Format::Jsonl => wire::scores_json(&matrix, catalogue),
        Format::Csv => {
            format!("{}{}", if console.writes_file() { BOM } else { "" }, csv_scores(&matrix, catalogue))
        }
        Format::Markdown => markdown_scores(&matrix, catalogue),
        Format::Text => render_scores(&matrix, catalogue, console.screen, console.quiet),
    };
    if !found && !console.speaks_json() && !console.quiet {
        console.say("nothing found: no report in the index states a score\n");
    }
    if found || console.speaks_json() || console.writes_file() {
        console.answer(&text)?;
    }
    Ok(Outcome::found(found))
}
