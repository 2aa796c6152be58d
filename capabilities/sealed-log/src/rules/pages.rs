//! The dense row of hashes in pages of 32.

use std::collections::{BTreeMap, BTreeSet};

use behorig_transparency::Hash;
use behorig_transparency::tree::{HashIndex, Held};

/// Bytes of a hash.
pub(crate) const HASH: usize = 32;
/// Hashes of a page.
pub(crate) const PAGE: u64 = 32;

/// Pages of the row as they are stored, by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pages(pub(crate) BTreeMap<u64, Vec<u8>>);

/// On which page a hash lies.
pub(crate) const fn page_of(index: HashIndex) -> u64 {
    index.get() / PAGE
}

/// The pages that these hashes lie on.
pub(crate) fn pages_of(indexes: &[HashIndex]) -> BTreeSet<u64> {
    indexes.iter().map(|index| page_of(*index)).collect()
}

impl Pages {
    /// The hash at a place, where it is stored.
    pub(crate) fn hash(&self, index: HashIndex) -> Option<Hash> {
        let page = self.0.get(&page_of(index))?;
        let from = usize::try_from(index.get() % PAGE).ok()? * HASH;
        let bytes: [u8; HASH] = page.get(from..from + HASH)?.try_into().ok()?;
        Some(Hash::from_bytes(bytes))
    }

    /// Those of the hashes that are stored.
    pub(crate) fn held(&self, indexes: &[HashIndex]) -> Held {
        indexes.iter().filter_map(|index| Some((*index, self.hash(*index)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_found_on_its_page_and_a_torn_page_has_less() {
        let page: Vec<u8> = (0..3_u8).flat_map(|number| [number; HASH]).collect();
        let pages = Pages([(2, page)].into_iter().collect());
        assert_eq!(pages.hash(HashIndex::new(65)), Some(Hash::from_bytes([1; HASH])));
        assert_eq!(pages.hash(HashIndex::new(67)), None, "not on the page yet");
        assert_eq!(pages.hash(HashIndex::new(1)), None, "not read");
        assert_eq!(pages_of(&[HashIndex::new(31), HashIndex::new(32), HashIndex::new(33)]), [0, 1].into());
    }
}
