//! What a line or a table row is by its own words; its neighbours decide whether that counts.

use crate::model::{Block, BlockKind, Score};

use super::{
    earlier,
    forms::words,
    layouts::{LONGEST_LINE_BYTES, LayoutForms},
    names::{Names, is_form_alone, names_a_council},
    scores::Value,
    title_names::is_full_name,
};

#[derive(Clone, Debug, PartialEq)]
pub(in crate::tagging) enum Role {
    Text,
    Skip,
    /// `name`: the authority's, as the line gives it.
    Title {
        name: String,
        of_council: bool,
        provisional: bool,
    },
    Headline {
        name: std::ops::Range<usize>,
    },
    /// A statement's label alone. `list_only`: it is the name of a theme.
    Statement {
        key: String,
        list_only: bool,
    },
    /// A statement (`None`: an unknown one) and its score in one line.
    Item {
        key: Option<String>,
        value: Value,
        label: Option<Score>,
        provisional: bool,
    },
    /// "Score: 2", "Score: 3 - Evidence shows …"
    Score {
        value: Value,
        label: Option<Option<Score>>,
        provisional: bool,
    },
    /// "2 - Evidence shows …", "Evidence shows …"; the words are `None` where the scale does not know them.
    Label {
        value: Option<Value>,
        label: Option<Score>,
        words: String,
    },
    /// A score alone in its line or cell.
    Bare(Value),
    /// Index into the layout's labels.
    Section(usize),
    Theme,
    Date(Option<crate::model::Published>),
    /// An overall rating or percentage.
    Rating {
        key: Option<String>,
        percent: Option<u8>,
        provisional: bool,
    },
    LeadIn,
    /// A line of a paper that may quote reports and is none.
    Paper,
}

impl Role {
    /// Whether the line belongs to the head of a page, as what follows a title does.
    pub(in crate::tagging) fn heads_page(&self) -> bool {
        matches!(
            self,
            Role::Statement { .. }
                | Role::Score { .. }
                | Role::Section(_)
                | Role::Date(_)
                | Role::Item { .. }
                | Role::Theme
                | Role::Rating { .. }
        )
    }
}

/// Blocks from the first that may be a title over two lines.
const TITLE_PLACES: usize = 12;

/// The role of each block; of a table's rows less the cells of columns whose head says that they are past.
pub(in crate::tagging) fn roles_of(blocks: &[Block], layout: &LayoutForms) -> Vec<Role> {
    let mut past: Vec<usize> = Vec::new();
    let role = |block: &Block| {
        let BlockKind::TableRow { cells } = &block.kind else {
            past.clear();
            return match block.kind {
                BlockKind::Quote | BlockKind::Footnote => Role::Text,
                _ => layout.role(&block.text),
            };
        };
        let columns = earlier::past_columns(cells);
        if !columns.is_empty() {
            past = columns;
        }
        if past.iter().all(|column| cells.get(*column).is_none_or(String::is_empty)) {
            return row_role(block, cells, layout);
        }
        let mut present = cells.clone();
        for (column, cell) in present.iter_mut().enumerate() {
            if past.contains(&column) {
                cell.clear();
            }
        }
        row_role(block, &present, layout)
    };
    blocks.iter().map(role).collect()
}

