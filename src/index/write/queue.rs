//! Documents on their way to the engine's threads: those of a report together, and no more than there is room for.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tantivy::{TantivyDocument, indexer::UserOperation, schema::document::Document};

/// The engine lets ten thousand batches wait, however large.
const MOST_WAITING: usize = 4_000;

/// Should the engine's threads have ended, handing on what they will not take is what tells why.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many documents wait.
#[derive(Debug, Default)]
pub(super) struct Queue(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    documents: Mutex<usize>,
    fewer: Condvar,
}

/// A document that waits until a thread of the engine has taken it in.
pub(super) struct Queued {
    document: TantivyDocument,
    _place: Place,
}

struct Place(Arc<Waiting>);

impl Queue {
    /// One batch for the engine, once there is room: one thread takes it whole, so that its documents lie side by side.
    pub(super) fn admit(&self, documents: Vec<TantivyDocument>) -> Vec<UserOperation<Queued>> {
        let mut waiting = self.0.count();
        while *waiting > 0 && *waiting + documents.len() > MOST_WAITING {
            let (now, waited) =
                self.0.fewer.wait_timeout(waiting, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            waiting = now;
            if waited.timed_out() {
                break;
            }
        }
        *waiting += documents.len();
        let queued = |document| Queued { document, _place: Place(Arc::clone(&self.0)) };
        documents.into_iter().map(queued).map(UserOperation::Add).collect()
    }
}

impl Waiting {
    fn count(&self) -> MutexGuard<'_, usize> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.0.count() -= 1;
        self.0.fewer.notify_one();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn who_brings_more_than_there_is_room_for_waits_until_some_are_taken() {
        let queue = Queue::default();
        let some = |count: usize| vec![TantivyDocument::default(); count];
        // One batch is let in however large it is.
        let first = queue.admit(some(MOST_WAITING + 1));
        let second = thread::scope(|scope| {
            scope.spawn(|| drop(first));
            queue.admit(some(1))
        });
        assert_eq!(*queue.0.count(), second.len());
    }
}
