//! Grants that stand on a catchment area, held against it again: after the area, the register or an age changed.
//!
//! They are read in batches along `grants_at_unit`, so that a clinic with many is no trouble to hold in memory.

use std::pin::Pin;

use behorig_access::{Basis, BuiltIn, GrantId, Instant, PersonId, RoleId, UnitId};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::{self, Person};
use behorig_registers::{grants, units};
use behorig_store::{Event, FieldChange, FromRow, Recorded, Resource, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::AccessEnded;
use behorig_web::format;
use jiff::civil::Date;

use super::area;
use crate::rules::{Catchment, CatchmentFacts, end_of_day};

const BATCH: i64 = 500;

/// A boxed answer inside a transaction.
pub type Answer<'t, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>;

/// A grant on the basis of a catchment area, with its holder.
struct Held {
    grant: GrantId,
    unit: UnitId,
    unit_name: String,
    role_name: String,
    to: Option<Instant>,
    version: i64,
    person: Person,
}

impl FromRow for Held {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            grant: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            role_name: row.next()?,
            to: row.next()?,
            version: row.next()?,
            person: Person::from_row(row)?,
        })
    }
}

fn held_sql(condition: &str) -> String {
    format!(
        "SELECT g.id, g.unit_id, u.name, r.name, g.to_at, g.version, {}
         FROM grants g JOIN person p ON p.id = g.holder_person JOIN role r ON r.id = g.role_id JOIN unit u ON u.id = g.unit_id
         WHERE {condition} AND g.basis = '{}' AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?1)",
        persons::columns(),
        Basis::CatchmentArea.key()
    )
}

/// A grant that has ended since nothing covers its holder any more.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub grant: GrantId,
    pub unit: UnitId,
    pub person: PersonId,
    number: IdentityNumber,
    name: String,
    told: String,
}

/// What becomes of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stands as it is.
    Stands,
    /// It stands until another moment, when its holder is too old.
    EndsAt(Option<Instant>),
    /// It ends now.
    Ends,
}

/// An area before and after a change; where only the register changed, both are the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Areas<'a> {
    pub before: Option<&'a Catchment>,
    pub after: Option<&'a Catchment>,
}

/// An end that an area's age gave moves with that age; one that somebody chose never moves later.
fn fate(held: &Held, areas: Areas<'_>, today: Date) -> Fate {
    let facts = CatchmentFacts::from(&held.person);
    let Some(area) = areas.after.filter(|area| area.covers(&facts, today)) else { return Fate::Ends };
    let limit = |area: &Catchment| area.too_old_on(&facts).map(start_of_day);
    let to = limit(area);
    let is_by_age = areas.before.is_some_and(|before| limit(before) == held.to);
    let is_earlier = to.is_some_and(|to| held.to.is_none_or(|held| to < held));
    if to != held.to && (is_by_age || is_earlier) { Fate::EndsAt(to) } else { Fate::Stands }
}

/// The first moment of a day in Sweden.
pub(super) fn start_of_day(day: Date) -> Instant {
    day.yesterday().map_or(Instant(i64::MIN), end_of_day)
}

/// How history tells of a grant, as it tells of those of staff.
pub(super) fn in_history(role: &str, unit: &str) -> String {
    format!("{role}, {unit}")
}

/// A walk over the grants of one clinic that stand on its area, a batch at a time.
struct Walk {
    unit: UnitId,
    role: Option<RoleId>,
    after: (PersonId, GrantId),
    now: Instant,
}

