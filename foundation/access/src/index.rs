//! A viewer's grants laid out for the decision: one cache line for each, found in constant time by unit and object.
//!
//! A binary search would touch a new cache line at nearly every step; with a hundred thousand grants that alone is
//! dearer than the rest of the decision. Here a slot is eight bytes, a unit without grants costs one of them, and one
//! line more tells whether any grant at a unit holds the service at all.

use crate::{Assurance, GrantId, Instant, ObjectRef, Service, ServiceSet, UnitId, ViewerGrant, denial::reach};
use std::ops::Range;

/// What the decision looks at in a grant; the rest stands in the row of the same place.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Hot {
    pub(crate) id: GrantId,
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
            id: row.id,
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

/// The grants at one unit, together.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Run {
    unit: UnitId,
    // What some grant here holds, and what some grant here holds for the branch below.
    own: ServiceSet,
    below: ServiceSet,
    start: u32,
    end: u32,
    has_branch: bool,
}

impl Run {
    /// Whether some grant of the run holds the service at a unit so far below the run's; 0 is the run's own unit.
    #[inline]
    pub(crate) fn holds(&self, service: Service, height: usize) -> bool {
        if height == 0 { self.own.contains(service) } else { self.below.contains(service) }
    }

    /// Whether some grant of the run covers a unit so far below the run's.
    #[inline]
    pub(crate) fn covers(&self, height: usize) -> bool {
        (height == 0) | self.has_branch
    }

    /// The places of the run's rows. Those without an object come first.
    #[inline]
    pub(crate) fn places(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The grants for the decision, with the way to those of one unit or object: open addressing over their places.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    /// One for each row, in the rows' order.
    pub(crate) hot: Vec<Hot>,
    runs: Vec<Run>,
    // INVARIANT: a power of two, or empty; 0 is a free slot, and at least half of them are free. A slot holds the upper
    // half of a hash, whether it is an object's, and the place of a run or of an object's first row, counted from one.
    slots: Box<[u64]>,
}

const TAG: u64 = 0xffff_ffff_0000_0000;
const OBJECT: u64 = 0x8000_0000;
const PLACE: u64 = 0x7fff_ffff;

impl Index {
    /// The index of rows that are sorted by unit and object.
    pub(crate) fn of(rows: &[ViewerGrant]) -> Self {
        let runs: Vec<Run> = runs_of(rows).collect();
        let first_of_object = |at: &usize| {
            let row = &rows[*at];
            row.object.is_some()
                && at
                    .checked_sub(1)
                    .is_none_or(|before| (rows[before].unit, rows[before].object) != (row.unit, row.object))
        };
        let keys = runs.len() + (0..rows.len()).filter(first_of_object).count();
        let size = if keys == 0 { 0 } else { (keys * 2).next_power_of_two() };
        let mut index = Self { hot: rows.iter().map(Hot::of).collect(), runs, slots: vec![0; size].into_boxed_slice() };
        for place in 0..index.runs.len() {
            index.put(of_unit(index.runs[place].unit), 0, place);
        }
        for at in (0..rows.len()).filter(first_of_object) {
            if let Some(object) = rows[at].object {
                index.put(of_object(rows[at].unit, object), OBJECT, at);
            }
        }
        index
    }

    fn put(&mut self, hash: u64, kind: u64, place: usize) {
        let last = self.slots.len() - 1;
        let mut slot = hash as usize & last;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & last;
        }
        self.slots[slot] = hash & TAG | kind | (place as u64 + 1);
    }

    /// The grants at the unit.
    #[inline]
    pub(crate) fn unit(&self, unit: UnitId) -> Option<&Run> {
        self.find(of_unit(unit), 0, |place| self.runs[place].unit == unit).map(|place| &self.runs[place])
    }

    /// The place of the first row for this unit and object; the rows for it follow, and end where the object does.
    #[inline]
    pub(crate) fn object(&self, rows: &[ViewerGrant], unit: UnitId, object: ObjectRef) -> Option<usize> {
        let is_it = |at: usize| rows[at].unit == unit && rows[at].object == Some(object);
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
            let place = (held & PLACE) as usize - 1;
            if held & !PLACE == hash & TAG | kind && is_it(place) {
                return Some(place);
            }
            slot = (slot + 1) & last;
        }
    }
}

fn runs_of(rows: &[ViewerGrant]) -> impl Iterator<Item = Run> {
    rows.chunk_by(|one, next| one.unit == next.unit).scan(0, |start, run| {
        let united = |rows: &mut dyn Iterator<Item = &ViewerGrant>| {
            rows.fold(ServiceSet::EMPTY, |services, row| services.or(row.services))
        };
        let first = *start;
        *start += run.len() as u32;
        Some(Run {
            unit: run.first()?.unit,
            own: united(&mut run.iter()),
            below: united(&mut run.iter().filter(|row| row.branch)),
            start: first,
            end: *start,
            has_branch: run.iter().any(|row| row.branch),
        })
    })
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
