//! What the elements of a saved page are, and which of them are not the report: menus, banners, scripts, hidden parts.
//!
//! The rules were read off pages saved from regulators' and councils' sites, November 2026. What holds
//! the page's first heading, or most of its words, is never left out by a guess.

use super::{
    tree::{Data, NodeId, Tree},
    weights::Weight,
};

/// What a person who opens the page never sees, whatever stands in it.
const NEVER_SHOWN: [&str; 23] = [
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "canvas", "audio",
    "video", "map", "input", "select", "option", "optgroup", "datalist", "textarea", "meter", "progress",
    "frameset", "rp", "title",
];

const ROLES_AROUND_A_PAGE: [&str; 12] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "complementary",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "tablist",
    "toolbar",
    "tooltip",
];

const HIDING_CLASSES: [&str; 12] = [
    "visually-hidden",
    "visuallyhidden",
    "sr-only",
    "screen-reader-only",
    "screen-reader-text",
    "element-invisible",
    "govuk-visually-hidden",
    "nhsuk-u-visually-hidden",
    "hidden",
    "d-none",
    "is-hidden",
    "js-hidden",
];

/// Parts of a class or an id, between their hyphens and underscores.
const WORDS_AROUND_A_PAGE: [&str; 40] = [
    "cookie",
    "cookies",
    "breadcrumb",
    "breadcrumbs",
    "pager",
    "pagination",
    "feedback",
    "skiplink",
    "navbar",
    "navigation",
    "sidebar",
    "toc",
    "newsletter",
    "related",
    "tags",
    "share",
    "sharing",
    "social",
    "addtoany",
    "printlink",
    "megamenu",
    "menu",
    "offcanvas",
    "consent",
    "popup",
    "modal",
    "sitemap",
    "logo",
    "toggle",
    "subscribe",
    "nav",
    "footer",
    "comments",
    "respond",
    "byline",
    "unsubscribe",
    "attachment",
    "attachments",
    "advert",
    "advertisement",
];

/// Several parts of a class in a row.
const PHRASES_AROUND_A_PAGE: [&str; 35] = [
    "print-link",
    "print-page",
    "skip-link",
    "skip-to",
    "site-header",
    "site-footer",
    "global-header",
    "global-footer",
    "page-footer",
    "back-to-top",
    "table-of-contents",
    "on-this-page",
    "phase-banner",
    "notification-banner",
    "in-this-section",
    "in-this-report",
    "prev-next",
    "next-prev",
    "previous-next",
    "page-navigation",
    "contents-list",
    "language-switcher",
    "search-form",
    "search-box",
    "survey-banner",
    // What sites that are kept like a diary say of a page, and programs that keep pages of others.
    "entry-meta",
    "post-meta",
    "page-metadata",
    "article-info",
    "author-box",
    "reader-domain",
    "reader-estimated-time",
    "print-site-name",
    "wm-ipp",
    "ms-dialoghidden",
];

/// Lines of links that say something to the visitor and nothing of the report.
const LINES_FOR_VISITORS: [&str; 20] = [
    "skip to main content",
    "skip to content",
    "print this page",
    "print page",
    "print",
    "back to top",
    "top of page",
    "share this page",
    "share",
    "email this page",
    "return to top",
    "close",
    "tweet",
    "listen to this page",
    "next",
    "next page",
    "previous",
    "previous page",
    "unsubscribe",
    "view in browser",
];

/// Whether the element is shown at all.
pub(super) fn never_shown(tree: &Tree, id: NodeId) -> bool {
    NEVER_SHOWN.contains(&tree.name(id))
}

