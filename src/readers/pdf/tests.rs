//! Pages drawn line by line, and what they are read as.

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
    for statement in ["Assessing needs", "Safeguarding", "Learning, improvement and innovation", "Equity"] {
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
fn a_label_in_the_letters_of_the_title_above_it_is_no_part_of_it() {
    let line =
        |x: f32, y: f32, size: f32, text: &str| Drawn { x, y, size, bold: false, text: text.to_owned() };
    let text = |page: &mut Vec<Drawn>| {
        for n in 0..12 {
            let said = "people were seen by the team within two days of their call, and most were glad of it";
            page.push(line(70.0, 690.0 - 15.0 * n as f32, 10.0, said));
        }
    };
    let mut broken = vec![
        line(100.0, 780.0, 18.0, "Royal Borough of Hallowmere: local authority"),
        line(250.0, 758.0, 18.0, "assessment"),
        line(70.0, 731.0, 18.0, "Equity in experience and outcomes"),
    ];
    text(&mut broken);
    let mut whole = vec![
        line(140.0, 760.0, 18.0, "Hallowmere: local authority assessment"),
        line(70.0, 735.0, 18.0, "Equity in experience and outcomes"),
    ];
    text(&mut whole);
    for (page, title) in [
        (broken, "Royal Borough of Hallowmere: local authority assessment"),
        (whole, "Hallowmere: local authority assessment"),
    ] {
        let blocks = read(&document(&[page])).unwrap().blocks;
        let heads: Vec<&str> = blocks.iter().take(2).map(|block| block.text.as_str()).collect();
        assert_eq!(heads, [title, "Equity in experience and outcomes"]);
    }
}

#[test]
fn a_line_that_leads_on_is_gone_on_with_though_a_figure_would_have_fitted() {
    let line = |y: f32, text: &str| Drawn { x: 60.0, y, size: 10.0, bold: false, text: text.to_owned() };
    let mut page = Vec::new();
    for n in 0..8 {
        let y = 760.0 - 40.0 * n as f32;
        page.push(line(y, "1. People were seen by the team within two days of it and"));
        page.push(line(y - 12.0, "most of them said that it had been prompt."));
    }
    page.push(line(400.0, "1. notes the report of the visit and also the score of"));
    page.push(line(388.0, "2 given for reviews;"));
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert_eq!(
        blocks.last().unwrap().text,
        "notes the report of the visit and also the score of 2 given for reviews;"
    );
}

#[test]
fn a_short_heading_over_both_columns_parts_what_stands_above_it_from_what_stands_below() {
    let line =
        |x: f32, y: f32, size: f32, text: &str| Drawn { x, y, size, bold: false, text: text.to_owned() };
    let mut page = vec![
        line(60.0, 600.0, 16.0, "Theme 4: Leadership"),
        line(60.0, 570.0, 16.0, "Governance, management and sustainability"),
    ];
    for n in 0..8 {
        let y = 14.0 * n as f32;
        for (top, left, right) in [
            (
                760.0,
                "people were seen by the team within two days",
                "and most of them said that it was prompt",
            ),
            (
                530.0,
                "leaders knew what was said and wrote it down",
                "and members read it out at their meeting",
            ),
        ] {
            page.push(line(60.0, top - y, 10.0, left));
            page.push(line(315.0, top - y - 13.0, 10.0, right));
        }
    }
    let blocks = read(&document(&[page])).unwrap().blocks;
    let at = |text: &str| blocks.iter().position(|block| block.text.contains(text)).unwrap();
    assert!(at("most of them") < at("Theme 4"), "{blocks:?}");
    assert!(at("Governance") < at("leaders knew"), "{blocks:?}");
}

#[test]
fn a_quotation_in_large_letters_is_none_of_the_headings_and_goes_on_in_the_next_column() {
    let line =
        |x: f32, y: f32, size: f32, text: &str| Drawn { x, y, size, bold: false, text: text.to_owned() };
    let (first, second) = ("\u{201c}I care for sixty hours", "a week, and sleep.\u{201d} \u{2013} Ann, 54");
    let mut page = vec![line(60.0, 760.0, 18.0, "Left waiting")];
    for n in 0..10 {
        let y = 730.0 - 14.0 * n as f32;
        page.push(line(60.0, y, 10.0, "people were seen by the team within"));
        page.push(line(315.0, y - 40.0, 10.0, "and most of them said that it was"));
    }
    page.push(line(60.0, 570.0, 13.0, first));
    page.push(line(315.0, 730.0, 13.0, second));
    let blocks = read(&document(&[page])).unwrap().blocks;
    let quoted =
        blocks.iter().find(|block| block.kind == BlockKind::Quote).unwrap_or_else(|| panic!("{blocks:#?}"));
    assert_eq!(quoted.text, format!("{first} {second}"), "{blocks:?}");
}

#[test]
fn headings_below_one_another_are_two_where_they_stand_wider_than_lines_of_one_or_differ_in_size() {
    let line =
        |y: f32, size: f32, text: &str| Drawn { x: 60.0, y, size, bold: size > 10.0, text: text.to_owned() };
    let mut page = Vec::new();
    for (n, second) in
        ["Governance of services", "Oversight of spending", "Partners of the council"].iter().enumerate()
    {
        let y = 760.0 - 120.0 * n as f32;
        page.push(line(y, 12.0, "Key findings that the team wrote down for this statement of quality"));
        page.push(if n == 1 { line(y - 16.0, 11.5, second) } else { line(y - 21.0, 12.0, second) });
        for k in 0..4 {
            let said = "people were seen by the team within two days of their call, and most were glad";
            page.push(line(y - 45.0 - 14.0 * k as f32, 10.0, said));
        }
    }
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert_eq!(
        [1, 4].map(|at| blocks[at].text.as_str()),
        ["Governance of services", "Oversight of spending"]
    );
}

#[test]
fn what_full_lines_do_inside_the_pages_they_do_at_the_foot_of_one() {
    let line = |y: f32, text: &str| Drawn { x: 70.0, y, size: 10.0, bold: false, text: text.to_owned() };
    let teams =
        ["oak", "maple", "ash", "birch", "yew", "hazel", "fox", "robin", "hen", "finch", "cod", "trout"];
    let page = |number: usize, room: f32| -> Vec<Drawn> {
        let two = |n: usize| {
            let (y, team) = (780.0 - (26.0 + room) * n as f32, teams[6 * number + n]);
            [
                line(
                    y,
                    &format!("People told us that team {team} had answered most of their calls and that"),
                ),
                line(
                    y - 13.0,
                    &format!("nobody in {team} had to wait, which members heard with great pleasure."),
                ),
            ]
        };
        (0..6).flat_map(two).collect()
    };
    // Of paragraphs that stand apart none goes on over the page; of one that fills it nothing else is known.
    for (room, expected) in [(9.0, 12), (0.0, 1)] {
        assert_eq!(
            read(&document(&[page(0, room), page(1, room)])).unwrap().blocks.len(),
            expected,
            "{room}"
        );
    }
}

#[test]
fn a_full_line_of_a_page_with_few_lines_goes_on_after_a_stop() {
    let line = |y: f32, text: &str| Drawn { x: 70.0, y, size: 10.0, bold: false, text: text.to_owned() };
    let page = vec![
        line(760.0, "This paper tells members what was found, and asks them for their view of the"),
        line(747.0, "plan that follows from it."),
        line(725.0, "The council was given a score for how needs are assessed. The report put it so:"),
        line(712.0, "“Shortfalls were seen” in the time that people wait."),
        line(690.0, "Members thanked the staff."),
    ];
    let blocks = read(&document(&[page])).unwrap().blocks;
    let ends: Vec<&str> = blocks.iter().map(|b| b.text.rsplit(' ').next().unwrap_or_default()).collect();
    assert_eq!(ends, ["it.", "wait.", "staff."]);
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

#[test]
fn the_raised_number_of_a_note_stands_in_its_line_and_a_heading_on_the_next_page_apart() {
    let line =
        |x: f32, y: f32, size: f32, text: &str| Drawn { x, y, size, bold: false, text: text.to_owned() };
    let first = vec![
        line(70.0, 780.0, 10.0, "Staff told us that they had seen what members of the board wrote and that"),
        line(
            70.0,
            767.0,
            10.0,
            "they had an answer to it within a week, which the leaders thought was good,",
        ),
        line(70.0, 754.0, 10.0, "and that people who had waited longest knew whom they were to ring then."),
        line(70.0, 104.0, 5.0, "1"),
        line(72.5, 100.0, 8.0, "A survey of 2024, to which a third"),
        line(70.0, 90.0, 8.0, "replied."),
    ];
    let second = vec![
        line(70.0, 780.0, 10.0, "Ensuring quality of services"),
        line(70.0, 757.0, 10.0, "People knew."),
    ];
    let blocks = read(&document(&[first, second])).unwrap().blocks;
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    assert!(texts[0].ends_with("to ring then."), "{texts:?}");
    assert!(texts.contains(&"A survey of 2024, to which a third replied."), "{texts:?}");
    assert!(texts.contains(&"Ensuring quality of services"), "{texts:?}");
    assert_eq!(texts.len(), 4);
}

#[test]
fn among_paragraphs_that_stand_apart_a_line_that_is_nearly_full_goes_on_after_a_stop() {
    let line = |y: f32, text: &str| Drawn { x: 70.0, y, size: 10.0, bold: false, text: text.to_owned() };
    let teams = ["oak", "maple", "ash", "birch", "yew", "hazel", "fox", "robin", "hen", "finch"];
    let page: Vec<Drawn> = (0..10)
        .flat_map(|n| {
            let (y, team) = (780.0 - 60.0 * n as f32, teams[n]);
            [
                line(
                    y,
                    &format!("People told us that team {team} had answered most of their calls, and that"),
                ),
                line(
                    y - 13.0,
                    &format!("nobody in {team} had to wait, which all the members heard with joy."),
                ),
                line(y - 26.0, &format!("We saw {team} at work.")),
            ]
        })
        .collect();
    assert_eq!(read(&document(&[page])).unwrap().blocks.len(), 10);
}

#[test]
fn where_first_lines_are_set_in_a_full_line_above_one_ends_its_paragraph() {
    let line = |x: f32, y: f32, text: &str| Drawn { x, y, size: 10.0, bold: false, text: text.to_owned() };
    let teams = ["oak", "maple", "ash", "birch", "yew", "hazel", "fox", "robin"];
    let mut page: Vec<Drawn> = Vec::new();
    for (n, team) in teams.iter().enumerate() {
        let y = 780.0 - 39.0 * n as f32;
        page.push(line(
            84.0,
            y,
            &format!("People told us that team {team} had answered most of their calls and"),
        ));
        page.push(line(
            70.0,
            y - 13.0,
            &format!("that nobody in {team} had to wait, which members heard at their meeting with joy."),
        ));
        page.push(line(
            84.0,
            y - 26.0,
            &format!("When people of {team} move between two services they all have a plan."),
        ));
    }
    assert_eq!(read(&document(&[page])).unwrap().blocks.len(), 2 * teams.len());
}

#[test]
fn in_a_tagged_file_items_of_a_list_stay_apart_though_none_has_a_bullet_or_a_stop() {
    let tagged = |y: f32, tag: i64, text: &str| Item { tag: Some(tag), ..items::piece(70.0, y, text) };
    let paragraphs = (0..10).flat_map(|n| {
        let (y, tag) = (790.0 - 50.0 * n as f32, n);
        [
            tagged(y, tag, "People told us that they had been seen within a week of the call and that they"),
            tagged(
                y - 13.0,
                tag,
                "knew whom they were to ring. Letters from the council had come later, and were",
            ),
            tagged(y - 26.0, tag, "hard to read."),
        ]
    });
    // So many that they are a quarter of all lines that seem to run on.
    let listed = [
        "a forum of people who have used it, paid for all their time",
        "interpreters who were booked on the same day",
        "letters that can be read",
        "a telephone that is answered",
        "visits to people who cannot come",
        "news of what was done with it",
        "seats for carers on the board",
        "a summary for children",
    ];
    let places = (0_u8..).zip(listed);
    let listed = places.map(|(n, text)| tagged(270.0 - 13.0 * f32::from(n), 20 + i64::from(n), text));
    let found: Vec<Item> = paragraphs.chain(listed).collect();
    let lines = lines::of_page(1, &found.iter().collect::<Vec<_>>());
    let mut blocks = Blocks::default();
    paragraphs::build(&[lines], &mut blocks);
    assert_eq!(blocks.finish().unwrap().len(), 10 + 8);
}

#[test]
fn a_table_goes_on_over_the_page_from_its_head_alone() {
    let line = |x: f32, y: f32, text: &str| Drawn { x, y, size: 10.0, bold: false, text: text.to_owned() };
    let first = vec![
        line(70.0, 130.0, "What we measured is told below, for each of the last years that are known."),
        line(70.0, 100.0, "Measure"),
        line(250.0, 100.0, "Here"),
        line(350.0, 100.0, "England"),
    ];
    let second = vec![
        line(70.0, 780.0, "People who were"),
        line(70.0, 768.0, "reviewed"),
        line(250.0, 768.0, "65%"),
        line(350.0, 768.0, "59%"),
        line(70.0, 746.0, "At home"),
        line(250.0, 746.0, "81%"),
        line(350.0, 746.0, "83%"),
        line(70.0, 700.0, "Staff told us that they knew of it."),
    ];
    let blocks = read(&document(&[first, second])).unwrap().blocks;
    let texts: Vec<&str> = blocks.iter().skip(1).map(|block| block.text.as_str()).collect();
    let rows = ["Measure | Here | England", "People who were reviewed | 65% | 59%", "At home | 81% | 83%"];
    assert_eq!(texts[..3], rows);
    assert_eq!(texts[3..], ["Staff told us that they knew of it."]);
}

#[test]
fn items_whose_bullets_are_no_characters_are_parted() {
    let line = |x: f32, y: f32, text: &str| Drawn { x, y, size: 10.0, bold: false, text: text.to_owned() };
    let text = [
        "People told us that they had waited for long and that nobody had told them",
        "when they would be seen. Staff knew of it and said that the list was read",
        "out each morning by the manager on duty, who wrote down what was done and",
        "by whom. The plan had these aims:",
    ];
    let mut page: Vec<Drawn> =
        text.iter().enumerate().map(|(n, text)| line(70.0, 760.0 - 13.0 * n as f32, text)).collect();
    let items =
        ["a named worker from the first day", "letters in large print", "an answer by the end of the week"];
    page.extend(items.iter().enumerate().map(|(n, text)| line(90.0, 700.0 - 13.0 * n as f32, text)));
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert_eq!(blocks[1..].iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), items);
    assert!(blocks[1..].iter().all(|block| block.kind == BlockKind::ListItem));
}

#[test]
fn a_longer_item_without_bullet_and_stop_ends_where_its_line_is_not_full() {
    let line = |x: f32, y: f32, text: &str| Drawn { x, y, size: 10.0, bold: false, text: text.to_owned() };
    let text = [
        "People told us that they had waited for long and that nobody had told them when they would be",
        "seen. Staff knew of it and said that the list was read out each morning by the manager who was on",
        "duty, who wrote down what was done and by whom. The plan had these aims:",
    ];
    let mut page: Vec<Drawn> =
        text.iter().enumerate().map(|(n, text)| line(70.0, 760.0 - 13.0 * n as f32, text)).collect();
    let items = [
        "a named worker",
        "an answer within the week, in the words that people had used",
        "no case closed unasked",
    ];
    page.extend(items.iter().enumerate().map(|(n, text)| line(90.0, 715.0 - 13.0 * n as f32, text)));
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert_eq!(blocks[1..].iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), items);
}

