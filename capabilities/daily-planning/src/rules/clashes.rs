//! What in the plan of a day does not go together.

use std::collections::{BTreeMap, BTreeSet};

use behorig_access::{AccountId, Instant};
use behorig_home_care::CareVisitId;

/// A visit as far as its place in the day goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub visit: CareVisitId,
    pub from: Instant,
    pub to: Instant,
    /// When its assignment lets it begin, first and last; none where it has no assignment.
    pub window: Option<(Instant, Instant)>,
    pub staff: Vec<AccountId>,
    pub staff_needed: usize,
}

/// Why a visit does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Clash {
    /// Somebody is at this other visit at the same time.
    Overlap {
        /// Who.
        who: AccountId,
        /// Which.
        with: CareVisitId,
    },
    /// It begins when its assignment does not let it.
    OutsideWindow,
    /// Somebody comes, and more are needed. That nobody comes is told otherwise.
    TooFew {
        /// How many come.
        has: usize,
        /// How many should.
        needs: usize,
    },
}

/// Everything that does not fit, by visit; what fits has no entry. Visits of other days and units are among the slots where they can
/// be in the way.
pub(crate) fn clashes(slots: &[Slot]) -> BTreeMap<CareVisitId, BTreeSet<Clash>> {
    let mut found: BTreeMap<CareVisitId, BTreeSet<Clash>> = BTreeMap::new();
    let mut days: BTreeMap<AccountId, Vec<&Slot>> = BTreeMap::new();
    for slot in slots {
        for who in &slot.staff {
            days.entry(*who).or_default().push(slot);
        }
        let outside = slot.window.is_some_and(|(first, last)| slot.from < first || slot.from > last);
        if outside {
            found.entry(slot.visit).or_default().insert(Clash::OutsideWindow);
        }
        if !slot.staff.is_empty() && slot.staff.len() < slot.staff_needed {
            let lack = Clash::TooFew { has: slot.staff.len(), needs: slot.staff_needed };
            found.entry(slot.visit).or_default().insert(lack);
        }
    }
    for (who, mut day) in days {
        day.sort_unstable_by_key(|slot| (slot.from, slot.to, slot.visit));
        // Those that have begun and are not over when the next begins.
        let mut going: Vec<&Slot> = Vec::new();
        for slot in day {
            going.retain(|earlier| earlier.to > slot.from);
            for earlier in going.iter().filter(|earlier| earlier.visit != slot.visit) {
                found.entry(slot.visit).or_default().insert(Clash::Overlap { who, with: earlier.visit });
                found.entry(earlier.visit).or_default().insert(Clash::Overlap { who, with: slot.visit });
            }
            going.push(slot);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn visit(number: u8) -> CareVisitId {
        CareVisitId::new(uuid::Uuid::from_bytes([number; 16]))
    }

    fn person(number: u8) -> AccountId {
        AccountId::from_bytes([number; 16])
    }

    fn slot(number: u8, from: i64, to: i64, staff: &[u8]) -> Slot {
        Slot {
            visit: visit(number),
            from: Instant(from),
            to: Instant(to),
            window: None,
            staff: staff.iter().map(|one| person(*one)).collect(),
            staff_needed: 1,
        }
    }

    #[test]
    fn one_visit_may_begin_when_the_other_ends_and_not_before() {
        assert!(clashes(&[slot(1, 0, 30, &[1]), slot(2, 30, 60, &[1])]).is_empty());
        assert!(clashes(&[slot(1, 0, 31, &[1]), slot(2, 30, 60, &[2])]).is_empty(), "two people are at two places");
        let both = clashes(&[slot(1, 0, 31, &[1]), slot(2, 30, 60, &[1])]);
        assert_eq!(both.len(), 2, "each of the two tells of the other");
        assert!(both[&visit(1)].contains(&Clash::Overlap { who: person(1), with: visit(2) }));
    }

    #[test]
    fn a_visit_outside_its_window_or_with_too_few_is_told_and_one_with_nobody_is_not_told_twice() {
        let mut early = slot(1, 10, 40, &[1]);
        early.window = Some((Instant(20), Instant(60)));
        assert!(clashes(&[early])[&visit(1)].contains(&Clash::OutsideWindow));
        let two = |staff: &[u8]| Slot { staff_needed: 2, ..slot(1, 10, 40, staff) };
        assert!(clashes(&[two(&[1])])[&visit(1)].contains(&Clash::TooFew { has: 1, needs: 2 }));
        assert!(clashes(&[two(&[])]).is_empty() && clashes(&[two(&[1, 2])]).is_empty());
    }

    prop_compose! {
        fn any_slot()(from in 0..100_i64, length in 1..40_i64, staff in prop::collection::btree_set(1..4_u8, 0..3)) -> (i64, i64, Vec<u8>) {
            (from, from + length, staff.into_iter().collect())
        }
    }

    proptest! {
        #[test]
        fn overlaps_are_those_that_comparing_each_with_each_finds(day in prop::collection::vec(any_slot(), 0..14)) {
            let slots: Vec<Slot> = (1..).zip(&day).map(|(n, (from, to, staff))| slot(n, *from, *to, staff)).collect();
            let mut expected: BTreeSet<(CareVisitId, AccountId, CareVisitId)> = BTreeSet::new();
            for a in &slots {
                for b in slots.iter().filter(|b| b.visit != a.visit && a.from < b.to && b.from < a.to) {
                    expected.extend(a.staff.iter().filter(|who| b.staff.contains(who)).map(|who| (a.visit, *who, b.visit)));
                }
            }
            let found: BTreeSet<_> = clashes(&slots)
                .into_iter()
                .flat_map(|(visit, all)| all.into_iter().filter_map(move |clash| match clash {
                    Clash::Overlap { who, with } => Some((visit, who, with)),
                    _ => None,
                }))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
