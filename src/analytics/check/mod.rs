//! A draft held against the reports (`findings check`): its quotations (`quotations.rs`, `quoting.rs`) and what it claims of
//! scores and ratings (`claims.rs`).

mod alignment;
mod candidates;
#[cfg(test)]
mod claim_tests;
mod claim_words;
mod claims;
mod context;
mod held_against;
mod lines;
mod names;
mod numbers;
mod passed_over;
mod quotations;
mod quoting;
#[cfg(test)]
mod suite;
mod whom;
mod wording;

use std::ops::Range;

use crate::{
    backend::{
        Likeness,
        answers::{CheckedDraft, CheckedQuotation, Matrix, QuotedFrom, Verdict},
    },
    model::{Block, Catalogue, Line, Paragraph},
};
use candidates::candidates;
use claims::Scores;
use context::Context;
use lines::Lines;
use names::{Names, same_authority};
use passed_over::passed_over;
use quotations::{Quotation, quotations};
use quoting::{Judged, Source, Wanted, judge};

/// Fewer words in quotation marks may be a term and no quotation.
const QUOTATION_WORDS: usize = 4;

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'d> {
    pub blocks: &'d [Block],
    /// The lines that the blocks were read from, where the format has any.
    pub lines: &'d [Line],
}

/// A draft, read: what it quotes and of whom.
#[derive(Debug)]
pub struct Checking<'d> {
    draft: Draft<'d>,
    catalogue: &'d Catalogue,
    names: Names,
    context: Context<'d>,
    lines: Lines,
    quotations: Vec<Quotation>,
    asked: Vec<Asked>,
}

/// A quotation as it is looked for.
#[derive(Debug)]
struct Asked {
    quotation: Quotation,
    wanted: Wanted,
    attributed: Vec<String>,
    /// Whom it may be of where nobody is named: of the same words in several reports, theirs come first.
    perhaps: Vec<String>,
}

/// What a draft is held against.
#[derive(Clone, Copy, Debug)]
pub struct Reports<'r> {
    /// Of any section, ordered by id: those that the quotations may come from, or simply all.
    pub paragraphs: &'r [Paragraph],
    /// Paragraphs in the index.
    pub of: usize,
    /// All assessments.
    pub matrix: &'r Matrix,
}

impl<'d> Checking<'d> {
    /// `unlisted`: councils that reports name and the catalogue does not.
    pub fn new(draft: Draft<'d>, catalogue: &'d Catalogue, unlisted: &[String]) -> Self {
        let names = Names::new(catalogue, unlisted.iter().map(String::as_str));
        let context = Context::new(draft.blocks, &names);
        let quotations = quotations(draft.blocks);
        let asked = quotations.iter().map(|quotation| ask(quotation, draft.blocks, &quotations, &context));
        let asked = asked.filter(|asked| asked.wanted.len() > 1).collect();
        Checking { draft, catalogue, names, context, lines: Lines::of(draft.lines), quotations, asked }
    }

    /// What the backend is asked for.
    pub fn likenesses(&self) -> Vec<Likeness> {
        let asked = self.asked.iter();
        asked
            .map(|asked| Likeness { text: asked.wanted.text.clone(), authorities: asked.perhaps.clone() })
            .collect()
    }

    /// Every quotation and every claim.
    pub fn against(&self, reports: Reports<'_>) -> CheckedDraft {
        let Reports { paragraphs, of, matrix } = reports;
        let keys: Vec<Vec<u64>> = self.asked.iter().map(|asked| asked.wanted.keys()).collect();
        let prefer = |index: usize, paragraph: &Paragraph| self.is_of(paragraph, &self.asked[index].perhaps);
        let candidates = candidates(&keys, paragraphs, &prefer);
        let asked = self.asked.iter().zip(candidates);
        let quotations =
            asked.map(|(asked, candidates)| self.checked(asked, paragraphs, &candidates)).collect();
        let scores = Scores {
            matrix,
            catalogue: self.catalogue,
            names: &self.names,
            context: &self.context,
            lines: &self.lines,
        };
        let claims = scores.claims(self.draft.blocks, &self.quotations);
        let blocks = self.draft.blocks;
        let passed_over = passed_over(blocks, &self.quotations, &claims, &self.names, &self.lines);
        let mut notes = Vec::new();
        if of == 0 {
            notes.push("the index holds no paragraphs, so nothing can be found".to_owned());
        }
        let by_paragraph = self.draft.lines.is_empty();
        CheckedDraft { quotations, claims, passed_over, paragraphs: of, by_paragraph, notes }
    }

