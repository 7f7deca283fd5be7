//! When nothing, or next to nothing, is found: what to type instead, each with what it would find.

use crate::model::Field;
use crate::text::words;

use super::ast::{Node, NodeKind, Typed, Value};
use super::parse::parse;
use super::plan::Plan;
use super::planner::{PlanOptions, Planner};

/// A query that finds more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// Why it is offered: "no paragraph has “hospitol”".
    pub reason: String,
    /// To be typed in place of the whole query, filters included.
    pub query: String,
    /// Paragraphs that it finds.
    pub count: usize,
}

/// What is wrong with a query that finds next to nothing, and what would find more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relaxed {
    /// Words and phrases that no paragraph has (under the filters or without), and no offer speaks of.
    pub nowhere: Vec<String>,
    pub offered: Vec<Relaxation>,
}

const MOST_OFFERED: usize = 6;
/// Words of all queries that are tried, each a search of its own: as many as are tried for a dozen words. A clock in
/// its place would offer more on a faster machine.
const MOST_TRIED: usize = 200;

/// Queries near `understood` (of a plan that `found` so many paragraphs) that find more, most
/// helpful first. Spellings are of words that occur, and every count is under the filters that the
/// query names.
pub fn relaxations(
    planner: &Planner<'_>,
    understood: &str,
    options: &PlanOptions,
    found: usize,
    count: &mut dyn FnMut(&Plan) -> usize,
) -> Relaxed {
    let Some(root) = parse(understood).ok().and_then(|ast| ast.root) else { return Relaxed::default() };
    let parts = match root.kind {
        NodeKind::And(parts) => parts,
        kind => vec![Node::new(kind, root.span)],
    };
    let mut trial = Trial { planner, options, found, count, tried: 0, offered: Vec::new() };
    let wanted: Vec<usize> = (0..parts.len()).filter(|at| !is_condition(&parts[*at])).collect();
    let mut nowhere = trial.offer_for_words_nowhere(&parts, &wanted);
    let all_occur = nowhere.is_empty();
    nowhere.extend(trial.offer_less_strict(&parts, all_occur));
    if options.exact {
        trial.offer_with("with word forms and synonyms, without --exact", &parts, &PlanOptions::default());
    } else if !options.synonyms {
        trial.offer_with("with synonyms, without --no-synonyms", &parts, &PlanOptions::default());
    }
    if wanted.len() > 2 && all_occur {
        for at in &wanted {
            trial.offer(&format!("without {}", shown(&parts[*at])), &without(&parts, &[*at]));
        }
    }
    if wanted.len() > 1 {
        trial.offer_any(parts);
    }
    let mut offered = trial.offered;
    offered.truncate(MOST_OFFERED);
    nowhere.retain(|part| {
        let reason = nowhere_reason(part);
        offered.iter().all(|offer| !offer.reason.starts_with(&reason))
    });
    Relaxed { nowhere, offered }
}

fn is_condition(part: &Node) -> bool {
    matches!(part.kind, NodeKind::Filter(..) | NodeKind::Not(_))
}

fn nowhere_reason(part: &str) -> String {
    format!("no paragraph has {part}")
}

struct Trial<'a, 'p> {
    planner: &'a Planner<'p>,
    options: &'a PlanOptions,
    found: usize,
    count: &'a mut dyn FnMut(&Plan) -> usize,
    tried: usize,
    offered: Vec<Relaxation>,
}

