//! A viewer's grants laid out for the decision: one cache line for each, found in constant time by unit and object.
//!
//! A binary search would touch a new cache line at nearly every step; with a hundred thousand grants that alone is
//! dearer than the rest of the decision. Here a slot is eight bytes, and a unit without grants costs one of them.

use crate::{Assurance, Instant, ObjectRef, Service, ServiceSet, UnitId, ViewerGrant, denial::reach};

/// What the decision looks at in a grant; its id and object stand in the row of the same place.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Hot {
    pub(crate) unit: UnitId,
    services: ServiceSet,
    // The first and the last moment, both included, so that every moment there is can be compared.
    first: Instant,
    last: Instant,
    pub(crate) branch: bool,
    pub(crate) for_object: bool,
    lowest_assurance: Assurance,
}

impl Hot {
    fn of(row: &ViewerGrant) -> Self {
        let last = row.period.to.map_or(Some(i64::MAX), |to| to.0.checked_sub(1));
        // A period that ends at the beginning of time never holds.
        let (first, last) = last.map_or((i64::MAX, i64::MIN), |last| (row.period.from.0, last));
        Self {
            unit: row.unit,
            services: row.services,
            first: Instant(first),
            last: Instant(last),
            branch: row.branch,
            for_object: row.object.is_some(),
            lowest_assurance: row.lowest_assurance,
        }
    }

    /// Whether the rules hold that do not depend on the target: the period, the service, the role's assurance.
    #[inline]
    pub(crate) fn holds(&self, service: Service, assurance: Assurance, now: Instant) -> bool {
        self.services.contains(service) & self.period_holds(now) & (self.lowest_assurance <= assurance)
    }

    // Here and below the comparisons are joined by `&`: which of them fails is as good as random from one grant to the
    // next, and a branch that is guessed wrong costs more than all of them.

    /// Whether the period holds.
    #[inline]
    pub(crate) fn period_holds(&self, now: Instant) -> bool {
        (self.first <= now) & (now <= self.last)
    }

    /// How far the grant comes at a unit that it does not cover.
    #[inline]
    pub(crate) fn reach_anywhere(&self, service: Service, now: Instant) -> u8 {
        let (period, holds) = (u8::from(self.period_holds(now)), u8::from(self.services.contains(service)));
        reach::PERIOD + period * (1 + holds)
    }
}

/// The grants for the decision, with the way to those of one unit or object: open addressing over their places.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// One for each row, in the rows' order.
    pub(crate) hot: Vec<Hot>,
    // INVARIANT: a power of two, or empty; 0 is a free slot, and at least half of them are free. A slot holds the upper
    // half of a hash, whether it is an object's, and a place counted from one.
    slots: Box<[u64]>,
}

const TAG: u64 = 0xffff_ffff_0000_0000;
const OBJECT: u64 = 0x8000_0000;
const PLACE: u64 = 0x7fff_ffff;

impl Index {
    /// The index of rows that are sorted by unit and object.
    pub(crate) fn of(rows: &[ViewerGrant]) -> Self {
        let before = |at: usize| at.checked_sub(1).map(|before| &rows[before]);
        let new_unit = |at: usize| before(at).is_none_or(|before| before.unit != rows[at].unit);
        let new_object = |at: usize| {
            rows[at].object.is_some() && (new_unit(at) || before(at).is_none_or(|row| row.object != rows[at].object))
        };
        let keys: usize = (0..rows.len()).map(|at| usize::from(new_unit(at)) + usize::from(new_object(at))).sum();
        let size = if keys == 0 { 0 } else { (keys * 2).next_power_of_two() };
        let mut index = Self { hot: rows.iter().map(Hot::of).collect(), slots: vec![0; size].into_boxed_slice() };
        for (at, row) in rows.iter().enumerate() {
            if new_unit(at) {
                index.put(of_unit(row.unit), 0, at);
            }
            if let Some(object) = row.object.filter(|_| new_object(at)) {
                index.put(of_object(row.unit, object), OBJECT, at);
            }
        }
        index
    }

    fn put(&mut self, hash: u64, kind: u64, at: usize) {
        let last = self.slots.len() - 1;
        let mut slot = hash as usize & last;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & last;
        }
        self.slots[slot] = hash & TAG | kind | (at as u64 + 1);
    }

    /// The place of the unit's first row. Those without an object come first.
    #[inline]
    pub(crate) fn unit(&self, unit: UnitId) -> Option<usize> {
        self.find(of_unit(unit), 0, |at| self.hot[at].unit == unit)
    }

    /// The place of the first row for this unit and object.
    #[inline]
    pub(crate) fn object(&self, rows: &[ViewerGrant], unit: UnitId, object: ObjectRef) -> Option<usize> {
        let is_it = |at: usize| self.hot[at].unit == unit && rows[at].object == Some(object);
        self.find(of_object(unit, object), OBJECT, is_it)
    }

    #[inline]
    fn find(&self, hash: u64, kind: u64, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut slot = hash as usize & last;
        loop {
            let held = self.slots[slot];
            if held == 0 {
                return None;
            }
            let at = (held & PLACE) as usize - 1;
            if held & !PLACE == hash & TAG | kind && is_it(at) {
                return Some(at);
            }
            slot = (slot + 1) & last;
        }
    }
}

// Ids are made by the program, never chosen by a visitor, so the hash need not withstand one who picks keys to collide.
#[inline]
fn of_unit(unit: UnitId) -> u64 {
    fold(unit.as_bytes(), 0x9e37_79b9_7f4a_7c15)
}

#[inline]
fn of_object(unit: UnitId, object: ObjectRef) -> u64 {
    fold(object.id.as_bytes(), of_unit(unit) ^ (object.kind as u64 + 1))
}

#[inline]
fn fold(bytes: &[u8; 16], seed: u64) -> u64 {
    let both = u128::from_ne_bytes(*bytes);
    let product = u128::from(both as u64 ^ seed) * u128::from((both >> 64) as u64 ^ 0xd1b5_4a32_d192_ed03);
    let mixed = u128::from(product as u64 ^ (product >> 64) as u64) * 0xa076_1d64_78bd_642f;
    mixed as u64 ^ (mixed >> 64) as u64
}
