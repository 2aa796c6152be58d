//! A spreadsheet carried out: judged anew in the transaction that gives and ends, and nothing else than what was shown.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use behorig_access::{
    ADMINISTRATOR_SERVICE, AccountId, Basis, GrantId, Holder, Instant, Period, Service, UnitId, Viewer,
    last_administrator, scope_of,
};
use behorig_registers::grants::{self, NewGrant};
use behorig_store::{Event, FieldChange, Recorded, StoreError, Work, WriteTx};
use behorig_visit::{AccessEnded, PageError, Rejected, Seat};
use behorig_web::{Errors, Message};

use super::facts::Ground;
use super::import;
use crate::ImportId;
use crate::rules::judge::{Gift, Held, Plan};
use crate::rules::lines::Lines;

/// What is to be carried out, as it was shown and answered.
pub(crate) struct Order {
    pub(crate) seat: Seat,
    pub(crate) account: AccountId,
    pub(crate) id: ImportId,
    pub(crate) organisation: UnitId,
    pub(crate) lines: Arc<Lines>,
    /// The mark of the plan that was shown.
    pub(crate) mark: String,
    /// The rows whose name is another than the directory's, and right all the same.
    pub(crate) confirmed: HashSet<usize>,
    /// What the file lacks and is to end.
    pub(crate) ends: HashSet<GrantId>,
    pub(crate) access_ended: AccessEnded,
}

/// What the page says when the plan is another than the one that was shown.
pub(crate) const CHANGED: &str = "permission-register-import-changed";

/// Carries a spreadsheet out: in one transaction, with one event, or not at all.
pub(crate) fn carry_out<'t>(tx: &'t mut WriteTx, order: &'t Order) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = order.seat.viewer(tx, now).await?;
        if scope_of(&viewer, Service::ImportPermissionRegister, now).is_empty() {
            return Err(PageError::NotFound.into());
        }
        let waiting = import::find(tx, order.account, order.id, now).await?.ok_or(PageError::NotFound)?;
        if waiting.done.is_some() {
            return Err(PageError::Stale.into());
        }
        let ground = Ground::read(tx, &viewer, order.organisation, &order.lines, now).await?;
        let plan = ground.plan(&viewer, &order.lines, now);
        let (gifts, ends) = settled(order, &plan, &ground, &viewer, now)?;
        let args = format!("rows={} given={} ended={}", order.lines.lines.len(), gifts.len(), ends.len());
        let event = Event::change("permission-register.import", "register-import", order.id).with_args(args);
        let recorded = tx.record(event).await?;
        for gift in &gifts {
            give(tx, &ground, gift, &recorded, now).await?;
        }
        end_all(tx, &ground, &ends, &recorded, order).await?;
        import::carried_out(tx, order.id, count(gifts.len()), count(ends.len())).await?;
        Ok(recorded.with(crate::pages::path_of(order.id, "")))
    })
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

/// What is given and what is ended, if the plan is still the one that was shown.
fn settled<'p>(
    order: &Order,
    plan: &'p Plan,
    ground: &Ground,
    viewer: &Viewer,
    now: Instant,
) -> Result<(Vec<Gift>, Vec<&'p Held>), Rejected> {
    let mut errors = Errors::new();
    if plan.mark() != order.mark {
        errors.add_general(CHANGED);
        return Err(errors.into());
    }
    let gifts = plan.gifts(&order.confirmed);
    let ends: Vec<&Held> = plan.lacking.iter().filter(|held| order.ends.contains(&held.id)).collect();
    if gifts.is_empty() && ends.is_empty() {
        errors.add_general("permission-register-import-nothing");
    }
    for held in &ends {
        if ground.may_end(viewer, held, now).is_err() {
            let place = |message: Message| {
                message.with("permission", ground.role_name(held.role)).with("unit", ground.unit_name(held.unit))
            };
            errors.add_general(place(Message::new("permission-register-may-not-end")));
        }
    }
    if errors.is_empty() { Ok((gifts, ends)) } else { Err(errors.into()) }
}

async fn give(
    tx: &mut WriteTx,
    ground: &Ground,
    gift: &Gift,
    recorded: &Recorded<()>,
    now: Instant,
) -> Result<(), StoreError> {
    let new = NewGrant {
        holder: Holder::Account(gift.account),
        role: gift.role,
        unit: gift.unit,
        branch: ground.covers_branch(gift.unit),
        object: None,
        period: Period { from: now, to: gift.to },
        basis: Basis::Import,
    };
    let id = grants::give_unwaited(tx, &new)?;
    let told = format!("{}, {}", ground.role_name(gift.role), ground.unit_name(gift.unit));
    let change = FieldChange { field: "grant".to_owned(), old: None, new: Some(told) };
    tx.history(recorded, "account", gift.account.uuid(), std::slice::from_ref(&change)).await?;
    tx.history(recorded, "grant", id.uuid(), &[change]).await
}

/// Ends what was ticked. A unit keeps an administrator, and whatever follows an end follows these.
async fn end_all(
    tx: &mut WriteTx,
    ground: &Ground,
    ends: &[&Held],
    recorded: &Recorded<()>,
    order: &Order,
) -> Result<(), Rejected> {
    let mut accounts = BTreeSet::new();
    let mut units = BTreeSet::new();
    for held in ends {
        grants::end(tx, held.id, held.version).await?;
        let told = format!("{}, {}", ground.role_name(held.role), ground.unit_name(held.unit));
        let change = FieldChange { field: "grant".to_owned(), old: Some(told), new: None };
        tx.history(recorded, "account", held.account.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(recorded, "grant", held.id.uuid(), &[change]).await?;
        accounts.insert(held.account);
        let administers =
            |role: &behorig_access::Role| role.id == held.role && role.services.contains(ADMINISTRATOR_SERVICE);
        if ground.roles.iter().any(administers) {
            units.insert(held.unit);
        }
    }
    let nobody = AccountId::from_bytes([0; 16]);
    let mut errors = Errors::new();
    for unit in units {
        let now = tx.now();
        let left = grants::other_holders_at(tx, unit, ADMINISTRATOR_SERVICE, nobody, now).await?;
        if last_administrator(u64::try_from(left).unwrap_or(0)).is_err() {
            let message = Message::new("permission-register-last-administrator");
            errors.add_general(message.with("unit", ground.unit_name(unit)));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    for account in accounts {
        order.access_ended.of_account(tx, account, "right-ended").await?;
    }
    Ok(())
}
