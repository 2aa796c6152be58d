//! What a clinic says of itself. A clinic that has said nothing yet has no row, and the defaults.

use behorig_access::UnitId;
use behorig_identity::{Email, Phone};
use behorig_store::{FromRow, Row, StoreError, Tx, WriteTx, params};

use super::area;
use crate::rules::{Catchment, ClinicStatus};

/// What a clinic promises that has chosen nothing, in working days.
const REPLY_DAYS: i64 = 2;

/// Whom a notice of a new case goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notify {
    /// Every case receiver of the clinic who wants notices, by their own settings.
    Receivers,
    /// The clinic's own address for notices alone.
    Address,
}

impl Notify {
    /// Both choices.
    pub const ALL: [Self; 2] = [Self::Receivers, Self::Address];

    /// As stored and as forms say it.
    #[must_use]
    pub const fn as_stored(self) -> &'static str {
        match self {
            Self::Receivers => "receivers",
            Self::Address => "address",
        }
    }

    /// The choice stored under this word.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notify| notify.as_stored() == text)
    }
}

/// What a clinic says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clinic {
    /// The unit.
    pub unit: UnitId,
    /// Whether it takes cases.
    pub status: ClinicStatus,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail that residents may see.
    pub email: Option<Email>,
    /// The clinic's own site: an `https` or `http` address.
    pub web: Option<String>,
    /// Street of the visiting address.
    pub street: Option<String>,
    /// Postal code, `553 05`.
    pub postal_code: Option<String>,
    /// Postal town.
    pub city: Option<String>,
    /// When the clinic is open: lines of text.
    pub opening_hours: Option<String>,
    /// When its telephone is answered: lines of text.
    pub phone_hours: Option<String>,
    /// What residents read on the clinic's page.
    pub about: Option<String>,
    /// What residents read before they send.
    pub terms: Option<String>,
    /// The promise in working days, where a case type has none of its own.
    pub reply_days: i64,
    /// Whom a notice of a new case goes to.
    pub notify: Notify,
    /// The address of [`Notify::Address`].
    pub notice_email: Option<Email>,
    /// For optimistic locking: of everything here and the catchment area; 0 where nothing was ever saved.
    pub version: i64,
}

impl Clinic {
    /// A clinic that has said nothing yet: open, with a promise of two working days.
    #[must_use]
    pub fn unsaid(unit: UnitId) -> Self {
        Self {
            unit,
            status: ClinicStatus::Open,
            phone: None,
            email: None,
            web: None,
            street: None,
            postal_code: None,
            city: None,
            opening_hours: None,
            phone_hours: None,
            about: None,
            terms: None,
            reply_days: REPLY_DAYS,
            notify: Notify::Receivers,
            notice_email: None,
            version: 0,
        }
    }
}

impl FromRow for Clinic {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            unit: row.next()?,
            status: shaped(&row.next::<String>()?, ClinicStatus::from_stored)?,
            phone: optional(row, |text| Phone::from_stored(text).ok())?,
            email: optional(row, |text| Email::parse(text).ok())?,
            web: row.next()?,
            street: row.next()?,
            postal_code: row.next()?,
            city: row.next()?,
            opening_hours: row.next()?,
            phone_hours: row.next()?,
            about: row.next()?,
            terms: row.next()?,
            reply_days: row.next()?,
            notify: shaped(&row.next::<String>()?, Notify::from_stored)?,
            notice_email: optional(row, |text| Email::parse(text).ok())?,
            version: row.next()?,
        })
    }
}

/// A stored text as its type. What it says is left out of the error: it may be somebody's address.
fn shaped<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
    read(text).ok_or_else(|| StoreError::Shape(format!("no {}", std::any::type_name::<T>())))
}

fn optional<T>(row: &Row<'_>, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
    row.next::<Option<String>>()?.map(|text| shaped(&text, read)).transpose()
}

/// What a clinic says of itself; the defaults where it has said nothing.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn clinic(tx: &mut Tx, unit: UnitId) -> Result<Clinic, StoreError> {
    let found = tx.optional(sql_of_clinic(), params![unit]).await?;
    Ok(found.unwrap_or_else(|| Clinic::unsaid(unit)))
}

/// The statement of [`clinic`], for whoever asks it together with something else; the unit is `?1`. No row: [`Clinic::unsaid`].
#[must_use]
pub const fn sql_of_clinic() -> &'static str {
    "SELECT unit_id, status, phone, email, web, street, postal_code, city, opening_hours, phone_hours, about, terms,
         reply_days, notify, notice_email, version
     FROM clinic WHERE unit_id = ?1"
}

/// Everything that is set for a clinic: one version, one history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    pub clinic: Clinic,
    pub area: Option<Catchment>,
}

/// Everything that is set for a clinic.
pub(crate) async fn settings(tx: &mut Tx, unit: UnitId) -> Result<Settings, StoreError> {
    Ok(Settings { clinic: clinic(tx, unit).await?, area: area::catchment_of(tx, unit).await? })
}

/// Saves what was changed and raises the version by one. [`StoreError::Stale`] where somebody else did so first.
pub(crate) async fn put(tx: &mut WriteTx, before: &Settings, after: &Settings) -> Result<(), StoreError> {
    let (clinic, now) = (&after.clinic, tx.now());
    if before.clinic.version == 0 {
        tx.execute(
            "INSERT INTO clinic (unit_id, status, reply_days, notify, updated_at, version) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
            params![clinic.unit, clinic.status.as_stored(), clinic.reply_days, clinic.notify.as_stored(), now],
        )
        .await?;
    }
    tx.change_one(
        "UPDATE clinic SET status = ?3, phone = ?4, email = ?5, web = ?6, street = ?7, postal_code = ?8, city = ?9,
             opening_hours = ?10, phone_hours = ?11, about = ?12, terms = ?13, reply_days = ?14, notify = ?15,
             notice_email = ?16, updated_at = ?17, version = version + 1
         WHERE unit_id = ?1 AND version = ?2",
        params![
            clinic.unit,
            before.clinic.version,
            clinic.status.as_stored(),
            clinic.phone.as_ref().map(Phone::as_str),
            clinic.email.as_ref().map(Email::as_str),
            clinic.web,
            clinic.street,
            clinic.postal_code,
            clinic.city,
            clinic.opening_hours,
            clinic.phone_hours,
            clinic.about,
            clinic.terms,
            clinic.reply_days,
            clinic.notify.as_stored(),
            clinic.notice_email.as_ref().map(Email::as_str),
            now
        ],
    )
    .await?;
    if before.area != after.area {
        area::put(tx, clinic.unit, after.area.as_ref()).await?;
    }
    Ok(())
}
