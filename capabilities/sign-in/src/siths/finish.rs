//! Letting in whom a card proved.

use behorig_access::{AccountId, Hat, Instant, PersonId, Standing, UnitId};
use behorig_registers::units;
use behorig_store::{Recorded, StoreError, Tx, WriteTx, params};
use behorig_visit::{PageError, Token, TokenHash};

use super::{METHOD, ProvenCard};
use crate::entry::{self, Entry};
use crate::guest::{Guest, new_token};
use crate::records::accounts::{self, AtDoor};
use crate::records::hats::{self, HatRow, NoHat};
use crate::records::{sessions, siths_sign_ins as sign_ins};
use crate::rules::hats::first_hat;

/// What became of whom a card proved.
#[derive(Debug)]
pub(crate) enum Finished {
    /// In; the cookie's secret, and how an account stands that kept them from coming in as staff.
    In(Token, Option<Standing>),
    /// They work in several places: they are asked where.
    Choose,
    /// No account has the card's HSA-id or number.
    NoAccount,
    /// The account is stopped.
    Stopped(Standing),
    /// Nothing is open to the account's owner now.
    NoHat(NoHat),
    /// Nothing is open at the card's level of assurance.
    LevelTooLow,
    /// What they chose is not there.
    NoSuchChoice,
    /// The card was used already.
    Gone,
}

/// A place to work, to be chosen among several.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// As a form carries it.
    pub(crate) key: String,
    pub(crate) hat: HatRow,
    /// The HSA-ids of its account that the card proved, for telling two employments apart.
    pub(crate) hsa_ids: Vec<String>,
}

/// Every account that the card's HSA-ids and number name, the one that it was used for first.
pub(crate) async fn accounts_of(tx: &mut Tx, card: &ProvenCard) -> Result<Vec<AtDoor>, StoreError> {
    let mut found: Vec<AtDoor> = Vec::new();
    for hsa_id in &card.hsa_ids {
        let account = accounts::by_hsa_id(tx, hsa_id).await?;
        found.extend(account.filter(|account| found.iter().all(|known| known.id != account.id)));
    }
    if let Some(number) = card.identity_number() {
        let account = accounts::by_number(tx, &number).await?;
        found.extend(account.filter(|account| found.iter().all(|known| known.id != account.id)));
    }
    Ok(found)
}

/// Every hat that the card opens: those of its accounts that are active, and the resident's where the card says the number.
async fn choices(
    tx: &mut Tx,
    card: &ProvenCard,
    active: &[AtDoor],
    person: Option<PersonId>,
    now: Instant,
) -> Result<Vec<Choice>, StoreError> {
    let mut all = Vec::new();
    for account in active {
        let hsa_ids: Vec<(String,)> = tx
            .all("SELECT hsa_id FROM account_hsa_id WHERE account_id = ?1 ORDER BY hsa_id", params![account.id])
            .await?;
        let proven: Vec<String> = hsa_ids.into_iter().map(|(id,)| id).filter(|id| card.hsa_ids.contains(id)).collect();
        for hat in hats::of(tx, Some(account), None, now).await? {
            all.push(Choice { key: key_of(&hat), hat, hsa_ids: proven.clone() });
        }
    }
    for hat in hats::of(tx, None, person, now).await? {
        all.push(Choice { key: key_of(&hat), hat, hsa_ids: Vec::new() });
    }
    Ok(all)
}

fn key_of(hat: &HatRow) -> String {
    let account = hat.choice.account.map(|account| account.to_string()).unwrap_or_default();
    format!("{}.{account}", hats::key_of(&hat.choice))
}

/// The choices as the page shows them: within the card's level.
pub(crate) async fn shown(guest: &Guest, card: &ProvenCard) -> Result<Vec<Choice>, PageError> {
    let mut tx = guest.app.db.read().await?;
    let active = accounts_of(&mut tx, card).await?.into_iter().filter(is_active).collect::<Vec<_>>();
    let all = choices(&mut tx, card, &active, None, guest.now).await?;
    Ok(all.into_iter().filter(|one| one.hat.asked <= card.assurance()).collect())
}

fn is_active(account: &AtDoor) -> bool {
    account.standing == Standing::Active
}

/// Uses the card up and lets its holder in, with the hat that they chose where they were asked.
pub(crate) async fn finish(
    guest: &Guest,
    token: TokenHash,
    card: &ProvenCard,
    chosen: Option<&str>,
) -> Result<Finished, PageError> {
    let mut tx = guest.app.db.read().await?;
    let known = accounts_of(&mut tx, card).await?;
    let person = match card.identity_number() {
        Some(number) => guest.app.register.by_number(&mut tx, &number).await?,
        None => None,
    };
    let person = person.filter(|person| person.deceased_on.is_none()).map(|person| person.id);
    drop(tx);
    for account in &known {
        entry::lock_if_unused(guest, account).await?;
    }
    let actor = match known.iter().find(|account| is_active(account)).or(known.first()) {
        Some(account) => accounts::actor_at_door(guest, account).await?,
        None => entry::nobody(guest),
    };
    let entry = Entry::by(guest, new_token()?, METHOD, card.assurance());
    let new = entry.token.clone();
    let input = (token, entry, card.clone(), person, chosen.map(str::to_owned));
    let judged = guest.app.db.write(&actor, input, |tx, (token, entry, card, person, chosen)| {
        Box::pin(judge(tx, *token, entry, card, *person, chosen.as_deref()))
    });
    Ok(match judged.await? {
        Judged::In(stopped) => Finished::In(new, stopped),
        Judged::Not(finished) => finished,
    })
}

