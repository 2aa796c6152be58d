//! The canonical bytes of one audit event: what a leaf of the tree is the hash of.
//!
//! The layout is fixed. A field that is added one day makes a new version beside this one; what version 1 says is never
//! changed, since the hashes of years depend on it.

use std::fmt;

use uuid::Uuid;

use crate::Hash;

/// The layout that this crate writes, and the first byte of every event.
const VERSION: u8 = 1;
/// The length that stands for a field without a value: NULL is not the empty text.
const NULL: u32 = u32::MAX;
/// A resource has ten fields, each at least its length long.
const SMALLEST_RESOURCE: usize = 40;

/// One audit event as it is stored, with all it is about. Field by field the tables `audit_event` and `audit_resource`.
///
/// Texts are the stored bytes, in UTF-8 and not normalised. `Debug` shows the event's id alone, since the rest tells of people.
#[derive(Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// Sixteen random bytes drawn when the event is sealed. They keep a leaf hash from being guessed by whoever knows what the
    /// event may have said: with the event and its salt erased, the hash that stays tells nothing.
    pub salt: [u8; 16],
    /// The event's own id.
    pub id: Uuid,
    /// StoreLog `systemId`.
    pub system_id: &'a str,
    /// StoreLog `systemName`.
    pub system_name: &'a str,
    /// StoreLog `activityType`.
    pub activity_type: &'a str,
    /// StoreLog `activityLevel`.
    pub activity_level: Option<&'a str>,
    /// StoreLog `activityArgs`.
    pub activity_args: Option<&'a str>,
    /// When, in milliseconds since 1970 UTC.
    pub at: i64,
    /// StoreLog `purpose`.
    pub purpose: &'a str,
    /// StoreLog `userId`.
    pub user_id: &'a str,
    /// The user's name.
    pub user_name: Option<&'a str>,
    /// The user's identity number.
    pub user_person_id: Option<&'a str>,
    /// StoreLog `assignment`.
    pub user_assignment: Option<&'a str>,
    /// StoreLog `title`.
    pub user_title: Option<&'a str>,
    /// The care provider of the user: its id.
    pub care_provider_id: Option<&'a str>,
    /// The care provider of the user: its name.
    pub care_provider_name: Option<&'a str>,
    /// The care unit of the user: its id.
    pub care_unit_id: Option<&'a str>,
    /// The care unit of the user: its name.
    pub care_unit_name: Option<&'a str>,
    /// With which hat.
    pub hat: &'a str,
    /// Through which door.
    pub door: &'a str,
    /// The account that acted.
    pub account_id: Option<Uuid>,
    /// The resident who acted.
    pub person_id: Option<Uuid>,
    /// What and whom the event is about, in the order of their positions.
    pub resources: Vec<Resource<'a>>,
}

/// One row of what an event is about: StoreLog `resource`.
#[derive(Clone, PartialEq, Eq)]
pub struct Resource<'a> {
    /// Its place among the event's resources.
    pub position: i64,
    /// StoreLog `resourceType`.
    pub resource_type: &'a str,
    /// The record's own id.
    pub resource_id: Option<&'a str>,
    /// The kind of identity number, as an OID.
    pub patient_root: Option<&'a str>,
    /// The identity number.
    pub patient_extension: Option<&'a str>,
    /// The patient's name.
    pub patient_name: Option<&'a str>,
    /// The care provider that holds the data: its id.
    pub care_provider_id: Option<&'a str>,
    /// The care provider that holds the data: its name.
    pub care_provider_name: Option<&'a str>,
    /// The care unit that holds the data: its id.
    pub care_unit_id: Option<&'a str>,
    /// The care unit that holds the data: its name.
    pub care_unit_name: Option<&'a str>,
}

