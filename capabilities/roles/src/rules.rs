//! What holds for roles and for the period of a grant, whoever asks: pure, the time is passed in.

use behorig_access::{Instant, Period, RoleError, RoleKind, Service};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Services that belong together on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceGroup {
    /// The text id of its heading.
    pub heading: &'static str,
    /// The numbers it begins and ends with; some groups were added to.
    numbers: &'static [(u16, u16)],
}

impl ServiceGroup {
    /// The groups, in the order in which they are shown; every service is in one of them.
    pub const ALL: [Self; 7] = [
        Self { heading: "roles-group-home-care", numbers: &[(0, 376), (413, 417)] },
        Self { heading: "roles-group-users", numbers: &[(377, 393)] },
        Self { heading: "roles-group-roles", numbers: &[(394, 395)] },
        Self { heading: "roles-group-orders", numbers: &[(396, 400), (418, 424)] },
        Self { heading: "roles-group-residents", numbers: &[(401, 409)] },
        Self { heading: "roles-group-overview", numbers: &[(410, 411)] },
        Self { heading: "roles-group-units", numbers: &[(412, 412), (425, u16::MAX)] },
    ];

    /// The group that a service stands in.
    #[must_use]
    pub fn of(service: Service) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.holds(service))
    }

    /// Its services, by number.
    pub fn services(self) -> impl Iterator<Item = Service> {
        Service::ALL.iter().copied().filter(move |service| self.holds(*service))
    }

    fn holds(self, service: Service) -> bool {
        let number = service.number();
        self.numbers.iter().any(|(first, last)| (*first..=*last).contains(&number))
    }
}

/// A field of the form of a role, as far as an error belongs to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleField {
    /// The name.
    Name,
    /// *Daglig planering*.
    DailyPlanning,
    /// The services.
    Services,
    /// The roles that holders may give.
    Gives,
}

/// Where an error is told, and its text id.
#[must_use]
pub fn told_at(error: &RoleError) -> (RoleField, &'static str) {
    match error {
        RoleError::NameMissing => (RoleField::Name, "roles-error-name-missing"),
        RoleError::NameTooLong => (RoleField::Name, "roles-error-name-too-long"),
        RoleError::NameUnprintable => (RoleField::Name, "roles-error-name-unprintable"),
        RoleError::DailyPlanningNotForRelatives => (RoleField::DailyPlanning, "roles-error-planning-relatives"),
        RoleError::DailyPlanningNotForResidents => (RoleField::DailyPlanning, "roles-error-planning-residents"),
        RoleError::ServiceOfOtherKind(..) => (RoleField::Services, "roles-error-service-of-other-kind"),
        RoleError::CannotGive(_) => (RoleField::Gives, "roles-error-cannot-give"),
    }
}

/// Why the days of a grant make no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// It would begin before today: nobody is given a right for a time that has been.
    #[error("a grant begins today at the earliest")]
    BeginsInThePast,
    /// It would end before it begins.
    #[error("a grant ends on the day that it begins, at the earliest")]
    EndsBeforeItBegins,
    /// A day that no calendar of ours has.
    #[error("the day lies outside the calendar")]
    OutsideTheCalendar,
}

/// The period from one day to another, both included, as a wall clock in `zone` has them. From today it holds at once; without
/// a last day it holds until further notice.
///
/// # Errors
/// The first [`PeriodError`] found.
pub fn period(from: Option<Date>, to: Option<Date>, now: Instant, zone: &TimeZone) -> Result<Period, PeriodError> {
    let today = jiff::Timestamp::from_millisecond(now.0)
        .map_err(|_| PeriodError::OutsideTheCalendar)?
        .to_zoned(zone.clone())
        .date();
    let begins = from.unwrap_or(today);
    if begins < today {
        return Err(PeriodError::BeginsInThePast);
    }
    if to.is_some_and(|to| to < begins) {
        return Err(PeriodError::EndsBeforeItBegins);
    }
    let from = if begins == today { now } else { midnight(begins, zone)? };
    let to = match to {
        Some(last) => Some(midnight(last.tomorrow().map_err(|_| PeriodError::OutsideTheCalendar)?, zone)?),
        None => None,
    };
    Ok(Period { from, to })
}

fn midnight(day: Date, zone: &TimeZone) -> Result<Instant, PeriodError> {
    let start = day.to_zoned(zone.clone()).map_err(|_| PeriodError::OutsideTheCalendar)?;
    Ok(Instant(start.timestamp().as_millisecond()))
}

/// Where a grant stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// It holds now.
    Live,
    /// It has not begun.
    Coming,
    /// It is over.
    Ended,
}

/// Where a period stands now.
#[must_use]
pub fn life(period: Period, now: Instant) -> Life {
    if period.is_over_at(now) {
        Life::Ended
    } else if period.holds_at(now) {
        Life::Live
    } else {
        Life::Coming
    }
}

/// Whether one period holds all through another.
#[must_use]
pub fn covers(wide: Period, narrow: Period) -> bool {
    let lasts = match (wide.to, narrow.to) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wide), Some(narrow)) => narrow <= wide,
    };
    wide.from <= narrow.from && lasts
}

