//! From lines to the parts of a file: statement pages, overview, landing page, press release.
//!
//! A line's own words are a hint only: "Safeguarding" is a label where a score or a fixed heading
//! follows it, an item where its neighbours are items too, and a sub-heading elsewhere.

mod contents;
pub(super) mod items;
mod menus;
pub(super) mod releases;
pub(super) mod strays;

use crate::model::{Block, BlockKind, Kind, Section};

use super::{
    authority::address,
    lines::{
        layouts::LayoutForms,
        names::{Names, names_a_council},
        rated::Rated,
        roles::{Role, drop_links_to_pages, join_broken_lines, join_titles, roles_of, titles_of_names_alone},
        scores::Value,
        title_names::council_in,
    },
};
use contents::{skip_contents, skip_pagers};
use items::{Item, lists};
use menus::skip_menus;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// What stands before the first page, or under a title before anything known.
    Front,
    Statement,
    Overview,
    Landing,
    /// The words under a theme's heading.
    Theme,
    Press,
    /// Text in no known layout.
    Plain,
}

/// A run of blocks that share their tags.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub kind: PartKind,
    /// Index of its first block; it ends where the next part starts.
    pub start: usize,
    /// Index of the title line it stands under.
    pub title: Option<usize>,
    pub label: Option<Label>,
}

/// A statement page's label.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// `None`: a label that the framework does not know.
    pub statement: Option<String>,
    /// Block of the label; `None` where the page has none.
    pub at: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Outline {
    pub kind: Kind,
    pub parts: Vec<Part>,
    pub roles: Vec<Role>,
    pub items: Vec<Item>,
    /// For each block, the item that it belongs to.
    pub item_of: Vec<Option<usize>>,
    /// Characters of running text before each block, and after the last.
    prose: Vec<usize>,
    /// Labels with their scores stand above running text again and again: each heads a page, however it is written.
    heads_recur: bool,
}

/// How many characters of running text may stand before an untitled page; more is somebody's paper.
const LONGEST_FRONT_CHARS: usize = 400;

/// Shorter lines are headings and cells.
const SHORTEST_PROSE_CHARS: usize = 60;

/// A release lists nine scores, and copies lose some.
const LEAST_OF_A_RELEASE: usize = 5;

/// So many labels with scores above running text are no chance.
const FEWEST_HEADS: usize = 3;

/// Between a page's label and the title below it stand no more than a date and links.
const MOST_LINES_TO_TITLE: usize = 4;

/// Longer lines under a label are running text.
const LONGEST_HEAD_LINE_BYTES: usize = 60;

impl Outline {
    /// `rated`: the block with the sentence that rates an authority, and what it says.
    pub(super) fn of(blocks: &[Block], layout: &LayoutForms, names: &Names, rated: Option<&Rated>) -> Self {
        let mut roles = roles_of(blocks, layout);
        address::lines(blocks).for_each(|at| roles[at] = Role::Skip);
        join_broken_lines(&mut roles, blocks, layout, names);
        for role in &mut roles {
            let Role::Title { name, .. } = role else { continue };
            match council_in(name, layout, names) {
                Some(council) => *name = council,
                None => *role = Role::Text,
            }
            let doubtful = matches!(role, Role::Title { name, of_council, .. } if !names_a_council(name, *of_council, names));
            if doubtful {
                *role = Role::Text;
            }
        }
        join_titles(&mut roles, blocks, layout, names);
        titles_of_names_alone(&mut roles, blocks, names);
        drop_links_to_pages(&mut roles, blocks);
        skip_contents(&mut roles, blocks, layout);
        skip_pagers(&mut roles, blocks, layout);
        skip_menus(&mut roles, blocks, layout);
        let (items, item_of) = lists(blocks, &mut roles, layout, rated.is_some());
        let prose = running_text_before(blocks, &roles);
        let mut outline = Outline {
            kind: Kind::Unrecognised,
            parts: Vec::new(),
            roles,
            items,
            item_of,
            prose,
            heads_recur: false,
        };
        let scored_heads = (0..blocks.len()).filter(|at| outline.is_scored_head(*at));
        outline.heads_recur = scored_heads.take(FEWEST_HEADS).count() == FEWEST_HEADS;
        outline.parts = outline.find_parts(blocks, layout);
        outline.kind = outline.find_kind(blocks, layout, rated);
        let whole = |kind| vec![Part { kind, start: 0, title: None, label: None }];
        match outline.kind {
            Kind::PressRelease => outline.parts = whole(PartKind::Press),
            Kind::Unrecognised => {
                let title =
                    outline.roles.iter().position(|r| matches!(r, Role::Title { of_council: false, .. }));
                outline.parts = whole(PartKind::Plain);
                outline.parts[0].title = title.filter(|at| outline.prose[*at] == 0);
                outline.items.clear();
                outline.item_of.fill(None);
            }
            _ => {}
        }
        outline
    }

