//! Quotations of the sample reports, faithful and altered by rule, some hundreds of each: none altered is
//! called exact, none faithful is called altered.

use std::{fs, path::Path, sync::Arc};

use super::{Checking, Draft, Reports};
use crate::{
    backend::{
        Assessments,
        answers::{CheckedQuotation, DifferenceKind, Matrix, Verdict},
    },
    model::{
        Authority, Block, BlockKind, Catalogue, EvidenceSource, Kind, Location, Page, Paragraph, ParagraphId,
        ReportId, Section, Tag,
    },
    text::sentences,
};

/// The long lines of the sample reports as paragraphs; the council by the name of the file.
fn reports() -> Vec<Paragraph> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "txt" || ending == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut paragraphs = Vec::new();
    for file in files {
        let id = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let authority = ["Brackmouth", "Thornhithe", "Ellenshire"]
            .into_iter()
            .find(|n| id.contains(&n.to_lowercase()))
            .unwrap();
        let page = Arc::new(page(&id, authority));
        let text = fs::read_to_string(&file).unwrap();
        let long = text.lines().zip(1..).filter(|(line, _)| line.len() > 120 && !line.contains(['*', '[']));
        for ((line, number), n) in long.zip(1..) {
            paragraphs.push(Paragraph {
                id: ParagraphId { report: ReportId::from_id(&id), number: n },
                text: line.trim().trim_start_matches("- ").to_owned(),
                section: Section::Findings,
                subheading: None,
                at: Location { line: number, page: None },
                page: Arc::clone(&page),
            });
        }
    }
    paragraphs
}

fn page(id: &str, authority: &str) -> Page {
    let authority = Authority { name: authority.to_owned(), gss: None, region: None };
    Page {
        path: id.to_owned(),
        title: None,
        url: None,
        kind: Kind::StatementPage,
        authority: Some(Tag::new(authority, EvidenceSource::TitleLine, 1)),
        statement: None,
        score: None,
        published: None,
        rating: None,
        status: None,
        framework: None,
        assessment: None,
    }
}

fn no_scores() -> Matrix {
    Matrix { assessments: Assessments::All, columns: Vec::new(), rows: Vec::new(), notes: Vec::new() }
}

fn verdicts(reports: &[Paragraph], drafts: &[String]) -> Vec<CheckedQuotation> {
    let blocks: Vec<Block> = drafts
        .iter()
        .zip(1..)
        .map(|(text, line)| Block {
            kind: BlockKind::Paragraph,
            text: text.clone(),
            at: Location { line, page: None },
        })
        .collect();
    let draft = Draft { blocks: &blocks, lines: &[] };
    let (catalogue, matrix) = (Catalogue::embedded(), no_scores());
    let councils = ["Brackmouth", "Thornhithe", "Ellenshire"].map(str::to_owned);
    let reports = Reports { paragraphs: reports, of: reports.len(), matrix: &matrix };
    Checking::new(draft, &catalogue, &councils).against(reports).quotations
}

fn council(paragraph: &Paragraph) -> &str {
    &paragraph.page.authority.as_ref().unwrap().value.name
}

/// Sentences that can be quoted: no quotation marks inside, some length, in one report only.
fn quotable(reports: &[Paragraph]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, paragraph) in reports.iter().enumerate() {
        for sentence in sentences(&paragraph.text) {
            let sentence = &paragraph.text[sentence];
            let once = reports.iter().filter(|other| other.text.contains(sentence)).count() == 1;
            if once && sentence.split(' ').count() >= 8 && !sentence.contains(['“', '”', '"', '‘', '[', '…'])
            {
                found.push((index, sentence.to_owned()));
            }
        }
    }
    found
}

fn said(council: &str, sentence: &str) -> String {
    format!("The report on {council} says: “{sentence}”")
}

