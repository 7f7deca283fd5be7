//! How much each node of a page holds, and which of them is the report.

use super::{
    rules::never_shown,
    tree::{Data, Edge, NodeId, Tree},
};

/// What the rules must know of each node beside its own element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    /// Letters and digits of all text that could be shown.
    pub(super) letters: u32,
    /// Of these, those inside links.
    pub(super) linked: u32,
    pub(super) links: u32,
    pub(super) links_within_page: u32,
    pub(super) has_h1: bool,
}

/// Bottom-up over the whole tree.
pub(super) fn weigh(tree: &Tree) -> Vec<Weight> {
    let mut weights = vec![Weight::default(); tree.len()];
    let (mut shown, mut links) = (0_u32, 0_u32);
    for edge in tree.edges(0) {
        match edge {
            Edge::Open(id) => {
                if never_shown(tree, id) {
                    shown += 1;
                } else if tree.name(id) == "a" {
                    links += 1;
                } else if let (Data::Text(text), 0) = (tree.data(id), shown) {
                    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
                    weights[id].letters = u32::try_from(letters).unwrap_or(u32::MAX);
                    weights[id].linked = if links > 0 { weights[id].letters } else { 0 };
                }
            }
            Edge::Close(id) => {
                if never_shown(tree, id) {
                    shown -= 1;
                    continue;
                }
                let mut own = weights[id];
                if tree.name(id) == "a" {
                    links -= 1;
                    own.links += 1;
                    own.links_within_page +=
                        u32::from(tree.attribute(id, "href").is_some_and(leads_to_a_place));
                }
                own.has_h1 |= tree.name(id) == "h1" && own.letters > 0;
                weights[id] = own;
                if let Some(parent) = tree.parent(id) {
                    let above = &mut weights[parent];
                    above.letters = above.letters.saturating_add(own.letters);
                    above.linked = above.linked.saturating_add(own.linked);
                    above.links += own.links;
                    above.links_within_page += own.links_within_page;
                    above.has_h1 |= own.has_h1;
                }
            }
        }
    }
    weights
}

/// "#needs", and "report.html#3" as a page that was made of a PDF names itself.
fn leads_to_a_place(href: &str) -> bool {
    href.split_once('#').is_some_and(|(file, place)| !place.is_empty() && !file.contains(['/', ':', '?']))
}

/// Of all that the page shows.
pub(super) fn letters(tree: &Tree) -> u32 {
    weigh(tree)[0].letters
}

/// One page holds a tenth of what another does, a box that calls itself the main part hardly that.
const LEAST_OF_A_PAGE: u32 = 10;

/// `<main>`, else the only `<article>`, else the whole page, which is also the root of several pages that were put
/// into one file; never one without the first heading.
pub(super) fn report_root(tree: &Tree, weights: &[Weight]) -> NodeId {
    let page_has_h1 = weights[0].has_h1;
    let holds = |id: &NodeId| weights[*id].letters > 0 && (weights[*id].has_h1 || !page_has_h1);
    let is_main = |id: &NodeId| tree.name(*id) == "main" || tree.attribute(*id, "role") == Some("main");
    let mains = tree.descendants(0).filter(is_main).filter(holds);
    if let Some(main) = mains.max_by_key(|id| weights[*id].letters) {
        let is_page = |id: &NodeId| weights[*id].letters > weights[main].letters / LEAST_OF_A_PAGE;
        let several = outermost(tree, is_main).into_iter().filter(is_page).nth(1).is_some();
        return if several { 0 } else { main };
    }
    let mut articles = tree.descendants(0).filter(|id| tree.name(*id) == "article");
    match (articles.next().filter(holds), articles.next()) {
        (Some(article), None) => article,
        _ => 0,
    }
}

/// Those of some elements that stand in no other of them.
fn outermost(tree: &Tree, is_one: impl Fn(&NodeId) -> bool) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open = 0_usize;
    for edge in tree.edges(0) {
        match edge {
            Edge::Open(id) if is_one(&id) => {
                if open == 0 {
                    found.push(id);
                }
                open += 1;
            }
            Edge::Close(id) if is_one(&id) => open -= 1,
            _ => {}
        }
    }
    found
}