impl Trial<'_, '_> {
    /// The words that no paragraph has, each with other spellings, then left out.
    fn offer_for_words_nowhere(&mut self, parts: &[Node], wanted: &[usize]) -> Vec<String> {
        let (mut nowhere, mut hopeless) = (Vec::new(), Vec::new());
        let mut corrected = parts.to_vec();
        for at in wanted {
            let part = &parts[*at];
            if self.total(std::slice::from_ref(part), self.options).is_none_or(|alone| alone > 0) {
                continue;
            }
            nowhere.push(shown(part));
            let reason = nowhere_reason(&shown(part));
            let others =
                self.as_beginning(part).into_iter().chain(self.other_spellings(part)).chain(looser(part));
            let others: Vec<Node> = others.chain(self.as_authority(part)).collect();
            match others.first() {
                Some(nearest) => corrected[*at] = nearest.clone(),
                None => hopeless.push(*at),
            }
            for other in others {
                self.offer(&reason, &replaced(parts, *at, other));
            }
            self.offer(&reason, &without(parts, &[*at]));
        }
        if nowhere.len() > 1 {
            self.offer("with the nearest spellings", &corrected);
            let spelt = if hopeless.len() < nowhere.len() { "with the nearest spelling, " } else { "" };
            let names: Vec<String> = hopeless.iter().map(|at| shown(&parts[*at])).collect();
            let reason = format!("{spelt}without {}", names.join(" and "));
            self.offer(&reason, &without(&corrected, &hopeless));
            if self.offered.is_empty() {
                let (conditions, words): (Vec<Node>, Vec<Node>) =
                    without(&corrected, &hopeless).into_iter().partition(is_condition);
                let any: Vec<Node> = Node::any_of(words).into_iter().chain(conditions).collect();
                self.offer("any of the words, with the nearest spellings", &any);
            }
        }
        nowhere
    }

    /// Without a condition, with a part taken less strictly; and the filters that no paragraph passes.
    fn offer_less_strict(&mut self, parts: &[Node], all_occur: bool) -> Vec<String> {
        let offered = self.offered.len();
        for (at, part) in parts.iter().enumerate() {
            if is_condition(part) {
                self.offer(&format!("without {part}"), &without(parts, &[at]));
            } else if all_occur {
                let reason = match self.found {
                    0 => format!("no paragraph has {} beside the rest", shown(part)),
                    _ => format!("{} taken less strictly", shown(part)),
                };
                for other in looser(part) {
                    self.offer(&reason, &replaced(parts, at, other));
                }
            }
        }
        let (conditions, words): (Vec<Node>, Vec<Node>) = parts.iter().cloned().partition(is_condition);
        if self.offered.len() == offered && all_occur && conditions.len() > 1 {
            self.offer(&without_all(&conditions), &words);
        }
        let is_filter = |part: &&Node| matches!(part.kind, NodeKind::Filter(..));
        let filters = conditions.iter().filter(is_filter).filter(|_| self.found == 0).collect::<Vec<_>>();
        let empty = filters
            .into_iter()
            .filter(|filter| self.total(std::slice::from_ref(*filter), self.options) == Some(0));
        empty.map(shown).collect()
    }

    fn offer_any(&mut self, parts: Vec<Node>) {
        let (conditions, words): (Vec<Node>, Vec<Node>) = parts.into_iter().partition(is_condition);
        let bare = format!("any of the words, {}", without_all(&conditions));
        let any = Node::any_of(words);
        let under: Vec<Node> = any.iter().cloned().chain(conditions).collect();
        self.offer("any of the words", &under);
        if self.offered.is_empty() {
            self.offer(&bare, any.as_slice());
        }
    }

    fn total(&mut self, parts: &[Node], options: &PlanOptions) -> Option<usize> {
        let query = Node::all_of(parts.to_vec())?.to_string();
        let words = query.split(' ').count();
        if self.tried + words > MOST_TRIED {
            return None;
        }
        self.tried += words;
        let options =
            PlanOptions { synonyms: options.synonyms, exact: options.exact, ..PlanOptions::default() };
        let plan = self.planner.plan(&parse(&query).ok()?, &[], &options).ok()?;
        Some((self.count)(&plan))
    }

    fn offer(&mut self, reason: &str, parts: &[Node]) {
        let options = self.options;
        // No query says so by itself.
        let kept = match options {
            PlanOptions { exact: true, .. } => ", keeping --exact",
            PlanOptions { synonyms: false, .. } => ", keeping --no-synonyms",
            _ => "",
        };
        self.offer_with(&format!("{reason}{kept}"), parts, options);
    }

    fn offer_with(&mut self, reason: &str, parts: &[Node], options: &PlanOptions) {
        // What is left of it must look for something.
        if parts.iter().all(|part| matches!(part.kind, NodeKind::Not(_))) {
            return;
        }
        let Some(query) = Node::all_of(parts.to_vec()).map(|node| node.to_string()) else { return };
        if self.offered.iter().any(|offered| offered.query == query) {
            return;
        }
        if let Some(count) = self.total(parts, options).filter(|count| *count > self.found) {
            self.offered.push(Relaxation { reason: reason.to_owned(), query, count });
        }
    }

