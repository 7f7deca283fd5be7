use super::visible::{has_words, visible};
use crate::model::{Block, BlockKind, Location, Problem, ProblemCode};

/// A longer run of text is cut into several blocks at a space.
pub const PARAGRAPH_LIMIT_CHARS: usize = 100_000;

/// Some hundred times a whole report; a file of one letter a line would fill the memory.
const BLOCK_LIMIT: usize = 500_000;

const BULLET: char = '•';

/// Some converters make one paragraph of a list.
fn items_run_together(kind: &BlockKind, raw: &str) -> bool {
    let raw = raw.trim_start();
    let listed = match kind {
        BlockKind::ListItem => Some(raw),
        BlockKind::Paragraph => raw.strip_prefix(BULLET),
        _ => None,
    };
    listed.is_some_and(|rest| rest.trim_start_matches([BULLET, ' ']).contains(BULLET))
}

/// Collects blocks, so that what `Block` promises holds for every reader.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    blocks: Vec<Block>,
    too_many: bool,
}

impl Blocks {
    /// Text without a word in it gives no block.
    pub(super) fn push(&mut self, kind: BlockKind, raw: &str, at: Location) {
        if items_run_together(&kind, raw) {
            return raw.split(BULLET).for_each(|item| self.push(BlockKind::ListItem, item, at));
        }
        let text = visible(raw);
        if has_words(&text) {
            self.push_bounded(kind, text, at);
        }
    }

    /// A row of a table; with a single cell that holds words it is still a row.
    pub(super) fn push_row<S: AsRef<str>>(&mut self, raw_cells: &[S], at: Location) {
        let cells: Vec<String> = raw_cells.iter().map(|cell| visible(cell.as_ref())).collect();
        if cells.iter().any(|cell| has_words(cell)) {
            let text = cells.join(" | ");
            self.push_bounded(BlockKind::TableRow { cells }, text.trim().to_owned(), at);
        }
    }

    fn push_bounded(&mut self, kind: BlockKind, text: String, at: Location) {
        if text.len() <= PARAGRAPH_LIMIT_CHARS {
            return self.add(Block { kind, text, at });
        }
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let limit = rest.char_indices().nth(PARAGRAPH_LIMIT_CHARS).map(|(limit, _)| limit);
            let whole = limit.is_none() && rest.len() == text.len();
            let cut = limit.map_or(rest.len(), |limit| {
                rest[..limit].rfind(' ').filter(|space| *space > 0).unwrap_or(limit)
            });
            let kind = match &kind {
                BlockKind::TableRow { .. } | BlockKind::Heading(_) if !whole => BlockKind::Paragraph,
                other => other.clone(),
            };
            self.add(Block { kind, text: rest[..cut].to_owned(), at });
            rest = rest[cut..].trim_start();
        }
    }

    fn add(&mut self, block: Block) {
        if self.blocks.len() < BLOCK_LIMIT {
            self.blocks.push(block);
        } else {
            self.too_many = true;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Of the block that comes next, counted from 1: the place in a source without lines.
    pub(super) fn next_number(&self) -> u32 {
        u32::try_from(self.blocks.len() + 1).unwrap_or(u32::MAX)
    }

    /// The blocks, or the reason why the file gives none.
    pub(super) fn finish(self) -> Result<Vec<Block>, Problem> {
        if self.too_many {
            let message = format!("holds more than {BLOCK_LIMIT} lines and was not read; split it");
            return Err(Problem::new(ProblemCode::TooLarge, None, message));
        }
        Ok(self.blocks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_very_long_line_is_cut_at_spaces_and_loses_nothing() {
        let mut blocks = Blocks::default();
        let line = "waiting ".repeat(40_000);
        blocks.push(BlockKind::Paragraph, &line, Location::default());
        let blocks = blocks.finish().unwrap();
        assert_eq!(blocks.len(), 4);
        assert!(blocks.iter().all(|b| b.text.chars().count() <= PARAGRAPH_LIMIT_CHARS));
        // What is cut off takes its room with it.
        assert!(blocks.iter().all(|b| b.text.capacity() <= PARAGRAPH_LIMIT_CHARS));
        let words: usize = blocks.iter().map(|b| b.text.split(' ').filter(|w| *w == "waiting").count()).sum();
        assert_eq!(words, 40_000);
    }

    #[test]
    fn items_that_run_together_are_apart() {
        let mut blocks = Blocks::default();
        for (kind, text) in [
            (BlockKind::Paragraph, "• smaller teams• a rota • "),
            (BlockKind::ListItem, "letters • calls"),
            (BlockKind::Paragraph, "Open • Monday • to five"),
            (BlockKind::Paragraph, "• alone"),
        ] {
            blocks.push(kind, text, Location::default());
        }
        let blocks = blocks.finish().unwrap();
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(
            texts,
            ["smaller teams", "a rota", "letters", "calls", "Open • Monday • to five", "• alone"]
        );
    }

    #[test]
    fn a_line_without_a_space_is_cut_between_characters() {
        let mut blocks = Blocks::default();
        blocks.push(BlockKind::Paragraph, &"é".repeat(250_001), Location::default());
        let lengths: Vec<usize> = blocks.finish().unwrap().iter().map(|b| b.text.chars().count()).collect();
        assert_eq!(lengths, [100_000, 100_000, 50_001]);
    }
}
