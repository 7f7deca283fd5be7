//! Items whose numbers have neither a stop nor a bracket, as programs that draw lists leave them: "1 People told us …".

use crate::model::{Block, BlockKind};

/// The longest of the items of a list; shorter lines may be those of a scale.
const SENTENCE_CHARS: usize = 60;

/// Takes the numbers off items that follow one another from 1.
pub(in crate::readers) fn without_numbers(blocks: &mut [Block]) {
    let mut from = 0;
    while from < blocks.len() {
        let count = (1..).zip(&blocks[from..]).take_while(|(n, block)| text_of(block, *n).is_some()).count();
        let longest = blocks[from..from + count].iter().map(|block| block.text.chars().count()).max();
        if count > 1 && longest >= Some(SENTENCE_CHARS) {
            for (n, block) in (1..).zip(&mut blocks[from..from + count]) {
                let text = text_of(block, n).map(str::to_owned);
                block.text = text.expect("it was counted");
                block.kind = BlockKind::ListItem;
            }
        }
        from += count.max(1);
    }
}

/// The text of the item that has this number.
fn text_of(block: &Block, number: usize) -> Option<&str> {
    let item = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
    let rest = block.text.strip_prefix(&number.to_string()).filter(|_| item)?.strip_prefix(' ')?;
    rest.starts_with(|c: char| c.is_uppercase() || c == '“').then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    fn texts(lines: &[&str]) -> Vec<String> {
        let at = Location { line: 1, page: None };
        let block = |text: &&str| Block { kind: BlockKind::Paragraph, text: (*text).to_owned(), at };
        let mut blocks: Vec<Block> = lines.iter().map(block).collect();
        without_numbers(&mut blocks);
        blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn numbers_that_count_items_are_no_text() {
        let counted = [
            "Staff said:",
            "1 People wait for a week, and some of them for as long as a month.",
            "2 “Nobody rang.”",
        ];
        assert_eq!(
            texts(&counted)[1..],
            ["People wait for a week, and some of them for as long as a month.", "“Nobody rang.”"]
        );
    }

    #[test]
    fn numbers_that_say_how_many_and_those_of_a_scale_stay() {
        for lines in [
            ["1 Evidence shows significant shortfalls", "2 Evidence shows some shortfalls"],
            ["2 People wait for a week, and some of them for as long as a month.", "3 Staff told us so."],
            ["1 People wait for a week, and some of them for as long as a month.", "Nobody rang."],
        ] {
            assert_eq!(texts(&lines), lines);
        }
    }
}
