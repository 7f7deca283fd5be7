//! Word documents: the text as it stands when all changes are accepted, with the structure that
//! its styles give.

mod archive;
mod body;
mod embedded;
mod parts;

use std::{collections::HashMap, time::Instant};

use archive::Archive;

use super::{blocks::Blocks, limits, lines::broken_lines};
use crate::model::{Block, BlockKind, Location, Problem, ProblemCode, Reading};

pub(super) fn read(bytes: &[u8]) -> Result<Reading, Problem> {
    let mut archive = Archive::open(bytes)?;
    let mut main = parts::main_part(&mut archive)?;
    let mut document = archive.text(&main)?;
    if document.is_none() {
        // Relations that lead nowhere, or out of the archive, where nothing is ever looked for.
        parts::USUAL_MAIN_PART.clone_into(&mut main);
        document = archive.text(&main)?;
    }
    let Some(document) = document else {
        return Err(Problem::new(
            ProblemCode::Unreadable,
            None,
            "is an archive without a Word document in it; save it again as docx",
        ));
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    // From the archive's root, or from the document's folder.
    let mut beside = |name: &str| match name.strip_prefix('/') {
        Some(path) => archive.text(path),
        None => archive.text(&format!("{folder}/{name}")),
    };
    let styles = parts::styles(&beside("styles.xml")?.unwrap_or_default())?;
    let relations = beside("_rels/document.xml.rels")?.unwrap_or_default();
    let mut related = |kind: &str| -> Result<Vec<String>, Problem> {
        parts::related(&relations, kind).iter().filter_map(|name| beside(name).transpose()).collect()
    };
    let (headers, pages) = (related("/header")?, related("/aFChunk")?);
    let (footnotes, endnotes) = (beside("footnotes.xml")?, beside("endnotes.xml")?);
    let end = Instant::now() + limits::FILE_TIME;

    let mut blocks = Blocks::default();
    let notes = body::read(&document, &styles, end, &mut blocks)?;
    for (text, wanted) in [(footnotes, notes.footnotes), (endnotes, notes.endnotes)] {
        let Some(text) = text.filter(|_| !wanted.is_empty()) else { continue };
        let mut all: HashMap<String, Vec<String>> = HashMap::new();
        for (id, note) in parts::notes(&text, &styles, end)? {
            all.entry(id).or_default().push(note);
        }
        // A note that is referred to twice is one note.
        for note in wanted.iter().filter_map(|id| all.remove(id)).flatten() {
            let at = Location { line: blocks.next_number(), page: None };
            blocks.push(BlockKind::Footnote, &note, at);
        }
    }
    let unread = embedded::read(&pages, &mut blocks)?;
    let mut blocks = broken_lines::joined(blocks.finish()?);
    // JSON, or what a converter left of a page: it has no markup that could be broken.
    if blocks.is_empty() && ![":document", "<document"].iter().any(|element| document.contains(element)) {
        return Err(damaged());
    }
    let heads = words_of_headers(&headers, &styles, end, &blocks);
    blocks.splice(0..0, heads);
    match unread {
        Some(said) if blocks.is_empty() => Err(Problem::new(ProblemCode::Unreadable, None, said)),
        said => {
            let problems = said.map(|said| Problem::new(ProblemCode::DecodingLossy, None, said));
            Ok(Reading { blocks, problems: problems.into_iter().collect(), ..Reading::default() })
        }
    }
}

/// Fewer words are a page number, a mark of secrecy or a logo's.
const HEADER_WORDS: usize = 4;
/// Each section of a document may have three headers of its own; a header has a few lines.
const MOST_HEADERS: usize = 30;
const HEADER_LINES: usize = 10;

/// What the page headers say and the text does not, once: some reports have their title nowhere else.
fn words_of_headers(headers: &[String], styles: &parts::Styles, end: Instant, body: &[Block]) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    for header in headers.iter().take(MOST_HEADERS) {
        let mut blocks = Blocks::default();
        // A damaged header is no reason to lose the text.
        let read = body::read(header, styles, end, &mut blocks);
        for block in read.and_then(|_| blocks.finish()).unwrap_or_default().into_iter().take(HEADER_LINES) {
            let words =
                block.text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
            let said = body.iter().chain(&found).any(|other| other.text.contains(&block.text));
            if words >= HEADER_WORDS && !said {
                found.push(Block { kind: BlockKind::Heading(6), ..block });
            }
        }
    }
    found
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
            paragraph("Caption", "Table 1: scores"),
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
                "^ Table 1: scores",
                "| Area | Score",
                "| Needs | 3",
                "A box of words"
            ]
        );
    }

    #[test]
    fn lines_that_were_pasted_from_a_print_as_paragraphs_come_together() {
        let told = [
            "People told us that they had waited a long time for an assess and",
            "that nobody had rung them back. Staff said that a list was read out",
            "to them each morning, and that the manager wrote down what they did",
            "for everyone.",
        ];
        let list =
            ["The plan had three aims:", "• shorter waits for those who had been longest on the", "list"];
        let lines: Vec<&str> = [&told[..], &told[..], &list[..], &told[..]].concat();
        let body: String = lines.iter().map(|line| paragraph("", line)).collect();
        let read = texts(&format!("{}{body}", paragraph("Heading1", "Timeliness")));
        let told = told.join(" ");
        let item = "* shorter waits for those who had been longest on the list";
        assert_eq!(read, ["h1 Timeliness", &told, &told, list[0], item, &told]);
        // Of a few that run on by chance each is left as it stands.
        let few: String = lines[..4].iter().map(|line| paragraph("", line)).collect();
        assert_eq!(texts(&few).len(), 4);
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
    fn a_deleted_paragraph_mark_joins_two_paragraphs() {
        let deleted = |text: &str| {
            format!(
                "<w:p><w:pPr><w:rPr><w:del w:id=\"1\" w:author=\"A\"/></w:rPr></w:pPr>{}</w:p>",
                run(text)
            )
        };
        let gone = "<w:p><w:pPr><w:rPr><w:del w:id=\"2\"/></w:rPr></w:pPr><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>";
        let cell = format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            deleted("Area"),
            paragraph("", "3")
        );
        let body = [
            deleted("People waited "),
            deleted("for a long "),
            paragraph("", "time."),
            gone.to_owned(),
            paragraph("Heading1", "Safeguarding"),
            cell,
            deleted("The last one"),
        ];
        assert_eq!(
            texts(&body.concat()),
            ["People waited for a long time.", "h1 Safeguarding", "| Area | 3", "The last one"]
        );
    }

    #[test]
    fn a_table_within_a_cell_keeps_its_place() {
        let inner = table(&[&["Area", "Score"], &["Needs", "3"]]);
        let cell = format!("{}{inner}{}", paragraph("Heading1", "Saltmere"), paragraph("", "People waited."));
        let body = format!("<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>");
        assert_eq!(texts(&body), ["h1 Saltmere", "| Area | Score", "| Needs | 3", "People waited."]);
    }

    #[test]
    fn a_list_of_contents_without_styles_of_its_own_is_left_out() {
        let gallery =
            "<w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr>";
        let entry = paragraph("", "Safeguarding 5");
        let list = |properties: &str| {
            let control = format!("<w:sdt>{properties}<w:sdtContent>{entry}</w:sdtContent></w:sdt>");
            texts(&format!("{control}{}", paragraph("", "People waited.")))
        };
        assert_eq!(list(gallery), ["People waited."]);
        assert_eq!(list("<w:sdtPr/>"), ["Safeguarding 5", "People waited."]);
    }

    #[test]
    fn a_title_that_only_the_page_header_has_is_kept_once() {
        let header =
            |text: &str| format!("<w:hdr>{}{}</w:hdr>", paragraph("", text), paragraph("", "Page 1"));
        let relations = "<Relationships><Relationship Id=\"1\" Type=\"x/header\" Target=\"header1.xml\"/>\
            <Relationship Id=\"2\" Type=\"x/header\" Target=\"header2.xml\"/>\
            <Relationship Id=\"3\" Type=\"x/footer\" Target=\"footer1.xml\"/></Relationships>";
        let title = "Saltmere Council: local authority assessment";
        let of = |body: &str| {
            shown(&archive(&[
                ("word/document.xml", &document_xml(body)),
                ("word/styles.xml", STYLES),
                ("word/_rels/document.xml.rels", relations),
                ("word/header1.xml", &header(title)),
                ("word/header2.xml", &header(title)),
                ("word/footer1.xml", &header("The foot of the page")),
            ]))
        };
        assert_eq!(of(&paragraph("", "Safeguarding")), [format!("h6 {title}"), "Safeguarding".to_owned()]);
        assert_eq!(of(&paragraph("Title", title)), [format!("h1 {title}")]);
    }

    #[test]
    fn pages_that_word_would_take_in_are_read_and_others_named() {
        let relations = |target: &str| {
            format!(
                "<Relationships><Relationship Id=\"1\" Type=\"x/aFChunk\" Target=\"{target}\"/></Relationships>"
            )
        };
        let of = |body: &str, target: &str, page: &str| {
            read(&archive(&[
                ("word/document.xml", &document_xml(&format!("{body}<w:altChunk r:id=\"1\"/>"))),
                ("word/_rels/document.xml.rels", &relations(target)),
                ("word/page.htm", page),
            ]))
        };
        let page = "<html><body><h1>Safeguarding</h1><ul><li>People waited.</li></ul></body></html>";
        for target in ["page.htm", "/word/page.htm"] {
            let blocks = of("", target, page).unwrap().blocks;
            assert_eq!(
                blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(),
                ["Safeguarding", "People waited."]
            );
            assert_eq!((&blocks[1].kind, blocks[1].at.line), (&BlockKind::ListItem, 2));
        }
        let problem = of("", "page.htm", "MIME-Version: 1.0").unwrap_err();
        assert_eq!(problem.code, ProblemCode::Unreadable);
        let beside = of(&paragraph("", "Words."), "page.htm", "MIME-Version: 1.0").unwrap();
        assert_eq!((beside.blocks.len(), beside.problems[0].code), (1, ProblemCode::DecodingLossy));
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

    #[test]
    fn what_is_no_word_document_inside_is_damaged_and_one_without_text_is_empty() {
        for xml in ["{\"a\":1}", "hello", "\0\0\0", "<svg><text>hello</text></svg>"] {
            assert_eq!(
                read(&archive(&[(parts::USUAL_MAIN_PART, xml)])).unwrap_err().code,
                ProblemCode::Unreadable,
                "{xml}"
            );
        }
        assert!(read(&document("")).unwrap().blocks.is_empty());
    }
}
