//! The life of an order, whatever its kind: pure.

use behorig_access::{Service, keyed};

mod decision;
pub(crate) mod lines;

pub use decision::{LineAct, LineRefused, LineStandpoint, LineState, after_line, state_of_lines};

keyed! {
    /// Where an order stands.
    OrderState {
        /// *Mottagen*: it waits for a decision.
        Received = "received",
        /// *Fråga ställd*: it waits for its orderer's answer. It can still be decided.
        Asked = "asked",
        /// *Utförd*: what was asked for is done.
        Done = "done",
        /// *Avslagen*, with a reason.
        Declined = "declined",
        /// *Återtagen* by its orderer.
        Withdrawn = "withdrawn",
    }
}

keyed! {
    /// What is ordered. A new kind is a variant here; the compiler then names every place that must know of it.
    OrderKind {
        /// *Ansluta en ny användare*.
        ConnectAccount = "connect-account",
        /// *Beställa* or *avbeställa behörigheter*: lines, each decided by itself.
        Permissions = "permissions",
    }
}

keyed! {
    /// What an order of permissions does with them.
    Effect {
        /// *Beställa*.
        Grant = "grant",
        /// *Avbeställa*.
        Revoke = "revoke",
    }
}

keyed! {
    /// What happens to an order: the entries of its timeline.
    Happened {
        /// It was sent.
        Placed = "placed",
        /// The orderer vouched for people whose names did not fit their HSA-ids, or could not be compared.
        Vouched = "vouched",
        /// A receiver asked something.
        Asked = "asked",
        /// The orderer answered.
        Answered = "answered",
        /// Lines were approved, and done.
        Approved = "approved",
        /// The first of two approvers said yes to lines.
        ApprovedOnce = "approved-once",
        /// Lines were rejected.
        Rejected = "rejected",
        /// What was asked for is done.
        Done = "done",
        /// All that was left of it was declined.
        Declined = "declined",
        /// The orderer took back what was left of it.
        Withdrawn = "withdrawn",
    }
}

impl OrderState {
    /// Whether it still waits for a decision.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Asked)
    }
}

impl OrderKind {
    /// The service by which it is ordered, at the unit that it is for. A head of operations may order permissions by another, where
    /// the region has chosen so: who may order those is `behorig_orderers`' to say.
    #[must_use]
    pub const fn ordered_by(self) -> Service {
        match self {
            Self::ConnectAccount => Service::OrderNewAccount,
            Self::Permissions => Service::OrderPermissions,
        }
    }

    /// The service by which it is received, at the unit that it is for.
    #[must_use]
    pub const fn received_by(self) -> Service {
        match self {
            Self::ConnectAccount | Self::Permissions => Service::ReceiveOrders,
        }
    }
}

/// What someone does to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Does what was asked for.
    CarryOut,
    /// Says no, with a reason.
    Decline,
    /// Takes it back.
    Withdraw,
    /// Asks the orderer something.
    Ask,
    /// Answers what was asked.
    Answer,
}

/// How someone stands to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standpoint {
    /// It is their own order.
    pub orderer: bool,
    /// It may be their own: the orderer has their name, and one of the two accounts has no identity number to tell them apart by.
    /// Enough to decide nothing of it, and too little to act as its orderer.
    pub namesake: bool,
    /// It is about themselves.
    pub subject: bool,
    /// They receive orders for its unit.
    pub receiver: bool,
}

impl Standpoint {
    /// Whether the order is their own, as far as anybody can tell.
    #[must_use]
    pub const fn may_be_own(self) -> bool {
        self.orderer || self.namesake
    }
}

/// Why an act is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It has been decided already.
    #[error("the order is {} already", .0.key())]
    Decided(OrderState),
    /// Nobody decides their own order.
    #[error("nobody decides their own order")]
    OwnOrder,
    /// The orderer can't be told from whoever decides.
    #[error("the orderer has the same name and can't be told apart")]
    Namesake,
    /// Nobody decides an order for themselves.
    #[error("nobody decides an order for themselves")]
    ForOneself,
    /// Only who receives orders there decides.
    #[error("only who receives orders for the unit decides")]
    NotReceiver,
    /// Only the orderer takes an order back, or answers what is asked of it.
    #[error("only the orderer takes an order back or answers for it")]
    NotOrderer,
    /// Nothing is asked that could be answered.
    #[error("nothing is asked")]
    NothingAsked,
}

