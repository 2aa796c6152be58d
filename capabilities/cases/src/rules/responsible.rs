//! Who answers for a case, and how it stands against its promise.

use behorig_access::{AccountId, GroupId, Instant};

/// Who answers for an open case now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Responsible {
    /// The handler, who may answer there now and is not away.
    Handler(AccountId),
    /// A group with a member who may.
    Group(GroupId),
    /// Nobody else: it stands in the receivers' inbox.
    Receivers,
}

impl Responsible {
    /// Who answers for a case with this handler and group. Grants end by the clock, so whoever it was assigned to counts only while
    /// they are able: a case whose handler is not is in the inbox again by itself.
    #[must_use]
    pub fn of(
        handler: Option<AccountId>,
        group: Option<GroupId>,
        is_able: impl Fn(AccountId) -> bool,
        is_staffed: impl Fn(GroupId) -> bool,
    ) -> Self {
        match (handler.filter(|handler| is_able(*handler)), group.filter(|group| is_staffed(*group))) {
            (Some(handler), _) => Self::Handler(handler),
            (None, Some(group)) if handler.is_none() => Self::Group(group),
            _ => Self::Receivers,
        }
    }
}

/// How an open case stands against its promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Nothing was promised.
    NoPromise,
    /// There is time.
    InTime,
    /// The promise ends within a day.
    Soon,
    /// The promise is broken.
    Overdue,
}

/// A day and a night, in milliseconds.
const DAY: i64 = 24 * 3_600_000;

/// How a case that is due at a moment stands now.
#[must_use]
pub fn attention(due: Option<Instant>, now: Instant) -> Attention {
    match due {
        None => Attention::NoPromise,
        Some(due) if due < now => Attention::Overdue,
        Some(due) if due.millis_since(now) < DAY => Attention::Soon,
        Some(_) => Attention::InTime,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_can_no_longer_answer_leaves_the_case_to_the_receivers() {
        let (anna, team) = (AccountId::from_bytes([1; 16]), GroupId::from_bytes([2; 16]));
        let of = |handler, group, able, staffed| Responsible::of(handler, group, |_| able, |_| staffed);
        assert_eq!(of(Some(anna), None, true, false), Responsible::Handler(anna));
        assert_eq!(of(Some(anna), None, false, true), Responsible::Receivers);
        assert_eq!(of(None, Some(team), false, true), Responsible::Group(team));
        assert_eq!(of(None, Some(team), true, false), Responsible::Receivers);
        assert_eq!(of(None, None, true, true), Responsible::Receivers);
    }

    #[test]
    fn a_promise_is_broken_after_its_last_moment_and_not_before() {
        let due = Some(Instant(10 * DAY));
        assert_eq!(attention(due, Instant(10 * DAY)), Attention::Soon);
        assert_eq!(attention(due, Instant(10 * DAY + 1)), Attention::Overdue);
        assert_eq!(attention(due, Instant(9 * DAY)), Attention::InTime);
        assert_eq!(attention(None, Instant(i64::MAX)), Attention::NoPromise);
    }
}
