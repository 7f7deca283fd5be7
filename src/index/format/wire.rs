//! Paragraphs and ledger rows as they are stored, apart from the values the program works with.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    backend::{FileRecord, Outcome, Stamp},
    model::{
        Authority, EvidenceSource, FileFacts, Kind, Location, Page, PageFacts, Paragraph, ParagraphId,
        Problem, ProblemCode, Published, RatingFact, ReportId, Score, ScoreFact, ScoreSource, Section,
        SharedTexts, Status, Tag,
    },
};

fn to_bytes(wire: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(wire).expect("texts and numbers can always be written")
}

/// Value, evidence in words, line.
#[derive(Serialize, Deserialize)]
struct TagWire<'a, T>(T, &'a str, Option<u32>);

fn tag_out<'a, T, U>(tag: Option<&'a Tag<T>>, value: impl Fn(&'a T) -> U) -> Option<TagWire<'a, U>> {
    tag.map(|tag| TagWire(value(&tag.value), tag.evidence.from.words(), tag.evidence.line))
}

/// `None` where a stored word is not one of ours: damage.
fn tag_in<T, U>(wire: Option<TagWire<'_, U>>, value: impl Fn(U) -> Option<T>) -> Option<Option<Tag<T>>> {
    let Some(TagWire(stored, from, line)) = wire else { return Some(None) };
    Some(Some(Tag::new(value(stored)?, EvidenceSource::from_words(from)?, line)))
}

#[derive(Serialize, Deserialize)]
struct AuthorityWire<'a> {
    name: &'a str,
    gss: Option<&'a str>,
    region: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
struct PageWire<'a> {
    path: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    kind: &'a str,
    #[serde(borrow)]
    authority: Option<TagWire<'a, AuthorityWire<'a>>>,
    #[serde(borrow)]
    statement: Option<TagWire<'a, &'a str>>,
    #[serde(borrow)]
    score: Option<TagWire<'a, u8>>,
    #[serde(borrow)]
    published: Option<TagWire<'a, String>>,
    #[serde(borrow)]
    rating: Option<TagWire<'a, &'a str>>,
    #[serde(borrow)]
    status: Option<TagWire<'a, &'a str>>,
    framework: Option<&'a str>,
    assessment: Option<&'a str>,
}

/// The tags that the paragraphs of a page share, as they are stored with each of them.
pub(in crate::index) struct StoredPage(Vec<u8>);

impl StoredPage {
    pub(in crate::index) fn of(page: &Page) -> Self {
        StoredPage(to_bytes(&PageWire {
            path: &page.path,
            title: page.title.as_deref(),
            url: page.url.as_deref(),
            kind: page.kind.key(),
            authority: tag_out(page.authority.as_ref(), |authority| AuthorityWire {
                name: &authority.name,
                gss: authority.gss.as_deref(),
                region: authority.region.as_deref(),
            }),
            statement: tag_out(page.statement.as_ref(), String::as_str),
            score: tag_out(page.score.as_ref(), |score| score.0),
            published: tag_out(page.published.as_ref(), ToString::to_string),
            rating: tag_out(page.rating.as_ref(), String::as_str),
            status: tag_out(page.status.as_ref(), |status| status.key()),
            framework: page.framework.as_deref(),
            assessment: page.assessment.as_deref(),
        }))
    }
}

fn page_from(bytes: &[u8]) -> Option<Page> {
    let wire: PageWire<'_> = postcard::from_bytes(bytes).ok()?;
    let own = |text: &str| Some(text.to_owned());
    Some(Page {
        path: wire.path.to_owned(),
        title: wire.title.map(str::to_owned),
        url: wire.url.map(str::to_owned),
        kind: Kind::from_key(wire.kind)?,
        authority: tag_in(wire.authority, |authority| {
            Some(Authority {
                name: authority.name.to_owned(),
                gss: authority.gss.map(str::to_owned),
                region: authority.region.map(str::to_owned),
            })
        })?,
        statement: tag_in(wire.statement, own)?,
        score: tag_in(wire.score, |score| Some(Score(score)))?,
        published: tag_in(wire.published, |text| Published::parse(&text))?,
        rating: tag_in(wire.rating, own)?,
        status: tag_in(wire.status, Status::from_key)?,
        framework: wire.framework.map(str::to_owned),
        assessment: wire.assessment.map(str::to_owned),
    })
}

#[derive(Serialize, Deserialize)]
struct ParagraphWire<'a> {
    report: &'a str,
    number: u32,
    section: &'a str,
    subheading: Option<&'a str>,
    line: u32,
    page: Option<u32>,
}

