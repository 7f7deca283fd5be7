//! Plain text: a line is a block, unless the text was broken at a column; then the lines of a
//! paragraph are put together again.

pub(super) mod printed;
#[cfg(test)]
mod tests;

use super::{
    blocks::Blocks,
    lines::{
        Wrapping, after_number, ends_a_sentence, heads,
        hyphens::{Vocabulary, join_broken},
        inset, leads_on, looks_like_a_label, mail, numbered, opens_again, stops_in_mid_sentence,
        without_double_spacing,
    },
    visible::has_words,
};
use crate::model::{BlockKind, Location};

/// Every line of `text` that holds words, in order; `first_line` is the number of its first line.
pub(super) fn read_lines(text: &str, first_line: u32, blocks: &mut Blocks) {
    match printed::read(text) {
        Some(printed) => {
            for (number, head) in printed.heads {
                blocks.push(
                    BlockKind::Heading(6),
                    head,
                    Location { line: number + first_line - 1, page: None },
                );
            }
            let vocabulary = Vocabulary::of(printed.lines.iter().map(|(_, line)| *line));
            read_numbered(printed.lines.iter().copied(), first_line, Some(&vocabulary), blocks);
        }
        None => match mail::read(text) {
            Some(quoted) => read_numbered(quoted.into_iter(), first_line, None, blocks),
            None => read_numbered(numbered(text), first_line, None, blocks),
        },
    }
}

/// `vocabulary`: of a printed text, whose words may have been parted.
fn read_numbered<'a>(
    lines: impl Iterator<Item = (u32, &'a str)> + Clone,
    first_line: u32,
    vocabulary: Option<&Vocabulary>,
    blocks: &mut Blocks,
) {
    match without_double_spacing(lines.clone()) {
        Some(closed) => read_spaced(closed.into_iter(), first_line, vocabulary, blocks),
        None => read_spaced(lines, first_line, vocabulary, blocks),
    }
}