    /// "bury" is a word unless it has a capital; the council may be meant all the same.
    fn as_authority(&self, part: &Node) -> Option<Node> {
        let NodeKind::Words(_) = part.kind else { return None };
        let entry = self.planner.catalogue.authorities.find(&part.to_string())?;
        let value = Value { text: entry.name.clone(), span: 0..0 };
        Some(Node::new(NodeKind::Filter(Field::Authority, vec![value]), 0..0))
    }

    /// A word that was not typed to its end, or is cut short in another way than reports do.
    fn as_beginning(&self, part: &Node) -> Option<Node> {
        let NodeKind::Words(typed) = &part.kind else { return None };
        let [Typed { text, .. }] = &typed[..] else { return None };
        let mut folded = words(text);
        let (Some(word), None) = (folded.next(), folded.next()) else { return None };
        let letters = word.folded().chars().filter(|c| c.is_alphabetic()).count();
        let (begun, _) = self.planner.vocabulary?.beginning_with(word.folded(), 1);
        let begins = letters >= 4 && begun.iter().any(|term| term != word.folded());
        begins.then(|| Node::new(NodeKind::Prefix(text.clone()), 0..0))
    }

    /// The part with a word that no paragraph has spelt as one that some have.
    fn other_spellings(&self, part: &Node) -> Vec<Node> {
        let Some(vocabulary) = self.planner.vocabulary else { return Vec::new() };
        let spellings = |text: &str| -> Vec<String> {
            let mut typed = words(text);
            let (Some(word), None) = (typed.next(), typed.next()) else { return Vec::new() };
            let letters = word.folded().chars().count();
            // Another figure is another fact.
            let figure = word.folded().contains(|c: char| c.is_numeric());
            if letters < 4 || figure || vocabulary.paragraphs_with(word.folded()) > 0 {
                return Vec::new();
            }
            let near = |edits| vocabulary.spelled_like(word.folded(), edits, 3);
            let mut found = near(1);
            // Two letters of six make another word ("coprod" is not "copied").
            if found.is_empty() && letters > 6 {
                found = near(2);
            }
            found.into_iter().map(|(term, _)| term).collect()
        };
        let mut nodes = Vec::new();
        match &part.kind {
            NodeKind::Words(typed) => {
                for (at, word) in typed.iter().enumerate() {
                    for text in spellings(&word.text) {
                        let mut typed = typed.clone();
                        typed[at] = Typed { text, span: 0..0 };
                        nodes.push(Node::new(NodeKind::Words(typed), 0..0));
                    }
                }
            }
            NodeKind::Exact(text) => {
                let words = spellings(text).into_iter();
                nodes.extend(words.map(|text| Node::new(NodeKind::Exact(text), 0..0)));
            }
            NodeKind::Phrase { text, gap } => {
                let typed: Vec<&str> = text.split(' ').collect();
                for (at, word) in typed.iter().enumerate() {
                    for other in spellings(word) {
                        let mut typed = typed.clone();
                        typed[at] = &other;
                        let kind = NodeKind::Phrase { text: typed.join(" "), gap: *gap };
                        nodes.push(Node::new(kind, 0..0));
                    }
                }
            }
            NodeKind::Or(choices) => {
                for (at, choice) in choices.iter().enumerate() {
                    for other in self.other_spellings(choice) {
                        nodes.push(Node::new(NodeKind::Or(replaced(choices, at, other)), 0..0));
                    }
                }
            }
            _ => {}
        }
        nodes
    }
}

