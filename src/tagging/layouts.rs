//! A framework's layout, ready to be laid over lines.

use std::collections::HashMap;

use crate::model::{Framework, Score, SectionLabel};

use super::{
    dates,
    forms::{Filled, Form, Place, Word, forms, key, key_of},
    scores::{self, Value},
};

/// What a line is by its own words; its neighbours decide whether that counts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    Text,
    Skip,
    /// `name`: bytes of the line that name the authority.
    Title {
        name: std::ops::Range<usize>,
        of_council: bool,
        provisional: bool,
    },
    Headline {
        name: std::ops::Range<usize>,
    },
    /// A statement's label alone. `list_only`: it is the name of a theme.
    Statement {
        key: String,
        list_only: bool,
    },
    /// A statement (`None`: an unknown one) and its score in one line.
    Item {
        key: Option<String>,
        value: Value,
        label: Option<Score>,
        provisional: bool,
    },
    /// "Score: 2", "Score: 3 - Evidence shows …"
    Score {
        value: Value,
        label: Option<Option<Score>>,
        provisional: bool,
    },
    /// "2 - Evidence shows …", "Evidence shows …"; the words are `None` where the scale does not know them.
    Label {
        value: Option<Value>,
        label: Option<Score>,
        words: String,
    },
    /// A score alone in its line or cell.
    Bare(Value),
    /// Index into the layout's labels.
    Section(usize),
    Theme,
    Date(Option<crate::model::Published>),
    /// An overall rating or percentage.
    Rating {
        key: Option<String>,
        percent: Option<u8>,
        provisional: bool,
    },
    LeadIn,
    /// A line of a paper that may quote reports and is none.
    Paper,
}

/// What else stands before a colon in a heading.
const NO_NAMES: [&str; 12] = [
    "report",
    "summary",
    "overview",
    "news",
    "guidance",
    "press release",
    "appendix",
    "annex",
    "attachment",
    "update",
    "topic",
    "subject",
];

/// Lines longer than this are running text; titles and labels are far shorter.
const LONGEST_LINE_BYTES: usize = 240;

#[derive(Debug)]
pub(super) struct LayoutForms {
    pub framework: Framework,
    titles: Vec<Form>,
    titles_of_councils: Vec<Form>,
    headlines: Vec<Form>,
    score_lines: Vec<Form>,
    label_lines: Vec<Form>,
    rating_lines: Vec<Form>,
    date_lines: Vec<Form>,
    skip: Vec<Form>,
    papers: Vec<Form>,
    lead_ins: Vec<String>,
    labels: Vec<Vec<Form>>,
    provisional: Vec<String>,
    regulators: Vec<String>,
    closings: Vec<String>,
    /// Folded name → key, list only.
    statements: HashMap<String, (String, bool)>,
    themes: Vec<String>,
    longest_name: usize,
    /// Folded name → key, the longest first.
    ratings: Vec<(String, String)>,
}

impl LayoutForms {
    pub(super) fn new(framework: &Framework) -> Self {
        let layout = &framework.layout;
        let keys = |lines: &[String]| lines.iter().map(|line| key_of(line)).collect::<Vec<_>>();
        let mut statements = HashMap::new();
        for statement in &framework.statements {
            for name in &statement.list_names {
                statements.insert(key_of(name), (statement.key.clone(), true));
            }
        }
        for statement in &framework.statements {
            for name in std::iter::once(&statement.name).chain(&statement.aliases) {
                statements.insert(key_of(name), (statement.key.clone(), false));
            }
        }
        let longest_name = statements.keys().map(|name| name.split(' ').count()).max().unwrap_or(0);
        let themes = framework
            .themes
            .iter()
            .flat_map(|theme| std::iter::once(&theme.name).chain(&theme.aliases))
            .map(|name| key_of(name))
            .collect();
        let mut ratings: Vec<(String, String)> =
            framework.ratings.iter().map(|r| (key_of(&r.name), r.key.clone())).collect();
        ratings.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        LayoutForms {
            framework: framework.clone(),
            titles: forms(&layout.titles),
            titles_of_councils: forms(&layout.titles_of_councils),
            headlines: forms(&layout.headlines),
            score_lines: forms(&layout.score_lines),
            label_lines: forms(&layout.label_lines),
            rating_lines: forms(&layout.rating_lines),
            date_lines: forms(&layout.date_lines),
            skip: forms(&layout.skip),
            papers: forms(&layout.papers),
            lead_ins: keys(&layout.lead_ins),
            labels: layout.labels.iter().map(|label| forms(&label.forms)).collect(),
            provisional: keys(&layout.provisional),
            regulators: keys(&layout.regulators),
            closings: keys(&layout.closings),
            statements,
            themes,
            longest_name,
            ratings,
        }
    }

