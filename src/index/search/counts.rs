//! Counts by facet, and by two of them.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use tantivy::DocId;

use super::{
    bits::{Bits, Set},
    evaluate::Question,
    facet_column::FacetColumn,
    names::{self, Names},
    segment::SegmentView,
};
use crate::{
    backend::{Assessments, Count, CountRequest, CountResponse, CrossTab, Facet, FacetValue, Unit},
    index::{error::IndexError, open::Index},
    model::Field,
    query::Plan,
};

type Value = Option<String>;
/// A value, `None` where the tag is missing, and how many paragraphs have it.
type ValueCount<'a> = (Option<&'a Arc<str>>, usize);

/// The values of a field in the whole index.
pub(in crate::index) struct Values {
    names: Vec<Option<Arc<str>>>,
    /// By segment and the segment's own ordinal, the place in `names`.
    places: Vec<Vec<u32>>,
}

impl Index {
    /// How many, by each field or pair of fields asked for; each with how many there are at all
    /// under the same filters.
    pub fn count(&self, request: &CountRequest) -> Result<CountResponse, IndexError> {
        self.guarded(|| {
            let (matching, left_out) = self.sets(&request.plan, request.assessments)?;
            let everything = Plan { root: None, ..request.plan.clone() };
            let (population, _) = self.sets(&everything, request.assessments)?;
            let copies = self.near_copies()?;
            let mut response = CountResponse { in_left_out_sections: left_out, ..Default::default() };
            // What is a copy is a page: an authority is none.
            if request.unit != Unit::Authorities && !copies.is_empty() {
                let mut in_copies = matching.clone();
                for (segment, docs) in self.segments.iter().zip(&mut in_copies) {
                    docs.and(segment.copies(copies).map_err(|error| self.fail(&error))?);
                }
                response.in_copies = self.number_of(&in_copies, request.unit)?;
            }
            response.total = self.number_of(&matching, request.unit)?;
            response.of = self.number_of(&population, request.unit)?;
            for (rows, columns) in &request.by {
                let counts = self.tally(&matching, Some(*rows), *columns, request.unit)?;
                let of = self.tally(&population, Some(*rows), *columns, request.unit)?;
                let mut cells: Vec<Count> = of
                    .into_iter()
                    .map(|((row, column), of)| {
                        let count = counts.get(&(row.clone(), column.clone())).copied().unwrap_or(0);
                        Count { row, column, count, of }
                    })
                    .collect();
                cells.sort_by(|a, b| {
                    self.compare(*rows, &a.row, &b.row).then_with(|| {
                        columns.map_or(std::cmp::Ordering::Equal, |field| {
                            self.compare(field, &a.column, &b.column)
                        })
                    })
                });
                response.tables.push(CrossTab { rows: *rows, columns: *columns, counts: cells });
            }
            Ok(response)
        })
    }

    /// The values of fields and how many paragraphs have each, under the plan; each field's counts
    /// ignore its own filters.
    pub fn facets(
        &self,
        plan: &Plan,
        assessments: Assessments,
        fields: &[Field],
    ) -> Result<Vec<Facet>, IndexError> {
        self.guarded(|| {
            let question = Question::new(self);
            let mut found = Vec::new();
            for n in 0..self.segments.len() {
                found.push(self.matches(&question, n, plan, None, assessments, fields)?.0);
            }
            let mut facets = Vec::new();
            for field in fields {
                let sets = found.iter().map(|m| m.without.get(field).unwrap_or(&m.all));
                facets.push(Facet {
                    field: *field,
                    values: facet_values(self.values_in(&question, *field, sets)?),
                });
            }
            Ok(facets)
        })
    }

    /// Matching paragraphs by segment, and how many more are in sections left out.
    pub(super) fn sets(
        &self,
        plan: &Plan,
        assessments: Assessments,
    ) -> Result<(Vec<Bits>, usize), IndexError> {
        let question = Question::new(self);
        let (mut sets, mut left_out) = (Vec::new(), 0);
        for n in 0..self.segments.len() {
            let (matches, _) = self.matches(&question, n, plan, None, assessments, &[])?;
            left_out += matches.left_out;
            sets.push(matches.all.bits);
        }
        Ok((sets, left_out))
    }

