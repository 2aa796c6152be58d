//! Where residents are told that something waits to be read: one row for each way of a person, read and written whole.

use behorig_access::{Instant, PersonId};
use behorig_outbox::{Address, LetterId, Way};
use behorig_store::{Actor, Db, Door, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};
use behorig_web::Lang;

/// A person's address for notices by one way, and what is known of the one that they asked for. `Debug` shows no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAddress {
    /// Whose.
    pub person: PersonId,
    /// Which way notices go to it.
    pub way: Way,
    /// The confirmed address, with when it was confirmed.
    pub confirmed: Option<(Address, Instant)>,
    /// Whether notices go to it once it is confirmed.
    pub wanted: bool,
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
    pub address: Address,
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
    pub const fn none(person: PersonId, way: Way, language: Lang) -> Self {
        Self {
            person,
            way,
            confirmed: None,
            wanted: true,
            language,
            asked: None,
            codes_since: Instant(0),
            codes_sent: 0,
        }
    }

    /// Where notices go this way, if anywhere.
    #[must_use]
    pub fn in_use(&self) -> Option<&Address> {
        self.confirmed.as_ref().filter(|_| self.wanted).map(|(address, _)| address)
    }
}

impl FromRow for NoticeAddress {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let person = row.next()?;
        let way: String = row.next()?;
        let way = Way::from_stored(&way).ok_or_else(|| StoreError::Shape(format!("notice_address.way: {way}")))?;
        let confirmed = address(way, row.next()?);
        let (confirmed_at, wanted): (Option<Instant>, bool) = (row.next()?, row.next()?);
        let language: String = row.next()?;
        let asked_for = address(way, row.next()?);
        let (at, code, until): (Option<Instant>, Option<Vec<u8>>, Option<Instant>) =
            (row.next()?, row.next()?, row.next()?);
        let (letter, wrong, codes_since, codes_sent) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let code = code.and_then(|code| code.try_into().ok());
        let asked = match (asked_for, at, code, until) {
            (Some(address), Some(at), Some(code), Some(until)) => {
                Some(AskedAddress { address, at, code, until, letter, wrong })
            }
            _ => None,
        };
        let language = Lang::from_code(&language).unwrap_or(Lang::Sv);
        Ok(Self {
            person,
            way,
            confirmed: confirmed.zip(confirmed_at),
            wanted,
            language,
            asked,
            codes_since,
            codes_sent,
        })
    }
}

fn address(way: Way, text: Option<String>) -> Option<Address> {
    text.and_then(|text| Address::from_stored(way, &text))
}

/// What a person has said of notices by one way, if anything.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn notice_address_of(tx: &mut Tx, person: PersonId, way: Way) -> Result<Option<NoticeAddress>, StoreError> {
    tx.optional(
        "SELECT person_id, way, address, confirmed_at, wanted, language, asked_address, asked_at, code_hash, code_until,
             code_letter, wrong_codes, codes_since, codes_sent
         FROM notice_address WHERE person_id = ?1 AND way = ?2",
        params![person, way.as_stored()],
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
        "INSERT INTO notice_address (person_id, way, address, confirmed_at, wanted, language, asked_address, asked_at,
             code_hash, code_until, code_letter, wrong_codes, codes_since, codes_sent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (person_id, way) DO UPDATE SET address = excluded.address, confirmed_at = excluded.confirmed_at,
             wanted = excluded.wanted, language = excluded.language, asked_address = excluded.asked_address,
             asked_at = excluded.asked_at, code_hash = excluded.code_hash, code_until = excluded.code_until, code_letter = excluded.code_letter,
             wrong_codes = excluded.wrong_codes, codes_since = excluded.codes_since, codes_sent = excluded.codes_sent",
        params![
            address.person,
            address.way.as_stored(),
            address.confirmed.as_ref().map(|(address, _)| address.as_stored()),
            address.confirmed.as_ref().map(|(_, at)| *at),
            address.wanted,
            address.language.code(),
            asked.map(|asked| asked.address.as_stored()),
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
                    "UPDATE notice_address SET asked_address = NULL, asked_at = NULL, code_hash = NULL, code_until = NULL,
                         code_letter = NULL, wrong_codes = 0
                     WHERE asked_address IS NOT NULL AND code_until < ?1",
                    params![before],
                )
                .await?;
            Ok(Recorded::nothing_to_record(forgotten, "that it was asked for has its own event"))
        })
    })
    .await
}
