//! Events as they are stored, those that wait and those that are sealed.

use std::collections::HashMap;

use behorig_access::Instant;
use behorig_store::{FromRow, Param, Row, StoreError, Tx, params};
use behorig_transparency as seal;
use uuid::Uuid;

use super::{as_stored, from_stored};

/// A round takes at most this many events.
pub(crate) const ROUND: usize = 1_000;

/// The columns of an event that are sealed, in the order of its bytes.
macro_rules! event_columns {
    () => {
        "e.id, e.system_id, e.system_name, e.activity_type, e.activity_level, e.activity_args, e.at, e.purpose, e.user_id, e.user_name,
         e.user_person_id, e.user_assignment, e.user_title, e.care_provider_id, e.care_provider_name, e.care_unit_id, e.care_unit_name,
         e.hat, e.door, e.account_id, e.person_id"
    };
}

macro_rules! resource_columns {
    () => {
        "r.position, r.resource_type, r.resource_id, r.patient_root, r.patient_extension, r.patient_name, r.care_provider_id,
         r.care_provider_name, r.care_unit_id, r.care_unit_name"
    };
}

/// The ids that a round looks at.
macro_rules! next_in_queue {
    () => {
        "SELECT q.event_id FROM audit_unsealed q WHERE q.event_id > ?1 ORDER BY q.event_id LIMIT 1000"
    };
}

/// An event as its rows say.
pub(crate) struct Stored {
    pub(crate) id: Uuid,
    system_id: String,
    system_name: String,
    activity_type: String,
    activity_level: Option<String>,
    activity_args: Option<String>,
    pub(crate) at: Instant,
    purpose: String,
    user_id: String,
    user_name: Option<String>,
    user_person_id: Option<String>,
    user_assignment: Option<String>,
    user_title: Option<String>,
    care_provider_id: Option<String>,
    care_provider_name: Option<String>,
    care_unit_id: Option<String>,
    care_unit_name: Option<String>,
    hat: String,
    door: String,
    account_id: Option<Uuid>,
    person_id: Option<Uuid>,
    resources: Vec<StoredResource>,
}

/// One row of what an event is about.
pub(crate) struct StoredResource {
    position: i64,
    resource_type: String,
    resource_id: Option<String>,
    patient_root: Option<String>,
    patient_extension: Option<String>,
    patient_name: Option<String>,
    care_provider_id: Option<String>,
    care_provider_name: Option<String>,
    care_unit_id: Option<String>,
    care_unit_name: Option<String>,
}

impl Stored {
    /// What it says of a thinning, where it tells of one.
    pub(crate) fn thinning(&self) -> Option<&str> {
        let tells = self.activity_level.as_deref() == Some(seal::THINNING_LEVEL);
        tells.then(|| self.activity_args.as_deref().unwrap_or_default())
    }

    /// What is sealed of it.
    pub(crate) fn as_event(&self, salt: [u8; 16]) -> seal::Event<'_> {
        seal::Event {
            salt,
            id: self.id,
            system_id: &self.system_id,
            system_name: &self.system_name,
            activity_type: &self.activity_type,
            activity_level: self.activity_level.as_deref(),
            activity_args: self.activity_args.as_deref(),
            at: self.at.0,
            purpose: &self.purpose,
            user_id: &self.user_id,
            user_name: self.user_name.as_deref(),
            user_person_id: self.user_person_id.as_deref(),
            user_assignment: self.user_assignment.as_deref(),
            user_title: self.user_title.as_deref(),
            care_provider_id: self.care_provider_id.as_deref(),
            care_provider_name: self.care_provider_name.as_deref(),
            care_unit_id: self.care_unit_id.as_deref(),
            care_unit_name: self.care_unit_name.as_deref(),
            hat: &self.hat,
            door: &self.door,
            account_id: self.account_id,
            person_id: self.person_id,
            resources: self.resources.iter().map(StoredResource::as_resource).collect(),
        }
    }
}

