//! What appointments are called on the screen.

use std::borrow::Cow;

use behorig_access::{Instant, Period};
use behorig_roles::rules::{Life, PeriodError, life};
use behorig_visit::role_name;
use behorig_web::components::{Tone, tag};
use behorig_web::{Errors, FieldName, Lang, Message, format};
use maud::{Markup, html};

use crate::records::appointments::Appointment;

/// The days of a period, both included: `2026-11-21 – tills vidare`.
pub(crate) fn days(lang: Lang, period: Period) -> String {
    let from = format::local(period.from.0).date();
    // The end is the first moment after; the day before it is the last day.
    let to = period.to.map(|to| format::local(to.0.saturating_sub(1).max(period.from.0)).date());
    format::period(lang, from, to)
}

/// The last day of a period, as a form is filled with it; empty until further notice.
pub(crate) fn last_day(period: Period) -> String {
    period.to.map(|to| format::local(to.0.saturating_sub(1)).date().to_string()).unwrap_or_default()
}

/// The role, in the reader's language.
pub(crate) fn role(lang: Lang, appointment: &Appointment) -> Cow<'_, str> {
    role_name(lang, &appointment.role_name)
}

/// The unit, and whether the branch below is in it.
pub(crate) fn place(lang: Lang, appointment: &Appointment) -> Markup {
    html! {
        (appointment.unit_name)
        @if appointment.branch { br; span.hint { (lang.t("orderers-and-branch")) } }
    }
}

/// The days, and a tag where they have not begun or are over.
pub(crate) fn when(lang: Lang, period: Period, now: Instant) -> Markup {
    html! {
        (days(lang, period))
        @match life(period, now) {
            Life::Live => {}
            Life::Coming => { " " (tag(Tone::Info, &lang.t("orderers-coming"))) }
            Life::Ended => { " " (tag(Tone::Neutral, &lang.t("orderers-over"))) }
        }
    }
}

/// The decision that an appointment stands on, or that there is none.
pub(crate) fn proof(lang: Lang, appointment: &Appointment) -> Markup {
    html! {
        @match &appointment.proof {
            Some(proof) => (proof.words),
            None => (tag(Tone::Warning, &lang.t("orderers-no-proof"))),
        }
    }
}

/// Tells beside their fields what is wrong with the days.
pub(crate) fn tell_period(why: PeriodError, from: &FieldName, to: &FieldName, errors: &mut Errors) {
    match why {
        PeriodError::BeginsInThePast => errors.add(from, "orderers-error-past"),
        PeriodError::EndsBeforeItBegins => errors.add(to, "orderers-error-ends-early"),
        PeriodError::OutsideTheCalendar => errors.add(to, Message::new("web-date-wrong")),
    }
}

/// A grant as history tells of it, for every reader alike: `Beställare, Region Norrsjö, 2026-11-20 – 2027-11-19`.
pub(crate) fn in_history(role: &str, unit: &str, period: Period) -> String {
    format!("{role}, {unit}, {}", days(Lang::Sv, period))
}
