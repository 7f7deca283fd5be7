use std::fmt::Write as _;

use crate::{
    backend::answers::{
        CheckedClaim, CheckedDraft, CheckedQuotation, ClaimSubject, ClaimVerdict, Difference, DifferenceKind,
        PassedOverKind, Verdict,
    },
    model::{Catalogue, Location},
    output::{
        Cited, Screen, Use,
        sheet::{Paper, Passage, Sheet},
        wording::count_of,
        wrap::wrap,
    },
};

/// What a difference is, as a reader would say it.
fn in_words(difference: &Difference) -> String {
    let Difference { kind, draft, report } = difference;
    match kind {
        DifferenceKind::Inserted => format!("inserted: “{draft}”"),
        DifferenceKind::Dropped => format!("dropped: “{report}”"),
        DifferenceKind::Changed => format!("changed: “{report}” to “{draft}”"),
        DifferenceKind::Declared if draft.is_empty() => format!("left out, as the ellipsis says: “{report}”"),
        DifferenceKind::Declared => format!("put in, as the brackets say: “{draft}”"),
        DifferenceKind::CutShort if report.ends_with('…') => format!("the sentence begins: “{report}”"),
        DifferenceKind::CutShort => format!("the sentence goes on: “{report}”"),
        DifferenceKind::Joined => format!("two paragraphs run together at “{report}”"),
        DifferenceKind::Case => "capital and small letters differ".to_owned(),
        DifferenceKind::Punctuation => "punctuation differs".to_owned(),
        DifferenceKind::Marks => "the kind of quotation marks or dashes differs".to_owned(),
        DifferenceKind::Spacing if draft.is_empty() => "spacing differs".to_owned(),
        DifferenceKind::Spacing => format!("spacing differs: “{draft}” for “{report}”"),
    }
}

fn place(at: Location, draft: &CheckedDraft) -> String {
    match at.page {
        Some(page) => format!("page {page}, line {}", at.line),
        None if draft.by_paragraph => format!("paragraph {}", at.line),
        None => format!("line {}", at.line),
    }
}

pub(super) fn claimed(claim: &CheckedClaim, catalogue: &Catalogue) -> String {
    let who = claim.authority.as_deref().unwrap_or("a council");
    let not = if claim.negated { "not " } else { "" };
    match &claim.subject {
        ClaimSubject::Score { statement, scores } => {
            let name = catalogue.statement(statement).map_or(statement.as_str(), |s| &s.name);
            format!("{who} {not}scored {scores} for {name}")
        }
        ClaimSubject::Unnamed { words: Some(words), scores } => {
            format!("{who} {not}scored {scores} for {words}")
        }
        ClaimSubject::Unnamed { words: None, scores } => format!("{who} {not}scored {scores}"),
        ClaimSubject::Rating(rating) => {
            let name =
                catalogue.find_rating(rating).map_or_else(|| rating.clone(), |r| r.name.to_lowercase());
            format!("{who} {not}rated {name}")
        }
        ClaimSubject::Percent(percent) => format!("{who} {not}scored {percent}% overall"),
    }
}

/// One sentence about all of it.
fn totals(draft: &CheckedDraft) -> String {
    let of = |verdict| draft.quotations.iter().filter(|quotation| quotation.verdict == verdict).count();
    let claims = |verdict| draft.claims.iter().filter(|claim| claim.verdict == verdict).count();
    let mut parts: Vec<String> = Verdict::ALL
        .into_iter()
        .filter(|verdict| of(*verdict) > 0)
        .map(|verdict| format!("{} {}", of(verdict), verdict.words()))
        .collect();
    let mut text = count_of(draft.quotations.len(), "quotation", "quotations");
    if !parts.is_empty() {
        let _ = write!(text, " ({})", parts.join("; "));
    }
    parts = [ClaimVerdict::Right, ClaimVerdict::Wrong, ClaimVerdict::Unknown]
        .into_iter()
        .filter(|verdict| claims(*verdict) > 0)
        .map(|verdict| format!("{} {}", claims(verdict), verdict.key()))
        .collect();
    let _ = write!(text, ", {}", count_of(draft.claims.len(), "claim", "claims"));
    if !parts.is_empty() {
        let _ = write!(text, " ({})", parts.join("; "));
    }
    let _ = write!(text, ", held against {}", count_of(draft.paragraphs, "paragraph", "paragraphs"));
    text
}

