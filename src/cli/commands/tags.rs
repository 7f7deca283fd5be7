use std::collections::BTreeMap;

use crate::cli::{
    args::{Format, TagsArgs},
    console::Console,
    exit::{Failure, Outcome},
    home,
};
use crate::{
    corpus,
    model::{Problem, Report, ReportId},
    output::{BOM, csv_paragraphs, markdown_tags, render_tags, wire},
    readers::Isolation,
    tagging::Tagger,
};

/// How files are read: every paragraph with its tags and their evidence, every problem. Writes no index.
pub(in crate::cli) fn tags(args: &TagsArgs, console: &Console) -> Result<Outcome, Failure> {
    let folder = args.paths.iter().find(|path| path.is_dir());
    let authorities = match folder {
        Some(folder) => home::data_file(folder, "authorities.toml")?,
        None => None,
    };
    let catalogue = home::catalogue(authorities.as_deref())?;
    let walk = corpus::walk_paths(&args.paths)?;
    let tagger = Tagger::new(&catalogue, None);
    let isolation = Isolation { program: std::env::current_exe().ok() };

    let mut files: BTreeMap<ReportId, (Option<Report>, Vec<Problem>)> = BTreeMap::new();
    for (id, problem) in walk.skipped {
        files.entry(id).or_default().1.push(problem);
    }
    for file in &walk.files {
        let reading = corpus::load(file).and_then(|bytes| isolation.read(file.format, &bytes));
        let entry = match reading {
            Ok(reading) => {
                let report = tagger.tag(file.id.clone(), reading);
                let problems = report.problems.clone();
                (Some(report), problems)
            }
            Err(problem) => (None, vec![problem]),
        };
        files.insert(file.id.clone(), entry);
    }

    let mut answer = console.open()?;
    let files: Vec<(String, Option<Report>, Vec<Problem>)> = files
        .into_iter()
        .map(|(id, (report, problems))| (path_of(&id, report.as_ref()), report, problems))
        .collect();
    match console.format {
        Format::Text => {
            for (path, report, problems) in &files {
                answer.write(&render_tags(report.as_ref(), path, problems, &catalogue, console.screen))?;
            }
        }
        Format::Jsonl => {
            for (path, report, problems) in &files {
                answer.write(&wire::tags_jsonl(report.as_ref(), path, problems, &catalogue))?;
            }
        }
        Format::Json => {
            let all: Vec<_> =
                files.iter().map(|(p, r, problems)| (p.clone(), r.as_ref(), &problems[..])).collect();
            answer.write(&wire::tags_json(&all, &catalogue))?;
        }
        Format::Csv => {
            if console.writes_file() {
                answer.write(BOM)?;
            }
            let paragraphs =
                files.iter().filter_map(|file| file.1.as_ref()).flat_map(|report| &report.paragraphs);
            answer.write(&csv_paragraphs(paragraphs, &catalogue))?;
        }
        Format::Markdown => {
            for (path, report, problems) in &files {
                answer.write(&markdown_tags(report.as_ref(), path, problems, &catalogue))?;
            }
        }
    }
    answer.finish()?;
    Ok(Outcome::Done)
}

/// The path as its paragraphs have it; of a file without any, its id.
fn path_of(id: &ReportId, report: Option<&Report>) -> String {
    let first = report.and_then(|report| report.paragraphs.first());
    first.map_or_else(|| id.to_string(), |paragraph| paragraph.page.path.clone())
}
