//! The values of a column by ordinal, and those of several segments as one list.

use std::cmp::Ordering;

use tantivy::{
    TantivyError,
    columnar::{StrColumn, Streamer},
};

/// In byte order, as the engine numbers them; one piece of memory, however many.
pub(in crate::index) struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    pub(in crate::index) fn read(column: &StrColumn) -> tantivy::Result<Self> {
        let mut ends = Vec::with_capacity(column.num_terms());
        let mut bytes = Vec::new();
        let mut keys = column.dictionary().stream()?;
        while keys.advance() {
            bytes.extend_from_slice(keys.key());
            ends.push(bytes.len());
        }
        let text = String::from_utf8(bytes).ok();
        text.filter(|text| ends.iter().all(|end| text.is_char_boundary(*end)))
            .map(|text| Names { text, ends })
            .ok_or_else(|| TantivyError::SystemError("a name in a column is no text".into()))
    }

    pub(in crate::index) fn len(&self) -> usize {
        self.ends.len()
    }

    /// `None` where the tag is missing, which the engine holds as an empty value.
    pub(in crate::index) fn get(&self, ordinal: u64) -> Option<&str> {
        Some(self.at(usize::try_from(ordinal).ok()?)?).filter(|name| !name.is_empty())
    }

    pub(in crate::index) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len() as u64).map(|ordinal| self.get(ordinal))
    }

    fn at(&self, ordinal: usize) -> Option<&str> {
        let end = *self.ends.get(ordinal)?;
        let start = ordinal.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}

/// Names in order, one after another; `None` is the end.
pub(super) trait Reading {
    fn name(&self) -> Option<&[u8]>;
    fn step(&mut self);
}

/// Names from the one with this ordinal on.
pub(super) struct Listed<'n>(pub(in crate::index) usize, pub(in crate::index) &'n Names);

impl Reading for Listed<'_> {
    fn name(&self) -> Option<&[u8]> {
        self.1.at(self.0).map(str::as_bytes)
    }

    fn step(&mut self) {
        self.0 += 1;
    }
}

/// Names of a column that need not be kept.
pub(in crate::index) struct Stream<'c> {
    keys: Streamer<'c>,
    ended: bool,
}

impl<'c> Stream<'c> {
    pub(in crate::index) fn of(column: &'c StrColumn) -> tantivy::Result<Self> {
        let mut keys = column.dictionary().stream()?;
        Ok(Stream { ended: !keys.advance(), keys })
    }
}

impl Reading for Stream<'_> {
    fn name(&self) -> Option<&[u8]> {
        (!self.ended).then(|| self.keys.key())
    }

    fn step(&mut self) {
        self.ended = !self.keys.advance();
    }
}

/// The place of each name among those of all lists, by list and ordinal, and how many places there are.
pub(super) fn places(lists: &mut [impl Reading]) -> (Vec<Vec<u32>>, usize) {
    let mut places = vec![Vec::new(); lists.len()];
    // The lists whose next name is the first of all: it can stand in several.
    let (mut place, mut first) = (0, Vec::with_capacity(lists.len()));
    loop {
        first.clear();
        for (n, list) in lists.iter().enumerate() {
            let Some(name) = list.name() else { continue };
            let known = first.first().and_then(|known: &usize| lists[*known].name());
            match known.map_or(Ordering::Less, |known| name.cmp(known)) {
                Ordering::Less => first.clear(),
                Ordering::Equal => {}
                Ordering::Greater => continue,
            }
            first.push(n);
        }
        if first.is_empty() {
            return (places, place as usize);
        }
        for n in &first {
            places[*n].push(place);
            lists[*n].step();
        }
        place += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn names(sorted: &BTreeSet<String>) -> Names {
        let mut names = Names { text: String::new(), ends: Vec::new() };
        for name in sorted {
            names.text.push_str(name);
            names.ends.push(names.text.len());
        }
        names
    }

    proptest! {
        #[test]
        fn names_of_several_lists_have_the_places_that_they_have_in_one(
            lists in prop::collection::vec(prop::collection::btree_set("[abé]{0,3}", 0..9), 0..5),
        ) {
            let all: Vec<&String> = lists.iter().flatten().collect::<BTreeSet<_>>().into_iter().collect();
            let expected: Vec<Vec<u32>> = lists
                .iter()
                .map(|list| list.iter().map(|name| all.binary_search(&name).unwrap() as u32).collect())
                .collect();
            let read: Vec<Names> = lists.iter().map(names).collect();
            let mut readings: Vec<Listed> = read.iter().map(|names| Listed(0, names)).collect();
            prop_assert_eq!(places(&mut readings), (expected, all.len()));
            for (list, read) in lists.iter().zip(&read) {
                let tags: Vec<_> = list.iter().map(|name| Some(name.as_str()).filter(|n| !n.is_empty())).collect();
                prop_assert_eq!(read.iter().collect::<Vec<_>>(), tags);
            }
        }
    }
}