impl StoredResource {
    fn as_resource(&self) -> seal::Resource<'_> {
        seal::Resource {
            position: self.position,
            resource_type: &self.resource_type,
            resource_id: self.resource_id.as_deref(),
            patient_root: self.patient_root.as_deref(),
            patient_extension: self.patient_extension.as_deref(),
            patient_name: self.patient_name.as_deref(),
            care_provider_id: self.care_provider_id.as_deref(),
            care_provider_name: self.care_provider_name.as_deref(),
            care_unit_id: self.care_unit_id.as_deref(),
            care_unit_name: self.care_unit_name.as_deref(),
        }
    }
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.next()?,
            system_id: row.next()?,
            system_name: row.next()?,
            activity_type: row.next()?,
            activity_level: row.next()?,
            activity_args: row.next()?,
            at: row.next()?,
            purpose: row.next()?,
            user_id: row.next()?,
            user_name: row.next()?,
            user_person_id: row.next()?,
            user_assignment: row.next()?,
            user_title: row.next()?,
            care_provider_id: row.next()?,
            care_provider_name: row.next()?,
            care_unit_id: row.next()?,
            care_unit_name: row.next()?,
            hat: row.next()?,
            door: row.next()?,
            account_id: row.next()?,
            person_id: row.next()?,
            resources: Vec::new(),
        })
    }
}

impl FromRow for StoredResource {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            position: row.next()?,
            resource_type: row.next()?,
            resource_id: row.next()?,
            patient_root: row.next()?,
            patient_extension: row.next()?,
            patient_name: row.next()?,
            care_provider_id: row.next()?,
            care_provider_name: row.next()?,
            care_unit_id: row.next()?,
            care_unit_name: row.next()?,
        })
    }
}

/// A row with what it belongs to before it.
struct Of<K, T>(K, T);

impl<K: behorig_store::Column, T: FromRow> FromRow for Of<K, T> {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.next()?, T::from_row(row)?))
    }
}

/// What a round finds in the queue.
pub(crate) struct Waiting {
    /// How many ids were looked at.
    pub(crate) seen: usize,
    /// The last of them.
    pub(crate) last: Uuid,
    /// Their events in the order in which they happened. An id without an event has none, and one that is sealed already is left out:
    /// both are told by the verification.
    pub(crate) events: Vec<Stored>,
}

/// The next events of the queue after an id. Which of them are there is one snapshot's word; what they say never changes.
pub(crate) async fn waiting(tx: &mut Tx, after: Uuid) -> Result<Waiting, StoreError> {
    let events = concat!(
        "SELECT ",
        event_columns!(),
        " FROM audit_event e WHERE e.id IN (",
        next_in_queue!(),
        ")
             AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id) ORDER BY e.at, e.id"
    );
    let resources = concat!(
        "SELECT r.event_id, ",
        resource_columns!(),
        " FROM audit_resource r WHERE r.event_id IN (",
        next_in_queue!(),
        ")
         ORDER BY r.event_id, r.position"
    );
    let after = params![after];
    let (ids, mut events, resources) = tx
        .three::<(Uuid,), Stored, Of<Uuid, StoredResource>>(
            (next_in_queue!(), after),
            (events, after),
            (resources, after),
        )
        .await?;
    let mut of_event: HashMap<Uuid, Vec<StoredResource>> = HashMap::with_capacity(events.len());
    for Of(event, resource) in resources {
        of_event.entry(event).or_default().push(resource);
    }
    for event in &mut events {
        event.resources = of_event.remove(&event.id).unwrap_or_default();
    }
    Ok(Waiting { seen: ids.len(), last: ids.last().map_or(Uuid::nil(), |(id,)| *id), events })
}

/// A leaf as its row says.
pub(crate) struct LeafRow {
    pub(crate) position: u64,
    pub(crate) event: Uuid,
    pub(crate) salt: Option<[u8; 16]>,
    pub(crate) sealed_at: Instant,
}

impl FromRow for LeafRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (position, event) = (from_stored(row.next()?)?, row.next()?);
        // A salt of another length is a changed row: no hash fits it, and it is told so.
        let salt = row.next::<Option<Vec<u8>>>()?.map(|salt| salt.try_into().unwrap_or([0; 16]));
        Ok(Self { position, event, salt, sealed_at: row.next()? })
    }
}

