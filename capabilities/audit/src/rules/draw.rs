//! A draw that anybody can make again.
//!
//! Each id is hashed with the seed, SHA-256 of `seed:id` as UTF-8, and the ids whose hashes come first, read as big-endian numbers, are
//! drawn. Nothing else decides: not the order in which they came, nor how many there were.

use sha2::{Digest, Sha256};

/// Draws `most` of some things by their ids, or all of them where they are fewer. In the order of the draw.
pub(crate) fn draw<T>(seed: &str, things: impl IntoIterator<Item = (String, T)>, most: usize) -> Vec<T> {
    let place = |id: &str| -> [u8; 32] {
        Sha256::new().chain_update(seed.as_bytes()).chain_update(b":").chain_update(id.as_bytes()).finalize().into()
    };
    let mut all: Vec<([u8; 32], String, T)> = things.into_iter().map(|(id, thing)| (place(&id), id, thing)).collect();
    all.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    all.into_iter().take(most).map(|(_, _, thing)| thing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn drawn(seed: &str, ids: &[u32], most: usize) -> Vec<u32> {
        draw(seed, ids.iter().map(|id| (id.to_string(), *id)), most)
    }

    #[test]
    fn the_draw_is_the_one_that_is_written_down() {
        // `printf 'f00d:1' | sha256sum` begins with 4522, 2 with 0d86, 3 with 8084, 4 with 87b6.
        assert_eq!(drawn("f00d", &[4, 3, 2, 1], 4), [2, 1, 3, 4]);
        assert_eq!(drawn("f00d", &[1, 2, 3, 4], 2), [2, 1]);
    }

    proptest! {
        #[test]
        fn the_same_seed_draws_the_same_whatever_the_order(
            ids in prop::collection::btree_set(any::<u32>(), 0..200), seed in "[0-9a-f]{8}", most in 0_usize..250,
        ) {
            let ordered: Vec<u32> = ids.iter().copied().collect();
            let turned: Vec<u32> = ordered.iter().rev().copied().collect();
            let one = drawn(&seed, &ordered, most);
            prop_assert_eq!(&one, &drawn(&seed, &turned, most));
            prop_assert_eq!(one.len(), most.min(ordered.len()));
            let distinct: BTreeSet<u32> = one.iter().copied().collect();
            prop_assert_eq!(distinct.len(), one.len());
            prop_assert!(distinct.is_subset(&ids));
            // Who draws more draws the same ones first.
            let more = drawn(&seed, &ordered, most + 10);
            prop_assert_eq!(&more[..one.len()], &one[..]);
        }
    }
}
