use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    backend::{CorpusSettings, FileRecord, Start, Totals},
    cli::{
        args::{Format, Global, IndexArgs, Progress},
        console::Console,
        exit::{Failure, Outcome},
        home, interrupt, network,
        progress::Reporter,
    },
    corpus::{self, Walk},
    index::{Effort, Index, Writer, start_of},
    ingest::{self, IngestError, Job, Summary},
    model::ReportId,
    output::{FirstProblems, RunSummary, render_run, run_paper, wire},
    query::Lexicon,
    readers::Isolation,
    tagging::{Overrides, Tagger},
    text::escape,
};

/// Builds the index of a corpus or brings it up to date.
pub(in crate::cli) fn index(
    args: &IndexArgs,
    global: &Global,
    console: &Console,
) -> Result<Outcome, Failure> {
    let place = home::index_place(global);
    let corpus = args.corpus.clone().map_or_else(|| home::corpus_of(&place), Ok)?;
    let place = place.folder;
    let order = Order {
        corpus: &corpus,
        index: &place,
        rebuild: args.rebuild,
        dry: args.dry_run,
        threads: args.threads.map(usize::from),
        progress: args.progress,
    };
    let summary = build(&order, console)?;
    let index = if args.dry_run && summary.fresh { None } else { Some(Index::open_in_pieces(&place)?) };
    let lists_all = console.format != Format::Text;
    let mut records = Vec::new();
    let mut totals = Totals::default();
    if let Some(index) = &index {
        totals = name_problems(index, console)?;
        if lists_all {
            records = index.records_as(FileRecord::without_facts)?;
        }
    }
    let shown = RunSummary {
        corpus: corpus.display().to_string(),
        index: place.display().to_string(),
        run: &summary.run,
        settings: summary.settings.as_deref(),
        totals: &totals,
        committed: summary.committed,
        size_bytes: match index {
            Some(index) if !args.dry_run => Some(index.size_bytes()?),
            _ => None,
        },
        named: &summary.named,
    };
    let dry = args.dry_run;
    let text = match console.format {
        Format::Json | Format::Jsonl => wire::run_json(&shown, &records, dry),
        Format::Csv | Format::Markdown | Format::Html | Format::Xlsx => {
            console.hand_in(&run_paper(&shown, &records, dry))?;
            return Ok(Outcome::Done);
        }
        Format::Text if console.quiet => String::new(),
        Format::Text => render_run(&shown, dry, console.screen),
    };
    console.answer(&text)?;
    Ok(Outcome::Done)
}

/// Every file that gave nothing, and what is doubtful in the others. Quiet or not, a report that is missing
/// from every answer is named. Rows are read one by one: very many do not fill the memory.
pub(in crate::cli) fn name_problems(index: &Index, console: &Console) -> Result<Totals, Failure> {
    let mut totals = Totals::default();
    let mut first = FirstProblems::default();
    index.each_record(&mut |record| {
        totals.add(&record);
        first.add(&record);
    })?;
    console.say(&first.render(!console.quiet, "findings status --problems"));
    Ok(totals)
}

/// What is to be built from what.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Order<'a> {
    pub(in crate::cli) corpus: &'a Path,
    pub(in crate::cli) index: &'a Path,
    pub(in crate::cli) rebuild: bool,
    pub(in crate::cli) dry: bool,
    pub(in crate::cli) threads: Option<usize>,
    pub(in crate::cli) progress: Progress,
}