fn read_spaced<'a>(
    lines: impl Iterator<Item = (u32, &'a str)> + Clone,
    first_line: u32,
    vocabulary: Option<&Vocabulary>,
    blocks: &mut Blocks,
) {
    let texts = lines.clone().map(|(_, line)| line);
    let wrapping = if vocabulary.is_some() { Wrapping::of_print(texts) } else { Wrapping::of(texts) };
    let mut open: Option<Open> = None;
    let mut lines = lines.peekable();
    let mut parted = false;
    // Bullets that stand below one another, before the items that they belong to.
    let mut bullets = 0_usize;
    // Where the items begin of a list whose bullets were no characters.
    let mut item_inset: Option<usize> = None;
    // How many of them stand below one another.
    let mut items_set_in = 0_usize;
    // The number of the block above, where that is an item.
    let mut count_above: Option<u32> = None;
    let mut above = "";
    while let Some((number, line)) = lines.next() {
        let next = lines.peek().map_or("", |(_, next)| *next);
        let at = Location { line: number + first_line - 1, page: None };
        let flush = |open: &mut Option<Open>, blocks: &mut Blocks| {
            if let Some(open) = open.take() {
                open.close(line, blocks);
            }
        };
        if line.trim().is_empty() {
            // A bullet may be parted from its text by a blank line, nothing else may.
            parted = !open.as_ref().is_some_and(Open::is_lone_bullet);
            bullets = if parted { 0 } else { bullets };
            continue;
        }
        let above = std::mem::replace(&mut above, line);
        let leads_in = above.trim_end().ends_with(':');
        let stands_apart = std::mem::take(&mut parted);
        if stands_apart && !open.as_ref().is_some_and(|open| open.is_parted_from(line, wrapping)) {
            flush(&mut open, blocks);
        }
        if let Some(level) = underline(line) {
            if let Some(heading) = open.as_mut().filter(|open| open.is_underlined(line)) {
                heading.kind = BlockKind::Heading(level);
            }
            flush(&mut open, blocks);
            continue;
        }
        if let Some(cells) = table_cells(line) {
            flush(&mut open, blocks);
            blocks.push_row(&cells, at);
            continue;
        }
        let (kind, text) = match &open {
            Some(open)
                if open.runs_on_at_a_dash(line, wrapping) || open.runs_on_at_a_figure(line, wrapping) =>
            {
                (BlockKind::Paragraph, line.trim())
            }
            open if is_lone_number(line) && !open.as_ref().is_some_and(Open::is_unfinished) => {
                (BlockKind::ListItem, "")
            }
            _ => shape(line),
        };
        if let Some(open) = &mut open
            && kind == BlockKind::Paragraph
            && (open.is_lone_bullet()
                || (blocks.is_empty() && wrapping.continues_title(open.last_line, line))
                || ((wrapping.continues(open.last_line, line, next) || open.is_cut_off(wrapping))
                    && (bullets == 0 || open.is_long_item_of(line, wrapping))
                    && !open.ends_before(line, next)
                    && !(items_set_in > 1 && open.is_a_sentence_above(line))
                    && !open.is_left_behind(line)
                    && !open.is_heading_of(line)))
        {
            open.add(line, text, vocabulary);
            continue;
        }
        let lone_bullet = kind == BlockKind::ListItem && !has_words(text);
        let (kind, left) = match kind {
            BlockKind::ListItem if lone_bullet && (bullets > 0 || leads_in) => (kind, bullets + 1),
            BlockKind::Paragraph if bullets > 1 => (BlockKind::ListItem, bullets - 1),
            _ => (kind, 0),
        };
        bullets = left;
        let is_set_in = kind == BlockKind::Paragraph
            && item_inset.map_or(leads_in && inset(line) > inset(above) + 1, |items| inset(line) == items);
        item_inset = is_set_in.then_some(inset(line));
        items_set_in = if is_set_in { items_set_in + 1 } else { 0 };
        let kind = if is_set_in { BlockKind::ListItem } else { kind };
        flush(&mut open, blocks);
        let count = (kind == BlockKind::ListItem).then(|| counted(line)).flatten();
        let may_head_section = (stands_apart || above.is_empty())
            && next.trim().is_empty()
            && count.is_some_and(|count| count_above.is_none_or(|above| above + 1 != count))
            && text.starts_with(char::is_uppercase)
            && looks_like_a_label(text);
        count_above = count;
        let text = text.to_owned();
        open = Some(Open { kind, text, first_line: line, last_line: line, may_head_section, at });
    }
    if let Some(open) = open {
        open.close("", blocks);
    }
}

/// A longer text without a stop at its end is no item of a list that has lost its bullets.
const LONGEST_ITEM_BYTES: usize = 200;

/// Of a line that may have been broken at a column.
const LONGEST_LINE_BYTES: usize = 400;

/// A block whose last line may not have come yet.
struct Open<'a> {
    kind: BlockKind,
    text: String,
    first_line: &'a str,
    last_line: &'a str,
    /// "2. Financial implications" alone between empty lines, and no next item of a list.
    may_head_section: bool,
    at: Location,
}

impl<'a> Open<'a> {
    fn is_lone_bullet(&self) -> bool {
        self.kind == BlockKind::ListItem && !has_words(&self.text)
    }

    /// Whether a line below a gap goes on with it: the end of a page that left no other trace lies between.
    fn is_parted_from(&self, line: &str, wrapping: Wrapping) -> bool {
        self.kind == BlockKind::Paragraph
            && self.text.len() > LONGEST_ITEM_BYTES
            && shape(line).0 == BlockKind::Paragraph
            && wrapping.runs_on(self.last_line, line)
    }

    /// Whether the dash that a line begins with is one within a sentence, which fell there by chance.
    fn runs_on_at_a_dash(&self, line: &str, wrapping: Wrapping) -> bool {
        let dash = line.trim_start().strip_prefix(['-', '–', '—']);
        self.kind == BlockKind::Paragraph
            && dash.is_some_and(|rest| rest.trim_start().starts_with(char::is_lowercase))
            && !ends_a_sentence(self.last_line)
            && inset(self.last_line) == inset(line)
            && wrapping.continues(self.last_line, line, "")
    }

