//! Page addresses, in links and in the names of saved files.
//!
//! Forms (seen on cqc.org.uk, 2024 and 2025): `barnet-0125-theme1-needs`, `sunderland-0525/theme3/pathways`,
//! `westminster-1124-summary`, `leeds-1025`, `Hertfordshire4` (first wave), `birmingham-cc/overall-summary`
//! (pilots), and press releases as `cqc-rates-<name>s-adult-social-care-provision-<rating>`.

use crate::{
    model::{Block, Published},
    tagging::lines::names::{Named, Names},
};

#[derive(Clone, Debug, PartialEq)]
pub(in crate::tagging) struct Address {
    pub authority: Option<Named>,
    /// Month of publication.
    pub published: Option<Published>,
}

const REPORTS: &str = "local-authority-assessment-reports/";
const PRESS: &str = "cqc-rates-";

/// A copied text's address stands at its top, with no more than a word before it.
const HEAD_BLOCKS: usize = 3;
const LONGEST_LEAD_BYTES: usize = 24;

/// From a link.
pub(in crate::tagging) fn of_url(url: &str, names: &Names) -> Option<Address> {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let lower = url.to_lowercase();
    if let Some(at) = lower.find(REPORTS) {
        let slug = url.get(at + REPORTS.len()..)?.split('/').next().filter(|slug| !slug.is_empty())?;
        return Some(
            of_slug(slug, names)
                .unwrap_or_else(|| Address { authority: by_name(slug, names), published: None }),
        );
    }
    let last = lower.trim_end_matches('/').rsplit('/').next()?;
    of_press(last, names)
}

/// The page's address that a copied text has at its top, or a printed one at the foot of each sheet.
pub(in crate::tagging) fn in_text(blocks: &[Block]) -> Option<&str> {
    let mut printed = blocks.iter().filter_map(|block| printed(&block.text));
    // Sheets of two pages in one file: the address of neither is that of all.
    let of_all = || printed.next().filter(|first| printed.all(|other| other == *first));
    in_head(blocks).map(|(_, link)| link).or_else(of_all)
}

/// The lines that are no more than the page's address.
pub(in crate::tagging) fn lines(blocks: &[Block]) -> impl Iterator<Item = usize> {
    let is_printed = |block: &Block| printed(&block.text).is_some();
    let feet = blocks.iter().enumerate().filter(move |(_, block)| is_printed(block)).map(|(at, _)| at);
    in_head(blocks).map(|(at, _)| at).into_iter().chain(feet)
}

/// A line at the top of a copied text that is no more than the page's address, and the address.
fn in_head(blocks: &[Block]) -> Option<(usize, &str)> {
    blocks.iter().take(HEAD_BLOCKS).enumerate().find_map(|(at, block)| Some((at, alone(&block.text)?)))
}

/// "https://… 2/5": the foot of a sheet that a browser printed.
fn printed(line: &str) -> Option<&str> {
    let (link, sheet) = line.rsplit_once(char::is_whitespace)?;
    let (number, of) = sheet.split_once('/')?;
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let link = alone(link.trim_end())?;
    (is_number(number) && is_number(of) && line.starts_with(link)).then_some(link)
}

/// "https://…", "Source: https://…", "www.…": all of the line.
fn alone(line: &str) -> Option<&str> {
    let (lead, last) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
    let link = last.trim_matches(['<', '>', '(', ')', '[', ']']);
    let led = lead.is_empty() || (lead.len() < LONGEST_LEAD_BYTES && lead.ends_with(':'));
    (led && ["http://", "https://", "www."].iter().any(|start| link.starts_with(start))).then_some(link)
}

/// From one part of a path (a folder, or a file name without its extension).
pub(in crate::tagging) fn of_path_part(part: &str, names: &Names) -> Option<Address> {
    let lower = part.to_lowercase();
    // A whole address flattened into a file name: "www.cqc.org.uk_care-services_…_barnet-0125-theme1-needs".
    if let Some(at) = lower.find(REPORTS.trim_end_matches('/')) {
        let rest = part.get(at + REPORTS.len() - 1..)?.trim_start_matches(['_', '-', ' ', '.']);
        let slug = rest.split(['_', ' ']).next()?;
        return of_slug(slug, names);
    }
    of_press(&lower, names).or_else(|| of_slug(part, names))
}

fn of_press(slug: &str, names: &Names) -> Option<Address> {
    let at = slug.find(PRESS)?;
    let rest = &slug[at + PRESS.len()..];
    let end = rest.find("-adult-social-care").unwrap_or(rest.len());
    let name = &rest[..end];
    let authority = names.by_address(name).or_else(|| names.by_address(name.strip_suffix('s')?));
    authority.map(|index| Address { authority: Some(names.named(index)), published: None })
}

/// `<name>-<mmyy>` and what may follow it; `<name>-cc` of the pilots; `<Name><n>` of the first wave.
fn of_slug(slug: &str, names: &Names) -> Option<Address> {
    if let Some((name, published)) = dated(slug) {
        return Some(Address { authority: by_name(name, names), published: Some(published) });
    }
    if let Some(name) = slug.strip_suffix("-cc") {
        return by_name(name, names).map(|named| Address { authority: Some(named), published: None });
    }
    let digits = slug.len() - slug.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let first_wave = slug.starts_with(|c: char| c.is_ascii_uppercase()) && (1..=2).contains(&digits);
    if !first_wave {
        return None;
    }
    let (name, page) = slug.split_at(slug.len() - digits);
    let page: u8 = page.parse().ok()?;
    let known = (1..=15).contains(&page) && name.chars().all(|c| c.is_ascii_alphabetic());
    let authority = known.then(|| by_name(name, names)).flatten()?;
    Some(Address { authority: Some(authority), published: None })
}

