//! Short lines as folded words, and the forms of a layout that are laid over them.

use std::ops::Range;

/// A word of a line: folded, and where it stands in the line (bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tagging) struct Word {
    pub text: String,
    pub at: Range<usize>,
}

/// Words, numbers (with their decimal point), "3/4" and "2 → 3" as one word, `%` and `&` (as "and"); other
/// punctuation is dropped.
pub(in crate::tagging) fn words(line: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut signed = false;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let inside_number = |text: &str| {
            matches!(c, '.' | ',')
                && text.ends_with(|d: char| d.is_ascii_digit())
                && next.is_some_and(|n| n.is_ascii_digit())
        };
        let joined = match &open {
            Some((_, text)) => c.is_alphanumeric() || inside_number(text),
            None => c.is_alphanumeric(),
        };
        if joined {
            let (_, text) = open.get_or_insert_with(|| (at, String::with_capacity(WORD_BYTES)));
            text.extend(c.to_lowercase());
            continue;
        }
        // "Score: -1" is off every scale; "Safeguarding - 1" is no minus.
        if matches!(c, '-' | '\u{2212}') && open.is_none() && next.is_some_and(|c| c.is_ascii_digit()) {
            let before = line[..at].trim_end();
            if before.len() < at && before.ends_with([':', '=']) {
                open = Some((at, "-".to_owned()));
                continue;
            }
        }
        let apostrophe = matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{ad}');
        if apostrophe && open.is_some() && next.is_some_and(char::is_alphanumeric) {
            continue;
        }
        if let Some((start, text)) = open.take() {
            found.push(Word { text, at: start..at });
        }
        signed |= matches!(c, '/' | '>') || ARROWS.contains(&c);
        let sign = match c {
            '%' | '\u{a3}' => Some(c.to_string()),
            '&' => Some("and".to_owned()),
            _ => None,
        };
        if let Some(text) = sign {
            found.push(Word { text, at: at..at + c.len_utf8() });
        }
    }
    if let Some((start, text)) = open {
        found.push(Word { text, at: start..line.len() });
    }
    if signed { with_figures_joined(&found, line) } else { found }
}

/// Room for nearly every word.
const WORD_BYTES: usize = 16;

const ARROWS: [char; 6] = ['\u{2192}', '\u{21d2}', '\u{27f6}', '\u{2794}', '\u{279c}', '\u{279d}'];

/// Joins a number and the number that it is out of, and numbers with an arrow between them: "3/4", "2→3". Three
/// numbers with bars are a date.
fn with_figures_joined(words: &[Word], line: &str) -> Vec<Word> {
    let figure = |word: &Word| word.text.chars().all(|c| c.is_ascii_digit());
    let between = |i: usize| {
        let (one, other) = words.get(i).zip(words.get(i + 1))?;
        (figure(one) && figure(other)).then(|| line[one.at.end..other.at.start].trim())
    };
    let barred = |i: usize| between(i) == Some("/");
    let alone = |i: usize| barred(i) && !barred(i + 1) && !i.checked_sub(1).is_some_and(barred);
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    for (i, word) in words.iter().enumerate() {
        let sign = match joined.last().map(|before| line[before.at.end..word.at.start].trim()) {
            Some("/") if i.checked_sub(1).is_some_and(alone) => "/",
            Some(gap) if is_arrow(gap) && joined.last().is_some_and(ends_in_figure) && figure(word) => {
                "\u{2192}"
            }
            _ => {
                joined.push(word.clone());
                continue;
            }
        };
        let before = joined.last_mut().expect("there is something between it and this word");
        before.text = format!("{}{sign}{}", before.text, word.text);
        before.at.end = word.at.end;
    }
    joined
}

fn ends_in_figure(word: &Word) -> bool {
    word.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '\u{2192}'))
}

fn is_arrow(gap: &str) -> bool {
    let mut chars = gap.chars();
    matches!(gap, "->" | "-->" | "=>")
        || (chars.next().is_some_and(|c| ARROWS.contains(&c)) && chars.next().is_none())
}

