//! A thread of internal mail, loaded through its viewer.

use behorig_access::{AccountId, CaseId, Holder, Instant, Service, UnitId, Viewer};
use behorig_cases::records::{DraftKey, Message, Written, is_member, said_in, written};
use behorig_registers::units;
use behorig_store::{ActivityType, Event, FromRow, Purpose, Recorded, Resource, Row, StoreError, Tx, WriteTx, params};
use behorig_visit::{PageError, Visit, require};
use uuid::Uuid;

use crate::rules::{Facts, Recipient, may_read};

/// The head of a thread.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    pub id: CaseId,
    pub subject: String,
    pub begun_by: AccountId,
    /// Who began it, by name.
    pub from_name: String,
    /// Where it was begun.
    pub unit: UnitId,
    pub to: Recipient,
    /// The person, the role or the group, by name.
    pub to_name: String,
    pub to_unit: UnitId,
    pub to_unit_name: String,
    pub last_message_at: Instant,
    /// How many messages it has: rises with each, and so tells one state of the thread from the next.
    pub messages: i64,
}

/// The columns of a [`Mail`], read with [`JOINS`].
pub(crate) const COLUMNS: &str =
    "m.id, m.subject, m.begun_by, b.given_name, b.family_name, m.unit_id, m.to_kind, m.to_id,
    COALESCE(p.given_name || ' ' || p.family_name, r.name, g.name), m.to_unit, u.name, m.last_message_at, m.messages";
/// The tables of a [`Mail`].
pub(crate) const JOINS: &str = "internal_mail m
    JOIN shown_account b ON b.id = m.begun_by
    JOIN unit u ON u.id = m.to_unit
    LEFT JOIN shown_account p ON m.to_kind = 'person' AND p.id = m.to_id
    LEFT JOIN role r ON m.to_kind = 'role' AND r.id = m.to_id
    LEFT JOIN staff_group g ON m.to_kind = 'group' AND g.id = m.to_id";

impl FromRow for Mail {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (id, subject, begun_by) = (row.next()?, row.next()?, row.next()?);
        let (given, family): (String, String) = (row.next()?, row.next()?);
        let unit = row.next()?;
        let (kind, to): (String, Uuid) = (row.next()?, row.next()?);
        let name: Option<String> = row.next()?;
        Ok(Self {
            id,
            subject,
            begun_by,
            from_name: format!("{given} {family}"),
            unit,
            to: Recipient::from_stored(&kind, to)
                .ok_or_else(|| StoreError::Shape(format!("no kind of recipient: {kind}")))?,
            to_name: name.unwrap_or_default(),
            to_unit: row.next()?,
            to_unit_name: row.next()?,
            last_message_at: row.next()?,
            messages: row.next()?,
        })
    }
}

/// The mail, to whoever may read it. Service 399 where it was begun, for who began it, or where it went, for whom it is for.
///
/// # Errors
/// [`PageError::NotFound`] to anyone else; [`PageError::Refused`] with its reason to who holds something else at the unit.
pub(crate) async fn for_viewer(tx: &mut Tx, viewer: &Viewer, id: CaseId, now: Instant) -> Result<Mail, PageError> {
    let Holder::Account(account) = viewer.holder() else { return Err(PageError::NotFound) };
    let sql = format!("SELECT {COLUMNS} FROM {JOINS} WHERE m.id = ?1");
    let mail: Mail = tx.optional(&sql, params![id]).await?.ok_or(PageError::NotFound)?;
    let from = units::chain_ids(tx, mail.unit).await?;
    let at = units::chain_ids(tx, mail.to_unit).await?;
    let in_group = match mail.to {
        Recipient::Group(group) => is_member(tx, group, account).await?,
        _ => false,
    };
    let facts = Facts { begun_by: mail.begun_by, from: &from, to: mail.to, at: &at, in_group };
    if may_read(viewer, account, &facts, now) {
        return Ok(mail);
    }
    let asked_at = if mail.begun_by == account { mail.unit } else { mail.to_unit };
    require(tx, viewer, Service::InternalMail, asked_at, now).await?;
    Err(PageError::NotFound)
}

/// Somebody who has read it.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub name: String,
    pub last_at: Instant,
}

/// All that the page of a thread shows.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub mail: Mail,
    pub messages: Vec<Message>,
    pub readers: Vec<Reader>,
    /// What the viewer is writing in it.
    pub draft: Option<Written>,
}

/// Opens it for its page: that it is read is written down in one transaction with what is then shown.
pub(crate) async fn open(visit: &mut Visit, id: CaseId) -> Result<Thread, PageError> {
    visit.snapshot.give_up();
    let actor = visit.actor();
    visit
        .app
        .db
        .write(&actor, (visit.seat(), id), |tx, (seat, id)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                read_by(tx, &viewer, *id).await
            })
        })
        .await
}

/// Reads it and notes who has read how much.
pub(crate) async fn read_by(tx: &mut WriteTx, viewer: &Viewer, id: CaseId) -> Result<Recorded<Thread>, PageError> {
    let now = tx.now();
    let mail = for_viewer(tx, viewer, id, now).await?;
    note_read(tx, &mail, mail.messages).await?;
    let thread = Thread {
        messages: said_in(tx, id).await?,
        readers: readers(tx, id).await?,
        draft: written(tx, DraftKey::in_case(viewer.holder(), id)).await?,
        mail,
    };
    let event = about(ActivityType::Read, "internal-mail.read", id);
    Ok(tx.record(event).await?.with(thread))
}

/// What happened to a thread, for the log.
pub(crate) fn about(activity: ActivityType, level: &'static str, id: CaseId) -> Event {
    let resource =
        Resource { resource_type: "internal-mail", resource_id: Some(id.to_string()), ..Resource::default() };
    Event { activity, level, args: None, purpose: Purpose::Administration, resources: vec![resource] }
}

/// Whoever acts has read so many of its messages.
pub(crate) async fn note_read(tx: &mut WriteTx, mail: &Mail, messages: i64) -> Result<(), StoreError> {
    let (account, now) = (tx.actor().account, tx.now());
    tx.execute(
        "INSERT INTO internal_mail_reader (mail_id, account_id, first_at, last_at, messages) VALUES (?1, ?2, ?3, ?3, ?4)
         ON CONFLICT (mail_id, account_id) DO UPDATE SET last_at = excluded.last_at, messages = excluded.messages",
        params![mail.id, account, now, messages],
    )
    .await?;
    Ok(())
}

async fn readers(tx: &mut Tx, id: CaseId) -> Result<Vec<Reader>, StoreError> {
    let rows: Vec<(String, String, Instant)> = tx
        .all(
            "SELECT a.given_name, a.family_name, x.last_at FROM internal_mail_reader x JOIN shown_account a ON a.id = x.account_id
             WHERE x.mail_id = ?1 ORDER BY x.last_at DESC, a.id LIMIT 200",
            params![id],
        )
        .await?;
    let reader =
        |(given, family, last_at): (String, String, Instant)| Reader { name: format!("{given} {family}"), last_at };
    Ok(rows.into_iter().map(reader).collect())
}
