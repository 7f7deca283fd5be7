use crate::support::Sandbox;

#[test]
fn every_hit_of_a_text_query_is_marked() {
    let sandbox = Sandbox::indexed();
    for query in
        ["discharge", "hospital discharge", "\"risk register\"", "wait* OR carers", "D2A", "dischrge~"]
    {
        let answer = sandbox.run(&["search", query, "--all", "--json"]).json();
        let hits = answer["hits"].as_array().expect("hits are a list");
        assert!(!hits.is_empty(), "{query}");
        for hit in hits {
            let text: Vec<char> = hit["text"].as_str().expect("text").chars().collect();
            let marks = hit["highlights"].as_array().expect("marks are a list");
            assert!(!marks.is_empty(), "{query}: {}", hit["id"]);
            let mut last = 0;
            for mark in marks {
                let place = |i: usize| usize::try_from(mark[i].as_u64().expect("a number")).expect("small");
                let (start, end) = (place(0), place(1));
                assert!(last <= start && start < end && end <= text.len(), "{query}: {mark}");
                assert!(text[start].is_alphanumeric() && text[end - 1].is_alphanumeric(), "{query}: {mark}");
                last = end;
            }
        }
    }
}

#[test]
fn marks_are_colours_on_request_and_nothing_in_a_pipe() {
    let sandbox = Sandbox::indexed();
    let plain = sandbox.run(&["search", "respite"]).stdout;
    let coloured = sandbox.run(&["search", "respite", "--color", "always"]).stdout;
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains("\u{1b}[1;33mrespite\u{1b}[0m"));
    let bare = coloured.replace("\u{1b}[1;33m", "").replace("\u{1b}[1m", "").replace("\u{1b}[2m", "");
    assert_eq!(bare.replace("\u{1b}[0m", ""), plain);
}

#[test]
fn what_is_not_wanted_is_not_marked() {
    let sandbox = Sandbox::indexed();
    let answer = sandbox.run(&["search", "carers NOT telephone", "--all", "--json"]).json();
    for hit in answer["hits"].as_array().expect("hits are a list") {
        assert!(!hit["text"].as_str().expect("text").contains("telephone"));
    }
}
