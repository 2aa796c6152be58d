//! Grants: known by holder, role, unit, customer and first day. What somebody has ended stays ended.

use std::collections::{BTreeSet, HashMap};

use behorig_access::{AccountId, GrantId, Instant, ObjectId, OnlyBy, PersonId, RoleId, RoleKind, UnitId};
use behorig_registers::roles;
use behorig_store::{StoreError, WriteTx};
use behorig_web::format::stockholm;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::accounts::Accounts;
use super::persons::Persons;
use super::plan::{GrantChange, NewGrant};
use super::report::Tally;
use super::units::Units;
use super::{day_of, problem};
use crate::files::{FileKind, GrantRow, Reason, Rows};
use crate::records::existing::{self, KnownGrant};

/// What is to become of the grants.
#[derive(Default)]
pub(super) struct Grants {
    pub(super) added: Vec<NewGrant>,
    pub(super) changed: Vec<GrantChange>,
}

/// A grant but for its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    account: Option<AccountId>,
    person: Option<PersonId>,
    role: RoleId,
    unit: UnitId,
    customer: Option<ObjectId>,
}

pub(super) async fn settle(
    tx: &mut WriteTx,
    rows: &Rows,
    units: &Units,
    persons: &Persons,
    accounts: &Accounts,
    tally: &mut Tally,
) -> Result<Grants, StoreError> {
    let importer = tx.actor().account;
    let mut asked = Vec::with_capacity(rows.grants.len());
    for row in &rows.grants {
        match key_of(row, units, persons, accounts, importer) {
            Ok(key) => asked.push((row, key)),
            Err((column, reason)) => tally.is_bad(problem(FileKind::Grants, row.line, column, reason)),
        }
    }
    let mut of_accounts: Vec<AccountId> = asked.iter().filter_map(|(_, key)| key.account).collect();
    let mut of_persons: Vec<PersonId> = asked.iter().filter_map(|(_, key)| key.person).collect();
    of_accounts.sort_unstable();
    of_accounts.dedup();
    of_persons.sort_unstable();
    of_persons.dedup();
    let mut known: HashMap<Key, Vec<KnownGrant>> = HashMap::new();
    for grant in existing::grants(tx, &of_accounts, &of_persons).await? {
        let key = Key {
            account: grant.account,
            person: grant.person,
            role: grant.role,
            unit: grant.unit,
            customer: grant.object,
        };
        known.entry(key).or_default().push(grant);
    }
    let reserved = if units.is_of_the_program() { Reserved::new() } else { reserved(tx, &asked).await? };
    let mut grants = Grants::default();
    for (row, key) in asked {
        let before = known.get(&key).map_or(&[][..], Vec::as_slice);
        let known = known_before(row, before);
        if let Some(reason) = reserved.get(&key.role).filter(|_| gives(row, known)) {
            tally.is_bad(problem(FileKind::Grants, row.line, "roll", reason.clone()));
            continue;
        }
        settle_one(tx, row, key, known, persons, &mut grants, tally);
    }
    Ok(grants)
}

/// The roles that nobody gives by a file, each with the reason.
type Reserved = HashMap<RoleId, Reason>;

/// Reads which roles of these rows are given in another way alone: the same rule as on every page.
async fn reserved(tx: &mut WriteTx, asked: &[(&GrantRow, Key)]) -> Result<Reserved, StoreError> {
    let asked: BTreeSet<RoleId> = asked.iter().map(|(_, key)| key.role).collect();
    let mut reserved = Reserved::new();
    for id in asked {
        let Some(role) = roles::find(tx, id).await? else { continue };
        let reason = OnlyBy::of(&role).map(|way| match way {
            OnlyBy::Order => Reason::OnlyOrdered(role.name.clone()),
            OnlyBy::Naming => Reason::OnlyNamed(role.name.clone()),
        });
        reserved.extend(reason.map(|reason| (id, reason)));
    }
    Ok(reserved)
}

