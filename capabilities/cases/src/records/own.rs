//! Everything that one person or group has: when they can no longer answer, it goes to somebody who can, visibly, in the caller's
//! own transaction.

use behorig_access::{AccountId, GroupId};
use behorig_store::{ActivityType, StoreError, Tx, WriteTx, params};

use super::absence::substitute_of;
use super::assign::{To, is_able};
use super::audit;
use super::case::{COLUMNS, Case};
use super::change::{Change, carry_out};
use super::error::CaseError;
use crate::rules::Act;

/// The open cases of residents that somebody has, anywhere. What staff told and wrote among themselves waits for nobody.
pub(crate) async fn in_hand_of(tx: &mut Tx, account: AccountId) -> Result<Vec<Case>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM care_case c
         WHERE c.handler_account = ?1 AND c.closed_at IS NULL AND c.kind IN ('resident', 'question')
         ORDER BY c.due_at, c.id"
    );
    tx.all(&sql, params![account]).await
}

/// How many cases [`hand_back_cases_of`] would look at: what stands in the dialog that ends an account.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn count_in_hand_of(tx: &mut Tx, account: AccountId) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx
        .one(
            "SELECT CAST(count(*) AS BIGINT) FROM care_case c
             WHERE c.handler_account = ?1 AND c.closed_at IS NULL AND c.kind IN ('resident', 'question')",
            params![account],
        )
        .await?;
    Ok(count)
}

/// Moves cases to somebody, or back to the receivers' inbox, each with an event that says so.
pub(crate) async fn move_all(
    tx: &mut WriteTx,
    cases: &[Case],
    to: Option<To>,
    note: Option<&str>,
) -> Result<Vec<Case>, CaseError> {
    let act = if to.is_some() { Act::Reassign } else { Act::HandBack };
    let hands = to.map_or((None, None), To::hands);
    let mut moved = Vec::with_capacity(cases.len());
    for case in cases {
        let change = Change { to: Some(hands), event: Some((act.key(), note)), ..Change::default() };
        moved.push(carry_out(tx, case, act, &change).await?);
    }
    Ok(moved)
}

/// Takes every open case from whoever can no longer answer: it goes to the substitute, where one is named and can, and else back to
/// the receivers' inbox. `why` is a word such as `blocked`, `ended`, `right-ended` or `away`; it stands in each case's events as
/// `why-blocked`. For the caller's own transaction, as a hook of what ends an account, a grant or somebody's presence. Gives how
/// many cases moved.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn hand_back_cases_of(tx: &mut WriteTx, account: AccountId, why: &str) -> Result<usize, StoreError> {
    let cases = in_hand_of(tx, account).await?;
    let now = tx.now();
    let substitute = substitute_of(tx, account, now).await?;
    let mut moved = Vec::with_capacity(cases.len());
    for case in &cases {
        // The right may have ended at one clinic only.
        if is_able(tx, case.unit, account, now).await? {
            continue;
        }
        let to = match substitute {
            Some(who) if is_able(tx, case.unit, who, now).await? => Some(To::Person(who)),
            _ => None,
        };
        let note = format!("why-{why}");
        let one = move_all(tx, std::slice::from_ref(case), to, Some(&note)).await.map_err(as_store_error)?;
        moved.extend(one);
    }
    if !moved.is_empty() {
        let _recorded = audit::record(tx, ActivityType::Write, "cases.hand-back-all", None, &moved).await?;
    }
    Ok(moved.len())
}

/// As [`hand_back_cases_of`], for a group that ends.
pub(crate) async fn hand_back_cases_of_group(tx: &mut WriteTx, group: GroupId) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM care_case c WHERE c.group_id = ?1 AND c.closed_at IS NULL ORDER BY c.due_at, c.id"
    );
    let cases: Vec<Case> = tx.all(&sql, params![group]).await?;
    let moved = move_all(tx, &cases, None, Some("why-group-ended")).await.map_err(as_store_error)?;
    if !moved.is_empty() {
        let _recorded = audit::record(tx, ActivityType::Write, "cases.hand-back-all", None, &moved).await?;
    }
    Ok(())
}

/// An open case that somebody has can always be passed on and handed back; anything else is the database's own failure.
pub(crate) fn as_store_error(error: CaseError) -> StoreError {
    match error {
        CaseError::Page(behorig_visit::PageError::Store(error)) => error,
        other => StoreError::Shape(format!("an open case could not be moved: {other}")),
    }
}
