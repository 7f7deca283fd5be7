use crate::{
    backend::Assessments,
    cli::{
        args::QueryArgs,
        args::{FacetsArgs, Global},
        ask,
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    model::{Catalogue, Field},
    output::{facets_paper, render_facets, wire},
};

/// Of a field without a name only the commonest values are shown.
const SHOWN_OF_EACH: usize = 9;

/// Fields, their values, counts and other names.
pub(in crate::cli) fn facets(
    args: &FacetsArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let fields = match &args.field {
        Some(name) => vec![ask::field(name)?],
        None => Field::ALL.to_vec(),
    };
    let index = home::index(global)?;
    let query = QueryArgs { filters: args.filters.clone(), ..QueryArgs::default() };
    let mut question = ask::question(&query, &index, console)?;
    let mut facets = index.facets(&question.plan, Assessments::All, &fields)?;
    if args.field.is_some() {
        ask::note_dates(fields.iter().copied(), &mut question.asked.notes);
    }
    ask::note_own_filters(&fields, &mut question);
    let catalogue = index.catalogue();
    let names = |field, value: &str| aliases(catalogue, field, value);
    if let Some(wanted) = &args.grep {
        let wanted = wanted.to_lowercase();
        for facet in &mut facets {
            let field = facet.field;
            facet.values.retain(|value| {
                let Some(value) = value.value.as_deref() else { return false };
                let mut all = names(field, value);
                all.push(value.to_owned());
                all.iter().any(|name| name.to_lowercase().contains(&wanted))
            });
        }
        facets.retain(|facet| !facet.values.is_empty());
    }
    let found = facets.iter().any(|facet| !facet.values.is_empty());
    let most = (args.field.is_none() && args.grep.is_none()).then_some(SHOWN_OF_EACH);
    if !found && !console.speaks_json() && !console.quiet {
        let what = args.grep.as_deref().map_or("no value at all", |_| "no value with that text in it");
        console.say(&format!("nothing found: {what}\n"));
    }
    if found || console.speaks_json() || console.writes_file() {
        let asked = &question.asked;
        let forms = Forms {
            text: &|| {
                render_facets(
                    &facets,
                    (!console.quiet).then_some(asked),
                    catalogue,
                    console.screen,
                    most,
                    &names,
                )
            },
            json: &|repeat| wire::facets_json(&facets, asked, &names, repeat),
            paper: &|used| facets_paper(&facets, asked, catalogue, used),
        };
        console.give(&home::repeat(&index)?, &forms)?;
    }
    Ok(Outcome::found(found))
}

/// What else the filter of a field takes for a value.
fn aliases(catalogue: &Catalogue, field: Field, value: &str) -> Vec<String> {
    let mut names: Vec<String> = match field {
        Field::Authority => {
            let entry = catalogue.authorities.find(value);
            entry.map_or_else(Vec::new, |entry| {
                let official = (entry.official != entry.name).then(|| entry.official.clone());
                official.into_iter().chain(entry.aliases.clone()).chain(entry.gss.clone()).collect()
            })
        }
        Field::Statement => catalogue.statement(value).map_or_else(Vec::new, |statement| {
            let own = [statement.number.to_string(), statement.key.clone()];
            own.into_iter().chain(statement.aliases.clone()).collect()
        }),
        Field::Theme => catalogue.find_theme(value).map_or_else(Vec::new, |theme| {
            [theme.number.to_string(), theme.key.clone()].into_iter().chain(theme.aliases.clone()).collect()
        }),
        _ => Vec::new(),
    };
    names.dedup();
    names
}
