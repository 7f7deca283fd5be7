//! A filter's values as typed to the values that tags carry.

use crate::model::{Catalogue, Field, Kind, Published, Section, Status};

use super::filter::{Bound, FilterValue};

/// What the text of a filter can stand for.
pub(super) enum Resolved {
    Values(Vec<FilterValue>),
    /// `section:all`: no condition at all.
    Everything,
}

pub(super) enum Refused {
    /// No such value; those that come nearest.
    Unknown { value: String, nearest: Vec<String> },
    /// Not of the form that the field takes.
    Malformed { value: String, expected: String },
    /// A range whose higher end comes first, and the same the right way round.
    Backwards { value: String, turned: String },
}

/// One text: tried whole as a name first, then split at commas (names of statements hold commas).
pub(super) fn resolve(
    catalogue: &Catalogue,
    more_authorities: &[String],
    field: Field,
    text: &str,
) -> Result<Resolved, Refused> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if field == Field::Section && parts.iter().any(|part| part.eq_ignore_ascii_case("all")) {
        return Ok(Resolved::Everything);
    }
    let one = |text: &str| resolve_one(catalogue, more_authorities, field, text);
    match one(text) {
        Ok(value) => Ok(Resolved::Values(vec![value])),
        Err(refused) if parts.len() < 2 => Err(refused),
        Err(_) => parts.into_iter().map(one).collect::<Result<_, _>>().map(Resolved::Values),
    }
}

fn resolve_one(
    catalogue: &Catalogue,
    more_authorities: &[String],
    field: Field,
    text: &str,
) -> Result<FilterValue, Refused> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("none") {
        return Ok(FilterValue::Missing);
    }
    match field {
        Field::Score => return scores(catalogue, text),
        Field::Published => return dates(text),
        Field::Assessment => return assessment(text),
        _ => {}
    }
    named(catalogue, more_authorities, field, text).map(FilterValue::Is).ok_or_else(|| Refused::Unknown {
        value: text.to_owned(),
        nearest: nearest(&names(catalogue, more_authorities, field), &text.to_lowercase()),
    })
}

/// Whether a filter of the field would take this for one value of its own. `none` is a word like any other.
pub(super) fn is_value(catalogue: &Catalogue, more_authorities: &[String], field: Field, text: &str) -> bool {
    let one_word = !text.contains(char::is_whitespace);
    match field {
        Field::Score => one_word && scores(catalogue, text).is_ok(),
        Field::Published => one_word && dates(text).is_ok(),
        Field::Assessment => one_word && assessment(text).is_ok(),
        _ => named(catalogue, more_authorities, field, text).is_some(),
    }
}

/// The field, other than the one it was given to, that takes this for a value. A bare number may be a value of
/// many; where a rating was asked for it is a score.
pub(super) fn other_field(
    catalogue: &Catalogue,
    more_authorities: &[String],
    given_to: Field,
    text: &str,
) -> Option<Field> {
    let takes = |field: &Field| is_value(catalogue, more_authorities, *field, text);
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Field::Score).filter(|_| given_to == Field::Rating).filter(takes);
    }
    Field::ALL.into_iter().filter(|field| *field != given_to).find(takes)
}

/// The value of a field that goes by names, by any of them.
pub(super) fn named(
    catalogue: &Catalogue,
    more_authorities: &[String],
    field: Field,
    text: &str,
) -> Option<String> {
    let lower = text.to_lowercase();
    let key = lower.replace([' ', '_'], "-");
    match field {
        Field::Authority => catalogue
            .authorities
            .find(text)
            .map(|entry| entry.name.clone())
            .or_else(|| more_authorities.iter().find(|name| name.to_lowercase() == lower).cloned()),
        Field::Region => regions(catalogue).into_iter().find(|region| same_region(region, &lower)),
        Field::Theme => catalogue.find_theme(text).map(|theme| theme.key.clone()),
        Field::Statement => catalogue.find_statement(text).map(|statement| statement.key.clone()),
        Field::Rating => catalogue.find_rating(text).map(|rating| rating.key.clone()),
        Field::Section => Section::from_key(&key).map(|section| section.key().to_owned()),
        Field::Kind => Kind::from_key(&key).map(|kind| kind.key().to_owned()),
        Field::Status => Status::from_key(&key).map(|status| status.key().to_owned()),
        Field::Framework => catalogue.framework(text).map(|framework| framework.key.clone()),
        Field::Score | Field::Published | Field::Assessment => None,
    }
}

