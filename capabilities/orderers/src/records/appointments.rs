//! Who is named an orderer or a head of operations, on whose word: grants with the appointments that they stand on.

use behorig_access::{AccountId, GrantId, Instant, Period, RoleId, Service, UnitId};
use behorig_store::{FromRow, Row, StoreError, ToParam, Tx, WriteTx, params};

/// Somebody who may order permissions, or might where the region has chosen so.
#[derive(Clone, Debug)]
pub(crate) struct Appointment {
    /// The grant.
    pub grant: GrantId,
    /// Who holds it.
    pub account: AccountId,
    /// Given and family name.
    pub name: String,
    /// An HSA-id of theirs, where they have one.
    pub hsa_id: Option<String>,
    /// Where.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// Whether the branch below is covered too.
    pub branch: bool,
    /// When.
    pub period: Period,
    /// The role.
    pub role: RoleId,
    /// Its name.
    pub role_name: String,
    /// The decision it stands on; none where the role was given elsewhere.
    pub proof: Option<Proof>,
    /// Of the grant, for optimistic locking.
    pub version: i64,
    /// Where the list goes on.
    pub sort_key: Vec<u8>,
}

/// On whose word somebody is named.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    /// The decision, as whoever named them wrote it: *Delegationsbeslut 2026-114*.
    pub words: String,
    /// When they were named.
    pub at: Instant,
    /// By whom.
    pub by: String,
}

impl FromRow for Appointment {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            grant: row.next()?,
            account: row.next()?,
            name: row.next()?,
            hsa_id: row.next()?,
            unit: row.next()?,
            unit_name: row.next()?,
            branch: row.next()?,
            period: Period { from: row.next()?, to: row.next()? },
            role: row.next()?,
            role_name: row.next()?,
            proof: proof_from(row)?,
            version: row.next()?,
            sort_key: row.next()?,
        })
    }
}

fn proof_from(row: &Row<'_>) -> Result<Option<Proof>, StoreError> {
    let (words, at, by): (Option<String>, Option<Instant>, Option<String>) = (row.next()?, row.next()?, row.next()?);
    Ok(words.zip(at.zip(by)).map(|(words, (at, by))| Proof { words, at, by }))
}

const COLUMNS: &str = "g.id, a.id, a.given_name || ' ' || a.family_name,
    shown_hsa_id(a.id), g.unit_id, u.name, g.branch, g.from_at, g.to_at,
    r.id, r.name, p.proof, p.at, shown_name(p.actor_account, p.actor_name), g.version, a.sort_key";

const JOINED: &str = "JOIN role r ON r.id = g.role_id
    JOIN shown_account a ON a.id = g.holder_account
    JOIN unit u ON u.id = g.unit_id
    LEFT JOIN appointment p ON p.grant_id = g.id";

/// Which appointments a list shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    /// The region: itself, its branch, and what covers it from above.
    pub region: UnitId,
    /// The service that they are named for: 418 or 419.
    pub service: Service,
    /// Those that are over too.
    pub ended: bool,
}

/// Appointments that reach units of a region, by name, from the one after `after`.
///
/// Few roles let anybody order, and few people hold those: the way goes from the service to its grants, never over all accounts.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn list(
    tx: &mut Tx,
    shown: Shown,
    after: Option<(&[u8], GrantId)>,
    most: i64,
    now: Instant,
) -> Result<Vec<Appointment>, StoreError> {
    let (sort_key, id) = after.unwrap_or((&[], GrantId::from_bytes([0; 16])));
    let sql = format!(
        "SELECT {COLUMNS} FROM role_service s CROSS JOIN grants g {JOINED}
         WHERE {} AND (a.sort_key, g.id) > (?4, ?5)
         ORDER BY a.sort_key, g.id LIMIT ?6",
        filter(shown)
    );
    tx.all(&sql, params![shown.service, shown.region, now, sort_key, id, most]).await
}

/// How many there are, counted to one more than `most`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn count(tx: &mut Tx, shown: Shown, most: i64, now: Instant) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (SELECT g.id FROM role_service s CROSS JOIN grants g WHERE {} LIMIT ?4) found",
        filter(shown)
    );
    let (count,): (i64,) = tx.one(&sql, params![shown.service, shown.region, now, most + 1]).await?;
    Ok(count)
}

/// The service is `?1`, the region `?2`, the time `?3`.
fn filter(shown: Shown) -> String {
    // The time is bound in either case, and PostgreSQL must learn its type.
    let ended = if shown.ended {
        "CAST(?3 AS BIGINT) IS NOT NULL"
    } else {
        "g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)"
    };
    format!(
        "s.service = ?1 AND g.role_id = s.role_id AND g.holder_account IS NOT NULL AND {ended}
         AND (EXISTS (SELECT 1 FROM unit_ancestor x WHERE x.unit_id = g.unit_id AND x.ancestor_id = ?2)
              OR (g.branch AND EXISTS (SELECT 1 FROM unit_ancestor x WHERE x.unit_id = ?2 AND x.ancestor_id = g.unit_id)))"
    )
}

/// One appointment: a grant of a role that lets its holder order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn find(tx: &mut Tx, grant: GrantId) -> Result<Option<Appointment>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM grants g {JOINED}
         WHERE g.id = ?1 AND EXISTS (SELECT 1 FROM role_service s WHERE s.role_id = g.role_id AND s.service IN (?2, ?3))"
    );
    let (named, head) = (Service::OrderPermissions, Service::OrderAsHead);
    tx.optional(&sql, &[grant.to_param(), named.to_param(), head.to_param()]).await
}

/// Keeps the decision that a new grant stands on.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn keep_proof(tx: &mut WriteTx, grant: GrantId, proof: &str) -> Result<(), StoreError> {
    let (now, actor, name) = (tx.now(), tx.actor().account, tx.actor().name.clone());
    tx.execute(
        "INSERT INTO appointment (grant_id, proof, at, actor_account, actor_name) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![grant, proof, now, actor, name],
    )
    .await?;
    Ok(())
}
