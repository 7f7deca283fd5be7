//! Lists of scores, as overviews and press releases have them.

use std::ops::Range;

use crate::{
    model::{Block, BlockKind, Score},
    tagging::lines::{layouts::LayoutForms, roles::Role, scores::Value},
};

use super::Outline;

/// Items of a list stand side by side, or with a line for a score or a theme between them.
const LISTED_APART: usize = 6;

/// Lines; no framework has more statements.
const LONGEST_COLUMN: usize = 64;

/// "Quality statement score" above a column of them.
const LONGEST_COLUMN_HEAD_BYTES: usize = 30;

/// An item of a list of scores.
#[derive(Clone, Debug)]
pub(in crate::tagging) struct Item {
    pub statement: Option<String>,
    pub value: Value,
    pub label: Option<Score>,
    pub provisional: bool,
    /// First block, and how many blocks it covers (label and score may stand on lines of their own).
    pub at: usize,
    pub blocks: usize,
}

/// Lists of scores: neighbouring items, at least two of them with a score or three names. Names with pages
/// become lines to skip.
pub(in crate::tagging) fn lists(
    blocks: &[Block],
    roles: &mut [Role],
    layout: &LayoutForms,
    press: bool,
) -> (Vec<Item>, Vec<Option<usize>>) {
    let mut items: Vec<Item> = Vec::new();
    let mut item_of = vec![None; blocks.len()];
    let mut at = 0;
    while at < blocks.len() {
        let Some(first) = item_at(blocks, roles, layout, at, false) else {
            at += 1;
            continue;
        };
        let announced =
            at > 0 && matches!(roles[at - 1], Role::Section(index) if layout.label(index).score_list);
        if let Some((columns, values)) = in_columns(blocks, roles, at) {
            at = values.end;
            roles[values].fill(Role::Skip);
            add(&mut items, &mut item_of, columns);
            continue;
        }
        // A score in a form that is not known, below its name.
        let is_unread = |at: usize, run: &[Item]| {
            let unscored = run.last().is_some_and(|last| last.value == Value::Missing);
            unscored && matches!(roles[at], Role::Text | Role::Score { .. }) && blocks[at].text.len() < 60
        };
        let mut run = vec![first];
        let mut next = run[0].at + run[0].blocks;
        while next < blocks.len() {
            if let Some(item) = item_at(blocks, roles, layout, next, true) {
                next += item.blocks;
                run.push(item);
            } else if (connects(&roles[next], layout) || (announced && is_unread(next, &run)))
                && next + 1 < blocks.len()
                && item_at(blocks, roles, layout, next + 1, true).is_some()
            {
                next += 1;
            } else {
                break;
            }
        }
        if are_pages(&run, blocks, layout) {
            run.iter().for_each(|item| roles[item.at..item.at + item.blocks].fill(Role::Skip));
            at = next;
            continue;
        }
        let known = run.iter().filter(|i| i.statement.is_some() && i.value != Value::Missing).count();
        let names = run.iter().filter(|i| i.statement.is_some()).count();
        // Names alone are a list of contents, but in a press release that has lost its scores.
        if known >= 2 || (names >= 3 && (known >= 1 || press)) || (announced && names >= 1) {
            add(&mut items, &mut item_of, run);
        }
        at = next;
    }
    (items, item_of)
}

fn add(items: &mut Vec<Item>, item_of: &mut [Option<usize>], list: Vec<Item>) {
    for item in list {
        item_of[item.at..item.at + item.blocks].fill(Some(items.len()));
        items.push(item);
    }
}

/// A table that was copied column by column: three statements and more below one another, and below them as many scores,
/// which may have a heading. Also gives the lines from the heading to the last score.
fn in_columns(blocks: &[Block], roles: &[Role], at: usize) -> Option<(Vec<Item>, Range<usize>)> {
    let is_name = |role: &&Role| matches!(role, Role::Statement { .. } | Role::Skip);
    let passed = roles[at..].iter().take(LONGEST_COLUMN).take_while(is_name).count();
    let names = (at..at + passed).filter_map(|at| match &roles[at] {
        Role::Statement { key, .. } => Some((at, key)),
        _ => None,
    });
    let told = |role: &Role| value_of(role).filter(|(value, _)| *value != Value::Missing);
    let mut first = at + passed;
    if told(roles.get(first)?).is_none() && blocks[first].text.len() <= LONGEST_COLUMN_HEAD_BYTES {
        first += 1;
    }
    let values: Vec<_> = roles[first..].iter().take(LONGEST_COLUMN).map_while(told).collect();
    let count = names.clone().count();
    if count < 3 || values.len() != count {
        return None;
    }
    let item = |((at, key), (value, provisional)): ((usize, &String), _)| Item {
        statement: Some(key.clone()),
        value,
        label: None,
        provisional,
        at,
        // A label may go on in a second line.
        blocks: 1 + roles[at + 1..].iter().take_while(|role| **role == Role::Skip).count(),
    };
    Some((names.zip(values).map(item).collect(), at + passed..first + count))
}

