//! What one round adds to the tree.

use behorig_transparency::tree::{self, HashIndex, Held};
use behorig_transparency::{Event, Hash};
use uuid::Uuid;

use super::pages::{HASH, PAGE, Pages, page_of};
use crate::LogError;

/// A round as it will be written: nothing of it is on disk yet.
#[derive(Debug)]
pub(crate) struct Planned {
    /// The tree that it stands on.
    pub(crate) before: u64,
    /// The tree afterwards.
    pub(crate) size: u64,
    /// Its root.
    pub(crate) root: Hash,
    /// Event id and salt of each new leaf, one after the other in the order of positions.
    pub(crate) leaves: Vec<u8>,
    /// The first page that is written.
    pub(crate) first_page: u64,
    /// The pages, one after the other; the last may be shorter.
    pub(crate) pages: Vec<u8>,
}

impl Planned {
    /// How many events.
    pub(crate) const fn count(&self) -> u64 {
        self.size - self.before
    }

    /// How many pages.
    pub(crate) fn page_count(&self) -> usize {
        self.pages.len().div_ceil(HASH * usize::try_from(PAGE).unwrap_or(usize::MAX))
    }
}

/// Puts events, each with its salt, at the end of a tree of this size. `stored` holds its frontier and its last page.
///
/// # Errors
/// [`LogError::Broken`] where the last page is not as long as the tree says; what the tree and the events say.
pub(crate) fn plan(
    size: u64,
    frontier: &Held,
    stored: &Pages,
    events: &[(Uuid, Event<'_>)],
) -> Result<Planned, LogError> {
    let mut scratch = Vec::with_capacity(1024);
    let hashed: Result<Vec<Hash>, _> = events.iter().map(|(_, event)| event.leaf(&mut scratch)).collect();
    let grown = tree::append(size, &hashed?, frontier)?;
    let leaves = events.iter().flat_map(|(id, event)| id.as_bytes().iter().chain(&event.salt).copied()).collect();
    let mut pages = begun_page(grown.first, stored)?;
    pages.extend(grown.hashes.iter().flat_map(|hash| hash.as_bytes().iter().copied()));
    Ok(Planned { before: size, size: grown.size, root: grown.root, leaves, first_page: page_of(grown.first), pages })
}

/// What stands already on the page where the next hash goes.
fn begun_page(next: HashIndex, stored: &Pages) -> Result<Vec<u8>, LogError> {
    let begun = usize::try_from(next.get() % PAGE).unwrap_or_default() * HASH;
    let page = stored.0.get(&page_of(next)).map(Vec::as_slice).unwrap_or_default();
    if page.len() == begun {
        return Ok(page.to_vec());
    }
    Err(LogError::Broken(format!(
        "the page {} of the tree's hashes has {} bytes instead of {begun}",
        page_of(next),
        page.len()
    )))
}
