//! What of a picture one viewer sees: the units where they hold the service, their sum, and what changed since they last looked.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::str::FromStr;

use behorig_access::{Instant, Scope, Target};
use behorig_cases::rules::Queue;
use behorig_registers::units::UnitKind;

use super::board::{Picture, UnitRow};
use super::figures::{HOURS, Standing};

/// Nodes count on their own, and their clocks differ by a little: who comes from another node is told again what changed in this
/// time before they left it, in milliseconds.
const OVERLAP: i64 = 10_000;

/// In which order units stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// The most urgent first.
    #[default]
    Urgency,
    /// By name.
    Name,
}

/// What a viewer wants to see of what they may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wish {
    /// In which order.
    pub(super) order: Order,
    /// Units of one kind only.
    pub(super) kind: Option<UnitKind>,
}

/// What several units are together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    /// How many units.
    pub(super) units: usize,
    /// Their cases.
    pub(super) queue: Queue,
    /// Signed in.
    pub(super) signed_in: u32,
    /// What came in each hour.
    pub(super) received: [u32; HOURS],
}

impl Total {
    fn add(&mut self, row: &UnitRow) {
        self.units += 1;
        self.queue = self.queue.with(row.figures.queue);
        self.signed_in += row.figures.signed_in;
        for (sum, count) in self.received.iter_mut().zip(row.figures.trend.received()) {
            *sum += count;
        }
    }

    /// How the queue of all stands: as its most urgent does.
    pub(super) fn standing(&self, now: Instant) -> Standing {
        Standing::of(&self.queue, now)
    }
}

/// What a viewer sees.
pub(super) struct View<'p> {
    /// The units, in their order.
    pub(super) rows: Vec<&'p UnitRow>,
    /// Their sum.
    pub(super) total: Total,
}

impl<'p> View<'p> {
    /// The part of a picture that lies in a scope.
    pub(super) fn of(picture: &'p Picture, scope: &Scope, wish: Wish) -> Self {
        let rows = match wish.order {
            Order::Urgency => &picture.by_urgency,
            Order::Name => &picture.rows,
        };
        let mut view = View { rows: Vec::with_capacity(rows.len()), total: Total::default() };
        for row in rows {
            let is_wished = wish.kind.is_none_or(|kind| kind == row.place.kind);
            if is_wished && scope.contains(&Target::at(&row.place.chain)) {
                view.total.add(row);
                view.rows.push(row);
            }
        }
        view
    }
}

/// What a page has seen: it says so when it asks for what changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    node: u32,
    number: u64,
    at: Instant,
    /// Of the scope and the wish that it was seen with: with others, other units are seen.
    mark: u64,
}

impl Seen {
    /// This picture, seen so.
    pub(super) fn of(picture: &Picture, scope: &Scope, wish: Wish) -> Self {
        let mut hasher = DefaultHasher::new();
        scope.roots.hash(&mut hasher);
        wish.kind.hash(&mut hasher);
        Self { node: picture.node, number: picture.number, at: picture.counted_at, mark: hasher.finish() }
    }

    /// What a page that saw this has missed by now.
    pub(super) fn has_missed(self, now: Self) -> Missed {
        let at_the_same = self.node == now.node;
        if self.mark != now.mark || (at_the_same && self.number > now.number) {
            Missed::All
        } else if at_the_same {
            Missed::After(self.number)
        } else {
            Missed::Since(self.at.plus_millis(-OVERLAP))
        }
    }
}

/// What a page has not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missed {
    /// Nobody knows: it must be shown all rows.
    All,
    /// What changed after this picture of the same count.
    After(u64),
    /// What changed since then, or may have.
    Since(Instant),
}

impl Missed {
    /// Whether a row has changed since the page saw it, or may have.
    pub(super) fn has(self, row: &UnitRow) -> bool {
        match self {
            Self::All => true,
            Self::After(number) => row.number > number,
            Self::Since(then) => row.changed_at > then,
        }
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}.{}.{}", self.node, self.number, self.at.0, self.mark)
    }
}

impl FromStr for Seen {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(4, '.');
        let mut next = || parts.next().unwrap_or_default();
        Ok(Self { node: next().parse()?, number: next().parse()?, at: Instant(next().parse()?), mark: next().parse()? })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use behorig_access::{Restrictions, ScopeRoot, UnitId};

    use super::*;
    use crate::control_tower::board::{Board, Place};
    use crate::control_tower::figures::HOUR;

    const START: Instant = Instant(500_000 * HOUR);

    fn unit(number: u8) -> UnitId {
        UnitId::from_bytes([number; 16])
    }

