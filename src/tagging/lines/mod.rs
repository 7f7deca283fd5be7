//! What a line says by its own words: names, dates, scores, and the forms of a layout laid over it. Its neighbours
//! decide whether that counts.

pub(super) mod dates;
pub(super) mod earlier;
pub(super) mod forms;
pub(super) mod layouts;
pub(super) mod names;
pub(super) mod rated;
pub(super) mod roles;
mod score_forms;
pub(super) mod scores;
pub(super) mod speaker;
pub(super) mod title_names;