/// The sum of the rest and of the text, the paragraph's own tags, those of its page.
pub(in crate::index) fn paragraph_record(paragraph: &Paragraph, page: &StoredPage) -> Vec<u8> {
    let own = to_bytes(&ParagraphWire {
        report: paragraph.id.report.as_str(),
        number: paragraph.id.number,
        section: paragraph.section.key(),
        subheading: paragraph.subheading.as_deref(),
        line: paragraph.at.line,
        page: paragraph.at.page,
    });
    let tags = [&own[..], &page.0].concat();
    [&sum(&tags, &paragraph.text)[..], &tags].concat()
}

/// CRC-32: chance is what is looked for here, too, and every paragraph of every answer is checked.
fn sum(tags: &[u8], text: &str) -> [u8; 4] {
    let mut sum = crc32fast::Hasher::new();
    sum.update(tags);
    sum.update(text.as_bytes());
    sum.finalize().to_le_bytes()
}

/// `None` if the record or the text is not what was stored.
pub(in crate::index) fn paragraph_from(record: &[u8], text: String) -> Option<Paragraph> {
    let (stored, tags) = record.split_first_chunk()?;
    if sum(tags, &text) != *stored {
        return None;
    }
    let (wire, page): (ParagraphWire<'_>, _) = postcard::take_from_bytes(tags).ok()?;
    Some(Paragraph {
        id: ParagraphId { report: ReportId::from_id(wire.report), number: wire.number },
        text,
        section: Section::from_key(wire.section)?,
        subheading: wire.subheading.map(str::to_owned),
        at: Location { line: wire.line, page: wire.page },
        page: Arc::new(page_from(page)?),
    })
}

#[derive(Serialize, Deserialize)]
struct RecordWire<'a> {
    id: &'a str,
    size: u64,
    time: i64,
    hash: Option<[u8; 32]>,
    #[serde(borrow)]
    outcome: OutcomeWire<'a>,
    paragraphs: u32,
    #[serde(borrow)]
    problems: Vec<ProblemWire<'a>>,
    #[serde(borrow)]
    shared: Vec<ProblemWire<'a>>,
    #[serde(borrow)]
    facts: Option<FactsWire<'a>>,
    near: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
enum OutcomeWire<'a> {
    Skipped,
    /// By the key of its kind.
    Indexed(&'a str),
    DuplicateOf(&'a str),
}

/// Code, line, message.
#[derive(Serialize, Deserialize)]
struct ProblemWire<'a>(&'a str, Option<u32>, &'a str);

#[derive(Serialize, Deserialize)]
struct FactsWire<'a> {
    digest: u128,
    #[serde(borrow)]
    pages: Vec<PageFactsWire<'a>>,
    #[serde(borrow)]
    scores: Vec<FactWire<'a>>,
    #[serde(borrow)]
    ratings: Vec<FactWire<'a>>,
}

#[derive(Serialize, Deserialize)]
struct PageFactsWire<'a> {
    first: u32,
    authority: Option<&'a str>,
    statement: Option<&'a str>,
    score: Option<u8>,
    published: Option<String>,
    /// Empty where there is none.
    sketch: &'a [u8],
}

/// A score of a statement, or an overall rating with its percentage.
#[derive(Serialize, Deserialize)]
struct FactWire<'a> {
    authority: Option<&'a str>,
    assessment: Option<&'a str>,
    /// The key of the statement, or of the rating.
    key: Option<&'a str>,
    number: Option<u8>,
    status: Option<&'a str>,
    source: &'a str,
    line: u32,
    page: Option<u32>,
}

pub(in crate::index) fn ledger_row(record: &FileRecord) -> Vec<u8> {
    to_bytes(&RecordWire {
        id: record.id.as_str(),
        size: record.stamp.size_bytes,
        time: record.stamp.modified_ns,
        hash: record.hash,
        outcome: match &record.outcome {
            Outcome::Indexed(kind) => OutcomeWire::Indexed(kind.key()),
            Outcome::DuplicateOf(report) => OutcomeWire::DuplicateOf(report.as_str()),
            Outcome::Skipped => OutcomeWire::Skipped,
        },
        paragraphs: record.paragraphs,
        problems: record.problems.iter().map(problem_out).collect(),
        shared: record.shared_problems.iter().map(problem_out).collect(),
        facts: record.facts.as_deref().map(facts_out),
        near: record.near_copy_of.as_ref().map(ReportId::as_str),
    })
}

