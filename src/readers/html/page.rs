//! What a page says about itself beside its text: address, date, encoding.

use super::tree::{Data, NodeId, Tree};
use crate::model::Published;

/// The canonical link, then what sharing sites are told, then the mark a browser leaves in a saved page.
pub(super) fn address(tree: &Tree) -> Option<String> {
    let mut shared = None;
    let mut saved = None;
    for id in tree.descendants(0) {
        match tree.data(id) {
            Data::Comment(text) => saved = saved.or_else(|| saved_from(text)),
            Data::Element(..) if tree.name(id) == "link" => {
                let rel = tree.attribute(id, "rel").unwrap_or_default();
                if rel.eq_ignore_ascii_case("canonical")
                    && let Some(href) = tree.attribute(id, "href").and_then(web_address)
                {
                    return Some(href);
                }
            }
            Data::Element(..) if tree.attribute(id, "property") == Some("og:url") => {
                shared = shared.or_else(|| tree.attribute(id, "content").and_then(web_address));
            }
            _ => {}
        }
    }
    shared.or(saved)
}

/// The element that names the page's window; a picture has one of its own.
pub(super) fn title(tree: &Tree) -> Option<NodeId> {
    let of_picture = |id: NodeId| tree.ancestors(id).any(|above| tree.name(above) == "svg");
    tree.descendants(0).find(|id| tree.name(*id) == "title" && !of_picture(*id))
}

fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let plausible = (text.starts_with("http://") || text.starts_with("https://"))
        && text.len() <= 2_000
        && !text.contains(|c: char| c.is_whitespace() || super::super::visible::takes_no_room(c));
    plausible.then(|| text.to_owned())
}

/// `saved from url=(0060)https://…`, written by browsers since Internet Explorer, and `url: https://…` by SingleFile.
fn saved_from(comment: &str) -> Option<String> {
    let comment = comment.trim();
    if let Some(rest) = comment.strip_prefix("saved from url=(") {
        return web_address(rest.split_once(')')?.1);
    }
    let lines = || comment.lines().map(str::trim);
    let by_single_file = lines().next().is_some_and(|first| first.starts_with("Page saved with SingleFile"));
    lines().find_map(|line| line.strip_prefix("url:")).filter(|_| by_single_file).and_then(web_address)
}

const DATES: [&str; 9] = [
    "article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dcterms.created",
    "citation_publication_date",
    "publish_date",
];

/// A machine-readable date of publication; dates of change say nothing about it.
pub(super) fn published(tree: &Tree) -> Option<String> {
    tree.descendants(0).find_map(|id| match tree.name(id) {
        "meta" => {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| tree.attribute(id, key))?;
            let known = DATES.contains(&name.to_ascii_lowercase().as_str());
            known.then(|| tree.attribute(id, "content")).flatten().and_then(date)
        }
        "time" => {
            let published =
                tree.attribute(id, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datepublished"))
                    || tree.attribute(id, "pubdate").is_some()
                    || is_named_published(tree, id)
                    || tree.parent(id).is_some_and(|above| is_named_published(tree, above));
            published.then(|| tree.attribute(id, "datetime")).flatten().and_then(date)
        }
        "script" if tree.attribute(id, "type") == Some("application/ld+json") => {
            let text = tree.text(id);
            let (_, after) = text.split_once("\"datePublished\"")?;
            let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
            date(value)
        }
        _ => None,
    })
}

fn is_named_published(tree: &Tree, id: NodeId) -> bool {
    tree.attribute(id, "class")
        .is_some_and(|class| class.split_ascii_whitespace().any(|name| name == "published"))
}

/// The day of `2025-01-10T09:00:00Z`, `2025-01-10` or `2025-01`.
fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    [10, 7].into_iter().filter(|length| *length <= end).find_map(|length| {
        let date = &text[..length];
        Published::parse(date).map(|_| date.to_owned())
    })
}

/// The page that is written into a frame, where there is one, the longest.
pub(super) fn longest_frame(tree: &Tree) -> Option<(NodeId, &str)> {
    let frames = tree.descendants(0).filter(|id| tree.name(*id) == "iframe");
    frames.filter_map(|id| Some((id, tree.attribute(id, "srcdoc")?))).max_by_key(|(_, page)| page.len())
}

/// How many lines of the source stand above the page in a frame, whose element is known by its last line.
pub(super) fn lines_above_frame(tree: &Tree, id: NodeId, page: &str) -> u32 {
    let own = page.bytes().filter(|byte| *byte == b'\n').count();
    tree.line(id).saturating_sub(u32::try_from(own).unwrap_or(u32::MAX)).saturating_sub(1)
}

/// The label in `<meta charset=…>` or `<?xml encoding=…?>` near the start of the bytes.
pub(in super::super) fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let start = &bytes[..bytes.len().min(4096)];
    ["charset=", "encoding="].into_iter().find_map(|key| {
        let at = start.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key.as_bytes()))?;
        let value = &start[at + key.len()..];
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end =
            value.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))).unwrap_or(0);
        std::str::from_utf8(&value[..end]).ok().filter(|label| !label.is_empty())
    })
}

pub(super) fn is_xml(html: &str) -> bool {
    html.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']).starts_with("<?xml")
}

/// Text of XML that is marked as such; HTML takes the marks for a comment.
pub(super) fn with_marked_text(xml: &str) -> String {
    const BEGIN: &str = "<![CDATA[";
    const END: &str = "]]>";
    let mut html = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (marked, after) = after.split_once(END).unwrap_or((after, ""));
        html.push_str(before);
        html.push_str(&marked.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        rest = after;
    }
    html.push_str(rest);
    html
}

/// XML may close any element in its start tag; read as HTML, `<script/>` would swallow the page.
pub(super) fn with_end_tags(xml: &str) -> String {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ];
    let mut html = String::with_capacity(xml.len() + xml.len() / 16);
    let mut rest = xml;
    while let Some(end) = rest.find("/>") {
        let (before, after) = rest.split_at(end);
        html.push_str(before);
        rest = &after[2..];
        let tag = before.rfind('<').map(|at| &before[at + 1..]).filter(|tag| !tag.contains('>'));
        let name = tag.map(|tag| tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default());
        match name {
            Some(name)
                if name.starts_with(|c: char| c.is_ascii_alphabetic())
                    && !VOID.contains(&name.to_ascii_lowercase().as_str()) =>
            {
                html.push_str("></");
                html.push_str(name);
                html.push('>');
            }
            _ => html.push_str("/>"),
        }
    }
    html.push_str(rest);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_encoding_is_found_in_every_spelling() {
        let cases = [
            ("<meta charset=\"utf-8\">", Some("utf-8")),
            (
                "<META http-equiv='Content-Type' content='text/html; CHARSET=windows-1252'>",
                Some("windows-1252"),
            ),
            ("<?xml version='1.0' encoding='ISO-8859-1'?>", Some("ISO-8859-1")),
            ("<p>words</p>", None),
        ];
        for (html, label) in cases {
            assert_eq!(declared_encoding(html.as_bytes()), label);
        }
    }

    #[test]
    fn elements_closed_in_their_start_tag_swallow_nothing() {
        assert_eq!(with_end_tags("<script src='x'/><br/><p>a</p>"), "<script src='x'></script><br/><p>a</p>");
    }
}
