//! User name and password, with or without a YubiKey.
//!
//! Until the password is proven every answer is the same in text and takes the same time: an unknown name is checked against
//! a hash that nobody has, and counted like any other. Nothing that a guess reveals is told while its name or address is
//! closed, and the tallies are read again in the very transaction that answers, so that many guesses at once gain nothing.

use behorig_access::{AccountId, Assurance, Standing};
use behorig_identity::UserName;
use behorig_store::{Recorded, StoreError, WriteTx};
use behorig_visit::{PageError, Token};
use behorig_yubico_otp::{Counters, Nonce, Otp, Status};
use uuid::Uuid;

use crate::entry::{self, Entered, Entry};
use crate::guest::{Guest, new_token};
use crate::records::accounts::{self, AtDoor};
use crate::records::hats::NoHat;
use crate::records::throttle as tallies;
use crate::rules::throttle::{Limits, key_of_address, key_of_name};
use crate::yubikeys::{self, Opened};
use crate::{PasswordError, PasswordHash, SignIn, Verified};

/// What was typed.
pub(crate) struct Typed<'a> {
    pub(crate) user_name: &'a str,
    pub(crate) password: &'a str,
    /// What the YubiKey typed, or nothing.
    pub(crate) yubikey: &'a str,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// In; the cookie's secret.
    In(Token),
    /// Wrong name, password or code: never which.
    Wrong,
    /// Too many failures: try again after so many seconds.
    Closed(i64),
    /// The password is right, but the account is stopped.
    Stopped(Standing),
    /// The password is right, but alone it is not enough.
    YubikeyNeeded {
        /// Whether the account has a key at all.
        has_one: bool,
    },
    /// The password is right, and a security key or a recovery code of the account is to come.
    SecondFactor(AccountId),
    /// The password is right, but nothing is open to its owner now.
    NoHat(NoHat),
    /// Too many sign in at this very moment.
    Busy,
}

/// What the YubiKey proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SecondFactor {
    /// Nothing was typed.
    None,
    /// It was no key of this account, or the code was not good.
    Bad,
    /// A key of this account made the code; it is used up in the write.
    Ours(Uuid, Counters),
    /// A validation server used the code up.
    ServerSaid,
}

/// Signs somebody in.
pub(crate) async fn sign_in(deps: &SignIn, guest: &Guest, typed: &Typed<'_>) -> Result<Outcome, PageError> {
    let keys = [key_of_name(typed.user_name), key_of_address(guest.address)];
    let otp = Otp::parse(typed.yubikey).ok();
    let mut tx = guest.app.db.read().await?;
    if let Some(seconds) = tallies::wait(&mut tx, &keys, guest.now).await? {
        return Ok(Outcome::Closed(seconds));
    }
    let folded = UserName::parse(typed.user_name).map_or_else(|_| String::new(), |name| name.folded().to_owned());
    let account = accounts::by_user_name(&mut tx, &folded).await?;
    let enrolled = match &otp {
        Some(otp) => yubikeys::live(&mut tx, otp.public_id()).await?,
        None => None,
    };
    drop(tx);
    let opened = match (&enrolled, &otp) {
        (Some(enrolled), Some(otp)) => enrolled.open(&deps.keys, otp),
        _ => Opened::NotMade,
    };
    let stored = account.as_ref().and_then(|account| account.password.as_ref());
    // The server is asked whether or not the password is right: the time it takes says nothing of the password.
    let (verified, server_said_yes) =
        tokio::join!(deps.passwords.verify(typed.password, stored), ask_server(deps, &otp, opened));
    let verified = match verified {
        Ok(verified) => verified,
        Err(PasswordError::Busy) => return Ok(Outcome::Busy),
        Err(error @ PasswordError::Failed) => return Err(PageError::Fault(error.to_string())),
    };
    let owner = account.as_ref().map(|account| account.id);
    let is_own = enrolled.as_ref().is_some_and(|key| Some(key.account) == owner);
    let second = match (opened, &enrolled) {
        _ if typed.yubikey.trim().is_empty() => SecondFactor::None,
        (Opened::Made(counters), Some(key)) if is_own => SecondFactor::Ours(key.id, counters),
        (Opened::AskServer, Some(_)) if is_own && server_said_yes => SecondFactor::ServerSaid,
        _ => SecondFactor::Bad,
    };
    match (account, verified) {
        (Some(account), Verified::Right { rehash }) if second != SecondFactor::Bad => {
            proven(deps, guest, typed, &keys, account, second, rehash).await
        }
        (account, _) => count_failure(guest, keys, account).await,
    }
}

/// Whether the validation server uses a code up, where it is to be asked.
pub(crate) async fn ask_server(deps: &SignIn, otp: &Option<Otp>, opened: Opened) -> bool {
    let (Some(server), Some(otp), Opened::AskServer) = (&deps.validation_server, otp, opened) else { return false };
    let nonce = Nonce::from_random(*Uuid::new_v4().as_bytes());
    match server.verify(otp, &nonce).await {
        Ok(status) => status == Status::Ok,
        Err(error) => {
            tracing::warn!(%error, "the YubiKey validation server gave no believable answer");
            false
        }
    }
}

/// Why a proven sign-in is judged anew as one that was not.
enum NotAfterAll {
    /// The code was used by another at the same moment, or the password was changed.
    Unproven,
    Store(StoreError),
}

