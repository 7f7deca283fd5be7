//! Boxes beside the running text: "Key figures" to the right of a page's paragraphs. They are read after the page's
//! text, which goes on beside and below them.

use super::lines::{Row, Segment, most_common_size};
use crate::readers::lines::stops_in_mid_sentence;

/// Lines of a box, and of the text beside it.
const LEAST_LINES: usize = 3;
/// On a page.
const MOST_BOXES: usize = 20;
/// Running text is longer than figures and labels are.
const TEXT_CHARS: usize = 25;

/// The rows of a page without its boxes, the rows of these, and where they stand.
pub(super) fn parted(rows: Vec<Row>) -> (Vec<Row>, Vec<Row>, Vec<Area>) {
    let found = found(&rows);
    if found.is_empty() {
        return (rows, Vec::new(), found);
    }
    let (mut text, mut asides) = (Vec::new(), Vec::new());
    for row in rows {
        let (aside, rest): (Row, Row) = row.into_iter().partition(|s| found.iter().any(|area| area.holds(s)));
        text.extend(Some(rest).filter(|row| !row.is_empty()));
        asides.extend(Some(aside).filter(|row| !row.is_empty()));
    }
    (text, asides, found)
}

pub(super) struct Area {
    left: f32,
    right: f32,
    low: f32,
    high: f32,
    /// Where the text beside it ends, and between which heights no line is longer: some pages keep the room above
    /// and below a box free.
    text_right: f32,
    text_low: f32,
    text_high: f32,
}

impl Area {
    /// The right edge of a line that the box on its right makes shorter.
    pub(super) fn edge_of(&self, line: &Segment) -> Option<f32> {
        let beside = line.x1 < self.left && (self.text_low..=self.text_high).contains(&line.y);
        beside.then_some(self.text_right)
    }

    fn widened(mut self, segments: &[&Segment]) -> Self {
        let lines = || segments.iter().filter(|line| !self.holds(line));
        let longer = || lines().filter(|line| line.x1 > self.left).map(|line| line.y);
        let low = longer().filter(|y| *y < self.low).fold(f32::MIN, f32::max) + 0.1;
        let high = longer().filter(|y| *y > self.high).fold(f32::MAX, f32::min) - 0.1;
        // Above and below it only lines tell whose sentence runs on: others may stand where there is more room.
        let beside: Vec<&Segment> =
            lines().filter(|line| line.x1 < self.left && (low..=high).contains(&line.y)).copied().collect();
        let full = beside.windows(2).filter(|pair| stops_in_mid_sentence(&pair[0].text, &pair[1].text));
        let text_right = full.map(|pair| pair[0].x1).fold(self.text_right, f32::max);
        (self.text_low, self.text_high, self.text_right) = (low, high, text_right);
        self
    }

    fn holds(&self, segment: &Segment) -> bool {
        segment.x0 >= self.left
            && segment.x1 <= self.right
            && segment.y >= self.low - 0.1
            && segment.y <= self.high + 0.1
    }
}

fn found(rows: &[Row]) -> Vec<Area> {
    let mut segments: Vec<&Segment> = rows.iter().flatten().collect();
    segments.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut starts: Vec<f32> = segments.iter().map(|s| s.x0).collect();
    starts.sort_by(f32::total_cmp);
    let mut edges: Vec<(usize, f32)> = Vec::new();
    for x in starts {
        match edges.last_mut() {
            Some((count, first)) if x - *first < 2.0 => *count += 1,
            _ => edges.push((1, x)),
        }
    }
    edges.retain(|(count, _)| *count >= LEAST_LINES);
    edges.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    edges.truncate(12);
    let mut areas: Vec<Area> = Vec::new();
    for (_, edge) in edges {
        for right in [true, false] {
            for area in areas_at(&segments, edge, right) {
                if areas.len() < MOST_BOXES
                    && areas.iter().all(|other| other.high < area.low || other.low > area.high)
                {
                    areas.push(area);
                }
            }
        }
    }
    areas.into_iter().map(|area| area.widened(&segments)).collect()
}

