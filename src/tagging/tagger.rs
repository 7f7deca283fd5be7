use crate::model::{Block, Catalogue, Kind, Reading, Report, ReportId};

use super::{
    authority::{address, titles::Titles},
    emission,
    job::Job,
    joined::joined,
    lines::{
        forms::words,
        layouts::LayoutForms,
        names::Names,
        rated::{self, Rated},
    },
    outline::{Outline, releases},
    overrides::Overrides,
    paragraphs::paragraphs,
};

/// Tags files, one at a time, by a catalogue; safe to share between threads.
#[derive(Debug)]
pub struct Tagger {
    pub(super) layouts: Vec<LayoutForms>,
    pub(super) names: Names,
    /// Words of statements' names, expected in file names.
    pub(super) statement_words: Vec<String>,
    pub(super) overrides: Overrides,
}

/// Blocks as a framework's layout has them.
struct Outlined<'a> {
    layout: &'a LayoutForms,
    outline: Outline,
    rated: Option<Rated>,
}

impl Outlined<'_> {
    fn is_known(&self) -> bool {
        self.outline.kind != Kind::Unrecognised
    }
}

impl Tagger {
    pub fn new(catalogue: &Catalogue, overrides: Option<Overrides>) -> Self {
        let statement_words = catalogue
            .frameworks
            .iter()
            .flat_map(|f| &f.statements)
            .flat_map(|s| [&s.key, &s.name].into_iter().chain(&s.aliases).chain(&s.list_names))
            .flat_map(|name| words(name))
            .map(|word| word.text)
            .collect();
        Tagger {
            layouts: catalogue.frameworks.iter().map(LayoutForms::new).collect(),
            names: Names::new(&catalogue.authorities),
            statement_words,
            overrides: overrides.unwrap_or_default().by_keys(catalogue),
        }
    }

    /// The report that a file's blocks make. The id is evidence too: folders and file names say whom a
    /// report is about.
    pub fn tag(&self, id: ReportId, reading: Reading) -> Report {
        let Some(whole) = self.best(&reading.blocks) else {
            return Report {
                id,
                kind: Kind::Unrecognised,
                paragraphs: Vec::new(),
                scores: Vec::new(),
                ratings: Vec::new(),
                problems: reading.problems,
            };
        };
        let Outlined { layout, outline, rated } = &whole;
        let starts = releases::starts(&reading.blocks, outline, rated.as_ref(), layout, &self.names);
        match self.outline_each(&reading.blocks, &starts) {
            Some(pieces) => {
                // The outline of the whole is as large as those of its pieces.
                drop(whole);
                self.tag_each(&id, reading, &starts, pieces)
            }
            None => self.tag_as(whole, id, reading),
        }
    }

    /// The pieces of a file that begin at its top and at each of `starts`. One that is no report by itself is nobody's.
    fn outline_each(&self, blocks: &[Block], starts: &[usize]) -> Option<Vec<Outlined<'_>>> {
        let ends = starts.iter().copied().chain([blocks.len()]);
        let ranges = std::iter::once(0).chain(starts.iter().copied()).zip(ends);
        (!starts.is_empty())
            .then(|| ranges.map(|(from, to)| self.best(&blocks[from..to])).collect())
            .flatten()
    }

    /// Several releases, or a release and pages, as the one report that their file is.
    fn tag_each(
        &self,
        id: &ReportId,
        mut reading: Reading,
        starts: &[usize],
        pieces: Vec<Outlined<'_>>,
    ) -> Report {
        let mut blocks: Vec<Vec<Block>> =
            starts.iter().rev().map(|start| reading.blocks.split_off(*start)).collect();
        blocks.push(std::mem::take(&mut reading.blocks));
        let piece = |(outlined, blocks)| {
            let (url, published) = (reading.url.clone(), reading.published.clone());
            self.tag_as(outlined, id.clone(), Reading { blocks, url, published, ..Reading::default() })
        };
        let reports = pieces.into_iter().zip(blocks.into_iter().rev()).map(piece).collect();
        joined(reports, reading.problems)
    }

    /// The blocks as the one report that their outline says they are.
    fn tag_as(&self, outlined: Outlined<'_>, id: ReportId, mut reading: Reading) -> Report {
        let Outlined { layout, outline, rated } = outlined;
        if reading.url.is_none() {
            reading.url = address::in_text(&reading.blocks).map(str::to_owned);
        }
        let fates = emission::fates(&reading.blocks, &outline, layout);
        let job = Job {
            tagger: self,
            layout,
            titles: Titles::of(&outline, &self.names),
            outline: &outline,
            rated: rated.as_ref(),
            fates: &fates,
            id: &id,
            reading: &reading,
        };
        let (pages, scores, mut problems) = job.pages();
        let ratings = job.ratings(&pages);
        problems.extend(pages.first().and_then(|page| job.unclear_rating(page)));
        problems.sort_by_key(|problem| problem.line);
        let mut all = reading.problems;
        all.extend(problems);
        let paragraphs = paragraphs(&id, reading.blocks, fates, &outline, &pages);
        Report { id, kind: outline.kind, paragraphs, scores, ratings, problems: all }
    }

    /// By the first framework whose layout the blocks have, or else the first.
    fn best(&self, blocks: &[Block]) -> Option<Outlined<'_>> {
        let mut best = None;
        for layout in &self.layouts {
            let (outline, rated) = self.outline(blocks, layout);
            let found = Outlined { layout, outline, rated };
            let known = found.is_known();
            if best.is_none() || known {
                best = Some(found);
            }
            if known {
                break;
            }
        }
        best
    }

    fn outline(&self, blocks: &[Block], layout: &LayoutForms) -> (Outline, Option<Rated>) {
        let mut rated = rated::find(blocks, layout, &self.names);
        let outline = Outline::of(blocks, layout, &self.names, rated.as_ref());
        let unnamed = rated.as_ref().is_none_or(|rated| rated.authority.is_none());
        if outline.kind == Kind::PressRelease && unnamed && outline.has_all_of_a_release() {
            rated = rated::find_by_words(blocks, layout, &self.names).or(rated);
        }
        (outline, rated)
    }
}
