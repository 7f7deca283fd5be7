//! A search: all matches, their order, the page asked for, the counts beside it.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
};

use tantivy::DocId;

use super::{
    bits::Bits,
    error::IndexError,
    evaluate::{Deadline, Evaluator, filter_docs},
    open::Index,
    rank::{Rarity, Scorer, WINDOW},
    segment::SegmentView,
    words::SlotTerms,
};
use crate::{
    backend::{Assessments, Facet, FacetValue, GroupBy, Hit, Matched, SearchRequest, SearchResponse, Sort},
    model::{Field, ReportId},
    query::{Filter, Origin, Plan},
};

/// What one segment holds for a plan.
pub(super) struct Matches {
    /// Of the sections that the answer covers.
    pub(super) all: Bits,
    /// Without the filters of one field, for that field's counts.
    pub(super) without: HashMap<Field, Bits>,
    /// Satisfied without any synonym.
    pub(super) typed: Option<Bits>,
    pub(super) some: Bits,
    pub(super) left_out: usize,
}

/// One paragraph in the order of an answer.
#[derive(Clone, Copy, Debug)]
struct Place {
    segment: u32,
    doc: DocId,
    relevance: f32,
}

impl Index {
    /// Answers a search. Exact in every count; the same bytes for the same paragraphs.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, IndexError> {
        self.guarded(|| self.answer(request))
    }

    fn answer(&self, request: &SearchRequest) -> Result<SearchResponse, IndexError> {
        let deadline = Deadline::from_now();
        let plan = &request.plan;
        let concepts = plan.wanted();
        let fields: Vec<Field> = request.facets.clone();
        let mut slots = SlotTerms::default();
        let mut response = SearchResponse::default();
        let mut rarity = Rarity::default();
        let copies = self.near_copies()?;

        let mut found: Vec<Matches> = Vec::new();
        for segment in &self.segments {
            let (matches, mut evaluator) =
                self.matches(segment, plan, request.assessments, &fields, &mut slots, deadline)?;
            rarity.add(&mut evaluator, &concepts)?;
            let in_copies =
                matches.all.count_and(segment.copies(&copies).map_err(|error| self.fail(&error))?);
            response.total += matches.all.count();
            response.total_some += matches.some.count();
            response.in_copies += in_copies;
            response.in_left_out_sections += matches.left_out;
            if let Some(typed) = &matches.typed {
                response.by_synonym += matches.all.count() - matches.all.count_and(typed);
            }
            found.push(matches);
        }
        let authorities = self.values_in(Field::Authority, found.iter().map(|m| &m.all))?;
        response.authorities = authorities.keys().flatten().count();
        let assessments = self.values_in(Field::Assessment, found.iter().map(|m| &m.all))?;
        response.assessments = assessments.into_keys().flatten().collect();
        for field in fields {
            let sets = found.iter().map(|m| m.without.get(&field).unwrap_or(&m.all));
            let counts = self.values_in(field, sets)?;
            response.facets.push(Facet { field, values: self.facet_values(counts) });
        }

        let scored = |evaluate_some: bool, slots: &mut SlotTerms| -> Result<Vec<Place>, IndexError> {
            let mut places = Vec::new();
            for (n, segment) in self.segments.iter().enumerate() {
                let docs = if evaluate_some { &found[n].some } else { &found[n].all };
                let list: Vec<DocId> = docs.iter().collect();
                if list.is_empty() {
                    continue;
                }
                let mut evaluator = Evaluator::new(self, segment, slots, deadline, docs.clone());
                let scorer = Scorer::new(self, segment, &rarity)?;
                let scores = scorer.score(&mut evaluator, &concepts, &list)?;
                places.extend(list.into_iter().zip(scores).map(|(doc, relevance)| Place {
                    segment: n as u32,
                    doc,
                    relevance,
                }));
            }
            Ok(places)
        };

        let wanted_end = request.page.limit.map(|limit| request.page.offset.saturating_add(limit));
        let mut places = scored(false, &mut slots)?;
        self.order(&mut places, request, wanted_end, &mut slots, &rarity, &concepts)?;
        if let Some(group_by) = request.group_by {
            response.groups = self.group(&mut places, group_by)?;
        }
        let all_count = places.len();
        let fill = request.fill_with_some && request.sort == Sort::Relevance && request.group_by.is_none();
        if fill && response.total_some > 0 && wanted_end.is_some_and(|end| end > all_count) {
            let mut some = scored(true, &mut slots)?;
            let end = wanted_end.map(|end| end - all_count);
            self.order(&mut some, request, end, &mut slots, &rarity, &concepts)?;
            places.extend(some);
        }
        let page = places
            .iter()
            .enumerate()
            .skip(request.page.offset)
            .take(request.page.limit.unwrap_or(usize::MAX));
        for (n, place) in page {
            let paragraph = self.load(&self.segments[place.segment as usize], place.doc)?;
            response.hits.push(Hit {
                rank: n + 1,
                relevance: place.relevance,
                matched: if n < all_count { Matched::All } else { Matched::Some },
                paragraph,
                highlights: Vec::new(),
                explanation: None,
            });
        }
        super::marks::add(self, request, &mut response)?;
        Ok(response)
    }

    /// All that one segment holds for the plan, and the evaluator that found it.
    pub(super) fn matches<'a>(
        &'a self,
        segment: &'a SegmentView,
        plan: &Plan,
        assessments: Assessments,
        fields: &[Field],
        slots: &'a mut SlotTerms,
        deadline: Deadline,
    ) -> Result<(Matches, Evaluator<'a>), IndexError> {
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let mut base = segment.paragraphs().map_err(fail)?.clone();
        if assessments == Assessments::Latest {
            base.and_not(&self.older_assessments(segment)?);
        }
        // Facet counts of a field look beyond that field's filters, so those cannot narrow the scope.
        let mut filtered: Vec<(&Filter, Bits)> = Vec::new();
        for filter in &plan.filters {
            let docs = filter_docs(self, segment, filter)?;
            if !fields.contains(&filter.field) {
                base.and(&docs);
            } else {
                filtered.push((filter, docs));
            }
        }
        let all_sections = plan.all_sections;
        let shown = segment.shown().map_err(fail)?;
        let mut evaluator = Evaluator::new(self, segment, slots, deadline, base.clone());
        let root = |evaluator: &mut Evaluator<'_>, typed_only| match &plan.root {
            Some(node) => evaluator.node(node, typed_only),
            None => Ok(base.clone()),
        };
        let satisfied = root(&mut evaluator, false)?;
        let narrow = |docs: &mut Bits, except: Option<Field>| {
            for (filter, passing) in &filtered {
                if Some(filter.field) != except {
                    docs.and(passing);
                }
            }
        };
        let mut all = satisfied.clone();
        narrow(&mut all, None);
        let mut left_out = 0;
        if !all_sections {
            let before = all.count();
            all.and(shown);
            left_out = before - all.count();
        }
        let mut without = HashMap::new();
        for field in fields.iter().filter(|field| filtered.iter().any(|(f, _)| f.field == **field)) {
            let mut docs = satisfied.clone();
            narrow(&mut docs, Some(*field));
            if !all_sections {
                docs.and(shown);
            }
            without.insert(*field, docs);
        }
        let concepts = plan.wanted();
        let by_synonym = concepts.iter().flat_map(|c| &c.alternatives).any(|a| a.origin == Origin::Synonym);
        let typed = by_synonym.then(|| root(&mut evaluator, true)).transpose()?;
        let mut some = match plan.some().and_then(|plan| plan.root) {
            Some(node) => evaluator.node(&node, false)?,
            None => Bits::empty(segment.len()),
        };
        narrow(&mut some, None);
        if !all_sections {
            some.and(shown);
        }
        some.and_not(&all);
        Ok((Matches { all, without, typed, some, left_out }, evaluator))
    }

    /// Paragraphs of assessments that a later one of the same authority has replaced.
    fn older_assessments(&self, segment: &SegmentView) -> Result<Bits, IndexError> {
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let mut newest: HashMap<&str, &str> = HashMap::new();
        for other in &self.segments {
            for name in other.facet(Field::Assessment).map_err(fail)?.names.iter().flatten() {
                if let Some((authority, month)) = name.rsplit_once('/') {
                    let kept = newest.entry(authority).or_insert(month);
                    *kept = (*kept).max(month);
                }
            }
        }
        let mut docs = Bits::empty(segment.len());
        for name in segment.facet(Field::Assessment).map_err(fail)?.names.iter().flatten() {
            if name.rsplit_once('/').is_some_and(|(authority, month)| newest[authority] != month) {
                docs.or(&segment
                    .docs_with(self.opened.columns.facet(Field::Assessment), name)
                    .map_err(fail)?);
            }
        }
        Ok(docs)
    }

    /// Puts the places in the order asked for. Only the first `end` need be right (`None`: all).
    fn order(
        &self,
        places: &mut [Place],
        request: &SearchRequest,
        end: Option<usize>,
        slots: &mut SlotTerms,
        rarity: &Rarity,
        concepts: &[&crate::query::Concept],
    ) -> Result<(), IndexError> {
        if request.sort != Sort::Relevance {
            let keys = self.sort_keys(request.sort)?;
            let key = |place: &Place| keys.of(self, place);
            let mut keyed: Vec<(u64, Place)> = places.iter().map(|place| (key(place), *place)).collect();
            keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.by_id(&a.1, &b.1)));
            places.iter_mut().zip(keyed).for_each(|(place, (_, sorted))| *place = sorted);
            return Ok(());
        }
        let best_first =
            |a: &Place, b: &Place| b.relevance.total_cmp(&a.relevance).then_with(|| self.by_id(a, b));
        let window = WINDOW.min(places.len());
        if window < places.len() {
            self.best_to_front(places, window);
        }
        places[..window].sort_unstable_by(best_first);
        self.second_look(&mut places[..window], slots, rarity, concepts)?;
        places[..window].sort_unstable_by(best_first);
        let needed = end.unwrap_or(usize::MAX).min(places.len());
        if request.group_by.is_some() || needed > window {
            places[window..].sort_unstable_by(best_first);
        }
        Ok(())
    }

    /// Brings the `window` best to the front, in no order. Most paragraphs share their relevance with many
    /// others, so ids are looked at only where the window ends among equals.
    fn best_to_front(&self, places: &mut [Place], window: usize) {
        let (_, last, _) =
            places.select_nth_unstable_by(window - 1, |a, b| b.relevance.total_cmp(&a.relevance));
        let least = last.relevance;
        let above = partition(places, |place| place.relevance > least);
        let equal = partition(&mut places[above..], |place| place.relevance == least);
        let ties = &mut places[above..above + equal];
        let wanted = window - above;
        if wanted < ties.len() {
            let mut keyed: Vec<_> = ties.iter().map(|place| (self.id_rank(place), *place)).collect();
            keyed.select_nth_unstable_by_key(wanted - 1, |(rank, _)| *rank);
            ties.iter_mut().zip(keyed).for_each(|(tie, (_, place))| *tie = place);
        }
    }

    fn second_look(
        &self,
        places: &mut [Place],
        slots: &mut SlotTerms,
        rarity: &Rarity,
        concepts: &[&crate::query::Concept],
    ) -> Result<(), IndexError> {
        for (n, segment) in self.segments.iter().enumerate() {
            let mut of_segment: Vec<&mut Place> =
                places.iter_mut().filter(|place| place.segment as usize == n).collect();
            if of_segment.is_empty() {
                continue;
            }
            of_segment.sort_unstable_by_key(|place| place.doc);
            let docs: Vec<DocId> = of_segment.iter().map(|place| place.doc).collect();
            let scorer = Scorer::new(self, segment, rarity)?;
            let added = scorer.second_look(slots, concepts, &docs)?;
            of_segment.iter_mut().zip(added).for_each(|(place, added)| place.relevance += added);
        }
        Ok(())
    }

    /// Orders places as their paragraph ids do.
    fn by_id(&self, a: &Place, b: &Place) -> Ordering {
        self.id_rank(a).cmp(&self.id_rank(b))
    }

    /// Orders as paragraph ids do: the place of the report among all, and the number. Ties are many and
    /// names are dear: in a single segment, ordinals are in order already.
    fn id_rank(&self, place: &Place) -> (u64, u64) {
        let segment = place.segment as usize;
        let (report, number) = self.segments[segment].id_key(place.doc).unwrap_or((u64::MAX, u64::MAX));
        if self.segments.len() == 1 {
            return (report, number);
        }
        let rank = self.report_ranks().ok().and_then(|ranks| ranks[segment].get(report as usize).copied());
        (rank.map_or(u64::MAX, u64::from), number)
    }

    /// The place of each report among all, by segment and ordinal.
    fn report_ranks(&self) -> Result<&[Vec<u32>], IndexError> {
        if let Some(ranks) = self.report_ranks.get() {
            return Ok(ranks);
        }
        let mut lists = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            lists.push(segment.report_names().map_err(|error| self.fail(&error))?);
        }
        let mut ranks: Vec<Vec<u32>> = lists.iter().map(|names| Vec::with_capacity(names.len())).collect();
        // Each list is in order: they are merged.
        let next = |ranks: &[Vec<u32>], list: usize| lists[list].get(ranks[list].len());
        let mut rank = 0;
        while let Some(least) = (0..lists.len()).filter_map(|list| next(&ranks, list)).min() {
            for list in 0..lists.len() {
                if next(&ranks, list) == Some(least) {
                    ranks[list].push(rank);
                }
            }
            rank += 1;
        }
        Ok(self.report_ranks.get_or_init(|| ranks))
    }

    fn sort_keys(&self, sort: Sort) -> Result<SortKeys, IndexError> {
        let field = match sort {
            Sort::Score => Field::Score,
            Sort::Authority => Field::Authority,
            Sort::Statement => Field::Statement,
            Sort::Published | Sort::Relevance => Field::Published,
        };
        let mut names = BTreeSet::new();
        for segment in &self.segments {
            let column = segment.facet(field).map_err(|error| self.fail(&error))?;
            names.extend(column.names.iter().flatten().cloned());
        }
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_by(|a, b| self.compare_values(field, a, b));
        if sort == Sort::Published {
            names.reverse();
        }
        let order: HashMap<&String, u64> =
            names.iter().enumerate().map(|(n, name)| (name, n as u64)).collect();
        let mut by_ordinal = Vec::new();
        for segment in &self.segments {
            let column = segment.facet(field).map_err(|error| self.fail(&error))?;
            by_ordinal.push(
                column.names.iter().map(|name| name.as_ref().map_or(u64::MAX, |name| order[name])).collect(),
            );
        }
        Ok(SortKeys { field, by_ordinal })
    }

    /// Statements in the framework's order, everything else as text.
    pub(super) fn compare_values(&self, field: Field, a: &str, b: &str) -> Ordering {
        if field == Field::Statement {
            let number =
                |key: &str| self.catalogue.statement(key).map_or(u8::MAX, |statement| statement.number);
            return number(a).cmp(&number(b)).then_with(|| a.cmp(b));
        }
        a.cmp(b)
    }

    fn group(&self, places: &mut Vec<Place>, by: GroupBy) -> Result<Vec<FacetValue>, IndexError> {
        let field = match by {
            GroupBy::Authority => Field::Authority,
            GroupBy::Statement => Field::Statement,
            GroupBy::Score => Field::Score,
        };
        let mut order: Vec<(Option<String>, Vec<Place>)> = Vec::new();
        let mut group_of: HashMap<Option<String>, usize> = HashMap::new();
        let mut ordinals = Vec::new();
        for place in places.iter() {
            let column =
                self.segments[place.segment as usize].facet(field).map_err(|error| self.fail(&error))?;
            column.ordinals(&[place.doc], &mut ordinals);
            let value = column.names.get(ordinals[0] as usize).cloned().flatten();
            let n = *group_of.entry(value.clone()).or_insert_with(|| {
                order.push((value, Vec::new()));
                order.len() - 1
            });
            order[n].1.push(*place);
        }
        let groups = order
            .iter()
            .map(|(value, places)| FacetValue { value: value.clone(), count: places.len() })
            .collect();
        *places = order.into_iter().flat_map(|(_, places)| places).collect();
        Ok(groups)
    }

    /// Reports that are near copies of others, from the ledger.
    pub(super) fn near_copies(&self) -> Result<Vec<ReportId>, IndexError> {
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let term = tantivy::Term::from_field_u64(self.opened.columns.near_copy, 1);
        let mut copies = Vec::new();
        for segment in &self.segments {
            let mut rows = Bits::empty(segment.len());
            segment.add_docs(&term, &mut rows).map_err(fail)?;
            for doc in rows.iter().filter(|doc| !segment.reader.is_deleted(*doc)) {
                copies.extend(segment.file_of(doc).map_err(fail)?.as_deref().map(ReportId::from_id));
            }
        }
        Ok(copies)
    }
}

/// Moves those that are `wanted` to the front; how many they are.
fn partition(places: &mut [Place], wanted: impl Fn(&Place) -> bool) -> usize {
    let mut front = 0;
    for at in 0..places.len() {
        if wanted(&places[at]) {
            places.swap(front, at);
            front += 1;
        }
    }
    front
}

struct SortKeys {
    field: Field,
    by_ordinal: Vec<Vec<u64>>,
}

impl SortKeys {
    fn of(&self, index: &Index, place: &Place) -> u64 {
        let segment = place.segment as usize;
        let mut ordinals = Vec::new();
        let Ok(column) = index.segments[segment].facet(self.field) else { return u64::MAX };
        column.ordinals(&[place.doc], &mut ordinals);
        self.by_ordinal[segment].get(ordinals[0] as usize).copied().unwrap_or(u64::MAX)
    }
}
