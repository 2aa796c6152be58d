//! Whom a relative follows, told by the capability that knows when somebody comes.

use std::pin::Pin;

use behorig_access::{Instant, PersonId, Viewer};
use behorig_store::{StoreError, Tx};

/// A customer with a page where they can be followed.
#[derive(Debug, Clone)]
pub struct FollowedCustomer {
    /// Whom.
    pub person: PersonId,
    /// Where the schedule is.
    pub path: String,
    /// When somebody comes next, as far as the viewer may know it.
    pub next: Option<Instant>,
}

/// The answer of a [`FollowedBy`].
pub type FollowedNow<'t> = Pin<Box<dyn Future<Output = Result<Vec<FollowedCustomer>, StoreError>> + Send + 't>>;

/// Whom a viewer may follow now, inside the viewer's own grants.
pub type FollowedBy = for<'t> fn(&'t mut Tx, &'t Viewer, Instant) -> FollowedNow<'t>;

/// What the program handed over.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Follows(pub(crate) Option<FollowedBy>);

impl Follows {
    /// Whom the viewer may follow; nobody where nobody was asked to know.
    pub(crate) async fn by(
        self,
        tx: &mut Tx,
        viewer: &Viewer,
        now: Instant,
    ) -> Result<Vec<FollowedCustomer>, StoreError> {
        match self.0 {
            Some(followed) => followed(tx, viewer, now).await,
            None => Ok(Vec::new()),
        }
    }
}
