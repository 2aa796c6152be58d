//! From what is typed in a field to what is stored, and from there to what is shown.

use behorig_identity::{Email, HsaId, IdentityNumber, PersonName, Phone, UserName};
use behorig_web::{Form, Lang, Message, format};
use jiff::civil::Date;

use crate::fields::{Field, Kind};
use crate::lists::{EmploymentForm, StaffCategory};

/// The most HSA-ids of one account.
const MOST_HSA_IDS: usize = 20;

/// The stored form of what is typed in a field; `None` where it is left empty. `today` decides the century of a short number.
///
/// # Errors
/// What to do about it, in words for beside the field.
pub fn parse(field: &Field, typed: &str, today: Date) -> Result<Option<String>, Message> {
    let typed = typed.trim();
    if typed.is_empty() {
        return if field.is_required() { Err(field.name.missing()) } else { Ok(None) };
    }
    let stored = match field.kind {
        Kind::UserName => UserName::parse(typed).map(|name| name.as_str().to_owned())?,
        Kind::IdentityNumber => IdentityNumber::parse(typed, today).map(|number| number.as_stored().to_owned())?,
        Kind::Password => typed.to_owned(),
        Kind::Blocked => "1".to_owned(),
        Kind::Name => PersonName::parse(typed).map(|name| name.as_str().to_owned())?,
        Kind::HsaIds => hsa_ids(typed)?,
        Kind::Category => {
            StaffCategory::from_text(typed).ok_or(Message::new("accounts-wrong-choice"))?.key().to_owned()
        }
        Kind::EmploymentForm => {
            EmploymentForm::from_text(typed).ok_or(Message::new("accounts-wrong-choice"))?.key().to_owned()
        }
        Kind::Phone => Phone::parse(typed).map(|phone| phone.as_str().to_owned())?,
        Kind::Email => Email::parse(typed).map(|email| email.as_str().to_owned())?,
        Kind::Date => typed.parse::<Date>().map_err(|_| Message::new("accounts-wrong-date"))?.to_string(),
        Kind::Percent => percent(typed)?,
        Kind::PostalCode => postal_code(typed)?,
        Kind::Text(max) => behorig_web::forms::text(max)(typed)?,
    };
    Ok(Some(stored))
}

/// As [`parse`], of the field as a form has it: with what the form itself refused, such as NUL or a megabyte.
///
/// # Errors
/// As [`parse`].
pub fn parse_in(form: &Form, field: &Field, today: Date) -> Result<Option<String>, Message> {
    let mut refused = behorig_web::Errors::new();
    let _: Option<()> = form.optional(&field.name, |_| Ok::<_, Message>(()), &mut refused);
    match refused.of(&field.name.name) {
        Some(message) => Err(message.clone()),
        None => parse(field, form.value(&field.name.name), today),
    }
}

