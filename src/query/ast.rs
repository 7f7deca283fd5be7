use std::ops::Range;

use crate::model::Field;

/// A query as typed, its structure found and nothing yet looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ast {
    /// As typed; the spans are of it.
    pub text: String,
    /// `None`: nothing but spaces and punctuation.
    pub root: Option<Node>,
    /// What was passed over: a quotation mark or bracket without its partner.
    pub notes: Vec<String>,
}

/// Depth is bounded by the parser's limits, so that walking and dropping may recurse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub kind: NodeKind,
    /// Place in the query text, bytes; empty for what came from an option.
    pub span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Two or more, none of them an `And`.
    And(Vec<Node>),
    /// Two or more, none of them an `Or`.
    Or(Vec<Node>),
    Not(Box<Node>),
    /// Items side by side in the query, each within the distance of the one before it.
    Near(Vec<Node>, Vec<u32>),
    Filter(Field, Vec<Value>),
    /// Plain words typed side by side, one or more: a phrase of the lexicon may be among them.
    Words(Vec<Typed>),
    /// Quoted. `gap` `None`: these words exactly; `Some(n)`: word forms, n words may stand between.
    Phrase {
        text: String,
        gap: Option<u32>,
    },
    /// `=word`
    Exact(String),
    /// `word*`, without the star.
    Prefix(String),
    /// `word~`, with the number of edits.
    Fuzzy(String, u8),
    /// `*`
    All,
}

/// A plain word of the query; `strengths-based` is one, though reports write it as two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub text: String,
    pub span: Range<usize>,
}

/// A filter's value as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub text: String,
    pub span: Range<usize>,
}

impl Node {
    pub(super) fn new(kind: NodeKind, span: Range<usize>) -> Self {
        Node { kind, span }
    }

    /// Of several parts one is itself, and parts of the same kind are taken in.
    pub(super) fn all_of(parts: Vec<Node>) -> Option<Node> {
        joined(parts, NodeKind::And, |kind| match kind {
            NodeKind::And(inner) => Ok(inner),
            other => Err(other),
        })
    }

    pub(super) fn any_of(parts: Vec<Node>) -> Option<Node> {
        joined(parts, NodeKind::Or, |kind| match kind {
            NodeKind::Or(inner) => Ok(inner),
            other => Err(other),
        })
    }
}

fn joined(
    parts: Vec<Node>,
    join: impl Fn(Vec<Node>) -> NodeKind,
    take_in: impl Fn(NodeKind) -> Result<Vec<Node>, NodeKind>,
) -> Option<Node> {
    let span = parts.first()?.span.start..parts.last()?.span.end;
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match take_in(part.kind) {
            Ok(inner) => flat.extend(inner),
            Err(kind) => flat.push(Node::new(kind, part.span)),
        }
    }
    if flat.len() == 1 { flat.pop() } else { Some(Node::new(join(flat), span)) }
}
