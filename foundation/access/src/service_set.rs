//! A set of services in sixteen bytes.

use crate::Service;
use std::fmt;

/// A set of services: what a role holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ServiceSet(u128);

const _: () = assert!(Service::ALL.len() <= 128, "a service set has one bit for each service");

impl ServiceSet {
    /// No service.
    pub const EMPTY: Self = Self(0);

    /// The set of these services.
    pub const fn of(services: &[Service]) -> Self {
        let mut bits = 0;
        let mut rest = services;
        while let [first, others @ ..] = rest {
            bits |= 1 << first.place();
            rest = others;
        }
        Self(bits)
    }

    /// Whether the set holds the service.
    #[inline]
    pub const fn contains(self, service: Service) -> bool {
        self.0 & (1 << service.place()) != 0
    }

    /// Adds a service; true if it was not there.
    pub const fn insert(&mut self, service: Service) -> bool {
        let before = self.0;
        self.0 |= 1 << service.place();
        before != self.0
    }

    /// Takes a service away; true if it was there.
    pub const fn remove(&mut self, service: Service) -> bool {
        let before = self.0;
        self.0 &= !(1 << service.place());
        before != self.0
    }

    /// The services in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The services in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The services of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// How many services the set holds.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the set holds nothing.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The services, by rising number.
    pub fn iter(self) -> impl Iterator<Item = Service> {
        Service::ALL.iter().copied().filter(move |service| self.contains(*service))
    }

    /// The set as a column of text: rising service numbers with a blank between, `179 262 290`.
    pub fn to_stored(self) -> String {
        let numbers: Vec<String> = self.iter().map(|service| service.number().to_string()).collect();
        numbers.join(" ")
    }

    /// The set from a column of text.
    ///
    /// What names no service of this program is passed over: a node of an older version that meets a newer one's role
    /// then denies what it does not know, and serves the rest.
    pub fn from_stored(text: &str) -> Self {
        text.split_ascii_whitespace()
            .filter_map(|number| number.parse().ok())
            .filter_map(Service::from_number)
            .collect()
    }
}

impl FromIterator<Service> for ServiceSet {
    fn from_iter<I: IntoIterator<Item = Service>>(services: I) -> Self {
        let mut set = Self::EMPTY;
        set.extend(services);
        set
    }
}

impl Extend<Service> for ServiceSet {
    fn extend<I: IntoIterator<Item = Service>>(&mut self, services: I) {
        for service in services {
            self.insert(service);
        }
    }
}

impl fmt::Debug for ServiceSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter()).finish()
    }
}