#[test]
fn what_begins_left_of_where_an_item_hangs_is_no_part_of_it_and_a_figure_may_begin_a_line() {
    let line = |x: f32, y: f32, text: &str| Drawn { x, y, size: 10.0, bold: false, text: text.to_owned() };
    let lines = [
        (70.0, "People told us that they had waited for long, and that the list for"),
        (70.0, "those who wanted some equipment at home had been cut from 860 to"),
        (70.0, "490. Nobody had told them when they would be seen, or by whom, and"),
        (70.0, "most had rung up in vain. They named two things that they wanted:"),
        (70.0, "- letters that say how long it is"),
        (70.0, "- an end to the practice of moving cases on the last day of each"),
        (78.0, "month to a team of which nobody had heard or that had no number,"),
        (78.0, "which upset them"),
        (70.0, "Leaders said that the practice had ended, but could not show us how"),
        (70.0, "the teams had been told of it."),
    ];
    let page: Vec<Drawn> =
        lines.iter().enumerate().map(|(n, (x, text))| line(*x, 760.0 - 13.0 * n as f32, text)).collect();
    let blocks = read(&document(&[page])).unwrap().blocks;
    let ends: Vec<&str> = blocks.iter().map(|b| b.text.rsplit(' ').next().unwrap()).collect();
    assert_eq!(ends, ["wanted:", "is", "them", "it."], "{blocks:?}");
}