    pub(super) fn label(&self, index: usize) -> &SectionLabel {
        &self.framework.layout.labels[index]
    }

    pub(super) fn is_regulator(&self, name: &str) -> bool {
        self.regulators.contains(&key_of(name))
    }

    pub(super) fn regulators(&self) -> &[String] {
        &self.regulators
    }

    /// Whether the paragraph closes a press release's lists.
    pub(super) fn closes_lists(&self, text: &str) -> bool {
        let start: String = text.chars().take(80).collect();
        let start = key_of(&start);
        self.closings.iter().any(|closing| start.starts_with(closing.as_str()))
    }

    fn provisional(&self, line: &[Word]) -> bool {
        line.iter().any(|word| self.provisional.contains(&word.text))
    }

    /// What the line is by its own words.
    pub(super) fn role(&self, text: &str) -> Role {
        if text.len() > LONGEST_LINE_BYTES {
            return Role::Text;
        }
        let line = super::forms::words(text);
        if line.is_empty() {
            return Role::Text;
        }
        self.title(text, &line)
            .or_else(|| self.statement(&line))
            .or_else(|| self.score(&line))
            .or_else(|| self.fixed(text, &line))
            .or_else(|| self.item(text, &line))
            .or_else(|| self.rating_line(&line))
            .unwrap_or(Role::Text)
    }

    fn title(&self, text: &str, line: &[Word]) -> Option<Role> {
        if text.ends_with(['.', '?', '!', ';', ',']) {
            return None;
        }
        let provisional = self.provisional(line);
        let span = |filled: &Filled| {
            let words =
                filled.iter().find(|(place, _)| *place == Place::Name).map(|(_, words)| words.clone())?;
            (words.len() <= 12).then(|| line[words.start].at.start..line[words.end - 1].at.end)
        };
        let named = |name: &std::ops::Range<usize>| {
            let name = &text[name.clone()];
            let key = key_of(name);
            let said =
                |forms: &[Form]| forms.iter().any(|form| form.fit(&super::forms::words(name)).is_some());
            !self.is_regulator(name)
                && name.starts_with(|c: char| c.is_uppercase() || c == 't')
                && !self.statements.contains_key(&key)
                && !said(&self.skip)
                && !NO_NAMES.contains(&key.as_str())
        };
        let fit =
            |forms: &[Form]| forms.iter().find_map(|f| f.fit(line).as_ref().and_then(span)).filter(named);
        if let Some(name) = fit(&self.titles) {
            // "Barnet: local authority assessment" is a title whatever stands before the colon; without one,
            // "our local authority assessment" must not be.
            let beside = [text[..name.start].trim_end(), text[name.end..].trim_start()];
            let parted = beside[0].ends_with([':', '-', '\u{2013}', '\u{2014}', '|'])
                || beside[1].starts_with([':', '-', '\u{2013}', '\u{2014}', '|']);
            return Some(Role::Title { name, of_council: !parted, provisional });
        }
        if let Some(name) = fit(&self.headlines) {
            return Some(Role::Headline { name });
        }
        fit(&self.titles_of_councils).map(|name| Role::Title { name, of_council: true, provisional })
    }

    fn statement(&self, line: &[Word]) -> Option<Role> {
        let line = without_number(line);
        if line.len() > self.longest_name {
            return None;
        }
        let (key, list_only) = self.statements.get(&key(line))?;
        Some(Role::Statement { key: key.clone(), list_only: *list_only })
    }

