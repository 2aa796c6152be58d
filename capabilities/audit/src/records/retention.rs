//! How long each unit's log is kept, what would go and what has gone.

use behorig_access::{EventId, Instant, Scope, Service, UnitId, Viewer};
use behorig_registers::units;
use behorig_sealed_log::Years;
use behorig_store::{Event, FieldChange, FromRow, Row, StoreError, Tx, Work, WriteTx, params};
use behorig_transparency::Day;
use behorig_visit::{PageError, Rejected, Seat, require_target};

use super::bound::Bound;
use super::places::Reach;
use crate::pages::RETENTION;

/// The kind of record by which changes are kept.
pub(crate) const KIND: &str = "audit-retention";

/// As many events are counted before it is said that there are more.
pub(crate) const COUNTED: i64 = 100_000;

/// What is said of how long a log is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// For so many years.
    Years(Years),
    /// Until somebody says otherwise.
    Always,
    /// As the unit above says.
    AsAbove,
}

impl Said {
    /// As a change of it is kept.
    fn told(self) -> Option<String> {
        match self {
            Self::Years(years) => Some(years.get().to_string()),
            Self::Always => Some("always".to_owned()),
            Self::AsAbove => None,
        }
    }
}

/// Who said it, of which unit, and when.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub years: Option<Years>,
    pub unit: UnitId,
    pub unit_name: String,
    pub at: Instant,
    pub by: String,
}

/// A unit with what holds for its log.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub unit: UnitId,
    pub unit_name: String,
    /// When the oldest event happened that is there.
    pub oldest: Option<Instant>,
    /// The nearest word, the unit's own or from above; none where nobody has said anything.
    pub word: Option<Word>,
}

impl Kept {
    /// Whether the unit has a word of its own.
    pub(crate) fn is_own(&self) -> bool {
        self.word.as_ref().is_some_and(|word| word.unit == self.unit)
    }
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (unit, unit_name, oldest) = (row.next()?, row.next()?, row.next()?);
        let years = row.next::<Option<i64>>()?.map(Years::from_stored).transpose()?;
        let (of, of_name, at, by) = (row.next::<Option<UnitId>>()?, row.next()?, row.next()?, row.next()?);
        let word = match (of, of_name, at, by) {
            (Some(unit), Some(unit_name), Some(at), Some(by)) => Some(Word { years, unit, unit_name, at, by }),
            _ => None,
        };
        Ok(Self { unit, unit_name, oldest, word })
    }
}

const KEPT: &str = "SELECT u.id, u.name,
        (SELECT e.at FROM audit_event e WHERE e.unit_id = u.id ORDER BY e.at, e.id LIMIT 1),
        r.years, r.unit_id, n.name, r.set_at, shown_name(r.set_by, r.set_by_name)
    FROM unit u
    LEFT JOIN audit_retention r ON r.unit_id = (SELECT a.ancestor_id FROM unit_ancestor a
        JOIN audit_retention q ON q.unit_id = a.ancestor_id WHERE a.unit_id = u.id ORDER BY a.distance LIMIT 1)
    LEFT JOIN unit n ON n.id = r.unit_id";

/// The units of a scope, ended ones too, the highest first, whose word those below follow, and then by name: at most `most`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn all(tx: &mut Tx, scope: &Scope, most: i64) -> Result<Vec<Kept>, StoreError> {
    let mut bound = Bound::default();
    let within = bound.within(scope, "u.id");
    let most = bound.int(most);
    let height = "(SELECT max(h.distance) FROM unit_ancestor h WHERE h.unit_id = u.id)";
    tx.all(&format!("{KEPT} WHERE {within} ORDER BY {height}, u.sort_key, u.id LIMIT {most}"), &bound.params()).await
}

/// One unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn of_unit(tx: &mut Tx, unit: UnitId) -> Result<Option<Kept>, StoreError> {
    tx.optional(&format!("{KEPT} WHERE u.id = ?1"), params![unit]).await
}

/// What is older than a day at a unit and those below it that follow its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Old {
    /// How many, counted to [`COUNTED`].
    pub events: i64,
    /// When the oldest of them happened.
    pub oldest: Option<Instant>,
}

/// The units at and below `?1` that would follow its word.
const FOLLOWERS: &str = "FROM unit_ancestor b WHERE b.ancestor_id = ?1 AND NOT EXISTS (SELECT 1 FROM unit_ancestor m
    JOIN audit_retention q ON q.unit_id = m.ancestor_id WHERE m.unit_id = b.unit_id AND m.distance < b.distance)";

/// Counts what would go.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn old(tx: &mut Tx, unit: UnitId, years: Years, now: Instant) -> Result<Old, StoreError> {
    let before = Instant(years.before(Day::of(now.0)).begins());
    let count = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT e.id FROM (SELECT b.unit_id {FOLLOWERS}) f CROSS JOIN audit_event e
             WHERE e.unit_id = f.unit_id AND e.at < ?2 LIMIT ?3) counted"
    );
    let (events,): (i64,) = tx.one(&count, params![unit, before, COUNTED]).await?;
    let first = format!(
        "SELECT min(o.at) FROM (SELECT (SELECT e.at FROM audit_event e WHERE e.unit_id = f.unit_id ORDER BY e.at, e.id LIMIT 1) AS at
             FROM (SELECT b.unit_id {FOLLOWERS}) f) o"
    );
    let (oldest,): (Option<Instant>,) = tx.one(&first, params![unit]).await?;
    Ok(Old { events, oldest: oldest.filter(|oldest| *oldest < before) })
}

