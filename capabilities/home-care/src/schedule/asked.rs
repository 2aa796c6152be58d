//! What somebody asks of the schedule page: how many weeks, from which, how they are shown.

use behorig_visit::PageError;
use behorig_web::forms::number;
use behorig_web::{Errors, FieldName, Form, field};
use jiff::civil::Date;

use super::grid::{WEEKS, WEEKS_UNASKED, Weeks};
use super::read::Choice;
use crate::rules::weeks::IsoWeek;

/// How many weeks.
pub(super) static COUNT: FieldName = field("veckor", "home-care-schedule-count");
/// As a table or as a calendar.
pub(super) static VIEW: FieldName = field("visa", "home-care-schedule-view");
/// Which columns, for staff.
pub(super) static COLUMNS: FieldName = field("kolumner", "home-care-schedule-columns");
/// The first week, where it is not this one.
pub(super) const FROM: &str = "fran";

/// How the weeks are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum View {
    /// As a table.
    #[default]
    Table,
    /// As a calendar shows weeks.
    Week,
}

impl View {
    pub(super) const ALL: [Self; 2] = [Self::Table, Self::Week];

    /// As an address says it.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Table => "tabell",
            Self::Week => "vecka",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.key() == key)
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// Which weeks.
    pub weeks: Weeks,
    /// How they are shown.
    pub view: View,
    /// Which columns staff see.
    pub choice: Choice,
}

impl Asked {
    /// What an address asks for on a day: the form as it is shown again, and what is asked or what is wrong with it.
    ///
    /// # Errors
    /// [`PageError::TooLarge`] for more than any form of ours asks.
    pub(super) fn of(query: Option<&str>, today: Date) -> Result<(Form, Result<Self, Errors>), PageError> {
        let mut form = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
        if !form.has(&COUNT.name) {
            form.fill(&COUNT, WEEKS_UNASKED.to_string());
        }
        let mut errors = Errors::new();
        let count = form.required(&COUNT, number(WEEKS), &mut errors).and_then(|count| u8::try_from(count).ok());
        // A week or a view that there is none of was never ours to offer: then it is the first.
        let first: Option<IsoWeek> = form.value(FROM).parse().ok();
        let view = View::from_key(form.value(&VIEW.name)).unwrap_or_default();
        let choice = Choice::from_key(form.value(&COLUMNS.name)).unwrap_or_default();
        let asked = match count.filter(|_| errors.is_empty()) {
            Some(count) => Ok(Self { weeks: Weeks::from(today, first, count), view, choice }),
            None => Err(errors),
        };
        Ok((form, asked))
    }

    /// The same, as an address asks for it.
    pub(super) fn query(self) -> String {
        self.query_from(Some(self.weeks.first()))
    }

    /// The same from another week on; from this week, whichever it is then, where none is given.
    pub(super) fn query_from(self, first: Option<IsoWeek>) -> String {
        let mut query =
            format!("?veckor={}&visa={}&kolumner={}", self.weeks.count(), self.view.key(), self.choice.key());
        if let Some(week) = first {
            query.push_str(&format!("&{FROM}={week}"));
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 20);

    fn asked(query: &str) -> Result<Asked, String> {
        let (_, asked) = Asked::of(Some(query), TODAY).unwrap();
        asked.map_err(|errors| errors.of("veckor").map(|message| message.id().to_owned()).unwrap_or_default())
    }

    #[test]
    fn unasked_it_is_two_weeks_from_this_one_as_a_table() {
        let (_, asked) = Asked::of(None, TODAY).unwrap();
        let asked = asked.unwrap();
        assert_eq!((asked.weeks.count(), asked.view, asked.choice), (2, View::Table, Choice::Plan));
        assert_eq!(asked.weeks.first_day(), date(2026, 11, 16));
    }

    #[test]
    fn from_one_to_fifty_two_weeks_can_be_asked_for_and_nothing_else() {
        for good in ["1", "52", " 8 "] {
            assert!(asked(&format!("veckor={}", good.replace(' ', "+"))).is_ok(), "{good}");
        }
        for wrong in ["0", "53", "10000", "-1", "tre", "1.5", "99999999999999999999"] {
            assert_eq!(asked(&format!("veckor={wrong}")), Err("web-number-wrong".to_owned()), "{wrong}");
        }
        assert_eq!(asked("veckor="), Err("web-missing".to_owned()));
    }

    #[test]
    fn what_was_typed_wrongly_is_still_there() {
        let (form, asked) = Asked::of(Some("veckor=53&visa=vecka"), TODAY).unwrap();
        assert!(asked.is_err());
        assert_eq!((form.value("veckor"), form.value("visa")), ("53", "vecka"));
    }

    proptest! {
        #[test]
        fn what_is_asked_for_is_asked_for_again_by_its_own_address(
            count in 1..=52_i64, week in -60..60_i32, view in 0..2_usize, choice in 0..3_usize,
        ) {
            let first = crate::rules::weeks::week_of(TODAY).plus(week);
            let (view, choice) = (View::ALL[view], Choice::ALL[choice]);
            let query = format!("veckor={count}&visa={}&kolumner={}&fran={first}", view.key(), choice.key());
            let asked = asked(&query).unwrap();
            prop_assert_eq!((asked.view, asked.choice), (view, choice));
            let (_, again) = Asked::of(asked.query().strip_prefix('?'), TODAY).unwrap();
            prop_assert_eq!(again.unwrap(), asked);
        }
    }
}
