//! Markdown: the structure that its marks show. Lines that the marks would run together stay
//! apart where they are labels, because reports are often pasted without blank lines.

mod attributes;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    blocks::Blocks,
    html,
    lines::{Wrapping, begin_paragraphs, bound_lines, hyphens::join_broken, mail, numbered, page_feet},
    plain, scan,
    visible::has_words,
};
use crate::model::{BlockKind, Location, Problem, ProblemCode, Reading};

/// The parser keeps each in its tree, some hundred bytes for one; a line makes several.
const MARK_LIMIT: usize = 2_000_000;
const LINE_LIMIT: usize = 1_000_000;

/// A longer link above the title may be the title of a page.
const LONGEST_LINK_LETTERS: usize = 40;

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'`' | b'[' | b']' | b'<' | b'&' | b'\\' | b'~' | b'|')
}

pub(super) fn read(text: &str) -> Result<Reading, Problem> {
    if scan::count(text.as_bytes(), is_mark) > MARK_LIMIT {
        let message =
            format!("has more than {MARK_LIMIT} marks of Markdown and was not read; save it as text");
        return Err(Problem::new(ProblemCode::TooLarge, None, message));
    }
    bound_lines(text, LINE_LIMIT)?;
    // The parser knows LF and CRLF.
    let lone_cr = text.contains('\r') && text.replace("\r\n", "").contains('\r');
    let text = if lone_cr { &text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let unquoted = mail::unquoted(text);
    let text = unquoted.as_deref().unwrap_or(text);
    let bare = attributes::without(text);
    let text = bare.as_deref().unwrap_or(text);
    let source: Vec<&str> = numbered_like_parser(text);
    let mut reader = Reader {
        wrapping: Wrapping::of(source.iter().copied()),
        source,
        starts: line_starts(text),
        ..Reader::default()
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let line = reader.line_at(range.start);
        reader.take(event, line);
    }
    reader.flush();
    let mut blocks = reader.blocks.finish()?;
    if reader.is_titled {
        let mut menu = reader.menu.into_iter().peekable();
        let mut index = 0..;
        blocks.retain(|_| menu.next_if_eq(&index.next().unwrap_or_default()).is_none());
    }
    Ok(Reading {
        blocks: page_feet::without(blocks),
        url: reader.url,
        published: reader.published,
        ..Reading::default()
    })
}

fn numbered_like_parser(text: &str) -> Vec<&str> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect()
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[derive(Default)]
struct Line {
    text: String,
    number: u32,
    /// Letters and digits inside and outside bold.
    bold: usize,
    plain: usize,
    /// Of all these, those inside links.
    linked: usize,
    /// More text begins a new line.
    ended: bool,
}

struct Reader<'a> {
    source: Vec<&'a str>,
    starts: Vec<usize>,
    wrapping: Wrapping,
    blocks: Blocks,
    lines: Vec<Line>,
    cells: Option<Vec<String>>,
    heading: Option<u8>,
    /// An item whose first paragraph has not come yet.
    item_begins: bool,
    quotes: usize,
    footnotes: usize,
    strong: usize,
    images: usize,
    links: usize,
    /// Which blocks are nothing but a link and stand above the first heading, in order; whether that has come.
    menu: Vec<usize>,
    is_titled: bool,
    code: Option<(u32, String)>,
    html: Option<(u32, String)>,
    front_matter: bool,
    url: Option<String>,
    published: Option<String>,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Reader {
            source: Vec::new(),
            starts: Vec::new(),
            wrapping: Wrapping::of(std::iter::empty()),
            blocks: Blocks::default(),
            lines: Vec::new(),
            cells: None,
            heading: None,
            item_begins: false,
            quotes: 0,
            footnotes: 0,
            strong: 0,
            images: 0,
            links: 0,
            menu: Vec::new(),
            is_titled: false,
            code: None,
            html: None,
            front_matter: false,
            url: None,
            published: None,
        }
    }
}

