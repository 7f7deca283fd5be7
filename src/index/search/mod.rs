//! A search: all matches, their order, the page asked for, the counts beside it.

pub(super) mod bits;
pub(super) mod counts;
mod evaluate;
mod facet_column;
mod likeness;
mod marks;
mod names;
mod near;
mod order;
mod rank;
pub(super) mod segment;
mod vocabulary;
mod words;

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
};

use tantivy::DocId;

use super::{error::IndexError, open::Index};
use crate::{
    backend::{Assessments, Facet, FacetValue, GroupBy, Hit, Matched, SearchRequest, SearchResponse, Sort},
    model::{Field, ReportId},
    query::{Concept, Filter, Origin, Plan, PlanNode},
};
use bits::{Bits, Set};
use counts::facet_values;
use evaluate::{Evaluator, Question, filter_docs};
use order::{Place, Scored};
use rank::{Rarity, Scorer, WINDOW};
use segment::SegmentView;

/// With more entries of lists to read than this (about a millisecond) a second thread pays. The corpora of tests are
/// small, and both ways must give the same answers.
const MUCH: usize = if cfg!(debug_assertions) { 50 } else { 200_000 };

/// The same, in words to be looked up.
const MANY: usize = if cfg!(debug_assertions) { 5 } else { 200 };

/// What one segment holds for a plan.
pub(super) struct Matches {
    /// Of the sections that the answer covers.
    pub(super) all: Set,
    /// Without the filters of one field, for that field's counts.
    pub(super) without: HashMap<Field, Set>,
    /// Satisfied without any synonym.
    pub(super) typed: Option<Bits>,
    pub(super) some: Set,
    pub(super) left_out: usize,
}

