//! Interventions: what was decided for a customer, by which law, and how much of it.

use behorig_access::Instant;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use jiff::civil::Date;

use super::{day, optional_day, word};
use crate::rules::amounts::{Law, Per};
use crate::{CustomerId, InterventionId};

/// What is decided of an intervention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIntervention {
    /// What it is called.
    pub name: String,
    /// By which law.
    pub law: Law,
    /// How many minutes of it.
    pub minutes: i64,
    /// In which period.
    pub per: Per,
    /// When it was decided.
    pub decided_on: Date,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Option<Date>,
}

/// An intervention of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intervention {
    /// Its id.
    pub id: InterventionId,
    /// Whose.
    pub customer: CustomerId,
    /// What is decided.
    pub decided: NewIntervention,
    /// When it was ended by hand.
    pub ended_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
}

impl Intervention {
    /// Whether it holds on this day, or will.
    #[must_use]
    pub fn is_current(&self, today: Date) -> bool {
        self.ended_at.is_none() && self.decided.to.is_none_or(|to| to >= today)
    }
}

impl FromRow for Intervention {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            customer: row.next()?,
            decided: NewIntervention {
                name: row.next()?,
                law: word(row, Law::from_stored)?,
                minutes: row.next()?,
                per: word(row, Per::from_stored)?,
                decided_on: day(row)?,
                from: day(row)?,
                to: optional_day(row)?,
            },
            ended_at: row.next()?,
            version: row.next()?,
        })
    }
}

const SELECT: &str =
    "SELECT i.id, i.customer_id, i.name, i.law, i.minutes, i.period, i.decided_on, i.from_date, i.to_date,
    i.ended_at, i.version FROM intervention i";

/// A customer's interventions, in the order in which they began.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn interventions_of(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Intervention>, StoreError> {
    tx.all(&format!("{SELECT} WHERE i.customer_id = ?1 ORDER BY i.from_date, i.id"), params![customer]).await
}

/// One intervention of a customer.
pub(crate) async fn find(
    tx: &mut Tx,
    customer: CustomerId,
    id: InterventionId,
) -> Result<Option<Intervention>, StoreError> {
    tx.optional(&format!("{SELECT} WHERE i.id = ?1 AND i.customer_id = ?2"), params![id, customer]).await
}

pub(crate) async fn add(
    tx: &mut WriteTx,
    customer: CustomerId,
    new: &NewIntervention,
) -> Result<InterventionId, StoreError> {
    let id = InterventionId::new(tx.new_uuid());
    let (decided_on, from, to) = (new.decided_on.to_string(), new.from.to_string(), new.to.map(|day| day.to_string()));
    tx.execute(
        "INSERT INTO intervention (id, customer_id, name, law, minutes, period, decided_on, from_date, to_date, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)",
        params![
            id, customer, new.name, new.law.as_stored(), new.minutes, new.per.as_stored(), decided_on, from, to
        ],
    )
    .await?;
    Ok(id)
}

pub(crate) async fn change(
    tx: &mut WriteTx,
    id: InterventionId,
    version: i64,
    new: &NewIntervention,
) -> Result<(), StoreError> {
    let (decided_on, from, to) = (new.decided_on.to_string(), new.from.to_string(), new.to.map(|day| day.to_string()));
    tx.change_one(
        "UPDATE intervention SET name = ?3, law = ?4, minutes = ?5, period = ?6, decided_on = ?7, from_date = ?8,
             to_date = ?9, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, new.name, new.law.as_stored(), new.minutes, new.per.as_stored(), decided_on, from, to],
    )
    .await
}

pub(crate) async fn end(tx: &mut WriteTx, id: InterventionId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE intervention SET ended_at = ?3, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, now],
    )
    .await
}
