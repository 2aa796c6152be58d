use super::*;
use crate::rules::times::instant_of;
use jiff::civil::{date, time};
use proptest::prelude::*;

const NINE: Instant = Instant(1_795_161_600_000);

/// A visit from nine to half past nine, 2026-11-20 in Stockholm.
fn planned(places: i64) -> Course {
    Course {
        state: VisitState::Planned,
        day: date(2026, 11, 20),
        planned_from: NINE,
        planned_to: NINE.plus_millis(30 * MINUTE),
        stays: (1..=places).map(|place| (place, Stay::default())).collect(),
        ticks: BTreeMap::from([("Dusch".to_owned(), false), ("Frukost".to_owned(), false)]),
        performed: None,
    }
}

fn later(minutes: i64) -> Instant {
    NINE.plus_millis(minutes * MINUTE)
}

fn stop(place: i64) -> Step {
    Step::Stop { place, at: None, last: false }
}

#[test]
fn a_visit_is_begun_on_its_day_and_neither_before_nor_after() {
    assert_eq!(instant_of(date(2026, 11, 20), time(9, 0, 0, 0)), Some(NINE));
    let visit = planned(1);
    let start = |at| visit.take(&Step::Start(1), at).map(|next| next.state);
    assert_eq!(start(NINE), Ok(VisitState::Ongoing));
    assert_eq!(start(later(-24 * 60)), Err(Wrong::TooEarly));
    assert_eq!(start(later(-10 * 60 - 1)), Err(Wrong::TooEarly), "a minute before eleven the evening before");
    assert_eq!(start(later(-10 * 60)), Ok(VisitState::Ongoing));
    assert_eq!(start(later(24 * 60)), Err(Wrong::TooLate));
    for state in [VisitState::Cancelled, VisitState::Paused, VisitState::Declined, VisitState::Absent] {
        let gone = Course { state, ..planned(1) };
        assert_eq!(gone.take(&Step::Start(1), NINE), Err(Wrong::Stands(state)));
    }
}

#[test]
fn nobody_begins_or_leaves_twice_nor_leaves_before_coming() {
    let visit = planned(1);
    assert_eq!(visit.take(&stop(1), NINE), Err(Wrong::NotStarted));
    assert_eq!(visit.take(&Step::Start(2), NINE), Err(Wrong::NoSuchPlace));
    let ongoing = visit.take(&Step::Start(1), NINE).unwrap();
    assert_eq!(ongoing.take(&Step::Start(1), later(1)), Err(Wrong::AlreadyStarted));
    let done = ongoing.take(&stop(1), later(30)).unwrap();
    assert_eq!((done.state, done.performed), (VisitState::Performed, Some((NINE, later(30)))));
    assert_eq!(done.take(&stop(1), later(31)), Err(Wrong::AlreadyStopped));
    assert_eq!(done.take(&Step::Start(1), later(31)), Err(Wrong::AlreadyStopped));
}

#[test]
fn a_visit_of_two_is_performed_when_the_last_has_left() {
    let one = planned(2).take(&Step::Start(1), NINE).unwrap();
    let both = one.take(&Step::Start(2), later(5)).unwrap();
    let first_left = both.take(&stop(1), later(20)).unwrap();
    assert_eq!(first_left.state, VisitState::Ongoing);
    let done = first_left.take(&stop(2), later(40)).unwrap();
    assert_eq!((done.state, done.performed), (VisitState::Performed, Some((NINE, later(40)))));
    // Where the other never came, whoever was there says so.
    assert_eq!(one.take(&stop(1), later(30)).unwrap().state, VisitState::Ongoing);
    let alone = Step::Stop { place: 1, at: None, last: true };
    assert_eq!(one.take(&alone, later(30)).unwrap().state, VisitState::Performed);
}

#[test]
fn a_forgotten_stop_is_written_afterwards_and_lies_after_the_start_and_not_in_the_future() {
    let ongoing = planned(1).take(&Step::Start(1), NINE).unwrap();
    let at = |hour, minute, now| {
        let step = Step::Stop { place: 1, at: Some(time(hour, minute, 0, 0)), last: false };
        ongoing.take(&step, now).map(|done| done.performed)
    };
    let afternoon = later(6 * 60);
    assert_eq!(at(9, 35, afternoon), Ok(Some((NINE, later(35)))));
    assert_eq!(at(8, 30, afternoon), Err(Wrong::NotAfterStart));
    assert_eq!(at(9, 0, afternoon), Err(Wrong::NotAfterStart));
    assert_eq!(at(16, 0, afternoon), Err(Wrong::InTheFuture));
    let next_day = later(24 * 60);
    assert_eq!(ongoing.take(&stop(1), next_day), Err(Wrong::WhenWasThat));
    assert_eq!(at(9, 35, next_day), Ok(Some((NINE, later(35)))));
}

