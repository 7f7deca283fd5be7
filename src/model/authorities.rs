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
        let names = [Some(&entry.name), Some(&entry.official), entry.gss.as_ref()];
        for name in names.into_iter().flatten().chain(&entry.aliases) {
            self.by_name.insert(fold(name), index);
        }
        self.entries.push(entry);
    }

    /// By short or official name, alias or GSS code; case, "&" and punctuation are ignored.
    pub fn find(&self, typed: &str) -> Option<&AuthorityEntry> {
        self.by_name.get(&fold(typed)).map(|index| &self.entries[*index])
    }

    pub fn iter(&self) -> impl Iterator<Item = &AuthorityEntry> {
        self.entries.iter()
    }
}
