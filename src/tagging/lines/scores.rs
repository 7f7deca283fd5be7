//! Score values: figures, number words, words of the scale.

use crate::model::{Scale, Score};

use super::forms::{Word, are, words};

/// What stands where a score should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tagging) enum Value {
    On(Score),
    /// A number that the scale does not have, as written.
    Off(String),
    /// Nothing, or words that say there is none.
    Missing,
}

impl Value {
    pub(in crate::tagging) fn score(&self) -> Option<Score> {
        match self {
            Value::On(score) => Some(*score),
            _ => None,
        }
    }
}

/// A framework's scale as its lines say it.
#[derive(Debug)]
pub(in crate::tagging) struct ScaleForms {
    scale: Scale,
    /// Without their article.
    labels: Vec<Vec<Word>>,
}

impl ScaleForms {
    pub(in crate::tagging) fn new(scale: &Scale) -> Self {
        let labels = scale.labels.iter().map(|label| without_article(&words(label)).to_vec()).collect();
        ScaleForms { scale: scale.clone(), labels }
    }

    pub(in crate::tagging) fn max(&self) -> u8 {
        self.scale.max
    }
}

const NUMBERS: [&str; 11] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const NONE: [&str; 16] = [
    "n a",
    "na",
    "not scored",
    "not rated",
    "none",
    "not applicable",
    "no score",
    "no score given",
    "not yet scored",
    "not yet rated",
    "not yet available",
    "not available",
    "to be confirmed",
    "tbc",
    "pending",
    "awaited",
];

/// `None` where the words are no score at all.
pub(in crate::tagging) fn value(words: &[Word], scale: &ScaleForms) -> Option<Value> {
    if let [word] = words
        && let Some(value) = changed_to(&word.text, &scale.scale)
    {
        return Some(value);
    }
    // Asked of nearly every beginning of a short line: few begin like one of these.
    let says =
        |none: &str| words.first().is_some_and(|word| none.starts_with(&word.text)) && are(words, none);
    if NONE.iter().any(|none| says(none)) || is_range(words, &scale.scale) {
        return Some(Value::Missing);
    }
    label(words, scale).map(Value::On)
}

/// "2 to 3", "2–3", "two or three", "between 2 and 3": no score was given yet.
fn is_range(words: &[Word], scale: &Scale) -> bool {
    if let [one, other] = words {
        let score = |word: &Word| single(&word.text, scale).and_then(|value| value.score());
        return score(one).zip(score(other)).is_some_and(|(one, other)| one < other);
    }
    let (between, words) = match words {
        [between, words @ ..] if between.text == "between" => (true, words),
        words => (false, words),
    };
    let [one, word, other] = words else { return false };
    let on = |word: &Word| matches!(single(&word.text, scale), Some(Value::On(_)));
    let joins = if between { word.text == "and" } else { matches!(word.text.as_str(), "to" | "or") };
    joins && on(one) && on(other)
}

/// "3", "3/4", "three"; of "2 → 3" what it led to.
fn changed_to(word: &str, scale: &Scale) -> Option<Value> {
    let values: Option<Vec<Value>> = word.split('\u{2192}').map(|figure| single(figure, scale)).collect();
    values?.pop()
}

fn single(word: &str, scale: &Scale) -> Option<Value> {
    if let Some((figure, of)) = word.split_once('/') {
        return out_of(figure.parse().ok()?, of.parse().ok()?, scale);
    }
    if word.strip_prefix('-').is_some_and(|figure| figure.parse::<u8>().is_ok()) {
        return Some(Value::Off(word.to_owned()));
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        // "3.0" is 3, and 2.5 is on no scale.
        let whole = word.trim_end_matches('0').strip_suffix('.').unwrap_or(word);
        let number: Option<u8> = whole.parse().ok();
        let numeric = word.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
        return match number.filter(|n| scale.contains(*n)) {
            Some(number) => Some(Value::On(Score(number))),
            None => numeric.then(|| Value::Off(word.to_owned())),
        };
    }
    let number = NUMBERS.iter().position(|n| *n == word)?;
    let number = u8::try_from(number).expect("there are eleven number words");
    Some(if scale.contains(number) { Value::On(Score(number)) } else { Value::Off(word.to_owned()) })
}

