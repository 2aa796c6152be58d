//! A case as it is read: its messages and events in their order, its files, and who has read it. Reading is written down first.
//!
//! That a case was given out is logged always. That somebody has *read* it is noted where it came before their eyes: a page that lies
//! open brings itself up to date, and if it is hidden meanwhile what came stays unread until it is looked at.

use behorig_access::{AttachmentId, CaseId, Holder, Instant, MessageId, UnitId, Viewer};
use behorig_registers::units;
use behorig_store::{ActivityType, FromRow, Recorded, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::{PageError, Visit};

use super::audit;
use super::case::{Case, PATIENT, Part, Patient, for_viewer, patient_from};
use super::said::{happenings, messages, readers};
use super::told::{Told, first_read_after, told_of};
use super::touch::touch;
use crate::rules::Act;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// The resident's first.
    Sent,
    /// *Delsvar*.
    Partial,
    /// *Motfråga*, or what staff begin with a question.
    Question,
    /// The answer that ends the case.
    Answer,
    /// The resident's reply.
    Reply,
    /// What staff tell.
    Information,
    /// Among staff.
    Internal,
}

impl MessageKind {
    pub(crate) const ALL: [Self; 7] =
        [Self::Sent, Self::Partial, Self::Question, Self::Answer, Self::Reply, Self::Information, Self::Internal];

    /// As stored and as the key of its word.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Partial => "partial",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Reply => "reply",
            Self::Information => "information",
            Self::Internal => "internal",
        }
    }

    /// Whether staff wrote it.
    #[must_use]
    pub const fn is_from_staff(self) -> bool {
        !matches!(self, Self::Sent | Self::Reply)
    }
}

/// A message of a thread.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// When it was written.
    pub at: Instant,
    /// What it is.
    pub kind: MessageKind,
    /// Who wrote it, by name.
    pub author: String,
    /// The long title of the member of staff who wrote it, or the title: it stands on paper.
    pub long_title: Option<String>,
    /// The words; shown as text, whatever they look like.
    pub body: String,
    /// The answer alternative that was chosen, in words.
    pub alternative: Option<String>,
    /// What was filled into the form, as JSON.
    pub answers: Option<String>,
    /// Who signed.
    pub signature: Option<String>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Who was told of it by mail, as far as staff are told; empty where nobody was, and to residents.
    pub told: Vec<Told>,
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// In bytes.
    pub size: i64,
}

/// Something that happened to a case.
#[derive(Debug, Clone)]
pub struct Happening {
    /// When.
    pub at: Instant,
    /// Who did it, by name; empty for the program itself.
    pub by: String,
    /// What: an act's key, `wrong-case` or `taken`.
    pub what: String,
    /// Who or which group had it, by name.
    pub from: Option<String>,
    /// Who or which group has it now, by name.
    pub to: Option<String>,
    /// What was said to it; a reason of the program's own begins with `why-` and is the key of its words.
    pub note: Option<String>,
}

/// A message or an event.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A message.
    Message(Message),
    /// An event.
    Happening(Happening),
}

/// Somebody who has read a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// By name.
    pub name: String,
    /// Whether as staff.
    pub is_staff: bool,
    /// When first.
    pub first_at: Instant,
    /// When last: everything up to then was read.
    pub up_to: Instant,
}

/// A case as it is read.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The case.
    pub case: Case,
    /// What the viewer is to it.
    pub part: Part,
    /// Whom it is about.
    pub patient: Option<Patient>,
    /// The clinic and everything above it.
    pub chain: Vec<UnitId>,
    /// The clinic's name.
    pub unit_name: String,
    /// Who has it, by name.
    pub handler: Option<String>,
    /// Which group has it, by name.
    pub group: Option<String>,
    /// Messages and events, the oldest first.
    pub entries: Vec<Entry>,
    /// Who has read it, the latest first.
    pub readers: Vec<Reader>,
    /// The case that it replies to.
    pub follows: Option<(CaseId, String)>,
    /// The cases that reply to it.
    pub followed_by: Vec<(CaseId, String)>,
}

impl Thread {
    /// Whether the resident, or a guardian, has read what was written at a moment.
    #[must_use]
    pub fn is_read_by_resident(&self, at: Instant) -> bool {
        self.readers.iter().any(|reader| !reader.is_staff && reader.up_to >= at)
    }

    /// When the resident, or a guardian, first opened the case after a moment, where that is known.
    #[must_use]
    pub fn first_opened_by_resident(&self, at: Instant) -> Option<Instant> {
        first_read_after(&self.readers, at)
    }

    /// Its messages, the oldest first.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Message(message) => Some(message),
            Entry::Happening(_) => None,
        })
    }
}

/// Opens a case for whoever visits: the reading is written down with its audit event, in one transaction with what is then shown.
///
/// # Errors
/// As [`for_viewer`].
pub async fn open(visit: &mut Visit, id: CaseId) -> Result<Thread, PageError> {
    visit.snapshot.give_up();
    let actor = visit.actor();
    visit
        .app
        .db
        .write(&actor, (visit.seat(), id, visit.is_looked_at), |tx, (seat, id, is_looked_at)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                opened(tx, &viewer, *id, *is_looked_at).await
            })
        })
        .await
}

