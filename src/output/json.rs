//! The wire types: what the JSON of each command looks like, apart from the types of the program,
//! so that renaming a field of ours never changes an answer.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value, json, ser::Formatter};

use crate::{
    backend::{CountResponse, Facet, Hit, Matched, SearchResponse, Unit},
    model::{Catalogue, Evidence, Field, Paragraph, Problem, Report, ScoreFact, ScoreSource},
    text::is_harmful,
};

use super::{Asked, Cited, Diagnostic, Repeat, cited::PageEvidence, counts::unit_words};

/// One line, every control, C1 and bidirectional character as `\uXXXX`.
pub(super) fn to_line<T: Serialize>(value: &T) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Harmless);
    value.serialize(&mut serializer).expect("our values have string keys and memory takes all bytes");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// serde_json escapes what the standard asks for (below U+0020); a terminal also obeys DEL, C1 and
/// the bidirectional controls.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| disturbs(*c)) {
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }
}

fn disturbs(c: char) -> bool {
    is_harmful(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

#[derive(Serialize)]
struct AuthorityWire<'a> {
    name: &'a str,
    gss: Option<&'a str>,
    region: Option<&'a str>,
}

#[derive(Serialize)]
struct StatementWire<'a> {
    key: &'a str,
    number: Option<u8>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct SourceWire<'a> {
    path: &'a str,
    line: u32,
    page: Option<u32>,
    paragraph: u32,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct EvidenceWire {
    from: &'static str,
    line: Option<u32>,
}

/// What is the same for a hit, a shown paragraph and a line of `tags`.
#[derive(Serialize)]
struct ParagraphWire<'a> {
    authority: Option<AuthorityWire<'a>>,
    theme: Option<&'a str>,
    statement: Option<StatementWire<'a>>,
    score: Option<u8>,
    score_label: Option<&'a str>,
    scale: Option<String>,
    section: &'static str,
    subheading: Option<&'a str>,
    kind: &'static str,
    published: Option<String>,
    rating: Option<&'a str>,
    status: Option<&'static str>,
    framework: Option<&'a str>,
    assessment: Option<&'a str>,
    source: SourceWire<'a>,
    evidence: Map<String, Value>,
    text: &'a str,
}

#[derive(Serialize)]
struct HitWire<'a> {
    rank: usize,
    id: String,
    relevance: f64,
    matched: &'static str,
    #[serde(flatten)]
    paragraph: ParagraphWire<'a>,
    highlights: Vec<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a str>,
}

#[derive(Serialize)]
struct TaggedWire<'a> {
    schema: &'static str,
    id: String,
    #[serde(flatten)]
    paragraph: ParagraphWire<'a>,
}

impl<'a> ParagraphWire<'a> {
    fn new(paragraph: &'a Paragraph, catalogue: &'a Catalogue) -> Self {
        let cited = Cited::new(paragraph, catalogue);
        let page = &*paragraph.page;
        ParagraphWire {
            authority: page.authority.as_ref().map(|tag| AuthorityWire {
                name: &tag.value.name,
                gss: tag.value.gss.as_deref(),
                region: tag.value.region.as_deref(),
            }),
            theme: cited.theme.map(|theme| theme.key.as_str()),
            statement: page.statement.as_ref().map(|tag| StatementWire {
                key: &tag.value,
                number: cited.statement.map(|s| s.number),
                name: cited.statement.map(|s| s.name.as_str()),
            }),
            score: page.score.as_ref().map(|tag| tag.value.0),
            score_label: cited.score_label,
            scale: cited.scale.map(|(min, max)| format!("{min}-{max}")),
            section: paragraph.section.key(),
            subheading: paragraph.subheading.as_deref(),
            kind: page.kind.key(),
            published: page.published.as_ref().map(|tag| tag.value.to_string()),
            rating: page.rating.as_ref().map(|tag| tag.value.as_str()),
            status: page.status.as_ref().map(|tag| tag.value.key()),
            framework: page.framework.as_deref(),
            assessment: page.assessment.as_deref(),
            source: SourceWire {
                path: &page.path,
                line: paragraph.at.line,
                page: paragraph.at.page,
                paragraph: paragraph.id.number,
                url: page.url.as_deref(),
            },
            evidence: evidence_wire(cited.evidence()),
            text: &paragraph.text,
        }
    }
}

