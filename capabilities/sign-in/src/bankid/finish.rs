//! Letting in who answered.

use behorig_access::{Assurance, Hat, Standing};
use behorig_identity::IdentityNumber;
use behorig_registers::persons::Person;
use behorig_store::{Actor, Door, Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Token, TokenHash};

use crate::SignIn;
use crate::entry::{self, Entered, Entry, Proven};
use crate::guest::{Guest, new_token};
use crate::records::accounts;
use crate::records::bankid_orders::{self, OrderRow};
use crate::records::hats::NoHat;
use crate::step_up::{Confirmed, by_bankid};

/// What became of whoever answered.
#[derive(Debug)]
pub(crate) enum Finished {
    /// In; the cookie's secret, and how the person's account stands where it kept them from coming in as staff.
    In(Token, Option<Standing>),
    /// Nobody that we know.
    Unknown,
    /// The account is stopped.
    Stopped(Standing),
    /// Nothing is open to the account's owner now.
    NoHat(NoHat),
    /// The session is confirmed; the new cookie's secret.
    Confirmed(Token),
    /// Another person answered than the one whose session it was to confirm.
    Another,
    /// The answer was used already.
    Gone,
}

/// Uses the answer up: finds whom the number belongs to, and lets them in.
pub(crate) async fn finish(deps: &SignIn, guest: &Guest, row: &OrderRow) -> Result<Finished, PageError> {
    let number =
        row.answered_by(&deps.keys).ok_or_else(|| PageError::Fault("a BankID answer does not open".to_owned()))?;
    let mut tx = guest.app.db.read().await?;
    let account = accounts::by_number(&mut tx, &number).await?;
    let person = guest.app.register.by_number(&mut tx, &number).await?.filter(|person| person.deceased_on.is_none());
    drop(tx);
    if let Some(account) = &account {
        entry::lock_if_unused(guest, account).await?;
    }
    let actor = match (&account, &person) {
        (Some(account), _) => accounts::actor_at_door(guest, account).await?,
        (None, Some(person)) => resident(person, guest),
        (None, None) => entry::nobody(guest),
    };
    let entry = Entry::by(guest, new_token()?, "bankid", Assurance::High);
    if row.confirms {
        return Ok(match by_bankid(guest, actor, row.token, entry, number).await? {
            Confirmed::Raised(token) => Finished::Confirmed(token),
            Confirmed::Another => Finished::Another,
            Confirmed::Gone => Finished::Gone,
        });
    }
    let token = entry.token.clone();
    let proven = Proven { number, person: person.map(|person| person.id) };
    let input = (row.token, entry, proven);
    let judged =
        guest.app.db.write(&actor, input, |tx, (order, entry, proven)| Box::pin(judge(tx, *order, entry, proven)));
    Ok(match judged.await? {
        Judged::In(stopped) => Finished::In(token, stopped),
        Judged::Unknown => Finished::Unknown,
        Judged::Stopped(standing) => Finished::Stopped(standing),
        Judged::NoHat(why) => Finished::NoHat(why),
        Judged::Gone => Finished::Gone,
    })
}

enum Judged {
    In(Option<Standing>),
    Unknown,
    Stopped(Standing),
    NoHat(NoHat),
    Gone,
}

async fn judge(
    tx: &mut WriteTx,
    order: TokenHash,
    entry: &Entry,
    proven: &Proven,
) -> Result<Recorded<Judged>, StoreError> {
    if !bankid_orders::remove(tx, order).await? {
        return Ok(Recorded::nothing_to_record(Judged::Gone, "the answer was used and recorded before"));
    }
    let account = accounts::by_number(tx, &proven.number).await?;
    let stopped = account.as_ref().map(|account| account.standing).filter(|standing| *standing != Standing::Active);
    // A stopped account keeps nobody from being the resident that they are.
    let account = account.filter(|_| stopped.is_none());
    if account.is_none() && proven.person.is_none() {
        let judged = stopped.map_or(Judged::Unknown, Judged::Stopped);
        return Ok(Recorded::nothing_to_record(judged, "nobody was let in"));
    }
    let (recorded, entered) = entry::let_in(tx, entry, account.as_ref(), Some(proven)).await?.split();
    Ok(recorded.with(match entered {
        Entered::With(_) => Judged::In(stopped),
        Entered::LevelTooLow => Judged::Unknown,
        Entered::NoHat(why) => Judged::NoHat(why),
    }))
}

fn resident(person: &Person, guest: &Guest) -> Actor {
    let number: &IdentityNumber = &person.number;
    Actor {
        person: Some(person.id),
        user_id: person.id.to_string(),
        name: person.full_name(),
        person_id: Some(number.as_stored().to_owned()),
        hat: Hat::Resident.key(),
        ..Actor::system(Door::Page, guest.now)
    }
}
