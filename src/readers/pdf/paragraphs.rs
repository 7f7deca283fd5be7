//! From lines to blocks: which lines belong together, over columns and pages too.

use super::{
    lines::{ASIDE, Line, Segment, is_marker},
    measures::Measures,
    tables::table_rows,
};
use crate::model::{BlockKind, Location};
use crate::readers::{
    blocks::Blocks,
    lines::{
        after_number, ends_a_sentence,
        hyphens::{Vocabulary, ends_with_hyphen},
        leads_on, looks_like_a_label, stops_in_mid_sentence,
    },
    plain::after_bullet,
};

/// A block whose last line may not have come yet.
struct Open {
    text: String,
    last: Line,
    at: Location,
    bold: usize,
    plain: usize,
    size: f32,
    /// Where its text begins, if it is an item of a list.
    item_x: Option<f32>,
    /// The how manieth item of its list it is, where its place alone makes it one; 0 where it does not.
    set_in: usize,
    lines: usize,
    /// How far its last two lines are apart.
    leading: Option<f32>,
}

/// Lines of one heading stand closer than so many times the size of their letters.
const WIDEST_HEADING_LEADING: f32 = 1.6;
/// A shorter quotation may be the name of something.
const SHORTEST_QUOTATION_WORDS: usize = 6;

/// What leads in a list, whose bullets may be drawn and be no characters.
#[derive(Clone, Copy)]
struct LeadIn {
    column: (u8, u8),
    x: f32,
    /// Where its items begin, once there are any, and how many there are.
    item_x: Option<f32>,
    items: usize,
}

impl LeadIn {
    fn of(open: &Open) -> Option<LeadIn> {
        let (column, x) = (open.last.column, open.last.first().x0);
        (open.item_x.is_none() && open.text.ends_with(':')).then_some(LeadIn {
            column,
            x,
            item_x: None,
            items: 0,
        })
    }

    /// Whether a line begins where items of this list do.
    fn leads(&self, line: &Line) -> bool {
        let first = line.first();
        let set_in = first.x0 - self.x;
        line.column == self.column
            && line.segments.len() == 1
            && self.item_x.map_or((0.8..6.0).contains(&(set_in / first.size)), |x| (x - first.x0).abs() < 1.0)
    }
}

pub(super) fn build(pages: &[Vec<Line>], blocks: &mut Blocks) {
    let measures = Measures::of(pages);
    let texts: Vec<String> = pages.iter().flatten().map(Line::text).collect();
    let vocabulary = Vocabulary::of(texts.iter().map(String::as_str));
    let mut builder = Builder {
        measures: &measures,
        vocabulary: &vocabulary,
        blocks,
        open: None,
        lead_in: None,
        table: None,
        in_a_box: false,
    };
    for page in pages {
        let (notes, text): (Vec<&Line>, Vec<&Line>) = split_notes(page, &measures);
        let (boxes, text): (Vec<&Line>, Vec<&Line>) = text.into_iter().partition(|line| line.column == ASIDE);
        builder.lines(&text);
        if !boxes.is_empty() {
            // The text goes on beside the box and over the page, under its own heading.
            let open = builder.open.take();
            builder.in_a_box = true;
            builder.lines(&boxes);
            builder.flush();
            builder.in_a_box = false;
            builder.open = open;
        }
        builder.notes(&notes);
    }
    builder.flush();
}

/// Small print below the text that begins with a number or a sign, and what stands below it.
fn split_notes<'a>(page: &'a [Line], measures: &Measures) -> (Vec<&'a Line>, Vec<&'a Line>) {
    let small = |line: &Line| line.first().size <= measures.body * 0.9;
    let lowest_text =
        page.iter().filter(|line| !small(line)).map(|line| line.first().y).fold(f32::MAX, f32::min);
    let starts = page.iter().position(|line| {
        small(line) && line.first().y < lowest_text && note_text(&line.first().text).is_some()
    });
    match starts {
        Some(at) if lowest_text < f32::MAX => {
            let y = page[at].first().y + 0.5;
            page.iter().partition(|line| small(line) && line.first().y <= y)
        }
        _ => (Vec::new(), page.iter().collect()),
    }
}

/// The text of a note after its number or sign.
fn note_text(text: &str) -> Option<&str> {
    let mark = text.find(|c: char| !(c.is_numeric() || matches!(c, '*' | '†' | '‡' | '[' | ']' | '.')))?;
    let digits = text[..mark].chars().filter(|c| c.is_numeric()).count();
    let rest = text[mark..].trim_start();
    ((1..=3).contains(&digits) || text.starts_with(['*', '†', '‡']))
        .then_some(rest)
        .filter(|rest| !rest.is_empty())
}

