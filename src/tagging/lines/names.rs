//! Names of authorities in text: the listed ones by all their forms, others by a council's form.

use std::collections::{HashMap, HashSet};

use crate::model::{Authorities, Authority, AuthorityEntry};

use super::forms::{Word, key, key_of, words};

/// An authority that some evidence points to.
#[derive(Clone, Debug)]
pub(in crate::tagging) struct Named {
    pub authority: Authority,
    /// What two names are compared by: the short name of a listed one, the bare words of another.
    pub same: String,
    pub listed: bool,
}

/// Two names are the same authority, however they are written.
impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.same == other.same
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    index: usize,
    /// The name says that it is a council: "Kent County Council", "London Borough of Brent".
    full: bool,
    /// A short form that another place shares ("Kingston") or that is a word ("Reading"): alone no evidence.
    doubtful: bool,
    ambiguous: bool,
}

/// An authority named at some word of a text.
#[derive(Clone, Copy, Debug)]
pub(in crate::tagging) struct Mention {
    pub index: usize,
    pub words: usize,
    pub full: bool,
    /// In running text the name may be a word or another place.
    pub doubtful: bool,
    /// Even as the name of a folder or file.
    pub ambiguous: bool,
}

/// Names that are words: "Reading and writing", "bury", "slough off". Source: the list's own notes.
const WORDS: [&str; 3] = ["reading", "bury", "slough"];
/// Short names that more than one of the listed, or another council beside them, goes by.
const SHARED: [&str; 6] = ["kingston", "newcastle", "stoke", "richmond", "durham", "hull"];
/// Of both, those that not even the name of a folder or file settles: what is to be read, and a name that two listed
/// authorities share. Beside no other word than a page's, "Bury" and "Slough" are places.
const AMBIGUOUS: [&str; 2] = ["reading", "kingston"];

/// Counties by name in whose old bounds other listed authorities lie, beside the county councils.
const WIDER: [&str; 7] =
    ["Buckinghamshire", "Cornwall", "County Durham", "Dorset", "Shropshire", "Somerset", "Wiltshire"];

#[derive(Debug)]
pub(in crate::tagging) struct Names {
    entries: Vec<AuthorityEntry>,
    by_key: HashMap<String, Entry>,
    first_words: HashSet<String>,
    longest: usize,
    /// Names without spaces, as addresses have them; `None` where two authorities share one.
    compact: HashMap<String, Option<usize>>,
}

impl Names {
    pub(in crate::tagging) fn new(authorities: &Authorities) -> Self {
        let entries: Vec<AuthorityEntry> = authorities.iter().cloned().collect();
        let mut names = Names {
            by_key: HashMap::new(),
            first_words: HashSet::new(),
            longest: 0,
            compact: HashMap::new(),
            entries: Vec::new(),
        };
        for (index, entry) in entries.iter().enumerate() {
            // An authority of the corpus's own list takes its names over from the embedded one.
            if let Some(gss) = &entry.gss {
                names.insert(gss, index, true);
            }
            let given = [&entry.name, &entry.official].into_iter().chain(&entry.aliases);
            for name in given {
                let full = is_council(&words(name));
                names.insert(name, index, full);
                if let Some(short) = with_its_form_short(name) {
                    names.insert(&short, index, true);
                }
                if !full {
                    forms_of(name, entry).iter().for_each(|form| names.insert(form, index, true));
                }
            }
        }
        names.entries = entries;
        names
    }

    fn insert(&mut self, name: &str, index: usize, full: bool) {
        let words = words(name);
        let key = key(&words);
        let doubtful = !full && (WORDS.contains(&key.as_str()) || SHARED.contains(&key.as_str()));
        let ambiguous = !full && AMBIGUOUS.contains(&key.as_str());
        let Some(first) = words.first() else { return };
        self.first_words.insert(first.text.clone());
        self.longest = self.longest.max(words.len());
        for compact in compact_forms(&key) {
            let slot = self.compact.entry(compact).or_insert(Some(index));
            if *slot != Some(index) {
                *slot = None;
            }
        }
        let held = self.by_key.get(&key).is_some_and(|held| held.index == index && held.full && !full);
        if !held {
            self.by_key.insert(key, Entry { index, full, doubtful, ambiguous });
        }
    }

