//! How a case went: who sent what, and what was done with it.

use behorig_case_types::Ready;
use behorig_cases::rules::Kind;

use super::when::When;

/// Whom a case is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum From {
    /// One of the clinic's approved residents, by their order.
    Resident(usize),
    /// The resident among the test people.
    Nora,
    /// The guardian among the test people.
    Guardian,
    /// The guardian's child: the guardian writes.
    Child,
    /// One of those to whom the clinic's restricted type is handed out.
    HandedOut(usize),
}

/// What a case begins with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    /// A ready type, with what was answered by the keys of its fields; the rest of what must be answered is filled in.
    Ready(Ready, &'static [(&'static str, &'static str)]),
    /// The clinic's own type.
    Own(&'static [(&'static str, &'static str)]),
    /// A message of staff: its kind, who of the handlers sends it, its heading and its words.
    Staff(Kind, usize, &'static str, &'static str),
}

/// Who gets a case.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hand {
    /// One of the handlers, by their order.
    One(usize),
    /// The clinic's group.
    Group,
}

/// What is done with a case.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Begin,
    Assign(Hand),
    PassOn(Hand, &'static str),
    /// Back to the receivers; as somebody else's case where it says so.
    HandBack(&'static str, bool),
    Partial(&'static str),
    Ask(&'static str),
    /// The key of the answer alternative, and the words.
    Answer(&'static str, &'static str),
    Close,
    /// Whoever has the case opens it; of one that nobody has, the receiver.
    Open,
    /// The resident opens it.
    Read,
    Reply(&'static str),
    Withdraw,
}

impl Step {
    /// Whether somebody of the staff does it who has read the case first.
    pub(crate) const fn is_of_staff_who_read(self) -> bool {
        matches!(
            self,
            Self::Assign(_)
                | Self::PassOn(..)
                | Self::HandBack(..)
                | Self::Partial(_)
                | Self::Ask(_)
                | Self::Answer(..)
                | Self::Close
        )
    }
}

/// A case from its beginning.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) from: From,
    pub(crate) what: What,
    pub(crate) steps: Vec<(When, Step)>,
}

impl Story {
    pub(crate) fn ready(from: From, ready: Ready, at: When, answers: &'static [(&'static str, &'static str)]) -> Self {
        Self { from, what: What::Ready(ready, answers), steps: vec![(at, Step::Begin)] }
    }

    pub(crate) fn own(from: From, at: When, answers: &'static [(&'static str, &'static str)]) -> Self {
        Self { from, what: What::Own(answers), steps: vec![(at, Step::Begin)] }
    }

    pub(crate) fn staff(kind: Kind, by: usize, to: From, at: When, subject: &'static str, body: &'static str) -> Self {
        Self { from: to, what: What::Staff(kind, by, subject, body), steps: vec![(at, Step::Begin)] }
    }

    pub(crate) fn then(mut self, at: When, step: Step) -> Self {
        self.steps.push((at, step));
        self
    }

    pub(crate) fn to(self, at: When, handler: usize) -> Self {
        self.then(at, Step::Assign(Hand::One(handler)))
    }

    pub(crate) fn for_group(self, at: When) -> Self {
        self.then(at, Step::Assign(Hand::Group))
    }

    pub(crate) fn answered(self, at: When, alternative: &'static str, body: &'static str) -> Self {
        self.then(at, Step::Answer(alternative, body))
    }

    pub(crate) fn read(self, at: When) -> Self {
        self.then(at, Step::Read)
    }
}
