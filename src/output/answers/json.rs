//! The JSON of the answers, one schema each.

use serde_json::{Value, json};

use super::{citation, draft::claimed};
use crate::{
    backend::answers::{
        Allowed, Cell, CheckedClaim, CheckedDraft, CheckedQuotation, Citation, ClaimSubject, Comparison,
        Conflict, Matrix, PassedOver, Row, Said,
    },
    model::{Catalogue, Location},
    output::{
        Asked,
        json::{hit_value, paragraph_value, query_wire, repeat_wire, to_line},
        sheet::Repeat,
    },
};

fn place(report: &str, at: Location) -> Value {
    json!({"path": report, "line": at.line, "page": at.page})
}

fn said_wire(said: &Said) -> Value {
    json!({"says": said.says, "source": place(said.report.as_str(), said.at)})
}

fn cell_wire(cell: &Cell) -> Value {
    let places: Vec<Value> = cell
        .places
        .iter()
        .map(|at| {
            json!({
                "score": at.score.map(|score| score.0),
                "status": at.status.map(crate::model::Status::key),
                "kind": at.source.key(),
                "source": place(at.report.as_str(), at.at),
            })
        })
        .collect();
    json!({
        "statement": cell.statement,
        "mark": cell.mark.key(),
        "score": cell.score.map(|score| score.0),
        "stated": places,
    })
}

fn row_wire(row: &Row) -> Value {
    let ratings: Vec<Value> = row
        .ratings
        .iter()
        .map(|stated| {
            json!({
                "rating": stated.rating,
                "percent": stated.percent,
                "kind": stated.source.key(),
                "source": place(stated.report.as_str(), stated.at),
            })
        })
        .collect();
    let outlook = &row.outlook;
    json!({
        "authority": {"name": row.authority, "gss": row.gss, "region": row.region},
        "assessment": row.assessment,
        "framework": row.framework,
        "cells": row.cells.iter().map(cell_wire).collect::<Vec<_>>(),
        "ratings": ratings,
        "from_scores": {
            "sum": outlook.sum,
            "scored": outlook.scored,
            "of": outlook.of,
            "percent": [outlook.percent.0, outlook.percent.1],
            "ratings": outlook.ratings,
        },
    })
}

fn columns_wire(matrix: &[crate::backend::answers::Column]) -> Vec<Value> {
    matrix.iter().map(|c| json!({"key": c.key, "number": c.number, "name": c.name})).collect()
}

fn which(matrix: &Matrix) -> &'static str {
    match matrix.assessments {
        crate::backend::Assessments::Latest => "latest",
        crate::backend::Assessments::All => "all",
    }
}

/// `findings.scores/1`
pub fn matrix_json(matrix: &Matrix, asked: &Asked, repeat: &Repeat) -> String {
    let out = json!({
        "schema": "findings.scores/1",
        "query": query_wire(asked, &[]),
        "assessments": which(matrix),
        "statements": columns_wire(&matrix.columns),
        "rows": matrix.rows.iter().map(row_wire).collect::<Vec<_>>(),
        "notes": matrix.notes,
        "index": repeat_wire(repeat),
    });
    to_line(&out) + "\n"
}

/// `findings.scores-check/1`
pub fn conflicts_json(conflicts: &[Conflict], matrix: &Matrix, asked: &Asked, repeat: &Repeat) -> String {
    let all: Vec<Value> = conflicts
        .iter()
        .map(|conflict| {
            json!({
                "kind": conflict.kind.key(),
                "authority": conflict.authority,
                "assessment": conflict.assessment,
                "statement": conflict.statement,
                "message": conflict.message,
                "stated": conflict.stated.iter().map(said_wire).collect::<Vec<_>>(),
            })
        })
        .collect();
    let out = json!({
        "schema": "findings.scores-check/1",
        "query": query_wire(asked, &[]),
        "assessments": which(matrix),
        "total": conflicts.len(),
        "conflicts": all,
        "notes": matrix.notes,
        "index": repeat_wire(repeat),
    });
    to_line(&out) + "\n"
}

fn quotation_wire(quotation: &CheckedQuotation, catalogue: &Catalogue) -> Value {
    let differences: Vec<Value> = quotation
        .differences
        .iter()
        .map(|d| json!({"kind": d.kind.key(), "draft": text(&d.draft), "report": text(&d.report)}))
        .collect();
    let source = quotation.source.as_ref().map(|source| {
        json!({
            "passage": source.passage,
            "also": source.also,
            "paragraph": paragraph_value(&source.paragraph, catalogue),
        })
    });
    json!({
        "line": quotation.at.line,
        "page": quotation.at.page,
        "text": quotation.text,
        "attributed": quotation.attributed,
        "verdict": quotation.verdict.key(),
        "off": quotation.verdict.is_off(),
        "differences": differences,
        "source": source,
        "notes": quotation.notes,
    })
}

