//! Many matters: the queue, what somebody has in hand, what is closed, and one's own.

use behorig_access::{AccountId, Instant, Scope, Service, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::{StoreError, ToParam, Tx};

use super::matter::{COLUMNS, JOINS, Matter, MatterId};
use crate::rules::State;

/// Which matters a list shows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which<'a> {
    /// Those in a state within a scope, the most urgent first, then the oldest.
    In(&'a Scope, State),
    /// Those within a scope that somebody has in hand, in the same order.
    InHandOf(&'a Scope, AccountId),
    /// Those that somebody sent, the newest first.
    Of(AccountId),
}

/// The place of a row, as it stands in addresses: the row after it begins the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub priority: i64,
    pub at: Instant,
    pub id: MatterId,
}

impl Key {
    /// As an address names it.
    pub(crate) fn to_text(self) -> String {
        format!("{}.{}.{}", self.priority, self.at.0, self.id)
    }

    /// From an address.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let (priority, at) = (parts.next()?.parse().ok()?, Instant(parts.next()?.parse().ok()?));
        Some(Self { priority, at, id: parts.next()?.parse().ok()? })
    }
}

impl Which<'_> {
    /// Whether the most urgent and oldest come first; else the newest do.
    fn is_queue(self) -> bool {
        matches!(self, Self::In(_, State::Received | State::InHand | State::Waiting) | Self::InHandOf(..))
    }

    /// The place of a row in this list.
    pub(crate) fn key_of(self, matter: &Matter) -> Key {
        let at = match self {
            Self::In(_, State::Closed) => matter.changed_at,
            _ => matter.sent_at,
        };
        Key { priority: matter.priority.number(), at, id: matter.id }
    }

    fn scope(self) -> Option<UnitsInScope> {
        match self {
            Self::In(scope, _) | Self::InHandOf(scope, _) => {
                Some(UnitsInScope::of(scope, "m.unit_id", if self.is_queue() { 6 } else { 5 }))
            }
            Self::Of(_) => None,
        }
    }
}

/// As many matters as `most`, from the one after `after`.
pub(crate) async fn list(
    tx: &mut Tx,
    which: Which<'_>,
    after: Option<Key>,
    most: i64,
) -> Result<Vec<Matter>, StoreError> {
    let (is_queue, within) = (which.is_queue(), which.scope());
    let first = Key { priority: 0, at: Instant(i64::MIN), id: MatterId::from_bytes([0; 16]) };
    let last = Key { priority: 0, at: Instant(i64::MAX), id: MatterId::from_bytes([0xff; 16]) };
    let edge = after.unwrap_or(if is_queue { first } else { last });
    let (condition, bound) = match &which {
        Which::In(_, state) => ("m.state = ?1", state.key().to_param()),
        Which::InHandOf(_, account) => ("m.handler = ?1 AND m.closed_at IS NULL", account.to_param()),
        Which::Of(account) => ("m.sender = ?1", account.to_param()),
    };
    let mut params = vec![bound, most.to_param(), edge.at.to_param(), edge.id.to_param()];
    let from_edge = if is_queue {
        params.push(edge.priority.to_param());
        "(m.priority, m.sent_at, m.id) > (?5, ?3, ?4) ORDER BY m.priority, m.sent_at, m.id"
    } else if matches!(which, Which::Of(_)) {
        "(m.sent_at, m.id) < (?3, ?4) ORDER BY m.sent_at DESC, m.id DESC"
    } else {
        "(m.changed_at, m.id) < (?3, ?4) ORDER BY m.changed_at DESC, m.id DESC"
    };
    let scope = within.as_ref().map_or("TRUE", UnitsInScope::sql);
    let sql = format!("SELECT {COLUMNS} FROM {JOINS} WHERE {condition} AND {scope} AND {from_edge} LIMIT ?2");
    if let Some(within) = &within {
        params.extend(within.params());
    }
    tx.all(&sql, &params).await
}

/// How many matters nobody has in hand, of those that the viewer answers, counted to `most`.
pub(crate) async fn waiting_for(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let scope = scope_of(viewer, Service::AnswerSupport, now);
    if scope.is_empty() {
        return Ok(0);
    }
    let within = UnitsInScope::of(&scope, "m.unit_id", 2);
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (
             SELECT m.id FROM support_matter m WHERE m.state = 'received' AND {} LIMIT ?1) waiting",
        within.sql()
    );
    let mut params = vec![most.to_param()];
    params.extend(within.params());
    let (count,): (i64,) = tx.one(&sql, &params).await?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_its_address_and_what_is_none_does_not() {
        let key = Key { priority: 3, at: Instant(1_795_165_200_000), id: MatterId::from_bytes([7; 16]) };
        assert_eq!(Key::from_text(&key.to_text()), Some(key));
        for wrong in ["", "1", "3.1.x", "3.x.07070707-0707-0707-0707-070707070707", "3.1.", "3.1.1"] {
            assert_eq!(Key::from_text(wrong), None, "{wrong}");
        }
    }
}
