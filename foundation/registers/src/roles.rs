//! Roles of an organisation, as stored.

use behorig_access::{
    Assurance, BuiltIn, GiveTemplate, MayGive, Role, RoleDraft, RoleId, RoleKind, ServiceSet, UnitId,
};
use behorig_identity::{folded, swedish_sort_key};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

const COLUMNS: &str = "r.id, r.organisation_id, r.built_in, r.name, r.kind,
    (SELECT string_agg(CAST(s.service AS TEXT), ' ') FROM role_service s WHERE s.role_id = r.id),
    r.daily_planning, r.lowest_assurance, r.gives_all, r.version";

struct StoredRole(Role);

impl FromRow for StoredRole {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(Role {
            id: row.next()?,
            organisation: row.next()?,
            key: row.next::<Option<String>>()?.and_then(|key| BuiltIn::from_key(&key)),
            name: row.next()?,
            kind: kind_from(&row.next::<String>()?)?,
            services: ServiceSet::from_stored(&row.next::<Option<String>>()?.unwrap_or_default()),
            daily_planning: row.next()?,
            lowest_assurance: assurance_from(&row.next::<String>()?)?,
            may_give: if row.next()? { MayGive::All } else { MayGive::NONE },
            approvers: 0,
            version: row.next()?,
        }))
    }
}

pub(crate) fn kind_from(key: &str) -> Result<RoleKind, StoreError> {
    RoleKind::from_key(key).ok_or_else(|| StoreError::Shape(format!("no kind of role: {key}")))
}

pub(crate) fn assurance_from(key: &str) -> Result<Assurance, StoreError> {
    Assurance::from_key(key).ok_or_else(|| StoreError::Shape(format!("no level of assurance: {key}")))
}

/// Roles of one organisation, with what their holders give and how many approve an order of each.
async fn with_what_they_give(tx: &mut Tx, stored: Vec<StoredRole>) -> Result<Vec<Role>, StoreError> {
    let mut roles: Vec<Role> = stored.into_iter().map(|StoredRole(role)| role).collect();
    let Some(organisation) = roles.first().map(|role| role.organisation) else { return Ok(roles) };
    let approvers = crate::orderables::approvers_of(tx, organisation).await?;
    for role in &mut roles {
        role.approvers = approvers.get(&role.id).copied().unwrap_or(0);
    }
    for role in roles.iter_mut().filter(|role| role.may_give != MayGive::All) {
        let given: Vec<(RoleId,)> = tx
            .all("SELECT given_role_id FROM role_gives WHERE role_id = ?1 ORDER BY given_role_id", params![role.id])
            .await?;
        role.may_give = MayGive::Only(given.into_iter().map(|(id,)| id).collect());
    }
    Ok(roles)
}

/// The roles of an organisation, by name in Swedish order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_organisation(tx: &mut Tx, organisation: UnitId) -> Result<Vec<Role>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM role r WHERE r.organisation_id = ?1");
    let mut stored: Vec<StoredRole> = tx.all(&sql, params![organisation]).await?;
    stored.sort_by_cached_key(|StoredRole(role)| swedish_sort_key(&role.name));
    with_what_they_give(tx, stored).await
}

/// One role.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find(tx: &mut Tx, id: RoleId) -> Result<Option<Role>, StoreError> {
    let stored = tx.all(&format!("SELECT {COLUMNS} FROM role r WHERE r.id = ?1"), params![id]).await?;
    Ok(with_what_they_give(tx, stored).await?.into_iter().next())
}

/// The role that was made from a template.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn built_in(tx: &mut Tx, organisation: UnitId, template: BuiltIn) -> Result<Option<Role>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM role r WHERE r.organisation_id = ?1 AND r.built_in = ?2");
    let stored = tx.all(&sql, params![organisation, template.key()]).await?;
    Ok(with_what_they_give(tx, stored).await?.into_iter().next())
}

