//! Publication dates as people write them.

use crate::model::Published;

use super::forms::Word;

pub(in crate::tagging) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The first date in the words: "8 November 2024", "November 2024", "2024-11-08", "08/11/2024". A day
/// without a year is no date: the year would be a guess.
pub(in crate::tagging) fn date(words: &[Word]) -> Option<Published> {
    (0..words.len()).find_map(|at| date_at(&words[at..]))
}

#[cfg(test)]
fn date_in(text: &str) -> Option<Published> {
    date(&super::forms::words(text))
}

fn date_at(words: &[Word]) -> Option<Published> {
    let text = |i: usize| words.get(i).map_or("", |w| w.text.as_str());
    // "08.11.2024" is one word.
    if let [day, month, year_] = text(0).split('.').collect::<Vec<_>>()[..]
        && let Some(year) = year(year_)
    {
        return valid(year, month.parse().ok()?, Some(day.parse().ok()?));
    }
    if let (Some(day), Some(month), Some(year)) = (day(text(0)), month(text(1)), year(text(2))) {
        return valid(year, month, Some(day));
    }
    if let (Some(month), Some(day), Some(year)) = (month(text(0)), day(text(1)), year(text(2))) {
        return valid(year, month, Some(day));
    }
    if let (Some(month), Some(year)) = (month(text(0)), year(text(1))) {
        return valid(year, month, None);
    }
    let number = |i: usize| text(i).parse::<u16>().ok().filter(|_| text(i).len() <= 2);
    if let (Some(year), Some(month)) = (year(text(0)), number(1)) {
        return valid(year, u8::try_from(month).ok()?, number(2).and_then(|d| u8::try_from(d).ok()));
    }
    if let (Some(day), Some(month), Some(year)) = (number(0), number(1), year(text(2))) {
        return valid(year, u8::try_from(month).ok()?, u8::try_from(day).ok());
    }
    None
}

fn valid(year: u16, month: u8, day: Option<u8>) -> Option<Published> {
    let day_fits = day.is_none_or(|d| (1..=31).contains(&d));
    ((1..=12).contains(&month) && day_fits).then_some(Published { year, month, day })
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    if !matches!(suffix, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.parse().ok().filter(|d| (1..=31).contains(d))
}

fn month(word: &str) -> Option<u8> {
    let index = MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(word)))?;
    u8::try_from(index + 1).ok()
}

fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|y| (2000..2100).contains(y) && word.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_forms_that_pages_have() {
        for (text, expected) in [
            ("8 November 2024 Page last updated: 9 December 2024", Some("2024-11-08")),
            ("30th January 2025", Some("2025-01-30")),
            ("January 2025", Some("2025-01")),
            ("2025-01-10", Some("2025-01-10")),
            ("10/01/2025", Some("2025-01-10")),
            ("10.01.2025", Some("2025-01-10")),
            ("1.5", None),
            ("Friday 10 January", None),
            ("in 2025", None),
        ] {
            assert_eq!(date_in(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }
}