impl Reader<'_> {
    fn line_at(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    fn take(&mut self, event: Event<'_>, line: u32) {
        match event {
            Event::Start(tag) => self.start(&tag, line),
            Event::End(tag) => self.end(tag, line),
            Event::Text(text) => self.text(&text, line),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, line),
            Event::SoftBreak | Event::HardBreak => self.break_line(),
            Event::InlineHtml(html) if is_line_break(&html) => self.break_line(),
            Event::Html(html) => {
                if let Some((_, collected)) = &mut self.html {
                    collected.push_str(&html);
                }
            }
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::Rule => self.flush(),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, line: u32) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(*level as u8);
            }
            Tag::Paragraph | Tag::List(_) | Tag::DefinitionListTitle => self.flush(),
            Tag::Item | Tag::DefinitionListDefinition => {
                self.flush();
                self.item_begins = true;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.footnotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = Some((0, String::new()));
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some((line, String::new()));
            }
            Tag::MetadataBlock(_) => self.front_matter = true,
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.cells = Some(Vec::new());
            }
            Tag::Strong => self.strong += 1,
            Tag::Image { .. } => self.images += 1,
            Tag::Link { .. } => self.links += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, line: u32) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = None;
            }
            TagEnd::Paragraph | TagEnd::DefinitionListTitle | TagEnd::List(_) => self.flush(),
            TagEnd::Item | TagEnd::DefinitionListDefinition => {
                self.flush();
                self.item_begins = false;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes -= 1;
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.footnotes -= 1;
            }
            TagEnd::CodeBlock => {
                if let Some((line, text)) = self.code.take() {
                    plain::read_lines(&text, line.max(1), &mut self.blocks);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((line, html)) = self.html.take() {
                    self.html_block(line, &html);
                }
            }
            TagEnd::MetadataBlock(_) => self.front_matter = false,
            TagEnd::TableCell => {
                let cell: Vec<String> = self.lines.drain(..).map(|line| line.text).collect();
                if let Some(cells) = &mut self.cells {
                    cells.push(cell.join(" "));
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(cells) = self.cells.take() {
                    self.blocks.push_row(&cells, at(line));
                }
            }
            TagEnd::Strong => self.strong -= 1,
            TagEnd::Image => self.images -= 1,
            TagEnd::Link => self.links -= 1,
            _ => {}
        }
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.front_matter {
            return self.front_matter_lines(text, line);
        }
        if let Some((first_line, code)) = &mut self.code {
            if code.is_empty() {
                *first_line = line;
            }
            return code.push_str(text);
        }
        if self.images > 0 {
            return;
        }
        if self.lines.is_empty() || self.lines.last().is_some_and(|last| last.ended) {
            self.lines.push(Line { number: line, ..Line::default() });
        }
        let strong = self.strong > 0;
        let last = self.lines.last_mut().expect("a line was pushed if there was none");
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        *(if strong { &mut last.bold } else { &mut last.plain }) += letters;
        last.linked += if self.links > 0 { letters } else { 0 };
        last.text.push_str(text);
    }

    fn break_line(&mut self) {
        if self.cells.is_some() || self.heading.is_some() {
            if let Some(last) = self.lines.last_mut() {
                last.text.push(' ');
            }
        } else if let Some(last) = self.lines.last_mut() {
            last.ended = true;
        }
    }

    /// `url: …` and `date = …` as static sites write them above a page; the title is shown on it.
    fn front_matter_lines(&mut self, text: &str, line: u32) {
        for (offset, entry) in numbered(text) {
            let Some((key, value)) = entry.split_once([':', '=']) else { continue };
            let value = value.trim().trim_matches(['"', '\'']);
            match key.trim().to_ascii_lowercase().as_str() {
                "url" | "source" | "canonical" | "canonical_url" if value.starts_with("http") => {
                    self.url.get_or_insert_with(|| value.to_owned());
                }
                "date" | "published" | "date_published" => {
                    let date = value.split(['T', ' ']).next().unwrap_or_default();
                    if crate::model::Published::parse(date).is_some() {
                        self.published.get_or_insert_with(|| date.to_owned());
                    }
                }
                "title" => self.blocks.push(BlockKind::Heading(1), value, at(line + offset - 1)),
                _ => {}
            }
        }
    }

    /// What has been collected becomes blocks.
    fn flush(&mut self) {
        if let (Some(first), 1..) = (self.lines.first_mut(), self.quotes) {
            first.text = without_callout(&first.text).to_owned();
        }
        if let [line] = self.lines.as_slice()
            && let Some(address) = line.text.strip_prefix("URL Source: ").filter(|at| at.starts_with("http"))
        {
            self.url.get_or_insert_with(|| address.trim().to_owned());
            self.lines.clear();
        }
        let lines: Vec<Line> =
            self.lines.drain(..).filter(|line| has_words(&line.text) && !is_order(&line.text)).collect();
        if lines.is_empty() {
            return;
        }
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let begins = begin_paragraphs(&texts);
        if let [line] = lines.as_slice()
            && line.linked == line.bold + line.plain
            && self.heading.is_none()
        {
            if html::is_said_to_visitors(&line.text) {
                return;
            }
            if !self.is_titled && line.linked <= LONGEST_LINK_LETTERS {
                self.menu.push(self.blocks.next_number() as usize - 1);
            }
        }
        let mut open: Option<(String, u32, bool)> = None;
        for (index, line) in lines.iter().enumerate() {
            let bold = line.bold > 0 && line.plain == 0;
            let joined =
                index > 0 && (!begins[index] || self.continues(lines[index - 1].number, line.number));
            match &mut open {
                Some((text, _, all_bold)) if joined => {
                    join_broken(text, &line.text);
                    *all_bold &= bold;
                }
                _ => {
                    if let Some((text, number, bold)) = open.replace((line.text.clone(), line.number, bold)) {
                        self.push(&text, number, bold);
                    }
                }
            }
        }
        if let Some((text, number, bold)) = open {
            self.push(&text, number, bold);
        }
    }

    /// Elements between blank lines are a page of their own.
    fn html_block(&mut self, line: u32, source: &str) {
        let Ok(page) = html::read(source) else {
            return self.blocks.push(BlockKind::Paragraph, source, at(line));
        };
        for block in page.blocks {
            let at = at(line.saturating_add(block.at.line.saturating_sub(1)));
            match block.kind {
                BlockKind::TableRow { cells } => self.blocks.push_row(&cells, at),
                kind => self.blocks.push(kind, &block.text, at),
            }
        }
    }

    fn continues(&self, before: u32, line: u32) -> bool {
        let source = |number: u32| self.source.get(number as usize - 1).copied().unwrap_or_default();
        line == before + 1 && self.wrapping.continues(source(before), source(line), source(line + 1))
    }

    fn push(&mut self, text: &str, line: u32, bold: bool) {
        self.is_titled |= self.heading.is_some();
        let kind = if let Some(level) = self.heading {
            BlockKind::Heading(level)
        } else if self.footnotes > 0 {
            BlockKind::Footnote
        } else if std::mem::take(&mut self.item_begins) {
            BlockKind::ListItem
        } else if bold {
            BlockKind::BoldParagraph
        } else if self.quotes > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        };
        self.blocks.push(kind, without_name(text), at(line));
    }
}