    pub(in crate::tagging) fn named(&self, index: usize) -> Named {
        let entry = &self.entries[index];
        Named { authority: entry.to_tag(), same: key_of(&entry.name), listed: true }
    }

    /// The authority that these words are, all of them: a listed one, or as written.
    pub(in crate::tagging) fn resolve(&self, text: &str) -> Named {
        let text = without_the(text.trim());
        let folded = words(text);
        self.exact(&folded).map_or_else(|| written(text), |index| self.named(index))
    }

    /// A listed authority by all of the words.
    pub(super) fn exact(&self, folded: &[Word]) -> Option<usize> {
        self.by_key.get(&key(folded)).map(|entry| entry.index)
    }

    /// "Torbay": a listed authority's short name that is no word and no other's.
    pub(super) fn is_place(&self, text: &str) -> bool {
        self.by_key.get(&key_of(text)).is_some_and(|entry| !entry.full && !entry.doubtful)
    }

    /// "Devon": Plymouth too is in the county that goes by the name.
    pub(in crate::tagging) fn is_wider(&self, named: &Named) -> bool {
        let name = named.authority.name.as_str();
        let county = || {
            self.by_key
                .get(&named.same)
                .is_some_and(|entry| self.entries[entry.index].kind.as_deref() == Some("county"))
        };
        WIDER.contains(&name) || (named.listed && county())
    }

    /// "South East": what listed authorities are in.
    pub(super) fn is_region(&self, text: &str) -> bool {
        self.entries.iter().any(|entry| entry.region.as_deref() == Some(text))
    }

    /// The longest listed name that begins at a word. `folded` has lost its possessive endings.
    pub(in crate::tagging) fn at(&self, folded: &[Word], at: usize) -> Option<Mention> {
        if !self.first_words.contains(&folded.get(at)?.text) {
            return None;
        }
        (1..=self.longest.min(folded.len() - at)).rev().find_map(|length| {
            let entry = self.by_key.get(&key(&folded[at..at + length]))?;
            Some(Mention {
                index: entry.index,
                words: length,
                full: entry.full,
                doubtful: entry.doubtful,
                ambiguous: entry.ambiguous,
            })
        })
    }

    /// A short name of several words, written as one: "northeastlincolnshire", and not "manchestercity".
    pub(in crate::tagging) fn glued(&self, word: &Word) -> Option<Mention> {
        let index = self.compact.get(&word.text).copied().flatten()?;
        compact_forms(&key_of(&self.entries[index].name)).contains(&word.text).then_some(())?;
        Some(Mention { index, words: 1, full: false, doubtful: false, ambiguous: false })
    }

    /// By the way addresses write it: "telfordandwrekin", "windsormaidenhead", "derbyshirecc".
    pub(in crate::tagging) fn by_address(&self, part: &str) -> Option<usize> {
        let compact: String =
            part.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let plain = || {
            let plain = compact.strip_suffix("cc").or_else(|| compact.strip_suffix("city"))?;
            self.compact.get(plain).copied().flatten()
        };
        self.compact.get(&compact).copied().flatten().or_else(plain)
    }
}

/// "telford and wrekin" → with and without "and", without spaces.
fn compact_forms(key: &str) -> [String; 2] {
    let without: String = key.split(' ').filter(|w| *w != "and").collect();
    [key.replace(' ', ""), without]
}

