//! Whom a claim is about: the councils it names, or somebody else, of whom nothing can be said.

use std::ops::Range;

use super::claim_words::{in_name, is_clause_end, number};
use super::context::is_contrast;
use super::names::{Mention, Name, Token};

/// A sentence, as its words are asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence<'s> {
    pub(super) text: &'s str,
    pub(super) words: &'s [Token],
    pub(super) mentions: &'s [Mention],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// Short names; those that no list knows as they are written.
    Councils(Vec<String>),
    /// Several may be meant, and which of them is not said.
    OneOf(Vec<String>),
    /// "all three councils", "its neighbours": nobody by name, and how many where it says so.
    Others { words: String, size: Option<u8> },
    /// The sentence says nothing of it.
    NotSaid,
}

/// Words with a capital that name no council by themselves.
const NO_NAMES: &str = "it they this that these that those which who both each all only neither none overall we he she there the \
    a an our its their another one and council councils authority authorities borough county city district metropolitan \
    royal unitary adult social care quality department directorate service services cqc commission inspectors leaders";

/// What is a council's own: "Barnet's overall score", "Barnet's adult social care".
const OWN: &str = "own overall first last latest second third new current previous final assessment report inspection \
    result results score scores scoring rating ratings performance adult adults social care council services service \
    department directorate team teams work practice provision support staff statement quality area and of for the in \
    on is was";

/// Heads of those that are not one council by name.
const GROUPS: &str = "councils authorities boroughs counties cities neighbours neighbour peers peer others other all both \
    each neither none most many some few several everyone everybody nobody homes home providers provider hospitals \
    hospital trusts trust agencies agency schools school partners partner charities charity companies company";

/// Before "council": any of them, and none that was named.
const INDEFINITE: [&str; 10] =
    ["a", "an", "another", "one", "no", "any", "every", "neighbouring", "which", "similar"];

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