/// Of the name that note-taking programs give a block, at its end: "Direct payments ^a1b2".
fn without_name(text: &str) -> &str {
    match text.trim_end().rsplit_once(" ^") {
        Some((text, name)) if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => text,
        _ => text,
    }
}

fn at(line: u32) -> Location {
    Location { line, page: None }
}

/// "[!quote] A carer" is how note-taking programs mark a quotation, "[!quote]-" one that is folded up.
fn without_callout(line: &str) -> &str {
    let parted = line.strip_prefix("[!").and_then(|rest| rest.split_once(']'));
    let is_kind =
        |kind: &str| kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '|' | ' '));
    match parted {
        Some((kind, title)) if is_kind(kind) => title.trim_start_matches(['-', '+']).trim_start(),
        _ => line,
    }
}

/// What programs that make pages of Markdown or keep notes in it obey and never show: a table of contents, a file that
/// is set in, a comment, a line of tags, a block of theirs.
fn is_order(line: &str) -> bool {
    let line = line.trim();
    let is_tag = |word: &str| word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphabetic));
    let within = |open: &str, close: &str| {
        line.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.contains(close))
    };
    ["[TOC]", "[[TOC]]", "{:toc}", "Markdown Content:"].iter().any(|order| line.eq_ignore_ascii_case(order))
        || line.split_whitespace().all(is_tag)
        || [("![[", "]]"), ("%%", "%%"), ("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")]
            .iter()
            .any(|(open, close)| within(open, close))
}

