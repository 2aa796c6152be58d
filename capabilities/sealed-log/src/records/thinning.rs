//! What is old enough to be erased, and the one write that erases it together with the event that tells of it.

use std::fmt::Write as _;
use std::sync::LazyLock;

use behorig_access::{Instant, UnitId};
use behorig_store::{ActivityType, Event, FromRow, Param, Recorded, Row, StoreError, Tx, WriteTx, params};
use behorig_transparency::{Day, Positions, Thinning};
use uuid::Uuid;

use super::{as_stored, from_stored};
use crate::retention::{self, Years};

/// A round erases at most this many events: the one writer of SQLite is not held for long.
pub(crate) const ROUND: usize = 200;

/// So many leaves are looked at before the way is noted.
const WINDOW: i64 = 5_000;

/// Who thins, and until when others leave it to them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) holder: Uuid,
    pub(crate) until: Instant,
}

/// Takes the turn, unless another has it. One that ends later than any is given is of a clock that was set back.
async fn take(tx: &mut WriteTx, turn: Turn) -> Result<bool, StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO audit_thinner (id, leased_until, reached) VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING",
        &[],
    )
    .await?;
    let taken = tx
        .execute(
            "UPDATE audit_thinner SET holder = ?1, leased_until = ?2
             WHERE id = 1 AND (holder IS NULL OR holder = ?1 OR leased_until <= ?3 OR leased_until > ?2)",
            params![turn.holder, turn.until, now],
        )
        .await?;
    Ok(taken == 1)
}

/// How long before a time the log was last looked at, in milliseconds; nothing where it never was.
pub(crate) async fn unseen_for(tx: &mut Tx, now: Instant) -> Result<Option<i64>, StoreError> {
    let turn: Option<(Instant,)> = tx.optional("SELECT leased_until FROM audit_thinner WHERE id = 1", &[]).await?;
    Ok(turn.map(|(until,)| now.millis_since(until)).filter(|_| turn.is_some_and(|(until,)| until.0 > 0)))
}

/// Goes on by so much from where the log was last looked at, and erases nothing.
pub(crate) async fn come_nearer(tx: &mut WriteTx, by: i64) -> Result<Recorded<()>, StoreError> {
    tx.execute("UPDATE audit_thinner SET leased_until = leased_until + ?1 WHERE id = 1", params![by]).await?;
    Ok(Recorded::nothing_to_record((), "the thinner's own place: nothing is erased here"))
}

/// Takes the turn and notes how far the way has been looked at. Whether it is one's own.
pub(crate) async fn reached(tx: &mut WriteTx, turn: Turn, until: Option<u64>) -> Result<Recorded<bool>, StoreError> {
    let is_mine = take(tx, turn).await?;
    if is_mine && let Some(until) = until {
        tx.execute("UPDATE audit_thinner SET reached = ?1 WHERE id = 1 AND reached < ?1", params![as_stored(until)])
            .await?;
    }
    Ok(Recorded::nothing_to_record(is_mine, "the thinner's own place: nothing is erased here"))
}

/// Up to which position all that is sealed is known to be older than the floor.
pub(crate) async fn reached_before(tx: &mut Tx) -> Result<u64, StoreError> {
    let reached: Option<(i64,)> = tx.optional("SELECT reached FROM audit_thinner WHERE id = 1", &[]).await?;
    reached.map_or(Ok(0), |(reached,)| from_stored(reached))
}

/// From a position on: the first whose event happened or was sealed at a time or later, or that is not there. Whether there is more to look
/// at behind it.
pub(crate) async fn look_on(tx: &mut Tx, from: u64, young: Instant) -> Result<(u64, bool), StoreError> {
    let rows: Vec<(i64, Instant, Option<Instant>)> = tx
        .all(
            "SELECT l.position, l.sealed_at, e.at FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id
             WHERE l.position >= ?1 ORDER BY l.position LIMIT ?2",
            params![as_stored(from), WINDOW],
        )
        .await?;
    let mut until = from;
    for (position, sealed_at, at) in &rows {
        if *position != as_stored(until) || *sealed_at >= young || at.is_some_and(|at| at >= young) {
            return Ok((until, false));
        }
        until += 1;
    }
    Ok((until, as_stored(rows.len() as u64) == WINDOW))
}

/// An event that is old enough.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Old {
    pub(crate) position: u64,
    pub(crate) at: Instant,
    pub(crate) event: Uuid,
}

impl FromRow for Old {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { position: from_stored(row.next()?)?, at: row.next()?, event: row.next()? })
    }
}

