//! What a copy of a whole page has of the website around the report: banner, menus, the path to the page, links at
//! its foot. Read off pages copied from browsers, November 2026.

use crate::{
    model::{Block, BlockKind},
    tagging::lines::{layouts::LayoutForms, roles::Role},
};

/// Longer lines may be text.
const LONGEST_ENTRY_CHARS: usize = 48;

/// Of a menu's lines so many at least are known to be a website's: every fifth.
const OF_KNOWN: usize = 5;

/// Makes short lines between two that every website has ("Home", "Contact us") lines to skip: they would be paragraphs
/// of the page that they stand beside. What stands before the first or after the last of these may be the report's.
pub(super) fn skip_menus(roles: &mut [Role], blocks: &[Block], layout: &LayoutForms) {
    let mut from = 0;
    while from < roles.len() {
        let run = (from..roles.len()).take_while(|at| is_entry(&roles[*at], &blocks[*at])).count();
        let known: Vec<usize> = (from..from + run)
            .filter(|at| roles[*at] == Role::Skip && layout.role(&blocks[*at].text) == Role::Skip)
            .collect();
        if let [first, .., last] = known[..]
            && known.len() * OF_KNOWN > last - first
        {
            roles[first..=last].fill(Role::Skip);
        }
        from += run + 1;
    }
}

fn is_entry(role: &Role, block: &Block) -> bool {
    let line = !matches!(block.kind, BlockKind::Quote | BlockKind::Footnote | BlockKind::TableRow { .. });
    let short = || {
        block.text.chars().count() <= LONGEST_ENTRY_CHARS && !block.text.ends_with(['.', '!', '?', ';', ':'])
    };
    *role == Role::Skip || (*role == Role::Text && line && short())
}

#[cfg(test)]
mod tests {
    use crate::tagging::examples::{BODY, lines, tag};

    #[test]
    fn the_menus_of_a_copied_page_are_no_paragraphs_of_it() {
        let menu = "Skip to main content\nAbout us\nFind care\nGuidance for providers\nHome\n";
        let page = format!(
            "Kent County Council: local authority assessment\nSafeguarding\nScore: 2\nKey findings\n{BODY}\nPeople asked for:\n- a call\n- a letter\n"
        );
        let foot = "Share this page\nRelated\nIs this page useful?\nYes\nNo\nContact us\nCareers\nCare Quality Commission\n";
        assert_eq!(lines(&tag("x.txt", &format!("{menu}{page}{foot}"))), lines(&tag("x.txt", &page)),);
        // One such line is a word of the report's own, and so are many lines between two.
        let named = format!("{page}Home\n{}Search", "- a letter\n".repeat(12));
        assert_eq!(lines(&tag("x.txt", &named)).len(), lines(&tag("x.txt", &page)).len() + 12);
    }
}
