//! The Merkle tree of RFC 6962 (and RFC 9162), whose hashes are stored and read back.
//!
//! Only hashes of **complete** subtrees are stored, so a stored hash never changes. They lie in one dense row, each subtree
//! right after the leaf that completed it: leaf 0, leaf 1, the node above them, leaf 2, leaf 3, the node above those, the node
//! above all four, and so on. A tree of n leaves has just under 2n of them, and appending adds to the end of the row.
//!
//! What a question needs is asked first and read by the caller (`…_needs`), for instance in one query; the answer is then
//! computed from what was [`Held`]. The mathematics are those of the library `tlog_tiles`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use tlog_tiles::HashReader;

use crate::Hash;

/// More leaves than any log here will see, and few enough that no index runs over.
pub const MAX_LEAVES: u64 = 1 << 48;
/// A way to the root is no longer than this many hashes.
const LONGEST_PATH: usize = 64;

/// The place of a stored hash in the dense row, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HashIndex(u64);

impl HashIndex {
    /// A place as it was stored.
    #[must_use]
    pub const fn new(index: u64) -> Self {
        Self(index)
    }

    /// The place as a number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// Why a tree gave no answer, or a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The caller did not read a hash that was asked for, or it is not stored.
    #[error("the tree's stored hash {0} is missing")]
    Missing(u64),
    /// Beyond [`MAX_LEAVES`].
    #[error("a log has at most {MAX_LEAVES} events")]
    TooLarge,
    /// The tree ends before this leaf.
    #[error("a log of {size} events has no event at position {leaf}")]
    NoSuchLeaf {
        /// The position asked for, from 0.
        leaf: u64,
        /// How many leaves the tree has.
        size: u64,
    },
    /// The earlier tree is larger than the later.
    #[error("a log of {newer} events never had {older}")]
    NoSuchSize {
        /// The size that should be the earlier.
        older: u64,
        /// The size that should be the later.
        newer: u64,
    },
    /// The hashes do not lead to the root.
    #[error("the proof does not lead to the root of the checkpoint")]
    NotProven,
}

/// Stored hashes that the caller has read.
#[derive(Debug, Clone, Default)]
pub struct Held(BTreeMap<u64, Hash>);

impl FromIterator<(HashIndex, Hash)> for Held {
    fn from_iter<T: IntoIterator<Item = (HashIndex, Hash)>>(hashes: T) -> Self {
        Self(hashes.into_iter().map(|(index, hash)| (index.0, hash)).collect())
    }
}

/// What appending gives to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Where the new hashes begin in the row.
    pub first: HashIndex,
    /// The new hashes, in the order of the row.
    pub hashes: Vec<Hash>,
    /// How many leaves the tree has now.
    pub size: u64,
    /// Its root now.
    pub root: Hash,
}

/// The way from one leaf to the root of a tree (RFC 6962, 2.1.1), from the leaf's neighbour upwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// The position of the leaf, from 0.
    pub leaf: u64,
    /// The leaves of the tree.
    pub size: u64,
    /// The hashes along the way.
    pub path: Vec<Hash>,
}

/// The proof that a tree begins with all of an earlier one (RFC 6962, 2.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The leaves of the earlier tree.
    pub older: u64,
    /// The leaves of the later tree.
    pub newer: u64,
    /// The hashes of the proof; none where the earlier tree was empty.
    pub path: Vec<Hash>,
}

/// How many hashes are stored for a tree of this size: also where the next one goes.
///
/// # Errors
/// [`TreeError::TooLarge`].
pub fn stored(size: u64) -> Result<HashIndex, TreeError> {
    within(size)?;
    Ok(HashIndex(tlog_tiles::stored_hash_count(size)))
}

