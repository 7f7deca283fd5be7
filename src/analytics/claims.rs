//! What a draft claims of scores and ratings: "Barnet scored 2 for safeguarding", "Camden was rated
//! outstanding", "scored 62% overall".

use std::ops::Range;

use super::context::{Context, is_contrast};
use super::names::{Mention, Name, Names, Token, same_authority, tokens};
use super::quotations::Quotation;
use crate::backend::answers::{
    CheckedClaim, ClaimSubject, ClaimVerdict, Mark, Matrix, Place, Row, Said, StatedRating,
};
use crate::model::{Block, BlockKind, Catalogue, Framework, Score};
use crate::text::sentences;

/// All that a claim is held against.
pub(super) struct Scores<'c> {
    pub(super) matrix: &'c Matrix,
    pub(super) catalogue: &'c Catalogue,
    pub(super) names: &'c Names,
    pub(super) context: &'c Context<'c>,
}

/// A claim as it stands in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Claim {
    subject: ClaimSubject,
    /// Index of the token that names the number or rating.
    token: usize,
    negated: bool,
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
                for claim in self.of_sentence(text, &words, &mentions, block) {
                    let at = sentence.start + words[claim.token].span.start;
                    if quoted.iter().any(|span| span.contains(&at)) {
                        continue;
                    }
                    let councils = self.councils(&claim, text, &words, &mentions, index, &sentence);
                    all.extend(self.checked(&claim, &councils, text, block));
                }
            }
        }
        all
    }

    fn of_sentence(&self, text: &str, words: &[Token], mentions: &[Mention], block: &Block) -> Vec<Claim> {
        let mut claims = Vec::new();
        let scoring = words.iter().any(|word| is_scoring(&word.folded));
        let listed = is_list_entry(text, words, mentions, block);
        for (at, word) in words.iter().enumerate() {
            if in_name(mentions, at) || is_of_how_many(words, at) {
                continue;
            }
            if let Some(percent) = percent(text, words, at)
                && words
                    .iter()
                    .any(|word| matches!(word.folded.as_str(), "overall" | "score" | "scored" | "rating"))
                && !statement_right(words, mentions, at)
            {
                claims.push(Claim {
                    subject: ClaimSubject::Percent(percent),
                    token: at,
                    negated: denied(words, at),
                });
                continue;
            }
            let Some(score) = number(&word.folded).filter(|_| is_whole_number(text, words, at)) else {
                continue;
            };
            let statements = match statements_right(words, mentions, at, text) {
                right if !right.is_empty() && (scoring || is_given(words, at)) => right,
                _ if listed => statements_left(mentions, at, 0),
                _ if scoring && follows_scoring(words, mentions, at) => {
                    let nearest = statements_left(mentions, at, previous_number(words, mentions, at));
                    nearest.into_iter().take(1).collect()
                }
                _ => Vec::new(),
            };
            let negated = denied(words, at);
            if is_hypothetical(words, at) {
                continue;
            }
            claims.extend(statements.into_iter().map(|statement| Claim {
                subject: ClaimSubject::Score { statement, score: Score(score) },
                token: at,
                negated,
            }));
        }
        for mention in mentions {
            let Name::Rating(rating) = &mention.name else { continue };
            let at = mention.tokens.start;
            if is_rated(words, &mention.tokens)
                && !is_hypothetical(words, at)
                && !rates_statement(mentions, words, at)
            {
                let subject = ClaimSubject::Rating(rating.clone());
                claims.push(Claim { subject, token: at, negated: denied(words, at) });
            }
        }
        claims.sort_by_key(|claim| claim.token);
        claims
    }

    /// Whom a claim is about: the councils named before it in the sentence, nearest first; those after it;
    /// those before the sentence; those that lead into the paragraph.
    fn councils(
        &self,
        claim: &Claim,
        text: &str,
        words: &[Token],
        mentions: &[Mention],
        block: usize,
        sentence: &Range<usize>,
    ) -> Vec<String> {
        let named: Vec<(&Mention, &String)> = mentions
            .iter()
            .filter_map(|mention| match &mention.name {
                Name::Authority(name) if !is_contrast(&text[..words[mention.tokens.start].span.start]) => {
                    Some((mention, name))
                }
                _ => None,
            })
            .collect();
        let after =
            named.iter().position(|(mention, _)| mention.tokens.start > claim.token).unwrap_or(named.len());
        // "in Barnet" right after the claim is nearer than a council that an earlier clause is about.
        if let Some((mention, name)) = named.get(after)
            && matches!(words[mention.tokens.start - 1].folded.as_str(), "in" | "for" | "at" | "by" | "of")
            && !words[claim.token..mention.tokens.start].iter().any(|word| is_clause_end(&word.folded))
            && after == 0
        {
            return vec![(*name).clone()];
        }
        if after > 0 {
            return listed_together(&named[..after], words);
        }
        if let Some((_, name)) = named.first() {
            return vec![(*name).clone()];
        }
        let earlier = self.context.named_in(block).iter().rev().find(|(at, _)| at.end <= sentence.start);
        match earlier {
            Some((_, name)) => vec![name.clone()],
            None => self.context.leading_into(block),
        }
    }

    fn checked(
        &self,
        claim: &Claim,
        councils: &[String],
        sentence: &str,
        block: &Block,
    ) -> Vec<CheckedClaim> {
        let make = |authority: Option<&String>, (verdict, because, places): Answer| CheckedClaim {
            at: block.at,
            sentence: sentence.to_owned(),
            authority: authority.cloned(),
            subject: claim.subject.clone(),
            negated: claim.negated,
            verdict,
            because,
            places,
        };
        if councils.is_empty() {
            let because = "the draft does not say which council it is about".to_owned();
            return vec![make(None, (ClaimVerdict::Unknown, because, Vec::new()))];
        }
        councils.iter().map(|council| make(Some(council), self.answer(claim, council))).collect()
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
        let answers: Vec<Answer> = rows.iter().map(|row| held_against(claim, row, framework)).collect();
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

type Answer = (ClaimVerdict, String, Vec<Said>);

fn held_against(claim: &Claim, row: &Row, framework: &Framework) -> Answer {
    match &claim.subject {
        ClaimSubject::Score { statement, score } => {
            score_answer(claim.negated, statement, *score, row, framework)
        }
        ClaimSubject::Rating(rating) => {
            let name = |key: &str| {
                let found = framework.ratings.iter().find(|band| band.key == key);
                found.map_or_else(|| key.to_owned(), |band| band.name.to_lowercase())
            };
            let stated: Vec<&StatedRating> =
                row.ratings.iter().filter(|stated| stated.rating.is_some()).collect();
            let words: Vec<&str> = stated.iter().filter_map(|stated| stated.rating.as_deref()).collect();
            let places = stated
                .iter()
                .map(|stated| said(stated, name(stated.rating.as_deref().unwrap_or(""))))
                .collect();
            if let Some(first) = words.first() {
                if words.iter().any(|word| word != first) {
                    return (ClaimVerdict::Unknown, "the sources give different ratings".to_owned(), places);
                }
                return verdict(
                    (first == rating) != claim.negated,
                    format!("the rating is {}", name(first)),
                    places,
                );
            }
            let indicated = match row.outlook.rating() {
                Some(indicated) => format!(
                    "no source states the rating; {} of {} scores would give {}",
                    row.outlook.scored,
                    row.outlook.of,
                    name(indicated)
                ),
                None => "no source states the rating".to_owned(),
            };
            (ClaimVerdict::Unknown, indicated, Vec::new())
        }
        ClaimSubject::Percent(percent) => {
            let stated: Vec<&StatedRating> =
                row.ratings.iter().filter(|stated| stated.percent.is_some()).collect();
            let places: Vec<Said> = stated
                .iter()
                .map(|stated| said(stated, format!("{}%", stated.percent.unwrap_or(0))))
                .collect();
            let percents: Vec<u8> = stated.iter().filter_map(|stated| stated.percent).collect();
            match percents.first() {
                Some(first) if percents.iter().all(|other| other == first) => {
                    let because = format!("the overall percentage is {first}%");
                    verdict((first == percent) != claim.negated, because, places)
                }
                Some(_) => {
                    (ClaimVerdict::Unknown, "the sources give different percentages".to_owned(), places)
                }
                None if row.outlook.is_complete() => {
                    let gives = row.outlook.percent.0;
                    let because = format!(
                        "its scores add up to {} of {}: {gives}%",
                        row.outlook.sum,
                        row.outlook.of * usize::from(framework.scale.max)
                    );
                    verdict((gives == *percent) != claim.negated, because, Vec::new())
                }
                None => {
                    (ClaimVerdict::Unknown, "no source states the overall percentage".to_owned(), Vec::new())
                }
            }
        }
    }
}

fn score_answer(negated: bool, statement: &str, score: Score, row: &Row, framework: &Framework) -> Answer {
    let name = framework.statement(statement).map_or(statement, |statement| &statement.name);
    let Some(cell) = row.cells.iter().find(|cell| cell.statement == statement) else {
        return (ClaimVerdict::Unknown, format!("{name} is not part of its framework"), Vec::new());
    };
    let places: Vec<Said> = cell.places.iter().filter_map(place).collect();
    match (cell.mark, cell.score) {
        (Mark::Conflicting, _) => {
            let says: Vec<&str> = places.iter().map(|place| place.says.as_str()).collect();
            let because = format!("the sources give {name} different scores ({})", says.join(", "));
            (ClaimVerdict::Unknown, because, places)
        }
        (mark, Some(given)) => {
            let label = framework.scale.label(given).map_or_else(String::new, |label| format!(" ({label})"));
            let kind = if mark == Mark::Indicative { "indicative score" } else { "score" };
            verdict((given == score) != negated, format!("the {kind} for {name} is {given}{label}"), places)
        }
        (Mark::NotScored, None) => {
            (ClaimVerdict::Unknown, format!("a report covers {name} and gives no score"), places)
        }
        (_, None) => (ClaimVerdict::Unknown, format!("no indexed report gives a score for {name}"), places),
    }
}

fn verdict(right: bool, because: String, places: Vec<Said>) -> Answer {
    (if right { ClaimVerdict::Right } else { ClaimVerdict::Wrong }, because, places)
}

fn place(place: &Place) -> Option<Said> {
    Some(Said { report: place.report.clone(), at: place.at, says: place.score?.to_string() })
}

fn said(stated: &StatedRating, says: String) -> Said {
    Said { report: stated.report.clone(), at: stated.at, says }
}

const NUMBERS: [&str; 11] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// A number that may be meant as a score; beyond ten nobody means one.
fn number(folded: &str) -> Option<u8> {
    let word = NUMBERS.iter().position(|number| *number == folded).and_then(|at| u8::try_from(at).ok());
    word.or_else(|| folded.parse().ok().filter(|number| *number <= 10 && folded.len() <= 2))
}

/// "62%", "62 out of 100".
fn percent(text: &str, words: &[Token], at: usize) -> Option<u8> {
    let folded = &words[at].folded;
    let sign = text[words[at].span.clone()].ends_with('%');
    let spelled = words.get(at + 1).is_some_and(|next| matches!(next.folded.as_str(), "percent" | "per"));
    let of_hundred = words
        .get(at + 1..at + 4)
        .is_some_and(|next| next[0].folded == "out" && next[1].folded == "of" && next[2].folded == "100");
    let number = folded.trim_end_matches('%').parse().ok().filter(|number| *number <= 100)?;
    // A share of people or money is no overall score.
    let of_something = words.get(at + 1).is_some_and(|next| next.folded == "of");
    ((sign || spelled || of_hundred) && !of_something).then_some(number)
}

/// Not a part of "16-18", "2.5", "2%", "£2" or "2,000".
fn is_whole_number(text: &str, words: &[Token], at: usize) -> bool {
    let span = &words[at].span;
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let (next, second) = (after.next(), after.next());
    let signed = text[span.clone()].contains(['%', '£', '+']);
    let joined = matches!(next, Some('-' | '\u{2013}' | '.' | ',' | '%'))
        && second.is_some_and(|c| c.is_ascii_digit());
    !signed
        && !joined
        && next != Some('%')
        && !before.is_some_and(|c| matches!(c, '£' | '.' | '-' | '\u{2013}'))
}

/// The four of "2 out of 4".
fn is_of_how_many(words: &[Token], at: usize) -> bool {
    at > 1
        && words[at - 1].folded == "of"
        && (words[at - 2].folded == "out" || number(&words[at - 2].folded).is_some())
}

fn is_scoring(folded: &str) -> bool {
    matches!(folded, "score" | "scored" | "scores" | "scoring")
}

/// "was given a 2", "received a 3", "awarded a four": the number must come soon.
fn is_given(words: &[Token], at: usize) -> bool {
    words[at.saturating_sub(3)..at].iter().any(|word| {
        matches!(word.folded.as_str(), "given" | "received" | "awarded" | "got" | "gained" | "achieved")
    })
}

/// Between the scoring word and the number stands nothing but small words and the statement's name.
fn follows_scoring(words: &[Token], mentions: &[Mention], at: usize) -> bool {
    words[..at]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(index, word)| {
            is_scoring(&word.folded) || is_small(&word.folded) || in_name(mentions, *index)
        })
        .any(|(_, word)| is_scoring(&word.folded))
}

