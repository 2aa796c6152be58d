//! Who certifies where: the live grants of service 423.

use behorig_access::{AccountId, Instant, Service, UnitId, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::{StoreError, ToParam, Tx, params};

use crate::rules::LastRound;

/// As many heads and deputies of a unit are written to.
const MOST_WRITTEN_TO: i64 = 30;

/// The condition that somebody active holds service 423 by a grant `g` now, joined with `s` and `a`; the service and the time are the
/// parameters of these numbers.
fn live(service: usize, now: usize) -> String {
    format!(
        "JOIN role_service s ON s.role_id = g.role_id AND s.service = ?{service}
         JOIN account a ON a.id = g.holder_account
         WHERE g.object_id IS NULL AND g.from_at <= ?{now} AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?{now})
           AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL"
    )
}

/// The condition that `unit` is a region which a head above it reaches: such a head has no round above any region, and answers in the
/// region's.
fn sql_of_reached_region(unit: &str, service: usize, now: usize) -> String {
    format!(
        "EXISTS (SELECT 1 FROM unit reached
            JOIN unit_ancestor z ON z.unit_id = reached.id AND z.distance > 0
            JOIN grants g ON g.unit_id = z.ancestor_id AND g.branch {} AND reached.id = {unit} AND reached.kind = 'region')",
        live(service, now)
    )
}

/// The unit in whose round the permissions at the unit that `unit` names are asked about: itself or the nearest above it, within its region,
/// whose grant of service 423 reaches it; the region, where that grant stands above the region.
pub(super) fn sql_of_answering_unit(unit: &str, service: usize, now: usize) -> String {
    format!(
        "(SELECT y.ancestor_id FROM unit_ancestor y
          WHERE y.unit_id = {unit}
            AND NOT EXISTS (
              SELECT 1 FROM unit_ancestor n JOIN unit nearer ON nearer.id = n.ancestor_id
              WHERE n.unit_id = {unit} AND n.distance < y.distance AND nearer.kind = 'region')
            AND (EXISTS (SELECT 1 FROM grants g {} AND g.unit_id = y.ancestor_id AND (g.branch OR y.distance = 0))
              OR {})
          ORDER BY y.distance LIMIT 1)",
        live(service, now),
        sql_of_reached_region("y.ancestor_id", service, now)
    )
}

/// The condition that the unit `u` has rounds of its own: somebody certifies there.
fn sql_of_certifies(service: usize, now: usize) -> String {
    format!(
        "(EXISTS (SELECT 1 FROM grants g {} AND g.unit_id = u.id) OR {})",
        live(service, now),
        sql_of_reached_region("u.id", service, now)
    )
}

/// A unit where somebody certifies, with its latest round.
pub(crate) struct Certifying {
    /// The unit.
    pub unit: UnitId,
    /// Its latest round; what is stored of it may not be readable, which keeps no other unit waiting.
    pub last: Result<Option<LastRound>, StoreError>,
}

/// The units of a region where somebody certifies now.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn certifying_units(tx: &mut Tx, region: UnitId, now: Instant) -> Result<Vec<Certifying>, StoreError> {
    let rows: Vec<(UnitId, Option<String>, Option<String>)> = tx
        .all(
            &format!(
                "SELECT u.id, (SELECT max(r.due_on) FROM certification_round r WHERE r.unit_id = u.id),
                     (SELECT max(r.last_day) FROM certification_round r WHERE r.unit_id = u.id)
                 FROM unit_ancestor x JOIN unit u ON u.id = x.unit_id
                 WHERE x.ancestor_id = ?1 AND u.ended_at IS NULL AND {}
                   AND NOT EXISTS (
                     SELECT 1 FROM unit_ancestor n JOIN unit nearer ON nearer.id = n.ancestor_id
                     WHERE n.unit_id = u.id AND n.distance < x.distance AND nearer.kind = 'region')
                 ORDER BY u.id",
                sql_of_certifies(2, 3)
            ),
            params![region, Service::CertifyGrants, now],
        )
        .await?;
    let certifying = |(unit, due_on, last_day)| Certifying { unit, last: last_round(due_on, last_day) };
    Ok(rows.into_iter().map(certifying).collect())
}

