//! One file a command.

mod tags;

pub(in crate::cli) use tags::tags;