/// The council's forms of a bare name that fit the sort of authority it is: Surrey is a county
/// council and never "Surrey City Council", which would be another place.
fn forms_of(name: &str, entry: &AuthorityEntry) -> Vec<String> {
    let mut forms = vec![format!("{name} Council"), format!("Council of {name}")];
    let official = entry.official.as_str();
    let kind = entry.kind.as_deref().unwrap_or_default().to_lowercase();
    if kind.contains("county") || official.contains("County") {
        forms.extend([format!("{name} County Council"), format!("{name} CC"), format!("County of {name}")]);
    }
    if kind.contains("london borough") {
        let borough = ["London Borough of", "LB of", "LB", "Royal Borough of", "Borough of"];
        forms.extend(borough.iter().map(|form| format!("{form} {name}")));
        forms.extend([
            format!("{name} London Borough Council"),
            format!("{name} Borough Council"),
            format!("{name} London Borough"),
            format!("London Borough of {name} Council"),
            format!("Royal Borough of {name} Council"),
            format!("{name} LBC"),
        ]);
    }
    if kind.contains("metropolitan") || official.contains("Borough") || kind.contains("unitary") {
        forms.extend([format!("{name} Borough Council"), format!("Borough of {name}"), format!("{name} BC")]);
    }
    if kind.contains("metropolitan") {
        forms.extend([
            format!("{name} Metropolitan Borough Council"),
            format!("{name} Metropolitan District Council"),
            format!("{name} MBC"),
            format!("{name} MDC"),
            format!("Metropolitan Borough of {name}"),
        ]);
    }
    if official.contains("City") {
        forms.extend([
            format!("{name} City Council"),
            format!("City of {name} Council"),
            format!("City of {name}"),
            format!("{name} City"),
        ]);
    }
    if official.starts_with("Royal Borough") {
        forms.extend([format!("Royal Borough of {name}"), format!("Royal Borough of {name} Council")]);
    }
    forms
}

/// "City of Bradford Metropolitan District Council" → "City of Bradford MDC".
fn with_its_form_short(name: &str) -> Option<String> {
    let forms = [("Metropolitan Borough Council", "MBC"), ("Metropolitan District Council", "MDC")];
    forms.iter().find_map(|(long, short)| name.strip_suffix(long).map(|bare| format!("{bare}{short}")))
}

/// A council that is not on the list, kept as written.
pub(in crate::tagging) fn written(text: &str) -> Named {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(|c: char| matches!(c, ',' | ':' | ';' | '.')).to_owned();
    let bare: Vec<String> = words(&name).into_iter().map(|w| w.text).filter(|w| !is_form_word(w)).collect();
    let same = if bare.is_empty() { key_of(&name) } else { bare.join(" ") };
    Named { authority: Authority { name, gss: None, region: None }, same, listed: false }
}

pub(super) fn without_the(text: &str) -> &str {
    match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("the ") => text[4..].trim_start(),
        _ => text,
    }
}

fn is_form_word(word: &str) -> bool {
    matches!(
        word,
        "london"
            | "royal"
            | "metropolitan"
            | "borough"
            | "county"
            | "city"
            | "district"
            | "unitary"
            | "council"
            | "of"
            | "the"
    )
}

/// Words before "council" that make it another sort of body.
const OTHER_COUNCILS: [&str; 28] = [
    "parish",
    "town",
    "youth",
    "medical",
    "research",
    "arts",
    "british",
    "sports",
    "privy",
    "nursing",
    "student",
    "community",
    "service",
    "voluntary",
    "school",
    "full",
    "professions",
    "dental",
    "optical",
    "interfaith",
    "faith",
    "muslim",
    "jewish",
    "the",
    "local",
    "this",
    "our",
    "english",
];

/// Whether the words have a council's form: "X Council", "X County Council", "London Borough of X".
pub(in crate::tagging) fn is_council(folded: &[Word]) -> bool {
    let text = |i: usize| folded.get(i).map_or("", |w| w.text.as_str());
    let prefix = match (text(0), text(1), text(2)) {
        ("london" | "royal" | "metropolitan", "borough", "of") => 3,
        ("council" | "city" | "borough" | "county", "of", _) => 2,
        ("lb", ..) => 1,
        _ => 0,
    };
    if prefix > 0 && folded.len() > prefix {
        return true;
    }
    let Some(last) = folded.len().checked_sub(1) else { return false };
    let suffix = matches!(text(last), "council" | "cc" | "mbc" | "corporation");
    let name = folded
        .iter()
        .any(|w| !is_form_word(&w.text) && !matches!(w.text.as_str(), "cc" | "mbc" | "corporation"));
    suffix && name && !OTHER_COUNCILS.contains(&text(last.wrapping_sub(1)))
}

