//! Sessions as their owner sees and ends them, and the hat of one.

use behorig_access::{AccountId, Assurance, Hat, Holder, Instant, SessionId};
use behorig_identity::IdentityNumber;
use behorig_registers::rights;
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::{HatChoice, TokenHash};

use crate::siths::ProvenCard;

/// A live session, as its owner sees it.
#[derive(Debug, Clone)]
pub(crate) struct OwnSession {
    pub(crate) id: SessionId,
    pub(crate) method: String,
    pub(crate) created_at: Instant,
    pub(crate) seen_at: Instant,
    pub(crate) address: Option<String>,
    pub(crate) agent: Option<String>,
}

impl FromRow for OwnSession {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            method: row.next()?,
            created_at: row.next()?,
            seen_at: row.next()?,
            address: row.next()?,
            agent: row.next()?,
        })
    }
}

fn owner(holder: Holder) -> (&'static str, [u8; 16]) {
    match holder {
        Holder::Account(account) => ("account_id", *account.as_bytes()),
        Holder::Person(person) => ("person_id", *person.as_bytes()),
    }
}

/// The live sessions of somebody, the one used last first.
pub(crate) async fn live_of(
    tx: &mut Tx,
    holder: Holder,
    idle: i64,
    now: Instant,
) -> Result<Vec<OwnSession>, StoreError> {
    let (column, id) = owner(holder);
    tx.all(
        &format!(
            "SELECT id, method, created_at, seen_at, address, agent FROM session
             WHERE {column} = ?1 AND ended_at IS NULL AND ends_at > ?2 AND seen_at > ?3 ORDER BY seen_at DESC, id DESC"
        ),
        params![id, now, now.plus_millis(-idle)],
    )
    .await
}

/// Ends a session of somebody's own; `false` where it is no live one of theirs.
pub(crate) async fn end_own(tx: &mut WriteTx, holder: Holder, session: SessionId) -> Result<bool, StoreError> {
    let (column, id) = owner(holder);
    let now = tx.now();
    tx.touch(rights::of_session(session));
    let ended = tx
        .execute(
            &format!("UPDATE session SET ended_at = ?3 WHERE id = ?2 AND {column} = ?1 AND ended_at IS NULL"),
            params![id, session, now],
        )
        .await?;
    Ok(ended == 1)
}

/// Ends every session of somebody's own but one, and tells how many.
pub(crate) async fn end_own_but(tx: &mut WriteTx, holder: Holder, kept: SessionId) -> Result<u64, StoreError> {
    let (column, id) = owner(holder);
    let now = tx.now();
    tx.touch(rights::of_holder(holder));
    tx.execute(
        &format!("UPDATE session SET ended_at = ?3 WHERE {column} = ?1 AND id <> ?2 AND ended_at IS NULL"),
        params![id, kept, now],
    )
    .await
}

/// Ends the session that a browser brought along when it signed in anew.
pub(crate) async fn end_by_token(tx: &mut WriteTx, token: TokenHash) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute("UPDATE session SET ended_at = ?2 WHERE token_hash = ?1 AND ended_at IS NULL", params![token, now])
        .await?;
    Ok(())
}

/// Notes whose e-identification opened a session.
pub(crate) async fn note_proof(
    tx: &mut WriteTx,
    session: SessionId,
    number: &IdentityNumber,
) -> Result<(), StoreError> {
    tx.execute("UPDATE session SET proven_number = ?2 WHERE id = ?1", params![session, number]).await?;
    Ok(())
}

/// Notes what the card that opened a session proved beyond the number.
pub(crate) async fn note_card(tx: &mut WriteTx, session: SessionId, card: &ProvenCard) -> Result<(), StoreError> {
    let (subject, at_provider) = card.at_provider();
    let hsa_ids = Some(card.hsa_ids.join("\n")).filter(|ids| !ids.is_empty());
    tx.execute(
        "UPDATE session SET idp_subject = ?2, idp_session = ?3, proven_hsa_ids = ?4 WHERE id = ?1",
        params![session, subject, at_provider, hsa_ids],
    )
    .await?;
    Ok(())
}

/// Gives a session what a card proved that opened the one before it, and what the identity provider knows that one by: signing out there
/// ends this one too.
pub(crate) async fn hand_on_card(tx: &mut WriteTx, from: SessionId, to: SessionId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE session SET idp_subject = (SELECT o.idp_subject FROM session o WHERE o.id = ?1),
             idp_session = (SELECT o.idp_session FROM session o WHERE o.id = ?1),
             proven_hsa_ids = (SELECT o.proven_hsa_ids FROM session o WHERE o.id = ?1)
         WHERE id = ?2",
        params![from, to],
    )
    .await?;
    Ok(())
}

/// The live session of a cookie, and the account that it is.
pub(crate) async fn account_by_token(
    tx: &mut WriteTx,
    token: TokenHash,
) -> Result<Option<(SessionId, Option<AccountId>)>, StoreError> {
    let now = tx.now();
    tx.optional(
        "SELECT id, account_id FROM session WHERE token_hash = ?1 AND ended_at IS NULL AND ends_at > ?2",
        params![token, now],
    )
    .await
}

