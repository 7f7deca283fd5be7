//! What `analytics/` answers and `output/` renders: the two never see each other, so the types that
//! pass between them are here. Plain values, every number with the places it came from.

mod citation;
mod comparison;
mod draft;
mod scores;

pub use citation::Citation;
pub use comparison::{Compared, Comparison};
pub use draft::{
    Allowed, CheckedClaim, CheckedDraft, CheckedQuotation, ClaimSubject, ClaimVerdict, Difference,
    DifferenceKind, PassedOver, PassedOverKind, QuotedFrom, Verdict,
};
pub use scores::{
    Cell, Column, Conflict, ConflictKind, Mark, Matrix, Outlook, Place, Row, Said, StatedRating,
};
