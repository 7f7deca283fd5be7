use std::path::Path;

use crate::{
    backend::{IndexStatus, Totals},
    cli::{
        args::{Format, Global, StatusArgs},
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    index::Index,
    output::{render_all_problems, render_status, status_paper, wire},
};

/// What is indexed, when, from where, and what is wrong with which file.
pub(in crate::cli) fn status(
    args: &StatusArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let place = home::index_place(global).folder;
    let index = Index::open_in_pieces(&place)?;
    let place = place.display().to_string();
    // Of a hundred thousand files only what is listed.
    let lists = args.problems || !matches!(console.format, Format::Text | Format::Json | Format::Jsonl);
    let mut totals = Totals::default();
    let mut records = Vec::new();
    index.each_record(&mut |record| {
        totals.add(&record);
        if lists {
            records.push(record.without_facts());
        }
    })?;
    records.sort_by(|a, b| a.id.cmp(&b.id));
    let corpus_gone = !Path::new(&index.settings().corpus).is_dir();
    let status = IndexStatus { corpus_gone, ..index.status(totals)? };
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
