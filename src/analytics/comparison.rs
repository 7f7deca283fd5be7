use crate::backend::{
    CountResponse, SearchResponse,
    answers::{Compared, Comparison, Matrix},
};

/// What the backend gave for one council's part of a comparison.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Short name.
    pub authority: String,
    /// `None` without a query.
    pub answer: Option<Answer>,
}

#[derive(Clone, Debug)]
pub struct Answer {
    /// By statement.
    pub count: CountResponse,
    /// The same of all paragraphs of the council, where filters leave some of them out.
    pub unfiltered: Option<CountResponse>,
    /// The best paragraphs.
    pub search: SearchResponse,
}

/// The councils side by side; `matrix` holds the latest assessments.
pub fn compare(matrix: &Matrix, asked: Vec<Asked>) -> Comparison {
    let has_query = asked.iter().any(|asked| asked.answer.is_some());
    let mut notes = matrix.notes.clone();
    let authorities = asked
        .into_iter()
        .map(|Asked { authority, answer }| {
            let row = matrix.rows.iter().find(|row| row.authority == authority).cloned();
            if row.is_none() {
                notes.push(format!("no indexed source states a score of {authority}"));
            }
            let Some(Answer { count, unfiltered, search }) = answer else {
                return Compared {
                    name: authority,
                    row,
                    counts: Vec::new(),
                    filtered_out: Vec::new(),
                    best: Vec::new(),
                };
            };
            let counts = counts(matrix, &count);
            let filtered_out = match unfiltered.map(|all| self::counts(matrix, &all)) {
                Some(all) => counts.iter().zip(&all).map(|(here, all)| here.1 == 0 && all.1 > 0).collect(),
                None => vec![false; counts.len()],
            };
            Compared { name: authority, row, counts, filtered_out, best: search.hits }
        })
        .collect();
    Comparison { columns: matrix.columns.clone(), authorities, has_query, notes }
}

/// All together, then one for each column.
fn counts(matrix: &Matrix, response: &CountResponse) -> Vec<(usize, usize)> {
    let table = response.tables.first();
    let of = |key: Option<&str>| {
        let counts = table.iter().flat_map(|table| &table.counts);
        counts.filter(|count| count.row.as_deref() == key).map(|count| (count.count, count.of)).next()
    };
    let everything = table.iter().flat_map(|table| &table.counts).map(|count| count.of).sum();
    let columns = matrix.columns.iter().map(|column| of(Some(&column.key)).unwrap_or((0, 0)));
    std::iter::once((response.total, everything)).chain(columns).collect()
}
