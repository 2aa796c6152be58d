use super::*;
use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

fn weekdays(days: &[Weekday]) -> Weekdays {
    days.iter().fold(Weekdays::default(), |set, day| set.with(*day))
}

fn daily(from: Date, start: i64, length: i64) -> Recurrence {
    Recurrence { weekdays: Weekdays::EVERY_DAY, every_weeks: 1, from, to: None, start, window_to: None, length }
}

fn days_of(plan: &Recurrence, from: Date, to: Date) -> Vec<Date> {
    occasions(plan, &[], from, to).map(|one| one.day).collect()
}

fn wall(at: Instant) -> String {
    behorig_web::format::local(at.0).strftime("%Y-%m-%d %H:%M").to_string()
}

#[test]
fn every_second_week_is_counted_from_the_first_days_week_across_a_week_53() {
    let first = date(2026, 12, 23);
    let plan = Recurrence { every_weeks: 2, weekdays: weekdays(&[Weekday::Wednesday]), ..daily(first, 480, 30) };
    // 2026 has a week 53: from week 52 two weeks on is week 1.
    assert_eq!(days_of(&plan, first, date(2027, 1, 31)), [first, date(2027, 1, 6), date(2027, 1, 20)]);
}

#[test]
fn a_first_day_late_in_its_week_leaves_out_the_days_before_it_and_keeps_the_count() {
    let first = date(2026, 11, 20);
    let plan =
        Recurrence { every_weeks: 2, weekdays: weekdays(&[Weekday::Monday, Weekday::Friday]), ..daily(first, 480, 30) };
    let expected = [first, date(2026, 11, 30), date(2026, 12, 4)];
    assert_eq!(days_of(&plan, date(2026, 11, 1), date(2026, 12, 6)), expected);
}

#[test]
fn the_last_day_has_its_visit_and_the_day_after_has_none() {
    let plan = Recurrence { to: Some(date(2027, 2, 28)), ..daily(date(2027, 2, 27), 480, 30) };
    assert_eq!(days_of(&plan, date(2027, 2, 1), date(2027, 4, 1)), [date(2027, 2, 27), date(2027, 2, 28)]);
}

#[test]
fn a_night_visit_is_as_long_on_the_nights_when_the_clock_changes() {
    for (day, ends) in [
        (date(2027, 3, 27), "2027-03-28 04:30"),
        (date(2026, 10, 24), "2026-10-25 02:30"),
        (date(2026, 11, 24), "2026-11-25 03:30"),
    ] {
        // Five hours from half past ten: in the night of March the clock then shows one hour more, in October the hour that is
        // repeated shows it for the second time.
        let plan = daily(day, 22 * 60 + 30, 300);
        let one = occasions(&plan, &[], day, day).next().unwrap();
        assert_eq!(one.to.millis_since(one.from), 300 * 60_000, "{day}");
        assert_eq!(wall(one.to), ends, "{day}");
    }
}

#[test]
fn a_start_that_the_clock_leaps_over_moves_forward_and_of_a_repeated_hour_the_first_is_meant() {
    let start_on = |day| occasions(&daily(day, 2 * 60 + 30, 60), &[], day, day).next().unwrap();
    assert_eq!(wall(start_on(date(2027, 3, 28)).from), "2027-03-28 03:30");
    let repeated = start_on(date(2026, 10, 25));
    assert_eq!(wall(repeated.from), "2026-10-25 02:30");
    // An hour later the clock shows the same again.
    assert_eq!(wall(repeated.to), "2026-10-25 02:30");
}

#[test]
fn a_visit_across_midnight_belongs_to_the_day_on_which_it_begins() {
    let plan = daily(date(2026, 12, 31), 23 * 60 + 45, 30);
    let one = occasions(&plan, &[], date(2026, 12, 31), date(2026, 12, 31)).next().unwrap();
    assert_eq!(one.day, date(2026, 12, 31));
    assert_eq!(wall(one.to), "2027-01-01 00:15");
}

#[test]
fn paused_days_keep_their_visits_and_say_that_they_are_paused() {
    let plan = daily(date(2026, 11, 20), 480, 30);
    let pauses = [Pause { from: date(2026, 11, 22), to: Some(date(2026, 11, 23)) }];
    let paused: Vec<bool> =
        occasions(&plan, &pauses, date(2026, 11, 21), date(2026, 11, 24)).map(|one| one.paused).collect();
    assert_eq!(paused, [false, true, true, false]);
    assert!(Pause { from: date(2026, 11, 22), to: None }.covers(date(2030, 1, 1)));
}

