//! Plain text as people have it: copied, printed, wrapped, mailed.

use super::read_lines;
use crate::model::BlockKind;
use crate::readers::blocks::Blocks;

fn read(text: &str) -> Vec<(u32, String)> {
    let mut blocks = Blocks::default();
    read_lines(text, 1, &mut blocks);
    let shown = |kind: &BlockKind| match kind {
        BlockKind::ListItem => "* ",
        BlockKind::Quote => "> ",
        BlockKind::TableRow { .. } => "| ",
        BlockKind::Heading(_) => "# ",
        _ => "",
    };
    blocks.finish().unwrap().iter().map(|b| (b.at.line, format!("{}{}", shown(&b.kind), b.text))).collect()
}

fn texts(text: &str) -> Vec<String> {
    read(text).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn each_line_is_a_block_with_its_number_with_and_without_blank_lines() {
    let lines = |parts: &[(u32, &str)]| -> Vec<(u32, String)> {
        parts.iter().map(|(n, text)| (*n, (*text).to_owned())).collect()
    };
    assert_eq!(
        read("Saltmere Council: local authority assessment\nScore: 2\n2 – Evidence shows some shortfalls\n"),
        lines(&[
            (1, "Saltmere Council: local authority assessment"),
            (2, "Score: 2"),
            (3, "2 – Evidence shows some shortfalls")
        ])
    );
    assert_eq!(read("\n\nSafeguarding\r\n\r\nScore: 3"), lines(&[(3, "Safeguarding"), (5, "Score: 3")]));
}

#[test]
fn a_text_broken_at_a_column_is_put_together_again() {
    let text = "Assessing needs\nScore: 2\n\nPeople told us that they had waited a long time for an assess and\nthat nobody had rung them back. Staff said that the list was well-\nkept, and that it was read out each morning by the duty manager.\n\n- Letters about charging were hard to follow for most of the people\n  we spoke with.\n- Forms were short.\n\nLast words.";
    assert_eq!(
        texts(text),
        [
            "Assessing needs",
            "Score: 2",
            "People told us that they had waited a long time for an assess and that nobody had rung them back. Staff said that the list was well-kept, and that it was read out each morning by the duty manager.",
            "* Letters about charging were hard to follow for most of the people we spoke with.",
            "* Forms were short.",
            "Last words."
        ]
    );
}

#[test]
fn a_figure_that_ends_a_sentence_at_the_beginning_of_a_line_is_no_items_number() {
    let wrapped = "Staff told us that the list was read out each morning by the manager\non duty, and that people were rung back on the day when they had last\nasked how long it would be before somebody came to see them at home.\n\nThe number of people who waited for their first assessment fell to\n39. Data on the list was read out to the leaders every month, as in\n(3) above, and was of good quality.\n\n1. Letters about charging were hard to follow for most people we met\n2. Forms were short.";
    assert_eq!(
        texts(wrapped)[1..],
        [
            "The number of people who waited for their first assessment fell to 39. Data on the list was read out to the leaders every month, as in (3) above, and was of good quality.",
            "* Letters about charging were hard to follow for most people we met",
            "* Forms were short.",
        ]
    );
}

#[test]
fn any_mark_may_underline_a_heading() {
    let text = "Making safeguarding personal\n~~~~~~~~~~~~~~~~~~~~~~~~~~~~\nPeople were asked.\n\n* * *\n\nInformation security\n^^^^^^^^^^^^^^^^^^^^\nNo records were lost.";
    let texts: Vec<String> = read(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        texts,
        [
            "# Making safeguarding personal",
            "People were asked.",
            "# Information security",
            "No records were lost."
        ]
    );
}

#[test]
fn a_line_that_is_underlined_is_a_heading_and_the_rule_is_no_text() {
    let text = "Assessing needs\n===============\n\nPeople told us that they had waited for a very long time for it and\nthat nobody had rung them back. Staff said that the list was full of\nnames, and nobody read it.\n\nTimeliness\n----------\n\nA table:\n--------------------------------\nLast words.";
    let expected = ["# Assessing needs", "People told us", "# Timeliness", "A table:", "Last words."];
    for (text, expected) in texts(text).iter().zip(expected) {
        assert!(text.starts_with(expected), "{text}");
    }
}

#[test]
fn printed_pages_lose_their_heads_and_a_paragraph_goes_on_over_them() {
    let pages = [
        "Saltmere Council\n\nPeople told us that they had waited very long for their assess-\nment and that nobody had rung them back. Staff said that a list\nwas read out each morning by the duty manager, and it was well-\n\n\n\n  Page 1 of 3\n",
        "Saltmere Council\n\nkept by three people who knew it by heart.\n\nLetters about charging were hard to follow for most of those who\nspoke to us.\n\n  Page 2 of 3\n",
        "Saltmere Council\n\nForms were short.\n\n  Page 3 of 3\n",
    ];
    let text = pages.join("\u{C}");
    assert_eq!(
        read(&text),
        [
            (3, "People told us that they had waited very long for their assessment and that nobody had rung them back. Staff said that a list was read out each morning by the duty manager, and it was well-kept by three people who knew it by heart.".to_owned()),
            (14, "Letters about charging were hard to follow for most of those who spoke to us.".to_owned()),
            (20, "Forms were short.".to_owned()),
        ]
    );
    // A head of more words may be the only title.
    let text = text.replace("Saltmere Council", "Saltmere Council: local authority assessment");
    assert_eq!(read(&text)[0], (1, "# Saltmere Council: local authority assessment".to_owned()));
    assert_eq!(read(&text).len(), 4);
}

#[test]
fn pages_that_only_lines_part_which_count_them_are_put_together() {
    let full = "People told us that they had waited a long time for an assessment\n".repeat(9);
    let text = format!(
        "{full}Page 1\nand more of them for the call that was to tell them of it than in\n{full}in all.\nPage 2\nNobody rang."
    );
    let read = texts(&text);
    assert_eq!(read.len(), 2, "{read:?}");
    assert!(read[0].contains("assessment and more of them") && !read[0].contains("Page"), "{read:?}");
    // Figures of a list count nothing.
    assert_eq!(texts("Needs\n1\nSupport\n2\nEquity\n3\n").len(), 6);
}

#[test]
fn what_pages_begin_with_stays_where_it_is_not_the_same_on_each() {
    let text = "Safeguarding\n\nScore: 3\n\nStaff knew.\u{C}Safeguarding\n\nScore: 2\n\nStaff told us.\u{C}Equity\n\nScore: 2\n\nStaff said so.";
    assert_eq!(texts(text).len(), 9);
    assert_eq!(texts("A page.\u{C}").len(), 1);
}

#[test]
fn a_page_that_the_mail_quoted_is_read_without_its_marks() {
    let page = "Saltmere Council: local authority assessment\n\nSafeguarding\n\nScore: 3\n\nPeople told us that they had waited a long time for an assess and\nthat nobody had rung them back. Staff said that the list was full.\n";
    for mark in ["> ", ">> ", "> > ", ">"] {
        let quoted: String = page.lines().map(|line| format!("{mark}{line}\n")).collect();
        assert_eq!(texts(&quoted), texts(page), "{mark}");
        let answered = format!("Thank you, Ada.\n\nOn Monday Ada wrote:\n{quoted}");
        assert_eq!(read(&answered)[2..4], [(4, texts(page)[0].clone()), (6, texts(page)[1].clone())]);
    }
    assert_eq!(
        texts("Staff said:\n> We knew.\n> We told them."),
        ["Staff said:", "> We knew.", "> We told them."]
    );
}

#[test]
fn what_begins_left_of_a_bullet_is_no_part_of_its_item() {
    let text = "People told us that they had waited a long time for an assess and\nthat nobody had rung them back. Staff said that a list was read out\nto everyone:\n   •  a panel that meets each Thursday and which answers by Friday\n   •  two more workers in the team that sees people who are to go to\n      Saltmere General\nSenior leaders knew of it, and they said that it would go on for as\nlong as it was needed.";
    let read = texts(text);
    assert_eq!(read.len(), 4, "{read:#?}");
    assert!(read[2].ends_with("go to Saltmere General") && read[3].starts_with("Senior"), "{read:#?}");
}

#[test]
fn what_programs_that_take_text_from_print_part_comes_together() {
    let text = "People told us that they had waited a long time for an assess and\nthat nobody had rung them back. Staff said that a list was read out\nto them each morning, and that the manager wrote down what they did\n\nfor everyone. It had these aims:\n1.\nshorter waits\n2.\nletters\nThey knew it.\n\nStaff told us of page\n12.\nLast words.";
    let expected = [
        "People told us that they had waited a long time for an assess and that nobody had rung them back. Staff said that a list was read out to them each morning, and that the manager wrote down what they did for everyone. It had these aims:",
        "* shorter waits",
        "* letters",
    ];
    assert_eq!(texts(text)[..3], expected);
    assert!(!texts(text).contains(&"* Last words.".to_owned()));
}

#[test]
fn lines_that_a_print_has_set_in_are_items_though_their_bullets_are_lost() {
    let told = "People told us that they had waited a long time for an assess and\nthat nobody had rung them back, which the manager of the duty team\nthought was so since the list had been kept by hand for all of the\nyear before, and had been lost in part.\n\n";
    let listed = "          weekend cover from the store of aids\n          supper clubs run by volunteers\n          letters that can be read\n\n";
    let read = texts(&format!("{told}{told}What they would like:\n\n{listed}{told}"));
    assert_eq!(read.len(), 7, "{read:#?}");
    assert!(read[3..6].iter().all(|item| item.starts_with("* ")), "{read:#?}");
}

#[test]
fn entries_of_a_list_that_end_with_their_figures_are_not_broken_lines() {
    let names =
        ["assessing people’s needs", "supporting people to lead healthier lives", "equity in outcomes"];
    let list: String = names.iter().map(|name| format!("{name} – 3\n")).collect();
    let long = "providing support (care provision, integration and continuity) – 2\n";
    let read = texts(&format!("{TOLD}\n{list}{list}{list}{long}partnership and communities – 3\n{TOLD}\n"));
    assert_eq!(read.len(), 13, "{read:#?}");
    assert_eq!((read[0].as_str(), read[10].as_str()), (&*TOLD.replace('\n', " "), long.trim_end()));
    assert_eq!(texts(&format!("{TOLD}\n{}{TOLD}", list.replace(" –", ":").repeat(3))).len(), 11);
    let range = TOLD.replace("to them each morning", "to 5 – 9\nof them each morning");
    assert_eq!(texts(&range).len(), 1);
}

#[test]
fn a_sentence_ends_an_item_of_a_list_whose_bullets_are_lost_though_its_line_is_full() {
    let items = [
        "Workers knew their district well.",
        "Letters were short and people could read them on the day.",
        "Leaders were seen by all of the teams, and were well liked.",
        "A panel met.",
    ];
    let list: String = items.iter().map(|item| format!("          {item}\n")).collect();
    let read = texts(&format!("{TOLD}\n\nThe team found:\n\n{list}\n{TOLD}\n"));
    assert_eq!(read[2..6], items.map(|item| format!("* {item}")), "{read:#?}");
}

#[test]
fn a_line_that_begins_with_a_figure_may_go_on() {
    let text = "There had been delays in the first year, and the board had seen that\n57% of people waited. It asked for a plan, and a plan was made by the\nend of March. Concerns were read on the day and led to about the same\n42 enquiries as before. The sum for this was found by the council and\n\u{a3}484,000 was spent. Staff knew the plan and could say what it was for\nand what came next.\nSafeguarding and the systems of safety that are kept by all\n2 - Evidence shows some shortfalls";
    let read = texts(text);
    assert_eq!(read.len(), 3, "{read:#?}");
    assert!(read[0].ends_with("what came next."));
}

#[test]
fn a_label_between_wrapped_lines_stands_alone_without_a_gap_too() {
    let text = "People told us that they had waited a long time for an assess and\nthat nobody had rung them back. Staff said that the list was well-\nkept, and that it was read out each morning by the duty manager.\nEquity in experience and outcomes\nScore: 3\nLetters about charging were hard to follow for most of the people\nwe spoke with.";
    assert_eq!(texts(text)[1..3], ["Equity in experience and outcomes", "Score: 3"]);
}

const TOLD: &str = "People told us that they had waited a long time for an assess and\nthat nobody had rung them back. Staff said that a list was read out\nto them each morning, and that the manager wrote down what they did\nfor everyone.";

#[test]
fn bullets_that_stand_above_all_their_items_are_theirs() {
    let text = format!(
        "{TOLD}\nThe plan had these aims:\n\n•\n•\n•\n\nshorter waits for those who had been on the longest of the lists\nin the county\nWas anyone told?\nletters\n\nTimeliness\n\n{TOLD}"
    );
    assert_eq!(
        texts(&text)[2..6],
        [
            "* shorter waits for those who had been on the longest of the lists in the county",
            "* Was anyone told?",
            "* letters",
            "Timeliness"
        ]
    );
    // At the foot of a page they stand below what they belong to.
    assert_eq!(texts("Staff knew.\n•\n•\nTimeliness\nLetters")[1..], ["* Timeliness", "Letters"]);
}

#[test]
fn items_below_their_bullets_run_on_only_from_long_lines_in_mid_sentence() {
    let text = format!(
        "{TOLD}\nThree things were named:\n\n•\n•\n•\n\nletters that say whom to ring about how long it is\n\
         a named worker for each person on the list, by the end of June, and for\nthe carers. Those come first.\n\
         Nobody is taken off it unasked.\n\n{TOLD}"
    );
    let found = texts(&text);
    let items: Vec<&String> = found.iter().filter(|text| text.starts_with("* ")).collect();
    assert_eq!(items.len(), 3, "{found:?}");
    assert!(items[1].ends_with("come first."), "{found:?}");
}

#[test]
fn the_second_line_of_a_title_is_of_the_title() {
    let text = format!("Saltmere Council: local\nauthority assessment\nDownloads\n\n{TOLD}");
    assert_eq!(texts(&text)[..2], ["Saltmere Council: local authority assessment", "Downloads"]);
}

#[test]
fn a_heading_that_fills_its_line_stands_alone() {
    let heading = "Partnership working to deliver shared local and national objectives";
    let text = format!(
        "{TOLD}\n{heading}\nCommissioners knew the district and what was wanted in all parts of\nit."
    );
    assert_eq!(texts(&text)[1], heading);
    let text = format!(
        "{TOLD}\nThe plan that was made for the whole of the district had come from\nCommissioners in the town."
    );
    assert_eq!(texts(&text).len(), 2);
}

#[test]
fn a_line_set_in_begins_a_paragraph_and_so_does_the_next_mark_of_a_long_quotation() {
    let set_in =
        TOLD.replace("for everyone.", "for everyone and for all of those who had asked them what was done.");
    assert_eq!(texts(&format!("   {set_in}\n   {set_in}\n   {set_in}")).len(), 3);
    let quoted = format!("“{}", set_in.replace("People", "They"));
    assert_eq!(texts(&format!("{TOLD}\n{quoted}\n{quoted}”")).len(), 3);
}

#[test]
fn an_empty_line_below_each_line_parts_nothing() {
    let page = format!("Timeliness\n\n{TOLD}\n\nLetters\n\n{TOLD}\n\n");
    let spaced: String = page.lines().filter(|l| !l.is_empty()).map(|l| format!("{l}\n\n")).collect();
    assert_eq!(texts(&spaced), texts(&page));
}

#[test]
fn a_line_that_leads_on_is_gone_on_with_whatever_the_next_word_is() {
    let text = format!(
        "{TOLD}\nIt had been so for a year, and was not only so in\nSaltmere. Staff knew of it.\n\n- a plan for young people who were placed a long way from\nSaltmere."
    );
    let read = texts(&text);
    assert_eq!(read.len(), 3, "{read:#?}");
}

#[test]
fn a_paragraph_that_stops_within_a_sentence_goes_on_with_a_name() {
    let text = "People in the district told us that they had been waiting for months\n\
        before anyone rang them. Their complaints went to the Local Government\n\
        Ombudsman (the LGO), who found for them. Others had written to the county\n\
        and to its Local Safeguarding Board. They heard no more of it.\n";
    assert_eq!(texts(text).len(), 1);
}

#[test]
fn a_dash_within_a_sentence_is_no_bullet_and_what_leads_in_a_list_begins_a_paragraph() {
    let text = "People told us that they had waited a long time for an assess and\nthat nobody had rung them back, which they were unhappy about then\n– though not all. The list was read out each day by the duty manager.\nThe plan had these aims:\n– shorter waits\n– letters that can be read\n“Nobody rang us back for weeks and weeks, so that we gave up on it.”\nStaff knew of it.";
    let read = texts(text);
    assert!(read[0].ends_with("then – though not all. The list was read out each day by the duty manager."));
    assert_eq!(read[1..4], ["The plan had these aims:", "* shorter waits", "* letters that can be read"]);
    assert_eq!(read[5], "Staff knew of it.");
}

#[test]
fn bullets_and_numbers_of_every_make_are_list_items() {
    let text = "•\tone\n- two\n* three\n– four\n1. five\n12) six\n(a) seven\n\u{F0B7} eight\n•\n\nnine\n> ten\no  eleven";
    let expected = [
        "* one", "* two", "* three", "* four", "* five", "* six", "* seven", "* eight", "* nine", "> ten",
        "* eleven",
    ];
    assert_eq!(texts(text), expected);
}

#[test]
fn items_counted_in_letters_and_roman_numbers_run_on_from_nothing() {
    let text = "Members are asked to consider the outcome of the visit to the\ncouncil and the plan for the year.\n\nThe panel:\n\ni) notes the report on waiting lists\nii) thanks the staff of the front door and all of those who\n    took part in it\niii. asks for an update\na) of the\nb) plan\n\nThe list had grown in each of the months before the visit, and\nnobody knew why.";
    assert_eq!(
        texts(text),
        [
            "Members are asked to consider the outcome of the visit to the council and the plan for the year.",
            "The panel:",
            "* notes the report on waiting lists",
            "* thanks the staff of the front door and all of those who took part in it",
            "* asks for an update",
            "* of the",
            "* plan",
            "The list had grown in each of the months before the visit, and nobody knew why.",
        ]
    );
}

#[test]
fn a_numbered_line_that_stands_alone_above_text_heads_a_section() {
    let text = "1. Purpose of the report\n\nMembers are asked to note it.\n\n2. RECOMMENDATIONS\n\nThe panel:\n\n1. Notes the report\n\n2. Thanks the staff\n\n\
        Nobody asked for more.\n\n3. Next steps\n\n(1) A plan\n\n4. Staff were asked.\n\nThey knew.";
    assert_eq!(
        texts(text),
        [
            "# 1. Purpose of the report",
            "Members are asked to note it.",
            "# 2. RECOMMENDATIONS",
            "The panel:",
            "* Notes the report",
            "* Thanks the staff",
            "Nobody asked for more.",
            "# 3. Next steps",
            "* A plan",
            "* Staff were asked.",
            "They knew.",
        ]
    );
}

#[test]
fn what_only_looks_like_a_number_stays() {
    for line in ["2 – Evidence shows some shortfalls", "2024. A year", "3.5 weeks", "-5 degrees", "a) "] {
        assert_eq!(texts(line), [line.trim()], "{line}");
    }
}

#[test]
fn a_table_keeps_its_rows_and_loses_its_rules() {
    assert_eq!(
        texts("| Area | Score |\n|---|---|\n| Safeguarding | 3 |\nWorking with people |\nHome | About"),
        ["| Area | Score", "| Safeguarding | 3", "| Working with people", "| Home | About"]
    );
    assert_eq!(
        texts("Measure\t2023\t2024\nVacancies\t38\t\t22\nScore:\t3\nPublished:\t\tMay\n•\tone\ttwo\tthree"),
        [
            "| Measure | 2023 | 2024",
            "| Vacancies | 38 |  | 22",
            "Score: 3",
            "Published: May",
            "* one two three"
        ]
    );
    assert_eq!(texts("=====\nTitle\n-----\n***"), ["# Title"]);
    assert_eq!(texts(&"|".repeat(100_000)), [""; 0]);
    assert_eq!(texts(&"a|".repeat(100_000)).len(), 2);
}
