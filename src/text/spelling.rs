//! What the data files say: British spellings, compounds, stems of false friends.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::forms::RawHash;

type Pairs = LazyLock<Vec<(&'static str, &'static str)>>;

static SPELLING_LINES: Pairs = LazyLock::new(|| pairs(include_str!("spellings.txt")).collect());

static STEM_LINES: Pairs = LazyLock::new(|| pairs(include_str!("stems.txt")).collect());

/// Other spelling → ours, whole words.
static SPELLINGS: LazyLock<HashMap<&str, &str, RawHash>> = LazyLock::new(|| spellings().collect());

/// Other beginning → ours ("behavior*"), few enough to try in turn.
static BEGINNINGS: Pairs = LazyLock::new(|| {
    spellings().filter_map(|(from, to)| Some((from.strip_suffix('*')?, to.strip_suffix('*')?))).collect()
});

static STEMS: LazyLock<HashMap<&str, &str, RawHash>> = LazyLock::new(|| stems().collect());

static STEM_BEGINNINGS: Pairs =
    LazyLock::new(|| stems().filter_map(|(from, stem)| Some((from.strip_suffix('*')?, stem))).collect());

#[derive(Default)]
struct Compounds {
    openers: HashSet<&'static str, RawHash>,
    /// Join with a hyphen.
    prefixes: HashSet<&'static str>,
    /// Join with a hyphen or a space.
    loose_prefixes: HashSet<&'static str>,
    hyphened: HashSet<(&'static str, &'static str)>,
    spaced: HashSet<(&'static str, &'static str)>,
}

static COMPOUNDS: LazyLock<Compounds> = LazyLock::new(|| {
    let mut compounds = Compounds::default();
    for line in lines(include_str!("compounds.txt")) {
        let opener = line.split(['-', ' ']).next().unwrap_or(line);
        compounds.openers.insert(opener);
        if let Some(prefix) = line.strip_suffix("- _") {
            compounds.loose_prefixes.insert(prefix);
        } else if let Some(prefix) = line.strip_suffix('-') {
            compounds.prefixes.insert(prefix);
        } else if let Some(pair) = line.split_once('-') {
            compounds.hyphened.insert(pair);
        } else if let Some(pair) = line.split_once(' ') {
            compounds.spaced.insert(pair);
        }
    }
    compounds
});

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    let said = |line: &'static str| line.split_once('#').map_or(line, |(line, _)| line).trim_ascii();
    file.lines().map(said).filter(|line| !line.is_empty())
}

fn pairs(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(file).filter_map(|line| line.split_once(' ')).map(|(from, to)| (from, to.trim()))
}

/// The British spelling of a lower-case word, where it differs.
pub(super) fn british(word: &str) -> Option<String> {
    if let Some(ours) = SPELLINGS.get(word) {
        return Some((*ours).to_owned());
    }
    if let Some((from, to)) = BEGINNINGS.iter().find(|(from, _)| word.starts_with(from)) {
        return Some(format!("{to}{}", &word[from.len()..]));
    }
    with_s(word, |ending| {
        matches!(
            ending,
            "e" | "ed" | "es" | "er" | "ers" | "ing" | "ation" | "ations" | "ational" | "ationally" | "able"
        )
    })
}

/// The same for the beginning of a word, whatever its end.
pub(super) fn british_prefix(start: &str) -> String {
    const ENDINGS: [&str; 4] = ["ationally", "ing", "ers", "able"];
    if let Some((from, to)) = BEGINNINGS.iter().find(|(from, _)| start.starts_with(from)) {
        return format!("{to}{}", &start[from.len()..]);
    }
    with_s(start, |ending| {
        ENDINGS.iter().any(|whole| whole.starts_with(ending)) || ending == "ed" || ending == "es"
    })
    .unwrap_or_else(|| start.to_owned())
}

/// organiz|ation → organisation. Words whose z is not the ending -ize keep it (size, prize, seize).
fn with_s(word: &str, is_ending: impl Fn(&str) -> bool) -> Option<String> {
    const OWN_Z: [&str; 13] =
        ["s", "pr", "se", "ma", "ca", "caps", "res", "downs", "overs", "outs", "ass", "bapt", "unders"];
    // Nearly no word has the letter, and looking for two takes ten times as long.
    let at = word.contains('z').then(|| word.rfind("iz")).flatten().filter(|at| *at > 0)?;
    let (root, ending) = (&word[..at], &word[at + 2..]);
    (is_ending(ending) && !OWN_Z.contains(&root)).then(|| format!("{root}is{ending}"))
}

pub(super) fn own_stem(word: &str) -> Option<&'static str> {
    if let Some(stem) = STEMS.get(word) {
        return Some(stem);
    }
    STEM_BEGINNINGS.iter().find(|(from, _)| word.starts_with(from)).map(|(_, stem)| *stem)
}

/// Other spellings and ours, with `*` for any ending.
pub(super) fn spellings() -> impl Iterator<Item = (&'static str, &'static str)> {
    SPELLING_LINES.iter().copied()
}

/// Words, with `*` for any ending, and their stems.
pub(super) fn stems() -> impl Iterator<Item = (&'static str, &'static str)> {
    STEM_LINES.iter().copied()
}

/// The words that a compound can begin with.
pub(super) fn openers() -> impl Iterator<Item = &'static str> {
    COMPOUNDS.openers.iter().copied()
}

pub(super) fn opens_compound(folded: &str) -> bool {
    COMPOUNDS.openers.contains(folded)
}

/// Whether `first` and `second` (as written) are one word.
pub(super) fn joins(first: &str, second: &str, hyphen: bool) -> bool {
    let compounds = &*COMPOUNDS;
    let second = second.split(super::extent::is_apostrophe).next().unwrap_or(second).to_lowercase();
    let pair = (first, second.as_str());
    let pair_listed = |set: &HashSet<(&str, &str)>| set.contains(&pair);
    let letters = second.chars().count() >= 3 && !second.contains(|c: char| c.is_ascii_digit());
    pair_listed(&compounds.spaced)
        || hyphen && (pair_listed(&compounds.hyphened) || letters && compounds.prefixes.contains(first))
        || compounds.loose_prefixes.contains(first) && letters && (hyphen || second.chars().count() >= 5)
}
