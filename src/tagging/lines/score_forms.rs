//! Scores and overall ratings in the lines of a layout: score lines, items of lists, ratings and percentages.

use crate::model::Score;

use super::{
    earlier,
    forms::{Filled, Keys, Place, Word, are, key},
    layouts::{LONGEST_LINE_BYTES, LayoutForms, without_number},
    roles::Role,
    scores::{self, Value},
};

/// What stands before a rating that is past.
const EARLIER: [&str; 4] = ["from", "previously", "formerly", "once"];

/// What stands between a name and its score: "was given a score of".
const FILLERS: [&str; 12] =
    ["score", "scored", "was", "is", "rated", "as", "of", "a", "received", "given", "achieved", "with"];

impl LayoutForms {
    pub(in crate::tagging) fn score(&self, line: &[Word]) -> Option<Role> {
        let scale = &self.scale;
        let provisional = || self.provisional(line);
        let part = |filled: &Filled, wanted: Place| {
            filled.iter().find(|(place, _)| *place == wanted).map(|(_, words)| &line[words.clone()])
        };
        for form in &self.label_lines {
            let Some(filled) = form.fit(line) else { continue };
            let value = part(&filled, Place::Score).and_then(|words| scores::value(words, scale));
            if part(&filled, Place::Score).is_some() && value.is_none() {
                continue;
            }
            let Some(said) = part(&filled, Place::Label) else { continue };
            let (value, label) = match scores::label(said, scale) {
                None if value.is_none() => self.label_and_score(said).unzip(),
                label => (value, label),
            };
            if said.len() > 8 || (label.is_none() && value.is_none()) {
                continue;
            }
            let words = key(said);
            return Some(match value {
                Some(value) if form.has_word("score") => {
                    Role::Score { value, label: Some(label), provisional: provisional() }
                }
                value => Role::Label { value, label, words },
            });
        }
        for form in &self.score_lines {
            if let Some(filled) = form.fit(line) {
                let Some(words) = part(&filled, Place::Score) else { continue };
                let dated = || earlier::dated(words, 1, scale).map(|value| (value, None, provisional()));
                // "75%", "75 out of 100": on no scale of scores.
                let share = || {
                    let percent = percent(words).filter(|_| words.len() > 1)?;
                    Some((Value::Off(format!("{percent}%")), None, provisional()))
                };
                if let Some((value, label, _)) = self.trailing_score(words).or_else(dated).or_else(share) {
                    return Some(Role::Score { value, label: label.map(Some), provisional: provisional() });
                }
            } else if form.fits_without_last(line) && !form.fits_without_last(&[]) {
                return Some(Role::Score { value: Value::Missing, label: None, provisional: provisional() });
            }
        }
        // "3", "3/4", "three out of four", "a good standard"
        let (value, label, _) = (line.len() <= 6).then(|| self.trailing_score(line)).flatten()?;
        let fraction = line[0].text.contains('/');
        match (value, label) {
            (value, Some(label)) => {
                Some(Role::Label { value: Some(value), label: Some(label), words: key(line) })
            }
            (value, None) => (fraction || matches!(value, Value::On(_))).then_some(Role::Bare(value)),
        }
    }

    /// A statement's name and a score: "Safeguarding – 3", "Safeguarding Score: 3", "Score for Safeguarding: three".
    pub(in crate::tagging) fn item(&self, text: &str, line: &[Word]) -> Option<Role> {
        let led = self.without_lead(line);
        let named = without_number(led);
        // "Ensuring safety: Safeguarding – 3"
        for named in std::iter::once(named).chain(self.below_theme(named)) {
            let keys = Keys::of(named, self.longest_name);
            for length in (1..=keys.len()).rev() {
                let Some((key, _)) = self.statements.get(keys.at(length)) else { continue };
                let after = match &named[length..] {
                    // "Score for the Safeguarding quality statement: 3"
                    [quality, statement, after @ ..]
                        if led.len() < line.len()
                            && quality.text == "quality"
                            && statement.text == "statement" =>
                    {
                        after
                    }
                    after => after,
                };
                let Some((value, label, provisional)) = self.trailing_score(after) else { continue };
                return Some(Role::Item { key: Some(key.clone()), value, label, provisional });
            }
        }
        self.score_before_name(line)
            .or_else(|| self.item_with_a_theme_inside(text, named))
            .or_else(|| self.unknown_item(text, named))
    }

