//! What a person can see of the program, one module a topic. `support` gives a sandbox: a corpus and
//! an index of their own in a temporary folder, the built program, and a readable difference.

#![allow(clippy::unwrap_used)]

mod agreement;
mod answers;
mod architecture;
mod bad_queries;
mod beside_a_writer;
mod brute_force;
mod changed_digits;
mod count_facets;
mod damage;
mod drafts;
mod exit_codes;
mod filter_by_facet;
mod formats;
mod full_disk;
mod highlights;
#[cfg(unix)]
mod hostile_files;
mod index_a_corpus;
#[cfg(unix)]
mod interrupts;
mod killing;
#[path = "making/mod.rs"]
mod making;
mod many_updates;
mod odd_reports;
mod readme;
mod repeating;
mod rounds;
mod schemas;
mod search_text;
mod stored_index;
mod support;