    fn score(&self, line: &[Word]) -> Option<Role> {
        let scale = &self.framework.scale;
        let provisional = self.provisional(line);
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
            let label = scores::label(said, scale);
            if said.len() > 8 || (label.is_none() && value.is_none()) {
                continue;
            }
            let words = key(said);
            return Some(match value {
                Some(value) if form.has_word("score") => {
                    Role::Score { value, label: Some(label), provisional }
                }
                value => Role::Label { value, label, words },
            });
        }
        for form in &self.score_lines {
            if let Some(filled) = form.fit(line) {
                let value = part(&filled, Place::Score).and_then(|words| scores::value(words, scale));
                if let Some(value) = value {
                    return Some(Role::Score { value, label: None, provisional });
                }
            } else if form.fits_without_last(line) && !form.fits_without_last(&[]) {
                return Some(Role::Score { value: Value::Missing, label: None, provisional });
            }
        }
        let bare = (line.len() <= 6).then(|| scores::value(line, scale)).flatten();
        bare.filter(|value| matches!(value, Value::On(_))).map(Role::Bare)
    }

    fn fixed(&self, text: &str, line: &[Word]) -> Option<Role> {
        for (index, forms) in self.labels.iter().enumerate() {
            for form in forms {
                let Some(filled) = form.fit(line) else { continue };
                let named = filled.iter().all(|(place, words)| {
                    *place != Place::Name || looks_like_a_name(text, &line[words.clone()])
                });
                if named {
                    return Some(Role::Section(index));
                }
            }
        }
        let lead_in = key(line);
        if self.lead_ins.contains(&lead_in) {
            return Some(Role::LeadIn);
        }
        if self.is_theme(line) {
            return Some(Role::Theme);
        }
        if self.skip.iter().any(|form| form.fit(line).is_some()) {
            return Some(Role::Skip);
        }
        if !text.ends_with('.') && self.papers.iter().any(|form| form.fit(line).is_some()) {
            return Some(Role::Paper);
        }
        for form in &self.date_lines {
            if let Some(filled) = form.fit(line) {
                let date = filled
                    .iter()
                    .find(|(place, _)| *place == Place::Date)
                    .and_then(|(_, words)| dates::date(&line[words.clone()]));
                let has_date = filled.iter().any(|(place, _)| *place == Place::Date);
                if date.is_some() || !has_date {
                    return Some(Role::Date(date));
                }
            }
        }
        None
    }

    /// "Theme 1: Working with people"; a theme's bare name is left to the context.
    fn is_theme(&self, line: &[Word]) -> bool {
        let ["theme", number, ..] = line.iter().take(3).map(|w| w.text.as_str()).collect::<Vec<_>>()[..]
        else {
            return self.themes.contains(&key(line));
        };
        number.chars().all(|c| c.is_ascii_digit())
            && (line.len() == 2 || self.themes.contains(&key(&line[2..])))
    }

    /// A statement's name and a score: "Safeguarding – 3", "Safeguarding Score: 3", "Safeguarding (two)".
    fn item(&self, text: &str, line: &[Word]) -> Option<Role> {
        let named = without_number(line);
        for length in (1..=named.len().min(self.longest_name)).rev() {
            let Some((key, _)) = self.statements.get(&key(&named[..length])) else { continue };
            let Some((value, label, provisional)) = self.trailing_score(&named[length..]) else { continue };
            return Some(Role::Item { key: Some(key.clone()), value, label, provisional });
        }
        self.unknown_item(text, named)
    }

    /// What may follow a name in a list of scores, all of it.
    fn trailing_score(&self, rest: &[Word]) -> Option<(Value, Option<Score>, bool)> {
        let provisional = self.provisional(rest);
        let filler = |word: &&Word| {
            ["score", "scored", "rated", "of", "a"].contains(&word.text.as_str())
                || self.provisional.contains(&word.text)
        };
        let skipped = rest.iter().take_while(filler).count();
        let rest = &rest[skipped..];
        let scale = &self.framework.scale;
        if rest.is_empty() {
            return (skipped > 0).then_some((Value::Missing, None, provisional));
        }
        for length in (1..=rest.len()).rev() {
            let Some(value) = scores::value(&rest[..length], scale) else { continue };
            let after = &rest[length..];
            let of = after.iter().map(|w| w.text.as_str()).collect::<Vec<_>>();
            let max = scale.max.to_string();
            if after.is_empty()
                || of == ["out", "of", &max]
                || of == ["out", "of", "four"]
                || of == [max.as_str()]
            {
                return Some((value, None, provisional));
            }
            if let ["evidence", "shows", ..] = of[..] {
                let label = scores::label(&after[2..], scale)?;
                return Some((value, Some(label), provisional));
            }
        }
        None
    }

    /// "Some other area – 3": an unknown name, a dash or colon or bar, a score on the scale.
    fn unknown_item(&self, text: &str, line: &[Word]) -> Option<Role> {
        let (last, name) = line.split_last()?;
        let before = text.get(name.last()?.at.end..last.at.start)?;
        let separated = before.contains(['-', '\u{2013}', '\u{2014}', ':', '|']);
        let ends = text.get(last.at.end..)?.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
        let value = scores::value(std::slice::from_ref(last), &self.framework.scale)?;
        let on_scale = matches!(value, Value::On(_));
        (separated
            && ends
            && on_scale
            && name.len() <= 10
            && self.provisional(name) == self.provisional(line))
        .then(|| Role::Item { key: None, value, label: None, provisional: self.provisional(line) })
    }

    fn rating_line(&self, line: &[Word]) -> Option<Role> {
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
                    Place::Label => scores::label(words, &self.framework.scale).is_some(),
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
    pub(super) fn percent_within(&self, text: &str) -> Option<u8> {
        if text.len() > LONGEST_LINE_BYTES || !text.contains("100") && !text.contains('%') {
            return None;
        }
        let line = super::forms::words(text);
        let at = line.iter().position(|word| matches!(word.text.as_str(), "scored" | "score"))?;
        let rest = line.get(at + 1..)?;
        (1..=rest.len().min(5)).rev().find_map(|length| percent(&rest[..length]).filter(|_| length > 1))
    }

    /// A score alone in a table's cell, also one that is off the scale; "indicative score of two".
    pub(super) fn cell_value(&self, cell: &str) -> Option<(Value, bool)> {
        let words = super::forms::words(cell);
        if words.len() > 6 {
            return None;
        }
        let plain = scores::value(&words, &self.framework.scale).map(|value| (value, false));
        plain.or_else(|| {
            let (value, _, provisional) = self.trailing_score(&words)?;
            (value != Value::Missing).then_some((value, provisional))
        })
    }

    /// The key of the rating that these words are.
    fn rating(&self, words: &[Word]) -> Option<String> {
        let said = key(words);
        self.ratings.iter().find(|(name, _)| *name == said).map(|(_, key)| key.clone())
    }

    /// The longest rating that a line ends with, and the words before it.
    fn rating_at_end<'a>(&self, line: &'a [Word]) -> Option<(&'a [Word], String)> {
        (1..line.len()).find_map(|from| Some((&line[..from], self.rating(&line[from..])?)))
    }

    /// The rating named first in running words; of two that begin at one place the longer.
    pub(super) fn rating_within(&self, words: &[Word]) -> Option<String> {
        (0..words.len()).find_map(|at| {
            self.ratings.iter().find_map(|(name, rating)| {
                let length = name.split(' ').count();
                let said = words.get(at..at + length)?;
                (key(said) == *name).then(|| rating.clone())
            })
        })
    }
}