/// Makes a role. The draft has passed [`Role::check`].
///
/// # Errors
/// [`StoreError::Conflict`] on `role_name` where the organisation has a role of that name.
pub async fn add(
    tx: &mut WriteTx,
    organisation: UnitId,
    template: Option<BuiltIn>,
    draft: &RoleDraft,
) -> Result<RoleId, StoreError> {
    let id = RoleId::new(tx.new_uuid());
    let now = tx.now();
    let name = draft.name.trim();
    tx.execute(
        "INSERT INTO role (id, organisation_id, built_in, name, name_key, kind, daily_planning, lowest_assurance, gives_all,
             created_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1)",
        params![
            id, organisation, template.map(BuiltIn::key), name, folded(name), draft.kind.key(), draft.daily_planning,
            draft.lowest_assurance.key(), draft.may_give == MayGive::All, now
        ],
    )
    .await?;
    set_services(tx, id, draft.services).await?;
    set_may_give(tx, id, &draft.may_give).await?;
    Ok(id)
}

/// Replaces a role's services.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn set_services(tx: &mut WriteTx, role: RoleId, services: ServiceSet) -> Result<(), StoreError> {
    tx.execute("DELETE FROM role_service WHERE role_id = ?1", params![role]).await?;
    for service in services.iter() {
        tx.execute("INSERT INTO role_service (role_id, service) VALUES (?1, ?2)", params![role, service]).await?;
    }
    Ok(())
}

/// Replaces the list of roles that a role's holders may give.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn set_may_give(tx: &mut WriteTx, role: RoleId, may_give: &MayGive) -> Result<(), StoreError> {
    tx.execute("DELETE FROM role_gives WHERE role_id = ?1", params![role]).await?;
    if let MayGive::Only(given) = may_give {
        for given in given {
            tx.execute("INSERT INTO role_gives (role_id, given_role_id) VALUES (?1, ?2)", params![role, given]).await?;
        }
    }
    Ok(())
}

/// Gives a new organisation the built-in roles to start from.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn install_built_ins(tx: &mut WriteTx, organisation: UnitId) -> Result<(), StoreError> {
    install_missing_built_ins(tx, organisation).await.map(|_| ())
}

/// Gives an organisation the built-in roles that it lacks: those that came with a newer version than it was made by. Gives which.
///
/// A new role also goes onto the lists of the built-in roles that may give it and name what they give; what an organisation has
/// changed about its other roles stays as it is. Where it has a role of its own by that name, the new one gets a number after its own.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn install_missing_built_ins(tx: &mut WriteTx, organisation: UnitId) -> Result<Vec<BuiltIn>, StoreError> {
    let before = of_organisation(tx, organisation).await?;
    let mut made: Vec<(BuiltIn, RoleId)> = Vec::new();
    for &template in BuiltIn::ALL {
        if before.iter().any(|role| role.key == Some(template)) {
            continue;
        }
        let draft = RoleDraft {
            name: free_name(template, &before),
            kind: template.kind(),
            services: template.services(),
            daily_planning: template.daily_planning(),
            lowest_assurance: template.lowest_assurance(),
            may_give: match template.may_give() {
                GiveTemplate::All => MayGive::All,
                GiveTemplate::Only(_) => MayGive::NONE,
            },
        };
        made.push((template, add(tx, organisation, Some(template), &draft).await?));
    }
    let there = before.iter().filter_map(|role| Some((role.key?, role.id)));
    let all: Vec<(BuiltIn, RoleId)> = there.chain(made.iter().copied()).collect();
    for (giver, giver_id) in &all {
        let GiveTemplate::Only(given) = giver.may_give() else { continue };
        let is_new = made.iter().any(|(template, _)| template == giver);
        for (_, id) in all
            .iter()
            .filter(|(other, id)| given.contains(other) && (is_new || made.iter().any(|(_, made)| made == id)))
        {
            tx.execute(
                "INSERT INTO role_gives (role_id, given_role_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![giver_id, id],
            )
            .await?;
        }
    }
    // Orders of permissions came with the role of whoever makes them: so the first service is installed once and, ended, stays so.
    if made.iter().any(|(template, _)| *template == BuiltIn::Orderer) {
        crate::orderables::install_first(tx, organisation, &all).await?;
    }
    Ok(made.into_iter().map(|(template, _)| template).collect())
}

/// The template's name, or the first of it with a number that the organisation has no role of.
fn free_name(template: BuiltIn, taken: &[Role]) -> String {
    let own = template.swedish_name();
    let is_free = |name: &String| !taken.iter().any(|role| folded(&role.name) == folded(name));
    let numbered = (2..).map(|number| format!("{own} {number}"));
    std::iter::once(own.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| own.to_owned())
}
