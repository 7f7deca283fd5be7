//! What is usual in a document: the size of its text and headings, the distance of lines, where full lines end.

use super::lines::{ASIDE, Line, Segment, body_size};
use crate::readers::{
    hyphens::ends_with_hyphen,
    lines::{ends_a_sentence, stops_in_mid_sentence},
};

/// Where full lines of one column that begin at `left` end.
struct Edge {
    column: (u8, u8),
    left: f32,
    right: f32,
}

/// What is usual in a document.
pub(super) struct Measures {
    pub(super) body: f32,
    /// Sizes of headings, largest first.
    headings: Vec<f32>,
    /// Size → distance of baselines within a paragraph.
    pitches: Vec<(f32, f32)>,
    edges: Vec<Edge>,
    /// Whether full lines end at the edge to the point.
    pub(super) justified: bool,
    /// Whether tags change with the paragraph and not within it.
    pub(super) tagged: bool,
    /// Whether a full line that ends a sentence is as often in the midst of a paragraph as at its end.
    pub(super) stops_inside: bool,
}

impl Measures {
    pub(super) fn of(pages: &[Vec<Line>]) -> Self {
        let segments = || pages.iter().flatten().flat_map(|line| &line.segments);
        let body = body_size(pages);
        let mut headings: Vec<f32> = segments().map(|s| s.size).filter(|size| *size >= body + 0.8).collect();
        headings.sort_by(|a, b| b.total_cmp(a));
        headings.dedup();
        let (edges, justified) = edges(pages);
        let (pitches, tagged) = (pitches(pages), is_tagged(pages));
        let mut measures = Measures { body, headings, pitches, edges, justified, tagged, stops_inside: true };
        measures.stops_inside = measures.full_lines_stop_inside(pages);
        measures
    }

    /// Told by lines of which the distance to the next one says whether a paragraph ends.
    fn full_lines_stop_inside(&self, pages: &[Vec<Line>]) -> bool {
        let of_body = |line: &Line| (line.first().size - self.body).abs() < 0.3 && line.segments.len() == 1;
        let pairs = pages.iter().flat_map(|page| page.windows(2)).filter(|pair| {
            let before = &pair[0];
            before.column == pair[1].column
                && pair.iter().all(of_body)
                && ends_a_sentence(&before.first().text)
                && self.is_full(before, pair[1].first(), 1.0)
        });
        let (mut inside, mut at_end) = (0, 0);
        for pair in pairs {
            let gap = pair[0].first().y - pair[1].first().y;
            let close = gap <= 1.18 * self.pitch(self.body);
            *(if close { &mut inside } else { &mut at_end }) += 1;
        }
        inside >= at_end
    }

    /// Whether the next word would not have fitted on the line; `share` of the width counts as full for
    /// text that is set in a narrower block.
    pub(super) fn is_full(&self, line: &Line, next: &Segment, share: f32) -> bool {
        let Some(edge) = self.edge(line) else { return false };
        let needed = next.first_word_width() + 0.2 * next.size;
        let tolerance = 0.35 * next.size;
        let left = line.first().x0;
        let edge = left + (edge - left) * share;
        line.x1() + needed + tolerance > edge
    }

    pub(super) fn pitch(&self, size: f32) -> f32 {
        let of = |size: f32| self.pitches.iter().find(|(known, _)| (known - size).abs() < 0.3);
        let of_body = size * of(self.body).map_or(1.25, |(size, pitch)| pitch / size);
        let own = of(size).map_or(of_body, |(_, pitch)| *pitch);
        // Headings that often stand below one another seem to be lines of one.
        if (size - self.body).abs() < 0.3 { own } else { own.min(1.3 * of_body) }
    }

    pub(super) fn level(&self, size: f32) -> Option<u8> {
        let rank = self.headings.iter().position(|known| (known - size).abs() < 0.3)?;
        Some(u8::try_from(rank.min(5) + 1).unwrap_or(6))
    }