    /// Two regions, 100 and 200, with two clinics and an entrance each.
    fn board(node: u32, now: Instant) -> Board {
        behorig_web::texts::install(&[crate::TEXTS, behorig_web::TEXTS]).unwrap();
        let place = |number: u8| Place {
            id: unit(number),
            name: format!("Mottagning {number}"),
            kind: if number % 10 == 3 { UnitKind::Entrance } else { UnitKind::Clinic },
            chain: vec![unit(number), unit(if number < 20 { 100 } else { 200 })],
        };
        Board::new(node, [11, 12, 13, 21, 22, 23].map(place).to_vec(), now)
    }

    fn scope(roots: &[(u8, bool)]) -> Scope {
        let root = |(number, branch): &(u8, bool)| ScopeRoot { unit: unit(*number), object: None, branch: *branch };
        Scope { roots: roots.iter().map(root).collect(), bound_by: Restrictions::NONE }
    }

    fn waits(board: &mut Board, number: u8, waiting: u32) {
        let queue = Queue { waiting, in_work: 1, oldest: Some(START), due_at: None };
        board.put_queues(&[unit(number)], &HashMap::from([(unit(number), queue)]));
    }

    #[test]
    fn one_sees_the_units_of_ones_scope_and_their_sum_alone() {
        let mut board = board(1, START);
        waits(&mut board, 12, 4);
        waits(&mut board, 22, 8);
        let picture = board.next_picture(START).unwrap();
        let view = View::of(&picture, &scope(&[(100, true)]), Wish::default());
        assert_eq!(view.rows.iter().map(|row| row.place.id).collect::<Vec<_>>(), [12, 11, 13].map(unit));
        assert_eq!((view.total.units, view.total.queue.waiting, view.total.queue.in_work), (3, 4, 1));
        let by_name = Wish { order: Order::Name, kind: Some(UnitKind::Clinic) };
        let view = View::of(&picture, &scope(&[(22, false), (100, false)]), by_name);
        assert_eq!(view.rows.iter().map(|row| row.place.id).collect::<Vec<_>>(), [unit(22)]);
        assert_eq!(View::of(&picture, &scope(&[]), Wish::default()).total, Total::default());
    }

    /// The units that a page is sent; none where it is sent all of them.
    fn changed(picture: &Picture, seen: Seen, scope: &Scope) -> Option<Vec<UnitId>> {
        let now = Seen::of(picture, scope, Wish::default());
        let missed = seen.to_string().parse::<Seen>().unwrap().has_missed(now);
        let rows = View::of(picture, scope, Wish::default()).rows.into_iter().filter(|row| missed.has(row));
        (missed != Missed::All).then(|| rows.map(|row| row.place.id).collect())
    }

    #[test]
    fn a_page_is_told_what_changed_since_it_looked_and_nothing_twice() {
        let (mut board, all) = (board(1, START), scope(&[(100, true), (200, true)]));
        let first = board.next_picture(START).unwrap();
        let seen = Seen::of(&first, &all, Wish::default());
        assert_eq!(changed(&first, seen, &all), Some(vec![]));
        waits(&mut board, 12, 4);
        board.next_picture(START);
        waits(&mut board, 21, 1);
        let third = board.next_picture(START).unwrap();
        assert_eq!(changed(&third, seen, &all), Some(vec![unit(12), unit(21)]));
        assert_eq!(
            changed(&third, seen, &scope(&[(100, true)])),
            None,
            "whoever may see other units is shown all of them"
        );
        assert_eq!(changed(&first, Seen::of(&third, &all, Wish::default()), &all), None, "from a count that is gone");
        assert!("1.2.x.4".parse::<Seen>().is_err() && "".parse::<Seen>().is_err());
    }

    #[test]
    fn who_comes_from_another_node_misses_nothing() {
        let all = scope(&[(100, true), (200, true)]);
        let (mut here, mut there) = (board(1, START), board(2, START));
        let seen_here = Seen::of(&here.next_picture(START).unwrap(), &all, Wish::default());
        there.next_picture(START);
        let later = START.plus_millis(20_000);
        waits(&mut there, 12, 4);
        let picture = there.next_picture(later).unwrap();
        assert!(changed(&picture, seen_here, &all).unwrap().contains(&unit(12)));
        waits(&mut here, 12, 4);
        let seen_here = Seen::of(&here.next_picture(later.plus_millis(500)).unwrap(), &all, Wish::default());
        waits(&mut there, 23, 2);
        let picture = there.next_picture(later.plus_millis(400)).unwrap();
        assert_eq!(changed(&picture, seen_here, &all), Some(vec![unit(12), unit(23)]), "rather twice than never");
    }
}
