//! Who acts: what every audit event says of its user.

use behorig_access::{AccountId, Instant, PersonId, UnitId};

/// The door that a change came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A page in a browser.
    Page,
    /// An order that was carried out.
    Order(i64),
    /// An import of files.
    Import,
    /// The command line.
    CommandLine,
    /// The program itself: locking after failures, ending by the clock.
    System,
}

impl Door {
    /// As history and audit store it; the page puts it into words.
    #[must_use]
    pub fn as_stored(&self) -> String {
        match self {
            Self::Page => "page".to_owned(),
            Self::Order(number) => format!("order {number}"),
            Self::Import => "import".to_owned(),
            Self::CommandLine => "command-line".to_owned(),
            Self::System => "system".to_owned(),
        }
    }
}

/// A unit as the log names it: its HSA-id, or its own id where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorUnit {
    /// HSA-id, or the unit's id.
    pub id: String,
    /// Name when the event happened.
    pub name: String,
}

/// Who acts, with which hat, from where and when.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account, where there is one.
    pub account: Option<AccountId>,
    /// The resident, where a resident acts.
    pub person: Option<PersonId>,
    /// StoreLog `userId`: the HSA-id, or the account's own id where it has none.
    pub user_id: String,
    /// Name when the event happened.
    pub name: String,
    /// StoreLog `personId`: the identity number in its stored form.
    pub person_id: Option<String>,
    /// StoreLog `title`.
    pub title: Option<String>,
    /// StoreLog `assignment`: the roles that the session acts by.
    pub assignment: Option<String>,
    /// `staff`, `relative`, `resident` or `system`.
    pub hat: &'static str,
    /// The unit of the hat, as the log names it.
    pub unit: Option<ActorUnit>,
    /// The same unit as it is known here: by it the log is searched, within what a reviewer holds.
    pub at_unit: Option<UnitId>,
    /// The care provider above that unit.
    pub care_provider: Option<ActorUnit>,
    /// Through which door.
    pub door: Door,
    /// When.
    pub at: Instant,
}

impl Actor {
    /// The program itself, at a time, through a door that no person stands in.
    #[must_use]
    pub fn system(door: Door, at: Instant) -> Self {
        Self {
            account: None,
            person: None,
            user_id: "behorig".to_owned(),
            name: "Behörig".to_owned(),
            person_id: None,
            title: None,
            assignment: None,
            hat: "system",
            unit: None,
            at_unit: None,
            care_provider: None,
            door,
            at,
        }
    }

    /// The same actor through another door, such as an order that is carried out.
    #[must_use]
    pub fn through(mut self, door: Door) -> Self {
        self.door = door;
        self
    }
}
