//! What an open page looks at besides what it shows: that its viewer's session or rights may have changed. Whoever is woken decides
//! anew; what was touched says nothing of what changed.

use behorig_access::{Holder, SessionId};
use behorig_store::Topic;

use crate::id_of;

/// The kind of both topics.
pub const KIND: char = 's';

/// The rights of a holder, and all of their sessions.
#[must_use]
pub fn of_holder(holder: Holder) -> Topic {
    Topic::new(KIND, id_of(holder))
}

/// One session.
#[must_use]
pub const fn of_session(session: SessionId) -> Topic {
    Topic::new(KIND, session.uuid())
}
