//! The tree against the RFC itself, written down a second time in the most naive way, with another SHA-256.

use aws_lc_rs::digest::{SHA256, digest};
use behorig_transparency::tree::{self, Held};
use behorig_transparency::{ConsistencyProof, Hash, InclusionProof, TreeError};
use proptest::prelude::*;

use crate::samples::Table;

fn sha256(parts: &[&[u8]]) -> Hash {
    Hash::from_bytes(digest(&SHA256, &parts.concat()).as_ref().try_into().unwrap())
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|at| sha256(&[&[0], format!("event {at}").as_bytes()])).collect()
}

/// RFC 6962, 2.1, word by word.
fn root_by_the_rfc(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let left = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(left);
            sha256(&[&[1], root_by_the_rfc(left).as_bytes(), root_by_the_rfc(right).as_bytes()])
        }
    }
}

fn inclusion(table: &Table, leaf: u64, size: u64) -> InclusionProof {
    tree::inclusion(leaf, size, &table.read(&tree::inclusion_needs(leaf, size).unwrap())).unwrap()
}

fn consistency(table: &Table, older: u64, newer: u64) -> ConsistencyProof {
    tree::consistency(older, newer, &table.read(&tree::consistency_needs(older, newer).unwrap())).unwrap()
}

fn grown(leaves: &[Hash]) -> Table {
    let mut table = Table::default();
    table.append(leaves);
    table
}

fn flipped(hash: Hash) -> Hash {
    let mut bytes = *hash.as_bytes();
    bytes[7] ^= 0x10;
    Hash::from_bytes(bytes)
}

#[test]
fn every_size_has_the_root_of_the_rfc() {
    let leaves = leaves(200);
    let mut table = Table::default();
    assert_eq!(table.root_at(0), Hash::EMPTY_TREE);
    for size in 1..=200 {
        let root = table.append(&leaves[size - 1..size]);
        assert_eq!(root, root_by_the_rfc(&leaves[..size]), "at size {size}");
    }
    for size in 0..=200 {
        assert_eq!(table.root_at(size), root_by_the_rfc(&leaves[..usize::try_from(size).unwrap()]), "later, at {size}");
    }
}

