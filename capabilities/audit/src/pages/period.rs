//! The period that a page is about: two days, within a year of each other.

use behorig_web::components::{Fields, side_by_side};
use behorig_web::forms::date;
use behorig_web::{Errors, FieldName, Form, Message, field};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::rules::{Days, MOST_DAYS};

pub(super) static FROM: FieldName = field("fran", "audit-from");
pub(super) static TO: FieldName = field("till", "audit-to");

/// What was asked for, or `otherwise` where nothing was. What is wrong is put into `errors`.
pub(super) fn asked(form: &Form, otherwise: Days, errors: &mut Errors) -> Days {
    let from = form.optional(&FROM, date, errors).unwrap_or(otherwise.from);
    let to = form.optional(&TO, date, errors).unwrap_or(otherwise.to);
    let days = Days { from, to };
    check(days, errors);
    days
}

/// Says what is wrong with a period.
pub(super) fn check(days: Days, errors: &mut Errors) {
    if days.to < days.from {
        errors.add(&TO, "audit-to-before");
    } else if days.count() > MOST_DAYS {
        errors.add(&FROM, Message::new("audit-period-long").with("days", MOST_DAYS));
    }
}

/// A form filled with the period that is shown, where nothing was asked for.
pub(super) fn filled(form: &Form, days: Days) -> Form {
    let mut filled = form.clone();
    let mut fill = |name: &FieldName, day: Date| {
        if !form.has(&name.name) {
            filled.fill(name, day.to_string());
        }
    };
    fill(&FROM, days.from);
    fill(&TO, days.to);
    filled
}

/// The two fields.
pub(super) fn fields(f: &Fields<'_>) -> Markup {
    side_by_side(&html! { (f.date(&FROM)) (f.date(&TO)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as civil;

    fn wrong(query: &str) -> (Days, Option<String>, Option<String>) {
        let otherwise = Days { from: civil(2026, 10, 22), to: civil(2026, 11, 20) };
        let mut errors = Errors::new();
        let days = asked(&Form::parse(query.as_bytes()).unwrap(), otherwise, &mut errors);
        let of = |name: &str| errors.of(name).map(|message| message.id().to_owned());
        (days, of("fran"), of("till"))
    }

    #[test]
    fn a_period_is_asked_for_in_days_and_stays_within_a_year() {
        assert_eq!(wrong("").0, Days { from: civil(2026, 10, 22), to: civil(2026, 11, 20) });
        assert_eq!(wrong("fran=2026-01-01&till=2026-12-31").1, None);
        assert_eq!(wrong("fran=2026-11-21").2.as_deref(), Some("audit-to-before"));
        assert_eq!(wrong("fran=2025-01-01").1.as_deref(), Some("audit-period-long"));
        assert_eq!(wrong("fran=0001-01-01&till=9999-12-31").1.as_deref(), Some("audit-period-long"));
        assert_eq!(wrong("fran=i+går").1.as_deref(), Some("web-date-wrong"));
    }
}