    /// The blocks of a part.
    pub(super) fn range(&self, part: usize) -> std::ops::Range<usize> {
        let end = self.parts.get(part + 1).map_or(self.roles.len(), |next| next.start);
        self.parts[part].start..end
    }

    fn find_parts(&self, blocks: &[Block], layout: &LayoutForms) -> Vec<Part> {
        let mut parts = vec![Part { kind: PartKind::Front, start: 0, title: None, label: None }];
        let mut title = None;
        for at in 0..blocks.len() {
            if self.item_of[at].is_some() {
                continue;
            }
            let last = parts
                .last()
                .expect("the front of the file is a part and each that goes is followed by another");
            let inside = last.kind;
            let label = last.label.as_ref().and_then(|label| label.at);
            if matches!(self.roles[at], Role::Title { .. })
                && label.is_some_and(|label| self.below_title(label + 1) == at + 1)
            {
                title = Some(at);
                parts.last_mut().expect("the part that was just looked at").title = title;
                continue;
            }
            let start = |kind, label| Part { kind, start: at, title, label };
            let next = match &self.roles[at] {
                Role::Title { .. }
                    if inside != PartKind::Front && self.is_running_header(blocks, at, title) =>
                {
                    None
                }
                Role::Title { of_council, .. } if !of_council || self.is_title_place(at, title) => {
                    title = Some(at);
                    Some(Part { kind: PartKind::Front, start: at, title, label: None })
                }
                Role::Section(index)
                    if !matches!(blocks[at].kind, BlockKind::ListItem | BlockKind::TableRow { .. }) =>
                {
                    let label = layout.label(*index);
                    let generic = blocks[at].text.split_whitespace().count() < 2;
                    let fits = matches!(inside, PartKind::Front | PartKind::Overview | PartKind::Landing)
                        || !generic;
                    let begins = label.begins_page || (inside == PartKind::Front && title.is_some());
                    let kind = match label.page {
                        Some(Kind::Overview) => Some(PartKind::Overview),
                        Some(Kind::Landing) => Some(PartKind::Landing),
                        _ => None,
                    };
                    // The heading that begins a page begins another where it stands again, below text.
                    let again = label.begins_page
                        && self.prose[at] > self.prose[last.start]
                        && self.roles[last.start..at].contains(&self.roles[at]);
                    kind.filter(|kind| begins && fits && (inside != *kind || again))
                        .map(|kind| start(kind, None))
                }
                Role::Theme
                    if matches!(blocks[at].kind, BlockKind::Heading(_))
                        || numbered_theme(&blocks[at].text) =>
                {
                    Some(start(PartKind::Theme, None))
                }
                Role::Statement { list_only: true, .. } if is_above(blocks, at, last) => {
                    Some(start(PartKind::Theme, None))
                }
                _ => self
                    .page_label(blocks, at, layout, self.is_titled(title, at, inside), last)
                    .map(|label| start(PartKind::Statement, Some(label))),
            };
            let Some(mut next) = next else { continue };
            next.title = title;
            if parts.last().is_some_and(|last| last.start == at) {
                parts.pop();
            }
            parts.push(next);
        }
        parts
    }

    /// Whether a title stands above, with little between: a paper may quote a title and then go on.
    fn is_titled(&self, title: Option<usize>, at: usize, inside: PartKind) -> bool {
        title.is_some_and(|title| {
            inside != PartKind::Front || self.prose[at] - self.prose[title] <= LONGEST_FRONT_CHARS / 4
        })
    }

    /// A title that repeats the last one in the midst of a page's text.
    fn is_running_header(&self, blocks: &[Block], at: usize, title: Option<usize>) -> bool {
        let repeated = title.is_some_and(|title| blocks[title].text == blocks[at].text);
        let follows = |role: &Role| !matches!(role, Role::Skip | Role::Date(_));
        let mut next = self.roles[at + 1..].iter().filter(|role| follows(role));
        // An unknown label is text too, but a score follows it.
        repeated
            && matches!(next.next(), Some(Role::Text | Role::LeadIn) | None)
            && !matches!(next.next(), Some(Role::Score { .. } | Role::Label { value: Some(_), .. }))
    }

