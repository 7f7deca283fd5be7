//! Sentences as drafts have them, and the claims that are read in each.

use super::claims::Scores;
use super::context::Context;
use super::lines::Lines;
use super::names::Names;
use crate::{
    analytics::matrix::{MatrixRequest, matrix},
    backend::{
        Assessments, FileRecord, Outcome, Stamp,
        answers::{ClaimSubject, Matrix},
    },
    model::{
        Block, BlockKind, Catalogue, FileFacts, Kind, Location, RatingFact, ReportId, Score, ScoreFact,
        ScoreSource,
    },
};

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
    let scores =
        Scores { matrix: &matrix, catalogue: &catalogue, names: &names, context: &context, lines: &lines };
    scores
        .claims(&blocks, &[])
        .into_iter()
        .map(|claim| {
            let subject = match claim.subject {
                ClaimSubject::Score { statement, scores } => format!("{statement} {scores}"),
                ClaimSubject::Unnamed { words: Some(words), scores } => format!("“{words}” {scores}"),
                ClaimSubject::Unnamed { words: None, scores } => scores.to_string(),
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
        ("Barnet Council received a score of 2 out of 4 for Assessing needs.", &["Barnet: needs 2: right"]),
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
        ("No council did badly, but Camden scored 4 for safeguarding.", &["Camden: safeguarding 4: right"]),
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
        ("In Barnet, evidence shows a good standard for safeguarding.", &["Barnet: safeguarding 3: right"]),
        ("In Barnet, evidence shows some shortfalls in safeguarding.", &["Barnet: safeguarding 2: wrong"]),
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
fn comparisons_are_held_against_the_score() {
    let table: [(&str, &[&str]); 31] = [
        ("Barnet scored at least 2 for safeguarding.", &["Barnet: safeguarding at least 2: right"]),
        ("Barnet scored at least 4 for safeguarding.", &["Barnet: safeguarding at least 4: wrong"]),
        ("Barnet scored above 2 for safeguarding.", &["Barnet: safeguarding at least 3: right"]),
        ("Barnet scored above 3 for safeguarding.", &["Barnet: safeguarding at least 4: wrong"]),
        ("Barnet scored less than 3 for assessing needs.", &["Barnet: needs at most 2: right"]),
        ("Barnet scored at most 2 for assessing needs.", &["Barnet: needs at most 2: right"]),
        ("Barnet scored no more than 2 for assessing needs.", &["Barnet: needs at most 2: right"]),
        ("Barnet scored not more than 2 for safeguarding.", &["Barnet: safeguarding at least 3: wrong"]),
        ("Barnet scored no less than 3 for safeguarding.", &["Barnet: safeguarding at least 3: right"]),
        ("Barnet did not score above 3 for safeguarding.", &["Barnet: safeguarding at least 4: right"]),
        ("Barnet scored below 3 for safeguarding.", &["Barnet: safeguarding at most 2: wrong"]),
        ("Barnet scored 2 or more for safeguarding.", &["Barnet: safeguarding at least 2: right"]),
        ("Barnet scored 2 or below for safeguarding.", &["Barnet: safeguarding at most 2: wrong"]),
        ("Barnet scored 3 out of 4 or better for safeguarding.", &["Barnet: safeguarding at least 3: right"]),
        ("Barnet scored between 2 and 3 for safeguarding.", &["Barnet: safeguarding 2 to 3: right"]),
        ("Barnet scored 3 or 4 for assessing needs.", &["Barnet: needs 3 to 4: wrong"]),
        ("Barnet scored 2–3 for safeguarding.", &["Barnet: safeguarding 2 to 3: right"]),
        ("Barnet got a score of at least two for safeguarding.", &["Barnet: safeguarding at least 2: right"]),
        ("Barnet's score for safeguarding was above 2.", &["Barnet: safeguarding at least 3: right"]),
        ("Barnet scored 2+ for safeguarding.", &["Barnet: safeguarding at least 2: right"]),
        ("Barnet scored >= 4 for safeguarding.", &["Barnet: safeguarding at least 4: wrong"]),
        ("Barnet scored a minimum of 3 for safeguarding.", &["Barnet: safeguarding at least 3: right"]),
        ("Barnet fell short of a score of 4 for safeguarding.", &["Barnet: safeguarding at most 3: right"]),
        ("Barnet scored more than 60% overall.", &["Barnet: at least 61%: right"]),
        ("Barnet scored below 60% overall.", &["Barnet: at most 59%: wrong"]),
        // What is not understood is unknown.
        ("Barnet scored nearly 4 for safeguarding.", &["Barnet: safeguarding 4: unknown"]),
        ("Barnet scored 1 or 4 for safeguarding.", &["Barnet: safeguarding 1: unknown"]),
        ("Barnet was rated good or outstanding.", &["Barnet: good: unknown"]),
        ("Barnet was rated at least good.", &["Barnet: good: unknown"]),
        ("Barnet scored better than Camden's 4 for safeguarding.", &["Camden: safeguarding 4: right"]),
        ("Barnet's average score was 4 for safeguarding.", &["?: safeguarding 4: unknown"]),
    ];
    hold(&table);
}

#[test]
fn each_score_of_a_list_is_its_own_councils_or_statements() {
    let table: [(&str, &[&str]); 27] = [
        (
            "Barnet and Camden scored 3 and 4 for safeguarding.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 4: right"],
        ),
        (
            "Barnet and Camden scored 4 and 3 respectively for safeguarding.",
            &["Barnet: safeguarding 4: wrong", "Camden: safeguarding 3: wrong"],
        ),
        (
            "Leeds, Barnet and Camden scored 2, 3 and 4 for safeguarding respectively.",
            &[
                "Leeds: safeguarding 2: unknown",
                "Barnet: safeguarding 3: right",
                "Camden: safeguarding 4: right",
            ],
        ),
        (
            "Barnet scored 3 and 2 for safeguarding and assessing needs.",
            &["Barnet: safeguarding 3: right", "Barnet: needs 2: right"],
        ),
        (
            "Barnet scored 2 and 3 for safeguarding.",
            &["Barnet: safeguarding 2: unknown", "Barnet: safeguarding 3: unknown"],
        ),
        (
            "The scores for safeguarding in Barnet and Camden were 3 and 4.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 4: right"],
        ),
        (
            "Scores of 3 and 4 for safeguarding in Barnet and Camden are high.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 4: right"],
        ),
        (
            "Barnet scored 3 for safeguarding and Camden 1.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 1: wrong"],
        ),
        (
            "Barnet scored 3, and Camden 4 for safeguarding.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 4: right"],
        ),
        (
            "For safeguarding, Barnet scored 3 and Camden 1.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 1: wrong"],
        ),
        (
            "Safeguarding: Barnet 4, Camden 1.",
            &["Barnet: safeguarding 4: wrong", "Camden: safeguarding 1: wrong"],
        ),
        (
            "Safeguarding: 3 in Barnet, 1 in Camden.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 1: wrong"],
        ),
        (
            "Safeguarding – Barnet (3), Camden (4)",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 4: right"],
        ),
        (
            "The scores for safeguarding were 3 for Barnet and 1 for Camden.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 1: wrong"],
        ),
        ("The CQC gave Barnet a 4 for safeguarding.", &["Barnet: safeguarding 4: wrong"]),
        (
            "The regulator awarded the London Borough of Barnet 4 for safeguarding.",
            &["Barnet: safeguarding 4: wrong"],
        ),
        ("With a 4 for safeguarding, Camden leads.", &["Camden: safeguarding 4: right"]),
        ("Barnet scored 2.", &["Barnet: 2: unknown"]),
        (
            "Barnet scored 3 for safeguarding, but Camden only 1.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 1: wrong"],
        ),
        (
            "Safeguarding was scored 3 in Barnet and Camden.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 3: wrong"],
        ),
        (
            "Barnet (safeguarding 3, assessing needs 1) was first.",
            &["Barnet: safeguarding 3: right", "Barnet: needs 1: wrong"],
        ),
        (
            "Barnet did worse than Camden (safeguarding 4, assessing needs 4).",
            &["Camden: safeguarding 4: right", "Camden: needs 4: unknown"],
        ),
        (
            "Two councils scored 4 for safeguarding: Barnet and Camden.",
            &["Barnet: safeguarding 4: wrong", "Camden: safeguarding 4: right"],
        ),
        (
            "Barnet and Camden did well. Two councils scored 4 for safeguarding.",
            &["?: safeguarding 4: unknown"],
        ),
        ("Did Barnet score 4 for safeguarding?", &[]),
        ("Safeguarding: Barnet 4 teams, Camden 1 team.", &[]),
        ("Barnet gave 3 talks on safeguarding.", &[]),
    ];
    hold(&table);
}

