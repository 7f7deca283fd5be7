//! One file a command.

mod check;
mod cite;
mod compare;
mod count;
mod facets;
mod help;
mod index;
mod read;
mod scores;
mod search;
mod show;
mod status;
mod tags;
mod verify;

pub(in crate::cli) use check::check;
pub(in crate::cli) use cite::{cite, cited, not_indexed, paragraph_id, style_by_ending};
pub(in crate::cli) use compare::compare;
pub(in crate::cli) use count::count;
pub(in crate::cli) use facets::facets;
pub(in crate::cli) use help::{completions, help, man};
pub(in crate::cli) use index::{Order, build, index, name_problems};
pub(in crate::cli) use read::read;
pub(in crate::cli) use scores::scores;
pub(in crate::cli) use search::search;
pub(in crate::cli) use show::show;
pub(in crate::cli) use status::status;
pub(in crate::cli) use tags::tags;
pub(in crate::cli) use verify::verify;
