//! Keys that are being asked: one row for a browser, found by the hash of its cookie on any node.

use behorig_access::{AccountId, Instant, SessionId};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::TokenHash;

/// How long an answer is waited for, in milliseconds.
pub(crate) const VALID_FOR: i64 = 5 * 60_000;

/// What a key is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// To be one of an account's own.
    Add,
    /// To be the second factor, after a password that was right.
    Second,
    /// To say by itself who its owner is.
    Alone,
    /// To confirm a session that is open.
    Confirm,
}

impl Kind {
    fn as_stored(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Second => "second",
            Self::Alone => "alone",
            Self::Confirm => "confirm",
        }
    }

    fn from_stored(text: &str) -> Option<Self> {
        [Self::Add, Self::Second, Self::Alone, Self::Confirm].into_iter().find(|kind| kind.as_stored() == text)
    }
}

/// A key that is being asked.
#[derive(Debug, Clone)]
pub(crate) struct Ceremony {
    pub(crate) token: TokenHash,
    pub(crate) kind: Kind,
    /// Whose; none where whoever has the key is still to be known by it.
    pub(crate) account: Option<AccountId>,
    /// The session that asked, where there is one.
    pub(crate) session: Option<SessionId>,
    /// What a new key is to be called.
    pub(crate) name: Option<String>,
    /// What the browser asks the key, as JSON; empty where no key is asked.
    pub(crate) options: String,
    /// What the answer is held against, as JSON.
    pub(crate) state: String,
    pub(crate) return_to: String,
    pub(crate) begun_at: Instant,
}

struct Stored(Ceremony);

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(Ceremony {
            token: TokenHash([0; 32]),
            kind: {
                let kind: String = row.next()?;
                Kind::from_stored(&kind).ok_or_else(|| StoreError::Shape(format!("no kind: {kind}")))?
            },
            account: row.next()?,
            session: row.next()?,
            name: row.next()?,
            options: row.next()?,
            state: row.next()?,
            return_to: row.next()?,
            begun_at: row.next()?,
        }))
    }
}

/// Stores one that begins now.
pub(crate) async fn add(tx: &mut WriteTx, new: &Ceremony) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO key_ceremony (token_hash, kind, account_id, session_id, name, options, state, return_to, begun_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            new.token,
            new.kind.as_stored(),
            new.account,
            new.session,
            new.name,
            new.options,
            new.state,
            new.return_to,
            new.begun_at
        ],
    )
    .await?;
    Ok(())
}

/// What a browser waits for, if it is not too late.
pub(crate) async fn find(tx: &mut Tx, token: TokenHash, now: Instant) -> Result<Option<Ceremony>, StoreError> {
    let stored: Option<Stored> = tx
        .optional(
            "SELECT kind, account_id, session_id, name, options, state, return_to, begun_at FROM key_ceremony
             WHERE token_hash = ?1 AND begun_at > ?2",
            params![token, now.plus_millis(-VALID_FOR)],
        )
        .await?;
    Ok(stored.map(|Stored(row)| Ceremony { token, ..row }))
}

/// Uses it up; `false` where it was used, let go, or is too old: of two answers at the same moment one is judged.
pub(crate) async fn take(tx: &mut WriteTx, token: TokenHash) -> Result<bool, StoreError> {
    let too_old = tx.now().plus_millis(-VALID_FOR);
    let taken =
        tx.execute("DELETE FROM key_ceremony WHERE token_hash = ?1 AND begun_at > ?2", params![token, too_old]).await?;
    Ok(taken == 1)
}
