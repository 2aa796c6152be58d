//! Grids from counts: nothing is lost on the way from a day to a week, from many types to a few.

use behorig_case_types::Ready;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::dashboard::records::{Closed, Received, SignIns, Waiting};

const FROM: Date = date(2026, 1, 1);

fn year() -> Days {
    Days { from: FROM, to: date(2026, 12, 31) }
}

/// The last morning of the year.
const NOW: Instant = Instant(1_798_707_600_000);

fn of(counts: Counts) -> Figures {
    Figures::new(counts, year(), NOW)
}

fn nth(day: i64) -> i64 {
    index_of_day(FROM) + day
}

fn own(name: usize) -> TypeKey {
    TypeKey::Own(format!("Typ {name}"))
}

fn all(grid: &Grid) -> i64 {
    (0..grid.headings.len()).map(|at| grid.column(at).sum::<i64>()).sum()
}

#[test]
fn a_ready_type_is_one_type_at_every_clinic_and_what_was_withdrawn_was_not_answered() {
    let closed = |withdrawn, received, closed, kept, count| Closed {
        case_type: TypeKey::Ready(Ready::BookAppointment),
        withdrawn,
        received: nth(received),
        closed: nth(closed),
        kept,
        count,
    };
    // 12 January 2026 is a Monday.
    let counts = Counts {
        closed: vec![
            closed(false, 11, 11, Some(true), 3),
            closed(false, 11, 14, Some(false), 1),
            closed(false, 8, 11, None, 2),
            closed(true, 11, 12, Some(true), 9),
        ],
        ..Counts::default()
    };
    let grid = of(counts).grid(Lang::Sv, Figure::Answers, Detail::FILE);
    let counted = [0, 6, 4, 3].map(Number::Count);
    let numbers = &grid.lines[0].numbers;
    assert_eq!(numbers[..4], counted);
    assert_eq!(numbers[4..], [Number::Share(Some(75.0)), Number::Length(Some(0)), Number::Length(Some(3))]);
    assert_eq!(grid.total.map(|total| total.numbers), Some(numbers.clone()));
}

#[test]
fn what_is_not_answered_is_as_old_as_the_working_days_that_have_begun_since() {
    let waiting = |day, standing, count| Waiting { received: nth(day), standing, count };
    // 31 December 2026 is a day off, and so are the 24th to the 27th: from the 23rd there are three working days.
    let counts = Counts {
        waiting: vec![
            waiting(364, Standing::InTime, 1),
            waiting(363, Standing::InTime, 2),
            waiting(356, Standing::Late, 4),
            waiting(356, Standing::Resident, 8),
            waiting(100, Standing::Late, 16),
        ],
        ..Counts::default()
    };
    let figures = of(counts);
    assert_eq!(figures.waiting(), (31, 20));
    let grid = figures.grid(Lang::Sv, Figure::Backlog, Detail::FILE);
    let counted: Vec<Vec<i64>> =
        grid.lines.iter().map(|line| line.numbers.iter().map(|number| number.count()).collect()).collect();
    assert_eq!(counted, [[3, 0, 0], [0, 0, 0], [0, 0, 0], [0, 4, 8], [0, 0, 0], [0, 16, 0]]);
}

proptest! {
    #[test]
    fn a_page_adds_up_to_as_much_as_its_file(
        cases in proptest::collection::vec((0..365_i64, 0..20_usize, 1..9_i64), 0..60)
    ) {
        let received: Vec<Received> =
            cases.iter().map(|(day, name, count)| Received { case_type: own(*name), day: nth(*day), count: *count }).collect();
        let sign_ins = cases
            .iter()
            .map(|(day, name, count)| SignIns {
                method: ["bankid", "yubikey", "x"][name % 3].to_owned(),
                day: nth(*day),
                count: *count,
            })
            .collect();
        let many: i64 = cases.iter().map(|(_, _, count)| count).sum();
        let figures = of(Counts { received, sign_ins, ..Counts::default() });
        prop_assert_eq!(figures.received(), many);
        for figure in [Figure::Flow, Figure::Types, Figure::SignIns] {
            for detail in [Detail::of_page(year()), Detail::FILE] {
                let grid = figures.grid(Lang::En, figure, detail);
                prop_assert_eq!(all(&grid), many, "{:?}", figure);
                prop_assert_eq!(grid.total.map_or(0, |total| total.numbers.iter().map(|number| number.count()).sum::<i64>()), many);
            }
        }
        let on_page = figures.grid(Lang::En, Figure::Types, Detail::of_page(year()));
        prop_assert!(on_page.headings.len() <= 7 && on_page.lines.len() == 53);
        let answers = figures.grid(Lang::En, Figure::Answers, Detail::of_page(year()));
        prop_assert!(answers.lines.len() <= 13);
        prop_assert_eq!(answers.column(0).sum::<i64>(), many);
    }
}
