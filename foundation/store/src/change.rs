//! A change as the databases carry it: whatever it takes and answers, the code that runs it is one and is compiled once.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use crate::tx::WriteTx;
use crate::{Recorded, StoreError, Work};

/// A change that keeps its own answer.
pub(crate) trait Change: Send + Sync {
    /// Runs it in `tx` and tells whether it wants to be kept. Run again, it forgets what it answered before.
    fn run<'t>(&'t self, tx: &'t mut WriteTx) -> Pin<Box<dyn Future<Output = bool> + Send + 't>>;
}

/// What became of a change: its own answer stands, or the database says otherwise.
pub(crate) type Verdict = Result<(), StoreError>;

/// What was asked for, and in time what it answered.
pub(crate) struct Asked<I, T, E, F> {
    input: I,
    work: F,
    answer: Mutex<Option<Result<T, E>>>,
}

impl<I, T, E, F> Asked<I, T, E, F>
where
    E: From<StoreError>,
{
    pub(crate) fn new(input: I, work: F) -> Arc<Self> {
        Arc::new(Self { input, work, answer: Mutex::new(None) })
    }

    /// The answer for whoever asked.
    pub(crate) fn answer(&self, verdict: Verdict) -> Result<T, E> {
        verdict.map_err(E::from)?;
        let answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or_else(|| Err(E::from(StoreError::Refused("a write was not run".to_owned()))))
    }
}

impl<I, T, E, F> Change for Asked<I, T, E, F>
where
    I: Send + Sync,
    T: Send,
    E: Send,
    F: for<'t> Fn(&'t mut WriteTx, &'t I) -> Work<'t, T, E> + Send + Sync,
{
    fn run<'t>(&'t self, tx: &'t mut WriteTx) -> Pin<Box<dyn Future<Output = bool> + Send + 't>> {
        let work = (self.work)(tx, &self.input);
        Box::pin(async move {
            let answer = work.await.map(Recorded::into_value);
            let is_kept = answer.is_ok();
            *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            is_kept
        })
    }
}