impl Refused {
    /// The text id that says it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Decided(_) => "orders-refused-decided",
            Self::OwnOrder => "orders-refused-own",
            Self::Namesake => "orders-refused-namesake",
            Self::ForOneself => "orders-refused-oneself",
            Self::NotReceiver => "orders-refused-not-receiver",
            Self::NotOrderer => "orders-refused-not-orderer",
            Self::NothingAsked => "orders-refused-nothing-asked",
        }
    }
}

/// The state after an act.
///
/// # Errors
/// The first [`Refused`] that applies.
pub fn after(state: OrderState, act: Act, who: Standpoint) -> Result<OrderState, Refused> {
    if !state.is_open() {
        return Err(Refused::Decided(state));
    }
    match act {
        Act::Withdraw | Act::Answer if !who.orderer => Err(Refused::NotOrderer),
        Act::Withdraw => Ok(OrderState::Withdrawn),
        Act::Answer if state == OrderState::Asked => Ok(OrderState::Received),
        Act::Answer => Err(Refused::NothingAsked),
        Act::CarryOut | Act::Decline | Act::Ask if !who.receiver => Err(Refused::NotReceiver),
        Act::CarryOut | Act::Decline | Act::Ask if who.orderer => Err(Refused::OwnOrder),
        Act::CarryOut | Act::Decline if who.namesake => Err(Refused::Namesake),
        Act::CarryOut | Act::Decline if who.subject => Err(Refused::ForOneself),
        Act::CarryOut => Ok(OrderState::Done),
        Act::Decline => Ok(OrderState::Declined),
        Act::Ask => Ok(OrderState::Asked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn state() -> impl Strategy<Value = OrderState> {
        proptest::sample::select(OrderState::ALL)
    }

    fn act() -> impl Strategy<Value = Act> {
        proptest::sample::select(vec![Act::CarryOut, Act::Decline, Act::Withdraw, Act::Ask, Act::Answer])
    }

    fn who() -> impl Strategy<Value = Standpoint> {
        proptest::array::uniform4(any::<bool>()).prop_map(|[orderer, namesake, subject, receiver]| Standpoint {
            orderer,
            namesake,
            subject,
            receiver,
        })
    }

    proptest! {
        #[test]
        fn a_decided_order_stays_as_it_was_decided(state in state(), act in act(), who in who()) {
            let after = after(state, act, who);
            prop_assert_eq!(after == Err(Refused::Decided(state)), !state.is_open());
        }

        #[test]
        fn a_question_is_a_receivers_and_its_answer_the_orderers(who in who()) {
            let asked = after(OrderState::Received, Act::Ask, who);
            prop_assert_eq!(asked == Ok(OrderState::Asked), who.receiver && !who.orderer);
            let answered = after(OrderState::Asked, Act::Answer, who);
            prop_assert_eq!(answered == Ok(OrderState::Received), who.orderer, "a namesake answers for nobody");
            prop_assert!(after(OrderState::Received, Act::Answer, who).is_err(), "nothing is asked");
        }

        #[test]
        fn nobody_approves_their_own_order_or_one_for_themselves(who in who()) {
            let done = after(OrderState::Received, Act::CarryOut, who).is_ok();
            prop_assert_eq!(done, who.receiver && !who.orderer && !who.namesake && !who.subject);
            prop_assert_eq!(after(OrderState::Received, Act::Decline, who).is_ok(), done);
        }

        #[test]
        fn only_the_orderer_takes_an_order_back_and_may_do_so_while_it_waits(who in who()) {
            let mine = Standpoint { orderer: true, ..who };
            prop_assert_eq!(after(OrderState::Received, Act::Withdraw, mine), Ok(OrderState::Withdrawn));
            let other = Standpoint { orderer: false, ..mine };
            prop_assert_eq!(after(OrderState::Received, Act::Withdraw, other), Err(Refused::NotOrderer));
        }
    }

    #[test]
    fn states_and_kinds_are_read_back_from_storage() {
        for state in OrderState::ALL {
            assert_eq!(OrderState::from_key(state.key()), Some(*state));
        }
        for kind in OrderKind::ALL {
            assert_eq!(OrderKind::from_key(kind.key()), Some(*kind));
        }
        assert_eq!(OrderState::from_key("lost"), None);
    }
}