struct Builder<'a> {
    measures: &'a Measures,
    vocabulary: &'a Vocabulary,
    blocks: &'a mut Blocks,
    open: Option<Open>,
    lead_in: Option<LeadIn>,
    /// The head of the table whose rows were the last thing read.
    table: Option<Line>,
    /// Beside the text, where nothing is the heading of what follows.
    in_a_box: bool,
}

impl Builder<'_> {
    fn lines(&mut self, lines: &[&Line]) {
        let mut rest = lines;
        while let [line, after @ ..] = rest {
            let above = self.table.as_ref().filter(|head| head.page < line.page);
            let rows = table_rows(rest, above, self.measures.pitch(line.first().size));
            let open = self.open.as_ref().filter(|open| open.lines == 1);
            let head_alone = open.map(|open| &open.last).filter(|last| Some(*last) == above).cloned();
            if rows.len() < if head_alone.is_some() { 2 } else { 1 } {
                self.line(line);
                // A head may stand alone at the foot of a page.
                self.table = Some((*line).clone()).filter(|_| after.is_empty() && line.segments.len() > 1);
                rest = after;
            } else {
                if let Some(head) = head_alone {
                    self.open = None;
                    let cells: Vec<&str> =
                        head.segments.iter().map(|segment| segment.text.as_str()).collect();
                    self.blocks.push_row(&cells, head.at());
                }
                self.flush();
                let head = self.table.take().filter(|head| head.page < line.page);
                self.table =
                    Some(head.map_or_else(|| (*line).clone(), |head| Line { page: line.page, ..head }));
                rest = &rest[rows.iter().map(|row| row.lines).sum::<usize>()..];
                rows.iter().for_each(|row| self.blocks.push_row(&row.cells, row.at));
            }
        }
    }

    fn line(&mut self, line: &Line) {
        let text = line.text();
        if is_contents_line(&text) {
            return self.flush();
        }
        let first = line.first();
        let (bold, plain) = line.segments.iter().fold((0, 0), |(b, p), s| (b + s.bold, p + s.plain));
        if let Some(open) = &mut self.open
            && continues(open, line, &text, self.measures)
        {
            self.vocabulary.join(&mut open.text, &text);
            open.bold += bold;
            open.plain += plain;
            open.lines += 1;
            let gap = open.last.first().y - first.y;
            open.leading = Some(gap).filter(|gap| open.last.page == line.page && *gap > 0.0);
            open.last = line.clone();
            return;
        }
        self.flush();
        self.lead_in = self.lead_in.filter(|list| list.leads(line));
        let mut set_in = 0;
        if let Some(list) = &mut self.lead_in {
            list.item_x = Some(first.x0);
            list.items += 1;
            let is_item = bold == 0 && marked(&text).is_none() && !text.starts_with('“');
            set_in = if is_item { list.items } else { 0 };
        }
        let item_x = marked(&text).map(|_| if first.text_x > first.x0 { first.text_x } else { first.x0 });
        self.open = Some(Open {
            text,
            at: line.at(),
            bold,
            plain,
            size: first.size,
            item_x,
            set_in,
            lines: 1,
            leading: None,
            last: line.clone(),
        });
    }

    fn flush(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.lead_in = LeadIn::of(&open).or(self.lead_in);
        let bold = open.bold > 0 && open.plain == 0;
        let level = self.measures.level(open.size);
        let long = open.text.chars().count() > 200;
        let quotation = is_quotation(&open.text);
        let heading =
            level.filter(|_| !(long || quotation || (ends_with_stop(&open.text) && open.lines > 1)));
        let marked = marked(&open.text);
        let (kind, text) = match (heading, marked) {
            _ if self.in_a_box => (BlockKind::ListItem, marked.unwrap_or(&open.text)),
            (Some(level), _) => (BlockKind::Heading(level), open.text.as_str()),
            _ if quotation && (bold || level.is_some()) => (BlockKind::Quote, open.text.as_str()),
            (None, None) if open.set_in > 0 => (BlockKind::ListItem, open.text.as_str()),
            (None, Some(item)) if !bold || after_bullet(&open.text).is_some() => (BlockKind::ListItem, item),
            _ if bold && !long => (BlockKind::BoldParagraph, open.text.as_str()),
            _ => (BlockKind::Paragraph, open.text.as_str()),
        };
        self.blocks.push(kind, text, open.at);
    }

    fn notes(&mut self, notes: &[&Line]) {
        let mut note: Option<(String, Location)> = None;
        for line in notes {
            let text = line.text();
            match (&mut note, note_text(&text)) {
                (Some((open, _)), None) => self.vocabulary.join(open, &text),
                (_, begins) => {
                    if let Some((text, at)) = note.take() {
                        self.blocks.push(BlockKind::Footnote, &text, at);
                    }
                    let at = line.at();
                    note = Some((begins.unwrap_or(&text).to_owned(), at));
                }
            }
        }
        if let Some((text, at)) = note {
            // The paragraph above the notes may go on over the page.
            let open = self.open.take();
            if let Some(open) = open {
                if ends_a_sentence(&open.text) {
                    self.open = Some(open);
                    self.flush();
                } else {
                    self.open = Some(open);
                }
            }
            self.blocks.push(BlockKind::Footnote, &text, at);
        }
    }
}

