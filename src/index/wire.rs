//! Paragraphs and ledger rows as they are stored, apart from the values the program works with.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::backend::{FileRecord, Outcome, Stamp};
use crate::model::{
    Authority, EvidenceSource, FileFacts, Kind, Location, Page, PageFacts, Paragraph, ParagraphId, Problem,
    ProblemCode, Published, RatingFact, ReportId, Score, ScoreFact, ScoreSource, Section, SharedTexts,
    Sketch, Status, Tag,
};

#[derive(Serialize, Deserialize)]
struct TagWire<T>(T, String, Option<u32>);

fn tag_out<T, U>(tag: Option<&Tag<T>>, value: impl Fn(&T) -> U) -> Option<TagWire<U>> {
    tag.map(|tag| TagWire(value(&tag.value), tag.evidence.from.words().to_owned(), tag.evidence.line))
}

/// `Err` where a stored word is not one of ours: damage.
fn tag_in<T, U>(wire: Option<TagWire<U>>, value: impl Fn(U) -> Option<T>) -> Option<Option<Tag<T>>> {
    let Some(TagWire(stored, from, line)) = wire else { return Some(None) };
    Some(Some(Tag::new(value(stored)?, EvidenceSource::from_words(&from)?, line)))
}

#[derive(Serialize, Deserialize)]
struct AuthorityWire {
    n: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    g: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PageWire {
    path: String,
    title: Option<String>,
    url: Option<String>,
    kind: String,
    authority: Option<TagWire<AuthorityWire>>,
    statement: Option<TagWire<String>>,
    score: Option<TagWire<u8>>,
    published: Option<TagWire<String>>,
    rating: Option<TagWire<String>>,
    status: Option<TagWire<String>>,
    framework: Option<String>,
    assessment: Option<String>,
}

/// The tags that the paragraphs of a page share, as they are stored with each of them.
pub(super) struct StoredPage {
    json: String,
    hash: blake3::Hash,
}

impl StoredPage {
    pub(super) fn of(page: &Page) -> Self {
        let json = page_to_json(page);
        StoredPage { hash: blake3::hash(json.as_bytes()), json }
    }
}

fn page_to_json(page: &Page) -> String {
    let wire = PageWire {
        path: page.path.clone(),
        title: page.title.clone(),
        url: page.url.clone(),
        kind: page.kind.key().to_owned(),
        authority: tag_out(page.authority.as_ref(), |a| AuthorityWire {
            n: a.name.clone(),
            g: a.gss.clone(),
            r: a.region.clone(),
        }),
        statement: tag_out(page.statement.as_ref(), Clone::clone),
        score: tag_out(page.score.as_ref(), |score| score.0),
        published: tag_out(page.published.as_ref(), ToString::to_string),
        rating: tag_out(page.rating.as_ref(), Clone::clone),
        status: tag_out(page.status.as_ref(), |status| status.key().to_owned()),
        framework: page.framework.clone(),
        assessment: page.assessment.clone(),
    };
    serde_json::to_string(&wire).expect("strings and numbers have a JSON form")
}

fn page_from_json(json: &str) -> Option<Page> {
    let wire: PageWire = serde_json::from_str(json).ok()?;
    Some(Page {
        path: wire.path,
        title: wire.title,
        url: wire.url,
        kind: Kind::from_key(&wire.kind)?,
        authority: tag_in(wire.authority, |a| Some(Authority { name: a.n, gss: a.g, region: a.r }))?,
        statement: tag_in(wire.statement, Some)?,
        score: tag_in(wire.score, |score| Some(Score(score)))?,
        published: tag_in(wire.published, |text| Published::parse(&text))?,
        rating: tag_in(wire.rating, Some)?,
        status: tag_in(wire.status, |key| Status::from_key(&key))?,
        framework: wire.framework,
        assessment: wire.assessment,
    })
}

#[derive(Serialize, Deserialize)]
struct ParagraphWire<'a> {
    n: u32,
    s: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    h: Option<Cow<'a, str>>,
    l: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<u32>,
}

const HASH_CHARS: usize = 32;

/// `<hash> <report id>\n<paragraph>\n<page>`; the hash covers the rest and the text.
pub(super) fn paragraph_record(paragraph: &Paragraph, page: &StoredPage) -> String {
    let wire = ParagraphWire {
        n: paragraph.id.number,
        s: paragraph.section.key().into(),
        h: paragraph.subheading.as_deref().map(Cow::from),
        l: paragraph.at.line,
        p: paragraph.at.page,
    };
    let wire = serde_json::to_string(&wire).expect("strings and numbers have a JSON form");
    let own = format!("{}\n{wire}\n", paragraph.id.report);
    [&hash(&own, page.hash, &paragraph.text), " ", &own, &page.json].concat()
}

