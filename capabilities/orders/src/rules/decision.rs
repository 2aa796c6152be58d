//! The life of one line of an order of permissions: who may decide it, how many must, and what its order becomes: pure.

use behorig_access::keyed;

use super::OrderState;

keyed! {
    /// Where a line stands.
    LineState {
        /// Nobody has decided it.
        Waiting = "waiting",
        /// One of two approvers has said yes.
        ApprovedOnce = "approved-once",
        /// *Utförd*: the grant is made, or ended.
        Done = "done",
        /// *Avslagen*, with a reason.
        Rejected = "rejected",
        /// *Återtagen* by the orderer.
        Withdrawn = "withdrawn",
    }
}

impl LineState {
    /// Whether it still waits for a decision.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::ApprovedOnce)
    }
}

/// What someone does to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineAct {
    /// Says yes.
    Approve,
    /// Says no, with a reason.
    Reject,
    /// Takes it back.
    Withdraw,
}

/// How someone stands to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineStandpoint {
    /// The order is theirs.
    pub orderer: bool,
    /// The line is about themselves: their account, their HSA-id or another account of the same person.
    pub subject: bool,
    /// They receive orders for the line's unit.
    pub receiver: bool,
    /// They have approved it once already.
    pub approved_before: bool,
}

/// Why an act is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineRefused {
    /// It has been decided already.
    #[error("the line is {} already", .0.key())]
    Decided(LineState),
    /// Nobody decides their own order.
    #[error("nobody decides their own order")]
    OwnOrder,
    /// Nobody decides a line about themselves.
    #[error("nobody decides a line about themselves")]
    ForOneself,
    /// Only who receives orders for the line's unit decides.
    #[error("only who receives orders for the unit decides")]
    NotReceiver,
    /// Two different people must approve it.
    #[error("another one must approve it as well")]
    ApprovedBySame,
    /// Only the orderer takes it back.
    #[error("only the orderer takes an order back")]
    NotOrderer,
}

impl LineRefused {
    /// The text id that says it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Decided(_) => "orders-line-refused-decided",
            Self::OwnOrder => "orders-refused-own",
            Self::ForOneself => "orders-line-refused-oneself",
            Self::NotReceiver => "orders-refused-not-receiver",
            Self::ApprovedBySame => "orders-line-refused-same",
            Self::NotOrderer => "orders-refused-not-orderer",
        }
    }
}

/// The state of a line after an act. `approvers` is how many different people must approve it: one or two.
///
/// # Errors
/// The first [`LineRefused`] that applies.
pub fn after_line(
    state: LineState,
    act: LineAct,
    who: LineStandpoint,
    approvers: u8,
) -> Result<LineState, LineRefused> {
    if !state.is_open() {
        return Err(LineRefused::Decided(state));
    }
    match act {
        LineAct::Withdraw if who.orderer => Ok(LineState::Withdrawn),
        LineAct::Withdraw => Err(LineRefused::NotOrderer),
        LineAct::Approve | LineAct::Reject if !who.receiver => Err(LineRefused::NotReceiver),
        LineAct::Approve | LineAct::Reject if who.orderer => Err(LineRefused::OwnOrder),
        LineAct::Approve | LineAct::Reject if who.subject => Err(LineRefused::ForOneself),
        LineAct::Reject => Ok(LineState::Rejected),
        LineAct::Approve if approvers <= 1 => Ok(LineState::Done),
        LineAct::Approve if state == LineState::Waiting => Ok(LineState::ApprovedOnce),
        LineAct::Approve if who.approved_before => Err(LineRefused::ApprovedBySame),
        LineAct::Approve => Ok(LineState::Done),
    }
}