/// An open set: a council and a month.
fn assessment(text: &str) -> Result<FilterValue, Refused> {
    let lower = text.to_lowercase();
    let one = Some(&lower).filter(|lower| !lower.contains(','));
    let month = one.and_then(|lower| lower.rsplit_once('/')).and_then(|(_, month)| Published::parse(month));
    match month.filter(|month| month.day.is_none()) {
        Some(_) => Ok(FilterValue::Is(lower)),
        None => Err(Refused::Malformed {
            value: text.to_owned(),
            expected: "an assessment is a council and a month, as `findings facets assessment` lists them, for example barnet/2025-01".into(),
        }),
    }
}

/// From the lowest score of any framework to the highest.
pub(super) fn scale(catalogue: &Catalogue) -> std::ops::RangeInclusive<u8> {
    let scales = catalogue.frameworks.iter().map(|framework| (framework.scale.min, framework.scale.max));
    let (min, max) = scales.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0, u8::MAX));
    min..=max
}

fn scores(catalogue: &Catalogue, text: &str) -> Result<FilterValue, Refused> {
    let (min, max) = scale(catalogue).into_inner();
    let refused = || Refused::Malformed {
        value: text.to_owned(),
        expected: format!("scores run from {min} to {max}, for example {min}, {min}..2, ..2, 3.. or none"),
    };
    let number = |text: &str| {
        let score = text.trim().parse::<u8>().ok().filter(|score| (min..=max).contains(score));
        score.ok_or_else(refused)
    };
    let (from, to) =
        bounds(text, number, |score, up| if up { score.saturating_add(1) } else { score.saturating_sub(1) })?;
    match (from, to) {
        (None, None) => Err(refused()),
        (Some(from), Some(to)) if from > to => Err(backwards(text)),
        (from, to) if from.unwrap_or(min) > to.unwrap_or(max) => Err(refused()),
        (from, to) => Ok(FilterValue::Scores(from, to)),
    }
}

fn dates(text: &str) -> Result<FilterValue, Refused> {
    let refused = || {
        Refused::Malformed {
        value: text.to_owned(),
        expected: "a date is a year, month or day, or a range: 2025, 2025-01, 2025-01-30, 2025-01..2025-06 or 2024..".into(),
    }
    };
    let date = |text: &str| {
        let text = text.trim();
        let year = Some(text).filter(|y| y.len() == 4).and_then(|y| y.parse().ok()).map(Bound::Year);
        year.or_else(|| Published::parse(text).map(Bound::Month)).ok_or_else(refused)
    };
    match bounds(text, date, neighbour)? {
        (None, None) => Err(refused()),
        (Some(from), Some(to)) if from.first_day() > to.last_day() => Err(backwards(text)),
        (from, to) => Ok(FilterValue::Dates(from, to)),
    }
}

fn backwards(text: &str) -> Refused {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    Refused::Backwards { value: text.to_owned(), turned: format!("{}..{}", to.trim(), from.trim()) }
}

/// The date before or after, in the same unit: `>2024` is 2025 and later.
fn neighbour(bound: Bound, up: bool) -> Bound {
    match bound {
        Bound::Year(year) => Bound::Year(if up { year.saturating_add(1) } else { year.saturating_sub(1) }),
        Bound::Month(mut date) => {
            match (date.day, up) {
                // Days need no calendar: bounds are compared, never shown.
                (Some(day), true) => date.day = Some(day + 1),
                (Some(day), false) => date.day = Some(day - 1),
                (None, true) if date.month == 12 => {
                    (date.year, date.month) = (date.year.saturating_add(1), 1);
                }
                (None, false) if date.month == 1 => {
                    (date.year, date.month) = (date.year.saturating_sub(1), 12);
                }
                (None, true) => date.month += 1,
                (None, false) => date.month -= 1,
            }
            Bound::Month(date)
        }
    }
}

type Bounds<T> = (Option<T>, Option<T>);

