//! What bytes are, whatever the file's name says.

use super::decode::decode;
use crate::model::{Format, Problem, ProblemCode};

/// Source for the marks: the formats' own definitions (ISO 32000-1 7.5.2 with implementation note 13,
/// APPNOTE.TXT 4.3.7, \[MS-CFB\] 2.2), read November 2026.
const PDF: &[u8] = b"%PDF-";
const ZIP: &[u8] = b"PK\x03\x04";
const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const RICH_TEXT: &[u8] = b"{\\rtf";

/// The format to read by, or why the bytes are none of ours.
pub(super) fn format_of_bytes(claimed: Format, bytes: &[u8]) -> Result<Format, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::new(ProblemCode::Empty, None, "is an empty file"));
    }
    if contains(&bytes[..bytes.len().min(1024)], PDF) {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(ZIP) {
        return Ok(Format::Docx);
    }
    if bytes.starts_with(OLD_OFFICE) {
        return Err(old_office(bytes));
    }
    if bytes.starts_with(RICH_TEXT) {
        return Err(unreadable("is rich text (RTF), which is not read; save it as docx"));
    }
    match claimed {
        Format::Text | Format::Markdown => Ok(claimed),
        Format::Html if contains(bytes, b"<") || contains(bytes, b"<\0") => Ok(Format::Html),
        Format::Html => Ok(Format::Text),
        // A page that says "not found" is often what was saved under the report's name.
        Format::Pdf | Format::Docx => match decode(bytes) {
            Ok(decoded) if is_html(&decoded.text) => Ok(Format::Html),
            Ok(decoded) if decoded.problems.is_empty() && !contains(bytes, b"endobj") => Ok(Format::Text),
            _ => Err(unreadable(&format!(
                "is named as {} and holds something else, or is damaged; open it, or download it again",
                claimed.words()
            ))),
        },
    }
}

/// Whether a decoded text is a page: it begins with a doctype or an element of pages.
pub(super) fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    // Declarations and comments may stand before.
    for _ in 0..8 {
        let end = match rest {
            _ if rest.starts_with("<?xml") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let start: String = rest.chars().take(16).flat_map(char::to_lowercase).collect();
    ["<!doctype html", "<html", "<head>", "<body"].iter().any(|mark| start.starts_with(mark))
}

/// A `.doc`, or a docx with a password: both are the same container; the second names its content.
fn old_office(bytes: &[u8]) -> Problem {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if contains(bytes, &name) {
        return Problem::new(
            ProblemCode::Encrypted,
            None,
            "is protected by a password; open it in Word and save it without one",
        );
    }
    unreadable("is an old Word file (doc), which is not read; open it in Word and save it as docx")
}

fn unreadable(message: &str) -> Problem {
    Problem::new(ProblemCode::Unreadable, None, message)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_how_a_file_is_read() {
        let cases: [(Format, &[u8], Result<Format, &str>); 11] = [
            (Format::Text, b"words", Ok(Format::Text)),
            (Format::Text, b"%PDF-1.7", Ok(Format::Pdf)),
            (Format::Pdf, b"\n%PDF-1.7", Ok(Format::Pdf)),
            (Format::Html, b"PK\x03\x04", Ok(Format::Docx)),
            (Format::Html, b"only words", Ok(Format::Text)),
            (Format::Pdf, b"<!DOCTYPE html><p>Not found", Ok(Format::Html)),
            (Format::Docx, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0", Err("unreadable")),
            (Format::Text, b"{\\rtf1 words}", Err("unreadable")),
            (Format::Pdf, b"\x00\x01\x02\x03\x04\x05", Err("unreadable")),
            (Format::Text, b"", Err("empty")),
            (Format::Text, b" \r\n ", Err("empty")),
        ];
        for (claimed, bytes, expected) in cases {
            assert_eq!(format_of_bytes(claimed, bytes).map_err(|p| p.code.code()), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_page_is_known_by_its_beginning() {
        assert!(is_html("\u{FEFF}\n<!-- saved from url=(0001)x --><!DOCTYPE HTML><html>"));
        assert!(is_html("<?xml version='1.0'?><html xmlns='x'>"));
        assert!(!is_html("Words about <html> elements"));
    }
}
