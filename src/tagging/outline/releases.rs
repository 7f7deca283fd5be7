//! Press releases below one another, or below a report's page, in one file: where each begins. Read as one they would
//! all be about whom the first one rates.

use std::collections::HashSet;

use crate::{
    model::{Block, BlockKind, Kind},
    tagging::lines::{
        layouts::LayoutForms,
        names::{Named, Names},
        rated::{self, FIRST_BLOCKS, Rated},
        roles::Role,
    },
};

use super::{Outline, PartKind};

/// A sentence that rates somebody opens a release where a list of so many scores follows, where it repeats a headline
/// above it, or where a lead-in follows that the release above has had, and below that release's closing line; elsewhere it
/// is a mention.
const LEAST_OF_A_LIST: usize = 5;

/// Longer lines between two releases are no title.
const LONGEST_TITLE_BYTES: usize = 160;

/// So closely below the sentence that rates, another says how peers were rated, and opens nothing.
const PEERS_WITHIN: usize = 5;

/// The blocks, but the first, at which a release begins that rates another authority, and a page below a release.
/// `rated`: the sentence at the top.
pub(in crate::tagging) fn starts(
    blocks: &[Block],
    outline: &Outline,
    rated: Option<&Rated>,
    layout: &LayoutForms,
    names: &Names,
) -> Vec<usize> {
    let roles = &outline.roles;
    let tells = |role: &Role| {
        matches!(role, Role::Headline { .. } | Role::Item { .. } | Role::Bare(_) | Role::LeadIn)
    };
    let pages = !matches!(outline.kind, Kind::PressRelease | Kind::Unrecognised);
    if !pages && !roles.iter().any(tells) && !blocks.iter().any(|block| block.text.ends_with("said:")) {
        return Vec::new();
    }
    // Nothing else begins one below a page, and most pages have neither.
    if pages
        && !roles.iter().any(|role| matches!(role, Role::LeadIn))
        && !blocks.iter().any(|block| layout.may_name_the_regulator(&block.text))
    {
        return Vec::new();
    }
    // An item's row or line; of a flattened table the cells below it are its own.
    let item = |at: usize| outline.item_of[at].map(|item| outline.items[item].at);
    let scored = |at: usize| item(at).is_some() || matches!(roles[at], Role::Item { key: Some(_), .. });
    let is_headline = |at: usize| {
        matches!(roles[at], Role::Headline { .. }) || matches!(blocks[at].kind, BlockKind::Heading(_))
    };
    let parts = &outline.parts;
    let before = |at: usize| parts.partition_point(|part| part.start < at);
    let page = |kind| matches!(kind, PartKind::Statement | PartKind::Overview | PartKind::Landing);
    let page_between =
        |from: usize, to: usize| parts[before(from)..before(to)].iter().any(|part| page(part.kind));
    let mut starts = Vec::new();
    let mut from = 0;
    let top = rated.filter(|_| outline.kind == Kind::PressRelease);
    // Whom the release above rates; `Some(None)`: it does not say.
    let mut release: Option<Option<Named>> = top.and_then(|rated| rated.authority.clone()).map(Some);
    let mut opening: Option<(usize, Named)> = None;
    let (mut listed, mut has_list) = (0, false);
    // Whose page is above, where no release has begun below it.
    let mut page_of: Option<Named> = None;
    // Of the release above: its lead-ins, and the line that closes it.
    let mut lead_ins: HashSet<&str> = HashSet::new();
    let mut closed: Option<usize> = None;
    // Whether it began with a headline and a sentence that agree, and whether its list of scores is still to come.
    let (mut begins, mut awaits_list) = (false, true);
    // Whether no lead-in stands below what may open a release.
    let mut unbroken = false;
    let known = |(start, named): (usize, Named)| (start, Some(named));
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let begun = match &roles[at] {
            _ if scored(at) => {
                listed += usize::from(item(at).is_none_or(|first| first == at));
                if listed == LEAST_OF_A_LIST {
                    let peer = |(start, _): &(usize, Named)| {
                        awaits_list && *start > from && *start <= from + PEERS_WITHIN
                    };
                    // A second list is another release's, whatever the words that open it.
                    let second = has_list && !lead_ins.is_empty();
                    has_list = true;
                    let told = opening.take().filter(|opening| !peer(opening)).map(known);
                    told.or_else(|| second.then(|| (below_items(blocks, &scored, at), None)))
                } else {
                    None
                }
            }
            Role::Theme | Role::Skip | Role::Bare(_) => continue,
            Role::LeadIn => {
                let new = lead_ins.insert(&block.text);
                let below_page = opening.as_ref().is_some_and(|(start, _)| page_between(from, *start));
                (awaits_list, unbroken) = (false, false);
                if new && closed.is_none() && !below_page { None } else { opening.take().map(known) }
            }
            Role::Title { of_council: false, name, .. } => {
                page_of = pages.then(|| names.resolve(name));
                if release.is_some() && roles[at + 1..].iter().take(4).any(Role::heads_page) {
                    starts.push(at);
                    from = at;
                    (release, opening) = (None, None);
                }
                None
            }
            _ if matches!(
                block.kind,
                BlockKind::ListItem | BlockKind::Quote | BlockKind::TableRow { .. }
            ) =>
            {
                None
            }
            _ if layout.closes_lists(&block.text) => {
                closed = Some(at);
                opening = None;
                None
            }
            _ => {
                let named = rated::rates(&block.text, layout, names);
                // Pages rate nobody but their own authority, and a release no other below its closing line.
                let above = release.iter().flatten().find(|_| closed.is_some());
                let own = page_of.as_ref().or(above);
                if named.is_some() && own.is_some() && named.as_ref() != own {
                    from = below_titles(blocks, closed, at);
                    starts.push(from);
                    page_of = None;
                    (release, opening, closed) = (Some(named), None, None);
                    (begins, awaits_list, has_list) = (true, true, false);
                    lead_ins.clear();
                    continue;
                }
                let above = opening.as_ref().filter(|(_, above)| Some(above) == named.as_ref());
                match above.map(|(above, _)| is_headline(*above)) {
                    Some(true) => opening.take().map(known),
                    Some(false) => None,
                    None => {
                        let peer = opening.as_ref().is_some_and(|(start, _)| {
                            unbroken && !is_headline(at) && at <= start + PEERS_WITHIN
                        });
                        if let Some(named) = named.filter(|_| !peer) {
                            opening = Some((at, named));
                            unbroken = true;
                        }
                        None
                    }
                }
            }
        };
        if let Some((start, named)) = begun {
            // At the top they are one release, whose headline and sentence may disagree; but no headline stands below its
            // sentence.
            let below_sentence = top.is_some_and(|top| top.at < start && !is_headline(top.at));
            let round_up = (begins || below_sentence) && is_headline(start);
            let below =
                start >= FIRST_BLOCKS || round_up || !awaits_list || closed.is_some() || !lead_ins.is_empty();
            let another = below && release.as_ref().is_some_and(|release| *release != named);
            if another || page_between(from, start) {
                from = below_titles(blocks, closed, start);
                starts.push(from);
            }
            release = Some(named);
            has_list = scored(at);
            begins = true;
            awaits_list = !scored(at);
            closed = None;
            lead_ins.clear();
            lead_ins.extend(matches!(roles[at], Role::LeadIn).then_some(block.text.as_str()));
        }
        awaits_list &= listed < LEAST_OF_A_LIST;
        if !scored(at) {
            listed = 0;
        }
    }
    starts
}

