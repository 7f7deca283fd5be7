//! On which line of the draft a word stands. A block says where it begins and not where its lines break; the words of
//! the source, line by line, tell the rest.

use super::wording::wording;
use crate::model::{Block, Location};

/// The words of a draft's source with their lines; none where the format has no lines to speak of.
#[derive(Debug, Default)]
pub(super) struct Lines {
    words: Vec<(u32, u64)>,
}

/// Words of the source that are passed over at once: the address of a link, marks of a format.
const PASSED_OVER: usize = 40;

impl Lines {
    pub(super) fn of(source: Option<&str>) -> Self {
        let numbered = source.unwrap_or_default().lines().zip(1..);
        let words =
            numbered.flat_map(|(line, number)| wording(line).into_iter().map(move |word| (number, word.key)));
        Lines { words: words.collect() }
    }

    /// Where the word at byte `at` of the block's text stands; without lines, where the block begins.
    pub(super) fn place(&self, block: &Block, at: usize) -> Location {
        let mut line = block.at.line;
        let mut next = self.words.partition_point(|(number, _)| *number < line);
        for word in wording(&block.text) {
            let rest = &self.words[next..];
            if let Some(found) = rest.iter().take(PASSED_OVER).position(|(_, key)| *key == word.key) {
                line = rest[found].0;
                next += found + 1;
            }
            if word.span().end > at {
                break;
            }
        }
        Location { line, ..block.at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    #[test]
    fn a_word_is_found_on_its_own_line() {
        let source = "# Paper\n\nCarers told [us](https://example.org/carers) they\nwaited, and well-\nbeing *suffered* for\nit.\n";
        let text = "Carers told us they waited, and well-being suffered for it.".to_owned();
        let block = Block { kind: BlockKind::Paragraph, text, at: Location { line: 3, page: None } };
        let lines = Lines::of(Some(source));
        for (word, line) in [("Carers", 3), ("they", 3), ("waited", 4), ("being", 5), ("for", 5), ("it.", 6)]
        {
            let at = block.text.rfind(word).unwrap();
            assert_eq!(lines.place(&block, at).line, line, "{word}");
        }
        assert_eq!(Lines::of(None).place(&block, 40).line, 3);
    }
}