/// Pages are long and shared by many paragraphs: theirs is worked out once.
fn hash(own: &str, page: blake3::Hash, text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(page.as_bytes());
    hasher.update(own.as_bytes());
    hasher.update(text.as_bytes());
    hasher.finalize().to_hex()[..HASH_CHARS].to_owned()
}

/// `None` if the record or the text is not what was stored.
pub(super) fn paragraph_from_record(record: &str, text: String) -> Option<Paragraph> {
    let (stored_hash, body) = record.split_once(' ')?;
    let (page_at, _) = body.match_indices('\n').nth(1)?;
    let (own, page_json) = body.split_at(page_at + 1);
    if hash(own, blake3::hash(page_json.as_bytes()), &text) != stored_hash {
        return None;
    }
    let mut lines = own.lines();
    let report = ReportId::from_id(lines.next()?);
    let wire: ParagraphWire = serde_json::from_str(lines.next()?).ok()?;
    let page = page_from_json(page_json)?;
    Some(Paragraph {
        id: ParagraphId { report, number: wire.n },
        text,
        section: Section::from_key(&wire.s)?,
        subheading: wire.h.map(Cow::into_owned),
        at: Location { line: wire.l, page: wire.p },
        page: Arc::new(page),
    })
}

#[derive(Serialize, Deserialize)]
struct RecordWire {
    id: String,
    size: u64,
    time: i64,
    hash: Option<String>,
    /// `kind key`, `=report id` for a duplicate, empty for a skipped file.
    outcome: String,
    paragraphs: u32,
    problems: Vec<ProblemWire>,
    shared: Vec<ProblemWire>,
    facts: Option<FactsWire>,
    near: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct FactsWire {
    digest: String,
    pages: Vec<PageFactsWire>,
    scores: Vec<ScoreWire>,
    ratings: Vec<RatingWire>,
}

#[derive(Serialize, Deserialize)]
struct RatingWire {
    authority: Option<String>,
    assessment: Option<String>,
    rating: Option<String>,
    percent: Option<u8>,
    status: Option<String>,
    source: String,
    line: u32,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct PageFactsWire {
    first: u32,
    authority: Option<String>,
    statement: Option<String>,
    score: Option<u8>,
    published: Option<String>,
    /// Two hexadecimal digits a byte; empty where there is none.
    sketch: String,
}

#[derive(Serialize, Deserialize)]
struct ProblemWire(String, Option<u32>, String);

#[derive(Serialize, Deserialize)]
struct ScoreWire {
    authority: Option<String>,
    assessment: Option<String>,
    statement: Option<String>,
    score: Option<u8>,
    status: Option<String>,
    source: String,
    line: u32,
    page: Option<u32>,
}

pub(super) fn record_to_json(record: &FileRecord) -> String {
    let problems = |list: &[Problem]| {
        list.iter().map(|p| ProblemWire(p.code.code().to_owned(), p.line, p.message.to_string())).collect()
    };
    let wire = RecordWire {
        id: record.id.as_str().to_owned(),
        size: record.stamp.size_bytes,
        time: record.stamp.modified_ns,
        hash: record.hash.map(|hash| blake3::Hash::from_bytes(hash).to_hex().to_string()),
        outcome: match &record.outcome {
            Outcome::Indexed(kind) => kind.key().to_owned(),
            Outcome::DuplicateOf(report) => format!("={report}"),
            Outcome::Skipped => String::new(),
        },
        paragraphs: record.paragraphs,
        problems: problems(&record.problems),
        shared: problems(&record.shared_problems),
        facts: record.facts.as_deref().map(facts_out),
        near: record.near_copy_of.as_ref().map(|report| report.as_str().to_owned()),
    };
    serde_json::to_string(&wire).expect("strings and numbers have a JSON form")
}

pub(super) fn record_from_json(json: &str, names: &mut SharedTexts) -> Option<FileRecord> {
    let wire: RecordWire = serde_json::from_str(json).ok()?;
    let problems = |list: Vec<ProblemWire>| {
        list.into_iter()
            .map(|ProblemWire(code, line, message)| {
                Some(Problem::new(ProblemCode::from_code(&code)?, line, message))
            })
            .collect::<Option<Vec<_>>>()
    };
    let id = ReportId::from_id(&wire.id);
    let mut record = FileRecord {
        id: id.clone(),
        stamp: Stamp { size_bytes: wire.size, modified_ns: wire.time },
        hash: wire
            .hash
            .map(|hex| blake3::Hash::from_hex(hex).map(|hash| *hash.as_bytes()))
            .transpose()
            .ok()?,
        outcome: match (wire.outcome.strip_prefix('='), wire.outcome.as_str()) {
            (Some(report), _) => Outcome::DuplicateOf(ReportId::from_id(report)),
            (None, "") => Outcome::Skipped,
            (None, kind) => Outcome::Indexed(Kind::from_key(kind)?),
        },
        paragraphs: wire.paragraphs,
        problems: problems(wire.problems)?,
        shared_problems: problems(wire.shared)?,
        facts: match wire.facts {
            Some(facts) => Some(Box::new(facts_in(facts, id)?)),
            None => None,
        },
        near_copy_of: wire.near.as_deref().map(ReportId::from_id),
    };
    record.compact(names);
    Some(record)
}

fn facts_out(facts: &FileFacts) -> FactsWire {
    FactsWire {
        digest: format!("{:032x}", facts.digest),
        pages: facts
            .pages
            .iter()
            .map(|page| PageFactsWire {
                first: page.first,
                authority: page.authority.as_deref().map(str::to_owned),
                statement: page.statement.as_deref().map(str::to_owned),
                score: page.score.map(|score| score.0),
                published: page.published.map(|published| published.to_string()),
                sketch: page.sketch.map(|bins| sketch_out(&bins)).unwrap_or_default(),
            })
            .collect(),
        scores: facts.scores.iter().map(score_out).collect(),
        ratings: facts.ratings.iter().map(rating_out).collect(),
    }
}

fn facts_in(wire: FactsWire, id: ReportId) -> Option<FileFacts> {
    let pages = wire.pages.into_iter().map(|page| {
        Some(PageFacts {
            first: page.first,
            authority: page.authority.map(Into::into),
            statement: page.statement.map(Into::into),
            score: page.score.map(Score),
            published: match page.published {
                Some(text) => Some(Published::parse(&text)?),
                None => None,
            },
            sketch: sketch_in(&page.sketch)?,
        })
    });
    Some(FileFacts {
        id,
        digest: u128::from_str_radix(&wire.digest, 16).ok()?,
        pages: pages.collect::<Option<_>>()?,
        scores: wire.scores.into_iter().map(score_in).collect::<Option<_>>()?,
        ratings: wire.ratings.into_iter().map(rating_in).collect::<Option<_>>()?,
    })
}

fn sketch_out(sketch: &Sketch) -> String {
    let digits = sketch.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(digit.into(), 16).expect("four bits")).collect()
}

/// `Some(None)` where there is none.
fn sketch_in(hex: &str) -> Option<Option<Sketch>> {
    let byte = |digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    let bytes = hex.as_bytes().chunks(2).map(byte).collect::<Option<Vec<u8>>>()?;
    if bytes.is_empty() { Some(None) } else { bytes.try_into().ok().map(Some) }
}

fn score_out(fact: &ScoreFact) -> ScoreWire {
    ScoreWire {
        authority: fact.authority.as_deref().map(str::to_owned),
        assessment: fact.assessment.as_deref().map(str::to_owned),
        statement: fact.statement.as_deref().map(str::to_owned),
        score: fact.score.map(|score| score.0),
        status: fact.status.map(|status| status.key().to_owned()),
        source: fact.source.key().to_owned(),
        line: fact.at.line,
        page: fact.at.page,
    }
}

fn score_in(fact: ScoreWire) -> Option<ScoreFact> {
    Some(ScoreFact {
        authority: fact.authority.map(Into::into),
        assessment: fact.assessment.map(Into::into),
        statement: fact.statement.map(Into::into),
        score: fact.score.map(Score),
        status: match fact.status {
            Some(key) => Some(Status::from_key(&key)?),
            None => None,
        },
        source: ScoreSource::from_key(&fact.source)?,
        at: Location { line: fact.line, page: fact.page },
    })
}

fn rating_out(fact: &RatingFact) -> RatingWire {
    RatingWire {
        authority: fact.authority.as_deref().map(str::to_owned),
        assessment: fact.assessment.as_deref().map(str::to_owned),
        rating: fact.rating.as_deref().map(str::to_owned),
        percent: fact.percent,
        status: fact.status.map(|status| status.key().to_owned()),
        source: fact.source.key().to_owned(),
        line: fact.at.line,
        page: fact.at.page,
    }
}

fn rating_in(fact: RatingWire) -> Option<RatingFact> {
    Some(RatingFact {
        authority: fact.authority.map(Into::into),
        assessment: fact.assessment.map(Into::into),
        rating: fact.rating.map(Into::into),
        percent: fact.percent,
        status: match fact.status {
            Some(key) => Some(Status::from_key(&key)?),
            None => None,
        },
        source: ScoreSource::from_key(&fact.source)?,
        at: Location { line: fact.line, page: fact.page },
    })
}