/// The stored hashes that appending to a tree of this size needs, and its root: its complete subtrees from left to right, at
/// most one for each bit of the size.
///
/// # Errors
/// [`TreeError::TooLarge`].
pub fn frontier_needs(size: u64) -> Result<Vec<HashIndex>, TreeError> {
    within(size)?;
    Ok(tlog_tiles::sub_tree_index(0, size, Vec::new()).into_iter().map(HashIndex).collect())
}

/// The root of the tree of this size, from its frontier.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::Missing`].
pub fn root(size: u64, frontier: &Held) -> Result<Hash, TreeError> {
    within(size)?;
    let reader = Reader::of(frontier);
    tlog_tiles::tree_hash(size, &reader).map(Hash::from_library).map_err(|_| reader.what_was_missing())
}

/// Appends leaves to a tree of this size, of which only the frontier is needed.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::Missing`].
pub fn append(size: u64, leaves: &[Hash], frontier: &Held) -> Result<Appended, TreeError> {
    let grown = u64::try_from(leaves.len()).ok().and_then(|more| size.checked_add(more)).ok_or(TreeError::TooLarge)?;
    within(grown)?;
    let first = tlog_tiles::stored_hash_count(size);
    let mut fresh = Vec::with_capacity(leaves.len().saturating_mul(2));
    for (position, leaf) in (size..).zip(leaves) {
        let reader = Reader { first, fresh: &fresh, ..Reader::of(frontier) };
        let completed = tlog_tiles::stored_hashes_for_record_hash(position, leaf.to_library(), &reader)
            .map_err(|_| reader.what_was_missing())?;
        fresh.extend(completed.into_iter().map(Hash::from_library));
    }
    let reader = Reader { first, fresh: &fresh, ..Reader::of(frontier) };
    let root = tlog_tiles::tree_hash(grown, &reader).map(Hash::from_library).map_err(|_| reader.what_was_missing())?;
    Ok(Appended { first: HashIndex(first), hashes: fresh, size: grown, root })
}

/// The stored hashes that a leaf's way to the root needs.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::NoSuchLeaf`].
pub fn inclusion_needs(leaf: u64, size: u64) -> Result<Vec<HashIndex>, TreeError> {
    has_leaf(leaf, size)?;
    Ok(Asked::by(|reader| {
        let _ = tlog_tiles::prove_record(size, leaf, reader);
    }))
}

/// A leaf's way to the root of the tree of this size.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::NoSuchLeaf`], [`TreeError::Missing`].
pub fn inclusion(leaf: u64, size: u64, held: &Held) -> Result<InclusionProof, TreeError> {
    has_leaf(leaf, size)?;
    let reader = Reader::of(held);
    let path = tlog_tiles::prove_record(size, leaf, &reader).map_err(|_| reader.what_was_missing())?;
    Ok(InclusionProof { leaf, size, path: path.into_iter().map(Hash::from_library).collect() })
}

/// The stored hashes that a proof needs that a later tree begins with an earlier one.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::NoSuchSize`].
pub fn consistency_needs(older: u64, newer: u64) -> Result<Vec<HashIndex>, TreeError> {
    has_size(older, newer)?;
    if older == 0 {
        return Ok(Vec::new());
    }
    Ok(Asked::by(|reader| {
        let _ = tlog_tiles::prove_tree(newer, older, reader);
    }))
}

/// The proof that a later tree begins with an earlier one.
///
/// # Errors
/// [`TreeError::TooLarge`], [`TreeError::NoSuchSize`], [`TreeError::Missing`].
pub fn consistency(older: u64, newer: u64, held: &Held) -> Result<ConsistencyProof, TreeError> {
    has_size(older, newer)?;
    if older == 0 {
        return Ok(ConsistencyProof { older, newer, path: Vec::new() });
    }
    let reader = Reader::of(held);
    let path = tlog_tiles::prove_tree(newer, older, &reader).map_err(|_| reader.what_was_missing())?;
    Ok(ConsistencyProof { older, newer, path: path.into_iter().map(Hash::from_library).collect() })
}

