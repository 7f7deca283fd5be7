use crate::support::Sandbox;

#[test]
fn an_authority_is_known_by_name_other_name_and_code() {
    let sandbox = Sandbox::indexed();
    let ask = |value: &str| sandbox.run(&["search", "discharge", "--authority", value, "--json"]).stdout;
    let hits = |answer: &str| answer[answer.find("\"total\"").expect("an answer has a total")..].to_owned();
    let by_name = hits(&ask("Westerley"));
    assert!(by_name.contains("westerley-0125"));
    for other in ["london borough of westerley", "LB Westerley", "E09999901"] {
        assert_eq!(hits(&ask(other)), by_name, "{other}");
    }
}

#[test]
fn a_statement_is_known_by_number_key_and_name_with_its_commas() {
    let sandbox = Sandbox::indexed();
    let ask = |value: &str| sandbox.run(&["search", "*", "--statement", value, "--json", "--all"]).json();
    let by_key = ask("pathways")["hits"].clone();
    assert!(by_key.as_array().is_some_and(|hits| hits.len() > 4));
    for other in ["6", "Safe pathways, systems and transitions", "safe systems, pathways and transitions"] {
        assert_eq!(ask(other)["hits"], by_key, "{other}");
    }
}

#[test]
fn values_are_joined_by_or_and_filters_by_and() {
    let sandbox = Sandbox::indexed();
    let total = |args: &[&str]| {
        let mut all = vec!["search", "*", "--json", "-n", "1"];
        all.extend(args);
        sandbox.run(&all).json()["total"].as_u64().expect("a total is a number")
    };
    let (one, four) = (total(&["--score", "1"]), total(&["--score", "4"]));
    assert!(one > 0 && four > 0);
    assert_eq!(total(&["--score", "1,4"]), one + four);
    assert_eq!(total(&["--score", "1", "--score", "4"]), one + four);
    assert_eq!(total(&["--score", "1", "--authority", "Westerley"]), 0);
    assert_eq!(total(&["--score", "1..4", "--score", "none"]), total(&[]));
    assert_eq!(total(&["--score", "1"]) + total(&["--not-score", "1"]), total(&[]));
}

#[test]
fn a_council_that_is_not_listed_is_filtered_as_written() {
    let run = Sandbox::indexed().run(&["search", "*", "--authority", "Oakmere City Council", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.json()["total"].as_u64() > Some(0));
}

#[test]
fn left_out_sections_are_counted_and_can_be_asked_for() {
    let sandbox = Sandbox::indexed();
    let plain = sandbox.run(&["search", "strengths", "--json"]).json();
    let all = sandbox.run(&["search", "strengths", "--section", "all", "--json"]).json();
    let left_out = plain["in_left_out_sections"].as_u64().expect("it is a number");
    assert!(left_out > 0);
    assert_eq!(all["total"].as_u64(), Some(plain["total"].as_u64().expect("a number") + left_out));
}

#[test]
fn a_value_outside_its_vocabulary_is_an_error_with_the_nearest() {
    let sandbox = Sandbox::indexed();
    for (name, args) in [
        ("authority", ["--authority", "Westerly"]),
        ("statement", ["--statement", "safegarding"]),
        ("score", ["--score", "7"]),
        ("rating", ["--rating", "excellent"]),
        ("section", ["--section", "findngs"]),
        ("kind", ["--kind", "press"]),
        ("published", ["--published", "January"]),
        ("region", ["--region", "Londn"]),
        ("theme", ["--theme", "leader"]),
        ("theme-of-a-statement", ["--theme", "safeguarding"]),
    ] {
        let run = sandbox.expect(&format!("filter/bad-{name}"), &["search", "carers", args[0], args[1]]);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{name}");
    }
}
