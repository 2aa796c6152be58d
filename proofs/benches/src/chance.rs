//! Chance that is the same in every run, so that two runs measure the same work.

use uuid::Uuid;

/// A sequence of numbers that look random (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The sequence that begins with this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub const fn below(&mut self, limit: usize) -> usize {
        ((self.bits() as u128 * limit as u128) >> 64) as usize
    }

    /// True in `part` cases of `whole`.
    pub const fn one_of(&mut self, part: usize, whole: usize) -> bool {
        self.below(whole) < part
    }

    /// One of the items; none of none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// An identity such as the program would have given at a moment, in milliseconds since 1970: later ones come after earlier ones.
    pub const fn ordered_id(&mut self, millis: u64) -> Uuid {
        let random = (self.bits() as u128) << 64 | self.bits() as u128;
        let mask = (1 << 80) - 1;
        let bits = (millis as u128) << 80 | (random & mask & !(0xf << 76) & !(3 << 62)) | 7 << 76 | 2 << 62;
        Uuid::from_u128(bits)
    }

    /// Sixteen bytes for an identity.
    pub fn id(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.bits().to_be_bytes());
        bytes[8..].copy_from_slice(&self.bits().to_be_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn identities_are_of_version_7_and_stand_in_the_order_of_time() {
        let mut chance = Chance::new(7);
        let ids = [1_700_000_000_000, 1_700_000_000_001].map(|millis| chance.ordered_id(millis));
        assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn chance_is_the_same_in_every_run_and_stays_below_its_limit() {
        let (mut first, mut second) = (Chance::new(7), Chance::new(7));
        assert_eq!(first.bits(), second.bits());
        assert!((0..1_000).all(|_| first.below(3) < 3));
        assert_eq!((first.below(0), first.pick::<u8>(&[])), (0, None));
    }
}