/// The leaves from one position to another, which is not among them, each with its event where that is there.
pub(crate) async fn sealed(tx: &mut Tx, from: u64, to: u64) -> Result<Vec<(LeafRow, Option<Stored>)>, StoreError> {
    let events = concat!(
        "SELECT l.position, ",
        event_columns!(),
        " FROM audit_leaf l CROSS JOIN audit_event e
         WHERE l.position >= ?1 AND l.position < ?2 AND e.id = l.event_id ORDER BY l.position"
    );
    let resources = concat!(
        "SELECT l.position, ",
        resource_columns!(),
        " FROM audit_leaf l CROSS JOIN audit_resource r
         WHERE l.position >= ?1 AND l.position < ?2 AND r.event_id = l.event_id ORDER BY l.position, r.position"
    );
    let leaves = "SELECT position, event_id, salt, sealed_at FROM audit_leaf WHERE position >= ?1 AND position < ?2 ORDER BY position";
    let (from, to) = (as_stored(from), as_stored(to));
    let range = params![from, to];
    let (leaves, events, resources) = tx
        .three::<LeafRow, Of<i64, Stored>, Of<i64, StoredResource>>(
            (leaves, range),
            (events, range),
            (resources, range),
        )
        .await?;
    Ok(put_together(leaves, events, resources))
}

/// These leaves, which are not erased, each with its event where that is there: at most so many as a statement takes parameters.
pub(crate) async fn sealed_at(tx: &mut Tx, positions: &[u64]) -> Result<Vec<(LeafRow, Option<Stored>)>, StoreError> {
    let params: Vec<Param<'_>> = positions.iter().map(|position| Param::Int(as_stored(*position))).collect();
    let among: Vec<String> = (1..=params.len()).map(|number| format!("?{number}")).collect();
    let among = among.join(", ");
    let leaves = format!(
        "SELECT l.position, l.event_id, l.salt, l.sealed_at FROM audit_leaf l
         WHERE l.position IN ({among}) AND l.salt IS NOT NULL ORDER BY l.position"
    );
    let events = format!(
        "SELECT l.position, {} FROM audit_leaf l CROSS JOIN audit_event e
         WHERE l.position IN ({among}) AND e.id = l.event_id ORDER BY l.position",
        event_columns!()
    );
    let resources = format!(
        "SELECT l.position, {} FROM audit_leaf l CROSS JOIN audit_resource r
         WHERE l.position IN ({among}) AND r.event_id = l.event_id ORDER BY l.position, r.position",
        resource_columns!()
    );
    let (leaves, events, resources) = tx.three((&leaves, &params), (&events, &params), (&resources, &params)).await?;
    Ok(put_together(leaves, events, resources))
}

/// Each leaf with its event, and that with what it is about; all in the order of positions.
fn put_together(
    leaves: Vec<LeafRow>,
    events: Vec<Of<i64, Stored>>,
    resources: Vec<Of<i64, StoredResource>>,
) -> Vec<(LeafRow, Option<Stored>)> {
    let (mut events, mut resources) = (events.into_iter().peekable(), resources.into_iter().peekable());
    let mut sealed = Vec::with_capacity(leaves.len());
    for leaf in leaves {
        let here = as_stored(leaf.position);
        let mut about = Vec::new();
        while let Some(Of(_, resource)) = resources.next_if(|Of(position, _)| *position == here) {
            about.push(resource);
        }
        let event = events
            .next_if(|Of(position, _)| *position == here)
            .map(|Of(_, event)| Stored { resources: about, ..event });
        sealed.push((leaf, event));
    }
    sealed
}

/// The leaf of one event.
pub(crate) async fn leaf_of(tx: &mut Tx, event: Uuid) -> Result<Option<LeafRow>, StoreError> {
    tx.optional("SELECT position, event_id, salt, sealed_at FROM audit_leaf WHERE event_id = ?1", params![event]).await
}

/// More of one kind tell nobody anything.
pub(crate) const MOST_TOLD: usize = 50;