/// A table row with a cell that names a statement and one that gives a score is an item.
fn row_role(block: &Block, cells: &[String], layout: &LayoutForms) -> Role {
    // A flattened table has each cell on a row of its own.
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    if let [cell] = filled[..] {
        return match layout.role(cell) {
            Role::Text => layout.cell_value(cell).map_or(Role::Text, |(value, _)| Role::Bare(value)),
            role => role,
        };
    }
    // "Score | 2" is the line "Score: 2" in two cells.
    if let ([name, score], true) = (&filled[..], cells.len() <= 3) {
        let line = layout.role(&format!("{name}: {score}"));
        if matches!(line, Role::Score { .. }) {
            return line;
        }
    }
    let roles: Vec<Role> = filled.iter().map(|cell| layout.role(cell)).collect();
    if let Some(item) = roles.iter().find(|role| matches!(role, Role::Item { key: Some(_), .. })) {
        return item.clone();
    }
    let named = |themes: bool| {
        roles.iter().rev().find_map(|role| match role {
            Role::Statement { key, list_only } if *list_only == themes => Some(key.clone()),
            _ => None,
        })
    };
    let stated = || roles.iter().find(|role| matches!(role, Role::Score { value: Value::On(_), .. }));
    if let (None, Some(score)) = (named(false).or_else(|| named(true)), stated()) {
        return score.clone();
    }
    let scored = row_score(&roles, &filled, layout);
    match (named(false).or_else(|| named(true)), scored) {
        (Some(key), Some((value, label, provisional))) => {
            Role::Item { key: Some(key), value, label, provisional }
        }
        (None, Some((value @ Value::On(_), label, provisional)))
            if (2..=4).contains(&filled.len()) && filled[0].contains(char::is_alphabetic) =>
        {
            Role::Item { key: None, value, label, provisional }
        }
        (Some(key), None) if cells.len() <= 4 => Role::Statement { key, list_only: named(false).is_none() },
        (None, Some((value, ..))) if filled.len() == 2 && matches!(roles[1], Role::Label { .. }) => {
            let Role::Label { label, words, .. } = &roles[1] else { unreachable!() };
            Role::Label { value: Some(value), label: *label, words: words.clone() }
        }
        (None, None) if filled.len() == 2 && matches!(roles[1], Role::Label { .. }) => roles[1].clone(),
        _ => match layout.role(&block.text) {
            role @ (Role::Score { .. } | Role::Date(_) | Role::Rating { .. } | Role::Title { .. }) => role,
            _ => Role::Text,
        },
    }
}

/// The score of a row, its words' score, and whether it is provisional. What stands before the name is its
/// number; of two scores after it neither is known to be the present one.
fn row_score(
    roles: &[Role],
    cells: &[&String],
    layout: &LayoutForms,
) -> Option<(Value, Option<Score>, bool)> {
    let name = roles.iter().rposition(|role| matches!(role, Role::Statement { .. }));
    let from = name.map(|at| at + 1).filter(|from| *from < roles.len()).unwrap_or(0);
    let told: Vec<&str> = cells[from..].iter().map(|cell| cell.as_str()).collect();
    let told = words(&told.join(" "));
    // "2023: 2", "2025: 3" in cells of their own.
    if let Some(value) = earlier::latest(&told, &layout.scale) {
        return Some((value, None, layout.provisional(&told)));
    }
    let mut figure: Option<(Value, Option<Score>, bool)> = None;
    let mut words = None;
    for (role, cell) in roles.iter().zip(cells).skip(from) {
        let (value, label, provisional) = match role {
            Role::Label { label: Some(label), .. } if !cell.contains(|c: char| c.is_ascii_digit()) => {
                words = words.or(Some(*label));
                continue;
            }
            Role::Bare(Value::On(label)) if layout.is_label(cell) => {
                words = words.or(Some(*label));
                continue;
            }
            Role::Score { value, label, provisional } => (value.clone(), label.flatten(), *provisional),
            Role::Label { value: Some(value), label, .. } => (value.clone(), *label, false),
            _ => match layout.cell_value(cell) {
                Some((value, provisional)) => (value, None, provisional),
                None => continue,
            },
        };
        let other = figure.as_ref().and_then(|(value, ..)| value.score());
        let unsure = other.is_some() && value.score().is_some() && other != value.score();
        figure = Some((if unsure { Value::Missing } else { value }, label, provisional));
    }
    match figure {
        Some((value, label, provisional)) => Some((value, label.or(words), provisional)),
        None => words.map(|label| (Value::On(label), None, false)),
    }
}

/// The second line of a title or label is short, and it goes on in lower case.
const LONGEST_SECOND_LINE_BYTES: usize = 40;

