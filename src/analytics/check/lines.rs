//! On which line of the draft a word stands. A block says where it begins and not where its lines break; the words of
//! the source, line by line, tell the rest.

use super::wording::wording;
use crate::model::{Block, Line, Location};

/// The words of a draft's source with their places; none where the format has no lines to speak of.
#[derive(Debug, Default)]
pub(super) struct Lines {
    words: Vec<(Location, u64)>,
}

/// Words of the source that may stand between two of a block: addresses of links, marks of a format, footnotes at the
/// end of a page.
const PASSED_OVER: usize = 400;

impl Lines {
    pub(super) fn of(lines: &[Line]) -> Self {
        let words =
            lines.iter().flat_map(|line| wording(&line.text).into_iter().map(|word| (line.at, word.key)));
        Lines { words: words.collect() }
    }

    /// Where the word at byte `at` of the block's text stands; without lines, where the block begins.
    pub(super) fn place(&self, block: &Block, at: usize) -> Location {
        let order = |place: Location| (place.page, place.line);
        let mut place = block.at;
        let mut next = self.words.partition_point(|(word, _)| order(*word) < order(place));
        let words = wording(&block.text);
        for (n, word) in words.iter().enumerate() {
            let rest = &self.words[next..];
            // A word alone may stand anywhere; further on it is taken only with the one that follows it.
            let following = words.get(n + 1).map(|word| word.key);
            let stands = |at: usize| {
                rest[at].1 == word.key
                    && (at == 0 || following.is_none() || rest.get(at + 1).map(|(_, key)| *key) == following)
            };
            if let Some(found) = (0..rest.len().min(PASSED_OVER)).find(|at| stands(*at)) {
                place = rest[found].0;
                next += found + 1;
            }
            if word.span().end > at {
                break;
            }
        }
        place
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
        let lines = Lines::of(&numbered(source, None));
        for (word, line) in [("Carers", 3), ("they", 3), ("waited", 4), ("being", 5), ("for", 5), ("it.", 6)]
        {
            let at = block.text.rfind(word).unwrap();
            assert_eq!(lines.place(&block, at).line, line, "{word}");
        }
        assert_eq!(Lines::of(&[]).place(&block, 40).line, 3);
    }

    #[test]
    fn parted_words_and_the_foot_of_a_page_are_passed_over() {
        let first = "Staff made an assess-\nment of every carer who\nasked for\n1 The survey: a carer had an assessment.";
        let lines = [numbered(first, Some(1)), numbered("it, and the council\npaid.", Some(2))].concat();
        let text =
            "Staff made an assessment of every carer who asked for it, and the council paid.".to_owned();
        let at = Location { line: 1, page: Some(1) };
        let block = Block { kind: BlockKind::Paragraph, text, at };
        let lines = Lines::of(&lines);
        for (word, page, line) in [
            ("Staff", 1, 1),
            ("assessment", 1, 1),
            ("every", 1, 2),
            ("asked", 1, 3),
            ("and", 2, 1),
            ("paid", 2, 2),
        ] {
            let at = block.text.rfind(word).unwrap();
            assert_eq!(lines.place(&block, at), Location { line, page: Some(page) }, "{word}");
        }
    }

    fn numbered(text: &str, page: Option<u32>) -> Vec<Line> {
        let line = |(line, text): (u32, &str)| Line { at: Location { line, page }, text: text.to_owned() };
        (1..).zip(text.lines()).map(line).collect()
    }
}