    /// Whether the figure that a line begins with, and the stop after it, end a sentence and count no item.
    fn runs_on_at_a_figure(&self, line: &str, wrapping: Wrapping) -> bool {
        let before = (self.kind == BlockKind::ListItem).then(|| counted(self.first_line)).flatten();
        counted(line).is_some_and(|number| number > 1 && before.is_none_or(|before| before + 1 != number))
            && !ends_a_sentence(self.last_line)
            && !self.last_line.trim_end().ends_with(':')
            && inset(self.last_line) == inset(line)
            && wrapping.continues(self.last_line, line, "")
    }

    /// Whether a line begins a paragraph though the one above it is full: one that leads in a list, a quotation
    /// of one line, and what follows such a one.
    fn ends_before(&self, raw: &str, next: &str) -> bool {
        let line = raw.trim();
        let leads_in = line.ends_with(':') && shape(next).0 == BlockKind::ListItem;
        let quotation = |text: &str| {
            text.len() <= LONGEST_LINE_BYTES
                && text.starts_with('“')
                && text.find('”').is_some_and(|at| at + '”'.len_utf8() == text.len())
        };
        ends_a_sentence(self.last_line)
            && (leads_in
                || quotation(line)
                || quotation(&self.text)
                || opens_again(&self.text, line)
                || self.is_indented(raw, next))
    }

    /// Whether a line is set in and those above and below it are not.
    fn is_indented(&self, line: &str, next: &str) -> bool {
        self.kind == BlockKind::Paragraph
            && inset(line) > inset(self.last_line) + 1
            && (next.trim().is_empty() || inset(next) < inset(line))
    }

    /// Whether a paragraph of several sentences stops within one, at the end of a long line: capitals that follow are a
    /// name's.
    fn is_cut_off(&self, wrapping: Wrapping) -> bool {
        self.is_unfinished() && self.text.contains(". ") && wrapping.is_long(self.last_line)
    }

    /// Whether an item whose bullet stands elsewhere goes on: from a long line, in mid-sentence.
    fn is_long_item_of(&self, line: &str, wrapping: Wrapping) -> bool {
        wrapping.is_long(self.last_line) && stops_in_mid_sentence(self.last_line, line)
    }

    fn is_unfinished(&self) -> bool {
        self.kind == BlockKind::Paragraph && !ends_a_sentence(&self.text)
    }

    /// Whether it ends as a sentence and a line below begins where its own lines do: in a list whose bullets are lost
    /// a full line tells nothing, and items of more than a sentence are few.
    fn is_a_sentence_above(&self, line: &str) -> bool {
        ends_a_sentence(self.last_line) && inset(self.first_line) == inset(line)
    }

    /// Whether a line begins a sentence left of the bullet above it, where no line of that item begins.
    fn is_left_behind(&self, line: &str) -> bool {
        self.kind == BlockKind::ListItem
            && inset(line) < inset(self.first_line)
            && !leads_on(self.last_line.trim_end())
            && line.trim_start().starts_with(char::is_uppercase)
    }

    fn is_heading_of(&self, line: &str) -> bool {
        self.kind == BlockKind::Paragraph
            && std::ptr::eq(self.first_line, self.last_line)
            && heads(self.last_line, line)
    }

    /// Whether a rule below it makes it a heading: a short paragraph, whose last line is about as long.
    fn is_underlined(&self, rule: &str) -> bool {
        let last = self.last_line.trim().chars().count();
        self.kind == BlockKind::Paragraph
            && self.text.chars().count() <= LONGEST_HEADING_CHARS
            && rule.trim().len().abs_diff(last) <= 1 + last / 4
    }

    fn add(&mut self, line: &'a str, text: &str, vocabulary: Option<&Vocabulary>) {
        self.last_line = line;
        match vocabulary {
            Some(vocabulary) => vocabulary.join(&mut self.text, text),
            None => join_broken(&mut self.text, text),
        }
    }

