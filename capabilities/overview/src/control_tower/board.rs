//! All units as this node has counted them: what is known, and what of it is shown. The rows are made here, once for everybody.

use std::collections::HashMap;
use std::sync::Arc;

use behorig_access::{Instant, UnitId};
use behorig_cases::rules::Queue;
use behorig_registers::units::UnitKind;
use behorig_web::Lang;

use super::figures::{Figures, Standing, Trend, hour_of, urgency};
use super::row;

/// A unit whose queue is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The unit.
    pub(crate) id: UnitId,
    /// Its name.
    pub(crate) name: String,
    /// A clinic or an entrance.
    pub(crate) kind: UnitKind,
    /// The unit and everything above it: what a decision asks for.
    pub(crate) chain: Vec<UnitId>,
}

/// One unit as everybody who may sees it.
#[derive(Debug)]
pub(crate) struct UnitRow {
    /// The unit.
    pub(crate) place: Arc<Place>,
    /// Its place by name.
    pub(crate) at: usize,
    /// Its figures.
    pub(crate) figures: Figures,
    /// How its queue stands.
    pub(crate) standing: Standing,
    /// The number of the picture in which it last changed, and when that was. That a wait has grown older is no change.
    pub(crate) number: u64,
    pub(crate) changed_at: Instant,
    html: [String; 2],
}

impl UnitRow {
    /// The row of a table.
    pub(crate) fn html(&self, lang: Lang) -> &str {
        let [sv, en] = &self.html;
        match lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }
}

/// All units at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// Which count of which node this belongs to: numbers of another say nothing here.
    pub(crate) node: u32,
    /// The pictures of a count are numbered.
    pub(crate) number: u64,
    /// When it was counted.
    pub(crate) counted_at: Instant,
    /// Whether counting has failed since.
    pub(crate) is_behind: bool,
    /// The units by name.
    pub(crate) rows: Vec<Arc<UnitRow>>,
    /// The same, the most urgent first.
    pub(crate) by_urgency: Vec<Arc<UnitRow>>,
}

/// What is known of all units.
pub(crate) struct Board {
    places: Vec<Arc<Place>>,
    index: HashMap<UnitId, usize>,
    figures: Vec<Figures>,
    shown: Picture,
    minute: i64,
}

impl Board {
    /// A board of these units, in the order of their names, of whose figures nothing is known.
    pub(crate) fn new(node: u32, places: Vec<Place>, now: Instant) -> Self {
        let nothing = Figures { queue: Queue::default(), signed_in: 0, trend: Trend::ending_with(hour_of(now)) };
        Self {
            index: places.iter().enumerate().map(|(at, place)| (place.id, at)).collect(),
            figures: vec![nothing; places.len()],
            places: places.into_iter().map(Arc::new).collect(),
            shown: Picture {
                node,
                number: 0,
                counted_at: now,
                is_behind: false,
                rows: Vec::new(),
                by_urgency: Vec::new(),
            },
            minute: 0,
        }
    }

    /// Every unit, by name.
    pub(crate) fn units(&self) -> impl Iterator<Item = UnitId> {
        self.places.iter().map(|place| place.id)
    }

    /// Whether the units are these, and are called so.
    pub(crate) fn is_of(&self, places: &[Place]) -> bool {
        self.places.iter().map(|place| &**place).eq(places)
    }

    /// Whether the unit stands on the board.
    pub(crate) fn has(&self, unit: UnitId) -> bool {
        self.index.contains_key(&unit)
    }

    fn figures_of(&mut self, unit: UnitId) -> Option<&mut Figures> {
        self.index.get(&unit).and_then(|at| self.figures.get_mut(*at))
    }

    /// The queues of these units; one that is not among them is empty.
    pub(crate) fn put_queues(&mut self, units: &[UnitId], queues: &HashMap<UnitId, Queue>) {
        for unit in units {
            if let Some(figures) = self.figures_of(*unit) {
                figures.queue = queues.get(unit).copied().unwrap_or_default();
            }
        }
    }

    /// What came to these units in each hour from `from` on, as it stands now.
    pub(crate) fn put_received(&mut self, units: &[UnitId], from: i64, now: Instant, received: &[(UnitId, i64, i64)]) {
        for unit in units {
            if let Some(figures) = self.figures_of(*unit) {
                figures.trend.move_on(hour_of(now));
                figures.trend.forget_from(from);
            }
        }
        for (unit, hour, count) in received {
            if let Some(figures) = self.figures_of(*unit) {
                figures.trend.put(*hour, u32::try_from(*count).unwrap_or(u32::MAX));
            }
        }
    }

    /// How many are signed in at each unit; at one that is not named, nobody.
    pub(crate) fn put_signed_in(&mut self, signed_in: &[(UnitId, i64)]) {
        self.figures.iter_mut().for_each(|figures| figures.signed_in = 0);
        for (unit, count) in signed_in {
            if let Some(figures) = self.figures_of(*unit) {
                figures.signed_in = u32::try_from(*count).unwrap_or(u32::MAX);
            }
        }
    }

