use crate::{
    analytics::{self, Answer, MatrixRequest},
    backend::{Assessments, CountRequest, Page, SearchRequest, Sort, Unit},
    cli::{
        args::{CompareArgs, Global, QueryArgs},
        ask,
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    index::Index,
    model::{Field, fold},
    output::{Asked, answers, suggestion_line, wire},
    query::{Filter, FilterValue, Plan},
};

/// Councils side by side: scores, counts and the best paragraphs for a query.
pub(in crate::cli) fn compare(
    args: &CompareArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    if !args.filters.authority.is_empty() {
        return Err(Failure::usage(
            "authority-twice",
            "the councils to compare are named first, and --authority would name others\nfor example: findings compare Barnet Camden hospital discharge",
        ));
    }
    let index = home::index(global)?;
    let (names, words) = councils(&args.words, &index)?;
    let catalogue = index.catalogue();
    let named = names.iter().map(|name| FilterValue::Is(name.clone())).collect();
    let filters = vec![Filter { field: Field::Authority, values: named, negated: false }];
    let request = MatrixRequest { assessments: Assessments::Latest, filters };
    let matrix = analytics::matrix(&index.records()?, catalogue, &request);
    let query = QueryArgs { words: words.clone(), filters: args.filters.clone(), ..QueryArgs::default() };
    let has_query = !ask::is_empty(&query);
    let question = if has_query { Some(ask::question(&query, &index, console)?) } else { None };
    let mut asked = question.as_ref().map_or_else(Asked::default, |question| question.asked.clone());
    let mut parts = Vec::new();
    let mut found = false;
    for name in names {
        let mut query = query.clone();
        query.filters.authority = vec![name.clone()];
        let answer = if has_query { Some(answer(&query, args.limit, &index, console)?) } else { None };
        found |= answer.as_ref().is_some_and(|answer| answer.count.total > 0);
        parts.push(analytics::Asked { authority: name, answer });
    }
    if let Some(question) = question.filter(|_| !found) {
        let (nowhere, offered) = ask::suggest(&query, &question, &index, 0)?;
        asked.notes.extend(nowhere.into_iter().chain(offered.iter().map(suggestion_line)));
    }
    let comparison = analytics::compare(&matrix, parts);
    found |= comparison.authorities.iter().any(|compared| compared.row.is_some());
    let forms = Forms {
        text: &|| answers::render_comparison(&comparison, &asked, catalogue, console.screen, console.quiet),
        json: &|repeat| wire::comparison_json(&comparison, &asked, catalogue, repeat),
        paper: &|used| answers::comparison_paper(&comparison, &asked, catalogue, used),
    };
    console.give(&home::repeat(&index)?, &forms)?;
    Ok(Outcome::found(found))
}

/// How many of one council's paragraphs match, by statement, and the best of them.
fn answer(query: &QueryArgs, limit: usize, index: &Index, console: &Console) -> Result<Answer, Failure> {
    let plan = ask::question(query, index, console)?.plan;
    let by_statement = |plan: &Plan| {
        index.count(&CountRequest {
            plan: plan.clone(),
            assessments: Assessments::Latest,
            by: vec![(Field::Statement, None)],
            unit: Unit::Paragraphs,
        })
    };
    let count = by_statement(&plan)?;
    // Only with more filters than the council's can there be pages that none of its counted paragraphs is of.
    let unfiltered = match plan.filters.len() {
        0 | 1 => None,
        _ => {
            let own =
                plan.filters.iter().filter(|filter| filter.field == Field::Authority && !filter.negated);
            Some(by_statement(&Plan { filters: own.cloned().collect(), ..Plan::default() })?)
        }
    };
    let search = index.search(&SearchRequest {
        plan,
        assessments: Assessments::Latest,
        sort: Sort::Relevance,
        page: Page { offset: 0, limit: Some(limit) },
        group_by: None,
        facets: Vec::new(),
        fill_with_some: false,
        marks: true,
        explain: false,
    })?;
    Ok(Answer { count, unfiltered, search })
}

/// The councils at the beginning, by their short names, and the words of the query after them.
fn councils(words: &[String], index: &Index) -> Result<(Vec<String>, Vec<String>), Failure> {
    let unlisted = ask::unlisted_authorities(index)?;
    let known = |typed: &str| {
        let listed = index.catalogue().authorities.find(typed).map(|entry| entry.name.clone());
        listed.or_else(|| unlisted.iter().find(|name| fold(name) == fold(typed)).cloned())
    };
    let mut names: Vec<String> = Vec::new();
    let mut twice = None;
    let mut rest = words;
    while !rest.is_empty() {
        let Some((found, length)) = first_councils(rest, &known) else { break };
        for name in found {
            if names.contains(&name) {
                twice = Some(name);
            } else {
                names.push(name);
            }
        }
        rest = &rest[length..];
    }
    if names.len() < 2 {
        let why = match (&twice, rest.first()) {
            (Some(name), _) => format!("`{name}` is named twice\n"),
            (None, Some(word)) => format!("`{word}` is no council that is known\n"),
            (None, None) => String::new(),
        };
        let unknown = rest.first().filter(|_| twice.is_none());
        let near = unknown.map_or_else(Vec::new, |word| ask::councils_like(word, index, &unlisted));
        return Err(Failure::unknown(
            "too-few-authorities",
            format!(
                "a comparison needs two councils or more, then perhaps a query\n{why}for example: findings compare Barnet Camden hospital discharge; names: findings facets authority"
            ),
            near,
        ));
    }
    Ok((names, rest.to_vec()))
}

/// More words than any council's name has.
const NAME_WORDS: usize = 8;

/// The councils that the first words name, and how many words that takes. Shells eat the quotes around a name of several
/// words, and people leave them out: the longest name that the words make is taken.
fn first_councils(words: &[String], known: &dyn Fn(&str) -> Option<String>) -> Option<(Vec<String>, usize)> {
    let whole = (1..=words.len().min(NAME_WORDS)).rev();
    let named = whole.filter_map(|length| Some((vec![known(&words[..length].join(" "))?], length))).next();
    // "Barnet,Camden" names two; "Bath and North East Somerset" is one name.
    let listed = || words[0].split(',').map(|part| known(part.trim())).collect::<Option<Vec<String>>>();
    named.or_else(|| Some((listed()?, 1)))
}
