//! A framework's layout, ready to be laid over lines.

use std::collections::HashMap;

use memchr::memmem::Finder;

use crate::model::{Framework, SectionLabel};

use super::{
    dates,
    forms::{Filled, Form, Place, Word, are, forms, key, key_of},
    names::plain_words,
    roles::Role,
    scores::ScaleForms,
};

/// What else stands before a colon in a heading.
pub(super) const NO_NAMES: [&str; 22] = [
    "title",
    "draft",
    "final",
    "minutes",
    "agenda",
    "newsletter",
    "england",
    "home",
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
    "notes",
    "pilot",
];

/// Lines longer than this are running text; titles and labels are far shorter.
pub(in crate::tagging) const LONGEST_LINE_BYTES: usize = 240;

/// A theme's name, a statement's and their numbers.
const LONGEST_LABEL_WORDS: usize = 24;

#[derive(Debug)]
pub(in crate::tagging) struct LayoutForms {
    pub framework: Framework,
    titles: Vec<Form>,
    titles_of_councils: Vec<Form>,
    headlines: Vec<Form>,
    pub(in crate::tagging) score_lines: Vec<Form>,
    pub(super) score_leads: Vec<Vec<Word>>,
    pub(super) label_lines: Vec<Form>,
    pub(super) rating_lines: Vec<Form>,
    date_lines: Vec<Form>,
    skip: Vec<Form>,
    contents: Vec<Form>,
    pagers: Vec<Form>,
    papers: Vec<Form>,
    lead_ins: Vec<String>,
    labels: Vec<Vec<Form>>,
    provisional: Vec<String>,
    regulators: Vec<String>,
    last_words_of_regulators: Vec<Finder<'static>>,
    closings: Vec<String>,
    /// Folded name → key, list only.
    pub(in crate::tagging) statements: HashMap<String, (String, bool)>,
    pub(super) themes: Vec<String>,
    pub(super) longest_name: usize,
    /// Folded name → key, the longest first.
    pub(in crate::tagging) ratings: Vec<(String, String)>,
    pub(in crate::tagging) scale: ScaleForms,
}

