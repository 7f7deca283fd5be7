//! What a draft claims of scores and ratings: "Barnet scored 2 for safeguarding", "Camden was rated
//! outstanding", "scored 62% overall".

use std::ops::Range;

use super::claim_words::{
    denied, follows_scoring, in_name, is_compared, is_given, is_hypothetical, is_list_entry, is_of_how_many,
    is_rated, is_scoring, is_shown, is_whole_number, number, percent, previous_number, rated_statement,
    stands_alone, statement_right, statements_left, statements_right, unnamed_right,
};
use super::context::Context;
use super::held_against::{Answer, held_against};
use super::lines::Lines;
use super::names::{Mention, Name, Names, Token, same_authority, tokens};
use super::numbers::{Numbers, numbers};
use super::quotations::Quotation;
use super::whom::{Sentence, Whom};
use crate::{
    backend::answers::{Allowed, CheckedClaim, ClaimSubject, ClaimVerdict, Matrix, Row},
    model::{Block, Catalogue, Location, Score},
    text::sentences,
};

/// All that a claim is held against.
pub(super) struct Scores<'c> {
    pub(super) matrix: &'c Matrix,
    pub(super) catalogue: &'c Catalogue,
    pub(super) names: &'c Names,
    pub(super) context: &'c Context<'c>,
    pub(super) lines: &'c Lines,
}

/// A claim as it stands in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Claim {
    subject: ClaimSubject,
    /// Index of the token that names the number or rating.
    token: usize,
    negated: bool,
    /// First token of the council that stands beside the number.
    beside: Option<usize>,
    /// Its place in a list of so many numbers: one for each council, or for each statement.
    listed: Option<Listed>,
    /// Why it is not understood.
    doubt: Option<&'static str>,
    /// The rating or the label stands there, and no number.
    in_words: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listed {
    ByCouncil { at: usize, of: usize },
    ByStatement,
}

const UNCLEAR_NUMBER: &str = "which scores it means is not understood";
const UNCLEAR_LIST: &str = "which of the scores is whose is not understood";

impl Claim {
    fn new(subject: ClaimSubject, token: usize, negated: bool) -> Self {
        Claim { subject, token, negated, beside: None, listed: None, doubt: None, in_words: false }
    }
}

/// Whom a claim is held against, or why nobody.
#[derive(Debug)]
struct Held {
    councils: Vec<String>,
    /// A reason not to decide.
    doubt: Option<String>,
}

