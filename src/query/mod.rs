//! Query text to a tree, a tree to a plan, a plan over a paragraph to marks.
//!
//! The plan is the one meaning of a query: `index/` translates it for the engine, `matching`
//! runs it over a paragraph's words, and tests hold the two against each other.

mod ast;
mod concept;
mod data;
mod error;
mod filter;
#[cfg(test)]
mod laws;
mod lex;
mod lexicon;
mod matching;
mod parse;
mod plain;
mod plan;
mod planner;
mod print;
mod relax;
mod values;
mod vocabulary;
mod whole_names;

pub use ast::{Ast, Node, NodeKind, Typed, Value};
pub use data::LexiconError;
pub use error::{QueryError, QueryErrorKind};
pub use filter::{Bound, Filter, FilterValue, tag_value};
pub use lex::near_field;
pub use lexicon::Lexicon;
pub use matching::{Found, Match, Matcher, explain, is_spelled_like};
pub use parse::parse;
pub use plan::{Alternative, Concept, Form, Origin, Pattern, Plan, PlanNode, Slot, Spread};
pub use planner::{MOST_EXPANSIONS, OptionFilter, PlanOptions, Planner};
pub use relax::{Relaxation, Relaxed, relaxations};
pub use vocabulary::Vocabulary;