/// One a line; commas and semicolons part them too, since that is how they are pasted.
fn hsa_ids(typed: &str) -> Result<String, Message> {
    let mut ids = Vec::new();
    for part in typed.split(['\n', ',', ';']).filter(|part| !part.trim().is_empty()) {
        let id = HsaId::parse(part)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.len() > MOST_HSA_IDS {
        return Err(Message::new("accounts-too-many-hsa-ids").with("max", MOST_HSA_IDS));
    }
    ids.sort();
    Ok(ids.iter().map(HsaId::as_str).collect::<Vec<_>>().join("\n"))
}

/// `75`, `37,5` or `37.5 %`, above 0 and at most 100; stored with a point and without needless zeros.
fn percent(typed: &str) -> Result<String, Message> {
    let wrong = || Message::new("accounts-wrong-percent");
    let digits = typed.trim_end_matches('%').trim_end().replace(',', ".");
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !all_digits(whole) || !all_digits(part) {
        return Err(wrong());
    }
    let hundredths = format!("{whole}{part:0<2}").parse::<u32>().map_err(|_| wrong())?;
    if !(1..=10_000).contains(&hundredths) {
        return Err(wrong());
    }
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    Ok(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

fn postal_code(typed: &str) -> Result<String, Message> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0') {
        Ok(digits)
    } else {
        Err(Message::new("accounts-wrong-postal-code"))
    }
}

/// A stored value as it stands in an input, for a person to change.
#[must_use]
pub fn to_type(field: &Field, stored: &str) -> String {
    match field.kind {
        Kind::IdentityNumber => {
            IdentityNumber::from_stored(stored).map_or_else(|_| String::new(), |number| number.shown())
        }
        Kind::Phone => Phone::from_stored(stored).map_or_else(|_| stored.to_owned(), |phone| phone.shown()),
        Kind::Percent => stored.replace('.', ","),
        Kind::PostalCode if stored.len() == 5 && stored.is_ascii() => format!("{} {}", &stored[..3], &stored[3..]),
        Kind::Password => String::new(),
        _ => stored.to_owned(),
    }
}

/// A stored value as text for people in a language. An identity number shows its birth date alone.
#[must_use]
pub fn to_read(lang: Lang, field: &Field, stored: &str) -> String {
    match field.kind {
        Kind::IdentityNumber => masked(stored),
        Kind::Password => lang.t("accounts-password-hidden").into_owned(),
        Kind::Blocked => lang.t(if stored.is_empty() { "web-no" } else { "web-yes" }).into_owned(),
        Kind::HsaIds => stored.replace('\n', ", "),
        Kind::Category => {
            StaffCategory::from_text(stored).map_or_else(|| stored.to_owned(), |one| lang.t(one.label()).into_owned())
        }
        Kind::EmploymentForm => {
            EmploymentForm::from_text(stored).map_or_else(|| stored.to_owned(), |one| lang.t(one.label()).into_owned())
        }
        Kind::Percent if stored.is_empty() => String::new(),
        Kind::Percent => {
            let decimals = stored.split_once('.').map_or(0, |(_, part)| part.len());
            let value = stored.parse().unwrap_or_default();
            format!("{}\u{a0}%", format::decimal(lang, value, decimals))
        }
        _ => to_type(field, stored),
    }
}

/// A stored value as the history keeps it: never a password, nor an identity number in full.
#[must_use]
pub fn to_keep(field: &Field, stored: &str) -> String {
    match field.kind {
        Kind::IdentityNumber => masked(stored),
        Kind::Password => "*".to_owned(),
        _ => stored.to_owned(),
    }
}

/// `19820101-****`: enough to see that a number changed, too little to be one.
fn masked(stored: &str) -> String {
    match stored.get(..8) {
        Some(date) if stored.len() == 12 => format!("{date}-****"),
        _ => stored.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{FIELDS, Key};
    use proptest::prelude::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 21);

    fn read(key: Key, typed: &str) -> Result<Option<String>, String> {
        parse(key.field(), typed, TODAY).map_err(|message| message.id().to_owned())
    }

    #[test]
    fn each_kind_of_wrong_input_is_told_by_its_own_sentence() {
        for (key, typed, told) in [
            (Key::UserName, "", "web-missing"),
            (Key::UserName, "anna ek", "user-name-forbidden-character"),
            (Key::IdentityNumber, "19820101-2384", "identity-number-wrong-check-digit"),
            (Key::IdentityNumber, "１９８２０１０１2385", "identity-number-unicode-digits"),
            (Key::IdentityNumber, "19820230-2385", "identity-number-impossible-date"),
            (Key::HsaIds, "SE2321000016-1ABC\nSE2321000017-1ABC", "hsa-id-wrong-organisation-number"),
            (Key::HsaIds, "SE2321000016-1ABCDEFGHIJKLMNOPQRSTUV", "hsa-id-too-long"),
            (Key::Mobile, "112", "phone-missing-area-code"),
            (Key::Email, "anna.ek", "email-missing-at"),
            (Key::StaffCategory, "Tandläkare", "accounts-wrong-choice"),
            (Key::EmployedFrom, "2026-02-30", "accounts-wrong-date"),
            (Key::Extent, "0", "accounts-wrong-percent"),
            (Key::Extent, "100,01", "accounts-wrong-percent"),
            (Key::PostalCode, "1234", "accounts-wrong-postal-code"),
        ] {
            assert_eq!(read(key, typed), Err(told.to_owned()), "{typed}");
        }
    }

    #[test]
    fn pasted_blanks_and_usual_spellings_are_put_in_order() {
        assert_eq!(read(Key::IdentityNumber, " 820101-2385 "), Ok(Some("198201012385".to_owned())));
        assert_eq!(
            read(Key::HsaIds, " se2321000016-1abc \u{a0}\n\nSE2321000016-1ABC"),
            Ok(Some("SE2321000016-1ABC".to_owned()))
        );
        assert_eq!(read(Key::Extent, "37,50 %"), Ok(Some("37.5".to_owned())));
        assert_eq!(read(Key::Extent, "100"), Ok(Some("100".to_owned())));
        assert_eq!(read(Key::PostalCode, "553 20"), Ok(Some("55320".to_owned())));
        assert_eq!(read(Key::StaffCategory, "Läkare"), Ok(Some("physician".to_owned())));
        assert_eq!(
            read(Key::Title, "<script>'; DROP TABLE account 🌼"),
            Ok(Some("<script>'; DROP TABLE account 🌼".to_owned()))
        );
    }

    #[test]
    fn nul_and_a_megabyte_are_refused_beside_their_field() {
        let form = Form::parse(format!("title=a%00b&long-title={}", "a".repeat(1_000_000)).as_bytes()).unwrap();
        let told = |key: Key| parse_in(&form, key.field(), TODAY).unwrap_err().id().to_owned();
        assert_eq!(told(Key::Title), "web-forbidden-character");
        assert_eq!(told(Key::LongTitle), "web-too-long");
    }

    #[test]
    fn the_history_never_holds_a_password_or_a_whole_identity_number() {
        assert_eq!(to_keep(Key::IdentityNumber.field(), "198201012385"), "19820101-****");
        assert_eq!(to_keep(Key::Password.field(), "hemligt lösenord"), "*");
    }

    proptest! {
        #[test]
        fn what_is_shown_in_an_input_is_read_back_as_what_is_stored(at in 0..FIELDS.len(), typed in "\\PC{0,30}") {
            let field = &FIELDS[at];
            prop_assume!(field.kind != Kind::Password);
            if let Ok(Some(stored)) = parse(field, &typed, TODAY) {
                let again = parse(field, &to_type(field, &stored), TODAY).map_err(|message| message.id().to_owned());
                prop_assert_eq!(again, Ok(Some(stored)));
            }
        }

        #[test]
        fn a_percentage_is_read_back_from_its_stored_form(hundredths in 1..=10_000_u32) {
            let typed = format!("{},{:02}", hundredths / 100, hundredths % 100);
            let stored = parse(Key::Extent.field(), &typed, TODAY).unwrap().unwrap();
            prop_assert_eq!((stored.parse::<f64>().unwrap() * 100.0).round() as u32, hundredths);
        }
    }
}