fn evidence_wire(evidence: PageEvidence) -> Map<String, Value> {
    evidence
        .into_iter()
        .filter_map(|(field, evidence)| evidence.map(|Evidence { from, line }| (field, from, line)))
        .map(|(field, from, line)| (field.to_owned(), json!(EvidenceWire { from: from.words(), line })))
        .collect()
}

/// Bytes to code points, in one pass: marks are ordered.
fn code_points(text: &str, marks: &[std::ops::Range<usize>]) -> Vec<[usize; 2]> {
    let (mut bytes, mut points) = (0, 0);
    let mut upto = |at: usize| {
        points += text[bytes..at].chars().count();
        bytes = at;
        points
    };
    marks.iter().map(|mark| [upto(mark.start), upto(mark.end)]).collect()
}

fn hits_wire<'a>(response: &'a SearchResponse, catalogue: &'a Catalogue) -> Vec<HitWire<'a>> {
    response.hits.iter().map(|hit| hit_wire(hit, catalogue)).collect()
}

fn hit_wire<'a>(hit: &'a Hit, catalogue: &'a Catalogue) -> HitWire<'a> {
    HitWire {
        rank: hit.rank,
        id: hit.paragraph.id.to_string(),
        // Four decimals: what is beyond them is noise, and would be printed as such.
        relevance: (f64::from(hit.relevance) * 1e4).round() / 1e4,
        matched: match hit.matched {
            Matched::All => "all",
            Matched::Some => "some",
        },
        paragraph: ParagraphWire::new(&hit.paragraph, catalogue),
        highlights: code_points(&hit.paragraph.text, &hit.highlights),
        explanation: hit.explanation.as_ref().map(|e| e.0.as_str()),
    }
}

pub(super) fn hit_value(hit: &Hit, catalogue: &Catalogue) -> Value {
    json!(hit_wire(hit, catalogue))
}

/// A paragraph with its id, as hits and shown paragraphs have it.
pub(super) fn paragraph_value(paragraph: &Paragraph, catalogue: &Catalogue) -> Value {
    let mut value = Map::new();
    value.insert("id".into(), json!(paragraph.id.to_string()));
    if let Value::Object(rest) = json!(ParagraphWire::new(paragraph, catalogue)) {
        value.extend(rest);
    }
    Value::Object(value)
}

/// A facet's value as its filter takes it; a score is a number.
fn value_wire(field: Field, value: Option<&str>) -> Value {
    match (field, value) {
        (_, None) => Value::Null,
        (Field::Score, Some(score)) => score.parse::<u8>().map_or_else(|_| json!(score), |n| json!(n)),
        (_, Some(value)) => json!(value),
    }
}

fn facet_wire(facet: &Facet) -> Value {
    let values = facet.values.iter();
    values.map(|v| json!({"value": value_wire(facet.field, v.value.as_deref()), "count": v.count})).collect()
}

pub(super) fn query_wire(asked: &Asked, notes: &[String]) -> Value {
    let notes: Vec<&String> = asked.notes.iter().chain(notes).collect();
    json!({"text": asked.text, "understood": asked.understood, "notes": notes})
}

/// What it takes to repeat an answer.
pub(super) fn repeat_wire(repeat: &Repeat) -> Value {
    let covers = repeat.covers.as_ref().map(|(first, last)| json!([first, last]));
    json!({"digest": repeat.digest, "program": repeat.program, "rules": repeat.rules, "assessments": covers})
}

/// `findings.search/1`
pub fn search_json(
    response: &SearchResponse,
    asked: &Asked,
    catalogue: &Catalogue,
    repeat: &Repeat,
) -> String {
    let mut out = Map::new();
    out.insert("schema".into(), json!("findings.search/1"));
    out.insert("query".into(), query_wire(asked, &response.notes));
    out.insert("total".into(), json!(response.total));
    out.insert("total_some".into(), json!(response.total_some));
    out.insert("authorities".into(), json!(response.authorities));
    out.insert(
        "assessments".into(),
        json!(response.assessments.iter().map(|key| &**key).collect::<Vec<&str>>()),
    );
    out.insert("by_synonym".into(), json!(response.by_synonym));
    out.insert("in_copies".into(), json!(response.in_copies));
    out.insert("in_left_out_sections".into(), json!(response.in_left_out_sections));
    out.insert("hits".into(), json!(hits_wire(response, catalogue)));
    let facets: Map<String, Value> =
        response.facets.iter().map(|facet| (facet.field.key().to_owned(), facet_wire(facet))).collect();
    out.insert("facets".into(), Value::Object(facets));
    if let Some(field) = asked.group_by {
        let groups = response.groups.iter();
        let groups: Value = groups
            .map(|group| json!({"value": value_wire(field, group.value.as_deref()), "count": group.count}))
            .collect();
        out.insert("groups".into(), groups);
    }
    let suggestions = response.suggestions.iter();
    let suggestions: Value =
        suggestions.map(|s| json!({"reason": s.reason, "query": s.query, "count": s.count})).collect();
    out.insert("suggestions".into(), suggestions);
    out.insert("index".into(), repeat_wire(repeat));
    to_line(&out) + "\n"
}