/// Boxes that begin at an edge (`right`), or that stand left of text which begins there. `segments` from the top.
fn areas_at(segments: &[&Segment], edge: f32, right: bool) -> Vec<Area> {
    let mut areas = Vec::new();
    // A page whose text begins at the edge, or never crosses it, may begin with headings beside the box.
    let apart = !right || segments.iter().all(|s| s.x0 >= edge - 2.0 || s.x1 < edge);
    let of_text = |s: &&&Segment| if right { s.x1 < edge } else { (s.x0 - edge).abs() < 2.0 };
    let page: Vec<&Segment> = segments.iter().filter(of_text).copied().collect();
    let page = Some(page.as_slice()).filter(|page| apart && page.len() >= LEAST_LINES);
    let (mut aside, mut text): (Vec<&Segment>, Vec<&Segment>) = (Vec::new(), Vec::new());
    let mut close = |aside: &mut Vec<&Segment>, text: &mut Vec<&Segment>| {
        areas.extend(area(aside, text, page));
        aside.clear();
        text.clear();
    };
    let mut across: Option<&Segment> = None;
    for segment in segments {
        let before = segment.x1 < edge - 0.1 * segment.size;
        let after = segment.x0 >= edge - 2.0;
        // The last line of a paragraph over the whole width is a part of it however short.
        let ends = across.is_some_and(|line: &Segment| {
            (line.x0 - segment.x0).abs() < 2.0 && line.y - segment.y < 1.45 * segment.size
        });
        if (!before && !after) || ends {
            close(&mut aside, &mut text);
            across = Some(segment);
            continue;
        }
        if after == right {
            if aside.last().is_some_and(|last| last.y - segment.y > 3.0 * segment.size.max(last.size)) {
                close(&mut aside, &mut text);
            }
            aside.push(segment);
        } else {
            text.push(segment);
        }
    }
    close(&mut aside, &mut text);
    areas
}

/// Where the lines stand, if they are a box beside running text and no column of a table. `page` is the text that is
/// to be running, where it is more than what stands directly beside.
fn area(aside: &[&Segment], text: &[&Segment], page: Option<&[&Segment]>) -> Option<Area> {
    let (first, last) = (aside.first()?, aside.last()?);
    let beside: Vec<&Segment> = text
        .iter()
        .copied()
        .filter(|s| s.y <= first.y + 0.5 * s.size && s.y >= last.y - 0.5 * s.size)
        .collect();
    if aside.len() < LEAST_LINES || beside.len() < LEAST_LINES {
        return None;
    }
    let extent = |lines: &[&Segment]| {
        lines.iter().fold((f32::MAX, f32::MIN), |(low, high), s| (low.min(s.x0), high.max(s.x1)))
    };
    let ((left, right), (text_left, text_right)) = (extent(aside), extent(&beside));
    let words = aside.iter().filter(|s| s.text.chars().filter(|c| c.is_alphabetic()).count() >= 3).count();
    let narrow = right - left <= 0.75 * (text_right - text_left);
    let is_box = is_running(page.unwrap_or(&beside))
        && narrow
        && words * 2 >= aside.len()
        && !is_column(aside, &beside);
    is_box.then_some(Area {
        left: left - 0.1,
        right: right + 0.1,
        low: last.y,
        high: first.y,
        text_right,
        text_low: last.y,
        text_high: first.y,
    })
}

fn is_running(text: &[&Segment]) -> bool {
    let mut lengths: Vec<usize> = text.iter().map(|s| s.chars()).collect();
    lengths.sort_unstable();
    let runs_on = text.windows(2).filter(|pair| stops_in_mid_sentence(&pair[0].text, &pair[1].text)).count();
    lengths[lengths.len() / 2] >= TEXT_CHARS && runs_on >= 2 && runs_on * 3 + 1 >= text.len()
}

/// Whether the lines are cells beside cells: of letters as large, and both have their gaps in the same places, or each part of the one begins
/// where a sentence of the other does.
fn is_column(aside: &[&Segment], text: &[&Segment]) -> bool {
    let (own, beside) = (usual_size(aside), usual_size(text));
    if (own - beside).abs() > 0.12 * beside {
        return false;
    }
    let (gaps, parts) = (gaps(text), gaps(aside));
    let all_beside = |ones: &[(f32, f32)], others: &[(f32, f32)]| {
        ones.iter().all(|(high, low)| others.iter().any(|(h, l)| h > low && l < high))
    };
    // A list of links has so many gaps that some stand beside those of any text.
    if !gaps.is_empty() && all_beside(&gaps, &parts) && all_beside(&parts, &gaps) {
        return true;
    }
    let begins = |y: f32| {
        text.iter().enumerate().any(|(i, line)| {
            let aligned = (line.y - y).abs() < 0.3 * line.size;
            aligned && (i == 0 || !stops_in_mid_sentence(&text[i - 1].text, &line.text))
        })
    };
    !parts.is_empty() && begins(aside[0].y) && parts.iter().all(|(_, low)| begins(*low))
}

fn usual_size(lines: &[&Segment]) -> f32 {
    let sizes: Vec<(f32, usize)> = lines.iter().map(|line| (line.size, line.chars())).collect();
    most_common_size(&sizes)
}

