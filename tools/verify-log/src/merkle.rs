//! The tree of RFC 6962, computed by its own words and kept no larger than its right edge.

use sha2::{Digest as _, Sha256};

pub type Hash = [u8; 32];

pub fn leaf(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A tree that grows: the roots of its complete subtrees, largest first, with the number of leaves under each.
#[derive(Default)]
pub struct Tree {
    edge: Vec<(u64, Hash)>,
}

impl Tree {
    pub fn add(&mut self, leaf: Hash) {
        let mut grown = (1, leaf);
        while let Some((leaves, left)) = self.edge.pop_if(|(leaves, _)| *leaves == grown.0) {
            grown = (leaves * 2, node(&left, &grown.1));
        }
        self.edge.push(grown);
    }

    pub fn root(&self) -> Hash {
        let mut edge = self.edge.iter().rev().map(|(_, hash)| *hash);
        let Some(last) = edge.next() else { return Sha256::digest([]).into() };
        edge.fold(last, |right, left| node(&left, &right))
    }
}

/// The root that a leaf's path leads to (RFC 9162, 2.1.3.2), or nothing where the path has the wrong length.
pub fn root_by_path(leaf: Hash, position: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let (mut at, mut last, mut hash) = (position, size.checked_sub(1)?, leaf);
    if at > last {
        return None;
    }
    for beside in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            hash = node(beside, &hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node(&hash, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    (last == 0).then_some(hash)
}
