//! Every hat that a person can put on.

use behorig_access::{AccountId, Assurance, Hat, Holder, Instant, PersonId, UnitId};
use behorig_registers::grants::{self, GrantRow};
use behorig_registers::{grants_in_the_hand_of, units};
use behorig_store::{StoreError, Tx};
use behorig_visit::HatChoice;

use super::accounts::AtDoor;
use crate::rules::hats::{Offered, is_a_relatives_alone, level_asked};

/// A hat, with what its wearer knows it by.
#[derive(Debug, Clone)]
pub(crate) struct HatRow {
    pub(crate) choice: HatChoice,
    /// The lowest level at which it may be put on.
    pub(crate) asked: Assurance,
    /// The unit's name.
    pub(crate) unit_name: Option<String>,
    /// The roles held with it; for a relative, the people whom they are about.
    pub(crate) details: Vec<String>,
}

impl HatRow {
    pub(crate) fn offered(&self) -> Offered {
        let Self { choice, asked, .. } = self;
        Offered { hat: choice.hat, unit: choice.unit, asked: *asked, has_role: !self.details.is_empty() }
    }
}

/// The hats of an account, and of the person that its owner is proven to be: staff at the account's own unit, staff at each
/// other unit with a live grant, relative, resident. A relative's account has none when none of its grants holds.
pub(crate) async fn of(
    tx: &mut Tx,
    account: Option<&AtDoor>,
    person: Option<PersonId>,
    now: Instant,
) -> Result<Vec<HatRow>, StoreError> {
    let mut hats = match account {
        Some(account) => of_account(tx, account, now).await?,
        None => Vec::new(),
    };
    if let Some(person) = person {
        let choice = HatChoice { hat: Hat::Resident, account: None, person: Some(person), unit: None };
        hats.push(HatRow { choice, asked: level_asked(Hat::Resident, &[], now), unit_name: None, details: Vec::new() });
    }
    Ok(hats)
}

async fn of_account(tx: &mut Tx, account: &AtDoor, now: Instant) -> Result<Vec<HatRow>, StoreError> {
    let in_hand = grants_in_the_hand_of(tx, Holder::Account(account.id), now).await?;
    let rows = grants::of_account(tx, account.id, now).await?;
    let live: Vec<&GrantRow> = rows.iter().filter(|row| row.period.holds_at(now)).collect();
    let mut hats: Vec<HatRow> = Vec::new();
    for hat in [Hat::Staff, Hat::Relative] {
        let asked = level_asked(hat, &in_hand, now);
        for row in live.iter().filter(|row| row.role_kind == hat) {
            let detail = match hat {
                Hat::Relative => row.object_name.clone().unwrap_or_else(|| row.role_name.clone()),
                _ => row.role_name.clone(),
            };
            match hats.iter_mut().find(|known| known.choice.hat == hat && known.choice.unit == Some(row.unit)) {
                Some(known) if known.details.contains(&detail) => {}
                Some(known) => known.details.push(detail),
                None => hats.push(HatRow {
                    choice: HatChoice { hat, account: Some(account.id), person: None, unit: Some(row.unit) },
                    asked,
                    unit_name: Some(row.unit_name.clone()),
                    details: vec![detail],
                }),
            }
        }
    }
    let ever_held: Vec<Hat> = rows.iter().map(|row| row.role_kind).collect();
    if !is_a_relatives_alone(&ever_held, account.hsa_id.is_some()) {
        own_unit_first(tx, account, &mut hats, level_asked(Hat::Staff, &in_hand, now)).await?;
    }
    Ok(hats)
}

/// Why an account has no hat at all: none of its grants as a relative holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoHat {
    /// When the next one begins; none where all have ended.
    pub(crate) begins: Option<Instant>,
    /// Whom to ask: the units where they are to hold, or held, the last first.
    pub(crate) units: Vec<String>,
}

/// So many units are named to somebody who has no hat.
const MOST_UNITS: usize = 3;

/// Why an account that has no hat has none.
pub(crate) async fn why_none(tx: &mut Tx, account: AccountId, now: Instant) -> Result<NoHat, StoreError> {
    let rows = grants::of_account(tx, account, now).await?;
    let (mut over, mut coming): (Vec<&GrantRow>, Vec<&GrantRow>) =
        rows.iter().partition(|row| row.period.is_over_at(now));
    over.sort_by_key(|row| std::cmp::Reverse(row.period.to));
    coming.sort_by_key(|row| row.period.from);
    let begins = coming.first().map(|row| row.period.from);
    let mut units: Vec<String> = Vec::new();
    for row in if begins.is_some() { coming } else { over } {
        if units.len() < MOST_UNITS && !units.contains(&row.unit_name) {
            units.push(row.unit_name.clone());
        }
    }
    Ok(NoHat { begins, units })
}

/// Staff are at home at their account's own unit, whether or not they hold a role there.
async fn own_unit_first(
    tx: &mut Tx,
    account: &AtDoor,
    hats: &mut Vec<HatRow>,
    asked: Assurance,
) -> Result<(), StoreError> {
    let is_own = |hat: &HatRow| hat.choice.hat == Hat::Staff && hat.choice.unit == Some(account.unit);
    let own = match hats.iter().position(is_own) {
        Some(place) => hats.remove(place),
        None => HatRow {
            choice: HatChoice { hat: Hat::Staff, account: Some(account.id), person: None, unit: Some(account.unit) },
            asked,
            unit_name: units::find(tx, account.unit).await?.map(|unit| unit.name),
            details: Vec::new(),
        },
    };
    hats.insert(0, own);
    Ok(())
}

/// Which hat, as a form carries it: `staff.UNIT`, `relative.UNIT` or `resident`.
pub(crate) fn key_of(choice: &HatChoice) -> String {
    match choice.unit {
        Some(unit) => format!("{}.{unit}", choice.hat.key()),
        None => choice.hat.key().to_owned(),
    }
}

/// Whether two are the same hat of the same holder.
pub(crate) fn is_worn(choice: &HatChoice, hat: Hat, unit: Option<UnitId>, holder: Holder) -> bool {
    let same_holder = match holder {
        Holder::Account(account) => choice.account == Some(account),
        Holder::Person(person) => choice.person == Some(person),
    };
    same_holder && choice.hat == hat && choice.unit == unit
}
