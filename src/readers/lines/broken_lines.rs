//! Text pasted from a print into Word or a mail program, of which every line has become a paragraph.

use super::{Wrapping, ends_a_sentence, heads, opens_again, stops_in_mid_sentence};
use crate::model::{Block, BlockKind};

/// Sentences that run on in the next paragraph, before they are believed to be lines.
const ENOUGH: usize = 5;

/// Puts the lines of a paragraph together again, where so many stop because they were full that it is no chance.
pub(in crate::readers) fn joined(blocks: Vec<Block>) -> Vec<Block> {
    let line = |block: &Block| block.kind == BlockKind::Paragraph;
    let running_on = blocks
        .windows(2)
        .filter(|pair| pair.iter().all(line) && stops_in_mid_sentence(&pair[0].text, &pair[1].text));
    if running_on.count() < ENOUGH {
        return blocks;
    }
    let wrapping =
        Wrapping::of(blocks.iter().map(|block| if line(block) { block.text.as_str() } else { "" }));
    if !wrapping.is_seen() {
        return blocks;
    }
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    // The last line of the block that was joined last, and whether it is the only one.
    let (mut last, mut alone) = (String::new(), true);
    let mut rest = blocks.into_iter().peekable();
    while let Some(block) = rest.next() {
        let leads_in =
            block.text.ends_with(':') && rest.peek().is_some_and(|next| next.kind == BlockKind::ListItem);
        let next = rest.peek().filter(|next| line(next)).map_or("", |next| next.text.as_str());
        let open =
            joined.last_mut().filter(|open| matches!(open.kind, BlockKind::Paragraph | BlockKind::ListItem));
        match open {
            Some(open)
                if line(&block)
                    && wrapping.may_be_a_line(&last)
                    && wrapping.continues(&last, &block.text, next)
                    && !(ends_a_sentence(&last) && (leads_in || opens_again(&open.text, &block.text)))
                    && !(alone && open.kind == BlockKind::Paragraph && heads(&last, &block.text)) =>
            {
                if !open.text.ends_with('-') {
                    open.text.push(' ');
                }
                open.text.push_str(&block.text);
                (last, alone) = (block.text, false);
            }
            _ => {
                (last, alone) = (block.text.clone(), true);
                joined.push(block);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    #[test]
    fn what_is_longer_than_a_line_is_a_paragraph_of_its_own() {
        let at = Location { line: 1, page: None };
        let broken =
            ["People told us that they had waited for several weeks before", "anyone rang them back."];
        let whole = [
            "The largest town has a population of 90,000 people, and the share of those aged 65 and over is a fifth.",
            "It borders three counties and a national park that is on the sea.",
        ];
        let texts = std::iter::repeat_n(broken, 6).flatten().chain(whole);
        let blocks: Vec<Block> =
            texts.map(|text| Block { kind: BlockKind::Paragraph, text: text.to_owned(), at }).collect();
        let joined = joined(blocks);
        assert_eq!(joined.len(), 8, "{joined:?}");
        assert_eq!(joined[6].text, whole[0]);
    }
}