    /// Whether it may be said to be of one of these councils; a report without a council may be anybody's.
    fn is_of(&self, paragraph: &Paragraph, attributed: &[String]) -> bool {
        let Some(authority) = &paragraph.page.authority else { return true };
        attributed.is_empty()
            || attributed.iter().any(|name| same_authority(self.catalogue, name, &authority.value.name))
    }

    fn checked(&self, asked: &Asked, paragraphs: &[Paragraph], candidates: &[usize]) -> CheckedQuotation {
        let mut judged: Vec<(usize, Judged)> = candidates
            .iter()
            .filter_map(|index| Some((*index, judge(&asked.wanted, &Source::new(&paragraphs[*index].text))?)))
            .collect();
        if !judged.iter().any(|(_, judged)| judged.words_are_right()) {
            judged.extend(over_two_paragraphs(asked, paragraphs, candidates));
        }
        let best = judged.iter().min_by_key(|(index, judged)| {
            let right = judged.words_are_right();
            let of_it = self.is_of(&paragraphs[*index], &asked.perhaps);
            // Nothing is nearer than the right words; among altered ones the likest, then the council named.
            let likeness = if right { 0 } else { 1000 - judged.likeness.min(1000) };
            (!right, right && !of_it, likeness, judged.joined, !of_it, judged.verdict, *index)
        });
        let also = judged.iter().filter(|(_, judged)| judged.words_are_right()).count().saturating_sub(1);
        let quotation = &asked.quotation;
        let block = &self.draft.blocks[quotation.block];
        let mut checked = CheckedQuotation {
            at: self.lines.place(block, quotation.span.start),
            text: block.text[quotation.span.clone()].to_owned(),
            attributed: asked.attributed.clone(),
            verdict: Verdict::NotFound,
            differences: Vec::new(),
            source: None,
            notes: Vec::new(),
        };
        if let Some((index, judged)) = best {
            let paragraph = &paragraphs[*index];
            checked.verdict = judged.verdict;
            checked.differences.clone_from(&judged.differences);
            if judged.words_are_right() && !self.is_of(paragraph, &asked.attributed) {
                checked.verdict = Verdict::Elsewhere;
            }
            if paragraph.page.authority.is_none() && !asked.attributed.is_empty() {
                checked
                    .notes
                    .push("the report names no authority, so whose words they are is not checked".to_owned());
            }
            checked.source =
                Some(QuotedFrom { paragraph: paragraph.clone(), passage: judged.passage.clone(), also });
        }
        if asked.wanted.len() < QUOTATION_WORDS && checked.verdict.is_off() {
            checked.verdict = Verdict::Short;
            checked.source = None;
            checked.differences.clear();
        }
        checked
    }
}

fn ask(quotation: &Quotation, blocks: &[Block], all: &[Quotation], context: &Context<'_>) -> Asked {
    let text = &blocks[quotation.block].text[quotation.span.clone()];
    let quoted: Vec<Range<usize>> =
        all.iter().filter(|other| other.block == quotation.block).map(|other| other.span.clone()).collect();
    let attributed = context.of_quotation(quotation.block, &quotation.span, &quoted);
    Asked {
        quotation: quotation.clone(),
        wanted: Wanted::new(text),
        perhaps: if attributed.is_empty() { context.before(quotation.block) } else { attributed.clone() },
        attributed,
    }
}

/// The ends of neighbouring paragraphs, read as one.
fn over_two_paragraphs(
    asked: &Asked,
    paragraphs: &[Paragraph],
    candidates: &[usize],
) -> Vec<(usize, Judged)> {
    let mut firsts: Vec<usize> =
        candidates.iter().flat_map(|index| [index.checked_sub(1), Some(*index)]).flatten().collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts
        .into_iter()
        .filter_map(|first| {
            let (one, other) = (paragraphs.get(first)?, paragraphs.get(first + 1)?);
            if one.id.report != other.id.report || one.id.number + 1 != other.id.number {
                return None;
            }
            let judged = judge(&asked.wanted, &Source::joined(&one.text, &other.text))?;
            Some((first, Judged { joined: true, ..judged }))
        })
        .collect()
}
