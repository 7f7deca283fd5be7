//! The title lines of a file: whom each names, and which parts stand under it. Gathered once, since a file may hold
//! as many pages as it has lines.

use std::collections::{HashMap, HashSet};

use super::{
    names::{Named, Names},
    outline::{Outline, PartKind},
    roles::Role,
};

#[derive(Debug)]
pub(super) struct Titles {
    /// Title lines with different authorities, the first of each.
    pub different: Vec<(usize, Named)>,
    /// By the block of the title; what has none stands under `None`.
    under: HashMap<Option<usize>, Under>,
}

/// What stands under one title line.
#[derive(Debug, Default)]
pub(super) struct Under {
    /// All parts but the front.
    pub parts: usize,
    pub has_overview: bool,
    /// The statement pages.
    pub pages: Vec<usize>,
}

impl Titles {
    pub(super) fn of(outline: &Outline, names: &Names) -> Self {
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
        titles
    }

    pub(super) fn are_several(&self) -> bool {
        self.different.len() > 1
    }

    /// What stands under the same title line as a part.
    pub(super) fn under(&self, title: Option<usize>) -> &Under {
        &self.under[&title]
    }
}

/// Whom a title line names.
pub(super) fn name(outline: &Outline, at: usize, names: &Names) -> Option<Named> {
    let Role::Title { name, .. } = &outline.roles[at] else { return None };
    Some(names.resolve(name))
}
