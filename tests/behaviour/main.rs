//! What a person can see of the program, one module a topic. `support` gives a sandbox: a corpus and
//! an index of their own in a temporary folder, the built program, and a readable difference.

mod agreement;
mod architecture;
mod support;
