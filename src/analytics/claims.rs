//! What a draft claims of scores and ratings: "Barnet scored 2 for safeguarding", "Camden was rated
//! outstanding", "scored 62% overall".

use std::ops::Range;

use super::claim_words::{
    denied, follows_scoring, in_name, is_clause_end, is_given, is_hypothetical, is_list_entry,
    is_of_how_many, is_rated, is_scoring, is_shown, is_whole_number, listed_together, number, percent,
    previous_number, rated_statement, statement_right, statements_left, statements_right, stranger,
    unnamed_right,
};
use super::context::{Context, is_contrast};
use super::held_against::{Answer, held_against};
use super::lines::Lines;
use super::names::{Mention, Name, Names, Token, same_authority, tokens};
use super::quotations::Quotation;
use crate::backend::answers::{CheckedClaim, ClaimSubject, ClaimVerdict, Matrix, Row};
use crate::model::{Block, Catalogue, Location, Score};
use crate::text::sentences;

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
                    all.extend(self.checked(&claim, &councils, text, self.lines.place(block, at)));
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
            let score = Score(score);
            let mut subjects: Vec<ClaimSubject> =
                statements.into_iter().map(|statement| ClaimSubject::Score { statement, score }).collect();
            if subjects.is_empty() && (follows_scoring(words, mentions, at) || is_given(words, at)) {
                let words = unnamed_right(words, mentions, at, text);
                subjects.extend(words.map(|words| ClaimSubject::Unnamed { words, score }));
            }
            claims.extend(subjects.into_iter().map(|subject| Claim { subject, token: at, negated }));
        }
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
        claims.sort_by_key(|claim| claim.token);
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
        let claim = |subject| Claim { subject, token: at, negated: denied(words, at) };
        match (statements.is_empty(), score, rating) {
            (true, _, Some(rating)) => vec![claim(ClaimSubject::Rating(rating))],
            (false, Some(score), _) => {
                let subjects =
                    statements.into_iter().map(|statement| ClaimSubject::Score { statement, score });
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

    /// Whom a claim is about: one that no list knows, right before it; the councils named before it in the
    /// sentence, nearest first; those after it; those before the sentence; those that lead into the paragraph.
    fn councils(
        &self,
        claim: &Claim,
        text: &str,
        words: &[Token],
        mentions: &[Mention],
        block: usize,
        sentence: &Range<usize>,
    ) -> Vec<String> {
        if let Some(stranger) = stranger(text, words, mentions, claim.token) {
            return vec![stranger];
        }
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

    fn checked(&self, claim: &Claim, councils: &[String], sentence: &str, at: Location) -> Vec<CheckedClaim> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::matrix::{MatrixRequest, matrix};
    use crate::backend::{Assessments, FileRecord, Outcome, Stamp};
    use crate::model::{BlockKind, FileFacts, Kind, Location, RatingFact, ReportId, ScoreFact, ScoreSource};

    /// Barnet: safeguarding 3, needs 2, rated good (67%); Camden: safeguarding 4, rated outstanding.
    fn scores() -> Matrix {
        let file = |name: &str, scores: &[(&str, u8)], rating: &str, percent: Option<u8>| {
            let id = ReportId::from_id(&format!("{name}.txt"));
            let (authority, assessment) = (Some(name.into()), Some(format!("{name}/2025-01").into()));
            let at = Location { line: 4, page: None };
            let source = ScoreSource::Overview;
            let scores = scores.iter().map(|(statement, score)| ScoreFact {
                authority: authority.clone(),
                assessment: assessment.clone(),
                statement: Some((*statement).into()),
                score: Some(Score(*score)),
                status: None,
                source,
                at,
            });
            let rating = RatingFact {
                authority: authority.clone(),
                assessment: assessment.clone(),
                rating: Some(rating.into()),
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
                facts: Some(Box::new(FileFacts {
                    id,
                    digest: 0,
                    pages: Vec::new(),
                    scores: scores.collect(),
                    ratings: vec![rating],
                })),
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
        let (names, lines) = (Names::new(&catalogue, []), Lines::default());
        let context = Context::new(&blocks, &names);
        let matrix = scores();
        let scores = Scores {
            matrix: &matrix,
            catalogue: &catalogue,
            names: &names,
            context: &context,
            lines: &lines,
        };
        scores
            .claims(&blocks, &[])
            .into_iter()
            .map(|claim| {
                let subject = match claim.subject {
                    ClaimSubject::Score { statement, score } => format!("{statement} {score}"),
                    ClaimSubject::Unnamed { words, score } => format!("“{words}” {score}"),
                    ClaimSubject::Rating(rating) => rating,
                    ClaimSubject::Percent(percent) => format!("{percent}%"),
                };
                let who = claim.authority.as_deref().unwrap_or("?");
                format!("{who}: {subject}: {}", claim.verdict.key())
            })
            .collect()
    }

    /// Each sentence with the claims that are found in it.
    fn hold(table: &[(&str, &[&str])]) {
        let wrong: Vec<_> = table
            .iter()
            .map(|(text, expected)| (text, found(&[text]), expected))
            .filter(|(_, found, expected)| found != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn claims_are_read_as_people_write_them() {
        let table: [(&str, &[&str]); 36] = [
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
            (
                "Neither Barnet nor Camden scored 4 for safeguarding.",
                &["Barnet: safeguarding 4: right", "Camden: safeguarding 4: wrong"],
            ),
            (
                "None of the councils, including Camden, scored 4 for safeguarding.",
                &["Camden: safeguarding 4: wrong"],
            ),
            ("No council scored 4 for safeguarding, not even Barnet.", &["Barnet: safeguarding 4: right"]),
            (
                "No council did badly, but Camden scored 4 for safeguarding.",
                &["Camden: safeguarding 4: right"],
            ),
            ("Camden missed out on a score of 4 for safeguarding.", &["Camden: safeguarding 4: wrong"]),
            ("Barnet was rated good.", &["Barnet: good: right"]),
            ("Barnet has been rated as requires improvement.", &["Barnet: requires-improvement: wrong"]),
            ("Camden, rated “outstanding”, shared its work.", &["Camden: outstanding: right"]),
            ("Barnet's overall rating is Good.", &["Barnet: good: right"]),
            (
                "Inspectors rated the London Borough of Barnet as ‘requires improvement’.",
                &["Barnet: requires-improvement: wrong"],
            ),
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
        hold(&table);
    }

    #[test]
    fn words_for_scores_and_ratings_of_statements_are_claims_too() {
        let table: [(&str, &[&str]); 14] = [
            (
                "In Barnet, evidence shows a good standard for safeguarding.",
                &["Barnet: safeguarding 3: right"],
            ),
            (
                "In Barnet, evidence shows some shortfalls in safeguarding.",
                &["Barnet: safeguarding 2: wrong"],
            ),
            ("Safeguarding in Barnet: evidence shows a good standard.", &["Barnet: safeguarding 3: right"]),
            ("Barnet scored 2 (some shortfalls) for assessing needs.", &["Barnet: needs 2: right"]),
            (
                "Barnet scored 2, evidence shows significant shortfalls, for assessing needs.",
                &["Barnet: needs 1: wrong"],
            ),
            ("Overall, evidence in Barnet shows a good standard.", &["Barnet: good: right"]),
            ("There were some shortfalls in safeguarding training in Barnet.", &[]),
            ("Barnet has a good standard of housing.", &[]),
            ("Barnet's safeguarding was rated good.", &["Barnet: safeguarding 3: right"]),
            ("Safeguarding in Barnet was rated requires improvement.", &["Barnet: safeguarding 2: wrong"]),
            ("Barnet was rated good for safeguarding.", &["Barnet: safeguarding 3: right"]),
            ("Barnet was rated outstanding for assessing needs.", &["Barnet: needs 4: wrong"]),
            ("Barnet, where safeguarding matters, was rated good.", &["Barnet: good: right"]),
            ("Camden was judged outstanding overall.", &["Camden: outstanding: right"]),
        ];
        hold(&table);
    }

    #[test]
    fn a_claim_of_what_nobody_knows_is_unknown_and_not_passed_over() {
        let table: [(&str, &[&str]); 13] = [
            ("Barnet scored 2 for widgets.", &["Barnet: “widgets” 2: unknown"]),
            (
                "Barnet scored 3 out of 4 for keeping people safe, and 1 for assessing needs.",
                &["Barnet: “keeping people safe” 3: unknown", "Barnet: needs 1: wrong"],
            ),
            ("Barnet scored 3 for transitions.", &["Barnet: pathways 3: unknown"]),
            ("Camden did well. Barnett scored 4 for safeguarding.", &["Barnett: safeguarding 4: unknown"]),
            (
                "While Camden scored 4 for safeguarding, Narnia Council got a 3 for safeguarding.",
                &["Camden: safeguarding 4: right", "Narnia Council: safeguarding 3: unknown"],
            ),
            ("Camden did well. It scored 3 for safeguarding.", &["Camden: safeguarding 3: wrong"]),
            ("Camden did well. The Council scored 3 for safeguarding.", &["Camden: safeguarding 3: wrong"]),
            ("The Care Quality Commission rated Camden good.", &["Camden: good: wrong"]),
            (
                "Camden did well. The Care Quality Commission scored it 4 for safeguarding.",
                &["Camden: safeguarding 4: right"],
            ),
            ("Camden Adult Social Care scored 4 for safeguarding.", &["Camden: safeguarding 4: right"]),
            ("Camden did well. Barnett was rated outstanding.", &["Barnett: outstanding: unknown"]),
            ("Camden did well. Safeguarding scored 3.", &["Camden: safeguarding 3: wrong"]),
            ("Camden was given 3 months for repairs.", &[]),
        ];
        hold(&table);
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