impl Scores<'_> {
    /// Every claim outside of quotations, in order.
    pub(super) fn claims(&self, draft: &[Block], quoted: &[Quotation]) -> Vec<CheckedClaim> {
        let mut all = Vec::new();
        for (index, block) in draft.iter().enumerate() {
            let quoted: Vec<&Range<usize>> = quoted
                .iter()
                // A rating in quotation marks ('rated "good"') is a claim, a quoted sentence is not.
                .filter(|q| q.block == index && block.text[q.span.clone()].split_whitespace().count() > 2)
                .map(|q| &q.span)
                .collect();
            for sentence in sentences(&block.text) {
                let words = tokens(&block.text[sentence.clone()]);
                let text = &block.text[sentence.clone()];
                let mentions = self.names.mentions(text, &words);
                let said = Sentence { text, words: &words, mentions: &mentions };
                for claim in self.of_sentence(said, block) {
                    let at = sentence.start + words[claim.token].span.start;
                    if quoted.iter().any(|span| span.contains(&at)) {
                        continue;
                    }
                    let held = self.held(&claim, said, index, &sentence);
                    all.extend(self.checked(&claim, &held, text, self.lines.place(block, at)));
                }
            }
        }
        all
    }

    fn of_sentence(&self, said: Sentence<'_>, block: &Block) -> Vec<Claim> {
        let Sentence { text, words, mentions } = said;
        if text.trim_end().ends_with('?') {
            return Vec::new();
        }
        let mut claims = self.in_numbers(said, block);
        for mention in mentions.iter().filter(|mention| !is_hypothetical(words, mention.tokens.start)) {
            for claim in self.in_words(text, words, mentions, mention) {
                // "scored 3 (a good standard) for safeguarding" claims one thing.
                if claims
                    .iter()
                    .all(|other| (&other.subject, other.negated) != (&claim.subject, claim.negated))
                {
                    claims.push(claim);
                }
            }
        }
        // "scored 2, evidence shows some shortfalls, for safeguarding": the words say what the number leaves out.
        let in_words: Vec<usize> =
            claims.iter().filter(|claim| claim.in_words).map(|claim| claim.token).collect();
        claims.retain(|claim| {
            !matches!(claim.subject, ClaimSubject::Unnamed { words: None, .. })
                || in_words.iter().all(|token| *token < claim.token)
        });
        claims.sort_by_key(|claim| claim.token);
        claims
    }

    fn in_numbers(&self, said: Sentence<'_>, block: &Block) -> Vec<Claim> {
        let Sentence { text, words, mentions } = said;
        let mut claims = Vec::new();
        let overall = words
            .iter()
            .any(|word| matches!(word.folded.as_str(), "overall" | "score" | "scored" | "rating"));
        let mut groups: Vec<Numbers> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let passed = in_name(mentions, at) || is_of_how_many(words, at);
            let percent =
                percent(text, words, at).filter(|_| overall && !statement_right(words, mentions, at));
            let whole = || number(&words[at].folded).filter(|_| is_whole_number(text, words, at));
            match percent.filter(|_| !passed) {
                Some(percent) => {
                    let Numbers { start, end, all } = numbers(text, words, at, percent);
                    let exact = Allowed::exactly(percent);
                    let subject = ClaimSubject::Percent(all[0].1.unwrap_or(exact));
                    let doubt = all[0].1.is_none().then_some(UNCLEAR_NUMBER);
                    claims.push(Claim { doubt, ..Claim::new(subject, at, denied(words, start)) });
                    at = end;
                }
                None => match whole().filter(|_| !passed) {
                    Some(score) => {
                        groups.push(numbers(text, words, at, score));
                        at = groups[groups.len() - 1].end;
                    }
                    None => at += 1,
                },
            }
        }
        // From the last to the first: "scored 1, Camden 2 and Leeds 4 for pathways" says at its end what for.
        let mut next: Option<(usize, Vec<String>)> = None;
        let mut found: Vec<Vec<Claim>> = Vec::new();
        for group in groups.iter().rev() {
            let statements = self.statements(said, block, group, next.as_ref());
            found.push(self.of_group(said, group, &statements));
            next = Some((group.start, statements));
        }
        claims.extend(found.into_iter().rev().flatten());
        claims
    }

    /// What the scores of a group are for; `next` are those that follow in the sentence, and what they are for.
    fn statements(
        &self,
        said: Sentence<'_>,
        block: &Block,
        group: &Numbers,
        next: Option<&(usize, Vec<String>)>,
    ) -> Vec<String> {
        let Sentence { text, words, mentions } = said;
        let Numbers { start, end, .. } = *group;
        let scoring = words.iter().any(|word| is_scoring(&word.folded));
        let given = is_given(words, mentions, start);
        let beside = said.beside(start, end).is_some() && stands_alone(text, words, mentions, end);
        let right = statements_right(words, mentions, end - 1, text);
        if !right.is_empty() && (scoring || given || beside) {
            return right;
        }
        if is_list_entry(text, words, mentions, block) {
            return statements_left(mentions, start, 0);
        }
        let scored = scoring && follows_scoring(words, mentions, start);
        if said.statement_beside(start) && stands_alone(text, words, mentions, end) {
            return statements_left(mentions, start, 0);
        }
        let lead = || said.leads_with_statement();
        if !(scored || (given || beside && (scoring || lead())) && stands_alone(text, words, mentions, end)) {
            return Vec::new();
        }
        let from = if beside { 0 } else { previous_number(words, mentions, start) };
        let left = statements_left(mentions, start, from);
        match next {
            Some((next, statements)) if left.is_empty() && said.goes_on(end, *next) => statements.clone(),
            _ => left,
        }
    }

    fn of_group(&self, said: Sentence<'_>, group: &Numbers, statements: &[String]) -> Vec<Claim> {
        let Sentence { text, words, mentions } = said;
        let Numbers { start, end, ref all } = *group;
        let beside =
            said.beside(start, end).or_else(|| said.before_statement(start)).filter(|_| all.len() == 1);
        let mut claims = Vec::new();
        for (index, (token, allowed)) in all.iter().enumerate() {
            if is_hypothetical(words, *token) {
                continue;
            }
            let exact = number(&words[*token].folded).map_or(Allowed::at_least(0), Allowed::exactly);
            let scores = allowed.unwrap_or(exact);
            let mut listed = None;
            let mut doubt = allowed.is_none().then_some(UNCLEAR_NUMBER);
            let mut of: Vec<&String> = statements.iter().collect();
            match (all.len(), statements.len()) {
                (1, _) => {}
                (many, 0 | 1) => listed = Some(Listed::ByCouncil { at: index, of: many }),
                (many, same) if many == same => {
                    of = vec![&statements[index]];
                    listed = Some(Listed::ByStatement);
                }
                _ => doubt = Some(UNCLEAR_LIST),
            }
            let claim = |subject| Claim {
                beside,
                listed,
                doubt,
                ..Claim::new(subject, *token, denied(words, start))
            };
            claims.extend(
                of.into_iter()
                    .map(|statement| claim(ClaimSubject::Score { statement: statement.clone(), scores })),
            );
            if !statements.is_empty() {
                continue;
            }
            let scored = follows_scoring(words, mentions, start);
            if scored || is_given(words, mentions, start) {
                let words = unnamed_right(words, mentions, end - 1, text);
                // Of a number that is only given ("got 3 places") nothing but the words after it makes a score.
                if words.is_some() || scored && said.ends_clause(end) {
                    claims.push(claim(ClaimSubject::Unnamed { words, scores }));
                }
            }
        }
        claims
    }

    /// What a rating or the words for a score claim: of statements where the sentence names them beside it, else of
    /// the council. A statement is scored and not rated, but people and headlines say so; the words for the
    /// ratings and for the scores are in the same order.
    fn in_words(&self, text: &str, words: &[Token], mentions: &[Mention], mention: &Mention) -> Vec<Claim> {
        let at = mention.tokens.start;
        let right = || statements_right(words, mentions, mention.tokens.end - 1, text);
        let (statements, score, rating) = match &mention.name {
            Name::Rating(rating) if is_rated(words, mentions, &mention.tokens) => {
                let before = || rated_statement(mentions, words, at).map(|key| vec![key.to_owned()]);
                let statements = Some(right()).filter(|right| !right.is_empty()).or_else(before);
                (statements.unwrap_or_default(), self.score_of(rating), Some(rating.clone()))
            }
            Name::Label(score) if is_shown(words, at) => {
                let statements = Some(right()).filter(|right| !right.is_empty());
                let statements = statements.unwrap_or_else(|| statements_left(mentions, at, 0));
                let overall = statements.is_empty() && words.iter().any(|word| word.folded == "overall");
                (statements, Some(*score), overall.then(|| self.rating_of(*score)).flatten())
            }
            _ => return Vec::new(),
        };
        let doubt = is_compared(words, mentions, &mention.tokens).then_some(UNCLEAR_NUMBER);
        let claim = |subject| Claim { doubt, in_words: true, ..Claim::new(subject, at, denied(words, at)) };
        match (statements.is_empty(), score, rating) {
            (true, _, Some(rating)) => vec![claim(ClaimSubject::Rating(rating))],
            (false, Some(Score(score)), _) => {
                let scores = Allowed::exactly(score);
                let subjects =
                    statements.into_iter().map(|statement| ClaimSubject::Score { statement, scores });
                subjects.map(claim).collect()
            }
            _ => Vec::new(),
        }
    }

    fn score_of(&self, rating: &str) -> Option<Score> {
        self.catalogue.frameworks.iter().find_map(|framework| {
            let at = framework.ratings.iter().position(|band| band.key == rating)?;
            Some(Score(framework.scale.min + u8::try_from(at).ok()?))
        })
    }

    fn rating_of(&self, score: Score) -> Option<String> {
        self.catalogue.frameworks.iter().find_map(|framework| {
            let at = score.0.checked_sub(framework.scale.min)?;
            framework.ratings.get(usize::from(at)).map(|band| band.key.clone())
        })
    }

    /// Whom a claim is about: as its sentence says; else who is named before the sentence, or leads into the
    /// paragraph. Of a list each number has its own council.
    fn held(&self, claim: &Claim, said: Sentence<'_>, block: usize, sentence: &Range<usize>) -> Held {
        let earlier = || {
            let named = self.context.named_in(block).iter().rev();
            named.filter(|(at, _)| at.end <= sentence.start).map(|(_, name)| name.clone())
        };
        let mut doubt = claim.doubt.map(str::to_owned);
        let mut councils = match said.whom(claim.token, claim.beside) {
            Whom::Councils(councils) => councils,
            Whom::OneOf(councils) => {
                doubt =
                    doubt.or_else(|| Some("which of the councils it is about is not understood".to_owned()));
                councils
            }
            Whom::Others { words, size } => {
                let mut named: Vec<String> = earlier().collect();
                named.reverse();
                let mut different = Vec::new();
                named.into_iter().for_each(|name| {
                    if !different.contains(&name) {
                        different.push(name);
                    }
                });
                // "Barnet and Camden were assessed. Both scored 3."
                if size.is_none_or(|size| usize::from(size) != different.len()) {
                    doubt = Some(format!(
                        "it is about “{words}”, and the draft does not say by name who that is"
                    ));
                    different.clear();
                }
                different
            }
            Whom::NotSaid => match earlier().next() {
                Some(name) => vec![name],
                None => self.context.leading_into(block),
            },
        };
        match claim.listed {
            Some(Listed::ByCouncil { at, of }) if councils.len() == of => {
                councils = vec![councils.swap_remove(at)];
            }
            Some(Listed::ByStatement) if councils.len() == 1 => {}
            None => {}
            Some(_) => doubt = doubt.or_else(|| Some(UNCLEAR_LIST.to_owned())),
        }
        Held { councils, doubt }
    }

    fn checked(&self, claim: &Claim, held: &Held, sentence: &str, at: Location) -> Vec<CheckedClaim> {
        let make = |authority: Option<&String>, (verdict, because, places): Answer| CheckedClaim {
            at,
            sentence: sentence.to_owned(),
            authority: authority.cloned(),
            subject: claim.subject.clone(),
            negated: claim.negated,
            verdict,
            because,
            places,
        };
        if held.councils.is_empty() {
            let because = "the draft does not say which council it is about".to_owned();
            let because = held.doubt.clone().unwrap_or(because);
            return vec![make(None, (ClaimVerdict::Unknown, because, Vec::new()))];
        }
        let answers = held.councils.iter().map(|council| {
            let (verdict, because, places) = self.answer(claim, council);
            let answer = match &held.doubt {
                Some(doubt) => (ClaimVerdict::Unknown, format!("{doubt}; {because}"), places),
                None => (verdict, because, places),
            };
            make(Some(council), answer)
        });
        answers.collect()
    }

    fn answer(&self, claim: &Claim, council: &str) -> Answer {
        let mut rows: Vec<&Row> = self
            .matrix
            .rows
            .iter()
            .filter(|row| same_authority(self.catalogue, &row.authority, council))
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.published()));
        let Some(newest) = rows.first() else {
            let because = format!("no report of {council} in the index states a score");
            return (ClaimVerdict::Unknown, because, Vec::new());
        };
        let Some(framework) = self.catalogue.framework(&newest.framework) else {
            return (ClaimVerdict::Unknown, "its framework is not known".to_owned(), Vec::new());
        };
        let answers: Vec<Answer> =
            rows.iter().map(|row| held_against(&claim.subject, claim.negated, row, framework)).collect();
        // An earlier assessment may be the one that the draft speaks of.
        if answers[0].0 == ClaimVerdict::Wrong
            && let Some(earlier) = answers.iter().position(|answer| answer.0 == ClaimVerdict::Right)
        {
            let month =
                rows[earlier].published().map_or_else(|| "undated".to_owned(), |month| month.to_string());
            let because = format!("right for the assessment of {month}; in the latest, {}", answers[0].1);
            return (ClaimVerdict::Right, because, answers[earlier].2.clone());
        }
        answers.into_iter().next().expect("there is a newest row")
    }
}
