//! A schedule in words: weeks, times of day, and what stands under each column. Page, print, PDF and phone all say it by these.

use std::borrow::Cow;

use behorig_access::Instant;
use behorig_web::components::Tone;
use behorig_web::{Lang, format};
use jiff::civil::Date;

use super::grid::{ClockChange, Hour, Weeks, clock_change, of_two_hours};
use crate::records::PlannedVisit;
use crate::rules::columns::ScheduleColumn;
use crate::rules::visit_state::VisitState;
use crate::rules::weeks::IsoWeek;

/// `Vecka 48, 23–29 november`; both months and both years where the week goes from one to the next.
pub(super) fn week(lang: Lang, week: IsoWeek) -> Cow<'static, str> {
    let (monday, sunday) = (week.monday(), week.sunday());
    let month = |day: Date| format::month(lang, day);
    let end = format!("{}\u{a0}{}", sunday.day(), month(sunday));
    let dates = if monday.month() == sunday.month() {
        format!("{}–{end}", monday.day())
    } else if monday.year() == sunday.year() {
        format!("{}\u{a0}{}–{end}", monday.day(), month(monday))
    } else {
        format!("{}\u{a0}{} {}–{end} {}", monday.day(), month(monday), monday.year(), sunday.year())
    };
    lang.tr("home-care-schedule-week", &[("week", week.number().to_string().into()), ("dates", dates.into())])
}

/// `måndag 23 november`.
pub(super) fn day(lang: Lang, day: Date) -> String {
    format!("{} {}\u{a0}{}", format::weekday(lang, day.weekday()), day.day(), format::month(lang, day))
}

/// From which day to which.
pub(super) fn period(lang: Lang, weeks: Weeks) -> String {
    format::period(lang, weeks.first_day(), Some(weeks.last_day()))
}

/// That the clock is changed on a day, and which way.
pub(super) fn clock_change_on(lang: Lang, day: Date) -> Option<Cow<'static, str>> {
    let id = match clock_change(day)? {
        ClockChange::Forward => "home-care-schedule-clock-forward",
        ClockChange::Back => "home-care-schedule-clock-back",
    };
    Some(lang.tr(id, &[("day", self::day(lang, day).into())]))
}

/// `07.30`, `07:30`; in the night when the same time comes twice, with the word for which of them it is.
pub(super) fn clock(lang: Lang, at: Instant) -> String {
    let local = format::local(at.0);
    let dot = match lang {
        Lang::Sv => '.',
        Lang::En => ':',
    };
    let time = format!("{:02}{dot}{:02}", local.hour(), local.minute());
    match of_two_hours(at) {
        None => time,
        Some(Hour::Summer) => lang.tr("home-care-schedule-summer", &[("time", time.into())]).into_owned(),
        Some(Hour::Winter) => lang.tr("home-care-schedule-winter", &[("time", time.into())]).into_owned(),
    }
}

/// A time of day, with a word for it where it is not on the day that it stands under.
pub(super) fn clock_seen_from(lang: Lang, at: Instant, day: Date) -> String {
    let (time, on) = (clock(lang, at), format::local(at.0).date());
    if on == day {
        time
    } else if day.tomorrow().is_ok_and(|next| next == on) {
        lang.tr("home-care-schedule-next-day", &[("time", time.into())]).into_owned()
    } else {
        format!("{on} {time}")
    }
}

