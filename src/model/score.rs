use std::fmt;

/// The score awarded to a quality statement in a report: a point on the framework's scale (1 to 4
/// for `cqc-la-2023`). Never the relevance of a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Score(pub u8);

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
