//! Markdown and web pages that were made of a print: its heads and feet stand between the paragraphs, some of which
//! go on over the page.

use std::collections::HashMap;

use super::{
    ends_a_sentence,
    hyphens::{Vocabulary, ends_with_hyphen},
    page_edges::{is_browsers, is_page_number, numbers, shape},
    stops_in_mid_sentence,
};
use crate::model::{Block, BlockKind};

/// Pages that are counted one by one, before that is believed.
const ENOUGH: usize = 3;
/// Where the lines say that they count pages, from the first.
const ENOUGH_TOLD: usize = 2;
/// Longer lines are text.
const LONGEST_FOOT_CHARS: usize = 120;
/// A shorter paragraph without a stop at the end of a page may be a heading.
const FULL_LINE_CHARS: usize = 45;

/// Leaves out lines that count pages, and what stands beside these on most pages; a sentence goes on over them.
pub(in crate::readers) fn without(blocks: Vec<Block>) -> Vec<Block> {
    let feet = feet(&blocks);
    if feet.is_empty() {
        return blocks;
    }
    let edges = edges(&blocks, &feet);
    let vocabulary = Vocabulary::of(blocks.iter().map(|block| block.text.as_str()));
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut heads: Vec<String> = Vec::new();
    let mut over_the_page = false;
    for (index, block) in blocks.into_iter().enumerate() {
        if edges.binary_search(&index).is_ok() {
            over_the_page = true;
            let said = || kept.iter().any(|other| other.text == block.text);
            // A title may stand nowhere but in the heads.
            if feet.binary_search(&index).is_ok()
                || is_browsers(&block.text)
                || heads.contains(&block.text)
                || said()
            {
                continue;
            }
            heads.push(block.text);
            continue;
        }
        let goes_on = std::mem::take(&mut over_the_page);
        match kept.last_mut() {
            Some(open) if goes_on && is_parted(open, &block) => vocabulary.join(&mut open.text, &block.text),
            _ => kept.push(block),
        }
    }
    let unsaid =
        heads.into_iter().filter(|head| !kept.iter().any(|block| block.text.contains(head.as_str())));
    let at = kept.first().map(|block| block.at);
    let titles: Vec<Block> = unsaid
        .zip(std::iter::repeat(at))
        .filter_map(|(text, at)| Some(Block { kind: BlockKind::Heading(6), text, at: at? }))
        .collect();
    kept.splice(0..0, titles);
    kept
}

fn may_be_an_edge(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow { .. })
        && block.text.chars().count() <= LONGEST_FOOT_CHARS
}

/// Where lines stand, in order, that are the same but for a number, which grows by one from each to the next.
fn feet(blocks: &[Block]) -> Vec<usize> {
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| may_be_an_edge(block)) {
        let shape = shape(&block.text);
        if is_page_number(&block.text) || shape.ends_with("page#") || shape.contains("page#of#") {
            alike.entry(shape).or_default().push(index);
        }
    }
    let counts = |(one, next): (&Vec<u64>, &Vec<u64>)| {
        let grown = one.iter().zip(next).filter(|(one, next)| one != next);
        one.len() == next.len() && grown.map(|(one, next)| next.checked_sub(*one)).eq([Some(1)])
    };
    let count_pages = |places: &Vec<usize>| {
        let numbers: Vec<Vec<u64>> = places.iter().map(|index| numbers(&blocks[*index].text)).collect();
        numbers.windows(2).all(|pair| counts((&pair[0], &pair[1])))
    };
    let enough = |shape: &str, places: &Vec<usize>| {
        let told = shape != "#" && numbers(&blocks[places[0]].text).first() == Some(&1);
        places.len() >= if told { ENOUGH_TOLD } else { ENOUGH }
    };
    let mut feet: Vec<usize> = alike
        .into_iter()
        .filter(|(shape, places)| enough(shape, places) && count_pages(places))
        .flat_map(|(_, places)| places)
        .collect();
    feet.sort_unstable();
    feet
}

/// The feet, what browsers print beside them, and the lines above or below them that say the same at most of them; in order.
fn edges(blocks: &[Block], feet: &[usize]) -> Vec<usize> {
    let mut edges = feet.to_vec();
    let browsers = |index: &usize| may_be_an_edge(&blocks[*index]) && is_browsers(&blocks[*index].text);
    edges.extend((0..blocks.len()).filter(browsers));
    for beside in [-1_isize, 1] {
        let places = || {
            let beside = feet.iter().filter_map(|foot| foot.checked_add_signed(beside));
            beside.filter(|index| blocks.get(*index).is_some_and(may_be_an_edge))
        };
        let mut said: HashMap<&str, usize> = HashMap::new();
        places().for_each(|index| *said.entry(blocks[index].text.as_str()).or_default() += 1);
        let usual = |index: &usize| {
            let same = said.get(blocks[*index].text.as_str()).copied().unwrap_or(0);
            same + 1 >= ENOUGH && (same + 1) * 3 >= feet.len() * 2
        };
        edges.extend(places().filter(usual));
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Whether a sentence stops in the first of two blocks and goes on in the second.
fn is_parted(open: &Block, next: &Block) -> bool {
    let text = matches!(open.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote);
    let full = !ends_a_sentence(&open.text) && open.text.chars().count() >= FULL_LINE_CHARS;
    text && matches!(next.kind, BlockKind::Paragraph | BlockKind::Quote)
        && (full || ends_with_hyphen(&open.text) || stops_in_mid_sentence(&open.text, &next.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Location;

    fn texts(lines: &[&str]) -> Vec<String> {
        let at = Location { line: 1, page: None };
        let block = |text: &&str| Block { kind: BlockKind::Paragraph, text: (*text).to_owned(), at };
        without(lines.iter().map(block).collect()).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn heads_and_feet_between_paragraphs_are_no_text_and_a_sentence_goes_on_over_them() {
        let lines = [
            "People were seen within a week of the call, which most of the",
            "Page 1",
            "Saltmere Council",
            "Families had asked for. Staff knew whom they were to ring.",
            "Leaders heard of it.",
            "Page 2",
            "Saltmere Council",
            "Members wrote it down.",
            "Page 3",
        ];
        assert_eq!(
            texts(&lines),
            [
                "Saltmere Council",
                "People were seen within a week of the call, which most of the Families had asked for. Staff knew whom they were to ring.",
                "Leaders heard of it.",
                "Members wrote it down.",
            ]
        );
    }

    #[test]
    fn what_a_browser_printed_on_two_pages_is_no_text() {
        let lines = [
            "11/3/25, 5:09 PM",
            "The strategy named as many as",
            "1/2",
            "11/3/25, 5:09 PM",
            "three aims.",
            "2/2",
        ];
        assert_eq!(texts(&lines), ["The strategy named as many as three aims."]);
    }

    #[test]
    fn numbers_that_count_no_pages_are_text() {
        for lines in [["Page 3", "Words.", "Page 1", "Words.", "Page 2"], ["3", "Words.", "2", "Words.", "3"]]
        {
            assert_eq!(texts(&lines), lines);
        }
    }
}
