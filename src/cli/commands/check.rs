use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use crate::{
    analytics::{self, Checking, Draft, MatrixRequest, Reports},
    backend::Assessments,
    cli::{
        args::{CheckArgs, Global},
        ask,
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    model,
    output::{answers, wire},
    readers::{self, Isolation},
    text::system_words,
};

/// A draft is a paper that people read, not a corpus.
const LARGEST_BYTES: u64 = 64 << 20;

/// A draft's quotations and score claims, held against the reports.
pub(in crate::cli) fn check(
    args: &CheckArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let (name, format, bytes) = draft(args)?;
    let isolation = Isolation { program: std::env::current_exe().ok() };
    let reading = isolation.read(format, &bytes).map_err(|problem| Failure::Other {
        code: "unreadable-draft",
        message: format!("`{name}` {}", problem.message),
    })?;
    let index = home::index(global)?;
    let catalogue = index.catalogue();
    let request = MatrixRequest { assessments: Assessments::All, filters: Vec::new() };
    let matrix = analytics::matrix(&index.records()?, catalogue, &request);
    let lines = if reading.lines.is_empty() { readers::lines_of(format, &bytes) } else { reading.lines };
    let draft = Draft { blocks: &reading.blocks, lines: &lines };
    let checking = Checking::new(draft, catalogue, &ask::unlisted_authorities(&index)?);
    let reports = Reports {
        paragraphs: &index.likest(&checking.likenesses())?,
        of: index.paragraph_count(),
        matrix: &matrix,
    };
    let checked = checking.against(reports);
    let forms = Forms {
        text: &|| answers::render_draft(&checked, catalogue, console.screen, console.quiet),
        json: &|repeat| wire::draft_json(&checked, &name, catalogue, repeat),
        paper: &|used| answers::draft_paper(&checked, catalogue, &name, used),
    };
    console.give(&home::repeat(&index)?, &forms)?;
    Ok(Outcome::found(!checked.is_off()))
}

fn draft(args: &CheckArgs) -> Result<(String, model::Format, Vec<u8>), Failure> {
    let fail = |name: &str, why: String| Failure::Other {
        code: "unreadable-draft",
        message: format!("cannot read the draft `{name}`: {why}"),
    };
    let mut bytes = Vec::new();
    let path = args.file.as_deref().filter(|path| *path != Path::new("-"));
    let Some(path) = path else {
        let name = "standard input".to_owned();
        let read = io::stdin().lock().take(LARGEST_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|error| fail(&name, system_words(&error)))?;
        return not_too_large(name, model::Format::Text, bytes);
    };
    let name = path.display().to_string();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let format = model::Format::from_extension(&ending).unwrap_or(model::Format::Text);
    let file = fs::File::open(path).map_err(|error| fail(&name, system_words(&error)))?;
    let read = file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| fail(&name, system_words(&error)))?;
    not_too_large(name, format, bytes)
}

fn not_too_large(
    name: String,
    format: model::Format,
    bytes: Vec<u8>,
) -> Result<(String, model::Format, Vec<u8>), Failure> {
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(Failure::Other {
            code: "unreadable-draft",
            message: format!("the draft `{name}` is larger than 64 MB\ncheck its parts one by one"),
        });
    }
    Ok((name, format, bytes))
}
