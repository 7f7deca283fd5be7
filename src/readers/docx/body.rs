//! From the XML of a document to blocks, event by event; open elements are kept in stacks.

use std::time::Instant;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    damaged,
    parts::{Style, Styles, attribute, is_on, local},
};
use crate::model::{BlockKind, Location, Problem, ProblemCode};
use crate::readers::{
    blocks::Blocks,
    limits,
    lines::{after_number, begin_paragraphs},
    plain::after_bullet,
    visible::has_words,
};

/// Word itself nests a dozen deep.
const DEPTH_LIMIT: usize = 512;

/// Deleted text, what a move left behind, instructions of fields, the picture of a shape for old
/// readers (its text comes a first time in `Choice`), readings above characters.
const LEFT_OUT: [&str; 16] = [
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "Fallback",
    "rt",
    "sdtPr",
    "sectPr",
    "tblPr",
    "trPr",
    "tcPr",
    "rPrChange",
    "pPrChange",
    "numberingChange",
    "sectPrChange",
];

/// What Word and Google Docs call the list of contents that they make; the latter gives its lines no style.
const CONTENTS_GALLERY: &str = "Table of Contents";

/// Ids of the notes that the text refers to, in its order.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) footnotes: Vec<String>,
    pub(super) endnotes: Vec<String>,
}

/// Adds the blocks of a document, or of a single note.
pub(super) fn read(xml: &str, styles: &Styles, end: Instant, blocks: &mut Blocks) -> Result<Notes, Problem> {
    let mut body = Body {
        styles,
        blocks,
        notes: Notes::default(),
        paragraphs: Vec::new(),
        rows: Vec::new(),
        runs_on: None,
        left_out: 0,
        is_contents: false,
        depth: 0,
    };
    let mut reader = Reader::from_str(xml);
    let mut events = 0_u32;
    loop {
        events = events.wrapping_add(1);
        if events.is_multiple_of(4096) && Instant::now() > end {
            return Err(limits::timed_out());
        }
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(e) => {
                body.depth += 1;
                if body.depth > DEPTH_LIMIT {
                    let message = format!(
                        "nests its parts more than {DEPTH_LIMIT} deep and was not read; save it as text"
                    );
                    return Err(Problem::new(ProblemCode::TooLarge, None, message));
                }
                body.start(&e);
            }
            Event::Empty(e) => {
                body.start(&e);
                body.end(local(&e));
            }
            Event::End(e) => {
                body.depth = body.depth.saturating_sub(1);
                body.end(e.local_name().as_ref());
            }
            Event::Text(text) => body.text(&text),
            Event::CData(text) => body.text(&text),
            Event::GeneralRef(reference) => body.text(&text_of_reference(&reference)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if !body.paragraphs.is_empty() || !body.rows.is_empty() {
        return Err(damaged());
    }
    Ok(body.notes)
}

/// The five names that XML knows and numbers; entities of the document's own are never opened.
pub(super) fn text_of_reference(reference: &str) -> String {
    let number = reference.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let c = match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number.and_then(char::from_u32),
    };
    c.map_or_else(String::new, String::from)
}

/// Text between two line breaks.
#[derive(Debug, Default)]
struct Line {
    text: String,
    bold: usize,
    plain: usize,
}

#[derive(Debug)]
struct Paragraph {
    style: Style,
    lines: Vec<Line>,
    run: Run,
    in_run_properties: bool,
    /// A tracked change took its end away.
    mark_deleted: bool,
    /// Open fields; true for one whose instruction has not ended: what it shows comes after.
    fields: Vec<bool>,
    in_text: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Run {
    bold: Option<bool>,
    hidden: bool,
    open: bool,
}

/// A row whose cells are being collected.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Vec<(BlockKind, String)>>,
    /// Holds a heading or another table: a box of the page, not a row of data.
    is_box: bool,
}

struct Body<'a> {
    styles: &'a Styles,
    blocks: &'a mut Blocks,
    notes: Notes,
    /// More than one where a text box stands inside a paragraph.
    paragraphs: Vec<Paragraph>,
    rows: Vec<Row>,
    /// What stood before a paragraph mark that was deleted: the next paragraph goes on from it.
    runs_on: Option<Paragraph>,
    /// How many elements deep inside something that is left out.
    left_out: usize,
    /// What is in the control that has begun is a list of contents.
    is_contents: bool,
    depth: usize,
}

