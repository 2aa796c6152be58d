//! What lies between two rows of leaf hashes: the sealed one and the one that is found today.

use std::collections::{HashMap, HashSet};

use crate::merkle::Hash;

/// One thing that was done to the row. Positions are those of the sealed row, indexes those of the found one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Another event stands where this one was sealed.
    Changed { position: usize, index: usize },
    /// The event sealed here is gone.
    Dropped { position: usize },
    /// An event that was never sealed stands here.
    Added { index: usize },
    /// Two events stand in each other's places.
    Swapped { one: usize, other: usize },
    /// An event stands elsewhere than it was sealed.
    Moved { position: usize, index: usize },
}

/// All differences, in the order of the row.
pub fn between(sealed: &[Hash], found: &[Hash]) -> Vec<Difference> {
    let same = sealed.iter().zip(found).take_while(|(a, b)| a == b).count();
    let places: HashMap<&Hash, usize> = sealed.iter().enumerate().skip(same).map(|(at, hash)| (hash, at)).collect();
    let mut taken = HashSet::new();
    // Where each found event was sealed: nowhere for one that is new, or the second copy of one.
    let mut matched: Vec<(usize, Option<usize>)> = found
        .iter()
        .enumerate()
        .skip(same)
        .map(|(index, hash)| (index, places.get(hash).copied().filter(|place| taken.insert(*place))))
        .collect();
    let mut differences = swapped(&mut matched);
    let kept = longest_rising(&matched);
    for (index, place) in &matched {
        if let Some(position) = place.filter(|_| !kept.contains(index)) {
            differences.push(Difference::Moved { position, index: *index });
        }
    }
    fill_gaps(&matched, &kept, &taken, same..sealed.len(), &mut differences);
    differences.sort_by_key(|difference| match *difference {
        Difference::Changed { index, .. } | Difference::Added { index } | Difference::Moved { index, .. } => index,
        Difference::Dropped { position } | Difference::Swapped { one: position, .. } => position,
    });
    differences
}

/// Finds pairs in each other's places and puts them right.
fn swapped(matched: &mut [(usize, Option<usize>)]) -> Vec<Difference> {
    let place_of: HashMap<usize, usize> =
        matched.iter().filter_map(|(index, place)| Some((*index, (*place)?))).collect();
    let mut swapped = Vec::new();
    for (index, place) in matched {
        let Some(other) = *place else { continue };
        if other != *index && place_of.get(&other) == Some(index) {
            if *index < other {
                swapped.push(Difference::Swapped { one: *index, other });
            }
            *place = Some(*index);
        }
    }
    swapped
}

/// The most found events whose places rise: those that still stand in order. The rest were moved.
fn longest_rising(matched: &[(usize, Option<usize>)]) -> HashSet<usize> {
    // For each length, the found event that ends the best row of that length; and for each event the one before it.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: HashMap<usize, usize> = HashMap::new();
    for (index, place) in matched.iter().filter_map(|(index, place)| Some((*index, (*place)?))) {
        let length = ends.partition_point(|(_, end)| *end < place);
        if let Some((previous, _)) = length.checked_sub(1).and_then(|shorter| ends.get(shorter)) {
            before.insert(index, *previous);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (index, place),
            None => ends.push((index, place)),
        }
    }
    std::iter::successors(ends.last().map(|(index, _)| *index), |index| before.get(index).copied()).collect()
}

/// Between two events that stand right: what is new there against what is gone. One of each is a changed event.
fn fill_gaps(
    matched: &[(usize, Option<usize>)],
    kept: &HashSet<usize>,
    taken: &HashSet<usize>,
    sealed: std::ops::Range<usize>,
    differences: &mut Vec<Difference>,
) {
    let mut gone = sealed.filter(|place| !taken.contains(place)).peekable();
    let mut new = Vec::new();
    let end = std::iter::once(&(usize::MAX, Some(usize::MAX)));
    for (index, place) in matched.iter().chain(end) {
        match place {
            None => new.push(*index),
            Some(place) if kept.contains(index) || *index == usize::MAX => {
                for index in new.drain(..) {
                    differences.push(match gone.next_if(|gone| gone < place) {
                        Some(position) => Difference::Changed { position, index },
                        None => Difference::Added { index },
                    });
                }
                while let Some(position) = gone.next_if(|gone| gone < place) {
                    differences.push(Difference::Dropped { position });
                }
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Difference::{Added, Changed, Dropped, Moved, Swapped};
    use super::*;

    fn row(numbers: &[u8]) -> Vec<Hash> {
        numbers.iter().map(|number| [*number; 32]).collect()
    }

    fn difference(sealed: &[u8], found: &[u8]) -> Vec<Difference> {
        between(&row(sealed), &row(found))
    }

    #[test]
    fn each_thing_that_can_be_done_to_a_row_is_called_by_its_name() {
        let sealed = [1, 2, 3, 4, 5, 6];
        assert_eq!(difference(&sealed, &sealed), []);
        assert_eq!(difference(&sealed, &[1, 2, 9, 4, 5, 6]), [Changed { position: 2, index: 2 }]);
        assert_eq!(difference(&sealed, &[1, 2, 4, 5, 6]), [Dropped { position: 2 }]);
        assert_eq!(difference(&sealed, &[1, 2, 9, 3, 4, 5, 6]), [Added { index: 2 }]);
        assert_eq!(difference(&sealed, &[1, 5, 3, 4, 2, 6]), [Swapped { one: 1, other: 4 }]);
        assert_eq!(difference(&sealed, &[1, 3, 4, 5, 2, 6]), [Moved { position: 1, index: 4 }]);
        assert_eq!(difference(&sealed, &[1, 2, 3, 4]), [Dropped { position: 4 }, Dropped { position: 5 }]);
        assert_eq!(difference(&sealed, &[1, 2, 3, 4, 5, 6, 7]), [Added { index: 6 }]);
        assert_eq!(difference(&sealed, &[1, 2, 2, 3, 4, 5, 6]), [Added { index: 2 }], "a copy");
        assert_eq!(difference(&sealed, &[]).len(), 6);
        assert_eq!(difference(&[], &sealed).len(), 6);
    }

    #[test]
    fn several_things_are_told_apart() {
        let found = [2, 1, 3, 9, 5, 7, 8, 10];
        assert_eq!(
            difference(&[1, 2, 3, 4, 5, 6, 7, 8], &found),
            [
                Swapped { one: 0, other: 1 },
                Changed { position: 3, index: 3 },
                Dropped { position: 5 },
                Added { index: 7 }
            ]
        );
    }
}
