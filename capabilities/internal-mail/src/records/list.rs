//! The inbox and what was sent, each as pages that are walked by key.

use behorig_access::{AccountId, CaseId, GroupId, Holder, Instant, RoleId, Scope, Service, UnitId, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::{FromRow, Param, Row as DbRow, StoreError, ToParam, Tx, params};

use super::mail::{COLUMNS, JOINS, Mail};

/// As many as a page shows.
const PAGE: usize = 50;

/// The place of a row: unread before read, then the newest. It stands in addresses, so that a row that was read meanwhile still has
/// the place that it had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub unread: bool,
    pub at: Instant,
    pub id: CaseId,
}

impl Key {
    /// As an address names it.
    pub(crate) fn to_text(self) -> String {
        format!("{}.{}.{}", i64::from(self.unread), self.at.0, self.id)
    }

    /// From an address.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let unread = match parts.next()? {
            "0" => false,
            "1" => true,
            _ => return None,
        };
        Some(Self { unread, at: Instant(parts.next()?.parse().ok()?), id: parts.next()?.parse().ok()? })
    }
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Top,
    After(Key),
    Before(Key),
}

/// A thread in a list.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub mail: Mail,
    pub unread: bool,
}

impl Row {
    pub(crate) fn key(&self) -> Key {
        Key { unread: self.unread, at: self.mail.last_message_at, id: self.mail.id }
    }
}

impl FromRow for Row {
    fn from_row(row: &DbRow<'_>) -> Result<Self, StoreError> {
        let mail = Mail::from_row(row)?;
        let unread: i64 = row.next()?;
        Ok(Self { mail, unread: unread == 1 })
    }
}

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listed {
    pub rows: Vec<Row>,
    pub more_before: bool,
    pub more_after: bool,
}

const UNREAD: &str = "CAST(CASE WHEN COALESCE(x.messages, 0) < m.messages THEN 1 ELSE 0 END AS BIGINT)";
const READ_BY_ME: &str = "LEFT JOIN internal_mail_reader x ON x.mail_id = m.id AND x.account_id = ?1";

/// All that decides what somebody's lists hold: the same as [`crate::rules::may_read`] asks, as conditions of SQL.
struct Mine {
    account: AccountId,
    groups: Vec<GroupId>,
    roles: Vec<(RoleId, UnitId, bool)>,
    scope: Scope,
}

impl Mine {
    /// Nothing where the service is held nowhere.
    async fn of(tx: &mut Tx, viewer: &Viewer, now: Instant) -> Result<Option<Self>, StoreError> {
        let Holder::Account(account) = viewer.holder() else { return Ok(None) };
        let scope = scope_of(viewer, Service::InternalMail, now);
        if scope.is_empty() {
            return Ok(None);
        }
        let live = viewer.grants().iter().filter(|grant| grant.object.is_none() && grant.period.holds_at(now));
        let roles = live.map(|grant| (grant.role, grant.unit, grant.branch)).collect();
        let groups: Vec<(GroupId,)> = tx
            .all(
                "SELECT g.id FROM staff_group_member o JOIN staff_group g ON g.id = o.group_id
                 WHERE o.account_id = ?1 AND g.ended_at IS NULL ORDER BY g.id LIMIT 100",
                params![account],
            )
            .await?;
        Ok(Some(Self { account, groups: groups.into_iter().map(|(id,)| id).collect(), roles, scope }))
    }

    /// What stands in the inbox: what is for them, and what they began once somebody has replied. `?1` is the account.
    fn inbox(&self) -> (String, Vec<Param<'_>>) {
        let mut params = vec![self.account.to_param()];
        let mut whom = vec!["(m.to_id = ?1 AND m.to_kind = 'person')".to_owned()];
        for group in &self.groups {
            params.push(group.to_param());
            whom.push(format!("(m.to_id = ?{} AND m.to_kind = 'group')", params.len()));
        }
        for (role, unit, branch) in &self.roles {
            params.push(role.to_param());
            let role = params.len();
            params.push(unit.to_param());
            let unit = params.len();
            let there = if *branch {
                format!(
                    "EXISTS (SELECT 1 FROM unit_ancestor y WHERE y.unit_id = m.to_unit AND y.ancestor_id = ?{unit})"
                )
            } else {
                format!("m.to_unit = ?{unit}")
            };
            whom.push(format!("(m.to_id = ?{role} AND m.to_kind = 'role' AND {there})"));
        }
        let at = UnitsInScope::of(&self.scope, "m.to_unit", params.len() + 1);
        params.extend(self.own(at.params().count()));
        let from = UnitsInScope::of(&self.scope, "m.unit_id", params.len() + 1);
        params.extend(self.own(from.params().count()));
        let sql = format!(
            "((({}) AND {}) OR (m.begun_by = ?1 AND m.replied AND {}))",
            whom.join(" OR "),
            at.sql(),
            from.sql()
        );
        (sql, params)
    }