/// Where a release begins whose sentence stands at `start`: at the lines above it that end no sentence, if they go up to
/// the closing line of another.
fn below_titles(blocks: &[Block], closed: Option<usize>, start: usize) -> usize {
    let title = |line: &Block| line.text.len() < LONGEST_TITLE_BYTES && !line.text.ends_with('.');
    let titled = closed.filter(|end| blocks[end + 1..start].iter().all(title));
    titled.map_or(start, |end| end + 1)
}

/// The first block below the last item above a list that stands at `at`.
fn below_items(blocks: &[Block], scored: &dyn Fn(usize) -> bool, at: usize) -> usize {
    let item = |block: &Block| {
        matches!(block.kind, BlockKind::ListItem | BlockKind::Quote | BlockKind::TableRow { .. })
    };
    let list = (0..at).rev().take_while(|i| scored(*i)).last().unwrap_or(at);
    (0..list).rev().find(|i| item(&blocks[*i])).map_or(list, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::tagging::examples::{BODY, codes, lines, scores, tag};

    fn release(name: &str, score: u8) -> String {
        let statements = [
            "Assessing needs",
            "Equity in experience and outcomes",
            "Partnerships and communities",
            "Safeguarding",
            "Learning, improvement and innovation",
        ];
        let list: String = statements.iter().map(|statement| format!("- {statement} - {score}\n")).collect();
        format!(
            "CQC rates {name}\u{2019}s adult social care provision as good\nThe Care Quality Commission (CQC) has rated {name} as good, in how well it meets its duties.\nCQC looked at nine areas.\n{list}The chief inspector said:\n\u{201c}{BODY}\u{201d}\nThe assessment team found:\n- Staff were kind.\n"
        )
    }

    fn page(name: &str) -> String {
        format!(
            "{name}: local authority assessment\nSafeguarding\nScore: 1\nKey findings for this quality statement\n{BODY}\n"
        )
    }

    #[test]
    fn each_release_of_a_file_rates_its_own_authority() {
        let report = tag("x.txt", &(release("Leeds City Council", 3) + &release("Wigan Council", 2)));
        let of = |name: &str| {
            report
                .paragraphs
                .iter()
                .filter(|p| p.page.authority.as_ref().is_some_and(|a| a.value.name == name))
                .count()
        };
        assert_eq!((of("Leeds"), of("Wigan"), report.paragraphs.len()), (10, 10, 20));
        assert_eq!(report.paragraphs[19].id.number, 20);
        assert_eq!(codes(&report)[0], ("several-authorities", Some(13)));
        assert_eq!(
            (report.scores[0].authority.as_deref(), report.scores[5].authority.as_deref()),
            (Some("Leeds"), Some("Wigan"))
        );
        assert_eq!((scores(&report)[4].as_str(), scores(&report)[5].as_str()), ("learning 3", "needs 2"));
    }

    #[test]
    fn a_release_below_a_page_has_none_of_its_tags_nor_the_page_those_of_a_release() {
        let below = tag("x.txt", &(page("Leeds City Council") + &release("Wigan Council", 2)));
        let above = tag("x.txt", &(release("Wigan Council", 2) + &page("Leeds City Council")));
        let found = "Leeds safeguarding 1 findings: People told us";
        assert_eq!(lines(&below)[0], found);
        assert_eq!(lines(&below)[1], "Wigan - - press: The Care Quality");
        assert_eq!(lines(&above)[0], "Wigan - - press: The Care Quality");
        assert_eq!(lines(&above)[10], found);
    }

    #[test]
    fn a_table_lists_the_scores_of_a_release_too() {
        let flat = |name: &str| {
            release(name, 2).replace("- Staff", "* Staff").replace("- ", "| ").replace(" | 2", "\n| 2")
        };
        let report = tag("x.txt", &(flat("Leeds City Council") + &flat("Wigan Council")));
        assert_eq!(codes(&report)[0].0, "several-authorities");
        assert_eq!(scores(&report).len(), 10);
    }

    #[test]
    fn a_release_below_its_headline_needs_no_list() {
        let bare = |name: &str| {
            release(name, 2)
                .lines()
                .filter(|line| !line.ends_with("- 2"))
                .map(|line| format!("{line}\n{BODY}\n"))
                .collect::<String>()
        };
        let report = tag("x.txt", &(bare("Leeds City Council") + &bare("Wigan Council")));
        assert_eq!(codes(&report)[0].0, "several-authorities");
        assert!(lines(&report).last().unwrap().starts_with("Wigan - - press"));
    }

    fn without_headline_and_list(name: &str) -> String {
        let kept = |line: &&str| !line.ends_with("- 2") && !line.starts_with("CQC rates");
        let lines: Vec<String> = release(name, 2).lines().filter(kept).map(str::to_owned).collect();
        lines.join("\n") + "\nThe assessment will be published on Friday.\n"
    }

    #[test]
    fn a_release_below_the_end_of_another_needs_neither_headline_nor_list() {
        let (leeds, wigan) =
            (without_headline_and_list("Leeds City Council"), without_headline_and_list("Wigan Council"));
        let report = tag("x.txt", &format!("{leeds}Wigan praised for its care\n{wigan}"));
        assert_eq!(codes(&report)[0].0, "several-authorities");
        let of_wigan = lines(&report).iter().position(|line| line.starts_with("Wigan")).unwrap();
        assert_eq!(of_wigan, 6);
        assert!(lines(&report)[6..].iter().all(|line| line.starts_with("Wigan ")));
        let quoted = |text: &str| text.replace("The assessment team found:\n- Staff were kind.\n", "");
        let report = tag("x.txt", &(quoted(&leeds) + &quoted(&wigan)));
        assert_eq!(codes(&report)[0].0, "several-authorities");
        // Without its closing line, the lead-in that recurs tells.
        let unclosed = leeds.replace("The assessment will be published on Friday.\n", "");
        let report = tag("x.txt", &(unclosed + &wigan));
        assert_eq!(codes(&report)[0].0, "several-authorities");
    }

    #[test]
    fn short_releases_below_their_headlines_are_told_apart() {
        let short = |name: &str| {
            format!(
                "CQC rates {name}\u{2019}s adult social care provision as good\nThe Care Quality Commission (CQC) has rated {name} as good.\nThe assessment team found:\n- {BODY}\n"
            )
        };
        let report = tag(
            "x.txt",
            &(short("Leeds City Council") + &short("Wigan Council") + &short("Kent County Council")),
        );
        let named: Vec<String> =
            lines(&report).iter().filter_map(|l| l.split(' ').next().map(str::to_owned)).collect();
        assert_eq!(named, ["Leeds", "Leeds", "Wigan", "Wigan", "Kent", "Kent"]);
        let item =
            |name: &str| short(name).lines().take(2).map(|line| format!("{line}\n")).collect::<String>();
        let round_up = tag("x.txt", &(item("Leeds City Council") + &item("Wigan Council")));
        assert_eq!(
            lines(&round_up),
            ["Leeds - - press: The Care Quality", "Wigan - - press: The Care Quality"]
        );
    }

    #[test]
    fn peers_named_below_the_sentence_that_rates_open_no_release() {
        let peers = "CQC looked at nine areas.\nIt is the fifth council there to be assessed. CQC has rated Kent County Council as good.";
        let with_peers = |name: &str| release(name, 2).replace("CQC looked at nine areas.", peers);
        let (leeds, wigan) = (with_peers("Leeds City Council"), with_peers("Wigan Council"));
        let bare = |text: &str| text.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>();
        for (one, other) in [(leeds.clone(), wigan.clone()), (bare(&leeds), bare(&wigan))] {
            let named: HashSet<String> =
                lines(&tag("x.txt", &(one + &other))).iter().map(|line| line[..5].to_owned()).collect();
            assert_eq!(named, HashSet::from(["Leeds".to_owned(), "Wigan".to_owned()]));
        }
    }

    #[test]
    fn a_second_list_of_scores_is_another_release_s_whatever_opens_it() {
        let opened = |words: &str| {
            let second = release("Wigan Council", 2);
            let second =
                second.split_once('\n').unwrap().1.replace("The Care Quality Commission (CQC) has", words);
            lines(&tag(
                "x.txt",
                &(release("Leeds City Council", 3) + &second + &release("Kent County Council", 1)),
            ))
        };
        for words in ["It has also", "Inspectors have"] {
            let all = opened(words);
            let of = |name: &str| all.iter().filter(|line| line.starts_with(name)).count();
            assert_eq!((of("Leeds "), of("- "), of("Kent ")), (10, 10, 10), "{words}: {all:?}");
        }
    }

    #[test]
    fn a_release_below_a_page_needs_no_more_than_a_lead_in() {
        let report =
            tag("x.txt", &(page("Leeds City Council") + &without_headline_and_list("Wigan Council")));
        assert!(lines(&report)[0].starts_with("Leeds safeguarding 1 "));
        assert!(lines(&report)[1..].iter().all(|line| line.starts_with("Wigan - - press")));
    }

    #[test]
    fn a_page_ends_where_another_council_is_rated() {
        for rated in [
            "Wigan Council has been rated good by the Care Quality Commission.",
            "CQC rates Wigan Council good",
        ] {
            let report = tag("x.txt", &format!("{}{rated}\n{BODY}\n", page("Leeds City Council")));
            let all = lines(&report);
            assert!(
                all[0].starts_with("Leeds ") && all[1..].iter().all(|l| !l.starts_with("Leeds ")),
                "{all:?}"
            );
        }
        let own = format!("{}CQC has rated Leeds City Council as good.\n", page("Leeds City Council"));
        assert!(lines(&tag("x.txt", &own)).iter().all(|line| line.starts_with("Leeds ")));
    }

    #[test]
    fn a_headline_below_a_sentence_that_rates_is_another_release_s() {
        let barest = "The Care Quality Commission (CQC) has rated Leeds City Council as good.\nCQC looked at nine areas.\n";
        let all = lines(&tag("x.txt", &(barest.to_owned() + &release("Wigan Council", 2))));
        assert!(all[2..].iter().all(|line| line.starts_with("Wigan ")), "{all:?}");
    }

    #[test]
    fn what_rates_another_council_below_the_end_of_a_release_is_not_its_own() {
        let note = "Notes to editors\nCQC has rated Wigan Council as good before.\nIt looks at other councils too.\n";
        let all = lines(&tag("x.txt", &(without_headline_and_list("Leeds City Council") + note)));
        assert!(all[..5].iter().all(|line| line.starts_with("Leeds ")), "{all:?}");
        assert!(all[all.len() - 2..].iter().all(|line| line.starts_with("- ")), "{all:?}");
    }

    #[test]
    fn a_release_that_mentions_another_rating_is_one() {
        let mention = "CQC has rated Wigan Council as good, and it looks at other councils too.\nThe assessment team found:";
        let report =
            tag("x.txt", &release("Leeds City Council", 3).replace("The assessment team found:", mention));
        assert!(lines(&report).iter().all(|line| line.starts_with("Leeds ")));
        assert!(codes(&report).iter().all(|(code, _)| *code != "several-authorities"));
    }
}
