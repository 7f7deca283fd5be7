use std::collections::BTreeMap;

use crate::{
    cli::{
        args::{Format, TagsArgs},
        console::Console,
        exit::{Failure, Outcome},
        home,
    },
    corpus::{self, SourceFile},
    model::{CollectedFacts, Problem, Report, ReportId},
    output::{Use, markdown_about, markdown_tags, render_tags, tags_paper, wire},
    readers::Isolation,
    tagging::{Tagger, across_files, facts_of},
};

/// How files are read: every paragraph with its tags and their evidence, every problem, those too
/// that show only when files are held against each other. Writes no index.
pub(in crate::cli) fn tags(args: &TagsArgs, console: &Console) -> Result<Outcome, Failure> {
    let corpus = args.paths.iter().find_map(|path| corpus::corpus_above(path));
    let corpus = corpus.as_deref();
    let walk = corpus::walk_paths(&args.paths, corpus)?;
    let data = |name| corpus.map_or(Ok(None), |folder| home::data_file(folder, name));
    let catalogue = home::catalogue(data("authorities.toml")?.as_deref())?;
    let overrides = corpus.map_or(Ok(None), |folder| home::overrides(folder, &catalogue))?;
    let tagger = Tagger::new(&catalogue, overrides);
    let isolation = Isolation { program: std::env::current_exe().ok() };

    let mut files: BTreeMap<ReportId, Tagged> = BTreeMap::new();
    for (id, problem) in walk.skipped {
        files.entry(id).or_default().problems.push(problem);
    }
    for (file, tagged) in walk.files.iter().zip(tag_all(&walk.files, &tagger, &isolation)) {
        files.insert(file.id.clone(), tagged);
    }
    let facts: CollectedFacts =
        files.values().filter_map(|file| file.report.as_ref().map(facts_of)).collect();
    let across = across_files(&facts);
    for (id, file) in &mut files {
        file.problems.extend(across.problems_of(id));
    }
    let files: Vec<(String, Option<Report>, Vec<Problem>)> = files
        .into_iter()
        .map(|(id, file)| (path_of(&id, file.report.as_ref()), file.report, file.problems))
        .collect();

    let repeat = home::repeat_of(&home::versions());
    if matches!(console.format, Format::Csv | Format::Html | Format::Xlsx) {
        let used = if console.format == Format::Html { Use::Page } else { Use::Table };
        let reports = files.iter().filter_map(|(_, report, _)| report.as_ref());
        let paragraphs = reports.flat_map(|report| &report.paragraphs);
        let problems = files.iter().flat_map(|(path, _, all)| all.iter().map(|one| (path.as_str(), one)));
        console.give_paper(tags_paper(paragraphs, problems, &catalogue, used), &repeat)?;
        return Ok(Outcome::Done);
    }
    let mut answer = console.open()?;
    match console.format {
        Format::Text => {
            for (path, report, problems) in &files {
                answer.write(&render_tags(report.as_ref(), path, problems, &catalogue, console.screen))?;
            }
            if !console.quiet {
                answer.write(&repeat.line(console.screen))?;
            }
        }
        Format::Jsonl => {
            for (path, report, problems) in &files {
                for line in wire::tags_jsonl(report.as_ref(), path, problems, &catalogue) {
                    answer.write(&line)?;
                }
            }
        }
        Format::Json => {
            let all: Vec<_> =
                files.iter().map(|(p, r, problems)| (p.clone(), r.as_ref(), &problems[..])).collect();
            answer.write(&wire::tags_json(&all, &catalogue, &repeat))?;
        }
        Format::Markdown => {
            for (path, report, problems) in &files {
                answer.write(&markdown_tags(report.as_ref(), path, problems, &catalogue))?;
            }
            if !console.quiet {
                answer.write(&markdown_about(&repeat.about()))?;
            }
        }
        Format::Csv | Format::Html | Format::Xlsx => unreachable!("these are given as a whole"),
    }
    answer.finish()?;
    Ok(Outcome::Done)
}

/// The path as its paragraphs have it; of a file without any, its id.
fn path_of(id: &ReportId, report: Option<&Report>) -> String {
    let first = report.and_then(|report| report.paragraphs.first());
    first.map_or_else(|| id.to_string(), |paragraph| paragraph.page.path.clone())
}

#[derive(Debug, Default)]
struct Tagged {
    report: Option<Report>,
    problems: Vec<Problem>,
}

/// In the order of the files, whatever the number of threads.
fn tag_all(files: &[SourceFile], tagger: &Tagger, isolation: &Isolation) -> Vec<Tagged> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = files.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = files
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().map(|file| tag(file, tagger, isolation)).collect::<Vec<_>>())
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("readers and tagger keep their panics"))
            .collect()
    })
}

fn tag(file: &SourceFile, tagger: &Tagger, isolation: &Isolation) -> Tagged {
    match corpus::load(file).and_then(|bytes| isolation.read(file.format, &bytes)) {
        Ok(reading) => {
            let report = tagger.tag(file.id.clone(), reading);
            Tagged { problems: report.problems.clone(), report: Some(report) }
        }
        Err(problem) => Tagged { report: None, problems: vec![problem] },
    }
}
