//! A small PDF writer: lines at given places in Courier, whose every character is 0.6 of its size
//! wide, so that the makers of tests know where a line ends.

use std::fmt::Write;

/// A line on a page, in points from the lower left corner of an A4 sheet.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) text: String,
}

/// What a paragraph of a report looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Title,
    Heading,
    Label,
    Text,
    Item,
}

/// How a report is laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// Characters on a line.
    pub(crate) chars: usize,
    /// Words are parted at the end of a line.
    pub(crate) hyphens: bool,
    pub(crate) columns: usize,
    pub(crate) header: &'static str,
}

pub(crate) const LAYOUT: Layout =
    Layout { chars: 60, hyphens: true, columns: 1, header: "Saltmere Council | Report" };

const BODY: f32 = 10.0;
const PITCH: f32 = 13.0;
const LEFT: f32 = 70.0;

/// A whole report with a running head, page numbers, paragraphs over pages and parted words.
pub(crate) fn report(paragraphs: &[(Look, &str)], layout: Layout) -> Vec<u8> {
    let mut pages: Vec<Vec<Line>> = vec![Vec::new()];
    let (top, bottom) = (760.0, 90.0);
    let (mut column, mut y) = (0, top);
    for (look, text) in paragraphs {
        let (size, bold) = match look {
            Look::Title => (18.0, true),
            Look::Heading => (14.0, true),
            Look::Label => (BODY, true),
            Look::Text | Look::Item => (BODY, false),
        };
        let indent = if *look == Look::Item { 2 } else { 0 };
        let chars = ((layout.chars - indent) as f32 * BODY / size) as usize;
        for (number, line) in wrapped(text, chars, layout.hyphens && !bold).into_iter().enumerate() {
            if y < bottom {
                y = top;
                column += 1;
                if column == layout.columns {
                    column = 0;
                    pages.push(Vec::new());
                }
            }
            let x = LEFT + column as f32 * (layout.chars as f32 * 0.6 * BODY + 24.0);
            let page = pages.last_mut().unwrap();
            if indent > 0 && number == 0 {
                page.push(Line { x, y, size, bold, text: "\u{2022}".to_owned() });
            }
            page.push(Line { x: x + indent as f32 * 6.0, y, size, bold, text: line });
            y -= if size > BODY { size * 1.25 } else { PITCH };
        }
        y -= if size > BODY { 12.0 } else { 8.0 };
    }
    let count = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        page.push(Line { x: LEFT, y: 810.0, size: 8.0, bold: false, text: layout.header.to_owned() });
        page.push(Line {
            x: 270.0,
            y: 40.0,
            size: 8.0,
            bold: false,
            text: format!("Page {} of {count}", index + 1),
        });
    }
    document(&pages)
}

/// Greedy lines of at most `chars`; a word that does not fit is parted after its fourth letter.
fn wrapped(text: &str, chars: usize, hyphens: bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        let length = line.chars().count();
        if length == 0 || length + 1 + word.chars().count() <= chars {
            if length > 0 {
                line.push(' ');
            }
            line.push_str(word);
        } else if hyphens
            && word.len() > 8
            && word.is_char_boundary(4)
            && length + 6 <= chars
            && word.chars().all(char::is_alphabetic)
        {
            line.push(' ');
            line.push_str(&word[..4]);
            line.push('-');
            lines.push(word[4..].to_owned());
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Pages of lines as a file.
pub(crate) fn document(pages: &[Vec<Line>]) -> Vec<u8> {
    with_fonts(pages, false)
}

/// The same with the fonts in the tree of pages and not in each of them, as groff writes it.
pub(crate) fn document_of_shared_fonts(pages: &[Vec<Line>]) -> Vec<u8> {
    with_fonts(pages, true)
}

fn with_fonts(pages: &[Vec<Line>], shared: bool) -> Vec<u8> {
    let fonts = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>";
    let (of_all, of_page) = if shared { (fonts, "") } else { ("", fonts) };
    let mut objects = vec![String::new(), String::new()];
    objects
        .push("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>".to_owned());
    objects.push(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>".to_owned(),
    );
    let mut kids = String::new();
    for page in pages {
        let content: String = page.iter().map(shown).collect();
        let number = objects.len() + 1;
        write!(kids, "{number} 0 R ").unwrap();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {of_page} /Contents {} 0 R >>",
            number + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    objects[1] = format!("<< /Type /Pages /Count {} /Kids [{kids}] {of_all} >>", pages.len());
    file(&objects)
}

/// A page that is a picture, as a scanner makes it.
pub(crate) fn scan() -> Vec<u8> {
    let content = "q 595 0 0 842 0 0 cm /Im1 Do Q";
    let pixels = "0".repeat(64);
    file(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im1 5 0 R >> >> /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        format!("<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 64 >>\nstream\n{pixels}\nendstream"),
    ])
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let start = bytes.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(end, "{place:010} 00000 n ").unwrap();
    }
    write!(end, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1)
        .unwrap();
    bytes.extend(end.bytes());
    bytes
}

fn shown(line: &Line) -> String {
    let font = if line.bold { "F2" } else { "F1" };
    let mut text = String::new();
    for c in line.text.chars() {
        match c {
            '(' | ')' | '\\' => write!(text, "\\{c}").unwrap(),
            ' '..='~' => text.push(c),
            '\u{2022}' => text.push_str("\\225"),
            '\u{2019}' => text.push_str("\\222"),
            '\u{2013}' => text.push_str("\\226"),
            '\u{201C}' => text.push_str("\\223"),
            '\u{201D}' => text.push_str("\\224"),
            _ => text.push('?'),
        }
    }
    format!("BT /{font} {} Tf 1 0 0 1 {} {} Tm ({text}) Tj ET\n", line.size, line.x, line.y)
}