/// Between which heights there is more room than between most lines.
fn gaps(lines: &[&Segment]) -> Vec<(f32, f32)> {
    let mut steps: Vec<f32> =
        lines.windows(2).map(|pair| pair[0].y - pair[1].y).filter(|gap| *gap > 1.0).collect();
    steps.sort_by(f32::total_cmp);
    let Some(usual) = steps.get(steps.len() / 4) else { return Vec::new() };
    let pairs = lines.windows(2).filter(|pair| pair[0].y - pair[1].y > 1.3 * usual);
    pairs.map(|pair| (pair[0].y, pair[1].y)).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::BlockKind;
    use crate::readers::making::pdf::{Line, document};

    const TEXT: [&str; 9] = [
        "Staff told us that the duty desk answered",
        "most calls within the hour and passed them",
        "on to a named worker, who rang back on the",
        "same day. Reviews in the east were late and",
        "posts had stood empty since the spring, so",
        "that people waited longer than they should",
        "have done. Leaders knew of this, and wrote",
        "to each person on the list about the delay",
        "that they would have.",
    ];

    /// The lines of each block, from a page with text from `x` on and other lines from `beside` on.
    fn read(x: f32, beside: f32, others: &[(f32, &str)]) -> Vec<(bool, String)> {
        let line = |x: f32, y: f32, text: &str| Line { x, y, size: 10.0, bold: false, text: text.to_owned() };
        let wide = "People spoke well of the hospital team, which worked at the ward round and had";
        let mut page = vec![line(x.min(beside), 760.0, wide), line(x.min(beside), 747.0, "beds.")];
        page.extend(TEXT.iter().enumerate().map(|(n, text)| line(x, 726.0 - 13.0 * n as f32, text)));
        page.extend(others.iter().map(|(y, text)| line(beside, *y, text)));
        let blocks = super::super::read(&document(&[page])).unwrap().blocks;
        let item = |kind: &BlockKind| *kind == BlockKind::ListItem;
        blocks.into_iter().map(|block| (item(&block.kind), block.text)).collect()
    }

    #[test]
    fn a_box_beside_the_text_is_read_after_it_on_either_side() {
        let figures =
            [(726.0, "Key figures"), (714.0, "Carers: 3,100"), (702.0, "Homes: 312"), (690.0, "Wards: 84")];
        for (x, beside) in [(70.0, 400.0), (210.0, 70.0)] {
            let blocks = read(x, beside, &figures);
            assert_eq!(blocks.iter().filter(|(_, text)| *text == TEXT.join(" ")).count(), 1, "{blocks:?}");
            let items: Vec<&str> =
                blocks.iter().filter(|(item, _)| *item).map(|(_, text)| text.as_str()).collect();
            assert_eq!(items, figures.map(|(_, text)| text), "{x}");
        }
    }

    #[test]
    fn a_line_above_the_box_does_not_tell_where_those_beside_it_end() {
        let line = |x: f32, y: f32, text: &str| Line { x, y, size: 10.0, bold: false, text: text.to_owned() };
        let mut page = vec![line(70.0, 750.0, "I know where I can get help when there is need of it.")];
        let text = [
            "Staff told us that the duty desk answered",
            "most calls within the hour and passed on.",
            "Reviewers explained how advocacy was given",
            "early and in writing, and how the list was",
            "kept by all.",
        ];
        page.extend(text.iter().enumerate().map(|(n, text)| line(70.0, 726.0 - 13.0 * n as f32, text)));
        let figures = ["Key figures", "Carers: 3,100", "Homes: 312", "Wards: 84"];
        page.extend(figures.iter().enumerate().map(|(n, text)| line(400.0, 726.0 - 13.0 * n as f32, text)));
        page.push(line(
            70.0,
            640.0,
            "People spoke well of the hospital team, which worked at the ward round and had",
        ));
        page.push(line(70.0, 627.0, "beds."));
        let blocks = super::super::read(&document(&[page])).unwrap().blocks;
        assert!(blocks.iter().any(|block| block.text == text.join(" ")), "{blocks:?}");
    }

    #[test]
    fn a_menu_in_smaller_letters_is_no_column_of_a_table() {
        let entry = |y: f32, text: &str| Line { x: 40.0, y, size: 8.0, bold: false, text: text.to_owned() };
        let mut page: Vec<Line> =
            ["In this report", "Assessing needs", "Equity in", "Partnerships and other", "Safeguarding"]
                .iter()
                .enumerate()
                .map(|(n, text)| entry(731.0 - 24.0 * n as f32, text))
                .collect();
        for (n, text) in TEXT.iter().enumerate() {
            // Each second line begins after some room.
            let y = 726.0 - 13.0 * n as f32 - 10.0 * (n / 2) as f32;
            page.push(Line { x: 150.0, y, size: 10.0, bold: false, text: (*text).to_owned() });
        }
        let blocks = super::super::read(&document(&[page])).unwrap().blocks;
        let items = blocks.iter().filter(|block| block.kind == BlockKind::ListItem).count();
        assert_eq!(items, 5, "{blocks:?}");
    }

    #[test]
    fn cells_beside_cells_are_no_box() {
        let cells = [(726.0, "Front door"), (687.0, "Reviews"), (648.0, "The waiting list")];
        assert!(read(210.0, 70.0, &cells).iter().all(|(item, _)| !item));
    }
}
