//! What stands in the engine's `meta.json` beside its own: our payload and the sums of live files.

use serde::{Deserialize, Serialize};

use super::directory::{Sum, Sums};
use crate::{
    backend::{CorpusSettings, FileRecord, Run, Versions},
    model::ReportId,
};

pub(in crate::index) const META: &str = "meta.json";

#[derive(Deserialize)]
struct EngineMeta {
    segments: Vec<EngineSegment>,
}

#[derive(Deserialize)]
struct EngineSegment {
    segment_id: String,
    deletes: Option<EngineDeletes>,
}

#[derive(Deserialize)]
struct EngineDeletes {
    opstamp: u64,
}

/// The sums of the files that this `meta.json` calls live: `<segment>.<part>`, and of the deletes
/// (`<segment>.<opstamp>.del`) only the newest.
pub(in crate::index) fn live(sums: &Sums, meta_json: &[u8]) -> Sums {
    let Ok(meta) = serde_json::from_slice::<EngineMeta>(meta_json) else { return Sums::new() };
    let segments: Vec<(String, Option<String>)> = meta
        .segments
        .into_iter()
        .map(|segment| {
            let id = segment.segment_id.replace('-', "");
            let deletes = segment.deletes.map(|deletes| format!("{id}.{}.del", deletes.opstamp));
            (id, deletes)
        })
        .collect();
    let is_live = |name: &str| {
        segments.iter().any(|(id, deletes)| {
            name.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.'))
                && (!name.ends_with(".del") || deletes.as_deref() == Some(name))
        })
    };
    sums.iter().filter(|(name, _)| is_live(name)).map(|(name, sum)| (name.clone(), sum.clone())).collect()
}

#[derive(Serialize, Deserialize)]
struct SumRow(String, u64, String, u32);

pub(super) fn sums_to_line(sums: &Sums) -> String {
    let rows: Vec<SumRow> =
        sums.iter().map(|(name, sum)| SumRow(name.clone(), sum.bytes, sum.hash.clone(), sum.ends)).collect();
    serde_json::to_string(&rows).expect("strings and numbers have a JSON form")
}

pub(super) fn sums_from_line(line: &[u8]) -> Option<Sums> {
    let rows: Vec<SumRow> = serde_json::from_slice(line).ok()?;
    Some(rows.into_iter().map(|SumRow(name, bytes, hash, ends)| (name, Sum { bytes, hash, ends })).collect())
}

/// Our state, committed in one piece with the paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::index) struct Payload {
    pub(in crate::index) settings: CorpusSettings,
    pub(in crate::index) run: Run,
    /// Live paragraphs and ledger rows: an index that holds another number is damaged.
    pub(in crate::index) paragraphs: u64,
    pub(in crate::index) rows: u64,
    /// Of the ledger's texts, see `contents_of`.
    pub(in crate::index) contents: String,
    /// Reports that are near copies of others; their names are looked up only where there are any.
    pub(in crate::index) copies: u64,
}

/// A digest of what the ledger's files hold, in order of their ids: neither threads nor history nor the
/// time of a run are in it.
pub(in crate::index) fn contents_of<'a>(files: impl IntoIterator<Item = (&'a ReportId, &'a Held)>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (id, held) in files {
        let id = id.as_str();
        hasher.update(&(id.len() as u64).to_le_bytes());
        hasher.update(id.as_bytes());
        hasher.update(&held.hash.unwrap_or_default());
        hasher.update(&held.paragraphs.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// What a commit seals of each ledger row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::index) struct Held {
    pub(in crate::index) paragraphs: u32,
    pub(in crate::index) hash: Option<[u8; 32]>,
    pub(in crate::index) copy: bool,
}

impl Held {
    pub(in crate::index) fn of(record: &FileRecord) -> Self {
        Held { paragraphs: record.paragraphs, hash: record.hash, copy: record.near_copy_of.is_some() }
    }
}

#[derive(Deserialize)]
struct MetaJson {
    payload: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PayloadJson {
    corpus: String,
    authorities: Option<String>,
    synonyms: Option<String>,
    overrides: Option<String>,
    readers: u32,
    tagger: u32,
    words: u32,
    catalogue: String,
    lexicon: String,
    program: String,
    started: u64,
    started_ns: i64,
    took_ms: u64,
    full_because: Option<String>,
    added: usize,
    changed: usize,
    removed: usize,
    unchanged: usize,
    paragraphs: u64,
    rows: u64,
    contents: String,
    copies: u64,
}

impl Payload {
    pub(in crate::index) fn to_json(&self) -> String {
        let Payload { settings, run, paragraphs, rows, contents, copies } = self.clone();
        let CorpusSettings { corpus, authorities, synonyms, overrides, versions } = settings;
        let Versions { readers, tagger, words, catalogue, lexicon, program } = versions;
        serde_json::to_string(&PayloadJson {
            corpus,
            authorities,
            synonyms,
            overrides,
            readers,
            tagger,
            words,
            catalogue,
            lexicon,
            program,
            started: run.started,
            started_ns: run.started_ns,
            took_ms: run.took_ms,
            full_because: run.full_because,
            added: run.added,
            changed: run.changed,
            removed: run.removed,
            unchanged: run.unchanged,
            paragraphs,
            rows,
            contents,
            copies,
        })
        .expect("strings and numbers have a JSON form")
    }

    /// Of the engine's `meta.json`; its schema and segments, which take most of the time, are not read again.
    pub(in crate::index) fn in_meta(meta: &[u8]) -> Option<Self> {
        Self::from_json(&serde_json::from_slice::<MetaJson>(meta).ok()?.payload?)
    }

    fn from_json(json: &str) -> Option<Self> {
        let p: PayloadJson = serde_json::from_str(json).ok()?;
        Some(Payload {
            settings: CorpusSettings {
                corpus: p.corpus,
                authorities: p.authorities,
                synonyms: p.synonyms,
                overrides: p.overrides,
                versions: Versions {
                    readers: p.readers,
                    tagger: p.tagger,
                    words: p.words,
                    catalogue: p.catalogue,
                    lexicon: p.lexicon,
                    program: p.program,
                },
            },
            run: Run {
                started: p.started,
                started_ns: p.started_ns,
                took_ms: p.took_ms,
                full_because: p.full_because,
                added: p.added,
                changed: p.changed,
                removed: p.removed,
                unchanged: p.unchanged,
            },
            paragraphs: p.paragraphs,
            rows: p.rows,
            contents: p.contents,
            copies: p.copies,
        })
    }
}
