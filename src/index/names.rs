//! The values of a column by ordinal, and those of several segments as one list.

use tantivy::{TantivyError, columnar::StrColumn};

/// In byte order, as the engine numbers them; one piece of memory, however many.
pub(super) struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    pub(super) fn read(column: &StrColumn) -> tantivy::Result<Self> {
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

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// `None` where the tag is missing, which the engine holds as an empty value.
    pub(super) fn get(&self, ordinal: u64) -> Option<&str> {
        Some(self.at(usize::try_from(ordinal).ok()?)?).filter(|name| !name.is_empty())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.len() as u64).map(|ordinal| self.get(ordinal))
    }

    fn at(&self, ordinal: usize) -> Option<&str> {
        let end = *self.ends.get(ordinal)?;
        let start = ordinal.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}

/// The place of each name among those of all lists, by list and ordinal, and how many places there are.
pub(super) fn places(lists: &[&Names]) -> (Vec<Vec<u32>>, usize) {
    let mut places: Vec<Vec<u32>> = lists.iter().map(|list| Vec::with_capacity(list.len())).collect();
    let mut place = 0;
    // What is next of each list that is not at its end, in order.
    let mut next: Vec<(&str, usize)> =
        lists.iter().enumerate().filter_map(|(n, list)| Some((list.at(0)?, n))).collect();
    next.sort_unstable();
    while let [(name, list), later @ ..] = &next[..] {
        let list = *list;
        places[list].push(place);
        // Another list can have it too.
        place += u32::from(later.first().is_none_or(|(other, _)| other != name));
        let Some(name) = lists[list].at(places[list].len()) else {
            next.remove(0);
            continue;
        };
        next[0].0 = name;
        // A handful of lists: the place of the new one is found by looking at one after another.
        let mut at = 1;
        while at < next.len() && next[at].0 < name {
            next.swap(at - 1, at);
            at += 1;
        }
    }
    (places, place as usize)
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
            prop_assert_eq!(places(&read.iter().collect::<Vec<_>>()), (expected, all.len()));
            for (list, read) in lists.iter().zip(&read) {
                let tags: Vec<_> = list.iter().map(|name| Some(name.as_str()).filter(|n| !n.is_empty())).collect();
                prop_assert_eq!(read.iter().collect::<Vec<_>>(), tags);
            }
        }
    }
}
