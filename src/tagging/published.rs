//! When each page of a file was published, and the assessment that this makes it part of.

use std::collections::HashMap;

use crate::model::{Authority, EvidenceSource, Published, Tag};

use super::{
    authority::{address, file_names},
    job::Job,
    lines::{forms::words, roles::Role},
    outline::Part,
    overrides::Override,
};

impl Job<'_> {
    /// For each part: of its own date line, else of the file's.
    pub(super) fn published(&self, given: &[&Override]) -> Vec<Option<Tag<Published>>> {
        let parts = &self.outline.parts;
        if let Some(date) = given.iter().find_map(|g| g.published) {
            return vec![Some(Tag::new(date, EvidenceSource::OverrideFile, None)); parts.len()];
        }
        let dated = |part: usize| {
            self.outline.range(part).find_map(|at| match &self.outline.roles[at] {
                Role::Date(Some(date)) => Some(Tag::new(*date, EvidenceSource::DateLine, self.line(at))),
                _ => None,
            })
        };
        let file = || {
            let names = &self.tagger.names;
            let page = self
                .reading
                .published
                .as_deref()
                .and_then(|date| Published::parse(date.get(..10).unwrap_or(date)));
            let page = page.map(|date| Tag::new(date, EvidenceSource::DateLine, None));
            let slug = || {
                let url = self
                    .reading
                    .url
                    .as_deref()
                    .and_then(|url| address::of_url(url, names))
                    .and_then(|a| a.published);
                let path = || {
                    let parts = self.path_parts();
                    parts.iter().rev().find_map(|part| {
                        address::of_path_part(file_names::stem(part), names).and_then(|a| a.published)
                    })
                };
                url.or_else(path).map(|date| Tag::new(date, EvidenceSource::PageAddress, None))
            };
            page.or_else(slug)
        };
        let own: Vec<Option<Tag<Published>>> = (0..parts.len()).map(dated).collect();
        let of_file = file();
        // The first date under each title; in the file, where all of it is one report.
        let mut first: HashMap<Option<usize>, &Tag<Published>> = HashMap::new();
        for (part, date) in parts.iter().zip(&own) {
            if let Some(date) = date {
                first.entry(part.title.filter(|_| self.titles.are_several())).or_insert(date);
            }
        }
        let of_report = |part: &Part| first.get(&part.title.filter(|_| self.titles.are_several())).copied();
        let dates = parts.iter().zip(&own);
        dates
            .map(|(part, own)| own.as_ref().or_else(|| of_report(part)).or(of_file.as_ref()).cloned())
            .collect()
    }
}

/// "Barnet", January 2025 → `barnet/2025-01`.
pub(super) fn assessment(authority: &Authority, published: Published) -> String {
    let name = words(&authority.name).into_iter().map(|w| w.text).collect::<Vec<_>>().join("-");
    format!("{name}/{:04}-{:02}", published.year, published.month)
}
