//! A website's ways between its pages: labels in lists of contents, whose figures are pages, and below "Next" head
//! no page.

use crate::{
    model::Block,
    tagging::lines::{layouts::LayoutForms, roles::Role},
};

/// Longer lines are running text.
const LONGEST_ENTRY_BYTES: usize = 120;

/// Makes the lines below "Contents" lines to skip, up to the first page: what repeats an entry, or has a score or
/// running text below it.
pub(super) fn skip_contents(roles: &mut [Role], blocks: &[Block], layout: &LayoutForms) {
    for head in 0..roles.len() {
        if roles[head] != Role::Skip || !layout.heads_contents(&blocks[head].text) {
            continue;
        }
        let repeats = |at: usize| {
            let same = |entry: &Role| {
                *entry == roles[at] || (is_label(entry) && statement(entry) == statement(&roles[at]))
            };
            (is_heading(&roles[at]) || is_label(&roles[at])) && roles[head + 1..at].iter().any(same)
        };
        let entries = (head + 1..roles.len()).take_while(|at| is_entry(&roles[*at], &blocks[*at], layout));
        let mut end = head + 1 + entries.take_while(|at| !repeats(*at)).count();
        // The label above a score, a fixed heading or running text is its page's.
        let heads = matches!(
            roles.get(end),
            Some(Role::Score { .. } | Role::Label { .. } | Role::Bare(_) | Role::Section(_) | Role::Text)
        );
        if heads && end > head + 1 && is_heading(&roles[end - 1]) && !repeats(end) {
            end -= 1;
        }
        let labels = roles[head + 1..end].iter().filter(|role| is_label(role)).count();
        if labels >= 2 {
            roles[head + 1..end].fill(Role::Skip);
        }
    }
}

/// Makes lines to skip of "Next" with the name of a page beside or below it.
pub(super) fn skip_pagers(roles: &mut [Role], blocks: &[Block], layout: &LayoutForms) {
    for at in 0..roles.len() {
        let text = blocks[at].text.as_str();
        let Some(name) =
            Some(text).filter(|_| roles[at] == Role::Text).and_then(|text| layout.after_pager(text))
        else {
            continue;
        };
        if names_page(&layout.role(name), layout) {
            roles[at] = Role::Skip;
        } else if name.is_empty() && roles.get(at + 1).is_some_and(|below| names_page(below, layout)) {
            // Not where that page begins there.
            let begins = match roles.get(at + 2) {
                Some(Role::Score { .. } | Role::Label { .. } | Role::Bare(_)) => true,
                Some(Role::Section(index)) => layout.label(*index).page.is_none(),
                _ => false,
            };
            let end = if begins { at + 1 } else { at + 2 };
            roles[at..end].fill(Role::Skip);
        }
    }
}

fn names_page(role: &Role, layout: &LayoutForms) -> bool {
    match role {
        Role::Section(index) => layout.label(*index).page.is_some(),
        role => matches!(role, Role::Statement { .. } | Role::Theme),
    }
}

fn statement(role: &Role) -> Option<&str> {
    match role {
        Role::Statement { key, .. } => Some(key),
        Role::Item { key, .. } => key.as_deref(),
        _ => None,
    }
}

/// What may head a page.
fn is_heading(role: &Role) -> bool {
    matches!(role, Role::Statement { .. } | Role::Section(_))
}

fn is_label(role: &Role) -> bool {
    matches!(role, Role::Statement { .. } | Role::Item { key: Some(_), .. })
}

fn is_entry(role: &Role, block: &Block, layout: &LayoutForms) -> bool {
    let text = block.text.as_str();
    match role {
        Role::Section(index) => layout.label(*index).page.is_some(),
        Role::Skip => !layout.heads_contents(text),
        Role::Theme | Role::Item { .. } | Role::Statement { .. } => true,
        Role::Text => text.len() <= LONGEST_ENTRY_BYTES && text.ends_with(|c: char| c.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::tagging::examples::{BODY, NAMES, codes, lines, scores, tag};

    #[test]
    fn a_list_of_contents_states_no_scores() {
        let text = format!(
            "# Kent County Council: local authority assessment\n## Contents\n- Overall summary\n- Assessing needs\n- Safeguarding\n- Learning, improvement and innovation\n## Safeguarding\nScore: 2\n### Key findings\n{BODY}"
        );
        let report = tag("x.md", &text);
        assert_eq!(report.kind.key(), "statement-page");
        assert_eq!(scores(&report), ["safeguarding 2"]);
        // The labels of the page's website, also between its pages.
        let website = format!("Contents\nOverall summary\n{}\n", NAMES.join("\n"));
        let page = |name: &str| format!("{name}\nScore: 2\nKey findings\n{BODY}\n");
        let title = "Kent County Council: local authority assessment\n";
        let text =
            [title, &website, &page("Safeguarding"), title, &website, &page("Assessing needs")].concat();
        let report = tag("x.txt", &text);
        assert_eq!(
            (scores(&report), codes(&report)),
            (vec!["safeguarding 2".into(), "needs 2".into()], vec![])
        );
        for pager in [
            "Previous\nOverall summary\nNext\nSafeguarding\n",
            "Previous: Overall summary\nNext page: Safeguarding\n",
        ] {
            let text = [title, &page("Assessing needs"), pager, title, &page("Safeguarding")].concat();
            let report = tag("x.txt", &text);
            assert_eq!(
                (scores(&report), report.paragraphs.len()),
                (vec!["needs 2".into(), "safeguarding 2".into()], 2)
            );
            assert_eq!(codes(&report), [], "{pager}");
        }
        let next = [title, &page("Assessing needs"), "Next\n", &page("Safeguarding"), "Next\nPeople wait.\n"]
            .concat();
        let report = tag("x.txt", &next);
        assert_eq!((scores(&report).len(), report.paragraphs.len()), (2, 3), "{:?}", lines(&report));
        let listed = format!(
            "{title}Contents\nOverall summary 2\nSafeguarding 3\nAssessing needs 4\nOverall summary\n{BODY}\n{}",
            page("Safeguarding")
        );
        let report = tag("x.txt", &listed);
        assert_eq!(
            lines(&report),
            ["Kent - - summary: People told us", "Kent safeguarding 2 findings: People told us"]
        );
        for (contents, page) in [("", "........ "), ("", " "), ("Contents\n", " ")] {
            let pages = |at: usize| if contents.is_empty() { at + 2 } else { at / 3 + 2 };
            let entries: Vec<String> = NAMES
                .iter()
                .enumerate()
                .map(|(at, name)| format!("{}. {name}{page}{}", at + 1, pages(at)))
                .collect();
            let text = format!(
                "Kent County Council: local authority assessment\n{contents}{}\n7. Safeguarding\nScore: 2\nKey findings\n{BODY}",
                entries.join("\n")
            );
            let report = tag("x.txt", &text);
            assert_eq!(
                (scores(&report), codes(&report)),
                (vec!["safeguarding 2".to_owned()], vec![]),
                "{text}"
            );
            assert_eq!(lines(&report), ["Kent safeguarding 2 findings: People told us"], "{text}");
        }
        let press = format!(
            "The Care Quality Commission has rated Slough Borough Council as good.\n{}\nInspectors found:\n- Staff were kind.",
            NAMES.map(|n| format!("- {n}")).join("\n")
        );
        let press = tag("x.txt", &press);
        assert_eq!((press.scores.len(), codes(&press)), (9, vec![("missing-score", Some(2))]));
    }
}
