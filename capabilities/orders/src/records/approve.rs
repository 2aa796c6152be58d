//! The approval: grants made or ended, lines and order decided, letters written, all in the decision's own transaction.

mod connect;
mod grants;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use behorig_access::{AccountId, Instant, Viewer};
use behorig_identity::HsaId;
use behorig_sign_in::one_time_link::NewLink;
use behorig_store::{Event, FieldChange, Recorded, Resource, StoreError, Tx, WriteTx, params};
use behorig_visit::{AccessEnded, Rejected};
use behorig_web::{Errors, Message};

use super::close::{settle, write_line};
use super::judge::Ground;
use super::order::Order;
use super::ordered::{Chosen, OrderedLine};
use super::right::{Right, right_of};
use super::timeline::note;
use crate::letters::OrderMail;
use crate::rules::{Effect, Happened, LineState, OrderState};

/// What an approval is done with, besides what the database says.
#[derive(Clone)]
pub(crate) struct Approval {
    /// Which lines.
    pub chosen: Chosen,
    /// A one-time link for each person who has no account yet.
    pub links: Arc<HashMap<HsaId, NewLink>>,
    /// What follows when somebody's access ends.
    pub access_ended: AccessEnded,
    /// How people are told.
    pub mail: OrderMail,
}

/// What came of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Approved {
    /// Lines that are done.
    pub done: usize,
    /// Lines that wait for another approver.
    pub once: usize,
    /// Lines that were chosen and could not be approved; the page says why at each.
    pub left: usize,
    /// What the order became, where none of its lines waits any more.
    pub state: Option<OrderState>,
}

/// The people of an order who may need an account: for each a link is made before the write, since it holds a secret.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn to_connect(tx: &mut Tx, order: &Order) -> Result<BTreeSet<HsaId>, StoreError> {
    if order.ordering.as_ref().is_none_or(|ordering| ordering.effect == Effect::Revoke) {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<(HsaId,)> = tx
        .all(
            "SELECT DISTINCT l.hsa_id FROM care_order_line l
             WHERE l.order_id = ?1 AND l.state IN ('waiting', 'approved-once')
               AND NOT EXISTS (SELECT 1 FROM account_hsa_id h WHERE h.hsa_id = l.hsa_id)",
            params![order.id],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A line that is approved now, with what it becomes.
struct Yes<'a> {
    line: &'a OrderedLine,
    state: LineState,
    /// Whose grant it is about; nobody's where it revokes what nobody here could have.
    account: Option<AccountId>,
}

impl Yes<'_> {
    const fn is_done(&self) -> bool {
        matches!(self.state, LineState::Done)
    }
}

/// Approves the chosen lines: whoever ordered must still have the right to, and each line is done that the rules let the viewer
/// approve. Where none is, nothing is written.
///
/// # Errors
/// Why nothing was approved; [`StoreError::Stale`] where somebody else decided something in the meantime.
pub(crate) async fn approve(
    tx: &mut WriteTx,
    viewer: &Viewer,
    ground: &Ground,
    (order, lines): (&Order, &[OrderedLine]),
    with: &Approval,
) -> Result<Recorded<Approved>, Rejected> {
    let now = tx.now();
    still_has_the_right(tx, order, now).await?;
    let (yeses, left) = judged(viewer, ground, lines, &with.chosen, now)?;
    let connected = connect::accounts(tx, ground, order, &yeses, &with.links).await?;
    let yeses: Vec<Yes<'_>> = yeses
        .into_iter()
        .map(|yes| Yes { account: yes.account.or_else(|| connected.get(&yes.line.hsa_id).copied()), ..yes })
        .collect();
    let recorded = record(tx, order, &yeses).await?;
    let done = grants::carry_out(tx, ground, order, &yeses, &recorded).await?;
    for yes in yeses.iter().filter(|yes| !yes.is_done()) {
        approve_once(tx, order, yes.line)?;
    }
    for account in &done.ended {
        with.access_ended.of_account(tx, *account, "right-ended").await?;
    }
    let became: HashMap<i64, LineState> = yeses.iter().map(|yes| (yes.line.position, yes.state)).collect();
    let state = settle(tx, order, lines, |line| became.get(&line.position).copied(), None).await?;
    let approved = told(tx, order, &yeses, left, state)?;
    let field = |new: OrderState| FieldChange {
        field: "state".to_owned(),
        old: Some(order.state.key().to_owned()),
        new: Some(new.key().to_owned()),
    };
    let changes: Vec<FieldChange> = state.map(field).into_iter().collect();
    tx.history(&recorded, "order", order.id.uuid(), &changes).await?;
    let changed: Vec<&OrderedLine> =
        yeses.iter().map(|yes| yes.line).filter(|line| done.changed.contains(&line.position)).collect();
    write_letters(tx, ground, order, &changed, &with.mail, state).await?;
    Ok(recorded.with(approved))
}

/// Whoever ordered may have lost the right since: then nothing of the order is done.
async fn still_has_the_right(tx: &mut Tx, order: &Order, now: Instant) -> Result<(), Rejected> {
    if let Some(Right::MayNot { unit, why }) = right_of(tx, order.id, order.orderer, now).await? {
        let unit = behorig_registers::units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
        let mut errors = Errors::new();
        errors
            .add_general(Message::new("orders-right-lost").with("name", order.orderer_name.clone()).with("unit", unit));
        errors.add_general(why.text());
        return Err(errors.into());
    }
    Ok(())
}