#[test]
fn below_its_lead_in_a_full_line_that_ends_a_sentence_ends_an_item() {
    let line = |x: f32, y: f32, text: &str| Drawn { x, y, size: 10.0, bold: false, text: text.to_owned() };
    let text = [
        "People told us that they had waited for long and that nobody had told them when",
        "they would be seen. Staff knew of it and said that the list was read out to all",
        "of them each morning. We found:",
    ];
    let items = [
        "Letters were short.",
        "The same worker came back.",
        "Staff said that a manager could be reached by them also at the end of a week.",
        "Everyone knew whom to ring.",
    ];
    let mut page: Vec<Drawn> =
        text.iter().enumerate().map(|(n, text)| line(70.0, 760.0 - 13.0 * n as f32, text)).collect();
    page.extend(items.iter().enumerate().map(|(n, text)| line(82.0, 720.0 - 13.0 * n as f32, text)));
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert_eq!(blocks[1..].iter().map(|block| block.text.as_str()).collect::<Vec<_>>(), items);
}

#[test]
fn a_bullet_that_stands_lower_than_its_text_is_a_bullet_of_that_line() {
    let line = |x: f32, y: f32, text: &str| Drawn { x, y, size: 9.0, bold: false, text: text.to_owned() };
    let page = vec![
        line(70.0, 757.0, "\u{2022}"),
        line(88.0, 760.0, "staff who list the places that are free within 30"),
        line(88.0, 749.0, "miles of the home"),
        line(70.0, 731.0, "\u{2022}"),
        line(88.0, 734.0, "a call to each of the families"),
    ];
    let blocks = read(&document(&[page])).unwrap().blocks;
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "staff who list the places that are free within 30 miles of the home",
            "a call to each of the families"
        ]
    );
}

