//! The engine against the meaning: every answer equals what the query room's matcher finds in the
//! paragraphs one by one, and none depends on threads or on the history of updates.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::SystemTime,
};

use findings::{
    analytics::{self, Checking, Draft, MatrixRequest, Reports},
    backend::{
        Assessments, CorpusSettings, CountRequest, Matched, Page, SearchRequest, SearchResponse, Sort, Stop,
        Unit, Versions, answers::CheckedQuotation,
    },
    index::{Effort, Index, Writer},
    ingest::{self, Job},
    model::{Block, BlockKind, Catalogue, Field, Location, Paragraph},
    query::{Lexicon, Matcher, OptionFilter, Plan, PlanOptions, Planner, parse, tag_value},
    readers::Isolation,
    tagging::Tagger,
};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

/// A small generator of numbers, so that a failure can be repeated by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

fn settings(corpus: &Path) -> CorpusSettings {
    let authorities = fs::read_to_string(corpus.join("authorities.toml")).ok();
    let versions = Versions { lexicon: Lexicon::embedded_digest(), ..Versions::default() };
    CorpusSettings { authorities, versions, ..CorpusSettings::default() }
}

fn catalogue(corpus: &Path) -> Catalogue {
    let mut catalogue = Catalogue::embedded();
    if let Some(text) = settings(corpus).authorities {
        catalogue.add_authorities("authorities.toml", &text).unwrap();
    }
    catalogue
}

fn build(corpus: &Path, index: &Path, threads: usize) -> bool {
    build_with(corpus, index, threads, settings(corpus))
}

fn build_with(corpus: &Path, index: &Path, threads: usize, settings: CorpusSettings) -> bool {
    let catalogue = catalogue(corpus);
    let tagger = Tagger::new(&catalogue, None);
    let stop = Stop::new();
    let writer = Writer::open(index, &catalogue, settings, false, Effort { threads, files: 0 }).unwrap();
    let job = Job {
        corpus,
        tagger: &tagger,
        isolation: &Isolation::default(),
        threads,
        stop: &stop,
        started: SystemTime::now(),
        // Nothing is taken for unchanged by its time alone.
        last_started_ns: 0,
    };
    ingest::update(&job, writer, &mut |_| {}).unwrap().committed
}

fn request(plan: Plan) -> SearchRequest {
    SearchRequest {
        plan,
        assessments: Assessments::All,
        sort: Sort::Relevance,
        page: Page { offset: 0, limit: None },
        group_by: None,
        facets: Field::ALL.to_vec(),
        fill_with_some: false,
        marks: true,
        explain: false,
    }
}

fn every_paragraph(index: &Index) -> Vec<Paragraph> {
    index.records().unwrap().iter().flat_map(|record| index.report(&record.id).unwrap()).collect()
}

/// Queries of every form over the words of the corpus.
fn random_query(dice: &mut Dice, words: &[String]) -> String {
    let mut query = String::new();
    for n in 0..=dice.roll(4) {
        if n > 0 {
            let joins = [" ", " ", " ", " OR ", " NOT ", " AND "];
            query.push_str(dice.pick::<&str>(&joins));
        }
        let word = dice.pick(words).as_str();
        let other = dice.pick(words).as_str();
        let short: String = word.chars().take(4).collect();
        query.push_str(&match dice.roll(14) {
            0 => format!("\"{word} {other}\""),
            1 => format!("\"{word} {other}\"~3"),
            2 if short.chars().count() >= 3 => format!("{short}*"),
            3 => format!("{word}~"),
            4 => format!("={word}"),
            5 => format!("{word} NEAR/5 {other}"),
            6 => format!("({word} OR {other})"),
            7 => format!("score:{}", dice.roll(4) + 1),
            8 => (*dice.pick(&["statement:pathways", "theme:safety", "section:about", "kind:press-release"]))
                .to_owned(),
            9 => "hospital discharge".to_owned(),
            _ => word.to_owned(),
        });
    }
    query
}

fn random_filters(dice: &mut Dice) -> Vec<OptionFilter> {
    let choices: [(Field, &[&str]); 6] = [
        (Field::Score, &["1", "2", "3", "1..2", "none"]),
        (Field::Statement, &["pathways", "care", "none", "safeguarding"]),
        (Field::Theme, &["safety", "working"]),
        (Field::Section, &["findings", "summary", "about", "press"]),
        (Field::Kind, &["statement-page", "press-release"]),
        (Field::Published, &["2025", "2024..2025", "none"]),
    ];
    let mut filters = Vec::new();
    for _ in 0..dice.roll(3) {
        let (field, values) = dice.pick(&choices);
        let mut values: Vec<String> = (0..=dice.roll(2)).map(|_| (*dice.pick(values)).to_owned()).collect();
        values.dedup();
        filters.push(OptionFilter { field: *field, values, negated: dice.roll(4) == 0 });
    }
    filters
}