impl Walk {
    async fn at(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Self, StoreError> {
        let organisation = units::organisation_of(tx, unit).await?;
        // An organisation without the role has let nobody in by an area.
        let role = match grants::role_of_template(tx, organisation, BuiltIn::ApprovedResident).await {
            Ok(role) => Some(role),
            Err(StoreError::Missing) => None,
            Err(error) => return Err(error),
        };
        let nowhere = uuid::Uuid::nil();
        Ok(Self { unit, role, after: (PersonId::new(nowhere), GrantId::new(nowhere)), now })
    }

    async fn next(&mut self, tx: &mut Tx) -> Result<Vec<Held>, StoreError> {
        let Some(role) = self.role else { return Ok(Vec::new()) };
        let sql = format!(
            "{} ORDER BY g.holder_person, g.id LIMIT ?6",
            held_sql("g.unit_id = ?2 AND g.role_id = ?3 AND (g.holder_person, g.id) > (?4, ?5)")
        );
        let (person, grant) = self.after;
        let batch: Vec<Held> = tx.all(&sql, params![self.now, self.unit, role, person, grant, BATCH]).await?;
        if let Some(last) = batch.last() {
            self.after = (last.person.id, last.grant);
        }
        Ok(batch)
    }
}

/// How many residents lose what they hold at the clinic if this were its area.
pub(crate) async fn would_end(
    tx: &mut Tx,
    unit: UnitId,
    area: Option<&Catchment>,
    now: Instant,
) -> Result<i64, StoreError> {
    let areas = Areas { before: None, after: area };
    let today = format::local(now.0).date();
    let mut walk = Walk::at(tx, unit, now).await?;
    let mut count = 0;
    loop {
        let batch = walk.next(tx).await?;
        if batch.is_empty() {
            return Ok(count);
        }
        let ending = batch.iter().filter(|held| fate(held, areas, today) == Fate::Ends).count();
        count += i64::try_from(ending).unwrap_or(i64::MAX);
    }
}

/// Holds every grant that stands on the clinic's area against the area after a change, and ends those that no longer fit.
pub(crate) async fn refit(tx: &mut WriteTx, unit: UnitId, areas: Areas<'_>) -> Result<Vec<Ended>, StoreError> {
    let now = tx.now();
    let mut walk = Walk::at(tx, unit, now).await?;
    let mut ended = Vec::new();
    loop {
        let batch = walk.next(tx).await?;
        if batch.is_empty() {
            return Ok(ended);
        }
        for held in &batch {
            ended.extend(meet(tx, held, areas).await?);
        }
    }
}

/// Lets a grant meet its fate; what is told of it where it ends.
async fn meet(tx: &mut WriteTx, held: &Held, areas: Areas<'_>) -> Result<Option<Ended>, StoreError> {
    let now = tx.now();
    match fate(held, areas, format::local(now.0).date()) {
        Fate::Stands => Ok(None),
        Fate::EndsAt(to) => {
            tx.change_one(
                "UPDATE grants SET to_at = ?3, version = version + 1 WHERE id = ?1 AND version = ?2",
                params![held.grant, held.version, to],
            )
            .await?;
            Ok(None)
        }
        Fate::Ends => {
            grants::end(tx, held.grant, held.version).await?;
            Ok(Some(Ended {
                grant: held.grant,
                unit: held.unit,
                person: held.person.id,
                number: held.person.number,
                name: held.person.full_name(),
                told: in_history(&held.role_name, &held.unit_name),
            }))
        }
    }
}

/// The residents whose grants ended, as the log names them.
pub(crate) fn resources(ended: &[Ended]) -> impl Iterator<Item = Resource> {
    ended.iter().map(|one| Resource {
        resource_type: "resident",
        resource_id: Some(one.person.to_string()),
        patient: Some((one.number, one.name.clone())),
        ..Resource::default()
    })
}

/// Writes the history of grants that ended, and lets the program know of it.
pub(crate) async fn told(
    tx: &mut WriteTx,
    recorded: &Recorded<()>,
    ended: &[Ended],
    access_ended: &AccessEnded,
) -> Result<(), StoreError> {
    for one in ended {
        let change = FieldChange { field: "grant".to_owned(), old: Some(one.told.clone()), new: None };
        tx.history(recorded, "grant", one.grant.uuid(), &[change]).await?;
        access_ended.of_resident(tx, one.person, one.unit).await?;
    }
    Ok(())
}

/// Holds one person's grants by catchment areas against the register as it stands now: to be called when the register has changed.
/// Those that no longer fit end, with an event of their own; the units where that happened.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_catchment_grants_that_no_longer_fit(
    tx: &mut WriteTx,
    person: PersonId,
    access_ended: &AccessEnded,
) -> Result<Vec<UnitId>, StoreError> {
    let now = tx.now();
    let grants: Vec<Held> = tx.all(&held_sql("g.holder_person = ?2"), params![now, person]).await?;
    let mut ended = Vec::new();
    for held in &grants {
        let area = area::catchment_of(tx, held.unit).await?;
        ended.extend(meet(tx, held, Areas { before: area.as_ref(), after: area.as_ref() }).await?);
    }
    if ended.is_empty() {
        return Ok(Vec::new());
    }
    let mut event = Event::change("clinics.out-of-area", "grant", "");
    event.resources = resources(&ended).take(1).collect();
    let recorded = tx.record(event).await?;
    told(tx, &recorded, &ended, access_ended).await?;
    Ok(ended.iter().map(|one| one.unit).collect())
}
