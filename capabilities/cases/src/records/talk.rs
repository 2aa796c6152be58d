//! What is said in a thread that has no case above it: internal mail keeps its own head, and its words and files where cases keep
//! theirs.

use behorig_access::{CaseId, DraftId, MessageId};
use behorig_store::{StoreError, Tx, WriteTx, params};

use super::said::messages;
use super::thread::{Entry, Message, MessageKind};
use super::written::hang_on;

/// Says something in a thread, as whoever acts. The files of the draft become the message's, and the draft is gone.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn say(
    tx: &mut WriteTx,
    thread: CaseId,
    body: &str,
    draft: Option<DraftId>,
) -> Result<MessageId, StoreError> {
    let id = MessageId::new(tx.new_uuid());
    let (account, now) = (tx.actor().account, tx.now());
    tx.execute(
        "INSERT INTO case_message (case_id, id, at, author_account, kind, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![thread, id, now, account, MessageKind::Internal.key(), body],
    )
    .await?;
    if let Some(draft) = draft {
        hang_on(tx, draft, thread, id)?;
    }
    Ok(id)
}

/// What was said in a thread, the first first. Who may read it is asked by whoever keeps its head.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub async fn said_in(tx: &mut Tx, thread: CaseId) -> Result<Vec<Message>, StoreError> {
    let said = messages(tx, thread).await?.into_iter().filter_map(|(_, entry)| match entry {
        Entry::Message(message) => Some(message),
        Entry::Happening(_) => None,
    });
    Ok(said.collect())
}
