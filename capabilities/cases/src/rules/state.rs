//! The states of a case and the acts that lead from one to another.

use behorig_access::keyed;

keyed! {
    /// Who began a case, and what it asks for.
    Kind {
        /// A resident sent it.
        Resident = "resident",
        /// Staff told a resident something, which can't be replied to.
        Information = "information",
        /// Staff asked a resident something.
        Question = "question",
        /// Among staff (*Internpost*).
        Internal = "internal",
    }
}

keyed! {
    /// How far a case has come. Whether somebody has it stands beside it: see [`Facts::assigned`].
    State {
        /// A resident's case that nobody has been assigned yet.
        Received = "received",
        /// A resident's case that somebody has and has not yet written in.
        Assigned = "assigned",
        /// Work goes on: a partial reply was sent, or the resident replied to a question.
        Partial = "partial",
        /// The clinic asked something and waits for the resident.
        Waiting = "waiting",
        /// Sent by staff, and not yet read.
        Sent = "sent",
        /// A question from staff that the resident has read.
        Read = "read",
        /// A question from staff that the resident has replied to.
        Answered = "answered",
        /// Over. A reply from here begins a new case.
        Closed = "closed",
        /// Taken back by the resident before anybody had it.
        Withdrawn = "withdrawn",
    }
}

keyed! {
    /// Something that somebody does to a case.
    Act {
        /// A receiver gives an unassigned case to a person or a group.
        Assign = "assigned",
        /// Whoever has it, or a receiver, passes it on.
        Reassign = "reassigned",
        /// It goes back to the receivers' inbox.
        HandBack = "handed-back",
        /// Staff write without ending it (*delsvar*).
        PartialReply = "partial",
        /// Staff ask the resident something (*motfråga*).
        Question = "question",
        /// Staff answer, and it is over.
        Answer = "answer",
        /// Staff end what they began themselves.
        Close = "closed",
        /// The resident opens it.
        ResidentReads = "read",
        /// The resident replies.
        Reply = "reply",
        /// The resident takes it back.
        Withdraw = "withdrawn",
        /// The resident may no longer write to the clinic.
        EndOfAccess = "access-ended",
    }
}

/// What else a rule asks about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Who began it.
    pub kind: Kind,
    /// Whether a person or a group has it. A case that was handed back stands where it stood, and nobody has it.
    pub assigned: bool,
    /// Whether the resident may write in it now.
    pub replies_open: bool,
}

/// Why an act can't be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is over.
    #[error("the case is closed")]
    Closed,
    /// The resident took it back.
    #[error("the case was withdrawn")]
    Withdrawn,
    /// Somebody has it already.
    #[error("the case is assigned already")]
    AlreadyAssigned,
    /// Nobody has it.
    #[error("the case is not assigned to anybody")]
    NotAssigned,
    /// Nobody asked the resident anything.
    #[error("nobody has asked for a reply")]
    NotAsked,
    /// The resident may no longer write to the clinic.
    #[error("the resident can no longer reply")]
    RepliesEnded,
    /// A reply to what is over begins a new case.
    #[error("a reply to a closed case begins a new one")]
    BeginsNewCase,
    /// Somebody else has it.
    #[error("the case is somebody else's")]
    NotYours,
    /// Such a case can't be treated so.
    #[error("not with such a case")]
    NotThisKind,
}

impl State {
    /// Whether nothing more can happen.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }

    /// Whether a case of this kind can be in this state at all.
    #[must_use]
    pub const fn suits(self, kind: Kind) -> bool {
        match (kind, self) {
            (_, Self::Closed) => true,
            (Kind::Resident, state) => !matches!(state, Self::Sent | Self::Read | Self::Answered),
            (Kind::Information | Kind::Internal, state) => matches!(state, Self::Sent),
            (Kind::Question, state) => matches!(state, Self::Sent | Self::Read | Self::Answered | Self::Waiting),
        }
    }

