//! Accounts: known by their user name; never ended and never revived by a file.

use std::collections::{HashMap, HashSet};

use behorig_access::{AccountId, UnitId};
use behorig_identity::{HsaId, IdentityNumber, swedish_sort_key};
use behorig_store::{StoreError, WriteTx};

use super::plan::{AccountChange, FieldBefore, NewAccount};
use super::problem;
use super::report::Tally;
use super::units::Units;
use crate::files::{AccountRow, FileKind, OPTIONAL_TEXTS, Reason, Rows};
use crate::records::existing::{self, KnownAccount};

/// What is to become of the accounts.
#[derive(Default)]
pub(super) struct Accounts {
    pub(super) added: Vec<NewAccount>,
    pub(super) changed: Vec<AccountChange>,
    pub(super) history: Vec<FieldBefore>,
    /// By folded user name: the account, and whether it has ended.
    ids: HashMap<String, (AccountId, bool)>,
    bad: HashSet<String>,
}

impl Accounts {
    /// The account with this folded user name, if grants may be given to it.
    pub(super) fn find(&self, folded: &str) -> Result<AccountId, Reason> {
        match self.ids.get(folded) {
            Some((_, true)) => Err(Reason::AccountEnded),
            Some((id, false)) => Ok(*id),
            None if self.bad.contains(folded) => Err(Reason::RefersToBad),
            None => Err(Reason::UnknownAccount(Reason::shown(folded))),
        }
    }
}

struct Taken {
    numbers: HashMap<IdentityNumber, AccountId>,
    hsa_ids: HashMap<HsaId, AccountId>,
}

pub(super) async fn settle(
    tx: &mut WriteTx,
    rows: &Rows,
    units: &Units,
    tally: &mut Tally,
) -> Result<Accounts, StoreError> {
    let mut keys: Vec<String> = rows.accounts.iter().map(|row| row.user_name.folded().to_owned()).collect();
    keys.extend(rows.grants.iter().filter_map(|row| Some(row.account.as_ref()?.folded().to_owned())));
    keys.sort_unstable();
    keys.dedup();
    let known: HashMap<String, KnownAccount> = existing::accounts(tx, &keys)
        .await?
        .into_iter()
        .map(|account| (account.user_name_key.clone(), account))
        .collect();
    let numbers: Vec<_> = rows.accounts.iter().filter_map(|row| row.number).collect();
    let ids: Vec<_> = rows.accounts.iter().flat_map(|row| row.hsa_ids.iter().cloned()).collect();
    let taken = Taken {
        numbers: existing::holders_of_numbers(tx, &numbers).await?,
        hsa_ids: existing::holders_of_hsa_ids(tx, &ids).await?,
    };
    let mut own_ids: HashMap<AccountId, Vec<HsaId>> = HashMap::new();
    let of_rows: Vec<AccountId> =
        rows.accounts.iter().filter_map(|row| Some(known.get(row.user_name.folded())?.id)).collect();
    for (account, id) in existing::hsa_ids_of(tx, &of_rows).await? {
        own_ids.entry(account).or_default().push(id);
    }
    let ids = known.iter().map(|(key, account)| (key.clone(), (account.id, account.ended))).collect();
    let mut accounts = Accounts { ids, ..Accounts::default() };
    for row in &rows.accounts {
        let before = known.get(row.user_name.folded());
        match check(row, before, units, &taken) {
            Err((column, reason)) => {
                tally.is_bad(problem(FileKind::Accounts, row.line, column, reason));
                if before.is_none() {
                    accounts.bad.insert(row.user_name.folded().to_owned());
                }
            }
            Ok(unit) => match before {
                None => add(tx, row, unit, &mut accounts, tally),
                Some(before) => {
                    let ids = own_ids.remove(&before.id).unwrap_or_default();
                    change(row, unit, before, ids, rows.tells, &mut accounts, tally);
                }
            },
        }
    }
    Ok(accounts)
}

fn check(
    row: &AccountRow,
    before: Option<&KnownAccount>,
    units: &Units,
    taken: &Taken,
) -> Result<UnitId, (&'static str, Reason)> {
    let unit = units.find(&row.unit).map_err(|reason| ("enhet", reason))?;
    let id = before.map(|account| account.id);
    if let Some(before) = before {
        if before.ended {
            return Err(("användarnamn", Reason::AccountEnded));
        }
        if !units.is_in_reach(before.unit) {
            return Err(("användarnamn", Reason::OutsideReach));
        }
    }
    let holder = row.number.as_ref().and_then(|number| taken.numbers.get(number));
    if holder.is_some_and(|holder| Some(*holder) != id) {
        return Err(("personnummer", Reason::Taken));
    }
    let holders = row.hsa_ids.iter().filter_map(|hsa_id| taken.hsa_ids.get(hsa_id));
    if holders.into_iter().any(|holder| Some(*holder) != id) {
        return Err(("hsa_id", Reason::Taken));
    }
    Ok(unit)
}

