//! The promise that nothing is lost, for each format: every visible word of a report is in exactly
//! one block, compared with what another hand takes from the same bytes.

mod docx_walk;
mod markdown_marks;
mod pdf_pages;

use super::{
    making::{
        docx,
        pdf::{self, LAYOUT, Look},
    },
    read,
};
use crate::model::Format;

const PARAGRAPHS: [&str; 6] = [
    "Assessing needs",
    "People told us that assessments were arranged quickly, and that letters were short.",
    "“Nobody hurried,” one person’s daughter said; 92.96% of those asked agreed – in 2023-24.",
    "Leaders understood the importance of co-production and described practical improvements to it.",
    "Unpaid carers could not get respite in an emergency, although a well-kept register of providers existed.",
    "The transformation programme had begun in the autumn, with 17 workers, and a budget of 15 million.",
];

/// Words in order, with nothing but letters and digits in them.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn read_words(format: Format, bytes: &[u8]) -> Vec<String> {
    read(format, bytes).unwrap().blocks.iter().flat_map(|block| words(&block.text)).collect()
}

/// Every word as often as the other hand took it: nothing lost, nothing twice. Words of these fixtures
/// are unlike each other, so that one in a wrong block is seen too.
fn assert_same(format: Format, bytes: &[u8], wanted: &[String]) {
    let mut left: Vec<&String> = wanted.iter().collect();
    let mut twice = Vec::new();
    let read = read_words(format, bytes);
    for word in &read {
        match left.iter().position(|other| *other == word) {
            Some(at) => drop(left.remove(at)),
            None => twice.push(word),
        }
    }
    assert!(left.is_empty() && twice.is_empty(), "lost: {left:?}; more than once or not wanted: {twice:?}");
}

/// Words that no other call has given, for a part of a fixture.
fn fresh(part: &str, count: usize) -> String {
    (1..=count).map(|n| format!("{part}{n}")).collect::<Vec<_>>().join(" ")
}

fn wanted(times: usize) -> Vec<String> {
    PARAGRAPHS.iter().cycle().take(PARAGRAPHS.len() * times).flat_map(|text| words(text)).collect()
}

#[test]
fn plain_text_in_every_layout_keeps_its_words() {
    let tight = PARAGRAPHS.join("\n");
    let apart = PARAGRAPHS.join("\r\n\r\n");
    let bulleted: String = PARAGRAPHS.iter().map(|text| format!("•\t{text}\n")).collect();
    for text in [tight, apart, bulleted] {
        assert_eq!(read_words(Format::Text, text.as_bytes()), wanted(1));
    }
}

#[test]
fn markdown_keeps_its_words() {
    let markdown = format!(
        "# {}\n\n- {}\n- {}\n\n> {}\n\n| {} | {} |\n|---|---|\n",
        PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2], PARAGRAPHS[3], PARAGRAPHS[4], PARAGRAPHS[5]
    );
    assert_eq!(read_words(Format::Markdown, markdown.as_bytes()), wanted(1));
}

#[test]
fn a_page_keeps_the_words_that_another_parser_finds_in_its_report() {
    let around = "<nav><a href='/x'>Menu words</a></nav>";
    let report: String = PARAGRAPHS
        .iter()
        .enumerate()
        .map(|(index, text)| match index {
            0 => format!("<h1>{text}</h1>"),
            1 => format!("<div><span>{text}</span></div>loose words"),
            2 => format!("<ul><li>{text}<ul><li>inner item</li></ul></li></ul>"),
            3 => format!("<table><tr><th>Area</th><td>{text}</td></tr></table>"),
            4 => format!("<blockquote>{text}</blockquote>"),
            _ => format!("<p>{text} <b>bold</b> <a href='#x'>linked</a></p>"),
        })
        .collect();
    let html =
        format!("<html><body>{around}<main>{report}</main><footer>Licence words</footer></body></html>");
    let page = scraper::Html::parse_document(&html);
    let main = scraper::Selector::parse("main").unwrap();
    let text: Vec<&str> = page.select(&main).next().unwrap().text().collect();
    assert_eq!(read_words(Format::Html, html.as_bytes()), words(&text.join(" ")));
}

#[test]
fn a_word_document_keeps_its_words() {
    let body: String = PARAGRAPHS.iter().map(|text| docx::paragraph("", text)).collect();
    let body =
        format!("{body}{}", docx::table(&[&[PARAGRAPHS[0], PARAGRAPHS[1]], &[PARAGRAPHS[2], PARAGRAPHS[3]]]));
    let mut all = wanted(1);
    all.extend(PARAGRAPHS[..4].iter().flat_map(|text| words(text)));
    assert_eq!(read_words(Format::Docx, &docx::document(&body)), all);
}

#[test]
fn a_pdf_keeps_its_words_and_adds_no_head_or_foot() {
    let paragraphs: Vec<(Look, &str)> =
        PARAGRAPHS.iter().cycle().take(PARAGRAPHS.len() * 12).map(|text| (Look::Text, *text)).collect();
    assert_eq!(read_words(Format::Pdf, &pdf::report(&paragraphs, LAYOUT)), wanted(12));
}
