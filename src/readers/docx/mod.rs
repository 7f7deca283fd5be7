//! Word documents: the text as it stands when all changes are accepted, with the structure that
//! its styles give.

mod archive;
mod body;
mod parts;

use archive::Archive;

use super::{blocks::Blocks, limits};
use crate::model::{BlockKind, Location, Problem, ProblemCode, Reading};

pub(super) fn read(bytes: &[u8]) -> Result<Reading, Problem> {
    let mut archive = Archive::open(bytes)?;
    let main = parts::main_part(&mut archive)?;
    let Some(document) = archive.text(&main)? else {
        return Err(Problem::new(
            ProblemCode::Unreadable,
            None,
            "is an archive without a Word document in it; save it again as docx",
        ));
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut beside = |name: &str| archive.text(&format!("{folder}/{name}"));
    let styles = parts::styles(&beside("styles.xml")?.unwrap_or_default())?;
    let (footnotes, endnotes) = (beside("footnotes.xml")?, beside("endnotes.xml")?);
    let end = std::time::Instant::now() + limits::FILE_TIME;

    let mut blocks = Blocks::default();
    let notes = body::read(&document, &styles, end, &mut blocks)?;
    for (text, wanted) in [(footnotes, notes.footnotes), (endnotes, notes.endnotes)] {
        let Some(text) = text.filter(|_| !wanted.is_empty()) else { continue };
        let all = parts::notes(&text, &styles, end)?;
        for id in wanted {
            for note in all.iter().filter(|(note, _)| *note == id) {
                let at = Location { line: blocks.next_number(), page: None };
                blocks.push(BlockKind::Footnote, &note.1, at);
            }
        }
    }
    Ok(Reading { blocks: blocks.finish()?, ..Reading::default() })
}

/// The same words for every way in which the XML can be broken.
fn damaged() -> Problem {
    Problem::new(
        ProblemCode::Unreadable,
        None,
        "is a damaged Word document; open it in Word, let it be repaired, and save it again",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::making::docx::{
        STYLES, archive, bold_run, document, document_xml, list_item, paragraph, run, table,
    };

    fn texts(body: &str) -> Vec<String> {
        shown(&document(body))
    }

    fn shown(bytes: &[u8]) -> Vec<String> {
        let mark = |kind: &BlockKind| match kind {
            BlockKind::Heading(level) => format!("h{level} "),
            BlockKind::Paragraph => String::new(),
            BlockKind::BoldParagraph => "b ".to_owned(),
            BlockKind::ListItem => "* ".to_owned(),
            BlockKind::Quote => "> ".to_owned(),
            BlockKind::TableRow { .. } => "| ".to_owned(),
            BlockKind::Footnote => "^ ".to_owned(),
        };
        read(bytes).unwrap().blocks.iter().map(|b| format!("{}{}", mark(&b.kind), b.text)).collect()
    }

    #[test]
    fn styles_give_the_structure_whatever_their_ids_are() {
        let body = [
            paragraph("Title", "Saltmere Council"),
            paragraph("Heading1", "Safeguarding"),
            paragraph("berschrift2", "Level two"),
            paragraph("Own", "Own style"),
            paragraph("TOC1", "Safeguarding 5"),
            format!("<w:p>{}</w:p>", bold_run("Timeliness")),
            format!("<w:p>{}{}</w:p>", bold_run("Carers"), run(" waited.")),
            paragraph("ListBullet", "one"),
            list_item("two"),
            paragraph("", "•\tthree"),
            paragraph("Quote", "“Quoted.”"),
            table(&[&["Area", "Score"], &["Needs", "3"]]),
            table(&[&["A box of words"]]),
        ];
        assert_eq!(
            texts(&body.concat()),
            [
                "h1 Saltmere Council",
                "h1 Safeguarding",
                "h2 Level two",
                "h2 Own style",
                "b Timeliness",
                "Carers waited.",
                "* one",
                "* two",
                "* three",
                "> “Quoted.”",
                "| Area | Score",
                "| Needs | 3",
                "A box of words"
            ]
        );
    }

    #[test]
    fn changes_are_read_as_accepted_and_fields_as_shown() {
        let body = "<w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>\
            <w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:r><w:tab/><w:t>a&amp;b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>\
            <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
            <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t> 7</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
            <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>\
            <w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>\
            <w:p><w:r><w:t>Score: 3</w:t><w:br/><w:t>3 - Evidence shows a good standard</w:t></w:r></w:p>";
        assert_eq!(
            texts(body),
            ["kept inserted a&b-c 7", "control", "Score: 3", "3 - Evidence shows a good standard"]
        );
    }

    #[test]
    fn a_text_box_is_read_once_and_apart() {
        let text_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph("", text));
        let body = format!(
            "<w:p><w:r><w:t>before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>\
            </mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>",
            text_box("boxed"),
            text_box("boxed")
        );
        assert_eq!(texts(&body), ["boxed", "before after"]);
    }

    #[test]
    fn footnotes_come_in_the_order_of_their_marks() {
        let document = document_xml(
            "<w:p><w:r><w:t>Waits</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
        );
        let notes = "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>\
            <w:footnote w:id=\"1\"><w:p><w:r><w:t>unused</w:t></w:r></w:p></w:footnote>\
            <w:footnote w:id=\"2\"><w:p><w:r><w:t>In weeks.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let bytes = archive(&[
            ("word/document.xml", &document),
            ("word/styles.xml", STYLES),
            ("word/footnotes.xml", notes),
        ]);
        assert_eq!(shown(&bytes), ["Waits", "^ In weeks."]);
    }

    #[test]
    fn hostile_archives_are_named() {
        let code = |bytes: &[u8]| read(bytes).unwrap_err().code.code();
        let bomb = "<w:p/>".repeat(8_000_000);
        assert_eq!(code(&archive(&[("word/document.xml", &bomb)])), "too-large");
        assert_eq!(code(&archive(&[("other.xml", "<x/>")])), "unreadable");
        assert_eq!(code(b"PK\x03\x04 nothing"), "unreadable");
        let deep = document_xml(&format!("{}{}", "<w:a>".repeat(100_000), "</w:a>".repeat(100_000)));
        assert_eq!(code(&archive(&[("word/document.xml", &deep)])), "too-large");
        let broken = document_xml("<w:p><w:r><w:t>words</w:p>");
        assert_eq!(code(&archive(&[("word/document.xml", &broken)])), "unreadable");
    }

    #[test]
    fn entities_of_the_documents_own_are_never_opened() {
        let xml = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\"><!ENTITY y \"aaaa\">]><w:document><w:body><w:p><w:r>\
            <w:t>a&x;b&y;c&#233;</w:t></w:r></w:p></w:body></w:document>";
        assert_eq!(shown(&archive(&[("word/document.xml", xml)])), ["abcé"]);
    }
}
