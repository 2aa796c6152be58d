//! The life of a matter that staff write to support: pure.

use behorig_access::{Instant, keyed};

/// How long after its end a matter is opened again by its sender's answer, in milliseconds: 14 days.
pub const OPENS_AGAIN_WITHIN: i64 = 14 * 24 * 3_600_000;

keyed! {
    /// *Vad gäller ditt ärende?*, in the manual's order.
    Subject {
        /// *Beställning*: leads on to the orders, and is no matter for support.
        Order = "order",
        /// *Synpunkter på medicinskt innehåll*.
        Medical = "medical",
        /// *Synpunkter på plattformen/tekniken*.
        Platform = "platform",
        /// *Synpunkter på övrigt*.
        OtherComment = "other-comment",
        /// *Vårdavvikelser för hantering av leverantör*.
        Deviation = "deviation",
        /// *Övriga ärenden*.
        Other = "other",
    }
}

keyed! {
    /// Where a matter stands.
    State {
        /// *Mottaget*: nobody has it in hand.
        Received = "received",
        /// *Pågår*: somebody has it in hand.
        InHand = "in-hand",
        /// *Väntar på avsändaren*: something was asked.
        Waiting = "waiting",
        /// *Avslutat*.
        Closed = "closed",
    }
}

keyed! {
    /// How soon a matter should be answered; whoever answers says so.
    Priority {
        /// *Omgående*.
        AtOnce = "1",
        /// *Snarast*.
        Soon = "2",
        /// *Normalt*: every matter as it comes.
        Normal = "3",
        /// *Kan vänta*.
        CanWait = "4",
        /// *Avvakta*.
        LaterOn = "5",
    }
}

impl Priority {
    /// Its number, 1 to 5, as it is stored and sorted.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::AtOnce => 1,
            Self::Soon => 2,
            Self::Normal => 3,
            Self::CanWait => 4,
            Self::LaterOn => 5,
        }
    }

    /// The priority of this number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.number() == number)
    }
}

keyed! {
    /// What was done in a matter, as its thread keeps it.
    What {
        /// Its sender wrote it.
        Sent = "sent",
        /// Somebody took it in hand.
        Taken = "taken",
        /// It was handed back to the queue.
        HandedBack = "handed-back",
        /// The sender was asked something.
        Asked = "asked",
        /// It was answered, and so closed.
        Answered = "answered",
        /// It was closed without an answer, with the reason.
        Closed = "closed",
        /// Somebody noted something among those who answer.
        Noted = "noted",
        /// Its priority was set.
        Prioritised = "prioritised",
        /// The sender wrote more.
        Replied = "replied",
        /// The sender wrote after its end, and so opened it again.
        Reopened = "reopened",
    }
}

impl What {
    /// Whether it is among those who answer alone, and never shown to the sender.
    #[must_use]
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::Noted | Self::Prioritised)
    }
}

keyed! {
    /// What somebody does to a matter.
    Act {
        /// Takes it in hand, from the queue or from a colleague.
        Take = "take",
        /// Hands it back to the queue.
        HandBack = "hand-back",
        /// Asks the sender something.
        Ask = "ask",
        /// Answers it; that ends it.
        Answer = "answer",
        /// Ends it without an answer, with a reason.
        Close = "close",
        /// Notes something that the sender does not see.
        Note = "note",
        /// Sets its priority.
        Prioritise = "prioritise",
        /// Writes more, as its sender.
        Reply = "reply",
    }
}

/// How somebody stands to a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standpoint {
    /// They sent it, by this account.
    pub sender: bool,
    /// It is their own, under whatever account; so it is where they sent it.
    pub own: bool,
    /// They answer support matters of its unit.
    pub answers: bool,
    /// They have it in hand.
    pub has_it: bool,
}

/// Why an act is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Only its sender replies.
    #[error("only the sender writes more in a matter")]
    NotSender,
    /// Only who answers the unit's matters does this.
    #[error("only who answers support matters of the unit does this")]
    MayNotAnswer,
    /// Nobody handles their own matter.
    #[error("nobody handles their own matter")]
    OwnMatter,
    /// It is closed.
    #[error("the matter is closed")]
    Closed,
    /// It was closed too long ago to be opened again.
    #[error("the matter was closed more than 14 days ago")]
    ClosedLongAgo,
    /// They have it already.
    #[error("the matter is in the own hand already")]
    InOwnHand,
    /// Somebody else has it, or nobody.
    #[error("the matter must be taken in hand first")]
    NotInHand,
}

