//! How the log stands just now, for whoever looks after the program.

use behorig_access::Instant;
use behorig_store::{StoreError, Tx};

use crate::records::{checkpoints, from_stored, tree};

/// The state of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// How many events wait to be sealed.
    pub waiting: u64,
    /// When the oldest of them happened.
    pub oldest: Option<Instant>,
    /// How many are sealed.
    pub sealed: u64,
    /// The last checkpoint: over how many events, and when it was signed.
    pub checkpoint: Option<(u64, Instant)>,
    /// The witnesses that have been shown anything.
    pub witnesses: Vec<WitnessState>,
}

/// What a witness took last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessState {
    /// `file` and its path, or the name of its key.
    pub name: String,
    /// How many events.
    pub size: u64,
    /// When; where it never took anything, since when it has not.
    pub at: Instant,
    /// What keeps it from taking more.
    pub trouble: Option<String>,
}

/// How the log of a database stands; none where it has not begun.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn state(tx: &mut Tx) -> Result<Option<State>, StoreError> {
    let Some(tree) = tree::tree(tx).await? else { return Ok(None) };
    // Ids rise with time: the oldest is among the first, however many wait.
    let (count, oldest) = tx
        .two::<(i64,), (Option<Instant>,)>(
            ("SELECT CAST(count(*) AS BIGINT) FROM audit_unsealed", &[]),
            (
                "SELECT min(e.at) FROM (SELECT q.event_id FROM audit_unsealed q ORDER BY q.event_id LIMIT 1000) first
                 JOIN audit_event e ON e.id = first.event_id",
                &[],
            ),
        )
        .await?;
    let checkpoint = checkpoints::last(tx).await?.map(|last| (last.size, last.signed_at));
    let witnesses = checkpoints::witnesses(tx).await?.into_iter().map(|row| WitnessState {
        name: row.name,
        size: row.size,
        at: row.at,
        trouble: row.trouble,
    });
    Ok(Some(State {
        waiting: count.first().map_or(Ok(0), |(count,)| from_stored(*count))?,
        oldest: oldest.first().and_then(|(oldest,)| *oldest),
        sealed: tree.size,
        checkpoint,
        witnesses: witnesses.collect(),
    }))
}
