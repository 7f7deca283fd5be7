use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use crate::{
    backend::{Count, CountResponse, CrossTab, Facet, Unit},
    model::{Catalogue, Field},
    text::escape,
};

use super::{
    Asked, Screen, Sheet,
    wording::{count_of, left_out, thousands},
    wrap::{blocks, columns, cut, wrap},
};

/// The value as people know it: a statement's name for its key, "none" for paragraphs without it.
pub(super) fn value_in_words(field: Field, value: Option<&str>, catalogue: &Catalogue) -> String {
    let Some(value) = value else { return missing(field).to_owned() };
    match field {
        Field::Statement => catalogue.statement(value).map_or_else(|| value.to_owned(), |s| s.name.clone()),
        Field::Theme => catalogue
            .frameworks
            .iter()
            .find_map(|framework| framework.theme(value))
            .map_or_else(|| value.to_owned(), |theme| theme.name.clone()),
        Field::Rating => catalogue.find_rating(value).map_or_else(|| value.to_owned(), |r| r.name.clone()),
        _ => value.to_owned(),
    }
}

fn missing(field: Field) -> &'static str {
    match field {
        Field::Authority => "authority not stated",
        Field::Region => "no region",
        Field::Theme => "no theme",
        Field::Statement => "no statement",
        Field::Score => "no score",
        Field::Rating => "no rating",
        Field::Section => "no section",
        Field::Kind => "no kind",
        Field::Published => "no date in the source",
        Field::Status => "no scores",
        Field::Framework => "no framework",
        Field::Assessment => "authority or month not stated",
    }
}

/// A heading and one line a value: its name, its count, and the word its filter takes where that differs.
pub(super) fn facet_lines(
    facet: &Facet,
    catalogue: &Catalogue,
    screen: Screen,
    most: Option<usize>,
) -> String {
    let mut out = format!("{}\n", screen.bold(&capitalised(facet.field.key())));
    let shown = most.unwrap_or(usize::MAX);
    let rows: Vec<[String; 3]> = facet
        .values
        .iter()
        .take(shown)
        .map(|value| {
            let words = value_in_words(facet.field, value.value.as_deref(), catalogue);
            let key = value.value.as_deref().unwrap_or("none");
            let aside = if key == words { String::new() } else { format!("({key})") };
            [words, thousands(value.count), aside]
        })
        .collect();
    columns_of(&mut out, &rows, screen);
    if facet.values.len() > shown {
        let more = thousands(facet.values.len() - shown);
        let _ = writeln!(out, "  … and {more} more: findings facets {}", facet.field.key());
    }
    out
}