#[test]
fn the_published_vectors_hold() {
    let inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves: Vec<_> = inputs.iter().map(|input| Hash::of_leaf(&hex::decode(input).unwrap())).collect();
    let table = grown(&leaves);
    for (size, root) in (0..).zip(roots) {
        assert_eq!(hex::encode(table.root_at(size).as_bytes()), root, "at size {size}");
    }
    let hexes = |path: &[Hash]| path.iter().map(|hash| hex::encode(hash.as_bytes())).collect::<Vec<_>>();
    assert_eq!(
        hexes(&inclusion(&table, 1, 5).path),
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ]
    );
    assert_eq!(
        hexes(&consistency(&table, 6, 8).path),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
    assert_eq!(
        hexes(&consistency(&table, 1, 8).path),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
}

#[test]
fn every_leaf_is_proven_in_every_small_tree() {
    let leaves = leaves(40);
    let table = grown(&leaves);
    for size in 1..=40 {
        for leaf in 0..size {
            let proof = inclusion(&table, leaf, size);
            proof.check(leaves[usize::try_from(leaf).unwrap()], table.root_at(size)).unwrap();
        }
    }
}

#[test]
fn every_small_tree_is_proven_to_have_only_grown() {
    let table = grown(&leaves(40));
    for newer in 0..=40 {
        for older in 0..=newer {
            let proof = consistency(&table, older, newer);
            proof.check(table.root_at(older), table.root_at(newer)).unwrap();
        }
    }
}

#[test]
fn what_was_not_read_is_named_and_never_guessed() {
    let table = grown(&leaves(11));
    let needed = tree::frontier_needs(11).unwrap();
    let without_first = table.read(&needed[1..]);
    assert_eq!(tree::root(11, &without_first), Err(TreeError::Missing(needed[0].get())));
    assert_eq!(tree::append(11, &leaves(1), &without_first), Err(TreeError::Missing(needed[0].get())));
    assert!(matches!(tree::inclusion(3, 11, &Held::default()), Err(TreeError::Missing(_))));
    assert!(matches!(tree::consistency(3, 11, &Held::default()), Err(TreeError::Missing(_))));
}

#[test]
fn questions_beyond_the_tree_are_refused() {
    assert_eq!(tree::inclusion_needs(5, 5), Err(TreeError::NoSuchLeaf { leaf: 5, size: 5 }));
    assert_eq!(tree::consistency_needs(6, 5), Err(TreeError::NoSuchSize { older: 6, newer: 5 }));
    assert_eq!(tree::frontier_needs(u64::MAX), Err(TreeError::TooLarge));
    assert_eq!(tree::append(u64::MAX, &leaves(1), &Held::default()), Err(TreeError::TooLarge));
    let endless = InclusionProof { leaf: 0, size: 1, path: leaves(100_000) };
    assert_eq!(endless.check(leaves(1)[0], leaves(1)[0]), Err(TreeError::NotProven));
    let from_nothing = ConsistencyProof { older: 0, newer: 3, path: leaves(1) };
    assert_eq!(from_nothing.check(Hash::EMPTY_TREE, leaves(1)[0]), Err(TreeError::NotProven));
}

proptest! {
    #[test]
    fn leaves_appended_in_any_groups_give_the_same_row_and_root(
        groups in prop::collection::vec(0_usize..30, 1..12),
    ) {
        let all = leaves(groups.iter().sum::<usize>() as u64);
        let mut table = Table::default();
        let mut rest = all.as_slice();
        for group in groups {
            let (now, later) = rest.split_at(group);
            let root = table.append(now);
            rest = later;
            prop_assert_eq!(root, table.root_at(table.size));
        }
        prop_assert_eq!(&table.row, &grown(&all).row);
        prop_assert_eq!(table.root_at(table.size), root_by_the_rfc(&all));
    }

    #[test]
    fn a_changed_dropped_added_or_swapped_leaf_changes_the_root(size in 2_usize..200, one in 0_usize..200, other in 0_usize..200) {
        let whole = leaves(size as u64);
        let (one, other) = (one % size, other % size);
        let root = grown(&whole).root_at(size as u64);
        let mut changed = whole.clone();
        changed[one] = flipped(changed[one]);
        prop_assert_ne!(grown(&changed).root_at(size as u64), root);
        let mut dropped = whole.clone();
        dropped.remove(one);
        prop_assert_ne!(grown(&dropped).root_at(size as u64 - 1), root);
        let mut added = whole.clone();
        added.insert(one, flipped(whole[other]));
        prop_assert_ne!(grown(&added).root_at(size as u64 + 1), root);
        if one != other {
            let mut swapped = whole;
            swapped.swap(one, other);
            prop_assert_ne!(grown(&swapped).root_at(size as u64), root);
        }
    }

    #[test]
    fn a_proof_holds_for_its_own_leaf_place_and_root_alone(size in 1_u64..200, at in 0_u64..200, broken in 0_usize..20) {
        let at = at % size;
        let all = leaves(size);
        let leaf = all[usize::try_from(at).unwrap()];
        let table = grown(&all);
        let root = table.root_at(size);
        let proof = inclusion(&table, at, size);
        proof.check(leaf, root).unwrap();
        prop_assert_eq!(proof.check(flipped(leaf), root), Err(TreeError::NotProven));
        prop_assert_eq!(proof.check(leaf, flipped(root)), Err(TreeError::NotProven));
        let elsewhere = InclusionProof { leaf: (at + 1) % size, ..proof.clone() };
        prop_assert!(size == 1 || elsewhere.check(leaf, root).is_err());
        let mut longer = proof.clone();
        longer.path.push(leaf);
        prop_assert_eq!(longer.check(leaf, root), Err(TreeError::NotProven));
        if let Some(place) = broken.checked_rem(proof.path.len()) {
            let mut mutated = proof.clone();
            mutated.path[place] = flipped(mutated.path[place]);
            prop_assert_eq!(mutated.check(leaf, root), Err(TreeError::NotProven));
            let mut shorter = proof;
            shorter.path.remove(place);
            prop_assert_eq!(shorter.check(leaf, root), Err(TreeError::NotProven));
        }
    }

    #[test]
    fn a_log_that_was_rewritten_is_not_proven_to_have_grown(
        newer in 2_u64..200, older in 1_u64..200, rewritten in 0_u64..200, broken in 0_usize..20,
    ) {
        let older = older % newer + 1;
        let all = leaves(newer);
        let table = grown(&all);
        let (was, is) = (table.root_at(older), table.root_at(newer));
        let proof = consistency(&table, older, newer);
        proof.check(was, is).unwrap();
        prop_assert_eq!(proof.check(flipped(was), is), Err(TreeError::NotProven));
        prop_assert_eq!(proof.check(was, flipped(is)), Err(TreeError::NotProven));
        if let Some(place) = broken.checked_rem(proof.path.len()) {
            let mut mutated = proof;
            mutated.path[place] = flipped(mutated.path[place]);
            prop_assert_eq!(mutated.check(was, is), Err(TreeError::NotProven));
        }
        let mut history = all;
        let place = usize::try_from(rewritten % older).unwrap();
        history[place] = flipped(history[place]);
        let false_table = grown(&history);
        let false_proof = consistency(&false_table, older, newer);
        prop_assert_eq!(false_proof.check(was, false_table.root_at(newer)), Err(TreeError::NotProven));
    }
}
