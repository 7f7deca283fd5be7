//! Every option of the program. What a value means is for the rooms below to say: authorities,
//! statements and dates arrive here as typed.

use std::{path::PathBuf, str::FromStr};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Search what inspection reports say, paragraph by paragraph: filtered by authority, quality
/// statement and score, counted exactly, quoted word for word.
#[derive(Debug, Parser)]
#[command(
    name = "findings",
    version,
    max_term_width = 80,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  findings search hospital discharge delays --score 1,2\n  \
                  findings search --phrase 'waiting list' --authority Barnet\n  \
                  findings count carers --by authority,score\n\n\
                  Exit codes: 0 found or done, 1 nothing found, 2 stopped with a message, 130 interrupted."
)]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
    #[command(flatten)]
    pub(in crate::cli) global: Global,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Global {
    /// The index folder [default: $FINDINGS_INDEX, else ./index]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(in crate::cli) index: Option<PathBuf>,
    /// Colours: on a terminal, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub(in crate::cli) color: When,
    /// Only the answer: no header, footer or notes
    #[arg(short, long, global = true)]
    pub(in crate::cli) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Build the index from a folder of reports, or bring it up to date
    Index(IndexArgs),
    /// Find paragraphs, the best first
    Search(Box<SearchArgs>),
    /// Count paragraphs by authority, statement, score …
    Count(Box<CountArgs>),
    /// List the fields, or one field's values with their counts
    Facets(Box<FacetsArgs>),
    /// Show one paragraph in its place
    Show(ShowArgs),
    /// Show how files are read: paragraphs, tags, evidence, problems
    Tags(TagsArgs),
    /// Which authority was given which score, and where it is said
    #[command(mut_arg("section", |arg| arg.hide(true)), mut_arg("kind", |arg| arg.hide(true)))]
    Scores(Box<ScoresArgs>),
    /// Councils side by side: scores, counts, the best paragraphs for a query
    #[command(
        override_usage = "findings compare [OPTIONS] AUTHORITY AUTHORITY... [QUERY]...",
        mut_arg("authority", |arg| arg.hide(true))
    )]
    Compare(Box<CompareArgs>),
    /// Check a draft's quotations and score claims against the reports
    Check(CheckArgs),
    /// Cite paragraphs: plain, as Markdown, for a reference manager
    Cite(CiteArgs),
    /// What is indexed, from where, and which files have problems
    Status(StatusArgs),
    /// Check the index against itself and against the corpus
    Verify(VerifyArgs),
    /// Help on a command or a topic: tagging, query, fields, formats, json, exit-codes
    Help(HelpArgs),
    /// Print the completion script of a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
    /// Reads one file on standard input, apart from the main process
    #[command(name = "__read", hide = true)]
    Read(ReadArgs),
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct IndexArgs {
    /// The folder of reports [default: that of the index, of a new one `corpus`]
    pub(in crate::cli) corpus: Option<PathBuf>,
    /// Read every file again and write a new index
    #[arg(long)]
    pub(in crate::cli) rebuild: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Threads that read files [default: one for each core]
    #[arg(long, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    pub(in crate::cli) threads: Option<u16>,
    /// How to tell of progress: a bar on a terminal, plain lines, nothing
    #[arg(long, value_name = "HOW", default_value = "auto", hide_default_value = true)]
    pub(in crate::cli) progress: Progress,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Progress {
    Auto,
    Plain,
    None,
}

/// What to look for.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(in crate::cli) struct QueryArgs {
    /// Words, "phrases", AND, OR, NOT, field:value; after -- nothing is an option
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) words: Vec<String>,
    /// Any of the words will do
    #[arg(long, help_heading = "Words")]
    pub(in crate::cli) any: bool,
    /// These words in this order (repeatable; all must be there)
    #[arg(long, value_name = "TEXT", help_heading = "Words")]
    pub(in crate::cli) phrase: Vec<String>,
    /// None of the paragraphs with this (repeatable)
    #[arg(long, value_name = "TEXT", help_heading = "Words")]
    pub(in crate::cli) not: Vec<String>,
    /// The words as typed: no other word forms, no synonyms
    #[arg(long, help_heading = "Words")]
    pub(in crate::cli) exact: bool,
    /// No synonyms
    #[arg(long, help_heading = "Words")]
    pub(in crate::cli) no_synonyms: bool,
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Which assessments of an authority: the latest, or all
    #[arg(long, value_name = "WHICH", default_value = "all", help_heading = "Filters")]
    pub(in crate::cli) assessments: Which,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Which {
    Latest,
    #[default]
    All,
}

