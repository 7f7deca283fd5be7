use crate::support::Sandbox;

#[test]
fn counts_by_one_field_and_by_two() {
    let sandbox = Sandbox::indexed();
    sandbox.expect("count/total", &["count", "discharge", "--no-synonyms"]);
    sandbox.expect("count/by-authority", &["count", "discharge", "--by", "authority", "--no-synonyms"]);
    sandbox.expect("count/cross-tab", &["count", "discharge", "--by", "authority,score", "--no-synonyms"]);
    sandbox.expect(
        "count/reports",
        &["count", "discharge", "--by", "statement", "--unit", "reports", "--no-synonyms"],
    );
    sandbox.expect(
        "count/csv",
        &["count", "discharge", "--by", "authority,score", "--format", "csv", "--no-synonyms"],
    );
    sandbox.expect("count/json", &["count", "discharge", "--by", "score", "--json", "--no-synonyms"]);
    sandbox.expect("count/markdown", &["count", "discharge", "--by", "score", "--format", "markdown"]);
    sandbox.expect("count/nothing", &["count", "trampoline"]);
    sandbox.expect("count/misspelt", &["count", "hospitl", "dischrge"]);
}

#[test]
fn a_table_needs_fields_that_exist() {
    let sandbox = Sandbox::indexed();
    sandbox.expect("count/bad-field", &["count", "discharge", "--by", "autority"]);
    sandbox.expect("count/same-field", &["count", "discharge", "--by", "score,score"]);
    sandbox.expect("count/three-fields", &["count", "discharge", "--by", "score,theme,kind"]);
}

#[test]
fn fields_and_their_values_are_listed() {
    let sandbox = Sandbox::indexed();
    sandbox.expect("facets/all", &["facets"]);
    sandbox.expect("facets/authority", &["facets", "authority"]);
    sandbox.expect("facets/statement", &["facets", "statement"]);
    sandbox.expect("facets/published", &["facets", "published"]);
    sandbox.expect("facets/grep", &["facets", "--grep", "path"]);
    sandbox.expect("facets/under-its-filter", &["facets", "score", "--score", "1"]);
    sandbox.expect("facets/markdown", &["facets", "theme", "--format", "markdown"]);
    sandbox.expect("facets/grep-nothing", &["facets", "--grep", "zzz"]);
    sandbox.expect("facets/json", &["facets", "score", "--json"]);
    sandbox.expect("facets/csv", &["facets", "score", "--format", "csv"]);
    sandbox.expect("facets/bad-field", &["facets", "autority"]);
}

#[test]
fn the_matrix_of_scores_names_its_sources() {
    let sandbox = Sandbox::indexed();
    sandbox.expect("scores/text", &["scores"]);
    sandbox.expect("scores/csv", &["scores", "--format", "csv"]);
    sandbox.expect("scores/markdown", &["scores", "--format", "markdown"]);
}