/// The part taken less strictly: a quotation by word forms, then as plain words.
fn looser(part: &Node) -> Vec<Node> {
    let plain = |text: &str| {
        let typed: Vec<Typed> =
            words(text).map(|word| Typed { text: text[word.span].to_lowercase(), span: 0..0 }).collect();
        Node::new(NodeKind::Words(typed), 0..0)
    };
    match &part.kind {
        NodeKind::Phrase { text, gap } => {
            let forms = NodeKind::Phrase { text: text.clone(), gap: Some(0) };
            let forms = gap.is_none().then(|| Node::new(forms, 0..0));
            forms.into_iter().chain([plain(text)]).collect()
        }
        NodeKind::Exact(text) => vec![plain(text)],
        NodeKind::Near(items, _) => Node::all_of(items.clone()).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn replaced(parts: &[Node], at: usize, with: Node) -> Vec<Node> {
    let mut parts = parts.to_vec();
    parts[at] = with;
    parts
}

fn without(parts: &[Node], left_out: &[usize]) -> Vec<Node> {
    let kept = parts.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
    kept.map(|(_, part)| part.clone()).collect()
}

fn without_all(conditions: &[Node]) -> String {
    let names: Vec<String> = conditions.iter().map(Node::to_string).collect();
    format!("without {}", names.join(" and "))
}

fn shown(part: &Node) -> String {
    match &part.kind {
        NodeKind::Words(_) => format!("“{part}”"),
        _ => part.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Lexicon, Vocabulary, is_spelled_like};
    use super::*;
    use crate::model::Catalogue;

    /// The words of a few texts, in memory.
    #[derive(Clone, Debug, Default)]
    struct WordList {
        counts: BTreeMap<String, usize>,
    }

    impl WordList {
        fn of<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Self {
            let mut counts = BTreeMap::new();
            for paragraph in paragraphs {
                let mut terms: Vec<String> = words(paragraph)
                    .flat_map(|w| w.exact_terms().map(str::to_owned).collect::<Vec<_>>())
                    .collect();
                terms.sort_unstable();
                terms.dedup();
                for term in terms {
                    *counts.entry(term).or_default() += 1;
                }
            }
            WordList { counts }
        }
    }

    impl Vocabulary for WordList {
        fn paragraphs_with(&self, term: &str) -> usize {
            self.counts.get(term).copied().unwrap_or(0)
        }

        fn beginning_with(&self, prefix: &str, limit: usize) -> (Vec<String>, bool) {
            let mut terms = self.counts.range(prefix.to_owned()..).map(|(term, _)| term);
            let mut found: Vec<String> =
                terms.by_ref().take_while(|term| term.starts_with(prefix)).take(limit + 1).cloned().collect();
            let more = found.len() > limit;
            found.truncate(limit);
            (found, more)
        }

        fn spelled_like(&self, term: &str, edits: u8, limit: usize) -> Vec<(String, usize)> {
            let mut found: Vec<(String, usize)> = self
                .counts
                .iter()
                .filter(|(word, _)| is_spelled_like(word, term, edits))
                .map(|(word, count)| (word.clone(), *count))
                .collect();
            found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            found.truncate(limit);
            found
        }
    }

    fn relaxed(query: &str, exact: bool) -> Relaxed {
        relaxed_with(query, exact, &mut |_| ())
    }

    fn relaxed_with(query: &str, exact: bool, tried: &mut dyn FnMut(&Plan)) -> Relaxed {
        const TEXTS: [&str; 3] =
            ["hospital discharge took time", "£2million discharged from the ward", "carers waited"];
        let catalogue = Catalogue::embedded();
        let lexicon = Lexicon::empty();
        let words = WordList::of(TEXTS);
        let vocabulary: &dyn Vocabulary = &words;
        let planner = Planner {
            catalogue: &catalogue,
            lexicon: &lexicon,
            vocabulary: Some(vocabulary),
            more_authorities: &[],
        };
        let options = PlanOptions { exact, ..PlanOptions::default() };
        let plan = planner.plan(&parse(query).expect("a query"), &[], &options).expect("a plan");
        let mut count = |plan: &Plan| {
            tried(plan);
            let paragraphs = TEXTS.iter().map(|text| super::super::laws::paragraph(text));
            let matcher = super::super::Matcher::new(plan, &catalogue);
            paragraphs.filter(|paragraph| matcher.matches(paragraph).is_some()).count()
        };
        let found = count(&plan);
        relaxations(&planner, &plan.understood, &options, found, &mut count)
    }

    fn offers(query: &str, exact: bool) -> Vec<(String, String, usize)> {
        let offered = relaxed(query, exact).offered.into_iter();
        offered.map(|relaxation| (relaxation.reason, relaxation.query, relaxation.count)).collect()
    }

    #[test]
    fn what_would_find_something_is_offered_with_its_count() {
        let offer = |reason: &str, query: &str, count| (reason.to_owned(), query.to_owned(), count);
        assert_eq!(
            offers("hospitol discharge", false),
            [
                offer("no paragraph has “hospitol”", "hospital AND discharge", 1),
                offer("no paragraph has “hospitol”", "discharge", 2),
                offer("any of the words", "hospitol OR discharge", 2),
            ]
        );
        let both = offers("hospitol dischrage", false);
        assert_eq!(both, [offer("with the nearest spellings", "hospital AND discharge", 1)]);
        let either = offers("hospitol OR wards", false);
        assert_eq!(either, []);
        let either = offers("hospitol OR dischrage", false);
        let reason = "no paragraph has hospitol OR dischrage";
        let spelt = [offer(reason, "hospital OR dischrage", 1), offer(reason, "hospitol OR discharge", 2)];
        assert_eq!(either, spelt);
        assert_eq!(offers("carers score:3", false), [offer("without score:3", "carers", 1)]);
        let quoted = offers("\"discharges from\"", false);
        assert!(
            quoted.contains(&offer("no paragraph has \"discharges from\"", "\"discharges from\"~", 1)),
            "{quoted:?}"
        );
        assert!(offers("carer", true).iter().any(|(_, query, count)| query == "carer" && *count == 1));
    }

    #[test]
    fn a_word_without_a_likeness_hides_no_spelling_of_another() {
        let offer = |reason: &str, query: &str, count| (reason.to_owned(), query.to_owned(), count);
        let spelt = [offer("with the nearest spelling, without “xyzzy”", "hospital", 1)];
        assert_eq!(offers("hospitol xyzzy", false), spelt);
        let apart = [offer("any of the words, with the nearest spellings", "ward OR carers", 2)];
        assert_eq!(offers("warrd carrers", false), apart, "no paragraph has both");
        let left = offers("xyzzy plugh discharge", false);
        assert_eq!(left[0], offer("without “xyzzy” and “plugh”", "discharge", 2));
    }

    #[test]
    fn a_word_that_was_cut_short_is_offered_as_a_beginning_and_as_no_other_word() {
        let begun = [("no paragraph has “hospi”".to_owned(), "hospi*".to_owned(), 1)];
        assert_eq!(offers("hospi", false), begun);
        assert_eq!(offers("warder", false), [], "two letters from “waited” and “ward”");
    }

    #[test]
    fn filters_that_only_together_leave_something_are_taken_off_together() {
        let both = relaxed("carers score:3 published:1999", false);
        let reason = "without score:3 and published:1999".to_owned();
        assert_eq!(both.offered, [Relaxation { reason, query: "carers".into(), count: 1 }]);
        assert_eq!(both.nowhere, ["score:3", "published:1999"]);
        assert_eq!(relaxed("score:3", false).nowhere, ["score:3"]);
        let any = relaxed("carers discharge score:3", false).offered;
        assert_eq!(any[0].reason, "any of the words, without score:3");
        assert_eq!((&*any[0].query, any[0].count), ("carers OR discharge", 3));
    }

    #[test]
    fn where_little_is_found_no_offer_says_that_nothing_is() {
        let reasons: Vec<String> =
            offers("=discharged", false).into_iter().map(|(reason, ..)| reason).collect();
        assert_eq!(reasons, ["=discharged taken less strictly"]);
    }

    #[test]
    fn an_offer_says_which_option_its_count_needs() {
        let quoted = offers("\"discharges from\"", true);
        assert_eq!(quoted[0].0, "no paragraph has \"discharges from\", keeping --exact");
    }

    #[test]
    fn what_is_left_out_and_figures_are_no_suggestions() {
        assert_eq!(offers("unicorn NOT carers", false), []);
        assert_eq!(offers("£15million hospital", false).len(), 2, "without it, and any of the words");
    }

    #[test]
    fn a_pasted_page_is_not_tried_word_by_word() {
        let page: Vec<String> = (0..300).map(|n| format!("word{n}")).collect();
        let mut words = 0;
        relaxed_with(&page.join(" "), false, &mut |plan| words += plan.wanted().len());
        assert!((1..=300 + MOST_TRIED).contains(&words), "the query itself and {words} words of others");
    }

    #[test]
    fn a_word_that_stands_nowhere_is_named_even_where_nothing_can_be_offered() {
        let nothing = relaxed("xyzzy plugh", false);
        assert_eq!((nothing.nowhere.len(), nothing.offered), (2, Vec::new()));
        assert!(relaxed("hospitol discharge", false).nowhere.is_empty(), "the offer says it");
    }
}
