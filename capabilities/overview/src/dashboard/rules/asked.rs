//! What was asked for: a unit or all of one's own, and a period.

use behorig_access::UnitId;
use behorig_web::{Errors, FieldName, Form, Message, field, forms};
use jiff::civil::Date;

use super::{Days, LONGEST, Period};

/// The field of the unit; empty for all that one holds.
pub(crate) static UNIT: FieldName = field("enhet", "dashboard-unit");
/// The field of the period.
pub(crate) static PERIOD: FieldName = field("period", "dashboard-period");
/// The fields of days of one's own.
pub(crate) static FROM: FieldName = field("fran", "dashboard-from");
pub(crate) static TO: FieldName = field("till", "dashboard-to");

/// A unit, or all that one holds, and the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The unit with its branch below; none for all that one holds.
    pub unit: Option<UnitId>,
    /// As it was chosen.
    pub period: Period,
    /// Its days.
    pub days: Days,
}

impl Asked {
    /// The query that asks for the same again.
    pub(crate) fn query(self) -> String {
        let mut query = String::from("?");
        if let Some(unit) = self.unit {
            query.push_str(&format!("{}={unit}&", UNIT.name));
        }
        query.push_str(&format!("{}={}", PERIOD.name, self.period.key()));
        if self.period == Period::Between {
            query.push_str(&format!("&{}={}&{}={}", FROM.name, self.days.from, TO.name, self.days.to));
        }
        query
    }
}

/// What a query asks for; nothing chosen is the last 30 days of all that one holds. The unit is read by itself: one that is none leads
/// nowhere, and that is no error of a form.
///
/// # Errors
/// What is wrong with the days, beside their fields.
pub(crate) fn read_asked(form: &Form, unit: Option<UnitId>, today: Date) -> Result<Asked, Errors> {
    let period = Period::from_key(form.value(&PERIOD.name)).unwrap_or(Period::Last30Days);
    if let Some(days) = period.days(today) {
        return Ok(Asked { unit, period, days });
    }
    let mut errors = Errors::new();
    let from = form.required(&FROM, forms::date, &mut errors);
    let to = form.required(&TO, forms::date, &mut errors);
    if let (Some(from), Some(to)) = (from, to) {
        let days = Days { from, to };
        if from > to {
            errors.add(&TO, "dashboard-error-order");
        } else if days.count() > LONGEST {
            errors.add(&TO, Message::new("dashboard-error-long").with("days", i64::from(LONGEST)));
        } else {
            return Ok(Asked { unit, period, days });
        }
    }
    Err(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 22);

    fn asked(query: &str) -> Result<Asked, Vec<(String, String)>> {
        let form = Form::parse(query.as_bytes()).unwrap();
        read_asked(&form, None, TODAY)
            .map_err(|errors| errors.iter().map(|one| (one.field.to_string(), one.message.id().to_owned())).collect())
    }

    fn wrong(query: &str) -> Vec<(String, String)> {
        asked(query).unwrap_err()
    }

    #[test]
    fn nothing_chosen_is_the_last_thirty_days_and_so_is_a_period_that_is_none() {
        for query in ["", "period=", "period=alltid"] {
            assert_eq!(asked(query).unwrap().period, Period::Last30Days, "{query}");
        }
    }

    #[test]
    fn days_of_ones_own_are_in_order_and_at_most_a_year() {
        let year = asked("period=egen&fran=2025-11-22&till=2026-11-22").unwrap();
        assert_eq!(year.days.count(), 366);
        assert_eq!(
            wrong("period=egen&fran=2025-11-21&till=2026-11-22"),
            [("till".into(), "dashboard-error-long".into())]
        );
        assert_eq!(
            wrong("period=egen&fran=2026-11-22&till=2026-11-21"),
            [("till".into(), "dashboard-error-order".into())]
        );
        assert_eq!(wrong("period=egen&fran=2026-02-30&till=2026-11-21"), [("fran".into(), "web-date-wrong".into())]);
        let missing = wrong("period=egen");
        assert_eq!(missing.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["fran", "till"]);
    }

    #[test]
    fn what_was_asked_can_be_asked_again() {
        for query in ["period=kvartal", "period=egen&fran=2026-01-01&till=2026-01-31"] {
            let first = asked(query).unwrap();
            assert_eq!(asked(first.query().trim_start_matches('?')), Ok(first));
        }
    }
}
