//! Identities of things: UUIDv7 in a type of its own for each kind of thing, so that different things do not mix.
//!
//! Made at the edge, where the clock and randomness are; here they are only carried.

/// A text or a byte string is not an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identity: expected a hyphenated UUID of 36 characters, or 16 bytes")]
pub struct MalformedId;

/// Defines identities: each a UUIDv7 in a type of its own, printed and read in one form only. `id! { /// A visit. VisitId }`; a crate
/// whose records have ids that nobody else names defines its own.
#[macro_export]
macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::Uuid);

        impl $name {
            /// The identity of this UUID.
            #[must_use]
            pub const fn new(uuid: $crate::Uuid) -> Self {
                Self(uuid)
            }

            /// From its 16 bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self($crate::Uuid::from_bytes(bytes))
            }

            /// From a column of bytes.
            ///
            /// # Errors
            /// [`MalformedId`] unless there are exactly 16 bytes.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, $crate::MalformedId> {
                $crate::Uuid::from_slice(bytes).map(Self).map_err(|_| $crate::MalformedId)
            }

            /// The 16 bytes, for storage.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The UUID itself.
            #[must_use]
            pub const fn uuid(self) -> $crate::Uuid {
                self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0.hyphenated(), out)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self.0.hyphenated())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::MalformedId;

            // Only the hyphenated form: a thing has one address.
            fn from_str(text: &str) -> Result<Self, $crate::MalformedId> {
                if text.len() != 36 {
                    return Err($crate::MalformedId);
                }
                $crate::Uuid::try_parse(text).map(Self).map_err(|_| $crate::MalformedId)
            }
        }
    )+};
}

id! {
    /// An account: what staff and relatives sign in with.
    AccountId,
    /// A person in the person register.
    PersonId,
    /// A unit in the organisation tree.
    UnitId,
    /// A role: a named set of services.
    RoleId,
    /// A grant: a holder has a role at a unit.
    GrantId,
    /// A signed-in session.
    SessionId,
    /// An order to grant, to revoke or to connect a user.
    OrderId,
    /// A service that can be ordered (*beställbar tjänst*), with the roles that are ordered under its name.
    OrderableId,
    /// An audit event.
    EventId,
    /// A stored file.
    DocumentId,
    /// A case type of a clinic.
    CaseTypeId,
    /// A template that staff start cases from.
    TemplateId,
    /// A case, between a resident and a clinic or among staff.
    CaseId,
    /// A message of a case.
    MessageId,
    /// A group of staff at a unit.
    GroupId,
    /// What somebody is writing and has not sent.
    DraftId,
    /// A file that hangs on a message or a draft.
    AttachmentId,
    /// An object that a grant can be limited to; its kind stands in [`ObjectRef`](crate::ObjectRef).
    ObjectId,
}

impl PersonId {
    /// The same person as an object that a grant or a target can point at.
    pub const fn as_object(self) -> ObjectId {
        ObjectId(self.0)
    }
}

impl CaseTypeId {
    /// The same case type as an object that a grant or a target can point at.
    pub const fn as_object(self) -> ObjectId {
        ObjectId(self.0)
    }
}

impl AccountId {
    /// The same account as an object that a grant or a target can point at.
    pub const fn as_object(self) -> ObjectId {
        ObjectId(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_read_back_from_its_text_and_its_bytes() {
        let id = UnitId::from_bytes([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(UnitId::from_slice(id.as_bytes()), Ok(id));
        assert_eq!(UnitId::new(id.uuid()), id);
        assert_eq!(format!("{id:?}"), "UnitId(07070707-0707-0707-0707-070707070707)");
    }

    #[test]
    fn a_thing_has_one_address_only() {
        let id = UnitId::from_bytes([0xab; 16]);
        for other in [
            id.uuid().simple().to_string(),
            id.uuid().braced().to_string(),
            id.uuid().urn().to_string(),
            format!(" {id}"),
            String::new(),
            "å".repeat(18),
        ] {
            assert_eq!(other.parse::<UnitId>(), Err(MalformedId), "{other}");
        }
        assert_eq!(UnitId::from_slice(&[1; 15]), Err(MalformedId));
    }
}
