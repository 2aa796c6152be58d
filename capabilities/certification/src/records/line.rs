//! The lines of a round: a snapshot, beside what has become of each grant since.

use behorig_access::{AccountId, GrantId, Instant, Period, UnitId};
use behorig_store::{FromRow, Row, StoreError, ToParam, Tx, params};

use super::sight::{OfLine, Sight};
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
    /// Whether the reader decides what is held at its unit.
    pub is_reached: bool,
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
        let (ends_at, version, last_sign_in_at) = (row.next()?, row.next()?, row.next()?);
        let (is_own, is_reached) = (row.next()?, row.next()?);
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
            is_reached,
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

/// Whether a line is the reader `?2`'s own, under whatever account.
const OWN: &str = "(l.account_id = ?2 OR EXISTS (
    SELECT 1 FROM account me WHERE me.id = ?2 AND me.identity_number = a.identity_number))";

/// Lines `l` of the round `c` with their grants `g` and their holders `a`.
const LINES: &str = "certification_line l JOIN certification_round c ON c.id = l.round_id
    JOIN grants g ON g.id = l.grant_id JOIN account a ON a.id = l.account_id";

/// The condition that somebody still has to decide a line, at the time `?3`.
const WAITS: &str = "l.decision IS NULL AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?3)";

/// The lines of the round `?1` as the reader `?2` sees them, those that may be seen.
fn sql_of_lines(eyes: &OfLine) -> String {
    format!(
        "SELECT l.position, l.grant_id, l.account_id, shown_name(l.account_id, l.person_name), CASE WHEN l.hsa_id IS NULL THEN NULL ELSE shown_hsa_id(l.account_id) END, l.role_name, l.unit_id, l.unit_name,
             l.from_at, l.to_at, l.decision, shown_name(l.decided_by, l.decided_by_name), l.decided_at, g.to_at, g.version, a.last_sign_in_at,
             {OWN}, {}
         FROM {LINES} WHERE l.round_id = ?1 AND {}",
        eyes.decides, eyes.sees
    )
}

/// Which lines are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// All of them.
    All,
    /// Those that somebody still has to decide.
    Waiting,
}

/// The lines after a place that may be seen, in their order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn lines_of(
    tx: &mut Tx,
    round: RoundId,
    sight: &Sight,
    which: Which,
    (after, most): (i64, i64),
    now: Instant,
) -> Result<Vec<Line>, StoreError> {
    let mut bound = vec![round.to_param(), sight.account.to_param(), after.to_param(), most.to_param()];
    let (first, waits) = match which {
        Which::All => (5, String::new()),
        Which::Waiting => {
            bound.push(now.to_param());
            (6, format!("AND {}", WAITS.replace("?3", "?5")))
        }
    };
    let eyes = sight.of_line(first);
    bound.extend(eyes.params());
    let lines = sql_of_lines(&eyes);
    tx.all(&format!("{lines} {waits} AND l.position > ?3 ORDER BY l.position LIMIT ?4"), &bound).await
}

/// One line, if it may be seen.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn line_of(
    tx: &mut Tx,
    round: RoundId,
    sight: &Sight,
    position: i64,
) -> Result<Option<Line>, StoreError> {
    let eyes = sight.of_line(4);
    let mut bound = vec![round.to_param(), sight.account.to_param(), position.to_param()];
    bound.extend(eyes.params());
    tx.optional(&format!("{} AND l.position = ?3", sql_of_lines(&eyes)), &bound).await
}

/// The lines that nobody has decided, whether or not their grant is over, in their order.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn undecided(tx: &mut Tx, round: RoundId, most: i64) -> Result<Vec<Line>, StoreError> {
    let whole = Sight::whole();
    let lines = sql_of_lines(&whole.of_line(4));
    let sql = format!("{lines} AND l.decision IS NULL ORDER BY l.position LIMIT ?3");
    tx.all(&sql, params![round, whole.account, most]).await
}

/// How a round stands, of the lines that its reader may see.
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
    /// Of those, what the reader may decide.
    pub to_decide: i64,
    /// Lines that the reader may not see.
    pub hidden: i64,
    /// Of those, what somebody still has to decide.
    pub hidden_waiting: i64,
}

impl Tally {
    /// Those that waited for nobody, since their grant was over before anybody decided, and those that were spared when the grace
    /// was over.
    pub(crate) fn others(&self) -> i64 {
        self.all - self.kept - self.ended - self.lapsed - self.waiting
    }

    /// What somebody still has to decide, seen or not.
    pub(crate) fn waiting_in_all(&self) -> i64 {
        self.waiting + self.hidden_waiting
    }
}

impl FromRow for Tally {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            all: row.next()?,
            kept: row.next()?,
            ended: row.next()?,
            lapsed: row.next()?,
            waiting: row.next()?,
            own_waiting: row.next()?,
            to_decide: row.next()?,
            hidden: row.next()?,
            hidden_waiting: row.next()?,
        })
    }
}

/// How a round stands, to a reader.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn tally(tx: &mut Tx, round: RoundId, sight: &Sight, now: Instant) -> Result<Tally, StoreError> {
    let eyes = sight.of_line(4);
    let counted = |what: &str| format!("CAST(count(*) FILTER (WHERE {what}) AS BIGINT)");
    let counts = [
        "t.sees",
        "t.sees AND t.decision = 'kept'",
        "t.sees AND t.decision = 'ended'",
        "t.sees AND t.decision = 'lapsed'",
        "t.sees AND t.waits",
        "t.sees AND t.waits AND t.own",
        "t.decides AND t.waits AND NOT t.own",
        "NOT t.sees",
        "t.waits AND NOT t.sees",
    ];
    let sql = format!(
        "SELECT {} FROM (SELECT l.decision AS decision, ({WAITS}) AS waits, {OWN} AS own, {} AS decides, {} AS sees
             FROM {LINES} WHERE l.round_id = ?1) t",
        counts.map(counted).join(", "),
        eyes.decides,
        eyes.sees
    );
    let mut bound = vec![round.to_param(), sight.account.to_param(), now.to_param()];
    bound.extend(eyes.params());
    tx.one(&sql, &bound).await
}

/// The units of the lines that somebody still has to decide.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn waiting_units(tx: &mut Tx, round: RoundId, now: Instant) -> Result<Vec<UnitId>, StoreError> {
    let rows: Vec<(UnitId,)> = tx
        .all(
            "SELECT DISTINCT l.unit_id FROM certification_line l JOIN grants g ON g.id = l.grant_id
             WHERE l.round_id = ?1 AND l.decision IS NULL AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)",
            params![round, now],
        )
        .await?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}

/// Where lines wait that are an account's own, under whatever account, and how many there.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn own_waiting(
    tx: &mut Tx,
    round: RoundId,
    account: AccountId,
    now: Instant,
) -> Result<Vec<(UnitId, i64)>, StoreError> {
    let sql = format!(
        "SELECT l.unit_id, CAST(count(*) AS BIGINT) FROM {LINES}
         WHERE l.round_id = ?1 AND {WAITS} AND {OWN} GROUP BY l.unit_id ORDER BY l.unit_id"
    );
    tx.all(&sql, params![round, account, now]).await
}