/// Whether the words are those of a key.
pub(in crate::tagging) fn are(words: &[Word], key: &str) -> bool {
    key.split(' ').eq(words.iter().map(|word| word.text.as_str()))
}

/// The keys of the first word, of the first two, and so on.
pub(super) struct Keys {
    all: String,
    ends: Vec<usize>,
}

impl Keys {
    /// Of at most so many words.
    pub(in crate::tagging) fn of(words: &[Word], longest: usize) -> Self {
        let words = &words[..words.len().min(longest)];
        let length = |word: &Word| word.text.len();
        let ends = words.iter().scan(0, |end, word| {
            *end += length(word) + usize::from(*end > 0);
            Some(*end)
        });
        Keys { ends: ends.collect(), all: key(words) }
    }

    /// How many there are.
    pub(in crate::tagging) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Of so many words, 1 to `len`.
    pub(in crate::tagging) fn at(&self, words: usize) -> &str {
        &self.all[..self.ends[words - 1]]
    }
}

/// The folded words with one space between: the key that names are compared by.
pub(in crate::tagging) fn key(words: &[Word]) -> String {
    let mut key = String::with_capacity(words.iter().map(|word| word.text.len() + 1).sum());
    for word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word.text);
    }
    key
}

pub(super) fn key_of(line: &str) -> String {
    key(&words(line))
}

/// What a form leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tagging) enum Place {
    Name,
    Score,
    Label,
    Rating,
    Percent,
    Date,
    Any,
}

#[derive(Clone, Debug)]
enum Part {
    Word(String),
    Place(Place),
}

/// A line with places to fill, such as "{name}: local authority assessment".
#[derive(Clone, Debug)]
pub(in crate::tagging) struct Form {
    parts: Vec<Part>,
}

/// The places of a form with the words (by index) that fill them.
pub(super) type Filled = Vec<(Place, Range<usize>)>;

impl Form {
    pub(in crate::tagging) fn new(form: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = form;
        while let Some(open) = rest.find('{') {
            let close = rest[open..].find('}').map_or(rest.len(), |end| open + end);
            parts.extend(words(&rest[..open]).into_iter().map(|w| Part::Word(w.text)));
            parts.push(Part::Place(match rest.get(open + 1..close).unwrap_or_default() {
                "name" => Place::Name,
                "score" => Place::Score,
                "label" => Place::Label,
                "rating" => Place::Rating,
                "percent" => Place::Percent,
                "date" => Place::Date,
                _ => Place::Any,
            }));
            rest = rest.get(close + 1..).unwrap_or_default();
        }
        parts.extend(words(rest).into_iter().map(|w| Part::Word(w.text)));
        Form { parts }
    }

    /// Lays the form over the whole line. A place takes as few words as the next words of the form
    /// allow, the last one all that are left; each takes at least one.
    pub(in crate::tagging) fn fit(&self, line: &[Word]) -> Option<Filled> {
        if !self.may_fit(line) {
            return None;
        }
        let mut filled = Filled::new();
        let mut at = 0;
        let mut parts = self.parts.as_slice();
        while let Some((part, rest)) = parts.split_first() {
            parts = rest;
            match part {
                Part::Word(word) => {
                    (line.get(at)?.text == *word).then_some(())?;
                    at += 1;
                }
                Part::Place(place) => {
                    let literal: Vec<&str> = rest
                        .iter()
                        .map_while(|p| match p {
                            Part::Word(w) => Some(w.as_str()),
                            Part::Place(_) => None,
                        })
                        .collect();
                    let figure = matches!(rest.first(), Some(Part::Place(Place::Percent | Place::Score)));
                    let end = if figure {
                        // A name and a percentage, or a score said twice, side by side part at the first figure.
                        (at + 1..line.len())
                            .find(|i| line[*i].text.starts_with(|c: char| c.is_ascii_digit()))?
                    } else if literal.is_empty() {
                        line.len()
                    } else if literal.len() == rest.len() {
                        line.len().checked_sub(literal.len())?
                    } else {
                        let fits = |from: usize| {
                            line.len() >= from + literal.len()
                                && literal.iter().zip(&line[from..]).all(|(a, b)| **a == b.text)
                        };
                        (at + 1..line.len()).find(|from| fits(*from))?
                    };
                    (end > at).then_some(())?;
                    filled.push((*place, at..end));
                    at = end;
                }
            }
        }
        (at == line.len()).then_some(filled)
    }

