//! Single values: read by the types of `behorig-identity`, so that a file may hold just what a form may.

use behorig_accounts::lists::StaffCategory;
use behorig_identity::{Email, HsaId, IdentityNumber, PersonName, Phone, TestPrefixes, UserName};
use behorig_registers::persons::Protection;
use behorig_registers::units::UnitKind;
use jiff::civil::Date;

use super::Reason;

macro_rules! by_type {
    ($($name:ident $type:ident;)+) => { $(
        pub(super) fn $name(text: &str) -> Result<$type, Reason> {
            $type::parse(text).map_err(|error| Reason::value(error.message_id(), &error))
        }
    )+ };
}
by_type! {
    user_name UserName;
    person_name PersonName;
    email Email;
    phone Phone;
}

pub(super) fn hsa_id(text: &str, allowed: &TestPrefixes) -> Result<HsaId, Reason> {
    HsaId::parse_with(text, allowed).map_err(|error| Reason::value(error.message_id(), &error))
}

pub(super) fn identity_number(text: &str, today: Date) -> Result<IdentityNumber, Reason> {
    IdentityNumber::parse(text, today).map_err(|error| Reason::value(error.message_id(), &error))
}

pub(super) fn day(text: &str) -> Result<Date, Reason> {
    text.parse().map_err(|_| Reason::NotADay)
}

pub(super) fn yes_or_no(text: &str) -> Result<bool, Reason> {
    match text.to_lowercase().as_str() {
        "ja" | "yes" | "true" | "1" => Ok(true),
        "nej" | "no" | "false" | "0" => Ok(false),
        _ => Err(Reason::NotOneOf("ja, nej")),
    }
}

/// Free text of at most so many characters.
pub(super) fn text(max: usize) -> impl Fn(&str) -> Result<String, Reason> {
    move |text| {
        if text.chars().count() > max {
            Err(Reason::TooLong(max))
        } else if text.chars().any(char::is_control) {
            Err(Reason::ForbiddenCharacter)
        } else {
            Ok(text.to_owned())
        }
    }
}

pub(super) fn unit_kind(text: &str) -> Result<UnitKind, Reason> {
    let plain = text.to_lowercase().replace([' ', '_'], "-");
    let swedish = match plain.as_str() {
        "kommun" => Some(UnitKind::Municipality),
        "vårdgivarorganisation" | "vårdgivare" => Some(UnitKind::CareProvider),
        "vårdenhet" => Some(UnitKind::CareUnit),
        "mottagning" => Some(UnitKind::Clinic),
        "patientingång" => Some(UnitKind::Entrance),
        "hemtjänstenhet" => Some(UnitKind::HomeCareUnit),
        _ => None,
    };
    swedish.or_else(|| UnitKind::from_stored(&plain)).ok_or(Reason::NotOneOf(
        "region, kommun, vårdgivarorganisation, vårdenhet, mottagning, patientingång, hemtjänstenhet",
    ))
}

pub(super) fn protection(text: &str) -> Result<Protection, Reason> {
    let plain = text.to_lowercase().replace([' ', '_'], "-");
    match plain.as_str() {
        "ingen" => Ok(Protection::None),
        "sekretessmarkering" => Ok(Protection::Marked),
        "skyddad-folkbokföring" => Ok(Protection::ProtectedRegistration),
        other => {
            Protection::from_stored(other).ok_or(Reason::NotOneOf("ingen, sekretessmarkering, skyddad folkbokföring"))
        }
    }
}

pub(super) fn sex(text: &str) -> Result<String, Reason> {
    match text.to_lowercase().as_str() {
        "kvinna" | "female" | "f" | "k" => Ok("female".to_owned()),
        "man" | "male" | "m" => Ok("male".to_owned()),
        _ => Err(Reason::NotOneOf("kvinna, man")),
    }
}

/// SCB's code of a county (two digits) or a municipality (four).
pub(super) fn code(digits: usize) -> impl Fn(&str) -> Result<String, Reason> {
    move |text| {
        if text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(text.to_owned())
        } else {
            Err(Reason::NotOneOf("SCB:s kod, 06 eller 0680"))
        }
    }
}

/// The manual's ten staff categories, by their Swedish names or as stored.
pub(super) fn staff_category(text: &str) -> Result<String, Reason> {
    let plain = text.to_lowercase();
    let named = |one: &&StaffCategory| one.key() == plain || one.swedish_name().to_lowercase() == plain;
    StaffCategory::ALL.iter().find(named).map(|one| one.key().to_owned()).ok_or(Reason::NotOneOf(
        "Annan, Fysioterapeut/Sjukgymnast, Kiropraktor, Logoped, Läkare, Naprapat, Psykolog, Receptionist, Sekreterare, Sjuksköterska",
    ))
}

/// On whose word a grant stands, where the file says so.
pub(super) fn basis(text: &str) -> Result<&'static str, Reason> {
    match text.to_lowercase().as_str() {
        "administratör" | "administrator" => Ok("administrator"),
        "lokal administratör" | "local-administrator" => Ok("local-administrator"),
        "samtycke" | "consent" => Ok("consent"),
        "god man" | "förvaltare" | "guardian" => Ok("guardian"),
        "fullmakt" | "power-of-attorney" => Ok("power-of-attorney"),
        "import" => Ok("import"),
        _ => Err(Reason::NotOneOf("administratör, lokal administratör, samtycke, god man, fullmakt, import")),
    }
}
