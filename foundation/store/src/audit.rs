//! The audit event, in the shape of the national log record (StoreLog 2), and the history of single fields.
//!
//! Events are written inside the transaction of what they tell, and put into the queue of what waits to be sealed. Sealing them into a
//! tree is done afterwards, in batches, so that no two changes wait for each other.

use std::fmt::Write as _;
use std::future::{Ready, ready};
use std::sync::LazyLock;

use behorig_access::EventId;
use behorig_identity::IdentityNumber;

use crate::{ActorUnit, Dialect, Param, StoreError, ToParam, WriteTx};

/// StoreLog `systemId` and `systemName`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemName {
    /// HSA-id of the system, or a name of the installation's choice.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// StoreLog `activityType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityType {
    /// Läsa.
    Read,
    /// Skriva.
    Write,
    /// Signera.
    Sign,
    /// Utskrift.
    Print,
    /// Radera.
    Erase,
    /// Nödöppning.
    BreakGlass,
}

impl ActivityType {
    /// The word of the StoreLog schema.
    #[must_use]
    pub fn as_stored(self) -> &'static str {
        match self {
            Self::Read => "Läsa",
            Self::Write => "Skriva",
            Self::Sign => "Signera",
            Self::Print => "Utskrift",
            Self::Erase => "Radera",
            Self::BreakGlass => "Nödöppning",
        }
    }
}

/// StoreLog `purpose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Vård och behandling.
    Care,
    /// Administration.
    Administration,
    /// Kvalitetssäkring.
    Quality,
}

impl Purpose {
    /// The word of the StoreLog schema.
    #[must_use]
    pub fn as_stored(self) -> &'static str {
        match self {
            Self::Care => "Vård och behandling",
            Self::Administration => "Administration",
            Self::Quality => "Kvalitetssäkring",
        }
    }
}

/// What an event is about: StoreLog `resource`.
#[derive(Debug, Clone, Default)]
pub struct Resource {
    /// StoreLog `resourceType`, such as `account` or `resident`.
    pub resource_type: &'static str,
    /// The record's own id.
    pub resource_id: Option<String>,
    /// The person whose data it is, and the name.
    pub patient: Option<(IdentityNumber, String)>,
    /// The care provider that holds the data.
    pub care_provider: Option<ActorUnit>,
    /// The care unit that holds the data.
    pub care_unit: Option<ActorUnit>,
}

/// What happened, apart from who, where and when, which the transaction knows.
#[derive(Debug, Clone)]
pub struct Event {
    /// What kind of act.
    pub activity: ActivityType,
    /// StoreLog `activityLevel`: which function, at most 256 characters.
    pub level: &'static str,
    /// StoreLog `activityArgs`: particulars without personal data.
    pub args: Option<String>,
    /// Why.
    pub purpose: Purpose,
    /// About what and whom.
    pub resources: Vec<Resource>,
}

impl Event {
    /// An administrative change of one record.
    #[must_use]
    pub fn change(level: &'static str, resource_type: &'static str, id: impl ToString) -> Self {
        Self {
            activity: ActivityType::Write,
            level,
            args: None,
            purpose: Purpose::Administration,
            resources: vec![Resource { resource_type, resource_id: Some(id.to_string()), ..Resource::default() }],
        }
    }

    /// The same event with particulars.
    #[must_use]
    pub fn with_args(mut self, args: impl Into<String>) -> Self {
        self.args = Some(args.into());
        self
    }
}

/// Proof that a write has recorded what it did: every write ends in one.
#[must_use = "a write must end with what it recorded"]
#[derive(Debug)]
pub struct Recorded<T> {
    value: T,
    event: Option<EventId>,
}

impl<T> Recorded<T> {
    /// Gives the write's own answer.
    pub fn with<U>(self, value: U) -> Recorded<U> {
        Recorded { value, event: self.event }
    }

    /// The event, to tie history to.
    #[must_use]
    pub fn event(&self) -> Option<EventId> {
        self.event
    }

    /// For a write that changes nothing anybody would ask the log about, such as the time when a session was last seen. The
    /// reason stands in the code for whoever reviews it.
    pub fn nothing_to_record(value: T, _reason: &'static str) -> Self {
        Self { value, event: None }
    }

    /// The record and the answer apart, for a write that does more after the change it wraps.
    pub fn split(self) -> (Recorded<()>, T) {
        (Recorded { value: (), event: self.event }, self.value)
    }

    pub(crate) fn into_value(self) -> T {
        self.value
    }
}

/// One changed field, as text for people: never a password, a key or an identity number in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Stable name of the field.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

const INSERT_EVENT: &str =
    "INSERT INTO audit_event (id, system_id, system_name, activity_type, activity_level, activity_args, at,
         purpose, user_id, user_name, user_person_id, user_assignment, user_title, care_provider_id, care_provider_name,
         care_unit_id, care_unit_name, hat, door, account_id, person_id, unit_id)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)";

/// What waits to be sealed is told by the writer and by no trigger: a row that a stranger adds is then in no queue, and shows.
const QUEUE: &str = "INSERT INTO audit_unsealed (event_id) VALUES (?1)";

/// Both as the one statement that PostgreSQL can make of them.
static INSERT_AND_QUEUE: LazyLock<String> = LazyLock::new(|| format!("WITH written AS ({INSERT_EVENT}) {QUEUE}"));

/// A statement takes at most this many resources at once.
const RESOURCES_A_STATEMENT: usize = 60;

