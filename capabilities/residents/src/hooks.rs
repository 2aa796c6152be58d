//! What the program hangs on to changes of residents.

use std::pin::Pin;
use std::sync::Arc;

use behorig_access::{PersonId, UnitId};
use behorig_store::{StoreError, WriteTx};

/// What a hook does in the transaction that it hangs on.
pub type Then<'t> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 't>>;

type EndOfAccess = dyn for<'t> Fn(&'t mut WriteTx, PersonId, UnitId) -> Then<'t> + Send + Sync;

/// The program's own part in what happens here.
#[derive(Clone)]
pub struct Hooks {
    end_of_access: Arc<EndOfAccess>,
}

impl Hooks {
    /// `end_of_access` is called after grants of a resident at a clinic have ended by somebody's hand, in the same transaction:
    /// open cases that the resident may no longer write in can still be read, replies end, and whoever handles them is told.
    #[must_use]
    pub fn new<F>(end_of_access: F) -> Self
    where
        F: for<'t> Fn(&'t mut WriteTx, PersonId, UnitId) -> Then<'t> + Send + Sync + 'static,
    {
        Self { end_of_access: Arc::new(end_of_access) }
    }

    /// Nothing hangs on residents.
    #[must_use]
    pub fn none() -> Self {
        Self::new(|_, _, _| Box::pin(std::future::ready(Ok(()))))
    }

    pub(crate) async fn end_of_access(
        &self,
        tx: &mut WriteTx,
        person: PersonId,
        unit: UnitId,
    ) -> Result<(), StoreError> {
        (self.end_of_access)(tx, person, unit).await
    }
}
