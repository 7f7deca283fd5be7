//! What contradicts itself in the stated scores and ratings (`scores --check`).

use super::rating::{band, outlook};
use crate::{
    backend::{
        FileRecord, Outcome,
        answers::{Conflict, ConflictKind, Mark, Matrix, Place, Row, Said, StatedRating},
    },
    model::{Catalogue, Framework, Location, ProblemCode, Score, ScoreSource},
};

/// Every contradiction of the matrix's rows, and of single files; in the order of the rows, then of the files.
pub fn conflicts(matrix: &Matrix, records: &[FileRecord], catalogue: &Catalogue) -> Vec<Conflict> {
    let mut found = Vec::new();
    for row in &matrix.rows {
        of_cells(row, matrix, &mut found);
        of_ratings(row, catalogue, &mut found);
    }
    of_files(matrix, records, &mut found);
    found
}

fn of_cells(row: &Row, matrix: &Matrix, found: &mut Vec<Conflict>) {
    for (cell, column) in row.cells.iter().zip(&matrix.columns) {
        if cell.mark != Mark::Conflicting {
            continue;
        }
        let stated: Vec<Said> = cell.places.iter().filter_map(says_score).collect();
        let words = stated.iter().zip(cell.places.iter().filter(|place| place.score.is_some()));
        let who: Vec<String> = words
            .map(|(stated, place)| format!("{} by {}", stated.says, source_words(place.source)))
            .collect();
        found.push(Conflict {
            kind: ConflictKind::Scores,
            authority: Some(row.authority.clone()),
            assessment: row.assessment.clone(),
            statement: Some(cell.statement.clone()),
            message: format!("{} is scored {}", column.name, in_words(&who)),
            stated,
        });
    }
}

fn of_ratings(row: &Row, catalogue: &Catalogue, found: &mut Vec<Conflict>) {
    let Some(framework) = catalogue.framework(&row.framework) else { return };
    among_themselves(row, framework, found);
    // Each kind of source is held to its own scores where it has any: a wrong digit in a press release makes
    // the release contradict itself, and not the overview.
    for stated in &row.ratings {
        let own = scores_of(row, stated.source);
        let own_are_enough = own.iter().flatten().count() == framework.statements.len();
        let all: Vec<Option<Score>> = row.cells.iter().map(|cell| cell.score).collect();
        let (scores, whose) = match own_are_enough {
            true => (own, "its own scores"),
            false if all.len() == framework.statements.len() => (all, "the scores"),
            false => continue,
        };
        let outlook = outlook(framework, &scores);
        let rating_is_off =
            stated.rating.as_ref().is_some_and(|rating| !outlook.ratings.iter().any(|r| r == rating));
        let percent_is_off = stated.percent.is_some_and(|percent| !outlook.allows_percent(percent));
        if !rating_is_off && !percent_is_off {
            continue;
        }
        let gives = match outlook.percent {
            (low, high) if low == high => format!("{low}%"),
            (low, high) => format!("{low}% to {high}%"),
        };
        let names: Vec<String> =
            outlook.ratings.iter().map(|key| rating_name(framework, key).to_lowercase()).collect();
        found.push(Conflict {
            kind: ConflictKind::Rating,
            authority: Some(row.authority.clone()),
            assessment: row.assessment.clone(),
            statement: None,
            message: format!(
                "{} states {}, but {whose} add up to {} of {}: {gives}, {}",
                source_words(stated.source),
                rating_says(stated, framework),
                outlook.sum,
                outlook.of * usize::from(framework.scale.max),
                names.join(" or "),
            ),
            stated: vec![says_rating(stated, framework)],
        });
    }
}

fn among_themselves(row: &Row, framework: &Framework, found: &mut Vec<Conflict>) {
    let means = |stated: &StatedRating| -> Vec<String> {
        let of_percent = stated.percent.and_then(|percent| band(framework, percent)).map(|b| b.key.clone());
        stated.rating.iter().cloned().chain(of_percent).collect()
    };
    let mut meant: Vec<String> = row.ratings.iter().flat_map(means).collect();
    meant.sort();
    meant.dedup();
    let mut percents: Vec<u8> = row.ratings.iter().filter_map(|stated| stated.percent).collect();
    percents.sort_unstable();
    percents.dedup();
    if meant.len() < 2 && percents.len() < 2 {
        return;
    }
    let who: Vec<String> = row
        .ratings
        .iter()
        .map(|stated| format!("{} by {}", rating_says(stated, framework), source_words(stated.source)))
        .collect();
    found.push(Conflict {
        kind: ConflictKind::Ratings,
        authority: Some(row.authority.clone()),
        assessment: row.assessment.clone(),
        statement: None,
        message: format!("the overall rating is given as {}", in_words(&who)),
        stated: row.ratings.iter().map(|stated| says_rating(stated, framework)).collect(),
    });
}

