use crate::{
    cli::{
        args::{Global, ShowArgs},
        console::{Console, Forms},
        exit::{Failure, Outcome},
        home,
    },
    output::{render_shown, shown_paper, wire},
};

/// One paragraph in its place.
pub(in crate::cli) fn show(args: &ShowArgs, global: &Global, console: &Console) -> Result<Outcome, Failure> {
    let id = super::paragraph_id(&args.id)?;
    let index = home::index(global)?;
    let report = index.report(&id.report)?;
    let Some(at) = report.iter().position(|paragraph| paragraph.id == id) else {
        return Err(super::not_indexed(&id, &index)?);
    };
    let context = args.context as usize;
    let first = at.saturating_sub(context);
    let last = at.saturating_add(context).min(report.len() - 1);
    let (shown, asked) = (&report[first..=last], at - first);
    let notes = index.record(&id.report)?.map(|record| record.twins()).unwrap_or_default();
    let catalogue = index.catalogue();
    let forms = Forms {
        text: &|| render_shown(shown, asked, &notes, catalogue, console.screen, console.quiet),
        json: &|repeat| wire::shown_json(shown, asked, &notes, catalogue, repeat),
        paper: &|used| shown_paper(shown, asked, &notes, catalogue, used),
    };
    console.give(&home::repeat(&index)?, &forms)?;
    Ok(Outcome::Done)
}
