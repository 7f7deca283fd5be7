use std::time::Duration;

use crate::model::{Problem, ProblemCode};

/// For one file, whatever its format.
pub(super) const FILE_TIME: Duration = Duration::from_secs(30);

pub(super) fn timed_out() -> Problem {
    let message =
        format!("took longer than {} seconds to read and was left out; save it as text", FILE_TIME.as_secs());
    Problem::new(ProblemCode::TimedOut, None, message)
}