/// One run. The corpus is looked at before the index folder is touched.
pub(in crate::cli) fn build(order: &Order<'_>, console: &Console) -> Result<Summary, Failure> {
    let started = SystemTime::now();
    let [before, after] = [
        IngestError::Interrupted.to_string(),
        "interrupted when all was done; the new index is complete and in use".to_owned(),
    ]
    .map(|message| console.words_of(&Failure::Other { code: "interrupted", message }));
    interrupt::watch(move |committed| if committed { after.clone() } else { before.clone() });
    let walk = corpus::walk(order.corpus)?;
    let files = walk.files.len();
    refuse_index_inside_corpus(order)?;
    let settings = settings(order.corpus)?;
    if let Some(own) = &settings.synonyms {
        Lexicon::embedded().add_synonyms("synonyms.toml", own)?;
    }
    let catalogue = home::catalogue(settings.authorities.as_deref())?;
    let overrides = home::overrides(order.corpus, &catalogue)?;
    if let Some(overrides) = &overrides {
        name_idle(overrides, &walk, console);
    }
    drop(walk);
    let tagger = Tagger::new(&catalogue, overrides);
    let isolation = Isolation { program: std::env::current_exe().ok() };
    let start = start_of(order.index, &settings, order.rebuild)?;
    let last_started_ns = match start {
        Start::Update { .. } => Index::open(order.index)?.last_run().started_ns,
        Start::FirstBuild | Start::Rebuild(_) => 0,
    };
    let threads = order.threads.unwrap_or_else(cores);
    let job = Job {
        corpus: order.corpus,
        tagger: &tagger,
        isolation: &isolation,
        threads,
        stop: interrupt::stop(),
        started,
        last_started_ns,
    };
    let mut reporter = Reporter::new(order.progress, console.quiet);
    if order.dry {
        let records = match start {
            Start::Update { .. } => Index::open(order.index)?.records_as(FileRecord::without_facts)?,
            Start::FirstBuild | Start::Rebuild(_) => Vec::new(),
        };
        return Ok(ingest::dry_run(&job, &start, records)?);
    }
    if let Some(kind) = network::kind_of(order.index) {
        console.remark(&format!(
            "note: {} lies on a network file system ({kind}), where locks and safe writing are not certain; keep the index on a disk of this machine: --index FOLDER\n",
            escape(&order.index.to_string_lossy())
        ));
    }
    let writer = Writer::open(order.index, &catalogue, settings, order.rebuild, Effort { threads, files })?;
    let summary = ingest::update(&job, writer, &mut |step| reporter.report(step));
    reporter.finish();
    Ok(summary?)
}

/// A line of the overrides that settles nothing is a slip that nothing else would show.
fn name_idle(overrides: &Overrides, walk: &Walk, console: &Console) {
    let skipped = walk.skipped.iter().map(|(id, _)| id);
    let ids = walk.files.iter().map(|file| &file.id).chain(skipped).map(ReportId::as_str).collect();
    for idle in overrides.idle(&ids) {
        console.remark(&format!(
            "note: overrides.toml, line {}: no file matches `{}`, so the line tags nothing\n",
            idle.line,
            escape(&idle.path)
        ));
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// What the corpus itself says about how it is to be read.
fn settings(corpus: &Path) -> Result<CorpusSettings, Failure> {
    let absolute = std::path::absolute(corpus).unwrap_or_else(|_| corpus.to_owned());
    let shown: PathBuf = std::fs::canonicalize(corpus).unwrap_or(absolute);
    Ok(CorpusSettings {
        corpus: shown.display().to_string(),
        authorities: home::data_file(corpus, "authorities.toml")?,
        synonyms: home::data_file(corpus, "synonyms.toml")?,
        overrides: home::data_file(corpus, "overrides.toml")?,
        versions: home::versions(),
    })
}

/// An index among the reports would be read as reports by the next run.
fn refuse_index_inside_corpus(order: &Order<'_>) -> Result<(), Failure> {
    let real =
        |path: &Path| std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_default();
    let (corpus, index) = (real(order.corpus), real(order.index));
    if index.starts_with(&corpus) {
        return Err(Failure::usage(
            "index-inside-corpus",
            format!(
                "the index folder `{}` lies inside the corpus `{}`\nname another folder with --index",
                order.index.display(),
                order.corpus.display()
            ),
        ));
    }
    Ok(())
}