/// Why bytes are no event, or an event has no bytes. Says which field, and never what stood in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// A newer program wrote it.
    #[error("an event of layout {0} is newer than this program: read it with a newer one")]
    UnknownVersion(u8),
    /// The bytes end in the middle.
    #[error("the event's bytes end too early")]
    CutShort,
    /// Bytes are left after the last field.
    #[error("the event's bytes go on after its last field")]
    TooMany,
    /// A field that must have a value has none.
    #[error("the event has no {0}")]
    Missing(&'static str),
    /// A text is not UTF-8.
    #[error("the event's {0} is not UTF-8")]
    NotText(&'static str),
    /// A number or an id has the wrong number of bytes.
    #[error("the event's {0} has the wrong length")]
    WrongLength(&'static str),
    /// A field of four gigabytes or more.
    #[error("a field of the event is too long to be written")]
    TooLong,
}

impl<'a> Event<'a> {
    /// Appends the canonical bytes: for many events in one buffer.
    ///
    /// # Errors
    /// [`EventError::TooLong`] where a field has four gigabytes or more.
    pub fn write_to(&self, out: &mut Vec<u8>) -> Result<(), EventError> {
        out.push(VERSION);
        put(out, Some(&self.salt))?;
        put(out, Some(self.id.as_bytes()))?;
        put_texts(
            out,
            [
                Some(self.system_id),
                Some(self.system_name),
                Some(self.activity_type),
                self.activity_level,
                self.activity_args,
            ],
        )?;
        put(out, Some(&self.at.to_be_bytes()))?;
        put_texts(out, [Some(self.purpose), Some(self.user_id), self.user_name, self.user_person_id])?;
        put_texts(out, [self.user_assignment, self.user_title, self.care_provider_id, self.care_provider_name])?;
        put_texts(out, [self.care_unit_id, self.care_unit_name, Some(self.hat), Some(self.door)])?;
        for id in [&self.account_id, &self.person_id] {
            put(out, id.as_ref().map(|id| id.as_bytes().as_slice()))?;
        }
        let count = u32::try_from(self.resources.len()).map_err(|_| EventError::TooLong)?;
        out.extend_from_slice(&count.to_be_bytes());
        self.resources.iter().try_for_each(|resource| resource.write_to(out))
    }

    /// The canonical bytes.
    ///
    /// # Errors
    /// As [`Event::write_to`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, EventError> {
        let mut out = Vec::with_capacity(512);
        self.write_to(&mut out)?;
        Ok(out)
    }

    /// The leaf that the event is in the tree. The buffer is only scratch: one for many events saves its making.
    ///
    /// # Errors
    /// As [`Event::write_to`].
    pub fn leaf(&self, scratch: &mut Vec<u8>) -> Result<Hash, EventError> {
        scratch.clear();
        self.write_to(scratch)?;
        Ok(Hash::of_leaf(scratch))
    }

    /// Reads canonical bytes: exactly those that [`Event::to_bytes`] gives, and no others.
    ///
    /// # Errors
    /// Any [`EventError`] but `TooLong`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, EventError> {
        let (&version, rest) = bytes.split_first().ok_or(EventError::CutShort)?;
        if version != VERSION {
            return Err(EventError::UnknownVersion(version));
        }
        let mut fields = Fields(rest);
        let mut event = Event {
            salt: fields.exact("salt")?,
            id: Uuid::from_bytes(fields.exact("id")?),
            system_id: fields.needed("system_id")?,
            system_name: fields.needed("system_name")?,
            activity_type: fields.needed("activity_type")?,
            activity_level: fields.text("activity_level")?,
            activity_args: fields.text("activity_args")?,
            at: i64::from_be_bytes(fields.exact("at")?),
            purpose: fields.needed("purpose")?,
            user_id: fields.needed("user_id")?,
            user_name: fields.text("user_name")?,
            user_person_id: fields.text("user_person_id")?,
            user_assignment: fields.text("user_assignment")?,
            user_title: fields.text("user_title")?,
            care_provider_id: fields.text("care_provider_id")?,
            care_provider_name: fields.text("care_provider_name")?,
            care_unit_id: fields.text("care_unit_id")?,
            care_unit_name: fields.text("care_unit_name")?,
            hat: fields.needed("hat")?,
            door: fields.needed("door")?,
            account_id: fields.id("account_id")?,
            person_id: fields.id("person_id")?,
            resources: Vec::new(),
        };
        for _ in 0..fields.count()? {
            event.resources.push(Resource::parse(&mut fields)?);
        }
        if fields.0.is_empty() { Ok(event) } else { Err(EventError::TooMany) }
    }
}

