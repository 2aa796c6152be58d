//! What a sample is drawn from, read from the log page by page: the log of a period that is over does not change.

use behorig_access::{AccountId, EventId, Instant, Scope, UnitId};
use behorig_identity::IdentityNumber;
use behorig_store::{StoreError, Tx, params};

use super::facts::Known;
use super::places::units_under;
use crate::rules::{Candidate, Days, Gathering, Hours, Seen};

/// So many events are read at once.
const A_PAGE: i64 = 2_000;

/// Every access by staff at the units of a scope that lie at or below a unit, with what is known around each; of those outside some
/// hours alone, where they are given. `below` says whether what lies below is read at all.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn candidates(
    tx: &mut Tx,
    scope: &Scope,
    (unit, below): (UnitId, bool),
    days: Days,
    outside: Option<Hours>,
) -> Result<Vec<Candidate>, StoreError> {
    let units = if below { units_under(tx, scope, Some(unit), i64::MAX).await? } else { vec![unit] };
    let mut gathering = Gathering::outside(outside);
    for unit in units {
        gather(tx, unit, days, &mut gathering).await?;
    }
    let accesses = gathering.all();
    let known = Known::around(tx, unit, days, &accesses).await?;
    Ok(accesses.into_iter().map(|access| Candidate { access, facts: known.of(&access) }).collect())
}

/// A person on an event: which, the place on it, who acted, when, and the person's number.
type Person = (EventId, i64, AccountId, Instant, String);

/// The condition of a page of events; both questions of a page ask for the same.
const EVENTS: &str =
    "FROM audit_event e WHERE e.unit_id = ?1 AND e.at < ?2 AND (e.at, e.id) > (?3, ?4) AND e.hat = 'staff'
    AND e.account_id IS NOT NULL ORDER BY e.at, e.id LIMIT ?5";

async fn gather(tx: &mut Tx, unit: UnitId, days: Days, gathering: &mut Gathering) -> Result<(), StoreError> {
    let (from, to) = days.moments();
    let events = format!("SELECT e.at, e.id {EVENTS}");
    let persons = format!(
        "SELECT page.id, r.position, page.account_id, page.at, r.patient_extension
         FROM (SELECT e.id, e.at, e.account_id {EVENTS}) page
         JOIN audit_resource r ON r.event_id = page.id AND r.patient_extension IS NOT NULL
         ORDER BY page.at, page.id, r.position"
    );
    // After the last millisecond before the period.
    let (mut at, mut id) = (from.plus_millis(-1), EventId::from_bytes([0xff; 16]));
    loop {
        let bound = params![unit, to, at, id, A_PAGE];
        let (read, about) = tx.two::<(Instant, EventId), Person>((&events, bound), (&persons, bound)).await?;
        for (event, position, account, at, number) in about {
            if let Ok(patient) = IdentityNumber::from_stored(&number) {
                gathering.take(&Seen { event, position, account, patient, at });
            }
        }
        match read.last() {
            Some(last) if i64::try_from(read.len()).is_ok_and(|read| read == A_PAGE) => (at, id) = *last,
            _ => return Ok(()),
        }
    }
}