/// What went of a unit's log on one day's word.
#[derive(Clone, Debug)]
pub(crate) struct Thinned {
    pub before: String,
    pub years: i64,
    pub events: i64,
    pub first_at: Instant,
    pub last_at: Instant,
    pub at: Instant,
}

impl FromRow for Thinned {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            before: row.next()?,
            years: row.next()?,
            events: row.next()?,
            first_at: row.next()?,
            last_at: row.next()?,
            at: row.next()?,
        })
    }
}

/// What was erased of a unit's log, by the day that it had to be older than; the latest first.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn thinned(tx: &mut Tx, unit: UnitId, most: i64) -> Result<Vec<Thinned>, StoreError> {
    tx.all(
        "SELECT t.before_day, t.years, CAST(sum(t.events) AS BIGINT), min(t.first_at), max(t.last_at), max(t.at)
         FROM audit_thinning t WHERE t.unit_id = ?1 GROUP BY t.before_day, t.years ORDER BY max(t.at) DESC LIMIT ?2",
        params![unit, most],
    )
    .await
}

/// Before which day an event had to be that was erased, and when it was, where it was at a unit where the viewer reviews logs.
///
/// # Errors
/// [`PageError::NotFound`] where no such event was erased; [`PageError::Refused`] to whoever holds another grant at the unit.
pub(crate) async fn gone(
    tx: &mut Tx,
    viewer: &Viewer,
    event: EventId,
    now: Instant,
) -> Result<(String, Instant), PageError> {
    let gone: Option<(UnitId, String, Instant)> = tx
        .optional(
            "SELECT t.unit_id, t.before_day, t.at FROM audit_leaf l JOIN audit_thinning t ON t.event_id = l.thinned_by
             WHERE l.event_id = ?1",
            params![event],
        )
        .await?;
    let (unit, before, at) = gone.ok_or(PageError::NotFound)?;
    let chain = units::chain_ids(tx, unit).await?;
    require_target(tx, viewer, Service::ReviewLogs, &behorig_access::Target::at(&chain), now).await?;
    Ok((before, at))
}

/// The latest day before which anything was erased, at any unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn latest_day(tx: &mut Tx) -> Result<Option<String>, StoreError> {
    let (day,): (Option<String>,) = tx.one("SELECT max(before_day) FROM audit_thinning", &[]).await?;
    Ok(day)
}

/// A word that somebody says.
pub(crate) struct Keeping {
    pub seat: Seat,
    pub unit: UnitId,
    pub said: Said,
}

/// Whether service 430 reaches the units below too, where there are any: a word counts for them.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn reaches_all_below(
    tx: &mut Tx,
    viewer: &Viewer,
    unit: UnitId,
    now: Instant,
) -> Result<bool, StoreError> {
    let chain = units::chain_ids(tx, unit).await?;
    if Reach::with(viewer, Service::KeepAccessLog, now).covers_below(&chain) {
        return Ok(true);
    }
    let below: Option<(UnitId,)> = tx
        .optional("SELECT unit_id FROM unit_ancestor WHERE ancestor_id = ?1 AND distance > 0 LIMIT 1", params![unit])
        .await?;
    Ok(below.is_none())
}

/// For how many years a unit's log is kept where it has no word of its own; nothing where it is kept.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn as_above(tx: &mut Tx, unit: UnitId) -> Result<Option<Years>, StoreError> {
    let years: Option<(Option<i64>,)> = tx
        .optional(
            "SELECT r.years FROM unit_ancestor a JOIN audit_retention r ON r.unit_id = a.ancestor_id
             WHERE a.unit_id = ?1 AND a.distance > 0 ORDER BY a.distance LIMIT 1",
            params![unit],
        )
        .await?;
    years.and_then(|(years,)| years).map(Years::from_stored).transpose()
}

/// Writes it. Service 430 at the unit and all below.
pub(crate) fn kept<'t>(tx: &'t mut WriteTx, keeping: &'t Keeping) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let Keeping { seat, unit, said } = keeping;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::KeepAccessLog, *unit, now).await?;
        if !reaches_all_below(tx, &viewer, *unit, now).await? {
            return Err(PageError::NotFound.into());
        }
        let before: Option<(Option<i64>,)> =
            tx.optional("SELECT years FROM audit_retention WHERE unit_id = ?1", params![*unit]).await?;
        let old = match before {
            Some((Some(years),)) => Said::Years(Years::from_stored(years)?),
            Some((None,)) => Said::Always,
            None => Said::AsAbove,
        };
        let years = match said {
            Said::Years(years) => Some(i64::from(years.get())),
            Said::Always | Said::AsAbove => None,
        };
        if *said == Said::AsAbove {
            tx.execute("DELETE FROM audit_retention WHERE unit_id = ?1", params![*unit]).await?;
        } else {
            let (account, name) = (tx.actor().account, tx.actor().name.clone());
            tx.execute(
                "INSERT INTO audit_retention (unit_id, years, set_at, set_by, set_by_name, version)
                 VALUES (?1, ?2, ?3, ?4, ?5, 1)
                 ON CONFLICT (unit_id) DO UPDATE SET years = excluded.years, set_at = excluded.set_at,
                     set_by = excluded.set_by, set_by_name = excluded.set_by_name, version = audit_retention.version + 1",
                params![*unit, years, now, account, name],
            )
            .await?;
        }
        let told = said.told().unwrap_or_else(|| "as above".to_owned());
        let recorded = tx.record(Event::change("audit.retention", "unit", *unit).with_args(told)).await?;
        let change = FieldChange { field: "years".to_owned(), old: old.told(), new: said.told() };
        tx.history(&recorded, KIND, unit.uuid(), &[change]).await?;
        Ok(recorded.with(format!("{RETENTION}?enhet={unit}")))
    })
}