/// The grant that a row is about, if there is one. A file tells days, and a grant that was given on a page begins in the middle of one.
/// A row without a first day is any grant of the kind that was ever given: a file that is run again must not give again what somebody
/// has ended since.
fn known_before<'g>(row: &GrantRow, before: &'g [KnownGrant]) -> Option<&'g KnownGrant> {
    let is_it = |grant: &&KnownGrant| row.from.is_none_or(|from| day_of(grant.from.0) == from);
    before.iter().filter(is_it).max_by_key(|grant| grant.from)
}

/// Whether a row gives anything that is not held before it: a grant, later days of it, or the branch below. What makes a grant less, or
/// leaves it as it is, gives nothing.
fn gives(row: &GrantRow, known: Option<&KnownGrant>) -> bool {
    let Some(known) = known else { return true };
    let lasts_longer = match (row.to, last_day(known.to)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(new), Some(old)) => new > old,
    };
    !known.ended && (lasts_longer || (row.branch && !known.branch))
}

fn key_of(
    row: &GrantRow,
    units: &Units,
    persons: &Persons,
    accounts: &Accounts,
    importer: Option<AccountId>,
) -> Result<Key, (&'static str, Reason)> {
    let unit = units.find(&row.unit).map_err(|reason| ("enhet", reason))?;
    let (role, kind, handed_out) = units.role(unit, &row.role).map_err(|reason| ("roll", reason))?;
    if handed_out {
        return Err(("roll", Reason::HandedOut));
    }
    let account = match &row.account {
        Some(name) => Some(accounts.find(name.folded()).map_err(|reason| ("användarnamn", reason))?),
        None => None,
    };
    let person = match &row.person {
        Some(number) => Some(persons.find(number).map_err(|reason| ("personnummer", reason))?),
        None => None,
    };
    match kind {
        RoleKind::Resident if person.is_none() => return Err(("användarnamn", Reason::WrongHolder("persons"))),
        RoleKind::Staff | RoleKind::Relative if account.is_none() => {
            return Err(("personnummer", Reason::WrongHolder("accounts")));
        }
        RoleKind::Relative if row.customer.is_none() => return Err(("kund", Reason::CustomerMissing)),
        _ => {}
    }
    if account.is_some() && account == importer {
        return Err(("användarnamn", Reason::OwnGrant));
    }
    let customer = match &row.customer {
        Some(number) => Some(persons.find(number).map_err(|reason| ("kund", reason))?.as_object()),
        None => None,
    };
    Ok(Key { account, person, role, unit, customer })
}

fn settle_one(
    tx: &WriteTx,
    row: &GrantRow,
    key: Key,
    known: Option<&KnownGrant>,
    persons: &Persons,
    grants: &mut Grants,
    tally: &mut Tally,
) {
    let to = row.to.map(|day| start_of(day.saturating_add(1.day())));
    match known {
        Some(known) if known.ended || (last_day(known.to) == row.to && known.branch == row.branch) => {
            tally.count(FileKind::Grants, |counts| counts.same += 1);
        }
        Some(known) => {
            grants.changed.push(GrantChange { id: known.id, to, branch: row.branch });
            tally.count(FileKind::Grants, |counts| counts.changed += 1);
        }
        None => {
            grants.added.push(NewGrant {
                id: GrantId::new(tx.new_uuid()),
                account: key.account,
                person: key.person,
                person_sort_key: key.person.and_then(|person| persons.sort_key(person)),
                role: key.role,
                unit: key.unit,
                branch: row.branch,
                customer: key.customer,
                from: row.from.map_or_else(|| tx.now(), start_of),
                to,
                basis: row.basis,
            });
            tally.count(FileKind::Grants, |counts| counts.added += 1);
        }
    }
}

/// The last day of a grant, of which a file tells the whole.
fn last_day(to: Option<Instant>) -> Option<Date> {
    to.map(|to| day_of(to.0 - 1))
}

/// The first moment of a day in Sweden.
fn start_of(day: Date) -> Instant {
    day.to_zoned(stockholm().clone()).map_or(Instant(i64::MAX), |start| Instant(start.timestamp().as_millisecond()))
}
