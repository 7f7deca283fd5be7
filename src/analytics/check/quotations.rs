//! What a draft quotes: text between quotation marks, and paragraphs set as quotations.

use std::ops::Range;

use crate::model::{Block, BlockKind};

/// One quotation of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Index of its block.
    pub(super) block: usize,
    /// Bytes of the block's text, without the marks.
    pub(super) span: Range<usize>,
}

/// Every quotation, in order. A mark that is never closed quotes to the end of its paragraph, as a quotation
/// over several paragraphs is printed.
pub(super) fn quotations(blocks: &[Block]) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let spans = marked(&block.text);
        if spans.is_empty() && block.kind == BlockKind::Quote {
            found.push(Quotation { block: index, span: 0..block.text.len() });
        }
        found.extend(spans.into_iter().map(|span| Quotation { block: index, span }));
    }
    found
}

/// Double marks first; single ones only where no double mark is in the paragraph, as inside double marks
/// they quote within the quotation.
fn marked(text: &str) -> Vec<Range<usize>> {
    let doubles = pairs(text, is_double);
    if doubles.is_empty() { pairs(text, is_single) } else { doubles }
}

fn is_double(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}')
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201A}')
}

fn pairs(text: &str, is_mark: fn(char) -> bool) -> Vec<Range<usize>> {
    let marks: Vec<Mark> =
        text.char_indices().filter(|(_, c)| is_mark(*c)).map(|(at, c)| Mark::of(text, at, c)).collect();
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    for (index, mark) in marks.iter().enumerate() {
        match open {
            None if mark.opens => open = Some(mark.end),
            // “ again while one is open: a new paragraph of the same quotation was joined on; go on.
            Some(start) if mark.closes && !is_possessive(text, mark, &marks[index + 1..]) => {
                push(&mut spans, text, start, mark.at);
                open = None;
            }
            _ => {}
        }
    }
    // An apostrophe may look like an opening single mark ('16 to 18'): unclosed, it quotes nothing.
    if let Some(start) = open.filter(|start| text[..*start].chars().next_back().is_some_and(is_double)) {
        push(&mut spans, text, start, text.len());
    }
    spans
}

fn push(spans: &mut Vec<Range<usize>>, text: &str, start: usize, end: usize) {
    let inner = &text[start..end];
    let from = start + (inner.len() - inner.trim_start().len());
    let to = end - (inner.len() - inner.trim_end().len());
    if from < to {
        spans.push(from..to);
    }
}

struct Mark {
    at: usize,
    end: usize,
    opens: bool,
    closes: bool,
    single: bool,
}

impl Mark {
    fn of(text: &str, at: usize, c: char) -> Mark {
        let end = at + c.len_utf8();
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let open_side = before.is_none_or(|b| {
            b.is_whitespace()
                || matches!(b, '(' | '[' | '-' | '\u{2013}' | '\u{2014}' | '/')
                || is_double(b)
                || is_single(b)
        });
        let word_after = after.is_some_and(|a| !a.is_whitespace());
        let close_side = after.is_none_or(|a| !a.is_alphanumeric());
        let word_before = before.is_some_and(|b| !b.is_whitespace());
        let (opens, closes) = match c {
            '\u{201C}' | '\u{201E}' | '\u{201A}' | '\u{AB}' => (true, false),
            '\u{201D}' | '\u{BB}' => (false, true),
            '\u{2018}' => (open_side && word_after, false),
            '\u{2019}' => (false, word_before && close_side),
            '\'' => (open_side && word_after, word_before && close_side),
            // A straight double mark with a space on its inner side still closes what is open.
            _ => (word_after && (open_side || !word_before), close_side || word_before),
        };
        // An inch mark: a straight mark right after a digit opens nothing.
        Mark { at, end, opens, closes, single: is_single(c) }
    }
}

/// "carers’ breaks’": the first single mark is an apostrophe if another one can close, and a word follows it.
fn is_possessive(text: &str, mark: &Mark, later: &[Mark]) -> bool {
    let before_next_opening = || later.iter().take_while(|mark| !mark.opens || mark.closes);
    mark.single
        && text[..mark.at].ends_with(['s', 'S'])
        && text[mark.end..].starts_with(' ')
        && text[mark.end..].trim_start().starts_with(char::is_alphabetic)
        && before_next_opening().any(|mark| mark.closes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    fn found(text: &str) -> Vec<String> {
        let block = Block { kind: BlockKind::Paragraph, text: text.to_owned(), at: Location::default() };
        quotations(&[block]).into_iter().map(|q| text[q.span].to_owned()).collect()
    }

    #[test]
    fn marks_of_every_kind_are_paired() {
        let table: [(&str, &[&str]); 12] = [
            ("They said “it was late” and left.", &["it was late"]),
            ("They said \"it was late\" and \"it was long\".", &["it was late", "it was long"]),
            ("They said ‘it was late’ and left.", &["it was late"]),
            ("The ‘carers’ breaks were few’ they said.", &["carers’ breaks were few"]),
            ("People's 'long waits for carers' support' are known.", &["long waits for carers' support"]),
            ("It's the council's view, isn't it?", &[]),
            ("“It was ‘very’ late,” she said.", &["It was ‘very’ late,"]),
            ("“A first paragraph, not closed.", &["A first paragraph, not closed."]),
            ("A mixed “start and end\" here", &["start and end"]),
            ("(“inside brackets”)", &["inside brackets"]),
            ("« guillemets »", &["guillemets"]),
            ("no marks at all", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_paragraph_set_as_a_quotation_is_one() {
        let block =
            Block { kind: BlockKind::Quote, text: "It was late.".to_owned(), at: Location::default() };
        assert_eq!(quotations(&[block]), [Quotation { block: 0, span: 0..12 }]);
    }
}
