//! What an approved line does to grants: makes one, or ends all of that permission at that unit.

use std::collections::{BTreeSet, HashMap};

use behorig_access::{
    ADMINISTRATOR_SERVICE, AccountId, Basis, GrantId, Holder, Instant, Period, RoleId, Service, UnitId,
    last_administrator,
};
use behorig_registers::grants::{self, NewGrant};
use behorig_store::{FieldChange, Recorded, StoreError, Tx, WriteTx, params};
use behorig_visit::Rejected;
use behorig_web::{Errors, Message};

use super::{Yes, write_done};
use crate::records::judge::Ground;
use crate::records::order::{Order, Ordering};
use crate::rules::Effect;

/// A grant that is live or to come, of what a line names.
struct Held {
    id: GrantId,
    period: Period,
    /// For every object at the unit.
    whole: bool,
    branch: bool,
    version: i64,
}

/// What came of the lines.
#[derive(Default)]
pub(super) struct Done {
    /// Whose access has ended.
    pub ended: BTreeSet<AccountId>,
    /// The positions of the lines that changed anything: what was held already, or no longer, changes nothing.
    pub changed: BTreeSet<i64>,
}

/// Does what the lines ask for.
///
/// # Errors
/// Where a unit would be left without an administrator; any failure of the database.
pub(super) async fn carry_out(
    tx: &mut WriteTx,
    ground: &Ground,
    order: &Order,
    yeses: &[Yes<'_>],
    recorded: &Recorded<()>,
) -> Result<Done, Rejected> {
    let now = tx.now();
    let held = held(tx, order, now).await?;
    let of_line = |yes: &Yes<'_>| held.get(&yes.line.position).map(Vec::as_slice).unwrap_or_default();
    let with_held: Vec<(&Yes<'_>, &[Held])> =
        yeses.iter().filter(|yes| yes.is_done()).map(|yes| (yes, of_line(yes))).collect();
    let mut done = Done::default();
    match ground.ordering().effect {
        Effect::Grant => {
            // Two lines may come to be one person's: of two HSA-ids that got one account after the order was sent.
            let mut given: HashMap<(Option<AccountId>, RoleId, UnitId), GrantId> = HashMap::new();
            for (yes, held) in with_held {
                let what = (yes.account, yes.line.role, yes.line.unit);
                if let Some(grant) = given.get(&what) {
                    write_done(tx, order, yes, Some(*grant))?;
                } else if let Some(grant) = give(tx, order, ground.ordering(), yes, held, recorded).await? {
                    given.insert(what, grant);
                    done.changed.insert(yes.line.position);
                }
            }
        }
        Effect::Revoke => {
            let administered = administered(tx, ground, yeses, now).await?;
            let mut over: BTreeSet<GrantId> = BTreeSet::new();
            for (yes, held) in with_held {
                if end(tx, order, yes, held, &mut over, recorded).await? {
                    done.ended.extend(yes.account);
                    done.changed.insert(yes.line.position);
                }
            }
            keeps_administrators(tx, &administered, now).await?;
        }
    }
    Ok(done)
}

/// A line's position, and a grant of its person at its unit: whether it is of the line's role, id, period, whether it is whole, whether
/// it covers the branch below, version.
type HeldRow = (i64, bool, GrantId, Instant, Option<Instant>, bool, bool, i64);

/// The grants, live or to come, of what each line names, by the line's position.
async fn held(tx: &mut Tx, order: &Order, now: Instant) -> Result<HashMap<i64, Vec<Held>>, StoreError> {
    // The role is compared among the columns: in the conditions its own index would lead to everybody who has it.
    let rows: Vec<HeldRow> = tx
        .all(
            "SELECT l.position, g.role_id = l.role_id, g.id, g.from_at, g.to_at, g.object_id IS NULL, g.branch, g.version
             FROM care_order_line l
             JOIN account_hsa_id h ON h.hsa_id = l.hsa_id
             JOIN grants g ON g.holder_account = h.account_id AND g.unit_id = l.unit_id
             WHERE l.order_id = ?1 AND g.ended_at IS NULL AND (g.to_at IS NULL OR g.to_at > ?2)
             ORDER BY l.position, g.id",
            params![order.id, now],
        )
        .await?;
    let mut held: HashMap<i64, Vec<Held>> = HashMap::new();
    for (position, is_ordered, id, from, to, whole, branch, version) in rows {
        if is_ordered {
            held.entry(position).or_default().push(Held { id, period: Period { from, to }, whole, branch, version });
        }
    }
    Ok(held)
}

/// Gives what a line asks for, unless it is held for as long already: then there is no new grant.
async fn give(
    tx: &mut WriteTx,
    order: &Order,
    ordering: &Ordering,
    yes: &Yes<'_>,
    held: &[Held],
    recorded: &Recorded<()>,
) -> Result<Option<GrantId>, StoreError> {
    let Some(account) = yes.account else { return Err(StoreError::Missing) };
    let now = tx.now();
    let period = Period { from: ordering.from.map_or(now, |from| from.max(now)), to: ordering.to };
    let as_wide = |held: &&Held| held.whole && (held.branch || !yes.line.branch);
    if let Some(same) = held.iter().filter(as_wide).find(|held| covers(held.period, period)) {
        write_done(tx, order, yes, Some(same.id))?;
        return Ok(None);
    }
    let grant = NewGrant {
        holder: Holder::Account(account),
        role: yes.line.role,
        unit: yes.line.unit,
        branch: yes.line.branch,
        object: None,
        period,
        basis: Basis::Order(order.id),
    };
    let id = grants::give_unwaited(tx, &grant)?;
    let new = Some(named(yes));
    tell_history(tx, recorded, (account, id), FieldChange { field: "grant".to_owned(), old: None, new }).await?;
    write_done(tx, order, yes, Some(id))?;
    Ok(Some(id))
}

/// Whether what is held lasts at least as long as what is asked for.
fn covers(held: Period, asked: Period) -> bool {
    let lasts = match (held.to, asked.to) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(held), Some(asked)) => held >= asked,
    };
    held.from <= asked.from && lasts
}