/// One hit a line.
pub fn hits_jsonl(response: &SearchResponse, catalogue: &Catalogue) -> String {
    hits_wire(response, catalogue).iter().map(|hit| to_line(hit) + "\n").collect()
}

/// `findings.count/1`
pub fn count_json(response: &CountResponse, asked: &Asked, unit: Unit, repeat: &Repeat) -> String {
    let tables: Vec<Value> = response
        .tables
        .iter()
        .map(|table| {
            let by: Vec<&str> =
                [Some(table.rows), table.columns].into_iter().flatten().map(Field::key).collect();
            let counts: Vec<Value> = table
                .counts
                .iter()
                .map(|count| {
                    let mut row = Map::new();
                    row.insert(table.rows.key().into(), value_wire(table.rows, count.row.as_deref()));
                    if let Some(columns) = table.columns {
                        row.insert(columns.key().into(), value_wire(columns, count.column.as_deref()));
                    }
                    row.insert("count".into(), json!(count.count));
                    row.insert("of".into(), json!(count.of));
                    Value::Object(row)
                })
                .collect();
            json!({"by": by, "counts": counts})
        })
        .collect();
    let out = json!({
        "schema": "findings.count/1",
        "query": query_wire(asked, &response.notes),
        "unit": unit_words(unit).1,
        "total": response.total,
        "of": response.of,
        "in_copies": response.in_copies,
        "in_left_out_sections": response.in_left_out_sections,
        "tables": tables,
        "index": repeat_wire(repeat),
    });
    to_line(&out) + "\n"
}

/// `findings.facets/1`
pub fn facets_json(
    facets: &[Facet],
    asked: &Asked,
    aliases: &dyn Fn(Field, &str) -> Vec<String>,
    repeat: &Repeat,
) -> String {
    let fields: Vec<Value> = facets
        .iter()
        .map(|facet| {
            let values = facet.values.iter();
            let values: Value = values
                .map(|v| {
                    let names = v.value.as_deref().map(|value| aliases(facet.field, value)).unwrap_or_default();
                    json!({"value": value_wire(facet.field, v.value.as_deref()), "count": v.count, "aliases": names})
                })
                .collect();
            json!({"field": facet.field.key(), "values": values})
        })
        .collect();
    let out = json!({
        "schema": "findings.facets/1",
        "query": query_wire(asked, &[]),
        "fields": fields,
        "index": repeat_wire(repeat),
    });
    to_line(&out) + "\n"
}

/// `findings.show/1`: the paragraph asked for, and its neighbours.
pub fn shown_json(
    paragraphs: &[Paragraph],
    asked: usize,
    notes: &[String],
    catalogue: &Catalogue,
    repeat: &Repeat,
) -> String {
    let wire = |paragraph: &Paragraph| paragraph_value(paragraph, catalogue);
    let out = json!({
        "schema": "findings.show/1",
        "paragraph": paragraphs.get(asked).map(wire),
        "before": paragraphs.iter().take(asked).map(wire).collect::<Vec<_>>(),
        "after": paragraphs.iter().skip(asked + 1).map(wire).collect::<Vec<_>>(),
        "notes": notes,
        "index": repeat_wire(repeat),
    });
    to_line(&out) + "\n"
}

