//! Grants as stored: given, listed, ended; never deleted.

use behorig_access::{
    AccountId, Basis, BuiltIn, GrantId, Holder, Instant, ObjectId, ObjectKind, ObjectRef, OrderId, Period, PersonId,
    RoleId, RoleKind, UnitId,
};
use behorig_store::{FromRow, Param, Row, StoreError, ToParam, Tx, WriteTx, params};

/// A grant to be given.
#[derive(Debug, Clone, Copy)]
pub struct NewGrant {
    /// To whom.
    pub holder: Holder,
    /// Which role.
    pub role: RoleId,
    /// Where.
    pub unit: UnitId,
    /// Whether it covers the branch below the unit.
    pub branch: bool,
    /// For one object only.
    pub object: Option<ObjectRef>,
    /// When.
    pub period: Period,
    /// On whose word.
    pub basis: Basis,
}

/// Gives a grant. Whether it may be given was decided before.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn give(tx: &mut WriteTx, grant: &NewGrant) -> Result<GrantId, StoreError> {
    let given = Given::now(tx, grant);
    tx.execute(GIVE, &given.params()).await?;
    tx.touch(crate::rights::of_holder(grant.holder));
    Ok(given.id)
}

/// As [`give`], where nobody waits for it: one of many grants of a change, which travel to the database together.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub fn give_unwaited(tx: &mut WriteTx, grant: &NewGrant) -> Result<GrantId, StoreError> {
    let given = Given::now(tx, grant);
    tx.put(GIVE, &given.params())?;
    tx.touch(crate::rights::of_holder(grant.holder));
    Ok(given.id)
}

const GIVE: &str =
    "INSERT INTO grants (id, holder_account, holder_person, role_id, unit_id, branch, object_kind, object_id,
         from_at, to_at, basis, basis_order, given_by, given_at, version, person_sort_key)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 1,
         (SELECT p.sort_key FROM person p WHERE p.id = ?3))";

/// A grant on its way into [`GIVE`].
struct Given<'a> {
    id: GrantId,
    grant: &'a NewGrant,
    account: Option<AccountId>,
    person: Option<PersonId>,
    object: Option<(&'static str, ObjectId)>,
    order: Option<OrderId>,
    giver: Option<AccountId>,
    now: Instant,
}

impl<'a> Given<'a> {
    fn now(tx: &WriteTx, grant: &'a NewGrant) -> Self {
        let (account, person) = match grant.holder {
            Holder::Account(account) => (Some(account), None),
            Holder::Person(person) => (None, Some(person)),
        };
        Self {
            id: GrantId::new(tx.new_uuid()),
            grant,
            account,
            person,
            object: grant.object.map(|object| (object.kind.key(), object.id)),
            order: grant.basis.order(),
            giver: tx.actor().account,
            now: tx.now(),
        }
    }

    fn params(&self) -> [Param<'_>; 14] {
        [
            self.id.to_param(),
            self.account.to_param(),
            self.person.to_param(),
            self.grant.role.to_param(),
            self.grant.unit.to_param(),
            self.grant.branch.to_param(),
            self.object.map_or(Param::Null, |(kind, _)| Param::Text(kind)),
            self.object.as_ref().map_or(Param::Null, |(_, id)| id.to_param()),
            self.grant.period.from.to_param(),
            self.grant.period.to.to_param(),
            Param::Text(self.grant.basis.key()),
            self.order.to_param(),
            self.giver.to_param(),
            self.now.to_param(),
        ]
    }
}

/// Ends a grant now: its period gets its end, and the row says who and when. A grant that had not begun never begins.
///
/// # Errors
/// [`StoreError::Stale`] where it has ended already or was changed by someone else.
pub async fn end(tx: &mut WriteTx, id: GrantId, version: i64) -> Result<(), StoreError> {
    let now = tx.now();
    let ender = tx.actor().account;
    tx.change_one(
        "UPDATE grants SET to_at = ?3, ended_at = ?3, ended_by = ?4, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL AND (to_at IS NULL OR to_at > ?3)",
        params![id, version, now, ender],
    )
    .await?;
    touch_holder_of(tx, id).await
}

/// Lets a grant last to another moment, or until further notice.
///
/// # Errors
/// [`StoreError::Stale`] where it is over already or was changed by someone else.
pub async fn change_end(tx: &mut WriteTx, id: GrantId, version: i64, to: Option<Instant>) -> Result<(), StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE grants SET to_at = ?3, version = version + 1
         WHERE id = ?1 AND version = ?2 AND ended_at IS NULL AND (to_at IS NULL OR to_at > ?4)",
        params![id, version, to, now],
    )
    .await?;
    touch_holder_of(tx, id).await
}

/// Whoever holds a grant that was changed may see other pages now than those that are open.
async fn touch_holder_of(tx: &mut WriteTx, id: GrantId) -> Result<(), StoreError> {
    let (account, person): (Option<AccountId>, Option<PersonId>) =
        tx.one("SELECT holder_account, holder_person FROM grants WHERE id = ?1", params![id]).await?;
    for holder in account.map(Holder::Account).into_iter().chain(person.map(Holder::Person)) {
        tx.touch(crate::rights::of_holder(holder));
    }
    Ok(())
}