    /// Whether hardly any running text stands above a block.
    pub(super) fn is_front(&self, at: usize) -> bool {
        self.prose[at] <= LONGEST_FRONT_CHARS
    }

    /// Whether the line is a theme's name, which may also be one that lists give to a statement.
    pub(super) fn names_a_theme(&self, at: usize) -> bool {
        self.item_of[at].is_none()
            && matches!(self.roles[at], Role::Theme | Role::Statement { list_only: true, .. })
    }

    /// Below a title that stands between a page's label and its score.
    fn below_title(&self, from: usize) -> usize {
        let passed = |role: &&Role| matches!(role, Role::Skip | Role::Date(_));
        let at = from + self.roles[from..].iter().take(MOST_LINES_TO_TITLE).take_while(passed).count();
        if matches!(self.roles.get(at), Some(Role::Title { .. })) { at + 1 } else { from }
    }

    /// A plain title ("Oldbridge City Council assessment") counts only above a page: at the top, and below another title,
    /// whose page it ends.
    fn is_title_place(&self, at: usize, above: Option<usize>) -> bool {
        let mut next = self.roles[at + 1..].iter().take(4);
        (self.prose[at] == 0 && next.clone().any(Role::heads_page))
            || (above.is_some() && next.any(|role| matches!(role, Role::Score { .. } | Role::Label { .. })))
    }

