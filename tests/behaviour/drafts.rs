//! Drafts as people have them: a PDF with broken lines and parted words, text broken at a column, claims in words.

use serde_json::Value;

use crate::{
    making::{
        docx,
        pdf::{LAYOUT, Layout, Look, report},
    },
    support::{Run, Sandbox, copy_folder, project},
};

fn sample() -> Sandbox {
    let sandbox = Sandbox::empty();
    copy_folder(&project().join("corpus"), &sandbox.path("corpus"));
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    sandbox
}

/// (council, sentence): whole sentences of the findings that are in one report alone.
fn sentences(sandbox: &Sandbox) -> Vec<(String, String)> {
    let lines = sandbox.run(&["tags", "corpus", "--format", "jsonl"]).stdout;
    let paragraphs: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text = |paragraph: &Value| paragraph["text"].as_str().unwrap_or_default().to_owned();
    let all: Vec<String> = paragraphs.iter().map(text).collect();
    let mut found = Vec::new();
    for paragraph in paragraphs.iter().filter(|paragraph| paragraph["section"] == "findings") {
        let Some(council) = paragraph["authority"]["name"].as_str() else { continue };
        for sentence in text(paragraph).split_inclusive(". ") {
            let sentence = sentence.trim();
            let once = all.iter().filter(|other| other.contains(sentence)).count() == 1;
            let plain =
                sentence.chars().all(|c| (' '..='~').contains(&c) && c != '"' || matches!(c, '’' | '–'));
            if once && plain && sentence.ends_with('.') && sentence.split(' ').count() >= 8 {
                found.push((council.to_owned(), sentence.to_owned()));
            }
        }
    }
    found
}

fn verdicts(run: &Run) -> Vec<(String, String)> {
    let json = run.json();
    let quotations = json["quotations"].as_array().unwrap().iter();
    let words = |value: &Value| value.as_str().unwrap().to_owned();
    quotations.map(|quotation| (words(&quotation["verdict"]), words(&quotation["text"]))).collect()
}

#[test]
fn a_pdf_with_broken_lines_and_parted_words_gives_no_false_alarm() {
    let sandbox = sample();
    let sentences = sentences(&sandbox);
    assert!(sentences.len() > 150, "{}", sentences.len());
    let draft: Vec<String> =
        sentences.iter().map(|(council, said)| format!("The report on {council} says: “{said}”")).collect();
    let layouts =
        [LAYOUT, Layout { chars: 38, columns: 2, ..LAYOUT }, Layout { chars: 76, hyphens: false, ..LAYOUT }];
    for (layout, name) in layouts.into_iter().zip(["parted.pdf", "columns.pdf", "wide.pdf"]) {
        let mut paragraphs = vec![(Look::Title, "A paper on three councils")];
        paragraphs.extend(draft.iter().map(|text| (Look::Text, text.as_str())));
        sandbox.write(name, report(&paragraphs, layout));
        let run = sandbox.run(&["check", name, "--json"]);
        let verdicts = verdicts(&run);
        let alarms: Vec<_> = verdicts
            .iter()
            .filter(|(verdict, _)| !matches!(&**verdict, "exact" | "cut" | "trivial-differences"))
            .collect();
        assert!(alarms.is_empty(), "{name}: {alarms:#?}");
        assert_eq!((run.code, verdicts.len()), (0, sentences.len()), "{name}");
    }
    // The same paper with one word of each quotation left out.
    let altered: Vec<String> = sentences
        .iter()
        .map(|(council, said)| {
            let words: Vec<&str> = said.split(' ').collect();
            let kept =
                words.iter().enumerate().filter(|(at, _)| *at != words.len() / 2).map(|(_, word)| *word);
            format!("The report on {council} says: “{}”", kept.collect::<Vec<_>>().join(" "))
        })
        .collect();
    let paragraphs: Vec<(Look, &str)> = altered.iter().map(|text| (Look::Text, text.as_str())).collect();
    sandbox.write("altered.pdf", report(&paragraphs, LAYOUT));
    let run = sandbox.run(&["check", "altered.pdf", "--json"]);
    let missed: Vec<_> = verdicts(&run).into_iter().filter(|(verdict, _)| verdict != "altered").collect();
    assert!(run.code == 1 && missed.is_empty(), "{missed:#?}");
}