/// The score that a line gives without a name, and whether it is provisional.
fn value_of(role: &Role) -> Option<(Value, bool)> {
    match role {
        Role::Bare(value) | Role::Label { value: Some(value), .. } => Some((value.clone(), false)),
        Role::Score { value, provisional, .. } => Some((value.clone(), *provisional)),
        _ => None,
    }
}

impl Outline {
    /// Where a list begins that names three statements and more in lines of their own, none of them read as an
    /// item: its scores are in a form that is not known.
    pub(in crate::tagging) fn unread_list(
        &self,
        blocks: &[Block],
        range: Range<usize>,
        layout: &LayoutForms,
    ) -> Option<usize> {
        let mut named: Vec<(usize, &str)> = Vec::new();
        for at in range {
            let Some(key) = layout.statement_named(&blocks[at].text) else { continue };
            named.retain(|(before, other)| at - before <= LISTED_APART && *other != key);
            named.push((at, key));
            if named.len() >= 3 {
                return Some(named[0].0);
            }
        }
        None
    }
}

/// A list of contents: dots lead to its figures, or they rise until two and more are beyond the scale.
fn are_pages(run: &[Item], blocks: &[Block], layout: &LayoutForms) -> bool {
    let figure = |item: &Item| match &item.value {
        Value::On(score) => Some(u16::from(score.0)),
        Value::Off(written) => written.parse().ok(),
        Value::Missing => None,
    };
    let figures: Option<Vec<u16>> = run.iter().map(figure).collect();
    let max = u16::from(layout.framework.scale.max);
    let leaders = |item: &&Item| {
        !blocks[item.at].text.contains('/')
            && ["...", ". . .", "\u{2026}"].iter().any(|dots| blocks[item.at].text.contains(dots))
    };
    let led = run.iter().filter(leaders).count();
    let rise = figures.as_ref().is_none_or(|figures| figures.is_sorted());
    rise && (led >= 2 || figures.is_some_and(|f| f.iter().filter(|page| **page > max).count() >= 2))
}

/// What may stand between two items of one list.
fn connects(role: &Role, layout: &LayoutForms) -> bool {
    match role {
        Role::Theme | Role::Skip | Role::Statement { list_only: true, .. } => true,
        Role::Section(index) => layout.label(*index).score_list,
        _ => false,
    }
}

/// `listed`: an item stands directly before, so that words beside a score are the list's way and no page's head.
fn item_at(blocks: &[Block], roles: &[Role], layout: &LayoutForms, at: usize, listed: bool) -> Option<Item> {
    let head_follows = |from: usize| {
        let label = listed && matches!(roles.get(from), Some(Role::Label { .. }));
        roles.get(from + usize::from(label)).is_some_and(|role| match role {
            Role::Label { .. } => !roles.get(from + 1).is_some_and(|r| matches!(r, Role::Statement { .. })),
            Role::Section(index) => layout.label(*index).page.is_none(),
            _ => false,
        })
    };
    let item =
        |statement: Option<String>, value: &Value, label: Option<Score>, provisional: bool, blocks: usize| {
            Some(Item { statement, value: value.clone(), label, provisional, at, blocks })
        };
    match roles.get(at)? {
        Role::Item { key, value, label, provisional } => {
            if head_follows(at + 1) {
                return None;
            }
            item(key.clone(), value, *label, *provisional, 1)
        }
        Role::Statement { key, list_only } => {
            // A theme's heading above its statements is no item.
            let theme_heading = *list_only
                && (matches!(blocks[at].kind, BlockKind::Heading(_))
                    || matches!(
                        roles.get(at + 1),
                        Some(Role::Statement { list_only: false, .. } | Role::Item { .. })
                    ) && !matches!(blocks[at].kind, BlockKind::ListItem));
            if theme_heading {
                return None;
            }
            // The end of a label over two lines.
            let over_two = roles.get(at + 1) == Some(&Role::Skip)
                && roles.get(at + 2).is_some_and(|role| value_of(role).is_some());
            let lines = 1 + usize::from(over_two);
            match roles.get(at + lines) {
                Some(Role::Score { value, label, provisional }) => {
                    let labelled = matches!(roles.get(at + lines + 1), Some(Role::Label { .. }));
                    if head_follows(at + lines + 1) {
                        return None;
                    }
                    let blocks = lines + 1 + usize::from(labelled);
                    item(Some(key.clone()), value, label.flatten(), *provisional, blocks)
                }
                Some(Role::Bare(value)) if !head_follows(at + lines + 1) => {
                    item(Some(key.clone()), value, None, false, lines + 1)
                }
                Some(Role::Label { value: Some(value), label, .. }) if !head_follows(at + lines) => {
                    item(Some(key.clone()), value, *label, false, lines + 1)
                }
                _ if head_follows(at + lines) => None,
                _ => item(Some(key.clone()), &Value::Missing, None, false, 1),
            }
        }
        _ => None,
    }
}
