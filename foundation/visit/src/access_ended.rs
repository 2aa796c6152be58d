//! What follows when somebody's access ends: one list, put together by the program, that every capability tells and any may follow.

use std::pin::Pin;
use std::sync::Arc;

use behorig_access::{AccountId, PersonId, UnitId};
use behorig_store::{StoreError, WriteTx};

/// Whose access has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessEnd {
    /// Staff: the account was blocked, or a grant of it has ended.
    Account {
        /// The account.
        account: AccountId,
        /// A word for why: `blocked` or `right-ended`.
        why: &'static str,
    },
    /// A resident: an approval, or a handed-out case type, has ended. What they still hold can be asked.
    Resident {
        /// The resident.
        person: PersonId,
        /// The clinic.
        unit: UnitId,
    },
}

/// What is done inside somebody else's transaction.
pub type Then<'t> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 't>>;

type Follows = dyn for<'t> Fn(&'t mut WriteTx, AccessEnd) -> Then<'t> + Send + Sync;

/// Everything that follows. It is told in the transaction that ends the access, after the end is written: what fails there
/// undoes the end as well.
#[derive(Clone, Default)]
pub struct AccessEnded(Vec<Arc<Follows>>);

impl AccessEnded {
    /// Nothing follows.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// This follows too, after what followed before.
    #[must_use]
    pub fn and<F>(mut self, follows: F) -> Self
    where
        F: for<'t> Fn(&'t mut WriteTx, AccessEnd) -> Then<'t> + Send + Sync + 'static,
    {
        self.0.push(Arc::new(follows));
        self
    }

    /// Tells that an account can no longer do what it could.
    ///
    /// # Errors
    /// The first error of whatever follows.
    pub async fn of_account(&self, tx: &mut WriteTx, account: AccountId, why: &'static str) -> Result<(), StoreError> {
        self.tell(tx, AccessEnd::Account { account, why }).await
    }

    /// Tells that a grant of a resident at a clinic has ended.
    ///
    /// # Errors
    /// The first error of whatever follows.
    pub async fn of_resident(&self, tx: &mut WriteTx, person: PersonId, unit: UnitId) -> Result<(), StoreError> {
        self.tell(tx, AccessEnd::Resident { person, unit }).await
    }

    async fn tell(&self, tx: &mut WriteTx, end: AccessEnd) -> Result<(), StoreError> {
        for follows in &self.0 {
            follows(tx, end).await?;
        }
        Ok(())
    }
}
