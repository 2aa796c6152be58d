//! How the cases of a unit stand, counted: what waits for somebody, for how long, and what is in work.

use behorig_access::{AccountId, GroupId, Instant};

use super::responsible::{Attention, Responsible, attention};
use super::state::State;

/// Open cases of one unit that stand alike and are in the same hands, counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How far they have come.
    pub state: State,
    /// Who has them.
    pub handler: Option<AccountId>,
    /// Which group has them.
    pub group: Option<GroupId>,
    /// How many.
    pub cases: u32,
    /// When the first of them came.
    pub received_at: Instant,
    /// When somebody wrote in the one where nobody has for longest.
    pub last_message_at: Instant,
    /// When the first promise among them ends, where anything is promised.
    pub due_at: Option<Instant>,
}

/// How the residents' cases of a unit stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Cases that wait: those that nobody has, as the receivers' inbox shows them, and questions that the resident has replied to.
    pub waiting: u32,
    /// Cases that somebody has and that don't wait.
    pub in_work: u32,
    /// Since when the one that has waited longest waits.
    pub oldest: Option<Instant>,
    /// When the first promise among those that wait ends.
    pub due_at: Option<Instant>,
}

impl Counted {
    /// Since when the one of them that has waited longest waits: for the clinic since it came, or since the last that was said.
    const fn waits_since(&self) -> Instant {
        match self.state {
            State::Received | State::Assigned | State::Partial => self.received_at,
            _ => self.last_message_at,
        }
    }

    /// The promise that counts while they wait; what waits for the resident keeps no promise waiting.
    const fn promise(&self) -> Option<Instant> {
        match self.state {
            State::Received | State::Assigned | State::Partial | State::Answered => self.due_at,
            _ => None,
        }
    }
}

impl Queue {
    /// The queue of one unit. Grants end by the clock, so who has a case counts only while they can answer it.
    #[must_use]
    pub fn of(counted: &[Counted], is_able: impl Fn(AccountId) -> bool, is_staffed: impl Fn(GroupId) -> bool) -> Self {
        let mut queue = Self::default();
        for some in counted.iter().filter(|some| !some.state.is_over()) {
            let responsible = Responsible::of(some.handler, some.group, &is_able, &is_staffed);
            if responsible != Responsible::Receivers && some.state != State::Answered {
                queue.in_work += some.cases;
                continue;
            }
            queue.waiting += some.cases;
            queue.oldest = earliest(queue.oldest, Some(some.waits_since()));
            queue.due_at = earliest(queue.due_at, some.promise());
        }
        queue
    }

    /// How what waits stands against its promises.
    #[must_use]
    pub fn attention(&self, now: Instant) -> Attention {
        attention(self.due_at, now)
    }

    /// Both queues as one.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            waiting: self.waiting + other.waiting,
            in_work: self.in_work + other.in_work,
            oldest: earliest(self.oldest, other.oldest),
            due_at: earliest(self.due_at, other.due_at),
        }
    }
}

fn earliest(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counted(state: State, handler: Option<u8>, cases: u32, at: i64) -> Counted {
        Counted {
            state,
            handler: handler.map(|one| AccountId::from_bytes([one; 16])),
            group: None,
            cases,
            received_at: Instant(at),
            last_message_at: Instant(at + 5),
            due_at: Some(Instant(at + 100)),
        }
    }

    #[test]
    fn what_nobody_has_and_what_the_resident_has_replied_to_waits() {
        let some = [
            counted(State::Received, None, 3, 20),
            counted(State::Assigned, Some(1), 2, 10),
            counted(State::Answered, Some(1), 1, 8),
            counted(State::Waiting, Some(1), 4, 1),
        ];
        let queue = Queue::of(&some, |_| true, |_| true);
        assert_eq!((queue.waiting, queue.in_work), (4, 6));
        assert_eq!(queue.oldest, Some(Instant(13)), "a question waits since it was replied to");
        assert_eq!(queue.due_at, Some(Instant(108)));
    }

    #[test]
    fn a_case_whose_handler_can_not_answer_waits_as_it_stands_in_the_inbox() {
        let some = [counted(State::Partial, Some(1), 1, 10), counted(State::Partial, Some(2), 1, 20)];
        let queue = Queue::of(&some, |who| who == AccountId::from_bytes([2; 16]), |_| true);
        assert_eq!((queue.waiting, queue.in_work, queue.oldest), (1, 1, Some(Instant(10))));
    }

    #[test]
    fn what_waits_for_the_resident_breaks_no_promise() {
        let queue = Queue::of(&[counted(State::Waiting, None, 1, 10)], |_| true, |_| true);
        assert_eq!((queue.waiting, queue.due_at), (1, None));
        assert_eq!(queue.attention(Instant(1_000_000)), Attention::NoPromise);
    }

    fn any_counted() -> impl Strategy<Value = Counted> {
        (prop::sample::select(State::ALL), prop::option::of(0..4_u8), prop::option::of(0..3_u8), 1..9_u32, 0..99_i64)
            .prop_map(|(state, handler, group, cases, at)| Counted {
                group: group.map(|one| GroupId::from_bytes([one; 16])),
                ..counted(state, handler, cases, at)
            })
    }

    proptest! {
        #[test]
        fn every_open_case_waits_or_is_in_work_and_none_is_both(
            first in prop::collection::vec(any_counted(), 0..12),
            second in prop::collection::vec(any_counted(), 0..12),
            able in 0..16_u8,
        ) {
            let is_able = |who: AccountId| able & (1 << who.as_bytes()[0]) != 0;
            let is_staffed = |group: GroupId| group.as_bytes()[0] == 0;
            let queue = |some: &[Counted]| Queue::of(some, is_able, is_staffed);
            let both: Vec<Counted> = first.iter().chain(&second).copied().collect();
            let open: u32 = both.iter().filter(|one| !one.state.is_over()).map(|one| one.cases).sum();
            let whole = queue(&both);
            prop_assert_eq!(whole.waiting + whole.in_work, open);
            prop_assert_eq!(whole.oldest.is_some(), whole.waiting > 0);
            prop_assert_eq!(queue(&first).with(queue(&second)), whole);
        }
    }
}