/// What an answer must be, found paragraph by paragraph.
fn check(index: &Index, plan: &Plan, paragraphs: &[Paragraph], what: &str) {
    let catalogue = index.catalogue();
    let answer = index.search(&request(plan.clone())).unwrap_or_else(|error| panic!("{what}: {error}"));
    let matching = |plan: &Plan| -> BTreeSet<String> {
        let matcher = Matcher::new(plan, catalogue);
        paragraphs.iter().filter(|p| matcher.matches(p).is_some()).map(|p| p.id.to_string()).collect()
    };
    let wanted = matching(plan);
    let found: BTreeSet<String> = answer.hits.iter().map(|hit| hit.paragraph.id.to_string()).collect();
    assert_eq!(found, wanted, "{what}");
    assert_eq!((answer.total, answer.hits.len()), (wanted.len(), wanted.len()), "{what}");
    let some = plan.some().filter(|_| !wanted.is_empty() || !plan.is_quotation());
    let some = some.map_or(0, |some| matching(&some).difference(&wanted).count());
    assert_eq!(answer.total_some, some, "{what}");
    let everywhere = matching(&Plan { all_sections: true, ..plan.clone() });
    assert_eq!(answer.in_left_out_sections, everywhere.len() - wanted.len(), "{what}");
    for hit in &answer.hits {
        assert_eq!(hit.matched, Matched::All);
    }
    for facet in &answer.facets {
        let mut free = plan.clone();
        free.filters.retain(|filter| filter.field != facet.field);
        let passing = if free.filters.len() == plan.filters.len() { wanted.clone() } else { matching(&free) };
        let mut counts: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for paragraph in paragraphs.iter().filter(|p| passing.contains(&p.id.to_string())) {
            *counts.entry(tag_value(catalogue, facet.field, paragraph)).or_default() += 1;
        }
        let found: BTreeMap<_, _> = facet.values.iter().map(|v| (v.value.clone(), v.count)).collect();
        assert_eq!(found, counts, "{what}: {}", facet.field.key());
    }
    let unordered = answer.hits.windows(2).any(|pair| pair[0].relevance < pair[1].relevance);
    assert!(!unordered, "{what}: not ordered by relevance");
    let pages = paged(index, plan, 7);
    let whole: Vec<String> = answer.hits.iter().map(|hit| hit.paragraph.id.to_string()).collect();
    assert_eq!(pages, whole, "{what}: pages");
}

fn paged(index: &Index, plan: &Plan, size: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for page in 0..3 {
        let page = Page { offset: page * size, limit: Some(size) };
        let answer =
            index.search(&SearchRequest { page, facets: Vec::new(), ..request(plan.clone()) }).unwrap();
        ids.extend(answer.hits.iter().map(|hit| hit.paragraph.id.to_string()));
    }
    let rest = Page { offset: 3 * size, limit: None };
    let answer =
        index.search(&SearchRequest { page: rest, facets: Vec::new(), ..request(plan.clone()) }).unwrap();
    ids.extend(answer.hits.iter().map(|hit| hit.paragraph.id.to_string()));
    ids
}

fn words_of(paragraphs: &[Paragraph]) -> Vec<String> {
    let words = paragraphs.iter().flat_map(|p| findings::text::words(&p.text).collect::<Vec<_>>());
    let words: BTreeSet<String> = words.map(|word| word.folded().to_owned()).collect();
    words.into_iter().filter(|word| word.chars().all(char::is_alphabetic)).collect()
}

#[test]
fn every_answer_is_what_reading_all_paragraphs_finds() {
    let sandbox = tempfile::tempdir().unwrap();
    build(Path::new(CORPUS), sandbox.path(), 2);
    let index = Index::open(sandbox.path()).unwrap();
    let paragraphs = every_paragraph(&index);
    assert!(paragraphs.len() > 200);
    let words = words_of(&paragraphs);
    let lexicon = Lexicon::embedded();
    let planner =
        Planner { catalogue: index.catalogue(), lexicon: &lexicon, vocabulary: None, more_authorities: &[] };
    let mut checked = 0;
    for seed in 1..=150_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let query = random_query(&mut dice, &words);
        let filters = random_filters(&mut dice);
        let Ok(ast) = parse(&query) else { continue };
        let options =
            PlanOptions { synonyms: dice.roll(4) > 0, any: dice.roll(6) == 0, ..PlanOptions::default() };
        let Ok(plan) = planner.plan(&ast, &filters, &options) else { continue };
        check(&index, &plan, &paragraphs, &format!("seed {seed}: {query} {filters:?}"));
        checked += 1;
    }
    assert!(checked > 100, "only {checked} queries were understood");
}