impl Refused {
    /// The text id that says it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::NotSender => "support-refused-not-sender",
            Self::MayNotAnswer => "support-refused-may-not-answer",
            Self::OwnMatter => "support-refused-own",
            Self::Closed => "support-refused-closed",
            Self::ClosedLongAgo => "support-refused-closed-long-ago",
            Self::InOwnHand => "support-refused-in-own-hand",
            Self::NotInHand => "support-refused-not-in-hand",
        }
    }
}

/// What an act makes of a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its state afterwards.
    pub state: State,
    /// How the thread tells it.
    pub what: What,
    /// Who has it afterwards.
    pub hand: Hand,
}

/// Who has a matter after an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Whoever had it before.
    AsBefore,
    /// Whoever acts.
    Actor,
    /// Nobody.
    Nobody,
}

/// What an act makes of a matter in a state, closed at a time if it is.
///
/// # Errors
/// The first [`Refused`] that applies.
pub fn after(
    state: State,
    closed_at: Option<Instant>,
    act: Act,
    who: Standpoint,
    now: Instant,
) -> Result<Done, Refused> {
    match act {
        Act::Reply if who.sender => after_reply(state, closed_at, now),
        Act::Reply => Err(Refused::NotSender),
        _ if !who.answers => Err(Refused::MayNotAnswer),
        _ if who.own => Err(Refused::OwnMatter),
        Act::Note => Ok(Done { state, what: What::Noted, hand: Hand::AsBefore }),
        _ if state == State::Closed => Err(Refused::Closed),
        Act::Prioritise => Ok(Done { state, what: What::Prioritised, hand: Hand::AsBefore }),
        Act::Take if who.has_it => Err(Refused::InOwnHand),
        Act::Take => {
            let taken = if state == State::Received { State::InHand } else { state };
            Ok(Done { state: taken, what: What::Taken, hand: Hand::Actor })
        }
        _ if !who.has_it => Err(Refused::NotInHand),
        Act::HandBack => Ok(Done { state: State::Received, what: What::HandedBack, hand: Hand::Nobody }),
        Act::Ask => Ok(Done { state: State::Waiting, what: What::Asked, hand: Hand::AsBefore }),
        Act::Answer => Ok(Done { state: State::Closed, what: What::Answered, hand: Hand::AsBefore }),
        Act::Close => Ok(Done { state: State::Closed, what: What::Closed, hand: Hand::AsBefore }),
    }
}

