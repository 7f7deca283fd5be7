use super::{Kind, Section};

/// How the publications of a regulator are laid out, as far as a reader of plain lines needs it.
///
/// Forms are lines with places to fill: `{name}` (of an authority), `{score}`, `{label}` (the words
/// for a score), `{rating}`, `{date}`, `{any}`. Case, punctuation and spacing do not count, and a form
/// covers the whole line: "Score: 3 was their own figure" is no score line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Title lines: "{name}: local authority assessment".
    pub titles: Vec<String>,
    /// Title lines so plain that the name must have a council's form: "{name} assessment".
    pub titles_of_councils: Vec<String>,
    /// Headlines of press releases: "CQC rates {name} as {rating}".
    pub headlines: Vec<String>,
    /// Who publishes; never taken for an authority, and wanted in a rated sentence.
    pub regulators: Vec<String>,
    /// "Score: {score}"
    pub score_lines: Vec<String>,
    /// What may stand before a statement's name and its score: "Score for".
    pub score_leads: Vec<String>,
    /// "{score} - Evidence shows {label}"
    pub label_lines: Vec<String>,
    /// Words that make a score or rating provisional: "indicative".
    pub provisional: Vec<String>,
    /// Lines that say the overall rating or percentage and are tags, no text.
    pub rating_lines: Vec<String>,
    /// "Published: {date}"
    pub date_lines: Vec<String>,
    pub labels: Vec<SectionLabel>,
    /// Lines of the website around the report: "Downloads".
    pub skip: Vec<String>,
    /// Headings of lists of contents, whose figures are pages; each is skipped too.
    pub contents: Vec<String>,
    /// What leads from page to page of a website, above or before the other page's name: "Next".
    pub pagers: Vec<String>,
    /// Lines that lead into a list and stand as its sub-heading: "The assessment team found:".
    pub lead_ins: Vec<String>,
    /// How a paragraph begins that closes such a list: "The assessment will be published".
    pub closings: Vec<String>,
    /// Lines of other people's papers that quote reports: "Purpose of the report".
    pub papers: Vec<String>,
}

/// A fixed heading and what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionLabel {
    /// All its spellings; may hold `{name}`.
    pub forms: Vec<String>,
    pub section: Section,
    /// The sort of page that it begins or belongs to; `None` on statement pages.
    pub page: Option<Kind>,
    /// Whether it is also the sub-heading of its paragraphs.
    pub subheading: bool,
    /// Whether a list of scores follows.
    pub score_list: bool,
    /// Whether the page holds nothing but this part (`Overall summary` begins a page, `Financial facts` does not).
    pub begins_page: bool,
}