/// `findings.tags/1`, a line for each paragraph, then one `findings.problems/1` for the file. Line by line, since all
/// of them are some ten times their report.
pub fn tags_jsonl<'a>(
    report: Option<&'a Report>,
    path: &'a str,
    problems: &'a [Problem],
    catalogue: &'a Catalogue,
) -> impl Iterator<Item = String> {
    let paragraphs = report.map_or(&[][..], |report| &report.paragraphs).iter();
    let scores = report.map_or(&[][..], |report| &report.scores);
    paragraphs
        .map(|paragraph| to_line(&tagged(paragraph, catalogue)))
        .chain(std::iter::once_with(move || to_line(&problems_value(path, problems, scores))))
        .map(|line| line + "\n")
}

fn tagged<'a>(paragraph: &'a Paragraph, catalogue: &'a Catalogue) -> TaggedWire<'a> {
    TaggedWire {
        schema: "findings.tags/1",
        id: paragraph.id.to_string(),
        paragraph: ParagraphWire::new(paragraph, catalogue),
    }
}

fn problems_value(path: &str, problems: &[Problem], scores: &[ScoreFact]) -> Value {
    json!({
        "schema": "findings.problems/1",
        "path": path,
        "problems": problems_wire(problems),
        "scores": scores_wire(scores),
    })
}

fn problems_wire(problems: &[Problem]) -> Vec<Value> {
    let problems = problems.iter();
    problems.map(|p| json!({"code": p.code.code(), "line": p.line, "message": &*p.message})).collect()
}

fn scores_wire(scores: &[ScoreFact]) -> Vec<Value> {
    let scores = scores.iter();
    scores
        .map(|fact| {
            let score = fact.score.map(|score| score.0);
            // An override's line is none of this file.
            let line = (fact.source != ScoreSource::Override).then_some(fact.at.line);
            json!({"statement": fact.statement.as_deref(), "score": score, "line": line, "page": fact.at.page})
        })
        .collect()
}

/// All files in one object: `findings.tags/1`.
pub fn tags_json(
    files: &[(String, Option<&Report>, &[Problem])],
    catalogue: &Catalogue,
    repeat: &Repeat,
) -> String {
    let files: Vec<Value> = files
        .iter()
        .map(|(path, report, problems)| {
            let paragraphs = report.map_or(&[][..], |report| &report.paragraphs[..]);
            json!({
                "path": path,
                "kind": report.map(|report| report.kind.key()),
                "paragraphs": paragraphs.iter().map(|p| json!(tagged(p, catalogue))).collect::<Vec<_>>(),
                "problems": problems_wire(problems),
                "scores": scores_wire(report.map_or(&[][..], |report| &report.scores[..])),
            })
        })
        .collect();
    to_line(&json!({"schema": "findings.tags/1", "files": files, "index": repeat_wire(repeat)})) + "\n"
}

/// `findings.error/1`
pub fn error_json(diagnostic: &Diagnostic) -> String {
    let source = diagnostic.source.as_deref().unwrap_or_default();
    let span = diagnostic.span.as_ref().map(|span| {
        let points = |at: usize| source.char_indices().take_while(|(i, _)| *i < at).count();
        [points(span.start), points(span.end)]
    });
    let out = json!({
        "schema": "findings.error/1",
        "code": diagnostic.code,
        "message": diagnostic.message,
        "span": span,
        "suggestions": diagnostic.suggestions,
    });
    to_line(&out) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_obeys_is_written_raw() {
        let line = to_line(&json!({"a": "x\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2028}\u{e0041}\n"}));
        assert!(line.chars().all(|c| !c.is_control() && !disturbs(c)), "{line}");
        let back: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(back["a"], "x\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2028}\u{e0041}\n");
    }

    #[test]
    fn marks_count_code_points() {
        let text = "café délais wait";
        let marks = [6..13, 14..18];
        assert_eq!(&text[6..13], "délais");
        assert_eq!(code_points(text, &marks), [[5, 11], [12, 16]]);
    }

    #[test]
    fn an_error_is_one_line_with_its_span_in_code_points() {
        let diagnostic = Diagnostic {
            code: "unknown-field".into(),
            message: "two\nlines".into(),
            source: Some("é statment:x".into()),
            span: Some(3..11),
            suggestions: vec!["statement:x".into()],
            hint: None,
        };
        let line = error_json(&diagnostic);
        assert_eq!(
            line,
            "{\"schema\":\"findings.error/1\",\"code\":\"unknown-field\",\"message\":\"two\\nlines\",\
             \"span\":[2,10],\"suggestions\":[\"statement:x\"]}\n"
        );
    }
}
