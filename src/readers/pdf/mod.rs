//! PDF: positioned pieces of text to paragraphs. No library alone does it; the pieces come from
//! one (`items.rs`), the rest is here: lines, columns, running heads, paragraphs, parted words.

mod columns;
mod hyphens;
mod items;
mod lines;
mod paragraphs;
mod running;
mod tables;

use items::Item;
use lines::Line;

use super::blocks::Blocks;
use crate::model::{self, Block, BlockKind, Location, Problem, ProblemCode, Reading};

pub(super) fn read(bytes: &[u8]) -> Result<Reading, Problem> {
    let found = items::read(bytes)?;
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut turned: Vec<(u32, String)> = Vec::new();
    let mut rest = found.items.as_slice();
    while let Some(first) = rest.first() {
        let page = first.page;
        let end = rest.iter().position(|item| item.page != page).unwrap_or(rest.len());
        let (items, after) = rest.split_at(end);
        rest = after;
        let upright: Vec<&Item> = items.iter().filter(|item| item.upright).collect();
        pages.push(lines::of_page(page, &upright));
        let beside: Vec<&str> = items.iter().filter(|i| !i.upright).map(|i| i.text.as_str()).collect();
        if !beside.is_empty() {
            turned.push((page, beside.join(" ")));
        }
    }
    let body = lines::body_size(&pages);
    let heads = running::drop_running_lines(&mut pages, body);
    let mut blocks = Blocks::default();
    paragraphs::build(&pages, &mut blocks);
    let lines = pages.iter().flatten().map(|line| model::Line { at: line.at(), text: line.text() }).collect();
    add_turned(&turned, &mut blocks);
    let mut blocks = blocks.finish()?;
    blocks.splice(0..0, titles_of_heads(&heads, &blocks));
    if blocks.is_empty() && found.has_pictures {
        return Err(Problem::new(
            ProblemCode::ScannedPdf,
            None,
            "holds pictures of pages and no text; have its text recognised (OCR) and save it again",
        ));
    }
    let lost = blocks.iter().any(|block| block.text.contains('\u{FFFD}'));
    let problems = lost.then(|| {
        let message = "some characters have no meaning in its fonts and are lost; compare with the page";
        Problem::new(ProblemCode::DecodingLossy, None, message)
    });
    Ok(Reading { blocks, problems: problems.into_iter().collect(), lines, ..Reading::default() })
}

/// What a running head says and the text does not, once: some reports have their title nowhere else. Fewer
/// words are a mark of secrecy or a logo's.
fn titles_of_heads(heads: &[(u32, String)], blocks: &[Block]) -> Vec<Block> {
    let words =
        |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let said = |text: &str| blocks.iter().any(|block| block.text.contains(text));
    let mut found = Blocks::default();
    for (page, text) in heads.iter().filter(|(_, text)| words(text) >= 4 && !said(text.trim())) {
        found.push(BlockKind::Heading(6), text, Location { line: 1, page: Some(*page) });
    }
    found.finish().unwrap_or_default()
}