/// Whether the element is part of the page around the report. `whole` is the weight of all that is read.
pub(super) fn around_the_report(tree: &Tree, id: NodeId, weight: Weight, whole: Weight) -> bool {
    if weight.has_h1 {
        return false;
    }
    let name = tree.name(id);
    if name == "nav" || (is_hidden(tree, id) && !is_folded_up(tree, id)) {
        return true;
    }
    let most = u64::from(weight.letters) * 2 > u64::from(whole.letters);
    if most {
        return false;
    }
    let role = tree.attribute(id, "role").unwrap_or_default();
    if is_notes(tree, id) {
        return false;
    }
    match name {
        "aside" => return !quotes_the_report(tree, id, weight),
        "form" | "dialog" => return true,
        "button" => return !tree.ancestors(id).any(|above| heading_level(tree, above).is_some()),
        "div" if is_edge_of_printed_page(tree, id) => return true,
        "header" if !inside(tree, id, &["main", "article", "section"]) => return true,
        "footer" if !inside(tree, id, &["blockquote"]) => return true,
        "a" => {
            let rel = tree.attribute(id, "rel").unwrap_or_default();
            if rel.split_ascii_whitespace().any(|word| matches!(word, "prev" | "next")) {
                return true;
            }
        }
        _ => {}
    }
    ROLES_AROUND_A_PAGE.contains(&role)
        || named_as_around(tree, id, weight)
        || is_contents_list(name, weight)
        || is_line_for_visitors(tree, id, weight)
}

/// A quotation that is set beside the text.
fn quotes_the_report(tree: &Tree, id: NodeId, weight: Weight) -> bool {
    weight.links == 0
        && inside(tree, id, &["main", "article"])
        && tree.descendants(id).take(NEAR).any(|inner| tree.name(inner) == "blockquote")
}

/// A head with fewer words is no title.
const TITLE_WORDS: usize = 4;

/// The head and foot of pages, as an office program writes them into a page of the web.
fn is_edge_of_printed_page(tree: &Tree, id: NodeId) -> bool {
    match tree.attribute(id, "title") {
        Some("footer") => true,
        Some("header") => tree.text(id).split_whitespace().count() < TITLE_WORDS,
        _ => false,
    }
}

pub(super) fn is_tab_panel(tree: &Tree, id: NodeId) -> bool {
    tree.attribute(id, "role") == Some("tabpanel")
}

/// The small line above a heading, or in it, that says what sort of page it heads: the two design systems of
/// government and health service name it so.
pub(super) fn is_caption_of_heading(tree: &Tree, id: NodeId) -> bool {
    classes(tree, id).any(|class| class.starts_with("govuk-caption-") || class.starts_with("nhsuk-caption-"))
}

fn inside(tree: &Tree, id: NodeId, names: &[&str]) -> bool {
    tree.ancestors(id).any(|above| names.contains(&tree.name(above)))
}

/// Footnotes, which some sites put into a footer or an aside.
pub(super) fn is_notes(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.attribute(id, "role"), Some("doc-endnotes" | "doc-footnote" | "doc-endnote"))
        || class_and_id(tree, id).any(|name| name.contains("footnote") || name.contains("endnote"))
}

/// 1 to 6 for a heading.
pub(super) fn heading_level(tree: &Tree, id: NodeId) -> Option<u8> {
    match tree.name(id) {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ if tree.attribute(id, "role") == Some("heading") => {
            let level = tree.attribute(id, "aria-level").and_then(|level| level.parse().ok());
            Some(level.unwrap_or(2_u8).clamp(1, 6))
        }
        _ => None,
    }
}

fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    if tree.attribute(id, "hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return true;
    }
    if tree.attribute(id, "aria-hidden") == Some("true") {
        // A badge may be hidden from screen readers and seen by everyone else; a menu is hidden from all.
        let inline = matches!(tree.name(id), "span" | "strong" | "b" | "em" | "p");
        return !inline
            || class_and_id(tree, id).any(|name| name.contains("icon") || name.starts_with("fa-"));
    }
    let style = tree.attribute(id, "style").unwrap_or_default();
    if !style.is_empty() {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            return true;
        }
    }
    tree.attribute(id, "class").is_some_and(|class| {
        class
            .split_ascii_whitespace()
            .any(|class| HIDING_CLASSES.contains(&class.to_ascii_lowercase().as_str()))
    })
}

/// What an accordion hides until the button before it is pressed, and tabs behind each other: part of the page as much
/// as its heading is.
fn is_folded_up(tree: &Tree, id: NodeId) -> bool {
    if is_tab_panel(tree, id) {
        return true;
    }
    let blank = |id: &NodeId| matches!(tree.data(*id), Data::Text(text) if text.trim().is_empty());
    let before = std::iter::successors(tree.before(id), |before| tree.before(*before)).find(|id| !blank(id));
    let unfolds = |id: NodeId| tree.attribute(id, "aria-expanded").is_some();
    let heading =
        |id: NodeId| heading_level(tree, id).is_some() || matches!(tree.name(id), "button" | "summary");
    let around = inside(tree, id, &["nav", "header", "footer", "aside"]);
    !around && before.is_some_and(|before| heading(before) && tree.descendants(before).take(20).any(unfolds))
}