fn by_name(name: &str, names: &Names) -> Option<Named> {
    names.by_address(name).map(|index| names.named(index))
}

/// "barnet-0125-theme3-pathways" → "barnet", January 2025.
fn dated(slug: &str) -> Option<(&str, Published)> {
    let mut from = 0;
    while let Some(at) = slug.get(from..)?.find(['-', '_']).map(|at| from + at) {
        from = at + 1;
        let rest = &slug[from..];
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if digits.len() != 4 {
            continue;
        }
        let after = &rest[4..];
        let month: u8 = digits[..2].parse().ok()?;
        let year: u16 = digits[2..].parse().ok()?;
        // Reports have been published since 2024; "2024" read as month 20 is no month.
        let fits = (1..=12).contains(&month) && (23..=40).contains(&year);
        let tail = after.is_empty()
            || ["-theme", "_theme", "-summary", "_summary", "/", " (", "(", "-overall", "."]
                .iter()
                .any(|t| after.starts_with(t));
        if fits && tail && at > 0 {
            return Some((&slug[..at], Published { year: 2000 + year, month, day: None }));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::Catalogue,
        tagging::examples::{BODY, codes, lines, tag},
    };

    #[test]
    fn the_foot_of_a_printed_sheet_is_the_pages_address_and_no_paragraph() {
        let page = |foot: &str, next: &str| {
            format!(
                "Safeguarding\nScore: 3\nKey findings for this quality statement\n{BODY}\n{foot} 1/2\n{BODY}\n{next} 2/2\n"
            )
        };
        let leeds = "https://www.cqc.org.uk/care-services/local-authority-assessment-reports/leeds-1025/theme3/safeguarding";
        let report = tag("x.txt", &page(leeds, leeds));
        assert_eq!(lines(&report), ["Leeds safeguarding 3 findings: People told us"; 2]);
        assert_eq!(codes(&report)[0].0, "authority-from-name");
        let two = tag("x.txt", &page(leeds, &leeds.replace("leeds", "kent")));
        assert_eq!(lines(&two)[0], "- safeguarding 3 findings: People told us");
        let quoted = tag("x.txt", &page(leeds, leeds).replace(" 1/2", "").replace(" 2/2", ""));
        assert_eq!(lines(&quoted)[0], "- safeguarding 3 findings: People told us");
    }

    #[test]
    fn every_form_of_an_address_is_understood() {
        let names = Names::new(&Catalogue::embedded().authorities);
        let root = "https://www.cqc.org.uk/care-services/local-authority-assessment-reports/";
        for (slug, authority, month) in [
            ("barnet-0125-theme1-needs", Some("Barnet"), Some("2025-01")),
            ("sunderland-0525/theme3/pathways", Some("Sunderland"), Some("2025-05")),
            ("westminster-1124-summary", Some("Westminster"), Some("2024-11")),
            ("leeds-1025", Some("Leeds"), Some("2025-10")),
            ("Hertfordshire4", Some("Hertfordshire"), None),
            ("birmingham-cc/overall-summary", Some("Birmingham"), None),
            ("nottingham-city", Some("Nottingham"), None),
            ("bathandnortheastsomerset-0125", Some("Bath and North East Somerset"), Some("2025-01")),
            ("kingsmarsh-0125-theme3-pathways", None, Some("2025-01")),
        ] {
            let found = of_url(&format!("{root}{slug}"), &names)
                .unwrap_or(Address { authority: None, published: None });
            assert_eq!(found.authority.map(|a| a.authority.name).as_deref(), authority, "{slug}");
            assert_eq!(found.published.map(|p| p.to_string()).as_deref(), month, "{slug}");
        }
        assert!(of_url(root, &names).is_none());
        let press = of_url(
            "https://www.cqc.org.uk/press-release/cqc-rates-leedss-adult-social-care-provision-good",
            &names,
        );
        assert_eq!(press.and_then(|a| a.authority).map(|a| a.authority.name).as_deref(), Some("Leeds"));
    }

    #[test]
    fn file_names_are_addresses_only_in_their_form() {
        let names = Names::new(&Catalogue::embedded().authorities);
        let of = |part: &str| of_path_part(part, &names).and_then(|a| a.authority).map(|a| a.authority.name);
        assert_eq!(of("barnet-0125-theme3-pathways").as_deref(), Some("Barnet"));
        assert_eq!(of("barnet-0125-theme3-pathways (1)").as_deref(), Some("Barnet"));
        assert_eq!(of("reading-0125").as_deref(), Some("Reading"));
        assert_eq!(of("Hounslow11").as_deref(), Some("Hounslow"));
        assert_eq!(of("lincolnshire-cc").as_deref(), Some("Lincolnshire"));
        assert_eq!(of("notes-cc"), None);
        assert_eq!(of("barnet-2024"), None);
        assert_eq!(of("meeting-1224-notes"), None);
        assert_eq!(of("page4"), None);
    }
}