enum Judged {
    In(Option<Standing>),
    Not(Finished),
}

async fn judge(
    tx: &mut WriteTx,
    token: TokenHash,
    entry: &Entry,
    card: &ProvenCard,
    person: Option<PersonId>,
    chosen: Option<&str>,
) -> Result<Recorded<Judged>, StoreError> {
    const NOBODY_IN: &str = "nobody was let in";
    let not = |finished| Recorded::nothing_to_record(Judged::Not(finished), NOBODY_IN);
    let now = tx.now();
    if sign_ins::of(tx, token).await?.is_none() {
        return Ok(not(Finished::Gone));
    }
    let (active, stopped): (Vec<AtDoor>, Vec<AtDoor>) = accounts_of(tx, card).await?.into_iter().partition(is_active);
    let stopped = stopped.first().map(|account| account.standing);
    let Some(account) = active.first() else {
        // A card is a member of staff's: whoever is only a resident here asks for an account, or signs in with BankID.
        return Ok(not(stopped.map_or(Finished::NoAccount, Finished::Stopped)));
    };
    let all = choices(tx, card, &active, person, now).await?;
    if all.is_empty() {
        let why = hats::why_none(tx, account.id, now).await?;
        return Ok(not(Finished::NoHat(why)));
    }
    let hat = match chosen {
        Some(key) => match all.iter().find(|one| one.key == key && one.hat.asked <= entry.assurance) {
            Some(one) => one,
            None => return Ok(not(Finished::NoSuchChoice)),
        },
        None => {
            let places = all.iter().filter(|one| is_place(one, entry.assurance)).count();
            if card.leaves_a_choice() && places > 1 {
                return Ok(not(Finished::Choose));
            }
            match first_of(tx, card, &all, account, entry).await?.and_then(|place| all.get(place)) {
                Some(one) => one,
                None => return Ok(not(Finished::LevelTooLow)),
            }
        }
    };
    sign_ins::remove(tx, token).await?;
    let (recorded, session) =
        entry::open_with(tx, entry, &hat.hat.choice, card.identity_number().as_ref()).await?.split();
    sessions::note_card(tx, session, card).await?;
    Ok(recorded.with(Judged::In(stopped)))
}

/// Whether it is work that may be chosen.
fn is_place(choice: &Choice, level: behorig_access::Assurance) -> bool {
    choice.hat.choice.hat == Hat::Staff && choice.hat.asked <= level
}

/// The place of the hat that is put on first: the commission's, where the card says one; else as for everybody.
async fn first_of(
    tx: &mut Tx,
    card: &ProvenCard,
    all: &[Choice],
    account: &AtDoor,
    entry: &Entry,
) -> Result<Option<usize>, StoreError> {
    let said = card.commissions.first().filter(|_| !card.leaves_a_choice()).and_then(|one| one.unit.as_deref());
    if let Some(unit) = said {
        let mut at = None;
        for (place, one) in all.iter().enumerate().filter(|(_, one)| is_place(one, entry.assurance)) {
            if at.is_none() && is_at(tx, one.hat.choice.unit, unit).await? {
                at = Some(place);
            }
        }
        if at.is_some() {
            return Ok(at);
        }
    }
    let holders: Vec<_> = all
        .iter()
        .filter_map(|one| {
            let of_account = one.hat.choice.account.map(behorig_access::Holder::Account);
            of_account.or_else(|| one.hat.choice.person.map(behorig_access::Holder::Person))
        })
        .collect();
    let last = sessions::last_worn(tx, &holders).await?;
    let offered: Vec<_> = all.iter().map(|one| one.hat.offered()).collect();
    Ok(first_hat(&offered, last, Some(account.unit), entry.assurance))
}

/// Whether a hat's unit is that of the directory, or below it: a commission is at a care unit, and people work at its clinics.
async fn is_at(tx: &mut Tx, unit: Option<UnitId>, hsa_id: &str) -> Result<bool, StoreError> {
    let Some(unit) = unit else { return Ok(false) };
    let chain = units::chain(tx, unit).await?;
    Ok(chain.iter().any(|unit| unit.hsa_id.as_ref().is_some_and(|id| id.as_str() == hsa_id)))
}

/// The accounts of a card that wait for an administrator, the one that it was used for first.
pub(crate) async fn pending_of(tx: &mut Tx, card: &ProvenCard) -> Result<Option<AccountId>, StoreError> {
    let all = accounts_of(tx, card).await?;
    Ok(all.into_iter().find(|account| account.standing == Standing::Pending).map(|account| account.id))
}

/// Whether the card opens an account that is there, however it stands.
pub(crate) async fn has_account(tx: &mut Tx, card: &ProvenCard) -> Result<bool, StoreError> {
    Ok(!accounts_of(tx, card).await?.is_empty())
}
