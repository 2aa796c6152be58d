//! Sessions: rows that say who is signed in, with which hat on, how surely, and until when.

use std::sync::LazyLock;

use behorig_access::{AccountId, Assurance, Hat, Holder, Instant, PersonId, SessionId, Standing, UnitId, ViewerGrant};
use behorig_registers::staff::ACCOUNT_IS_PROTECTED;
use behorig_registers::units::{Unit, sql_of_chain_of};
use behorig_registers::{InHand, grants_since, id_of, rights, sql_of_grants, sql_of_grants_named, standing};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use crate::{Token, TokenHash};

/// How long sessions live, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request for this long, the session ends.
    pub idle: i64,
    /// However busy, it ends this long after it began.
    pub absolute: i64,
}

impl Default for SessionLimits {
    /// An hour idle and twelve in all: within BankID's terms, which allow no more than two idle hours.
    fn default() -> Self {
        Self { idle: 3_600_000, absolute: 12 * 3_600_000 }
    }
}

/// A session with what every page needs of its account or person.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id, which may be shown to its owner; the cookie's secret is another.
    pub id: SessionId,
    /// The account that is signed in.
    pub account: Option<AccountId>,
    /// The person of the register, where a resident is signed in.
    pub person: Option<PersonId>,
    /// The hat that is on.
    pub hat: Hat,
    /// The unit of the hat.
    pub hat_unit: Option<UnitId>,
    /// How surely we know who it is.
    pub assurance: Assurance,
    /// `bankid`, `siths`, `yubikey`, `password` or `link`.
    pub method: String,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub seen_at: Instant,
    /// When it ends at the latest.
    pub ends_at: Instant,
    /// How the holder stands now.
    pub standing: Standing,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Title, for staff.
    pub title: Option<String>,
    /// The first HSA-id, for the log.
    pub hsa_id: Option<String>,
    /// Whether the account is of somebody with a protected identity.
    pub is_protected: bool,
    /// The identity number as stored, for the log.
    pub identity_number: Option<String>,
    /// Whether the password was set by somebody else and must be changed before anything else.
    pub password_must_change: bool,
}

impl Session {
    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            account: row.next()?,
            person: row.next()?,
            hat: hat_from(&row.next::<String>()?)?,
            hat_unit: row.next()?,
            assurance: assurance_from(&row.next::<String>()?)?,
            method: row.next()?,
            created_at: row.next()?,
            seen_at: row.next()?,
            ends_at: row.next()?,
            given_name: row.next()?,
            family_name: row.next()?,
            title: row.next()?,
            identity_number: row.next()?,
            password_must_change: row.next()?,
            standing: standing(row.next()?, row.next()?, row.next()?, row.next()?),
            hsa_id: row.next()?,
            is_protected: row.next()?,
        })
    }
}

fn assurance_from(key: &str) -> Result<Assurance, StoreError> {
    Assurance::from_key(key).ok_or_else(|| StoreError::Shape(format!("no level of assurance: {key}")))
}

fn hat_from(key: &str) -> Result<Hat, StoreError> {
    Hat::from_key(key).ok_or_else(|| StoreError::Shape(format!("no hat: {key}")))
}

fn select_session() -> String {
    format!(
        "SELECT s.id, s.account_id, s.person_id, s.hat, s.hat_unit, s.assurance, s.method, s.created_at,
        s.seen_at, s.ends_at,
        COALESCE(a.given_name, p.given_name, ''), COALESCE(a.family_name, p.family_name, ''), a.title,
        COALESCE(a.identity_number, p.identity_number), COALESCE(a.password_must_change, FALSE),
        a.ended_at, a.blocked_at, a.locked_at, a.pending_since,
        (SELECT min(h.hsa_id) FROM account_hsa_id h WHERE h.account_id = s.account_id), {ACCOUNT_IS_PROTECTED}
    FROM session s
    LEFT JOIN account a ON a.id = s.account_id
    LEFT JOIN person p ON p.id = s.person_id"
    )
}

/// What every page begins with.
pub(crate) struct SignedIn {
    /// The session.
    pub(crate) session: Session,
    /// What its holder has in hand.
    pub(crate) grants: Vec<ViewerGrant>,
    /// The hat's unit and everything above it; empty where the hat has no unit.
    pub(crate) hat_chain: Vec<Unit>,
}

/// The session of a cookie, if it is live: not ended, not idle too long, its holder neither blocked, locked nor ended. The grants of
/// its holder and the units of its hat are asked for at once with it, by the cookie too: one journey to the database, and what it brings
/// is nobody's where the session is not live.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn live_by_token(
    tx: &mut Tx,
    token: TokenHash,
    limits: SessionLimits,
    now: Instant,
) -> Result<Option<SignedIn>, StoreError> {
    let by_token = &*BY_TOKEN;
    let (sessions, grants, hat_chain): (Vec<Session>, Vec<InHand>, Vec<Unit>) = tx
        .three(
            (&by_token.session, params![token, now, now.plus_millis(-limits.idle)]),
            (&by_token.grants, params![token, grants_since(now)]),
            (&by_token.chain, params![token]),
        )
        .await?;
    let session = sessions.into_iter().next().filter(|session| session.standing == Standing::Active);
    Ok(session.map(|session| {
        let grants = grants.into_iter().map(|grant| grant.counted_at(now)).collect();
        SignedIn { session, grants, hat_chain }
    }))
}

/// The statements of [`live_by_token`], put together once: every page asks them. The cookie's hash is `?1`.
struct ByToken {
    session: String,
    grants: String,
    chain: String,
}