    /// The label of a statement page, if one begins at this block.
    fn page_label(
        &self,
        blocks: &[Block],
        at: usize,
        layout: &LayoutForms,
        titled: bool,
        last: &Part,
    ) -> Option<Label> {
        let inside = last.kind;
        let needed = if titled || inside == PartKind::Statement { 1 } else { 2 };
        let marks = |from: usize| self.marks(from, layout);
        // What stands between a label and its score is no label.
        let below_label =
            last.start + 1 == at && last.label.as_ref().is_some_and(|label| label.statement.is_some());
        match &self.roles[at] {
            Role::Statement { key, list_only: false } => {
                let marks = marks(self.below_title(at + 1));
                let heads = match blocks[at].kind {
                    // "7. Safeguarding": an item only of a list of contents, and those have no head below them.
                    BlockKind::ListItem => {
                        let recurs = titled && self.heads_recur;
                        marks.count > 2
                            || (marks.score_first && marks.count >= if recurs { 1 } else { needed.max(2) })
                    }
                    BlockKind::Quote => false,
                    _ if marks.ends_list => false,
                    _ => marks.count >= needed || (titled && self.goes_on_as_a_page(blocks, at + 1, layout)),
                };
                heads.then(|| Label { statement: Some(key.clone()), at: Some(at) })
            }
            Role::Item { key, .. } => {
                // Label and score in one heading: "Safeguarding: score 3"; in a line above a page's first heading.
                let marks = marks(at + 1);
                let named_above = last.label.as_ref().is_some_and(|label| label.statement == *key);
                let above_page = self.goes_on_as_a_page(blocks, at + 1, layout)
                    || (titled && self.heads_recur && self.is_scored_head(at));
                let heads = matches!(blocks[at].kind, BlockKind::Heading(_))
                    || (key.is_some() && (marks.score_first || (above_page && !named_above)));
                let count = marks.count.max(usize::from(above_page));
                (count >= needed && heads && !(below_label && key.is_none()))
                    .then(|| Label { statement: key.clone(), at: Some(at) })
            }
            Role::Text | Role::Statement { .. } | Role::Theme if !below_label => {
                let text = &blocks[at].text;
                let short = text.chars().count() < 90 && !text.ends_with(['.', '!', ';', ',', ':']);
                let plain = matches!(
                    blocks[at].kind,
                    BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::BoldParagraph
                );
                if !short || !plain || !text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
                    return None;
                }
                let marks = marks(at + 1);
                (marks.score_first && marks.count >= 2).then_some(Label { statement: None, at: Some(at) })
            }
            Role::Score { .. } => {
                // A page that has lost its label: the score follows the title at once, or stands first with all
                // of a head below it.
                let before = (0..at).rev().find(|i| !matches!(self.roles[*i], Role::Skip | Role::Date(_)));
                let needed = match before {
                    Some(before) => matches!(self.roles[before], Role::Title { .. }).then_some(2),
                    None => Some(3),
                };
                (inside == PartKind::Front && needed.is_some_and(|needed| marks(at).count >= needed))
                    .then_some(Label { statement: None, at: None })
            }
            _ => None,
        }
    }

    /// Whether a fixed heading of a statement page follows below one or two short lines, such as a score in a
    /// form that is not known.
    fn goes_on_as_a_page(&self, blocks: &[Block], from: usize, layout: &LayoutForms) -> bool {
        let short = |at: &usize| match self.roles[*at] {
            Role::Text => blocks[*at].text.len() < LONGEST_HEAD_LINE_BYTES,
            Role::Score { .. }
            | Role::Label { .. }
            | Role::Bare(_)
            | Role::Rating { .. }
            | Role::Item { .. } => true,
            _ => false,
        };
        let skipped = (from..self.roles.len()).take(3).take_while(short).count();
        matches!(self.roles.get(from + skipped), Some(Role::Section(index)) if layout.label(*index).page.is_none())
    }

    /// A label with a score beside or below it and running text below that, perhaps under a heading of its own.
    fn is_scored_head(&self, at: usize) -> bool {
        let text_at = match (&self.roles[at], self.roles.get(at + 1)) {
            (Role::Item { key: Some(_), value: Value::On(_), .. }, _) => at + 1,
            (Role::Statement { list_only: false, .. }, Some(Role::Score { .. })) => at + 2,
            _ => return false,
        };
        let below = self.roles[text_at..].iter().take(2).take_while(|role| **role == Role::Text).count();
        self.item_of[at].is_none() && self.prose[text_at + below] > self.prose[text_at]
    }

    /// A line that is not known directly above one that gives the score: "Previous score: 2", "Page 3 of 4".
    pub(super) fn is_before_score(&self, at: usize, end: usize) -> bool {
        let unknown =
            matches!(self.roles[at], Role::Text | Role::Rating { .. } | Role::Item { key: None, .. });
        let scored = |role: &Role| {
            matches!(
                role,
                Role::Score { .. } | Role::Label { value: Some(_), .. } | Role::Item { key: Some(_), .. }
            )
        };
        unknown && at + 1 < end && scored(&self.roles[at + 1])
    }

    /// In order, the score lines directly above or below the heading of a page's findings, wherever its head ended.
    pub(super) fn scores_beside_findings(
        &self,
        range: std::ops::Range<usize>,
        layout: &LayoutForms,
    ) -> Vec<usize> {
        let heads = |role: &Role| matches!(role, Role::Section(index) if layout.label(*index).section == Section::Findings);
        let Some(heading) = range.clone().find(|at| heads(&self.roles[*at])) else { return Vec::new() };
        let is_score = |at: &usize| matches!(self.roles[*at], Role::Score { .. } | Role::Label { .. });
        let above = (range.start..heading).rev().take_while(is_score).count();
        (heading - above..heading).chain((heading + 1..range.end).take_while(is_score)).collect()
    }

    /// What of a statement page's head follows directly.
    fn marks(&self, from: usize, layout: &LayoutForms) -> Marks {
        let mut marks = Marks { count: 0, score_first: false, ends_list: false };
        for role in self.roles[from.min(self.roles.len())..].iter().take(6) {
            match role {
                Role::Skip | Role::Date(_) | Role::Theme | Role::Bare(_) => {}
                Role::Score { label, .. } => {
                    marks.score_first |= marks.count == 0;
                    marks.count += if label.is_some() { 2 } else { 1 };
                }
                Role::Label { value, .. } => {
                    marks.score_first |= marks.count == 0 && value.is_some();
                    marks.count += 1;
                }
                Role::Section(index) if layout.label(*index).page.is_none() => {
                    marks.count += 1;
                    break;
                }
                Role::Section(_) => {
                    marks.ends_list = true;
                    break;
                }
                _ => break,
            }
        }
        marks
    }

    fn count(&self, kind: PartKind) -> usize {
        self.parts.iter().filter(|part| part.kind == kind).count()
    }

    fn find_kind(&self, blocks: &[Block], layout: &LayoutForms, rated: Option<&Rated>) -> Kind {
        let statements = self.count(PartKind::Statement);
        let titled = self.parts.iter().any(|part| part.title.is_some());
        let scored = !self.items.is_empty();
        let about = self.roles.iter().filter(|r| matches!(r, Role::Section(_) | Role::Date(_))).count();
        let overview = self.count(PartKind::Overview) > 0 && (titled || scored || about >= 3);
        let landing = self.count(PartKind::Landing) > 0 && (titled || about >= 2);
        let first = self
            .parts
            .iter()
            .find(|p| !matches!(p.kind, PartKind::Front | PartKind::Theme) || p.title.is_some())
            .map_or(0, |p| p.start);
        let paper = self.prose[first] > LONGEST_FRONT_CHARS
            || self.roles[..first].iter().any(|r| matches!(r, Role::Paper));
        if statements == 0 && !titled && self.is_press(blocks, rated) {
            return Kind::PressRelease;
        }
        match (statements, overview, landing) {
            (s, ..) if paper && s < 3 && !self.ends_in_whole_pages(layout) => Kind::Unrecognised,
            (0, true, _) => Kind::Overview,
            (0, false, true) => Kind::Landing,
            (0, false, false) if titled && scored => Kind::Overview,
            (0, false, false) => Kind::Unrecognised,
            (1, false, false) => Kind::StatementPage,
            _ => Kind::WholeReport,
        }
    }

    /// Whether a paper has pages as an appendix: each from its score to its findings, and nothing of a paper's below them.
    fn ends_in_whole_pages(&self, layout: &LayoutForms) -> bool {
        let is_whole = |part: usize| {
            let roles = &self.roles[self.range(part)];
            let headed = |wanted: &[Section]| {
                roles.iter().any(|role| matches!(role, Role::Section(index) if wanted.contains(&layout.label(*index).section)))
            };
            roles.iter().any(|role| matches!(role, Role::Score { .. }))
                && headed(&[Section::Expectations, Section::Commitment])
                && headed(&[Section::Findings])
                && !roles.contains(&Role::Paper)
        };
        let mut pages =
            (0..self.parts.len()).filter(|part| self.parts[*part].kind == PartKind::Statement).peekable();
        pages.peek().is_some() && pages.all(is_whole)
    }

    fn is_press(&self, blocks: &[Block], rated: Option<&Rated>) -> bool {
        let Some(rated) = rated else { return self.has_all_of_a_release() };
        let marks = !self.items.is_empty()
            || self.roles.iter().any(|r| matches!(r, Role::LeadIn | Role::Headline { .. }))
            || blocks.iter().any(|b| b.text.ends_with("said:"));
        let paper = self.roles.iter().any(|r| matches!(r, Role::Paper));
        marks && !paper && self.prose[rated.at] <= LONGEST_FRONT_CHARS
    }

    /// Whether a list of scores and what the assessment team found say that this is a release, in whatever words it rates.
    pub(super) fn has_all_of_a_release(&self) -> bool {
        let scored =
            self.items.iter().filter(|item| item.statement.is_some() && item.value != Value::Missing);
        let lead_in = self.roles.iter().any(|role| matches!(role, Role::LeadIn));
        let other = self.roles.iter().any(|role| matches!(role, Role::Paper | Role::Section(_)));
        scored.count() >= LEAST_OF_A_RELEASE && lead_in && !other
    }
}

/// Whether a heading stands above that of the page before it, as a theme's does; one below it is a part of that page.
fn is_above(blocks: &[Block], at: usize, page: &Part) -> bool {
    let label = page.label.as_ref().and_then(|label| label.at).map(|label| &blocks[label].kind);
    matches!((&blocks[at].kind, label), (BlockKind::Heading(level), Some(BlockKind::Heading(label))) if level < label)
}

/// Characters of running text before each block, and after the last.
fn running_text_before(blocks: &[Block], roles: &[Role]) -> Vec<usize> {
    let mut sum = 0;
    let ends = blocks.iter().zip(roles).map(|(block, role)| {
        let runs = matches!(role, Role::Text | Role::Paper) && !matches!(block.kind, BlockKind::Heading(_));
        let chars = if runs { block.text.chars().count() } else { 0 };
        sum += if chars > SHORTEST_PROSE_CHARS { chars } else { 0 };
        sum
    });
    std::iter::once(0).chain(ends).collect()
}

struct Marks {
    count: usize,
    score_first: bool,
    /// A heading of an overview follows at once: the last of a list of scores, not a page without text.
    ends_list: bool,
}

fn numbered_theme(text: &str) -> bool {
    text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("theme "))
}
