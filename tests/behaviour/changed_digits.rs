//! `scores --check` on reports that agree, and on the same reports with one digit changed: wherever a score or an
//! overall percentage stands, the change is found.

use std::{fs, path::Path};

use findings::{
    analytics::{self, MatrixRequest},
    backend::{Assessments, FileRecord, Outcome, Stamp, answers::Conflict},
    model::{Catalogue, Format, ReportId},
    readers,
    tagging::{Tagger, facts_of},
};

use crate::making::{
    docx,
    pdf::{LAYOUT, Look, report},
};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

fn texts() -> Vec<(String, Format, String)> {
    let files = walkdir::WalkDir::new(CORPUS).sort_by_file_name().into_iter().map(Result::unwrap);
    let mut texts = Vec::new();
    for entry in files.filter(|entry| entry.file_type().is_file()) {
        let id = entry.path().strip_prefix(CORPUS).unwrap().to_string_lossy().replace('\\', "/");
        let ending = entry.path().extension().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(format) = Format::from_extension(&ending) {
            texts.push((id, format, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    texts
}

fn record(id: &str, format: Format, bytes: &[u8], tagger: &Tagger) -> FileRecord {
    let id = ReportId::from_id(id);
    let report = tagger.tag(id.clone(), readers::read(format, bytes).unwrap());
    FileRecord {
        id,
        stamp: Stamp::default(),
        hash: None,
        outcome: Outcome::Indexed(report.kind),
        paragraphs: u32::try_from(report.paragraphs.len()).unwrap(),
        problems: report.problems.clone(),
        shared_problems: Vec::new(),
        facts: Some(Box::new(facts_of(&report))),
        near_copy_of: None,
    }
}

fn conflicts(records: &[FileRecord], catalogue: &Catalogue) -> Vec<Conflict> {
    let request = MatrixRequest { assessments: Assessments::All, filters: Vec::new() };
    analytics::conflicts(&analytics::matrix(records, catalogue, &request), records, catalogue)
}

/// The text with the last number of that value on a line made another.
fn changed(text: &str, line: u32, value: u8, other: u8) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    // A list of scores may be read as one paragraph that begins some lines above.
    let from = line as usize - 1;
    let value = value.to_string();
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    for line in &mut lines[from..] {
        let found = line.rmatch_indices(&value).map(|(at, _)| at).find(|at| {
            let before = at.checked_sub(1).and_then(|at| line.as_bytes().get(at));
            !is_digit(before) && !is_digit(line.as_bytes().get(at + value.len()))
        });
        if let Some(at) = found {
            line.replace_range(at..at + value.len(), &other.to_string());
            return lines.join("\n");
        }
    }
    panic!("no {value} from line {} on", from + 1);
}

fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::embedded();
    let own = fs::read_to_string(Path::new(CORPUS).join("authorities.toml"));
    if let Ok(own) = own {
        catalogue.add_authorities("authorities.toml", &own).unwrap();
    }
    catalogue
}

/// Every number that a report states, by its line, with those it is changed to.
fn faults(record: &FileRecord) -> Vec<(u32, u8, u8)> {
    let scores = record.scores().iter().filter_map(|fact| Some((fact.at.line, fact.score?.0)));
    let scores = scores.flat_map(|(line, score)| {
        (1..=4).filter(move |other| *other != score).map(move |other| (line, score, other))
    });
    let ratings = record.ratings().iter().filter_map(|fact| Some((fact.at.line, fact.percent?)));
    let ratings = ratings.flat_map(|(line, percent)| {
        [percent - 1, percent + 1, percent - 10].map(move |other| (line, percent, other))
    });
    scores.chain(ratings).collect()
}

/// A text of a format as a file of another.
type Form = dyn Fn(&str, Format) -> (Format, Vec<u8>);

/// Every fault of every report (or each so-manieth), as the form makes them of the lines of a text.
fn all_are_found(texts: &[(String, Format, String)], form: &Form, each: usize) {
    let catalogue = catalogue();
    let tagger = Tagger::new(&catalogue, None);
    let formed = |id: &str, format: Format, text: &str| {
        let (format, bytes) = form(text, format);
        record(id, format, &bytes, &tagger)
    };
    let records: Vec<FileRecord> = texts.iter().map(|(id, format, text)| formed(id, *format, text)).collect();
    assert_eq!(conflicts(&records, &catalogue), [], "the reports as they are");
    let (mut tried, mut missed) = (0, Vec::new());
    for (at, (id, format, text)) in texts.iter().enumerate() {
        let stated = record(id, *format, text.as_bytes(), &tagger);
        for (line, value, other) in faults(&stated).into_iter().skip(at % each).step_by(each) {
            let mut records = records.clone();
            records[at] = formed(id, *format, &changed(text, line, value, other));
            tried += 1;
            if conflicts(&records, &catalogue).is_empty() {
                missed.push(format!("{id}, line {line}: {value} made {other}"));
            }
        }
    }
    assert!(tried * each > 150, "{tried}");
    assert!(missed.is_empty(), "{} of {tried}:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn any_one_score_or_percentage_that_is_changed_is_found() {
    all_are_found(&texts(), &|text, format| (format, text.as_bytes().to_vec()), 1);
}

/// The reports that are plain text, line by line: whether it is an item of a list, and its words.
fn lines(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.strip_prefix("- ").map_or((false, line), |item| (true, item)))
}

fn plain_texts() -> Vec<(String, Format, String)> {
    texts().into_iter().filter(|(_, format, _)| *format == Format::Text).collect()
}

#[test]
fn a_changed_digit_is_found_in_pages() {
    let page = |text: &str, _| {
        let mut lines = lines(text);
        let title = lines.next().unwrap().1;
        let body: Vec<String> = lines
            .map(
                |(item, line)| {
                    if item { format!("<ul><li>{line}</li></ul>") } else { format!("<p>{line}</p>") }
                },
            )
            .collect();
        let page = format!("<html><body><main><h1>{title}</h1>\n{}</main></body></html>", body.join("\n"));
        (Format::Html, page.into_bytes())
    };
    all_are_found(&plain_texts(), &page, 1);
}

#[test]
fn a_changed_digit_is_found_in_word_files() {
    let file = |text: &str, _| {
        let body: String = lines(text)
            .map(|(item, line)| if item { docx::list_item(line) } else { docx::paragraph("Normal", line) })
            .collect();
        (Format::Docx, docx::document(&body))
    };
    all_are_found(&plain_texts(), &file, 1);
}

#[test]
fn a_changed_digit_is_found_in_pdf() {
    let file = |text: &str, _| {
        let mut paragraphs: Vec<(Look, &str)> =
            lines(text).map(|(item, line)| (if item { Look::Item } else { Look::Text }, line)).collect();
        paragraphs[0].0 = Look::Title;
        for (look, line) in &mut paragraphs {
            if *look == Look::Text && line.len() < 60 && !line.ends_with('.') {
                *look = Look::Label;
            }
        }
        (Format::Pdf, report(&paragraphs, LAYOUT))
    };
    // A PDF takes its time to be read.
    all_are_found(&plain_texts(), &file, 7);
}