    /// The right edge of full lines that begin where this one does. A block that is set in from the
    /// left (a quotation) and too rare to have been measured is taken to be set in as far from the right.
    pub(super) fn edge(&self, line: &Line) -> Option<f32> {
        if line.shortened.is_some() {
            return line.shortened;
        }
        let x = line.first().x0;
        let in_column = || self.edges.iter().filter(|edge| edge.column == line.column);
        let own = in_column().filter(|edge| (edge.left - x).abs() < 4.0).map(|edge| edge.right);
        if let Some(edge) = own.reduce(f32::max) {
            return Some(edge);
        }
        let widest = in_column().max_by(|a, b| (a.right - a.left).total_cmp(&(b.right - b.left)))?;
        Some(widest.right - (x - widest.left).clamp(0.0, 6.0 * self.body))
    }
}

/// The least distance that is usual: the one within paragraphs, not between them.
fn pitches(pages: &[Vec<Line>]) -> Vec<(f32, f32)> {
    let mut gaps: Vec<(f32, Vec<f32>)> = Vec::new();
    for page in pages {
        for pair in page.windows(2) {
            let (a, b) = (pair[0].first(), pair[1].first());
            let gap = a.y - b.y;
            if pair[0].column == pair[1].column
                && (a.size - b.size).abs() < 0.3
                && gap > 0.8 * a.size
                && gap < 2.4 * a.size
            {
                match gaps.iter_mut().find(|(size, _)| (size - a.size).abs() < 0.3) {
                    Some((_, gaps)) => gaps.push(gap),
                    None => gaps.push((a.size, vec![gap])),
                }
            }
        }
    }
    gaps.into_iter()
        .filter(|(_, gaps)| gaps.len() >= 3)
        .filter_map(|(size, mut gaps)| {
            gaps.sort_by(f32::total_cmp);
            let usual = gaps.iter().copied().find(|gap| {
                let same = gaps.iter().filter(|other| (**other - gap).abs() <= 0.06 * size).count();
                same * 8 >= gaps.len()
            })?;
            Some((size, usual))
        })
        .collect()
}

/// Taken from lines that must be full, since their sentence runs on in the next.
fn edges(pages: &[Vec<Line>]) -> (Vec<Edge>, bool) {
    let mut samples: Vec<((u8, u8), f32, Vec<f32>)> = Vec::new();
    for page in pages {
        for pair in page.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            let runs_on =
                stops_in_mid_sentence(&a.first().text, &b.first().text) || ends_with_hyphen(&a.first().text);
            if a.column != b.column
                || a.shortened.is_some()
                || a.segments.len() > 1
                || !runs_on
                || (a.first().size - b.first().size).abs() > 0.3
            {
                continue;
            }
            let (x, right) = (b.first().x0, a.x1());
            match samples.iter_mut().find(|(column, left, _)| *column == a.column && (left - x).abs() < 3.0) {
                Some((_, _, rights)) => rights.push(right),
                None => samples.push((a.column, x, vec![right])),
            }
        }
    }
    let (mut at_edge, mut all) = (0, 0);
    let mut edges = Vec::new();
    for (column, left, mut rights) in samples {
        if rights.len() < 3 {
            // On a short page hardly a line must be full: the widest one is as near as can be told.
            let beside = |line: &&Line| line.column == column && (line.first().x0 - left).abs() < 3.0;
            let right = pages.iter().flatten().filter(beside).map(Line::x1).fold(f32::MIN, f32::max);
            edges.extend((column != ASIDE).then_some(Edge { column, left, right }));
            continue;
        }
        rights.sort_by(f32::total_cmp);
        // A word that did not fit at all may stand out.
        let right = rights[(rights.len() - 1) * 49 / 50];
        all += rights.len();
        at_edge += rights.iter().filter(|one| **one > right - 1.0).count();
        edges.push(Edge { column, left, right });
    }
    (edges, at_edge * 10 > all * 8)
}

/// Some writers give each paragraph a tag, some each line or run: lines whose sentence runs on tell.
fn is_tagged(pages: &[Vec<Line>]) -> bool {
    let pairs = pages.iter().flat_map(|page| page.windows(2)).filter(|pair| {
        pair[0].column == pair[1].column
            && stops_in_mid_sentence(&pair[0].first().text, &pair[1].first().text)
    });
    let (mut same, mut all) = (0, 0);
    for pair in pairs {
        if let (Some(before), Some(tag)) = (pair[0].first().tags.1, pair[1].first().tags.0) {
            all += 1;
            same += usize::from(before == tag);
        }
    }
    all >= 5 && same * 10 >= all * 9
}