fn add(tx: &WriteTx, row: &AccountRow, unit: UnitId, accounts: &mut Accounts, tally: &mut Tally) {
    let id = AccountId::new(tx.new_uuid());
    accounts.ids.insert(row.user_name.folded().to_owned(), (id, false));
    accounts.added.push(NewAccount {
        id,
        unit,
        user_name: row.user_name.clone(),
        number: row.number,
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        sort_key: sort_key(row),
        hsa_ids: row.hsa_ids.clone(),
        texts: row.texts.clone(),
    });
    let new = Some(row.user_name.as_str().to_owned());
    accounts.history.push(FieldBefore { account: id, field: "user-name", old: None, new });
    tally.count(FileKind::Accounts, |counts| counts.added += 1);
}

fn sort_key(row: &AccountRow) -> Vec<u8> {
    swedish_sort_key(&format!("{}, {}", row.family_name, row.given_name))
}

/// Columns that the file lacks are left as they are.
fn change(
    row: &AccountRow,
    unit: UnitId,
    before: &KnownAccount,
    mut ids_before: Vec<HsaId>,
    tells: [bool; 2 + OPTIONAL_TEXTS.len()],
    accounts: &mut Accounts,
    tally: &mut Tally,
) {
    let [tells_number, tells_ids, tells_texts @ ..] = tells;
    let number = if tells_number { row.number } else { before.number };
    let mut hsa_ids = if tells_ids { row.hsa_ids.clone() } else { ids_before.clone() };
    hsa_ids.sort_unstable();
    ids_before.sort_unstable();
    let mut texts = before.texts.clone();
    for ((text, new), told) in texts.iter_mut().zip(&row.texts).zip(tells_texts) {
        if told {
            text.clone_from(new);
        }
    }
    let mut history = Vec::new();
    let mut note = |field: &'static str, old: Option<String>, new: Option<String>| {
        if old != new {
            history.push(FieldBefore { account: before.id, field, old, new });
        }
    };
    let owned = |text: &str| Some(text.to_owned());
    note("user-name", owned(&before.user_name), owned(row.user_name.as_str()));
    note("given-name", owned(&before.given_name), owned(&row.given_name));
    note("family-name", owned(&before.family_name), owned(&row.family_name));
    note("unit", Some(before.unit.to_string()), Some(unit.to_string()));
    if before.number != number {
        let masked = |number: Option<&IdentityNumber>| number.map(masked);
        note("identity-number", masked(before.number.as_ref()), masked(number.as_ref()));
    }
    note("hsa-ids", listed(&ids_before), listed(&hsa_ids));
    for ((field, old), new) in FIELDS.into_iter().zip(&before.texts).zip(&texts) {
        note(field, old.clone(), new.clone());
    }
    let same_number = before.number == number;
    if history.is_empty() && same_number {
        tally.count(FileKind::Accounts, |counts| counts.same += 1);
        return;
    }
    accounts.history.extend(history);
    accounts.changed.push(AccountChange {
        account: NewAccount {
            id: before.id,
            unit,
            user_name: row.user_name.clone(),
            number,
            given_name: row.given_name.clone(),
            family_name: row.family_name.clone(),
            sort_key: sort_key(row),
            hsa_ids,
            texts,
        },
    });
    tally.count(FileKind::Accounts, |counts| counts.changed += 1);
}

/// The names of [`OPTIONAL_TEXTS`] in forms and in the history.
const FIELDS: [&str; OPTIONAL_TEXTS.len()] = [
    "title",
    "long-title",
    "staff-category",
    "mobile",
    "email",
    "employee-number",
    "employer",
    "workplace",
    "work-phone",
];

/// `19820101-****`: enough to see that a number changed, too little to be one.
fn masked(number: &IdentityNumber) -> String {
    number.as_stored().get(..8).map_or_else(String::new, |date| format!("{date}-****"))
}

fn listed(ids: &[HsaId]) -> Option<String> {
    (!ids.is_empty()).then(|| ids.iter().map(HsaId::as_str).collect::<Vec<_>>().join("\n"))
}
