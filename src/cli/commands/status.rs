use crate::{
    cli::{
        args::{Format, Global, StatusArgs},
        console::Console,
        exit::{Failure, Outcome},
        home,
    },
    output::{BOM, csv, problems_paper, problems_sheet, render_all_problems, render_status, wire},
};

/// What is indexed, when, from where, and what is wrong with which file.
pub(in crate::cli) fn status(
    args: &StatusArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let index = home::index(global)?;
    let place = home::index_place(global).folder.display().to_string();
    let status = index.status()?;
    let records = if args.problems || matches!(console.format, Format::Csv | Format::Html | Format::Xlsx) {
        Some(index.records()?)
    } else {
        None
    };
    let text = match (console.format, &records) {
        (Format::Json | Format::Jsonl, records) => wire::status_json(&status, &place, records.as_deref()),
        (Format::Csv, Some(records)) => {
            format!("{}{}", if console.writes_file() { BOM } else { "" }, csv(&problems_sheet(records)))
        }
        (Format::Html | Format::Xlsx, Some(records)) => {
            let mut paper = problems_paper("Problems of the indexed files", records);
            paper.about = home::repeat(&index)?.about();
            console.hand_in(&paper)?;
            return Ok(Outcome::Done);
        }
        (_, Some(records)) => render_all_problems(records),
        (_, None) => render_status(&status, &place, console.screen),
    };
    console.answer(&text)?;
    Ok(Outcome::Done)
}
