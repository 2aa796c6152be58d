//! Many matters: the queue, what somebody has in hand, what is closed, and one's own.

use behorig_access::{AccountId, Instant, Scope, Service, Viewer, scope_of};
use behorig_registers::UnitsInScope;
use behorig_store::{StoreError, ToParam, Tx};

use super::matter::{JOINS, Matter, MatterId, columns};
use super::strays::{sql_of_handler_may, sql_of_stray};
use crate::rules::State;

/// Which matters a list shows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which<'a> {
    /// Those in a state within a scope, the most urgent first, then the oldest; what somebody has in name only is *received*.
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

    fn scope(&self) -> Option<&Scope> {
        match self {
            Self::In(scope, _) | Self::InHandOf(scope, _) => Some(scope),
            Self::Of(_) => None,
        }
    }
}

/// Which rows a walk takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// Those that stand in the list as they are kept.
    AsKept,
    /// Those that somebody has in name only, and that stand in the queue by themselves.
    Strays,
}

/// As many matters as `most`, from the one after `after`.
pub(crate) async fn list(
    tx: &mut Tx,
    which: Which<'_>,
    after: Option<Key>,
    most: i64,
    now: Instant,
) -> Result<Vec<Matter>, StoreError> {
    let mut matters = walk(tx, which, Walk::AsKept, (after, most), now).await?;
    if let Which::In(_, State::Received) = which {
        matters.extend(walk(tx, which, Walk::Strays, (after, most), now).await?);
        matters.sort_by_key(|matter| (matter.priority.number(), matter.sent_at, matter.id));
        matters.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    Ok(matters)
}

async fn walk(
    tx: &mut Tx,
    which: Which<'_>,
    walk: Walk,
    (after, most): (Option<Key>, i64),
    now: Instant,
) -> Result<Vec<Matter>, StoreError> {
    let is_queue = which.is_queue();
    let first = Key { priority: 0, at: Instant(i64::MIN), id: MatterId::from_bytes([0; 16]) };
    let last = Key { priority: 0, at: Instant(i64::MAX), id: MatterId::from_bytes([0xff; 16]) };
    let edge = after.unwrap_or(if is_queue { first } else { last });
    let service = Service::AnswerSupport;
    let mut bound = vec![service.to_param(), now.to_param(), most.to_param(), edge.at.to_param(), edge.id.to_param()];
    let from_edge = if is_queue {
        bound.push(edge.priority.to_param());
        "(m.priority, m.sent_at, m.id) > (?6, ?4, ?5) ORDER BY m.priority, m.sent_at, m.id"
    } else if matches!(which, Which::Of(_)) {
        "(m.sent_at, m.id) < (?4, ?5) ORDER BY m.sent_at DESC, m.id DESC"
    } else {
        "(m.changed_at, m.id) < (?4, ?5) ORDER BY m.changed_at DESC, m.id DESC"
    };
    let next = bound.len() + 1;
    let condition = match (&which, walk) {
        (_, Walk::Strays) => sql_of_stray(1, 2),
        // What is in hand or waits is so only as long as whoever has it may answer it.
        (Which::In(_, state @ (State::InHand | State::Waiting)), _) => {
            format!("m.state = '{}' AND {}", state.key(), sql_of_handler_may(1, 2))
        }
        (Which::In(_, state), _) => format!("m.state = '{}'", state.key()),
        (Which::InHandOf(_, account), _) => {
            bound.push(account.to_param());
            format!("m.handler = ?{next} AND m.closed_at IS NULL")
        }
        (Which::Of(account), _) => {
            bound.push(account.to_param());
            format!("m.sender = ?{next}")
        }
    };
    let within = which.scope().map(|scope| UnitsInScope::of(scope, "m.unit_id", bound.len() + 1));
    let scope = within.as_ref().map_or("TRUE", UnitsInScope::sql);
    let columns = columns();
    let sql = format!("SELECT {columns} FROM {JOINS} WHERE {condition} AND {scope} AND {from_edge} LIMIT ?3");
    if let Some(within) = &within {
        bound.extend(within.params());
    }
    tx.all(&sql, &bound).await
}

/// How many matters nobody has in hand, of those that the viewer answers, counted to `most`.
pub(crate) async fn waiting_for(tx: &mut Tx, viewer: &Viewer, most: i64, now: Instant) -> Result<i64, StoreError> {
    let service = Service::AnswerSupport;
    let scope = scope_of(viewer, service, now);
    if scope.is_empty() {
        return Ok(0);
    }
    let within = UnitsInScope::of(&scope, "m.unit_id", 2);
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (
             SELECT m.id FROM support_matter m WHERE m.state = 'received' AND {} LIMIT ?1) waiting",
        within.sql()
    );
    let mut bound = vec![most.to_param()];
    bound.extend(within.params());
    let (received,): (i64,) = tx.one(&sql, &bound).await?;
    let within = UnitsInScope::of(&scope, "m.unit_id", 4);
    let sql = format!(
        "SELECT CAST(count(*) AS BIGINT) FROM (
             SELECT m.id FROM support_matter m WHERE {} AND {} LIMIT ?3) strays",
        sql_of_stray(1, 2),
        within.sql()
    );
    let mut bound = vec![service.to_param(), now.to_param(), most.to_param()];
    bound.extend(within.params());
    let (strays,): (i64,) = tx.one(&sql, &bound).await?;
    Ok((received + strays).min(most))
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