/// Whether a full name has the word itself: "City of London" and "Liverpool City" may begin other names.
pub(in crate::tagging) fn says_council(name: &[Word]) -> bool {
    name.iter().any(|word| matches!(word.text.as_str(), "council" | "borough" | "corporation"))
}

/// Whether what stands where a title has its name is one: a listed authority, a council's form or, where
/// a colon sets it off, words with capitals. "The following is taken from X" is none.
pub(in crate::tagging) fn names_a_council(name: &str, of_council: bool, names: &Names) -> bool {
    let named = names.resolve(name);
    let small = ["of", "and", "upon", "on", "the", "with", "in", "le", "by", "under", "next", "de", "la"];
    let capitals = named
        .authority
        .name
        .split([' ', '-'])
        .filter(|word| !small.contains(word))
        .all(|word| !word.starts_with(char::is_lowercase));
    named.listed || (capitals && !is_form_alone(name) && (!of_council || is_council(&words(name))))
}

/// "Council", "Metropolitan Borough Council": what is left where a page breaks a council's name.
pub(super) fn is_form_alone(name: &str) -> bool {
    words(name).iter().all(|word| is_form_word(&word.text))
}

/// The words of a running text with possessive endings taken off ("Barnet’s" is Barnet).
pub(in crate::tagging) fn plain_words(text: &str) -> Vec<Word> {
    let mut found = words(text);
    for word in &mut found {
        let raw = &text[word.at.clone()];
        if raw.ends_with("'s") || raw.ends_with("\u{2019}s") {
            word.text.truncate(word.text.len() - 1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;

    fn short(name: &str) -> String {
        let named = Names::new(&Catalogue::embedded().authorities).resolve(name);
        let mark = if named.listed { "" } else { "~" };
        format!("{mark}{}", named.authority.name)
    }

    #[test]
    fn every_form_of_a_listed_name_is_that_authority() {
        for (written, expected) in [
            ("London Borough of Barnet", "Barnet"),
            ("the London Borough of Barnet", "Barnet"),
            ("Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead"),
            ("County Durham", "County Durham"),
            ("Durham County Council", "County Durham"),
            ("Telford & Wrekin Council", "Telford and Wrekin"),
            ("North Somerset Council", "North Somerset"),
            ("Somerset Council", "Somerset"),
            ("Bath & North East Somerset", "Bath and North East Somerset"),
            ("Nottingham City Council", "Nottingham"),
            ("Nottinghamshire County Council", "Nottinghamshire"),
            ("Reading", "Reading"),
            ("Surrey City Council", "~Surrey City Council"),
            ("Surrey Heath Borough Council", "~Surrey Heath Borough Council"),
            ("Kingsmarsh", "~Kingsmarsh"),
        ] {
            assert_eq!(short(written), expected, "{written}");
        }
    }

    #[test]
    fn addresses_drop_spaces_and_and() {
        let names = Names::new(&Catalogue::embedded().authorities);
        for (slug, expected) in [
            ("telfordandwrekin", "Telford and Wrekin"),
            ("windsormaidenhead", "Windsor and Maidenhead"),
            ("bathandnortheastsomerset", "Bath and North East Somerset"),
            ("derbyshirecc", "Derbyshire"),
            ("derby", "Derby"),
            ("durham", "County Durham"),
            ("birmingham-cc", "Birmingham"),
            ("nottingham-city", "Nottingham"),
            ("lincolnshire-cc", "Lincolnshire"),
            ("northsomerset", "North Somerset"),
        ] {
            let found = names.by_address(slug).map(|i| names.named(i).authority.name);
            assert_eq!(found.as_deref(), Some(expected), "{slug}");
        }
        assert!(names.by_address("kingsmarsh").is_none());
    }
}
