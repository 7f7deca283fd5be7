//! The contract between those who ask (`cli/`, `analytics/`, `output/`) and whoever answers
//! (`index/`): plain requests and responses, no engine, no terminal, no wire format.

pub mod answers;
mod ledger;
mod request;
mod response;
mod sink;
mod status;
mod stop;

pub use ledger::{FileRecord, Outcome, Stamp, Totals};
pub use request::{Assessments, CountRequest, GroupBy, Likeness, Page, SearchRequest, Sort, Unit};
pub use response::{
    Count, CountResponse, CrossTab, Explanation, Facet, FacetValue, Hit, Matched, SearchResponse, Suggestion,
};
pub use sink::{Sink, SinkError, Start};
pub use status::{Change, CorpusSettings, Fault, FaultKind, IndexStatus, Run, VerifyReport, Versions};
pub use stop::Stop;