fn is_small(folded: &str) -> bool {
    matches!(
        folded,
        "a" | "an"
            | "the"
            | "of"
            | "was"
            | "is"
            | "were"
            | "at"
            | "only"
            | "just"
            | "it"
            | "its"
            | "as"
            | "for"
            | "in"
            | "on"
            | "with"
            | "and"
            | "also"
            | "not"
            | "quality"
            | "statement"
            | "area"
            | "has"
            | "been"
    )
}

/// "2 for safeguarding", "3 (a good standard) for the quality statement Assessing needs and Safeguarding".
fn statements_right(words: &[Token], mentions: &[Mention], at: usize, text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut index = at + 1;
    let mut linked = false;
    let bracket_after =
        |from: usize, to: usize| text[words[from].span.end..words[to].span.start].contains('(');
    while index < words.len() && index < at + 40 {
        if let Some(mention) = mentions.iter().find(|mention| mention.tokens.start == index) {
            match &mention.name {
                Name::Statement(key) if linked => {
                    if !found.contains(key) {
                        found.push(key.clone());
                    }
                    index = mention.tokens.end;
                    continue;
                }
                Name::Authority(_) if linked && found.is_empty() => {
                    index = mention.tokens.end;
                    continue;
                }
                _ => break,
            }
        }
        let word = words[index].folded.as_str();
        if bracket_after(index - 1, index) {
            // What stands in brackets after the number explains it.
            let close =
                text[words[index].span.start..].find(')').map(|close| words[index].span.start + close);
            let Some(next) = close.and_then(|close| words.iter().position(|word| word.span.start > close))
            else {
                break;
            };
            if next <= index {
                break;
            }
            index = next;
            continue;
        }
        match word {
            "for" | "in" | "on" | "against" | "under" => linked = true,
            "out" | "of" | "4" | "four" if !linked => {}
            "the" | "its" | "their" | "quality" | "statement" | "statements" | "area" | "areas" | "both"
            | "theme" | "of" | "council" | "councils" => {}
            "and" | "or" if !found.is_empty() => {}
            _ => break,
        }
        index += 1;
    }
    found
}