fn continues(open: &Open, line: &Line, text: &str, measures: &Measures) -> bool {
    let (before, first) = (&open.last, line.first());
    let last = before.first();
    if marked(text).is_some() && !within_a_range(&open.text, text) {
        // A line may begin with a number that is no marker: only in mid-sentence, at the text's edge.
        let dash = text.starts_with(['-', '–', '—']) && open.item_x.is_none();
        let by_chance = (dash || after_bullet(text).is_none())
            && !ends_a_sentence(&open.text)
            && open.item_x.is_none_or(|x| first.x0 >= x - 1.0)
            && measures.edge(before).is_some_and(|edge| before.x1() > edge - 4.0 * last.size)
            && (dash
                || leads_on(&open.text)
                || !is_marker(first.text.split_whitespace().next().unwrap_or_default()));
        if !by_chance {
            return false;
        }
    }
    // Lines of one heading are of one size, those of running text of nearly one.
    let bold = open.plain == 0 && all_bold(line);
    if (first.size - open.size).abs() > if bold { 0.02 } else { 0.06 } * open.size.max(first.size) {
        return false;
    }
    if before.segments.len() > 1 || line.segments.len() > 1 {
        let gap = last.y - first.y;
        if before.page != line.page
            || gap > 1.4 * measures.pitch(first.size)
            || !stops_in_mid_sentence(&open.text, text)
        {
            return false;
        }
    }
    let weight_changes = (open.plain == 0 && open.bold > 0 && !first.starts_bold)
        || (open.plain > 0 && all_bold(line) && ends_a_sentence(&open.text));
    if weight_changes {
        return false;
    }
    let in_quotation = open.text.starts_with('“') && !open.text.contains('”') && !text.starts_with('“');
    let sense = stops_in_mid_sentence(&open.text, text) || leads_on(&open.text);
    let runs_on = ends_with_hyphen(&open.text) || (sense && measures.may_be_full(before, first));
    let gap = last.y - first.y;
    if before.page != line.page || before.column != line.column {
        // A heading over both columns whose second line is short enough to stand in the first.
        let below = before.page == line.page && gap > 0.0 && gap <= 1.18 * measures.pitch(first.size);
        let heading = measures.level(first.size).is_some() && (first.x0 - last.x0).abs() < 2.0;
        return (below && heading && (sense || runs_on))
            || (in_quotation && !ends_a_sentence(&open.text))
            || over_a_break(open, line, runs_on, measures);
    }
    let pitch = measures.pitch(first.size);
    if measures.tagged && last.tags.1.is_some() && first.tags.0.is_some() {
        // Items of a list whose bullets are no characters have tags of their own, like links within a line.
        let full = ends_with_hyphen(&open.text) || measures.is_full(before, first, 1.0);
        return (last.tags.1 == first.tags.0 && gap < 2.0 * pitch) || (runs_on && full && gap < 1.4 * pitch);
    }
    // The raised number of a note makes room above its line.
    let raised = runs_on && gap < 1.45 * pitch && measures.is_full(before, first, 1.0);
    if (gap > 1.18 * pitch && !raised) || gap < 0.0 {
        return false;
    }
    if measures.level(first.size).is_some() || (open.plain == 0 && all_bold(line)) {
        // Headings are short: lines of one stand as close as its size lets them, and the first is full.
        let full = || measures.edge(before).is_none() || measures.is_full(before, first, 0.75);
        return sense || runs_on || (!is_another_heading(open, line) && full());
    }
    let drawn = open.set_in > 0 && (first.x0 - last.x0).abs() < 1.0;
    if drawn && (!measures.may_be_full(before, first) || (open.set_in > 2 && ends_a_sentence(&open.text))) {
        return false;
    }
    // Below its first line the lines of an item stand below one another.
    if open.item_x.is_some() && open.lines > 1 && !runs_on && first.x0 < last.x0 - 2.0 {
        return false;
    }
    if runs_on || in_quotation || !(ends_a_sentence(&open.text) || label_like(open)) {
        return true;
    }
    if let Some(item_x) = open.item_x
        && first.x0 < item_x - 2.0
        && item_x > open.last.first().x0 + 2.0
        && open.lines == 1
        && ends_a_sentence(&open.text)
    {
        return false;
    }
    let indented =
        open.lines > 1 && first.x0 > last.x0 + 0.8 * first.size && first.x0 < last.x0 + 6.0 * first.size;
    if indented && open.item_x.is_none() && ends_a_sentence(&open.text) {
        return false;
    }
    if ends_a_sentence(&open.text) && open.item_x.is_none() && measures.begins_set_in(line) {
        return false;
    }
    if ends_a_sentence(&open.text) && measures.stand_apart && measures.is_nearly_full(before) {
        return true;
    }
    measures.is_full(before, first, 1.0)
}

