use std::path::PathBuf;

use crate::{
    analytics,
    backend::Outcome,
    cli::{
        args::{CiteArgs, CiteStyle, Format, Global, OutputArgs},
        console::{Console, Forms},
        exit::{self, Failure},
        home,
    },
    index::Index,
    model::{Paragraph, ParagraphId},
    output::{answers, wire},
    text::escape,
};

/// Where paragraphs stand, in a form that can be handed in.
pub(in crate::cli) fn cite(
    args: &CiteArgs,
    global: &Global,
    console: &Console,
) -> Result<exit::Outcome, Failure> {
    let index = home::index(global)?;
    let mut paragraphs = Vec::new();
    for typed in &args.ids {
        let id = paragraph_id(typed)?;
        match index.paragraph(&id)? {
            Some(found) => paragraphs.push(found),
            None => return Err(not_indexed(&id, &index)?),
        }
    }
    cited(paragraphs, args.style.unwrap_or(CiteStyle::Plain), &index, console)?;
    Ok(exit::Outcome::Done)
}

pub(in crate::cli) fn paragraph_id(typed: &str) -> Result<ParagraphId, Failure> {
    let typed = typed.trim();
    ParagraphId::parse(typed).ok_or_else(|| {
        Failure::usage(
            "invalid-id",
            format!(
                "`{typed}` is no paragraph id\nan id is a report and a number, as in barnet/pathways.txt#4; every hit gives its own"
            ),
        )
    })
}

/// Why there is no paragraph of this id: that its report is a copy of another is said with that one's id.
pub(in crate::cli) fn not_indexed(id: &ParagraphId, index: &Index) -> Result<Failure, Failure> {
    let report = &id.report;
    if let Some(Outcome::DuplicateOf(first)) = index.record(report)?.map(|record| record.outcome) {
        return Ok(Failure::unknown(
            "unknown-id",
            format!("`{report}` is a copy of `{first}`, word for word, and indexed once, under that name"),
            vec![format!("{first}#{}", id.number)],
        ));
    }
    let message = match index.report(report)?.len() {
        0 => format!("no report `{report}` is indexed; findings search gives ids"),
        paragraphs => format!("`{report}` has {paragraphs} paragraphs, and no {}", id.number),
    };
    Ok(Failure::usage("unknown-id", message))
}

/// `-o refs.ris` asks for a style, as other endings ask for a format.
pub(in crate::cli) fn style_by_ending(output: &mut OutputArgs, style: &mut Option<CiteStyle>) {
    let ris = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ris"));
    if output.output.as_ref().is_some_and(ris) && output.format.is_none() && !output.json {
        output.format = Some(Format::Text);
        style.get_or_insert(CiteStyle::Ris);
    }
}

/// Citations in the format of the console; of `style` where that is text.
pub(in crate::cli) fn cited(
    paragraphs: Vec<Paragraph>,
    style: CiteStyle,
    index: &Index,
    console: &Console,
) -> Result<(), Failure> {
    let fits = match style {
        CiteStyle::Plain => true,
        CiteStyle::Markdown => matches!(console.format, Format::Text | Format::Markdown),
        CiteStyle::Ris => console.format == Format::Text,
    };
    if !fits {
        let message = "a style is for citations as text, and another format was asked for\n\
                       leave one of the two out; -o FILE.ris and -o FILE.md give those styles";
        return Err(Failure::usage("options-conflict", message));
    }
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
            for citation in &citations {
                for note in &citation.notes {
                    let report = citation.paragraph.id.report.as_str();
                    console.remark(&format!("note: {}: {}\n", escape(report), escape(note)));
                }
            }
            if !console.quiet {
                console.say(&repeat.line(console.messages));
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
