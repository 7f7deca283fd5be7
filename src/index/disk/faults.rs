use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use crate::index::error::words_of;

/// Every operation that changes the index folder asks here first. In the program it always may; a
/// test makes the n-th one fail, or the n-th and all after it, which is how a kill looks from
/// inside. It also remembers the first failure, because the engine's threads report theirs as
/// "a worker failed" and a person needs the cause.
#[derive(Clone, Debug, Default)]
pub(in crate::index) struct Faults {
    plan: Option<Arc<Plan>>,
    first: Arc<Mutex<Option<String>>>,
}

#[derive(Debug)]
struct Plan {
    left: AtomicI64,
    then_all: bool,
}

impl Faults {
    /// The operation with this number (from 0) fails, and with `then_all` every later one.
    #[cfg(test)]
    pub(in crate::index) fn at(number: i64, then_all: bool) -> Self {
        Faults {
            plan: Some(Arc::new(Plan { left: AtomicI64::new(number), then_all })),
            first: Arc::default(),
        }
    }

    /// How many operations were allowed to pass beyond the planned one; a loop over `n` ends where
    /// the fault was never reached.
    #[cfg(test)]
    pub(in crate::index) fn reached(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.left.load(Ordering::SeqCst) < 0)
    }

    pub(in crate::index) fn step(&self) -> io::Result<()> {
        let Some(plan) = &self.plan else { return Ok(()) };
        let left = plan.left.fetch_sub(1, Ordering::SeqCst);
        if left == 0 || (left < 0 && plan.then_all) {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on device (planned)"));
        }
        Ok(())
    }

    pub(super) fn note(&self, error: &io::Error) {
        let mut first = self.first.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        first.get_or_insert_with(|| words_of(error));
    }

    /// The first failure of a write, in words for a person.
    pub(in crate::index) fn first(&self) -> Option<String> {
        self.first.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}
