//! What is sampled: an access, all that one member of staff did with one person's data in the period.

use std::collections::HashMap;

use behorig_access::{AccountId, EventId, Instant};
use behorig_identity::IdentityNumber;

use super::Hours;

/// One person on one event of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub event: EventId,
    /// The person's place on the event.
    pub position: i64,
    pub account: AccountId,
    pub patient: IdentityNumber,
    pub at: Instant,
}

/// All that one member of staff did with one person's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub account: AccountId,
    pub patient: IdentityNumber,
    /// How many events.
    pub events: i64,
    pub first_at: Instant,
    pub last_at: Instant,
    /// The first of them, with the person's place on it.
    pub first: (EventId, i64),
    last: EventId,
}

impl Access {
    fn begins(seen: &Seen) -> Self {
        Self {
            account: seen.account,
            patient: seen.patient,
            events: 1,
            first_at: seen.at,
            last_at: seen.at,
            first: (seen.event, seen.position),
            last: seen.event,
        }
    }

    fn add(&mut self, seen: &Seen) {
        if seen.event == self.last {
            // Somebody may stand twice on one page, such as with two cases: that is one event.
            if self.first.0 == seen.event {
                self.first.1 = self.first.1.min(seen.position);
            }
            return;
        }
        self.events += 1;
        self.last = seen.event;
        if (seen.at, seen.event) < (self.first_at, self.first.0) {
            self.first = (seen.event, seen.position);
        }
        self.first_at = self.first_at.min(seen.at);
        self.last_at = self.last_at.max(seen.at);
    }

    /// What it is drawn by: its first event and the person's place on it, `event/place`.
    pub(crate) fn id(&self) -> String {
        format!("{}/{}", self.first.0, self.first.1)
    }
}

/// Accesses being gathered from the log, page by page.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    outside: Option<Hours>,
    found: HashMap<(AccountId, IdentityNumber), Access>,
}

impl Gathering {
    /// Of everything, or of what was done outside these hours alone.
    pub(crate) fn outside(outside: Option<Hours>) -> Self {
        Self { outside, found: HashMap::new() }
    }

    /// Takes in what one event says of one person. The same event may come again at once, never later.
    pub(crate) fn take(&mut self, seen: &Seen) {
        if self.outside.is_some_and(|hours| hours.hold_at(seen.at)) {
            return;
        }
        self.found
            .entry((seen.account, seen.patient))
            .and_modify(|access| access.add(seen))
            .or_insert_with(|| Access::begins(seen));
    }

    /// All of them, in no order that means anything and yet always the same.
    pub(crate) fn all(self) -> Vec<Access> {
        let mut all: Vec<Access> = self.found.into_values().collect();
        all.sort_by_key(|access| access.first);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use behorig_identity::test_series;
    use jiff::civil::date;

    fn seen(event: u8, position: i64, account: u8, day: i8, at: i64) -> Seen {
        Seen {
            event: EventId::from_bytes([event; 16]),
            position,
            account: AccountId::from_bytes([account; 16]),
            patient: test_series::personal_number(date(2000, 1, day), false).unwrap(),
            at: Instant(at),
        }
    }

    #[test]
    fn an_access_is_one_person_of_staff_and_one_patient_however_many_events() {
        let mut gathering = Gathering::outside(None);
        for one in [
            // Twice on one page, then again from a page that is read later and happened earlier.
            seen(5, 3, 1, 1, 50),
            seen(5, 7, 1, 1, 50),
            seen(5, 4, 1, 2, 50),
            seen(6, 0, 2, 1, 60),
            seen(2, 1, 1, 1, 20),
        ] {
            gathering.take(&one);
        }
        let all = gathering.all();
        assert_eq!(all.len(), 3);
        let first = all.first().unwrap();
        assert_eq!((first.events, first.first_at, first.last_at), (2, Instant(20), Instant(50)));
        assert_eq!(first.id(), "02020202-0202-0202-0202-020202020202/1");
        assert!(all.iter().any(|access| access.events == 1 && access.first.1 == 4));
    }
}
