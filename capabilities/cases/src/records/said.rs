//! What was said in a case and what happened to it, as its page reads it.

use std::collections::BTreeMap;

use behorig_access::{AttachmentId, CaseId, Instant, MessageId};
use behorig_store::{FromRow, Row, StoreError, Tx, params};
use uuid::Uuid;

use super::thread::{Attachment, Entry, Happening, Message, MessageKind, Reader};

struct Said(Message);

impl FromRow for Said {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, at) = (row.next()?, row.next()?);
        let key: String = row.next()?;
        let kind = MessageKind::ALL.into_iter().find(|kind| kind.key() == key);
        let kind = kind.ok_or_else(|| StoreError::Shape(format!("no kind of message: {key}")))?;
        let (body, alternative, answers, signature) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let (given, family): (Option<String>, Option<String>) = (row.next()?, row.next()?);
        let author = format!("{} {}", given.unwrap_or_default(), family.unwrap_or_default()).trim().to_owned();
        let long_title = row.next()?;
        Ok(Self(Message {
            id,
            at,
            kind,
            author,
            long_title,
            body,
            alternative,
            answers,
            signature,
            attachments: Vec::new(),
            told: Vec::new(),
        }))
    }
}

pub(crate) async fn messages(tx: &mut Tx, case: CaseId) -> Result<Vec<(Uuid, Entry)>, StoreError> {
    let said: Vec<Said> = tx
        .all(
            "SELECT m.id, m.at, m.kind, m.body, m.alternative, m.answers,
                 CASE WHEN m.signature IS NULL THEN NULL ELSE shown_name(m.author_account, m.signature) END,
                 COALESCE(a.given_name, p.given_name), COALESCE(a.family_name, p.family_name),
                 COALESCE(a.long_title, a.title)
             FROM case_message m
             LEFT JOIN shown_account a ON a.id = m.author_account
             LEFT JOIN person p ON p.id = m.author_person
             WHERE m.case_id = ?1 ORDER BY m.id",
            params![case],
        )
        .await?;
    let mut files = attachments(tx, case).await?;
    let with_files = said.into_iter().map(|Said(mut message)| {
        message.attachments = files.remove(&message.id).unwrap_or_default();
        (message.id.uuid(), Entry::Message(message))
    });
    Ok(with_files.collect())
}

type FileRow = (MessageId, AttachmentId, String, String, i64);

async fn attachments(tx: &mut Tx, case: CaseId) -> Result<BTreeMap<MessageId, Vec<Attachment>>, StoreError> {
    let rows: Vec<FileRow> = tx
        .all(
            "SELECT message_id, id, name, media_type, size FROM case_attachment
             WHERE case_id = ?1 AND case_id IS NOT NULL AND message_id IS NOT NULL ORDER BY message_id, id",
            params![case],
        )
        .await?;
    let mut files: BTreeMap<MessageId, Vec<Attachment>> = BTreeMap::new();
    for (message, id, name, media_type, size) in rows {
        files.entry(message).or_default().push(Attachment { id, name, media_type, size });
    }
    Ok(files)
}

struct Happened(Uuid, Happening);

impl FromRow for Happened {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let name = |given: Option<String>, family: Option<String>| {
            given.zip(family).map(|(given, family)| format!("{given} {family}"))
        };
        let (id, at, what, note) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let by = name(row.next()?, row.next()?).unwrap_or_default();
        let from = name(row.next()?, row.next()?);
        let to = name(row.next()?, row.next()?);
        let (from_group, to_group): (Option<String>, Option<String>) = (row.next()?, row.next()?);
        Ok(Self(id, Happening { at, by, what, note, from: from.or(from_group), to: to.or(to_group) }))
    }
}

pub(crate) async fn happenings(tx: &mut Tx, case: CaseId) -> Result<Vec<(Uuid, Entry)>, StoreError> {
    let happened: Vec<Happened> = tx
        .all(
            "SELECT e.id, e.at, e.what, e.note, COALESCE(a.given_name, p.given_name), COALESCE(a.family_name, p.family_name),
                 f.given_name, f.family_name, t.given_name, t.family_name, fg.name, tg.name
             FROM case_event e
             LEFT JOIN shown_account a ON a.id = e.actor_account
             LEFT JOIN person p ON p.id = e.actor_person
             LEFT JOIN shown_account f ON f.id = e.from_account
             LEFT JOIN shown_account t ON t.id = e.to_account
             LEFT JOIN staff_group fg ON fg.id = e.from_group
             LEFT JOIN staff_group tg ON tg.id = e.to_group
             WHERE e.case_id = ?1 ORDER BY e.id",
            params![case],
        )
        .await?;
    Ok(happened.into_iter().map(|Happened(id, happening)| (id, Entry::Happening(happening))).collect())
}

type ReaderRow = (bool, Instant, Instant, Option<String>, Option<String>);

pub(crate) async fn readers(tx: &mut Tx, case: CaseId) -> Result<Vec<Reader>, StoreError> {
    let rows: Vec<ReaderRow> = tx
        .all(
            "SELECT r.is_staff, r.first_at, r.read_up_to, COALESCE(a.given_name, p.given_name),
                 COALESCE(a.family_name, p.family_name)
             FROM case_read r LEFT JOIN shown_account a ON a.id = r.reader LEFT JOIN person p ON p.id = r.reader
             WHERE r.case_id = ?1 ORDER BY r.read_up_to DESC, r.reader LIMIT 200",
            params![case],
        )
        .await?;
    let reader = |(is_staff, first_at, up_to, given, family): ReaderRow| Reader {
        name: format!("{} {}", given.unwrap_or_default(), family.unwrap_or_default()),
        is_staff,
        first_at,
        up_to,
    };
    Ok(rows.into_iter().map(reader).collect())
}
