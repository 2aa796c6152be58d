//! Requests for an account as stored.

use behorig_access::{AccountId, Holder, Instant, Period, RoleId, Service, UnitId, Viewer, scope_of};
use behorig_accounts::{Sql, in_scope_sql};
use behorig_identity::IdentityNumber;
use behorig_registers::grants::{self, NewGrant};
use behorig_store::{Event, FieldChange, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};
use uuid::Uuid;

/// The list shows at most so many; what waits longest comes first.
pub(crate) const MOST_SHOWN: i64 = 200;

/// A request with what its account holds.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) id: Uuid,
    pub(crate) account: AccountId,
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    pub(crate) title: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) mobile: Option<String>,
    pub(crate) language: String,
    pub(crate) number: Option<IdentityNumber>,
    pub(crate) hsa_id: String,
    pub(crate) commission: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) asked_at: Instant,
    pub(crate) decided_at: Option<Instant>,
    pub(crate) decided_by: Option<String>,
    pub(crate) approved: Option<bool>,
    pub(crate) reason: Option<String>,
    pub(crate) version: i64,
    /// Whether the account still waits: an administrator may have ended it on its own page.
    pub(crate) is_open: bool,
}

impl Request {
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    pub(crate) fn path(&self) -> String {
        format!("{}/{}", crate::LIST, self.id)
    }
}

impl FromRow for Request {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            account: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            title: row.next()?,
            email: row.next()?,
            mobile: row.next()?,
            language: row.next()?,
            number: row.next()?,
            hsa_id: row.next()?,
            commission: row.next()?,
            message: row.next()?,
            asked_at: row.next()?,
            decided_at: row.next()?,
            decided_by: row.next()?,
            approved: row.next()?,
            reason: row.next()?,
            version: row.next()?,
            is_open: row.next()?,
        })
    }
}

const REQUEST: &str =
    "SELECT q.id, q.account_id, q.unit_id, n.name, a.given_name, a.family_name, a.title, a.email, a.mobile,
        a.language, a.identity_number, q.hsa_id, q.commission, q.message, q.asked_at, q.decided_at, shown_name(q.decided_by, q.decided_by_name),
        q.approved, q.reason, q.version,
        q.decided_at IS NULL AND a.pending_since IS NOT NULL AND a.ended_at IS NULL
    FROM account_request q
    CROSS JOIN shown_account a
    CROSS JOIN unit n
    WHERE a.id = q.account_id AND n.id = q.unit_id";

/// What waits: not decided, and the account waits still.
const WAITS: &str = "q.decided_at IS NULL AND a.pending_since IS NOT NULL AND a.ended_at IS NULL";

/// A request to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewRequest {
    pub(crate) unit: UnitId,
    pub(crate) hsa_id: String,
    pub(crate) commission: Option<String>,
    pub(crate) message: Option<String>,
}

/// Stores the request for an account that was made pending.
pub(crate) async fn add(tx: &mut WriteTx, account: AccountId, new: &NewRequest) -> Result<Recorded<Uuid>, StoreError> {
    let (id, now) = (tx.new_uuid(), tx.now());
    tx.execute(
        "INSERT INTO account_request (id, account_id, unit_id, hsa_id, commission, message, asked_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)",
        params![id, account, new.unit, new.hsa_id, new.commission, new.message, now],
    )
    .await?;
    let event = Event::change("new-account.ask", "account", account);
    Ok(tx.record(event).await?.with(id))
}

/// A request by its id.
pub(crate) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Request>, StoreError> {
    tx.optional(&format!("{REQUEST} AND q.id = ?1"), params![id]).await
}

/// The request that an account was made by.
pub(crate) async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Option<Request>, StoreError> {
    tx.optional(&format!("{REQUEST} AND q.account_id = ?1"), params![account]).await
}

/// The live unit of an HSA-id.
pub(crate) async fn unit_by_hsa_id(tx: &mut Tx, hsa_id: &str) -> Result<Option<UnitId>, StoreError> {
    let found: Option<(UnitId,)> =
        tx.optional("SELECT id FROM unit WHERE hsa_id = ?1 AND ended_at IS NULL", params![hsa_id]).await?;
    Ok(found.map(|(id,)| id))
}