/// Text along the margin, once; a stamp on every page is no part of the report.
fn add_turned(turned: &[(u32, String)], blocks: &mut Blocks) {
    for (page, text) in turned {
        if turned.iter().filter(|(_, other)| other == text).count() == 1 {
            blocks.push(BlockKind::Paragraph, text, Location { line: 1, page: Some(*page) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::making::pdf::{LAYOUT, Layout, Line as Drawn, Look, document, report, scan};

    const WORDS: [&str; 8] = [
        "People told us that assessments were arranged quickly, although safeguarding enquiries took longer than staff expected them to take.",
        "Leaders understood the importance of co-production and described practical improvements.",
        "Unpaid carers experienced considerable difficulties because information about charging was complicated, and 92.96% of respondents wanted plain language.",
        "Occupational therapists reported that equipment could be delivered within two working days.",
        "Commissioners maintained a register of providers, which was reviewed every month with partners.",
        "Young people began preparing for adulthood at fourteen; families described late and complicated arrangements.",
        "“Everything was explained to me,” one person said, “and nobody hurried.”",
        "The transformation programme covered the years 2023-24 to 2026-27.",
    ];

    fn sample() -> Vec<(Look, &'static str)> {
        let mut paragraphs = vec![(Look::Title, "Saltmere Council: local authority assessment")];
        for statement in ["Assessing needs", "Safeguarding", "Learning, improvement and innovation", "Equity"]
        {
            paragraphs.push((Look::Heading, statement));
            paragraphs.push((Look::Label, "Score: 3"));
            paragraphs.push((Look::Text, "3 - Evidence shows a good standard"));
            paragraphs.extend(WORDS.iter().map(|words| (Look::Text, *words)));
            paragraphs.push((Look::Text, "The assessment team found:"));
            paragraphs.extend(WORDS.iter().take(4).map(|words| (Look::Item, *words)));
        }
        paragraphs
    }

    fn check(layout: Layout) {
        let paragraphs = sample();
        let reading = read(&report(&paragraphs, layout)).unwrap();
        let texts: Vec<&str> = reading.blocks.iter().map(|block| block.text.as_str()).collect();
        let wanted: Vec<&str> = paragraphs.iter().map(|(_, text)| *text).collect();
        assert_eq!(texts, wanted);
        for (block, (look, _)) in reading.blocks.iter().zip(&paragraphs) {
            let right = match look {
                Look::Title => block.kind == BlockKind::Heading(1),
                Look::Heading => block.kind == BlockKind::Heading(2),
                Look::Label => block.kind == BlockKind::BoldParagraph,
                Look::Text => block.kind == BlockKind::Paragraph,
                Look::Item => block.kind == BlockKind::ListItem,
            };
            assert!(right, "{look:?} became {:?}: {}", block.kind, block.text);
        }
        assert!(reading.blocks.iter().any(|block| block.at.page == Some(2)));
    }

    #[test]
    fn a_whole_report_comes_back_paragraph_by_paragraph() {
        check(LAYOUT);
        check(Layout { hyphens: false, chars: 72, ..LAYOUT });
    }

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        check(Layout { columns: 2, chars: 36, hyphens: false, ..LAYOUT });
    }

    #[test]
    fn a_title_over_both_columns_is_one_though_its_second_line_is_short() {
        let line =
            |x: f32, y: f32, size: f32, text: &str| Drawn { x, y, size, bold: false, text: text.to_owned() };
        let mut page = vec![
            line(60.0, 790.0, 18.0, "Saltmarsh Borough Council: local authority"),
            line(60.0, 768.0, 18.0, "assessment"),
        ];
        for n in 0..24 {
            let y = 730.0 - 14.0 * n as f32;
            page.push(line(60.0, y - 14.0, 10.0, "people were seen by the team within two days"));
            page.push(line(315.0, y, 10.0, "and most of them said that it had been prompt"));
        }
        let blocks = read(&document(&[page])).unwrap().blocks;
        assert_eq!(blocks[0].text, "Saltmarsh Borough Council: local authority assessment");
        assert_eq!(blocks[0].kind, BlockKind::Heading(1));
    }

    #[test]
    fn a_table_gives_its_rows_and_a_note_is_a_note() {
        let line =
            |x: f32, y: f32, size: f32, text: &str| Drawn { x, y, size, bold: false, text: text.to_owned() };
        let page = vec![
            line(70.0, 780.0, 10.0, "The scores of the nine statements are in the table below it."),
            line(70.0, 740.0, 10.0, "Statement"),
            line(320.0, 740.0, 10.0, "Score"),
            line(70.0, 725.0, 10.0, "Assessing needs"),
            line(320.0, 725.0, 10.0, "2"),
            line(70.0, 710.0, 10.0, "Safeguarding"),
            line(320.0, 710.0, 10.0, "3"),
            line(70.0, 100.0, 7.0, "1 Adult Social Care Survey."),
        ];
        let blocks = read(&document(&[page])).unwrap().blocks;
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(
            texts[1..],
            ["Statement | Score", "Assessing needs | 2", "Safeguarding | 3", "Adult Social Care Survey."]
        );
        assert_eq!(blocks[4].kind, BlockKind::Footnote);
    }

    fn drawn(y: f32, size: f32, text: &str) -> Drawn {
        Drawn { x: 70.0, y, size, bold: false, text: text.to_owned() }
    }

    fn texts(pages: &[Vec<Drawn>]) -> Vec<String> {
        read(&document(pages)).unwrap().blocks.into_iter().map(|block| block.text).collect()
    }

    /// A page's text from `y` down, no two pages alike.
    fn body(page: usize, y: f32) -> Vec<Drawn> {
        (0..20)
            .map(|n| {
                let gap = n as f32 * 13.0 + (n / 4) as f32 * 9.0;
                let stop = if n % 4 == 3 { "." } else { "" };
                drawn(
                    y - gap,
                    10.0,
                    &format!("{} was told of ward {page} by the people there{stop}", WARDS[n]),
                )
            })
            .collect()
    }

    const WARDS: [&str; 20] = [
        "Abbey", "Beech", "Cedar", "Dell", "Elm", "Fern", "Grove", "Heath", "Ivy", "Juniper", "Knoll",
        "Larch", "Moor", "North", "Orchard", "Park", "Quay", "Rowan", "South", "Thorn",
    ];

    fn with(mut page: Vec<Drawn>, lines: &[(f32, f32, &str)]) -> Vec<Drawn> {
        page.splice(0..0, lines.iter().map(|(y, size, text)| drawn(*y, *size, text)));
        page
    }

    fn count(texts: &[String], wanted: &str) -> usize {
        texts.iter().filter(|text| *text == wanted).count()
    }

    #[test]
    fn what_each_page_of_a_report_begins_with_is_no_running_head() {
        // A page a statement, its score at one height under its name.
        let scored = |score: [&'static str; 6]| -> Vec<Vec<Drawn>> {
            let lines = |n: usize| {
                let (score, name) = (score[n], WARDS[n]);
                with(
                    body(n, 660.0),
                    &[(810.0, 8.0, "Saltmere Council | Report"), (760.0, 14.0, name), (735.0, 10.0, score)],
                )
            };
            (0..6).map(|n| with(lines(n), &[(705.0, 10.0, "What people expect")])).collect()
        };
        for score in
            [["Score: 2", "Score: 3", "Score: 2", "Score: 2", "Score: 4", "Score: 3"], ["Score: 3"; 6]]
        {
            let found = texts(&scored(score));
            assert_eq!(found.iter().filter(|text| text.starts_with("Score: ")).count(), 6, "{found:?}");
            assert_eq!(count(&found, "What people expect"), 6);
            assert_eq!(count(&found, "Saltmere Council | Report"), 0);
        }
        // Scores above the names, with no other head.
        let above: Vec<Vec<Drawn>> = (0..4)
            .map(|n| {
                with(
                    body(n, 690.0),
                    &[(760.0, 10.0, ["Score: 3", "Score: 2"][n % 2]), (730.0, 14.0, WARDS[n])],
                )
            })
            .collect();
        let found = texts(&above);
        assert_eq!(found.iter().filter(|text| text.starts_with("Score: ")).count(), 4, "{found:?}");
    }

    #[test]
    fn a_heading_at_the_top_of_every_second_page_stays() {
        let pages: Vec<Vec<Drawn>> = (0..8)
            .map(|n| match n % 2 {
                0 => with(body(n, 730.0), &[(760.0, 14.0, WARDS[n])]),
                _ => with(body(n, 725.0), &[(760.0, 10.0, "Key findings for this quality statement")]),
            })
            .collect();
        assert_eq!(count(&texts(&pages), "Key findings for this quality statement"), 4);
    }

    #[test]
    fn titles_of_two_councils_pages_stay_with_their_pages() {
        let pages: Vec<Vec<Drawn>> = (0..8)
            .map(|n| {
                let title = [
                    "Saltmere Council: local authority assessment",
                    "Ashmere Council: local authority assessment",
                ][n / 4];
                with(body(n, 690.0), &[(780.0, 18.0, title), (740.0, 14.0, WARDS[n])])
            })
            .collect();
        assert_eq!(count(&texts(&pages), "Saltmere Council: local authority assessment"), 4);
        assert_eq!(count(&texts(&pages), "Ashmere Council: local authority assessment"), 4);
    }

    #[test]
    fn what_a_table_begins_with_on_each_page_stays() {
        let row = |y: f32, name: &str, score: &str| {
            let cell = |x: f32, text: &str| Drawn { x, ..drawn(y, 10.0, text) };
            [cell(70.0, name), cell(320.0, score)]
        };
        let pages: Vec<Vec<Drawn>> = (0..4)
            .map(|n| {
                let mut page: Vec<Drawn> = row(760.0, "Quality statement", "Score").to_vec();
                (0..6).for_each(|k| page.extend(row(740.0 - 20.0 * k as f32, WARDS[(n * 5 + k) % 20], "3")));
                page
            })
            .collect();
        let found = texts(&pages);
        assert_eq!(count(&found, "Quality statement | Score"), 4, "{found:?}");
    }

    #[test]
    fn heads_and_feet_apart_from_the_text_go() {
        let (head, foot) = ("Saltmere Council, adult social care", "Assessment of March 2025");
        for (pages, size) in [(2, 8.0), (2, 10.0), (3, 10.0), (7, 10.0), (7, 8.0)] {
            let pages: Vec<Vec<Drawn>> = (0..pages)
                .map(|n| with(body(n, 750.0), &[(800.0, size, head), (50.0, size, foot)]))
                .collect();
            let found = texts(&pages);
            // Once in front, for its name.
            assert_eq!(count(&found, head), 1, "{} pages, {size}", pages.len());
            assert_eq!(count(&found, foot), 0, "{} pages, {size}", pages.len());
        }
        // The first page has a title at that height; left and right pages differ; a head of two lines.
        let pages: Vec<Vec<Drawn>> = (0..7)
            .map(|n| match n {
                0 => with(body(n, 700.0), &[(800.0, 18.0, "Saltmere Council: local authority assessment")]),
                n if n % 2 == 0 => {
                    with(body(n, 750.0), &[(800.0, 10.0, "Saltmere"), (787.0, 10.0, "Council")])
                }
                n => with(body(n, 750.0), &[(800.0, 10.0, "Adult social care"), (787.0, 10.0, "Report")]),
            })
            .collect();
        let found = texts(&pages);
        for head in [
            "Saltmere",
            "Council",
            "Report",
            "Adult social care",
            "Saltmere Council",
            "Adult social care Report",
        ] {
            assert_eq!(count(&found, head), 0, "{head}");
        }
        assert_eq!(count(&found, "Saltmere Council: local authority assessment"), 1);
    }

    #[test]
    fn a_line_may_begin_with_the_end_of_a_range() {
        let page = vec![
            drawn(760.0, 10.0, "This was set out in the plan of the council for the years 2024-"),
            drawn(747.0, 10.0, "25. Staff had been told of it, and most of them had read it too"),
            drawn(734.0, 10.0, "by the time of the visit in the spring."),
        ];
        assert_eq!(texts(&[page]).len(), 1);
    }

    #[test]
    fn headings_below_one_another_are_two() {
        let page = |n: usize| {
            let theme = format!("{} and the people who live in it", WARDS[n + 4]);
            with(body(n, 700.0), &[(760.0, 16.0, &theme), (728.0, 16.0, WARDS[n])])
        };
        let found = texts(&(0..4).map(page).collect::<Vec<_>>());
        assert_eq!(count(&found, "Abbey"), 1, "{found:?}");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let code = |bytes: &[u8]| read(bytes).unwrap_err().code.code();
        assert_eq!(code(&scan()), "scanned-pdf");
        assert_eq!(code(b"%PDF-1.7\nnothing more"), "unreadable");
        let whole = report(&sample(), LAYOUT);
        for share in [3, 5, 9] {
            // Cut short, it is read as far as it goes or named; it never panics.
            let _ = read(&whole[..whole.len() * share / 10]);
        }
    }
}
