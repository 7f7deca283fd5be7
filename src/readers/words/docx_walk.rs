//! A Word document with everything that a report's may hold, and its words by a walk of our own over the XML:
//! what `w:t` says, where no deletion, move or old picture of a shape holds it.

use quick_xml::{Reader, events::Event};

use super::{assert_same, fresh, words};
use crate::{
    model::Format,
    readers::making::docx::{STYLES, archive, bold_run, document_xml, list_item, paragraph, run, table},
};

/// The text as Word shows it, all changes accepted. It knows nothing of styles, lists or blocks.
fn shown(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut text, mut open) = (String::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(e) => {
                // A text box begins within a paragraph.
                if e.local_name().as_ref() == "txbxContent" {
                    text.push('\n');
                }
                open.push(e.local_name().as_ref().to_owned());
            }
            Event::End(e) => {
                open.pop();
                // Cells and paragraphs end words, runs do not.
                if e.local_name().as_ref() == "p" {
                    text.push('\n');
                }
            }
            Event::Empty(e) => match e.local_name().as_ref() {
                "tab" | "br" | "cr" => text.push(' '),
                "noBreakHyphen" => text.push('-'),
                _ => {}
            },
            Event::Text(t) => {
                let gone = |name: &String| matches!(name.as_str(), "del" | "moveFrom" | "Fallback");
                if open.last().is_some_and(|name| name == "t") && !open.iter().any(gone) {
                    text.push_str(&t);
                }
            }
            Event::GeneralRef(_) => text.push(' '),
            Event::Eof => return text,
            _ => {}
        }
    }
}

fn note(kind: &str, id: u8, text: &str) -> String {
    format!(
        "<w:{kind} w:id=\"{id}\">{}{}</w:{kind}>",
        paragraph("", text),
        paragraph("", &fresh(&format!("{kind}more{id}x"), 3))
    )
}

#[test]
fn every_word_of_a_document_is_in_one_block() {
    let reference = |kind: &str, id: u8| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let p = |inner: &str| format!("<w:p>{inner}</w:p>");
    let nested = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}{}</w:tc><w:tc>{}{}</w:tc></w:tr></w:tbl>",
        paragraph("", &fresh("cell", 4)),
        list_item(&fresh("celllist", 3)),
        table(&[&[&fresh("inner", 2), &fresh("innermost", 2)]]),
        paragraph("", ""),
    );
    let shape = format!(
        "<mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent>",
        paragraph("", &fresh("shape", 5)),
    );
    let body = [
        paragraph("Title", &fresh("title", 4)),
        paragraph("Heading1", &fresh("heading", 3)),
        // Words in several runs, a hyphen that stays, one that is seen at a line's end alone, a page's end.
        p(&format!(
            "{}{}{}<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>resident co</w:t><w:softHyphen/><w:t>ordinated</w:t></w:r>\
             <w:r><w:lastRenderedPageBreak/><w:t xml:space=\"preserve\"> overleaf</w:t><w:br w:type=\"page\"/><w:t>afterbreak</w:t><w:tab/><w:t>aftertab</w:t></w:r>",
            run("half"),
            bold_run("way "),
            run(&fresh("plain", 6)),
        )),
        list_item(&fresh("bullet", 5)),
        list_item(&format!("1. {}", fresh("numbered", 5))).replace("1. ", ""),
        paragraph("ListBullet", &fresh("styled", 4)),
        paragraph("Quote", &fresh("quoted", 4)),
        table(&[&[&fresh("head", 2), "Score"], &[&fresh("row", 3), "two"], &["", &fresh("lonely", 2)]]),
        nested,
        p(&format!("{}{}{}", run(&fresh("noted", 3)), reference("footnote", 2), reference("endnote", 3))),
        p(&format!("{}{}", run(&fresh("again", 3)), reference("footnote", 2))),
        p(&format!(
            "<w:ins>{}</w:ins><w:del><w:r><w:delText>deleted</w:delText><w:t>deletedtoo</w:t></w:r></w:del><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo><w:hyperlink>{}</w:hyperlink>",
            run("inserted "),
            run("moved "),
            run("moved "),
            run(&fresh("linked", 2)),
        )),
        p(&format!("{}<w:r>{shape}</w:r>", run(&fresh("anchor", 3)))),
        format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", paragraph("", &fresh("control", 3))),
        paragraph("", "&"),
    ]
    .concat();
    let document = document_xml(&body);
    let notes = |kind: &str, id: u8| {
        let notes = note(kind, id, &fresh(kind, 5));
        format!("<w:{kind}s xmlns:w=\"x\">{notes}</w:{kind}s>")
    };
    let (footnotes, endnotes) = (notes("footnote", 2), notes("endnote", 3));
    let bytes = archive(&[
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
        ("word/footnotes.xml", &footnotes),
        ("word/endnotes.xml", &endnotes),
    ]);
    let wanted: Vec<String> =
        [&document, &footnotes, &endnotes].iter().flat_map(|xml| words(&shown(xml))).collect();
    assert!(wanted.len() > 90 && wanted.contains(&"halfway".to_owned()), "{wanted:?}");
    assert_same(Format::Docx, &bytes, &wanted);
}