#[test]
fn faithful_quotations_raise_no_alarm() {
    let reports = reports();
    let quotable = quotable(&reports);
    assert!(quotable.len() > 200, "{}", quotable.len());
    let whole: Vec<String> = quotable.iter().map(|(index, s)| said(council(&reports[*index]), s)).collect();
    for (checked, draft) in verdicts(&reports, &whole).iter().zip(&whole) {
        assert_eq!(checked.verdict, Verdict::Exact, "{draft}\n{checked:#?}");
    }
    // The final stop outside of the marks; straight marks around; no council named.
    let plain: Vec<String> =
        quotable.iter().map(|(_, s)| format!("It says \"{}\".", s.trim_end_matches('.'))).collect();
    for (checked, draft) in verdicts(&reports, &plain).iter().zip(&plain) {
        assert_eq!(checked.verdict, Verdict::Exact, "{draft}\n{checked:#?}");
    }
}

#[test]
fn small_differences_are_told_and_are_no_alteration() {
    let reports = reports();
    let quotable = quotable(&reports);
    let capitals = |s: &str| s.to_uppercase();
    let other_marks =
        |s: &str| if s.contains('’') { s.replace('’', "'") } else { s.replace('\'', "’") };
    let without_commas = |s: &str| s.replace([',', ';'], "");
    let hyphens_lost = |s: &str| s.replace('-', " ");
    // As a PDF gives it: words broken at the ends of lines.
    let broken = |s: &str| {
        let words: Vec<String> = s
            .split(' ')
            .enumerate()
            .map(|(n, word)| {
                let letters = word.len() > 7 && word.bytes().all(|b| b.is_ascii_alphabetic());
                if n % 5 == 4 && letters {
                    format!("{}- {}", &word[..4], &word[4..])
                } else {
                    word.to_owned()
                }
            })
            .collect();
        words.join(" ")
    };
    type Change<'a> = (&'a str, &'a dyn Fn(&str) -> String);
    let changes: [Change<'_>; 5] = [
        ("capitals", &capitals),
        ("marks", &other_marks),
        ("commas", &without_commas),
        ("hyphens", &hyphens_lost),
        ("broken lines", &broken),
    ];
    for (name, change) in changes {
        let drafts: Vec<String> = quotable
            .iter()
            .step_by(2)
            .filter(|(_, s)| change(s) != *s && !change(s).contains("16 18"))
            .map(|(index, s)| said(council(&reports[*index]), &change(s)))
            .collect();
        for (checked, draft) in verdicts(&reports, &drafts).iter().zip(&drafts) {
            assert_eq!(checked.verdict, Verdict::Trivial, "{name}: {draft}\n{checked:#?}");
        }
    }
}