/// Texts of the words of synonyms: whole, with words between, broken off and run together.
fn texts_of_phrases(dice: &mut Dice, phrases: &[Vec<String>]) -> String {
    let mut text = String::from("Quillbeck Council: local authority assessment\n");
    for n in 0..120 {
        text.push('\n');
        for _ in 0..if n == 0 { 300 } else { 12 } {
            let phrase = dice.pick(phrases);
            for word in &phrase[..phrase.len() - dice.roll(4) / 3] {
                text.push_str(word);
                text.push_str([" ", " ", " ", " the ", " of our "][dice.roll(5)]);
            }
        }
        text.push_str(".\n");
    }
    text
}

#[test]
fn a_phrase_that_is_indexed_whole_is_found_where_its_words_stand() {
    let sandbox = tempfile::tempdir().unwrap();
    let corpus = sandbox.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    let lexicon = Lexicon::embedded();
    let phrases: Vec<Vec<String>> =
        lexicon.phrases().map(|phrase| phrase.slots.into_iter().map(|slot| slot.term).collect()).collect();
    assert!(phrases.len() > 1_000);
    fs::write(corpus.join("a.txt"), texts_of_phrases(&mut Dice(7), &phrases)).unwrap();
    let (whole, apart) = (sandbox.path().join("whole"), sandbox.path().join("apart"));
    build(&corpus, &whole, 1);
    // As if another lexicon had been in use: its phrases are then looked for word by word.
    let other = Versions { lexicon: "another".to_owned(), ..Versions::default() };
    build_with(&corpus, &apart, 1, CorpusSettings { versions: other, ..settings(&corpus) });
    let (whole, apart) = (Index::open(&whole).unwrap(), Index::open(&apart).unwrap());
    let planner =
        Planner { catalogue: whole.catalogue(), lexicon: &lexicon, vocabulary: None, more_authorities: &[] };
    let mut found = 0;
    for phrase in phrases.iter().step_by(7) {
        let ast = parse(&phrase.join(" ")).unwrap();
        let plan = planner.plan(&ast, &[], &PlanOptions::default()).unwrap();
        let answer = whole.search(&request(plan.clone())).unwrap();
        found += answer.total;
        let same = bytes_of(&apart.search(&request(plan)).unwrap());
        assert_eq!(bytes_of(&answer), same, "{phrase:?}");
    }
    assert!(found > 1_000);
}

/// Everything of an answer that a person could see, relevance to the last bit.
fn bytes_of(answer: &SearchResponse) -> String {
    let hits: Vec<String> = answer
        .hits
        .iter()
        .map(|hit| format!("{} {:08x} {:?}", hit.paragraph.id, hit.relevance.to_bits(), hit.highlights))
        .collect();
    format!("{} {} {:?}\n{}", answer.total, answer.total_some, answer.facets, hits.join("\n"))
}

fn answers(index: &Index) -> String {
    let lexicon = Lexicon::embedded();
    let planner =
        Planner { catalogue: index.catalogue(), lexicon: &lexicon, vocabulary: None, more_authorities: &[] };
    let queries =
        ["hospital discharge delays", "carers", "\"social care\"", "support*", "*", "people NOT staff"];
    let mut out = String::new();
    for query in queries {
        let plan = planner.plan(&parse(query).unwrap(), &[], &PlanOptions::default()).unwrap();
        for sort in [Sort::Relevance, Sort::Authority, Sort::Score] {
            let page = Page { offset: 0, limit: Some(400) };
            let request = SearchRequest { sort, page, fill_with_some: true, ..request(plan.clone()) };
            out.push_str(&bytes_of(&index.search(&request).unwrap()));
        }
        let count = CountRequest {
            plan,
            assessments: Assessments::Latest,
            by: vec![(Field::Authority, Some(Field::Score)), (Field::Statement, None)],
            unit: Unit::Reports,
        };
        out.push_str(&format!("{:?}\n", index.count(&count).unwrap()));
    }
    out
}

fn copy(from: &Path, to: &Path, keep: impl Fn(usize) -> bool) {
    let mut n = 0;
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            n += 1;
            if keep(n) || entry.path().extension().is_some_and(|extension| extension == "toml") {
                fs::copy(entry.path(), &target).unwrap();
            }
        }
    }
}