/// What stands under a column for a visit. `staff` is who makes it, as the reader may know them.
pub(super) fn cell(lang: Lang, column: ScheduleColumn, visit: &PlannedVisit, staff: &str) -> String {
    let (planned, performed) = (visit.planned_minutes(), visit.performed_minutes());
    let moment = |at: Option<Instant>| at.map(|at| clock_seen_from(lang, at, visit.day)).unwrap_or_default();
    let amount = |amount: Option<i64>| amount.map(|amount| format::number(lang, amount)).unwrap_or_default();
    match column {
        ScheduleColumn::Date => format::date(visit.day),
        ScheduleColumn::Weekday => format::weekday(lang, visit.day.weekday()).to_owned(),
        ScheduleColumn::PlannedStart => moment(Some(visit.planned_from)),
        ScheduleColumn::PlannedStop => moment(Some(visit.planned_to)),
        ScheduleColumn::Minutes => amount(Some(planned)),
        ScheduleColumn::Interventions => visit.interventions.join(", "),
        ScheduleColumn::Staff => staff.to_owned(),
        ScheduleColumn::StaffCount => amount(Some(visit.staff_needed)),
        ScheduleColumn::State => lang.t(visit.state.text()).into_owned(),
        ScheduleColumn::Deviation => visit.deviation.map(|why| lang.t(why.text()).into_owned()).unwrap_or_default(),
        ScheduleColumn::Note => visit.note.clone().unwrap_or_default(),
        ScheduleColumn::PerformedStart => moment(visit.performed_from),
        ScheduleColumn::PerformedStop => moment(visit.performed_to),
        ScheduleColumn::PerformedMinutes => amount(performed),
        ScheduleColumn::GrantedMinutes => amount(Some(visit.granted_minutes)),
        ScheduleColumn::Difference => amount(performed.map(|performed| performed - planned)),
    }
}

/// Whether what stands under a column is a number.
pub(super) const fn is_number(column: ScheduleColumn) -> bool {
    matches!(
        column,
        ScheduleColumn::Minutes
            | ScheduleColumn::StaffCount
            | ScheduleColumn::PerformedMinutes
            | ScheduleColumn::GrantedMinutes
            | ScheduleColumn::Difference
    )
}

/// Whether what stands under a column is short and must not be broken over lines.
pub(super) const fn is_short(column: ScheduleColumn) -> bool {
    matches!(column, ScheduleColumn::Date | ScheduleColumn::Weekday | ScheduleColumn::PlannedStart)
}

/// How a visit's state looks. What did not come about stands out.
pub(super) const fn tone(state: VisitState) -> Tone {
    match state {
        VisitState::Planned => Tone::Neutral,
        VisitState::Ongoing => Tone::Info,
        VisitState::Performed => Tone::Good,
        VisitState::Absent | VisitState::Declined | VisitState::Cancelled | VisitState::Paused => Tone::Warning,
    }
}

/// The initials of a name: `Anna Ek` is `AE`.
pub(super) fn initials(given: &str, family: &str) -> String {
    [given, family].iter().filter_map(|name| name.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::weeks::week_of;
    use jiff::civil::date;

    /// A minute in milliseconds.
    const MINUTE: i64 = 60_000;

    fn install() {
        behorig_web::texts::install(&[behorig_web::TEXTS, behorig_visit::TEXTS, crate::TEXTS]).unwrap();
    }

    #[test]
    fn a_week_names_its_months_and_its_years_where_it_has_two() {
        install();
        let says = |day| week(Lang::Sv, week_of(day)).replace('\u{a0}', " ");
        assert_eq!(says(date(2026, 11, 25)), "Vecka 48, 23–29 november");
        assert_eq!(says(date(2026, 12, 1)), "Vecka 49, 30 november–6 december");
        assert_eq!(says(date(2027, 1, 1)), "Vecka 53, 28 december 2026–3 januari 2027");
    }

    #[test]
    fn the_hour_that_comes_twice_says_which_it_is() {
        install();
        let midnight = date(2027, 10, 31).to_zoned(format::stockholm().clone()).unwrap().timestamp().as_millisecond();
        let at = |minutes: i64| clock(Lang::Sv, Instant(midnight + minutes * MINUTE));
        assert_eq!(at(90), "01.30");
        assert_eq!(at(150), "02.30 (sommartid)");
        assert_eq!(at(210), "02.30 (vintertid)");
        assert_eq!(at(270), "03.30");
    }

    #[test]
    fn the_end_of_a_night_visit_says_that_it_is_the_next_day() {
        install();
        let day = date(2026, 11, 23);
        let midnight = date(2026, 11, 24).to_zoned(format::stockholm().clone()).unwrap().timestamp().as_millisecond();
        assert_eq!(clock_seen_from(Lang::Sv, Instant(midnight + 30 * MINUTE), day), "00.30 (nästa dag)");
        assert_eq!(clock_seen_from(Lang::En, Instant(midnight - 30 * MINUTE), day), "23:30");
    }

    #[test]
    fn a_relative_learns_initials() {
        assert_eq!(initials("Åsa", "Öberg"), "ÅÖ");
        assert_eq!(initials("", "Ek"), "E");
    }
}
