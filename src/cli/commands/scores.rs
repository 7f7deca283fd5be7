use crate::{
    analytics::{self, MatrixRequest},
    cli::{
        args::{Format, Global, QueryArgs, ScoresArgs},
        ask,
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    model::Field,
    output::{answers, wire},
};

/// Which authority was given which score, and where it is said; with `--check`, what contradicts itself.
pub(in crate::cli) fn scores(
    args: &ScoresArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let index = home::index(global)?;
    let query = QueryArgs { filters: args.filters.clone(), ..QueryArgs::default() };
    let ask::Question { plan, asked, .. } = ask::question(&query, &index, console)?;
    let filters = plan.filters;
    if let Some(filter) = filters.iter().find(|filter| of_paragraphs(filter.field)) {
        let of_scores = Field::ALL.into_iter().filter(|field| !of_paragraphs(*field));
        let of_scores: Vec<String> = of_scores.map(|field| format!("--{}", field.key())).collect();
        return Err(Failure::usage(
            "invalid-filter",
            format!(
                "--{} filters paragraphs; a score belongs to an authority and a statement\nfilters of scores: {}",
                filter.field.key(),
                of_scores.join(", ")
            ),
        ));
    }
    let request = MatrixRequest { assessments: ask::which(args.assessments), filters };
    let records = index.records()?;
    let catalogue = index.catalogue();
    let matrix = analytics::matrix(&records, catalogue, &request);
    if matrix.rows.is_empty() && !console.speaks_json() {
        if !console.quiet {
            let what = if request.filters.is_empty() {
                "no report in the index states a score"
            } else {
                "no assessment passes these filters"
            };
            console.say(&format!("nothing found: {what}\n"));
            // What was left out may be what is looked for.
            matrix.notes.iter().for_each(|note| console.say(&format!("Note: {note}\n")));
        }
        if !console.writes_file() {
            return Ok(Outcome::found(args.check));
        }
    }
    let repeat = home::repeat(&index)?;
    let (screen, quiet) = (console.screen, console.quiet);
    if args.check {
        let conflicts = analytics::conflicts(&matrix, &records, catalogue);
        let forms = Forms {
            text: &|| answers::render_conflicts(&conflicts, &matrix, &asked, screen, quiet),
            json: &|repeat| wire::conflicts_json(&conflicts, &matrix, &asked, repeat),
            paper: &|_| answers::conflicts_paper(&conflicts, &matrix, &asked),
        };
        console.give(&repeat, &forms)?;
        return Ok(Outcome::found(conflicts.is_empty()));
    }
    let forms = Forms {
        text: &|| answers::render_matrix(&matrix, &asked, catalogue, screen, quiet),
        json: &|repeat| wire::matrix_json(&matrix, &asked, repeat),
        paper: &|used| {
            let mut paper = answers::matrix_paper(&matrix, &asked, catalogue, used);
            // One table is all that CSV holds: the one with the places.
            if console.format == Format::Csv {
                paper.sheets.reverse();
            }
            paper
        },
    };
    console.give(&repeat, &forms)?;
    Ok(Outcome::found(!matrix.rows.is_empty()))
}

fn of_paragraphs(field: Field) -> bool {
    matches!(field, Field::Section | Field::Kind)
}
