//! Roles, read through the viewer and changed.

use behorig_access::{
    ADMINISTRATOR_SERVICE, Instant, MayGive, Role, RoleDraft, RoleId, Scope, Service, UnitId, Viewer, holds_role,
    scope_of,
};
use behorig_identity::folded;
use behorig_registers::{roles, units};
use behorig_store::{StoreError, Tx, WriteTx, params};
use behorig_visit::{PageError, Rejected};
use behorig_web::Errors;

/// The most holders that are counted; above it a page says *fler än*.
pub(crate) const MOST_COUNTED: i64 = 1000;

/// What stands between the viewer and changing a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Editing {
    /// Nothing.
    Open,
    /// The viewer may look only.
    NotEditor,
    /// The viewer holds the role: nobody raises their own rights.
    OwnRole,
}

/// The organisations whose roles a scope lets one see: those that its units belong to.
pub(crate) async fn organisations_of(tx: &mut Tx, scope: &Scope) -> Result<Vec<UnitId>, StoreError> {
    let mut found = Vec::new();
    for root in scope.roots.iter().filter(|root| root.object.is_none()) {
        let organisation = units::organisation_of(tx, root.unit).await?;
        if !found.contains(&organisation) {
            found.push(organisation);
        }
    }
    Ok(found)
}

/// A role, for someone who may see roles anywhere in its organisation (service 394).
///
/// # Errors
/// [`PageError::NotFound`] or [`PageError::Refused`].
pub(crate) async fn for_viewer(
    tx: &mut Tx,
    viewer: &Viewer,
    id: RoleId,
    now: Instant,
) -> Result<(Role, Editing), PageError> {
    let role = roles::find(tx, id).await?.ok_or(PageError::NotFound)?;
    let scope = scope_of(viewer, Service::ViewRoles, now);
    if !organisations_of(tx, &scope).await?.contains(&role.organisation) {
        behorig_visit::require(tx, viewer, Service::ViewRoles, role.organisation, now).await?;
    }
    let editing = if !behorig_visit::permits(tx, viewer, Service::EditRoles, role.organisation, now).await? {
        Editing::NotEditor
    } else if holds_role(viewer, id, now) {
        Editing::OwnRole
    } else {
        Editing::Open
    };
    Ok((role, editing))
}

/// A role that the viewer may change (service 395 at its organisation), and does not hold: nobody raises their own rights.
///
/// # Errors
/// [`PageError::NotFound`] or [`PageError::Refused`]; an error of the form to who holds the role.
pub(crate) async fn for_editor(tx: &mut Tx, viewer: &Viewer, id: RoleId, now: Instant) -> Result<Role, Rejected> {
    let (role, editing) = for_viewer(tx, viewer, id, now).await?;
    match editing {
        Editing::Open => Ok(role),
        Editing::OwnRole => {
            let mut errors = Errors::new();
            errors.add_general("roles-own-role");
            Err(errors.into())
        }
        Editing::NotEditor => {
            behorig_visit::require(tx, viewer, Service::EditRoles, role.organisation, now).await?;
            Err(PageError::NotFound.into())
        }
    }
}

/// How many hold the role now, counted up to one more than [`MOST_COUNTED`].
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn holders_now(tx: &mut Tx, role: RoleId, now: Instant) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM (
                 SELECT DISTINCT g.holder_account, g.holder_person FROM grants g
                 WHERE g.role_id = ?1 AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2) LIMIT ?3
             ) held",
            params![role, now, MOST_COUNTED + 1],
        )
        .await?;
    Ok(count)
}

/// Changes everything of a role but its template.
///
/// # Errors
/// [`StoreError::Stale`] where it was changed in the meantime; [`StoreError::Conflict`] on `role_name`.
pub(crate) async fn change(tx: &mut WriteTx, role: &Role, version: i64, draft: &RoleDraft) -> Result<(), StoreError> {
    let name = draft.name.trim();
    tx.change_one(
        "UPDATE role SET name = ?3, name_key = ?4, kind = ?5, daily_planning = ?6, lowest_assurance = ?7, gives_all = ?8,
             version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![
            role.id,
            version,
            name,
            folded(name),
            draft.kind.key(),
            draft.daily_planning,
            draft.lowest_assurance.key(),
            draft.may_give == MayGive::All
        ],
    )
    .await?;
    if draft.services != role.services {
        roles::set_services(tx, role.id, draft.services).await?;
    }
    if draft.may_give != role.may_give {
        roles::set_may_give(tx, role.id, &draft.may_give).await?;
    }
    Ok(())
}

/// Removes a role that nobody has ever held. It can no longer be ordered.
///
/// # Errors
/// [`StoreError::Stale`] where it was changed in the meantime; [`StoreError::Conflict`] on [`StoreError::FOREIGN_KEY`] where it has been
/// ordered.
pub(crate) async fn remove(tx: &mut WriteTx, role: RoleId, version: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM role_service WHERE role_id = ?1", params![role]).await?;
    tx.execute("DELETE FROM role_gives WHERE role_id = ?1 OR given_role_id = ?1", params![role]).await?;
    tx.execute("DELETE FROM orderable_role WHERE role_id = ?1", params![role]).await?;
    tx.change_one("DELETE FROM role WHERE id = ?1 AND version = ?2", params![role, version]).await
}

/// Units that would be left without an administrator if the role no longer held service 390, by name, at most six.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn units_left_without_administrator(
    tx: &mut Tx,
    role: RoleId,
    now: Instant,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String, Vec<u8>)> = tx
        .all(
            "SELECT DISTINCT u.name, u.sort_key FROM grants g
             JOIN account a ON a.id = g.holder_account AND a.ended_at IS NULL AND a.blocked_at IS NULL
                 AND a.locked_at IS NULL AND a.pending_since IS NULL
             JOIN unit u ON u.id = g.unit_id
             WHERE g.role_id = ?1 AND g.object_id IS NULL AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
               AND NOT EXISTS (
                 SELECT 1 FROM grants o
                 JOIN role_service s ON s.role_id = o.role_id AND s.service = ?3
                 JOIN account b ON b.id = o.holder_account AND b.ended_at IS NULL AND b.blocked_at IS NULL
                     AND b.locked_at IS NULL AND b.pending_since IS NULL
                 WHERE o.unit_id = g.unit_id AND o.role_id <> ?1 AND o.object_id IS NULL
                   AND o.from_at <= ?2 AND o.ended_at IS NULL AND (o.to_at IS NULL OR o.to_at > ?2))
             ORDER BY u.sort_key LIMIT 6",
            params![role, now, ADMINISTRATOR_SERVICE],
        )
        .await?;
    Ok(rows.into_iter().map(|(name, _)| name).collect())
}