    /// What stands below tells the number of a section from that of a list's first item.
    fn close(self, next: &str, blocks: &mut Blocks) {
        let leads_a_list = || after_number(next.trim()).is_some() && counted(next) > counted(self.first_line);
        if self.may_head_section && has_words(next) && !leads_a_list() {
            return blocks.push(BlockKind::Heading(2), self.first_line, self.at);
        }
        blocks.push(self.kind, &self.text, self.at);
    }
}

const LONGEST_HEADING_CHARS: usize = 200;

/// The level of the heading that a line of nothing but `=`, `-` or another mark stands below.
fn underline(line: &str) -> Option<u8> {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let mark = marks.next().filter(|mark| "=-~^*#+\"".contains(*mark))?;
    let (same, all) = marks.fold((1, true), |(count, all), c| (count + 1, all && c == mark));
    (same >= 3 && all).then_some(match mark {
        '=' => 1,
        '-' => 2,
        _ => 3,
    })
}

/// What a line shows of its own: a bullet, a number, a quotation mark of mail.
fn shape(line: &str) -> (BlockKind, &str) {
    let line = line.trim();
    if let Some(item) = after_bullet(line).or_else(|| after_number(line)) {
        (BlockKind::ListItem, item.trim_start())
    } else if let Some(quoted) = line.strip_prefix('>') {
        (BlockKind::Quote, quoted.trim_start_matches('>').trim_start())
    } else {
        (BlockKind::Paragraph, line)
    }
}

const BULLETS: [char; 29] = [
    '•', '·', '▪', '▫', '◦', '‣', '⁃', '●', '○', '■', '□', '◆', '◇', '►', '▶', '➢', '➤', '✓', '✔', '❖', '∙',
    '⦁', '\u{F0B7}', '\u{F0A7}', '\u{F0D8}', '\u{F0FC}', '\u{F076}', '\u{F02D}', '\u{F06E}',
];

/// The text after a bullet. The private characters are what Word's symbol fonts leave behind. A dash
/// or star is a bullet only with a space after it; "o" is what Word's second level of bullets becomes.
pub(super) fn after_bullet(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(BULLETS) {
        return Some(rest);
    }
    let rest = line.strip_prefix(['-', '*', '–', '—', '+', 'o'])?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(rest)
}

/// The number that counts the item of a line.
fn counted(line: &str) -> Option<u32> {
    let number = line.trim_start().trim_start_matches('(');
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    number[..digits].parse().ok()
}

/// "1." or "2)" alone on its line, the item below it.
fn is_lone_number(line: &str) -> bool {
    let number = line.trim().trim_end_matches(['.', ')']);
    let marks = line.trim().len() - number.len();
    marks == 1 && (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// A line of more pipes is no row of a table.
const MOST_CELLS: usize = 1000;

const LONGEST_CELL_CHARS: usize = 80;

/// The cells of a row: bounded by pipes, or parted by them into short cells; or three and more short ones between
/// tabs. A single cell with a pipe on its line is what pasting a table often leaves.
fn table_cells(line: &str) -> Option<Vec<&str>> {
    let line = line.trim();
    let is_short = |cell: &&str| cell.chars().count() <= LONGEST_CELL_CHARS;
    if line.contains('\t') && shape(line).0 == BlockKind::Paragraph {
        let cells: Vec<&str> = line.split('\t').take(MOST_CELLS).map(str::trim).collect();
        let filled = cells.iter().filter(|cell| has_words(cell)).count();
        if (3..MOST_CELLS).contains(&filled) && cells.iter().all(is_short) {
            return Some(cells);
        }
    }
    if !line.contains('|') || line.split('|').nth(MOST_CELLS).is_some() {
        return None;
    }
    let bounded = line.starts_with('|') || line.ends_with('|');
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    (bounded || cells.iter().all(is_short)).then_some(cells)
}
