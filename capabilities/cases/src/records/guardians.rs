//! Who writes for a young child: whoever the register says has custody, until the child is thirteen.

use behorig_access::{Instant, PersonId};
use behorig_identity::IdentityNumber;
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use behorig_web::format;

/// From this birthday on a child writes for itself.
const OWN_FROM: i16 = 13;

/// A child whom somebody may write for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ward {
    /// Who.
    pub person: PersonId,
    /// The identity number; prints masked.
    pub number: IdentityNumber,
    /// Given and family name.
    pub name: String,
}

impl FromRow for Ward {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (person, number) = (row.next()?, row.next()?);
        let (given, family): (String, String) = (row.next()?, row.next()?);
        Ok(Self { person, number, name: format!("{given} {family}") })
    }
}

/// Today, and the day before which a child must not be born to be grown enough.
pub(super) fn days(now: Instant) -> (String, String) {
    let today = format::local(now.0).date();
    let limit = today.saturating_sub(jiff::Span::new().years(OWN_FROM));
    (today.to_string(), limit.to_string())
}

const WARD: &str = "c.guardian_id = ?1 AND c.from_date <= ?2 AND (c.to_date IS NULL OR c.to_date >= ?2)
    AND p.birth_date > ?3 AND p.deceased_on IS NULL";

/// Whether the register says that `guardian` writes for `child` now.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn may_act_for(tx: &mut Tx, guardian: PersonId, child: PersonId, now: Instant) -> Result<bool, StoreError> {
    let (today, limit) = days(now);
    let sql = format!(
        "SELECT CAST(1 AS BIGINT) FROM custody c JOIN person p ON p.id = c.child_id WHERE {WARD} AND c.child_id = ?4 LIMIT 1"
    );
    let row: Option<(i64,)> = tx.optional(&sql, params![guardian, today, limit, child]).await?;
    Ok(row.is_some())
}

/// The children whom somebody may write for now, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn wards_of(tx: &mut Tx, guardian: PersonId, now: Instant) -> Result<Vec<Ward>, StoreError> {
    let (today, limit) = days(now);
    let sql = format!(
        "SELECT p.id, p.identity_number, p.given_name, p.family_name FROM custody c JOIN person p ON p.id = c.child_id
         WHERE {WARD} ORDER BY p.sort_key, p.id LIMIT 20"
    );
    let mut wards: Vec<Ward> = tx.all(&sql, params![guardian, today, limit]).await?;
    wards.dedup();
    Ok(wards)
}

/// Whether a person is so young that a guardian writes for them, and whether the register names one.
pub(crate) async fn needs_guardian(tx: &mut Tx, child: PersonId, now: Instant) -> Result<Option<bool>, StoreError> {
    let (today, limit) = days(now);
    let row: Option<(bool,)> = tx
        .optional(
            "SELECT EXISTS (SELECT 1 FROM custody c WHERE c.child_id = p.id AND c.from_date <= ?2
                 AND (c.to_date IS NULL OR c.to_date >= ?2))
             FROM person p WHERE p.id = ?1 AND p.birth_date > ?3",
            params![child, today, limit],
        )
        .await?;
    Ok(row.map(|(named,)| named))
}
