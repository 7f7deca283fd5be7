//! Names of folders and files as evidence.
//!
//! People call files "barnet safe pathways (1).txt", but also "reading list.txt" and "camden town note.txt". A
//! bare listed name counts only where every other word of the file name is one that report names have; a
//! council's form ("westmere-city-council") counts anywhere.

use super::{
    bearing::sets_apart,
    longer_names::{INSTITUTIONS, OTHER_PLACES},
};
use crate::tagging::lines::{
    dates::MONTHS,
    forms::{Word, key, words},
    names::{Named, Names, is_council, says_council, written},
};

/// Words that stand in names of reports beside the authority, statements' and regulator's own words included.
const REPORT_WORDS: &[&str] = &[
    "cqc",
    "care",
    "quality",
    "commission",
    "local",
    "authority",
    "authorities",
    "assessment",
    "assessments",
    "report",
    "reports",
    "adult",
    "adults",
    "social",
    "asc",
    "services",
    "statement",
    "statements",
    "page",
    "pages",
    "theme",
    "summary",
    "overall",
    "overview",
    "landing",
    "press",
    "release",
    "rating",
    "ratings",
    "rated",
    "score",
    "scores",
    "final",
    "draft",
    "copy",
    "saved",
    "download",
    "downloaded",
    "version",
    "v",
    "full",
    "whole",
    "complete",
    "web",
    "website",
    "html",
    "pdf",
    "docx",
    "text",
    "txt",
    "the",
    "of",
    "and",
    "for",
    "by",
    "a",
    "in",
    "on",
    "to",
    "rates",
    "org",
    "uk",
    "www",
    "gov",
    "published",
    "findings",
    "key",
    "formal",
    "pilot",
    "indicative",
    "inspection",
    "outcome",
    "briefing",
    "extract",
    "extracts",
    "appendix",
    "letter",
    "minutes",
    "agenda",
    "newsletter",
    "note",
    "notes",
    "la",
    "lgas",
    "good",
    "outstanding",
    "requires",
    "improvement",
    "inadequate",
    "provision",
    "new",
    "old",
    "latest",
    "scan",
    "scanned",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Between the parts of a name.
const DASHES: [&str; 3] = [" - ", " \u{2013} ", " \u{2014} "];

/// The authorities that the name of a folder or file (without extension) holds.
#[derive(Debug)]
pub(super) struct Pointer {
    pub named: Vec<Named>,
    pub points: Points,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Points {
    /// To the one that is named.
    Surely,
    /// To the one that is named, if it is named: the name is a word too ("Reading") or is shared. No evidence
    /// without the text's help.
    Doubtfully,
    /// Other words stand beside the name ("Kent cabinet paper"): no evidence, but a hint where the text goes on about it.
    Perhaps,
    /// To none: several are named ("Kent and Medway"), it is another place ("Greater Manchester"), or one that another
    /// is set against ("compared with Kent").
    Nowhere,
}

pub(super) fn authority_in(name: &str, statement_words: &[String], names: &Names) -> Pointer {
    let spaced = split_words(name);
    let folded = words(&spaced);
    let neutral = |word: &Word| {
        word.text.chars().all(|c| c.is_ascii_digit())
            || REPORT_WORDS.contains(&word.text.as_str())
            || MONTHS.contains(&word.text.as_str())
            || statement_words.contains(&word.text)
            || REPORT_WORDS.contains(&word.text.trim_end_matches(|c: char| c.is_ascii_digit()))
            || word.text.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len() < word.text.len()
                && word.text.ends_with(|c: char| c.is_ascii_digit())
                && matches!(
                    word.text.trim_end_matches(|c: char| c.is_ascii_digit()),
                    "v" | "theme" | "qs" | "p"
                )
    };
    let mut found: Vec<Named> = Vec::new();
    let mut strange = false;
    let mut another = folded.iter().any(|word| sets_apart(&word.text));
    let mut bare = false;
    let mut doubtful = false;
    let mut at = 0;
    while at < folded.len() {
        let mention = names.at(&folded, at).or_else(|| names.glued(&folded[at]));
        // "Surrey Heath Borough Council" is not Surrey.
        let longer = council_at(&spaced, &folded, at, &neutral)
            .filter(|(_, end)| mention.is_none_or(|m| !m.full && *end > at + m.words));
        if let (Some(mention), None) = (mention, &longer) {
            doubtful |= mention.ambiguous;
            let named = names.named(mention.index);
            // "New York", "Greater Manchester", "Sutton Coldfield", "City of London Police" hold a listed name
            // and are other places and bodies.
            let before = at.checked_sub(1).map(|i| folded[i].text.as_str());
            let after = folded.get(at + mention.words).map(|word| word.text.as_str());
            let elsewhere = before.is_some_and(|word| OTHER_PLACES.contains(&word))
                || after.is_some_and(|word| INSTITUTIONS.contains(&word));
            bare |= !mention.full || (elsewhere && !says_council(&folded[at..at + mention.words]));
            another |= elsewhere;
            if (mention.full || !elsewhere) && !found.contains(&named) {
                found.push(named);
            }
            at += mention.words;
        } else if let Some((council, end)) = longer {
            if !found.contains(&council) {
                found.push(council);
            }
            at = end;
        } else {
            strange |= !neutral(&folded[at]);
            at += 1;
        }
    }
    // "Wakefield - carers forum minutes": what stands between dashes stands by itself.
    let alone = |part: &str| names.resolve(part.trim()).listed;
    let strange = strange && !DASHES.iter().any(|dash| name.contains(dash) && name.split(dash).any(alone));
    let points = match found.as_slice() {
        [_] if bare && another => Points::Nowhere,
        [_] if bare && strange => Points::Perhaps,
        [_] if doubtful => Points::Doubtfully,
        [_] => Points::Surely,
        _ => Points::Nowhere,
    };
    Pointer { named: found, points }
}

/// A file name without its extension.
pub(in crate::tagging) fn stem(file_name: &str) -> &str {
    match file_name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 8 => stem,
        _ => file_name,
    }
}

/// A council's form that begins at a word: no report word inside but "and", "of", "the", "on".
fn council_at(
    spaced: &str,
    folded: &[Word],
    at: usize,
    neutral: &dyn Fn(&Word) -> bool,
) -> Option<(Named, usize)> {
    let prefix = matches!(folded[at].text.as_str(), "london" | "royal" | "metropolitan" | "city" | "borough")
        && folded[at + 1..].iter().take(2).any(|w| w.text == "of");
    let inside = |word: &Word| {
        matches!(word.text.as_str(), "of" | "and" | "upon" | "on" | "the" | "with")
            || !(neutral(word) || word.text.contains(|c: char| c.is_ascii_digit()))
    };
    if !inside(&folded[at]) && !prefix {
        return None;
    }
    let limit = folded.len().min(at + 8);
    let stop = (at..limit).find(|i| !inside(&folded[*i])).unwrap_or(limit);
    let council = (at + 2..=stop).find(|end| {
        matches!(folded[end - 1].text.as_str(), "council" | "mbc") && is_council(&folded[at..*end])
    });
    let end = match council {
        Some(end) => end,
        None if prefix => stop,
        None => return None,
    };
    let name = &folded[at..end];
    let starts_well = !matches!(name[0].text.as_str(), "of" | "and" | "the" | "on" | "with" | "upon");
    if !starts_well || !is_council(name) || key(name).len() < 5 {
        return None;
    }
    let raw = &spaced[name[0].at.start..name[name.len() - 1].at.end];
    Some((written(&capitalised(raw)), end))
}

/// Shorter words before a number belong to it: "qs7", "v2".
const SHORTEST_NUMBERED: usize = 4;

/// "westmere_city-council" → "westmere city council"; "BarnetPathways" → "Barnet Pathways"; "barnet3" → "barnet 3".
fn split_words(name: &str) -> String {
    // A space as a link has it, once more escaped in the report's id.
    let name = name.replace("%2520", " ");
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    let mut letters = 0;
    for c in name.chars() {
        let numbered = letters >= SHORTEST_NUMBERED && c.is_ascii_digit();
        if (before.is_lowercase() && c.is_uppercase()) || numbered {
            spaced.push(' ');
        }
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        spaced.push(if matches!(c, '_' | '-' | '.' | '+' | ',') { ' ' } else { c });
        before = c;
    }
    spaced
}

/// As written, where it has capitals; else with capitals but for small words.
fn capitalised(name: &str) -> String {
    if name.contains(char::is_uppercase) {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let capital = |word: &str| {
        if matches!(word, "of" | "and" | "upon" | "on" | "the" | "with") {
            return word.to_owned();
        }
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    name.split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;

    #[test]
    fn a_bare_name_counts_only_among_words_of_reports() {
        let catalogue = Catalogue::embedded();
        let names = Names::new(&catalogue.authorities);
        let statement_words: Vec<String> = catalogue.frameworks[0]
            .statements
            .iter()
            .flat_map(|s| words(&s.name).into_iter().map(|w| w.text).chain([s.key.clone()]))
            .collect();
        for (name, expected) in [
            ("barnet safe pathways (1)", Some("Barnet")),
            ("barnet final FINAL2", Some("Barnet")),
            ("barnet5", Some("Barnet")),
            ("cqc_northeastlincolnshire_0625_needs", Some("North East Lincolnshire")),
            ("manchestercity", None),
            ("kent4life", None),
            ("Milton%2520Keynes%2520City%2520Council", Some("Milton Keynes")),
            ("Barnet", Some("Barnet")),
            ("BarnetPathways", Some("Barnet")),
            ("north_somerset_safeguarding", Some("North Somerset")),
            ("bath-and-north-east-somerset", Some("Bath and North East Somerset")),
            ("Somerset 2025", Some("Somerset")),
            ("westmere-city-council_safeguarding", Some("Westmere City Council")),
            ("London Borough of Ashmere", Some("London Borough of Ashmere")),
            ("Surrey County Council notes from Kate", Some("Surrey")),
            ("camden_town_note", None),
            ("Wakefield - carers forum minutes", Some("Wakefield")),
            ("carers forum - Wakefield - 3 May", Some("Wakefield")),
            ("Wakefield carers forum", None),
            ("Reading - list", Some("?Reading")),
            ("Northumberland letter", Some("Northumberland")),
            ("reading list", None),
            ("reading", Some("?Reading")),
            ("Reading Borough Council", Some("Reading")),
            ("reading safeguarding", Some("?Reading")),
            ("bury safeguarding", Some("Bury")),
            ("New York", None),
            ("City of London Police", None),
            ("City of London Corporation", Some("City of London")),
            ("greater manchester", None),
            ("bury the hatchet", None),
            ("Slough", Some("Slough")),
            ("slough of despond", None),
            ("barnet and camden", None),
            ("kingston", Some("?Kingston upon Thames")),
            ("Newcastle", Some("Newcastle upon Tyne")),
            ("durham safeguarding", Some("County Durham")),
            ("newcastle under lyme borough council", Some("Newcastle Under Lyme Borough Council")),
            ("council tax", None),
            ("item 7 council paper", None),
            ("T8 council paper", None),
            ("parish council minutes", None),
            ("scrutiny notes on oldham street", None),
        ] {
            let pointer = authority_in(name, &statement_words, &names);
            let mark = if pointer.points == Points::Doubtfully { "?" } else { "" };
            let found = pointer.named.first();
            let found = found.filter(|_| !matches!(pointer.points, Points::Nowhere | Points::Perhaps));
            let found = found.map(|named| format!("{mark}{}", named.authority.name));
            assert_eq!(found.as_deref(), expected, "{name}");
        }
        for (name, expected) in [
            ("Kent cabinet paper", Points::Perhaps),
            ("compared with Kent", Points::Nowhere),
            ("notes from Kent", Points::Nowhere),
            ("camden_town_note", Points::Nowhere),
        ] {
            assert_eq!(authority_in(name, &statement_words, &names).points, expected, "{name}");
        }
    }
}