/// What single files are known to contradict, of authorities in the matrix or of none.
fn of_files(matrix: &Matrix, records: &[FileRecord], found: &mut Vec<Conflict>) {
    for record in records.iter().filter(|record| matches!(record.outcome, Outcome::Indexed(_))) {
        let page = |line: Option<u32>| {
            let facts = record.scores();
            facts
                .iter()
                .find(|fact| {
                    let own = fact.source != ScoreSource::Override;
                    own && line.is_some_and(|line| fact.at.line.abs_diff(line) <= 1)
                })
                .or(facts.first())
        };
        for problem in record.all_problems() {
            let kind = match problem.code {
                ProblemCode::ScoreLabelMismatch => ConflictKind::LabelWords,
                ProblemCode::ScoreOutOfRange => ConflictKind::OutOfRange,
                _ => continue,
            };
            let fact = page(problem.line);
            let authority = fact.and_then(|fact| fact.authority.as_deref()).map(str::to_owned);
            if authority.as_ref().is_some_and(|name| matrix.rows.iter().all(|row| row.authority != *name)) {
                continue;
            }
            found.push(Conflict {
                kind,
                authority,
                assessment: fact.and_then(|fact| fact.assessment.as_deref()).map(str::to_owned),
                statement: fact.and_then(|fact| fact.statement.as_deref()).map(str::to_owned),
                message: problem.message.to_string(),
                stated: vec![Said {
                    report: record.id.clone(),
                    at: Location { line: problem.line.unwrap_or(1), page: fact.and_then(|f| f.at.page) },
                    says: fact.and_then(|f| f.score).map_or_else(|| "no score".to_owned(), |s| s.to_string()),
                }],
            });
        }
    }
}

fn scores_of(row: &Row, source: ScoreSource) -> Vec<Option<Score>> {
    let of = |places: &[Place]| places.iter().filter(|p| p.source == source).find_map(|p| p.score);
    row.cells.iter().map(|cell| of(&cell.places)).collect()
}

fn says_score(place: &Place) -> Option<Said> {
    let says = place.score?.to_string();
    Some(Said { report: place.report.clone(), at: place.at, says })
}

fn says_rating(stated: &StatedRating, framework: &Framework) -> Said {
    Said { report: stated.report.clone(), at: stated.at, says: rating_says(stated, framework) }
}

fn rating_says(stated: &StatedRating, framework: &Framework) -> String {
    let rating = stated.rating.as_deref().map(|key| rating_name(framework, key).to_lowercase());
    match (rating, stated.percent) {
        (Some(rating), Some(percent)) => format!("{rating} ({percent}%)"),
        (Some(rating), None) => rating,
        (None, Some(percent)) => format!("{percent}%"),
        (None, None) => "no rating".to_owned(),
    }
}

fn rating_name<'a>(framework: &'a Framework, key: &'a str) -> &'a str {
    framework.ratings.iter().find(|rating| rating.key == key).map_or(key, |rating| &rating.name)
}

fn source_words(source: ScoreSource) -> &'static str {
    match source {
        ScoreSource::Override => "the override file",
        ScoreSource::StatementPage => "the statement page",
        ScoreSource::Overview => "the overview",
        ScoreSource::PressRelease => "the press release",
    }
}

