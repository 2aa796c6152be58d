//! Letters to heads and deputies about their rounds, and to whoever a permission was taken from.

use behorig_access::{AccountId, UnitId};
use behorig_identity::Email;
use behorig_outbox::{Letter, Outbox, Way};
use behorig_store::{StoreError, Tx, WriteTx, params};
use behorig_web::{Arg, Lang};
use jiff::civil::Date;

use super::heads::{Reader, certifiers_of};
use super::round::Round;
use crate::RoundId;

/// A letter helps for so long, in milliseconds: three days.
const GIVE_UP_AFTER: i64 = 3 * 24 * 3_600_000;

/// What letters are written with; cheap to clone.
#[derive(Debug, Clone)]
pub struct Letters {
    /// Where letters are put.
    pub outbox: Outbox,
    /// The address that people type, without a slash at its end.
    pub public_url: String,
    /// The name of the installation.
    pub installation: String,
}

/// The round that a letter is about.
pub(crate) struct RoundTold<'a> {
    pub round: RoundId,
    pub unit: UnitId,
    pub unit_name: &'a str,
    pub last_day: Date,
}

impl<'a> RoundTold<'a> {
    /// A round as it is stored.
    pub(crate) fn of(round: &'a Round) -> Self {
        Self { round: round.id, unit: round.unit, unit_name: &round.unit_name, last_day: round.last_day }
    }
}

/// What a letter tells of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It is open.
    Opened,
    /// A week is left, and so many lines wait.
    WeekLeft(i64),
    /// Its last day is over, and so many lines wait.
    Closed(i64),
    /// The grace is over, and so many permissions ended.
    Lapsed(i64),
    /// It was sent in, and so many lines that are the sender's own are left for whoever reads the letter.
    OwnLeft(i64),
}

impl Told {
    /// The text ids of subject and body.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Opened => ("certification-letter-opened", "certification-letter-opened-body"),
            Self::WeekLeft(_) => ("certification-letter-week", "certification-letter-week-body"),
            Self::Closed(_) => ("certification-letter-closed", "certification-letter-closed-body"),
            Self::Lapsed(_) => ("certification-letter-lapsed", "certification-letter-lapsed-body"),
            Self::OwnLeft(_) => ("certification-letter-own", "certification-letter-own-body"),
        }
    }

    const fn count(self) -> i64 {
        match self {
            Self::Opened => 0,
            Self::WeekLeft(count) | Self::Closed(count) | Self::Lapsed(count) | Self::OwnLeft(count) => count,
        }
    }
}

impl Letters {
    /// After the commit: has the letters sent at once.
    pub(crate) fn wake(&self) {
        self.outbox.wake();
    }

    /// Tells the heads of a round's unit and their live deputies. A letter names the unit and nobody's permission.
    pub(crate) async fn to_certifiers(
        &self,
        tx: &mut WriteTx,
        about: &RoundTold<'_>,
        told: Told,
    ) -> Result<(), StoreError> {
        let now = tx.now();
        for reader in certifiers_of(tx, about.unit, now).await? {
            self.to_reader(tx, &reader, about, told).await?;
        }
        Ok(())
    }

    /// Tells one person of a round.
    pub(crate) async fn to_reader(
        &self,
        tx: &mut WriteTx,
        reader: &Reader,
        about: &RoundTold<'_>,
        told: Told,
    ) -> Result<(), StoreError> {
        let args: [(&'static str, Arg); 5] = [
            ("unit", about.unit_name.to_owned().into()),
            ("day", about.last_day.to_string().into()),
            ("count", told.count().into()),
            ("link", format!("{}/omprovning/{}", self.public_url, about.round).into()),
            ("installation", self.installation.clone().into()),
        ];
        self.put(tx, reader, told.words(), &args).await
    }

    /// Tells somebody that permissions of theirs have ended: `ended` names each, with its unit.
    pub(crate) async fn to_holder(
        &self,
        tx: &mut WriteTx,
        account: AccountId,
        ended: &[String],
    ) -> Result<(), StoreError> {
        let Some(reader) = reader(tx, account).await? else { return Ok(()) };
        let args: [(&'static str, Arg); 4] = [
            ("count", ended.len().into()),
            ("permissions", ended.join("\n").into()),
            ("link", format!("{}/mitt-konto", self.public_url).into()),
            ("installation", self.installation.clone().into()),
        ];
        self.put(tx, &reader, ("certification-letter-ended", "certification-letter-ended-body"), &args).await
    }

    async fn put(
        &self,
        tx: &mut WriteTx,
        to: &Reader,
        (subject, body): (&'static str, &'static str),
        args: &[(&'static str, Arg)],
    ) -> Result<(), StoreError> {
        let address = to.email.as_deref().and_then(|email| Email::parse(email).ok());
        // Staff are told by mail alone.
        let Some(address) = address.filter(|_| self.outbox.goes_by(Way::Mail)) else { return Ok(()) };
        let lang = Lang::from_code(&to.language).unwrap_or_default();
        let give_up_at = tx.now().plus_millis(GIVE_UP_AFTER);
        let body = lang.tr(body, args).into_owned();
        let letter = Letter::new("certification", address, &lang.tr(subject, args), body, give_up_at);
        self.outbox.put(tx, &letter).await?;
        Ok(())
    }
}

async fn reader(tx: &mut Tx, account: AccountId) -> Result<Option<Reader>, StoreError> {
    let row: Option<(Option<String>, String)> =
        tx.optional("SELECT email, language FROM account WHERE id = ?1 AND ended_at IS NULL", params![account]).await?;
    Ok(row.map(|(email, language)| Reader { email, language }))
}
