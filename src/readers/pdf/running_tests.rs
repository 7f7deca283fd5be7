//! What stands at the top and foot of pages, and where lines belong, in whole documents.

use super::read;
use crate::model::BlockKind;
use crate::readers::making::pdf::{Line as Drawn, document};

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
            drawn(y - gap, 10.0, &format!("{} was told of ward {page} by the people there{stop}", WARDS[n]))
        })
        .collect()
}

const WARDS: [&str; 20] = [
    "Abbey", "Beech", "Cedar", "Dell", "Elm", "Fern", "Grove", "Heath", "Ivy", "Juniper", "Knoll", "Larch",
    "Moor", "North", "Orchard", "Park", "Quay", "Rowan", "South", "Thorn",
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
    for score in [["Score: 2", "Score: 3", "Score: 2", "Score: 2", "Score: 4", "Score: 3"], ["Score: 3"; 6]] {
        let found = texts(&scored(score));
        assert_eq!(found.iter().filter(|text| text.starts_with("Score: ")).count(), 6, "{found:?}");
        assert_eq!(count(&found, "What people expect"), 6);
        assert_eq!(count(&found, "Saltmere Council | Report"), 0);
    }
    // Scores above the names, with no other head.
    let above: Vec<Vec<Drawn>> = (0..4)
        .map(|n| {
            with(body(n, 690.0), &[(760.0, 10.0, ["Score: 3", "Score: 2"][n % 2]), (730.0, 14.0, WARDS[n])])
        })
        .collect();
    let found = texts(&above);
    assert_eq!(found.iter().filter(|text| text.starts_with("Score: ")).count(), 4, "{found:?}");
}

#[test]
fn small_print_above_an_only_page_is_a_heading_and_no_paragraph() {
    let page = with(body(0, 690.0), &[(815.0, 8.0, "Wards report"), (760.0, 18.0, "Saltmere Council")]);
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert_eq!(blocks[0].text, "Wards report");
    assert!(matches!(blocks[0].kind, BlockKind::Heading(_)));
    assert_eq!(blocks[1].text, "Saltmere Council");
}

#[test]
fn an_only_page_has_its_head_at_both_sides_and_marks_at_its_foot() {
    let mut page = with(body(0, 690.0), &[(815.0, 10.0, "Saltmere Council"), (760.0, 18.0, "Safeguarding")]);
    page.insert(1, Drawn { x: 480.0, ..drawn(815.0, 10.0, "Assessment") });
    page.push(drawn(30.0, 8.0, "OFFICIAL"));
    page.push(Drawn { x: 300.0, ..drawn(30.0, 8.0, "1") });
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert_eq!(blocks[0].text, "Saltmere Council Assessment");
    assert!(matches!(blocks[0].kind, BlockKind::Heading(_)));
    assert!(!blocks.iter().any(|block| block.text.contains("OFFICIAL")), "{blocks:?}");
    for (foot, stays) in [
        ("Saltmere Council \u{2013} report 1", 0),
        ("Ward Page 1 of 1", 0),
        ("wards.example.org/2025/ward Page 1", 0),
        ("See ward 12 and ward 1", 1),
        ("Ward 11", 1),
    ] {
        let mut page = body(0, 690.0);
        page.push(drawn(30.0, 8.0, foot));
        assert_eq!(count(&texts(&[page]), foot), stays, "{foot}");
    }
    // Above two columns its pieces are of one each.
    let mut page = vec![drawn(815.0, 10.0, "Saltmere Council"), drawn(784.0, 10.0, "A ward")];
    page.push(Drawn { x: 480.0, ..drawn(815.0, 10.0, "Assessment") });
    page.extend(body(0, 770.0).into_iter().flat_map(|line| {
        let text: String = line.text.chars().take(40).collect();
        let beside = Drawn { x: 330.0, text: text.clone(), ..drawn(line.y, line.size, "") };
        [Drawn { text, ..line }, beside]
    }));
    let blocks = read(&document(&[page])).unwrap().blocks;
    assert!(
        matches!(blocks[0].kind, BlockKind::Heading(_)) && blocks[0].text == "Saltmere Council",
        "{blocks:?}"
    );
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
        let pages: Vec<Vec<Drawn>> =
            (0..pages).map(|n| with(body(n, 750.0), &[(800.0, size, head), (50.0, size, foot)])).collect();
        let found = texts(&pages);
        // Once in front, for its name.
        assert_eq!(count(&found, head), 1, "{} pages, {size}", pages.len());
        assert_eq!(count(&found, foot), 0, "{} pages, {size}", pages.len());
    }
    // The first page has a title at that height; left and right pages differ; a head of two lines.
    let pages: Vec<Vec<Drawn>> = (0..7)
        .map(|n| match n {
            0 => with(body(n, 700.0), &[(800.0, 18.0, "Saltmere Council: local authority assessment")]),
            n if n % 2 == 0 => with(body(n, 750.0), &[(800.0, 10.0, "Saltmere"), (787.0, 10.0, "Council")]),
            n => with(body(n, 750.0), &[(800.0, 10.0, "Adult social care"), (787.0, 10.0, "Report")]),
        })
        .collect();
    let found = texts(&pages);
    for head in
        ["Saltmere", "Council", "Report", "Adult social care", "Saltmere Council", "Adult social care Report"]
    {
        assert_eq!(count(&found, head), 0, "{head}");
    }
    assert_eq!(count(&found, "Saltmere Council: local authority assessment"), 1);
}

#[test]
fn what_browsers_print_around_a_page_goes_and_a_note_stays() {
    let around = |head: &str, foot: &str| {
        let page = with(body(0, 750.0), &[(800.0, 8.0, head), (30.0, 8.0, foot)]);
        texts(&[page]).into_iter().filter(|text| text == head || text == foot).collect::<Vec<_>>()
    };
    assert_eq!(around("11/03/2025, 14:05 Saltmere Council", "https://saltmere.example/report 1/1"), [""; 0]);
    assert_eq!(around("3/11/25, 2:05 PM Saltmere Council", "file:///C:/report.html 1/1"), [""; 0]);
    let (head, foot) = ("Printed on 11/03/2025", "see https://saltmere.example/report");
    assert_eq!(around(head, foot), [head, foot]);
}

#[test]
fn pages_that_all_say_the_same_say_it_once() {
    let page = vec![drawn(750.0, 10.0, "All is well.")];
    assert_eq!(texts(&[page.clone(), page.clone(), page]), ["All is well."]);
}

#[test]
fn the_address_that_browsers_print_is_the_documents() {
    let url = |feet: [&str; 2]| {
        let pages: Vec<Vec<Drawn>> =
            feet.iter().map(|foot| with(body(0, 750.0), &[(30.0, 8.0, *foot)])).collect();
        read(&document(&pages)).unwrap().url
    };
    let [one, other] = ["https://saltmere.example/report", "https://kingsmarsh.example/report"];
    assert_eq!(url([&format!("{one} 1/2"), &format!("{one} 2/2")]).as_deref(), Some(one));
    assert_eq!(url([&format!("{one} 1/1"), &format!("{other} 1/1")]), None);
    assert_eq!(url(["file:///C:/report.html 1/2", "file:///C:/report.html 2/2"]), None);
}

#[test]
fn a_table_that_repeats_its_head_on_each_page_has_it_once() {
    let head = "Saltmere Council: local authority assessment";
    for pages in [2, 3, 5] {
        let pages: Vec<Vec<Drawn>> =
            (0..pages).map(|n| with(body(n, 747.0), &[(760.0, 10.0, head)])).collect();
        assert_eq!(count(&texts(&pages), head), 1);
    }
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