static BY_TOKEN: LazyLock<ByToken> = LazyLock::new(|| ByToken {
    session: format!(
        "{} WHERE s.token_hash = ?1 AND s.ended_at IS NULL AND s.ends_at > ?2 AND s.seen_at > ?3",
        select_session()
    ),
    grants: sql_of_grants_named(
        "(SELECT k.account_id FROM session k WHERE k.token_hash = ?1)",
        // The account is whose session it is, where both stand there.
        "(SELECT k.person_id FROM session k WHERE k.token_hash = ?1 AND k.account_id IS NULL)",
    ),
    chain: sql_of_chain_of("(SELECT k.hat_unit FROM session k WHERE k.token_hash = ?1)"),
});

/// What is looked at again of a session that was live when the request began.
pub(crate) struct Live {
    /// The account that is signed in.
    pub(crate) account: Option<AccountId>,
    /// The person of the register, where a resident is signed in.
    pub(crate) person: Option<PersonId>,
    /// The hat that is on.
    pub(crate) hat: Hat,
    /// The unit of the hat.
    pub(crate) hat_unit: Option<UnitId>,
    /// How surely we know who it is.
    pub(crate) assurance: Assurance,
    /// When it was last used, to the minute.
    pub(crate) seen_at: Instant,
    /// How the holder stands now.
    pub(crate) standing: Standing,
}

impl FromRow for Live {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account: row.next()?,
            person: row.next()?,
            hat: hat_from(&row.next::<String>()?)?,
            hat_unit: row.next()?,
            assurance: assurance_from(&row.next::<String>()?)?,
            seen_at: row.next()?,
            standing: standing(row.next()?, row.next()?, row.next()?, row.next()?),
        })
    }
}

/// The session again, inside another transaction, with its holder's grants: it may have ended since the request began.
///
/// Only what decides is read. A change that reads a row or a place in an index meets every other that writes there, and names and
/// numbers decide nothing.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn live_by_id(
    tx: &mut Tx,
    id: SessionId,
    holder: Holder,
    now: Instant,
) -> Result<Option<(Live, Vec<ViewerGrant>)>, StoreError> {
    let sql = "SELECT s.account_id, s.person_id, s.hat, s.hat_unit, s.assurance, s.seen_at, a.ended_at, a.blocked_at,
             a.locked_at, a.pending_since
         FROM session s LEFT JOIN account a ON a.id = s.account_id
         WHERE s.id = ?1 AND s.ended_at IS NULL AND s.ends_at > ?2";
    let (sessions, grants): (Vec<Live>, Vec<InHand>) =
        tx.two((sql, params![id, now]), (&sql_of_grants(holder), params![id_of(holder), grants_since(now)])).await?;
    let session = sessions.into_iter().next().filter(|session| session.standing == Standing::Active);
    Ok(session.map(|session| (session, grants.into_iter().map(|grant| grant.counted_at(now)).collect())))
}

/// A hat that a person can put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HatChoice {
    /// Staff, relative or resident.
    pub hat: Hat,
    /// The account, for staff and relatives.
    pub account: Option<AccountId>,
    /// The person, for residents.
    pub person: Option<PersonId>,
    /// The unit, for staff and relatives.
    pub unit: Option<UnitId>,
}

/// A session to be opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Which hat is put on first.
    pub choice: HatChoice,
    /// How surely we know who it is.
    pub assurance: Assurance,
    /// By which method: `bankid`, `siths`, `yubikey`, `password` or `link`.
    pub method: &'static str,
    /// The browser's address, shown to the owner.
    pub address: Option<String>,
    /// The browser's own name, shown to the owner.
    pub agent: Option<String>,
}

/// Opens a session whose cookie holds the secret of `token`.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn open(
    tx: &mut WriteTx,
    token: &Token,
    session: &NewSession,
    limits: SessionLimits,
) -> Result<SessionId, StoreError> {
    let id = SessionId::new(tx.new_uuid());
    let now = tx.now();
    tx.execute(
        "INSERT INTO session (id, token_hash, account_id, person_id, hat, hat_unit, assurance, method, created_at, seen_at,
             ends_at, address, agent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11, ?12)",
        params![
            id, token.hash(), session.choice.account, session.choice.person, session.choice.hat.key(),
            session.choice.unit, session.assurance.key(), session.method, now, now.plus_millis(limits.absolute),
            session.address, session.agent
        ],
    )
    .await?;
    // No page of it is open yet; whoever counts who is signed in hears of it.
    tx.touch(rights::of_session(id));
    Ok(id)
}

/// Notes that a session is in use.
pub(crate) async fn touch(tx: &mut WriteTx, id: SessionId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute("UPDATE session SET seen_at = ?2 WHERE id = ?1 AND seen_at < ?2", params![id, now]).await?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_session(tx: &mut WriteTx, id: SessionId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute("UPDATE session SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL", params![id, now]).await?;
    tx.touch(rights::of_session(id));
    Ok(())
}

/// Ends every session of an account: it was blocked, ended or got a new password.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_sessions_of_account(tx: &mut WriteTx, account: AccountId) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.touch(rights::of_holder(Holder::Account(account)));
    tx.execute("UPDATE session SET ended_at = ?2 WHERE account_id = ?1 AND ended_at IS NULL", params![account, now])
        .await
}

/// Ends every session of an account but one: its owner changed the password in that one.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn end_others(tx: &mut WriteTx, account: AccountId, but: SessionId) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.touch(rights::of_holder(Holder::Account(account)));
    tx.execute(
        "UPDATE session SET ended_at = ?3 WHERE account_id = ?1 AND id <> ?2 AND ended_at IS NULL",
        params![account, but, now],
    )
    .await
}
