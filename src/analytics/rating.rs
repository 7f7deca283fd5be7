use crate::{
    backend::answers::Outlook,
    model::{Framework, RatingBand, Score},
};

/// The rating as the regulator works it out: equal weights, the sum as a percentage of the highest
/// possible sum, rounded up, against the published thresholds.
///
/// Source: CQC, How we determine ratings; read 2026-11-22. That the percentage is rounded up is our
/// inference from published ones (21 of 36 is printed as 59, 22 of 36 as 62).
pub fn outlook(framework: &Framework, scores: &[Option<Score>]) -> Outlook {
    let of = framework.statements.len();
    let known: Vec<u32> = scores.iter().flatten().map(|score| u32::from(score.0)).collect();
    let sum: u32 = known.iter().sum();
    let missing = u32::try_from(of.saturating_sub(known.len())).unwrap_or(0);
    let lowest = percent(framework, sum + missing * u32::from(framework.scale.min));
    let highest = percent(framework, sum + missing * u32::from(framework.scale.max));
    let ratings = framework
        .ratings
        .iter()
        .filter(|band| band.from_percent <= highest && lowest <= band.to_percent)
        .map(|band| band.key.clone())
        .collect();
    Outlook { sum, scored: known.len(), of, percent: (lowest, highest), ratings }
}

fn percent(framework: &Framework, sum: u32) -> u8 {
    let best = u32::try_from(framework.statements.len()).unwrap_or(0) * u32::from(framework.scale.max);
    if best == 0 {
        return 0;
    }
    u8::try_from((sum * 100).div_ceil(best)).unwrap_or(100).min(100)
}

/// The rating that a percentage means.
pub(super) fn band(framework: &Framework, percent: u8) -> Option<&RatingBand> {
    framework.ratings.iter().find(|band| (band.from_percent..=band.to_percent).contains(&percent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalogue;

    #[test]
    fn percentages_are_rounded_up_as_published() {
        let catalogue = Catalogue::embedded();
        let framework = &catalogue.frameworks[0];
        for (sum, expected) in [(18, 50), (21, 59), (22, 62), (23, 64), (25, 70), (27, 75), (32, 89)] {
            assert_eq!(percent(framework, sum), expected, "{sum} of 36");
        }
    }

    #[test]
    fn a_gap_leaves_every_rating_open_that_a_score_could_still_give() {
        let catalogue = Catalogue::embedded();
        let framework = &catalogue.frameworks[0];
        let mut scores = vec![Some(Score(3)); 8];
        scores.push(None);
        let outlook = outlook(framework, &scores);
        assert_eq!((outlook.sum, outlook.scored, outlook.percent), (24, 8, (70, 78)));
        assert_eq!(outlook.rating(), Some("good"));
        let open = super::outlook(framework, &[Some(Score(2)), Some(Score(3))]);
        assert_eq!(open.ratings, ["inadequate", "requires-improvement", "good", "outstanding"]);
    }
}
