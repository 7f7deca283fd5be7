use std::{collections::HashSet, sync::Arc};

/// Texts that recur in the rows of a ledger, each kept once: a hundred thousand rows name few councils, statements
/// and kinds of problem.
#[derive(Debug, Default)]
pub struct Names(HashSet<Arc<str>>);

impl Names {
    /// Puts the one that is kept in the place of an equal text.
    pub fn once(&mut self, name: &mut Arc<str>) {
        match self.0.get(name) {
            Some(kept) => *name = Arc::clone(kept),
            None => {
                self.0.insert(Arc::clone(name));
            }
        }
    }
}