/// Reads a case: notes who read it and up to when, writes the audit event, and gives it as it is then. What a resident reads is no
/// longer unread, and an information is over.
///
/// # Errors
/// As [`for_viewer`].
pub async fn read_by(tx: &mut WriteTx, viewer: &Viewer, id: CaseId) -> Result<Recorded<Thread>, PageError> {
    let now = tx.now();
    let (mut case, part) = for_viewer(tx, viewer, id, now).await?;
    note_reader(tx, viewer, &mut case).await?;
    given(tx, case, part).await
}

/// As [`read_by`], where the page may be one that nobody looks at: then the case is given to it, and read by nobody.
///
/// # Errors
/// As [`for_viewer`].
pub(crate) async fn opened(
    tx: &mut WriteTx,
    viewer: &Viewer,
    id: CaseId,
    is_looked_at: bool,
) -> Result<Recorded<Thread>, PageError> {
    if is_looked_at {
        return read_by(tx, viewer, id).await;
    }
    let now = tx.now();
    let (case, part) = for_viewer(tx, viewer, id, now).await?;
    given(tx, case, part).await
}

async fn given(tx: &mut WriteTx, case: Case, part: Part) -> Result<Recorded<Thread>, PageError> {
    let recorded = audit::record(tx, ActivityType::Read, "cases.read", None, std::slice::from_ref(&case)).await?;
    let thread = load(tx, case, part).await?;
    Ok(recorded.with(thread))
}

async fn note_reader(tx: &mut WriteTx, viewer: &Viewer, case: &mut Case) -> Result<(), PageError> {
    let now = tx.now();
    let (reader, is_staff) = match viewer.holder() {
        Holder::Account(account) => (account.uuid(), true),
        Holder::Person(person) => (person.uuid(), false),
    };
    tx.execute(
        "INSERT INTO case_read (case_id, reader, is_staff, first_at, read_up_to) VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (case_id, reader) DO UPDATE SET read_up_to = excluded.read_up_to",
        params![case.id, reader, is_staff, now],
    )
    .await?;
    if is_staff { Ok(()) } else { note_read(tx, case).await }
}

async fn note_read(tx: &mut WriteTx, case: &mut Case) -> Result<(), PageError> {
    let state = case.state.after(Act::ResidentReads, case.facts()).unwrap_or(case.state);
    if state == case.state && !case.resident_unread {
        return Ok(());
    }
    let closed_at = if state.is_over() { case.closed_at.or(Some(tx.now())) } else { None };
    tx.change_one(
        "UPDATE care_case SET state = ?3, closed_at = ?4, resident_unread = FALSE, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![case.id, case.version, state.key(), closed_at],
    )
    .await?;
    (case.state, case.closed_at, case.resident_unread) = (state, closed_at, false);
    case.version += 1;
    touch(tx, Some(case), case);
    Ok(())
}

struct Around {
    patient: Option<Patient>,
    unit_name: String,
    handler: Option<String>,
    group: Option<String>,
    follows: Option<String>,
}

impl FromRow for Around {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let patient = patient_from(row)?;
        let unit_name = row.next()?;
        let (given, family): (Option<String>, Option<String>) = (row.next()?, row.next()?);
        let handler = given.zip(family).map(|(given, family)| format!("{given} {family}"));
        Ok(Self { patient, unit_name, handler, group: row.next()?, follows: row.next()? })
    }
}

async fn load(tx: &mut Tx, case: Case, part: Part) -> Result<Thread, PageError> {
    let sql = format!(
        "SELECT {PATIENT}, u.name, a.given_name, a.family_name, g.name, f.reference
         FROM care_case c JOIN unit u ON u.id = c.unit_id
         LEFT JOIN person p ON p.id = c.person_id
         LEFT JOIN shown_account a ON a.id = c.handler_account
         LEFT JOIN staff_group g ON g.id = c.group_id
         LEFT JOIN care_case f ON f.id = c.follows_case
         WHERE c.id = ?1"
    );
    let around: Around = tx.one(&sql, params![case.id]).await?;
    let chain = units::chain_ids(tx, case.unit).await?;
    let mut entries = messages(tx, case.id).await?;
    if matches!(part, Part::Staff(_)) && case.person.is_some() {
        let mut told = told_of(tx, case.id).await?;
        for (_, entry) in &mut entries {
            if let Entry::Message(message) = entry {
                message.told = told.remove(&message.id).unwrap_or_default();
            }
        }
    }
    entries.extend(happenings(tx, case.id).await?);
    entries.sort_by_key(|(id, _)| *id);
    let followed_by: Vec<(CaseId, String)> = tx
        .all(
            "SELECT id, reference FROM care_case WHERE follows_case = ?1 AND follows_case IS NOT NULL ORDER BY id LIMIT 20",
            params![case.id],
        )
        .await?;
    Ok(Thread {
        part,
        patient: around.patient,
        chain,
        unit_name: around.unit_name,
        handler: around.handler,
        group: around.group,
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        readers: readers(tx, case.id).await?,
        follows: case.follows.zip(around.follows),
        followed_by,
        case,
    })
}
