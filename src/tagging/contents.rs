//! Lists of contents: their labels head no page, and their figures are pages.

use crate::model::Block;

use super::{layouts::LayoutForms, roles::Role};

/// Longer lines are running text.
const LONGEST_ENTRY_BYTES: usize = 120;

/// Makes the lines below "Contents" lines to skip, up to the first page: what repeats an entry, or has a score or
/// running text below it.
pub(super) fn skip_contents(roles: &mut [Role], blocks: &[Block], layout: &LayoutForms) {
    for head in 0..roles.len() {
        if roles[head] != Role::Skip || !layout.heads_contents(&blocks[head].text) {
            continue;
        }
        let repeats =
            |at: usize| is_heading(&roles[at]) && roles[head + 1..at].iter().any(|entry| *entry == roles[at]);
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
