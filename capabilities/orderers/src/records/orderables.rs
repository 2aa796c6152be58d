//! Services that can be ordered, with the roles that are ordered under their names.

use behorig_access::{Instant, OrderableId, Role, RoleId, UnitId};
use behorig_identity::{folded, swedish_sort_key};
use behorig_registers::roles;
use behorig_store::{StoreError, Tx, WriteTx, params};

use crate::rules::may_be_ordered;

/// A service that can be ordered (*beställbar tjänst*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orderable {
    /// Its id.
    pub id: OrderableId,
    /// What it is called: *1177 symtombedömning och hänvisning*.
    pub name: String,
    /// The roles that are ordered under its name, in Swedish order.
    pub roles: Vec<OrderableRole>,
    /// For optimistic locking.
    pub version: i64,
}

/// A role that is ordered under a service's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderableRole {
    /// The role.
    pub role: Role,
    /// How many receivers must approve a line that grants it: 1 or 2.
    pub approvers: u8,
}

/// What stands in the form of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    pub name: String,
    pub roles: Vec<(RoleId, u8)>,
}

/// The services that can be ordered in an organisation, by name in Swedish order. A role that can no longer be ordered, since it became
/// another, is left out.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn orderables_of(tx: &mut Tx, organisation: UnitId) -> Result<Vec<Orderable>, StoreError> {
    let found: Vec<(OrderableId, String, i64)> = tx
        .all(
            "SELECT id, name, version FROM orderable WHERE organisation_id = ?1 AND ended_at IS NULL",
            params![organisation],
        )
        .await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let roles = roles::of_organisation(tx, organisation).await?;
    let mut orderables = Vec::with_capacity(found.len());
    for (id, name, version) in found {
        orderables.push(Orderable { id, name, roles: roles_of(tx, id, &roles).await?, version });
    }
    orderables.sort_by_cached_key(|orderable| swedish_sort_key(&orderable.name));
    Ok(orderables)
}

/// One service, of whatever organisation, ended or not: an order that was placed keeps its name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find_orderable(
    tx: &mut Tx,
    id: OrderableId,
) -> Result<Option<(Orderable, UnitId, Option<Instant>)>, StoreError> {
    let found: Option<(UnitId, String, Option<Instant>, i64)> = tx
        .optional("SELECT organisation_id, name, ended_at, version FROM orderable WHERE id = ?1", params![id])
        .await?;
    let Some((organisation, name, ended, version)) = found else { return Ok(None) };
    let all = roles::of_organisation(tx, organisation).await?;
    let roles = roles_of(tx, id, &all).await?;
    Ok(Some((Orderable { id, name, roles, version }, organisation, ended)))
}

async fn roles_of(tx: &mut Tx, id: OrderableId, all: &[Role]) -> Result<Vec<OrderableRole>, StoreError> {
    let stored: Vec<(RoleId, i64)> =
        tx.all("SELECT role_id, approvers FROM orderable_role WHERE orderable_id = ?1", params![id]).await?;
    let approvers = |role: &Role| stored.iter().find(|(id, _)| *id == role.id).map(|(_, approvers)| *approvers);
    let ordered = all.iter().filter(|role| may_be_ordered(role)).filter_map(|role| {
        Some(OrderableRole { approvers: u8::try_from(approvers(role)?).unwrap_or(1), role: role.clone() })
    });
    Ok(ordered.collect())
}

/// Makes a service that can be ordered.
///
/// # Errors
/// [`StoreError::Conflict`] on `orderable_name` where the organisation has one of that name.
pub(crate) async fn add(tx: &mut WriteTx, organisation: UnitId, draft: &Draft) -> Result<OrderableId, StoreError> {
    let (id, now) = (OrderableId::new(tx.new_uuid()), tx.now());
    tx.execute(
        "INSERT INTO orderable (id, organisation_id, name, name_key, created_at, version) VALUES (?1, ?2, ?3, ?4, ?5, 1)",
        params![id, organisation, draft.name, folded(&draft.name), now],
    )
    .await?;
    set_roles(tx, id, &draft.roles).await?;
    Ok(id)
}

/// Changes the name and the roles of a service.
///
/// # Errors
/// [`StoreError::Stale`] where it was changed in the meantime or has ended; [`StoreError::Conflict`] on `orderable_name`.
pub(crate) async fn change(tx: &mut WriteTx, id: OrderableId, version: i64, draft: &Draft) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE orderable SET name = ?3, name_key = ?4, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, draft.name, folded(&draft.name)],
    )
    .await?;
    tx.execute("DELETE FROM orderable_role WHERE orderable_id = ?1", params![id]).await?;
    set_roles(tx, id, &draft.roles).await
}

/// Ends a service: nobody orders it any more. What was ordered stands.
///
/// # Errors
/// [`StoreError::Stale`] where it was changed in the meantime or has ended.
pub(crate) async fn end(tx: &mut WriteTx, id: OrderableId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE orderable SET ended_at = ?3, version = version + 1 WHERE id = ?1 AND version = ?2 AND ended_at IS NULL",
        params![id, version, now],
    )
    .await
}

async fn set_roles(tx: &mut WriteTx, id: OrderableId, roles: &[(RoleId, u8)]) -> Result<(), StoreError> {
    for (role, approvers) in roles {
        tx.execute(
            "INSERT INTO orderable_role (orderable_id, role_id, approvers) VALUES (?1, ?2, ?3)",
            params![id, role, i64::from(*approvers)],
        )
        .await?;
    }
    Ok(())
}