fn is_line_break(html: &str) -> bool {
    html.trim_start_matches('<').trim_start().to_ascii_lowercase().starts_with("br")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(markdown: &str) -> Vec<String> {
        read(markdown)
            .unwrap()
            .blocks
            .iter()
            .map(|block| {
                let mark = match &block.kind {
                    BlockKind::Heading(level) => format!("h{level} "),
                    BlockKind::Paragraph => String::new(),
                    BlockKind::BoldParagraph => "b ".to_owned(),
                    BlockKind::ListItem => "* ".to_owned(),
                    BlockKind::Quote => "> ".to_owned(),
                    BlockKind::TableRow { .. } => "| ".to_owned(),
                    BlockKind::Footnote => "^ ".to_owned(),
                };
                format!("{}:{mark}{}", block.at.line, block.text)
            })
            .collect()
    }

    #[test]
    fn a_line_broken_at_a_hyphen_goes_on_without_a_space() {
        let text = "The team placed 49 people in the month before our visit, and a multi-\nagency group met each week to see how long they had been waiting.";
        assert_eq!(
            texts(text),
            [
                "1:The team placed 49 people in the month before our visit, and a multi-agency group met each week to see how long they had been waiting."
            ]
        );
    }

    #[test]
    fn a_page_that_is_quoted_as_a_whole_is_no_quotation() {
        let page = "# Saltmere\n\n## Safeguarding\n\nScore: 3\n\n- People waited.\n- Staff knew.\n\nThey said so.\n\n> “We did.”";
        let quoted: String = page.lines().map(|line| format!("> {line}\n")).collect();
        let blocks = |text: &str| read(text).unwrap().blocks;
        assert_eq!(blocks(&quoted), blocks(&page.replace("\n> ", "\n")));
        assert_eq!(blocks(page).last().unwrap().kind, BlockKind::Quote);
    }

    #[test]
    fn a_sentence_a_line_makes_one_paragraph_though_a_line_has_two() {
        let text = "People waited for months.\nStaff knew of it.\nSome said that 95% had waited. The list was read out.\n\
            Nobody was told why.\nLeaders had a plan.\n";
        assert_eq!(texts(text).len(), 1);
        let pasted = "People waited for months. Staff knew.\nA list was kept. It was read out.\nNobody was told why.\n";
        assert_eq!(texts(pasted).len(), 3);
    }

    #[test]
    fn the_mark_of_a_callout_is_no_text_and_its_title_is() {
        let text =
            "> [!quote]\n> “We were asked.”\n\n> [!cite]- A carer said\n> “Nobody rang.”\n\n[!] Words.\n";
        assert_eq!(
            texts(text),
            ["2:> “We were asked.”", "4:> A carer said", "5:> “Nobody rang.”", "7:[!] Words."]
        );
    }

    #[test]
    fn marks_without_end_are_too_large() {
        let problem = read(&"*a_ ".repeat(MARK_LIMIT / 2 + 1)).unwrap_err();
        assert_eq!(problem.code.code(), "too-large");
        let problem = read(&"a\n".repeat(LINE_LIMIT + 1)).unwrap_err();
        assert_eq!(&*problem.message, "holds more than 1000000 lines and was not read; split it");
    }

    #[test]
    fn every_structure_is_told() {
        let markdown = "Title\n=====\n\n## Safeguarding\n\n**Timeliness**\n\nPeople *waited*[^1] for `weeks`.\n\n- one\n  - inner\n- two\n\n  more of two\n\n1. first\n\n> “Quoted,” she said.\n\n| Area | Score |\n|---|---|\n| Needs | 3 |\n\n[^1]: A footnote.\n";
        assert_eq!(
            texts(markdown),
            [
                "1:h1 Title",
                "4:h2 Safeguarding",
                "6:b Timeliness",
                "8:People waited for weeks.",
                "10:* one",
                "11:* inner",
                "12:* two",
                "14:more of two",
                "16:* first",
                "18:> “Quoted,” she said.",
                "20:| Area | Score",
                "22:| Needs | 3",
                "24:^ A footnote."
            ]
        );
    }

    #[test]
    fn pasted_labels_stay_apart_and_wrapped_lines_come_together() {
        assert_eq!(
            texts(
                "Saltmere Council: local authority assessment\nScore: 2\n2 - Evidence shows some shortfalls\n"
            ),
            [
                "1:Saltmere Council: local authority assessment",
                "2:Score: 2",
                "3:2 - Evidence shows some shortfalls"
            ]
        );
        let wrapped = "People in the district told us that they had waited for several\nweeks before anyone rang them back. Some had\nnot complained, since letters about the panel were hard for them\nto follow.\n";
        assert_eq!(texts(wrapped).len(), 1);
    }

    #[test]
    fn front_matter_and_html_are_read_for_what_they_say() {
        let reading = read("---\ntitle: Needs\nurl: https://www.example.org/a\ndate: 2025-01-10T09:00\n---\n\n<table><tr><td>Needs</td><td>3</td></tr></table>\n<p>Some <b>words</b></p>\n\nOne<br>Two\n").unwrap();
        assert_eq!(reading.url.as_deref(), Some("https://www.example.org/a"));
        assert_eq!(reading.published.as_deref(), Some("2025-01-10"));
        let texts: Vec<&str> = reading.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Needs", "Needs | 3", "Some words", "One", "Two"]);
        let reading =
            read("+++\ntitle = \"Needs\"\ndate = 2025-01-10T09:00\n[params]\ndraft = false\n+++\n\nWords.")
                .unwrap();
        assert_eq!(reading.published.as_deref(), Some("2025-01-10"));
        assert_eq!(reading.blocks.len(), 2);
        let fetched =
            "Title: Needs\n\nURL Source: https://www.example.org/a\n\nMarkdown Content:\n# Needs\n\nWords.";
        let reading = read(fetched).unwrap();
        assert_eq!(reading.url.as_deref(), Some("https://www.example.org/a"));
        assert_eq!(reading.blocks.len(), 3);
    }

    #[test]
    fn what_programs_obey_and_never_show_is_no_text() {
        let text = "[TOC]\n\n[[_TOC_]]\n\n%% dates to be checked %%\n\n{{< quote >}}\nWords.\n{{< /quote >}}\n\n![[map.png]]\n\n{% include x %}\n\n\
            Of 90%% and [[notes]]. ^a1\n\n#cqc #adult-social-care\n";
        assert_eq!(texts(text), ["8:Words.", "15:Of 90%% and [[notes]]."]);
    }

    #[test]
    fn links_above_the_title_and_for_visitors_are_no_text() {
        let menu = "[Skip to main content](#main)\n\n- [Care services](/c)\n- [Publications](/p)\n";
        let page = format!("{menu}\n# Saltmere\n\n- [Care services](/c)\n\nWords.\n\n[Next page](/n)\n");
        assert_eq!(texts(&page), ["6:h1 Saltmere", "8:* Care services", "10:Words."]);
        assert_eq!(texts(&format!("{menu}\nWords.")).len(), 3);
        let title =
            "[Saltmere Metropolitan Borough Council: local authority assessment](/s)\n\n## Safeguarding\n";
        assert_eq!(texts(title).len(), 2);
    }

    #[test]
    fn a_line_that_lost_its_marks_is_no_label_where_its_sentence_goes_on() {
        let text = "Where people lacked capacity, decisions were recorded in\nfull, and a manager signed them off. Half of the concerns\nwere seen by the team on the day on which they came in.\n\
            Neighbouring authorities shared a [duty]{lang=\"en\"}\nservice, which covered 108 square miles. It was known to\nmost of those whom we met.\n";
        assert_eq!(texts(text).len(), 1);
    }
}