/// By class or id. Headings and paragraphs of a report are named after their own words ("learning
/// from feedback"), so that only containers are judged by a word, and large ones not at all.
fn named_as_around(tree: &Tree, id: NodeId, weight: Weight) -> bool {
    let name = tree.name(id);
    let container =
        matches!(name, "div" | "section" | "ul" | "ol" | "dl" | "span" | "a" | "header" | "table" | "td");
    if !container && name != "p" {
        return false;
    }
    let mostly_links = weight.linked * 2 > weight.letters;
    if weight.letters > 2_000 && !mostly_links {
        return false;
    }
    let own =
        tree.attribute(id, "id").filter(|own| mostly_links || !is_named_after_its_heading(tree, id, own));
    classes(tree, id).chain(own.map(str::to_ascii_lowercase)).any(|class| {
        let class = class.replace('_', "-");
        let phrase = PHRASES_AROUND_A_PAGE.iter().any(|phrase| class.contains(phrase));
        phrase
            || (container
                && class.split('-').any(|word| WORDS_AROUND_A_PAGE.contains(&word))
                && !is_state(&class))
    })
}

/// Converters give a section the words of its heading for a name: "learning-from-feedback" is no form for visitors.
/// One word may as well name what a part of a page is for.
fn is_named_after_its_heading(tree: &Tree, id: NodeId, own: &str) -> bool {
    let own = words_of(own);
    let heading = tree.descendants(id).take(NEAR).find(|inner| heading_level(tree, *inner).is_some());
    own.len() > 1 && heading.is_some_and(|heading| words_of(&tree.text(heading)).starts_with(&own))
}

/// Nodes among which the heading of a section is looked for.
const NEAR: usize = 8;

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Classes of the whole page that say what it has ("has-sidebar", "no-menu").
fn is_state(class: &str) -> bool {
    ["has-", "no-", "with-", "without-", "is-", "js-"].iter().any(|state| class.starts_with(state))
}

/// Several links and nothing else, or a short one. Above the title of a page it leads away from it.
pub(super) fn is_menu(weight: Weight) -> bool {
    !weight.has_h1
        && weight.letters > 0
        && weight.linked == weight.letters
        && (weight.links >= 3 || weight.letters <= LONGEST_LINK_LETTERS)
}

/// Of a link for visitors.
const LONGEST_LINK_LETTERS: u32 = 24;

/// A list whose every word is a link into the page itself.
fn is_contents_list(name: &str, weight: Weight) -> bool {
    matches!(name, "ul" | "ol" | "div")
        && weight.links >= 3
        && weight.links_within_page == weight.links
        && weight.linked * 10 >= weight.letters * 9
}

fn is_line_for_visitors(tree: &Tree, id: NodeId, weight: Weight) -> bool {
    if !matches!(tree.name(id), "p" | "div" | "a" | "li" | "span")
        || weight.letters == 0
        || weight.letters > LONGEST_LINK_LETTERS
    {
        return false;
    }
    if weight.linked != weight.letters && tree.name(id) != "a" {
        return false;
    }
    is_said_to_visitors(&tree.text(id))
}

/// Whether a link says something to the visitor and nothing of the report.
pub(in super::super) fn is_said_to_visitors(link: &str) -> bool {
    LINES_FOR_VISITORS.contains(&super::super::visible::visible(link).to_lowercase().as_str())
}

fn class_and_id(tree: &Tree, id: NodeId) -> impl Iterator<Item = String> {
    classes(tree, id).chain(tree.attribute(id, "id").map(str::to_ascii_lowercase))
}

fn classes(tree: &Tree, id: NodeId) -> impl Iterator<Item = String> {
    let class = tree.attribute(id, "class").unwrap_or_default();
    class.split_ascii_whitespace().map(str::to_ascii_lowercase)
}

/// Whether the element stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "fieldset"
            | "legend"
            | "address"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "form"
            | "body"
            | "html"
            | "center"
            | "hgroup"
            | "search"
            | "menu"
            | "label"
    )
}
