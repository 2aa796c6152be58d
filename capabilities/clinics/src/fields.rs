//! Everything that is set for a clinic, field by field: what history tells of it, and on which page it is.

use behorig_identity::{Email, Phone};
use behorig_store::FieldChange;
use behorig_store::history::Changed;

use crate::records::Settings;
use crate::rules::{Catchment, Sex};

/// How history names a clinic's settings.
pub(crate) const KIND: &str = "clinic";

/// A page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Contact,
    Texts,
    Reply,
    Status,
    Area,
}

/// A field as history knows it.
pub(crate) struct Kept {
    /// Its stable name.
    pub key: &'static str,
    /// The page that it is on.
    pub part: Part,
    /// Text id of its label.
    pub label: &'static str,
    value: fn(&Settings) -> Option<String>,
}

const fn kept(key: &'static str, part: Part, label: &'static str, value: fn(&Settings) -> Option<String>) -> Kept {
    Kept { key, part, label, value }
}

pub(crate) static FIELDS: [Kept; 18] = [
    kept("phone", Part::Contact, "clinics-phone", |all| all.clinic.phone.as_ref().map(Phone::shown)),
    kept("phone-hours", Part::Contact, "clinics-phone-hours", |all| all.clinic.phone_hours.clone()),
    kept("email", Part::Contact, "clinics-email", |all| address(all.clinic.email.as_ref())),
    kept("web", Part::Contact, "clinics-web", |all| all.clinic.web.clone()),
    kept("street", Part::Contact, "clinics-street", |all| all.clinic.street.clone()),
    kept("postal-code", Part::Contact, "clinics-postal-code", |all| all.clinic.postal_code.clone()),
    kept("city", Part::Contact, "clinics-city", |all| all.clinic.city.clone()),
    kept("opening-hours", Part::Contact, "clinics-opening-hours", |all| all.clinic.opening_hours.clone()),
    kept("about", Part::Texts, "clinics-about", |all| all.clinic.about.clone()),
    kept("terms", Part::Texts, "clinics-terms", |all| all.clinic.terms.clone()),
    kept("reply-days", Part::Reply, "clinics-reply-days", |all| Some(all.clinic.reply_days.to_string())),
    kept("notify", Part::Reply, "clinics-notify", |all| Some(all.clinic.notify.as_stored().to_owned())),
    kept("notice-email", Part::Reply, "clinics-notice-email", |all| address(all.clinic.notice_email.as_ref())),
    kept("status", Part::Status, "clinics-status", |all| Some(all.clinic.status.as_stored().to_owned())),
    kept("county", Part::Area, "clinics-area-county", |all| of_area(all, |area| Some(area.county.clone()))),
    kept("municipalities", Part::Area, "clinics-area-municipalities", |all| {
        of_area(all, |area| (!area.municipalities.is_empty()).then(|| area.municipalities.join(" ")))
    }),
    kept("sex", Part::Area, "clinics-area-sex", |all| {
        of_area(all, |area| area.sex.map(|sex| Sex::as_stored(sex).to_owned()))
    }),
    kept("age", Part::Area, "clinics-area-age", |all| of_area(all, ages)),
];

fn address(email: Option<&Email>) -> Option<String> {
    email.map(|email| email.as_str().to_owned())
}

fn of_area(all: &Settings, value: fn(&Catchment) -> Option<String>) -> Option<String> {
    all.area.as_ref().and_then(value)
}

/// `16–74`, `16–`, `–74`.
fn ages(area: &Catchment) -> Option<String> {
    let years = |limit: Option<i16>| limit.map(|years| years.to_string()).unwrap_or_default();
    let is_limited = area.age_from.is_some() || area.age_to.is_some();
    is_limited.then(|| format!("{}–{}", years(area.age_from), years(area.age_to)))
}

/// What differs, field by field.
pub(crate) fn differences(before: &Settings, after: &Settings) -> Vec<FieldChange> {
    let changed = FIELDS.iter().filter_map(|field| {
        let (old, new) = ((field.value)(before), (field.value)(after));
        (old != new).then(|| FieldChange { field: field.key.to_owned(), old, new })
    });
    changed.collect()
}

/// Whether one of the changes is of a field on this page.
pub(crate) fn touches(changes: &[Changed], part: Part) -> bool {
    let is_here = |key: &str| FIELDS.iter().any(|field| field.key == key && field.part == part);
    changes.iter().flat_map(|changed| &changed.fields).any(|change| is_here(&change.field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Clinic;
    use crate::rules::ClinicStatus;
    use behorig_access::{Instant, UnitId};

    fn unsaid() -> Settings {
        Settings { clinic: Clinic::unsaid(UnitId::from_bytes([1; 16])), area: None }
    }

    #[test]
    fn keys_are_each_fields_own() {
        let keys: std::collections::BTreeSet<_> = FIELDS.iter().map(|field| field.key).collect();
        assert_eq!(keys.len(), FIELDS.len());
    }

    #[test]
    fn what_differs_is_told_and_nothing_else() {
        let before = unsaid();
        assert_eq!(differences(&before, &before), []);
        let mut after = before.clone();
        after.clinic.status = ClinicStatus::Ended;
        after.area = Some(Catchment {
            county: "06".to_owned(),
            municipalities: vec!["0643".to_owned(), "0680".to_owned()],
            sex: None,
            age_from: Some(16),
            age_to: None,
        });
        let told = |changes: &[FieldChange]| -> Vec<_> {
            changes
                .iter()
                .map(|c| (c.field.clone(), c.old.clone().unwrap_or_default(), c.new.clone().unwrap_or_default()))
                .collect()
        };
        let expected = [
            ("status", "open", "ended"),
            ("county", "", "06"),
            ("municipalities", "", "0643 0680"),
            ("age", "", "16–"),
        ];
        assert_eq!(
            told(&differences(&before, &after)),
            expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()))
        );
    }

    #[test]
    fn two_people_on_different_pages_are_not_in_each_others_way() {
        let changed = |key: &str| Changed {
            at: Instant(0),
            who: String::new(),
            door: String::new(),
            fields: vec![FieldChange { field: key.to_owned(), old: None, new: None }],
        };
        let changes = [changed("phone"), changed("status")];
        assert!(touches(&changes, Part::Contact) && touches(&changes, Part::Status));
        assert!(!touches(&changes, Part::Texts) && !touches(&[], Part::Contact));
    }
}