/// Titles and labels that a narrow or printed page breaks: "Wigan Council: local authority" above "assessment",
/// "Supporting people to live" above "healthier lives", "North" above "Somerset Council: local authority assessment".
pub(in crate::tagging) fn join_broken_lines(
    roles: &mut [Role],
    blocks: &[Block],
    layout: &LayoutForms,
    names: &Names,
) {
    for at in (1..roles.len()).rev() {
        // The score of a label over two lines may be printed at half height.
        let scored = matches!(roles[at], Role::Bare(_)) && at + 1 < roles.len();
        let (above, at) = (at - 1, at + usize::from(scored));
        let (first, second) = (&blocks[above], &blocks[at]);
        let side_by_side = first.text.len() <= LONGEST_LINE_BYTES / 2
            && first.kind == second.kind
            && matches!(first.kind, BlockKind::Paragraph | BlockKind::BoldParagraph | BlockKind::Heading(_))
            && matches!(roles[above], Role::Text | Role::Headline { .. } | Role::Item { key: None, .. });
        if !side_by_side {
            continue;
        }
        let goes_on = || {
            roles[at] == Role::Text
                && second.text.len() <= LONGEST_SECOND_LINE_BYTES
                && second.text.starts_with(char::is_lowercase)
        };
        let joined = match &roles[at] {
            Role::Title { name, of_council: false, provisional }
                if second.text.starts_with(name.as_str()) =>
            {
                broken_name(&first.text, name, names).map(|name| Role::Title {
                    name,
                    of_council: false,
                    provisional: *provisional,
                })
            }
            _ if goes_on() => whole_line(&first.text, &second.text, layout, names)
                .or_else(|| label_around_score(&first.text, &second.text, layout)),
            _ => None,
        };
        if let Some(joined) = joined.filter(|joined| !scored || matches!(joined, Role::Statement { .. })) {
            roles[above] = joined;
            roles[at] = Role::Skip;
        }
    }
}

/// What two lines are as one, where the second only ends what the first says.
fn whole_line(first: &str, second: &str, layout: &LayoutForms, names: &Names) -> Option<Role> {
    let joined = layout.role(&format!("{first} {second}"));
    // A headline says more after the name, which ends in its first line or is not told from that.
    if let (Role::Headline { .. }, headline @ Role::Headline { .. }) = (&joined, layout.role(first)) {
        return Some(headline);
    }
    let fits = match &joined {
        Role::Title { name, of_council: false, .. } => {
            first.contains(name.as_str()) && (is_form_alone(name) || names_a_council(name, false, names))
        }
        Role::Headline { name } => name.end <= first.len(),
        Role::Statement { list_only: false, .. } | Role::Section(_) | Role::Theme => true,
        _ => false,
    };
    fits.then_some(joined)
}

/// "Care provision, integration and 3" above "continuity".
fn label_around_score(first: &str, second: &str, layout: &LayoutForms) -> Option<Role> {
    let (start, score) = first.rsplit_once(' ')?;
    let (value, provisional) = layout.cell_value(score)?;
    match layout.role(&format!("{start} {second}")) {
        Role::Statement { key, list_only: false } => {
            Some(Role::Item { key: Some(key), value, label: None, provisional })
        }
        _ => None,
    }
}

/// The name of which a title line holds the end alone: a listed one, or a council's whose line holds no more than
/// "Council".
fn broken_name(first: &str, end: &str, names: &Names) -> Option<String> {
    let name = format!("{first} {end}");
    let one = names.resolve(&name).listed
        || (is_form_alone(end)
            && first.starts_with(char::is_uppercase)
            && names_a_council(&name, true, names));
    one.then_some(name)
}

/// A title over two lines: "Wigan Council" above "Local authority assessment", or below it.
pub(in crate::tagging) fn join_titles(
    roles: &mut [Role],
    blocks: &[Block],
    layout: &LayoutForms,
    names: &Names,
) {
    for at in 1..roles.len().min(TITLE_PLACES) {
        let (first, second) = (&blocks[at - 1].text, &blocks[at].text);
        let listed = |block: &Block| matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow { .. });
        let open = roles[at - 1..=at].iter().all(|role| *role == Role::Text);
        if !open || blocks[at - 1..=at].iter().any(listed) {
            continue;
        }
        let Role::Title { name, provisional, .. } = layout.role(&format!("{first}: {second}")) else {
            continue;
        };
        let Some(line) = (at - 1..=at).find(|line| blocks[*line].text == name) else { continue };
        // The name is all of its line.
        if names_a_council(&name, true, names) {
            roles[at - 1..=at].fill(Role::Skip);
            roles[line] = Role::Title { name, of_council: true, provisional };
        }
    }
}

