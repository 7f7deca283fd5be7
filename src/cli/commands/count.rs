use crate::{
    backend::{CountRequest, Unit},
    cli::{
        args::{self, CountArgs, Global},
        ask,
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    model::Field,
    output::{count_paper, render_count, suggestion_line, wire},
};

/// How many match, by field.
pub(in crate::cli) fn count(
    args: &CountArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let by = args.by.iter().map(|by| table(by)).collect::<Result<Vec<_>, _>>()?;
    let index = home::index(global)?;
    let glance = home::glance(&index);
    let mut question = ask::question(&args.query, &index, console)?;
    let unit = match args.unit {
        args::Unit::Paragraphs => Unit::Paragraphs,
        args::Unit::Reports => Unit::Reports,
        args::Unit::Authorities => Unit::Authorities,
    };
    let fields = by.iter().flat_map(|(rows, columns)| std::iter::once(*rows).chain(*columns));
    ask::note_dates(fields, &mut question.asked.notes);
    let plan = question.plan.clone();
    let response = index.count(&CountRequest { plan, assessments: question.assessments, by, unit })?;
    if response.total == 0 {
        // A slip of the pen must not read as a finding.
        let (nowhere, offered) = ask::suggest(&args.query, &question, &index, 0)?;
        question.asked.notes.extend(nowhere.into_iter().chain(offered.iter().map(suggestion_line)));
    }
    home::note_changes(glance, global, console, &mut question.asked.notes);
    let catalogue = index.catalogue();
    let asked = &question.asked;
    let forms = Forms {
        text: &|| render_count(&response, asked, unit, catalogue, console.screen, console.quiet),
        json: &|repeat| wire::count_json(&response, asked, unit, repeat),
        paper: &|used| count_paper(&response, asked, unit, catalogue, used),
    };
    console.give(&home::repeat(&index)?, &forms)?;
    Ok(Outcome::found(response.total > 0))
}

/// `authority` or `authority,score`.
fn table(by: &str) -> Result<(Field, Option<Field>), Failure> {
    let names: Vec<&str> = by.split(',').map(str::trim).collect();
    match names[..] {
        [rows] => Ok((ask::field(rows)?, None)),
        [rows, columns] => {
            let (rows, columns) = (ask::field(rows)?, ask::field(columns)?);
            if rows == columns {
                return Err(Failure::usage(
                    "invalid-value",
                    format!("--by {by} names one field twice; two different fields make a table"),
                ));
            }
            Ok((rows, Some(columns)))
        }
        _ => Err(Failure::usage(
            "invalid-value",
            format!("--by {by} names more than two fields; repeat --by for another table"),
        )),
    }
}
