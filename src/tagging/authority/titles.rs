//! The title lines of a file: whom each names, and which parts stand under it. Gathered once, since a file may hold
//! as many pages as it has lines.

use std::collections::{HashMap, HashSet};

use crate::{
    model::Kind,
    tagging::{
        lines::{
            names::{Named, Names},
            roles::Role,
        },
        outline::{Outline, PartKind},
    },
};

#[derive(Debug)]
pub(in crate::tagging) struct Titles {
    /// Title lines with different authorities, the first of each.
    pub different: Vec<(usize, Named)>,
    /// By the block of the title; what has none stands under `None`.
    under: HashMap<Option<usize>, Under>,
}

/// What stands under one title line.
#[derive(Debug, Default)]
pub(in crate::tagging) struct Under {
    /// All parts but the front.
    pub parts: usize,
    pub has_overview: bool,
    /// The statement pages.
    pub pages: Vec<usize>,
}

impl Titles {
    pub(in crate::tagging) fn of(outline: &Outline, names: &Names) -> Self {
        let mut titles = Titles { different: Vec::new(), under: HashMap::new() };
        let mut known: HashSet<String> = HashSet::new();
        for (index, part) in outline.parts.iter().enumerate() {
            if !titles.under.contains_key(&part.title)
                && let Some((at, named)) = part.title.and_then(|at| Some((at, name(outline, at, names)?)))
                && known.insert(named.same.clone())
            {
                titles.different.push((at, named));
            }
            let under = titles.under.entry(part.title).or_default();
            under.parts += usize::from(part.kind != PartKind::Front);
            under.has_overview |= part.kind == PartKind::Overview;
            if part.kind == PartKind::Statement {
                under.pages.push(index);
            }
        }
        if outline.kind == Kind::Unrecognised {
            let quoted = of_a_list(outline, names);
            titles.different = if quoted.len() > 1 { quoted } else { titles.different };
        }
        titles
    }

    pub(in crate::tagging) fn are_several(&self) -> bool {
        self.different.len() > 1
    }

    /// What stands under the same title line as a part.
    pub(in crate::tagging) fn under(&self, title: Option<usize>) -> &Under {
        &self.under[&title]
    }
}

/// The first title of each council in a file that is no report. Of several none is its own: it is a list of reports, or a
/// paper that quotes them.
fn of_a_list(outline: &Outline, names: &Names) -> Vec<(usize, Named)> {
    let is_title = |at: &usize| matches!(outline.roles[*at], Role::Title { of_council: false, .. });
    let titles = (0..outline.roles.len()).filter(is_title);
    let mut known: HashSet<String> = HashSet::new();
    let named = titles.filter_map(|at| Some((at, name(outline, at, names)?)));
    named.filter(|(_, named)| known.insert(named.same.clone())).collect()
}

/// Whom a title line names.
pub(in crate::tagging) fn name(outline: &Outline, at: usize, names: &Names) -> Option<Named> {
    let Role::Title { name, .. } = &outline.roles[at] else { return None };
    Some(names.resolve(name))
}

#[cfg(test)]
mod tests {
    use crate::tagging::examples::{BODY, codes, lines, tag};

    #[test]
    fn headings_above_pages_that_are_councils_names_are_titles() {
        let page = |name: &str| format!("# {name}\n## Safeguarding\nScore: 3\n### Key findings\n{BODY}\n");
        for (first, second) in [("1. Torbay Council", "2. Devon County Council"), ("Torbay", "Devon")] {
            let report = tag("x.txt", &(page(first) + &page(second)));
            let found = |name: &str| format!("{name} safeguarding 3 findings: People told us");
            assert_eq!(lines(&report), [found("Torbay"), found("Devon")], "{first}");
            assert_eq!(codes(&report), [("several-authorities", Some(6))], "{first}");
        }
        // What may be a word, and one name alone.
        let report = tag("x.txt", &(page("Reading") + &page("Other matters")));
        assert!(lines(&report).iter().all(|line| line.starts_with('-')));
        // Names in the list of a page's partners.
        let list = page("Kent County Council") + "Medway Council\nSafeguarding\nScore: 2\n";
        assert!(!lines(&tag("x.txt", &list)).iter().any(|line| line.starts_with("Medway")));
    }

    #[test]
    fn a_list_of_reports_is_about_none_of_them() {
        let entry = |name: &str| format!("# {name}: local authority assessment\n{BODY}\n");
        let list = tag("x.txt", &(entry("Kent County Council") + &entry("London Borough of Brent")));
        assert_eq!(lines(&list).iter().filter(|line| line.starts_with("- - -")).count(), 2);
        assert_eq!(codes(&list), [("not-a-report", None), ("several-authorities", Some(3))]);
        let one = tag("x.txt", &(entry("Kent County Council") + &entry("Kent Council")));
        assert!(lines(&one).iter().all(|line| line.starts_with("Kent ")));
    }
}
