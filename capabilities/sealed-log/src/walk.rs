//! The way through the whole log in the order of positions, a piece at a time, with several pieces read at once.

use behorig_access::Instant;
use behorig_store::{Db, StoreError};
use behorig_transparency::Hash;
use behorig_transparency::tree::{self, HashIndex};
use futures::stream::{Stream, StreamExt};
use uuid::Uuid;

use crate::LogError;
use crate::records::{self, events};
use crate::rules::{Pages, page_of};

/// Positions of a piece.
const PIECE: u64 = 2_000;
/// Pieces that are read at once: as many as this machine has cores to hash with, and little memory.
const AT_ONCE: usize = 3;

/// What stands at one position.
#[derive(Default)]
pub(crate) struct Place {
    /// The event that the leaf's row names; none where the row is gone.
    pub(crate) event: Option<Uuid>,
    /// The leaf hash that today's event gives; none where the event is gone.
    pub(crate) now: Option<Hash>,
    /// The leaf hash as stored; none where its page is gone.
    pub(crate) sealed: Option<Hash>,
    /// Event and salt are gone together, as an erasure leaves it.
    pub(crate) is_erased: bool,
    /// When it happened and when it was sealed.
    pub(crate) times: Option<(Instant, Instant)>,
    /// When the leaf's row says that it was sealed, also of an event that is gone.
    pub(crate) sealed_at: Option<Instant>,
    /// What an event that tells of a thinning says.
    pub(crate) told: Option<String>,
    /// The event's bytes, where they were asked for.
    pub(crate) bytes: Option<Vec<u8>>,
}

/// Some positions in a row.
pub(crate) struct Piece {
    pub(crate) first: u64,
    pub(crate) places: Vec<Place>,
    /// The stored hashes of the tree from the first leaf's on; none where the page is gone.
    pub(crate) row: Vec<Option<Hash>>,
}

/// All pieces of a log from one position to another, which is not among them. What is sealed never changes, so that each piece may be
/// read in a snapshot of its own; an event may be erased meanwhile, and what tells of it then stands further on.
pub(crate) fn pieces(
    db: &Db,
    from: u64,
    size: u64,
    with_bytes: bool,
) -> impl Stream<Item = Result<Piece, LogError>> + use<> {
    let db = db.clone();
    let starts = (from..size).step_by(usize::try_from(PIECE).unwrap_or(usize::MAX));
    futures::stream::iter(starts)
        .map(move |first| {
            let (db, until) = (db.clone(), first.saturating_add(PIECE).min(size));
            let reading = tokio::spawn(async move { piece(&db, first, until, with_bytes).await });
            async move {
                let lost = |_| StoreError::Unavailable("reading the log was broken off".to_owned());
                reading.await.map_err(lost)?
            }
        })
        .buffered(AT_ONCE)
}

async fn piece(db: &Db, first: u64, until: u64, with_bytes: bool) -> Result<Piece, LogError> {
    let (from, to) = (tree::stored(first)?, tree::stored(until)?);
    let mut read = db.read().await?;
    let leaves = events::sealed(&mut read, first, until).await?;
    let last = HashIndex::new(to.get().saturating_sub(1));
    let pages = records::tree::pages_between(&mut read, page_of(from), page_of(last)).await?;
    drop(read);
    let row = (from.get()..to.get()).map(|index| pages.hash(HashIndex::new(index))).collect();
    let mut leaves = leaves.into_iter().peekable();
    let mut scratch = Vec::with_capacity(1024);
    let mut places = Vec::with_capacity(usize::try_from(until - first).unwrap_or_default());
    for position in first..until {
        let leaf = leaves.next_if(|(leaf, _)| leaf.position == position);
        places.push(place(position, leaf, &pages, with_bytes, &mut scratch)?);
    }
    Ok(Piece { first, places, row })
}

fn place(
    position: u64,
    leaf: Option<(events::LeafRow, Option<events::Stored>)>,
    pages: &Pages,
    with_bytes: bool,
    scratch: &mut Vec<u8>,
) -> Result<Place, LogError> {
    let sealed = pages.hash(tree::stored(position)?);
    let Some((leaf, event)) = leaf else {
        return Ok(Place { sealed, ..Place::default() });
    };
    let place = Place { event: Some(leaf.event), sealed, sealed_at: Some(leaf.sealed_at), ..Place::default() };
    let Some(event) = event else {
        return Ok(Place { is_erased: leaf.salt.is_none(), ..place });
    };
    let now = event.as_event(leaf.salt.unwrap_or_default()).leaf(scratch)?;
    Ok(Place {
        now: Some(now),
        times: Some((event.at, leaf.sealed_at)),
        told: event.thinning().map(str::to_owned),
        bytes: with_bytes.then(|| scratch.clone()),
        ..place
    })
}