/// What was not checked, and why, after the notes on the whole.
fn notes(draft: &CheckedDraft) -> impl Iterator<Item = String> {
    let passed_over = draft.passed_over.iter().map(|passed| {
        let at = place(passed.at, draft);
        match passed.kind {
            PassedOverKind::Comparison => format!("{at}: a comparison is not checked: “{}”", passed.text),
            PassedOverKind::Table => format!(
                "{at}: a table of scores is not checked, sentences (“Barnet scored 3 for safeguarding”) are: “{}”",
                passed.text
            ),
        }
    });
    draft.notes.iter().cloned().chain(passed_over)
}

/// Quotations and claims in the order of the draft.
enum Item<'a> {
    Quotation(&'a CheckedQuotation),
    Claim(&'a CheckedClaim),
}

fn in_order(draft: &CheckedDraft) -> Vec<Item<'_>> {
    let quotations = draft.quotations.iter().map(|q| (q.at, Item::Quotation(q)));
    let mut items: Vec<(Location, Item<'_>)> =
        quotations.chain(draft.claims.iter().map(|claim| (claim.at, Item::Claim(claim)))).collect();
    items.sort_by_key(|(at, _)| (at.page, at.line));
    items.into_iter().map(|(_, item)| item).collect()
}

pub fn render_draft(draft: &CheckedDraft, catalogue: &Catalogue, screen: Screen, quiet: bool) -> String {
    let mut out = String::new();
    for item in in_order(draft) {
        match item {
            Item::Quotation(quotation) => one_quotation(&mut out, quotation, draft, catalogue, screen),
            Item::Claim(claim) => {
                let head = format!("{}: {}", place(claim.at, draft), claim.verdict.key());
                let _ = writeln!(out, "{}", screen.bold(&head));
                out.push_str(&wrap(&claimed(claim, catalogue), &[], 2, screen));
                let from: Vec<String> = claim
                    .places
                    .iter()
                    .map(|said| super::scores::place(said.report.as_str(), said.at))
                    .collect();
                let because = match from.is_empty() {
                    true => claim.because.clone(),
                    false => format!("{} ({})", claim.because, from.join("; ")),
                };
                out.push_str(&wrap(&because, &[], 2, screen));
                out.push('\n');
            }
        }
    }
    if !quiet {
        for note in notes(draft) {
            out.push_str(&wrap(&format!("Note: {note}"), &[], 0, screen));
        }
        out.push_str(&wrap(&totals(draft), &[], 0, screen));
    }
    out
}

fn one_quotation(
    out: &mut String,
    quotation: &CheckedQuotation,
    draft: &CheckedDraft,
    catalogue: &Catalogue,
    screen: Screen,
) {
    let head = format!("{}: {}", place(quotation.at, draft), quotation.verdict.words());
    let _ = writeln!(out, "{}", screen.bold(&head));
    out.push_str(&wrap(&format!("“{}”", quotation.text), &[], 2, screen));
    for line in said_of(quotation).into_iter().chain(source(quotation, catalogue)) {
        out.push_str(&wrap(&line, &[], 2, screen));
    }
    out.push('\n');
}

/// What differs, and what else is to be known.
fn said_of(quotation: &CheckedQuotation) -> Vec<String> {
    let mut lines: Vec<String> = quotation.differences.iter().map(in_words).collect();
    if quotation.verdict == Verdict::Elsewhere {
        lines.push(format!("the draft names {}", quotation.attributed.join(", ")));
    }
    if let Some(source) = &quotation.source {
        if quotation.verdict == Verdict::Altered {
            lines.push(format!("the report says: “{}”", source.passage));
        }
        if source.also > 0 {
            let also = count_of(source.also, "further paragraph", "further paragraphs");
            lines.push(format!("the same words are in {also}"));
        }
    }
    lines.extend(quotation.notes.iter().map(|note| format!("note: {note}")));
    lines
}

/// The paragraph it was held against.
fn source(quotation: &CheckedQuotation, catalogue: &Catalogue) -> Option<String> {
    let cited = Cited::new(&quotation.source.as_ref()?.paragraph, catalogue);
    Some(cited.subject().into_iter().chain(cited.source()).collect::<Vec<_>>().join(" · "))
}

/// One row a quotation or claim; on a page, one part.
pub fn draft_paper(draft: &CheckedDraft, catalogue: &Catalogue, name: &str, used: Use) -> Paper {
    let lines = std::iter::once(format!("{}.", totals(draft))).chain(notes(draft));
    let (sheets, passages) = match used {
        Use::Table => (vec![sheet(draft, catalogue)], Vec::new()),
        Use::Page => {
            let passages = in_order(draft).into_iter().map(|item| match item {
                Item::Quotation(quotation) => quotation_passage(quotation, draft, catalogue),
                Item::Claim(claim) => claim_passage(claim, draft, catalogue),
            });
            (Vec::new(), passages.collect())
        }
    };
    let title = format!("{name}: quotations and claims checked");
    Paper { title, lines: lines.collect(), sheets, passages, ..Paper::default() }
}

fn quotation_passage(quotation: &CheckedQuotation, draft: &CheckedDraft, catalogue: &Catalogue) -> Passage {
    Passage {
        heading: format!("Quotation, {}: {}", place(quotation.at, draft), quotation.verdict.words()),
        text: quotation.text.clone(),
        notes: said_of(quotation),
        source: source(quotation, catalogue).unwrap_or_default(),
        ..Passage::default()
    }
}

fn claim_passage(claim: &CheckedClaim, draft: &CheckedDraft, catalogue: &Catalogue) -> Passage {
    let from: Vec<String> =
        claim.places.iter().map(|said| super::scores::place(said.report.as_str(), said.at)).collect();
    Passage {
        heading: format!("Claim, {}: {}", place(claim.at, draft), claim.verdict.key()),
        text: claim.sentence.clone(),
        notes: vec![format!("{}: {}", claimed(claim, catalogue), claim.because)],
        source: from.join("; "),
        ..Passage::default()
    }
}

fn sheet(draft: &CheckedDraft, catalogue: &Catalogue) -> Sheet {
    let head = [
        "kind",
        "page",
        "line",
        "verdict",
        "off",
        "draft",
        "authority",
        "differences",
        "report",
        "id",
        "source_page",
        "source_line",
    ];
    let mut sheet = Sheet::new("Checked", head);
    for item in in_order(draft) {
        let row = match item {
            Item::Quotation(quotation) => {
                let source = quotation.source.as_ref();
                let differences: Vec<String> = quotation.differences.iter().map(in_words).collect();
                [
                    "quotation".to_owned(),
                    page_of(quotation.at),
                    quotation.at.line.to_string(),
                    quotation.verdict.words().to_owned(),
                    yes_or_no(quotation.verdict.is_off()),
                    quotation.text.clone(),
                    quotation.attributed.join("; "),
                    differences.join("; "),
                    source.map(|source| source.passage.clone()).unwrap_or_default(),
                    source.map(|source| source.paragraph.id.to_string()).unwrap_or_default(),
                    source.map(|source| page_of(source.paragraph.at)).unwrap_or_default(),
                    source.map(|source| source.paragraph.at.line.to_string()).unwrap_or_default(),
                ]
            }
            Item::Claim(claim) => {
                let first = claim.places.first();
                [
                    "claim".to_owned(),
                    page_of(claim.at),
                    claim.at.line.to_string(),
                    claim.verdict.key().to_owned(),
                    yes_or_no(claim.is_off()),
                    claimed(claim, catalogue),
                    claim.authority.clone().unwrap_or_default(),
                    claim.because.clone(),
                    first.map(|said| said.says.clone()).unwrap_or_default(),
                    first.map(|said| said.report.to_string()).unwrap_or_default(),
                    first.map(|said| page_of(said.at)).unwrap_or_default(),
                    first.map(|said| said.at.line.to_string()).unwrap_or_default(),
                ]
            }
        };
        sheet.rows.push(row.to_vec());
    }
    sheet
}

fn page_of(at: Location) -> String {
    at.page.map(|page| page.to_string()).unwrap_or_default()
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}
