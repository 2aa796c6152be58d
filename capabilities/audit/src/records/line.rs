//! The lines of a review.

use behorig_access::{AccountId, Instant, PersonId};
use behorig_identity::IdentityNumber;
use behorig_store::{FromRow, Row, StoreError, Tx, params};

use super::shown::ACTOR_OF_LINE_IS_PROTECTED;
use crate::ReviewId;
use crate::rules::{Standing, Verdict};

/// A line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its place in the review, from 1.
    pub position: i64,
    /// Name and title when the sample was drawn.
    pub staff_name: String,
    pub staff_title: Option<String>,
    /// Whether whoever acted has a protected identity by now.
    pub staff_is_protected: bool,
    pub number: IdentityNumber,
    pub patient_name: String,
    /// As the register knows the person now, where it does; with whether the identity is protected.
    pub known: Option<(PersonId, bool)>,
    pub events: i64,
    pub first_at: Instant,
    pub last_at: Instant,
    pub verdict: Option<Verdict>,
    pub note: String,
    pub judged: Option<(String, Instant)>,
    /// Whether it is about what the reader did, under whatever account.
    pub is_own: bool,
    /// Whether its first event is no longer in the log.
    pub is_thinned: bool,
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (position, staff_name, staff_title) = (row.next()?, row.next()?, row.next()?);
        let (number, patient_name) = (row.next()?, row.next()?);
        let known = row.next::<Option<PersonId>>()?.zip(row.next::<Option<bool>>()?);
        let (events, first_at, last_at) = (row.next()?, row.next()?, row.next()?);
        let verdict = match row.next::<Option<String>>()? {
            Some(key) => Some(Verdict::from_key(&key).ok_or_else(|| StoreError::Shape(format!("no verdict: {key}")))?),
            None => None,
        };
        let note = row.next::<Option<String>>()?.unwrap_or_default();
        let judged = row.next::<Option<String>>()?.zip(row.next::<Option<Instant>>()?);
        let is_own = row.next()?;
        let (is_thinned, staff_is_protected) = (row.next()?, row.next()?);
        Ok(Self {
            position,
            staff_name,
            staff_title,
            staff_is_protected,
            number,
            patient_name,
            known,
            events,
            first_at,
            last_at,
            verdict,
            note,
            judged,
            is_own,
            is_thinned,
        })
    }
}

impl Line {
    /// Who it is that acted, to whoever sees it; none of staff with a protected identity otherwise.
    pub(crate) fn staff(&self, sees_protected: bool) -> Option<&str> {
        (sees_protected || !self.staff_is_protected).then_some(self.staff_name.as_str())
    }

    /// What the rules ask of it.
    pub(crate) fn standing(&self) -> Standing {
        Standing { said: self.verdict.map(|verdict| (verdict, self.note.clone())), is_own: self.is_own }
    }
}

/// A line as the reader `?2` sees it.
const LINE: &str = "SELECT l.position, l.staff_name, l.staff_title, l.patient_number, l.patient_name, p.id,
        p.protection <> 'none', l.events, l.first_at, l.last_at, l.verdict, l.note, shown_name(l.judged_by, l.judged_by_name), l.judged_at,
        (l.account_id = ?2 OR EXISTS (SELECT 1 FROM account me, account it
             WHERE me.id = ?2 AND it.id = l.account_id AND me.identity_number = it.identity_number)),
        EXISTS (SELECT 1 FROM audit_leaf f WHERE f.event_id = l.first_event AND f.thinned_by IS NOT NULL)";

/// Where lines are.
const FROM: &str = "FROM log_review_line l LEFT JOIN person p ON p.identity_number = l.patient_number";

/// The lines after a place, in their order; of all of them, or of those that wait for a verdict.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn lines_of(
    tx: &mut Tx,
    review: ReviewId,
    reader: AccountId,
    waiting: bool,
    after: i64,
    most: i64,
) -> Result<Vec<Line>, StoreError> {
    let waiting = if waiting { "AND l.verdict IS NULL" } else { "" };
    let sql = format!(
        "{LINE}, {ACTOR_OF_LINE_IS_PROTECTED} {FROM} WHERE l.review_id = ?1 {waiting} AND l.position > ?3 ORDER BY l.position LIMIT ?4"
    );
    tx.all(&sql, params![review, reader, after, most]).await
}

/// One line.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn line_of(
    tx: &mut Tx,
    review: ReviewId,
    reader: AccountId,
    position: i64,
) -> Result<Option<Line>, StoreError> {
    let sql = format!("{LINE}, {ACTOR_OF_LINE_IS_PROTECTED} {FROM} WHERE l.review_id = ?1 AND l.position = ?3");
    tx.optional(&sql, params![review, reader, position]).await
}

/// How far a review has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub all: i64,
    pub justified: i64,
    pub to_explain: i64,
    pub suspected: i64,
    /// Lines that nobody has judged.
    pub waiting: i64,
    /// Those of them that are the reader's own.
    pub own_waiting: i64,
}

/// Counts the lines of a review for a reader.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn tally(tx: &mut Tx, review: ReviewId, reader: AccountId) -> Result<Tally, StoreError> {
    let (all, justified, to_explain, suspected, waiting, own_waiting): (i64, i64, i64, i64, i64, i64) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (WHERE l.verdict = 'justified') AS BIGINT),
                 CAST(count(*) FILTER (WHERE l.verdict = 'to-explain') AS BIGINT),
                 CAST(count(*) FILTER (WHERE l.verdict = 'suspected') AS BIGINT),
                 CAST(count(*) FILTER (WHERE l.verdict IS NULL) AS BIGINT),
                 CAST(count(*) FILTER (WHERE l.verdict IS NULL AND (l.account_id = ?2
                     OR EXISTS (SELECT 1 FROM account me, account it
                         WHERE me.id = ?2 AND it.id = l.account_id AND me.identity_number = it.identity_number))) AS BIGINT)
             FROM log_review_line l WHERE l.review_id = ?1",
            params![review, reader],
        )
        .await?;
    Ok(Tally { all, justified, to_explain, suspected, waiting, own_waiting })
}