fn in_words(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::matrix::{MatrixRequest, matrix};
    use crate::backend::{Assessments, Stamp};
    use crate::model::{FileFacts, Kind, RatingFact, ReportId, ScoreFact};

    const STATEMENTS: [&str; 9] = [
        "needs",
        "support",
        "equity",
        "care",
        "partnerships",
        "pathways",
        "safeguarding",
        "governance",
        "learning",
    ];

    fn file(id: &str, source: ScoreSource, scores: &[(usize, u8)], rating: Option<(&str, u8)>) -> FileRecord {
        let (authority, assessment) = (Some("Thornhithe".into()), Some("thornhithe/2025-03".into()));
        let facts = scores.iter().map(|(statement, score)| ScoreFact {
            authority: authority.clone(),
            assessment: assessment.clone(),
            statement: Some(STATEMENTS[*statement].into()),
            score: Some(Score(*score)),
            status: None,
            source,
            at: Location { line: 4 + u32::try_from(*statement).unwrap(), page: None },
        });
        let ratings = rating.iter().map(|(rating, percent)| RatingFact {
            authority: authority.clone(),
            assessment: assessment.clone(),
            rating: Some((*rating).into()),
            percent: (*percent > 0).then_some(*percent),
            status: None,
            source,
            at: Location { line: 2, page: None },
        });
        FileRecord {
            id: ReportId::from_id(id),
            stamp: Stamp::default(),
            hash: None,
            outcome: Outcome::Indexed(Kind::StatementPage),
            paragraphs: 1,
            problems: Vec::new(),
            shared_problems: Vec::new(),
            facts: Some(Box::new(FileFacts {
                id: ReportId::from_id(id),
                digest: 0,
                pages: Vec::new(),
                scores: facts.collect(),
                ratings: ratings.collect(),
            })),
            near_copy_of: None,
        }
    }

    /// Nine statement pages, an overview and a press release, all in agreement: 26 of 36 is 73%, good.
    fn clean() -> Vec<FileRecord> {
        let scores = [3, 3, 2, 3, 3, 2, 3, 4, 3];
        let all: Vec<(usize, u8)> = scores.into_iter().enumerate().collect();
        let mut records: Vec<FileRecord> = all
            .iter()
            .map(|one| {
                file(&format!("t/{}.txt", STATEMENTS[one.0]), ScoreSource::StatementPage, &[*one], None)
            })
            .collect();
        records.push(file("t/summary.txt", ScoreSource::Overview, &all, Some(("good", 73))));
        records.push(file("t/press.txt", ScoreSource::PressRelease, &all, Some(("good", 0))));
        records
    }

    fn check(records: &[FileRecord]) -> Vec<Conflict> {
        let catalogue = Catalogue::embedded();
        let request = MatrixRequest { assessments: Assessments::Latest, filters: Vec::new() };
        conflicts(&matrix(records, &catalogue, &request), records, &catalogue)
    }

    #[test]
    fn sources_that_agree_give_no_alarm() {
        assert_eq!(check(&clean()), []);
    }

    #[test]
    fn one_changed_score_anywhere_is_found() {
        for file in 0..clean().len() {
            for score in 0..clean()[file].scores().len() {
                for wrong in 1..=4 {
                    let mut records = clean();
                    let facts = records[file].facts.as_mut().unwrap();
                    if facts.scores[score].score == Some(Score(wrong)) {
                        continue;
                    }
                    facts.scores[score].score = Some(Score(wrong));
                    let found = check(&records);
                    let statement = records[file].scores()[score].statement.clone();
                    assert!(
                        found.iter().any(|c| c.kind == ConflictKind::Scores
                            && c.statement.as_deref() == statement.as_deref()),
                        "file {file}, score {score} as {wrong}: {found:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn one_changed_digit_of_a_percentage_is_found() {
        for wrong in [70, 71, 72, 74, 75, 79, 3, 13, 93] {
            let mut records = clean();
            let overview = records.iter_mut().find(|r| r.id.as_str() == "t/summary.txt").unwrap();
            overview.facts.as_mut().unwrap().ratings[0].percent = Some(wrong);
            assert!(check(&records).iter().any(|c| c.kind == ConflictKind::Rating), "{wrong}");
        }
    }

    #[test]
    fn a_rating_word_that_the_scores_do_not_give_is_found_with_the_sum() {
        let mut records = clean();
        let press = records.iter_mut().find(|r| r.id.as_str() == "t/press.txt").unwrap();
        press.facts.as_mut().unwrap().ratings[0].rating = Some("outstanding".into());
        let messages: Vec<String> = check(&records).into_iter().map(|c| c.message).collect();
        assert_eq!(
            messages,
            [
                "the overall rating is given as good (73%) by the overview and outstanding by the press release",
                "the press release states outstanding, but its own scores add up to 26 of 36: 73%, good",
            ]
        );
    }
}
