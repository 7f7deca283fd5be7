//! What concerns several files: copies, near copies, scores that contradict each other.

mod conflicting;
pub(super) mod shared_problem;
mod sketches;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::{CollectedFacts, FactsOf, FileFacts, PageFacts, Problem, Report, ReportId, Sketch};

use conflicting::conflicting_scores;
use shared_problem::SharedProblem;
use sketches::{BINS, Digest, Sketching, likeness};

/// The facts of one report that [`across_files`] needs.
pub fn facts_of(report: &Report) -> FileFacts {
    let mut digest = Digest::new();
    let mut pages = Vec::new();
    let mut rest = report.paragraphs.as_slice();
    while let Some(first) = rest.first() {
        let end =
            rest.iter().position(|p| !std::sync::Arc::ptr_eq(&p.page, &first.page)).unwrap_or(rest.len());
        let (paragraphs, after) = rest.split_at(end);
        rest = after;
        let page = &first.page;
        let mut sketching = Sketching::new();
        for paragraph in paragraphs {
            digest.text(&paragraph.text);
            if paragraph.section.shown_by_default() {
                sketching.text(&paragraph.text);
            }
        }
        // Title, label and score are no paragraphs, and tell one page from another.
        let score = page.score.as_ref().map(|tag| tag.value.to_string());
        let day = page
            .published
            .as_ref()
            .filter(|tag| tag.evidence.line.is_some())
            .map(|tag| tag.value.to_string());
        let tags = [
            page.authority.as_ref().map(|tag| tag.value.name.as_str()),
            page.statement.as_ref().map(|tag| tag.value.as_str()),
            score.as_deref(),
            day.as_deref(),
        ];
        tags.into_iter().for_each(|tag| digest.text(tag.unwrap_or("-")));
        pages.push(PageFacts {
            first: first.id.number,
            authority: page.authority.as_ref().map(|tag| tag.value.name.as_str().into()),
            statement: page.statement.as_ref().map(|tag| tag.value.as_str().into()),
            score: page.score.as_ref().map(|tag| tag.value),
            published: page.published.as_ref().map(|tag| tag.value),
            sketch: sketching.sketch(),
        });
    }
    FileFacts {
        id: report.id.clone(),
        digest: digest.value(),
        pages,
        scores: report.scores.clone(),
        ratings: report.ratings.clone(),
    }
}

/// What was found over all files, by the file it is told on.
#[derive(Clone, Debug, Default)]
pub struct Across<'a> {
    /// Ordered by file, then by line.
    problems: Vec<(&'a ReportId, SharedProblem<'a>)>,
    /// Files all of whose pages are versions of pages of another: (the copy, the original), ordered by copy.
    near_copies: Vec<(&'a ReportId, &'a ReportId)>,
}

impl<'a> Across<'a> {
    /// What a file shares with others, in words.
    pub fn problems_of(&self, file: &ReportId) -> Vec<Problem> {
        let from = self.problems.partition_point(|(id, _)| *id < file);
        let of_file = self.problems[from..].iter().take_while(|(id, _)| *id == file);
        of_file.map(|(_, problem)| problem.in_words()).collect()
    }

    /// The file that this one is a near copy of.
    pub fn original_of(&self, file: &ReportId) -> Option<&'a ReportId> {
        let at = self.near_copies.binary_search_by_key(&file, |(copy, _)| *copy);
        at.ok().map(|at| self.near_copies[at].1)
    }
}

/// Finds what concerns several files. Files with equal digests are copies, of which the first by id is the one to keep.
/// Time grows with the number of files and not with the number of pairs, however alike they are.
pub fn across_files(files: &CollectedFacts) -> Across<'_> {
    let ordered: Vec<FactsOf<'_>> = files.iter().collect();
    let mut across = Across::default();
    let kept = duplicates(&ordered, &mut across.problems);
    near_copies(files, kept, &mut across);
    conflicting_scores(&ordered, &mut across.problems);
    // Stable: of one line, the text comes before the scores.
    across.problems.sort_by_key(|(id, problem)| (*id, problem.line()));
    across
}

