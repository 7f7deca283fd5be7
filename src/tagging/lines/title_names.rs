//! Which of a title line's words are the council's name: people put the page's name, "Report" or a date beside it.

use super::{
    forms::{key_of, words},
    layouts::{LayoutForms, NO_NAMES},
    names::{Names, is_council, names_a_council, says_council},
};

const DASHES: [&str; 5] = [": ", " | ", " - ", " \u{2013} ", " \u{2014} "];

/// Before the name of a listed place, what makes it the name of another: "North Devon Council", "Vale of York".
const OTHERWISE: [&str; 10] =
    ["north", "south", "east", "west", "mid", "central", "upper", "lower", "of", "upon"];

/// The council's name in what stands where a title has its name; `None` where several things stand there and none of
/// them can be told to be it.
pub(in crate::tagging) fn council_in(name: &str, layout: &LayoutForms, names: &Names) -> Option<String> {
    part_of(name, layout, names).filter(|name| may_be_one(name, names))
}

/// Whether a name can be that of one council: "Theme 1", a region and the names of two councils cannot.
fn may_be_one(name: &str, names: &Names) -> bool {
    if names.resolve(name).listed {
        return true;
    }
    let line = words(name);
    let mut listed: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let found = names.at(&line, at).map(|mention| mention.words);
        listed.extend(found.map(|_| at));
        at += found.unwrap_or(1);
    }
    let another = match listed[..] {
        [] | [0] => true,
        [at] => OTHERWISE.contains(&line[at - 1].text.as_str()),
        _ => false,
    };
    let figures = name.contains(|c: char| c.is_ascii_digit()) && !is_council(&line);
    another && !figures && !names.is_region(name)
}

fn part_of(name: &str, layout: &LayoutForms, names: &Names) -> Option<String> {
    let is_name = |text: &str| names.resolve(text).listed || is_council(&words(text));
    // "Leeds City Council's local authority assessment"
    let owner = name.strip_suffix("'s").or_else(|| name.strip_suffix("\u{2019}s"));
    if let Some(owner) = owner.filter(|owner| is_name(owner)) {
        return Some(owner.to_owned());
    }
    if let Some(name) = turned(name).filter(|name| is_name(name)) {
        return Some(name);
    }
    // "Durham County Council (County Durham)", "Leeds City Council (May 2025"
    if let Some((before, _)) = name.split_once(" (").filter(|(before, _)| is_name(before)) {
        return Some(before.to_owned());
    }
    let Some(dash) = DASHES.iter().find(|dash| name.contains(**dash)) else { return Some(name.to_owned()) };
    let parts: Vec<&str> = name.split(dash).map(str::trim).collect();
    let known = |part: &&&str| {
        let key = key_of(part);
        NO_NAMES.contains(&key.as_str()) || layout.statements.contains_key(&key) || layout.is_regulator(part)
    };
    let councils: Vec<&&str> = parts.iter().filter(|part| is_name(part)).collect();
    match (councils.as_slice(), parts.split_last()) {
        ([council], _) => Some((**council).to_owned()),
        ([], Some((last, others))) if others.iter().all(|part| known(&part)) => Some((*last).to_owned()),
        _ => None,
    }
}

/// "Bristol, City of" → "City of Bristol".
fn turned(name: &str) -> Option<String> {
    let (place, form) = name.rsplit_once(", ")?;
    let of = form.len() < 30 && form.ends_with(" of");
    of.then(|| format!("{form} {place}"))
}

/// Whether a line is a council's full name and nothing else: "Kent County Council".
pub(in crate::tagging) fn is_full_name(line: &str, names: &Names) -> bool {
    let folded = words(line);
    let plain =
        line.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '&' | ',' | '\'' | '\u{2019}'));
    says_council(&folded)
        && (names.exact(&folded).is_some()
            || (plain && names_a_council(line, true, names) && may_be_one(line, names)))
}

#[cfg(test)]
mod tests {
    use crate::tagging::examples::{BODY, codes, lines, tag};

    fn authority(top: &str) -> String {
        let report = tag("x.txt", &format!("{top}\nSafeguarding\nScore: 2\nKey findings\n{BODY}"));
        let line = lines(&report).pop().unwrap();
        line.split(" safeguarding").next().unwrap().to_owned()
    }

