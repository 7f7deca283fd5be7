//! The contract between those who ask (`cli/`, `analytics/`, `output/`) and whoever answers
//! (`index/`): plain requests and responses, no engine, no terminal, no wire format.

mod request;
mod response;

pub use request::{Assessments, CountRequest, GroupBy, Page, SearchRequest, Sort, Unit};
pub use response::{
    Count, CountResponse, CrossTab, Explanation, Facet, FacetValue, Hit, Matched, SearchResponse, Suggestion,
};
