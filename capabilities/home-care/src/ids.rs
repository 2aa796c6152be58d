//! What the records of home care are known by: UUIDv7 in a type of its own for each kind of record.

use std::{fmt, str::FromStr};

use behorig_access::MalformedId;
use behorig_store::{Column, ColumnValue, Param, ToParam};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
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

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            // Only the hyphenated form: a thing has one address.
            fn from_str(text: &str) -> Result<Self, MalformedId> {
                if text.len() != 36 {
                    return Err(MalformedId);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| MalformedId)
            }
        }

        impl ToParam for $name {
            fn to_param(&self) -> Param<'_> {
                Param::Bytes(self.0.as_bytes())
            }
        }

        impl Column for $name {
            fn from_column(value: ColumnValue<'_>) -> Option<Self> {
                Uuid::from_column(value).map(Self)
            }
        }
    )+};
}

id! {
    /// A customer: a person who gets home care from a unit.
    CustomerId,
    /// An intervention (*insats*) that was decided for a customer.
    InterventionId,
    /// An assignment (*kunduppdrag*): visits that recur.
    AssignmentId,
    /// A pause: days without visits.
    PauseId,
    /// A visit (*besök*).
    CareVisitId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_one_address_only() {
        let id = CustomerId::new(Uuid::from_bytes([0xab; 16]));
        assert_eq!(id.to_string().parse(), Ok(id));
        for other in [id.uuid().simple().to_string(), id.uuid().braced().to_string(), format!(" {id}"), String::new()] {
            assert_eq!(other.parse::<CustomerId>(), Err(MalformedId), "{other}");
        }
    }
}