    /// The next picture, where it looks different from the last.
    pub(crate) fn next_picture(&mut self, now: Instant) -> Option<Picture> {
        let (minute, next) = (now.0.div_euclid(60_000), self.shown.number + 1);
        let has_aged = minute != self.minute;
        let mut has_changed = self.shown.is_behind || self.shown.number == 0;
        let mut rows = Vec::with_capacity(self.places.len());
        for ((at, place), figures) in self.places.iter().enumerate().zip(&mut self.figures) {
            figures.trend.move_on(hour_of(now));
            let figures = &*figures;
            let standing = Standing::of(&figures.queue, now);
            let made = |number, changed_at| {
                let html = Lang::ALL.map(|lang| row::of_unit(lang, place, at, figures, standing, now));
                Arc::new(UnitRow {
                    place: Arc::clone(place),
                    at,
                    figures: *figures,
                    standing,
                    number,
                    changed_at,
                    html,
                })
            };
            rows.push(match self.shown.rows.get(at) {
                Some(old) if old.standing == standing && old.figures.look_like(figures) => {
                    let is_older = has_aged && figures.queue.oldest.is_some();
                    if is_older { made(old.number, old.changed_at) } else { Arc::clone(old) }
                }
                _ => {
                    has_changed = true;
                    made(next, now)
                }
            });
        }
        self.minute = minute;
        self.shown.counted_at = now;
        if !has_changed && !has_aged {
            return None;
        }
        let mut by_urgency = rows.clone();
        by_urgency.sort_by_key(|row| urgency(row.standing, &row.figures.queue, row.at));
        let node = self.shown.node;
        self.shown = Picture { node, number: next, counted_at: now, is_behind: false, rows, by_urgency };
        Some(self.shown.clone())
    }

    /// The last picture again, said to be old; none where it was said already.
    pub(crate) fn fell_behind(&mut self) -> Option<Picture> {
        if self.shown.is_behind {
            return None;
        }
        self.shown.is_behind = true;
        Some(self.shown.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control_tower::figures::HOUR;

    fn unit(number: u8) -> UnitId {
        UnitId::from_bytes([number; 16])
    }

    fn place(number: u8) -> Place {
        let name = format!("Mottagning {number}");
        Place { id: unit(number), name, kind: UnitKind::Clinic, chain: vec![unit(number)] }
    }

    fn queue(waiting: u32, oldest: i64, due: i64) -> HashMap<UnitId, Queue> {
        let queue = Queue { waiting, in_work: 0, oldest: Some(Instant(oldest)), due_at: Some(Instant(due)) };
        HashMap::from([(unit(2), queue)])
    }

    const START: Instant = Instant(500_000 * HOUR);

    fn board() -> Board {
        behorig_web::texts::install(&[crate::TEXTS, behorig_web::TEXTS]).unwrap();
        let mut board = Board::new(7, vec![place(1), place(2), place(3)], START);
        assert_eq!(board.next_picture(START).unwrap().number, 1);
        board
    }

    #[test]
    fn only_what_has_changed_is_shown_as_changed() {
        let mut board = board();
        assert!(board.next_picture(START).is_none(), "nothing has changed");
        board.put_queues(&[unit(2)], &queue(3, START.0, START.0 + 100 * HOUR));
        let picture = board.next_picture(START).unwrap();
        assert_eq!(picture.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 1]);
        assert_eq!(picture.by_urgency[0].place.id, unit(2));
        assert!(picture.rows[1].html(Lang::Sv).contains(">3<"), "{}", picture.rows[1].html(Lang::Sv));
        board.put_queues(&[unit(2)], &HashMap::new());
        assert_eq!(board.next_picture(START).unwrap().rows[1].figures.queue, Queue::default());
    }

    #[test]
    fn a_wait_grows_older_without_being_news_until_its_promise_is_near() {
        let mut board = board();
        board.put_queues(&[unit(2)], &queue(1, START.0, START.0 + 30 * HOUR));
        assert_eq!(board.next_picture(START).unwrap().rows[1].number, 2);
        let later = START.plus_millis(HOUR);
        let picture = board.next_picture(later).unwrap();
        assert_eq!(picture.rows[1].number, 2);
        assert!(picture.rows[1].html(Lang::En).contains("1 h 0 min"), "{}", picture.rows[1].html(Lang::En));
        let soon = START.plus_millis(7 * HOUR);
        let picture = board.next_picture(soon).unwrap();
        assert_eq!((picture.rows[1].standing, picture.rows[1].number), (Standing::Soon, picture.number));
    }

    #[test]
    fn what_came_moves_on_with_the_hours_and_an_hour_of_nothing_is_no_news() {
        let mut board = board();
        let hour = hour_of(START);
        board.put_received(&[unit(1)], hour, START, &[(unit(1), hour, 4)]);
        assert_eq!(board.next_picture(START).unwrap().rows[0].figures.trend.received(), [0, 0, 0, 0, 0, 0, 0, 4]);
        let picture = board.next_picture(START.plus_millis(2 * HOUR)).unwrap();
        assert_eq!(picture.rows[0].figures.trend.received(), [0, 0, 0, 0, 0, 4, 0, 0]);
        assert_eq!(picture.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 1, 1]);
    }

    #[test]
    fn a_board_that_fell_behind_says_so_once_and_is_well_again() {
        let mut board = board();
        assert!(board.fell_behind().unwrap().is_behind);
        assert!(board.fell_behind().is_none());
        assert!(!board.next_picture(START).unwrap().is_behind);
    }
}