    #[test]
    fn a_title_may_have_more_than_the_name() {
        for (name, expected) in [
            ("Report: Leeds City Council", "Leeds"),
            ("Safeguarding - Leeds City Council", "Leeds"),
            ("Report: Kingsmarsh", "Kingsmarsh"),
            ("Durham County Council (County Durham)", "County Durham"),
            ("Bristol, City of", "Bristol"),
            ("Bournemouth, Christchurch & Poole", "Bournemouth, Christchurch and Poole"),
            ("North Devon Council", "North Devon Council"),
            ("Surrey Heath", "Surrey Heath"),
            ("Leeds and Wigan", "-"),
            ("Leeds City Council and Wigan Council", "-"),
            ("Compared with Leeds", "-"),
            ("Leeds City Council: Wigan Council", "-"),
            ("Newcastle-under-Lyme Borough Council", "Newcastle-under-Lyme Borough Council"),
            ("Ashby-de-la-Marsh Council", "Ashby-de-la-Marsh Council"),
            ("Draft", "-"),
            ("Notes", "-"),
            ("Follow-up", "-"),
            ("Theme 1", "-"),
            ("South East", "-"),
        ] {
            assert_eq!(authority(&format!("{name}: local authority assessment")), expected, "{name}");
        }
        let page = "Leeds City Council: local authority assessment - Safeguarding";
        assert_eq!(authority(page), "Leeds");
        for title in [
            "Local authority assessment report: Leeds City Council (May 2025)",
            "Leeds City Council: local authority assessment (DRAFT)",
            "CQC local authority assessment of Leeds City Council",
            "Leeds City Council\u{2019}s local authority assessment",
            "Leeds City Council - CQC local authority assessment report May 2025",
            "Leeds City Council CQC report",
            "CQC report: Leeds City Council",
            "Care Quality Commission assessment of Leeds City Council",
        ] {
            assert_eq!(authority(title), "Leeds", "{title}");
        }
    }

    #[test]
    fn a_line_of_a_pages_head_may_say_whose_it_is() {
        for line in [
            "Local authority: Kent County Council",
            "Local authority name: Kent",
            "**Authority: Kent**",
            "| Local authority | Kent County Council",
            "- Council: Kent County Council",
        ] {
            let found = "Kent safeguarding 2 findings: People told us";
            for head in [format!("{line}\nSafeguarding"), format!("Safeguarding\n{line}")] {
                let page = tag("x.txt", &format!("{head}\nScore: 2\nKey findings\n{BODY}"));
                assert_eq!((lines(&page), codes(&page)), (vec![found.to_owned()], vec![]), "{head}");
            }
        }
        let entry = |name: &str| {
            format!("Local authority: {name}\nLead: Jo Lane\nSafeguarding\nScore: 2\nKey findings\n{BODY}\n")
        };
        let two = tag("x.txt", &(entry("Kent") + &entry("Medway")));
        let of = |line: &str| line.split(' ').next().map(str::to_owned);
        let names: Vec<Option<String>> = lines(&two).iter().map(|line| of(line)).collect();
        assert_eq!((names.first(), names.last()), (Some(&of("Kent")), Some(&of("Medway"))), "{names:?}");
        assert_eq!(authority("Local authority: see below"), "-");
        assert_eq!(authority("Placing authority: Kent County Council"), "-");
    }

    #[test]
    fn a_councils_name_alone_is_a_title_at_the_top_of_a_page() {
        for (line, expected) in [
            ("Wigan Council", "Wigan"),
            ("KENT COUNTY COUNCIL", "Kent"),
            ("Kingsmarsh City Council", "Kingsmarsh City Council"),
            ("Wigan", "-"),
            ("Prepared for Wigan Council", "-"),
            ("Home > Wigan Council", "-"),
            ("Wigan Council and Leeds City Council", "-"),
            ("Parish Council", "-"),
        ] {
            assert_eq!(authority(line), expected, "{line}");
        }
        // A letterhead and any paper's heading.
        for heading in ["Summary", "Safeguarding"] {
            let paper = tag("x.txt", &format!("Wigan Council\n{heading}\n{BODY}"));
            assert!(paper.paragraphs.iter().all(|p| p.page.authority.is_none()), "{heading}");
        }
    }
}
