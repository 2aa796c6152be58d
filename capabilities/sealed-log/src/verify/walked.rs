//! What the way through the log has shown.

use std::collections::{BTreeMap, VecDeque};

use behorig_access::Instant;
use behorig_transparency::Hash;
use behorig_transparency::tree::{self, Held};

use super::checkpoints::{Checkpoints, Good};
use super::erasures::Erasures;
use super::times::CheckpointTimes;
use super::{Report, SOON};
use crate::LogError;
use crate::records::tree::TreeRow;
use crate::rules::Found;
use crate::walk::{Piece, Place};

/// The walk so far.
pub(super) struct Walked {
    /// Checkpoints that lie ahead.
    ahead: VecDeque<Good>,
    size: u64,
    /// The frontier of the tree that the stored leaves give.
    frontier: BTreeMap<u64, Hash>,
    root: Hash,
    /// Positions where event and stored leaf differ.
    wrong: Vec<Found>,
    /// The largest checkpoint that agreed with the stored leaves, and the smallest that did not.
    right: u64,
    contradicted: Option<Good>,
    /// Stored nodes above the leaves that are not what the leaves give.
    nodes: u64,
    /// Stored hashes that are not there.
    missing: u64,
    erasures: Erasures,
    /// Events sealed long after they happened, and the first position of those.
    late: Option<(u64, u64)>,
}

impl Walked {
    pub(super) fn new(checkpoints: &Checkpoints, now: Instant) -> Self {
        let mut walked = Self {
            ahead: checkpoints.good.iter().copied().collect(),
            size: 0,
            frontier: BTreeMap::new(),
            root: Hash::EMPTY_TREE,
            wrong: Vec::new(),
            right: 0,
            contradicted: None,
            nodes: 0,
            missing: 0,
            erasures: Erasures::new(now, CheckpointTimes::of(&checkpoints.good)),
            late: None,
        };
        walked.compare();
        walked
    }

    /// Goes on with what was signed since.
    pub(super) fn expect(&mut self, checkpoints: &Checkpoints) {
        self.ahead = checkpoints.good.iter().filter(|one| one.size > self.size).copied().collect();
        self.erasures.expect(CheckpointTimes::of(&checkpoints.good));
    }

    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    /// Whether an event was erased of which nothing tells so far.
    pub(super) fn misses_a_teller(&self) -> bool {
        self.erasures.untold().count() > 0
    }

    pub(super) fn wrong(&self) -> &[Found] {
        &self.wrong
    }

    /// Goes on by a piece. `begun_at` is when sealing began: what happened before was sealed late by its nature.
    pub(super) fn add(&mut self, piece: Piece, begun_at: Instant) -> Result<(), LogError> {
        let leaves: Vec<Hash> =
            piece.places.iter().map(|place| place.sealed.unwrap_or(Hash::from_bytes([0; 32]))).collect();
        let from = tree::stored(piece.first)?.get();
        for (place, position) in piece.places.iter().zip(piece.first..) {
            self.look_at(place, position, begun_at);
        }
        let mut rest = leaves.as_slice();
        while !rest.is_empty() {
            let until_next = self.ahead.front().map_or(u64::MAX, |next| next.size - self.size);
            let step = usize::try_from(until_next).unwrap_or(usize::MAX).min(rest.len());
            let (now, later) = rest.split_at_checked(step).unwrap_or((rest, &[]));
            self.append(now, &piece.row, from)?;
            rest = later;
        }
        Ok(())
    }

    fn look_at(&mut self, place: &Place, position: u64, begun_at: Instant) {
        if let Some((at, sealed_at)) = place.times
            && at.0 > begun_at.0
            && sealed_at.0.saturating_sub(at.0) > SOON
        {
            let (first, count) = self.late.unwrap_or((position, 0));
            self.late = Some((first, count + 1));
        }
        self.erasures.look_at(place, position);
        if place.is_erased {
            return;
        }
        if place.sealed.is_none() {
            self.missing += 1;
        }
        if place.now != place.sealed {
            let sealed = place.sealed.unwrap_or(Hash::from_bytes([0; 32]));
            self.wrong.push(Found { position, event: place.event, now: place.now, sealed });
        }
    }

    /// Puts stored leaves at the end of the tree, and holds what they give against the stored row, which begins at `from`.
    fn append(&mut self, leaves: &[Hash], row: &[Option<Hash>], from: u64) -> Result<(), LogError> {
        let held: Held = self.frontier.iter().map(|(index, hash)| (tree::HashIndex::new(*index), *hash)).collect();
        let grown = tree::append(self.size, leaves, &held)?;
        let first = grown.first.get();
        let stored = row.iter().skip(usize::try_from(first - from).unwrap_or(usize::MAX));
        self.nodes +=
            stored.zip(&grown.hashes).filter(|(stored, hash)| stored.is_some_and(|stored| stored != **hash)).count()
                as u64;
        let fresh = |index: u64| grown.hashes.get(usize::try_from(index.checked_sub(first)?).ok()?).copied();
        let mut frontier = BTreeMap::new();
        for index in tree::frontier_needs(grown.size)? {
            let hash = self.frontier.get(&index.get()).copied().or_else(|| fresh(index.get()));
            frontier.extend(hash.map(|hash| (index.get(), hash)));
        }
        (self.frontier, self.size, self.root) = (frontier, grown.size, grown.root);
        self.compare();
        Ok(())
    }

    /// Compares with the checkpoints of this size.
    fn compare(&mut self) {
        while let Some(next) = self.ahead.pop_front_if(|next| next.size <= self.size) {
            if self.contradicted.is_none() {
                if next.root == self.root { self.right = next.size } else { self.contradicted = Some(next) }
            }
        }
    }

    /// Tells what the walk has shown, but for the differences themselves.
    pub(super) fn tell(&self, tree: &TreeRow, checkpoints: &Checkpoints, report: &mut Report) {
        match checkpoints.last() {
            None => report.broken("there is no signed checkpoint to hold the events against"),
            Some(last) if last.size > tree.size => {
                let word = if last.is_witnessed { "witnessed" } else { "signed" };
                let (size, missing) = (last.size, last.size - tree.size);
                report.broken(format!(
                    "cut off: the log ends after {} events, and a {word} checkpoint covers {size}: {missing} are gone",
                    tree.size
                ));
            }
            Some(last) if last.size < tree.size => {
                report.tell(format!("The last {} events are under no checkpoint yet.", tree.size - last.size));
            }
            Some(_) => {}
        }
        if let Some(wrong) = self.contradicted {
            let (right, last) = (self.right, wrong.size.saturating_sub(1));
            report.broken(format!(
                "stored leaf hashes were changed between positions {right} and {last}: everything before is whole, and among these it \
                 cannot be told by the hashes which event was changed"
            ));
        }
        if self.root != tree.root {
            report.broken("the tree's row says another root than its stored leaves give");
        }
        if self.nodes > 0 {
            report.broken(format!("{} stored hashes of the tree are not what its leaves give", self.nodes));
        }
        if self.missing > 0 {
            report.broken(format!("{} stored leaf hashes are gone", self.missing));
        }
        self.erasures.tell(report);
        if let Some((first, count)) = self.late {
            report.tell(format!(
                "{count} events were sealed more than a minute after they happened, the first at position {first}: the program was \
                 stopped, or somebody put them there."
            ));
        }
    }
}
