use std::fmt;

use crate::model::{Catalogue, Field, Paragraph, Published};

/// A condition on one tag: any of the values (or, negated, none of them).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub field: Field,
    /// Never empty; joined by OR.
    pub values: Vec<FilterValue>,
    pub negated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterValue {
    /// The tag's value as facets print it: short name, key. Resolved from aliases beforehand.
    Is(String),
    /// Inclusive; open where `None`. For `score` and other numbers.
    Scores(Option<u8>, Option<u8>),
    /// Inclusive; `2025` covers all of its months, `2025-01` all of its days.
    Dates(Option<Bound>, Option<Bound>),
    /// The paragraph has no such tag.
    Missing,
}

/// One end of a range of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Year(u16),
    Month(Published),
}

impl Filter {
    /// Whether the paragraph's tag meets the condition.
    pub fn accepts(&self, catalogue: &Catalogue, paragraph: &Paragraph) -> bool {
        self.values.iter().any(|value| value.accepts(catalogue, self.field, paragraph)) != self.negated
    }
}

impl FilterValue {
    fn accepts(&self, catalogue: &Catalogue, field: Field, paragraph: &Paragraph) -> bool {
        let page = &*paragraph.page;
        match self {
            Self::Is(wanted) => tag_value(catalogue, field, paragraph).is_some_and(|value| value == *wanted),
            Self::Missing => tag_value(catalogue, field, paragraph).is_none(),
            Self::Scores(from, to) => page.score.as_ref().is_some_and(|tag| {
                let score = tag.value.0;
                from.is_none_or(|from| score >= from) && to.is_none_or(|to| score <= to)
            }),
            Self::Dates(from, to) => page.published.as_ref().is_some_and(|tag| {
                let date = tag.value;
                from.is_none_or(|from| from.is_at_or_before(date))
                    && to.is_none_or(|to| to.is_at_or_after(date))
            }),
        }
    }
}

impl Bound {
    /// Year, month, day; a day that no month reaches is as good as any.
    pub(super) fn first_day(self) -> (u16, u8, u8) {
        match self {
            Self::Year(year) => (year, 1, 1),
            Self::Month(date) => (date.year, date.month, date.day.unwrap_or(1)),
        }
    }

    pub(super) fn last_day(self) -> (u16, u8, u8) {
        match self {
            Self::Year(year) => (year, 12, 31),
            Self::Month(date) => (date.year, date.month, date.day.unwrap_or(31)),
        }
    }

    /// As a lower bound. A date known to the month may lie on any of its days.
    pub fn is_at_or_before(self, date: Published) -> bool {
        match self {
            Self::Year(year) => date.year >= year,
            Self::Month(from) => {
                let (months, bound) = ((date.year, date.month), (from.year, from.month));
                months > bound || months == bound && days(date, from).is_none_or(|(day, from)| day >= from)
            }
        }
    }

    /// As an upper bound.
    pub fn is_at_or_after(self, date: Published) -> bool {
        match self {
            Self::Year(year) => date.year <= year,
            Self::Month(to) => {
                let (months, bound) = ((date.year, date.month), (to.year, to.month));
                months < bound || months == bound && days(date, to).is_none_or(|(day, to)| day <= to)
            }
        }
    }
}

fn days(date: Published, bound: Published) -> Option<(u8, u8)> {
    Some((date.day?, bound.day?))
}

/// The value of a field as facets print it and filters take it; `None` without the tag.
pub fn tag_value(catalogue: &Catalogue, field: Field, paragraph: &Paragraph) -> Option<String> {
    let page = &*paragraph.page;
    match field {
        Field::Authority => page.authority.as_ref().map(|tag| tag.value.name.clone()),
        Field::Region => page.authority.as_ref().and_then(|tag| tag.value.region.clone()),
        Field::Theme => {
            let statement = page.statement.as_ref()?;
            catalogue.theme_of(&statement.value).map(|theme| theme.key.clone())
        }
        Field::Statement => page.statement.as_ref().map(|tag| tag.value.clone()),
        Field::Score => page.score.as_ref().map(|tag| tag.value.to_string()),
        Field::Rating => page.rating.as_ref().map(|tag| tag.value.clone()),
        Field::Section => Some(paragraph.section.key().to_owned()),
        Field::Kind => Some(page.kind.key().to_owned()),
        Field::Published => page.published.as_ref().map(|tag| tag.value.to_string()),
        Field::Status => page.status.as_ref().map(|tag| tag.value.key().to_owned()),
        Field::Framework => page.framework.clone(),
        Field::Assessment => page.assessment.clone(),
    }
}

/// As typed in a query: `score:1..2`, `NOT region:London`.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}:", if self.negated { "NOT " } else { "" }, self.field.key())?;
        for (at, value) in self.values.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            let text = value.to_string();
            super::ast::Value { text, span: 0..0 }.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for FilterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(value) => f.write_str(value),
            Self::Missing => f.write_str("none"),
            Self::Scores(from, to) if from == to => {
                f.write_str(&from.map_or(String::new(), |s| s.to_string()))
            }
            Self::Scores(from, to) => range(f, *from, *to),
            Self::Dates(from, to) if from == to => {
                f.write_str(&from.map_or(String::new(), |d| d.to_string()))
            }
            Self::Dates(from, to) => range(f, *from, *to),
        }
    }
}

fn range(
    f: &mut fmt::Formatter<'_>,
    from: Option<impl fmt::Display>,
    to: Option<impl fmt::Display>,
) -> fmt::Result {
    from.map_or(Ok(()), |from| from.fmt(f))?;
    f.write_str("..")?;
    to.map_or(Ok(()), |to| to.fmt(f))
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(date) => date.fmt(f),
        }
    }
}