/// The next events of a unit, after one of them, that happened and were sealed before a day and stand below a position. What tells of the
/// log itself stays.
pub(crate) async fn old(
    tx: &mut Tx,
    unit: UnitId,
    before: Day,
    below: u64,
    after: (Instant, Uuid),
) -> Result<Vec<Old>, StoreError> {
    tx.all(
        "SELECT l.position, e.at, e.id FROM audit_event e CROSS JOIN audit_leaf l
         WHERE e.unit_id = ?1 AND e.at < ?2 AND (e.at, e.id) > (?3, ?4) AND l.event_id = e.id
             AND l.sealed_at < ?2 AND l.position < ?5 AND l.salt IS NOT NULL
             AND coalesce(e.activity_level, '') NOT IN
                 ('audit.begin-sealing', 'audit.new-name', 'audit.retention', 'audit.rotate-key', 'audit.thin')
         ORDER BY e.at, e.id LIMIT 200",
        params![unit, Instant(before.begins()), after.0, after.1, as_stored(below)],
    )
    .await
}

/// What one round erases.
#[derive(Debug)]
pub(crate) struct Erasing {
    pub(crate) unit: UnitId,
    pub(crate) years: Years,
    pub(crate) before: Day,
    pub(crate) events: Vec<Old>,
    pub(crate) turn: Turn,
}

/// The statements of an erasing, whose positions are bound last.
struct Statements {
    leaves: String,
    resources: String,
    events: String,
}

static STATEMENTS: LazyLock<Statements> = LazyLock::new(|| {
    let ids = |first| format!("(SELECT l.event_id FROM audit_leaf l WHERE l.position IN ({}))", places(first));
    Statements {
        leaves: format!(
            "UPDATE audit_leaf SET salt = NULL, thinned_by = ?1
             WHERE salt IS NOT NULL AND sealed_at < ?2 AND position IN ({})",
            places(3)
        ),
        resources: format!("DELETE FROM audit_resource WHERE event_id IN {}", ids(1)),
        events: format!("DELETE FROM audit_event WHERE unit_id = ?1 AND at < ?2 AND id IN {}", ids(3)),
    }
});

/// Places for the positions of a round, the first with this number.
fn places(first: usize) -> String {
    let mut places = format!("?{first}");
    for number in first + 1..first + ROUND {
        let _ = write!(places, ", ?{number}");
    }
    places
}

/// Erases a round: event, what it is about, and the salt of its leaf go, the leaf's hash stays, and an event tells of it. How many went;
/// none where it is another's turn, or the unit's log is by now kept for another time.
///
/// # Errors
/// [`StoreError::Stale`] where not exactly these events were there to erase.
pub(crate) async fn erase(tx: &mut WriteTx, erasing: &Erasing) -> Result<Recorded<Option<u64>>, StoreError> {
    let Erasing { unit, years, before, events, turn } = erasing;
    if !take(tx, *turn).await? {
        return Ok(Recorded::nothing_to_record(None, "another node thins the log"));
    }
    if retention::rule_of(tx, *unit).await? != Some(*years) {
        return Ok(Recorded::nothing_to_record(None, "the unit's log is kept for another time by now"));
    }
    let positions = Positions::of(events.iter().map(|old| old.position).collect());
    let told = Thinning { unit: unit.uuid(), before: *before, years: years.get(), positions };
    let event = Event { activity: ActivityType::Erase, ..Event::change("audit.thin", "unit", *unit) };
    let recorded = tx.record(event.with_args(told.to_string())).await?;
    let teller = recorded.event().map_or_else(Uuid::nil, |event| event.uuid());
    let mut places: Vec<Param<'_>> = events.iter().map(|old| Param::Int(as_stored(old.position))).collect();
    places.resize(ROUND, Param::Int(-1));
    let until = Param::Int(before.begins());
    let (count, unit_bytes) = (as_stored(events.len() as u64), unit.uuid().into_bytes());
    let teller_bytes = teller.into_bytes();
    let leaves =
        tx.execute(&STATEMENTS.leaves, &[&[Param::Bytes(&teller_bytes), until], places.as_slice()].concat()).await?;
    tx.execute(&STATEMENTS.resources, &places).await?;
    let gone =
        tx.execute(&STATEMENTS.events, &[&[Param::Bytes(&unit_bytes), until], places.as_slice()].concat()).await?;
    if as_stored(leaves) != count || as_stored(gone) != count {
        return Err(StoreError::Stale);
    }
    let (first, last) = (events.iter().map(|old| old.at.0).min(), events.iter().map(|old| old.at.0).max());
    tx.execute(
        "INSERT INTO audit_thinning (event_id, unit_id, before_day, years, events, first_at, last_at, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            teller,
            *unit,
            before.to_string(),
            i64::from(years.get()),
            count,
            first.unwrap_or_default(),
            last.unwrap_or_default(),
            tx.now()
        ],
    )
    .await?;
    Ok(recorded.with(Some(from_stored(count)?)))
}
