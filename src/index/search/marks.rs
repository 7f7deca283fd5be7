//! Highlights and explanations of the hits shown: the query room's matcher over the stored text.

use super::evaluate::Question;
use crate::{
    backend::{Explanation, Hit, Matched, SearchRequest, SearchResponse},
    index::error::IndexError,
    query::{Matcher, Plan, explain},
};

/// A hit that the matcher does not know cannot be: then words and paragraphs of the index disagree.
pub(in crate::index) fn add(
    question: &Question<'_>,
    request: &SearchRequest,
    some_plan: Option<&Plan>,
    response: &mut SearchResponse,
) -> Result<(), IndexError> {
    if !request.marks && !request.explain {
        return Ok(());
    }
    let catalogue = &question.index.catalogue;
    let all = Matcher::new(&request.plan, catalogue);
    let partly = response.hits.last().is_some_and(|last| last.matched == Matched::Some);
    let wanted = if request.explain { request.plan.wanted() } else { Vec::new() };
    let some = some_plan.filter(|_| partly).map(|plan| Matcher::new(plan, catalogue));
    let size = |hit: &&mut Hit| hit.paragraph.text.len();
    question.each(response.hits.iter_mut().collect(), size, |hit| {
        let (matcher, wanted) = match hit.matched {
            Matched::All => (Some(&all), &[][..]),
            Matched::Some => (some.as_ref(), &wanted[..]),
        };
        let Some(found) = matcher.and_then(|matcher| matcher.matches(&hit.paragraph)) else {
            return Err(question.index.damaged("its words and its paragraphs disagree"));
        };
        if request.explain {
            hit.explanation = Some(Explanation(explain(&found, wanted)));
        }
        hit.highlights = found.marks;
        Ok(())
    })?;
    Ok(())
}
