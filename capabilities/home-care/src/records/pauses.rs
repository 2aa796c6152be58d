//! Pauses: days on which a customer gets no visits.

use behorig_access::Instant;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use super::{day, optional_day, word};
use crate::rules::recurrence::Pause;
use crate::{CustomerId, PauseId};

/// Why a customer gets no visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseReason {
    /// In hospital.
    Hospital,
    /// Away from home.
    Away,
    /// Something else.
    Other,
}

impl PauseReason {
    /// Every reason, in the order in which they are chosen from.
    pub const ALL: [Self; 3] = [Self::Hospital, Self::Away, Self::Other];

    /// As stored.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Hospital => "hospital",
            Self::Away => "away",
            Self::Other => "other",
        }
    }

    /// The reason stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_stored() == text)
    }

    /// The id of its name in the texts.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Hospital => "home-care-pause-hospital",
            Self::Away => "home-care-pause-away",
            Self::Other => "home-care-pause-other",
        }
    }
}

/// What a pause is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPause {
    /// Which days.
    pub days: Pause,
    /// Why.
    pub reason: PauseReason,
}

/// A pause of a customer's care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarePause {
    /// Its id.
    pub id: PauseId,
    /// Whose.
    pub customer: CustomerId,
    /// What it is made of.
    pub pause: NewPause,
    /// When it was taken away.
    pub ended_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
}

impl FromRow for CarePause {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            customer: row.next()?,
            pause: NewPause {
                days: Pause { from: day(row)?, to: optional_day(row)? },
                reason: word(row, PauseReason::from_stored)?,
            },
            ended_at: row.next()?,
            version: row.next()?,
        })
    }
}

const SELECT: &str =
    "SELECT p.id, p.customer_id, p.from_date, p.to_date, p.reason, p.ended_at, p.version FROM care_pause p";

/// Whether a customer gets visits on a day: care has not ended, and no pause covers it.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn has_care_on(tx: &mut Tx, customer: CustomerId, day: jiff::civil::Date) -> Result<bool, StoreError> {
    let (found,): (i64,) = tx
        .one(
            "SELECT count(*) FROM customer c WHERE c.id = ?1 AND (c.to_date IS NULL OR c.to_date >= ?2)
             AND NOT EXISTS (SELECT 1 FROM care_pause p WHERE p.customer_id = c.id AND p.ended_at IS NULL
                 AND p.from_date <= ?2 AND (p.to_date IS NULL OR p.to_date >= ?2))",
            params![customer, day.to_string()],
        )
        .await?;
    Ok(found > 0)
}

/// A customer's pauses that were not taken away, in the order in which they begin.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn pauses_of(tx: &mut Tx, customer: CustomerId) -> Result<Vec<CarePause>, StoreError> {
    let sql = format!("{SELECT} WHERE p.customer_id = ?1 AND p.ended_at IS NULL ORDER BY p.from_date, p.id");
    tx.all(&sql, params![customer]).await
}

/// One pause of a customer.
pub(crate) async fn find(tx: &mut Tx, customer: CustomerId, id: PauseId) -> Result<Option<CarePause>, StoreError> {
    tx.optional(&format!("{SELECT} WHERE p.id = ?1 AND p.customer_id = ?2"), params![id, customer]).await
}

pub(crate) async fn add(tx: &mut WriteTx, customer: CustomerId, new: &NewPause) -> Result<PauseId, StoreError> {
    let id = PauseId::new(tx.new_uuid());
    let (from, to) = (new.days.from.to_string(), new.days.to.map(|day| day.to_string()));
    tx.execute(
        "INSERT INTO care_pause (id, customer_id, from_date, to_date, reason, version) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
        params![id, customer, from, to, new.reason.as_stored()],
    )
    .await?;
    Ok(id)
}

pub(crate) async fn change(tx: &mut WriteTx, id: PauseId, version: i64, new: &NewPause) -> Result<(), StoreError> {
    let (from, to) = (new.days.from.to_string(), new.days.to.map(|day| day.to_string()));
    tx.change_one(
        "UPDATE care_pause SET from_date = ?3, to_date = ?4, reason = ?5, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, from, to, new.reason.as_stored()],
    )
    .await
}

pub(crate) async fn end(tx: &mut WriteTx, id: PauseId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE care_pause SET ended_at = ?3, version = version + 1 WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, now],
    )
    .await
}
