//! Names of several words that stand after a filter without quotes: `authority:Kingston upon Hull`.

use crate::model::Field;

use super::ast::{Node, NodeKind, Typed, Value};

/// The longest names of councils and statements have nine words.
const MOST_MORE_WORDS: usize = 8;

/// Gives each filter as many of the plain words right behind it as make its value a name, and takes them out of
/// what is looked for. What was quoted is left as it is.
pub(super) fn whole_names(text: &str, nodes: &[Node], is_name: impl Fn(Field, &str) -> bool) -> Vec<Node> {
    let mut whole: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut node = node.clone();
        if let (Some(Node { kind: NodeKind::Filter(field, values), span }), NodeKind::Words(typed)) =
            (whole.last_mut(), &mut node.kind)
            && let Some(value) = values.last_mut()
            && let Some(words) = words_of_name(text, value, typed, |name| is_name(*field, name))
        {
            let end = typed[words - 1].span.end;
            value.span.end = end;
            value.text = text[value.span.clone()].to_owned();
            span.end = end;
            typed.drain(..words);
        }
        if !matches!(&node.kind, NodeKind::Words(typed) if typed.is_empty()) {
            whole.push(node);
        }
    }
    whole
}

/// How many words belong to the name that begins with `value`: as many as can.
fn words_of_name(
    text: &str,
    value: &Value,
    typed: &[Typed],
    is_name: impl Fn(&str) -> bool,
) -> Option<usize> {
    // Between a quoted value, or one that an option gave, and the next word stands more than a space.
    let between = text.get(value.span.end..typed.first()?.span.start)?;
    let side_by_side = !value.span.is_empty() && !between.is_empty() && between.trim().is_empty();
    let longest = typed.len().min(MOST_MORE_WORDS);
    (1..=longest).rev().filter(|_| side_by_side).find(|words| {
        let end = typed[words - 1].span.end;
        text.get(value.span.start..end).is_some_and(&is_name)
    })
}