impl Index {
    /// Answers a search. Exact in every count; the same bytes for the same paragraphs.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, IndexError> {
        self.guarded(|| self.answer(request))
    }

    fn answer(&self, request: &SearchRequest) -> Result<SearchResponse, IndexError> {
        let mut question = Question::new(self);
        let plan = &request.plan;
        let some_plan = plan.some();
        let concepts = plan.wanted();
        let fields = &request.facets;
        let mut response = SearchResponse::default();
        let slots = rank::slots(&concepts);
        question.much = slots.len() * self.segments.len() > MANY;
        let rarity = Rarity::new(&question, slots)?;
        question.counted = rank::counted(&concepts);
        question.much = rarity.postings() > MUCH;
        let question = &question;
        let copies = self.near_copies()?;

        let (mut found, mut evaluators) = (Vec::new(), Vec::new());
        let size = |n: &usize| self.segments[*n].len() as usize;
        let matched = question.each((0..self.segments.len()).collect(), size, |n| {
            let found = self.matches(question, n, plan, some_plan.as_ref(), request.assessments, fields)?;
            // Listed here, where segments are worked on side by side.
            found.0.all.docs();
            Ok(found)
        })?;
        for (segment, (matches, evaluator)) in self.segments.iter().zip(matched) {
            response.total += matches.all.docs().len();
            if !copies.is_empty() {
                let copies = segment.copies(copies).map_err(|error| self.fail(&error))?;
                response.in_copies += matches.all.bits.count_and(copies);
            }
            response.in_left_out_sections += matches.left_out;
            if let Some(typed) = &matches.typed {
                response.by_synonym += matches.all.bits.count_and_not(typed);
            }
            found.push(matches);
            evaluators.push(evaluator);
        }
        if response.total > 0 || !plan.is_quotation() {
            response.total_some = found.iter().map(|matches| matches.some.bits.count()).sum();
        }
        let ranking = Ranking { question, evaluators, rarity: &rarity, concepts: &concepts };
        self.arrange(&mut response, request, &found, ranking)?;
        marks::add(question, request, some_plan.as_ref(), &mut response)?;
        Ok(response)
    }

    /// Counts by value, and the page asked for.
    fn arrange(
        &self,
        response: &mut SearchResponse,
        request: &SearchRequest,
        found: &[Matches],
        mut ranking: Ranking<'_>,
    ) -> Result<(), IndexError> {
        let question = ranking.question;
        let all = || found.iter().map(|matches| &matches.all);
        response.authorities = self
            .values_in(question, Field::Authority, all())?
            .iter()
            .filter(|(name, _)| name.is_some())
            .count();
        let assessments = self.values_in(question, Field::Assessment, all())?;
        response.assessments = assessments.into_iter().filter_map(|(name, _)| name.cloned()).collect();
        for field in &request.facets {
            let sets = found.iter().map(|m| m.without.get(field).unwrap_or(&m.all));
            response
                .facets
                .push(Facet { field: *field, values: facet_values(self.values_in(question, *field, sets)?) });
        }

        let end = request.page.limit.map_or(usize::MAX, |limit| request.page.offset.saturating_add(limit));
        let mut places = ranking.order(all(), request, end)?;
        if let Some(group_by) = request.group_by {
            response.groups = self.group(&mut places, group_by)?;
        }
        let all_count = response.total;
        let fill = request.fill_with_some && request.sort == Sort::Relevance && request.group_by.is_none();
        if fill && response.total_some > 0 && end != usize::MAX && end > all_count {
            places.extend(ranking.order(
                found.iter().map(|matches| &matches.some),
                request,
                end - all_count,
            )?);
        }
        let page = places
            .iter()
            .enumerate()
            .skip(request.page.offset)
            .take(request.page.limit.unwrap_or(usize::MAX));
        for (n, place) in page {
            let paragraph = self.load(place.segment as usize, place.doc)?;
            response.hits.push(Hit {
                rank: n + 1,
                relevance: place.relevance,
                matched: if n < all_count { Matched::All } else { Matched::Some },
                paragraph,
                highlights: Vec::new(),
                explanation: None,
            });
        }
        Ok(())
    }

    /// All that one segment holds for the plan, and the evaluator that found it.
    fn matches<'a>(
        &'a self,
        question: &'a Question<'a>,
        number: usize,
        plan: &Plan,
        some: Option<&Plan>,
        assessments: Assessments,
        fields: &[Field],
    ) -> Result<(Matches, Evaluator<'a>), IndexError> {
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let segment = &self.segments[number];
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
        // Counting is worth it only where a filter may have left few.
        let wanted = if plan.filters.is_empty() { segment.len() as usize } else { base.count() };
        let mut evaluator = question.evaluator(number, base, wanted);
        let root = plan.root.as_ref().unwrap_or(&PlanNode::All);
        let satisfied = evaluator.node(root, false)?;
        let narrow = |docs: &mut Bits, except: Option<Field>| {
            for (filter, passing) in &filtered {
                if Some(filter.field) != except {
                    docs.and(passing);
                }
            }
        };
        let mut without = HashMap::new();
        for field in fields.iter().filter(|field| filtered.iter().any(|(f, _)| f.field == **field)) {
            let mut docs = satisfied.clone();
            narrow(&mut docs, Some(*field));
            if !all_sections {
                docs.and(shown);
            }
            without.insert(*field, Set::new(docs));
        }
        let mut all = satisfied;
        narrow(&mut all, None);
        let mut left_out = 0;
        if !all_sections {
            left_out = all.count_and_not(shown);
            all.and(shown);
        }
        let concepts = plan.wanted();
        let by_synonym = concepts.iter().flat_map(|c| &c.alternatives).any(|a| a.origin == Origin::Synonym);
        let typed = by_synonym.then(|| evaluator.node(root, true)).transpose()?;
        let mut with_some = Bits::empty(segment.len());
        if let Some(node) = some.and_then(|plan| plan.root.as_ref()) {
            with_some = evaluator.node(node, false)?;
            narrow(&mut with_some, None);
            if !all_sections {
                with_some.and(shown);
            }
            with_some.and_not(&all);
        }
        let (all, some) = (Set::new(all), Set::new(with_some));
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
            names.extend(column.names.iter().flatten());
        }
        let mut names: Vec<&str> = names.into_iter().collect();
        names.sort_by(|a, b| self.compare_values(field, a, b));
        if sort == Sort::Published {
            names.reverse();
        }
        let order: HashMap<&str, u64> = names.into_iter().zip(0..).collect();
        let mut by_ordinal = Vec::new();
        for segment in &self.segments {
            let column = segment.facet(field).map_err(|error| self.fail(&error))?;
            by_ordinal
                .push(column.names.iter().map(|name| name.map_or(u64::MAX, |name| order[name])).collect());
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
            let value = column.names.get(ordinals[0]).map(str::to_owned);
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
    pub(super) fn near_copies(&self) -> Result<&[ReportId], IndexError> {
        if let Some(copies) = self.copies.get() {
            return Ok(copies);
        }
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let term = tantivy::Term::from_field_u64(self.opened.columns.near_copy, 1);
        let mut copies = Vec::new();
        let segments = if self.opened.payload.copies > 0 { &self.segments[..] } else { &[] };
        for segment in segments {
            let mut rows = Bits::empty(segment.len());
            segment.add_docs(&term, &mut rows).map_err(fail)?;
            for doc in rows.iter().filter(|doc| !segment.reader.is_deleted(*doc)) {
                copies.extend(segment.file_of(doc).map_err(fail)?.as_deref().map(ReportId::from_id));
            }
        }
        Ok(self.copies.get_or_init(|| copies))
    }
}