    /// "Supporting people to lead Working with people healthier lives 3": a theme's cell beside the row, which a table
    /// without lines puts between the words of the name.
    fn item_with_a_theme_inside(&self, text: &str, line: &[Word]) -> Option<Role> {
        scores::value(std::slice::from_ref(line.last()?), &self.scale)?;
        self.themes.iter().find_map(|theme| {
            let length = theme.split(' ').count();
            let at = (1..line.len().saturating_sub(length)).find(|at| are(&line[*at..at + length], theme))?;
            let name = [&line[..at], &line[at + length..]].concat();
            self.item(text, &name).filter(|role| matches!(role, Role::Item { key: Some(_), .. }))
        })
    }

    /// "some shortfalls (2)", "some shortfalls - score: 2"
    fn label_and_score(&self, line: &[Word]) -> Option<(Value, Score)> {
        (1..line.len()).find_map(|end| {
            let label = scores::label(&line[..end], &self.scale)?;
            let (value, _, _) = self.trailing_score(&line[end..])?;
            Some((value, label))
        })
    }

    /// "Score for Safeguarding: 3" from its name on.
    fn without_lead<'a>(&self, line: &'a [Word]) -> &'a [Word] {
        let begins = |lead: &&Vec<Word>| {
            line.len() > lead.len() && lead.iter().zip(line).all(|(lead, word)| lead.text == word.text)
        };
        let longest = self.score_leads.iter().filter(begins).map(Vec::len).max();
        &line[longest.unwrap_or(0)..]
    }

    /// "3/4 Safeguarding", "Score 3: Safeguarding"; a plain figure before a name is its number.
    fn score_before_name(&self, line: &[Word]) -> Option<Role> {
        let said = line.first().filter(|word| word.text == "score");
        // "Score of 3 for Safeguarding"
        let of = usize::from(said.is_some() && line.get(1).is_some_and(|word| word.text == "of"));
        let (figure, name) = line[usize::from(said.is_some()) + of..].split_first()?;
        let name =
            if of == 1 && name.first().is_some_and(|word| word.text == "for") { &name[1..] } else { name };
        if said.is_none() && !figure.text.contains('/') {
            return None;
        }
        let value = scores::value(std::slice::from_ref(figure), &self.scale)?;
        let (key, _) = self.statements.get(&key(name))?;
        Some(Role::Item { key: Some(key.clone()), value, label: None, provisional: false })
    }

    /// What may follow a name in a list of scores, all of it.
    fn trailing_score(&self, line: &[Word]) -> Option<(Value, Option<Score>, bool)> {
        let provisional = || self.provisional(line);
        let filler = |word: &&Word| {
            FILLERS.contains(&word.text.as_str()) || self.provisional(std::slice::from_ref(*word))
        };
        let skipped = line.iter().take_while(filler).count();
        // "3 (indicative)", "3 - indicative only"
        let mark = |word: &&Word| word.text == "only" || self.provisional(std::slice::from_ref(*word));
        let marked = line[skipped..].iter().rev().take_while(mark);
        let rest = match &line[skipped..line.len() - marked.count()] {
            // "three (3)"
            [first, again] if scores::same(first, again, &self.scale) => std::slice::from_ref(first),
            rest => rest,
        };
        let scale = &self.scale;
        if rest.is_empty() {
            let scored = |word: &Word| ["score", "scored", "rated"].contains(&word.text.as_str());
            return line.iter().any(scored).then_some((Value::Missing, None, provisional()));
        }
        if let [evidence, shows, said @ ..] = rest
            && (evidence.text == "evidence" && shows.text == "shows")
        {
            return scores::label(said, scale).map(|label| (Value::On(label), None, provisional()));
        }
        if let Some(value) = earlier::latest(rest, scale) {
            return Some((value, None, provisional()));
        }
        for length in (1..=rest.len()).rev() {
            let Some(value) = scores::value(&rest[..length], scale) else { continue };
            let after = earlier::left_out(&rest[length - 1], &rest[length..], scale);
            let of = after.iter().map(|w| w.text.as_str()).collect::<Vec<_>>();
            let max = scale.max().to_string();
            if after.is_empty()
                || of == ["out", "of", &max]
                || of == ["out", "of", "four"]
                || of == ["of", &max]
            {
                return Some((value, None, provisional()));
            }
            // "3 (good standard)", "3 (Good)"
            if let Some(label) = scores::label(after, scale).or_else(|| self.score_of_rating(after)) {
                return Some((value, Some(label), provisional()));
            }
            if let ["evidence", "shows", ..] = of[..] {
                let label = scores::label(&after[2..], scale)?;
                return Some((value, Some(label), provisional()));
            }
        }
        None
    }

    /// Beside a figure the words for an overall rating stand for the score of the same rank, where there are as many
    /// of them; alone they are no score.
    fn score_of_rating(&self, words: &[Word]) -> Option<Score> {
        let scale = &self.framework.scale;
        let rating = self.rating(words)?;
        let rank = self.framework.ratings.iter().position(|known| known.key == rating)?;
        let as_many = self.framework.ratings.len() == usize::from(scale.max - scale.min) + 1;
        u8::try_from(rank).ok().filter(|_| as_many).map(|rank| Score(scale.min + rank))
    }

    /// "Some other area – 3": an unknown name, a dash or colon or bar, a score on the scale.
    fn unknown_item(&self, text: &str, line: &[Word]) -> Option<Role> {
        let (last, name) = line.split_last()?;
        let before = text.get(name.last()?.at.end..last.at.start)?;
        let separated = before.contains(['-', '\u{2013}', '\u{2014}', ':', '|']);
        let ends = text.get(last.at.end..)?.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
        let value = scores::value(std::slice::from_ref(last), &self.scale)?;
        let on_scale = matches!(value, Value::On(_));
        (separated
            && ends
            && on_scale
            && name.len() <= 10
            && self.provisional(name) == self.provisional(line))
        .then(|| Role::Item { key: None, value, label: None, provisional: self.provisional(line) })
    }

    /// The words of the scale alone: "a good standard".
    pub(in crate::tagging) fn is_label(&self, cell: &str) -> bool {
        scores::label(&super::forms::words(cell), &self.scale).is_some()
    }

    /// A score alone in a table's cell, also one that is off the scale; "indicative score of two".
    pub(super) fn cell_value(&self, cell: &str) -> Option<(Value, bool)> {
        let words = super::forms::words(cell);
        if words.len() > 6 {
            return None;
        }
        let plain = scores::value(&words, &self.scale).map(|value| (value, false));
        plain.or_else(|| {
            let (value, _, provisional) = self.trailing_score(&words)?;
            (value != Value::Missing).then_some((value, provisional))
        })
    }

    pub(super) fn rating_line(&self, line: &[Word]) -> Option<Role> {
        for form in &self.rating_lines {
            if let Some(before) = form.before_rating() {
                let Some((name, key)) = self.rating_at_end(line) else { continue };
                if before.fit(name).is_some_and(|filled| filled.iter().all(|(_, words)| words.len() <= 12)) {
                    return Some(Role::Rating {
                        key: Some(key),
                        percent: None,
                        provisional: self.provisional(line),
                    });
                }
                continue;
            }
            let Some(filled) = form.fit(line) else { continue };
            let mut key_found = None;
            let mut percent_found = None;
            let fits = filled.iter().all(|(place, words)| {
                let words = &line[words.clone()];
                match place {
                    Place::Percent => {
                        percent_found = percent(words);
                        percent_found.is_some()
                    }
                    Place::Rating => {
                        key_found = self.rating(words);
                        key_found.is_some()
                    }
                    Place::Label => scores::label(words, &self.scale).is_some(),
                    _ => words.len() <= 12,
                }
            });
            if fits {
                return Some(Role::Rating {
                    key: key_found,
                    percent: percent_found,
                    provisional: self.provisional(line),
                });
            }
        }
        None
    }

    /// "scored 63 out of 100 overall" within a sentence.
    pub(in crate::tagging) fn percent_within(&self, text: &str) -> Option<u8> {
        if text.len() > LONGEST_LINE_BYTES || !text.contains("100") && !text.contains('%') {
            return None;
        }
        let line = super::forms::words(text);
        let at = line.iter().position(|word| matches!(word.text.as_str(), "scored" | "score"))?;
        let rest = line.get(at + 1..)?;
        (1..=rest.len().min(5))
            .rev()
            .find_map(|length| percent(&rest[..length]).filter(|_| length > 1 || rest[0].text.contains('/')))
    }

    /// The key of the rating that these words are.
    fn rating(&self, words: &[Word]) -> Option<String> {
        self.ratings.iter().find(|(name, _)| are(words, name)).map(|(_, key)| key.clone())
    }

    /// The longest rating that a line ends with, and the words before it.
    fn rating_at_end<'a>(&self, line: &'a [Word]) -> Option<(&'a [Word], String)> {
        (1..line.len()).find_map(|from| Some((&line[..from], self.rating(&line[from..])?)))
    }

    /// The rating that begins at a word, and its length; of two the longer.
    pub(super) fn rating_at(&self, words: &[Word], at: usize) -> Option<(&str, usize)> {
        self.ratings.iter().find_map(|(name, rating)| {
            let length = name.split(' ').count();
            let said = words.get(at..at + length)?;
            are(said, name).then_some((rating.as_str(), length))
        })
    }

    /// The rating that running words give: the overall one before that of a part ("outstanding for leadership"),
    /// never the earlier one ("from good to outstanding"); else the one named first.
    pub(super) fn rating_within(&self, words: &[Word]) -> Option<String> {
        let said = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.text.as_str());
        let named = (0..words.len()).filter_map(|at| {
            let (rating, length) = self.rating_at(words, at)?;
            let end = at + length;
            // "Good for a second time" is no part's rating.
            let again = (end..end + 5).any(|at| said(Some(at)) == "time");
            let after = said(Some(end).filter(|_| !again));
            Some((rating, said(at.checked_sub(1)), after))
        });
        let present: Vec<_> =
            named.filter(|(_, before, after)| !(EARLIER.contains(before) || *after == "to")).collect();
        let overall = present.iter().find(|(_, before, after)| *before == "overall" || *after == "overall");
        let whole = || present.iter().find(|(_, _, after)| *after != "for");
        // "Outstanding for leadership and good for care": neither is said to be of the whole.
        let alone =
            || present.first().filter(|(first, ..)| present.iter().all(|(rating, ..)| rating == first));
        overall.or_else(whole).or_else(alone).map(|(rating, ..)| (*rating).to_owned())
    }
}

/// "62", "62%", "62 out of 100"; a fraction is rounded.
fn percent(words: &[Word]) -> Option<u8> {
    let (first, rest) = words.split_first()?;
    let said = key(rest);
    if !matches!(said.as_str(), "" | "%" | "out of 100" | "per cent" | "percent") {
        return None;
    }
    let figure = first.text.strip_suffix("/100").unwrap_or(&first.text);
    let number: f32 = figure.parse().ok()?;
    let whole = figure.split('.').next()?.parse::<u8>().ok()?;
    (0.0..=100.0).contains(&number).then_some(whole)
}
