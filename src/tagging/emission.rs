//! What becomes of each block: a paragraph of some section under some sub-heading, or a tag.

use std::cell::OnceCell;

use crate::model::{Block, BlockKind, Kind, Section};

use super::{
    lines::{layouts::LayoutForms, rated::FIRST_BLOCKS, roles::Role, speaker::speaker},
    outline::{Outline, PartKind},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// A tag, a heading or a line of the website: no paragraph.
    Tag,
    /// `subheading`: the block that is its sub-heading.
    Paragraph { section: Section, subheading: Option<usize> },
    /// The rest of an item that began in the block before.
    Continues,
}

/// Sub-headings are shorter; the longest seen in reports has 88 characters.
const LONGEST_SUBHEADING_CHARS: usize = 110;
const LONGEST_PLAIN_SUBHEADING_CHARS: usize = 90;
/// "Directorate and service area: Adults"
const LONGEST_FIELD_NAME_WORDS: usize = 4;
/// What a document calls a heading and is longer is a paragraph in the wrong style.
const LONGEST_HEADING_CHARS: usize = 200;

pub(super) fn fates(blocks: &[Block], outline: &Outline, layout: &LayoutForms) -> Vec<Fate> {
    let mut fates = vec![Fate::Tag; blocks.len()];
    for (index, part) in outline.parts.iter().enumerate() {
        let range = outline.range(index);
        let mut writer = Writer {
            blocks,
            outline,
            layout,
            range: range.clone(),
            fates: &mut fates,
            marked: OnceCell::new(),
        };
        match part.kind {
            PartKind::Statement => writer.statement_page(),
            PartKind::Overview => writer.overview(Section::Summary),
            PartKind::Landing => writer.overview(Section::About),
            PartKind::Press => writer.press(),
            PartKind::Front | PartKind::Theme | PartKind::Plain => writer.other(),
        }
        // The name of a theme, alone above the first of its pages.
        let above_page = outline.parts.get(index + 1).is_some_and(|next| next.kind == PartKind::Statement);
        let last = range.end.saturating_sub(1);
        if above_page && range.contains(&last) && outline.names_a_theme(last) {
            fates[last] = Fate::Tag;
        }
    }
    // A text that is nothing but headings says in them what it has to say.
    if outline.kind == Kind::Unrecognised && fates.iter().all(|fate| *fate == Fate::Tag) {
        fates.fill(Fate::Paragraph { section: Section::Other, subheading: None });
    }
    fates
}

struct Writer<'a> {
    blocks: &'a [Block],
    outline: &'a Outline,
    layout: &'a LayoutForms,
    range: std::ops::Range<usize>,
    fates: &'a mut [Fate],
    /// Whether the part has headings marked by numbers or colons; found out once, where it is asked.
    marked: OnceCell<bool>,
}

