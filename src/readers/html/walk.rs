//! From the tree to blocks: one walk, no recursion.

use std::collections::{HashMap, HashSet};

use super::{
    page,
    rules::{
        around_the_report, heading_level, is_block, is_caption_of_heading, is_menu, is_notes, is_tab_panel,
        never_shown,
    },
    tree::{Data, Edge, NodeId, Tree},
    weights::{Weight, report_root, weigh},
};
use crate::model::{BlockKind, Location, Problem};
use crate::readers::{
    blocks::Blocks,
    lines::{begin_paragraphs, ends_a_sentence, looks_like_a_label, stops_in_mid_sentence},
    plain,
    visible::{has_words, visible},
};

/// The only cell of a row that holds more is a box of text, and one that holds a picture alone a banner.
const LONGEST_ONLY_CELL_LETTERS: u32 = 200;

/// Longer words for a picture describe it.
const LONGEST_BADGE_BYTES: usize = 60;

/// So many lines of a whole sentence each are drawn below one another on purpose: a list without bullets.
const LEAST_OF_A_LIST: usize = 3;

/// What a button unfolds is a field or a menu, if it holds less.
const LEAST_LETTERS_OF_TEXT: u32 = 40;

/// Of a heading that does not say its own: below the page's.
const LEVEL_OF_PARTS: u8 = 2;

/// Nodes of a panel among which its first words are looked for.
const FIRST_NODES: usize = 200;

/// Elements of a figure in which a quotation is looked for.
const CAPTIONED: usize = 50;

pub(super) fn walk(tree: &Tree, blocks: &mut Blocks) -> Result<(), Problem> {
    let weights = weigh(tree);
    let root = report_root(tree, &weights);
    let mut walker = Walker {
        tree,
        weights: &weights,
        whole: weights[root],
        is_titled: false,
        blocks,
        lines: vec![Line::default()],
        context: Vec::new(),
        tabs: tabs(tree),
        unfolding: unfolding(tree, &weights),
    };
    if !weights[0].has_h1 {
        walker.title();
    }
    let mut edge = Some(Edge::Open(root));
    while let Some(at) = edge {
        let skip = match at {
            Edge::Open(id) => id != root && walker.leaves_out(id) || walker.open(id),
            Edge::Close(id) => {
                walker.close(id);
                false
            }
        };
        // A node that is left out is not closed either.
        edge = match (at, skip) {
            (Edge::Open(id), true) => tree.step(root, Edge::Close(id), false),
            _ => tree.step(root, at, false),
        };
    }
    walker.flush();
    Ok(())
}

/// Text between two line breaks.
#[derive(Debug, Default)]
struct Line {
    text: String,
    number: u32,
    bold: usize,
    plain: usize,
}

impl Line {
    fn is_bold(&self) -> bool {
        self.bold > 0 && self.plain == 0
    }
}

/// An element that gives what is in it a kind.
#[derive(Debug)]
enum Context {
    Heading(NodeId, u8),
    /// `true` until its first text has been taken.
    Item(NodeId, bool),
    Quote(NodeId),
    Notes(NodeId),
    Bold(NodeId),
    Row(NodeId, Vec<String>, u32),
    Badge(NodeId),
}

struct Walker<'a> {
    tree: &'a Tree,
    weights: &'a [Weight],
    /// Of all that is read.
    whole: Weight,
    /// Whether the first heading has come.
    is_titled: bool,
    blocks: &'a mut Blocks,
    lines: Vec<Line>,
    context: Vec<Context>,
    /// By the id of the panel that each shows.
    tabs: HashMap<String, NodeId>,
    /// Buttons that are the headings of what they unfold.
    unfolding: HashSet<NodeId>,
}