/// Whether a line of the same letters is further from a heading than that one's own lines are from each other, or
/// begins left of it and is not centred below it: a label below a title.
fn is_another_heading(open: &Open, line: &Line) -> bool {
    let (before, first) = (&open.last, line.first());
    let gap = before.first().y - first.y;
    let apart = gap > WIDEST_HEADING_LEADING * before.first().size
        || open.leading.is_some_and(|own| gap > 1.15 * own);
    let middle = |line: &Line| (line.first().x0 + line.x1()) / 2.0;
    let centred = (middle(before) - middle(line)).abs() < first.size;
    apart || (first.x0 < before.first().x0 - 2.0 && !centred)
}

/// "2024-" and "25. Then" are parted at a hyphen: the line begins with no marker.
fn within_a_range(before: &str, line: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    before.strip_suffix(['-', '\u{2010}', '–']).is_some_and(|first| first.ends_with(digit))
        && line.starts_with(digit)
}

/// From the foot of a column or page to the head of the next. Among long paragraphs a full line is far more
/// often the middle of one than its end, even where it ends a sentence.
fn over_a_break(open: &Open, line: &Line, runs_on: bool, measures: &Measures) -> bool {
    let heading = measures.level(line.first().size).is_some();
    if heading || all_bold(line) {
        return runs_on && !heading && open.plain == 0;
    }
    if runs_on {
        return true;
    }
    let before = open.last.first().x0;
    let same_column = open.last.column == line.column;
    let set_in = same_column && open.lines > 1 && (line.first().x0 - before).abs() > 2.0;
    let ends = ends_a_sentence(&open.text);
    let full = if measures.justified && ends {
        measures.edge(&open.last).is_some_and(|edge| open.last.x1() > edge - 1.0)
    } else {
        measures.is_full(&open.last, line.first(), 1.0)
    };
    // The last line of a paragraph ends a sentence, and the others are full.
    let label = ends && looks_like_a_label(&line.text()) && !measures.is_nearly_full(line);
    !label_like(open) && !set_in && !label && full && (measures.stops_inside || !ends)
}

fn label_like(open: &Open) -> bool {
    open.lines == 1 && open.text.chars().count() < 60
}

/// "“We know the numbers and act on them” – senior manager": in large or bold letters beside the text.
fn is_quotation(text: &str) -> bool {
    let quoted = text.strip_prefix('“').and_then(|rest| rest.split_once('”'));
    quoted.is_some_and(|(quoted, _)| quoted.split_whitespace().count() >= SHORTEST_QUOTATION_WORDS)
}

fn all_bold(line: &Line) -> bool {
    line.segments.iter().all(Segment::all_bold)
}

fn ends_with_stop(text: &str) -> bool {
    ends_a_sentence(text) && !text.ends_with([':', '?'])
}

/// The text of a list item.
fn marked(text: &str) -> Option<&str> {
    after_bullet(text).or_else(|| after_number(text)).map(str::trim_start).filter(|rest| !rest.is_empty())
}

/// "Assessing needs ........ 12"
fn is_contents_line(text: &str) -> bool {
    let number = text.trim_end().trim_end_matches(|c: char| c.is_ascii_digit());
    let before = number.trim_end();
    number.len() < text.trim_end().len()
        && (before.ends_with("....") || before.ends_with(". . .") || before.ends_with("……"))
}