/// `a`, `a..b`, `..b`, `a..`, `>=a`, `>a`, `<=b`, `<b`; both ends inclusive.
fn bounds<T: Copy>(
    text: &str,
    value: impl Fn(&str) -> Result<T, Refused>,
    step: impl Fn(T, bool) -> T,
) -> Result<Bounds<T>, Refused> {
    if let Some(from) = text.strip_prefix(">=") {
        return Ok((Some(value(from)?), None));
    }
    if let Some(to) = text.strip_prefix("<=") {
        return Ok((None, Some(value(to)?)));
    }
    if let Some(from) = text.strip_prefix('>') {
        return Ok((Some(step(value(from)?, true)), None));
    }
    if let Some(to) = text.strip_prefix('<') {
        return Ok((None, Some(step(value(to)?, false))));
    }
    match text.split_once("..") {
        Some((from, to)) => {
            let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { value(text).map(Some) };
            Ok((end(from)?, end(to)?))
        }
        None => value(text).map(|value| (Some(value), Some(value))),
    }
}

pub(super) fn regions(catalogue: &Catalogue) -> Vec<String> {
    let mut regions: Vec<String> =
        catalogue.authorities.iter().filter_map(|entry| entry.region.clone()).collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}

/// "Yorkshire" for "Yorkshire and The Humber", "East" for "East of England".
fn same_region(region: &str, typed: &str) -> bool {
    let region = region.to_lowercase();
    let typed = typed.replace('&', "and");
    let typed = typed.trim_start_matches("the ");
    region == typed
        || region
            .strip_prefix(typed)
            .is_some_and(|rest| rest.starts_with(" and ") || rest.starts_with(" of "))
}

/// Every name that the filter takes with the value it stands for.
fn names(catalogue: &Catalogue, more_authorities: &[String], field: Field) -> Vec<(String, String)> {
    let with = |value: &str, names: &mut dyn Iterator<Item = &String>| -> Vec<(String, String)> {
        names.map(|name| (name.to_lowercase(), value.to_owned())).collect()
    };
    match field {
        Field::Authority => {
            let listed = catalogue.authorities.iter().flat_map(|entry| {
                with(&entry.name, &mut [&entry.name, &entry.official].into_iter().chain(&entry.aliases))
            });
            listed.chain(more_authorities.iter().map(|name| (name.to_lowercase(), name.clone()))).collect()
        }
        Field::Region => {
            regions(catalogue).into_iter().map(|region| (region.to_lowercase(), region)).collect()
        }
        Field::Theme => catalogue
            .frameworks
            .iter()
            .flat_map(|f| &f.themes)
            .flat_map(|t| with(&t.key, &mut [&t.key, &t.name].into_iter().chain(&t.aliases)))
            .collect(),
        Field::Statement => catalogue
            .frameworks
            .iter()
            .flat_map(|f| &f.statements)
            .flat_map(|s| with(&s.key, &mut s.names()))
            .collect(),
        Field::Rating => catalogue
            .frameworks
            .iter()
            .flat_map(|f| &f.ratings)
            .flat_map(|r| with(&r.key, &mut [&r.key, &r.name].into_iter()))
            .collect(),
        Field::Section => Section::ALL.iter().map(|s| (s.key().to_owned(), s.key().to_owned())).collect(),
        Field::Kind => Kind::ALL.iter().map(|k| (k.key().to_owned(), k.key().to_owned())).collect(),
        Field::Status => Status::ALL.iter().map(|s| (s.key().to_owned(), s.key().to_owned())).collect(),
        Field::Framework => catalogue.frameworks.iter().map(|f| (f.key.clone(), f.key.clone())).collect(),
        Field::Score | Field::Published | Field::Assessment => Vec::new(),
    }
}

/// Up to three values whose names are spelt most like what was typed, or contain it.
fn nearest(names: &[(String, String)], typed: &str) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> = names
        .iter()
        .map(|(name, value)| {
            let alike = strsim::normalized_damerau_levenshtein(name, typed);
            let inside = typed.chars().count() >= 4 && name.contains(typed);
            (if inside { alike.max(0.9) } else { alike }, value.as_str())
        })
        .filter(|(alike, _)| *alike >= 0.6)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut nearest: Vec<String> = Vec::new();
    for (_, value) in scored {
        if !nearest.iter().any(|known| known == value) {
            nearest.push(value.to_owned());
        }
    }
    nearest.truncate(3);
    nearest
}