impl Writer<'_> {
    fn role(&self, at: usize) -> &Role {
        &self.outline.roles[at]
    }

    /// Writes an item of a list of scores; gives the number of blocks it takes.
    fn item(&mut self, at: usize) -> Option<usize> {
        let item = &self.outline.items[self.outline.item_of[at]?];
        if item.at != at {
            return Some(1);
        }
        self.fates[at] = Fate::Paragraph { section: Section::Scores, subheading: None };
        (at + 1..at + item.blocks).for_each(|i| self.fates[i] = Fate::Continues);
        Some(item.blocks)
    }

    fn put(&mut self, at: usize, section: Section, subheading: Option<usize>) {
        self.fates[at] = Fate::Paragraph { section, subheading };
    }

    fn statement_page(&mut self) {
        let heads = |wanted| self.range.clone().any(|i| self.section(i) == Some(wanted));
        let has_findings = heads(Section::Findings);
        // The framework's words without the headings above them: before all findings, by who speaks.
        let mut unheaded = !(heads(Section::Expectations) && heads(Section::Commitment));
        let mut section = Section::Findings;
        let mut subheading = None;
        let mut in_head = true;
        let mut in_section = 0;
        let beside = self.outline.scores_beside_findings(self.range.clone(), self.layout);
        let mut at = self.range.start;
        while at < self.range.end {
            if let Some(blocks) = self.item(at) {
                at += blocks;
                continue;
            }
            match self.role(at) {
                _ if beside.binary_search(&at).is_ok() => {}
                Role::Section(index) if self.layout.label(*index).page.is_none() => {
                    section = self.layout.label(*index).section;
                    unheaded &= section != Section::Findings;
                    subheading = None;
                    in_section = 0;
                    in_head = false;
                }
                Role::Title { .. } | Role::Skip => {}
                // At its foot a page says when it was changed.
                Role::Date(_) if !in_head => {}
                Role::Statement { .. }
                | Role::Item { .. }
                | Role::Score { .. }
                | Role::Label { .. }
                | Role::Date(_)
                | Role::Bare(_)
                    if in_head && !matches!(self.blocks[at].kind, BlockKind::Quote | BlockKind::Footnote) => {
                }
                _ if in_head && at == self.range.start => {}
                _ if in_head && self.outline.is_before_score(at, self.range.end) => {
                    let row = matches!(self.blocks[at].kind, BlockKind::TableRow { .. });
                    self.put(at, if row { Section::Scores } else { Section::Findings }, None);
                }
                Role::Rating { key: None, .. } if in_head => {}
                _ => {
                    in_head = false;
                    let fixed = matches!(section, Section::Expectations | Section::Commitment);
                    if fixed
                        && !has_findings
                        && (self.ends_fixed(at, section, in_section) || self.is_subheading(at))
                    {
                        section = Section::Findings;
                        subheading = None;
                    }
                    if self.is_subheading(at) {
                        unheaded = false;
                        subheading = Some(at);
                    } else {
                        let speaker =
                            Some(&self.blocks[at].text).filter(|_| unheaded).and_then(|t| speaker(t));
                        unheaded &= speaker.is_some();
                        self.put(at, speaker.unwrap_or(section), subheading);
                        in_section += 1;
                    }
                }
            }
            at += 1;
        }
    }

    /// Where a page has no "Key findings" heading, the framework's own words are its first paragraph and
    /// those after it that go on in the same person.
    fn ends_fixed(&self, at: usize, section: Section, in_section: usize) -> bool {
        if in_section == 0 {
            return false;
        }
        speaker(&self.blocks[at].text) != Some(section)
    }

    fn section(&self, at: usize) -> Option<Section> {
        match self.role(at) {
            Role::Section(index) if self.layout.label(*index).page.is_none() => {
                Some(self.layout.label(*index).section)
            }
            _ => None,
        }
    }

    fn overview(&mut self, first: Section) {
        let mut section = first;
        let mut subheading = None;
        // Between the rating's heading and the first running text, lines are tags.
        let mut head = true;
        let mut at = self.range.start;
        while at < self.range.end {
            if let Some(blocks) = self.item(at) {
                at += blocks;
                continue;
            }
            match self.role(at) {
                Role::Section(index) => {
                    let label = self.layout.label(*index);
                    section = match label.section {
                        Section::Findings | Section::Expectations | Section::Commitment => section,
                        other => other,
                    };
                    subheading = label.subheading.then_some(at);
                    head = !label.subheading;
                }
                Role::Title { .. } | Role::Skip | Role::Date(_) | Role::Theme => {}
                Role::Rating { .. } | Role::Score { .. } | Role::Label { .. } | Role::Bare(_) if head => {}
                Role::Statement { .. } if matches!(self.blocks[at].kind, BlockKind::Heading(_)) => {
                    subheading = Some(at);
                }
                _ if self.heads_a_table(at) => self.put(at, Section::Scores, None),
                _ if head && self.names_the_authority(at) => {}
                _ if self.is_subheading(at) => subheading = Some(at),
                _ => self.put(at, section, subheading),
            }
            at += 1;
        }
    }

    /// The authority's name alone, above its rating.
    fn names_the_authority(&self, at: usize) -> bool {
        let rated = (at + 1..self.range.end.min(at + 3))
            .any(|i| matches!(self.role(i), Role::Rating { .. } | Role::Score { .. }));
        let text = &self.blocks[at].text;
        rated && text.chars().count() < 80 && !text.ends_with(['.', '!', '?'])
    }

    fn press(&mut self) {
        let mut subheading: Option<usize> = None;
        let mut listed = false;
        let mut lead_in = false;
        let mut at = self.range.start;
        while at < self.range.end {
            if let Some(blocks) = self.item(at) {
                subheading = None;
                at += blocks;
                continue;
            }
            let text = &self.blocks[at].text;
            let item = matches!(self.blocks[at].kind, BlockKind::ListItem | BlockKind::TableRow { .. });
            match self.role(at) {
                _ if self.leads_in(at) => {
                    subheading = Some(at);
                    listed = false;
                    lead_in = true;
                }
                Role::Headline { .. } | Role::Title { .. } if self.is_front(at) => subheading = None,
                Role::Skip | Role::Date(_) | Role::Theme => {}
                Role::Statement { list_only: true, .. }
                    if self.outline.item_of.get(at + 1).is_some_and(Option::is_some) => {}
                // Lines above the first sentence are its title.
                Role::Text
                    if at < 4
                        && !item
                        && text.chars().count() < 160
                        && reads_as_a_heading(text)
                        && self.nothing_yet(at) => {}
                _ if self.is_heading(at) => {
                    // The page's own heading is its title; later ones part the text.
                    subheading = (!self.nothing_yet(at)).then_some(at);
                    listed = false;
                    lead_in = false;
                }
                _ => {
                    if (lead_in && listed && !item) || self.layout.closes_lists(text) {
                        subheading = None;
                        lead_in = false;
                    }
                    listed |= item;
                    let section = if self.heads_a_table(at) { Section::Scores } else { Section::Press };
                    self.put(at, section, subheading);
                }
            }
            at += 1;
        }
    }

    /// "The assessment team found:", also in other words where a list of findings follows.
    fn leads_in(&self, at: usize) -> bool {
        let text = &self.blocks[at].text;
        let list = || {
            matches!(self.blocks.get(at + 1).map(|block| &block.kind), Some(BlockKind::ListItem))
                && self.outline.item_of[at + 1].is_none()
        };
        let short = matches!(self.role(at), Role::Text)
            && matches!(self.blocks[at].kind, BlockKind::Paragraph | BlockKind::BoldParagraph)
            && text.ends_with(':')
            && !text.ends_with("said:")
            && text.chars().count() < LONGEST_PLAIN_SUBHEADING_CHARS;
        matches!(self.role(at), Role::LeadIn) || (short && list())
    }

    /// Whether the lines at the top go on, which are its title's and those of the website around it.
    fn is_front(&self, at: usize) -> bool {
        at < FIRST_BLOCKS || self.outline.is_front(at)
    }

    fn nothing_yet(&self, at: usize) -> bool {
        self.fates[..at].iter().all(|fate| *fate == Fate::Tag)
    }

    /// A row of a table of scores that gives no score itself: its head, or a theme's row.
    fn heads_a_table(&self, at: usize) -> bool {
        let row = |i: usize| matches!(self.blocks.get(i).map(|b| &b.kind), Some(BlockKind::TableRow { .. }));
        row(at)
            && (at + 1..self.range.end.min(at + 4))
                .take_while(|i| row(*i))
                .any(|i| self.outline.item_of[i].is_some())
    }

    fn other(&mut self) {
        let mut subheading = None;
        let front = self.front_matter();
        for at in self.range.clone() {
            if self.item(at).is_some() {
                continue;
            }
            let recognised = self.outline.kind != Kind::Unrecognised;
            match self.role(at) {
                _ if front.binary_search(&at).is_ok() => self.put(at, Section::Other, None),
                Role::Title { .. } if recognised || at == 0 => {}
                Role::Skip | Role::Date(_) | Role::Theme | Role::Rating { .. } if recognised => {}
                _ if recognised && self.heads_a_table(at) => self.put(at, Section::Scores, None),
                _ if self.is_heading(at) => {
                    // The document's own heading is its title.
                    subheading = (at > self.range.start).then_some(at);
                }
                _ if at > self.range.start && self.is_subheading(at) => subheading = Some(at),
                _ => self.put(at, Section::Other, subheading),
            }
        }
    }

    /// In order, the lines at the top of a paper or a mail that say whose it is and whom it is for: "Report to: Cabinet".
    fn front_matter(&self) -> Vec<usize> {
        let is_heading = |at: &usize| matches!(self.blocks[*at].kind, BlockKind::Heading(_));
        let top = self.range.clone().take_while(|at| {
            is_heading(at) || self.blocks[*at].text.chars().count() <= LONGEST_PLAIN_SUBHEADING_CHARS
        });
        let recognised = self.outline.kind != Kind::Unrecognised;
        let tells_more = |at: usize| recognised && !matches!(self.role(at), Role::Text | Role::Paper);
        let is_field = |at: &usize| !is_heading(at) && !tells_more(*at) && is_field(&self.blocks[*at].text);
        let lines: Vec<usize> = top.filter(is_field).collect();
        if lines.len() > 1 { lines } else { Vec::new() }
    }

    fn is_heading(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        matches!(block.kind, BlockKind::Heading(_)) && block.text.chars().count() <= LONGEST_HEADING_CHARS
    }

    /// A heading of the format, a whole bold line, or a short line without a final stop between two
    /// paragraphs. A list of known sub-headings would be shorter than the truth: councils differ.
    fn is_subheading(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        let text = block.text.as_str();
        let chars = text.chars().count();
        let next = self.next_text(at);
        match block.kind {
            BlockKind::Heading(_) => return self.is_heading(at),
            BlockKind::BoldParagraph => {
                return chars <= LONGEST_SUBHEADING_CHARS
                    && !text.ends_with(['.', '!', ';', ','])
                    && next.is_some()
                    && !quoted(text)
                    && !is_caption(text);
            }
            BlockKind::ListItem => return self.is_marked_heading(at) && self.has_marked_headings(),
            BlockKind::Paragraph if text.ends_with(':') && !matches!(self.role(at), Role::LeadIn) => {
                return self.is_marked_heading(at) && self.has_marked_headings();
            }
            BlockKind::Paragraph => {}
            _ => return false,
        }
        if matches!(self.role(at), Role::LeadIn) {
            return next.is_some();
        }
        // "Safeguarding    3" in a list that no page owns heads nothing.
        let is_score = |at: usize| self.range.contains(&at) && matches!(self.role(at), Role::Item { .. });
        let in_scores = is_score(at) && (is_score(at + 1) || at.checked_sub(1).is_some_and(is_score));
        if chars > LONGEST_PLAIN_SUBHEADING_CHARS || in_scores || !reads_as_a_heading(text) {
            return false;
        }
        let Some(next) = next else { return false };
        let body = |i: usize| {
            let text = &self.blocks[i].text;
            !matches!(self.blocks[i].kind, BlockKind::Paragraph)
                || text.ends_with(['.', '!', '?', ':', ';', ')', '\u{201d}', '"'])
                || text.chars().count() > LONGEST_PLAIN_SUBHEADING_CHARS
        };
        // Two short lines may stand above each other (a heading and one below it); three are a list.
        body(next)
            || (reads_as_a_heading(&self.blocks[next].text)
                && self.next_text(next).is_some_and(body)
                && at.checked_sub(1).is_none_or(|before| {
                    before < self.range.start || body(before) || !matches!(self.role(before), Role::Text)
                }))
    }

    /// "1. Eligibility" or "Eligibility:" above a paragraph: a list of one item, or words that lead to no list.
    fn is_marked_heading(&self, at: usize) -> bool {
        let kind = |i: usize| &self.blocks[i].kind;
        let text = self.blocks[at].text.trim_end_matches(':');
        let listed = *kind(at) == BlockKind::ListItem;
        let marked = listed || (*kind(at) == BlockKind::Paragraph && self.blocks[at].text.ends_with(':'));
        if !marked || text.chars().count() > LONGEST_PLAIN_SUBHEADING_CHARS || !reads_as_a_heading(text) {
            return false;
        }
        let above = at.checked_sub(1).filter(|above| self.range.contains(above));
        let in_list = listed
            && above.is_some_and(|i| *kind(i) == BlockKind::ListItem || self.blocks[i].text.ends_with(':'));
        let numbered = || self.next_text(at).is_some_and(|next| begins_a_section(&self.blocks[next].text));
        (!in_list || numbered())
            && self.next_text(at).is_some_and(|next| {
                let text = &self.blocks[next].text;
                let ends =
                    text.ends_with(['.', '?', '!']) || text.chars().count() > LONGEST_PLAIN_SUBHEADING_CHARS;
                *kind(next) == BlockKind::Paragraph && ends && !quoted(text)
            })
    }

    /// One such line may be anything; headings recur.
    fn has_marked_headings(&self) -> bool {
        *self
            .marked
            .get_or_init(|| self.range.clone().filter(|at| self.is_marked_heading(*at)).nth(1).is_some())
    }

    /// The next block of this part, if it can stand below a sub-heading.
    fn next_text(&self, at: usize) -> Option<usize> {
        let next = at + 1;
        (next < self.range.end && !matches!(self.role(next), Role::Section(_) | Role::Title { .. }))
            .then_some(next)
    }
}