const BROKEN: &str = "\
Paper on Thornhithe

Thornhithe was rated good by the regulator in its first assessment, and
it scored 3 for safeguarding in that report. The report says, in the
part that is about safe pathways: “Information was shared safely.” In
the opinion of its authors, the council scored 2 for safe pathways,
systems and transitions, which is not what is written there.
";

#[test]
fn lines_are_those_of_the_quotation_and_of_the_claim() {
    let sandbox = sample();
    sandbox.write("draft.txt", BROKEN);
    let json = sandbox.run(&["check", "draft.txt", "--json"]).json();
    assert_eq!(json["quotations"][0]["line"], 5);
    let claims: Vec<(&str, i64)> = json["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| (claim["verdict"].as_str().unwrap(), claim["line"].as_i64().unwrap()))
        .collect();
    assert_eq!(claims, [("right", 3), ("right", 4), ("wrong", 6)]);
}

#[test]
fn a_draft_ends_with_zero_only_where_the_reports_bear_it_out() {
    let sandbox = sample();
    for (draft, code) in [
        ("Thornhithe scored 3 for safeguarding.", 0),
        ("In Thornhithe, evidence shows a good standard for safeguarding.", 0),
        ("Thornhithe's safeguarding was rated good.", 0),
        ("In Thornhithe, evidence shows some shortfalls in safeguarding.", 1),
        ("Safeguarding in Thornhithe was rated requires improvement.", 1),
        ("Thornhithe was rated inadequate.", 1),
        // No report of it is there to be asked.
        ("Leeds scored 3 for safeguarding.", 1),
        // Of no council in particular nothing can be borne out.
        ("A council that scored 3 for safeguarding may rest.", 0),
        ("Nothing is said or quoted here.", 0),
        ("They call it a ‘strengths-based’ way.", 0),
    ] {
        sandbox.write("draft.txt", draft);
        let run = sandbox.run(&["check", "draft.txt"]);
        assert_eq!(run.code, code, "{draft}: {}", run.stdout);
    }
}

#[test]
fn what_is_true_is_never_called_wrong_and_what_is_false_is_not_passed_over() {
    let sandbox = sample();
    for (draft, expected) in [
        ("Thornhithe scored at least 2 for care.", &["right"][..]),
        ("Thornhithe scored above 2 for care.", &["right"]),
        ("Thornhithe scored between 2 and 3 for care.", &["right"]),
        ("Thornhithe scored less than 3 for care.", &["wrong"]),
        ("Brackmouth, Ellenshire and Thornhithe scored 1, 2 and 4 for pathways.", &["right"; 3]),
        ("Brackmouth's neighbours scored 3 for care.", &["unknown"]),
        ("Brackmouth was first.\n\nAll three councils scored at least 2 for care.", &["unknown"]),
        ("Safeguarding: Brackmouth 4, Ellenshire 1.", &["wrong"; 2]),
        ("The CQC gave Brackmouth a 4 for safeguarding.", &["wrong"]),
        ("Brackmouth scored 2 for care and Thornhithe 1.", &["right", "wrong"]),
    ] {
        sandbox.write("draft.md", draft);
        let json = sandbox.run(&["check", "draft.md", "--json"]).json();
        let claims = json["claims"].as_array().unwrap().iter();
        let verdicts: Vec<&str> = claims.map(|claim| claim["verdict"].as_str().unwrap()).collect();
        assert_eq!(verdicts, expected, "{draft}: {json}");
    }
}

#[test]
fn the_paragraph_before_does_not_say_whom_a_quotation_is_of() {
    let sandbox = sample();
    let said = "The report says: “Information was shared safely.”";
    for (draft, verdict) in [
        (format!("They were compared with others, the last of them Ellenshire.\n\n{said}"), "exact"),
        (format!("# Paper on Brackmouth\n\nThornhithe was next.\n\n{said}"), "exact"),
        // What leads into it does.
        (format!("# Ellenshire\n\n{said}"), "another-report"),
        ("Ellenshire's report says:\n\n> Information was shared safely.".to_owned(), "another-report"),
        (format!("Ellenshire was last. {said}"), "another-report"),
    ] {
        sandbox.write("draft.md", &draft);
        let json = sandbox.run(&["check", "draft.md", "--json"]).json();
        assert_eq!(json["quotations"][0]["verdict"], verdict, "{draft}");
    }
}

#[test]
fn a_place_in_a_pdf_a_page_or_old_text_is_that_of_the_quotation() {
    let sandbox = sample();
    let (council, said) = sentences(&sandbox).swap_remove(0);
    let filler = "This paper was written for the committee and it sums up what the regulator has published. "
        .repeat(12);
    let paragraph = format!("{filler}The report on {council} says: “{said}” {filler}");
    // Where it begins, by the words before it.
    let place = |name: &str| {
        let quotation = sandbox.run(&["check", name, "--json"]).json()["quotations"][0].clone();
        assert_eq!(quotation["verdict"], "exact", "{name}");
        (quotation["page"].as_u64(), quotation["line"].as_u64().unwrap())
    };
    let mut paragraphs = vec![(Look::Title, "A paper on three councils")];
    paragraphs.extend(std::iter::repeat_n((Look::Text, filler.as_str()), 4));
    paragraphs.push((Look::Text, &paragraph));
    sandbox.write("paper.pdf", report(&paragraphs, LAYOUT));
    let (page, line) = place("paper.pdf");
    assert_eq!(page, Some(2));
    assert!(line > 5, "line {line} is not where the paragraph begins");

    let (mut wrapped, mut lines) = (String::from("A paper\n\n"), 3);
    let mut wanted = 0;
    for words in paragraph.split(' ').collect::<Vec<_>>().chunks(8) {
        let words = words.join(" ");
        if words.contains('“') {
            wanted = lines;
        }
        wrapped.push_str(&words);
        wrapped.push('\n');
        lines += 1;
    }
    sandbox.write("paper.txt", &wrapped);
    assert_eq!(place("paper.txt"), (None, wanted));
    let wide: Vec<u8> =
        std::iter::once(0xFEFF).chain(wrapped.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    sandbox.write("wide.txt", wide);
    assert_eq!(place("wide.txt"), (None, wanted));
    let page =
        format!("<html><body>\n<h1>A\n <em class=\"report\">paper</em></h1>\n<p>{wrapped}</p></body></html>");
    sandbox.write("paper.html", page);
    assert_eq!(place("paper.html"), (None, wanted + 3));
}

#[test]
fn word_files_and_pages_are_held_to_the_same_words() {
    let sandbox = sample();
    let sentences = sentences(&sandbox);
    let quoted = |altered: bool| -> Vec<String> {
        let quote = |(council, said): &(String, String)| {
            let words: Vec<&str> = said.split(' ').collect();
            let left_out = if altered { words.len() / 2 } else { usize::MAX };
            let kept = words.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, word)| *word);
            format!("The report on {council} says: “{}”", kept.collect::<Vec<_>>().join(" "))
        };
        sentences.iter().map(quote).collect()
    };
    for altered in [false, true] {
        let paragraphs = quoted(altered);
        let body: String = paragraphs.iter().map(|text| docx::paragraph("Normal", text)).collect();
        sandbox.write("paper.docx", docx::document(&body));
        let body: Vec<String> = paragraphs
            .iter()
            .map(|text| format!("<p>{}</p>", docx::escaped(text).replace("’", "&rsquo;")))
            .collect();
        sandbox.write("paper.html", format!("<html><body><h1>Paper</h1>{}</body></html>", body.join("\n")));
        for name in ["paper.docx", "paper.html"] {
            let run = sandbox.run(&["check", name, "--json"]);
            let verdicts = verdicts(&run);
            let right = |verdict: &str| match altered {
                true => verdict == "altered",
                false => matches!(verdict, "exact" | "cut" | "trivial-differences"),
            };
            let wrong: Vec<_> = verdicts.iter().filter(|(verdict, _)| !right(verdict)).collect();
            assert!(wrong.is_empty(), "{name}: {wrong:#?}");
            assert_eq!((run.code, verdicts.len()), (i32::from(altered), sentences.len()), "{name}");
        }
    }
    // A Word file has paragraphs and no lines.
    assert!(sandbox.run(&["check", "paper.docx"]).stdout.starts_with("paragraph 1: altered\n"));
}
