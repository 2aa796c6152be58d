//! Who is away, from when to when, and who takes their cases.

use behorig_access::{AccountId, Instant, Service, UnitId};
use behorig_store::{Actor, Db, Door, Event, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};
use uuid::Uuid;

use super::own::hand_back_cases_of;
use super::staff::staff_at;

/// An absence of somebody who answers cases.
#[derive(Debug, Clone)]
pub struct Absence {
    /// Its id.
    pub id: Uuid,
    /// Who is away.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// From when.
    pub from: Instant,
    /// Until when, not included; none until further notice.
    pub to: Option<Instant>,
    /// Who takes their cases.
    pub substitute: Option<(AccountId, String)>,
    /// For optimistic locking.
    pub version: i64,
}

impl Absence {
    /// Whether it has begun and is not over.
    #[must_use]
    pub fn is_now(&self, now: Instant) -> bool {
        self.from <= now && self.to.is_none_or(|to| to > now)
    }
}

impl FromRow for Absence {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, account) = (row.next()?, row.next()?);
        let (given, family): (String, String) = (row.next()?, row.next()?);
        let (from, to) = (row.next()?, row.next()?);
        let (substitute, its_given, its_family): (Option<AccountId>, Option<String>, Option<String>) =
            (row.next()?, row.next()?, row.next()?);
        let its_name = format!("{} {}", its_given.unwrap_or_default(), its_family.unwrap_or_default());
        Ok(Self {
            id,
            account,
            name: format!("{given} {family}"),
            from,
            to,
            substitute: substitute.map(|account| (account, its_name)),
            version: row.next()?,
        })
    }
}

/// The absences, now and to come, of those who answer cases at a unit; by name.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn absences_at(tx: &mut Tx, unit: UnitId, now: Instant) -> Result<Vec<Absence>, StoreError> {
    let staff = staff_at(tx, unit, Service::AnswerCases, now).await?;
    let mut absences = Vec::new();
    for colleague in staff {
        let own: Vec<Absence> = tx
            .all(
                "SELECT w.id, w.account_id, a.given_name, a.family_name, w.from_at, w.to_at, w.substitute, s.given_name,
                     s.family_name, w.version
                 FROM account_absence w JOIN shown_account a ON a.id = w.account_id LEFT JOIN shown_account s ON s.id = w.substitute
                 WHERE w.account_id = ?1 AND (w.to_at IS NULL OR w.to_at > ?2)
                 ORDER BY w.from_at, w.id LIMIT 20",
                params![colleague.account, now],
            )
            .await?;
        absences.extend(own);
    }
    Ok(absences)
}

/// Who takes somebody's cases while they are away now.
pub(crate) async fn substitute_of(
    tx: &mut Tx,
    account: AccountId,
    now: Instant,
) -> Result<Option<AccountId>, StoreError> {
    let row: Option<(Option<AccountId>,)> = tx
        .optional(
            "SELECT substitute FROM account_absence
             WHERE account_id = ?1 AND from_at <= ?2 AND (to_at IS NULL OR to_at > ?2) AND substitute IS NOT NULL
             ORDER BY from_at DESC LIMIT 1",
            params![account, now],
        )
        .await?;
    Ok(row.and_then(|(substitute,)| substitute))
}

/// An absence to be noted.
#[derive(Debug, Clone)]
pub struct NewAbsence {
    /// Who is away.
    pub account: AccountId,
    /// From when.
    pub from: Instant,
    /// Until when, not included; none until further notice.
    pub to: Option<Instant>,
    /// Who takes their cases; none for the receivers.
    pub substitute: Option<AccountId>,
}

/// Notes that somebody is away. Where it has begun, their open cases move in the same transaction; where it begins later, they stand
/// in the receivers' inbox from that moment on, until [`hand_over_begun_absences`] moves them. Who may note it was decided before.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn begin_absence(tx: &mut WriteTx, absence: &NewAbsence) -> Result<Recorded<()>, StoreError> {
    let (id, now, by) = (tx.new_uuid(), tx.now(), tx.actor().account);
    tx.execute(
        "INSERT INTO account_absence (id, account_id, from_at, to_at, substitute, noted_by, noted_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)",
        params![id, absence.account, absence.from, absence.to, absence.substitute, by, now],
    )
    .await?;
    if absence.from <= now {
        hand_back_cases_of(tx, absence.account, "away").await?;
    }
    tx.record(Event::change("cases.absence", "account", absence.account)).await
}

/// Ends an absence now, or takes back one that has not begun.
///
/// # Errors
/// [`StoreError::Stale`] where it has ended or was changed by someone else.
pub async fn end_absence(tx: &mut WriteTx, id: Uuid, version: i64) -> Result<Recorded<()>, StoreError> {
    let now = tx.now();
    tx.change_one(
        "UPDATE account_absence SET to_at = ?3, version = version + 1
         WHERE id = ?1 AND version = ?2 AND (to_at IS NULL OR to_at > ?3)",
        params![id, version, now],
    )
    .await?;
    let (account,): (AccountId,) = tx.one("SELECT account_id FROM account_absence WHERE id = ?1", params![id]).await?;
    tx.record(Event::change("cases.absence-end", "account", account)).await
}

/// Moves the cases of those whose absence has begun since it was noted. Called regularly, by any node; what has moved once is not
/// found again. Gives how many cases moved.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn hand_over_begun_absences(db: &Db, now: Instant) -> Result<usize, StoreError> {
    let mut read = db.read().await?;
    let away: Vec<(AccountId,)> = read
        .all(
            "SELECT DISTINCT w.account_id FROM account_absence w
             WHERE w.from_at <= ?1 AND (w.to_at IS NULL OR w.to_at > ?1) AND EXISTS (SELECT 1 FROM care_case c
                 WHERE c.handler_account = w.account_id AND c.closed_at IS NULL AND c.kind IN ('resident', 'question'))",
            params![now],
        )
        .await?;
    drop(read);
    let mut moved = 0;
    for (account,) in away {
        moved += db
            .write(&Actor::system(Door::System, now), account, |tx, account| {
                Box::pin(async move {
                    let moved = hand_back_cases_of(tx, *account, "away").await?;
                    Ok::<_, StoreError>(Recorded::nothing_to_record(moved, "the moving of the cases has its own event"))
                })
            })
            .await?;
    }
    Ok(moved)
}