impl Walker<'_> {
    /// A page without a heading still has a title in its window; the site's name comes last in it.
    fn title(&mut self) {
        let Some(id) = page::title(self.tree) else { return };
        let text = visible(&self.tree.text(id));
        let end =
            [" - ", " | ", " – "].iter().filter_map(|mark| text.rfind(mark)).max().unwrap_or(text.len());
        let at = Location { line: self.tree.line(id), page: None };
        self.blocks.push(BlockKind::Heading(1), &text[..end], at);
    }

    fn leaves_out(&self, id: NodeId) -> bool {
        match self.tree.data(id) {
            Data::Element(..) => {
                let weight = self.weights[id];
                let above_title = self.whole.has_h1 && !self.is_titled;
                never_shown(self.tree, id)
                    || (around_the_report(self.tree, id, weight, self.whole)
                        && !self.names_a_figure(id)
                        && !self.unfolding.contains(&id))
                    || self.is_sign_in_a_heading(id)
                    || self.is_button_beside_a_heading(id)
                    || (above_title && is_menu(weight))
            }
            Data::Comment(_) => true,
            Data::Text(_) | Data::Document => false,
        }
    }

    /// "#" and the like behind the words of a heading lead to it.
    fn is_sign_in_a_heading(&self, id: NodeId) -> bool {
        self.tree.name(id) == "a"
            && self.heading().is_some()
            && self.weights[id].letters == 0
            && !self.tree.text(id).trim().is_empty()
    }

    /// Accordions have their headings as buttons; one beside the words of a heading does something with it.
    fn is_button_beside_a_heading(&self, id: NodeId) -> bool {
        let heading = self.context.iter().rev().find(|context| matches!(context, Context::Heading(..)));
        self.tree.name(id) == "button"
            && heading.is_some_and(|heading| self.weights[heading.id()].letters > self.weights[id].letters)
    }

    /// Whether it says to those who hear the page what the figure beside it is, which a badge shows by its look.
    fn names_a_figure(&self, id: NodeId) -> bool {
        matches!(self.context.last(), Some(Context::Badge(_)))
            && self.weights[id].letters as usize == "score".len()
            && visible(&self.tree.text(id)).trim_end_matches(':').eq_ignore_ascii_case("score")
    }

    /// True if what is in the node has been dealt with.
    fn open(&mut self, id: NodeId) -> bool {
        if let Data::Text(text) = self.tree.data(id) {
            self.text(text, id);
            return false;
        }
        let name = self.tree.name(id);
        if let Some(level) = heading_level(self.tree, id) {
            self.flush();
            self.is_titled |= level == 1;
            self.context.push(Context::Heading(id, level));
            return false;
        }
        if is_caption_of_heading(self.tree, id) {
            self.flush();
            self.context.push(Context::Heading(id, self.heading().unwrap_or(LEVEL_OF_PARTS)));
            return false;
        }
        match name {
            "br" => self.lines.push(Line::default()),
            "hr" => self.flush(),
            "wbr" => {}
            "svg" => {
                self.picture(id, "aria-label");
                return true;
            }
            "img" => self.picture(id, "alt"),
            "pre" => {
                self.flush();
                plain::read_lines(&self.tree.text(id), self.tree.line(id), self.blocks);
                return true;
            }
            "sup" | "a" if self.is_note_mark(id) => return true,
            "button" if self.unfolding.contains(&id) => {
                self.flush();
                self.context.push(Context::Bold(id));
            }
            "strong" | "b" => self.context.push(Context::Bold(id)),
            "li" => {
                self.flush();
                self.context.push(Context::Item(id, true));
            }
            "blockquote" => {
                self.flush();
                self.context.push(Context::Quote(id));
            }
            "figcaption" | "caption" => {
                self.flush();
                let quoted = self.tree.parent(id).is_some_and(|figure| {
                    self.tree
                        .descendants(figure)
                        .take(CAPTIONED)
                        .any(|inner| self.tree.name(inner) == "blockquote")
                });
                self.context.push(if quoted { Context::Quote(id) } else { Context::Notes(id) });
            }
            "tr" if self.is_data_row(id) => {
                self.flush();
                self.context.push(Context::Row(id, Vec::new(), self.tree.line(id)));
            }
            "dt" if !self.in_row() => {
                self.flush();
                if let Some(value) = self.short_value(id) {
                    self.context.push(Context::Row(value, Vec::new(), self.tree.line(id)));
                }
            }
            "td" | "th" | "dt" | "dd" if self.in_row() => {}
            _ if is_notes(self.tree, id) => {
                self.flush();
                self.context.push(Context::Notes(id));
            }
            _ if is_tab_panel(self.tree, id) => {
                self.flush();
                self.tab_of(id);
            }
            _ if is_block(name) && !self.in_row() => self.flush(),
            _ if is_block(name) => self.space(),
            _ => self.part_neighbours(id),
        }
        let class = self.tree.attribute(id, "class").unwrap_or_default().to_ascii_lowercase();
        if ["score", "rating", "badge"].iter().any(|name| class.contains(name)) {
            self.context.push(Context::Badge(id));
        }
        if self.tree.attribute(id, "role") == Some("img") && name != "img" {
            self.picture(id, "aria-label");
        }
        false
    }

    fn close(&mut self, id: NodeId) {
        let name = self.tree.name(id);
        if matches!(name, "b" | "strong") && self.heads_text_of_a_print(id) {
            self.lines.push(Line::default());
        }
        if matches!(name, "td" | "th" | "dt" | "dd") && self.in_row() {
            let cell: Vec<String> = self.lines.drain(..).map(|line| line.text).collect();
            self.lines.push(Line::default());
            for context in self.context.iter_mut().rev() {
                if let Context::Row(_, cells, _) = context {
                    cells.push(visible(&cell.join(" ")));
                    break;
                }
            }
        } else if (is_block(name) || is_caption_of_heading(self.tree, id) || self.unfolding.contains(&id))
            && !self.in_row()
        {
            self.flush();
        } else if is_block(name) {
            self.space();
        }
        while self.context.last().is_some_and(|context| context.id() == id) {
            if let Some(Context::Row(_, cells, line)) = self.context.pop() {
                self.blocks.push_row(&cells, Location { line, page: None });
            }
        }
    }

    /// The row of tabs is a menu; the tab that shows a panel is its heading, where it has none.
    fn tab_of(&mut self, panel: NodeId) {
        let tree = self.tree;
        let by_panel = tree.attribute(panel, "id").and_then(|id| self.tabs.get(id)).copied();
        let Some(tab) = by_panel else { return };
        let first = tree.descendants(panel).take(FIRST_NODES).skip(1).find(|id| {
            heading_level(tree, *id).is_some()
                || matches!(tree.data(*id), Data::Text(text) if has_words(text))
        });
        if first.is_some_and(|first| heading_level(tree, first).is_none()) {
            let at = Location { line: tree.line(tab), page: None };
            self.blocks.push(BlockKind::Heading(LEVEL_OF_PARTS), &visible(&tree.text(tab)), at);
        }
    }

    fn in_row(&self) -> bool {
        self.context.iter().any(|context| matches!(context, Context::Row(..)))
    }

    fn text(&mut self, text: &str, id: NodeId) {
        let bold = self.context.iter().any(|context| matches!(context, Context::Bold(_)));
        let line = self.lines.last_mut().expect("there is always a line");
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        if line.number == 0 && letters > 0 {
            line.number = self.tree.line(self.tree.parent(id).unwrap_or(id));
        }
        *(if bold { &mut line.bold } else { &mut line.plain }) += letters;
        line.text.push_str(text);
    }

    fn space(&mut self) {
        if let Some(line) = self.lines.last_mut() {
            line.text.push(' ');
        }
    }

    /// `<span>Score</span><span>3</span>` is drawn apart, though no space is written.
    fn part_neighbours(&mut self, id: NodeId) {
        let tree = self.tree;
        if !matches!(tree.name(id), "span" | "a" | "strong" | "b" | "em") {
            return;
        }
        let Some(line) = self.lines.last_mut() else { return };
        let Some(before) = line.text.chars().next_back() else { return };
        if before.is_whitespace() || !before.is_alphanumeric() || !follows_an_element(tree, id) {
            return;
        }
        let first = tree.descendants(id).find_map(|inner| match tree.data(inner) {
            Data::Text(text) => text.chars().next(),
            _ => None,
        });
        if first.is_some_and(|first| first.is_uppercase() || (first.is_numeric() && !before.is_numeric())) {
            line.text.push(' ');
        }
    }

    /// A score may be a picture: the words in its place are read in a row and in a badge, and where they say so.
    fn picture(&mut self, id: NodeId, attribute: &str) {
        let Some(words) = self.tree.attribute(id, attribute).map(str::trim) else { return };
        let badge = self.context.iter().any(|context| matches!(context, Context::Badge(_)));
        let marked = badge || (attribute == "alt" && self.in_row());
        let told = words.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("score"));
        if words.is_empty() || words.len() > LONGEST_BADGE_BYTES || !(marked || told) {
            return;
        }
        if let Some(line) = self.lines.last_mut() {
            line.text.push(' ');
            line.text.push_str(words);
            line.plain += words.len();
            line.number = line.number.max(self.tree.line(id));
        }
    }

    /// A raised number that leads to a note is a mark and no word, and so is one in brackets, or before its note,
    /// that leads there or back.
    fn is_note_mark(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let text = tree.text(id);
        let number = text.trim().trim_matches(['[', ']']);
        if !number.chars().all(|c| c.is_numeric() || c == ',') {
            return false;
        }
        if tree.name(id) == "sup" {
            return self.weights[id].links > 0 || tree.ancestors(id).any(|above| tree.name(above) == "a");
        }
        let target = tree.attribute(id, "href").unwrap_or_default().to_ascii_lowercase();
        let to_note = ["fn", "ftn", "footnote", "endnote", "edn"].iter().any(|note| target.contains(note));
        target.starts_with('#') && number.len() < 4 && (number.len() < text.trim().len() || to_note)
    }

    /// Rows of tables that lay out a page are boxes, not rows: they hold headings, lists, further
    /// tables, a single cell of running text, or the paragraphs of most of the page.
    fn is_data_row(&self, id: NodeId) -> bool {
        let (mut cells, mut paragraphs) = (0, 0);
        for inner in self.tree.descendants(id).skip(1) {
            match self.tree.name(inner) {
                "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "main" | "article" | "section"
                | "blockquote" => {
                    return false;
                }
                "td" | "th" => cells += 1,
                "p" | "li" => paragraphs += 1,
                "br" if self.is_gap(inner) => paragraphs += 1,
                _ => {}
            }
        }
        let table = self.tree.ancestors(id).find(|above| self.tree.name(*above) == "table");
        let is_page = u64::from(self.weights[id].letters) * 2 > u64::from(self.whole.letters);
        if is_page && paragraphs > 2 * cells {
            return false;
        }
        let presentation = table.and_then(|table| self.tree.attribute(table, "role"));
        !matches!(presentation, Some("presentation" | "none"))
            && (cells > 1 || (1..=LONGEST_ONLY_CELL_LETTERS).contains(&self.weights[id].letters))
    }

    /// Whether bold words at the start of a paragraph are the heading above it, which a program that turns the pages
    /// of a PDF into those of the web has run together with its text.
    fn heads_text_of_a_print(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let page = |id: NodeId| {
            let number = tree.attribute(id, "id").and_then(|id| id.strip_prefix("page"));
            number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
        };
        if tree.before(id).is_some() || !tree.ancestors(id).any(page) {
            return false;
        }
        let after = match tree.step(0, Edge::Close(id), false) {
            Some(Edge::Open(next)) => tree.text(next),
            _ => String::new(),
        };
        let words = tree.text(id);
        words.ends_with(' ')
            && looks_like_a_label(&words)
            && words.split_whitespace().nth(1).is_some()
            && after.starts_with(|c: char| c.is_uppercase() || c == '“')
    }

    /// Whether a line break follows another one, as between paragraphs of older pages.
    fn is_gap(&self, id: NodeId) -> bool {
        let blank = |id: &NodeId| matches!(self.tree.data(*id), Data::Text(text) if text.trim().is_empty());
        let mut before = std::iter::successors(self.tree.before(id), |before| self.tree.before(*before));
        before.find(|id| !blank(id)).is_some_and(|before| self.tree.name(before) == "br")
    }

    /// The only, short value of a short term: `<dt>Score</dt><dd>3</dd>` are two cells of one row.
    fn short_value(&self, term: NodeId) -> Option<NodeId> {
        let next = |id| match self.tree.step(0, Edge::Close(id), false) {
            Some(Edge::Open(next)) => Some(next),
            _ => None,
        };
        let mut after =
            std::iter::successors(next(term), |id| next(*id)).filter(|id| !self.tree.name(*id).is_empty());
        let value = after.next().filter(|id| self.tree.name(*id) == "dd" && !self.leaves_out(*id))?;
        let alone = after.next().is_none_or(|id| self.tree.name(id) != "dd");
        let letters = self.weights[term].letters.saturating_add(self.weights[value].letters);
        (alone && letters <= 60).then_some(value)
    }

    /// What has been collected becomes blocks.
    fn flush(&mut self) {
        let lines = std::mem::replace(&mut self.lines, vec![Line::default()]);
        if lines.iter().all(|line| !has_words(&line.text)) {
            return;
        }
        // An empty line between two breaks is a gap.
        let mut group: Vec<Line> = Vec::new();
        for line in lines {
            if has_words(&line.text) {
                group.push(line);
            } else {
                self.push_group(std::mem::take(&mut group));
            }
        }
        self.push_group(group);
    }

    fn push_group(&mut self, lines: Vec<Line>) {
        let begins = {
            let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
            let mut begins = begin_paragraphs(&texts);
            for (at, pair) in lines.windows(2).enumerate() {
                // A bold line is a heading, if its sentence does not run on.
                let heads = pair[0].is_bold() != pair[1].is_bold();
                begins[at + 1] |= heads && !stops_in_mid_sentence(texts[at], texts[at + 1]);
            }
            let is_sentence = |text: &&str| {
                ends_a_sentence(text) && text.starts_with(|c: char| c.is_uppercase() || c == '“')
            };
            if texts.len() >= LEAST_OF_A_LIST && texts.iter().all(is_sentence) {
                begins.fill(true);
            }
            begins
        };
        let mut open: Option<Line> = None;
        for (line, begins) in lines.into_iter().zip(begins) {
            match &mut open {
                Some(open) if !begins || self.heading().is_some() => {
                    open.text.push(' ');
                    open.text.push_str(&line.text);
                    open.bold += line.bold;
                    open.plain += line.plain;
                }
                _ => {
                    if let Some(done) = open.replace(line) {
                        self.push(&done);
                    }
                }
            }
        }
        if let Some(done) = open {
            self.push(&done);
        }
    }

    fn heading(&self) -> Option<u8> {
        self.context.iter().rev().find_map(|context| match context {
            Context::Heading(_, level) => Some(*level),
            _ => None,
        })
    }

    fn push(&mut self, line: &Line) {
        let mut kind = if line.is_bold() { BlockKind::BoldParagraph } else { BlockKind::Paragraph };
        let notes = self.context.iter().any(|context| matches!(context, Context::Notes(_)));
        for context in self.context.iter_mut().rev() {
            match context {
                Context::Heading(_, level) => {
                    kind = BlockKind::Heading(*level);
                    break;
                }
                Context::Item(_, begins) => {
                    if std::mem::take(begins) {
                        kind = BlockKind::ListItem;
                    }
                    break;
                }
                Context::Quote(_) => {
                    kind = BlockKind::Quote;
                    break;
                }
                _ => {}
            }
        }
        if notes && !matches!(kind, BlockKind::Heading(_)) {
            kind = BlockKind::Footnote;
        }
        self.blocks.push(kind, &line.text, Location { line: line.number.max(1), page: None });
    }
}

