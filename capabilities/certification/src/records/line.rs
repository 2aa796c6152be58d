//! The lines of a round: a snapshot, beside what has become of each grant since.

use behorig_access::{AccountId, GrantId, Instant, Period, UnitId};
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use crate::RoundId;
use crate::rules::{self, Decision};

/// A line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Its place in the round, from 1.
    pub position: i64,
    /// The grant.
    pub grant: GrantId,
    /// Whose.
    pub account: AccountId,
    /// The holder's name when the round was opened.
    pub person_name: String,
    /// The holder's HSA-id then.
    pub hsa_id: Option<String>,
    /// The role's name then.
    pub role_name: String,
    /// Where.
    pub unit: UnitId,
    /// The unit's name then.
    pub unit_name: String,
    /// From when to when it was then.
    pub period: Period,
    /// What was decided of it.
    pub decision: Option<Decision>,
    /// By whom and when.
    pub decided: Option<(String, Instant)>,
    /// When the grant ends, as it stands now.
    pub ends_at: Option<Instant>,
    /// The grant's version now.
    pub version: i64,
    /// When the holder last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// Whether it is the reader's own, under whatever account.
    pub is_own: bool,
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (position, grant, account, person_name, hsa_id) =
            (row.next()?, row.next()?, row.next()?, row.next()?, row.next()?);
        let (role_name, unit, unit_name) = (row.next()?, row.next()?, row.next()?);
        let period = Period { from: row.next()?, to: row.next()? };
        let decision = match row.next::<Option<String>>()? {
            Some(key) => {
                Some(Decision::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no decision: {key}")))?)
            }
            None => None,
        };
        let decided = row.next::<Option<String>>()?.zip(row.next::<Option<Instant>>()?);
        let (ends_at, version, last_sign_in_at, is_own) = (row.next()?, row.next()?, row.next()?, row.next()?);
        Ok(Self {
            position,
            grant,
            account,
            person_name,
            hsa_id,
            role_name,
            unit,
            unit_name,
            period,
            decision,
            decided,
            ends_at,
            version,
            last_sign_in_at,
            is_own,
        })
    }
}

impl Line {
    /// Whether its grant is over now.
    pub(crate) fn is_over(&self, now: Instant) -> bool {
        self.ends_at.is_some_and(|ends| ends <= now)
    }

    /// What the rules ask of it.
    pub(crate) fn as_ruled(&self, now: Instant) -> rules::Line {
        rules::Line { decision: self.decision, is_over: self.is_over(now), is_own: self.is_own }
    }
}

/// A line as the reader `?2` sees it.
const LINE: &str = "SELECT l.position, l.grant_id, l.account_id, l.person_name, l.hsa_id, l.role_name, l.unit_id, l.unit_name,
        l.from_at, l.to_at, l.decision, l.decided_by_name, l.decided_at, g.to_at, g.version, a.last_sign_in_at,
        (l.account_id = ?2 OR EXISTS (SELECT 1 FROM account me WHERE me.id = ?2 AND me.identity_number = a.identity_number))
    FROM certification_line l JOIN grants g ON g.id = l.grant_id JOIN account a ON a.id = l.account_id";

/// The condition that somebody still has to decide a line, at the time `?3`.
const WAITS: &str = "l.decision IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)";

/// Which lines are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// All of them.
    All,
    /// Those that somebody still has to decide.
    Waiting,
}

/// The lines after a place, in their order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn lines_of(
    tx: &mut Tx,
    round: RoundId,
    reader: AccountId,
    which: Which,
    after: i64,
    most: i64,
    now: Instant,
) -> Result<Vec<Line>, StoreError> {
    match which {
        Which::All => {
            let sql = format!("{LINE} WHERE l.round_id = ?1 AND l.position > ?3 ORDER BY l.position LIMIT ?4");
            tx.all(&sql, params![round, reader, after, most]).await
        }
        Which::Waiting => {
            let sql =
                format!("{LINE} WHERE l.round_id = ?1 AND {WAITS} AND l.position > ?4 ORDER BY l.position LIMIT ?5");
            tx.all(&sql, params![round, reader, now, after, most]).await
        }
    }
}

/// One line.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn line_of(
    tx: &mut Tx,
    round: RoundId,
    reader: AccountId,
    position: i64,
) -> Result<Option<Line>, StoreError> {
    let sql = format!("{LINE} WHERE l.round_id = ?1 AND l.position = ?3");
    tx.optional(&sql, params![round, reader, position]).await
}

/// The lines that nobody has decided, whether or not their grant is over, in their order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn undecided(tx: &mut Tx, round: RoundId, most: i64) -> Result<Vec<Line>, StoreError> {
    let sql = format!("{LINE} WHERE l.round_id = ?1 AND l.decision IS NULL ORDER BY l.position LIMIT ?3");
    tx.all(&sql, params![round, super::account_of_nobody(), most]).await
}

/// How a round stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Lines in all.
    pub all: i64,
    /// Confirmed.
    pub kept: i64,
    /// Ended by whoever answered.
    pub ended: i64,
    /// Ended when the grace was over.
    pub lapsed: i64,
    /// That somebody still has to decide.
    pub waiting: i64,
    /// Of those, the reader's own.
    pub own_waiting: i64,
}

impl Tally {
    /// Those that waited for nobody, since their grant was over before anybody decided, and those that were spared when the grace
    /// was over.
    pub(crate) fn others(&self) -> i64 {
        self.all - self.kept - self.ended - self.lapsed - self.waiting
    }
}

/// How a round stands, to a reader.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn tally(tx: &mut Tx, round: RoundId, reader: AccountId, now: Instant) -> Result<Tally, StoreError> {
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (WHERE l.decision = 'kept') AS BIGINT),
             CAST(count(*) FILTER (WHERE l.decision = 'ended') AS BIGINT),
             CAST(count(*) FILTER (WHERE l.decision = 'lapsed') AS BIGINT),
             CAST(count(*) FILTER (WHERE {WAITS}) AS BIGINT),
             CAST(count(*) FILTER (WHERE {WAITS} AND (l.account_id = ?2 OR EXISTS (
                 SELECT 1 FROM account me WHERE me.id = ?2 AND me.identity_number = a.identity_number))) AS BIGINT)
         FROM certification_line l JOIN grants g ON g.id = l.grant_id JOIN account a ON a.id = l.account_id
         WHERE l.round_id = ?1"
    );
    let (all, kept, ended, lapsed, waiting, own_waiting) = tx.one(&sql, params![round, reader, now]).await?;
    Ok(Tally { all, kept, ended, lapsed, waiting, own_waiting })
}

/// The units of the lines that somebody still has to decide.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn waiting_units(tx: &mut Tx, round: RoundId, now: Instant) -> Result<Vec<UnitId>, StoreError> {
    let rows: Vec<(UnitId,)> = tx
        .all(
            "SELECT DISTINCT l.unit_id FROM certification_line l JOIN grants g ON g.id = l.grant_id
             WHERE l.round_id = ?1 AND l.decision IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)",
            params![round, now],
        )
        .await?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}