/// Each may be repeated or hold several values parted by commas: any of them. `none` stands for
/// paragraphs without that tag.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(next_help_heading = "Filters")]
pub(in crate::cli) struct FilterArgs {
    /// Council: name, other name or GSS code
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) authority: Vec<String>,
    /// Region of England
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) region: Vec<String>,
    /// Quality statement: number, key or name
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) statement: Vec<String>,
    /// Theme: working, providing, safety, leadership
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) theme: Vec<String>,
    /// Score: 2, 1..2, 3.., none
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true)]
    pub(in crate::cli) score: Vec<String>,
    /// Overall rating
    #[arg(long, value_name = "RATING")]
    pub(in crate::cli) rating: Vec<String>,
    /// Part of a report: findings, summary, press, other; all
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) section: Vec<String>,
    /// Kind of report: statement-page, overview, press-release …
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) kind: Vec<String>,
    /// Month of publication: 2025, 2025-01, 2025-01..2025-06
    #[arg(long, value_name = "WHEN")]
    pub(in crate::cli) published: Vec<String>,
    /// Status of the score: formal, or indicative (of a pilot)
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) status: Vec<String>,
    /// Framework: cqc-la-2023
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) framework: Vec<String>,
    /// Assessment: council and month, barnet/2025-01
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) assessment: Vec<String>,
    /// Not this council (so for every filter: --not-score, --not-statement …)
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) not_authority: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_region: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_statement: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_theme: Vec<String>,
    #[arg(long, value_name = "SCORE", hide = true, allow_negative_numbers = true)]
    pub(in crate::cli) not_score: Vec<String>,
    #[arg(long, value_name = "RATING", hide = true)]
    pub(in crate::cli) not_rating: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_section: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_kind: Vec<String>,
    #[arg(long, value_name = "WHEN", hide = true)]
    pub(in crate::cli) not_published: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_status: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_framework: Vec<String>,
    #[arg(long, value_name = "NAME", hide = true)]
    pub(in crate::cli) not_assessment: Vec<String>,
}