    /// How many paragraphs of the sets (one a segment) have each value, those that none has left out; values
    /// in byte order, the missing tag first.
    pub(super) fn values_in<'a>(
        &self,
        question: &Question<'_>,
        field: Field,
        sets: impl Iterator<Item = &'a Set>,
    ) -> Result<Vec<ValueCount<'_>>, IndexError> {
        let values = self.values(field)?;
        let parts = self.segments.iter().zip(sets).collect();
        let size = |(_, set): &(_, &Set)| set.bits.len() as usize;
        let counted = question.each(parts, size, |(segment, set)| {
            let column = segment.facet(field).map_err(|error| self.fail(&error))?;
            Ok(column.counts(set))
        })?;
        let mut counts = vec![0; values.names.len()];
        for (places, counted) in values.places.iter().zip(&counted) {
            places.iter().zip(counted).for_each(|(place, count)| counts[*place as usize] += count);
        }
        let names = values.names.iter().map(Option::as_ref);
        Ok(names.zip(counts).filter(|(_, count)| *count > 0).collect())
    }

    /// Every value that some paragraph has, in byte order.
    pub fn values_of(&self, field: Field) -> Result<Vec<Arc<str>>, IndexError> {
        self.guarded(|| {
            if self.segments.iter().all(|segment| segment.reader.num_deleted_docs() == 0) {
                return Ok(self.values(field)?.names.iter().flatten().cloned().collect());
            }
            let live = |segment: &SegmentView| Ok(Set::new(segment.paragraphs()?.clone()));
            let live: tantivy::Result<Vec<Set>> = self.segments.iter().map(live).collect();
            let live = live.map_err(|error| self.fail(&error))?;
            let counts = self.values_in(&Question::new(self), field, live.iter())?;
            Ok(counts.into_iter().filter_map(|(name, _)| name.cloned()).collect())
        })
    }

    fn values(&self, field: Field) -> Result<&Values, IndexError> {
        let cell = &self.values[field as usize];
        if let Some(values) = cell.get() {
            return Ok(values);
        }
        let columns: Result<Vec<_>, _> = self.segments.iter().map(|segment| segment.facet(field)).collect();
        let columns = columns.map_err(|error| self.fail(&error))?;
        let lists: Vec<&Names> = columns.iter().map(|column| &column.names).collect();
        let mut readings: Vec<names::Listed> = lists.iter().map(|list| names::Listed(0, list)).collect();
        let (places, count) = names::places(&mut readings);
        let mut names = vec![None; count];
        for (list, places) in lists.iter().zip(&places) {
            for (name, place) in list.iter().zip(places) {
                let known = &mut names[*place as usize];
                *known = known.take().or_else(|| name.map(Arc::from));
            }
        }
        Ok(cell.get_or_init(|| Values { names, places }))
    }

    /// Values in a table's order, the missing tag last.
    fn compare(&self, field: Field, a: &Value, b: &Value) -> std::cmp::Ordering {
        match (a, b) {
            (Some(a), Some(b)) => self.compare_values(field, a, b),
            _ => a.is_none().cmp(&b.is_none()),
        }
    }

    fn number_of(&self, sets: &[Bits], unit: Unit) -> Result<usize, IndexError> {
        match unit {
            Unit::Paragraphs => Ok(sets.iter().map(Bits::count).sum()),
            Unit::Reports | Unit::Authorities => Ok(self.tally(sets, None, None, unit)?.values().sum()),
        }
    }

    fn tally(
        &self,
        sets: &[Bits],
        rows: Option<Field>,
        columns: Option<Field>,
        unit: Unit,
    ) -> Result<HashMap<(Value, Value), usize>, IndexError> {
        let fail = |error: tantivy::TantivyError| self.fail(&error);
        let mut paragraphs: HashMap<(Value, Value), usize> = HashMap::new();
        let mut distinct: HashMap<(Value, Value), BTreeSet<String>> = HashMap::new();
        for (segment, set) in self.segments.iter().zip(sets) {
            let docs: Vec<DocId> = set.iter().collect();
            let column =
                |field: Option<Field>| field.map(|field| segment.facet(field)).transpose().map_err(fail);
            let (row, col) = (column(rows)?, column(columns)?);
            let ordinals = |column: Option<&FacetColumn>| {
                let mut out = vec![0; docs.len()];
                if let Some(column) = column {
                    column.ordinals(&docs, &mut out);
                }
                out
            };
            let (row_ordinals, col_ordinals) = (ordinals(row), ordinals(col));
            let unit_ordinals: Vec<u64> = match unit {
                Unit::Paragraphs => Vec::new(),
                Unit::Reports => docs
                    .iter()
                    .map(|doc| segment.id_key(*doc).map(|key| key.0))
                    .collect::<Result<_, _>>()
                    .map_err(fail)?,
                Unit::Authorities => ordinals(Some(segment.facet(Field::Authority).map_err(fail)?)),
            };
            let mut cells: HashMap<(u64, u64), usize> = HashMap::new();
            let mut units: BTreeSet<(u64, u64, u64)> = BTreeSet::new();
            for n in 0..docs.len() {
                let cell = (row_ordinals[n], col_ordinals[n]);
                match unit_ordinals.get(n) {
                    None => *cells.entry(cell).or_default() += 1,
                    Some(unit) => {
                        units.insert((cell.0, cell.1, *unit));
                    }
                }
            }
            let name = |column: Option<&FacetColumn>, ordinal| column?.names.get(ordinal).map(str::to_owned);
            let names = |(row_ordinal, col_ordinal)| (name(row, row_ordinal), name(col, col_ordinal));
            for (cell, count) in cells {
                *paragraphs.entry(names(cell)).or_default() += count;
            }
            for (row, col, unit_ordinal) in units {
                let name = match unit {
                    Unit::Authorities => {
                        match name(Some(segment.facet(Field::Authority).map_err(fail)?), unit_ordinal) {
                            Some(name) => name,
                            // Paragraphs without an authority are no authority.
                            None => continue,
                        }
                    }
                    Unit::Reports | Unit::Paragraphs => segment.report_of(unit_ordinal).map_err(fail)?,
                };
                distinct.entry(names((row, col))).or_default().insert(name);
            }
        }
        if unit == Unit::Paragraphs {
            return Ok(paragraphs);
        }
        Ok(distinct.into_iter().map(|(cell, units)| (cell, units.len())).collect())
    }
}

/// Most frequent first, ties by value, the missing tag last among equals.
pub(super) fn facet_values(counts: Vec<ValueCount<'_>>) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = counts
        .into_iter()
        .map(|(value, count)| FacetValue { value: value.map(ToString::to_string), count })
        .collect();
    values.sort_by(|a, b| {
        b.count
            .cmp(&a.count)
            .then_with(|| a.value.is_none().cmp(&b.value.is_none()))
            .then_with(|| a.value.cmp(&b.value))
    });
    values
}