#[test]
fn altered_quotations_are_all_found() {
    let reports = reports();
    let quotable = quotable(&reports);
    let mut altered: Vec<(&str, String, Verdict)> = Vec::new();
    for (number, (index, sentence)) in quotable.iter().step_by(3).enumerate() {
        let of = council(&reports[*index]);
        let words: Vec<&str> = sentence.split(' ').collect();
        let without = |drop: std::ops::Range<usize>| {
            let kept = words.iter().enumerate().filter(|(at, _)| !drop.contains(at)).map(|(_, word)| *word);
            kept.collect::<Vec<_>>().join(" ")
        };
        if let Some(at) = words.iter().position(|w| ["not", "no", "never", "without"].contains(w)) {
            altered.push(("negation dropped", said(of, &without(at..at + 1)), Verdict::Altered));
        }
        let digit = sentence.find(|c: char| c.is_ascii_digit());
        if let Some(at) = digit {
            let digit = sentence.as_bytes()[at];
            let other = if digit == b'9' { '3' } else { char::from(digit + 1) };
            let changed = format!("{}{other}{}", &sentence[..at], &sentence[at + 1..]);
            altered.push(("number changed", said(of, &changed), Verdict::Altered));
        }
        let middle = words.len() / 2;
        altered.push(("cut in the middle", said(of, &without(middle - 1..middle + 2)), Verdict::Altered));
        let mut added = words.clone();
        added.insert(middle, ["not", "always", "serious"][number % 3]);
        altered.push(("word added", said(of, &added.join(" ")), Verdict::Altered));
        let cut = format!("{}.", words[..words.len() - 3].join(" ").trim_end_matches([',', '.', ';', ':']));
        altered.push(("cut short with a full stop", said(of, &cut), Verdict::Altered));
        let cut = words[..words.len() - 3].join(" ");
        altered.push(("cut short", said(of, cut.trim_end_matches([',', ';', ':'])), Verdict::Cut));
        let other = ["Brackmouth", "Thornhithe", "Ellenshire"].into_iter().find(|name| *name != of).unwrap();
        altered.push(("another council", said(other, sentence), Verdict::Elsewhere));
    }
    for (first, second) in reports.iter().zip(&reports[1..]) {
        let marks = |p: &Paragraph| p.text.contains(['“', '”', '"', '‘', '[']);
        if first.id.report == second.id.report && !marks(first) && !marks(second) {
            let (end, begin) = (sentences(&first.text), sentences(&second.text));
            let joined =
                format!("{} {}", &first.text[end.last().unwrap().clone()], &second.text[begin[0].clone()]);
            altered.push(("paragraphs joined", said(council(first), &joined), Verdict::Altered));
        }
    }
    assert!(altered.len() > 600, "{}", altered.len());
    let drafts: Vec<String> = altered.iter().map(|(_, draft, _)| draft.clone()).collect();
    let mut wrong = Vec::new();
    for (checked, (name, draft, expected)) in verdicts(&reports, &drafts).iter().zip(&altered) {
        if checked.verdict != *expected {
            wrong.push(format!("{name}: {:?}\n{draft}\n{:#?}", checked.verdict, checked.differences));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        altered.len(),
        wrong[..wrong.len().min(8)].join("\n\n")
    );
}

#[test]
fn differences_name_the_words() {
    let reports = reports();
    let (index, sentence) =
        quotable(&reports).into_iter().find(|(_, s)| s.contains(" not ")).expect("a report denies something");
    let drafts = [said(council(&reports[index]), &sentence.replacen(" not ", " ", 1))];
    let checked = &verdicts(&reports, &drafts)[0];
    assert_eq!(checked.differences.len(), 1, "{checked:#?}");
    assert_eq!(
        (checked.differences[0].kind, &*checked.differences[0].report),
        (DifferenceKind::Dropped, "not")
    );
}

#[test]
fn what_is_in_no_report_is_not_found() {
    let reports = reports();
    let drafts = [
        said("Thornhithe", "The moon over the harbour was larger than any of the fishermen could remember."),
        said("Thornhithe", "harbour moonlight"),
    ];
    let found: Vec<Verdict> = verdicts(&reports, &drafts).iter().map(|checked| checked.verdict).collect();
    assert_eq!(found, [Verdict::NotFound, Verdict::Short]);
}

#[test]
fn an_ellipsis_and_brackets_declare_what_is_left_out() {
    let text = "Carers told us they waited a long time, often for many months, and that the council did not call back. \
                They had waited in 2023. 3 of them gave up.";
    let mut report = reports().remove(0);
    report.text = text.to_owned();
    let table = [
        (
            "Carers told us they waited a long time … and that the council did not call back.",
            Verdict::Trivial,
        ),
        ("[The carers] told us they waited a long time", Verdict::Trivial),
        ("[c]arers told us they waited a long time, often for many months ...", Verdict::Trivial),
        ("the council did … call back", Verdict::Altered),
        ("the council did not call back", Verdict::Exact),
        ("They had waited in 2023.", Verdict::Exact),
        ("3 of them gave up.", Verdict::Exact),
        ("Carers told us they waited [sic] a long time, often for many months, …", Verdict::Exact),
    ];
    for (quoted, expected) in table {
        let checked = verdicts(std::slice::from_ref(&report), &[format!("It says “{quoted}” there.")]);
        assert_eq!(checked[0].verdict, expected, "{quoted}\n{:#?}", checked[0].differences);
    }
}