/// What it takes to put the paragraphs of an answer in order.
struct Ranking<'a> {
    question: &'a Question<'a>,
    evaluators: Vec<Evaluator<'a>>,
    rarity: &'a Rarity,
    concepts: &'a [&'a Concept],
}

impl Ranking<'_> {
    /// The paragraphs of the sets (one a segment) in the order asked for: at least the first `end`, or all of
    /// them for groups and for orders other than by relevance.
    fn order<'s>(
        &mut self,
        sets: impl Iterator<Item = &'s Set>,
        request: &SearchRequest,
        end: usize,
    ) -> Result<Vec<Place>, IndexError> {
        let index = self.question.index;
        let parts = self.evaluators.iter_mut().zip(sets).collect();
        let wanted = match (request.sort, request.group_by) {
            (Sort::Relevance, None) => end.max(WINDOW),
            _ => usize::MAX,
        };
        let size = |(_, set): &(_, &Set)| set.bits.len() as usize;
        let scored = self.question.each(parts, size, |(evaluator, set)| {
            let scorer = Scorer::new(self.question, evaluator.segment, self.rarity);
            let relevance = scorer.score(evaluator, self.concepts, set)?;
            let scored = Scored { docs: set.docs().into(), relevance };
            // Where segments are worked on one after another, the best of all are found at once.
            Ok(if self.question.much { scored.best(wanted) } else { scored })
        })?;
        if request.sort != Sort::Relevance {
            let keys = index.sort_keys(request.sort)?;
            let mut keyed: Vec<(u64, Place)> =
                index.all_places(&scored)?.into_iter().map(|place| (keys.of(index, &place), place)).collect();
            keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.by_id(&b.1)));
            return Ok(keyed.into_iter().map(|(_, place)| place).collect());
        }
        let mut places = index.best(&scored, wanted)?;
        places.sort_unstable_by(Place::best_first);
        let window = WINDOW.min(places.len());
        self.second_look(&mut places[..window])?;
        places[..window].sort_unstable_by(Place::best_first);
        Ok(places)
    }

    fn second_look(&self, places: &mut [Place]) -> Result<(), IndexError> {
        places.sort_unstable_by_key(|place| (place.segment, place.doc));
        let parts = places.chunk_by_mut(|a, b| a.segment == b.segment).collect();
        let size = |places: &&mut [Place]| places.len();
        self.question.each(parts, size, |places| {
            let evaluator = &self.evaluators[places[0].segment as usize];
            let docs: Vec<DocId> = places.iter().map(|place| place.doc).collect();
            let scorer = Scorer::new(self.question, evaluator.segment, self.rarity);
            let added = scorer.second_look(evaluator, self.concepts, &docs)?;
            places.iter_mut().zip(added).for_each(|(place, added)| place.relevance += added);
            Ok(())
        })?;
        Ok(())
    }
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
