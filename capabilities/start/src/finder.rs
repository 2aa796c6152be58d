//! What is opened by what was typed into the search itself, such as a case by its number.

use std::pin::Pin;
use std::sync::Arc;

use behorig_access::{Instant, Viewer};
use behorig_store::Tx;
use behorig_visit::PageError;

/// The path of what was found.
pub type Opened<'t> = Pin<Box<dyn Future<Output = Result<Option<String>, PageError>> + Send + 't>>;

/// Looks for the one thing that was named. It finds what the viewer may open, and of anything else says that there is nothing.
pub type Finder = for<'t> fn(&'t mut Tx, &'t Viewer, &'t str, Instant) -> Opened<'t>;

/// The finders that the program handed over; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Finders(Arc<[Finder]>);

impl Finders {
    pub(crate) fn new(finders: Vec<Finder>) -> Self {
        Self(finders.into())
    }

    /// Where what was typed leads, if it names something.
    pub(crate) async fn opened(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        typed: &str,
        now: Instant,
    ) -> Result<Option<String>, PageError> {
        for find in self.0.iter() {
            if let Some(path) = find(tx, viewer, typed, now).await? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }
}
