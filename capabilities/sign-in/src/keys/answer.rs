//! What a key answered, held against what it was asked.

use behorig_access::AccountId;
use behorig_store::{Event, Recorded, StoreError, Tx};
use behorig_visit::{PageError, VisitSettings};
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyAuthentication, PublicKeyCredential, WebauthnError};

use super::party::relying_party;
use crate::entry;
use crate::guest::Guest;
use crate::records::ceremonies::{Ceremony, Kind};
use crate::records::security_keys::{self, Held, Proof};

/// What an answer shows.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// A key of this account made it, now and for us; unused only if [`security_keys::use_up`] says so.
    Proven(Proof),
    /// The key's counter has gone back: there are two of it.
    Copied(Uuid),
    /// Nothing: it is for another site, another question or another person, or no key that we know made it.
    Nothing,
}

/// Judges an answer. What is wrong with it is told to the operator alone.
pub(crate) async fn judge(
    tx: &mut Tx,
    settings: &VisitSettings,
    ceremony: &Ceremony,
    sent: &str,
) -> Result<Answer, PageError> {
    let Ok(sent) = serde_json::from_str::<PublicKeyCredential>(sent) else { return Ok(Answer::Nothing) };
    let held = security_keys::by_credential(tx, sent.get_credential_id()).await?;
    let Some(held) = held.filter(|held| is_of(held, ceremony, &sent)) else { return Ok(Answer::Nothing) };
    let party = relying_party(settings)?;
    let judged = match ceremony.kind {
        Kind::Alone => {
            let state: DiscoverableAuthentication = read(&ceremony.state)?;
            party.finish_discoverable_authentication_v2(&sent, state, &held.passkey)
        }
        Kind::Second | Kind::Confirm => {
            let state: PasskeyAuthentication = read(&ceremony.state)?;
            party.finish_passkey_authentication(&sent, &state)
        }
        Kind::Add => return Ok(Answer::Nothing),
    };
    let result = match judged {
        Ok(result) => result,
        Err(WebauthnError::CredentialPossibleCompromise) => return Ok(Answer::Copied(held.id)),
        Err(error) => {
            tracing::info!(%error, key = %held.id, "an answer of a security key was refused");
            return Ok(Answer::Nothing);
        }
    };
    let Held { id, account, mut passkey } = held;
    passkey.update_credential(&result);
    let credential = serde_json::to_string(&passkey).map_err(|error| PageError::Fault(error.to_string()))?;
    Ok(Answer::Proven(Proof { key: id, account, credential, sign_count: i64::from(result.counter()) }))
}

/// Whether the key is of the person who is asked; where nobody is known yet, the key itself must say whose it is.
fn is_of(held: &Held, ceremony: &Ceremony, sent: &PublicKeyCredential) -> bool {
    let said = sent.get_user_unique_id().map(|id| id == held.account.as_bytes());
    match ceremony.account {
        Some(asked) => held.account == asked && said.unwrap_or(true),
        None => said.unwrap_or(false),
    }
}

fn read<T: for<'de> serde::Deserialize<'de>>(state: &str) -> Result<T, PageError> {
    serde_json::from_str(state)
        .map_err(|error| PageError::Fault(format!("what a key was asked does not read: {error}")))
}

/// The event of a key whose counter has gone back.
pub(crate) fn event_of_copy(key: Uuid, account: Option<AccountId>) -> Event {
    tracing::warn!(%key, "the counter of a security key has gone back: there may be a copy of it");
    let whose = account.map_or_else(String::new, |account| format!("account {account}"));
    Event::change("sign-in.key-copied", "security-key", key).with_args(whose)
}

/// Tells the log of a key whose counter has gone back. Nobody has proven who they are, so it is the program that tells.
pub(crate) async fn note_refused(guest: &Guest, key: Uuid, account: Option<AccountId>) -> Result<(), PageError> {
    let nobody = entry::nobody(guest);
    let noted = guest.app.db.write(&nobody, (key, account), |tx, (key, account)| {
        Box::pin(async move {
            let recorded: Recorded<()> = tx.record(event_of_copy(*key, *account)).await?;
            Ok::<_, StoreError>(recorded)
        })
    });
    Ok(noted.await?)
}