#[test]
fn answers_do_not_depend_on_threads_or_history() {
    let sandbox = tempfile::tempdir().unwrap();
    let at = |name: &str| sandbox.path().join(name);
    build(Path::new(CORPUS), &at("one"), 1);
    build(Path::new(CORPUS), &at("four"), 4);
    let fresh = answers(&Index::open(&at("one")).unwrap());
    assert_eq!(fresh, answers(&Index::open(&at("four")).unwrap()));

    // Every third file, then all, one of them changed; then as it should be.
    let corpus = at("corpus");
    copy(Path::new(CORPUS), &corpus, |n| n % 3 == 0);
    build(&corpus, &at("chain"), 2);
    copy(Path::new(CORPUS), &corpus, |_| true);
    let victim = walkdir::WalkDir::new(&corpus)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .find(|entry| entry.path().extension().is_some_and(|extension| extension == "txt"))
        .unwrap();
    let original = fs::read_to_string(victim.path()).unwrap();
    fs::write(
        victim.path(),
        format!("{original}\n\nA paragraph on hospital discharge that will go again.\n"),
    )
    .unwrap();
    fs::write(corpus.join("visitor.txt"), "People waited for hospital discharge.\n").unwrap();
    assert!(build(&corpus, &at("chain"), 2));
    let with_visitor = answers(&Index::open(&at("chain")).unwrap());
    assert_ne!(fresh, with_visitor);
    fs::write(victim.path(), original).unwrap();
    fs::remove_file(corpus.join("visitor.txt")).unwrap();
    assert!(build(&corpus, &at("chain"), 3));
    assert!(!build(&corpus, &at("chain"), 2), "a second run has nothing to do");
    assert_eq!(fresh, answers(&Index::open(&at("chain")).unwrap()));
    let verified = Index::verify(&at("chain")).unwrap();
    assert_eq!((verified.faults, verified.leftovers), (vec![], vec![]));
}

/// Quotations of the reports, faithful and altered, and over the end of a paragraph.
fn quotations(paragraphs: &[Paragraph]) -> Vec<String> {
    let mut all = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let words: Vec<&str> = paragraph.text.split(' ').collect();
        let council = paragraph.page.authority.as_ref().map_or("nobody", |tag| tag.value.name.as_str());
        let other = if at % 2 == 0 { "Thornhithe" } else { "Brackmouth" };
        let mut say = |council: &str, words: &[&str]| {
            all.push(format!("The report of {council} says “{}” there.", words.join(" ").replace('"', "")));
        };
        say(council, &words);
        say(other, &words[..words.len().min(14)]);
        if words.len() > 12 {
            let middle = words.len() / 2;
            say(council, &[&words[..middle], &words[middle + 2..]].concat());
            say(council, &[&words[3..middle], &["never", "unforeseen"], &words[middle..]].concat());
        }
        if let Some(next) = paragraphs.get(at + 1).filter(|next| next.id.report == paragraph.id.report) {
            let next: Vec<&str> = next.text.split(' ').take(8).collect();
            say(council, &[&words[words.len().saturating_sub(8)..], &next[..]].concat());
        }
    }
    all
}

#[test]
fn a_draft_is_judged_as_if_every_paragraph_were_looked_at() {
    let sandbox = tempfile::tempdir().unwrap();
    build(Path::new(CORPUS), sandbox.path(), 2);
    let index = Index::open(sandbox.path()).unwrap();
    let paragraphs = index.scan().unwrap();
    let quotations = quotations(&paragraphs);
    assert!(quotations.len() > 1000, "{}", quotations.len());
    let blocks: Vec<Block> = quotations
        .into_iter()
        .zip(1..)
        .map(|(text, line)| Block { kind: BlockKind::Paragraph, text, at: Location { line, page: None } })
        .collect();
    let request = MatrixRequest { assessments: Assessments::All, filters: Vec::new() };
    let matrix = analytics::matrix(&index.records().unwrap(), index.catalogue(), &request);
    for part in blocks.chunks(40) {
        let draft = Draft { blocks: part, lines: &[] };
        let checking = Checking::new(draft, index.catalogue(), &[]);
        let near = index.likest(&checking.likenesses()).unwrap();
        let against = |paragraphs: &[Paragraph]| {
            checking.against(Reports { paragraphs, of: paragraphs.len(), matrix: &matrix }).quotations
        };
        for (near, all) in against(&near).iter().zip(&against(&paragraphs)) {
            let told = |checked: &CheckedQuotation| {
                let source = checked.source.as_ref();
                let from = source.map(|source| (source.paragraph.id.to_string(), source.passage.clone()));
                (checked.verdict, checked.differences.clone(), from)
            };
            assert_eq!(told(near), told(all), "{}", all.text);
        }
    }
}
