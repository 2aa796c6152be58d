//! Groups of staff who answer together.

use std::collections::BTreeSet;

use behorig_access::{AccountId, GroupId, Instant, UnitId};
use behorig_identity::{folded, swedish_sort_key};
use behorig_store::{Event, FieldChange, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};

use super::staff::able_at;

/// A group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// The clinic.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Its members, by name.
    pub members: Vec<GroupMember>,
    /// For optimistic locking.
    pub version: i64,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    /// The account.
    pub account: AccountId,
    /// Given and family name.
    pub name: String,
    /// Whether they can answer cases there now: may, and are not away.
    pub able: bool,
}

impl Group {
    /// Whether somebody in it can answer now.
    #[must_use]
    pub fn is_staffed(&self) -> bool {
        self.members.iter().any(|member| member.able)
    }
}

struct Found(Group);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(Group {
            id: row.next()?,
            unit: row.next()?,
            name: row.next()?,
            version: row.next()?,
            members: Vec::new(),
        }))
    }
}

/// The live groups of a unit, by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn groups_at(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Vec<Group>, StoreError> {
    let found: Vec<Found> = tx
        .all(
            "SELECT id, unit_id, name, version FROM staff_group WHERE unit_id = ?1 AND ended_at IS NULL
             ORDER BY sort_key, id LIMIT 200",
            params![unit],
        )
        .await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let able: BTreeSet<AccountId> = able_at(tx, unit, now).await?.into_iter().map(|who| who.account).collect();
    let mut groups = Vec::with_capacity(found.len());
    for Found(mut group) in found {
        group.members = members(tx, group.id, &able).await?;
        groups.push(group);
    }
    Ok(groups)
}

/// The members by name as the history keeps them: who they are, whoever writes it. No page shows it to those who may not see them.
async fn names_of(tx: &mut Tx, group: GroupId) -> Result<Option<String>, StoreError> {
    let rows: Vec<(String,)> = tx
        .all(
            "SELECT a.given_name || ' ' || a.family_name FROM staff_group_member m JOIN account a ON a.id = m.account_id
             WHERE m.group_id = ?1 ORDER BY a.sort_key, a.id",
            params![group],
        )
        .await?;
    let names: Vec<String> = rows.into_iter().map(|(name,)| name).collect();
    Ok((!names.is_empty()).then(|| names.join(", ")))
}

async fn members(tx: &mut Tx, group: GroupId, able: &BTreeSet<AccountId>) -> Result<Vec<GroupMember>, StoreError> {
    let rows: Vec<(AccountId, String, String)> = tx
        .all(
            "SELECT a.id, a.given_name, a.family_name FROM staff_group_member m JOIN shown_account a ON a.id = m.account_id
             WHERE m.group_id = ?1 ORDER BY a.sort_key, a.id",
            params![group],
        )
        .await?;
    let member = |(account, given, family): (AccountId, String, String)| GroupMember {
        account,
        name: format!("{given} {family}"),
        able: able.contains(&account),
    };
    Ok(rows.into_iter().map(member).collect())
}

/// A live group of a unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn group_at(tx: &mut Tx, unit: UnitId, id: GroupId, now: Instant) -> Result<Option<Group>, StoreError> {
    Ok(groups_at(tx, unit, now).await?.into_iter().find(|group| group.id == id))
}

/// Whether somebody is in a live group.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn is_member(tx: &mut Tx, group: GroupId, account: AccountId) -> Result<bool, StoreError> {
    let row: Option<(AccountId,)> = tx
        .optional(
            "SELECT m.account_id FROM staff_group_member m JOIN staff_group g ON g.id = m.group_id
             WHERE m.group_id = ?1 AND m.account_id = ?2 AND g.ended_at IS NULL",
            params![group, account],
        )
        .await?;
    Ok(row.is_some())
}

/// The live groups of a unit that somebody is in.
pub(crate) async fn groups_of(tx: &mut Tx, unit: UnitId, account: AccountId) -> Result<Vec<GroupId>, StoreError> {
    let rows: Vec<(GroupId,)> = tx
        .all(
            "SELECT g.id FROM staff_group_member m JOIN staff_group g ON g.id = m.group_id
             WHERE m.account_id = ?2 AND g.unit_id = ?1 AND g.ended_at IS NULL ORDER BY g.id LIMIT 50",
            params![unit, account],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A group as it is to be.
#[derive(Debug, Clone)]
pub struct NewGroup {
    /// The one that is changed, in this version; none makes a new one.
    pub existing: Option<(GroupId, i64)>,
    /// The clinic.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Who is in it.
    pub members: Vec<AccountId>,
}

/// Makes or changes a group. Who may was decided before.
///
/// # Errors
/// [`StoreError::Conflict`] on `staff_group_name` where the unit has one of that name; [`StoreError::Stale`] where somebody else
/// changed it.
pub async fn save_group(tx: &mut WriteTx, group: &NewGroup) -> Result<Recorded<GroupId>, StoreError> {
    let (key, sort_key, now) = (folded(&group.name), swedish_sort_key(&group.name), tx.now());
    let id = if let Some((id, version)) = group.existing {
        tx.change_one(
            "UPDATE staff_group SET name = ?4, name_key = ?5, sort_key = ?6, version = version + 1
             WHERE id = ?1 AND version = ?2 AND unit_id = ?3 AND ended_at IS NULL",
            params![id, version, group.unit, group.name, key, sort_key],
        )
        .await?;
        id
    } else {
        let id = GroupId::new(tx.new_uuid());
        tx.execute(
            "INSERT INTO staff_group (id, unit_id, name, name_key, sort_key, created_at, version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)",
            params![id, group.unit, group.name, key, sort_key, now],
        )
        .await?;
        id
    };
    let before = names_of(tx, id).await?;
    tx.execute("DELETE FROM staff_group_member WHERE group_id = ?1", params![id]).await?;
    for member in &group.members {
        tx.execute("INSERT INTO staff_group_member (group_id, account_id) VALUES (?1, ?2)", params![id, member])
            .await?;
    }
    let recorded = tx.record(Event::change("cases.group", "staff-group", id)).await?;
    let now_in = names_of(tx, id).await?;
    let change = FieldChange { field: "members".to_owned(), old: before, new: now_in };
    tx.history(&recorded, "staff-group", id.uuid(), &[change]).await?;
    Ok(recorded.with(id))
}

/// Ends a group. Its open cases stand in the receivers' inbox from then on, each with an event that says so.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else changed or ended it.
pub async fn end_group(tx: &mut WriteTx, unit: UnitId, id: GroupId, version: i64) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE staff_group SET ended_at = ?4, version = version + 1
         WHERE id = ?1 AND version = ?2 AND unit_id = ?3 AND ended_at IS NULL",
        params![id, version, unit, now],
    )
    .await?;
    super::own::hand_back_cases_of_group(tx, id).await?;
    tx.record(Event::change("cases.group-end", "staff-group", id)).await
}

/// A live group, wherever it is; who may meet it is asked at its unit.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find_group(tx: &mut Tx, id: GroupId, now: Instant) -> Result<Option<Group>, StoreError> {
    let row: Option<(UnitId,)> =
        tx.optional("SELECT unit_id FROM staff_group WHERE id = ?1 AND ended_at IS NULL", params![id]).await?;
    match row {
        Some((unit,)) => group_at(tx, unit, id, now).await,
        None => Ok(None),
    }
}
