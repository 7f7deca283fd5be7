//! The authority × statement matrix of scores, each cell with the places that state it.

use std::collections::{BTreeMap, BTreeSet};

use super::rating::outlook;
use crate::{
    backend::{
        Assessments, FileRecord, Outcome,
        answers::{Cell, Column, Mark, Matrix, Place, Row, StatedRating},
    },
    model::{
        AuthorityEntry, Catalogue, Field, Framework, Location, Published, RatingFact, ReportId, Score,
        ScoreFact, ScoreSource, SharedText, Status,
    },
    query::{Bound, Filter, FilterValue},
};

/// What of the matrix is wanted.
#[derive(Clone, Debug)]
pub struct MatrixRequest {
    pub assessments: Assessments,
    /// Of authority, region, statement, theme, score, rating, status, framework, assessment and
    /// published; a statement or theme filter chooses columns, a score filter keeps the rows that have
    /// such a cell among them.
    pub filters: Vec<Filter>,
}

type Key = (String, Option<String>);

#[derive(Default)]
struct Gathered {
    places: BTreeMap<String, Vec<Place>>,
    ratings: Vec<StatedRating>,
}

/// The matrix of all that the ledger's files state.
pub fn matrix(records: &[FileRecord], catalogue: &Catalogue, request: &MatrixRequest) -> Matrix {
    let mut notes = Vec::new();
    let gathered = gather(records, &mut notes);
    let newest = newest(&gathered);
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for ((authority, assessment), found) in gathered {
        let latest = newest.get(&authority) == Some(&assessment);
        let entry = catalogue.authorities.find(&authority);
        if let Some(framework) = framework_of(&found, catalogue) {
            let row = row(authority, assessment, found, entry, framework);
            if latest || request.assessments == Assessments::All {
                rows.push(row);
            } else {
                left_out.push(row);
            }
        }
    }
    let columns = columns(&rows, catalogue, &request.filters);
    let wanted = |row: &Row| request.filters.iter().all(|filter| passes(row, &columns, filter));
    rows.retain(wanted);
    for row in &mut rows {
        row.cells = columns.iter().map(|column| take_cell(&row.cells, &column.key)).collect();
    }
    // One that is not asked for is not missed.
    let dated = |row: &&Row| row.assessment.is_some();
    let (older, undated): (Vec<&Row>, Vec<&Row>) = left_out.iter().filter(|row| wanted(row)).partition(dated);
    let mut note = |count: usize, kind: &str| {
        let (one, them) = if count == 1 { ("assessment is", "it") } else { ("assessments are", "them") };
        if count > 0 {
            notes.push(format!(
                "{count} {kind} {one} left out (findings scores --assessments all shows {them})"
            ));
        }
    };
    note(older.len(), "older");
    note(undated.len(), "undated");
    Matrix { assessments: request.assessments, columns, rows, notes }
}

fn gather(records: &[FileRecord], notes: &mut Vec<String>) -> BTreeMap<Key, Gathered> {
    let used = || records.iter().filter(|record| matches!(record.outcome, Outcome::Indexed(_)));
    let mut dated: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for record in used() {
        let scores = record.scores().iter().map(|fact| (&fact.authority, &fact.assessment));
        let ratings = record.ratings().iter().map(|fact| (&fact.authority, &fact.assessment));
        for (authority, assessment) in scores.chain(ratings) {
            if let (Some(authority), Some(assessment)) = (authority, assessment) {
                dated.entry(authority).or_default().insert(assessment);
            }
        }
    }
    // A statement page often has no date of its own; where the authority has one assessment alone, it is of that.
    let key = |authority: &Option<SharedText>, assessment: &Option<SharedText>| -> Option<Key> {
        let authority = authority.as_deref()?;
        let only = dated.get(authority).filter(|all| all.len() == 1).and_then(BTreeSet::first);
        let assessment = assessment.as_deref().or_else(|| only.copied());
        Some((authority.to_owned(), assessment.map(str::to_owned)))
    };
    let mut gathered: BTreeMap<Key, Gathered> = BTreeMap::new();
    let mut nobodys = BTreeSet::new();
    for record in used() {
        for fact in record.scores() {
            let Some(statement) = &fact.statement else { continue };
            match key(&fact.authority, &fact.assessment) {
                Some(key) => {
                    let places = &mut gathered.entry(key).or_default().places;
                    places.entry(statement.to_string()).or_default().push(place(record, fact));
                }
                None => _ = nobodys.insert(&record.id),
            }
        }
        for fact in record.ratings() {
            if let Some(key) = key(&fact.authority, &fact.assessment) {
                gathered.entry(key).or_default().ratings.push(stated(record, fact));
            }
        }
        for page in record.facts.iter().flat_map(|facts| &facts.pages) {
            let (Some(authority), Some(statement)) = (&page.authority, &page.statement) else { continue };
            note_unscored_page(&mut gathered, record, authority, statement, page.score);
        }
    }
    for found in gathered.values_mut() {
        found.places.values_mut().for_each(|places| {
            places.sort_by(|a, b| (a.source, &a.report, a.at).cmp(&(b.source, &b.report, b.at)));
            // One override may be of many files.
            places.dedup();
        });
        found.ratings.sort_by(|a, b| (a.source, &a.report, a.at).cmp(&(b.source, &b.report, b.at)));
        found.ratings.dedup();
    }
    if !nobodys.is_empty() {
        let files = nobodys.len();
        let one = if files == 1 { "file states" } else { "files state" };
        let (stand, first) = (if files == 1 { "stands" } else { "stand" }, nobodys.first());
        let first = first.map_or(String::new(), |id| format!(" ({id}{})", if files > 1 { " …" } else { "" }));
        notes.push(format!("{files} {one} scores and no authority, and {stand} in no row{first}"));
    }
    gathered
}

