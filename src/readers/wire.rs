//! What a child that reads a file tells its parent, as JSON.

use serde::{Deserialize, Serialize};

use crate::model::{Block, BlockKind, Line, Location, Problem, ProblemCode, Reading};

#[derive(Serialize, Deserialize)]
enum Answer {
    Reading(WireReading),
    Problem(WireProblem),
}

#[derive(Serialize, Deserialize)]
struct WireReading {
    blocks: Vec<WireBlock>,
    url: Option<String>,
    title: Option<String>,
    published: Option<String>,
    encoding: Option<String>,
    problems: Vec<WireProblem>,
    lines: Vec<WireLine>,
}

#[derive(Serialize, Deserialize)]
struct WireLine {
    line: u32,
    page: Option<u32>,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct WireBlock {
    kind: WireKind,
    text: String,
    line: u32,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
enum WireKind {
    Heading(u8),
    Paragraph,
    BoldParagraph,
    ListItem,
    Quote,
    TableRow(Vec<String>),
    Footnote,
}

#[derive(Serialize, Deserialize)]
struct WireProblem {
    code: String,
    line: Option<u32>,
    message: String,
}

pub(super) fn to_bytes(answer: &Result<Reading, Problem>) -> Vec<u8> {
    let answer = match answer {
        Ok(reading) => Answer::Reading(WireReading {
            blocks: reading.blocks.iter().map(wire_block).collect(),
            url: reading.url.clone(),
            title: reading.title.clone(),
            published: reading.published.clone(),
            encoding: reading.encoding.map(str::to_owned),
            problems: reading.problems.iter().map(wire_problem).collect(),
            lines: reading.lines.iter().map(wire_line).collect(),
        }),
        Err(problem) => Answer::Problem(wire_problem(problem)),
    };
    serde_json::to_vec(&answer).expect("strings and numbers can always be written as JSON")
}

/// `None` for anything that is no answer.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<Result<Reading, Problem>> {
    Some(match serde_json::from_slice(bytes).ok()? {
        Answer::Problem(problem) => Err(read_problem(problem)?),
        Answer::Reading(reading) => Ok(Reading {
            blocks: reading.blocks.into_iter().map(read_block).collect(),
            url: reading.url,
            title: reading.title,
            published: reading.published,
            encoding: reading
                .encoding
                .and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()))
                .map(encoding_rs::Encoding::name),
            problems: reading.problems.into_iter().map(read_problem).collect::<Option<_>>()?,
            lines: reading.lines.into_iter().map(read_line).collect(),
        }),
    })
}

fn wire_problem(problem: &Problem) -> WireProblem {
    WireProblem {
        code: problem.code.code().to_owned(),
        line: problem.line,
        message: problem.message.to_string(),
    }
}

fn read_problem(problem: WireProblem) -> Option<Problem> {
    Some(Problem {
        code: ProblemCode::from_code(&problem.code)?,
        line: problem.line,
        message: problem.message.into(),
    })
}

fn wire_line(line: &Line) -> WireLine {
    WireLine { line: line.at.line, page: line.at.page, text: line.text.clone() }
}

fn read_line(line: WireLine) -> Line {
    Line { at: Location { line: line.line, page: line.page }, text: line.text }
}

fn wire_block(block: &Block) -> WireBlock {
    let kind = match &block.kind {
        BlockKind::Heading(level) => WireKind::Heading(*level),
        BlockKind::Paragraph => WireKind::Paragraph,
        BlockKind::BoldParagraph => WireKind::BoldParagraph,
        BlockKind::ListItem => WireKind::ListItem,
        BlockKind::Quote => WireKind::Quote,
        BlockKind::TableRow { cells } => WireKind::TableRow(cells.clone()),
        BlockKind::Footnote => WireKind::Footnote,
    };
    WireBlock { kind, text: block.text.clone(), line: block.at.line, page: block.at.page }
}

fn read_block(block: WireBlock) -> Block {
    let kind = match block.kind {
        WireKind::Heading(level) => BlockKind::Heading(level),
        WireKind::Paragraph => BlockKind::Paragraph,
        WireKind::BoldParagraph => BlockKind::BoldParagraph,
        WireKind::ListItem => BlockKind::ListItem,
        WireKind::Quote => BlockKind::Quote,
        WireKind::TableRow(cells) => BlockKind::TableRow { cells },
        WireKind::Footnote => BlockKind::Footnote,
    };
    Block { kind, text: block.text, at: Location { line: block.line, page: block.page } }
}
