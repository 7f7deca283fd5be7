use crate::{
    backend::Totals,
    cli::{
        args::{Global, StatusArgs},
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    output::{render_all_problems, render_status, status_paper, wire},
};

/// What is indexed, when, from where, and what is wrong with which file.
pub(in crate::cli) fn status(
    args: &StatusArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let index = home::index(global)?;
    let place = home::index_place(global).folder.display().to_string();
    let mut totals = Totals::default();
    let records = index.records_as(|record| {
        totals.add(&record);
        record.without_facts()
    })?;
    let status = index.status(totals)?;
    let listed = args.problems.then_some(&records[..]);
    let forms = Forms {
        text: &|| match listed {
            Some(records) => render_all_problems(records),
            None => render_status(&status, &place, console.screen),
        },
        json: &|repeat| wire::status_json(&status, &place, listed, repeat),
        paper: &|used| status_paper(&status, &place, &records, used),
    };
    console.give(&home::repeat(&index)?, &forms)?;
    Ok(Outcome::Done)
}
