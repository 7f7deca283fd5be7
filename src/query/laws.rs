//! What queries mean, held by brute force over small paragraphs; and what the planner makes of them.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use super::*;
use crate::model::{
    Authority, Catalogue, EvidenceSource, Field, Kind, Location, Page, Paragraph, ParagraphId, Published,
    ReportId, Score, Section, Tag,
};

struct Desk {
    catalogue: Catalogue,
    lexicon: Lexicon,
}

static DESK: LazyLock<Desk> =
    LazyLock::new(|| Desk { catalogue: Catalogue::embedded(), lexicon: Lexicon::embedded() });

impl Desk {
    fn new() -> &'static Self {
        &DESK
    }

    fn planner(&self) -> Planner<'_> {
        Planner {
            catalogue: &self.catalogue,
            lexicon: &self.lexicon,
            vocabulary: None,
            more_authorities: &[],
        }
    }

    fn try_plan(
        &self,
        text: &str,
        filters: &[OptionFilter],
        options: &PlanOptions,
    ) -> Result<Plan, QueryError> {
        self.planner().plan(&parse(text)?, filters, options)
    }

    fn plan(&self, text: &str) -> Plan {
        self.try_plan(text, &[], &PlanOptions::default()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// The words of the text that are marked; `None` where the paragraph is no hit.
    fn marks(&self, query: &str, text: &str) -> Option<Vec<String>> {
        self.marks_with(query, text, &PlanOptions::default())
    }

    fn marks_with(&self, query: &str, text: &str, options: &PlanOptions) -> Option<Vec<String>> {
        let plan = self.try_plan(query, &[], options).expect("the query reads");
        let found = Matcher::new(&plan, &self.catalogue).matches(&paragraph(text))?;
        Some(found.marks.into_iter().map(|mark| text[mark].to_owned()).collect())
    }

    fn hits(&self, query: &str, paragraphs: &[Paragraph]) -> Vec<bool> {
        let plan = self.plan(query);
        let matcher = Matcher::new(&plan, &self.catalogue);
        paragraphs.iter().map(|paragraph| matcher.matches(paragraph).is_some()).collect()
    }
}

pub(super) fn paragraph(text: &str) -> Paragraph {
    tagged(text, "Barnet", 2, "pathways")
}

fn tagged(text: &str, authority: &str, score: u8, statement: &str) -> Paragraph {
    fn tag<T>(value: T) -> Option<Tag<T>> {
        Some(Tag::new(value, EvidenceSource::Label, 1))
    }
    let page = Page {
        path: "a.txt".into(),
        title: None,
        url: None,
        kind: Kind::StatementPage,
        authority: tag(Authority { name: authority.into(), gss: None, region: Some("London".into()) }),
        statement: tag(statement.to_owned()),
        score: tag(Score(score)),
        published: tag(Published { year: 2025, month: 1, day: None }),
        rating: None,
        status: None,
        framework: None,
        assessment: None,
    };
    Paragraph {
        id: ParagraphId { report: ReportId::from_id("a.txt"), number: 1 },
        text: text.into(),
        section: Section::Findings,
        subheading: None,
        at: Location::default(),
        page: Arc::new(page),
    }
}

#[test]
fn a_query_marks_exactly_what_took_part() {
    let desk = Desk::new();
    let text = "Carers’ breaks were delayed. Discharge from hospital took time; co-production of well-being plans by OTs.";
    for (query, marks) in [
        ("delay", Some(&["delayed"][..])),
        ("=delay", None),
        ("=delayed", Some(&["delayed"])),
        ("\"discharge from hospital\"", Some(&["Discharge from hospital"])),
        ("\"hospital discharge\"", None),
        ("\"carers breaks\"", Some(&["Carers’ breaks"])),
        ("\"carer break\"~", Some(&["Carers’ breaks"])),
        ("\"carer delay\"~", None),
        ("\"carer delay\"~2", Some(&["Carers", "delayed"])),
        ("wellbeing", Some(&["well-being"])),
        ("well being plans", Some(&["well-being", "plans"])),
        ("coproduced", Some(&["co-production"])),
        ("OT", Some(&["OTs"])),
        ("discharg*", Some(&["Discharge"])),
        ("hospitl~1", Some(&["hospital"])),
        ("delayed NOT homecare", Some(&["delayed"])),
        ("delayed NOT discharge", None),
        ("delayed OR homecare", Some(&["delayed"])),
        ("breaks NEAR/2 delayed", Some(&["breaks", "delayed"])),
        ("breaks NEAR/1 delayed", None),
        ("delayed NEAR/2 breaks", Some(&["breaks", "delayed"])),
        ("respite", Some(&["Carers’ breaks"])),
        ("Barnet delayed", Some(&["delayed"])),
        ("Camden delayed", None),
        ("delayed score:2", Some(&["delayed"])),
        ("delayed score:3", None),
        ("delayed scored 2", Some(&["delayed"])),
        ("* statement:9", None),
        ("statement:pathways theme:safety published:2025", Some(&[])),
        ("*", Some(&[])),
        ("", Some(&[])),
    ] {
        let expected = marks.map(|marks| marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>());
        let mut found = desk.marks(query, text);
        // Synonyms may mark more than the words that the table is about.
        if let (Some(found), Some(expected)) = (&mut found, &expected)
            && !query.contains(['"', '=', ':', '*', '~'])
        {
            found.retain(|mark| expected.contains(mark));
        }
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn any_of_the_words_means_each_of_those_that_are_one_thing_together_too() {
    let desk = Desk::new();
    let any = PlanOptions { any: true, ..PlanOptions::default() };
    for (query, text, hit) in [
        ("safeguarding concerns", "concerns were raised", true),
        ("safeguarding concerns", "Safeguarding was strong", true),
        ("safeguarding concerns", "homes were warm", false),
        ("carers of Barnet score:2", "carers waited", true),
        ("carers of Barnet score:3", "carers waited", false),
    ] {
        assert_eq!(desk.marks_with(query, text, &any).is_some(), hit, "{query} in {text}");
    }
}

#[test]
fn an_option_takes_what_the_query_takes() {
    let desk = Desk::new();
    let option = |field, values: &[&str]| {
        let values = values.iter().map(ToString::to_string).collect();
        let filter = OptionFilter { field, values, negated: false };
        let plan = desk.try_plan("", &[filter], &PlanOptions::default());
        plan.map_or_else(|error| error.code().to_owned(), |plan| plan.understood)
    };
    let both = "assessment:barnet/2025-01,camden/2024-06";
    assert_eq!(option(Field::Assessment, &["barnet/2025-01", "camden/2024-06"]), both);
    assert_eq!(option(Field::Assessment, &["Barnet/2025-01,camden/2024-06"]), both);
    assert_eq!(option(Field::Assessment, &["barnet"]), "bad-value");
    for (field, value) in [
        (Field::Score, ">4"),
        (Field::Score, "<1"),
        (Field::Score, "3..2"),
        (Field::Published, "2025..2024"),
        (Field::Published, "2025-03..2025-02-28"),
    ] {
        assert_eq!(option(field, &[value]), "bad-value", "{value}");
    }
    assert_eq!(option(Field::Published, &["2025-03..2025-03-01"]), "published:2025-03..2025-03-01");
    let phrases = PlanOptions { phrases: vec!["…".into()], ..PlanOptions::default() };
    let plan = desk.try_plan("hospital", &[], &phrases).expect("a plan");
    assert_eq!((&*plan.understood, plan.notes.len()), ("hospital", 1));
}

#[test]
fn acronyms_that_are_words_need_their_capitals() {
    let desk = Desk::new();
    for (query, text, hit) in [
        ("SEND", "support for SEND pupils", true),
        ("SEND", "they send letters", false),
        ("send", "they send letters", true),
        ("send", "support for SEND pupils", true),
        ("SEND", "special educational needs and disabilities", true),
        ("special educational needs", "the SEND team", true),
        ("special educational needs", "they send letters", false),
        ("OT", "occupational therapists were in demand", true),
        ("occupational therapist", "the OTs were in demand", true),
        ("occupational therapy", "not in demand", false),
        ("IT", "it was late", false),
        ("IT", "the IT was late", true),
        ("ICS", "the ics of it", true),
        ("LGBT", "LGBTQ+ people", true),
        ("S42", "Section 42 enquiries", true),
        ("d2a", "discharge to assess", true),
        ("MDT", "the MDTs met weekly", true),
        ("MDTs", "a multidisciplinary team", true),
        ("BIAs", "best interests assessors", true),
        // A council's short name, too.
        ("BCP", "a business continuity plan", true),
        ("BCP", "Bournemouth, Christchurch and Poole", true),
    ] {
        assert_eq!(desk.marks(query, text).is_some(), hit, "{query} in {text}");
    }
}

#[test]
fn function_words_are_left_out_unless_nothing_else_is_left() {
    let desk = Desk::new();
    for (query, understood) in [
        ("how long do people wait for an assessment?", "people AND wait for an assessment"),
        ("what about it", "what AND about AND it"),
        ("not enough staff", "not enough staff"),
        ("no support", "no support"),
        ("IS IT SAFE AT HOME", "SAFE AND HOME"),
        ("no homecare", "no AND homecare"),
        ("the NHS score:2", "NHS AND score:2"),
        ("what score:2", "what AND score:2"),
        ("Barnet provider failure", "Barnet AND provider failure"),
        ("young people transitions score 2", "young people transitions AND score:2"),
        ("people scored 7 out of 10", "people AND scored AND 7 AND out AND 10"),
        ("scored 1 or 2 in London", "score:1..2 AND London"),
        ("NOT the", "NOT the"),
        ("the hospital OR the ward", "hospital OR ward"),
        ("hospital OR the", "hospital OR the"),
        ("hospital NOT (the ward)", "hospital AND NOT ward"),
        ("score:2 authority:\"London Borough of Barnet\"", "score:2 AND authority:Barnet"),
        (
            "authority:bath and north east somerset delays",
            "authority:\"Bath and North East Somerset\" AND delays",
        ),
        ("waits authority:North Yorkshire", "waits AND authority:\"North Yorkshire\""),
        ("authority:Kingston upon Hull", "authority:\"Kingston upon Hull\""),
        ("authority:\"Kingston\" upon Hull", "authority:\"Kingston upon Thames\" AND Hull"),
        ("region:East Midlands kind:press release", "region:\"East Midlands\" AND kind:press-release"),
        ("statement:Care provision, integration and continuity", "statement:care"),
        ("authority:Barnet,North Yorkshire carers", "authority:Barnet,\"North Yorkshire\" AND carers"),
        (
            "authority:Leeds, York, North Yorkshire delays",
            "authority:Leeds,York,\"North Yorkshire\" AND delays",
        ),
        ("authority:\"North Yorkshire\", York", "authority:\"North Yorkshire\",York"),
        ("authority:Barnet, delays", "authority:Barnet AND delays"),
        ("score:1, 2 carers", "score:1,2 AND carers"),
        ("score>2 carers", "score:3.. AND carers"),
        ("carers scored >= 3", "carers AND score:3.."),
        ("scores ≤ 2 for carers", "score:..2 AND carers"),
        ("score > 2x", "score AND 2x"),
        ("score:2, none of them", "score:2 AND none"),
        ("authority:Barnet hospital", "authority:Barnet AND hospital"),
        ("authority:bath water", ""),
        ("statement:6 NOT theme:4", "statement:pathways AND NOT theme:leadership"),
        ("section:all care", "care AND section:all"),
    ] {
        if understood.is_empty() {
            let error =
                desk.try_plan(query, &[], &PlanOptions::default()).expect_err("there is no Bath on its own");
            assert_eq!(error.code(), "unknown-value");
            continue;
        }
        assert_eq!(desk.plan(query).understood, understood, "{query}");
    }
}

#[test]
fn a_range_the_wrong_way_round_is_offered_the_right_way_round() {
    let desk = Desk::new();
    for (query, turned) in [
        ("carers score:3..1", "carers score:1..3"),
        ("score:1,4..2", "score:1,2..4"),
        ("published:2025-06..2025-01 carers", "published:2025-01..2025-06 carers"),
    ] {
        let error = desk.try_plan(query, &[], &PlanOptions::default()).expect_err(query);
        assert_eq!((error.code(), error.suggestions()), ("bad-value", &[turned.to_owned()][..]));
    }
    let option = OptionFilter { field: Field::Score, values: vec!["3..1".into()], negated: false };
    let error = desk.try_plan("", &[option], &PlanOptions::default()).expect_err("backwards");
    assert_eq!(error.suggestions(), ["1..3"]);
}

#[test]
fn a_value_of_another_field_is_offered_there() {
    let desk = Desk::new();
    for (query, hint, suggestions) in [
        (
            "carers theme:safeguarding",
            "did you mean `statement:safeguarding`?",
            &["carers statement:safeguarding"][..],
        ),
        (
            "(theme:safeguarding) carers",
            "did you mean `statement:safeguarding`?",
            &["(statement:safeguarding) carers"],
        ),
        (
            "authority:\"East of England\" carers",
            "did you mean `region:\"East of England\"`?",
            &["region:\"East of England\" carers"],
        ),
        ("theme:safety,safeguarding", "`findings facets theme` lists them", &[]),
        ("score:good", "try: rating:good", &["rating:good"]),
        ("rating:2", "did you mean `score:2`?", &["score:2"]),
        ("kind:3", "`findings facets kind` lists them", &[]),
        (
            "kind:press",
            "did you mean `press-release` or `section:press`?",
            &["kind:press-release", "section:press"],
        ),
    ] {
        let error = desk.try_plan(query, &[], &PlanOptions::default()).expect_err(query);
        assert_eq!(
            (error.hint().as_deref(), error.suggestions().to_vec()),
            (Some(hint), suggestions.iter().map(|text| (*text).to_owned()).collect(),),
            "{query}"
        );
    }
    for (negated, option) in [(false, "--statement safeguarding"), (true, "--not-statement safeguarding")] {
        let filter = OptionFilter { field: Field::Theme, values: vec!["safeguarding".into()], negated };
        let error = desk.try_plan("carers", &[filter], &PlanOptions::default()).expect_err(option);
        assert_eq!(error.suggestions(), [option]);
    }
}

#[test]
fn all_sections_are_no_choice() {
    let desk = Desk::new();
    let all = |negated| OptionFilter { field: Field::Section, values: vec!["all,press".into()], negated };
    for query in ["NOT section:all", "section:all OR carers", "carers NOT (section:all)"] {
        let error = desk.try_plan(query, &[], &PlanOptions::default()).expect_err(query);
        assert_eq!(error.code(), "bad-value", "{query}");
    }
    assert!(desk.try_plan("carers", &[all(true)], &PlanOptions::default()).is_err());
    let plan = desk.try_plan("carers", &[all(false)], &PlanOptions::default()).expect("a plan");
    assert_eq!(plan.understood, "carers AND section:all");
}

#[test]
fn options_are_part_of_what_is_understood() {
    let desk = Desk::new();
    let options = PlanOptions {
        phrases: vec!["mutual  aid".into()],
        not: vec!["care home".into()],
        ..PlanOptions::default()
    };
    let filters = [
        OptionFilter { field: Field::Score, values: vec!["1,2".into()], negated: false },
        OptionFilter { field: Field::Region, values: vec!["yorkshire".into()], negated: true },
        OptionFilter {
            field: Field::Statement,
            values: vec!["Governance, management and sustainability".into()],
            negated: false,
        },
    ];
    let plan = desk.try_plan("delays", &filters, &options).expect("a plan");
    assert_eq!(
        plan.understood,
        "delays AND \"mutual aid\" AND NOT (care home) AND score:1,2 AND NOT region:\"Yorkshire and The Humber\" AND statement:governance"
    );
    assert_eq!(plan.filters.len(), 3);
}

#[test]
fn unknown_values_name_the_nearest() {
    let desk = Desk::new();
    let error = |text: &str| desk.try_plan(text, &[], &PlanOptions::default()).expect_err(text);
    let unknown = error("housing statement:safegarding");
    assert_eq!(unknown.to_string(), "no quality statement is called `safegarding`");
    assert_eq!(unknown.hint().as_deref(), Some("did you mean `safeguarding`?"));
    assert_eq!(unknown.suggestions(), ["housing statement:safeguarding"]);
    assert_eq!(error("authority:Barnt x").suggestions()[0], "authority:Barnet x");
    assert_eq!(error("authority:\"North Somerst\"").suggestions()[0], "authority:\"North Somerset\"");
    assert_eq!(error("score:7").code(), "bad-value");
    assert_eq!(
        error("score:x").to_string(),
        "`x` is no score: scores run from 1 to 4, for example 1, 1..2, ..2, 3.. or none"
    );
    assert_eq!(error("published:May").code(), "bad-value");
    let option = OptionFilter { field: Field::Rating, values: vec!["godo".into()], negated: false };
    let error = desk.try_plan("x", &[option], &PlanOptions::default()).expect_err("no such rating");
    assert_eq!((error.span(), error.suggestions()[0].as_str()), (None, "good"));
}

#[test]
fn a_choice_of_words_still_holds_the_filters() {
    let desk = Desk::new();
    let any = PlanOptions { any: true, ..PlanOptions::default() };
    assert!(desk.marks_with("delayed homecare", "they were delayed", &any).is_some());
    assert!(desk.marks_with("delayed homecare", "neither", &any).is_none());
    assert!(desk.marks_with("delayed homecare score:3", "they were delayed", &any).is_none());
    assert!(desk.marks_with("delayed homecare NOT were", "they were delayed", &any).is_none());
}

#[test]
fn without_synonyms_or_forms_only_what_was_typed_is_found() {
    let desk = Desk::new();
    let plain = PlanOptions { synonyms: false, ..PlanOptions::default() };
    let exact = PlanOptions { exact: true, ..PlanOptions::default() };
    assert!(desk.marks("respite", "replacement care").is_some());
    assert!(desk.marks_with("respite", "replacement care", &plain).is_none());
    assert!(desk.marks_with("delays", "it was delayed", &plain).is_some());
    assert!(desk.marks_with("delays", "it was delayed", &exact).is_none());
}

#[test]
fn an_explanation_says_what_a_paragraph_has_not() {
    let desk = Desk::new();
    let plan = desk.plan("carers sitrep unicorns");
    let some = plan.some().expect("it has several words");
    let found =
        Matcher::new(&some, &desk.catalogue).matches(&paragraph("a carer spoke")).expect("it has one");
    assert_eq!(explain(&found, &plan.wanted()), "it has carers as “carer”, and not “sitrep”, “unicorns”");
    assert_eq!(explain(&found, &[]), "it has carers as “carer”");
}

#[test]
fn an_explanation_names_each_of_the_words_that_stand_apart_once() {
    let desk = Desk::new();
    let plan = desk.plan("hospital discharge");
    let text =
        "the hospital had a discharge desk; each hospital door, and Discharge men of the hospital, agreed";
    let found = Matcher::new(&plan, &desk.catalogue).matches(&paragraph(text)).expect("it has the words");
    assert_eq!(explain(&found, &[]), "it has hospital discharge as “hospital … discharge”");
}

/// Whoever counts delays must not count every paragraph about discharge.
#[test]
fn what_is_only_related_is_no_full_match_and_is_found_below() {
    let desk = Desk::new();
    let plan = desk.plan("hospital discharge delays");
    let some = plan.some().expect("it has related words");
    let holds = |plan: &Plan, text: &str| Matcher::new(plan, &desk.catalogue).matches(&paragraph(text));
    for full in
        ["there were delayed transfers of care", "people waited to be discharged: length of stay grew"]
    {
        assert!(holds(&plan, full).is_some(), "{full}");
    }
    let related = "patient flow was managed";
    assert!(holds(&plan, related).is_none());
    let found = holds(&some, related).expect("it is related");
    assert_eq!(found.marks.first(), Some(&(0..12)));
    assert_eq!(
        explain(&found, &plan.wanted()),
        "it has what comes near to hospital discharge delays: “patient flow”"
    );
    let note = plan.notes.iter().find(|note| note.contains("related: ")).expect("it is told");
    assert!(note.contains("also as: ") && note.contains("hospital discharge"), "{note}");
    let negated = desk.plan("carers NOT (hospital discharge delays)").notes.join(" ");
    assert!(negated.contains("bed blocking") && !negated.contains("patient flow"), "{negated}");
}

#[test]
fn some_is_any_of_the_words_under_the_same_conditions() {
    let desk = Desk::new();
    let plan = desk.plan("hospital social worker visits NOT weekend score:2");
    let some = plan.some().expect("several concepts");
    let matcher = Matcher::new(&some, &desk.catalogue);
    assert!(matcher.matches(&paragraph("hospital only")).is_some());
    assert!(matcher.matches(&paragraph("hospital at the weekend")).is_none());
    assert!(matcher.matches(&tagged("hospital", "Barnet", 3, "care")).is_none());
    assert!(matcher.matches(&paragraph("nothing of it")).is_none());
    assert!(desk.plan("=mutual").some().is_none());
    assert!(desk.plan("\"mutual aid\" \"joint work\"").is_quotation());
    assert!(!desk.plan("\"mutual aid\" work").is_quotation());
}

fn any_paragraphs() -> impl Strategy<Value = Vec<Paragraph>> {
    let word = prop::sample::select(vec![
        "care",
        "home",
        "homes",
        "hospital",
        "discharge",
        "discharged",
        "delays",
        "delayed",
        "OT",
        "carers",
        "breaks",
        "respite",
        "not",
        "waiting",
        "list",
        "well-being",
        "therapists",
        "occupational",
        "Barnet",
        "SEND",
        "the",
    ]);
    let text = prop::collection::vec(word, 1..10).prop_map(|words| words.join(" "));
    let one = (
        text,
        prop::sample::select(vec!["Barnet", "Camden"]),
        1..=4_u8,
        prop::sample::select(vec!["pathways", "care"]),
    )
        .prop_map(|(text, authority, score, statement)| tagged(&text, authority, score, statement));
    prop::collection::vec(one, 1..12)
}

fn any_part() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "care home",
        "homes",
        "hospital discharge",
        "discharge",
        "delays",
        "OT",
        "carers",
        "respite",
        "waiting list",
        "wellbeing",
        "\"care home\"",
        "\"home discharge\"~2",
        "discharg*",
        "=delays",
        "delais~2",
        "SEND",
        "Barnet",
        "score:2",
        "statement:care",
        "occupational therapist",
        "care NEAR/2 home",
        "delays NEAR/3 (OT OR carers)",
        "*",
    ]);
    word.prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn queries_obey_the_laws_of_sets(a in any_part(), b in any_part(), paragraphs in any_paragraphs()) {
        let desk = Desk::new();
        let hits = |query: &str| desk.hits(query, &paragraphs);
        let zip = |x: &[bool], y: &[bool], f: fn(bool, bool) -> bool| -> Vec<bool> {
            x.iter().zip(y).map(|(x, y)| f(*x, *y)).collect()
        };
        let (in_a, in_b) = (hits(&a), hits(&b));
        prop_assert_eq!(hits(&format!("({a}) AND ({b})")), zip(&in_a, &in_b, |x, y| x && y));
        prop_assert_eq!(hits(&format!("({b}) AND ({a})")), zip(&in_a, &in_b, |x, y| x && y));
        prop_assert_eq!(hits(&format!("({a}) AND NOT ({b})")), zip(&in_a, &in_b, |x, y| x && !y));
        prop_assert_eq!(hits(&format!("({a}) OR ({b})")), zip(&in_a, &in_b, |x, y| x || y));
        prop_assert_eq!(hits(&format!("NOT ({a})")), in_a.iter().map(|x| !x).collect::<Vec<_>>());
        let narrowed = hits(&format!("({a}) score:1..2"));
        prop_assert!(narrowed.iter().zip(&in_a).all(|(narrow, wide)| *wide || !*narrow));
    }

    #[test]
    fn quoting_narrows_and_a_prefix_widens(words in prop::collection::vec("(care|home|homes|hospital|delays|carers|respite)", 1..4), paragraphs in any_paragraphs()) {
        let desk = Desk::new();
        let plain = words.join(" ");
        let wide = desk.hits(&plain, &paragraphs);
        let quoted = desk.hits(&format!("\"{plain}\""), &paragraphs);
        prop_assert!(quoted.iter().zip(&wide).all(|(narrow, wide)| *wide || !*narrow));
        let exact = desk.hits(&format!("={}", words[0]), &paragraphs);
        let prefix = desk.hits(&format!("{}*", words[0]), &paragraphs);
        prop_assert!(exact.iter().zip(&prefix).all(|(narrow, wide)| *wide || !*narrow));
    }

    #[test]
    fn a_hit_in_the_text_has_a_mark_and_marks_take_nothing_away(a in any_part(), b in any_part(), paragraphs in any_paragraphs()) {
        let desk = Desk::new();
        let plan = desk.plan(&format!("{a} {b}"));
        for paragraph in &paragraphs {
            let Some(found) = Matcher::new(&plan, &desk.catalogue).matches(paragraph) else { continue };
            if found.found.iter().any(|found| !found.by.is_empty()) {
                prop_assert!(!found.marks.is_empty());
            }
            let mut end = 0;
            for mark in &found.marks {
                prop_assert!(mark.start >= end && mark.start < mark.end);
                prop_assert!(paragraph.text.get(mark.clone()).is_some());
                end = mark.end;
            }
        }
    }

    #[test]
    fn what_was_understood_is_understood_the_same_again(parts in prop::collection::vec(any_part(), 1..5), operators in prop::collection::vec("( AND | OR | NOT | )", 5)) {
        let desk = Desk::new();
        let text: String = parts.iter().zip(&operators).map(|(part, operator)| format!("{part}{operator}")).collect();
        let Ok(plan) = desk.try_plan(text.trim_end_matches(|c: char| c.is_uppercase() || c == ' '), &[], &PlanOptions::default()) else {
            return Ok(());
        };
        let again = desk.plan(&plan.understood);
        prop_assert_eq!(&again.understood, &plan.understood);
        prop_assert_eq!(patterns(&again), patterns(&plan), "{:?}", plan.understood);
        prop_assert_eq!(again.filters, plan.filters);
    }
}

fn patterns(plan: &Plan) -> Vec<Vec<Pattern>> {
    plan.wanted()
        .into_iter()
        .map(|concept| concept.alternatives.iter().map(|alternative| alternative.pattern.clone()).collect())
        .collect()
}