impl Context {
    fn id(&self) -> NodeId {
        match self {
            Context::Heading(id, _)
            | Context::Item(id, _)
            | Context::Quote(id)
            | Context::Notes(id)
            | Context::Bold(id)
            | Context::Row(id, ..)
            | Context::Badge(id) => *id,
        }
    }
}

/// Buttons that unfold running text and stand in no heading.
fn unfolding(tree: &Tree, weights: &[Weight]) -> HashSet<NodeId> {
    let buttons = tree.descendants(0).filter(|id| tree.name(*id) == "button");
    let mut by_panel: HashMap<&str, NodeId> = buttons
        .filter(|id| tree.attribute(*id, "aria-expanded").is_some())
        .filter_map(|id| Some((tree.attribute(id, "aria-controls")?, id)))
        .collect();
    let mut found = HashSet::new();
    if by_panel.is_empty() {
        return found;
    }
    for panel in tree.descendants(0) {
        let button = tree.attribute(panel, "id").and_then(|id| by_panel.remove(id));
        let Some(button) = button else { continue };
        let weight = weights[panel];
        let in_heading = || tree.ancestors(button).any(|above| heading_level(tree, above).is_some());
        if weight.letters >= LEAST_LETTERS_OF_TEXT && weight.linked * 2 < weight.letters && !in_heading() {
            found.insert(button);
        }
    }
    found
}

fn tabs(tree: &Tree) -> HashMap<String, NodeId> {
    let mut tabs = HashMap::new();
    for id in tree.descendants(0).filter(|id| tree.attribute(*id, "role") == Some("tab")) {
        let link = tree.attribute(id, "href").and_then(|href| href.strip_prefix('#'));
        if let Some(panel) = tree.attribute(id, "aria-controls").or(link) {
            tabs.entry(panel.to_owned()).or_insert(id);
        }
    }
    tabs
}

fn follows_an_element(tree: &Tree, id: NodeId) -> bool {
    tree.before(id).is_some_and(|before| !matches!(tree.name(before), "" | "sub" | "sup" | "br"))
}
