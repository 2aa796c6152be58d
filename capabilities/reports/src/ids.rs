//! What a report is known by: a UUIDv7 in a type of its own.

use std::fmt;
use std::str::FromStr;

use behorig_access::MalformedId;
use behorig_store::{Column, ColumnValue, Param, ToParam};
use uuid::Uuid;

/// A report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(Uuid);

impl ReportId {
    /// The identity of this UUID.
    #[must_use]
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The UUID itself.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(out)
    }
}

impl fmt::Debug for ReportId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ReportId({})", self.0.hyphenated())
    }
}

impl FromStr for ReportId {
    type Err = MalformedId;

    // Only the hyphenated form: a thing has one address.
    fn from_str(text: &str) -> Result<Self, MalformedId> {
        if text.len() != 36 {
            return Err(MalformedId);
        }
        Uuid::try_parse(text).map(Self).map_err(|_| MalformedId)
    }
}

impl ToParam for ReportId {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self.0.as_bytes())
    }
}

impl Column for ReportId {
    fn from_column(value: ColumnValue<'_>) -> Option<Self> {
        Uuid::from_column(value).map(Self)
    }
}
