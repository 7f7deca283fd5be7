use std::collections::HashMap;

use super::{Authority, framework::fold};
use crate::text::RawHash;

/// A council that can be assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityEntry {
    /// Short name, as filters and facets have it: "Barnet".
    pub name: String,
    /// "London Borough of Barnet"
    pub official: String,
    pub aliases: Vec<String>,
    pub gss: Option<String>,
    pub region: Option<String>,
    /// "London borough", "county", "unitary", "metropolitan district" …
    pub kind: Option<String>,
}

impl AuthorityEntry {
    fn names(&self) -> impl Iterator<Item = &String> {
        [&self.name, &self.official].into_iter().chain(&self.gss).chain(&self.aliases)
    }

    /// As a tag carries it.
    pub fn to_tag(&self) -> Authority {
        Authority { name: self.name.clone(), gss: self.gss.clone(), region: self.region.clone() }
    }
}

/// Of the embedded list, so that it is read without making room again and again.
const USUAL_NAMES: usize = 1024;

/// The authorities that are listed, found by any of their names.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    entries: Vec<AuthorityEntry>,
    by_name: HashMap<String, usize, RawHash>,
}

impl Authorities {
    /// A later entry takes a name over from an earlier one.
    pub fn new(entries: impl IntoIterator<Item = AuthorityEntry>) -> Self {
        let mut authorities = Authorities::default();
        authorities.by_name.reserve(USUAL_NAMES);
        entries.into_iter().for_each(|entry| authorities.add(entry));
        authorities
    }

    pub fn add(&mut self, entry: AuthorityEntry) {
        let index = self.entries.len();
        for name in entry.names() {
            self.by_name.insert(fold(name), index);
        }
        self.entries.push(entry);
    }

    /// A name of the entry that another council has, and that council. An entry with the short name of a council
    /// is about it.
    pub fn taken<'a>(&'a self, entry: &'a AuthorityEntry) -> Option<(&'a str, &'a str)> {
        let own = fold(&entry.name);
        let mut others =
            entry.names().filter_map(|name| Some((name.as_str(), self.find(name)?.name.as_str())));
        others.find(|(_, other)| fold(other) != own)
    }

    /// By short or official name, alias or GSS code; case, "&" and punctuation are ignored.
    pub fn find(&self, typed: &str) -> Option<&AuthorityEntry> {
        self.by_name.get(&fold(typed)).map(|index| &self.entries[*index])
    }

    pub fn iter(&self) -> impl Iterator<Item = &AuthorityEntry> {
        self.entries.iter()
    }
}
