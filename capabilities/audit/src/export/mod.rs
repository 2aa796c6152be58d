//! Events of the log in the forms in which others take them: batches of the national log service and bundles of FHIR. Pure: values in,
//! texts out.

pub(crate) mod fhir;
pub(crate) mod store_log;
#[cfg(test)]
mod tests;

use behorig_access::{EventId, Instant};
use behorig_identity::IdentityNumber;

/// As many events as the national log service takes at once (TKB informationsecurity:auditing:log 2.0, rule 2 of `StoreLog`).
pub(crate) const A_BATCH: usize = 500;

/// A unit or a care provider, as the log names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub id: String,
    pub name: Option<String>,
}

/// The person whom something is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    pub number: IdentityNumber,
    pub name: String,
}

/// Something that an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    pub resource_type: String,
    /// None also where whoever exports may not see whom it is about: it may be the person's own.
    pub resource_id: Option<String>,
    /// None also where whoever exports may not see who it is.
    pub subject: Option<Subject>,
    pub care_provider: Option<Place>,
    pub care_unit: Option<Place>,
}

/// An event as it leaves. The identity number of whoever acted stays here: the HSA-id says who it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exported {
    pub id: EventId,
    pub at: Instant,
    pub system: Place,
    pub activity: String,
    pub level: Option<String>,
    pub args: Option<String>,
    pub purpose: String,
    pub user_id: String,
    pub user_name: Option<String>,
    pub user_title: Option<String>,
    pub assignment: Option<String>,
    pub care_provider: Option<Place>,
    pub care_unit: Option<Place>,
    pub about: Vec<About>,
}

/// In which form events leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    StoreLog,
    Fhir,
}

impl Form {
    /// Every form, in the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::StoreLog, Self::Fhir];

    /// Its word in a form and in a file's name.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::StoreLog => "storelog",
            Self::Fhir => "fhir",
        }
    }

    /// The form with this word.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }

    /// The name of the so-manieth file, from 1: it tells of nobody.
    pub(crate) fn file_name(self, nth: usize) -> String {
        match self {
            Self::StoreLog => format!("storelog-{nth:05}.xml"),
            Self::Fhir => format!("auditevent-{nth:05}.json"),
        }
    }

    /// One file of events, [`A_BATCH`] at most; `made` is when it is made.
    pub(crate) fn written(self, events: &[Exported], made: Instant) -> String {
        match self {
            Self::StoreLog => store_log::batch(events),
            Self::Fhir => fhir::bundle(events, made),
        }
    }
}

/// A moment as both forms write it: UTC, to the millisecond. What lies beyond the calendar is its end.
fn moment(at: Instant) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::MAX);
    format!("{moment:.3}")
}