/// Names copies on each of them; gives the files that are no copies of an earlier one.
fn duplicates<'a>(
    files: &[FactsOf<'a>],
    problems: &mut Vec<(&'a ReportId, SharedProblem<'a>)>,
) -> Vec<FactsOf<'a>> {
    let mut by_text: Vec<FactsOf<'_>> =
        files.iter().filter(|file| !file.pages().is_empty()).copied().collect();
    // Stable: those of one text stay ordered by id.
    by_text.sort_by_key(|file| file.digest());
    let mut dropped: HashSet<&ReportId> = HashSet::new();
    for group in by_text.chunk_by(|a, b| a.digest() == b.digest()).filter(|group| group.len() > 1) {
        let (first, copies) = group.split_first().expect("a group has more than one file");
        for copy in copies {
            dropped.insert(copy.id);
            problems.push((copy.id, SharedProblem::Copy { first: first.id }));
        }
        problems.push((first.id, SharedProblem::copied(copies.iter().map(|copy| copy.id))));
    }
    files.iter().filter(|file| !dropped.contains(file.id)).copied().collect()
}

/// From this likeness on two pages are versions of one. Pages of one council on one statement that were
/// written anew share little; a corrected page shares nearly all.
const SAME_PAGE: f32 = 0.7;
/// Bins that must agree for two pages to be compared at all, and in how many groups of bins that is tried:
/// pages of a likeness of 0.7 meet in 99 of 100 cases, of 0.8 practically always.
const BAND_BINS: usize = 4;
/// Pages that one page is compared with in each group; more than this many different pages that agree in
/// a group are not the ordinary case, and must not cost quadratic time.
const CANDIDATES: usize = 8;

#[derive(Clone, Copy)]
struct PageOf<'a> {
    file: &'a ReportId,
    page: &'a PageFacts,
    sketch: &'a Sketch,
}

/// Pages by council, group of bins and what stands in them: a hundred thousand files fill millions of buckets, so each
/// is a chain of numbers and not a list of its own. Two that fall together by their hash cost a comparison and no more.
struct Buckets<'a> {
    /// Groups of bins in which two pages agree; all others can bring none together, and they are nearly all.
    shared: HashSet<u64>,
    pages: Vec<PageOf<'a>>,
    /// The last link of each bucket.
    last: HashMap<u64, u32>,
    /// A page and the link before it.
    links: Vec<(u32, Option<u32>)>,
}

impl<'a> Buckets<'a> {
    /// Empty ones, for these pages.
    fn of(pages: &[PageOf<'a>]) -> Self {
        let mut shared = HashSet::new();
        for number in 0..BINS / BAND_BINS {
            let mut bands: Vec<u64> = pages.iter().map(|here| band(here.sketch, number)).collect();
            bands.sort_unstable();
            shared.extend(bands.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]));
        }
        Buckets { shared, pages: Vec::new(), last: HashMap::new(), links: Vec::new() }
    }

    fn bands(&self, sketch: &Sketch) -> Vec<u64> {
        let bands = (0..BINS / BAND_BINS).map(|number| band(sketch, number));
        bands.filter(|band| self.shared.contains(band)).collect()
    }

    fn add(&mut self, page: PageOf<'a>) {
        let keys = self.bands(page.sketch).into_iter();
        let keys = keys.flat_map(|band| authorities(page.page).map(|name| key(name, band)));
        let number = self.pages.len() as u32;
        self.pages.push(page);
        for key in keys {
            let last = self.last.get(&key).copied();
            if self.chain(last).count() < CANDIDATES {
                self.last.insert(key, self.links.len() as u32);
                self.links.push((number, last));
            }
        }
    }

    /// Numbers of the pages in a bucket, the first ones first.
    fn at(&self, key: u64) -> Vec<u32> {
        let mut found: Vec<u32> = self.chain(self.last.get(&key).copied()).collect();
        found.reverse();
        found
    }

    fn chain(&self, mut link: Option<u32>) -> impl Iterator<Item = u32> {
        std::iter::from_fn(move || {
            let (page, before) = self.links[link? as usize];
            link = before;
            Some(page)
        })
    }
}