/// A council's full name alone at the top of a page that has no other title; and headings above pages again and again,
/// each no more than a council's name: "1. Torbay Council".
pub(in crate::tagging) fn titles_of_names_alone(roles: &mut [Role], blocks: &[Block], names: &Names) {
    let said = |role: &Role| !matches!(role, Role::Skip | Role::Date(_));
    let top = roles.iter().position(said).filter(|top| is_above_a_page(roles, blocks, *top));
    let line = |block: &Block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::BoldParagraph | BlockKind::Heading(_))
    };
    let title =
        |name: &str, of_council| Role::Title { name: name.to_owned(), of_council, provisional: false };
    let mut headings: Vec<(usize, &str)> = Vec::new();
    if !roles.iter().any(|role| matches!(role, Role::Title { .. })) {
        let open = (0..roles.len())
            .filter(|at| roles[*at] == Role::Text && matches!(blocks[*at].kind, BlockKind::Heading(_)));
        let named = open.map(|at| (at, unnumbered(&blocks[at].text)));
        headings.extend(named.filter(|(at, name)| {
            (is_full_name(name, names) || names.is_place(name)) && is_above_a_page(roles, blocks, *at)
        }));
    }
    if headings.len() > 1 {
        headings.into_iter().for_each(|(at, name)| roles[at] = title(name, false));
    } else if let Some(at) = top.filter(|at| line(&blocks[*at]) && roles[*at] == Role::Text)
        && is_full_name(unnumbered(&blocks[at].text), names)
    {
        roles[at] = title(unnumbered(&blocks[at].text), true);
    }
}

/// "1. Torbay Council" → "Torbay Council".
fn unnumbered(line: &str) -> &str {
    line.trim().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')', ' '])
}

/// Whether the head of a page follows. Below a letterhead, "Safeguarding" and "Summary" may be any paper's headings.
fn is_above_a_page(roles: &[Role], blocks: &[Block], at: usize) -> bool {
    let said = |next: &usize| !matches!(roles[*next], Role::Skip | Role::Date(_));
    let Some(next) = (at + 1..roles.len()).find(said) else { return false };
    match &roles[next] {
        Role::Statement { .. } => matches!(
            roles.get(next + 1),
            Some(Role::Score { .. } | Role::Label { .. } | Role::Bare(_) | Role::Section(_) | Role::Skip)
        ),
        Role::Section(_) => blocks[next].text.split_whitespace().count() > 1,
        role => matches!(role, Role::Score { .. } | Role::Theme),
    }
}

/// Titles of other pages stand in lists of related reports, with no page under them: they are text. The
/// first title of a file needs no mark of a page, since pages copied by hand lose their heads; but where it has none,
/// and others too stand above words of their own, the file is a list of reports and not the first one's.
pub(in crate::tagging) fn drop_links_to_pages(roles: &mut [Role], blocks: &[Block]) {
    let heads_page = |roles: &[Role], at: usize| {
        roles[at + 1..]
            .iter()
            .filter(|role| !matches!(role, Role::Skip))
            .take(4)
            .take_while(|role| !matches!(role, Role::Title { .. }))
            .any(Role::heads_page)
    };
    let titles: Vec<usize> = (0..roles.len()).filter(|at| matches!(roles[*at], Role::Title { .. })).collect();
    let same = |at: usize, other: usize| blocks[at].text == blocks[other].text;
    let mut first = titles.first().copied();
    let of_a_list = first.is_some_and(|first| !heads_page(roles, first));
    for (index, at) in titles.iter().enumerate() {
        let begins = heads_page(roles, *at);
        let end = titles.get(index + 1).copied().unwrap_or(roles.len());
        let is_entry = of_a_list && roles[at + 1..end].contains(&Role::Text);
        let before_another = titles.get(index + 1).is_some_and(|next| {
            !same(*at, *next) && roles[at + 1..*next].iter().all(|role| matches!(role, Role::Skip))
        });
        let listed = matches!(blocks[*at].kind, BlockKind::ListItem | BlockKind::Quote);
        let own = first.is_none_or(|first| same(first, *at));
        if begins || ((own || is_entry) && !before_another && !listed) {
            continue;
        }
        if first == Some(*at) {
            first = None;
        }
        roles[*at] = Role::Text;
    }
}
