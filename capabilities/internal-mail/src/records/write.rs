//! New mail, and replies.

use std::collections::BTreeSet;

use behorig_access::{AccountId, CaseId, DraftId, Service, UnitId, Viewer};
use behorig_cases::records::{Notices, say, staff_at};
use behorig_store::{ActivityType, Recorded, StoreError, WriteTx, params};
use behorig_visit::{PageError, Rejected, require};
use behorig_web::{Errors, Message};

use super::mail::{Mail, about, for_viewer, note_read};
use super::notices::tell;
use super::reach::recipients_at;
use crate::rules::Recipient;

/// Mail as it is written.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// Where its writer sits.
    pub unit: UnitId,
    /// Whom it is for.
    pub to: Recipient,
    /// At which unit they are.
    pub to_unit: UnitId,
    /// What it is about.
    pub subject: String,
    /// The words.
    pub body: String,
    /// The draft whose files come along.
    pub draft: Option<DraftId>,
}

/// Sends it. Service 399 at the writer's unit.
///
/// # Errors
/// [`Rejected::Errors`] beside the recipient where nobody would read it.
pub async fn send(
    tx: &mut WriteTx,
    viewer: &Viewer,
    notices: Option<&Notices>,
    new: &NewMail,
) -> Result<Recorded<CaseId>, Rejected> {
    let now = tx.now();
    require(tx, viewer, Service::InternalMail, new.unit, now).await?;
    let account = tx.actor().account.ok_or(PageError::NotFound)?;
    let readers = recipients_at(tx, new.to_unit, Some(account), now).await?.readers_of(new.to);
    let Some(readers) = readers else {
        let mut errors = Errors::new();
        errors.add(&crate::pages::TO, Message::new("internal-refusal-nobody"));
        return Err(errors.into());
    };
    let id = CaseId::new(tx.new_uuid());
    tx.execute(
        "INSERT INTO internal_mail (id, subject, begun_by, unit_id, to_kind, to_id, to_unit, begun_at, last_message_at, replied,
             messages)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, FALSE, 1)",
        params![id, new.subject, account, new.unit, new.to.key(), new.to.id(), new.to_unit, now],
    )
    .await?;
    say(tx, id, &new.body, new.draft).await?;
    let mail = for_viewer(tx, viewer, id, now).await?;
    note_read(tx, &mail, 1).await?;
    if let Some(notices) = notices {
        tell(tx, notices, &mail, &readers).await?;
    }
    Ok(tx.record(about(ActivityType::Write, "internal-mail.send", id)).await?.with(id))
}

/// A reply as it is written.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The thread.
    pub mail: CaseId,
    /// The words.
    pub body: String,
    /// How many messages its writer had read.
    pub messages: i64,
    /// The draft whose files come along.
    pub draft: Option<DraftId>,
}

/// Writes in the thread. Whoever may read it may.
///
/// # Errors
/// [`StoreError::Stale`] inside where somebody has written since it was read.
pub async fn reply(
    tx: &mut WriteTx,
    viewer: &Viewer,
    notices: Option<&Notices>,
    reply: &Reply,
) -> Result<Recorded<()>, PageError> {
    let now = tx.now();
    let mail = for_viewer(tx, viewer, reply.mail, now).await?;
    let by_another = tx.actor().account != Some(mail.begun_by);
    tx.change_one(
        "UPDATE internal_mail SET last_message_at = ?3, messages = messages + 1, replied = (replied OR ?4)
         WHERE id = ?1 AND messages = ?2",
        params![mail.id, reply.messages, now, by_another],
    )
    .await?;
    say(tx, mail.id, &reply.body, reply.draft).await?;
    note_read(tx, &mail, mail.messages + 1).await?;
    if let Some(notices) = notices {
        let whom = concerned(tx, &mail).await?;
        tell(tx, notices, &mail, &whom).await?;
    }
    tx.record(about(ActivityType::Write, "internal-mail.reply", mail.id)).await.map_err(PageError::from)
}

/// Whom a reply concerns: who began it, whom it is for where that is one person, and who has written in it; those who may still read
/// it. A role or a group is told of new mail, and not of each word that is said afterwards.
async fn concerned(tx: &mut WriteTx, mail: &Mail) -> Result<BTreeSet<AccountId>, StoreError> {
    let now = tx.now();
    let writers: Vec<(AccountId,)> = tx
        .all(
            "SELECT DISTINCT author_account FROM case_message WHERE case_id = ?1 AND author_account IS NOT NULL",
            params![mail.id],
        )
        .await?;
    let readers = recipients_at(tx, mail.to_unit, None, now).await?.readers_of(mail.to).unwrap_or_default();
    let mut whom: BTreeSet<AccountId> =
        writers.into_iter().map(|(writer,)| writer).filter(|writer| readers.contains(writer)).collect();
    if let Recipient::Person(person) = mail.to {
        whom.extend(readers.get(&person));
    }
    let beginners = staff_at(tx, mail.unit, Service::InternalMail, now).await?;
    whom.extend(beginners.iter().map(|one| one.account).filter(|one| *one == mail.begun_by));
    Ok(whom)
}