impl Body<'_> {
    fn start(&mut self, e: &BytesStart<'_>) {
        let name = local(e);
        if self.left_out == 0
            && matches!(name, "del" | "moveFrom")
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.mark_deleted |= paragraph.in_run_properties && !paragraph.run.open;
        }
        match name {
            "sdtPr" => self.is_contents = false,
            "docPartGallery" => {
                self.is_contents = attribute(e, "val").is_some_and(|gallery| gallery == CONTENTS_GALLERY);
            }
            _ => {}
        }
        let contents = name == "sdtContent" && std::mem::take(&mut self.is_contents);
        if self.left_out > 0 || contents || LEFT_OUT.contains(&name) {
            self.left_out += 1;
            return;
        }
        match name {
            "p" => {
                let outermost = self.paragraphs.is_empty();
                let before = self.runs_on.take().filter(|_| outermost);
                self.paragraphs.push(Paragraph {
                    style: self.styles.get("").cloned().unwrap_or_default(),
                    lines: before.map_or_else(|| vec![Line::default()], |before| before.lines),
                    run: Run::default(),
                    in_run_properties: false,
                    mark_deleted: false,
                    fields: Vec::new(),
                    in_text: false,
                });
            }
            "tr" => {
                if let Some(outer) = self.rows.last_mut() {
                    outer.is_box = true;
                }
                self.rows.push(Row::default());
            }
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Vec::new());
                }
            }
            "footnoteReference" => self.notes.footnotes.extend(attribute(e, "id")),
            "endnoteReference" => self.notes.endnotes.extend(attribute(e, "id")),
            _ => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.start(name, e, self.styles);
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match name {
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    if paragraph.mark_deleted && self.paragraphs.is_empty() {
                        self.runs_on = Some(paragraph);
                    } else {
                        self.close(paragraph);
                    }
                }
            }
            // No paragraph runs on over the end of a cell or of the text.
            "tc" | "body" | "footnote" | "endnote" | "hdr" => {
                if let Some(paragraph) = self.runs_on.take() {
                    self.close(paragraph);
                }
            }
            "tr" => {
                if let Some(row) = self.rows.pop() {
                    self.close_row(row);
                }
            }
            "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run = Run::default();
                }
            }
            "rPr" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.in_run_properties = false;
                }
            }
            "t" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.in_text = false;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out == 0
            && let Some(paragraph) = self.paragraphs.last_mut()
            && paragraph.in_text
        {
            paragraph.push(text);
        }
    }

    fn close(&mut self, paragraph: Paragraph) {
        if paragraph.style.contents {
            return;
        }
        let lines: Vec<Line> = paragraph.lines.into_iter().filter(|line| has_words(&line.text)).collect();
        let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        let begins = begin_paragraphs(&texts);
        let mut open: Option<Line> = None;
        let mut first = true;
        for (line, begins) in lines.into_iter().zip(begins) {
            match &mut open {
                Some(open) if !begins || paragraph.style.heading.is_some() => {
                    open.text.push(' ');
                    open.text.push_str(&line.text);
                    open.bold += line.bold;
                    open.plain += line.plain;
                }
                _ => {
                    if let Some(done) = open.replace(line) {
                        self.push(&paragraph.style, &done, first);
                        first = false;
                    }
                }
            }
        }
        if let Some(done) = open {
            self.push(&paragraph.style, &done, first);
        }
    }

    fn push(&mut self, style: &Style, line: &Line, first: bool) {
        let text = line.text.trim();
        let bold = line.bold > 0 && line.plain == 0;
        let typed_item = after_bullet(text).or_else(|| after_number(text).filter(|_| !bold));
        let (kind, text) = match (style.heading, typed_item) {
            (Some(level), _) => (BlockKind::Heading(level), text),
            (None, Some(item)) => (BlockKind::ListItem, item),
            (None, None) if style.list && first => (BlockKind::ListItem, text),
            (None, None) if style.caption => (BlockKind::Footnote, text),
            (None, None) if style.quote => (BlockKind::Quote, text),
            (None, None) if bold => (BlockKind::BoldParagraph, text),
            (None, None) => (BlockKind::Paragraph, text),
        };
        match self.rows.last_mut() {
            Some(row) => {
                row.is_box |= matches!(kind, BlockKind::Heading(_));
                match row.cells.last_mut() {
                    Some(cell) => cell.push((kind, text.to_owned())),
                    None => row.cells.push(vec![(kind, text.to_owned())]),
                }
            }
            None => self.add(kind, text),
        }
    }

    fn add(&mut self, kind: BlockKind, text: &str) {
        let at = Location { line: self.blocks.next_number(), page: None };
        match kind {
            BlockKind::TableRow { cells } => self.blocks.push_row(&cells, at),
            kind => self.blocks.push(kind, text, at),
        }
    }

    /// Boxes are drawn with tables too: a single cell, headings, tables in tables are read as text.
    fn close_row(&mut self, row: Row) {
        if row.is_box || row.cells.len() < 2 {
            row.cells.into_iter().flatten().for_each(|(kind, text)| self.place(kind, text));
            return;
        }
        let joined = |cell: Vec<(BlockKind, String)>| {
            let texts: Vec<String> = cell.into_iter().map(|(_, text)| text).collect();
            texts.join(" ")
        };
        let cells: Vec<String> = row.cells.into_iter().map(joined).collect();
        self.place(BlockKind::TableRow { cells }, String::new());
    }

    /// A row of a table within a cell waits with what stands above it there.
    fn place(&mut self, kind: BlockKind, text: String) {
        match self.rows.last_mut().and_then(|outer| outer.cells.last_mut()) {
            Some(outer) => outer.push((kind, text)),
            None => self.add(kind, &text),
        }
    }
}