#[test]
fn a_start_by_mistake_is_undone_as_long_as_one_is_there() {
    let ongoing = planned(1).take(&Step::Start(1), NINE).unwrap();
    assert_eq!(ongoing.take(&Step::Undo(1), later(1)).unwrap(), planned(1));
    assert_eq!(planned(1).take(&Step::Undo(1), NINE), Err(Wrong::Stands(VisitState::Planned)));
}

#[test]
fn what_a_colleague_has_worked_is_not_called_nobody_at_home() {
    let one = planned(2).take(&Step::Start(1), NINE).unwrap();
    let left = one.take(&stop(1), later(20)).unwrap();
    assert_eq!(left.take(&Step::NotMade { declined: false }, later(21)), Err(Wrong::ColleagueWasThere));
    let declined = one.take(&Step::NotMade { declined: true }, later(2)).unwrap();
    assert_eq!((declined.state, declined.performed), (VisitState::Declined, None));
    assert!(declined.stays.values().all(|stay| !stay.is_there()));
}

#[test]
fn only_what_differs_more_than_a_quarter_of_an_hour_is_asked_about() {
    let after = |minutes| planned(1).take(&Step::Start(1), NINE).unwrap().take(&stop(1), later(minutes)).unwrap();
    assert_eq!(after(45).unexplained(), None);
    assert_eq!(after(46).unexplained(), Some(16));
    assert_eq!(after(15).unexplained(), None);
    assert_eq!(after(14).unexplained(), Some(-16));
    assert_eq!(planned(1).unexplained(), None);
}

fn any_step() -> impl Strategy<Value = Step> {
    let names = || prop::collection::vec(prop::sample::select(vec!["Dusch", "Frukost", "Extra"]), 0..3);
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<String>>();
    prop_oneof![
        3 => (0..4_i64).prop_map(Step::Start),
        1 => (1..3_i64).prop_map(Step::Undo),
        3 => (names(), names()).prop_map(move |(a, b)| Step::Tick { added: owned(a), removed: owned(b) }),
        3 => (1..3_i64, prop::option::of((0..24_i8, 0..60_i8)), any::<bool>()).prop_map(|(place, at, last)| {
            Step::Stop { place, at: at.map(|(hour, minute)| time(hour, minute, 0, 0)), last }
        }),
        1 => any::<bool>().prop_map(|declined| Step::NotMade { declined }),
    ]
}

proptest! {
    #[test]
    fn nothing_that_anybody_does_makes_a_performed_visit_without_start_and_stop_or_loses_a_tick(
        places in 1..3_i64, steps in prop::collection::vec((any_step(), 0..240_i64), 0..30),
    ) {
        let (mut visit, mut now) = (planned(places), NINE);
        for (step, waited) in steps {
            now = now.plus_millis(waited * MINUTE);
            let Ok(next) = visit.take(&step, now) else { continue };
            prop_assert!(next.state == visit.state || visit.state.may_become(next.state), "{:?}", step);
            prop_assert_eq!(next.state == VisitState::Performed, next.performed.is_some());
            if let Some((from, to)) = next.performed {
                prop_assert!(from < to && to <= now);
                prop_assert!(next.stays.values().any(|stay| stay.started_at == Some(from)));
                prop_assert!(next.stays.values().any(|stay| stay.stopped_at == Some(to)));
            }
            for stay in next.stays.values() {
                if let Some(stopped) = stay.stopped_at {
                    prop_assert!(stay.started_at.is_some_and(|started| started <= stopped));
                }
            }
            let taken_back = |name: &String| matches!(&step, Step::Tick { removed, .. } if removed.contains(name));
            for (name, ticked) in &visit.ticks {
                prop_assert!(next.ticks.contains_key(name));
                prop_assert!(!ticked || next.ticks[name] || taken_back(name), "{} was lost", name);
            }
            visit = next;
        }
    }
}
