//! Whom a place of a draft is about, as far as the draft says so near by.

use std::ops::Range;

use super::names::Names;
use crate::model::{Block, BlockKind};

/// The councils that each block names, with the bytes of its text.
#[derive(Debug)]
pub(super) struct Context<'d> {
    blocks: &'d [Block],
    named: Vec<Vec<(Range<usize>, String)>>,
}

/// A longer line is hardly a heading.
const HEADING_CHARS: usize = 90;

impl<'d> Context<'d> {
    pub(super) fn new(blocks: &'d [Block], names: &Names) -> Self {
        let named = blocks.iter().map(|block| names.authorities(&block.text)).collect();
        Context { blocks, named }
    }

    /// Whom a quotation at `span` of a block is said to be of: the councils of its own sentence, then the
    /// nearest before it, then what leads into the block. Names inside of quotations do not count, nor do those of
    /// the paragraph before: what it spoke of last need not be whom this one quotes.
    pub(super) fn of_quotation(
        &self,
        block: usize,
        span: &Range<usize>,
        quoted: &[Range<usize>],
    ) -> Vec<String> {
        let text = &self.blocks[block].text;
        let outside = |at: &Range<usize>| quoted.iter().all(|q| at.end <= q.start || q.end <= at.start);
        let named: Vec<&(Range<usize>, String)> =
            self.named[block].iter().filter(|(at, _)| outside(at)).collect();
        let pick = |range: Range<usize>| -> Vec<String> {
            let within = named.iter().filter(|(at, _)| range.start <= at.start && at.end <= range.end);
            unique(within.filter(|(at, _)| !is_contrast(&text[..at.start])).map(|(_, name)| name.clone()))
        };
        let after = after_quotation(text, span.end, quoted);
        let bracketed = text[after.clone()]
            .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '[')
            .starts_with(['(', '[']);
        let sentence = text[..span.start].rfind(['.', '!', '?']).map_or(0, |stop| stop + 1)..span.start;
        let tries =
            if bracketed { [after.clone(), sentence, after] } else { [sentence, after.clone(), after] };
        for range in tries {
            let found = pick(range);
            if !found.is_empty() {
                return found;
            }
        }
        let earlier = pick(0..span.start);
        match earlier.last() {
            Some(last) => vec![last.clone()],
            None => self.led(block),
        }
    }

    /// Whom the block goes on about when it names nobody: what leads into it says so, or the running text before it,
    /// which tells only where it speaks of one council and of no other.
    pub(super) fn leading_into(&self, block: usize) -> Vec<String> {
        let led = self.led(block);
        let before = self.before(block);
        if led.is_empty() && before.len() == 1 && self.headed(block).is_empty() { before } else { led }
    }

    /// The councils of what leads into the block ("Barnet scored as follows:"), else those of the nearest heading
    /// that names any, unless another was spoken of since.
    fn led(&self, block: usize) -> Vec<String> {
        let entry = |index: usize| {
            matches!(self.blocks[index].kind, BlockKind::ListItem | BlockKind::TableRow { .. })
        };
        // All entries of a list have one lead.
        let lead = (0..block).rev().find(|index| !(entry(block) && entry(*index)));
        let leads = |index: &usize| {
            self.blocks[*index].text.trim_end().ends_with(':') || self.blocks[block].kind == BlockKind::Quote
        };
        let lead = lead.filter(leads).map_or_else(Vec::new, |index| self.names_of(index));
        if !lead.is_empty() {
            return lead;
        }
        let (headed, before) = (self.headed(block), self.before(block));
        match before.iter().all(|name| headed.contains(name)) {
            true if before.is_empty() => headed,
            true => before,
            false => Vec::new(),
        }
    }

    fn headed(&self, block: usize) -> Vec<String> {
        let headings = (0..block).rev().filter(|index| is_heading(&self.blocks[*index]));
        headings.map(|index| self.names_of(index)).find(|names| !names.is_empty()).unwrap_or_default()
    }

    fn names_of(&self, block: usize) -> Vec<String> {
        unique(self.named[block].iter().map(|(_, name)| name.clone()))
    }

    /// The councils of the block before it.
    pub(super) fn before(&self, block: usize) -> Vec<String> {
        block.checked_sub(1).map_or_else(Vec::new, |before| self.names_of(before))
    }

    /// Councils of a part of a block.
    pub(super) fn named_in(&self, block: usize) -> &[(Range<usize>, String)] {
        &self.named[block]
    }
}

/// From the end of a quotation to the end of its sentence or the next quotation.
fn after_quotation(text: &str, end: usize, quoted: &[Range<usize>]) -> Range<usize> {
    let next = quoted.iter().map(|q| q.start).filter(|start| *start > end).min().unwrap_or(text.len());
    // The closing mark may be followed by the stop of the sentence: nothing comes after it then.
    let rest = &text[end..next];
    let skip = rest.find(|c: char| c.is_alphanumeric() || matches!(c, '(' | '[' | '.')).unwrap_or(rest.len());
    let stop = rest[skip..].find(['.', '!', '?', ';']).map_or(rest.len(), |stop| skip + stop);
    end..end + stop
}

/// "unlike Barnet", "than in Barnet": not whom it is about.
pub(super) fn is_contrast(before: &str) -> bool {
    const CONTRASTS: [&str; 7] = ["unlike", "than", "not", "with", "to", "from", "like"];
    let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).rev();
    let last = words.next().unwrap_or_default();
    let last =
        if matches!(last, "in" | "the" | "at" | "for") { words.next().unwrap_or_default() } else { last };
    let contrast = CONTRASTS[..3].iter().any(|word| last.eq_ignore_ascii_case(word));
    let compared = CONTRASTS[3..].iter().any(|word| last.eq_ignore_ascii_case(word))
        && words.next().is_some_and(|word| {
            [
                "compared",
                "contrast",
                "contrasts",
                "similar",
                "differs",
                "different",
                "opposed",
                "neighbouring",
            ]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
        });
    contrast || compared
}

fn is_heading(block: &Block) -> bool {
    match block.kind {
        BlockKind::Heading(_) | BlockKind::BoldParagraph => true,
        BlockKind::Paragraph => {
            block.text.len() <= HEADING_CHARS
                && !block.text.ends_with(['.', ':', ';', ',', '”', '"', '’', '?', '!'])
        }
        _ => false,
    }
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    names.for_each(|name| {
        if !all.contains(&name) {
            all.push(name);
        }
    });
    all
}