#[test]
fn a_claim_about_somebody_else_is_not_held_against_the_council_beside_it() {
    let table: [(&str, &[&str]); 19] = [
        ("Barnet's neighbours scored 4 for safeguarding.", &["?: safeguarding 4: unknown"]),
        ("Barnet’s neighbours, by contrast, scored 4 for safeguarding.", &["?: safeguarding 4: unknown"]),
        ("The neighbours of Barnet scored 4 for safeguarding.", &["?: safeguarding 4: unknown"]),
        ("Barnet's rivals were rated outstanding.", &["?: outstanding: unknown"]),
        ("Care homes in Barnet were rated inadequate.", &["?: inadequate: unknown"]),
        (
            "Barnet did well. All three councils scored at least 2 for safeguarding.",
            &["?: safeguarding at least 2: unknown"],
        ),
        ("Barnet did well. Most councils scored 2 for safeguarding.", &["?: safeguarding 2: unknown"]),
        ("Barnet did well. Another council scored 2 for safeguarding.", &["?: safeguarding 2: unknown"]),
        (
            "Barnet and Camden were assessed. Both scored at least 3 for safeguarding.",
            &["Barnet: safeguarding at least 3: right", "Camden: safeguarding at least 3: right"],
        ),
        (
            "Barnet and Camden both scored 3 for safeguarding.",
            &["Barnet: safeguarding 3: right", "Camden: safeguarding 3: wrong"],
        ),
        ("Barnet, which borders Camden, scored 3 for safeguarding.", &["Barnet: safeguarding 3: right"]),
        (
            "Barnet, one of three councils in the north, scored 3 for safeguarding.",
            &["Barnet: safeguarding 3: right"],
        ),
        (
            "Barnet worked with Camden and scored 3 for safeguarding.",
            &["Barnet: safeguarding 3: unknown", "Camden: safeguarding 3: unknown"],
        ),
        (
            "Barnet or Camden scored 4 for safeguarding.",
            &["Barnet: safeguarding 4: unknown", "Camden: safeguarding 4: unknown"],
        ),
        ("Barnet did well and scored 3 for safeguarding.", &["Barnet: safeguarding 3: right"]),
        ("Barnet's adult social care was rated good.", &["Barnet: good: right"]),
        (
            "Barnet Council's adult social care services scored 3 for safeguarding.",
            &["Barnet: safeguarding 3: right"],
        ),
        ("Unlike other councils, Barnet scored 3 for safeguarding.", &["Barnet: safeguarding 3: right"]),
        (
            "Barnet did well. Unlike other councils, it scored 2 for safeguarding.",
            &["Barnet: safeguarding 2: wrong"],
        ),
    ];
    hold(&table);
}

#[test]
fn a_paragraph_goes_on_about_a_council_only_where_the_one_before_names_no_other() {
    let score = "It scored 3 for safeguarding.";
    assert_eq!(found(&["Barnet was assessed.", score]), ["Barnet: safeguarding 3: right"]);
    assert_eq!(found(&["Barnet was assessed before Camden.", score]), ["?: safeguarding 3: unknown"]);
    assert_eq!(
        found(&["Barnet was assessed.", "All three councils scored at least 2 for safeguarding."]),
        ["?: safeguarding at least 2: unknown"]
    );
    assert_eq!(found(&["Report on Camden", "Barnet is near.", score]), ["?: safeguarding 3: unknown"]);
    assert_eq!(
        found(&["Barnet did better than Camden:", score]),
        ["Barnet: safeguarding 3: right", "Camden: safeguarding 3: wrong"]
    );
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
