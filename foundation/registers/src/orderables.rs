//! The service that a new organisation can order from the start, that of the manual *Rutin beställa/avbeställa behörigheter*; and how
//! many must approve what is ordered, which is read with every role.

use std::collections::HashMap;

use behorig_access::{BuiltIn, OrderableId, RoleId, UnitId};
use behorig_identity::folded;
use behorig_store::{StoreError, Tx, WriteTx, params};

/// What the manual calls its service.
pub const FIRST: &str = "1177 symtombedömning och hänvisning";
/// The three permissions that the manual orders.
pub const ROLES_OF_FIRST: [BuiltIn; 3] = [BuiltIn::SystemAdministrator, BuiltIn::Dashboard, BuiltIn::ControlTower];

/// Lets an organisation order the manual's service, each of its roles approved by one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn install_first(
    tx: &mut WriteTx,
    organisation: UnitId,
    roles: &[(BuiltIn, RoleId)],
) -> Result<(), StoreError> {
    let (id, now) = (OrderableId::new(tx.new_uuid()), tx.now());
    let installed = tx
        .execute(
            "INSERT INTO orderable (id, organisation_id, name, name_key, created_at, version) VALUES (?1, ?2, ?3, ?4, ?5, 1)
             ON CONFLICT DO NOTHING",
            params![id, organisation, FIRST, folded(FIRST), now],
        )
        .await?;
    if installed == 0 {
        return Ok(());
    }
    for (_, role) in roles.iter().filter(|(template, _)| ROLES_OF_FIRST.contains(template)) {
        tx.execute(
            "INSERT INTO orderable_role (orderable_id, role_id, approvers) VALUES (?1, ?2, 1)",
            params![id, role],
        )
        .await?;
    }
    Ok(())
}

/// How many must approve each role of an organisation that can be ordered: the most that any of its services asks, so that no other
/// service is the easier way.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn approvers_of(tx: &mut Tx, organisation: UnitId) -> Result<HashMap<RoleId, u8>, StoreError> {
    let most: Vec<(RoleId, i64)> = tx
        .all(
            "SELECT r.role_id, max(r.approvers) FROM orderable o JOIN orderable_role r ON r.orderable_id = o.id
             WHERE o.organisation_id = ?1 AND o.ended_at IS NULL GROUP BY r.role_id",
            params![organisation],
        )
        .await?;
    Ok(most.into_iter().map(|(role, approvers)| (role, u8::try_from(approvers).unwrap_or(u8::MAX))).collect())
}