impl<'a> Resource<'a> {
    fn write_to(&self, out: &mut Vec<u8>) -> Result<(), EventError> {
        put(out, Some(&self.position.to_be_bytes()))?;
        put_texts(out, [Some(self.resource_type), self.resource_id, self.patient_root, self.patient_extension])?;
        put_texts(out, [self.patient_name, self.care_provider_id, self.care_provider_name])?;
        put_texts(out, [self.care_unit_id, self.care_unit_name])
    }

    fn parse(fields: &mut Fields<'a>) -> Result<Self, EventError> {
        Ok(Self {
            position: i64::from_be_bytes(fields.exact("position")?),
            resource_type: fields.needed("resource_type")?,
            resource_id: fields.text("resource_id")?,
            patient_root: fields.text("patient_root")?,
            patient_extension: fields.text("patient_extension")?,
            patient_name: fields.text("patient_name")?,
            care_provider_id: fields.text("care_provider_id")?,
            care_provider_name: fields.text("care_provider_name")?,
            care_unit_id: fields.text("care_unit_id")?,
            care_unit_name: fields.text("care_unit_name")?,
        })
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({}, {} resources)", self.id, self.resources.len())
    }
}

impl fmt::Debug for Resource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resource({})", self.position)
    }
}

fn put(out: &mut Vec<u8>, field: Option<&[u8]>) -> Result<(), EventError> {
    let Some(bytes) = field else {
        out.extend_from_slice(&NULL.to_be_bytes());
        return Ok(());
    };
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length != NULL).ok_or(EventError::TooLong)?;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

fn put_texts<const N: usize>(out: &mut Vec<u8>, texts: [Option<&str>; N]) -> Result<(), EventError> {
    texts.into_iter().try_for_each(|text| put(out, text.map(str::as_bytes)))
}

/// What is not read yet.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn number(&mut self) -> Result<u32, EventError> {
        let (length, rest) = self.0.split_first_chunk::<4>().ok_or(EventError::CutShort)?;
        self.0 = rest;
        Ok(u32::from_be_bytes(*length))
    }

    fn field(&mut self) -> Result<Option<&'a [u8]>, EventError> {
        let length = self.number()?;
        if length == NULL {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| EventError::CutShort)?;
        let (field, rest) = self.0.split_at_checked(length).ok_or(EventError::CutShort)?;
        self.0 = rest;
        Ok(Some(field))
    }

    fn text(&mut self, name: &'static str) -> Result<Option<&'a str>, EventError> {
        self.field()?.map(|bytes| std::str::from_utf8(bytes).map_err(|_| EventError::NotText(name))).transpose()
    }

    fn needed(&mut self, name: &'static str) -> Result<&'a str, EventError> {
        self.text(name)?.ok_or(EventError::Missing(name))
    }

    fn exact<const N: usize>(&mut self, name: &'static str) -> Result<[u8; N], EventError> {
        let field = self.field()?.ok_or(EventError::Missing(name))?;
        field.try_into().map_err(|_| EventError::WrongLength(name))
    }

    fn id(&mut self, name: &'static str) -> Result<Option<Uuid>, EventError> {
        self.field()?.map(|bytes| Uuid::from_slice(bytes).map_err(|_| EventError::WrongLength(name))).transpose()
    }

    /// How many resources follow: never more than the bytes could hold, so that a false count costs nothing.
    fn count(&mut self) -> Result<u32, EventError> {
        let count = self.number()?;
        let fits = usize::try_from(count).is_ok_and(|count| count <= self.0.len() / SMALLEST_RESOURCE);
        if fits { Ok(count) } else { Err(EventError::CutShort) }
    }
}
