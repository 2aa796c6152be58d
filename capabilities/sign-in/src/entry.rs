//! The moment of being let in: the hat is chosen, the old session ends, the new one begins, and the log tells.

use behorig_access::{Assurance, Hat, Holder, PersonId, SessionId, Standing};
use behorig_identity::IdentityNumber;
use behorig_store::{Actor, Door, Event, Recorded, StoreError, WriteTx};
use behorig_visit::{HatChoice, NewSession, PageError, SessionLimits, Token, TokenHash, open};

use crate::guest::Guest;
use crate::records::accounts::{self, AtDoor};
use crate::records::hats::NoHat;
use crate::records::{hats, sessions};
use crate::rules::hats::first_hat;

/// How somebody comes in.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The secret of the new session's cookie.
    pub(crate) token: Token,
    /// `bankid`, `siths`, `yubikey`, `security-key`, `passkey`, `recovery-code` or `password`.
    pub(crate) method: &'static str,
    pub(crate) assurance: Assurance,
    pub(crate) address: String,
    pub(crate) agent: String,
    old_session: Option<TokenHash>,
    pub(crate) limits: SessionLimits,
}

impl Entry {
    pub(crate) fn by(guest: &Guest, token: Token, method: &'static str, assurance: Assurance) -> Self {
        Self {
            token,
            method,
            assurance,
            address: guest.address.to_string(),
            agent: guest.agent.clone(),
            old_session: guest.old_session(),
            limits: guest.app.settings.sessions,
        }
    }
}

/// Whom an e-identification proved to be there.
#[derive(Debug, Clone)]
pub(crate) struct Proven {
    pub(crate) number: IdentityNumber,
    /// The person in the register, if known there and alive.
    pub(crate) person: Option<PersonId>,
}

/// What became of somebody at the door, after the secrets were proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entered {
    /// In, with this hat on.
    With(Hat),
    /// No hat can be put on at this level.
    LevelTooLow,
    /// There is none to put on at any level.
    NoHat(NoHat),
}

/// Lets somebody in: opens the session and tells the log. The caller has seen in the same transaction that the account is active.
pub(crate) async fn let_in(
    tx: &mut WriteTx,
    entry: &Entry,
    account: Option<&AtDoor>,
    proven: Option<&Proven>,
) -> Result<Recorded<Entered>, StoreError> {
    let now = tx.now();
    let person = proven.and_then(|proven| proven.person);
    let hats = hats::of(tx, account, person, now).await?;
    if let (Some(account), true) = (account, hats.is_empty()) {
        let why = hats::why_none(tx, account.id, now).await?;
        return Ok(Recorded::nothing_to_record(Entered::NoHat(why), "nobody was let in"));
    }
    let holders: Vec<Holder> =
        account.map(|account| Holder::Account(account.id)).into_iter().chain(person.map(Holder::Person)).collect();
    let last = sessions::last_worn(tx, &holders).await?;
    let offered: Vec<_> = hats.iter().map(hats::HatRow::offered).collect();
    let first = first_hat(&offered, last, account.map(|account| account.unit), entry.assurance);
    let Some(hat) = first.and_then(|place| hats.get(place)) else {
        return Ok(Recorded::nothing_to_record(Entered::LevelTooLow, "nobody was let in"));
    };
    let number = proven.map(|proven| &proven.number);
    let (recorded, _) = open_with(tx, entry, &hat.choice, number).await?.split();
    Ok(recorded.with(Entered::With(hat.choice.hat)))
}

/// Opens the session with a hat on, and tells the log. The session that the browser brought along ends: a cookie that somebody put
/// there beforehand opens nothing.
pub(crate) async fn open_with(
    tx: &mut WriteTx,
    entry: &Entry,
    choice: &HatChoice,
    proven: Option<&IdentityNumber>,
) -> Result<Recorded<SessionId>, StoreError> {
    if let Some(old) = entry.old_session {
        sessions::end_by_token(tx, old).await?;
    }
    let session = NewSession {
        choice: *choice,
        assurance: entry.assurance,
        method: entry.method,
        address: Some(entry.address.clone()),
        agent: Some(entry.agent.clone()),
    };
    let id = open(tx, &entry.token, &session, entry.limits).await?;
    if let Some(number) = proven {
        sessions::note_proof(tx, id, number).await?;
    }
    if let Some(account) = choice.account {
        accounts::note_sign_in(tx, account).await?;
    }
    let event =
        Event::change("sign-in.open", "session", id).with_args(format!("{} {}", entry.method, choice.hat.key()));
    Ok(tx.record(event).await?.with(id))
}

/// Locks an account that nobody has used for longer than the region lets pass. It is the program that does so, and not whoever
/// has just come.
pub(crate) async fn lock_if_unused(guest: &Guest, account: &AtDoor) -> Result<(), PageError> {
    if account.standing != Standing::Active {
        return Ok(());
    }
    let mut tx = guest.app.db.read().await?;
    let is_unused = accounts::is_unused(&mut tx, account, guest.now).await?;
    drop(tx);
    if !is_unused {
        return Ok(());
    }
    let actor = nobody(guest);
    let locked = guest.app.db.write(&actor, account.clone(), |tx, account| {
        Box::pin(async move {
            let recorded = record_lock(tx, account, "unused").await?;
            Ok::<_, StoreError>(recorded.unwrap_or_else(|| Recorded::nothing_to_record((), "it was locked before")))
        })
    });
    Ok(locked.await?)
}

/// Locks the account and tells log and history, unless it was locked already.
pub(crate) async fn record_lock(
    tx: &mut WriteTx,
    account: &AtDoor,
    reason: &'static str,
) -> Result<Option<Recorded<()>>, StoreError> {
    if !accounts::lock(tx, account.id, reason).await? {
        return Ok(None);
    }
    let recorded = tx.record(Event::change("sign-in.lock", "account", account.id).with_args(reason)).await?;
    let change = behorig_store::FieldChange { field: "locked".to_owned(), old: None, new: Some(reason.to_owned()) };
    tx.history(&recorded, "account", account.id.uuid(), &[change]).await?;
    Ok(Some(recorded))
}

/// The program as the one who acts where nobody has proven who they are.
pub(crate) fn nobody(guest: &Guest) -> Actor {
    Actor::system(Door::System, guest.now)
}