fn near_copies<'a>(all: &'a CollectedFacts, mut files: Vec<FactsOf<'a>>, across: &mut Across<'a>) {
    // The files with most pages first, so that a single page is a copy of the whole report.
    files.sort_by(|a, b| b.pages().len().cmp(&a.pages().len()).then_with(|| a.id.cmp(b.id)));
    // Pages of two statements are never versions of one. They are looked at one statement after another, so that those of
    // a hundred thousand whole reports need not be listed all at once.
    let statements: BTreeSet<Option<&str>> =
        files.iter().flat_map(|file| file.pages()).map(|page| page.statement.as_deref()).collect();
    let mut pairs: BTreeMap<&ReportId, BTreeMap<&ReportId, Vec<u32>>> = BTreeMap::new();
    for statement in statements {
        let pages = files.iter().flat_map(|file| file.pages().iter().map(|page| (file.id, page)));
        let of_statement = pages.filter(|(_, page)| page.statement.as_deref() == statement);
        let pages: Vec<PageOf<'_>> = of_statement
            .filter_map(|(file, page)| Some(PageOf { file, page, sketch: page.sketch.as_ref()? }))
            .collect();
        let mut buckets = Buckets::of(&pages);
        for here in pages {
            match original(here, &buckets) {
                Some(other) => {
                    let originals = pairs.entry(here.file).or_default();
                    originals.entry(other.file).or_default().push(here.page.first);
                }
                None => buckets.add(here),
            }
        }
    }
    for (copy, originals) in pairs {
        let pages_of_copy = all.get(copy).map_or(&[][..], FactsOf::pages);
        let sketched = pages_of_copy.iter().filter(|page| page.sketch.is_some()).count();
        for (original, pages) in originals {
            let whole = pages.len() == sketched;
            if whole {
                across.near_copies.push((copy, original));
            }
            across.problems.push((copy, SharedProblem::NearCopy { original, whole }));
            across.problems.push((original, SharedProblem::NearCopied { copy }));
        }
    }
}

/// The buckets a page is kept in: its council's, and that of all pages for those that name none.
fn authorities(page: &PageFacts) -> [&str; 2] {
    [page.authority.as_deref().unwrap_or(NONE), ALL]
}

const ALL: &str = "\u{0}all";
const NONE: &str = "\u{0}none";

