use crate::support::Sandbox;

#[test]
fn paragraphs_with_all_the_words_come_first_and_those_with_some_below_a_divider() {
    let query = ["search", "hospital", "discharge", "delays", "--no-synonyms", "-n", "4"];
    Sandbox::indexed().expect("search/all-then-some", &query);
}

#[test]
fn a_score_filter_keeps_only_that_score() {
    let run = Sandbox::indexed()
        .expect("search/score", &["search", "hospital", "discharge", "--score", "4", "--no-synonyms"]);
    assert!(run.stdout.contains("Oakmere"));
    assert!(!run.stdout.contains("Westerley"));
}

#[test]
fn arguments_are_joined_to_one_query() {
    let sandbox = Sandbox::indexed();
    let one = sandbox.run(&["search", "hospital discharge", "delays", "--json"]);
    let three = sandbox.run(&["search", "hospital", "discharge", "delays", "--json"]);
    assert_eq!(one.stdout, three.stdout);
}

#[test]
fn a_phrase_option_is_a_quoted_phrase() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.expect("search/phrase", &["search", "--phrase", "risk register"]);
    assert_eq!(run.code, 0);
    let none = sandbox.expect("search/phrase-none", &["search", "--phrase", "register risk"]);
    assert_eq!(none.code, 1);
}

#[test]
fn not_leaves_paragraphs_out() {
    let sandbox = Sandbox::indexed();
    let all = sandbox.run(&["search", "carers", "--json"]).json();
    let some = sandbox.run(&["search", "carers", "--not", "respite", "--json"]).json();
    assert!(some["total"].as_u64() < all["total"].as_u64());
    assert!(!some["hits"].to_string().contains("respite"));
}

#[test]
fn pages_fit_together() {
    let sandbox = Sandbox::indexed();
    let all = sandbox.run(&["search", "*", "--all", "--json"]).json();
    let ids = |value: &serde_json::Value| -> Vec<String> {
        let hits = value["hits"].as_array().expect("hits are a list");
        hits.iter().map(|hit| hit["id"].as_str().expect("an id is text").to_owned()).collect()
    };
    let mut joined = Vec::new();
    for offset in ["0", "4", "8", "12", "16", "20", "24", "28"] {
        let page = sandbox.run(&["search", "*", "--limit", "4", "--offset", offset, "--json"]).json();
        joined.extend(ids(&page));
    }
    assert_eq!(joined, ids(&all));
    assert_eq!(all["total"].as_u64(), Some(joined.len() as u64));
}

#[test]
fn sorting_and_grouping_say_what_they_did() {
    let sandbox = Sandbox::indexed();
    sandbox
        .expect("search/by-score", &["search", "discharge", "--sort", "score", "-n", "3", "--no-synonyms"]);
    sandbox.expect("search/grouped", &["search", "discharge", "--group-by", "authority", "--no-synonyms"]);
    sandbox.expect(
        "search/with-facets",
        &["search", "discharge", "-n", "1", "--facets", "authority,score", "--no-synonyms"],
    );
    let quiet = sandbox.run(&["search", "discharge", "-n", "1", "--facets", "score", "--quiet"]).stdout;
    assert!(quiet.starts_with("Score\n"), "counts that were asked for are no header: {quiet}");
    sandbox.expect("search/explained", &["search", "discharge", "-n", "2", "--explain", "--no-synonyms"]);
    sandbox.expect("search/explained-some", &["search", "weekends", "team", "--explain", "--no-synonyms"]);
    let table = sandbox.run(&["search", "discharge", "--explain", "--format", "csv"]).stdout;
    let narrow = ["search", "discharge", "-n", "1", "--facets", "score", "--no-synonyms", "--format", "csv"];
    assert!(sandbox.run(&narrow).stderr.contains("findings count QUERY"), "no counts in a table of hits");
    assert!(table.lines().next().is_some_and(|head| head.ends_with(",text,why_here")), "{table}");
}

#[test]
fn nothing_found_says_what_to_try() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.expect("search/nothing", &["search", "hospitol", "trampoline"]);
    assert_eq!((run.code, &*run.stdout), (1, ""));
    let run = sandbox.expect("search/nothing-under-filter", &["search", "trampoline", "--score", "4"]);
    assert_eq!(run.code, 1);
    sandbox.expect("search/nothing-of-a-filter", &["search", "--authority", "Leeds"]);
    sandbox
        .expect("search/nothing-under-filters", &["search", "waits", "--score", "4", "--published", "1999"]);
    sandbox.expect("search/last-page", &["search", "discharge", "--offset", "4", "--no-synonyms"]);
    let run = sandbox.expect("search/past-the-end", &["search", "respite", "--offset", "50"]);
    assert_eq!(run.code, 1);
}

#[test]
fn a_council_whose_name_is_a_word_is_offered_by_its_tag() {
    let sandbox = Sandbox::with_corpus();
    let page = "Bury Council: local authority assessment\nSafeguarding\nScore: 2\n\n\
                Key findings for this quality statement\nStaff answered each concern within a day.\n";
    sandbox.write("corpus/town.txt", page);
    assert_eq!(sandbox.run(&["index", "--progress", "none"]).code, 0);
    let offered = &sandbox.run(&["search", "bury", "--json"]).json()["suggestions"][0];
    assert_eq!((&offered["query"], &offered["count"]), (&"authority:Bury".into(), &1.into()));
}

#[test]
fn only_the_number_is_asked_for() {
    let sandbox = Sandbox::indexed();
    let run = sandbox.run(&["search", "discharge", "-c"]);
    let all = sandbox.run(&["search", "discharge", "--all", "--json"]).json();
    assert_eq!(run.stdout.trim().parse::<u64>().ok(), all["total"].as_u64());
    assert_eq!(sandbox.run(&["search", "trampoline", "-c"]).stdout, "0\n");
}

#[test]
fn the_same_question_gives_the_same_bytes_whatever_the_threads() {
    let sandbox = Sandbox::with_corpus();
    let mut answers = Vec::new();
    for threads in ["1", "2", "7"] {
        let index = format!("index-{threads}");
        sandbox.run(&["index", "--index", &index, "--threads", threads]);
        let query = ["search", "hospital", "discharge", "carers", "--any", "--json", "--index", &index];
        answers.push(sandbox.run(&query).stdout);
    }
    assert!(answers[0].contains("\"hits\":[{"));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[test]
fn a_paragraph_is_shown_in_its_place() {
    let sandbox = Sandbox::indexed();
    let id = "westerley-0125-theme1-needs.txt#4";
    sandbox.expect("show/text", &["show", id]);
    sandbox.expect("show/alone", &["show", id, "--context", "0"]);
    sandbox.expect("show/json", &["show", id, "--json", "--context", "0"]);
    sandbox.expect("show/no-report", &["show", "nowhere.txt#1"]);
    sandbox.expect("show/no-paragraph", &["show", "westerley-0125-theme1-needs.txt#99"]);
    sandbox.expect("show/no-id", &["show", "westerley"]);
}
