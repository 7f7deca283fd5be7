use std::time::Instant;

use crate::{
    backend::{GroupBy, Page, SearchRequest, SearchResponse, Sort},
    cli::{
        args::{self, Format, Global, SearchArgs, SortBy},
        ask,
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    index::Index,
    model::Field,
    output::{Asked, Repeat, Use, count_of, hits_paper, part_written, render_hits, render_nothing, wire},
};

/// With fewer hits than this, queries that find more are offered.
const FEW: usize = 3;

/// Paragraphs that match, the best first.
pub(in crate::cli) fn search(
    args: &SearchArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let began = Instant::now();
    if args.limit == 0 {
        return Err(Failure::usage(
            "invalid-value",
            "`0` is no value for --limit: at least 1 is shown\nfor the number alone say --count, for counts by field findings count",
        ));
    }
    if ask::is_empty(&args.query) {
        return Err(Failure::usage(
            "empty-query",
            "nothing to look for: no words and no filter\n\
             for example: findings search hospital discharge delays --score 1,2\n\
             for everything there is: findings search '*'",
        ));
    }
    if let Some(refused) = without_place(args, console) {
        return Err(refused);
    }
    let index = home::index_for_search(global, console)?;
    let opened = began.elapsed();
    let glance = home::glance(&index);
    let mut question = ask::question(&args.query, &index, console)?;
    let group_by = args.group_by.map(group_by);
    question.asked.offset = args.offset;
    question.asked.group_by = group_by.map(field_of);
    let request = request(args, &question, group_by, console)?;
    if console.format == Format::Csv && !request.facets.is_empty() {
        let note = "a CSV holds the hits alone; the counts of a field: findings count QUERY --by FIELD";
        question.asked.notes.push(note.to_owned());
    }
    ask::note_dates(request.facets.iter().copied(), &mut question.asked.notes);
    ask::note_own_filters(&request.facets, &mut question);
    let mut response = index.search(&request)?;
    if response.total < FEW && !args.count {
        let (nowhere, offered) = ask::suggest(&args.query, &question, &index, response.total)?;
        response.notes.extend(nowhere);
        response.suggestions = offered;
    }
    home::note_changes(glance, global, console, &mut question.asked.notes);
    let searched = began.elapsed();
    let found = !response.hits.is_empty() || (args.count && response.total > 0);
    if args.count {
        count_only(&response, &question, &index, console)?;
    } else if let Some(style) =
        args.cite.filter(|_| found || (console.writes_file() && !console.speaks_json()))
    {
        if !found {
            say_nothing_found(&response, &question.asked, None, console);
        }
        let paragraphs = response.hits.iter().map(|hit| hit.paragraph.clone()).collect();
        super::cited(paragraphs, style, &index, console)?;
    } else {
        show(&response, &question, &index, console)?;
    }
    // Below a table as CSV it is said already, and in JSON `total` says it.
    let hands_in = args.cite.is_some() || (console.writes_file() && console.format != Format::Csv);
    if hands_in && !args.count && !console.speaks_json() {
        let part = part_written(&response, &question.asked);
        part.iter().for_each(|part| console.remark(&format!("{part}\n")));
    }
    if args.stats {
        console.say(&format!(
            "opened in {:.1} ms, query read in {:.1} ms, searched in {:.1} ms, written in {:.1} ms\n",
            opened.as_secs_f64() * 1e3,
            question.parse_us as f64 / 1e3,
            (searched - opened).as_secs_f64() * 1e3,
            (began.elapsed() - searched).as_secs_f64() * 1e3,
        ));
    }
    Ok(Outcome::found(found))
}

/// What was asked for and this form of the answer has no place for.
fn without_place(args: &SearchArgs, console: &Console) -> Option<Failure> {
    if args.count && !console.speaks_json() && console.format != Format::Text {
        let message = "--count is one number, as text or JSON\nfor a table: findings count QUERY --by FIELD";
        return Some(Failure::usage("options-conflict", message));
    }
    let form = match (args.count, args.cite, console.format) {
        (true, ..) if console.speaks_json() => return None,
        (true, ..) => "--count is one number and has",
        (_, Some(_), _) => "citations have",
        (_, None, Format::Jsonl) => "jsonl is one hit a line and has",
        _ => return None,
    };
    (!args.facets.is_empty()).then(|| {
        let message = format!(
            "{form} no place for --facets\nsay --format json, or findings count QUERY --by FIELD for the counts alone"
        );
        Failure::usage("options-conflict", message)
    })
}

fn request(
    args: &SearchArgs,
    question: &ask::Question,
    group_by: Option<GroupBy>,
    console: &Console,
) -> Result<SearchRequest, Failure> {
    let names = args.facets.iter().flat_map(|names| names.split(',')).filter(|name| !name.trim().is_empty());
    let mut facets: Vec<Field> = Vec::new();
    for name in names {
        let field = ask::field(name)?;
        if !facets.contains(&field) {
            facets.push(field);
        }
    }
    let sort = match args.sort {
        SortBy::Relevance => Sort::Relevance,
        SortBy::Score => Sort::Score,
        SortBy::Authority => Sort::Authority,
        SortBy::Statement => Sort::Statement,
        SortBy::Published => Sort::Published,
    };
    let limit = match (args.all, args.count) {
        (_, true) => Some(0),
        (true, _) => None,
        _ => Some(args.limit),
    };
    // A file or a citation is for those who count on it: paragraphs with some of the words would mislead them.
    let relied_on = console.writes_file() || args.cite.is_some();
    let fill = !args.all && !args.count && !relied_on && sort == Sort::Relevance && group_by.is_none();
    Ok(SearchRequest {
        plan: question.plan.clone(),
        assessments: question.assessments,
        sort,
        page: Page { offset: args.offset, limit },
        group_by,
        facets,
        fill_with_some: fill,
        marks: args.cite.is_none() && !matches!(console.format, Format::Csv | Format::Xlsx),
        explain: args.explain,
    })
}

fn group_by(by: args::GroupBy) -> GroupBy {
    match by {
        args::GroupBy::Authority => GroupBy::Authority,
        args::GroupBy::Statement => GroupBy::Statement,
        args::GroupBy::Score => GroupBy::Score,
    }
}

fn field_of(by: GroupBy) -> Field {
    match by {
        GroupBy::Authority => Field::Authority,
        GroupBy::Statement => Field::Statement,
        GroupBy::Score => Field::Score,
    }
}

fn count_only(
    response: &SearchResponse,
    question: &ask::Question,
    index: &Index,
    console: &Console,
) -> Result<(), Failure> {
    if !console.speaks_json() {
        // A bare number, for scripts; `count` gives the answer around it.
        return console.answer(&format!("{}\n", response.total));
    }
    let response = SearchResponse { hits: Vec::new(), ..response.clone() };
    let repeat = home::repeat(index)?;
    console.answer(&wire::search_json(&response, &question.asked, index.catalogue(), &repeat))
}

fn show(
    response: &SearchResponse,
    question: &ask::Question,
    index: &Index,
    console: &Console,
) -> Result<(), Failure> {
    let (catalogue, asked) = (index.catalogue(), &question.asked);
    if console.format == Format::Jsonl {
        // One hit a line and nothing else, as those who read it line by line expect.
        return console.answer(&wire::hits_jsonl(response, catalogue));
    }
    let repeat = home::repeat(index)?;
    if response.hits.is_empty() && !console.speaks_json() {
        say_nothing_found(response, asked, Some(&repeat), console);
        if !console.writes_file() {
            return Ok(());
        }
        if console.format == Format::Csv {
            // What would stand beside the table is said.
            return console.hand_in(&hits_paper(response, asked, catalogue, Use::Table));
        }
    }
    let forms = Forms {
        text: &|| render_hits(response, asked, catalogue, console.screen, console.quiet),
        json: &|repeat| wire::search_json(response, asked, catalogue, repeat),
        paper: &|used| hits_paper(response, asked, catalogue, used),
    };
    console.give(&repeat, &forms)
}

fn say_nothing_found(response: &SearchResponse, asked: &Asked, repeat: Option<&Repeat>, console: &Console) {
    if asked.offset > 0 && response.total > 0 {
        let all = count_of(response.total, "paragraph", "paragraphs");
        console.say(&format!("nothing to show: --offset {} is past the last of {all}\n", asked.offset));
    } else if !console.quiet {
        console.say(&render_nothing(response, asked, console.messages));
        repeat.iter().for_each(|repeat| console.say(&repeat.line(console.messages)));
    }
}