/// The columns of a resource.
const RESOURCE_COLUMNS: usize = 11;

/// The statements for one resource, for two, and so on.
static INSERT_RESOURCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut sql = String::from(
        "INSERT INTO audit_resource (event_id, position, resource_type, resource_id, patient_root, patient_extension,
             patient_name, care_provider_id, care_provider_name, care_unit_id, care_unit_name) VALUES",
    );
    let mut statements = Vec::with_capacity(RESOURCES_A_STATEMENT);
    for row in 0..RESOURCES_A_STATEMENT {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        for column in 1..=RESOURCE_COLUMNS {
            let _ = write!(sql, "{}?{}", if column == 1 { "" } else { ", " }, row * RESOURCE_COLUMNS + column);
        }
        sql.push(')');
        statements.push(sql.clone());
    }
    statements
});

impl WriteTx {
    /// Writes the audit event of this change.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub fn record(&mut self, event: Event) -> Ready<Result<Recorded<()>, StoreError>> {
        ready(self.put_event(&event))
    }

    fn put_event(&mut self, event: &Event) -> Result<Recorded<()>, StoreError> {
        let id = self.new_uuid();
        let actor = std::sync::Arc::clone(&self.actor);
        let system = std::sync::Arc::clone(&self.system);
        let door = actor.door.as_stored();
        let provider = actor.care_provider.as_ref();
        let unit = actor.unit.as_ref();
        let sql = match self.dialect() {
            Dialect::Sqlite => INSERT_EVENT,
            Dialect::Postgres => INSERT_AND_QUEUE.as_str(),
        };
        self.put(
            sql,
            crate::params![
                id,
                system.id,
                system.name,
                event.activity.as_stored(),
                event.level,
                event.args,
                actor.at,
                event.purpose.as_stored(),
                actor.user_id,
                actor.name,
                actor.person_id,
                actor.assignment,
                actor.title,
                provider.map(|unit| unit.id.as_str()),
                provider.map(|unit| unit.name.as_str()),
                unit.map(|unit| unit.id.as_str()),
                unit.map(|unit| unit.name.as_str()),
                actor.hat,
                door,
                actor.account,
                actor.person,
                actor.at_unit
            ],
        )?;
        if self.dialect() == Dialect::Sqlite {
            self.put(QUEUE, crate::params![id])?;
        }
        // To PostgreSQL a statement is a message; SQLite is quickest with a short one that it keeps prepared.
        let at_once = match self.dialect() {
            Dialect::Sqlite => 1,
            Dialect::Postgres => RESOURCES_A_STATEMENT,
        };
        for (group, resources) in event.resources.chunks(at_once).enumerate() {
            self.record_resources(id, group * at_once, resources)?;
        }
        Ok(Recorded { value: (), event: Some(EventId::new(id)) })
    }

    fn record_resources(&mut self, event: uuid::Uuid, first: usize, resources: &[Resource]) -> Result<(), StoreError> {
        let Some(sql) = resources.len().checked_sub(1).and_then(|rows| INSERT_RESOURCES.get(rows)) else {
            return Err(StoreError::Shape(format!("a statement cannot write {} resources", resources.len())));
        };
        let mut params: Vec<Param<'_>> = Vec::with_capacity(resources.len() * RESOURCE_COLUMNS);
        let places: Vec<i64> =
            (first..).take(resources.len()).map(|at| i64::try_from(at).unwrap_or(i64::MAX)).collect();
        for (resource, place) in resources.iter().zip(&places) {
            let patient = resource.patient.as_ref();
            params.extend([
                event.to_param(),
                place.to_param(),
                resource.resource_type.to_param(),
                resource.resource_id.to_param(),
            ]);
            params.push(patient.map_or(Param::Null, |(number, _)| Param::Text(number.oid())));
            params.push(patient.map_or(Param::Null, |(number, _)| Param::Text(number.as_stored())));
            params.push(patient.map_or(Param::Null, |(_, name)| Param::Text(name)));
            for unit in [&resource.care_provider, &resource.care_unit] {
                params.push(unit.as_ref().map_or(Param::Null, |unit| Param::Text(&unit.id)));
                params.push(unit.as_ref().map_or(Param::Null, |unit| Param::Text(&unit.name)));
            }
        }
        self.put(sql, &params)
    }

    /// Writes which fields of a record changed, tied to the event that told of it.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub fn history(
        &mut self,
        recorded: &Recorded<()>,
        entity_kind: &'static str,
        entity: uuid::Uuid,
        changes: &[FieldChange],
    ) -> Ready<Result<(), StoreError>> {
        ready(self.put_history(recorded, entity_kind, entity, changes))
    }

    fn put_history(
        &mut self,
        recorded: &Recorded<()>,
        entity_kind: &'static str,
        entity: uuid::Uuid,
        changes: &[FieldChange],
    ) -> Result<(), StoreError> {
        let actor = std::sync::Arc::clone(&self.actor);
        let event = recorded.event.map_or_else(uuid::Uuid::nil, |event| event.uuid());
        let door = actor.door.as_stored();
        for change in changes {
            let id = self.new_uuid();
            self.put(
                "INSERT INTO history (id, event_id, entity_kind, entity_id, at, actor_account, actor_name, door, field,
                     old_value, new_value)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                crate::params![
                    id,
                    event,
                    entity_kind,
                    entity,
                    actor.at,
                    actor.account,
                    actor.name,
                    door,
                    change.field,
                    change.old,
                    change.new
                ],
            )?;
        }
        Ok(())
    }
}
