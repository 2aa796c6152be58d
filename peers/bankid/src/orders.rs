//! The life of an order, as rules over a list and the time.
//!
//! Waiting → in somebody's hands → over. An order that nobody takes up fails after 30 seconds, one that nobody finishes
//! after 3 minutes. What became of it is told once, and kept for 3 minutes (complete) or 5 (failed).

use crate::scan::Code;
use crate::{Person, ScanError};
use std::time::Duration;

const LIFE_UNTIL_STARTED: Duration = Duration::from_secs(30);
const LIFE_IN_HANDS: Duration = Duration::from_secs(3 * 60);
const COMPLETE_IS_KEPT: Duration = Duration::from_secs(3 * 60);
const FAILED_IS_KEPT: Duration = Duration::from_secs(5 * 60);

/// The phone's own name for an order, for its addresses. Says nothing to a relying party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderId(pub(crate) String);

/// The random parts of an order.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) id: OrderId,
    pub(crate) order_ref: String,
    pub(crate) auto_start: String,
    pub(crate) qr_start: String,
    pub(crate) qr_secret: String,
}

/// What a relying party asked for.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    pub(crate) is_signature: bool,
    pub(crate) text: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) personal_number: Option<String>,
    pub(crate) domain: Option<String>,
    pub(crate) identity_document: bool,
    pub(crate) risk: bool,
}

/// How an order came to the phone.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// By a link on the same device, perhaps with a redirect of its own.
    Link { redirect: Option<String> },
    /// By a code on another screen.
    Scan,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    Complete(Person),
    Failed(String),
}

#[derive(Clone)]
pub(crate) enum Phase {
    Waiting,
    InHands { since: Duration, way: Way, person: Option<Person>, said: Option<String> },
    Over { at: Duration, way: Way, ending: Ending },
}

#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) tokens: Tokens,
    pub(crate) asked: Asked,
    pub(crate) made_at: Duration,
    pub(crate) phase: Phase,
}

/// The answer to a collect.
pub(crate) enum Answer {
    Pending(String),
    Failed(String),
    Complete(Box<(Person, Asked)>),
}

/// What is done to an order on the phone.
pub(crate) enum Act {
    /// Be this person, or go back to choosing.
    Be(Option<Person>),
    Approve,
    /// Fail, with a hint code.
    Fail(String),
    /// Stay pending, with a hint code.
    Say(String),
}

/// Every order that is not yet forgotten.
#[derive(Default)]
pub(crate) struct Orders(Vec<Order>);

impl Order {
    fn is_active(&self) -> bool {
        !matches!(self.phase, Phase::Over { .. })
    }

    fn person(&self) -> Option<&Person> {
        match &self.phase {
            Phase::InHands { person, .. } => person.as_ref(),
            Phase::Waiting | Phase::Over { .. } => None,
        }
    }

    fn is_for(&self, personal_number: &str) -> bool {
        let held = self.person().map(|person| person.personal_number.as_str());
        self.is_active()
            && (self.asked.personal_number.as_deref() == Some(personal_number) || held == Some(personal_number))
    }

    fn end(&mut self, ending: Ending, at: Duration) {
        let way = match &self.phase {
            Phase::InHands { way, .. } | Phase::Over { way, .. } => way.clone(),
            Phase::Waiting => Way::Scan,
        };
        self.phase = Phase::Over { at, way, ending };
    }

    fn hint(&self) -> String {
        match &self.phase {
            Phase::InHands { said: Some(said), .. } => said.clone(),
            Phase::InHands { person: Some(_), .. } => "userSign".to_owned(),
            Phase::InHands { .. } => "started".to_owned(),
            Phase::Waiting | Phase::Over { .. } => "outstandingTransaction".to_owned(),
        }
    }

    /// Where the browser goes when the phone is done: only when it came by a link.
    pub(crate) fn way_back(&self) -> Option<&str> {
        match &self.phase {
            Phase::InHands { way: Way::Link { redirect }, .. } | Phase::Over { way: Way::Link { redirect }, .. } => {
                self.asked.return_url.as_deref().or(redirect.as_deref())
            }
            _ => None,
        }
    }

    /// What happens to the order merely because time passes.
    fn age(&mut self, now: Duration) {
        match &self.phase {
            Phase::Waiting if now >= self.made_at + LIFE_UNTIL_STARTED => {
                self.end(Ending::Failed("startFailed".to_owned()), self.made_at + LIFE_UNTIL_STARTED);
            }
            Phase::InHands { since, .. } if now >= *since + LIFE_IN_HANDS => {
                let at = *since + LIFE_IN_HANDS;
                self.end(Ending::Failed("expiredTransaction".to_owned()), at);
            }
            _ => {}
        }
    }

    fn is_remembered(&self, now: Duration) -> bool {
        match &self.phase {
            Phase::Over { at, ending: Ending::Complete(_), .. } => now < *at + COMPLETE_IS_KEPT,
            Phase::Over { at, ending: Ending::Failed(_), .. } => now < *at + FAILED_IS_KEPT,
            Phase::Waiting | Phase::InHands { .. } => true,
        }
    }
}

