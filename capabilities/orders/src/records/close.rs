//! Lines that come to nothing: rejected by a receiver, or taken back by their orderer.

use std::collections::BTreeSet;

use behorig_access::{Instant, Viewer};
use behorig_store::{StoreError, WriteTx, params};
use behorig_visit::Rejected;
use behorig_web::Errors;

use super::judge::Ground;
use super::order::{Order, decide, keep_open};
use super::ordered::{Chosen, OrderedLine};
use super::timeline::note;
use crate::rules::{Happened, LineState, OrderState, state_of_lines};

/// Writes the state of a line that is decided.
pub(super) fn write_line(
    tx: &mut WriteTx,
    order: &Order,
    line: &OrderedLine,
    state: LineState,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let now = tx.now();
    let (decider, name) = (tx.actor().account, tx.actor().name.clone());
    tx.put(
        "UPDATE care_order_line SET state = ?3, decided_by = ?4, decided_by_name = ?5, decided_at = ?6, reason = ?7,
             version = version + 1
         WHERE order_id = ?1 AND position = ?2",
        params![order.id, line.position, state.key(), decider, name, now, reason],
    )
}

/// Closes the order where none of its lines waits any more, and keeps it open otherwise. `became` says what a line has become, of
/// those that were decided now.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else decided something in the meantime.
pub(super) async fn settle(
    tx: &mut WriteTx,
    order: &Order,
    lines: &[OrderedLine],
    became: impl Fn(&OrderedLine) -> Option<LineState>,
    reason: Option<&str>,
) -> Result<Option<OrderState>, StoreError> {
    let state = state_of_lines(lines.iter().map(|line| became(line).unwrap_or(line.state)));
    match state {
        Some(state) => decide(tx, order, state, reason, None).await?,
        None => keep_open(tx, order, order.state).await?,
    }
    Ok(state)
}

/// Closes every line that waits: declined with a reason, or taken back. Whether that may be done to the order was decided before. Gives
/// what the order became, and how many lines it concerned.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else decided something in the meantime.
pub(crate) async fn close_lines(
    tx: &mut WriteTx,
    order: &Order,
    lines: &[OrderedLine],
    to: LineState,
    reason: Option<&str>,
) -> Result<(OrderState, i64), StoreError> {
    let open = || lines.iter().filter(|line| line.state.is_open());
    for line in open() {
        write_line(tx, order, line, to, reason)?;
    }
    let became = |line: &OrderedLine| line.state.is_open().then_some(to);
    let state = settle(tx, order, lines, became, reason).await?;
    let count = i64::try_from(open().count()).unwrap_or(i64::MAX);
    Ok((state.unwrap_or(order.state), count))
}

/// Why some of these lines are not the viewer's to reject; each reason once, however many lines it holds for.
pub(crate) fn why_not_rejected(viewer: &Viewer, ground: &Ground, lines: &[&OrderedLine], now: Instant) -> Errors {
    let mut errors = Errors::new();
    let mut told = BTreeSet::new();
    for line in lines {
        if let Err(why) = ground.may_reject(viewer, line, now) {
            let message = why.message();
            if told.insert(message.id().to_owned()) {
                errors.add_general(message);
            }
        }
    }
    errors
}

/// Rejects the chosen lines, with a reason that their orderer reads. Gives what the order became, if it is decided, and how many lines
/// it concerned.
///
/// # Errors
/// Why nothing was rejected; [`StoreError::Stale`] where somebody else decided something in the meantime.
pub(crate) async fn reject(
    tx: &mut WriteTx,
    viewer: &Viewer,
    ground: &Ground,
    (order, lines): (&Order, &[OrderedLine]),
    chosen: &Chosen,
    reason: &str,
) -> Result<(Option<OrderState>, i64), Rejected> {
    let now: Instant = tx.now();
    let wanted: Vec<&OrderedLine> = lines.iter().filter(|line| chosen.has(line)).collect();
    let mut errors = why_not_rejected(viewer, ground, &wanted, now);
    if wanted.is_empty() {
        errors.add_general("orders-none-chosen");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    for line in &wanted {
        write_line(tx, order, line, LineState::Rejected, Some(reason))?;
    }
    let became = |line: &OrderedLine| chosen.has(line).then_some(LineState::Rejected);
    let state = settle(tx, order, lines, became, None).await?;
    let count = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    note(tx, order.id, Happened::Rejected, Some(count), Some(reason))?;
    Ok((state, count))
}