fn statement_right(words: &[Token], mentions: &[Mention], at: usize) -> bool {
    mentions.iter().any(|mention| {
        matches!(mention.name, Name::Statement(_))
            && (at + 1..(at + 6).min(words.len())).contains(&mention.tokens.start)
    })
}

/// Statements between `from` and `at`, nearest first.
fn statements_left(mentions: &[Mention], at: usize, from: usize) -> Vec<String> {
    let statements =
        mentions.iter().rev().filter(|mention| mention.tokens.end <= at && mention.tokens.start >= from);
    statements
        .filter_map(|mention| match &mention.name {
            Name::Statement(key) => Some(key.clone()),
            _ => None,
        })
        .take(1)
        .collect()
}

fn previous_number(words: &[Token], mentions: &[Mention], at: usize) -> usize {
    (0..at)
        .rev()
        .find(|index| !in_name(mentions, *index) && number(&words[*index].folded).is_some())
        .map_or(0, |i| i + 1)
}

fn in_name(mentions: &[Mention], at: usize) -> bool {
    mentions.iter().any(|mention| mention.tokens.contains(&at))
}

/// A line of a list or table that is a statement and a number: "- Safeguarding: 2".
fn is_list_entry(text: &str, words: &[Token], mentions: &[Mention], block: &Block) -> bool {
    let listed = matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow { .. }) || text == block.text;
    let first = mentions.iter().find(|mention| matches!(mention.name, Name::Statement(_)));
    let Some(first) = first else { return false };
    let lead: Vec<&Mention> =
        mentions.iter().filter(|mention| mention.tokens.end <= first.tokens.start).collect();
    let only_names_before = (0..first.tokens.start).all(|at| {
        lead.iter().any(|mention| mention.tokens.contains(&at)) || words[at].folded.parse::<u8>().is_ok()
    });
    let rest = &words[first.tokens.end..];
    let number_last = rest.last().is_some_and(|word| number(&word.folded).is_some());
    let small = rest
        .iter()
        .rev()
        .skip(1)
        .all(|word| is_scoring(&word.folded) || is_small(&word.folded) || word.folded == "indicative");
    let marked = text[words[first.tokens.end - 1].span.end..]
        .contains([':', '|', '-', '\u{2013}', '\u{2014}', '(', '='])
        || rest.iter().any(|word| is_scoring(&word.folded));
    listed && only_names_before && number_last && small && marked
}

