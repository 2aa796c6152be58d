//! The service that a new organisation can order from the start: that of the manual *Rutin beställa/avbeställa behörigheter*.

use behorig_access::{BuiltIn, OrderableId, RoleId, UnitId};
use behorig_identity::folded;
use behorig_store::{StoreError, WriteTx, params};

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
