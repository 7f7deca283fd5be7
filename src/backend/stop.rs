use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

/// Somebody's wish that a run should end, against the run's commit: whichever comes first holds, so that an
/// interrupted run can say which state it left.
#[derive(Debug, Default)]
pub struct Stop {
    asked: AtomicBool,
    /// Held while the new state takes the place of the old one.
    committed: Mutex<bool>,
}

impl Stop {
    pub const fn new() -> Self {
        Stop { asked: AtomicBool::new(false), committed: Mutex::new(false) }
    }

    /// From now on nothing takes the place of the old state, unless it is just being done.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::SeqCst);
    }

    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Puts the new state in place; `None` if the run was to end before.
    pub fn commit<T, E>(&self, switch: impl FnOnce() -> Result<T, E>) -> Option<Result<T, E>> {
        let mut committed = self.lock();
        if self.asked() {
            return None;
        }
        let done = switch();
        *committed |= done.is_ok();
        Some(done)
    }

    /// Whether the new state is in place; waits for a commit that has begun.
    pub fn committed(&self) -> bool {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.committed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_first_holds() {
        let done = || Ok::<_, ()>(());
        let stop = Stop::new();
        assert_eq!(stop.commit(|| Err::<(), _>("full")), Some(Err("full")));
        assert!(!stop.committed());
        assert_eq!(stop.commit(done), Some(Ok(())));
        stop.ask();
        assert!(stop.committed() && stop.asked());
        let stop = Stop::new();
        stop.ask();
        assert_eq!(stop.commit(done), None);
        assert!(!stop.committed());
    }
}
