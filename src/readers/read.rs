use super::{
    blocks::Blocks,
    decode::{decode, decode_declared},
    docx, html,
    lines::{bound_lines, counted_items, numbered},
    markdown, pdf,
    plain::{self, printed},
    signature::{format_of_bytes, is_html},
};
use crate::model::{Format, Line, Location, Problem, ProblemCode, Reading};

/// The largest file that may be read has as many lines of half the usual width.
const LINE_LIMIT: usize = 2_000_000;

/// The blocks of a source, read in this process. The claimed format is what the file's name says;
/// bytes that say otherwise are believed.
pub fn read(claimed: Format, bytes: &[u8]) -> Result<Reading, Problem> {
    let mut reading = match format_of_bytes(claimed, bytes)? {
        Format::Text => read_text(bytes),
        Format::Markdown => read_markdown(bytes),
        Format::Html => read_html(bytes),
        Format::Docx => docx::read(bytes),
        Format::Pdf => pdf::read(bytes),
    }?;
    if reading.blocks.is_empty() {
        return Err(Problem::new(ProblemCode::Empty, None, "holds no text"));
    }
    counted_items::without_numbers(&mut reading.blocks);
    Ok(reading)
}

/// The lines of a source that is text, as an editor counts them.
pub fn lines_of(claimed: Format, bytes: &[u8]) -> Vec<Line> {
    let decoded = match format_of_bytes(claimed, bytes) {
        Ok(Format::Text | Format::Markdown) => decode(bytes),
        Ok(Format::Html) => decode_declared(bytes, html::declared_encoding(bytes)),
        _ => return Vec::new(),
    };
    let text = decoded.map(|decoded| decoded.text).unwrap_or_default();
    let line = |(line, text): (u32, &str)| Line { at: Location { line, page: None }, text: text.to_owned() };
    numbered(&text).map(line).collect()
}

fn read_text(bytes: &[u8]) -> Result<Reading, Problem> {
    let decoded = decode(bytes)?;
    if is_html(&decoded.text) {
        return read_html(bytes);
    }
    if is_markdown(&decoded.text) {
        return read_markdown(bytes);
    }
    bound_lines(&decoded.text, LINE_LIMIT)?;
    let mut blocks = Blocks::default();
    plain::read_lines(&decoded.text, 1, &mut blocks);
    Ok(Reading {
        blocks: blocks.finish()?,
        url: printed::url(&decoded.text),
        encoding: decoded.encoding,
        problems: decoded.problems,
        ..Reading::default()
    })
}

fn read_markdown(bytes: &[u8]) -> Result<Reading, Problem> {
    let decoded = decode(bytes)?;
    let mut reading = markdown::read(&decoded.text)?;
    reading.encoding = decoded.encoding;
    reading.problems = decoded.problems;
    Ok(reading)
}

fn read_html(bytes: &[u8]) -> Result<Reading, Problem> {
    let decoded = decode_declared(bytes, html::declared_encoding(bytes))?;
    let mut reading = html::read(&decoded.text)?;
    reading.encoding = decoded.encoding;
    reading.problems = decoded.problems;
    Ok(reading)
}

/// Text files often hold Markdown; two headings with hash marks or lines in bold are no chance.
fn is_markdown(text: &str) -> bool {
    if !text.contains('#') && !text.contains("**") {
        return false;
    }
    let headings = numbered(text).filter(|(_, line)| {
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        let bold = line.trim().strip_prefix("**").and_then(|line| line.strip_suffix("**"));
        let headed =
            (1..=6).contains(&marks) && line[marks..].starts_with(' ') && !line[marks..].trim().is_empty();
        headed || bold.is_some_and(|line| line.contains(char::is_alphanumeric) && !line.contains('*'))
    });
    headings.take(2).count() == 2
}