/// The latest round of a unit where somebody certifies now; none where nobody does.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn last_of_certifying(
    tx: &mut Tx,
    unit: UnitId,
    now: Instant,
) -> Result<Option<Option<LastRound>>, StoreError> {
    let row: Option<(Option<String>, Option<String>)> = tx
        .optional(
            &format!(
                "SELECT (SELECT max(r.due_on) FROM certification_round r WHERE r.unit_id = u.id),
                     (SELECT max(r.last_day) FROM certification_round r WHERE r.unit_id = u.id)
                 FROM unit u WHERE u.id = ?1 AND u.ended_at IS NULL AND {}",
                sql_of_certifies(2, 3)
            ),
            params![unit, Service::CertifyGrants, now],
        )
        .await?;
    row.map(|(due_on, last_day)| last_round(due_on, last_day)).transpose()
}

fn last_round(due_on: Option<String>, last_day: Option<String>) -> Result<Option<LastRound>, StoreError> {
    match (due_on, last_day) {
        (Some(due_on), Some(last_day)) => {
            Ok(Some(LastRound { due_on: super::stored_day(&due_on)?, last_day: super::stored_day(&last_day)? }))
        }
        _ => Ok(None),
    }
}

/// Somebody to write to.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    /// The mailbox, as stored.
    pub email: Option<String>,
    /// The language, as stored.
    pub language: String,
}

/// The heads of a unit and their live deputies, each once; of a region that has none who answers below it, those nearest above it too.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn certifiers_of(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Vec<Reader>, StoreError> {
    let live = live(2, 3);
    let rows: Vec<(Option<String>, String)> = tx
        .all(
            &format!(
                "SELECT p.email, p.language FROM account p
                 WHERE p.id IN (SELECT g.holder_account FROM grants g {live} AND (g.unit_id = ?1 OR (g.branch AND g.unit_id = (
                     SELECT z.ancestor_id FROM unit_ancestor z JOIN unit reached ON reached.id = z.unit_id
                     WHERE z.unit_id = ?1 AND z.distance > 0 AND reached.kind = 'region'
                       AND EXISTS (SELECT 1 FROM grants g {live} AND g.branch AND g.unit_id = z.ancestor_id)
                       AND NOT EXISTS (SELECT 1 FROM grants g {live} AND g.branch AND g.unit_id = z.unit_id)
                     ORDER BY z.distance LIMIT 1))))
                 ORDER BY p.sort_key, p.id LIMIT ?4"
            ),
            params![unit, Service::CertifyGrants, now, MOST_WRITTEN_TO],
        )
        .await?;
    Ok(rows.into_iter().map(|(email, language)| Reader { email, language }).collect())
}

/// Those nearest to a unit who hold a service there and are not the person of an account, under whatever account: who decides what that
/// person must not.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn others_at(
    tx: &mut Tx,
    unit: UnitId,
    service: Service,
    person_of: AccountId,
    now: Instant,
) -> Result<Vec<(AccountId, Reader)>, StoreError> {
    let rows: Vec<(AccountId, Option<String>, String, i64)> = tx
        .all(
            &format!(
                "SELECT a.id, a.email, a.language, x.distance FROM unit_ancestor x
                 JOIN grants g ON g.unit_id = x.ancestor_id AND (g.branch OR x.distance = 0) {}
                   AND x.unit_id = ?1 AND a.id <> ?4
                   AND NOT EXISTS (SELECT 1 FROM account p WHERE p.id = ?4 AND p.identity_number = a.identity_number)
                 ORDER BY x.distance, a.sort_key, a.id LIMIT ?5",
                live(2, 3)
            ),
            params![unit, service, now, person_of, MOST_WRITTEN_TO],
        )
        .await?;
    let nearest = rows.first().map(|(.., distance)| *distance);
    let mut others: Vec<(AccountId, Reader)> = rows
        .into_iter()
        .filter(|(.., distance)| Some(*distance) == nearest)
        .map(|(account, email, language, _)| (account, Reader { email, language }))
        .collect();
    // Who holds it by two grants comes twice, one after the other.
    others.dedup_by_key(|(account, _)| *account);
    Ok(others)
}