impl Sentence<'_> {
    /// Whom the number or rating at `at` is about; those right beside it where `beside` says so.
    pub(super) fn whom(&self, at: usize, beside: Option<usize>) -> Whom {
        if let Some(beside) = beside {
            let named = self.councils();
            let near =
                named.iter().position(|(mention, _)| mention.tokens.start == beside).unwrap_or_default();
            return self.together(&named, named.len(), near);
        }
        if let Some(stranger) = self.stranger(at) {
            return Whom::Councils(vec![stranger]);
        }
        if let Some(others) = self.others(at) {
            return self.singled_out(at).unwrap_or(others);
        }
        let aside = self.aside(at);
        let mut named = self.councils();
        named.retain(|(mention, _)| !self.is_contrast(mention) && !aside.contains(&mention.tokens.start));
        let after = named.iter().position(|(mention, _)| mention.tokens.start > at).unwrap_or(named.len());
        let (before, after) = named.split_at(after);
        if before.is_empty() {
            return match after.is_empty() {
                true => Whom::NotSaid,
                false => self.together(after, after.len(), 0),
            };
        }
        if self.is_elided(at) {
            let mut all: Vec<String> = before.iter().map(|(_, name)| (*name).clone()).collect();
            all.dedup();
            let listed = self.together(before, before.len(), before.len() - 1);
            return match &listed {
                Whom::Councils(together) if *together == all => listed,
                _ => Whom::OneOf(all),
            };
        }
        self.together(before, before.len(), before.len() - 1)
    }

    fn councils(&self) -> Vec<(&Mention, &String)> {
        let named = self.mentions.iter().filter_map(|mention| match &mention.name {
            Name::Authority(name) => Some((mention, name)),
            _ => None,
        });
        named.collect()
    }

    /// "No council scored 4, not even Barnet", "Two councils scored 3: Barnet and Camden": those that are named
    /// after all.
    fn singled_out(&self, at: usize) -> Option<Whom> {
        let named = self.councils();
        let first = named.iter().position(|(mention, _)| mention.tokens.start > at)?;
        let before = named[first].0.tokens.start - 1;
        let gap = &self.text[self.words[before].span.end..self.words[before + 1].span.start];
        let told = gap.contains([':', '(', '\u{2013}', '\u{2014}'])
            || matches!(self.words[before].folded.as_str(), "even" | "including" | "as");
        told.then(|| self.together(&named, named.len(), first))
    }

    /// "worked with Camden and scored 2": the verb follows an "and", and who did both is further back.
    fn is_elided(&self, at: usize) -> bool {
        self.verb(at).is_some_and(|verb| {
            let before = (0..verb).rev().find(|index| !self.is_auxiliary(*index));
            before.is_some_and(|index| is_clause_end(&self.words[index].folded))
        })
    }

    fn is_contrast(&self, mention: &Mention) -> bool {
        is_contrast(&self.text[..self.words[mention.tokens.start].span.start])
    }

    /// The councils that `named[at]` is listed with: "Barnet, Camden and Leeds scored 3".
    fn together(&self, named: &[(&Mention, &String)], end: usize, at: usize) -> Whom {
        let mut either = false;
        let mut linked = |left: &Mention, right: &Mention| {
            let between = &self.words[left.tokens.end..right.tokens.start];
            either |= between.iter().any(|word| word.folded == "or");
            between.iter().all(|word| {
                matches!(word.folded.as_str(), "and" | "both" | "or" | "nor" | "the" | "in" | "for" | "of")
            })
        };
        let (mut first, mut last) = (at, at + 1);
        while first > 0 && linked(named[first - 1].0, named[first].0) {
            first -= 1;
        }
        while last < end && linked(named[last - 1].0, named[last].0) {
            last += 1;
        }
        let mut found: Vec<String> = Vec::new();
        for (_, name) in &named[first..last] {
            if !found.contains(name) {
                found.push((*name).clone());
            }
        }
        // "Neither Barnet or Camden": of both.
        let of_both = self.words.iter().any(|word| matches!(word.folded.as_str(), "neither" | "no" | "not"));
        if either && found.len() > 1 && !of_both { Whom::OneOf(found) } else { Whom::Councils(found) }
    }

    /// Where the council stands right before the number ("Barnet 4", "Barnet: 4", "Barnet only 4") or right after it
    /// ("4 in Barnet", "4 (Barnet)"): its first token.
    pub(super) fn beside(&self, start: usize, end: usize) -> Option<usize> {
        let gap = |left: usize, right: usize| {
            self.text[self.words[left].span.end..self.words[right].span.start].trim()
        };
        let small = |index: usize| {
            let word = self.words[index].folded.as_str();
            matches!(word, "only" | "just" | "a" | "an" | "has" | "had" | "with" | "at" | "on")
        };
        let mut first = start;
        while first > 0 && small(first - 1) && gap(first - 1, first).is_empty() {
            first -= 1;
        }
        if let Some(council) = first.checked_sub(1).and_then(|before| self.council_at(before))
            && matches!(gap(first - 1, first), "" | ":" | "(" | "=" | "-" | "\u{2013}" | "\u{2014}" | "|")
        {
            return Some(council.tokens.start);
        }
        let next = self.words.get(end)?;
        let after = |at: usize| self.council_at(at).map(|council| council.tokens.start);
        match gap(end - 1, end) {
            "(" => after(end),
            "" if matches!(next.folded.as_str(), "in" | "for" | "at") => {
                let the = self.words.get(end + 1).is_some_and(|word| word.folded == "the");
                after(end + 1 + usize::from(the))
            }
            _ => None,
        }
    }

    /// "Barnet: safeguarding 3, needs 2": the statement right before the number, in a sentence that names a council.
    pub(super) fn statement_beside(&self, start: usize) -> bool {
        let before = start.checked_sub(1).filter(|_| self.mentions.iter().any(Mention::is_authority));
        before.is_some_and(|before| {
            let gap = self.text[self.words[before].span.end..self.words[start].span.start].trim();
            matches!(gap, "" | ":" | "(" | "=" | "-" | "\u{2013}" | "\u{2014}")
                && self
                    .mentions
                    .iter()
                    .any(|mention| matches!(mention.name, Name::Statement(_)) && mention.tokens.end == start)
        })
    }

    /// Whose it is then: "did worse than Camden (safeguarding 4, needs 3)".
    pub(super) fn before_statement(&self, start: usize) -> Option<usize> {
        let before = self.mentions.iter().rev().filter(|mention| mention.tokens.end <= start);
        let council =
            before.filter(|mention| mention.is_authority()).map(|council| council.tokens.start).next();
        council.filter(|_| self.statement_beside(start))
    }

    /// "Safeguarding: Barnet 4", "For safeguarding, Barnet 4".
    pub(super) fn leads_with_statement(&self) -> bool {
        let mut statements =
            self.mentions.iter().filter(|mention| matches!(mention.name, Name::Statement(_)));
        statements.any(|mention| {
            let after = self.text[self.words[mention.tokens.end - 1].span.end..].trim_start();
            let linked = mention.tokens.start > 0
                && matches!(self.words[mention.tokens.start - 1].folded.as_str(), "for" | "on");
            linked || after.starts_with([':', '-', '\u{2013}', '\u{2014}', '|', '('])
        })
    }

    /// Whether the words of a range only lead from one score to the next: "1, Camden 2 and Leeds scored 4".
    pub(super) fn goes_on(&self, from: usize, to: usize) -> bool {
        (from..to).all(|index| {
            in_name(self.mentions, index)
                || self.is_done(index)
                || self.is_auxiliary(index)
                || matches!(self.words[index].folded.as_str(), "and" | "but" | "while" | "a" | "an" | "the")
        })
    }

    /// Whether the sentence or its clause is at an end before the word at `index`.
    pub(super) fn ends_clause(&self, index: usize) -> bool {
        let Some(next) = self.words.get(index) else { return true };
        let gap = &self.text[self.words[index - 1].span.end..next.span.start];
        gap.contains([',', ';', ':', '.', ')']) || is_clause_end(&next.folded) || next.folded == "overall"
    }

    fn verb(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|index| self.is_done(*index) || self.is_suffered(*index))
    }

    fn is_done(&self, index: usize) -> bool {
        matches!(
            self.words[index].folded.as_str(),
            "scored" | "scores" | "score" | "received" | "got" | "achieved" | "gained"
        )
    }

    fn is_suffered(&self, index: usize) -> bool {
        matches!(self.words[index].folded.as_str(), "rated" | "given" | "awarded" | "judged")
    }

    fn is_auxiliary(&self, index: usize) -> bool {
        matches!(
            self.words[index].folded.as_str(),
            "was"
                | "is"
                | "were"
                | "are"
                | "has"
                | "have"
                | "been"
                | "had"
                | "also"
                | "only"
                | "did"
                | "not"
                | "each"
        ) || matches!(self.words[index].folded.as_str(), "both" | "all")
            && index > 0
            && self.council_at(index - 1).is_some()
    }

    fn council_at(&self, index: usize) -> Option<&Mention> {
        self.mentions.iter().find(|mention| mention.is_authority() && mention.tokens.contains(&index))
    }

    /// Words between the verb and the number that say whom it is about: "CQC rated Camden good", "they scored it 3".
    fn of_another(&self, verb: usize, at: usize) -> bool {
        self.words[verb..at].iter().any(|word| matches!(word.folded.as_str(), "it" | "them"))
            || (verb..at).any(|index| self.council_at(index).is_some())
    }

    /// "Narnia scored 3", "Barnett was rated good": the name right before the verb of a claim, of a council that no
    /// list knows. Without this, the claim would be taken for one about the council that was named before.
    fn stranger(&self, at: usize) -> Option<String> {
        let words = self.words;
        let verb = self.verb(at)?;
        let last = (0..verb).rev().find(|index| !self.is_auxiliary(*index))?;
        // Who speaks is not whom it is about.
        if self.of_another(verb, at) || self.is_suffered(verb) && last + 1 == verb {
            return None;
        }
        let is_capital = |index: &usize| {
            self.text[words[*index].span.clone()].starts_with(char::is_uppercase)
                && !in_name(self.mentions, *index)
        };
        let first = (0..=last).rev().take_while(is_capital).last()?;
        // "Camden Adult Social Care": a name that goes on.
        if first > 0 && self.council_at(first - 1).is_some() {
            return None;
        }
        let is_name = |index: usize| {
            !is_in(NO_NAMES, &words[index].folded)
                && !is_in(GROUPS, &words[index].folded)
                && number(&words[index].folded).is_none()
        };
        let first = (first..=last).find(|index| is_name(*index))?;
        Some(self.text[words[first].span.start..words[last].span.end].to_owned())
    }

    /// What is said between commas or brackets right before the verb, unless it ends a list of councils:
    /// "Barnet, which borders Camden, scored 2".
    fn aside(&self, at: usize) -> Range<usize> {
        let Some(verb) = self.verb(at) else { return 0..0 };
        let mut end = verb;
        while end > 0 && self.is_auxiliary(end - 1) {
            end -= 1;
        }
        let gap = |index: usize| &self.text[self.words[index - 1].span.end..self.words[index].span.start];
        if end == 0 || !gap(end).contains([',', ')', '\u{2013}', '\u{2014}']) {
            return 0..0;
        }
        let opens = |index: &usize| gap(*index).contains([',', '(', '\u{2013}', '\u{2014}']);
        let Some(start) = (1..end).rev().find(opens) else { return 0..0 };
        let names = (start..end).any(|index| self.council_at(index).is_some());
        if names && self.council_at(start - 1).is_none() { 0..0 } else { start..end }
    }

    /// The subject of the claim where that is no council by name: "Barnet's neighbours", "all three councils", "a
    /// council", "care homes in Barnet".
    fn others(&self, at: usize) -> Option<Whom> {
        let words = self.words;
        let verb = self.verb(at)?;
        if self.of_another(verb, at) {
            return None;
        }
        let aside = self.aside(at);
        let end = if aside.is_empty() { verb } else { aside.start };
        let last = (0..end).rev().find(|index| !self.is_auxiliary(*index))?;
        // "Inspectors rated it good": who speaks.
        if self.is_suffered(verb) && last + 1 == verb {
            return None;
        }
        let parted = |index: usize| {
            let gap = &self.text[words[index].span.end..words[index + 1].span.start];
            gap.contains([',', ';', ':', '(', ')', '\u{2013}', '\u{2014}'])
        };
        let mut first = last;
        while first > 0
            && self.council_at(first).is_none()
            && !parted(first - 1)
            && !is_clause_end(&words[first - 1].folded)
        {
            first -= 1;
        }
        let head = |range: Range<usize>| {
            let folded = || words[range.clone()].iter().map(|word| word.folded.as_str());
            let indefinite = folded()
                .any(|word| matches!(word, "council" | "authority" | "borough" | "county" | "city"))
                && folded().any(|word| INDEFINITE.contains(&word));
            let counted = words[range.end - 1..range.end].iter().any(|word| number(&word.folded).is_some());
            indefinite || counted || folded().any(|word| is_in(GROUPS, word))
        };
        let phrase = match self.council_at(first) {
            // "Barnet's neighbours scored"
            Some(council) if council.tokens.end <= last => {
                let own = |index: usize| in_name(self.mentions, index) || is_in(OWN, &words[index].folded);
                let rest = council.tokens.end..last + 1;
                let span = &words[council.tokens.end - 1].span;
                let possessive = self.text[span.clone()].contains(['\'', '\u{2019}'])
                    || self.text[span.end..].starts_with(['\'', '\u{2019}']);
                let others = if possessive { !rest.clone().all(own) } else { head(rest.clone()) };
                others.then_some(council.tokens.start..last + 1)
            }
            // "care homes in Barnet were rated"
            Some(council) => {
                let place = council.tokens.start.checked_sub(1).filter(|index| {
                    matches!(
                        words[*index].folded.as_str(),
                        "of" | "in" | "near" | "around" | "across" | "within" | "from" | "beside" | "by"
                    )
                })?;
                let mut start = place;
                while start > 0
                    && !parted(start - 1)
                    && !is_clause_end(&words[start - 1].folded)
                    && place - start < 4
                {
                    start -= 1;
                }
                (start < place && head(start..place) && !self.is_scored(start..place))
                    .then_some(start..last + 1)
            }
            None => head(first..last + 1).then_some(first..last + 1),
        }?;
        // "Two councils" may be any two, "the two" are those that were named.
        let folded = || words[phrase.clone()].iter().map(|word| word.folded.as_str());
        let definite = folded().any(|word| matches!(word, "both" | "neither" | "all" | "the" | "these"));
        let size = folded().find_map(|word| match word {
            "both" | "neither" => Some(2),
            word => number(word),
        });
        let size = size.filter(|_| definite);
        let said = &self.text[words[phrase.start].span.start..words[phrase.end - 1].span.end];
        Some(Whom::Others { words: said.to_owned(), size })
    }

    /// "safeguarding in", "the score for safeguarding of": what is scored, and not who is.
    fn is_scored(&self, range: Range<usize>) -> bool {
        let last = range.end - 1;
        let statement = self
            .mentions
            .iter()
            .any(|mention| matches!(mention.name, Name::Statement(_)) && mention.tokens.contains(&last));
        statement || range.into_iter().any(|index| self.is_done(index))
    }
}
