//! A draft held against the reports (`findings check`).

use std::ops::Range;

use super::candidates::candidates;
use super::claims::Scores;
use super::context::Context;
use super::lines::Lines;
use super::names::{Names, same_authority};
use super::quotations::{Quotation, quotations};
use super::quoting::{Judged, Source, Wanted, judge};
use crate::backend::answers::{CheckedDraft, CheckedQuotation, Matrix, QuotedFrom, Verdict};
use crate::model::{Block, Catalogue, Paragraph};

/// Fewer words in quotation marks may be a term and no quotation.
const QUOTATION_WORDS: usize = 4;

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'d> {
    pub blocks: &'d [Block],
    /// The text that the blocks were read from, where its lines are those a person sees.
    pub source: Option<&'d str>,
}

/// Every quotation and every claim of `draft`. `paragraphs`: all of the index, in order and in every section;
/// `matrix`: all assessments.
pub fn check(
    draft: Draft<'_>,
    paragraphs: &[Paragraph],
    matrix: &Matrix,
    catalogue: &Catalogue,
) -> CheckedDraft {
    let Draft { blocks: draft, source } = draft;
    let lines = Lines::of(source);
    let names = Names::new(catalogue, unlisted(paragraphs, catalogue));
    let context = Context::new(draft, &names);
    let found = quotations(draft);
    let checking = Checking { draft, lines: &lines, paragraphs, catalogue, context: &context };
    let checked = checking.quotations(&found);
    let claims =
        Scores { matrix, catalogue, names: &names, context: &context, lines: &lines }.claims(draft, &found);
    let mut notes = Vec::new();
    if paragraphs.is_empty() {
        notes.push("the index holds no paragraphs, so nothing can be found".to_owned());
    }
    CheckedDraft { quotations: checked, claims, paragraphs: paragraphs.len(), notes }
}

fn unlisted<'p>(paragraphs: &'p [Paragraph], catalogue: &Catalogue) -> Vec<&'p str> {
    let mut names: Vec<&str> = Vec::new();
    for paragraph in paragraphs {
        if let Some(tag) = &paragraph.page.authority {
            let name = tag.value.name.as_str();
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names.retain(|name| catalogue.authorities.find(name).is_none());
    names
}

struct Checking<'c> {
    draft: &'c [Block],
    lines: &'c Lines,
    paragraphs: &'c [Paragraph],
    catalogue: &'c Catalogue,
    context: &'c Context<'c>,
}

struct Asked {
    wanted: Wanted,
    attributed: Vec<String>,
}

impl Checking<'_> {
    fn quotations(&self, found: &[Quotation]) -> Vec<CheckedQuotation> {
        let asked: Vec<(&Quotation, Asked)> = found
            .iter()
            .map(|quotation| (quotation, self.ask(quotation, found)))
            .filter(|(_, asked)| asked.wanted.len() > 1)
            .collect();
        let keys: Vec<Vec<u64>> = asked.iter().map(|(_, asked)| asked.wanted.keys()).collect();
        let prefer = |index: usize, paragraph: &Paragraph| self.is_of(paragraph, &asked[index].1.attributed);
        let candidates = candidates(&keys, self.paragraphs, &prefer);
        asked
            .iter()
            .zip(candidates)
            .map(|((quotation, asked), candidates)| self.checked(quotation, asked, &candidates))
            .collect()
    }

    fn ask(&self, quotation: &Quotation, all: &[Quotation]) -> Asked {
        let text = &self.draft[quotation.block].text[quotation.span.clone()];
        let quoted: Vec<Range<usize>> = all
            .iter()
            .filter(|other| other.block == quotation.block)
            .map(|other| other.span.clone())
            .collect();
        Asked {
            wanted: Wanted::new(text),
            attributed: self.context.of_quotation(quotation.block, &quotation.span, &quoted),
        }
    }

    /// Whether it may be said to be of one of these councils; a report without a council may be anybody's.
    fn is_of(&self, paragraph: &Paragraph, attributed: &[String]) -> bool {
        let Some(authority) = &paragraph.page.authority else { return true };
        attributed.is_empty()
            || attributed.iter().any(|name| same_authority(self.catalogue, name, &authority.value.name))
    }

    fn checked(&self, quotation: &Quotation, asked: &Asked, candidates: &[usize]) -> CheckedQuotation {
        let mut judged: Vec<(usize, Judged)> = candidates
            .iter()
            .filter_map(|index| {
                Some((*index, judge(&asked.wanted, &Source::new(&self.paragraphs[*index].text))?))
            })
            .collect();
        if !judged.iter().any(|(_, judged)| judged.words_are_right()) {
            judged.extend(self.over_two_paragraphs(asked, candidates));
        }
        let best = judged.iter().min_by_key(|(index, judged)| {
            let right = judged.words_are_right();
            let of_it = self.is_of(&self.paragraphs[*index], &asked.attributed);
            // Nothing is nearer than the right words; among altered ones the likest, then the council named.
            let likeness = if right { 0 } else { 1000 - judged.likeness.min(1000) };
            (!right, right && !of_it, likeness, !of_it, judged.verdict, *index)
        });
        let also = judged.iter().filter(|(_, judged)| judged.words_are_right()).count().saturating_sub(1);
        let block = &self.draft[quotation.block];
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
            let paragraph = &self.paragraphs[*index];
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

    /// The ends of neighbouring paragraphs, read as one.
    fn over_two_paragraphs(&self, asked: &Asked, candidates: &[usize]) -> Vec<(usize, Judged)> {
        let mut firsts: Vec<usize> =
            candidates.iter().flat_map(|index| [index.checked_sub(1), Some(*index)]).flatten().collect();
        firsts.sort_unstable();
        firsts.dedup();
        firsts
            .into_iter()
            .filter_map(|first| {
                let (one, other) = (self.paragraphs.get(first)?, self.paragraphs.get(first + 1)?);
                if one.id.report != other.id.report {
                    return None;
                }
                Some((first, judge(&asked.wanted, &Source::joined(&one.text, &other.text))?))
            })
            .collect()
    }
}