/// The HSA-ids that the card which opened a session proved; none where it was no card.
pub(crate) async fn proven_hsa_ids(tx: &mut Tx, session: SessionId) -> Result<Vec<String>, StoreError> {
    let row: Option<(Option<String>,)> =
        tx.optional("SELECT proven_hsa_ids FROM session WHERE id = ?1", params![session]).await?;
    let ids = row.and_then(|(ids,)| ids).unwrap_or_default();
    Ok(ids.lines().map(str::to_owned).collect())
}

/// Whether an identity provider opened a session.
pub(crate) async fn is_by_provider(tx: &mut Tx, session: SessionId) -> Result<bool, StoreError> {
    let found: Option<(SessionId,)> =
        tx.optional("SELECT id FROM session WHERE id = ?1 AND idp_subject IS NOT NULL", params![session]).await?;
    Ok(found.is_some())
}

/// Whose e-identification opened a session, if one did.
pub(crate) async fn proof(tx: &mut Tx, session: SessionId) -> Result<Option<IdentityNumber>, StoreError> {
    let row: Option<(Option<IdentityNumber>,)> =
        tx.optional("SELECT proven_number FROM session WHERE id = ?1", params![session]).await?;
    Ok(row.and_then(|(number,)| number))
}

/// Puts another hat on in a live session, which from now on has another secret. How it was opened, how surely, and when it ends stay as
/// they are.
///
/// # Errors
/// [`StoreError::Stale`] where the session has ended.
pub(crate) async fn put_on(
    tx: &mut WriteTx,
    session: SessionId,
    choice: &HatChoice,
    token: TokenHash,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.touch(rights::of_session(session));
    tx.change_one(
        "UPDATE session SET account_id = ?2, person_id = ?3, hat = ?4, hat_unit = ?5, token_hash = ?7
         WHERE id = ?1 AND ended_at IS NULL AND ends_at > ?6",
        params![session, choice.account, choice.person, choice.hat.key(), choice.unit, now, token],
    )
    .await
}

/// The hat that was on in the newest of these holders' sessions.
pub(crate) async fn last_worn(
    tx: &mut Tx,
    holders: &[Holder],
) -> Result<Option<(Hat, Option<behorig_access::UnitId>)>, StoreError> {
    let mut newest: Option<(Instant, String, Option<behorig_access::UnitId>)> = None;
    for holder in holders {
        let (column, id) = owner(*holder);
        let one: Option<(Instant, String, Option<behorig_access::UnitId>)> = tx
            .optional(
                &format!(
                    "SELECT created_at, hat, hat_unit FROM session WHERE {column} = ?1
                     ORDER BY created_at DESC, id DESC LIMIT 1"
                ),
                params![id],
            )
            .await?;
        if let Some(one) = one
            && newest.as_ref().is_none_or(|newest| newest.0 < one.0)
        {
            newest = Some(one);
        }
    }
    Ok(newest.and_then(|(_, hat, unit)| Some((Hat::from_key(&hat)?, unit))))
}

/// What a session hands on to the one that goes on where it ends.
#[derive(Debug, Clone)]
pub(crate) struct ToBeRaised {
    pub(crate) choice: HatChoice,
    pub(crate) assurance: Assurance,
    pub(crate) ends_at: Instant,
    pub(crate) proven_number: Option<IdentityNumber>,
}

impl FromRow for ToBeRaised {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let shape = |what: &str| StoreError::Shape(format!("no session: {what}"));
        let (account, person) = (row.next()?, row.next()?);
        let (hat, unit, assurance): (String, _, String) = (row.next()?, row.next()?, row.next()?);
        Ok(Self {
            choice: HatChoice { hat: Hat::from_key(&hat).ok_or_else(|| shape(&hat))?, account, person, unit },
            assurance: Assurance::from_key(&assurance).ok_or_else(|| shape(&assurance))?,
            ends_at: row.next()?,
            proven_number: row.next()?,
        })
    }
}

/// A live session that is about to be raised.
pub(crate) async fn to_be_raised(tx: &mut WriteTx, session: SessionId) -> Result<Option<ToBeRaised>, StoreError> {
    let now = tx.now();
    tx.optional(
        "SELECT account_id, person_id, hat, hat_unit, assurance, ends_at, proven_number FROM session
         WHERE id = ?1 AND ended_at IS NULL AND ends_at > ?2",
        params![session, now],
    )
    .await
}

/// The live session of a cookie, and the identity number of its owner.
pub(crate) async fn owner_by_token(
    tx: &mut WriteTx,
    token: TokenHash,
) -> Result<Option<(SessionId, Option<IdentityNumber>)>, StoreError> {
    let now = tx.now();
    tx.optional(
        "SELECT s.id, COALESCE(a.identity_number, p.identity_number)
         FROM session s LEFT JOIN account a ON a.id = s.account_id LEFT JOIN person p ON p.id = s.person_id
         WHERE s.token_hash = ?1 AND s.ended_at IS NULL AND s.ends_at > ?2",
        params![token, now],
    )
    .await
}