/// The newest request of an HSA-id that was declined.
pub(crate) async fn declined_of(tx: &mut Tx, hsa_id: &str) -> Result<Option<Request>, StoreError> {
    tx.optional(
        &format!("{REQUEST} AND q.hsa_id = ?1 AND q.decided_at IS NOT NULL AND NOT q.approved ORDER BY q.asked_at DESC LIMIT 1"),
        params![hsa_id],
    )
    .await
}

/// The requests that wait for the viewer, the oldest first, or those that were decided, the newest first.
pub(crate) async fn list(
    tx: &mut Tx,
    viewer: &Viewer,
    decided: bool,
    now: Instant,
) -> Result<Vec<Request>, StoreError> {
    let mut sql = Sql::default();
    let scope = in_scope_sql(&mut sql, &scope_of(viewer, Service::AdministerGrants, now));
    let (which, order) =
        if decided { ("q.decided_at IS NOT NULL", "q.decided_at DESC, q.id") } else { (WAITS, "q.asked_at, q.id") };
    let text = format!("{REQUEST} AND {which} AND {scope} ORDER BY {order} LIMIT {MOST_SHOWN}");
    tx.all(&text, &sql.params()).await
}

/// How many requests wait for the viewer, counted to `most`.
pub(crate) async fn waiting_for(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let mut sql = Sql::default();
    let scope = in_scope_sql(&mut sql, &scope_of(viewer, Service::AdministerGrants, now));
    let text = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT q.id FROM account_request q CROSS JOIN account a
         WHERE a.id = q.account_id AND {WAITS} AND {scope} LIMIT {most}) w"
    );
    let (count,): (i64,) = tx.one(&text, &sql.params()).await?;
    Ok(count)
}

/// Gives the permissions: the account waits no longer. Whether the viewer may give them was decided before, in the same transaction.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else has decided.
pub(crate) async fn approve(
    tx: &mut WriteTx,
    request: &Request,
    version: i64,
    roles: &[(RoleId, String)],
) -> Result<Recorded<()>, StoreError> {
    note_decision(tx, request, version, true, None).await?;
    behorig_accounts::admit(tx, request.account).await?;
    let mut changes = vec![FieldChange { field: "pending".to_owned(), old: Some("1".to_owned()), new: None }];
    for (role, name) in roles {
        let grant = NewGrant {
            holder: Holder::Account(request.account),
            role: *role,
            unit: request.unit,
            branch: false,
            object: None,
            period: Period::until_further_notice(tx.now()),
            basis: behorig_access::Basis::Administrator,
        };
        grants::give(tx, &grant).await?;
        let told = format!("{name}, {}", request.unit_name);
        changes.push(FieldChange { field: "grant".to_owned(), old: None, new: Some(told) });
    }
    let recorded = tx.record(Event::change("new-account.approve", "account", request.account)).await?;
    tx.history(&recorded, "account", request.account.uuid(), &changes).await?;
    Ok(recorded)
}

/// Declines: the account ends, and its HSA-ids are free for another request.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else has decided.
pub(crate) async fn decline(
    tx: &mut WriteTx,
    request: &Request,
    version: i64,
    reason: &str,
) -> Result<Recorded<()>, StoreError> {
    note_decision(tx, request, version, false, Some(reason)).await?;
    behorig_accounts::turn_away(tx, request.account).await?;
    let change = FieldChange { field: "ended".to_owned(), old: None, new: Some("1".to_owned()) };
    let recorded = tx.record(Event::change("new-account.decline", "account", request.account)).await?;
    tx.history(&recorded, "account", request.account.uuid(), &[change]).await?;
    Ok(recorded)
}

async fn note_decision(
    tx: &mut WriteTx,
    request: &Request,
    version: i64,
    approved: bool,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let (now, by, name) = (tx.now(), tx.actor().account, tx.actor().name.clone());
    tx.change_one(
        "UPDATE account_request SET decided_at = ?3, decided_by = ?4, decided_by_name = ?5, approved = ?6, reason = ?7,
             version = version + 1
         WHERE id = ?1 AND version = ?2 AND decided_at IS NULL",
        params![request.id, version, now, by, name, approved, reason],
    )
    .await
}