/// `None` if the row is not what was stored.
pub(in crate::index) fn record_from(row: &[u8], names: &mut SharedTexts) -> Option<FileRecord> {
    let wire: RecordWire<'_> = postcard::from_bytes(row).ok()?;
    let problems = |list: Vec<ProblemWire<'_>>| list.into_iter().map(problem_in).collect::<Option<_>>();
    let id = ReportId::from_id(wire.id);
    let mut record = FileRecord {
        id: id.clone(),
        stamp: Stamp { size_bytes: wire.size, modified_ns: wire.time },
        hash: wire.hash,
        outcome: match wire.outcome {
            OutcomeWire::Indexed(kind) => Outcome::Indexed(Kind::from_key(kind)?),
            OutcomeWire::DuplicateOf(report) => Outcome::DuplicateOf(ReportId::from_id(report)),
            OutcomeWire::Skipped => Outcome::Skipped,
        },
        paragraphs: wire.paragraphs,
        problems: problems(wire.problems)?,
        shared_problems: problems(wire.shared)?,
        facts: match wire.facts {
            Some(facts) => Some(Box::new(facts_in(facts, id)?)),
            None => None,
        },
        near_copy_of: wire.near.map(ReportId::from_id),
    };
    record.compact(names);
    Some(record)
}

fn problem_out(problem: &Problem) -> ProblemWire<'_> {
    ProblemWire(problem.code.code(), problem.line, &problem.message)
}

fn problem_in(ProblemWire(code, line, message): ProblemWire<'_>) -> Option<Problem> {
    Some(Problem::new(ProblemCode::from_code(code)?, line, message))
}

fn facts_out(facts: &FileFacts) -> FactsWire<'_> {
    FactsWire {
        digest: facts.digest,
        pages: facts.pages.iter().map(page_facts_out).collect(),
        scores: facts.scores.iter().map(score_out).collect(),
        ratings: facts.ratings.iter().map(rating_out).collect(),
    }
}

fn facts_in(wire: FactsWire<'_>, id: ReportId) -> Option<FileFacts> {
    Some(FileFacts {
        id,
        digest: wire.digest,
        pages: wire.pages.into_iter().map(page_facts_in).collect::<Option<_>>()?,
        scores: wire.scores.iter().map(score_in).collect::<Option<_>>()?,
        ratings: wire.ratings.iter().map(rating_in).collect::<Option<_>>()?,
    })
}

fn page_facts_out(page: &PageFacts) -> PageFactsWire<'_> {
    PageFactsWire {
        first: page.first,
        authority: page.authority.as_deref(),
        statement: page.statement.as_deref(),
        score: page.score.map(|score| score.0),
        published: page.published.map(|published| published.to_string()),
        sketch: page.sketch.as_ref().map_or(&[], |sketch| &sketch[..]),
    }
}

fn page_facts_in(page: PageFactsWire<'_>) -> Option<PageFacts> {
    Some(PageFacts {
        first: page.first,
        authority: page.authority.map(Into::into),
        statement: page.statement.map(Into::into),
        score: page.score.map(Score),
        published: match page.published {
            Some(text) => Some(Published::parse(&text)?),
            None => None,
        },
        sketch: match page.sketch {
            [] => None,
            sketch => Some(sketch.try_into().ok()?),
        },
    })
}

fn score_out(fact: &ScoreFact) -> FactWire<'_> {
    FactWire {
        authority: fact.authority.as_deref(),
        assessment: fact.assessment.as_deref(),
        key: fact.statement.as_deref(),
        number: fact.score.map(|score| score.0),
        status: fact.status.map(Status::key),
        source: fact.source.key(),
        line: fact.at.line,
        page: fact.at.page,
    }
}

fn score_in(fact: &FactWire<'_>) -> Option<ScoreFact> {
    Some(ScoreFact {
        authority: fact.authority.map(Into::into),
        assessment: fact.assessment.map(Into::into),
        statement: fact.key.map(Into::into),
        score: fact.number.map(Score),
        status: status_in(fact.status)?,
        source: ScoreSource::from_key(fact.source)?,
        at: Location { line: fact.line, page: fact.page },
    })
}

fn rating_out(fact: &RatingFact) -> FactWire<'_> {
    FactWire {
        authority: fact.authority.as_deref(),
        assessment: fact.assessment.as_deref(),
        key: fact.rating.as_deref(),
        number: fact.percent,
        status: fact.status.map(Status::key),
        source: fact.source.key(),
        line: fact.at.line,
        page: fact.at.page,
    }
}

fn rating_in(fact: &FactWire<'_>) -> Option<RatingFact> {
    Some(RatingFact {
        authority: fact.authority.map(Into::into),
        assessment: fact.assessment.map(Into::into),
        rating: fact.key.map(Into::into),
        percent: fact.number,
        status: status_in(fact.status)?,
        source: ScoreSource::from_key(fact.source)?,
        at: Location { line: fact.line, page: fact.page },
    })
}

fn status_in(key: Option<&str>) -> Option<Option<Status>> {
    match key {
        Some(key) => Status::from_key(key).map(Some),
        None => Some(None),
    }
}
