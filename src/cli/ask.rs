//! From the arguments of a query command to a plan: the words joined, options as filters.

use std::time::Instant;

use super::{
    args::{FilterArgs, Format, QueryArgs, Which},
    console::Console,
    exit::Failure,
};
use crate::{
    backend::{Assessments, CountRequest, Suggestion, Unit},
    index::Index,
    model::Field,
    output::Asked,
    query::{
        Lexicon, OptionFilter, Plan, PlanOptions, Planner, QueryError, QueryErrorKind, parse, relaxations,
    },
    text::words,
};

/// A query that can be answered, and how it is repeated to the asker.
#[derive(Debug)]
pub(in crate::cli) struct Question {
    pub(in crate::cli) plan: Plan,
    pub(in crate::cli) asked: Asked,
    pub(in crate::cli) assessments: Assessments,
    /// For `--stats`.
    pub(in crate::cli) parse_us: u128,
}

/// All words are one query: an argument with spaces is not a phrase.
pub(in crate::cli) fn question(
    args: &QueryArgs,
    index: &Index,
    console: &Console,
) -> Result<Question, Failure> {
    let began = Instant::now();
    let text = args.words.join(" ");
    let options = PlanOptions {
        synonyms: !args.no_synonyms,
        exact: args.exact,
        any: args.any,
        phrases: args.phrase.clone(),
        not: args.not.clone(),
        most_names: if console.format == Format::Text {
            PlanOptions::default().most_names
        } else {
            usize::MAX
        },
    };
    let fail_in = |text: &str, error| Failure::Query { text: text.to_owned(), error: Box::new(error) };
    let fail = |error| fail_in(&text, error);
    let ast = parse(&text).map_err(fail)?;
    for not in &args.not {
        // Its places are its own, and no places of the query.
        parse(not).map_err(|error| fail_in(not, error))?;
    }
    // Reading it is a part of every cold start.
    let lexicon = if options.synonyms && !options.exact { lexicon(index)? } else { Lexicon::empty() };
    let filters = filters(&args.filters);
    let planned = planner(index, &lexicon, &[]).plan(&ast, &filters, &options);
    let plan = match planned {
        // Only a name that the list does not have is worth the look at all names of the index.
        Err(QueryError { kind: QueryErrorKind::UnknownValue { field: Field::Authority, .. }, .. }) => {
            planner(index, &lexicon, &unlisted_authorities(index)?).plan(&ast, &filters, &options)
        }
        planned => planned,
    }
    .map_err(fail)?;
    let mut notes = plan.notes.clone();
    notes.extend(narrowed(args, &plan).map(str::to_owned));
    let asked = Asked { text, understood: plan.understood.clone(), notes, ..Asked::default() };
    Ok(Question { plan, asked, assessments: which(args.assessments), parse_us: began.elapsed().as_micros() })
}

/// What options took out of the answer: the query as understood says nothing of it.
fn narrowed(args: &QueryArgs, plan: &Plan) -> impl Iterator<Item = &'static str> {
    let words = plan.root.is_some();
    let exact =
        (words && args.exact).then_some("only words as typed, no other forms and no synonyms (--exact)");
    let bare = (words && args.no_synonyms && !args.exact).then_some("without synonyms (--no-synonyms)");
    let latest = matches!(args.assessments, Which::Latest)
        .then_some("only the latest assessment of each authority (--assessments latest)");
    [exact, bare, latest].into_iter().flatten()
}

fn lexicon(index: &Index) -> Result<Lexicon, Failure> {
    let mut lexicon = Lexicon::embedded();
    if let Some(own) = &index.settings().synonyms {
        lexicon.add_synonyms("synonyms.toml", own)?;
    }
    Ok(lexicon)
}

fn planner<'a>(index: &'a Index, lexicon: &'a Lexicon, more_authorities: &'a [String]) -> Planner<'a> {
    Planner { catalogue: index.catalogue(), lexicon, vocabulary: Some(index), more_authorities }
}

/// Where next to nothing was found: the words that stand nowhere, and queries near this one that find more.
pub(in crate::cli) fn suggest(
    args: &QueryArgs,
    question: &Question,
    index: &Index,
    found: usize,
) -> Result<(Vec<String>, Vec<Suggestion>), Failure> {
    let lexicon = lexicon(index)?;
    let more_authorities = unlisted_authorities(index)?;
    let planner = planner(index, &lexicon, &more_authorities);
    let options = PlanOptions { synonyms: !args.no_synonyms, exact: args.exact, ..PlanOptions::default() };
    let mut count = |plan: &Plan| {
        let request = CountRequest {
            plan: plan.clone(),
            assessments: question.assessments,
            by: Vec::new(),
            unit: Unit::Paragraphs,
        };
        // A suggestion that cannot be counted in time is none.
        index.count(&request).map_or(0, |counted| counted.total)
    };
    let relaxed = relaxations(&planner, &question.plan.understood, &options, found, &mut count);
    let nowhere = relaxed.nowhere.into_iter().map(|part| format!("no paragraph has {part}"));
    let offered = relaxed.offered.into_iter();
    let offered =
        offered.map(|offer| Suggestion { reason: offer.reason, query: offer.query, count: offer.count });
    Ok((nowhere.collect(), offered.collect()))
}

