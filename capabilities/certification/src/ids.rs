//! What a round is known by: a UUIDv7 in a type of its own.

use std::fmt;
use std::str::FromStr;

use behorig_access::MalformedId;
use behorig_store::{Column, ColumnValue, Param, ToParam};
use uuid::Uuid;

/// A round of re-certification of one unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundId(Uuid);

impl RoundId {
    /// The identity of this UUID.
    #[must_use]
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl fmt::Display for RoundId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(out)
    }
}

impl fmt::Debug for RoundId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RoundId({})", self.0.hyphenated())
    }
}

impl FromStr for RoundId {
    type Err = MalformedId;

    // Only the hyphenated form: a thing has one address.
    fn from_str(text: &str) -> Result<Self, MalformedId> {
        if text.len() != 36 {
            return Err(MalformedId);
        }
        Uuid::try_parse(text).map(Self).map_err(|_| MalformedId)
    }
}

impl ToParam for RoundId {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self.0.as_bytes())
    }
}

impl Column for RoundId {
    fn from_column(value: ColumnValue<'_>) -> Option<Self> {
        Uuid::from_column(value).map(Self)
    }
}
