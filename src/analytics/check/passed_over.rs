//! What a draft says of scores in a form that is not checked: comparisons, and tables whose numbers stand apart from
//! what they are of. It is named, so that no silence passes for "right".

use std::collections::HashSet;

use super::lines::Lines;
use super::names::{Name, Names, tokens};
use super::quotations::Quotation;
use crate::{
    backend::answers::{CheckedClaim, PassedOver, PassedOverKind},
    model::{Block, BlockKind},
    text::sentences,
};

const OF_SCORES: &str = "score scores scored scoring rated rating ratings highly";
const COMPARED: &str = "than higher highest lower lowest better best worse worst only outscored outperformed";
const OF_TWO: &str = "than outscored outperformed";
const COUNCILS: &str = "than council councils authority authorities";

/// In the order of the draft; `claims` are what was checked.
pub(super) fn passed_over(
    draft: &[Block],
    quoted: &[Quotation],
    claims: &[CheckedClaim],
    names: &Names,
    lines: &Lines,
) -> Vec<PassedOver> {
    let checked: HashSet<&str> = claims.iter().map(|claim| claim.sentence.as_str()).collect();
    let unchecked = |block: &Block| {
        let all = sentences(&block.text).into_iter();
        all.filter(|sentence| !checked.contains(&block.text[sentence.clone()])).collect::<Vec<_>>()
    };
    let mut passed = Vec::new();
    let mut index = 0;
    while let Some(block) = draft.get(index) {
        let rows = draft[index..].iter().take_while(|block| is_row(block)).count();
        if rows > 0 {
            let table = &draft[index..index + rows];
            let untouched = table.iter().all(|row| unchecked(row).len() == sentences(&row.text).len());
            if untouched && is_of_scores(table, names) {
                let (kind, text) = (PassedOverKind::Table, block.text.clone());
                passed.push(PassedOver { at: block.at, kind, text });
            }
            index += rows;
            continue;
        }
        for sentence in unchecked(block) {
            let text = &block.text[sentence.clone()];
            let Some(at) = comparison(text, names).map(|at| sentence.start + at) else { continue };
            if !quoted.iter().any(|quotation| quotation.block == index && quotation.span.contains(&at)) {
                let (at, text) = (lines.place(block, at), text.trim().to_owned());
                passed.push(PassedOver { at, kind: PassedOverKind::Comparison, text });
            }
        }
        index += 1;
    }
    passed
}

fn is_row(block: &Block) -> bool {
    matches!(block.kind, BlockKind::TableRow { .. })
}

/// Where a sentence compares scores: "Barnet scored higher than Camden", "the only council to score 4", "Barnet did
/// worse than Camden". A council that no list knows may be one of them.
fn comparison(text: &str, names: &Names) -> Option<usize> {
    if text.trim_end().ends_with('?') {
        return None;
    }
    let words = tokens(text);
    let first = |list: &str| words.iter().find(|word| list.split(' ').any(|other| other == word.folded));
    let compared = first(COMPARED)?;
    let councils = names.mentions(text, &words).iter().filter(|mention| mention.is_authority()).count();
    let of_scores = first(OF_SCORES).is_some() && (councils > 0 || first(COUNCILS).is_some());
    (of_scores || councils > 1 && first(OF_TWO).is_some()).then_some(compared.span.start)
}

/// Whether a table names statements, and some cell is a score.
fn is_of_scores(table: &[Block], names: &Names) -> bool {
    let names_one = |row: &Block| {
        let mentions = names.mentions(&row.text, &tokens(&row.text));
        mentions.iter().any(|mention| matches!(mention.name, Name::Statement(_)))
    };
    let is_score = |cell: &String| matches!(cell.as_str(), "1" | "2" | "3" | "4");
    let scored = |row: &Block| match &row.kind {
        BlockKind::TableRow { cells } => cells.iter().any(is_score),
        _ => false,
    };
    table.iter().any(names_one) && table.iter().any(scored)
}
