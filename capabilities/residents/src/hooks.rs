//! What the program hangs on to changes of residents.

use std::pin::Pin;

use behorig_access::{PersonId, UnitId};
use behorig_store::{StoreError, WriteTx};

/// What else ends with a resident's access to a clinic, in the same transaction: open cases can still be read, replies end, the
/// handler is told.
pub type EndOfAccess =
    for<'t> fn(&'t mut WriteTx, PersonId, UnitId) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 't>>;

/// The program's own part in what happens here.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Called when a resident's last grant at a clinic has ended by somebody's hand.
    pub end_of_access: EndOfAccess,
}

impl Default for Hooks {
    /// Nothing hangs on residents.
    fn default() -> Self {
        Self { end_of_access: |_, _, _| Box::pin(std::future::ready(Ok(()))) }
    }
}
