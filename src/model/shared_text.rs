use std::{borrow::Borrow, collections::HashSet, fmt, ops::Deref, sync::Arc};

/// A text that recurs: a council, a statement, a kind of problem. One word wide, since a ledger names millions.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SharedText(Arc<Box<str>>);

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        SharedText(Arc::new(text.into()))
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> Self {
        SharedText(Arc::new(text.into()))
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SharedText {
    fn borrow(&self) -> &str {
        self
    }
}

impl fmt::Display for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// SharedTexts that recur in the rows of a ledger, each kept once: a hundred thousand rows name few councils, statements
/// and kinds of problem.
#[derive(Clone, Debug, Default)]
pub struct SharedTexts(HashSet<SharedText>);

impl SharedTexts {
    /// Puts the one that is kept in the place of an equal text.
    pub fn once(&mut self, name: &mut SharedText) {
        match self.0.get(name) {
            Some(kept) => *name = kept.clone(),
            None => {
                self.0.insert(name.clone());
            }
        }
    }
}