#[test]
fn text_of_fonts_without_a_meaning_is_named() {
    let shifted = |text: &str| -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphabetic() { char::from(b - 29) } else { char::from(b) })
            .collect()
    };
    let codes = |drawn: &dyn Fn(&str) -> String| -> Vec<&str> {
        let lines = WORDS.iter().map(|text| drawn(text)).collect::<Vec<String>>();
        let paragraphs: Vec<(Look, &str)> = lines.iter().map(|text| (Look::Text, text.as_str())).collect();
        let reading = read(&report(&paragraphs, LAYOUT)).unwrap();
        reading.problems.iter().map(|problem| problem.code.code()).collect()
    };
    assert_eq!(codes(&shifted), ["decoding-lossy"]);
    assert!(codes(&str::to_owned).is_empty());
    let block =
        |text: &str| Block { kind: BlockKind::Paragraph, text: text.repeat(20), at: Location::default() };
    assert!(no_words(&[block("❲❡ ❤❛✈❡ ❝❧❡❛ ❧✐♥❡ ")]).is_some());
    assert!(no_words(&[block("✓ People were seen within days. ")]).is_none());
}

#[test]
fn a_page_that_holds_too_much_is_named() {
    let page = |lines: usize| {
        vec![Drawn { x: 70.0, y: 700.0, size: 10.0, bold: false, text: "Words.".to_owned() }; lines]
    };
    let huge = page(210_000);
    let problem = read(&document(std::slice::from_ref(&huge))).unwrap_err();
    assert_eq!(problem.code.code(), "too-large");
    let reading = read(&document(&[huge, page(1)])).unwrap();
    assert_eq!(reading.blocks.len(), 1);
    assert!(reading.problems[0].message.contains("page 1"), "{:?}", reading.problems);
}

#[test]
fn a_page_whose_content_is_missing_is_named() {
    let page = |text: &str| vec![Drawn { x: 70.0, y: 700.0, size: 10.0, bold: false, text: text.to_owned() }];
    let whole = document(&[page("First words."), page("Second words.")]);
    let key = b"/Contents ";
    let last = memchr::memmem::rfind(&whole, key).expect("each page has its content") + key.len();
    let digits = whole[last..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut broken = whole.clone();
    broken[last..last + digits].fill(b'9');
    let reading = read(&broken).unwrap();
    assert_eq!(reading.blocks.len(), 1);
    let said: Vec<&str> = reading.problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(said, ["a page is damaged, and its words are missing (page 2); print it to a new PDF"]);
    assert!(read(&whole).unwrap().problems.is_empty());
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
