use crate::{
    analytics,
    cli::{
        args::{CiteArgs, CiteStyle, Format, Global},
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    index::Index,
    model::{Paragraph, ParagraphId},
    output::{answers, wire},
};

/// Where paragraphs stand, in a form that can be handed in.
pub(in crate::cli) fn cite(args: &CiteArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let index = home::index(global)?;
    let mut paragraphs = Vec::new();
    for typed in &args.ids {
        let typed = typed.trim();
        let id = ParagraphId::parse(typed).ok_or_else(|| {
            Failure::usage(
                "invalid-id",
                format!(
                    "`{typed}` is no paragraph id\nan id is a report and a number, as in barnet/pathways.txt#4; every hit gives its own"
                ),
            )
        })?;
        let found = index.paragraph(&id)?.ok_or_else(|| {
            Failure::usage(
                "unknown-id",
                format!("no paragraph `{typed}` is indexed; findings search gives ids"),
            )
        })?;
        paragraphs.push(found);
    }
    cited(paragraphs, args.style, &index, console)?;
    Ok(Outcome::Done)
}

/// Citations in the format of the console; of `style` where that is text.
pub(in crate::cli) fn cited(
    paragraphs: Vec<Paragraph>,
    style: CiteStyle,
    index: &Index,
    console: &Console,
) -> Result<(), Failure> {
    let citations = analytics::citations(paragraphs, &index.records()?);
    let catalogue = index.catalogue();
    let style = match style {
        CiteStyle::Plain => answers::Style::Plain,
        CiteStyle::Markdown => answers::Style::Markdown,
        CiteStyle::Ris => answers::Style::Ris,
    };
    let repeat = home::repeat(index)?;
    let write = |style| answers::render_citations(&citations, catalogue, style, console.screen);
    match console.format {
        // Citations are pasted as they are; what it takes to repeat them stands beside them.
        Format::Text | Format::Markdown => {
            if !console.quiet {
                console.say(&repeat.line());
            }
            let markdown = console.format == Format::Markdown;
            console.answer(&write(if markdown { answers::Style::Markdown } else { style }))
        }
        _ => {
            let forms = Forms {
                text: &|| write(style),
                json: &|repeat| wire::citations_json(&citations, catalogue, repeat),
                paper: &|used| answers::citation_paper(&citations, catalogue, used),
            };
            console.give(&repeat, &forms)
        }
    }
}