/// What does not fit together between the tables of events and the sealed log; of each at most [`MOST_TOLD`].
pub(crate) struct Strays {
    /// Events that are neither sealed nor wait: nobody who writes events by the program's door makes such.
    pub(crate) events: Vec<Uuid>,
    /// Rows of what an event is about whose event is neither there nor sealed.
    pub(crate) resources: Vec<Uuid>,
    /// Ids that wait whose event is gone.
    pub(crate) gone: Vec<Uuid>,
    /// Events that are sealed and wait to be sealed again.
    pub(crate) twice: Vec<Uuid>,
}

pub(crate) async fn strays(tx: &mut Tx) -> Result<Strays, StoreError> {
    let only = |rows: Vec<(Uuid,)>| rows.into_iter().map(|(id,)| id).collect();
    let (events, resources, gone, twice) = tx
        .four([
            (
                "SELECT e.id FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)
                     AND NOT EXISTS (SELECT 1 FROM audit_unsealed q WHERE q.event_id = e.id) ORDER BY e.id LIMIT 50",
                &[],
            ),
            (
                "SELECT DISTINCT r.event_id FROM audit_resource r
                 WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = r.event_id)
                     AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = r.event_id) ORDER BY r.event_id LIMIT 50",
                &[],
            ),
            (
                "SELECT q.event_id FROM audit_unsealed q
                 WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = q.event_id) ORDER BY q.event_id LIMIT 50",
                &[],
            ),
            (
                "SELECT q.event_id FROM audit_unsealed q
                 WHERE EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = q.event_id) ORDER BY q.event_id LIMIT 50",
                &[],
            ),
        ])
        .await?;
    Ok(Strays { events: only(events), resources: only(resources), gone: only(gone), twice: only(twice) })
}

/// One event with what it is about, by its id.
pub(crate) async fn event(tx: &mut Tx, id: Uuid) -> Result<Option<Stored>, StoreError> {
    let events = concat!("SELECT ", event_columns!(), " FROM audit_event e WHERE e.id = ?1");
    let resources =
        concat!("SELECT ", resource_columns!(), " FROM audit_resource r WHERE r.event_id = ?1 ORDER BY r.position");
    let (events, resources): (Vec<Stored>, Vec<StoredResource>) =
        tx.two((events, params![id]), (resources, params![id])).await?;
    Ok(events.into_iter().next().map(|event| Stored { resources, ..event }))
}

/// How many events wait, and when the oldest of those happened that are older than a time.
pub(crate) async fn waiting_since(tx: &mut Tx, before: Instant) -> Result<(u64, Option<(u64, Instant)>), StoreError> {
    let (all, old) = tx
        .two::<(i64,), (i64, Option<Instant>)>(
            ("SELECT CAST(count(*) AS BIGINT) FROM audit_unsealed", &[]),
            (
                "SELECT CAST(count(*) AS BIGINT), min(e.at) FROM audit_unsealed q JOIN audit_event e ON e.id = q.event_id
                 WHERE e.at < ?1 AND NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = q.event_id)",
                params![before],
            ),
        )
        .await?;
    let all = all.first().map_or(Ok(0), |(count,)| from_stored(*count))?;
    let old = match old.first() {
        Some((count, Some(oldest))) => Some((from_stored(*count)?, *oldest)),
        _ => None,
    };
    Ok((all, old))
}

/// Whether an event that tells of an erasure waits to be sealed, and whether the log's end waits to be signed.
pub(crate) async fn tellers_wait(tx: &mut Tx) -> Result<(bool, bool), StoreError> {
    let (waits, unsigned) = tx
        .two::<(i64,), (i64,)>(
            (
                "SELECT CAST(1 AS BIGINT) FROM audit_unsealed q JOIN audit_event e ON e.id = q.event_id
                 WHERE e.activity_level = 'audit.thin' LIMIT 1",
                &[],
            ),
            (
                "SELECT CAST(1 AS BIGINT) FROM audit_tree t
                 WHERE NOT EXISTS (SELECT 1 FROM audit_checkpoint c WHERE c.size = t.size)",
                &[],
            ),
        )
        .await?;
    Ok((!waits.is_empty(), !unsigned.is_empty()))
}