    /// What most lines fail by, without a look at their middle: their length, a form's words at its ends, or else its
    /// first word anywhere.
    fn may_fit(&self, line: &[Word]) -> bool {
        let is = |part: Option<&Part>, word: Option<&Word>| match (part, word) {
            (Some(Part::Word(wanted)), Some(word)) => word.text == *wanted,
            (_, word) => word.is_some(),
        };
        let fits = line.len() >= self.parts.len()
            && is(self.parts.first(), line.first())
            && is(self.parts.last(), line.last());
        fits && match self.parts.as_slice() {
            [Part::Place(_), middle @ .., Part::Place(_)] => {
                let word = middle.iter().find_map(|part| match part {
                    Part::Word(word) => Some(word),
                    Part::Place(_) => None,
                });
                word.is_none_or(|word| line.iter().any(|said| said.text == *word))
            }
            _ => true,
        }
    }

    /// The form up to its rating, where a name stands directly before it: only who knows the ratings can
    /// tell where the name ends.
    pub(super) fn before_rating(&self) -> Option<Form> {
        match self.parts.as_slice() {
            [before @ .., Part::Place(Place::Rating)] if matches!(before, [.., Part::Place(Place::Name)]) => {
                Some(Form { parts: before.to_vec() })
            }
            _ => None,
        }
    }

    /// Whether the line is this form with its last place left empty: "Score:".
    pub(super) fn fits_without_last(&self, line: &[Word]) -> bool {
        let Some((Part::Place(_), words)) = self.parts.split_last() else { return false };
        words.len() == line.len()
            && words.iter().zip(line).all(|(part, word)| matches!(part, Part::Word(w) if *w == word.text))
    }

    pub(super) fn has_word(&self, word: &str) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Word(w) if w == word))
    }
}

pub(in crate::tagging) fn forms(lines: &[String]) -> Vec<Form> {
    lines.iter().map(|line| Form::new(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_keep_their_place() {
        let line = "People\u{2019}s needs & 2.5% \u{2013} 3";
        let folded: Vec<String> = words(line).into_iter().map(|w| w.text).collect();
        assert_eq!(folded, ["peoples", "needs", "and", "2.5", "%", "3"]);
        assert_eq!(words(line)[1].at, 9 + 2..14 + 2);
    }

    #[test]
    fn figures_that_belong_together_are_one_word() {
        for (line, joined) in [
            ("3 / 4", "3/4"),
            ("2 \u{2192} 3", "2\u{2192}3"),
            ("Safeguarding: 2/4 -> 3/4", "safeguarding 2/4\u{2192}3/4"),
            ("1 => 2 => 3", "1\u{2192}2\u{2192}3"),
            ("Safeguarding \u{2192} 3", "safeguarding 3"),
            ("Home > 2 Safeguarding > 3", "home 2 safeguarding 3"),
            ("3/4/2025", "3 4 2025"),
        ] {
            assert_eq!(key_of(line), joined, "{line}");
        }
    }

    #[test]
    fn a_form_covers_the_whole_line() {
        let form = Form::new("Score: {score} - Evidence shows {label}");
        assert!(form.fit(&words("Score: 3 \u{2013} Evidence shows a good standard")).is_some());
        assert!(Form::new("Score: {score}").fit(&words("Score:")).is_none());
        assert!(Form::new("Score: {score}").fits_without_last(&words("Score:")));
        let title = Form::new("{name}: local authority assessment");
        let line = words("Royal Borough of Kingsmarsh: local authority assessment");
        assert_eq!(title.fit(&line), Some(vec![(Place::Name, 0..4)]));
        assert!(title.fit(&words("local authority assessment")).is_none());
        assert!(title.fit(&words("X: local authority assessment of needs")).is_none());
    }
}