impl InclusionProof {
    /// Whether the leaf is under the root, at its position, in a tree of this size.
    ///
    /// # Errors
    /// [`TreeError::NotProven`] where it is not, and what makes the question itself meaningless.
    pub fn check(&self, leaf: Hash, root: Hash) -> Result<(), TreeError> {
        has_leaf(self.leaf, self.size)?;
        let path = library_path(&self.path)?;
        tlog_tiles::check_record(&path, self.size, root.to_library(), self.leaf, leaf.to_library())
            .map_err(|_| TreeError::NotProven)
    }
}

impl ConsistencyProof {
    /// Whether the tree with the later root begins with the tree with the earlier one.
    ///
    /// # Errors
    /// [`TreeError::NotProven`] where it does not, and what makes the question itself meaningless.
    pub fn check(&self, older_root: Hash, newer_root: Hash) -> Result<(), TreeError> {
        has_size(self.older, self.newer)?;
        if self.older == 0 {
            let holds = self.path.is_empty() && older_root == Hash::EMPTY_TREE;
            return if holds { Ok(()) } else { Err(TreeError::NotProven) };
        }
        let path = library_path(&self.path)?;
        tlog_tiles::check_tree(&path, self.newer, newer_root.to_library(), self.older, older_root.to_library())
            .map_err(|_| TreeError::NotProven)
    }
}

fn within(size: u64) -> Result<(), TreeError> {
    if size <= MAX_LEAVES { Ok(()) } else { Err(TreeError::TooLarge) }
}

fn has_leaf(leaf: u64, size: u64) -> Result<(), TreeError> {
    within(size)?;
    if leaf < size { Ok(()) } else { Err(TreeError::NoSuchLeaf { leaf, size }) }
}

fn has_size(older: u64, newer: u64) -> Result<(), TreeError> {
    within(newer)?;
    if older <= newer { Ok(()) } else { Err(TreeError::NoSuchSize { older, newer }) }
}

fn library_path(path: &[Hash]) -> Result<Vec<tlog_tiles::Hash>, TreeError> {
    if path.len() > LONGEST_PATH {
        return Err(TreeError::NotProven);
    }
    Ok(path.iter().map(|hash| hash.to_library()).collect())
}

/// Gives the library what the caller has read, and what was just appended.
struct Reader<'a> {
    held: &'a Held,
    first: u64,
    fresh: &'a [Hash],
    missing: Cell<u64>,
}

impl<'a> Reader<'a> {
    const fn of(held: &'a Held) -> Self {
        Self { held, first: u64::MAX, fresh: &[], missing: Cell::new(0) }
    }

    fn find(&self, index: u64) -> Option<Hash> {
        match index.checked_sub(self.first) {
            Some(offset) => self.fresh.get(usize::try_from(offset).ok()?).copied(),
            None => self.held.0.get(&index).copied(),
        }
    }

    /// The library fails for no other reason: what it asks for has been checked before.
    fn what_was_missing(&self) -> TreeError {
        TreeError::Missing(self.missing.get())
    }
}

impl HashReader for Reader<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        indexes
            .iter()
            .map(|&index| {
                self.find(index).map(Hash::to_library).ok_or_else(|| {
                    self.missing.set(index);
                    tlog_tiles::Error::IndexesNotInTree
                })
            })
            .collect()
    }
}

/// Notes what the library asks for and gives nothing. The library asks once, for all it needs, before it computes anything.
#[derive(Default)]
struct Asked(RefCell<Vec<HashIndex>>);

impl Asked {
    fn by(question: impl FnOnce(&Self)) -> Vec<HashIndex> {
        let asked = Self::default();
        question(&asked);
        asked.0.into_inner()
    }
}

impl HashReader for Asked {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        self.0.borrow_mut().extend(indexes.iter().copied().map(HashIndex));
        Err(tlog_tiles::Error::IndexesNotInTree)
    }
}