    /// The state after an act.
    ///
    /// # Errors
    /// The [`Refusal`] where the act can't be done now.
    pub fn after(self, act: Act, facts: Facts) -> Result<Self, Refusal> {
        match self {
            Self::Withdrawn if act != Act::ResidentReads => return Err(Refusal::Withdrawn),
            Self::Closed => return after_closing(act, facts.kind),
            _ => {}
        }
        match act {
            Act::ResidentReads => Ok(self.after_reading(facts.kind)),
            Act::EndOfAccess => Ok(self.after_end_of_access(facts.kind)),
            Act::Assign if facts.assigned => Err(Refusal::AlreadyAssigned),
            Act::Assign => Ok(if self == Self::Received { Self::Assigned } else { self }),
            Act::Reassign | Act::HandBack | Act::Answer | Act::Question if !facts.assigned => Err(Refusal::NotAssigned),
            Act::Reassign => Ok(self),
            Act::HandBack => Ok(if self == Self::Assigned { Self::Received } else { self }),
            Act::PartialReply | Act::Question | Act::Answer => self.after_writing(act, facts),
            Act::Close if facts.kind == Kind::Resident => Err(Refusal::NotThisKind),
            Act::Close => Ok(Self::Closed),
            Act::Reply => self.after_reply(facts),
            Act::Withdraw if self == Self::Received => Ok(Self::Withdrawn),
            Act::Withdraw if facts.kind == Kind::Resident => Err(Refusal::AlreadyAssigned),
            Act::Withdraw => Err(Refusal::NotThisKind),
        }
    }

    // An information asks for nothing: read, it is over.
    const fn after_reading(self, kind: Kind) -> Self {
        match (kind, self) {
            (Kind::Information, Self::Sent) => Self::Closed,
            (Kind::Question, Self::Sent) => Self::Read,
            _ => self,
        }
    }

    // Nobody will reply any more, so what waited for the resident waits for the clinic.
    const fn after_end_of_access(self, kind: Kind) -> Self {
        match (kind, self) {
            (Kind::Resident, Self::Waiting) => Self::Partial,
            (Kind::Question, Self::Waiting) => Self::Answered,
            _ => self,
        }
    }

    fn after_writing(self, act: Act, facts: Facts) -> Result<Self, Refusal> {
        match (facts.kind, act) {
            // Before a receiver has passed it on there is nobody to write.
            (Kind::Resident, Act::PartialReply) if self == Self::Received => Err(Refusal::NotAssigned),
            (Kind::Resident, Act::PartialReply) => Ok(Self::Partial),
            (Kind::Resident | Kind::Question, Act::Answer) => Ok(Self::Closed),
            (Kind::Resident, _) => Ok(Self::Waiting),
            // What staff asked stands until the resident has replied.
            (Kind::Question, Act::Question) if self == Self::Answered => Ok(Self::Waiting),
            (Kind::Question, Act::PartialReply) if self == Self::Answered => Ok(self),
            (Kind::Internal, Act::PartialReply) => Ok(self),
            (Kind::Information | Kind::Question | Kind::Internal, _) => Err(Refusal::NotThisKind),
        }
    }

    fn after_reply(self, facts: Facts) -> Result<Self, Refusal> {
        let asked = matches!(self, Self::Waiting | Self::Sent | Self::Read);
        match facts.kind {
            Kind::Information | Kind::Internal => Err(Refusal::NotThisKind),
            _ if !asked => Err(Refusal::NotAsked),
            _ if !facts.replies_open => Err(Refusal::RepliesEnded),
            Kind::Resident => Ok(Self::Partial),
            Kind::Question => Ok(Self::Answered),
        }
    }
}

fn after_closing(act: Act, kind: Kind) -> Result<State, Refusal> {
    match (act, kind) {
        (Act::ResidentReads | Act::EndOfAccess, _) => Ok(State::Closed),
        (Act::Reply, Kind::Resident | Kind::Question) => Err(Refusal::BeginsNewCase),
        (Act::Reply, Kind::Information | Kind::Internal) => Err(Refusal::NotThisKind),
        _ => Err(Refusal::Closed),
    }
}

impl Act {
    /// Whether somebody has the case after the act.
    #[must_use]
    pub const fn leaves_assigned(self, before: bool) -> bool {
        match self {
            Self::Assign | Self::Reassign => true,
            Self::HandBack => false,
            _ => before,
        }
    }

