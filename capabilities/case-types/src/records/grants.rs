//! The grants that a case type is the object of: to whom it is handed out.

use behorig_access::{CaseTypeId, GrantId, Instant, ObjectKind, PersonId, Service, UnitId};
use behorig_identity::IdentityNumber;
use behorig_store::{Resource, StoreError, Tx, WriteTx, params};

/// The most approvals that are counted; above it a page says *fler än*.
pub(crate) const MOST_COUNTED: i64 = 1000;

/// How many residents a case type is handed out to now or from a coming day.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn handed_out(tx: &mut Tx, id: CaseTypeId, now: Instant) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM grants
             WHERE object_kind = ?1 AND object_id = ?2 AND ended_at IS NULL AND (to_at IS NULL OR to_at > ?3)",
            params![ObjectKind::CaseType.key(), id, now],
        )
        .await?;
    Ok(count)
}

/// How many residents may use every unrestricted case type of a unit now; one more than [`MOST_COUNTED`] stands for more. No
/// more than that are read, however many there are.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn approved(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<i64, StoreError> {
    let (grants, residents): (i64, i64) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT), CAST(count(DISTINCT held.holder_person) AS BIGINT) FROM (
                 SELECT g.holder_person FROM grants g
                 JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
                 WHERE g.unit_id = ?1 AND g.holder_person IS NOT NULL AND g.object_id IS NULL
                   AND g.from_at <= ?3 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3) LIMIT ?4
             ) held",
            params![unit, Service::UseCaseType, now, MOST_COUNTED + 1],
        )
        .await?;
    Ok(if grants > MOST_COUNTED { grants } else { residents })
}

/// A grant that ended with its case type.
pub(crate) struct Ended {
    pub grant: GrantId,
    /// Whose it was.
    pub person: PersonId,
    /// The same for the log.
    pub resident: Resource,
}

type Held = (GrantId, PersonId, IdentityNumber, String);

/// Ends every grant of a case type that holds or is to come, now; one that had not begun never begins.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn end_all(tx: &mut WriteTx, id: CaseTypeId) -> Result<Vec<Ended>, StoreError> {
    let (now, ender) = (tx.now(), tx.actor().account);
    let held: Vec<Held> = tx
        .all(
            "SELECT g.id, p.id, p.identity_number, p.given_name || ' ' || p.family_name
             FROM grants g JOIN person p ON p.id = g.holder_person
             WHERE g.object_kind = ?1 AND g.object_id = ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)
             ORDER BY g.id",
            params![ObjectKind::CaseType.key(), id, now],
        )
        .await?;
    tx.execute(
        "UPDATE grants SET to_at = ?3, ended_at = ?3, ended_by = ?4, version = version + 1
         WHERE object_kind = ?1 AND object_id = ?2 AND ended_at IS NULL AND (to_at IS NULL OR to_at > ?3)",
        params![ObjectKind::CaseType.key(), id, now, ender],
    )
    .await?;
    let ended = held.into_iter().map(|(grant, person, number, name)| Ended {
        grant,
        person,
        resident: Resource {
            resource_type: "resident",
            resource_id: Some(person.to_string()),
            patient: Some((number, name)),
            ..Resource::default()
        },
    });
    Ok(ended.collect())
}
