//! A case as anyone would think of it, beside the rules: sequences of acts and of what befalls people, in any order.

use behorig_access::{AccountId, GroupId};
use proptest::prelude::*;

use super::{Act, Facts, Kind, Refusal, Responsible, State};

/// What happens next.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Somebody does something, to or with this person of three, or this group of two.
    Does(Act, u8, bool),
    /// Somebody loses or regains the right to answer, or goes away.
    Able(u8, bool),
    /// A group loses its last member who may answer, or gets one.
    Staffed(u8, bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let act = prop::sample::select(Act::ALL);
    let step = prop_oneof![
        6 => (act, 0..3_u8, any::<bool>()).prop_map(|(act, who, to_group)| Step::Does(act, who, to_group)),
        1 => (0..3_u8, any::<bool>()).prop_map(|(who, able)| Step::Able(who, able)),
        1 => (0..2_u8, any::<bool>()).prop_map(|(group, staffed)| Step::Staffed(group, staffed)),
    ];
    prop::collection::vec(step, 0..60)
}

/// The table of DESIGN.md, written out pair by pair: what a kind may go from and to.
fn table(kind: Kind) -> &'static [(State, State)] {
    use State as S;
    match kind {
        Kind::Resident => &[
            (S::Received, S::Assigned),
            (S::Received, S::Withdrawn),
            (S::Assigned, S::Received),
            (S::Assigned, S::Partial),
            (S::Assigned, S::Waiting),
            (S::Assigned, S::Closed),
            (S::Partial, S::Waiting),
            (S::Partial, S::Closed),
            (S::Waiting, S::Partial),
            (S::Waiting, S::Closed),
        ],
        Kind::Question => &[
            (S::Sent, S::Read),
            (S::Sent, S::Answered),
            (S::Sent, S::Closed),
            (S::Read, S::Answered),
            (S::Read, S::Closed),
            (S::Answered, S::Waiting),
            (S::Answered, S::Closed),
            (S::Waiting, S::Answered),
            (S::Waiting, S::Closed),
        ],
        Kind::Information | Kind::Internal => &[(S::Sent, S::Closed)],
    }
}

#[derive(Debug)]
struct Naive {
    kind: Kind,
    state: State,
    handler: Option<u8>,
    group: Option<u8>,
    replies_open: bool,
    messages: Vec<&'static str>,
}

fn writes(act: Act) -> bool {
    matches!(act, Act::PartialReply | Act::Question | Act::Answer | Act::Reply)
}

fn account(who: u8) -> AccountId {
    AccountId::from_bytes([who; 16])
}

fn team(group: u8) -> GroupId {
    GroupId::from_bytes([group; 16])
}

impl Naive {
    fn new(kind: Kind) -> Self {
        let state = if kind == Kind::Resident { State::Received } else { State::Sent };
        let handler = (kind != Kind::Resident).then_some(0);
        let replies_open = kind == Kind::Question;
        Self { kind, state, handler, group: None, replies_open, messages: vec!["first"] }
    }

    fn facts(&self) -> Facts {
        let assigned = self.handler.is_some() || self.group.is_some();
        Facts { kind: self.kind, assigned, replies_open: self.replies_open }
    }

    fn follow(&mut self, act: Act, who: u8, to_group: bool) -> Result<(), Refusal> {
        let facts = self.facts();
        self.state = self.state.after(act, facts)?;
        if writes(act) {
            self.messages.push(act.key());
        }
        self.replies_open = act.leaves_replies_open(self.replies_open);
        match act {
            Act::Assign | Act::Reassign if to_group => (self.handler, self.group) = (None, Some(who % 2)),
            Act::Assign | Act::Reassign => (self.handler, self.group) = (Some(who), None),
            Act::HandBack => (self.handler, self.group) = (None, None),
            _ => {}
        }
        assert_eq!(self.facts().assigned, act.leaves_assigned(facts.assigned), "{act:?}");
        Ok(())
    }
}

proptest! {
    #[test]
    fn no_sequence_leaves_the_table_loses_a_message_or_leaves_a_case_to_nobody(
        kind in prop::sample::select(Kind::ALL), steps in steps(),
    ) {
        let mut case = Naive::new(kind);
        let (mut able, mut staffed) = ([true; 3], [true; 2]);
        for step in steps {
            let (before, written) = (case.state, case.messages.len());
            match step {
                Step::Able(who, is) => able[usize::from(who)] = is,
                Step::Staffed(group, is) => staffed[usize::from(group)] = is,
                Step::Does(act, who, to_group) => {
                    let done = case.follow(act, who, to_group);
                    if done.is_err() {
                        prop_assert_eq!(case.state, before, "a refused act changes nothing");
                    } else if before != case.state {
                        prop_assert!(table(kind).contains(&(before, case.state)), "{:?} led from {:?} to {:?}", act, before, case.state);
                    }
                    prop_assert_eq!(case.messages.len(), written + usize::from(done.is_ok() && writes(act)));
                    prop_assert!(!before.is_over() || case.state == before, "what is over stays over");
                }
            }
            prop_assert!(case.state.suits(kind), "{:?} of {:?}", case.state, kind);
            if kind == Kind::Resident {
                let had = case.handler.is_some() || case.group.is_some();
                prop_assert!(case.state != State::Received || !had);
                prop_assert!(case.state != State::Assigned || had);
            }
            if !case.state.is_over() {
                let is_able = |who: AccountId| able[usize::from(who.as_bytes()[0])];
                let is_staffed = |group: GroupId| staffed[usize::from(group.as_bytes()[0])];
                let now = Responsible::of(case.handler.map(account), case.group.map(team), is_able, is_staffed);
                let in_the_inbox = now == Responsible::Receivers;
                let in_able_hands = case.handler.is_some_and(|who| able[usize::from(who)])
                    || case.group.is_some_and(|group| staffed[usize::from(group)]);
                prop_assert!(in_the_inbox != in_able_hands, "{now:?} answers for {case:?}");
            }
        }
    }

    #[test]
    fn a_resident_writes_only_when_asked_and_while_replies_are_open(
        kind in prop::sample::select(Kind::ALL), state in prop::sample::select(State::ALL), assigned: bool, replies_open: bool,
    ) {
        let replied = state.after(Act::Reply, Facts { kind, assigned, replies_open });
        let asked = matches!(state, State::Waiting | State::Sent | State::Read);
        let may = asked && replies_open && matches!(kind, Kind::Resident | Kind::Question);
        prop_assert_eq!(replied.is_ok(), may);
    }
}