/// The condition that nobody but the person of the account that `account` names certifies at the unit that `unit` names.
pub(super) fn sql_of_nobody_else(unit: &str, account: &str, service: usize, now: usize) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM unit_ancestor v
            JOIN grants g ON g.unit_id = v.ancestor_id AND (g.branch OR v.distance = 0) {}
              AND v.unit_id = {unit} AND a.id <> {account}
              AND NOT EXISTS (SELECT 1 FROM account p WHERE p.id = {account} AND p.identity_number = a.identity_number))",
        live(service, now)
    )
}

/// A unit where staff hold permissions that nobody certifies.
pub(crate) struct Headless {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// The unit above.
    pub above: Option<String>,
    /// How many grants of staff are live there.
    pub grants: i64,
}

/// Units where staff hold permissions and no head of operations answers for them, by name, those after `after`: of the regions that the
/// viewer administers by service 421, and of the units whose register the viewer may see by service 420.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn without_head(
    tx: &mut Tx,
    viewer: &Viewer,
    after: Option<UnitId>,
    now: Instant,
    most: i64,
) -> Result<Vec<Headless>, StoreError> {
    let (key, id) = begin_after(tx, after).await?;
    let audits = scope_of(viewer, Service::ViewPermissionRegister, now);
    let administers = scope_of(viewer, Service::AdministerOrderers, now);
    let at_unit = UnitsInScope::of(&audits, "u.id", 6);
    let at_region = UnitsInScope::of(&administers, "region.id", 6 + at_unit.params().count());
    let mut bound =
        vec![Service::CertifyGrants.to_param(), now.to_param(), key.to_param(), id.to_param(), most.to_param()];
    bound.extend(at_unit.params());
    bound.extend(at_region.params());
    let sql = format!(
        "SELECT u.id, u.name, p.name, (SELECT CAST(count(*) AS BIGINT) {STAFF_GRANTS})
         FROM unit u LEFT JOIN unit p ON p.id = u.parent_id
         WHERE u.ended_at IS NULL AND (u.sort_key, u.id) > (?3, ?4)
           AND ({} OR EXISTS (SELECT 1 FROM unit_ancestor w JOIN unit region ON region.id = w.ancestor_id
                              WHERE w.unit_id = u.id AND region.kind = 'region' AND {}))
           AND EXISTS (SELECT 1 {STAFF_GRANTS})
           AND {} IS NULL
         ORDER BY u.sort_key, u.id LIMIT ?5",
        at_unit.sql(),
        at_region.sql(),
        sql_of_answering_unit("u.id", 1, 2)
    );
    let rows: Vec<(UnitId, String, Option<String>, i64)> = tx.all(&sql, &bound).await?;
    Ok(rows.into_iter().map(|(unit, name, above, grants)| Headless { unit, name, above, grants }).collect())
}

/// Names sort by their key: a page begins after the key and the id of the last unit of the page before.
async fn begin_after(tx: &mut Tx, after: Option<UnitId>) -> Result<(Vec<u8>, UnitId), StoreError> {
    let begin = (Vec::new(), UnitId::from_bytes([0; 16]));
    match after {
        Some(unit) => {
            let found = tx.optional("SELECT sort_key, id FROM unit WHERE id = ?1", params![unit]).await?;
            Ok(found.unwrap_or(begin))
        }
        None => Ok(begin),
    }
}

/// The grants of staff that are live at the unit `u`, at the time `?2`.
const STAFF_GRANTS: &str = "FROM grants h JOIN role q ON q.id = h.role_id
    WHERE h.unit_id = u.id AND q.kind = 'staff' AND h.holder_account IS NOT NULL
      AND h.from_at <= ?2 AND h.ended_at IS NULL AND (h.to_at IS NULL OR h.to_at > ?2)";