    /// Whether the resident may write in the case after the act. A question opens it, a reply and an end close it: one question,
    /// one reply.
    #[must_use]
    pub const fn leaves_replies_open(self, before: bool) -> bool {
        match self {
            Self::Question => true,
            Self::Reply | Self::Answer | Self::Close | Self::Withdraw | Self::EndOfAccess => false,
            _ => before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(kind: Kind, assigned: bool, replies_open: bool) -> Facts {
        Facts { kind, assigned, replies_open }
    }

    #[test]
    fn a_residents_case_is_received_assigned_and_answered() {
        let open = facts(Kind::Resident, false, false);
        let had = facts(Kind::Resident, true, false);
        assert_eq!(State::Received.after(Act::Assign, open), Ok(State::Assigned));
        assert_eq!(State::Assigned.after(Act::PartialReply, had), Ok(State::Partial));
        assert_eq!(State::Partial.after(Act::Question, had), Ok(State::Waiting));
        assert_eq!(State::Waiting.after(Act::Reply, facts(Kind::Resident, true, true)), Ok(State::Partial));
        assert_eq!(State::Partial.after(Act::Answer, had), Ok(State::Closed));
        assert_eq!(State::Closed.after(Act::Reply, had), Err(Refusal::BeginsNewCase));
    }

    #[test]
    fn only_what_nobody_has_is_withdrawn_and_nothing_comes_after() {
        assert_eq!(State::Received.after(Act::Withdraw, facts(Kind::Resident, false, false)), Ok(State::Withdrawn));
        for state in [State::Assigned, State::Partial, State::Waiting] {
            let refused = state.after(Act::Withdraw, facts(Kind::Resident, true, false));
            assert_eq!(refused, Err(Refusal::AlreadyAssigned), "{state:?}");
        }
        for act in Act::ALL.iter().filter(|act| **act != Act::ResidentReads) {
            let refused = State::Withdrawn.after(*act, facts(Kind::Resident, false, true));
            assert_eq!(refused, Err(Refusal::Withdrawn), "{act:?}");
        }
    }

    #[test]
    fn a_second_receiver_and_an_answer_to_a_closed_case_are_refused() {
        let had = facts(Kind::Resident, true, false);
        assert_eq!(State::Assigned.after(Act::Assign, had), Err(Refusal::AlreadyAssigned));
        for act in [Act::Answer, Act::PartialReply, Act::Question, Act::Reassign, Act::HandBack] {
            assert_eq!(State::Closed.after(act, had), Err(Refusal::Closed), "{act:?}");
        }
    }

    #[test]
    fn an_information_is_over_when_it_is_read_and_takes_no_reply() {
        let sent = facts(Kind::Information, true, false);
        assert_eq!(State::Sent.after(Act::ResidentReads, sent), Ok(State::Closed));
        for state in [State::Sent, State::Closed] {
            assert_eq!(state.after(Act::Reply, sent), Err(Refusal::NotThisKind));
        }
    }

    #[test]
    fn a_question_from_staff_is_read_replied_to_and_closed() {
        let asked = facts(Kind::Question, true, true);
        assert_eq!(State::Sent.after(Act::ResidentReads, asked), Ok(State::Read));
        assert_eq!(State::Read.after(Act::Reply, asked), Ok(State::Answered));
        assert_eq!(State::Answered.after(Act::Reply, asked), Err(Refusal::NotAsked));
        assert_eq!(State::Answered.after(Act::Question, asked), Ok(State::Waiting));
        assert_eq!(State::Answered.after(Act::Close, asked), Ok(State::Closed));
        assert_eq!(State::Sent.after(Act::Reply, facts(Kind::Question, true, false)), Err(Refusal::RepliesEnded));
    }

    #[test]
    fn a_key_is_read_back() {
        assert!(State::ALL.iter().all(|state| State::from_key(state.key()) == Some(*state)));
        assert!(Kind::ALL.iter().all(|kind| Kind::from_key(kind.key()) == Some(*kind)));
        assert!(Act::ALL.iter().all(|act| Act::from_key(act.key()) == Some(*act)));
        assert_eq!(State::from_key("lost"), None);
    }
}