/// "rated good", "rating of good", "rating is requires improvement", "a good rating".
fn is_rated(words: &[Token], rating: &Range<usize>) -> bool {
    let before: Vec<&str> = words[rating.start.saturating_sub(4)..rating.start]
        .iter()
        .rev()
        .map(|word| word.folded.as_str())
        .skip_while(|word| {
            matches!(*word, "as" | "a" | "an" | "of" | "is" | "was" | "overall" | "being" | "to" | "be")
        })
        .collect();
    let after = words.get(rating.end).map_or("", |word| word.folded.as_str());
    matches!(before.first(), Some(&("rated" | "rating" | "rates")))
        || (after == "rating" || after == "overall" && before.first() == Some(&"judged"))
}

/// "safeguarding was rated good": statements are scored; of the council nothing is claimed.
fn rates_statement(mentions: &[Mention], words: &[Token], at: usize) -> bool {
    let rated =
        (0..at).rev().find(|index| matches!(words[*index].folded.as_str(), "rated" | "rating" | "rates"));
    let Some(rated) = rated else { return false };
    let subject = mentions.iter().rev().find(|mention| {
        mention.tokens.end <= rated && matches!(mention.name, Name::Statement(_) | Name::Authority(_))
    });
    subject.is_some_and(|subject| {
        matches!(subject.name, Name::Statement(_))
            && words[subject.tokens.end..rated].iter().all(|word| is_small(&word.folded))
    })
}