/// A grant with the names that a page shows beside it.
#[derive(Debug, Clone)]
pub struct GrantRow {
    /// Its id.
    pub id: GrantId,
    /// Which role.
    pub role: RoleId,
    /// The role's name.
    pub role_name: String,
    /// The role's kind.
    pub role_kind: RoleKind,
    /// Where.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// Whether it covers the branch below.
    pub branch: bool,
    /// For one object only.
    pub object: Option<ObjectRef>,
    /// The object's name, where it is a person of the register.
    pub object_name: Option<String>,
    /// When.
    pub period: Period,
    /// On whose word, as stored.
    pub basis: String,
    /// The order, where it came from one.
    pub order_number: Option<i64>,
    /// Who gave it, by name.
    pub given_by: Option<String>,
    /// When it was given.
    pub given_at: Instant,
    /// For optimistic locking.
    pub version: i64,
}

impl FromRow for GrantRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            role: row.next()?,
            role_name: row.next()?,
            role_kind: crate::roles::kind_from(&row.next::<String>()?)?,
            unit: row.next()?,
            unit_name: row.next()?,
            branch: row.next()?,
            object: object_from(row)?,
            object_name: row.next()?,
            period: Period { from: row.next()?, to: row.next()? },
            basis: row.next()?,
            order_number: row.next()?,
            given_by: row.next()?,
            given_at: row.next()?,
            version: row.next()?,
        })
    }
}

pub(crate) fn object_from(row: &Row<'_>) -> Result<Option<ObjectRef>, StoreError> {
    let kind: Option<String> = row.next()?;
    let id: Option<ObjectId> = row.next()?;
    match (kind, id) {
        (Some(kind), Some(id)) => {
            let kind =
                ObjectKind::from_key(&kind).ok_or_else(|| StoreError::Shape(format!("no kind of object: {kind}")))?;
            Ok(Some(ObjectRef { kind, id }))
        }
        _ => Ok(None),
    }
}

const ROW: &str = "SELECT g.id, g.role_id, r.name, r.kind, g.unit_id, u.name, g.branch, g.object_kind, g.object_id,
        p.given_name || ' ' || p.family_name, g.from_at, g.to_at, g.basis, o.number,
        giver.given_name || ' ' || giver.family_name, g.given_at, g.version
    FROM grants g
    JOIN role r ON r.id = g.role_id
    JOIN unit u ON u.id = g.unit_id
    LEFT JOIN person p ON p.id = g.object_id
    LEFT JOIN care_order o ON o.id = g.basis_order
    LEFT JOIN shown_account giver ON giver.id = g.given_by";

/// All grants of an account, the live and coming first, then the ended.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn of_account(tx: &mut Tx, account: AccountId, now: Instant) -> Result<Vec<GrantRow>, StoreError> {
    tx.all(
        &format!(
            "{ROW} WHERE g.holder_account = ?1
             ORDER BY CASE WHEN g.to_at IS NULL OR g.to_at > ?2 THEN 0 ELSE 1 END, u.sort_key, r.name_key, g.id"
        ),
        params![account, now],
    )
    .await
}

/// One grant with its names and its holder.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn find(tx: &mut Tx, id: GrantId) -> Result<Option<(GrantRow, Holder)>, StoreError> {
    let Some(row) = tx.optional::<GrantRow>(&format!("{ROW} WHERE g.id = ?1"), params![id]).await? else {
        return Ok(None);
    };
    let holder: (Option<AccountId>, Option<PersonId>) =
        tx.one("SELECT holder_account, holder_person FROM grants WHERE id = ?1", params![id]).await?;
    match holder {
        (Some(account), _) => Ok(Some((row, Holder::Account(account)))),
        (None, Some(person)) => Ok(Some((row, Holder::Person(person)))),
        (None, None) => Err(StoreError::Shape("a grant without a holder".to_owned())),
    }
}

/// How many accounts other than `except` hold, live at `now`, a grant with `service` whose unit is just this unit.
///
/// The question behind the guard of the last administrator.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn other_holders_at(
    tx: &mut Tx,
    unit: UnitId,
    service: behorig_access::Service,
    except: AccountId,
    now: Instant,
) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(DISTINCT g.holder_account) AS BIGINT)
             FROM grants g
             JOIN role_service s ON s.role_id = g.role_id AND s.service = ?2
             JOIN account a ON a.id = g.holder_account
             WHERE g.unit_id = ?1 AND g.holder_account <> ?3 AND g.object_id IS NULL
               AND g.from_at <= ?4 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?4)
               AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL",
            params![unit, service, except, now],
        )
        .await?;
    Ok(count)
}

/// How many accounts can use a service now, wherever it may be.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn how_many_may(tx: &mut Tx, service: behorig_access::Service, now: Instant) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(DISTINCT a.id) AS BIGINT)
             FROM grants g
             JOIN role_service s ON s.role_id = g.role_id AND s.service = ?1
             JOIN account a ON a.id = g.holder_account
             WHERE g.from_at <= ?2 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
               AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL",
            params![service, now],
        )
        .await?;
    Ok(count)
}

/// Whether anyone holds, held or will hold a role: such a role can't be deleted.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn role_is_in_use(tx: &mut Tx, role: RoleId) -> Result<bool, StoreError> {
    let row: Option<(i64,)> =
        tx.optional("SELECT CAST(1 AS BIGINT) FROM grants WHERE role_id = ?1 LIMIT 1", params![role]).await?;
    Ok(row.is_some())
}

/// The role that a built-in template became in an organisation.
///
/// # Errors
/// [`StoreError::Missing`] where the organisation lacks it.
pub async fn role_of_template(tx: &mut Tx, organisation: UnitId, template: BuiltIn) -> Result<RoleId, StoreError> {
    let (id,): (RoleId,) = tx
        .one("SELECT id FROM role WHERE organisation_id = ?1 AND built_in = ?2", params![organisation, template.key()])
        .await?;
    Ok(id)
}