/// The sender writes: what was asked is answered, and what was closed lately goes back to the queue, since whoever closed it may have
/// left.
fn after_reply(state: State, closed_at: Option<Instant>, now: Instant) -> Result<Done, Refused> {
    let replied = |state| Done { state, what: What::Replied, hand: Hand::AsBefore };
    match state {
        State::Received => Ok(replied(State::Received)),
        State::InHand | State::Waiting => Ok(replied(State::InHand)),
        State::Closed if closed_at.is_some_and(|at| now.millis_since(at) <= OPENS_AGAIN_WITHIN) => {
            Ok(Done { state: State::Received, what: What::Reopened, hand: Hand::Nobody })
        }
        State::Closed => Err(Refused::ClosedLongAgo),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const CLOSED_AT: Instant = Instant(1_000_000);

    fn any_who() -> impl Strategy<Value = Standpoint> {
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(sender, other_account, answers, has_it)| Standpoint {
                sender,
                own: sender || other_account,
                answers,
                has_it,
            },
        )
    }

    fn tried(state: State, act: Act, who: Standpoint, waited: i64) -> Result<Done, Refused> {
        let closed_at = (state == State::Closed).then_some(CLOSED_AT);
        after(state, closed_at, act, who, CLOSED_AT.plus_millis(waited))
    }

    proptest! {
        #[test]
        fn nobody_handles_their_own_matter_and_nobody_else_writes_as_its_sender(
            state in select(State::ALL), act in select(Act::ALL), who in any_who(), waited in 0..2 * OPENS_AGAIN_WITHIN,
        ) {
            let done = tried(state, act, who, waited);
            if act == Act::Reply {
                prop_assert!(done.is_err() || who.sender);
            } else {
                prop_assert!(done.is_err() || (who.answers && !who.own));
            }
        }

        #[test]
        fn only_a_note_is_made_in_what_is_closed_and_only_its_sender_opens_it_again_within_14_days(
            act in select(Act::ALL), who in any_who(), waited in 0..2 * OPENS_AGAIN_WITHIN,
        ) {
            match tried(State::Closed, act, who, waited) {
                Ok(done) if act == Act::Note => prop_assert_eq!(done.state, State::Closed),
                Ok(done) => {
                    prop_assert!(act == Act::Reply && waited <= OPENS_AGAIN_WITHIN);
                    prop_assert_eq!((done.state, done.hand), (State::Received, Hand::Nobody));
                }
                Err(why) if act == Act::Reply && who.sender => {
                    prop_assert!(why == Refused::ClosedLongAgo && waited > OPENS_AGAIN_WITHIN);
                }
                Err(_) => {}
            }
        }

        #[test]
        fn who_has_a_matter_and_what_its_state_says_agree_after_every_walk(
            acts in proptest::collection::vec((select(Act::ALL), any::<bool>(), 0..3_u8), 0..30),
        ) {
            // Two who answer, 1 and 2, and the sender, 0.
            let (mut state, mut hand, mut closed_at) = (State::Received, None, None);
            for (step, (act, late, actor)) in (0_i64..).zip(acts) {
                let now = CLOSED_AT.plus_millis(step * if late { OPENS_AGAIN_WITHIN } else { 1 });
                let sender = actor == 0;
                let who = Standpoint { sender, own: sender, answers: !sender, has_it: hand == Some(actor) };
                let Ok(done) = after(state, closed_at, act, who, now) else { continue };
                match done.hand {
                    Hand::AsBefore => {}
                    Hand::Actor => hand = Some(actor),
                    Hand::Nobody => hand = None,
                }
                if done.state == State::Closed && state != State::Closed {
                    closed_at = Some(now);
                } else if done.state != State::Closed {
                    closed_at = None;
                }
                state = done.state;
                prop_assert_eq!(hand.is_none(), state == State::Received);
                prop_assert_eq!(closed_at.is_some(), state == State::Closed);
            }
        }

        #[test]
        fn only_whoever_has_it_in_hand_asks_answers_closes_or_hands_back(
            state in select(vec![State::Received, State::InHand, State::Waiting]),
            act in select(vec![Act::Ask, Act::Answer, Act::Close, Act::HandBack]),
            who in any_who(),
        ) {
            prop_assert_eq!(tried(state, act, who, 0).is_ok(), who.answers && !who.own && who.has_it);
        }
    }

    #[test]
    fn what_is_asked_waits_until_its_sender_has_answered() {
        let mine = Standpoint { sender: false, own: false, answers: true, has_it: true };
        let asked = tried(State::InHand, Act::Ask, mine, 0).unwrap();
        assert_eq!(asked.state, State::Waiting);
        let sender = Standpoint { sender: true, own: true, answers: false, has_it: false };
        let replied = tried(asked.state, Act::Reply, sender, 0).unwrap();
        assert_eq!((replied.state, replied.what), (State::InHand, What::Replied));
    }

    #[test]
    fn a_colleague_takes_over_what_waits_and_it_goes_on_waiting() {
        let other = Standpoint { sender: false, own: false, answers: true, has_it: false };
        let taken = tried(State::Waiting, Act::Take, other, 0).unwrap();
        assert_eq!((taken.state, taken.hand), (State::Waiting, Hand::Actor));
    }

    #[test]
    fn priorities_are_numbered_as_they_are_stored() {
        for priority in Priority::ALL {
            assert_eq!(Priority::from_number(priority.number()), Some(*priority));
            assert_eq!(priority.number().to_string(), priority.key());
        }
        assert_eq!(Priority::from_number(6), None);
    }
}
