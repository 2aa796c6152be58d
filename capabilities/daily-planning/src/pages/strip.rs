//! A day as a strip: when somebody is where, to scale. It repeats what the cards say, for the eye and for what is dragged.

use behorig_access::Instant;
use behorig_home_care::VisitState;
use behorig_web::Lang;
use maud::{Markup, html};

use super::clock;
use crate::records::board::Board;
use crate::rules::times::{MINUTE, start_of};

const HOUR: i64 = 60 * MINUTE;
/// A strip shows at least these hours of the day, so that days look alike.
const LEAST: (i64, i64) = (7, 22);

/// The part of the day that the strips of a page show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Axis {
    from: Instant,
    hours: i64,
}

/// What a strip shows of a visit.
pub(super) struct Mark {
    pub from: Instant,
    pub to: Instant,
    pub state: VisitState,
    pub clash: bool,
}

impl Axis {
    /// From the first visit to the last, in whole hours.
    pub(super) fn of(board: &Board) -> Self {
        let spans = board.visits.iter().map(|visit| (visit.planned_from, visit.planned_to));
        let start = start_of(board.day).or(board.visits.first().map(|visit| visit.planned_from));
        Self::around(start.unwrap_or(Instant(0)), spans)
    }

    fn around(start: Instant, spans: impl Iterator<Item = (Instant, Instant)>) -> Self {
        let (mut first, mut last) = LEAST;
        for (from, to) in spans {
            first = first.min(from.millis_since(start).div_euclid(HOUR));
            last = last.max((to.millis_since(start) + HOUR - 1).div_euclid(HOUR));
        }
        Self { from: start.plus_millis(first * HOUR), hours: last - first }
    }

    /// How far along the strip an instant lies.
    fn at(self, at: Instant) -> f64 {
        let along = at.millis_since(self.from) as f64 / (self.hours * HOUR) as f64;
        along.clamp(0.0, 1.0) * 100.0
    }

    fn every_hours(self) -> impl Iterator<Item = Instant> {
        let step = if self.hours > 18 { 3 } else { 2 };
        (0..self.hours).step_by(step).map(move |hour| self.from.plus_millis(hour * HOUR))
    }

    /// The hours, above the strips.
    pub(super) fn hours(self, lang: Lang) -> Markup {
        html! {
            svg.strip.hours aria-hidden="true" {
                @for hour in self.every_hours() {
                    text x=(percent(self.at(hour))) y="75%" { (clock(lang, hour)) }
                }
            }
        }
    }

    /// One strip.
    pub(super) fn strip(self, marks: &[Mark]) -> Markup {
        html! {
            svg.strip aria-hidden="true" data-strip data-from=(self.from.0) data-length=(self.hours * HOUR) {
                @for hour in self.every_hours() {
                    @let at = percent(self.at(hour));
                    line x1=(at) x2=(at) y1="0" y2="100%" {}
                }
                @for mark in marks {
                    @let (from, to) = (self.at(mark.from), self.at(mark.to));
                    rect.(mark.state.as_stored()).clash[mark.clash] x=(percent(from)) width=(percent(to - from))
                        y="20%" height="60%" rx="3" {}
                }
            }
        }
    }
}

fn percent(part: f64) -> String {
    format!("{part:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_visit_lies_on_the_strip_in_its_order(spans in prop::collection::vec((-120..2_000_i64, 1..600_i64), 0..20)) {
            let start = Instant(1_795_129_200_000);
            let at = |minutes: i64| start.plus_millis(minutes * MINUTE);
            let axis = Axis::around(start, spans.iter().map(|(from, length)| (at(*from), at(from + length))));
            prop_assert!(axis.hours >= LEAST.1 - LEAST.0);
            for (from, length) in spans {
                let (begins, ends) = (axis.at(at(from)), axis.at(at(from + length)));
                prop_assert!(0.0 <= begins && begins < ends && ends <= 100.0);
            }
        }
    }
}
