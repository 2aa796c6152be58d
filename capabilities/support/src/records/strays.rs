//! Matters that somebody has in name only: the right to answer ends by the clock, by a lock or with a role as well, so whoever has a
//! matter may no longer be able to answer it. Such a matter stands in the queue at once, and upkeep hands it back.

use behorig_access::{AccountId, Assurance, Hat, Instant, Service, UnitId};
use behorig_registers::viewer_of_account;
use behorig_store::{Actor, Db, Door, Event, Recorded, StoreError, Tx, WriteTx, params};
use behorig_visit::permits;

use super::change::tell_of;
use super::matter::MatterId;
use crate::rules::What;

/// The condition that the handler of a matter `m` may answer it now: service 424 at its unit, by a live grant of an active account. The
/// service and the time are the parameters of these numbers.
pub(super) fn sql_of_handler_may(service: usize, now: usize) -> String {
    format!(
        "EXISTS (SELECT 1 FROM unit_ancestor x
             JOIN grants g ON g.unit_id = x.ancestor_id AND (x.distance = 0 OR g.branch) AND g.holder_account = m.handler
             JOIN role_service v ON v.role_id = g.role_id AND v.service = ?{service}
             JOIN role r ON r.id = g.role_id AND r.kind = 'staff'
             JOIN account a ON a.id = g.holder_account
             WHERE x.unit_id = m.unit_id AND g.object_id IS NULL
               AND g.from_at <= ?{now} AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?{now})
               AND a.ended_at IS NULL AND a.blocked_at IS NULL AND a.locked_at IS NULL AND a.pending_since IS NULL)"
    )
}

/// The condition that somebody has an open matter `m` in name only.
pub(super) fn sql_of_stray(service: usize, now: usize) -> String {
    format!("(m.handler IS NOT NULL AND m.closed_at IS NULL AND NOT {})", sql_of_handler_may(service, now))
}

/// How many open matters an account has in hand.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn count_in_hand_of(tx: &mut Tx, account: AccountId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(count(*) AS BIGINT) FROM support_matter WHERE handler = ?1 AND closed_at IS NULL";
    let (count,): (i64,) = tx.one(sql, params![account]).await?;
    Ok(count)
}

/// What of an account's matters it may no longer answer goes back to the queue: after a grant of it has ended, or it was blocked.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn hand_back_of(tx: &mut WriteTx, account: AccountId) -> Result<(), StoreError> {
    hand_back(tx, account).await.map(|_| ())
}

/// The same, by the hour, for every right that ended without anybody ending it then: by the clock, by a lock, with a role. Gives how many
/// matters went back.
///
/// Each account has a change of its own: one that fails leaves the others theirs.
///
/// # Errors
/// The first [`StoreError`], after everybody has had a turn; what went back has gone.
pub async fn hand_back_strays(db: &Db, now: Instant) -> Result<usize, StoreError> {
    let handlers = handlers_in_name_only(&mut *db.read().await?, now).await?;
    let actor = Actor::system(Door::System, now);
    let (mut back, mut first) = (0, Ok(()));
    for handler in handlers {
        let done = db.write(&actor, handler, |tx, handler| {
            Box::pin(async move {
                let back = hand_back(tx, *handler).await?;
                Ok::<_, StoreError>(Recorded::nothing_to_record(back, "each matter that went back has its event"))
            })
        });
        match done.await {
            Ok(some) => back += some,
            Err(error) => first = first.and(Err(error)),
        }
    }
    first.map(|()| back)
}

/// Usually nobody.
async fn handlers_in_name_only(tx: &mut Tx, now: Instant) -> Result<Vec<AccountId>, StoreError> {
    let sql =
        format!("SELECT DISTINCT m.handler FROM support_matter m WHERE {} ORDER BY m.handler", sql_of_stray(1, 2));
    let rows: Vec<(AccountId,)> = tx.all(&sql, params![Service::AnswerSupport, now]).await?;
    Ok(rows.into_iter().map(|(handler,)| handler).collect())
}

async fn hand_back(tx: &mut WriteTx, account: AccountId) -> Result<usize, StoreError> {
    let now = tx.now();
    let held: Vec<(MatterId, i64, UnitId)> = tx
        .all(
            "SELECT id, number, unit_id FROM support_matter WHERE handler = ?1 AND closed_at IS NULL
             ORDER BY priority, sent_at, id",
            params![account],
        )
        .await?;
    if held.is_empty() {
        return Ok(0);
    }
    let viewer = viewer_of_account(tx, account, Hat::Staff, Assurance::High, now).await?;
    let mut back = 0;
    for (id, number, unit) in held {
        // The right may have ended at one unit only.
        if permits(tx, &viewer, Service::AnswerSupport, unit, now).await? {
            continue;
        }
        tx.execute(
            "UPDATE support_matter SET state = 'received', handler = NULL, changed_at = ?2, version = version + 1
             WHERE id = ?1",
            params![id, now],
        )
        .await?;
        tell_of(tx, id, What::HandedBack, None)?;
        let event = Event::change("support.hand-back", "matter", id).with_args(format!("matter {number}"));
        let _recorded = tx.record(event).await?;
        back += 1;
    }
    Ok(back)
}
