//! Where in a viewer's sorted grants those of one unit and object begin, found in constant time.
//!
//! A binary search would touch a new cache line at nearly every step; with a hundred thousand grants that alone is
//! dearer than the rest of the decision. Here each slot is eight bytes, and a unit without grants costs one of them.

use crate::{ObjectRef, UnitId, ViewerGrant};

/// Open addressing over the rows: each slot holds half of a hash and the place of a row.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    // INVARIANT: a power of two, or empty; 0 is a free slot, and at least half of them are free.
    slots: Box<[u64]>,
}

impl Index {
    /// The index of rows that are sorted by unit and object.
    pub(crate) fn of(rows: &[ViewerGrant]) -> Self {
        let starts = |at: &usize| *at == 0 || key_of(&rows[*at - 1]) != key_of(&rows[*at]);
        let runs: Vec<usize> = (0..rows.len()).filter(starts).collect();
        let size = if runs.is_empty() { 0 } else { (runs.len() * 4).next_power_of_two() };
        let mut index = Self { slots: vec![0; size].into_boxed_slice() };
        for at in runs {
            let row = &rows[at];
            // Rows without an object come first, so the key "no object" can mean "the unit's first row" for every unit.
            if at == 0 || rows[at - 1].unit != row.unit {
                index.put(hash(row.unit, None), at);
            }
            if row.object.is_some() {
                index.put(hash(row.unit, row.object), at);
            }
        }
        index
    }

    fn put(&mut self, hash: u64, at: usize) {
        let last = self.slots.len() - 1;
        let mut slot = hash as usize & last;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & last;
        }
        self.slots[slot] = tag(hash) | (at as u64 + 1);
    }

    /// The rows from the unit's first on; the caller stops where the unit ends.
    #[inline]
    pub(crate) fn unit<'v>(&self, rows: &'v [ViewerGrant], unit: UnitId) -> &'v [ViewerGrant] {
        self.find(hash(unit, None), |at| rows[at].unit == unit && (at == 0 || rows[at - 1].unit != unit))
            .map_or(&[], |at| &rows[at..])
    }

    /// The rows from the first for this unit and object on; the caller stops where the object ends.
    #[inline]
    pub(crate) fn object<'v>(&self, rows: &'v [ViewerGrant], unit: UnitId, object: ObjectRef) -> &'v [ViewerGrant] {
        self.find(hash(unit, Some(object)), |at| key_of(&rows[at]) == (unit, Some(object)))
            .map_or(&[], |at| &rows[at..])
    }

    #[inline]
    fn find(&self, hash: u64, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & last;
        loop {
            let held = self.slots[slot];
            if held == 0 {
                return None;
            }
            let at = (held & PLACE) as usize - 1;
            if held & !PLACE == tag(hash) && is_it(at) {
                return Some(at);
            }
            slot = (slot + 1) & last;
        }
    }
}

// The lower half of a slot: a place, counted from one.
const PLACE: u64 = u32::MAX as u64;

const fn tag(hash: u64) -> u64 {
    hash & !PLACE
}

#[inline]
fn key_of(row: &ViewerGrant) -> (UnitId, Option<ObjectRef>) {
    (row.unit, row.object)
}

// Ids are made by the program, never chosen by a visitor, so the hash need not withstand one who picks keys to collide.
#[inline]
fn hash(unit: UnitId, object: Option<ObjectRef>) -> u64 {
    let of_unit = fold(unit.as_bytes(), 0x9e37_79b9_7f4a_7c15);
    match object {
        None => of_unit,
        Some(object) => fold(object.id.as_bytes(), of_unit ^ (object.kind as u64 + 1)),
    }
}

#[inline]
fn fold(bytes: &[u8; 16], seed: u64) -> u64 {
    let both = u128::from_ne_bytes(*bytes);
    let product = u128::from(both as u64 ^ seed) * u128::from((both >> 64) as u64 ^ 0xd1b5_4a32_d192_ed03);
    let mixed = u128::from(product as u64 ^ (product >> 64) as u64) * 0xa076_1d64_78bd_642f;
    mixed as u64 ^ (mixed >> 64) as u64
}