#[test]
fn what_cannot_recur_is_told_with_every_reason_at_once() {
    let good = daily(date(2026, 11, 20), 480, 30);
    assert_eq!(good.check(), Ok(()));
    let bad = Recurrence {
        weekdays: Weekdays::default(),
        every_weeks: 0,
        to: Some(date(2026, 11, 19)),
        start: 1_440,
        length: 0,
        ..good
    };
    use RecurrenceError as E;
    assert_eq!(bad.check(), Err(vec![E::NoWeekday, E::EveryWeeks, E::EndsBeforeItBegins, E::Start, E::Length]));
    assert_eq!(Recurrence { every_weeks: 10_000, ..good }.check(), Err(vec![E::EveryWeeks]));
    assert_eq!(Recurrence { window_to: Some(479), ..good }.check(), Err(vec![E::Window]));
    assert_eq!(Recurrence { window_to: Some(1_440), ..good }.check(), Err(vec![E::Window]));
    assert_eq!(days_of(&bad, date(2026, 11, 1), date(2026, 12, 1)), []);
}

#[test]
fn a_visit_that_would_still_go_on_when_the_next_begins_is_refused() {
    let overlaps = Err(vec![RecurrenceError::OverlapsItself]);
    let at = |length| daily(date(2026, 11, 20), 480, length);
    assert_eq!(at(24 * 60).check(), overlaps);
    assert_eq!(at(23 * 60).check(), Ok(()));
    assert_eq!(Recurrence { window_to: Some(540), ..at(23 * 60) }.check(), overlaps);
    // On Mondays alone there is room for a day and a night.
    assert_eq!(Recurrence { weekdays: weekdays(&[Weekday::Monday]), ..at(24 * 60) }.check(), Ok(()));
    // From Sunday to the next Monday is one day.
    let sunday_and_monday = weekdays(&[Weekday::Sunday, Weekday::Monday]);
    assert_eq!(Recurrence { weekdays: sunday_and_monday, ..at(24 * 60) }.check(), overlaps);
    assert_eq!(Recurrence { weekdays: sunday_and_monday, every_weeks: 2, ..at(24 * 60) }.check(), Ok(()));
}

prop_compose! {
    fn any_plan()(
        bits in 1..128_i64, every_weeks in 1..=6_i64, first in 0..1_200_i32, lasts in proptest::option::of(0..900_i32),
        start in 0..1_440_i64, length in SHORTEST..=LONGEST,
    ) -> Recurrence {
        let from = date(2025, 1, 1).saturating_add(first.days());
        let to = lasts.map(|days| from.saturating_add(days.days()));
        Recurrence { weekdays: Weekdays::from_bits(bits).unwrap(), every_weeks, from, to, start, window_to: None, length }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_visits_of_two_ranges_side_by_side_are_those_of_the_whole(
        plan in any_plan(), begins in 0..1_500_i32, first in 0..400_i32, second in 0..400_i32,
    ) {
        let from = date(2025, 1, 1).saturating_add(begins.days());
        let middle = from.saturating_add(first.days());
        let to = middle.saturating_add((1 + second).days());
        let halves: Vec<Occasion> = occasions(&plan, &[], from, middle)
            .chain(occasions(&plan, &[], middle.tomorrow().unwrap(), to))
            .collect();
        prop_assert_eq!(halves, occasions(&plan, &[], from, to).collect::<Vec<_>>());
    }

    #[test]
    fn every_visit_is_as_long_as_decided_on_a_chosen_weekday_of_a_chosen_week_within_the_days(plan in any_plan()) {
        let (from, to) = (date(2025, 1, 1), date(2029, 12, 31));
        let mut before: Option<Occasion> = None;
        for one in occasions(&plan, &[], from, to) {
            prop_assert_eq!(one.to.millis_since(one.from), plan.length * 60_000);
            prop_assert!(plan.weekdays.contains(one.day.weekday()));
            prop_assert!(one.day >= plan.from && plan.to.is_none_or(|to| one.day <= to));
            prop_assert_eq!(week_of(one.day).weeks_since(week_of(plan.from)) % plan.every_weeks as i32, 0);
            prop_assert_eq!(behorig_web::format::local(one.from.0).date(), one.day);
            if let Some(before) = before {
                prop_assert!(before.day < one.day);
                prop_assert!(plan.check().is_err() || before.to <= one.from);
            }
            before = Some(one);
        }
    }

    #[test]
    fn a_day_that_a_changed_plan_leaves_out_had_a_visit_has_none_and_is_not_after_the_end(
        before in any_plan(), after in any_plan(), days in 0..1_600_i32,
    ) {
        let day = date(2025, 1, 1).saturating_add(days.days());
        let has = |plan: &Recurrence| !days_of(plan, day, day).is_empty();
        let is_over = after.to.is_some_and(|to| day > to);
        prop_assert_eq!(after.leaves_out(&before, day), has(&before) && !has(&after) && !is_over);
        prop_assert!(!before.leaves_out(&before, day));
    }

    #[test]
    fn weekdays_are_read_back_from_their_bits(bits in 0..128_i64) {
        let set = Weekdays::from_bits(bits).unwrap();
        prop_assert_eq!(set.bits(), bits);
        prop_assert_eq!(set.iter().count() as i64, set.count());
        prop_assert_eq!(set.iter().fold(Weekdays::default(), Weekdays::with), set);
        prop_assert_eq!(Weekdays::from_bits(bits + 128), None);
    }
}
