//! What lies between the row of leaf hashes as sealed and the row that today's events give.

use std::collections::{HashMap, HashSet};

use behorig_transparency::Hash;
use uuid::Uuid;

/// A position where the two rows differ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// The position.
    pub(crate) position: u64,
    /// The event that stands there now, as far as a row says.
    pub(crate) event: Option<Uuid>,
    /// The leaf hash of what stands there now; none where the event is gone.
    pub(crate) now: Option<Hash>,
    /// The leaf hash as it was sealed.
    pub(crate) sealed: Hash,
}

/// What was done. Positions are those of the sealing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// The event here says something else than when it was sealed.
    Changed { position: u64, event: Option<Uuid> },
    /// The event sealed here is gone.
    Dropped { position: u64, event: Option<Uuid> },
    /// An event that was never sealed was pushed in here.
    Added { position: u64, event: Option<Uuid> },
    /// Two events stand in each other's places.
    Swapped { one: u64, other: u64 },
    /// The event sealed here stands elsewhere now.
    Moved { position: u64, now: u64 },
}

/// All that was done, in the order of positions. `wrong` are the positions that differ, smallest first.
pub(crate) fn between(wrong: &[Found]) -> Vec<Difference> {
    let sealed_at: HashMap<Hash, u64> = wrong.iter().map(|found| (found.sealed, found.position)).collect();
    let place_of: HashMap<u64, u64> =
        wrong.iter().filter_map(|found| Some((found.position, *sealed_at.get(&found.now?)?))).collect();
    let kept: HashSet<u64> = place_of.values().copied().collect();
    let mut differences = Vec::new();
    let mut shift = 0_i128;
    for (at, found) in wrong.iter().enumerate() {
        let is_gone = !kept.contains(&found.position);
        match place_of.get(&found.position) {
            None if found.now.is_some() && is_gone => {
                differences.push(Difference::Changed { position: found.position, event: found.event });
            }
            None if found.now.is_some() => {
                differences.push(Difference::Added { position: found.position, event: found.event });
            }
            None if is_gone => {
                differences.push(Difference::Dropped { position: found.position, event: found.event });
            }
            None => {}
            Some(&place) => {
                if is_gone {
                    differences.push(Difference::Dropped { position: found.position, event: None });
                }
                if place_of.get(&place) == Some(&found.position) {
                    if place > found.position {
                        differences.push(Difference::Swapped { one: found.position, other: place });
                    }
                    continue;
                }
                let by = i128::from(place) - i128::from(found.position);
                if by != shift && !goes_on(wrong, at, &place_of, by) {
                    differences.push(Difference::Moved { position: place, now: found.position });
                } else {
                    shift = by;
                }
            }
        }
    }
    differences.sort();
    differences.dedup();
    differences
}

/// Whether the next event that was sealed elsewhere is off by as much: then a row was taken out or pushed in before, and these did not
/// move by themselves.
fn goes_on(wrong: &[Found], at: usize, place_of: &HashMap<u64, u64>, by: i128) -> bool {
    let next = wrong.iter().skip(at + 1).find_map(|found| Some((found.position, *place_of.get(&found.position)?)));
    // The last one has nobody after it to be compared with.
    next.is_none_or(|(position, place)| i128::from(place) - i128::from(position) == by)
}

#[cfg(test)]
mod tests {
    use super::Difference::{Added, Changed, Dropped, Moved, Swapped};
    use super::*;

    /// Rows of numbers instead of hashes; 0 is an event that is gone.
    fn difference(sealed: &[u8], now: &[u8]) -> Vec<Difference> {
        let wrong: Vec<Found> = sealed
            .iter()
            .zip(now)
            .zip(0..)
            .filter(|((sealed, now), _)| sealed != now)
            .map(|((sealed, now), position)| Found {
                position,
                event: None,
                now: (*now > 0).then(|| Hash::from_bytes([*now; 32])),
                sealed: Hash::from_bytes([*sealed; 32]),
            })
            .collect();
        between(&wrong)
    }

    #[test]
    fn each_thing_that_can_be_done_is_called_by_its_name() {
        let sealed = [1, 2, 3, 4, 5, 6];
        assert_eq!(difference(&sealed, &sealed), []);
        assert_eq!(difference(&sealed, &[1, 2, 9, 4, 5, 6]), [Changed { position: 2, event: None }]);
        assert_eq!(difference(&sealed, &[1, 2, 0, 4, 5, 6]), [Dropped { position: 2, event: None }]);
        assert_eq!(difference(&sealed, &[1, 5, 3, 4, 2, 6]), [Swapped { one: 1, other: 4 }]);
        assert_eq!(
            difference(&sealed, &[1, 9, 3, 0, 5, 8]),
            [
                Changed { position: 1, event: None },
                Changed { position: 5, event: None },
                Dropped { position: 3, event: None }
            ]
        );
    }

    #[test]
    fn a_row_closed_up_after_a_drop_names_the_one_that_is_gone() {
        assert_eq!(difference(&[1, 2, 3, 4, 5, 6], &[1, 3, 4, 5, 6, 0]), [Dropped { position: 1, event: None }]);
    }

    #[test]
    fn a_row_pushed_apart_names_the_one_that_is_new() {
        let found = difference(&[1, 2, 3, 4, 5, 6], &[1, 9, 2, 3, 4, 5]);
        assert!(found.contains(&Added { position: 1, event: None }), "{found:?}");
        assert!(!found.iter().any(|difference| matches!(difference, Moved { .. })), "{found:?}");
    }

    #[test]
    fn one_that_stands_elsewhere_was_moved() {
        let found = difference(&[1, 2, 3, 4, 5, 6], &[3, 1, 2, 4, 5, 6]);
        assert!(found.contains(&Moved { position: 2, now: 0 }), "{found:?}");
    }
}
