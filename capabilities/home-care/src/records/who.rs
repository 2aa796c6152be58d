//! *Vem får se?*: who follows a customer by a grant for just them, on whose word and how long.

use behorig_access::{AccountId, GrantId, Instant, Service, UnitId, Viewer};
use behorig_registers::persons::{self, Person};
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use super::customer::Customer;
use super::list::{Bound, Sight};
use crate::CustomerId;

/// A grant ends soon within so many milliseconds: thirty days.
pub(crate) const SOON: i64 = 30 * 24 * 3_600_000;

/// Somebody who may follow a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoMaySee {
    /// The grant.
    pub grant: GrantId,
    /// Whose it is.
    pub account: AccountId,
    /// By name.
    pub name: String,
    /// The role's name, as stored.
    pub role: String,
    /// On whose word, as stored.
    pub basis: String,
    /// Since when, or from when.
    pub from: Instant,
    /// The first moment that it no longer holds.
    pub to: Option<Instant>,
}

impl FromRow for WhoMaySee {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            grant: row.next()?,
            account: row.next()?,
            name: row.next()?,
            role: row.next()?,
            basis: row.next()?,
            from: row.next()?,
            to: row.next()?,
        })
    }
}

/// Who follows the customer by a grant for just this person, now or from a day to come: by when it ends, what has no end last.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn who_may_see(tx: &mut Tx, customer: &Customer, now: Instant) -> Result<Vec<WhoMaySee>, StoreError> {
    tx.all(
        "SELECT g.id, a.id, a.given_name || ' ' || a.family_name, r.name, g.basis, g.from_at, g.to_at
         FROM grants g
         JOIN unit_ancestor x ON x.unit_id = ?2 AND x.ancestor_id = g.unit_id AND (x.distance = 0 OR g.branch)
         JOIN role r ON r.id = g.role_id
         JOIN shown_account a ON a.id = g.holder_account
         WHERE g.object_kind = 'customer' AND g.object_id = ?1 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
         ORDER BY g.to_at NULLS LAST, a.sort_key, g.id",
        params![customer.person, customer.unit, now],
    )
    .await
}

/// A relative's grant that ends soon: renewal is to be asked for.
#[derive(Debug, Clone)]
pub struct EndingGrant {
    /// Which customer it is about.
    pub customer: CustomerId,
    /// At which unit.
    pub unit: UnitId,
    /// Who the customer is.
    pub person: Person,
    /// Whose grant it is.
    pub account: AccountId,
    /// By name.
    pub name: String,
    /// On whose word, as stored.
    pub basis: String,
    /// The first moment that it no longer holds.
    pub to: Instant,
}

impl FromRow for EndingGrant {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            customer: row.next()?,
            unit: row.next()?,
            account: row.next()?,
            name: row.next()?,
            basis: row.next()?,
            to: row.next()?,
            person: Person::from_row(row)?,
        })
    }
}

/// The grants for single customers whom the viewer may see (service 413) that end within thirty days and are not followed by another
/// of the same account for the same customer; the next one first, at most `most`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn ending_soon(
    tx: &mut Tx,
    viewer: &Viewer,
    most: i64,
    now: Instant,
) -> Result<Vec<EndingGrant>, StoreError> {
    let sight = Sight::of(viewer, Service::ViewCustomers, now);
    let (units, objects) = (sight.units(1), sight.objects());
    let until = now.plus_millis(SOON);
    let mut bound = Bound::default();
    let seen = sight.sql(&mut bound, &units, &objects);
    let (now, until, most) = (bound.bind(&now), bound.bind(&until), bound.bind(&most));
    let sql = format!(
        "SELECT c.id, c.unit_id, a.id, a.given_name || ' ' || a.family_name, g.basis, g.to_at, {}
         FROM customer c
         JOIN person p ON p.id = c.person_id
         JOIN grants g ON g.object_kind = 'customer' AND g.object_id = c.person_id
         JOIN unit_ancestor x ON x.unit_id = c.unit_id AND x.ancestor_id = g.unit_id AND (x.distance = 0 OR g.branch)
         JOIN shown_account a ON a.id = g.holder_account
         WHERE {seen} AND g.from_at <= {now} AND g.to_at > {now} AND g.to_at <= {until} AND g.ended_at IS NULL
           AND NOT EXISTS (
             SELECT 1 FROM grants n
             WHERE n.holder_account = g.holder_account AND n.unit_id = g.unit_id AND n.object_kind = 'customer'
               AND n.object_id = g.object_id AND n.id <> g.id AND n.from_at <= g.to_at
               AND (n.to_at IS NULL OR n.to_at > g.to_at))
         ORDER BY g.to_at, g.id LIMIT {most}",
        persons::columns()
    );
    tx.all(&sql, &bound.0).await
}

/// How many there are of them, at most `most`: what waits on the start page.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn ending_soon_count(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    if behorig_access::scope_of(viewer, Service::ViewCustomers, now).is_empty() {
        return Ok(0);
    }
    Ok(i64::try_from(ending_soon(tx, viewer, most, now).await?.len()).unwrap_or(most))
}
