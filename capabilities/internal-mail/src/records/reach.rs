//! Who can be written to at a unit: those who hold the service there, the roles that they hold, and the groups that they are in.

use std::collections::BTreeSet;

use behorig_access::{AccountId, GroupId, Instant, RoleId, Service, UnitId};
use behorig_cases::records::{Colleague, groups_at, staff_at};
use behorig_store::{StoreError, Tx, params};

use crate::rules::Recipient;

/// Whom somebody can write to at a unit now, themselves left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recipients {
    /// Persons, by name.
    pub persons: Vec<Colleague>,
    /// Roles that one of them holds there, with who does.
    pub roles: Vec<(RoleId, String, BTreeSet<AccountId>)>,
    /// Groups with one of them in it, with who is.
    pub groups: Vec<(GroupId, String, BTreeSet<AccountId>)>,
}

impl Recipients {
    /// Whoever reads it now, if somebody does.
    pub(crate) fn readers_of(&self, to: Recipient) -> Option<BTreeSet<AccountId>> {
        match to {
            Recipient::Person(id) => {
                self.persons.iter().find(|one| one.account == id).map(|one| BTreeSet::from([one.account]))
            }
            Recipient::Role(id) => self.roles.iter().find(|(role, ..)| *role == id).map(|(_, _, who)| who.clone()),
            Recipient::Group(id) => self.groups.iter().find(|(group, ..)| *group == id).map(|(_, _, who)| who.clone()),
        }
    }
}

/// Whom an account can write to at a unit now.
pub(crate) async fn recipients_at(
    tx: &mut Tx,
    unit: UnitId,
    except: Option<AccountId>,
    now: Instant,
) -> Result<Recipients, StoreError> {
    let mut persons = staff_at(tx, unit, Service::InternalMail, now).await?;
    persons.retain(|person| Some(person.account) != except);
    let able: BTreeSet<AccountId> = persons.iter().map(|person| person.account).collect();
    if able.is_empty() {
        return Ok(Recipients::default());
    }
    let roles = roles_at(tx, unit, &able, now).await?;
    let mut groups = Vec::new();
    for group in groups_at(tx, unit, now).await? {
        let who: BTreeSet<AccountId> =
            group.members.iter().map(|member| member.account).filter(|member| able.contains(member)).collect();
        if !who.is_empty() {
            groups.push((group.id, group.name, who));
        }
    }
    Ok(Recipients { persons, roles, groups })
}

type Held = (RoleId, String, BTreeSet<AccountId>);

async fn roles_at(
    tx: &mut Tx,
    unit: UnitId,
    able: &BTreeSet<AccountId>,
    now: Instant,
) -> Result<Vec<Held>, StoreError> {
    let rows: Vec<(RoleId, String, AccountId)> = tx
        .all(
            "SELECT r.id, r.name, g.holder_account
             FROM unit_ancestor x
             JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch)
             JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
             WHERE x.unit_id = ?1 AND g.holder_account IS NOT NULL AND g.object_id IS NULL
               AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
             ORDER BY r.name_key, r.id",
            params![unit, now],
        )
        .await?;
    let mut roles: Vec<Held> = Vec::new();
    for (role, name, holder) in rows.into_iter().filter(|(_, _, holder)| able.contains(holder)) {
        match roles.last_mut().filter(|(last, ..)| *last == role) {
            Some((_, _, who)) => {
                who.insert(holder);
            }
            None => roles.push((role, name, BTreeSet::from([holder]))),
        }
    }
    Ok(roles)
}

/// The units where somebody is given the service, by name: where mail can go.
pub(crate) async fn units_with_mail(tx: &mut Tx, now: Instant) -> Result<Vec<(UnitId, String)>, StoreError> {
    tx.all(
        "SELECT u.id, u.name FROM unit u
         WHERE u.ended_at IS NULL AND EXISTS (
             SELECT 1 FROM grants g
             JOIN role_service s ON s.role_id = g.role_id AND s.service = ?1
             JOIN account a ON a.id = g.holder_account
             WHERE g.unit_id = u.id AND g.object_id IS NULL AND g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
               AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL)
         ORDER BY u.sort_key, u.id LIMIT 500",
        params![Service::InternalMail, now],
    )
    .await
}
