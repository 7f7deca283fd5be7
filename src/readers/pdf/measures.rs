//! What is usual in a document: the size of its text and headings, the distance of lines, where full lines end.

use super::lines::{ASIDE, Line, Segment, body_size};
use crate::readers::{
    lines::{after_number, ends_a_sentence, hyphens::ends_with_hyphen, stops_in_mid_sentence},
    plain::after_bullet,
};

/// Where full lines of one column that begin at `left` end.
struct Edge {
    column: (u8, u8),
    left: f32,
    right: f32,
}

/// Share of the width that lines of a block that is set ragged or in from the right fill at least.
const NEARLY_FULL: f32 = 0.8;

/// Paragraphs below which the next one stands apart, before that is believed.
const ENOUGH_APART: usize = 8;

/// In which no line stands out for a word that did not fit.
const FEW_LINES: usize = 20;

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
    /// Whether a paragraph hardly ever begins close below the one above it.
    pub(super) stand_apart: bool,
    /// Whether paragraphs begin with a line that is set in.
    first_lines_set_in: bool,
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
        let first_lines_set_in = first_lines_are_set_in(pages, body);
        let (stops_inside, stand_apart) = (true, false);
        let mut measures = Measures {
            body,
            headings,
            pitches,
            edges,
            justified,
            tagged,
            stops_inside,
            stand_apart,
            first_lines_set_in,
        };
        measures.stops_inside = measures.full_lines_stop_inside(pages);
        measures.stand_apart = measures.paragraphs_stand_apart(pages);
        measures
    }

    /// Told by lines of which the distance to the next one says whether a paragraph ends.
    fn full_lines_stop_inside(&self, pages: &[Vec<Line>]) -> bool {
        let (inside, at_end) =
            self.close_and_apart(pages, |before, next| self.is_full(before, next.first(), 1.0));
        inside >= at_end
    }

    /// Told by lines that are too short to be any but the last of a paragraph.
    fn paragraphs_stand_apart(&self, pages: &[Vec<Line>]) -> bool {
        let (close, apart) = self.close_and_apart(pages, |before, next| {
            let text = &next.first().text;
            !self.is_nearly_full(before) && after_bullet(text).is_none() && after_number(text).is_none()
        });
        apart >= ENOUGH_APART && close * 20 <= apart
    }

    /// How many lines of the text stand close below one that ends a sentence, and how many apart from it.
    fn close_and_apart(&self, pages: &[Vec<Line>], tells: impl Fn(&Line, &Line) -> bool) -> (usize, usize) {
        let of_body = |line: &Line| (line.first().size - self.body).abs() < 0.3 && line.segments.len() == 1;
        let pairs = pages.iter().flat_map(|page| page.windows(2)).filter(|pair| {
            let before = &pair[0];
            before.column == pair[1].column
                && pair.iter().all(of_body)
                && ends_a_sentence(&before.first().text)
                && tells(before, &pair[1])
        });
        let (mut close, mut apart) = (0, 0);
        for pair in pairs {
            let gap = pair[0].first().y - pair[1].first().y;
            let is_close = gap <= 1.18 * self.pitch(self.body);
            *(if is_close { &mut close } else { &mut apart }) += 1;
        }
        (close, apart)
    }

    /// Whether a line begins to the right of where the lines of a paragraph do, in a document whose paragraphs begin so.
    pub(super) fn begins_set_in(&self, line: &Line) -> bool {
        let in_column = self.edges.iter().filter(|edge| edge.column == line.column);
        let left = in_column.map(|edge| edge.left).fold(f32::MAX, f32::min);
        self.first_lines_set_in && is_set_in(line.first(), left)
    }

    /// Whether a line is as wide as full lines of ragged text are at least.
    pub(super) fn is_nearly_full(&self, line: &Line) -> bool {
        let left = line.first().x0;
        self.edge(line).is_some_and(|edge| line.x1() > left + (edge - left) * NEARLY_FULL)
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

    /// Whether a line whose sentence runs on in the next may have been broken there: of a list whose bullets are no
    /// characters each line is an item, however long.
    pub(super) fn may_be_full(&self, line: &Line, next: &Segment) -> bool {
        self.edge(line).is_none() || self.is_full(line, next, NEARLY_FULL)
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

fn is_set_in(segment: &Segment, left: f32) -> bool {
    segment.x0 > left + 0.8 * segment.size
}

/// First lines of paragraphs that are set in, before that is believed.
const ENOUGH_SET_IN: usize = 6;

/// Told by lines that begin a sentence, which runs on in the line below further to the left.
fn first_lines_are_set_in(pages: &[Vec<Line>], body: f32) -> bool {
    let of_body = |line: &Line| (line.first().size - body).abs() < 0.3 && line.segments.len() == 1;
    let pairs = pages.iter().flat_map(|page| page.windows(2));
    let set_in = pairs.filter(|pair| {
        let (first, next) = (pair[0].first(), pair[1].first());
        pair[0].column == pair[1].column
            && pair.iter().all(of_body)
            && first.text.starts_with(|c: char| c.is_uppercase() || c == '“')
            && stops_in_mid_sentence(&first.text, &next.text)
            && is_set_in(first, next.x0)
    });
    set_in.count() >= ENOUGH_SET_IN
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

/// Lines that begin at one place and whose sentence runs on in the next.
struct Sample {
    column: (u8, u8),
    left: f32,
    /// Where each ends, and how much room the next word would have taken.
    rights: Vec<(f32, f32)>,
}

impl Sample {
    /// Whether the lines end where they do because the next word did not fit.
    fn is_wrapped(&self, edge: f32) -> bool {
        let full = self.rights.iter().filter(|(right, needed)| right + needed > edge).count();
        full * 4 >= self.rights.len() * 3
    }
}

/// Taken from lines that must be full, since their sentence runs on in the next.
fn edges(pages: &[Vec<Line>]) -> (Vec<Edge>, bool) {
    let (mut at_edge, mut all) = (0, 0);
    let mut edges: Vec<Edge> = Vec::new();
    let (many, few): (Vec<Sample>, Vec<Sample>) =
        samples(pages).into_iter().partition(|sample| sample.rights.len() >= 3);
    let mut measured: Vec<(Edge, bool)> = Vec::new();
    for sample in many {
        let mut rights: Vec<f32> = sample.rights.iter().map(|(right, _)| *right).collect();
        rights.sort_by(f32::total_cmp);
        // A word that did not fit at all may stand out.
        let right = rights[(rights.len() - 1) * 49 / 50];
        all += rights.len();
        at_edge += rights.iter().filter(|one| **one > right - 1.0).count();
        // Among few lines the widest item of a list is no word that stands out.
        let widest = rights.last().copied().filter(|_| rights.len() < FEW_LINES).unwrap_or(right);
        let wrapped = sample.is_wrapped(widest);
        measured.push((Edge { column: sample.column, left: sample.left, right }, wrapped));
    }
    // Items of a list have no edge of their own, but that of the text they stand in.
    let within = |edge: &Edge| {
        measured.iter().any(|(other, _)| {
            other.column == edge.column && other.left <= edge.left + 3.0 && other.right > edge.right + 3.0
        })
    };
    let listed: Vec<bool> = measured.iter().map(|(edge, wrapped)| !wrapped && within(edge)).collect();
    edges.extend(measured.into_iter().zip(listed).filter(|(_, listed)| !listed).map(|((edge, _), _)| edge));
    for sample in few {
        // On a short page hardly a line must be full: the widest one is as near as can be told.
        let beside =
            |line: &&Line| line.column == sample.column && (line.first().x0 - sample.left).abs() < 3.0;
        let right = pages.iter().flatten().filter(beside).map(Line::x1).fold(f32::MIN, f32::max);
        let edge = Edge { column: sample.column, left: sample.left, right };
        let narrow = edges.iter().any(|other| {
            other.column == edge.column
                && other.left <= edge.left + 3.0
                && edge.right - edge.left < NEARLY_FULL * (other.right - edge.left)
        });
        if sample.column != ASIDE && !narrow {
            edges.push(edge);
        }
    }
    (edges, at_edge * 10 > all * 8)
}

fn samples(pages: &[Vec<Line>]) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
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
            let left = b.first().x0;
            let right = (a.x1(), b.first().first_word_width() + 0.6 * b.first().size);
            let same = |sample: &&mut Sample| sample.column == a.column && (sample.left - left).abs() < 3.0;
            match samples.iter_mut().find(same) {
                Some(sample) => sample.rights.push(right),
                None => samples.push(Sample { column: a.column, left, rights: vec![right] }),
            }
        }
    }
    samples
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
    // Items of a list that have no stops seem to run on, and each has its own.
    all >= 5 && same * 3 >= all * 2
}
