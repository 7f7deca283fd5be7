//! The canonical form of a query: printed and read again it is the same tree.

use std::fmt::{self, Write};

use super::ast::{Ast, Node, NodeKind, Value};

impl fmt::Display for Ast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(f))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            NodeKind::Or(parts) => join(f, parts, " OR ", |_| false),
            NodeKind::And(parts) => join(f, parts, " AND ", |kind| matches!(kind, NodeKind::Or(_))),
            NodeKind::Not(inner) => {
                f.write_str("NOT ")?;
                bracketed(f, inner, !binds_tightly(&inner.kind) && !matches!(inner.kind, NodeKind::Not(_)))
            }
            NodeKind::Near(items, distances) => {
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        write!(f, " NEAR/{} ", distances[at - 1])?;
                    }
                    bracketed(f, item, !binds_tightly(&item.kind))?;
                }
                Ok(())
            }
            NodeKind::Filter(field, values) => {
                write!(f, "{}:", field.key())?;
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        f.write_char(',')?;
                    }
                    value.fmt(f)?;
                }
                Ok(())
            }
            NodeKind::Words(typed) => {
                for (at, word) in typed.iter().enumerate() {
                    if at > 0 {
                        f.write_char(' ')?;
                    }
                    f.write_str(&word.text)?;
                }
                Ok(())
            }
            NodeKind::Phrase { text, gap } => match gap {
                None => write!(f, "\"{text}\""),
                Some(0) => write!(f, "\"{text}\"~"),
                Some(gap) => write!(f, "\"{text}\"~{gap}"),
            },
            NodeKind::Exact(text) => write!(f, "={text}"),
            NodeKind::Prefix(text) => write!(f, "{text}*"),
            NodeKind::Fuzzy(text, edits) => write!(f, "{text}~{edits}"),
            NodeKind::All => f.write_char('*'),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '<' | '>' | '=' | '/' | '_');
        // After `field:` a slash begins an address (`https://…`), no value.
        let bare = self.text.chars().all(plain) && !self.text.starts_with('/');
        if bare { f.write_str(&self.text) } else { write!(f, "\"{}\"", self.text) }
    }
}

fn binds_tightly(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::And(_) | NodeKind::Or(_) | NodeKind::Not(_) | NodeKind::Near(..) => false,
        NodeKind::Words(typed) => typed.len() == 1,
        _ => true,
    }
}

fn join(
    f: &mut fmt::Formatter<'_>,
    parts: &[Node],
    operator: &str,
    needs_brackets: impl Fn(&NodeKind) -> bool,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(operator)?;
        }
        bracketed(f, part, needs_brackets(&part.kind))?;
    }
    Ok(())
}

fn bracketed(f: &mut fmt::Formatter<'_>, node: &Node, brackets: bool) -> fmt::Result {
    if brackets { write!(f, "({node})") } else { fmt::Display::fmt(node, f) }
}