fn columns_of(out: &mut String, rows: &[[String; 3]], screen: Screen) {
    let widest = |i: usize| rows.iter().map(|row| columns(&row[i])).max().unwrap_or(0);
    let numbers = widest(1);
    let aside = if widest(2) > 0 { 2 + widest(2) } else { 0 };
    let names = widest(0).min(screen.width.saturating_sub(4 + numbers + aside).max(12));
    for [name, number, aside] in rows {
        let name = cut(&escape(name), names);
        let pad = " ".repeat(names.saturating_sub(columns(&name)));
        let line = format!("  {name}{pad}  {number:>numbers$}  {}", escape(aside));
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What was counted, then every field's values with their counts; values may have other names (aliases), told by `aliases`.
pub fn render_facets(
    facets: &[Facet],
    asked: Option<&Asked>,
    catalogue: &Catalogue,
    screen: Screen,
    most: Option<usize>,
    aliases: &dyn Fn(Field, &str) -> Vec<String>,
) -> String {
    let lines = asked.map_or_else(Vec::new, |asked| asked.lines("Counted", &[]));
    let mut out: String = lines.iter().map(|line| wrap(line, &[], 0, screen)).collect();
    for facet in facets {
        if !out.is_empty() {
            out.push('\n');
        }
        if most.is_some() {
            out.push_str(&facet_lines(facet, catalogue, screen, most));
            continue;
        }
        out.push_str(&facet_lines(facet, catalogue, screen, None));
        let named: Vec<(String, Vec<String>)> = facet
            .values
            .iter()
            .filter_map(|value| value.value.as_deref())
            .map(|value| (value_in_words(facet.field, Some(value), catalogue), aliases(facet.field, value)))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        if !named.is_empty() {
            out.push_str("\nOther names\n");
            for (value, names) in named {
                out.push_str(&wrap(&format!("{value}: {}", names.join("; ")), &[], 2, screen));
            }
        }
    }
    out
}

/// The total, then one table for each `--by`.
pub fn render_count(
    response: &CountResponse,
    asked: &Asked,
    unit: Unit,
    catalogue: &Catalogue,
    screen: Screen,
    quiet: bool,
) -> String {
    let lines = if quiet { vec![total(response, unit)] } else { count_lines(response, asked, unit) };
    let mut out: String = lines.iter().map(|line| wrap(line, &[], 0, screen)).collect();
    for table in &response.tables {
        out.push('\n');
        out.push_str(&match table.columns {
            None => one_field(table, catalogue, screen),
            Some(columns) => two_fields(table, columns, catalogue, screen),
        });
    }
    out
}

/// The query as understood, notes, the total and what it leaves out.
pub(super) fn count_lines(response: &CountResponse, asked: &Asked, unit: Unit) -> Vec<String> {
    let mut lines = asked.lines("Counted", &response.notes);
    lines.push(total(response, unit));
    if response.in_left_out_sections > 0 {
        lines.push(left_out(response.in_left_out_sections));
    }
    lines
}

fn total(response: &CountResponse, unit: Unit) -> String {
    let (one, many) = unit_words(unit);
    let CountResponse { total, of, .. } = *response;
    let mut total = match total {
        0 if of > 0 => format!("None of {}", count_of(of, one, many)),
        _ if of > total => format!("{} of {}", thousands(total), count_of(of, one, many)),
        _ => capitalised(&count_of(total, one, many)),
    };
    if response.in_copies > 0 {
        let are = match (unit, response.in_copies) {
            (Unit::Reports, 1) => "a copy of another",
            (Unit::Reports, _) => "copies of others",
            _ => "in copies of the same page",
        };
        let _ = write!(total, ", of which {} {are}", thousands(response.in_copies));
    }
    total
}

pub(super) fn unit_words(unit: Unit) -> (&'static str, &'static str) {
    match unit {
        Unit::Paragraphs => ("paragraph", "paragraphs"),
        Unit::Reports => ("report", "reports"),
        Unit::Authorities => ("authority", "authorities"),
    }
}

/// Counts with their denominators: "12 of 40".
fn one_field(table: &CrossTab, catalogue: &Catalogue, screen: Screen) -> String {
    let mut out = format!("{}\n", screen.bold(&format!("By {}", table.rows.key())));
    let widest = table.counts.iter().map(|c| thousands(c.count).len()).max().unwrap_or(0);
    let rows: Vec<[String; 3]> = table
        .counts
        .iter()
        .map(|count| {
            let words = value_in_words(table.rows, count.row.as_deref(), catalogue);
            let number = format!("{:>widest$} of {}", thousands(count.count), thousands(count.of));
            [words, number, String::new()]
        })
        .collect();
    let longest = rows.iter().map(|row| columns(&row[1])).max().unwrap_or(0);
    let rows: Vec<[String; 3]> = rows
        .into_iter()
        .map(|[words, number, aside]| [words, format!("{number:<longest$}"), aside])
        .collect();
    columns_of(&mut out, &rows, screen);
    out
}

/// The distinct values along one side of a table, in the order the answer gives them.
fn side<'a>(
    table: &'a CrossTab,
    pick: impl Fn(&'a Count) -> &'a Option<String>,
    field: Field,
    catalogue: &Catalogue,
) -> Vec<Option<&'a str>> {
    let mut values: Vec<Option<&str>> = Vec::new();
    let mut seen = HashSet::new();
    for count in &table.counts {
        let value = pick(count).as_deref();
        if seen.insert(value) {
            values.push(value);
        }
    }
    // Statements in the framework's order, numbers by size, other values as they came.
    match field {
        Field::Statement => {
            let order =
                |v: &Option<&str>| v.and_then(|v| catalogue.statement(v)).map_or(u8::MAX, |s| s.number);
            values.sort_by_key(order);
        }
        Field::Score | Field::Published => values.sort_by_key(|v| (v.is_none(), *v)),
        _ => {}
    }
    values
}

/// A table for a page: by one field its counts with their denominators, by two the one down and the other
/// across, each cell "12 of 40".
pub(super) fn table_in_words(table: &CrossTab, unit: Unit, catalogue: &Catalogue) -> Sheet {
    let Some(across) = table.columns else {
        let name = format!("By {}", table.rows.key());
        let mut sheet = Sheet::new(&name, [table.rows.key(), unit_words(unit).1, "of"]);
        for count in &table.counts {
            let words = value_in_words(table.rows, count.row.as_deref(), catalogue);
            sheet.add([words, thousands(count.count), thousands(count.of)]);
        }
        return sheet;
    };
    let rows = side(table, |c| &c.row, table.rows, catalogue);
    let cols = side(table, |c| &c.column, across, catalogue);
    let cells: HashMap<(Option<&str>, Option<&str>), &Count> =
        table.counts.iter().map(|c| ((c.row.as_deref(), c.column.as_deref()), c)).collect();
    let heads = cols.iter().map(|value| match across {
        Field::Score if value.is_some() => format!("score {}", value.unwrap_or_default()),
        _ => value_in_words(across, *value, catalogue),
    });
    let name =
        format!("By {} and {}: {} of all there are", table.rows.key(), across.key(), unit_words(unit).1);
    let mut sheet = Sheet::new(&name, std::iter::once(table.rows.key().to_owned()).chain(heads));
    for row in rows {
        let counts = cols.iter().map(|col| match cells.get(&(row, *col)) {
            Some(count) => in_words(count),
            None => "–".to_owned(),
        });
        sheet.add(std::iter::once(value_in_words(table.rows, row, catalogue)).chain(counts));
    }
    sheet
}

/// "12 of 40"
fn in_words(count: &Count) -> String {
    format!("{} of {}", thousands(count.count), thousands(count.of))
}

fn two_fields(table: &CrossTab, across: Field, catalogue: &Catalogue, screen: Screen) -> String {
    let rows = side(table, |c| &c.row, table.rows, catalogue);
    let cols = side(table, |c| &c.column, across, catalogue);
    let cells: HashMap<(Option<&str>, Option<&str>), String> =
        table.counts.iter().map(|c| ((c.row.as_deref(), c.column.as_deref()), in_words(c))).collect();
    let heads: Vec<String> = cols.iter().map(|value| escape(value.unwrap_or("none")).into_owned()).collect();
    let names: Vec<String> = rows
        .iter()
        .map(|value| cut(&escape(&value_in_words(table.rows, *value, catalogue)), 34.min(screen.width / 2)))
        .collect();
    let left = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    let mut out = format!("{}\n", screen.bold(&format!("By {} and {}", table.rows.key(), across.key())));
    let width_of = |(head, col): (&String, &Option<&str>)| {
        let widest = rows.iter().filter_map(|row| cells.get(&(*row, *col))).map(String::len).max();
        columns(head).max(widest.unwrap_or(1))
    };
    let widths: Vec<usize> = heads.iter().zip(&cols).map(width_of).collect();
    for block in blocks(left + 2, &widths, screen) {
        if block.start > 0 {
            out.push('\n');
        }
        let _ = write!(out, "  {:left$}", "");
        for at in block.clone() {
            let _ = write!(out, "  {}{}", " ".repeat(widths[at] - columns(&heads[at])), heads[at]);
        }
        out.push('\n');
        for (row, name) in rows.iter().zip(&names) {
            let _ = write!(out, "  {name}{}", " ".repeat(left - columns(name)));
            for at in block.clone() {
                let cell = cells.get(&(*row, cols[at])).map_or("–", String::as_str);
                let _ = write!(out, "  {cell:>w$}", w = widths[at]);
            }
            out.push('\n');
        }
    }
    if cells.len() < rows.len() * cols.len() {
        out.push_str("\n  – none there, whatever the words\n");
    }
    out
}
