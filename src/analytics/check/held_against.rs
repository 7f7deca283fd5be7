//! A claim held against what the sources state of one assessment.

use crate::{
    backend::answers::{Allowed, ClaimSubject, ClaimVerdict, Mark, Place, Row, Said, StatedRating},
    model::Framework,
};

/// Verdict, reason, and where it is said.
pub(super) type Answer = (ClaimVerdict, String, Vec<Said>);

/// What one assessment says of a claim.
pub(super) fn held_against(
    subject: &ClaimSubject,
    negated: bool,
    row: &Row,
    framework: &Framework,
) -> Answer {
    match subject {
        ClaimSubject::Score { statement, scores } => {
            score_answer(negated, statement, *scores, row, framework)
        }
        ClaimSubject::Unnamed { words, .. } => {
            let because = match words {
                Some(words) => format!("no quality statement is called “{words}”"),
                None => "the sentence does not say for which quality statement".to_owned(),
            };
            (ClaimVerdict::Unknown, because, Vec::new())
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
                    (first == rating) != negated,
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
                    verdict(percent.holds(*first) != negated, because, places)
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
                    verdict(percent.holds(gives) != negated, because, Vec::new())
                }
                None => {
                    (ClaimVerdict::Unknown, "no source states the overall percentage".to_owned(), Vec::new())
                }
            }
        }
    }
}

fn score_answer(negated: bool, statement: &str, scores: Allowed, row: &Row, framework: &Framework) -> Answer {
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
            verdict(
                scores.holds(given.0) != negated,
                format!("the {kind} for {name} is {given}{label}"),
                places,
            )
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