/// Ends everything that a line names, but what another line has ended just now. Gives whether there was anything.
async fn end(
    tx: &mut WriteTx,
    order: &Order,
    yes: &Yes<'_>,
    held: &[Held],
    over: &mut BTreeSet<GrantId>,
    recorded: &Recorded<()>,
) -> Result<bool, StoreError> {
    let Some(account) = yes.account.filter(|_| !held.is_empty()) else {
        write_done(tx, order, yes, None)?;
        return Ok(false);
    };
    let mut ended_any = false;
    for one in held {
        if !over.insert(one.id) {
            continue;
        }
        ended_any = true;
        grants::end(tx, one.id, one.version).await?;
        let old = Some(named(yes));
        tell_history(tx, recorded, (account, one.id), FieldChange { field: "grant".to_owned(), old, new: None })
            .await?;
    }
    write_done(tx, order, yes, held.first().map(|held| held.id))?;
    Ok(ended_any)
}

fn named(yes: &Yes<'_>) -> String {
    format!("{}, {}", yes.line.role_name, yes.line.unit_name)
}

/// The holder's history and the grant's own say the same.
async fn tell_history(
    tx: &mut WriteTx,
    recorded: &Recorded<()>,
    (account, grant): (AccountId, GrantId),
    change: FieldChange,
) -> Result<(), StoreError> {
    tx.history(recorded, "account", account.uuid(), std::slice::from_ref(&change)).await?;
    tx.history(recorded, "grant", grant.uuid(), &[change]).await
}

/// The units that somebody can administer now, among those where a line that is done ends such a permission.
async fn administered(
    tx: &mut Tx,
    ground: &Ground,
    yeses: &[Yes<'_>],
    now: Instant,
) -> Result<Vec<(UnitId, String)>, StoreError> {
    let ends = yeses.iter().filter(|yes| yes.is_done() && ground.administers(yes.line));
    let units: BTreeSet<(UnitId, &str)> = ends.map(|yes| (yes.line.unit, yes.line.unit_name.as_str())).collect();
    let mut found = Vec::new();
    for (unit, name) in units {
        if administrators(tx, unit, ADMINISTRATOR_SERVICE, now).await? > 0 {
            found.push((unit, name.to_owned()));
        }
    }
    Ok(found)
}

async fn administrators(tx: &mut Tx, unit: UnitId, service: Service, now: Instant) -> Result<u64, StoreError> {
    // No account has the id of sixteen zero bytes: everybody is counted.
    let nobody = AccountId::from_bytes([0; 16]);
    let count = grants::other_holders_at(tx, unit, service, nobody, now).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Whatever an order ends, a unit that somebody could administer keeps somebody who can.
async fn keeps_administrators(tx: &mut Tx, administered: &[(UnitId, String)], now: Instant) -> Result<(), Rejected> {
    let mut errors = Errors::new();
    for (unit, name) in administered {
        let left = administrators(tx, *unit, ADMINISTRATOR_SERVICE, now).await?;
        if last_administrator(left).is_err() {
            errors.add_general(Message::new("orders-last-administrator").with("unit", name.clone()));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}