/// What a tick asks for, when the box was shown as `before` and came back as `after`. A box that its sender did not touch asks
/// for nothing, whatever someone else has done in the meantime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TickAsks {
    /// Give the role.
    Give,
    /// End it.
    End,
    /// Leave it as it is.
    Nothing,
}

/// What a tick asks for.
#[must_use]
pub const fn tick_asks(before: bool, after: bool) -> TickAsks {
    match (before, after) {
        (false, true) => TickAsks::Give,
        (true, false) => TickAsks::End,
        _ => TickAsks::Nothing,
    }
}

/// Whether the kind of a role may be changed: not while someone holds, held or will hold it, since their grants were given to
/// holders of the old kind.
#[must_use]
pub fn may_change_kind(old: RoleKind, new: RoleKind, in_use: bool) -> bool {
    old == new || !in_use
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn stockholm() -> TimeZone {
        TimeZone::get("Europe/Stockholm").unwrap()
    }

    /// 2026-11-21 13:30 UTC.
    const NOW: Instant = Instant(1_795_267_800_000);

    #[test]
    fn every_service_stands_under_one_heading_and_no_heading_is_empty() {
        for service in Service::ALL {
            let groups = ServiceGroup::ALL.iter().filter(|group| group.holds(*service)).count();
            assert_eq!(groups, 1, "{service:?}");
        }
        for group in ServiceGroup::ALL {
            assert!(Service::ALL.iter().any(|service| ServiceGroup::of(*service) == Some(group)), "{}", group.heading);
        }
    }

    #[test]
    fn a_grant_from_today_holds_at_once_and_through_its_last_day() {
        let today = date(2026, 11, 21);
        let granted = period(Some(today), Some(today), NOW, &stockholm()).unwrap();
        assert!(granted.holds_at(NOW));
        let last_minute = Instant(NOW.0 + (9 * 60 + 29) * 60_000);
        assert!(granted.holds_at(last_minute), "until midnight in Stockholm");
        assert!(!granted.holds_at(last_minute.plus_millis(60_000)));
        assert_eq!(period(None, None, NOW, &stockholm()), Ok(Period::until_further_notice(NOW)));
    }

    #[test]
    fn no_grant_begins_yesterday_or_ends_before_it_begins() {
        let day = |d| Some(date(2026, 11, d));
        assert_eq!(period(day(20), None, NOW, &stockholm()), Err(PeriodError::BeginsInThePast));
        assert_eq!(period(day(25), day(24), NOW, &stockholm()), Err(PeriodError::EndsBeforeItBegins));
        assert_eq!(period(None, day(20), NOW, &stockholm()), Err(PeriodError::EndsBeforeItBegins));
        assert_eq!(period(None, Some(Date::MAX), NOW, &stockholm()), Err(PeriodError::OutsideTheCalendar));
    }

    #[test]
    fn the_kind_of_a_role_in_use_stays() {
        assert!(may_change_kind(RoleKind::Staff, RoleKind::Relative, false));
        assert!(!may_change_kind(RoleKind::Staff, RoleKind::Relative, true));
        assert!(may_change_kind(RoleKind::Staff, RoleKind::Staff, true));
    }

    proptest! {
        #[test]
        fn a_period_that_covers_another_holds_whenever_the_other_does(
            wide in (0..20_i64, proptest::option::of(0..20_i64)), narrow in (0..20_i64, proptest::option::of(0..20_i64)),
        ) {
            let made = |(from, to): (i64, Option<i64>)| Period { from: Instant(from), to: to.map(Instant) };
            let (wide, narrow) = (made(wide), made(narrow));
            if covers(wide, narrow) {
                for at in (0..30).map(Instant).filter(|at| narrow.holds_at(*at)) {
                    prop_assert!(wide.holds_at(at));
                }
            }
        }

        #[test]
        fn an_untouched_tick_never_changes_a_right(ticked: bool) {
            prop_assert_eq!(tick_asks(ticked, ticked), TickAsks::Nothing);
        }

        #[test]
        fn days_that_make_a_period_hold_on_each_of_them_and_not_after(
            from in 0..800_i64, length in 0..800_i64, probe in -10..1700_i64,
        ) {
            let day = |offset: i64| date(2026, 11, 21).checked_add(jiff::Span::new().days(offset)).unwrap();
            let granted = period(Some(day(from)), Some(day(from + length)), NOW, &stockholm()).unwrap();
            let noon = day(probe).at(12, 0, 0, 0).to_zoned(stockholm()).unwrap().timestamp().as_millisecond();
            // The first moment of a grant from today is now, half past two.
            let at = if probe == 0 { NOW } else { Instant(noon) };
            prop_assert_eq!(granted.holds_at(at), (from..=from + length).contains(&probe));
            let expected = if probe < from { Life::Coming } else if probe <= from + length { Life::Live } else { Life::Ended };
            prop_assert_eq!(life(granted, at), expected);
        }
    }
}