fn quoted(text: &str) -> bool {
    text.starts_with(['\u{201c}', '"', '\u{2018}'])
}

/// "4.1 The plan costs …", which stands below the heading of section 4 whatever is above that.
fn begins_a_section(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len()
        && rest
            .strip_prefix(".1")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '.'))
}

/// "Contact officer: Jo Lane"
fn is_field(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(name, value)| {
        !value.is_empty()
            && name.split(' ').count() <= LONGEST_FIELD_NAME_WORDS
            && name.starts_with(char::is_uppercase)
    })
}

fn reads_as_a_heading(text: &str) -> bool {
    // "1.1 Eligibility", "A. Eligibility"
    let numbered = text.split_once(' ').filter(|(number, _)| {
        let parts = number.trim_end_matches([')', '.']).split('.');
        number.contains(['.', ')'])
            && parts.into_iter().all(|part| part.len() == 1 || part.chars().all(|c| c.is_ascii_digit()))
    });
    let text = numbered.map_or(text, |(_, rest)| rest.trim_start());
    let starts = text.starts_with(|c: char| c.is_uppercase());
    let ends =
        !text.ends_with(['.', '!', ':', ';', ',', '\u{201d}', '"', '\u{2026}']) && !text.ends_with("./p>");
    // Past tense is how reports tell; headings do not tell, but they ask: "What was found".
    let asks = ["What ", "How ", "Why ", "Where ", "Who ", "When "].iter().any(|word| text.starts_with(word));
    let tells = !asks
        && text.split_whitespace().any(|word| {
            matches!(word, "was" | "were" | "had" | "told" | "said" | "felt" | "reported" | "included")
        });
    // A row of figures: "Satisfied with care 64.1% 62.7%".
    starts
        && ends
        && !tells
        && !quoted(text)
        && !text.contains(". ")
        && !text.ends_with('%')
        && !is_caption(text)
}

/// "Figure 1: people who waited", "Table 2.1 People who waited": it says what a figure shows and heads nothing.
fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let thing = words.next().is_some_and(|word| {
        matches!(word, "Figure" | "Fig" | "Fig." | "Table" | "Chart" | "Graph" | "FIGURE" | "TABLE" | "CHART")
    });
    let number = words.next().map_or("", |word| word.trim_end_matches([':', '.', ',']));
    thing && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}