/// "aims to be rated good", "would have scored 3".
fn is_hypothetical(words: &[Token], at: usize) -> bool {
    let near = &words[at.saturating_sub(6)..at];
    let unreal = |word: &str| {
        matches!(
            word,
            "would"
                | "could"
                | "should"
                | "might"
                | "may"
                | "if"
                | "aims"
                | "aim"
                | "hopes"
                | "expects"
                | "whether"
                | "will"
        )
    };
    let to_be = near.windows(2).any(|two| {
        two[0].folded == "to"
            && matches!(two[1].folded.as_str(), "be" | "score" | "get" | "achieve" | "become")
    });
    near.iter().any(|word| unreal(&word.folded))
        || to_be
        || words.first().is_some_and(|word| word.folded == "if")
}

/// A "not" or "never" shortly before.
fn denied(words: &[Token], at: usize) -> bool {
    words[at.saturating_sub(5)..at].iter().any(|word| {
        matches!(
            word.folded.as_str(),
            "not" | "never" | "didnt" | "wasnt" | "isnt" | "doesnt" | "hasnt" | "werent"
        )
    })
}

fn is_clause_end(folded: &str) -> bool {
    matches!(folded, "and" | "but" | "while" | "whereas" | "although")
}

/// The nearest council, and those it is listed with: "Barnet and Camden scored 3".
fn listed_together(named: &[(&Mention, &String)], words: &[Token]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut right: Option<&Mention> = None;
    for (mention, name) in named.iter().rev() {
        if let Some(right) = right {
            let between = &words[mention.tokens.end..right.tokens.start];
            if !between.iter().all(|word| matches!(word.folded.as_str(), "and" | "both" | "or")) {
                break;
            }
        }
        if !found.contains(name) {
            found.push((*name).clone());
        }
        right = Some(*mention);
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::matrix::{MatrixRequest, matrix};
    use crate::backend::{Assessments, FileRecord, Outcome, Stamp};
    use crate::model::{FileFacts, Kind, Location, RatingFact, ReportId, ScoreFact, ScoreSource};

    /// Barnet: safeguarding 3, needs 2, rated good (67%); Camden: safeguarding 4, rated outstanding.
    fn scores() -> Matrix {
        let file = |name: &str, scores: &[(&str, u8)], rating: &str, percent: Option<u8>| {
            let id = ReportId::from_id(&format!("{name}.txt"));
            let (authority, assessment) = (Some(name.to_owned()), Some(format!("{name}/2025-01")));
            let at = Location { line: 4, page: None };
            let source = ScoreSource::Overview;
            let scores = scores.iter().map(|(statement, score)| ScoreFact {
                authority: authority.clone(),
                assessment: assessment.clone(),
                statement: Some((*statement).to_owned()),
                score: Some(Score(*score)),
                status: None,
                source,
                at,
            });
            let rating = RatingFact {
                authority: authority.clone(),
                assessment: assessment.clone(),
                rating: Some(rating.to_owned()),
                percent,
                status: None,
                source,
                at,
            };
            FileRecord {
                id: id.clone(),
                stamp: Stamp::default(),
                hash: None,
                outcome: Outcome::Indexed(Kind::Overview),
                paragraphs: 1,
                problems: Vec::new(),
                shared_problems: Vec::new(),
                facts: Some(FileFacts {
                    id,
                    kind: Kind::Overview,
                    digest: 0,
                    pages: Vec::new(),
                    scores: scores.collect(),
                    ratings: vec![rating],
                }),
                near_copy_of: None,
            }
        };
        let records = [
            file("Barnet", &[("safeguarding", 3), ("needs", 2)], "good", Some(67)),
            file("Camden", &[("safeguarding", 4)], "outstanding", None),
        ];
        let request = MatrixRequest { assessments: Assessments::All, filters: Vec::new() };
        matrix(&records, &Catalogue::embedded(), &request)
    }

    fn found(lines: &[&str]) -> Vec<String> {
        let catalogue = Catalogue::embedded();
        let blocks: Vec<Block> = lines
            .iter()
            .map(|line| Block {
                kind: BlockKind::Paragraph,
                text: (*line).to_owned(),
                at: Location { line: 1, page: None },
            })
            .collect();
        let names = Names::new(&catalogue, []);
        let context = Context::new(&blocks, &names);
        let matrix = scores();
        let scores = Scores { matrix: &matrix, catalogue: &catalogue, names: &names, context: &context };
        scores
            .claims(&blocks, &[])
            .into_iter()
            .map(|claim| {
                let subject = match claim.subject {
                    ClaimSubject::Score { statement, score } => format!("{statement} {score}"),
                    ClaimSubject::Rating(rating) => rating,
                    ClaimSubject::Percent(percent) => format!("{percent}%"),
                };
                let who = claim.authority.as_deref().unwrap_or("?");
                format!("{who}: {subject}: {}", claim.verdict.key())
            })
            .collect()
    }

    #[test]
    fn claims_are_read_as_people_write_them() {
        let table: [(&str, &[&str]); 30] = [
            ("Barnet scored 3 for safeguarding.", &["Barnet: safeguarding 3: right"]),
            ("Barnet scored 2 for safeguarding.", &["Barnet: safeguarding 2: wrong"]),
            ("Barnet scored two for safeguarding.", &["Barnet: safeguarding 2: wrong"]),
            ("Barnet scored 5 for safeguarding.", &["Barnet: safeguarding 5: wrong"]),
            (
                "Barnet Council received a score of 2 out of 4 for Assessing needs.",
                &["Barnet: needs 2: right"],
            ),
            ("The London Borough of Barnet got a 3 for safeguarding.", &["Barnet: safeguarding 3: right"]),
            (
                "Barnet scored 3 for safeguarding and 1 for assessing needs.",
                &["Barnet: safeguarding 3: right", "Barnet: needs 1: wrong"],
            ),
            ("Barnet scored 3 (a good standard) for safeguarding.", &["Barnet: safeguarding 3: right"]),
            ("Barnet's score for safeguarding was 4.", &["Barnet: safeguarding 4: wrong"]),
            ("Safeguarding in Barnet was scored 3.", &["Barnet: safeguarding 3: right"]),
            ("A score of 3 for safeguarding in Barnet is no surprise.", &["Barnet: safeguarding 3: right"]),
            ("Unlike Barnet, Camden scored 4 for safeguarding.", &["Camden: safeguarding 4: right"]),
            ("Camden, unlike Barnet, scored 4 for safeguarding.", &["Camden: safeguarding 4: right"]),
            (
                "Barnet and Camden scored 3 for safeguarding.",
                &["Barnet: safeguarding 3: right", "Camden: safeguarding 3: wrong"],
            ),
            (
                "Barnet scored 3 for safeguarding, while Camden scored 4 for safeguarding.",
                &["Barnet: safeguarding 3: right", "Camden: safeguarding 4: right"],
            ),
            ("Barnet did not score 3 for safeguarding.", &["Barnet: safeguarding 3: wrong"]),
            ("Barnet was rated good.", &["Barnet: good: right"]),
            ("Barnet has been rated as requires improvement.", &["Barnet: requires-improvement: wrong"]),
            ("Camden, rated “outstanding”, shared its work.", &["Camden: outstanding: right"]),
            ("Barnet's overall rating is Good.", &["Barnet: good: right"]),
            ("Barnet was not rated good.", &["Barnet: good: wrong"]),
            ("Barnet aims to be rated outstanding by 2027.", &[]),
            ("Barnet scored 67% overall.", &["Barnet: 67%: right"]),
            ("Barnet's overall score was 76 out of 100.", &["Barnet: 76%: wrong"]),
            ("Barnet scored 3 for governance.", &["Barnet: governance 3: unknown"]),
            ("Leeds scored 3 for safeguarding.", &["Leeds: safeguarding 3: unknown"]),
            ("A council scored 3 for safeguarding.", &["?: safeguarding 3: unknown"]),
            ("Barnet has 3 teams for safeguarding and good leaders.", &[]),
            ("In Barnet 62% of people were satisfied with safeguarding.", &[]),
            ("Barnet made good progress, and 2 of 3 plans are done.", &[]),
        ];
        let wrong: Vec<_> = table
            .iter()
            .map(|(text, expected)| (text, found(&[text]), expected))
            .filter(|(_, found, expected)| found != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn lists_and_later_sentences_keep_their_council() {
        assert_eq!(
            found(&["Scores of Barnet", "Safeguarding: 3", "Assessing needs - 1"]),
            ["Barnet: safeguarding 3: right", "Barnet: needs 1: wrong"]
        );
        assert_eq!(
            found(&["Barnet was assessed in 2024. It was rated good. It scored 2 for safeguarding."]),
            ["Barnet: good: right", "Barnet: safeguarding 2: wrong"]
        );
    }
}