/// "62", "62%", "62 out of 100"; a fraction is rounded.
fn percent(words: &[Word]) -> Option<u8> {
    let (first, rest) = words.split_first()?;
    let said = key(rest);
    if !matches!(said.as_str(), "" | "%" | "out of 100" | "100" | "per cent" | "percent") {
        return None;
    }
    let number: f32 = first.text.parse().ok()?;
    let whole = first.text.split('.').next()?.parse::<u8>().ok()?;
    (0.0..=100.0).contains(&number).then_some(whole)
}

/// "3. Safeguarding", "Quality statement 7: Safeguarding" → "Safeguarding".
fn without_number(line: &[Word]) -> &[Word] {
    let said = |i: usize| line.get(i).map_or("", |w| w.text.as_str());
    let mut from = match (said(0), said(1)) {
        ("quality", "statement") => 2,
        ("statement", next) if next.starts_with(|c: char| c.is_ascii_digit()) => 1,
        _ => 0,
    };
    while !said(from).is_empty() && said(from).chars().all(|c| c.is_ascii_digit() || c == '.') {
        from += 1;
    }
    if from == line.len() { line } else { &line[from..] }
}

fn looks_like_a_name(text: &str, name: &[Word]) -> bool {
    let Some(first) = name.first() else { return false };
    name.len() <= 8
        && text[first.at.clone()].starts_with(char::is_uppercase)
        && !text.ends_with(['.', ',', ';', '!', '?'])
}

impl LayoutForms {
    pub(super) fn is_provisional(&self, words: &[Word]) -> bool {
        self.provisional(words)
    }
}