    /// What they began. `?1` is the account.
    fn sent(&self) -> (String, Vec<Param<'_>>) {
        let mut params = vec![self.account.to_param()];
        let from = UnitsInScope::of(&self.scope, "m.unit_id", 2);
        params.extend(self.own(from.params().count()));
        (format!("(m.begun_by = ?1 AND {})", from.sql()), params)
    }

    /// The roots of the scope, in the order in which [`UnitsInScope`] numbers them: branches first.
    fn own(&self, count: usize) -> Vec<Param<'_>> {
        let whole = || self.scope.roots.iter().filter(|root| root.object.is_none());
        let branches = whole().filter(|root| root.branch);
        branches.chain(whole().filter(|root| !root.branch)).map(|root| root.unit.to_param()).take(count).collect()
    }
}

/// What is for the viewer, unread first, then the newest.
pub(crate) async fn inbox(tx: &mut Tx, viewer: &Viewer, place: Place, now: Instant) -> Result<Listed, StoreError> {
    let Some(mine) = Mine::of(tx, viewer, now).await? else { return Ok(Listed::default()) };
    page(tx, mine.inbox(), UNREAD, place).await
}

/// What the viewer began, the newest first.
pub(crate) async fn sent(tx: &mut Tx, viewer: &Viewer, place: Place, now: Instant) -> Result<Listed, StoreError> {
    let Some(mine) = Mine::of(tx, viewer, now).await? else { return Ok(Listed::default()) };
    page(tx, mine.sent(), "CAST(0 AS BIGINT)", place).await
}

async fn page(
    tx: &mut Tx,
    (condition, mut params): (String, Vec<Param<'_>>),
    unread: &str,
    place: Place,
) -> Result<Listed, StoreError> {
    let (key, backwards) = match place {
        Place::Top => (None, false),
        Place::After(key) => (Some(key), false),
        Place::Before(key) => (Some(key), true),
    };
    let (sign, order) = if backwards { (">", "") } else { ("<", " DESC") };
    let flag = key.map(|key| i64::from(key.unread));
    let mut bounds = String::from("TRUE");
    if let (Some(key), Some(flag)) = (&key, &flag) {
        let first = params.len() + 1;
        params.extend([flag.to_param(), key.at.to_param(), key.id.to_param()]);
        bounds = format!("({unread}, m.last_message_at, m.id) {sign} (?{first}, ?{}, ?{})", first + 1, first + 2);
    }
    let sql = format!(
        "SELECT {COLUMNS}, {unread} FROM {JOINS} {READ_BY_ME} WHERE {condition} AND {bounds}
         ORDER BY {unread}{order}, m.last_message_at{order}, m.id{order} LIMIT {}",
        PAGE + 1
    );
    let mut rows: Vec<Row> = tx.all(&sql, &params).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if backwards {
        rows.reverse();
    }
    let (more_before, more_after) = match place {
        Place::Top => (false, more),
        Place::After(_) => (true, more),
        Place::Before(_) => (more, true),
    };
    Ok(Listed { rows, more_before, more_after })
}

/// How many threads of the viewer's inbox hold something unread, counted to `most`.
pub(crate) async fn unread(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let Some(mine) = Mine::of(tx, viewer, now).await? else { return Ok(0) };
    let (condition, params) = mine.inbox();
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (
             SELECT 1 FROM internal_mail m {READ_BY_ME} WHERE {condition} AND {UNREAD} = 1 LIMIT {most}) waiting"
    );
    let (count,): (i64,) = tx.one(&sql, &params).await?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_its_address_and_what_is_none_does_not() {
        for unread in [false, true] {
            let key = Key { unread, at: Instant(1_795_165_200_000), id: CaseId::from_bytes([7; 16]) };
            assert_eq!(Key::from_text(&key.to_text()), Some(key));
        }
        for wrong in ["", "1", "2.1.x", "1.x.07070707-0707-0707-0707-070707070707", "1.1.", "1.1.1"] {
            assert_eq!(Key::from_text(wrong), None, "{wrong}");
        }
    }
}