/// What the order is once its lines stand so: `None` while one of them waits. Done where anything was done, and its lines say what was
/// not; declined where nothing was done and something was rejected.
#[must_use]
pub fn state_of_lines(lines: impl IntoIterator<Item = LineState>) -> Option<OrderState> {
    let (mut done, mut rejected) = (false, false);
    for line in lines {
        match line {
            LineState::Waiting | LineState::ApprovedOnce => return None,
            LineState::Done => done = true,
            LineState::Rejected => rejected = true,
            LineState::Withdrawn => {}
        }
    }
    Some(match (done, rejected) {
        (true, _) => OrderState::Done,
        (false, true) => OrderState::Declined,
        (false, false) => OrderState::Withdrawn,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn state() -> impl Strategy<Value = LineState> {
        proptest::sample::select(LineState::ALL)
    }

    fn act() -> impl Strategy<Value = LineAct> {
        proptest::sample::select(vec![LineAct::Approve, LineAct::Reject, LineAct::Withdraw])
    }

    fn who() -> impl Strategy<Value = LineStandpoint> {
        proptest::array::uniform4(any::<bool>()).prop_map(|[orderer, subject, receiver, approved_before]| {
            LineStandpoint { orderer, subject, receiver, approved_before }
        })
    }

    proptest! {
        #[test]
        fn nothing_is_decided_twice(state in state(), act in act(), who in who(), approvers in 1..3_u8) {
            let refused = after_line(state, act, who, approvers) == Err(LineRefused::Decided(state));
            prop_assert_eq!(refused, !state.is_open());
        }

        #[test]
        fn only_a_receiver_who_neither_ordered_it_nor_is_it_about_decides(who in who(), approvers in 1..3_u8) {
            let may = who.receiver && !who.orderer && !who.subject;
            prop_assert_eq!(after_line(LineState::Waiting, LineAct::Approve, who, approvers).is_ok(), may);
            prop_assert_eq!(after_line(LineState::Waiting, LineAct::Reject, who, approvers).is_ok(), may);
            prop_assert_eq!(after_line(LineState::ApprovedOnce, LineAct::Reject, who, approvers).is_ok(), may);
        }

        #[test]
        fn where_two_must_approve_nobody_does_it_alone(first in who(), second in who()) {
            let first = LineStandpoint { approved_before: false, ..first };
            if let Ok(once) = after_line(LineState::Waiting, LineAct::Approve, first, 2) {
                prop_assert_eq!(once, LineState::ApprovedOnce);
                let again = after_line(once, LineAct::Approve, LineStandpoint { approved_before: true, ..first }, 2);
                prop_assert_eq!(again, Err(LineRefused::ApprovedBySame));
                let other = LineStandpoint { approved_before: false, ..second };
                let done = after_line(once, LineAct::Approve, other, 2);
                prop_assert_eq!(done == Ok(LineState::Done), other.receiver && !other.orderer && !other.subject);
            }
        }

        #[test]
        fn only_the_orderer_takes_a_line_back_while_it_waits(state in state(), who in who(), approvers in 1..3_u8) {
            let back = after_line(state, LineAct::Withdraw, who, approvers);
            prop_assert_eq!(back == Ok(LineState::Withdrawn), who.orderer && state.is_open());
        }

        #[test]
        fn an_order_waits_as_long_as_one_of_its_lines_and_is_done_where_anything_was_done(
            lines in proptest::collection::vec(state(), 1..12),
        ) {
            let became = state_of_lines(lines.iter().copied());
            prop_assert_eq!(became.is_none(), lines.iter().any(|line| line.is_open()));
            if became.is_some() {
                let any = |state| lines.contains(&state);
                prop_assert_eq!(became == Some(OrderState::Done), any(LineState::Done));
                let all_back = lines.iter().all(|line| *line == LineState::Withdrawn);
                prop_assert_eq!(became == Some(OrderState::Withdrawn), all_back);
            }
        }
    }

    #[test]
    fn the_state_of_a_line_is_read_back_from_storage() {
        for state in LineState::ALL {
            assert_eq!(LineState::from_key(state.key()), Some(*state));
        }
        assert_eq!(LineState::from_key("lost"), None);
    }
}