impl Paragraph {
    fn start(&mut self, name: &str, e: &BytesStart<'_>, styles: &Styles) {
        let value = || attribute(e, "val");
        match name {
            "pStyle" => {
                if let Some(style) = value().and_then(|id| styles.get(&id)) {
                    self.style = style.clone();
                }
            }
            "outlineLvl" => {
                let level = value().and_then(|level| level.parse::<u8>().ok());
                self.style.heading = level.filter(|level| *level < 9).map(|level| level.min(5) + 1);
            }
            "numId" => self.style.list = value().as_deref() != Some("0"),
            "r" => self.run = Run { open: true, ..Run::default() },
            "rPr" => self.in_run_properties = true,
            "b" if self.in_run_properties && self.run.open => self.run.bold = Some(is_on(value().as_deref())),
            "vanish" if self.in_run_properties && self.run.open => {
                self.run.hidden = is_on(value().as_deref());
            }
            "rStyle" if self.run.open => {
                if let Some(style) = value().and_then(|id| styles.get(&id)) {
                    self.run.bold = self.run.bold.or(style.bold.then_some(true));
                    self.run.hidden |= style.hidden;
                }
            }
            "t" => self.in_text = true,
            "tab" if self.run.open && !self.in_run_properties => self.push("\t"),
            "noBreakHyphen" => self.push("-"),
            "br" | "cr" => self.lines.push(Line::default()),
            "fldChar" => match attribute(e, "fldCharType").as_deref() {
                Some("begin") => self.fields.push(true),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        *field = false;
                    }
                }
                Some("end") => {
                    self.fields.pop();
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.run.hidden || self.style.hidden || self.fields.contains(&true) {
            return;
        }
        let bold = self.run.bold.unwrap_or(self.style.bold);
        let line = self.lines.last_mut().expect("a paragraph has at least one line");
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        *(if bold { &mut line.bold } else { &mut line.plain }) += letters;
        line.text.push_str(text);
    }
}
