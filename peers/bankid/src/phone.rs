//! The test phone as a program uses it; the pages stand on the same functions.

use crate::orders::{Act, Answer, Asked, Order, OrderId, Orders, Tokens};
use crate::rp_api::Weather;
use crate::{Clock, Person, ScanError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// What both doors share.
pub(crate) struct Shared {
    pub(crate) people: Vec<Person>,
    clock: Clock,
    orders: Mutex<Orders>,
    weather: Mutex<Weather>,
}

/// A lock that a panicking test left behind still holds whole values: each is changed in one step.
fn unlocked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(people: Vec<Person>, clock: Clock) -> Self {
        Self { people, clock, orders: Mutex::default(), weather: Mutex::new(Weather::Fair) }
    }

    fn with_orders<T>(&self, act: impl FnOnce(&mut Orders, Duration) -> T) -> T {
        act(&mut unlocked(&self.orders), self.clock.now())
    }

    /// Makes an order and gives its tokens; `None` when the person it is for already has one.
    pub(crate) fn make(&self, asked: Asked) -> Option<Tokens> {
        let random = || Uuid::new_v4().to_string();
        let tokens = Tokens {
            id: OrderId(random()),
            order_ref: random(),
            auto_start: random(),
            qr_start: random(),
            qr_secret: random(),
        };
        self.with_orders(|orders, now| orders.make(tokens.clone(), asked, now)).map(|()| tokens)
    }

    pub(crate) fn collect(&self, order_ref: &str) -> Option<Answer> {
        self.with_orders(|orders, now| orders.collect(order_ref, now))
    }

    pub(crate) fn cancel_by_service(&self, order_ref: &str) -> Option<()> {
        self.with_orders(|orders, now| orders.cancel(order_ref, now))
    }

    pub(crate) fn weather(&self) -> Weather {
        *unlocked(&self.weather)
    }

    pub(crate) fn set_weather(&self, weather: Weather) {
        *unlocked(&self.weather) = weather;
    }
}

/// The test phone, for tests that do not need its pages. Clones are the same phone.
#[derive(Clone)]
pub struct Phone(pub(crate) Arc<Shared>);

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Phone({:?})", self.0.people)
    }
}

impl Phone {
    /// Arrives by an autostart link. `None` when no such order is under way.
    #[must_use]
    pub fn open(&self, auto_start_token: &str) -> Option<OrderId> {
        self.open_with_redirect(auto_start_token, None)
    }

    pub(crate) fn open_with_redirect(&self, auto_start_token: &str, redirect: Option<String>) -> Option<OrderId> {
        self.0.with_orders(|orders, now| orders.open_by_link(auto_start_token, redirect, now))
    }

    /// Scans a QR code, given as its text, and checks it as the app does.
    ///
    /// # Errors
    /// [`ScanError`].
    pub fn scan(&self, text: &str) -> Result<OrderId, ScanError> {
        self.0.with_orders(|orders, now| orders.open_by_scan(text, now))
    }

    /// Becomes a test person, by key. False when there is no such order or person, or the order is for somebody else.
    #[must_use]
    pub fn be(&self, order: &OrderId, key: &str) -> bool {
        let person = self.0.people.iter().find(|person| person.key == key).cloned();
        person.is_some() && self.act(order, Act::Be(person))
    }

    /// Lets go of the person and chooses again.
    #[must_use]
    pub fn be_nobody(&self, order: &OrderId) -> bool {
        self.act(order, Act::Be(None))
    }

    /// Enters the code. False when there is no such order, or nobody has been chosen.
    #[must_use]
    pub fn approve(&self, order: &OrderId) -> bool {
        self.act(order, Act::Approve)
    }

    /// Says no.
    #[must_use]
    pub fn cancel(&self, order: &OrderId) -> bool {
        self.fail(order, "userCancel")
    }

    /// Lets the time run out.
    #[must_use]
    pub fn expire(&self, order: &OrderId) -> bool {
        self.fail(order, "expiredTransaction")
    }

    /// Fails the order with any hint code, known or not.
    #[must_use]
    pub fn fail(&self, order: &OrderId, hint: &str) -> bool {
        self.act(order, Act::Fail(hint.to_owned()))
    }

    /// Keeps the order pending and says any hint code, known or not, until something else happens.
    #[must_use]
    pub fn say(&self, order: &OrderId, hint: &str) -> bool {
        self.act(order, Act::Say(hint.to_owned()))
    }

    fn act(&self, order: &OrderId, act: Act) -> bool {
        self.0.with_orders(|orders, now| orders.act(order, act, now)).is_some()
    }

    /// The orders that nobody has taken up, and the time by which their age is told.
    pub(crate) fn waiting(&self) -> (Vec<Order>, Duration) {
        self.0.with_orders(|orders, now| (orders.waiting(now), now))
    }

    pub(crate) fn order(&self, id: &OrderId) -> Option<Order> {
        self.0.with_orders(|orders, now| orders.get(id, now))
    }

    pub(crate) fn open_from_list(&self, id: &OrderId) -> Option<OrderId> {
        self.0.with_orders(|orders, now| orders.open_from_list(id, now))
    }
}