fn text(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The ends of a comparison; of one number none.
fn range(numbers: Allowed) -> Option<[Option<u8>; 2]> {
    numbers.only().is_none().then_some([numbers.from, numbers.to])
}

fn claim_wire(claim: &CheckedClaim, catalogue: &Catalogue) -> Value {
    let subject = match &claim.subject {
        ClaimSubject::Score { statement, scores } => {
            json!({"statement": statement, "score": scores.only(), "range": range(*scores)})
        }
        ClaimSubject::Unnamed { words, scores } => {
            json!({"words": words, "score": scores.only(), "range": range(*scores)})
        }
        ClaimSubject::Rating(rating) => json!({"rating": rating}),
        ClaimSubject::Percent(percents) => json!({"percent": percents.only(), "range": range(*percents)}),
    };
    json!({
        "line": claim.at.line,
        "page": claim.at.page,
        "sentence": claim.sentence,
        "authority": claim.authority,
        "claim": claimed(claim, catalogue),
        "subject": subject,
        "negated": claim.negated,
        "verdict": claim.verdict.key(),
        "off": claim.is_off(),
        "because": claim.because,
        "stated": claim.places.iter().map(said_wire).collect::<Vec<_>>(),
    })
}

/// `findings.check/1`
pub fn draft_json(draft: &CheckedDraft, name: &str, catalogue: &Catalogue, repeat: &Repeat) -> String {
    let quotations = draft.quotations.iter();
    let out = json!({
        "schema": "findings.check/1",
        "draft": name,
        "off": draft.is_off(),
        "paragraphs": draft.paragraphs,
        "quotations": quotations.map(|quotation| quotation_wire(quotation, catalogue)).collect::<Vec<_>>(),
        "claims": draft.claims.iter().map(|claim| claim_wire(claim, catalogue)).collect::<Vec<_>>(),
        "passed_over": draft.passed_over.iter().map(passed_over_wire).collect::<Vec<_>>(),
        "notes": draft.notes,
        "index": repeat_wire(repeat),
    });
    to_line(&out) + "\n"
}

fn passed_over_wire(passed: &PassedOver) -> Value {
    json!({"line": passed.at.line, "page": passed.at.page, "kind": passed.kind.key(), "text": passed.text})
}

/// `findings.cite/1`
pub fn citations_json(citations: &[Citation], catalogue: &Catalogue, repeat: &Repeat) -> String {
    let all: Vec<Value> = citations
        .iter()
        .map(|one| {
            json!({
                "citation": citation::in_words(one, catalogue),
                "content_hash": one.content_hash,
                "notes": one.notes,
                "paragraph": paragraph_value(&one.paragraph, catalogue),
            })
        })
        .collect();
    let out = json!({"schema": "findings.cite/1", "citations": all, "index": repeat_wire(repeat)});
    to_line(&out) + "\n"
}

/// `findings.compare/1`
pub fn comparison_json(
    comparison: &Comparison,
    asked: &Asked,
    catalogue: &Catalogue,
    repeat: &Repeat,
) -> String {
    let authorities: Vec<Value> = comparison
        .authorities
        .iter()
        .map(|compared| {
            let counts: Vec<Value> = compared
                .counts
                .iter()
                .zip(&compared.filtered_out)
                .skip(1)
                .zip(&comparison.columns)
                .map(|(((count, of), out), column)| {
                    json!({"statement": column.key, "count": count, "of": of, "filtered_out": out})
                })
                .collect();
            let total = compared.counts.first().map(|(count, of)| json!({"count": count, "of": of}));
            json!({
                "name": compared.name,
                "scores": compared.row.as_ref().map(row_wire),
                "paragraphs": total,
                "by_statement": counts,
                "hits": compared.best.iter().map(|hit| hit_value(hit, catalogue)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let out = json!({
        "schema": "findings.compare/1",
        "query": comparison.has_query.then(|| query_wire(asked, &[])),
        "statements": columns_wire(&comparison.columns),
        "authorities": authorities,
        "notes": comparison.notes,
        "index": repeat_wire(repeat),
    });
    to_line(&out) + "\n"
}