/// A page that covers a statement and yields no score at all still fills its cell, as "not scored".
fn note_unscored_page(
    gathered: &mut BTreeMap<Key, Gathered>,
    record: &FileRecord,
    authority: &str,
    statement: &str,
    score: Option<Score>,
) {
    if score.is_some() {
        return;
    }
    let rows = gathered.range_mut((authority.to_owned(), None)..);
    let mut rows: Vec<&mut Gathered> =
        rows.take_while(|((name, _), _)| name == authority).map(|(_, found)| found).collect();
    let covered = rows.iter().any(|row| {
        row.places.get(statement).is_some_and(|places| places.iter().any(|place| place.report == record.id))
    });
    let place = Place {
        report: record.id.clone(),
        at: Location { line: 1, page: None },
        source: ScoreSource::StatementPage,
        score: None,
        status: None,
    };
    match rows.as_mut_slice() {
        _ if covered => {}
        [only] => only.places.entry(statement.to_owned()).or_default().push(place),
        _ => {
            let key = (authority.to_owned(), None);
            gathered.entry(key).or_default().places.entry(statement.to_owned()).or_default().push(place);
        }
    }
}

fn place(record: &FileRecord, fact: &ScoreFact) -> Place {
    Place {
        report: said_in(record, fact.source),
        at: fact.at,
        source: fact.source,
        score: fact.score,
        status: fact.status,
    }
}

/// The file that says it: of an override, the file of the overrides.
fn said_in(record: &FileRecord, source: ScoreSource) -> ReportId {
    match source {
        ScoreSource::Override => ReportId::from_id("overrides.toml"),
        _ => record.id.clone(),
    }
}

fn stated(record: &FileRecord, fact: &RatingFact) -> StatedRating {
    StatedRating {
        report: said_in(record, fact.source),
        at: fact.at,
        source: fact.source,
        rating: fact.rating.as_deref().map(str::to_owned),
        percent: fact.percent,
    }
}

/// The newest assessment of each authority; undated ones only where nothing is dated.
fn newest(gathered: &BTreeMap<Key, Gathered>) -> BTreeMap<String, Option<String>> {
    let mut newest: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (authority, assessment) in gathered.keys() {
        let month = |assessment: &Option<String>| assessment.as_deref().and_then(Row::month_of);
        let best = newest.entry(authority.clone()).or_insert_with(|| assessment.clone());
        if (month(assessment), assessment) > (month(best), best) {
            best.clone_from(assessment);
        }
    }
    newest
}

/// The framework whose statements the sources name; where several share them, the first.
fn framework_of<'c>(found: &Gathered, catalogue: &'c Catalogue) -> Option<&'c Framework> {
    let fits = |framework: &&Framework| found.places.keys().all(|key| framework.statement(key).is_some());
    catalogue.frameworks.iter().find(fits).or_else(|| catalogue.frameworks.first())
}

fn row(
    authority: String,
    assessment: Option<String>,
    mut found: Gathered,
    entry: Option<&AuthorityEntry>,
    framework: &Framework,
) -> Row {
    let cells: Vec<Cell> = framework
        .statements
        .iter()
        .map(|statement| cell(&statement.key, found.places.remove(&statement.key).unwrap_or_default()))
        .collect();
    let scores: Vec<Option<Score>> = cells.iter().map(|cell| cell.score).collect();
    Row {
        gss: entry.and_then(|entry| entry.gss.clone()),
        region: entry.and_then(|entry| entry.region.clone()),
        outlook: outlook(framework, &scores),
        framework: framework.key.clone(),
        ratings: found.ratings,
        authority,
        assessment,
        cells,
    }
}