/// Councils that reports name and the list does not have: they can be filtered by all the same.
pub(in crate::cli) fn unlisted_authorities(index: &Index) -> Result<Vec<String>, Failure> {
    let values = index.values_of(Field::Authority)?;
    let listed = |name: &str| index.catalogue().authorities.find(name).is_some();
    Ok(values.iter().filter(|name| !listed(name)).map(ToString::to_string).collect())
}

pub(in crate::cli) fn which(which: Which) -> Assessments {
    match which {
        Which::Latest => Assessments::Latest,
        Which::All => Assessments::All,
    }
}

/// Neither words nor filters: there is nothing to look for.
pub(in crate::cli) fn is_empty(args: &QueryArgs) -> bool {
    let says_nothing = |text: &str| parse(text).is_ok_and(|ast| ast.root.is_none());
    says_nothing(&args.words.join(" "))
        && args.phrase.iter().all(|phrase| words(phrase).next().is_none())
        && args.not.iter().all(|text| says_nothing(text))
        && filters(&args.filters).is_empty()
}

/// Councils with names like this one.
pub(in crate::cli) fn councils_like(typed: &str, index: &Index, unlisted: &[String]) -> Vec<String> {
    let option = OptionFilter { field: Field::Authority, values: vec![typed.to_owned()], negated: false };
    let ast = parse("").expect("an empty query is one");
    let lexicon = Lexicon::empty();
    let planned = planner(index, &lexicon, unlisted).plan(&ast, &[option], &PlanOptions::default());
    match planned.map_err(|error| error.kind) {
        Err(QueryErrorKind::UnknownValue { nearest, .. }) => {
            nearest.into_iter().filter(|name| !name.starts_with("--")).collect()
        }
        _ => Vec::new(),
    }
}

/// What a row of counts by date says, and what the filter of that value finds, differ: a report that is dated to its
/// month may be of any of its days.
pub(in crate::cli) fn note_dates(mut fields: impl Iterator<Item = Field>, notes: &mut Vec<String>) {
    if fields.any(|field| field == Field::Published) {
        notes.push(
            "each date counts what is dated exactly so; as a filter a month also finds its days, and a day what is \
             dated to its month alone"
                .to_owned(),
        );
    }
}

/// The counts of a facet are those that a change of its own filter would find, and add up to more than the total.
pub(in crate::cli) fn note_own_filters(fields: &[Field], question: &mut Question) {
    let filtered = |field: &&Field| question.plan.filters.iter().any(|filter| filter.field == **field);
    let own: Vec<&str> = fields.iter().filter(filtered).map(|field| field.key()).collect();
    if !own.is_empty() {
        let note = format!("counted without its own filter, to show what else there is: {}", own.join(", "));
        question.asked.notes.push(note);
    }
}

/// As typed; what the values mean is for the planner.
pub(in crate::cli) fn filters(args: &FilterArgs) -> Vec<OptionFilter> {
    let pairs = [
        (Field::Authority, &args.authority, &args.not_authority),
        (Field::Region, &args.region, &args.not_region),
        (Field::Statement, &args.statement, &args.not_statement),
        (Field::Theme, &args.theme, &args.not_theme),
        (Field::Score, &args.score, &args.not_score),
        (Field::Rating, &args.rating, &args.not_rating),
        (Field::Section, &args.section, &args.not_section),
        (Field::Kind, &args.kind, &args.not_kind),
        (Field::Published, &args.published, &args.not_published),
        (Field::Status, &args.status, &args.not_status),
        (Field::Framework, &args.framework, &args.not_framework),
        (Field::Assessment, &args.assessment, &args.not_assessment),
    ];
    let mut filters = Vec::new();
    for (field, wanted, unwanted) in pairs {
        for (values, negated) in [(wanted, false), (unwanted, true)] {
            if !values.is_empty() {
                filters.push(OptionFilter { field, values: values.clone(), negated });
            }
        }
    }
    filters
}

/// A field as an option names it.
pub(in crate::cli) fn field(name: &str) -> Result<Field, Failure> {
    let typed = name.trim().to_lowercase();
    Field::from_key(&typed).ok_or_else(|| {
        let mut near: Vec<(usize, &str)> =
            Field::ALL.iter().map(|f| (strsim::damerau_levenshtein(&typed, f.key()), f.key())).collect();
        near.sort_unstable();
        let nearest: Vec<String> = near
            .into_iter()
            .filter(|(distance, _)| *distance * 2 <= typed.len())
            .take(2)
            .map(|(_, key)| key.to_owned())
            .collect();
        let all: Vec<&str> = Field::ALL.iter().map(|field| field.key()).collect();
        Failure::unknown(
            "unknown-field",
            format!("there is no field `{name}`\nfields: {}", all.join(", ")),
            nearest,
        )
    })
}