/// The chosen lines that can be approved, and how many of them can not.
fn judged<'a>(
    viewer: &Viewer,
    ground: &Ground,
    lines: &'a [OrderedLine],
    chosen: &Chosen,
    now: Instant,
) -> Result<(Vec<Yes<'a>>, usize), Rejected> {
    let mut yeses = Vec::new();
    // Each reason is said once, however many lines it holds for.
    let mut reasons: BTreeMap<String, (Message, usize)> = BTreeMap::new();
    for line in lines.iter().filter(|line| chosen.has(line)) {
        match ground.approved(viewer, line, now) {
            Ok(state) => {
                yeses.push(Yes { line, state, account: line.holder.as_ref().map(|holder| holder.account) });
            }
            Err(why) => {
                let message = why.message();
                reasons.entry(message.id().to_owned()).or_insert((message, 0)).1 += 1;
            }
        }
    }
    let left: usize = reasons.values().map(|(_, count)| count).sum();
    if yeses.is_empty() {
        let mut errors = Errors::new();
        if reasons.is_empty() {
            errors.add_general("orders-none-chosen");
        }
        reasons.into_values().for_each(|(message, _)| errors.add_general(message));
        return Err(errors.into());
    }
    Ok((yeses, left))
}

/// One event for the approval, about the order and everybody whose permissions it changes.
async fn record(tx: &mut WriteTx, order: &Order, yeses: &[Yes<'_>]) -> Result<Recorded<()>, StoreError> {
    let accounts: BTreeSet<AccountId> =
        yeses.iter().filter(|yes| yes.is_done()).filter_map(|yes| yes.account).collect();
    let mut event = Event::change("orders.approve", "order", order.id).with_args(format!(
        "order {}, {} lines",
        order.number,
        yeses.len()
    ));
    event.resources.extend(accounts.into_iter().map(|account| Resource {
        resource_type: "account",
        resource_id: Some(account.to_string()),
        ..Resource::default()
    }));
    tx.record(event).await
}

/// The first of two has said yes.
fn approve_once(tx: &mut WriteTx, order: &Order, line: &OrderedLine) -> Result<(), StoreError> {
    let now = tx.now();
    let (approver, name) = (tx.actor().account, tx.actor().name.clone());
    tx.put(
        "UPDATE care_order_line SET state = ?3, first_approver = ?4, first_approver_name = ?5, first_approved_at = ?6,
             version = version + 1
         WHERE order_id = ?1 AND position = ?2",
        params![order.id, line.position, LineState::ApprovedOnce.key(), approver, name, now],
    )
}

/// Notes on the timeline what was approved, and counts it.
fn told(
    tx: &mut WriteTx,
    order: &Order,
    yeses: &[Yes<'_>],
    left: usize,
    state: Option<OrderState>,
) -> Result<Approved, StoreError> {
    let done = yeses.iter().filter(|yes| yes.is_done()).count();
    let once = yeses.len() - done;
    for (what, count) in [(Happened::ApprovedOnce, once), (Happened::Approved, done)] {
        if count > 0 {
            note(tx, order.id, what, Some(i64::try_from(count).unwrap_or(i64::MAX)), None)?;
        }
    }
    if state.is_some() {
        note(tx, order.id, Happened::Done, None, None)?;
    }
    Ok(Approved { done, once, left, state })
}

/// One letter to each person with all of theirs that was changed, and one to the orderer when nothing of the order waits any more. Nobody
/// is told of what they had already, or had no longer.
async fn write_letters(
    tx: &mut WriteTx,
    ground: &Ground,
    order: &Order,
    changed: &[&OrderedLine],
    mail: &OrderMail,
    state: Option<OrderState>,
) -> Result<(), StoreError> {
    let mut by_person: BTreeMap<&str, Vec<&OrderedLine>> = BTreeMap::new();
    for line in changed {
        by_person.entry(line.hsa_id.as_str()).or_default().push(line);
    }
    for lines in by_person.values() {
        let Some(first) = lines.first() else { continue };
        let Some(address) = super::judge::address_of(first, ground.directory_person(first)) else { continue };
        let language = first.holder.as_ref().map_or("", |holder| holder.language.as_str());
        let named: Vec<(&str, &str)> =
            lines.iter().map(|line| (line.role_name.as_str(), line.unit_name.as_str())).collect();
        mail.to_person(tx, address, language, ground.ordering(), &named).await?;
    }
    match state {
        Some(_) => mail.to_orderer(tx, order, "orders-letter-decided").await,
        None => Ok(()),
    }
}

/// The lines of an approval write themselves through this: the same row for what is done and for what came of it.
fn write_done(
    tx: &mut WriteTx,
    order: &Order,
    yes: &Yes<'_>,
    grant: Option<behorig_access::GrantId>,
) -> Result<(), StoreError> {
    if grant.is_none() && yes.account.is_none() {
        return write_line(tx, order, yes.line, LineState::Done, None);
    }
    let now = tx.now();
    let (decider, name) = (tx.actor().account, tx.actor().name.clone());
    tx.put(
        "UPDATE care_order_line SET state = 'done', decided_by = ?3, decided_by_name = ?4, decided_at = ?5, account_id = ?6,
             grant_id = ?7, version = version + 1
         WHERE order_id = ?1 AND position = ?2",
        params![order.id, yes.line.position, decider, name, now, yes.account, grant],
    )
}
