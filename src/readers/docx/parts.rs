//! The parts beside the text: which one is the document, what its styles mean, the notes.

use std::{collections::HashMap, time::Instant};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    archive::Archive,
    body::{self, text_of_reference},
    damaged,
};
use crate::model::Problem;
use crate::readers::blocks::Blocks;

/// What a paragraph style says of its paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) heading: Option<u8>,
    pub(super) list: bool,
    pub(super) quote: bool,
    /// Words to a table or a picture, which head nothing that follows.
    pub(super) caption: bool,
    pub(super) bold: bool,
    pub(super) hidden: bool,
    /// A line of a table of contents.
    pub(super) contents: bool,
}

pub(super) type Styles = HashMap<String, Style>;

/// Where Word itself puts the document.
pub(super) const USUAL_MAIN_PART: &str = "word/document.xml";

/// Where the relations say the document is; the usual place where they say nothing.
pub(super) fn main_part(archive: &mut Archive<'_>) -> Result<String, Problem> {
    let mut main = USUAL_MAIN_PART.to_owned();
    let Some(relations) = archive.text("_rels/.rels")? else { return Ok(main) };
    let mut reader = Reader::from_str(&relations);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) if local(&e) == "Relationship" => {
                let kind = attribute(&e, "Type").unwrap_or_default();
                if kind.ends_with("/officeDocument")
                    && let Some(target) = attribute(&e, "Target")
                {
                    main = target.trim_start_matches('/').to_owned();
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(main)
}

/// The parts of a kind ("/header"), by the document's relations; broken relations name none.
pub(super) fn related(relations: &str, kind: &str) -> Vec<String> {
    let mut targets = Vec::new();
    let mut reader = Reader::from_str(relations);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) if local(&e) == "Relationship" => {
                let wanted = attribute(&e, "Type").is_some_and(|of| of.ends_with(kind));
                targets.extend(attribute(&e, "Target").filter(|_| wanted));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    targets
}

#[derive(Default)]
struct Raw {
    id: String,
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<bool>,
    bold: Option<bool>,
    hidden: bool,
    by_default: bool,
}

/// Styles by id, with what they inherit; the default paragraph style under the empty id.
pub(super) fn styles(xml: &str) -> Result<Styles, Problem> {
    let mut raw: HashMap<String, Raw> = HashMap::new();
    let mut open: Option<Raw> = None;
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(e) if local(&e) == "style" => {
                open = Some(Raw {
                    id: attribute(&e, "styleId").unwrap_or_default(),
                    by_default: attribute(&e, "default").as_deref() == Some("1")
                        && attribute(&e, "type").as_deref() == Some("paragraph"),
                    ..Raw::default()
                });
            }
            Event::Start(e) | Event::Empty(e) => {
                if let Some(style) = &mut open {
                    let value = attribute(&e, "val");
                    match local(&e) {
                        "name" => style.name = value.unwrap_or_default().to_lowercase(),
                        "basedOn" => style.based_on = value,
                        "outlineLvl" => style.outline = value.and_then(|level| level.parse().ok()),
                        "numId" => style.list = Some(value.as_deref() != Some("0")),
                        "b" => style.bold = Some(is_on(value.as_deref())),
                        "vanish" => style.hidden = is_on(value.as_deref()),
                        _ => {}
                    }
                }
            }
            Event::End(e) if e.local_name().as_ref() == "style" => {
                if let Some(style) = open.take() {
                    raw.insert(style.id.clone(), style);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut styles: Styles = raw.keys().map(|id| (id.clone(), resolve(&raw, id))).collect();
    if let Some(normal) = raw.values().find(|style| style.by_default) {
        styles.insert(String::new(), resolve(&raw, &normal.id));
    }
    Ok(styles)
}

/// From the style up to what it is based on; nearer says more. A circle ends after a few steps.
fn resolve(raw: &HashMap<String, Raw>, id: &str) -> Style {
    let mut style = Style::default();
    let (mut list, mut bold, mut outline) = (None, None, None);
    let mut next = raw.get(id);
    for _ in 0..20 {
        let Some(current) = next else { break };
        let name = current.name.as_str();
        if outline.is_none() {
            outline = current.outline.or_else(|| heading_by_name(name));
        }
        list = list.or(current.list).or(name.starts_with("list bullet").then_some(true));
        list = list.or(name.starts_with("list number").then_some(true));
        bold = bold.or(current.bold);
        style.quote |= matches!(name, "quote" | "intense quote" | "block text");
        style.caption |= name == "caption";
        style.hidden |= current.hidden;
        style.contents |= is_contents(name);
        next = current.based_on.as_ref().and_then(|id| raw.get(id));
    }
    style.heading = outline.filter(|level| *level < 9).map(|level| level.clamp(0, 5) + 1);
    style.list = list.unwrap_or(false);
    style.bold = bold.unwrap_or(false);
    style
}

/// Names are the same in every language of Word, ids are not; own styles are called after them
/// ("Report Heading 2"). As an outline level, from 0.
fn heading_by_name(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(0);
    }
    let (_, after) = name.split_once("heading")?;
    let level = after.trim().bytes().next().filter(u8::is_ascii_digit)?;
    (!is_contents(name)).then(|| level.saturating_sub(b'1').min(8))
}

fn is_contents(name: &str) -> bool {
    name == "toc heading"
        || name == "table of figures"
        || name.strip_prefix("toc ").is_some_and(|level| level.trim().parse::<u8>().is_ok())
}

/// The notes of `footnotes.xml` or `endnotes.xml` with their ids, less the lines that only separate.
pub(super) fn notes(xml: &str, styles: &Styles, end: Instant) -> Result<Vec<(String, String)>, Problem> {
    let mut notes = Vec::new();
    let mut reader = Reader::from_str(xml);
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(0);
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(e) if matches!(local(&e), "footnote" | "endnote") => {
                let name = e.name();
                let id = attribute(&e, "id").unwrap_or_default();
                let kind = attribute(&e, "type");
                reader.read_to_end(name).map_err(|_| damaged())?;
                let after = usize::try_from(reader.buffer_position()).unwrap_or(0);
                if kind.is_none_or(|kind| kind == "normal") {
                    let mut blocks = Blocks::default();
                    body::read(&xml[before..after], styles, end, &mut blocks)?;
                    let texts: Vec<String> = blocks.finish()?.into_iter().map(|block| block.text).collect();
                    notes.push((id, texts.join(" ")));
                }
            }
            Event::Eof => return Ok(notes),
            _ => {}
        }
    }
}

pub(super) fn local<'a>(element: &'a BytesStart<'_>) -> &'a str {
    let name = element.name().into_inner();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// An attribute by its local name, with the references that XML itself knows resolved.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes.flatten().find(|a| a.key.local_name().as_ref() == name).map(|a| {
        let mut value = String::new();
        let mut rest: &str = &a.value;
        while let Some((before, after)) = rest.split_once('&') {
            value.push_str(before);
            match after.split_once(';') {
                Some((reference, after)) => {
                    value.push_str(&text_of_reference(reference));
                    rest = after;
                }
                None => rest = after,
            }
        }
        value.push_str(rest);
        value
    })
}

/// A switch of Word's is on when it is there, unless it says no.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}
