//! Where residents are told that something waits to be read: one row a person, read and written whole.

use behorig_access::{Instant, PersonId};
use behorig_identity::Email;
use behorig_outbox::LetterId;
use behorig_store::{Actor, Db, Door, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};
use behorig_web::Lang;

/// A person's address for notices, and what is known of the one that they asked for. `Debug` shows no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAddress {
    /// Whose.
    pub person: PersonId,
    /// The confirmed address, with when it was confirmed.
    pub confirmed: Option<(Email, Instant)>,
    /// The language of the notices.
    pub language: Lang,
    /// The address that is to be confirmed.
    pub asked: Option<AskedAddress>,
    /// Since when codes are counted.
    pub codes_since: Instant,
    /// How many were sent since then.
    pub codes_sent: i64,
}

/// An address that somebody asked for and has not confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAddress {
    /// The address.
    pub email: Email,
    /// When it was asked for.
    pub at: Instant,
    /// The hash of the code that was sent to it.
    pub code: [u8; 32],
    /// Until when the code holds.
    pub until: Instant,
    /// The letter that carries the code.
    pub letter: Option<LetterId>,
    /// How many wrong codes were typed.
    pub wrong: i64,
}

impl NoticeAddress {
    /// Nothing yet.
    #[must_use]
    pub const fn none(person: PersonId, language: Lang) -> Self {
        Self { person, confirmed: None, language, asked: None, codes_since: Instant(0), codes_sent: 0 }
    }
}

impl FromRow for NoticeAddress {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let person = row.next()?;
        let email = address(row.next()?);
        let confirmed_at: Option<Instant> = row.next()?;
        let language: String = row.next()?;
        let asked_email = address(row.next()?);
        let (at, code, until): (Option<Instant>, Option<Vec<u8>>, Option<Instant>) =
            (row.next()?, row.next()?, row.next()?);
        let (letter, wrong, codes_since, codes_sent) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let code = code.and_then(|code| code.try_into().ok());
        let asked = match (asked_email, at, code, until) {
            (Some(email), Some(at), Some(code), Some(until)) => {
                Some(AskedAddress { email, at, code, until, letter, wrong })
            }
            _ => None,
        };
        let language = Lang::from_code(&language).unwrap_or(Lang::Sv);
        Ok(Self { person, confirmed: email.zip(confirmed_at), language, asked, codes_since, codes_sent })
    }
}

fn address(text: Option<String>) -> Option<Email> {
    text.and_then(|text| Email::parse(&text).ok())
}

/// What a person has said of notices, if anything.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn notice_address_of(tx: &mut Tx, person: PersonId) -> Result<Option<NoticeAddress>, StoreError> {
    tx.optional(
        "SELECT person_id, email, confirmed_at, language, asked_email, asked_at, code_hash, code_until, code_letter,
             wrong_codes, codes_since, codes_sent
         FROM notice_address WHERE person_id = ?1",
        params![person],
    )
    .await
}

/// Keeps what a person says of notices. Its event is the caller's.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn keep_notice_address(tx: &mut WriteTx, address: &NoticeAddress) -> Result<(), StoreError> {
    let asked = address.asked.as_ref();
    tx.execute(
        "INSERT INTO notice_address (person_id, email, confirmed_at, language, asked_email, asked_at, code_hash, code_until,
             code_letter, wrong_codes, codes_since, codes_sent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (person_id) DO UPDATE SET email = excluded.email, confirmed_at = excluded.confirmed_at,
             language = excluded.language, asked_email = excluded.asked_email, asked_at = excluded.asked_at,
             code_hash = excluded.code_hash, code_until = excluded.code_until, code_letter = excluded.code_letter,
             wrong_codes = excluded.wrong_codes, codes_since = excluded.codes_since, codes_sent = excluded.codes_sent",
        params![
            address.person,
            address.confirmed.as_ref().map(|(email, _)| email.as_str()),
            address.confirmed.as_ref().map(|(_, at)| *at),
            address.language.code(),
            asked.map(|asked| asked.email.as_str()),
            asked.map(|asked| asked.at),
            asked.map(|asked| asked.code.as_slice()),
            asked.map(|asked| asked.until),
            asked.and_then(|asked| asked.letter),
            asked.map_or(0, |asked| asked.wrong),
            address.codes_since,
            address.codes_sent
        ],
    )
    .await?;
    Ok(())
}

/// An address that nobody confirmed is kept so long after its code ended, in milliseconds: a day. It may be somebody else's.
const KEPT_UNCONFIRMED: i64 = 24 * 3_600_000;

/// Forgets addresses that were asked for and never confirmed; called every hour, by any node. Gives how many.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn forget_unconfirmed(db: &Db, now: Instant) -> Result<u64, StoreError> {
    db.write(&Actor::system(Door::System, now), (), |tx, ()| {
        Box::pin(async move {
            let before = tx.now().plus_millis(-KEPT_UNCONFIRMED);
            let forgotten = tx
                .execute(
                    "UPDATE notice_address SET asked_email = NULL, asked_at = NULL, code_hash = NULL, code_until = NULL,
                         code_letter = NULL, wrong_codes = 0
                     WHERE asked_email IS NOT NULL AND code_until < ?1",
                    params![before],
                )
                .await?;
            Ok(Recorded::nothing_to_record(forgotten, "that it was asked for has its own event"))
        })
    })
    .await
}
