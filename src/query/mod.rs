//! Query text to a tree, a tree to a plan, a plan over a paragraph to marks.
//!
//! The plan is the one meaning of a query: `index/` translates it for the engine, `matching`
//! runs it over a paragraph's words, and tests hold the two against each other.

mod filter;
mod plan;

pub use filter::{Bound, Filter, FilterValue};
pub use plan::{Alternative, Concept, Form, Origin, Pattern, Plan, PlanNode, Slot, Spread};
