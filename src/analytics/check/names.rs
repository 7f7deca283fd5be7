//! Names in running text: councils, quality statements, ratings.

use std::{collections::HashMap, ops::Range};

use crate::{
    model::{AuthorityEntry, Catalogue, Score},
    text::words,
};

/// A word of a sentence as names and numbers are looked for.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) span: Range<usize>,
    pub(super) folded: String,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    words(text).map(|word| Token { span: word.span.clone(), folded: word.folded().to_owned() }).collect()
}

/// A name in a list of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Indexes of tokens.
    pub(super) tokens: Range<usize>,
    pub(super) name: Name,
}

impl Mention {
    pub(super) fn is_authority(&self) -> bool {
        matches!(self.name, Name::Authority(_))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// Short name.
    Authority(String),
    /// Key.
    Statement(String),
    /// Key.
    Rating(String),
    /// The words for a score: "some shortfalls".
    Label(Score),
}

/// All names by their first word, the longest first.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_first: HashMap<String, Vec<(Vec<String>, Name)>>,
}

impl Names {
    /// `further`: councils that the reports name and no list does.
    pub(super) fn new<'a>(catalogue: &Catalogue, further: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names = Names::default();
        for entry in catalogue.authorities.iter() {
            for name in [&entry.name, &entry.official].into_iter().chain(&entry.aliases) {
                names.add(name, &Name::Authority(entry.name.clone()));
            }
        }
        for name in further.into_iter().filter(|name| catalogue.authorities.find(name).is_none()) {
            names.add(name, &Name::Authority(name.to_owned()));
        }
        for framework in &catalogue.frameworks {
            for statement in &framework.statements {
                // Also for short ("for governance"): only a number beside it makes a claim.
                for name in statement.names() {
                    names.add(name, &Name::Statement(statement.key.clone()));
                }
            }
            for rating in &framework.ratings {
                names.add(&rating.name, &Name::Rating(rating.key.clone()));
            }
            for (label, score) in framework.scale.labels.iter().zip(framework.scale.min..) {
                names.add(label, &Name::Label(Score(score)));
            }
        }
        for known in names.by_first.values_mut() {
            known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        names
    }

    fn add(&mut self, name: &str, stands_for: &Name) {
        let words: Vec<String> = tokens(name).into_iter().map(|token| token.folded).collect();
        if let Some(first) = words.first() {
            let known = self.by_first.entry(first.clone()).or_default();
            if known.iter().all(|(other, _)| *other != words) {
                known.push((words, stands_for.clone()));
            }
        }
    }

    /// The names in `tokens` of `text`, leftmost and longest. A council's name begins with a capital: "reading"
    /// and "bury" are words. "Social care" and "care homes" are what councils and providers do, and no statement.
    pub(super) fn mentions(&self, text: &str, tokens: &[Token]) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let capital = text[token.span.clone()].starts_with(char::is_uppercase);
            let before = at.checked_sub(1).map_or("", |before| tokens[before].folded.as_str());
            let known = self.by_first.get(&token.folded).map_or(&[][..], Vec::as_slice);
            let fits = |name: &&(Vec<String>, Name)| {
                let wanted = name.0.len();
                tokens
                    .get(at..at + wanted)
                    .is_some_and(|here| here.iter().zip(&name.0).all(|(t, w)| t.folded == *w))
                    && match name.1 {
                        Name::Authority(_) => capital,
                        Name::Statement(_) => {
                            let after = tokens.get(at + wanted).map_or("", |after| after.folded.as_str());
                            before != "social" && !matches!(after, "home" | "homes")
                        }
                        _ => true,
                    }
            };
            match known.iter().find(fits) {
                Some((words, name)) => {
                    mentions.push(Mention { tokens: at..at + words.len(), name: name.clone() });
                    at += words.len();
                }
                None => at += 1,
            }
        }
        mentions
    }

    /// Short names of the councils in `text`, in order, with their bytes.
    pub(super) fn authorities(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let tokens = tokens(text);
        self.mentions(text, &tokens)
            .into_iter()
            .filter_map(|mention| {
                let span = tokens[mention.tokens.start].span.start..tokens[mention.tokens.end - 1].span.end;
                match mention.name {
                    Name::Authority(name) => Some((span, name)),
                    Name::Statement(_) | Name::Rating(_) | Name::Label(_) => None,
                }
            })
            .collect()
    }
}

/// Whether two names are the same council's: `entry` of the list where there is one.
pub(super) fn same_authority(catalogue: &Catalogue, one: &str, other: &str) -> bool {
    let short = |name| catalogue.authorities.find(name).map(|entry: &AuthorityEntry| entry.name.as_str());
    one == other || short(one).is_some_and(|name| short(other) == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins_and_small_letters_are_no_council() {
        let names = Names::new(&Catalogue::embedded(), ["Thornhithe"]);
        let table: [(&str, &[&str]); 5] = [
            ("North Somerset’s report and Somerset", &["North Somerset", "Somerset"]),
            ("the London Borough of Barnet", &["Barnet"]),
            ("reading the report of Reading", &["Reading"]),
            ("Thornhithe's score", &["Thornhithe"]),
            ("people in Bath and North East Somerset", &["Bath and North East Somerset"]),
        ];
        for (text, expected) in table {
            let found: Vec<String> = names.authorities(text).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