fn cell(statement: &str, places: Vec<Place>) -> Cell {
    let scores: BTreeSet<Score> = places.iter().filter_map(|place| place.score).collect();
    let indicative =
        places.iter().any(|place| place.score.is_some() && place.status == Some(Status::Indicative));
    let mark = match scores.len() {
        0 if places.is_empty() => Mark::Missing,
        0 => Mark::NotScored,
        1 if indicative => Mark::Indicative,
        1 => Mark::Scored,
        _ => Mark::Conflicting,
    };
    let score = places.iter().find_map(|place| place.score);
    Cell { statement: statement.to_owned(), mark, score, places }
}

fn take_cell(cells: &[Cell], statement: &str) -> Cell {
    cells
        .iter()
        .find(|cell| cell.statement == statement)
        .cloned()
        .unwrap_or_else(|| cell(statement, Vec::new()))
}

fn columns(rows: &[Row], catalogue: &Catalogue, filters: &[Filter]) -> Vec<Column> {
    let used = |framework: &&Framework| rows.is_empty() || rows.iter().any(|r| r.framework == framework.key);
    let mut columns: Vec<Column> = Vec::new();
    for framework in catalogue.frameworks.iter().filter(used) {
        for statement in &framework.statements {
            let wanted = filters.iter().all(|filter| match filter.field {
                Field::Statement => holds(filter, Some(&statement.key)),
                Field::Theme => holds(filter, Some(&statement.theme)),
                _ => true,
            });
            if wanted && columns.iter().all(|column| column.key != statement.key) {
                let (key, name) = (statement.key.clone(), statement.name.clone());
                columns.push(Column { key, number: statement.number, name });
            }
        }
    }
    columns
}

fn passes(row: &Row, columns: &[Column], filter: &Filter) -> bool {
    match filter.field {
        Field::Authority => holds(filter, Some(&row.authority)),
        Field::Region => holds(filter, row.region.as_deref()),
        Field::Framework => holds(filter, Some(&row.framework)),
        Field::Assessment => holds(filter, row.assessment.as_deref()),
        Field::Rating => holds(filter, row.stated_rating()),
        Field::Published => {
            let published = row.published();
            filter.values.iter().any(|value| match value {
                FilterValue::Missing => published.is_none(),
                FilterValue::Dates(from, to) => published.is_some_and(|at| within(at, *from, *to)),
                _ => false,
            }) != filter.negated
        }
        Field::Score | Field::Status => row
            .cells
            .iter()
            .filter(|cell| columns.iter().any(|column| column.key == cell.statement))
            .any(|cell| filter.values.iter().any(|value| cell_has(cell, value)) != filter.negated),
        Field::Statement | Field::Theme | Field::Section | Field::Kind => true,
    }
}

fn holds(filter: &Filter, tag: Option<&str>) -> bool {
    let any = filter.values.iter().any(|value| match value {
        FilterValue::Is(wanted) => tag == Some(wanted),
        FilterValue::Missing => tag.is_none(),
        FilterValue::Scores(..) | FilterValue::Dates(..) => false,
    });
    any != filter.negated
}

fn cell_has(cell: &Cell, value: &FilterValue) -> bool {
    match value {
        FilterValue::Scores(from, to) => cell.score.is_some_and(|Score(score)| {
            from.is_none_or(|from| from <= score) && to.is_none_or(|to| score <= to)
        }),
        FilterValue::Missing => cell.score.is_none(),
        FilterValue::Is(wanted) => {
            cell.score.is_some_and(|score| score.to_string() == *wanted)
                || cell.places.iter().any(|place| place.status.is_some_and(|status| status.key() == wanted))
        }
        FilterValue::Dates(..) => false,
    }
}

/// An assessment is known by its month: it is within when any of its days may be.
fn within(at: Published, from: Option<Bound>, to: Option<Bound>) -> bool {
    let month = (at.year, at.month);
    let after = from.is_none_or(|bound| match bound {
        Bound::Year(year) => at.year >= year,
        Bound::Month(from) => month >= (from.year, from.month),
    });
    let before = to.is_none_or(|bound| match bound {
        Bound::Year(year) => at.year <= year,
        Bound::Month(to) => month <= (to.year, to.month),
    });
    after && before
}