fn original<'a>(here: PageOf<'a>, buckets: &Buckets<'a>) -> Option<PageOf<'a>> {
    let wanted: [&str; 2] = match here.page.authority.as_deref() {
        Some(name) => [name, NONE],
        None => [ALL, NONE],
    };
    let mut seen: BTreeSet<u32> = BTreeSet::new();
    let mut best: Option<(f32, PageOf<'a>)> = None;
    for band in buckets.bands(here.sketch) {
        for authority in wanted {
            for number in buckets.at(key(authority, band)) {
                let other = buckets.pages[number as usize];
                if other.file == here.file || !seen.insert(number) || !could_be_one(here, other) {
                    continue;
                }
                let like = likeness(here.sketch, other.sketch);
                if like >= SAME_PAGE && best.is_none_or(|(most, _)| like > most) {
                    best = Some((like, other));
                }
            }
        }
    }
    best.map(|(_, page)| page)
}

/// Pages of two councils or two assessments are not versions of one, however alike; those that are compared are of one
/// statement.
fn could_be_one(a: PageOf<'_>, b: PageOf<'_>) -> bool {
    let (a, b) = (a.page, b.page);
    let month = |page: &PageFacts| page.published.map(|p| (p.year, p.month));
    let agree = |a: Option<(u16, u8)>, b: Option<(u16, u8)>| a.is_none() || b.is_none() || a == b;
    let council = a.authority.is_none() || b.authority.is_none() || a.authority == b.authority;
    council && agree(month(a), month(b))
}

/// One group of bins of a page, as one number that says which group it is, too.
fn band(sketch: &Sketch, number: usize) -> u64 {
    let bins = sketch.iter().skip(number * BAND_BINS).take(BAND_BINS);
    bins.fold(mixed(OFFSET, number as u64), |hash, bin| mixed(hash, u64::from(*bin)))
}

fn key(authority: &str, band: u64) -> u64 {
    authority.bytes().fold(band, |hash, byte| mixed(hash, u64::from(byte)))
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn mixed(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Catalogue, Score};
    use crate::tagging::{Tagger, examples};

    fn facts(files: &[(&str, String)]) -> CollectedFacts {
        let tagger = Tagger::new(&Catalogue::embedded(), None);
        files
            .iter()
            .map(|(id, text)| facts_of(&tagger.tag(ReportId::from_id(id), examples::reading(text))))
            .collect()
    }

    fn codes<'a>(across: &Across<'a>) -> Vec<(&'a str, &'static str)> {
        across.problems.iter().map(|(id, problem)| (id.as_str(), problem.in_words().code.code())).collect()
    }

    /// A page whose findings are `from..to` of an endless text.
    fn page(authority: &str, label: &str, score: u8, from: u32, to: u32) -> String {
        let findings: Vec<String> = (from..to)
            .map(|n| format!("Finding {n} tells that team{n} visited home{n} and that plan{n} followed within {n} days of it."))
            .collect();
        format!(
            "{authority}: local authority assessment\n{label}\nScore: {score}\nKey findings for this quality statement\n{}",
            findings.join("\n")
        )
    }

    #[test]
    fn copies_are_named_on_each_and_near_copies_are_marked() {
        let original = page("Ashmere Council", "Safeguarding", 3, 0, 30);
        let changed = original.replace("Finding 7 tells", "We heard");
        let files = facts(&[
            ("a.txt", original.clone()),
            ("b.txt", original.clone()),
            ("c.txt", changed),
            ("d.txt", page("Ashmere Council", "Safeguarding", 3, 40, 70)),
            ("e.txt", page("Other Council", "Safeguarding", 3, 0, 30)),
            ("f.txt", page("Ashmere Council", "Equity in experience and outcomes", 3, 0, 30)),
        ]);
        let across = across_files(&files);
        assert_eq!(
            codes(&across),
            [
                ("a.txt", "duplicate-report"),
                ("a.txt", "near-duplicate-report"),
                ("b.txt", "duplicate-report"),
                ("c.txt", "near-duplicate-report"),
            ]
        );
        let near: Vec<_> = across.near_copies.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(near, [("c.txt", "a.txt")]);
    }

    #[test]
    fn scores_of_one_assessment_that_disagree_are_told_on_both_files() {
        let page3 = page("Ashmere Council", "Safeguarding", 3, 0, 5);
        let page2 = page("Ashmere Council", "Safeguarding", 2, 10, 15);
        let files = facts(&[("a.txt", page3.clone()), ("b.txt", page2.clone())]);
        let across = across_files(&files);
        assert_eq!(codes(&across), [("a.txt", "conflicting-scores"), ("b.txt", "conflicting-scores")]);
        let told = &across.problems_of(&ReportId::from_id("a.txt"))[0].message;
        assert!(told.contains("`b.txt`, line 3"), "{told}");
        let dated = |text: String, date: &str| text.replacen('\n', &format!("\nPublished: {date}\n"), 1);
        let again = facts(&[("a.txt", dated(page3, "3 May 2024")), ("b.txt", dated(page2, "4 June 2026"))]);
        assert_eq!(codes(&across_files(&again)), []);
    }

    #[test]
    fn very_many_alike_pages_take_bounded_time() {
        let text = page("Ashmere Council", "Safeguarding", 3, 0, 6);
        let one = facts(&[("a.txt", text)]).iter().next().expect("one file").to_facts();
        let files: CollectedFacts = (0..2_000_u32)
            .map(|n| {
                let mut file = one.clone();
                file.id = ReportId::from_id(&format!("{n:05}.txt"));
                file.digest = u128::from(n);
                // Half of the bins agree with all other files', the rest with few.
                for (i, bin) in
                    file.pages[0].sketch.iter_mut().flatten().enumerate().filter(|(i, _)| i % 4 < 2)
                {
                    *bin =
                        (n + 1).wrapping_mul(2_654_435_761).wrapping_mul(2 * i as u32 + 3).to_be_bytes()[0];
                }
                file.pages[0].score = Some(Score(3));
                file
            })
            .collect();
        let started = std::time::Instant::now();
        let across = across_files(&files);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
        assert!(across.near_copies.is_empty());
    }
}
