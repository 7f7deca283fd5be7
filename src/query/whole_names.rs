//! What stands behind a filter's value without quotes and belongs to it: the further words of a name
//! (`authority:Kingston upon Hull`), further values after a comma and a space (`authority:Leeds, York`).

use std::ops::Range;

use crate::model::Field;

use super::ast::{Node, NodeKind, Typed, Value};
use super::lex::is_quote;

/// The longest names of councils and statements have nine words.
const MOST_MORE_WORDS: usize = 8;

/// Gives each filter as many of the plain words right behind it as make its value a name, or another of its
/// values, and takes them out of what is looked for. What was quoted is left as it is.
pub(super) fn whole_names(text: &str, nodes: &[Node], is_value: impl Fn(Field, &str) -> bool) -> Vec<Node> {
    let mut whole: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut node = node.clone();
        if let (Some(Node { kind: NodeKind::Filter(field, values), span }), NodeKind::Words(typed)) =
            (whole.last_mut(), &mut node.kind)
        {
            while let Some((more, words)) = next_value(text, values, typed, |name| is_value(*field, name)) {
                span.end = more.end;
                typed.drain(..words);
                let value = Value { text: text[more.clone()].to_owned(), span: more };
                // A name goes on where its last word was; another begins a value.
                match values.last_mut().filter(|last| last.span.start == value.span.start) {
                    Some(last) => *last = value,
                    None => values.push(value),
                }
            }
        }
        if !matches!(&node.kind, NodeKind::Words(typed) if typed.is_empty()) {
            whole.push(node);
        }
    }
    whole
}

/// The last value with more words, or the one after it, and how many of the words that takes: as many as can.
fn next_value(
    text: &str,
    values: &[Value],
    typed: &[Typed],
    is_value: impl Fn(&str) -> bool,
) -> Option<(Range<usize>, usize)> {
    let last = values.last().filter(|last| !last.span.is_empty())?;
    let next = typed.first()?.span.start;
    let between = text.get(last.span.end..next)?;
    let start = match between.trim_start_matches(is_quote).trim_end() {
        // Behind a quoted value nothing belongs to it.
        "" if between.starts_with(char::is_whitespace) => last.span.start,
        "," => next,
        _ => return None,
    };
    let longest = typed.len().min(MOST_MORE_WORDS);
    let mut taken = (1..=longest).rev().map(|words| (start..typed[words - 1].span.end, words));
    taken.find(|(value, _)| text.get(value.clone()).is_some_and(&is_value))
}