impl LayoutForms {
    pub(in crate::tagging) fn new(framework: &Framework) -> Self {
        let layout = &framework.layout;
        let keys = |lines: &[String]| lines.iter().map(|line| key_of(line)).collect::<Vec<_>>();
        let regulators: Vec<String> = layout.regulators.iter().map(|name| key(&plain_words(name))).collect();
        let last_words = regulators.iter().filter_map(|name| name.rsplit(' ').next());
        // Each way of writing them is found at a fraction of what telling capitals from small letters costs.
        let finder = |way: String| Finder::new(&way).into_owned();
        let last_words_of_regulators = last_words.flat_map(written_ways).map(finder).collect();
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
            score_leads: layout.score_leads.iter().map(|lead| super::forms::words(lead)).collect(),
            label_lines: forms(&layout.label_lines),
            rating_lines: forms(&layout.rating_lines),
            date_lines: forms(&layout.date_lines),
            skip: forms(&layout.skip),
            contents: forms(&layout.contents),
            pagers: forms(&layout.pagers),
            papers: forms(&layout.papers),
            lead_ins: keys(&layout.lead_ins),
            labels: layout.labels.iter().map(|label| forms(&label.forms)).collect(),
            provisional: keys(&layout.provisional),
            regulators,
            last_words_of_regulators,
            closings: keys(&layout.closings),
            statements,
            themes,
            longest_name,
            ratings,
            scale: ScaleForms::new(&framework.scale),
        }
    }

    pub(in crate::tagging) fn label(&self, index: usize) -> &SectionLabel {
        &self.framework.layout.labels[index]
    }

    pub(super) fn is_regulator(&self, name: &str) -> bool {
        self.regulators.contains(&key(&plain_words(name)))
    }

    /// No sentence rates without the last word of one of its names, in small letters, in capitals or with one at its
    /// beginning, and most texts have none.
    pub(in crate::tagging) fn may_name_the_regulator(&self, text: &str) -> bool {
        let goes_on = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let is_whole = |start: usize, end: usize| {
            !goes_on(text.as_bytes()[..start].last()) && !goes_on(text.as_bytes().get(end))
        };
        self.last_words_of_regulators.iter().any(|word| {
            let length = word.needle().len();
            word.find_iter(text.as_bytes()).any(|start| is_whole(start, start + length))
        })
    }

    pub(super) fn regulators(&self) -> &[String] {
        &self.regulators
    }

    /// The statement whose published name a short line holds; a name of one word is a word.
    pub(in crate::tagging) fn statement_named(&self, text: &str) -> Option<&str> {
        if text.len() > LONGEST_LINE_BYTES {
            return None;
        }
        let line = super::forms::words(text);
        let named = |from: usize, length: usize| {
            self.statements.get(&key(line.get(from..from + length)?)).filter(|(_, list_only)| !list_only)
        };
        (0..line.len())
            .find_map(|from| (2..=self.longest_name).rev().find_map(|length| named(from, length)))
            .map(|(key, _)| key.as_str())
    }

    /// Whether a list of contents follows: its figures are pages.
    pub(in crate::tagging) fn heads_contents(&self, text: &str) -> bool {
        let line = super::forms::words(text);
        self.contents.iter().any(|form| form.fit(&line).is_some())
    }

    /// "Next" → ""; "Next page: Safeguarding" → "Safeguarding".
    pub(in crate::tagging) fn after_pager<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (pager, name) = text.split_once(':').unwrap_or((text, ""));
        if pager.len() > LONGEST_LINE_BYTES {
            return None;
        }
        let pager = super::forms::words(pager);
        self.pagers.iter().any(|form| form.fit(&pager).is_some()).then(|| name.trim())
    }

    /// Whether the paragraph closes a press release's lists.
    pub(in crate::tagging) fn closes_lists(&self, text: &str) -> bool {
        let start: String = text.chars().take(80).collect();
        let start = key_of(&start);
        self.closings.iter().any(|closing| start.starts_with(closing.as_str()))
    }

    pub(in crate::tagging) fn provisional(&self, line: &[Word]) -> bool {
        self.provisional.iter().any(|said| {
            let length = said.bytes().filter(|byte| *byte == b' ').count() + 1;
            line.windows(length).any(|words| are(words, said))
        })
    }

    /// What the line is by its own words.
    pub(in crate::tagging) fn role(&self, text: &str) -> Role {
        if text.len() > LONGEST_LINE_BYTES {
            return Role::Text;
        }
        let line = super::forms::words(text);
        if line.is_empty() {
            return Role::Text;
        }
        self.score(&line)
            .or_else(|| self.title(text, &line))
            .or_else(|| self.statement(&line))
            .or_else(|| self.fixed(text, &line))
            .or_else(|| self.rating_line(&line))
            .or_else(|| self.item(text, &line))
            .unwrap_or(Role::Text)
    }

    fn title(&self, text: &str, line: &[Word]) -> Option<Role> {
        if text.ends_with(['.', '?', '!', ';', ',']) {
            return None;
        }
        let provisional = || self.provisional(line) || line.iter().any(|word| word.text == "pilot");
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
        let dated = |filled: &Filled| {
            let dates = filled.iter().filter(|(place, _)| *place == Place::Date);
            dates.map(|(_, words)| &line[words.clone()]).all(|words| dates::date(words).is_some())
        };
        let fit = |forms: &[Form]| {
            forms.iter().find_map(|form| form.fit(line).filter(dated).as_ref().and_then(span).filter(named))
        };
        if let Some(name) = fit(&self.titles) {
            // "Barnet: local authority assessment" is a title whatever stands before the colon; without one,
            // "our local authority assessment" must not be.
            let beside = [text[..name.start].trim_end(), text[name.end..].trim_start_matches([')', ' '])];
            let parted = beside[0].ends_with([':', '-', '\u{2013}', '\u{2014}', '|'])
                || beside[1].starts_with([':', '-', '\u{2013}', '\u{2014}', '|']);
            return Some(Role::Title {
                name: text[name].to_owned(),
                of_council: !parted,
                provisional: provisional(),
            });
        }
        if let Some(name) = fit(&self.headlines) {
            return Some(Role::Headline { name });
        }
        if let Some(name) = fit(&self.titles_of_councils) {
            return Some(Role::Title {
                name: text[name].to_owned(),
                of_council: true,
                provisional: provisional(),
            });
        }
        self.title_before_a_page(text, line)
    }

    /// "Kent County Council: local authority assessment - Safeguarding": a title and what it is the title of.
    fn title_before_a_page(&self, text: &str, line: &[Word]) -> Option<Role> {
        line.iter().any(|word| word.text == "assessment").then_some(())?;
        let parted =
            [" - ", " \u{2013} ", " \u{2014} ", " | ", ": "].iter().filter_map(|dash| text.rfind(dash));
        let (title, page) = text.split_at(parted.max()?);
        let page = super::forms::words(page);
        let known =
            self.statement(&page).is_some() || matches!(self.fixed(text, &page), Some(Role::Section(_)));
        let title = title.trim_end();
        known.then(|| self.title(title, &super::forms::words(title))).flatten()
    }

    /// What follows the name of a theme: one for each name that the line begins with.
    pub(super) fn below_theme<'a>(&self, line: &'a [Word]) -> impl DoubleEndedIterator<Item = &'a [Word]> {
        let ends = 1..line.len().min(self.longest_name + 1);
        let themes = ends.filter(|end| self.themes.iter().any(|theme| are(&line[..*end], theme)));
        themes.map(|end| &line[end..])
    }

    fn statement(&self, whole: &[Word]) -> Option<Role> {
        if whole.len() > LONGEST_LABEL_WORDS {
            return None;
        }
        let mut line = without_number(whole);
        // "Safeguarding quality statement", "Safeguarding (quality statement 7)"
        let said = |at: usize| line[at].text.as_str();
        let called = (1..line.len()).find(|at| said(*at) == "statement" && said(at - 1) == "quality");
        // "Safeguarding (Theme 3)"
        let theme = (1..line.len().saturating_sub(1)).find(|at| said(*at) == "theme").map(|at| at + 1);
        if let Some(at) = called.or(theme).filter(|at| line.len() - at <= 2) {
            line = &line[..at - 1];
        }
        let named = |line: &[Word]| self.statements.get(&key(line));
        // "Ensuring safety: Safeguarding"
        let below_its_theme = || self.below_theme(line).rev().find_map(named);
        let (key, list_only) = named(line).or_else(below_its_theme)?;
        if *list_only && whole[0].text == "theme" {
            return None;
        }
        Some(Role::Statement { key: key.clone(), list_only: *list_only })
    }

    fn fixed(&self, text: &str, line: &[Word]) -> Option<Role> {
        let label = without_figures(line);
        for (index, forms) in self.labels.iter().enumerate() {
            for form in forms {
                let Some(filled) = form.fit(label) else { continue };
                let named = filled.iter().all(|(place, words)| {
                    *place != Place::Name || looks_like_a_name(text, &label[words.clone()])
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
        if self.skip.iter().chain(&self.contents).any(|form| form.fit(line).is_some()) {
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
}

/// What stands before the number of a heading.
const NUMBERED: [&str; 8] = ["quality", "statement", "theme", "section", "area", "part", "key", "question"];
const NUMBERS: [&str; 18] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "i", "ii", "iii", "iv", "v",
    "vi", "vii", "viii", "ix",
];

/// "3. Safeguarding", "Quality statement 7: Safeguarding", "QS7 – Safeguarding", "C. Safeguarding" → "Safeguarding".
pub(super) fn without_number(line: &[Word]) -> &[Word] {
    let number = |word: &&Word| {
        let text = word.text.strip_prefix("qs").unwrap_or(&word.text);
        text.chars().all(|c| c.is_ascii_digit() || c == '.') || NUMBERS.contains(&text) || text.len() == 1
    };
    let words = line.iter().take_while(|word| NUMBERED.contains(&word.text.as_str())).count();
    let numbers = line[words..].iter().take_while(number).count();
    let unnumbered =
        matches!(key(&line[..words]).as_str(), "" | "quality statement" | "statement" | "key question");
    let rest = &line[words + numbers..];
    if rest.is_empty() || (numbers == 0 && !unnumbered) { line } else { rest }
}

/// "2. About Kent" → "About Kent".
fn without_figures(line: &[Word]) -> &[Word] {
    let figure = |word: &Word| word.text.chars().all(|c| c.is_ascii_digit() || c == '.');
    &line[line.iter().take_while(|word| figure(word)).count()..]
}

fn looks_like_a_name(text: &str, name: &[Word]) -> bool {
    let Some(first) = name.first() else { return false };
    name.len() <= 8
        && text[first.at.clone()].starts_with(char::is_uppercase)
        && !text.ends_with(['.', ',', ';', '!', '?'])
}

/// A folded word in small letters, in capitals and with a capital at its beginning.
fn written_ways(word: &str) -> [String; 3] {
    let capitals = word.to_uppercase();
    let first = word.chars().next().map_or(0, char::len_utf8);
    let capital = [&word[..first].to_uppercase(), &word[first..]].concat();
    [word.to_owned(), capitals, capital]
}
