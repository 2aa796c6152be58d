//! One act carried out on one case: its row, its message, its event. The rules are asked here and nowhere else.

use behorig_access::{AccountId, DraftId, GroupId, Instant, MessageId};
use behorig_store::{FromRow, Param, Question, StoreError, ToParam as _, WriteTx, params};

use super::case::Case;
use super::error::CaseError;
use super::notices::Notices;
use super::thread::MessageKind;
use super::touch::touch;
use crate::rules::{Act, State};

/// A message on its way into a thread.
#[derive(Debug, Clone)]
pub(crate) struct NewMessage<'a> {
    pub kind: MessageKind,
    pub body: &'a str,
    pub alternative: Option<&'a str>,
    pub answers: Option<&'a str>,
    pub signature: Option<&'a str>,
    /// Whose files become the message's.
    pub draft: Option<DraftId>,
}

/// What an act brings along.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change<'a> {
    /// Who has the case afterwards, where that changes.
    pub to: Option<(Option<AccountId>, Option<GroupId>)>,
    /// What is written, where something is.
    pub message: Option<NewMessage<'a>>,
    /// A new promise.
    pub due: Option<Instant>,
    /// With what the resident is told of what staff wrote.
    pub tells: Option<&'a Notices>,
    /// For an act without a message: what the event is called, and its note.
    pub event: Option<(&'static str, Option<&'a str>)>,
}

/// Does something to a case that its viewer has loaded, and gives it as it is afterwards.
pub(crate) async fn carry_out(tx: &mut WriteTx, case: &Case, act: Act, change: &Change<'_>) -> Result<Case, CaseError> {
    let mut after = after(case, act, change, tx.now())?;
    if change.message.as_ref().is_some_and(|message| message.kind.is_from_staff()) {
        after.resident_unread = case.person.is_some();
    }
    update(tx, case, &after).await?;
    touch(tx, Some(case), &after);
    if let Some(message) = &change.message {
        let id = add_message(tx, case, message).await?;
        if let Some(notices) = change.tells.filter(|_| message.kind.is_from_staff()) {
            notices.of_message(tx, case, id).await?;
        }
    }
    if let Some((what, note)) = change.event {
        add_event(tx, case, &after, what, note).await?;
    }
    after.version += 1;
    Ok(after)
}

fn after(case: &Case, act: Act, change: &Change<'_>, now: Instant) -> Result<Case, CaseError> {
    let state = case.state.after(act, case.facts())?;
    let mut after = case.clone();
    after.state = state;
    if let Some((handler, group)) = change.to {
        (after.handler, after.group) = (handler, group);
        after.assigned_at = if handler.is_some() || group.is_some() { Some(now) } else { None };
    }
    after.replies_open = act.leaves_replies_open(case.replies_open);
    after.due = change.due.unwrap_or(case.due);
    after.closed_at = if state.is_over() { case.closed_at.or(Some(now)) } else { None };
    if change.message.is_some() {
        after.last_message_at = now;
    }
    Ok(after)
}

async fn update(tx: &mut WriteTx, before: &Case, after: &Case) -> Result<(), StoreError> {
    tx.change_one(
        "UPDATE care_case SET state = ?3, handler_account = ?4, group_id = ?5, due_at = ?6, assigned_at = ?7, closed_at = ?8,
             last_message_at = ?9, resident_unread = ?10, replies_open = ?11, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![
            before.id,
            before.version,
            after.state.key(),
            after.handler,
            after.group,
            after.due,
            after.assigned_at,
            after.closed_at,
            after.last_message_at,
            after.resident_unread,
            after.replies_open
        ],
    )
    .await
}

/// Writes a message, and ties the files of its draft to it.
pub(crate) async fn add_message(
    tx: &mut WriteTx,
    case: &Case,
    message: &NewMessage<'_>,
) -> Result<MessageId, StoreError> {
    let id = MessageId::new(tx.new_uuid());
    let (account, person, now) = (tx.actor().account, tx.actor().person, tx.now());
    tx.put(
        "INSERT INTO case_message (case_id, id, at, author_account, author_person, kind, body, alternative, answers, signature)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            case.id,
            id,
            now,
            account,
            person,
            message.kind.key(),
            message.body,
            message.alternative,
            message.answers,
            message.signature
        ],
    )?;
    super::words::add_words(tx, case, message)?;
    if let Some(draft) = message.draft {
        super::written::hang_on(tx, draft, case.id, id)?;
    }
    Ok(id)
}

