//! The log of a unit and of those below it, read batch by batch to leave in another form.

use std::collections::HashMap;

use behorig_access::{EventId, Instant, PersonId, UnitId, Viewer};
use behorig_identity::IdentityNumber;
use behorig_registers::units;
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use super::shown::ACTOR_IS_PROTECTED;
use super::{sees, sees_staff};
use crate::export::{A_BATCH, About, Exported, Place, Subject};
use crate::rules::Days;

/// A log being read: its units one after the other, each in the order of time.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// Those that are left, the last of them first.
    units: Vec<UnitId>,
    from: Instant,
    until: Instant,
    /// After which event of the unit that is being read.
    after: (Instant, EventId),
}

/// What was read: events, and everybody whom they name, with the id where the register knows them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Batch {
    pub events: Vec<Exported>,
    pub persons: HashMap<IdentityNumber, (Option<PersonId>, String)>,
}

/// Before the first event of a moment's.
const FIRST: EventId = EventId::from_bytes([0; 16]);

impl Reading {
    /// Begins to read a period at some units. What happens from `now` on is left out: the export itself is on the log.
    pub(crate) fn of(mut units: Vec<UnitId>, days: Days, now: Instant) -> Self {
        let (from, ends) = days.moments();
        units.reverse();
        Self { units, from, until: ends.min(now), after: (from, FIRST) }
    }

    /// The next events, [`A_BATCH`] at most; none at the end. A protected person is named to whoever sees them at the unit alone.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn next(&mut self, tx: &mut Tx, viewer: &Viewer, now: Instant) -> Result<Batch, StoreError> {
        let mut batch = Batch::default();
        while let Some(unit) = self.units.last().copied() {
            let room = A_BATCH.saturating_sub(batch.events.len());
            if room == 0 {
                break;
            }
            let chain = units::chain_ids(tx, unit).await?;
            let sight = (|known| sees(viewer, &chain, known, now), sees_staff(viewer, &chain, now));
            let read = self.of_unit(tx, unit, room, sight, &mut batch).await?;
            if read < room {
                self.units.pop();
                self.after = (self.from, FIRST);
            }
        }
        Ok(batch)
    }

    async fn of_unit(
        &mut self,
        tx: &mut Tx,
        unit: UnitId,
        most: usize,
        (is_seen, sees_staff): (impl Fn(Option<(PersonId, bool)>) -> bool, bool),
        batch: &mut Batch,
    ) -> Result<usize, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let (at, id) = self.after;
        let bound = params![unit, self.until, at, id, most];
        let events = format!("SELECT {EVENT}, {ACTOR_IS_PROTECTED} {PAGE}");
        let about = format!(
            "SELECT {ABOUT} FROM (SELECT e.id, e.at {PAGE}) page JOIN audit_resource r ON r.event_id = page.id
                 LEFT JOIN person p ON p.identity_number = r.patient_extension
             ORDER BY page.at, page.id, r.position"
        );
        let (events, about) = tx.two::<Acted, OnEvent>((&events, bound), (&about, bound)).await?;
        if let Some(last) = events.last() {
            self.after = (last.event.at, last.event.id);
        }
        let mut of: HashMap<EventId, Vec<About>> = HashMap::with_capacity(events.len());
        for one in about {
            let seen = is_seen(one.known);
            if let Some(subject) = one.about.subject.as_ref().filter(|_| seen) {
                let known = one.known.map(|(person, _)| person);
                batch.persons.entry(subject.number).or_insert_with(|| (known, subject.name.clone()));
            }
            let told = if seen { one.about } else { About { resource_id: None, subject: None, ..one.about } };
            of.entry(one.event).or_default().push(told);
        }
        let read = events.len();
        batch.events.extend(events.into_iter().map(|Acted { event, is_protected }| {
            let about = of.remove(&event.id).unwrap_or_default();
            let user_name = event.user_name.filter(|_| sees_staff || !is_protected);
            Exported { about, user_name, ..event }
        }));
        Ok(read)
    }
}

/// A page of a unit's events; both questions of it ask for the same.
const PAGE: &str = "FROM audit_event e WHERE e.unit_id = ?1 AND e.at < ?2 AND (e.at, e.id) > (?3, ?4)
    ORDER BY e.at, e.id LIMIT ?5";

const EVENT: &str =
    "e.id, e.at, e.system_id, e.system_name, e.activity_type, e.activity_level, e.activity_args, e.purpose,
    e.user_id, e.user_name, e.user_title, e.user_assignment, e.care_provider_id, e.care_provider_name, e.care_unit_id,
    e.care_unit_name";

/// An event, with whether the identity of whoever acted is protected.
struct Acted {
    event: Exported,
    is_protected: bool,
}

impl FromRow for Acted {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let event = Exported {
            id: row.next()?,
            at: row.next()?,
            system: Place { id: row.next()?, name: row.next()? },
            activity: row.next()?,
            level: row.next()?,
            args: row.next()?,
            purpose: row.next()?,
            user_id: row.next()?,
            user_name: row.next()?,
            user_title: row.next()?,
            assignment: row.next()?,
            care_provider: place(row)?,
            care_unit: place(row)?,
            about: Vec::new(),
        };
        Ok(Self { event, is_protected: row.next()? })
    }
}

fn place(row: &Row<'_>) -> Result<Option<Place>, StoreError> {
    let (id, name) = (row.next::<Option<String>>()?, row.next::<Option<String>>()?);
    Ok(id.map(|id| Place { id, name }))
}

const ABOUT: &str =
    "r.event_id, r.resource_type, r.resource_id, r.patient_extension, r.patient_name, r.care_provider_id,
    r.care_provider_name, r.care_unit_id, r.care_unit_name, p.id, p.protection <> 'none'";

/// Something that an event is about, with the person as the register knows them now.
struct OnEvent {
    event: EventId,
    about: About,
    known: Option<(PersonId, bool)>,
}

impl FromRow for OnEvent {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (event, resource_type, resource_id) = (row.next()?, row.next()?, row.next()?);
        let number = row.next::<Option<String>>()?.and_then(|number| IdentityNumber::from_stored(&number).ok());
        let name = row.next::<Option<String>>()?.unwrap_or_default();
        let subject = number.map(|number| Subject { number, name });
        let (care_provider, care_unit) = (place(row)?, place(row)?);
        let known = row.next::<Option<PersonId>>()?.zip(row.next::<Option<bool>>()?);
        Ok(Self { event, about: About { resource_type, resource_id, subject, care_provider, care_unit }, known })
    }
}
