//! Codes and choices in words.

use std::borrow::Cow;

use behorig_registers::places::{county_name, municipality_name, region_name};
use behorig_web::Lang;

use crate::records::Notify;
use crate::rules::{Catchment, ClinicStatus, Sex};

/// Whom a catchment area lets in, as one plain sentence.
#[must_use]
pub fn catchment_in_words(lang: Lang, area: &Catchment) -> String {
    let who = lang.t(match area.sex {
        None => "clinics-area-who-all",
        Some(Sex::Female) => "clinics-area-who-female",
        Some(Sex::Male) => "clinics-area-who-male",
    });
    let county = county_name(&area.county).unwrap_or(&area.county);
    let place: Cow<'_, str> = if area.municipalities.is_empty() {
        Cow::Borrowed(county)
    } else {
        let names = one_of(lang, &municipalities(&area.municipalities));
        lang.tr("clinics-area-where", &[("municipalities", names.into()), ("county", county.into())])
    };
    let age = age(lang, area);
    lang.tr("clinics-area-sentence", &[("who", who.into()), ("where", place.into()), ("age", age.into())]).into_owned()
}

fn age(lang: Lang, area: &Catchment) -> Cow<'static, str> {
    let years = i64::from;
    match (area.age_from, area.age_to) {
        (None, None) => Cow::Borrowed(""),
        (Some(from), None) => lang.tr("clinics-area-age-from", &[("from", years(from).into())]),
        (None, Some(to)) => lang.tr("clinics-area-age-to", &[("to", years(to).into())]),
        (Some(from), Some(to)) if from == to => lang.tr("clinics-area-age-just", &[("age", years(from).into())]),
        (Some(from), Some(to)) => {
            lang.tr("clinics-area-age-span", &[("from", years(from).into()), ("to", years(to).into())])
        }
    }
}

/// `Habo, Jönköping eller Mullsjö`.
fn one_of(lang: Lang, names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} {} {last}", all.join(", "), lang.t("clinics-or")),
    }
}

/// The names of municipalities in the order of the alphabet.
pub(crate) fn municipalities(codes: &[String]) -> Vec<&str> {
    let mut names: Vec<&str> = codes.iter().map(|code| municipality_name(code).unwrap_or(code)).collect();
    names.sort_by_cached_key(|name| behorig_identity::swedish_sort_key(name));
    names
}

pub(crate) fn status(lang: Lang, status: ClinicStatus) -> Cow<'static, str> {
    lang.t(match status {
        ClinicStatus::Open => "clinics-status-open",
        ClinicStatus::ClosedForNew => "clinics-status-closed",
        ClinicStatus::Ended => "clinics-status-ended",
    })
}

pub(crate) fn notify(lang: Lang, notify: Notify) -> Cow<'static, str> {
    lang.t(match notify {
        Notify::Receivers => "clinics-notify-receivers",
        Notify::Address => "clinics-notify-address",
    })
}

pub(crate) fn sex(lang: Lang, sex: Option<Sex>) -> Cow<'static, str> {
    lang.t(match sex {
        None => "clinics-sex-all",
        Some(Sex::Female) => "clinics-sex-female",
        Some(Sex::Male) => "clinics-sex-male",
    })
}

/// Limits of age as history stored them: empty where there is none.
fn ages(lang: Lang, from: &str, to: &str) -> Cow<'static, str> {
    match (from, to) {
        (from, "") => lang.tr("clinics-age-from", &[("from", from.into())]),
        ("", to) => lang.tr("clinics-age-to", &[("to", to.into())]),
        (from, to) => lang.tr("clinics-age-span", &[("from", from.into()), ("to", to.into())]),
    }
}

/// A value as history stored it.
pub(crate) fn of_history(lang: Lang, key: &str, stored: &str) -> Cow<'static, str> {
    let told = match key {
        "status" => ClinicStatus::from_stored(stored).map(|kind| status(lang, kind)),
        "notify" => Notify::from_stored(stored).map(|kind| notify(lang, kind)),
        "sex" => Sex::from_stored(stored).map(|kind| sex(lang, Some(kind))),
        "county" => region_name(stored).map(Cow::Borrowed),
        "municipalities" => {
            let codes: Vec<String> = stored.split_whitespace().map(str::to_owned).collect();
            Some(Cow::Owned(municipalities(&codes).join(", ")))
        }
        "age" => stored.split_once('–').map(|(from, to)| ages(lang, from, to)),
        _ => None,
    };
    // A history is read line by line.
    told.unwrap_or_else(|| Cow::Owned(stored.replace('\n', " · ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area() -> Catchment {
        Catchment { county: "06".to_owned(), municipalities: Vec::new(), sex: None, age_from: None, age_to: None }
    }

    fn said(lang: Lang, area: &Catchment) -> String {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
        catchment_in_words(lang, area)
    }

    #[test]
    fn the_sentence_says_in_plain_words_whom_the_area_lets_in() {
        let narrow = Catchment {
            municipalities: ["0680", "0643", "0642"].map(str::to_owned).to_vec(),
            sex: Some(Sex::Female),
            age_from: Some(16),
            age_to: Some(74),
            ..area()
        };
        assert_eq!(
            said(Lang::Sv, &area()),
            "Alla som är folkbokförda i Jönköpings län kan själva lägga till mottagningen och skicka ärenden."
        );
        assert_eq!(
            said(Lang::Sv, &narrow),
            "Kvinnor som är folkbokförda i Habo, Jönköping eller Mullsjö i Jönköpings län och är 16 till 74 år kan själva lägga till \
             mottagningen och skicka ärenden."
        );
        assert_eq!(
            said(Lang::En, &Catchment { age_to: Some(17), ..area() }),
            "Everyone who is registered in Jönköpings län and is at most 17 years old can add the clinic themselves and send cases."
        );
        assert!(said(Lang::Sv, &Catchment { age_from: Some(18), ..area() }).contains("och är minst 18 år kan"));
        assert!(
            said(Lang::Sv, &Catchment { age_from: Some(5), age_to: Some(5), ..area() }).contains("och är 5 år kan")
        );
    }

    #[test]
    fn what_history_stored_is_told_in_words() {
        said(Lang::Sv, &area());
        assert_eq!(of_history(Lang::Sv, "county", "06"), "Region Jönköpings län");
        assert_eq!(of_history(Lang::Sv, "municipalities", "0680 0643"), "Habo, Jönköping");
        assert_eq!(of_history(Lang::En, "status", "closed"), "Closed to new cases");
        assert_eq!(of_history(Lang::Sv, "opening-hours", "Mån 8–17\nTis 8–12"), "Mån 8–17 · Tis 8–12");
        let age = |stored| of_history(Lang::Sv, "age", stored).into_owned();
        assert_eq!([age("16–"), age("–74"), age("16–74")], ["minst 16 år", "högst 74 år", "16 till 74 år"]);
    }
}