impl Orders {
    fn at(&mut self, now: Duration) -> &mut Vec<Order> {
        self.0.iter_mut().for_each(|order| order.age(now));
        self.0.retain(|order| order.is_remembered(now));
        &mut self.0
    }

    /// Makes an order. `None` when it is for a person who already has one: that one is cancelled and none is made.
    pub(crate) fn make(&mut self, tokens: Tokens, asked: Asked, now: Duration) -> Option<()> {
        let orders = self.at(now);
        if let Some(number) = &asked.personal_number {
            let mut taken = orders.iter_mut().filter(|order| order.is_for(number)).peekable();
            if taken.peek().is_some() {
                taken.for_each(|order| order.end(Ending::Failed("cancelled".to_owned()), now));
                return None;
            }
        }
        orders.push(Order { tokens, asked, made_at: now, phase: Phase::Waiting });
        Some(())
    }

    /// What became of an order; once it is over, this is the only time that it is told. `None`: no such order.
    pub(crate) fn collect(&mut self, order_ref: &str, now: Duration) -> Option<Answer> {
        let orders = self.at(now);
        let place = orders.iter().position(|order| order.tokens.order_ref == order_ref)?;
        let order = orders.get(place)?.clone();
        let Phase::Over { ending, .. } = order.phase else { return Some(Answer::Pending(order.hint())) };
        orders.remove(place);
        Some(match ending {
            Ending::Complete(person) => Answer::Complete(Box::new((person, order.asked))),
            Ending::Failed(hint) => Answer::Failed(hint),
        })
    }

    /// The relying party lets an order go. `None`: no such order.
    pub(crate) fn cancel(&mut self, order_ref: &str, now: Duration) -> Option<()> {
        let orders = self.at(now);
        let place = orders.iter().position(|order| order.tokens.order_ref == order_ref)?;
        orders.remove(place);
        Some(())
    }

    /// The orders that nobody has taken up, newest first.
    pub(crate) fn waiting(&mut self, now: Duration) -> Vec<Order> {
        self.at(now).iter().rev().filter(|order| matches!(order.phase, Phase::Waiting)).cloned().collect()
    }

    /// An order by the phone's own name for it.
    pub(crate) fn get(&mut self, id: &OrderId, now: Duration) -> Option<Order> {
        self.at(now).iter().find(|order| order.tokens.id == *id).cloned()
    }

    /// The app is opened by a link. Opening it again finds the same order where it stands.
    pub(crate) fn open_by_link(&mut self, token: &str, redirect: Option<String>, now: Duration) -> Option<OrderId> {
        let order = self.at(now).iter_mut().find(|order| order.tokens.auto_start == token)?;
        take_up(order, Way::Link { redirect }, now);
        Some(order.tokens.id.clone())
    }

    /// The app reads a code from another screen.
    pub(crate) fn open_by_scan(&mut self, text: &str, now: Duration) -> Result<OrderId, ScanError> {
        let code = Code::parse(text)?;
        let orders = self.at(now);
        let found = orders.iter_mut().find(|order| order.tokens.qr_start == code.token && order.is_active());
        let order = found.ok_or(ScanError::NoSuchOrder)?;
        code.check(&order.tokens.qr_secret, now.saturating_sub(order.made_at))?;
        take_up(order, Way::Scan, now);
        Ok(order.tokens.id.clone())
    }

    /// An order is taken from the phone's own list, as if its code had been scanned.
    pub(crate) fn open_from_list(&mut self, id: &OrderId, now: Duration) -> Option<OrderId> {
        let order = self.at(now).iter_mut().find(|order| order.tokens.id == *id)?;
        take_up(order, Way::Scan, now);
        Some(id.clone())
    }

    /// Does something to an order in the phone's hands. `None` when it is not there, or the act does not fit: nobody can
    /// approve who has not said who they are, and nobody but the one whom the order is for.
    pub(crate) fn act(&mut self, id: &OrderId, act: Act, now: Duration) -> Option<()> {
        let orders = self.at(now);
        if let Act::Be(Some(somebody)) = &act {
            let number = somebody.personal_number.as_str();
            let others = orders.iter_mut().filter(|order| order.tokens.id != *id && order.person().is_some());
            others
                .filter(|order| order.is_for(number))
                .for_each(|order| order.end(Ending::Failed("cancelled".to_owned()), now));
        }
        let order = orders.iter_mut().find(|order| order.tokens.id == *id)?;
        let required = order.asked.personal_number.clone();
        let Phase::InHands { person, said, .. } = &mut order.phase else { return None };
        match act {
            Act::Be(Some(somebody)) if required.is_some_and(|number| number != somebody.personal_number) => {
                return None;
            }
            Act::Be(somebody) => (*person, *said) = (somebody, None),
            Act::Say(hint) => *said = Some(hint),
            Act::Fail(hint) => order.end(Ending::Failed(hint), now),
            Act::Approve => {
                let person = person.clone()?;
                order.end(Ending::Complete(person), now);
            }
        }
        Some(())
    }
}

fn take_up(order: &mut Order, way: Way, now: Duration) {
    if matches!(order.phase, Phase::Waiting) {
        order.phase = Phase::InHands { since: now, way, person: None, said: None };
    }
}

#[cfg(test)]
#[path = "orders_tests.rs"]
mod tests;
