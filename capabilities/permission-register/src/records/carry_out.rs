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
use super::import::{self, Outcome};
use crate::ImportId;
use crate::rules::lines::Lines;
use crate::rules::plan::{Change, Chosen, Gift, Held, Plan};

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
    /// What is there otherwise than the file says, and is to be as in the file.
    pub(crate) changes: Chosen,
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
        let settled = settled(order, &plan, &ground, &viewer, now)?;
        let outcome = settled.outcome();
        let Outcome { given, changed, ended } = outcome;
        let args = format!("rows={} given={given} changed={changed} ended={ended}", order.lines.lines.len());
        let event = Event::change("permission-register.import", "register-import", order.id).with_args(args);
        let recorded = tx.record(event).await?;
        for gift in &settled.gifts {
            let change = FieldChange { field: FIELD.to_owned(), old: None, new: Some(ground.told(gift)) };
            let id = give(tx, gift, now)?;
            told(tx, &recorded, gift.account, id, change).await?;
        }
        let mut ends = settled.ends;
        for change in settled.changes {
            ends.extend(as_in_the_file(tx, &ground, change, &recorded, now).await?);
        }
        end_all(tx, &ground, &ends, &recorded, order).await?;
        import::carried_out(tx, order.id, outcome).await?;
        Ok(recorded.with(crate::pages::path_of(order.id, "")))
    })
}

/// The field of a history that tells of a grant.
const FIELD: &str = "grant";

/// What is done when a spreadsheet is carried out.
struct Settled<'p> {
    gifts: Vec<Gift>,
    changes: Vec<&'p Change>,
    ends: Vec<&'p Held>,
}

impl Settled<'_> {
    fn outcome(&self) -> Outcome {
        let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
        Outcome { given: count(self.gifts.len()), changed: count(self.changes.len()), ended: count(self.ends.len()) }
    }
}

/// What is given, changed and ended, if the plan is still the one that was shown.
fn settled<'p>(
    order: &Order,
    plan: &'p Plan,
    ground: &Ground,
    viewer: &Viewer,
    now: Instant,
) -> Result<Settled<'p>, Rejected> {
    let mut errors = Errors::new();
    if plan.mark() != order.mark {
        errors.add_general(CHANGED);
        return Err(errors.into());
    }
    let changes = plan.changes(&order.changes, &order.confirmed).unwrap_or_else(|row| {
        let message = Message::new("permission-register-answer-person");
        errors.add_general(message.with("row", row.to_string()));
        Vec::new()
    });
    let ends: Vec<&Held> = plan.lacking.iter().filter(|held| order.ends.contains(&held.id)).collect();
    let settled = Settled { gifts: plan.gifts(&order.confirmed), changes, ends };
    if errors.is_empty() && settled.outcome() == Outcome::default() {
        errors.add_general("permission-register-import-nothing");
    }
    let place = |id, role, unit| {
        Message::new(id).with("permission", ground.role_name(role)).with("unit", ground.unit_name(unit))
    };
    for Gift { role, unit, .. } in settled.changes.iter().filter(|change| change.may.is_err()).map(|one| one.gift) {
        errors.add_general(place("permission-register-may-not-change", role, unit));
    }
    for held in settled.ends.iter().filter(|held| ground.may_end(viewer, held, now).is_err()) {
        errors.add_general(place("permission-register-may-not-end", held.role, held.unit));
    }
    if errors.is_empty() { Ok(settled) } else { Err(errors.into()) }
}

fn give(tx: &mut WriteTx, gift: &Gift, now: Instant) -> Result<GrantId, StoreError> {
    let new = NewGrant {
        holder: Holder::Account(gift.account),
        role: gift.role,
        unit: gift.unit,
        branch: gift.branch,
        object: None,
        period: Period { from: now, to: gift.to() },
        basis: Basis::Import,
    };
    grants::give_unwaited(tx, &new)
}

/// Makes what is there what the file says: by another last day where that is all, or else by a grant in the place of those that are there,
/// which are to end then.
async fn as_in_the_file<'p>(
    tx: &mut WriteTx,
    ground: &Ground,
    change: &'p Change,
    recorded: &Recorded<()>,
    now: Instant,
) -> Result<&'p [Held], StoreError> {
    let gift = &change.gift;
    match change.held.as_slice() {
        [held] if change.end_alone => {
            grants::change_end(tx, held.id, held.version, gift.to()).await?;
            let (old, new) = (ground.told_of(held), Held { until: gift.until, ..held.clone() });
            let new = ground.told_of(&new);
            let change = FieldChange { field: FIELD.to_owned(), old: Some(old), new: Some(new) };
            told(tx, recorded, gift.account, held.id, change).await?;
            Ok(&[])
        }
        all => {
            let change = FieldChange { field: FIELD.to_owned(), old: None, new: Some(ground.told(gift)) };
            let id = give(tx, gift, now)?;
            told(tx, recorded, gift.account, id, change).await?;
            Ok(all)
        }
    }
}

/// Tells the histories of an account and of a grant what became of the grant.
async fn told(
    tx: &mut WriteTx,
    recorded: &Recorded<()>,
    account: AccountId,
    grant: GrantId,
    change: FieldChange,
) -> Result<(), StoreError> {
    tx.history(recorded, "account", account.uuid(), std::slice::from_ref(&change)).await?;
    tx.history(recorded, "grant", grant.uuid(), &[change]).await
}

/// Ends what was ticked, and what something else was given in the place of. A unit keeps an administrator, and whatever follows an end
/// follows these.
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
        let change = FieldChange { field: FIELD.to_owned(), old: Some(ground.told_of(held)), new: None };
        told(tx, recorded, held.account, held.id, change).await?;
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