/// How to write the answer.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct OutputArgs {
    /// text, json, jsonl, csv, markdown, html, xlsx
    #[arg(ignore_case = true, long, value_name = "FORMAT", hide_possible_values = true)]
    pub(in crate::cli) format: Option<Format>,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    pub(in crate::cli) json: bool,
    /// Write to a file; its ending gives the format (csv, xlsx, html, md, json, jsonl, txt)
    #[arg(short, long = "output", value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    #[value(alias = "txt")]
    Text,
    Json,
    Jsonl,
    Csv,
    #[value(alias = "md")]
    Markdown,
    /// One page, without script
    Html,
    /// A spreadsheet; only to a file
    Xlsx,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct SearchArgs {
    #[command(flatten)]
    pub(in crate::cli) query: QueryArgs,
    /// How many paragraphs to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = whole_number::<usize>, allow_negative_numbers = true, help_heading = "Page")]
    pub(in crate::cli) limit: usize,
    /// How many to pass over first
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole_number::<usize>, allow_negative_numbers = true, help_heading = "Page")]
    pub(in crate::cli) offset: usize,
    /// All that match, on the screen or in a file
    #[arg(long, conflicts_with = "limit", help_heading = "Page")]
    pub(in crate::cli) all: bool,
    /// Order: relevance, score, authority, statement, published
    #[arg(
        ignore_case = true,
        long,
        value_name = "BY",
        default_value = "relevance",
        hide_possible_values = true,
        help_heading = "Page"
    )]
    pub(in crate::cli) sort: SortBy,
    /// Put hits together by authority, statement or score
    #[arg(ignore_case = true, long, value_name = "BY", hide_possible_values = true, help_heading = "Page")]
    pub(in crate::cli) group_by: Option<GroupBy>,
    /// Counts of these fields beside the hits, parted by commas
    #[arg(long, value_name = "FIELDS", help_heading = "Page")]
    pub(in crate::cli) facets: Vec<String>,
    /// One sentence a hit: why it is where it is
    #[arg(long, conflicts_with = "cite", help_heading = "Output")]
    pub(in crate::cli) explain: bool,
    /// The hits as citations: plain, markdown, ris (or -o FILE.ris)
    #[arg(ignore_case = true, long, value_name = "STYLE", num_args = 0..=1, require_equals = true, default_missing_value = "plain", hide_possible_values = true, help_heading = "Output")]
    pub(in crate::cli) cite: Option<CiteStyle>,
    /// Timings, on standard error
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) stats: bool,
    /// Only how many match
    #[arg(short, long, conflicts_with = "cite", help_heading = "Output")]
    pub(in crate::cli) count: bool,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SortBy {
    Relevance,
    Score,
    Authority,
    Statement,
    Published,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum GroupBy {
    Authority,
    Statement,
    Score,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct CountArgs {
    #[command(flatten)]
    pub(in crate::cli) query: QueryArgs,
    /// Count by a field; A,B is a table of both (repeatable)
    #[arg(long, value_name = "FIELD[,FIELD]", help_heading = "Counting")]
    pub(in crate::cli) by: Vec<String>,
    /// What to count
    #[arg(
        ignore_case = true,
        long,
        value_name = "UNIT",
        default_value = "paragraphs",
        help_heading = "Counting"
    )]
    pub(in crate::cli) unit: Unit,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Unit {
    Paragraphs,
    Reports,
    Authorities,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct FacetsArgs {
    /// One field; without it, all of them
    pub(in crate::cli) field: Option<String>,
    /// Only values whose name or alias holds this
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) grep: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct ShowArgs {
    /// A paragraph id, as every hit gives it: barnet/pathways.txt#4
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,
    /// How many paragraphs before and after
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole_number::<u32>, allow_negative_numbers = true)]
    pub(in crate::cli) context: u32,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct TagsArgs {
    /// Files or folders
    #[arg(value_name = "PATH", required = true)]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct ScoresArgs {
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Which assessments of an authority: the latest, or all
    #[arg(long, value_name = "WHICH", default_value = "latest", help_heading = "Filters")]
    pub(in crate::cli) assessments: Which,
    /// List what contradicts itself: sources, label words, rating against scores (exit 1 if anything does)
    #[arg(long)]
    pub(in crate::cli) check: bool,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct HelpArgs {
    /// A command, or tagging, query, fields, formats, json, exit-codes
    pub(in crate::cli) topic: Option<String>,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct CompletionsArgs {
    /// bash, zsh, fish, powershell, elvish
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct CompareArgs {
    /// Two councils or more, then perhaps a query: Barnet Camden hospital discharge
    #[arg(value_name = "AUTHORITY... [QUERY]")]
    pub(in crate::cli) words: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
    /// Paragraphs to show of each council
    #[arg(short = 'n', long, value_name = "N", default_value_t = 2, value_parser = whole_number::<usize>, allow_negative_numbers = true, help_heading = "Page")]
    pub(in crate::cli) limit: usize,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct CheckArgs {
    /// The draft (text, Markdown, web page, Word, PDF); - or nothing reads standard input
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct CiteArgs {
    /// Paragraph ids, as every hit gives them: barnet/pathways.txt#4
    #[arg(value_name = "ID", required = true)]
    pub(in crate::cli) ids: Vec<String>,
    /// plain, markdown, ris (or -o FILE.ris) [default: plain]
    #[arg(ignore_case = true, long, value_name = "STYLE", hide_possible_values = true)]
    pub(in crate::cli) style: Option<CiteStyle>,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CiteStyle {
    Plain,
    Markdown,
    /// For reference managers
    Ris,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct StatusArgs {
    /// List every problem of every file
    #[arg(long)]
    pub(in crate::cli) problems: bool,
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct VerifyArgs {
    #[command(flatten)]
    pub(in crate::cli) output: OutputArgs,
}

#[derive(Clone, Debug, ClapArgs)]
pub(in crate::cli) struct ReadArgs {
    /// How the bytes are to be read
    pub(in crate::cli) format: String,
}

/// As clap reads numbers, but refused in our words.
fn whole_number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let refused = match text.strip_prefix('-') {
            Some(_) => "it takes a whole number, and none below 0",
            None if digits && !text.is_empty() => "it takes no number so large",
            None => "it takes a whole number",
        };
        refused.to_owned()
    })
}

fn threads(text: &str) -> Result<u16, String> {
    let range = 1..=256;
    let count = text.parse().ok().filter(|count| range.contains(count));
    count.ok_or_else(|| format!("it takes a whole number from {} to {}", range.start(), range.end()))
}
