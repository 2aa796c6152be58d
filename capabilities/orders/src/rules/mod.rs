//! The life of an order, whatever its kind: pure.

use behorig_access::Service;

macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$about])* $variant),+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The one stored under this key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

keyed! {
    /// Where an order stands.
    OrderState {
        /// *Mottagen*: it waits for a decision.
        Received = "received",
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
    }
}

impl OrderKind {
    /// The service by which it is ordered, at the unit that it is for.
    #[must_use]
    pub const fn ordered_by(self) -> Service {
        match self {
            Self::ConnectAccount => Service::OrderNewAccount,
        }
    }

    /// The service by which it is received, at the unit that it is for.
    #[must_use]
    pub const fn received_by(self) -> Service {
        match self {
            Self::ConnectAccount => Service::ReceiveOrders,
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
}

/// How someone stands to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standpoint {
    /// It is their own order.
    pub orderer: bool,
    /// It is about themselves.
    pub subject: bool,
    /// They receive orders for its unit.
    pub receiver: bool,
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
    /// Nobody decides an order for themselves.
    #[error("nobody decides an order for themselves")]
    ForOneself,
    /// Only who receives orders there decides.
    #[error("only who receives orders for the unit decides")]
    NotReceiver,
    /// Only the orderer takes an order back.
    #[error("only the orderer takes an order back")]
    NotOrderer,
}

impl Refused {
    /// The text id that says it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Decided(_) => "orders-refused-decided",
            Self::OwnOrder => "orders-refused-own",
            Self::ForOneself => "orders-refused-oneself",
            Self::NotReceiver => "orders-refused-not-receiver",
            Self::NotOrderer => "orders-refused-not-orderer",
        }
    }
}

/// The state after an act.
///
/// # Errors
/// The first [`Refused`] that applies.
pub fn after(state: OrderState, act: Act, who: Standpoint) -> Result<OrderState, Refused> {
    if state != OrderState::Received {
        return Err(Refused::Decided(state));
    }
    match act {
        Act::Withdraw if who.orderer => Ok(OrderState::Withdrawn),
        Act::Withdraw => Err(Refused::NotOrderer),
        Act::CarryOut | Act::Decline if !who.receiver => Err(Refused::NotReceiver),
        Act::CarryOut | Act::Decline if who.orderer => Err(Refused::OwnOrder),
        Act::CarryOut | Act::Decline if who.subject => Err(Refused::ForOneself),
        Act::CarryOut => Ok(OrderState::Done),
        Act::Decline => Ok(OrderState::Declined),
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
        proptest::sample::select(vec![Act::CarryOut, Act::Decline, Act::Withdraw])
    }

    proptest! {
        #[test]
        fn a_decided_order_stays_as_it_was_decided(state in state(), act in act(), orderer: bool, subject: bool, receiver: bool) {
            let after = after(state, act, Standpoint { orderer, subject, receiver });
            if state != OrderState::Received {
                prop_assert_eq!(after, Err(Refused::Decided(state)));
            }
        }

        #[test]
        fn nobody_approves_their_own_order_or_one_for_themselves(orderer: bool, subject: bool, receiver: bool) {
            let who = Standpoint { orderer, subject, receiver };
            let done = after(OrderState::Received, Act::CarryOut, who).is_ok();
            prop_assert_eq!(done, receiver && !orderer && !subject);
            prop_assert_eq!(after(OrderState::Received, Act::Decline, who).is_ok(), done);
        }

        #[test]
        fn only_the_orderer_takes_an_order_back_and_may_do_so_while_it_waits(subject: bool, receiver: bool) {
            let mine = Standpoint { orderer: true, subject, receiver };
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