pub(crate) async fn add_event(
    tx: &mut WriteTx,
    before: &Case,
    after: &Case,
    what: &'static str,
    note: Option<&str>,
) -> Result<(), StoreError> {
    let id = tx.new_uuid();
    let (account, person, now) = (tx.actor().account, tx.actor().person, tx.now());
    tx.execute(
        "INSERT INTO case_event (case_id, id, at, actor_account, actor_person, what, from_account, to_account, from_group,
             to_group, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            before.id,
            id,
            now,
            account,
            person,
            what,
            before.handler,
            after.handler,
            before.group,
            after.group,
            note
        ],
    )
    .await?;
    Ok(())
}

/// Writes a new case. A reference that is taken is made anew; the id has randomness for as many as will ever be asked.
pub(crate) async fn insert(tx: &mut WriteTx, case: &mut Case) -> Result<(), StoreError> {
    insert_and_ask::<(i64,)>(tx, case, None).await.map(|_| ())
}

/// As [`insert`], and asks something else on the same journey.
pub(crate) async fn insert_and_ask<T: FromRow>(
    tx: &mut WriteTx,
    case: &mut Case,
    question: Option<Question<'_>>,
) -> Result<Vec<T>, StoreError> {
    for attempt in 0..8 {
        case.reference = crate::rules::reference_of(case.id, attempt);
        let insert: Question<'_> = (INSERT, &values_of(case));
        let (written, answer): (Vec<(i64,)>, Vec<T>) = match question {
            Some(question) => tx.two(insert, question).await?,
            None => (tx.all(insert.0, insert.1).await?, Vec::new()),
        };
        if !written.is_empty() {
            touch(tx, None, case);
            return Ok(answer);
        }
    }
    Err(StoreError::Shape("no free reference for a case".to_owned()))
}

const INSERT: &str = "INSERT INTO care_case (id, reference, unit_id, kind, case_type_id, form_number, person_id, sent_by_person,
         sent_by_account, subject, state, handler_account, group_id, follows_case, received_at, due_at, assigned_at, closed_at,
         last_message_at, resident_unread, replies_open, version)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, NULL, ?15, ?18, ?19, 1)
     ON CONFLICT (reference) DO NOTHING RETURNING version";

/// The values of [`INSERT`].
fn values_of(case: &Case) -> [Param<'_>; 19] {
    [
        case.id.to_param(),
        case.reference.to_param(),
        case.unit.to_param(),
        Param::Text(case.kind.key()),
        case.case_type.to_param(),
        case.form_number.to_param(),
        case.person.to_param(),
        case.sent_by_person.to_param(),
        case.sent_by_account.to_param(),
        case.subject.to_param(),
        Param::Text(case.state.key()),
        case.handler.to_param(),
        case.group.to_param(),
        case.follows.to_param(),
        case.received_at.to_param(),
        case.due.to_param(),
        case.assigned_at.to_param(),
        case.resident_unread.to_param(),
        case.replies_open.to_param(),
    ]
}

impl Case {
    /// A case that begins now, before it has a reference.
    pub(crate) fn beginning(tx: &WriteTx, kind: crate::rules::Kind, unit: behorig_access::UnitId) -> Self {
        let now = tx.now();
        let is_from_resident = kind == crate::rules::Kind::Resident;
        Self {
            id: behorig_access::CaseId::new(tx.new_uuid()),
            reference: String::new(),
            unit,
            kind,
            case_type: None,
            form_number: None,
            person: None,
            sent_by_person: None,
            sent_by_account: None,
            subject: String::new(),
            state: if is_from_resident { State::Received } else { State::Sent },
            handler: None,
            group: None,
            follows: None,
            received_at: now,
            due: super::case::NO_PROMISE,
            assigned_at: None,
            closed_at: None,
            last_message_at: now,
            resident_unread: !is_from_resident,
            replies_open: kind == crate::rules::Kind::Question,
            version: 1,
        }
    }
}
