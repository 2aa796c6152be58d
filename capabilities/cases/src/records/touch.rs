//! What open pages show of a case, told when it has changed.

use behorig_live::topic;
use behorig_store::WriteTx;

use super::case::Case;

/// A case has changed, or has come: whoever has it open, and the lists that it stood in or stands in now.
pub(crate) fn touch(tx: &mut WriteTx, before: Option<&Case>, after: &Case) {
    tx.touch(topic::queue_of(after.unit));
    if let Some(person) = after.person {
        tx.touch(topic::cases_of(person));
    }
    if before.is_some() {
        tx.touch(topic::case(after.id));
    }
    for case in before.into_iter().chain([after]) {
        match (case.handler, case.group) {
            (Some(handler), _) => tx.touch(topic::in_hand_of(handler)),
            (None, Some(_)) => tx.touch(topic::groups_at(case.unit)),
            // What is over stands in no inbox.
            (None, None) if case.closed_at.is_none() => tx.touch(topic::inbox_of(case.unit)),
            (None, None) => {}
        }
    }
}