impl From<StoreError> for NotAfterAll {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

struct ProvenInput {
    keys: [String; 2],
    account: AccountId,
    verified: Option<PasswordHash>,
    rehashed: Option<PasswordHash>,
    second: SecondFactor,
    entry: Entry,
}

async fn proven(
    deps: &SignIn,
    guest: &Guest,
    typed: &Typed<'_>,
    keys: &[String; 2],
    account: AtDoor,
    second: SecondFactor,
    rehash: bool,
) -> Result<Outcome, PageError> {
    // A new hash is a favour to the future: when the pool is full it waits for another time.
    let rehashed = if rehash { deps.passwords.hash(typed.password).await.ok() } else { None };
    let (method, assurance) = match second {
        SecondFactor::Ours(..) | SecondFactor::ServerSaid => ("yubikey", Assurance::TwoFactor),
        SecondFactor::None | SecondFactor::Bad => ("password", Assurance::Password),
    };
    entry::lock_if_unused(guest, &account).await?;
    let actor = accounts::actor_at_door(guest, &account).await?;
    let entry = Entry::by(guest, new_token()?, method, assurance);
    let token = entry.token.clone();
    let input = ProvenInput {
        keys: keys.clone(),
        account: account.id,
        verified: account.password.clone(),
        rehashed,
        second,
        entry,
    };
    let judged = guest.app.db.write(&actor, input, |tx, input| Box::pin(judge_proven(tx, input))).await;
    match judged {
        Ok(Judged::In) => Ok(Outcome::In(token)),
        Ok(Judged::Closed(seconds)) => Ok(Outcome::Closed(seconds)),
        Ok(Judged::Stopped(standing)) => Ok(Outcome::Stopped(standing)),
        Ok(Judged::YubikeyNeeded { has_one }) => Ok(Outcome::YubikeyNeeded { has_one }),
        Ok(Judged::SecondFactor) => Ok(Outcome::SecondFactor(account.id)),
        Ok(Judged::NoHat(why)) => Ok(Outcome::NoHat(why)),
        Err(NotAfterAll::Unproven) => count_failure(guest, keys.clone(), Some(account)).await,
        Err(NotAfterAll::Store(error)) => Err(error.into()),
    }
}

#[derive(Debug)]
enum Judged {
    In,
    Closed(i64),
    Stopped(Standing),
    YubikeyNeeded { has_one: bool },
    SecondFactor,
    NoHat(NoHat),
}

async fn judge_proven(tx: &mut WriteTx, input: &ProvenInput) -> Result<Recorded<Judged>, NotAfterAll> {
    const NOBODY_IN: &str = "nobody was let in, and nothing changed";
    let now = tx.now();
    if let Some(seconds) = tallies::wait(tx, &input.keys, now).await? {
        return Ok(Recorded::nothing_to_record(Judged::Closed(seconds), NOBODY_IN));
    }
    let account = accounts::by_id(tx, input.account).await?;
    if account.password != input.verified {
        return Err(NotAfterAll::Unproven);
    }
    if let SecondFactor::Ours(key, counters) = input.second
        && !yubikeys::use_up(tx, key, counters).await?
    {
        return Err(NotAfterAll::Unproven);
    }
    if account.standing != Standing::Active {
        return Ok(Recorded::nothing_to_record(Judged::Stopped(account.standing), NOBODY_IN));
    }
    if let (Some(old), Some(new)) = (&input.verified, &input.rehashed) {
        accounts::store_rehashed(tx, account.id, old, new).await?;
    }
    let (recorded, entered) = entry::let_in(tx, &input.entry, Some(&account), None).await?.split();
    match entered {
        Entered::With(_) => {
            let [name, _] = &input.keys;
            tallies::forget(tx, name).await?;
            Ok(recorded.with(Judged::In))
        }
        Entered::LevelTooLow if crate::keys::has_second(tx, account.id).await? => {
            Ok(recorded.with(Judged::SecondFactor))
        }
        Entered::LevelTooLow => {
            let has_one = yubikeys::has_one(tx, account.id).await?;
            Ok(recorded.with(Judged::YubikeyNeeded { has_one }))
        }
        Entered::NoHat(why) => Ok(recorded.with(Judged::NoHat(why))),
    }
}

/// Counts a failure under the name and the address, and locks the account where it was one too many. An unknown name is
/// counted in the same way and takes as long.
pub(crate) async fn count_failure(
    guest: &Guest,
    keys: [String; 2],
    account: Option<AtDoor>,
) -> Result<Outcome, PageError> {
    let actor = entry::nobody(guest);
    let counted = guest.app.db.write(&actor, (keys, account), |tx, (keys, account)| {
        Box::pin(async move {
            let now = tx.now();
            if let Some(seconds) = tallies::wait(tx, keys, now).await? {
                let closed = Outcome::Closed(seconds);
                return Ok(Recorded::nothing_to_record(closed, "what was tried is not told, so it is not counted"));
            }
            let [name, address] = keys;
            let of_name = tallies::of(tx, name).await?.after_failure(now, Limits::ACCOUNT);
            let of_address = tallies::of(tx, address).await?.after_failure(now, Limits::ADDRESS);
            tallies::put(tx, name, of_name).await?;
            tallies::put(tx, address, of_address).await?;
            let recorded = match account {
                Some(account) if of_name.locks(Limits::ACCOUNT) => entry::record_lock(tx, account, "failures").await?,
                _ => None,
            };
            Ok::<_, StoreError>(match recorded {
                Some(recorded) => recorded.with(Outcome::Wrong),
                None => {
                    Recorded::nothing_to_record(Outcome::Wrong, "a failure is told by its tally, a lock by its event")
                }
            })
        })
    });
    Ok(counted.await?)
}