/// "Three (3)"
pub(in crate::tagging) fn same(one: &Word, other: &Word, scale: &ScaleForms) -> bool {
    let score = |word| value(std::slice::from_ref(word), scale).and_then(|value| value.score());
    one.text != other.text && score(one).is_some() && score(one) == score(other)
}

/// "3/4"; "3/5" is of another scale, and neither "59/100" nor "2023/24" is a score.
fn out_of(figure: u8, of: u8, scale: &Scale) -> Option<Value> {
    let small = of <= 10 && figure <= of;
    match of == scale.max {
        true if scale.contains(figure) => Some(Value::On(Score(figure))),
        same => (same || small).then(|| Value::Off(format!("{figure}/{of}"))),
    }
}

/// The score whose words these are, all of them; an article does not count.
pub(in crate::tagging) fn label(words: &[Word], scale: &ScaleForms) -> Option<Score> {
    let said = without_article(words).iter().map(|word| &word.text);
    let index = scale.labels.iter().position(|label| said.clone().eq(label.iter().map(|word| &word.text)))?;
    u8::try_from(index).ok().and_then(|index| scale.scale.min.checked_add(index)).map(Score)
}

fn without_article(words: &[Word]) -> &[Word] {
    match words {
        [article, rest @ ..] if !rest.is_empty() && matches!(article.text.as_str(), "a" | "an") => rest,
        words => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_a_figure_or_a_word_of_the_scale() {
        let labels = ["Inadequate", "Requires improvement to be good", "Good", "Outstanding"];
        let labels = labels.map(str::to_owned).to_vec();
        let scale = ScaleForms::new(&Scale { min: 1, max: 4, labels });
        for (written, expected) in [
            ("2", Some(Value::On(Score(2)))),
            ("two", Some(Value::On(Score(2)))),
            ("Requires improvement to be good", Some(Value::On(Score(2)))),
            ("Good", Some(Value::On(Score(3)))),
            ("75", Some(Value::Off("75".to_owned()))),
            ("0", Some(Value::Off("0".to_owned()))),
            ("2/4", Some(Value::On(Score(2)))),
            ("3 / 4", Some(Value::On(Score(3)))),
            ("3/5", Some(Value::Off("3/5".to_owned()))),
            ("5/4", Some(Value::Off("5/4".to_owned()))),
            ("59/100", None),
            ("24/7", None),
            ("2023/24", None),
            ("3/4/2025", None),
            ("2.5", Some(Value::Off("2.5".to_owned()))),
            ("3.0", Some(Value::On(Score(3)))),
            ("5.0", Some(Value::Off("5.0".to_owned()))),
            ("10", Some(Value::Off("10".to_owned()))),
            ("n/a", Some(Value::Missing)),
            ("2 to 3", Some(Value::Missing)),
            ("2\u{2013}3", Some(Value::Missing)),
            ("3 2", None),
            ("two or three", Some(Value::Missing)),
            ("between 2 and 3", Some(Value::Missing)),
            ("2 and 3", None),
            ("2 to 30", None),
            ("3 was their own figure", None),
            ("75%", None),
            (": -1", Some(Value::Off("-1".to_owned()))),
            ("- 1", Some(Value::On(Score(1)))),
            ("2 \u{2192} 3", Some(Value::On(Score(3)))),
            ("1/4 -> 2/4", Some(Value::On(Score(2)))),
            ("3 \u{2192} 5", Some(Value::Off("5".to_owned()))),
            ("2 \u{2190} 3", Some(Value::Missing)),
        ] {
            assert_eq!(value(&words(written), &scale), expected, "{written}");
        }
    }
}
