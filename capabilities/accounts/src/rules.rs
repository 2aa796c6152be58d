//! Who may read and write which field of an account: pure, over the services that the viewer may use on it.

use behorig_access::{Service, ServiceSet};

use crate::fields::{Field, Kind, Tab};

/// What a viewer may do with one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// The services that the viewer may use on the account.
    pub services: ServiceSet,
    /// It is the viewer's own account: nobody raises their own rights.
    pub own: bool,
    /// The account holds a grant now at a unit where the viewer may not edit accounts. Whoever could then sign in as the holder
    /// would come to more than their own.
    pub reaches_further: bool,
    /// The account has ended: it is read, never changed.
    pub ended: bool,
}

/// Why a field may not be written; shown beside its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotWritable {
    /// The account has ended.
    Ended,
    /// Only support writes it.
    Support,
    /// A service is lacking.
    Service(Service),
    /// Nobody does this to their own account.
    Own,
    /// The account's grants reach further than the viewer's.
    ReachesFurther,
}

impl NotWritable {
    /// The text id of the reason.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Ended => "accounts-why-ended",
            Self::Support => "accounts-why-support",
            Self::Service(_) => "accounts-why-service",
            Self::Own => "accounts-why-own",
            Self::ReachesFurther => "accounts-why-reaches-further",
        }
    }

    /// The service that would help, where one would.
    #[must_use]
    pub const fn service(self) -> Option<Service> {
        match self {
            Self::Support => Some(Service::EditSupportFields),
            Self::Service(service) => Some(service),
            Self::Ended | Self::Own | Self::ReachesFurther => None,
        }
    }
}

impl Rights {
    /// Whether the viewer may use the service on the account.
    #[must_use]
    pub const fn may(&self, service: Service) -> bool {
        self.services.contains(service)
    }

    /// Whether the viewer sees the tab.
    #[must_use]
    pub const fn sees(&self, tab: Tab) -> bool {
        self.may(tab.service())
    }

    /// Whether the viewer sees what the field holds.
    #[must_use]
    pub fn reads(&self, field: &Field) -> bool {
        self.may(field.read)
    }

    /// Whether the viewer may write the field.
    ///
    /// # Errors
    /// Why not: the nearest thing that stands in the way.
    pub fn writes(&self, field: &Field) -> Result<(), NotWritable> {
        if self.ended {
            return Err(NotWritable::Ended);
        }
        let needed = std::iter::once(&field.read).chain(field.write);
        if let Some(lacking) = needed.into_iter().find(|service| !self.may(**service)) {
            return Err(match lacking {
                Service::EditSupportFields => NotWritable::Support,
                other => NotWritable::Service(*other),
            });
        }
        if self.own && (field.opens_the_account() || field.kind == Kind::Blocked || is_supports(field)) {
            return Err(NotWritable::Own);
        }
        if self.reaches_further && field.opens_the_account() {
            return Err(NotWritable::ReachesFurther);
        }
        Ok(())
    }

    /// Whether the viewer may do something with how the holder signs in or with the account as a whole: send a one-time link,
    /// enrol a YubiKey, end the account.
    ///
    /// # Errors
    /// Why not.
    pub fn acts(&self, service: Service) -> Result<(), NotWritable> {
        if self.ended {
            Err(NotWritable::Ended)
        } else if !self.may(service) {
            Err(NotWritable::Service(service))
        } else if self.own {
            Err(NotWritable::Own)
        } else if self.reaches_further {
            Err(NotWritable::ReachesFurther)
        } else {
            Ok(())
        }
    }

    /// Whether anything on the tab can be written, so that it needs a button to save.
    #[must_use]
    pub fn writes_on(&self, tab: Tab) -> bool {
        tab.fields().any(|field| self.writes(field).is_ok())
    }
}

fn is_supports(field: &Field) -> bool {
    field.write.contains(&Service::EditSupportFields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{FIELDS, Key};
    use behorig_access::BuiltIn;
    use proptest::prelude::*;

    fn rights() -> impl Strategy<Value = Rights> {
        let services = proptest::sample::subsequence(Service::ALL, 0..=Service::ALL.len());
        (services, any::<(bool, bool, bool)>()).prop_map(|(services, (own, reaches_further, ended))| Rights {
            services: services.into_iter().collect(),
            own,
            reaches_further,
            ended,
        })
    }

    fn of(role: BuiltIn) -> Rights {
        Rights { services: role.services(), ..Rights::default() }
    }

    proptest! {
        #[test]
        fn nobody_writes_what_their_services_do_not_allow(rights in rights(), at in 0..FIELDS.len()) {
            let field = &FIELDS[at];
            if rights.writes(field).is_ok() {
                prop_assert!(rights.may(field.read) && field.write.iter().all(|service| rights.may(*service)));
                prop_assert!(!rights.ended);
            }
        }

        #[test]
        fn nobody_makes_their_own_account_open_to_more(rights in rights(), at in 0..FIELDS.len()) {
            let field = &FIELDS[at];
            if rights.own && rights.writes(field).is_ok() {
                prop_assert!(!field.opens_the_account() && !is_supports(field) && field.kind != Kind::Blocked);
            }
        }

        #[test]
        fn nobody_comes_in_as_somebody_whose_grants_reach_further(rights in rights(), at in 0..FIELDS.len()) {
            let field = &FIELDS[at];
            prop_assert!(!(rights.reaches_further && field.opens_the_account() && rights.writes(field).is_ok()));
            prop_assert!(!(rights.reaches_further && rights.acts(Service::SendSignInLink).is_ok()));
        }

        #[test]
        fn one_more_service_never_takes_a_field_away(rights in rights(), at in 0..FIELDS.len(), more in 0..Service::ALL.len()) {
            let mut wider = rights;
            wider.services.insert(Service::ALL[more]);
            prop_assert!(rights.writes(&FIELDS[at]).is_err() || wider.writes(&FIELDS[at]).is_ok());
        }
    }

    #[test]
    fn a_clinics_system_administrator_writes_the_clinics_fields_and_reads_supports() {
        let rights = of(BuiltIn::SystemAdministrator);
        for field in Tab::Basics.fields() {
            let expected = if is_supports(field) { Err(NotWritable::Support) } else { Ok(()) };
            assert_eq!(rights.writes(field), expected, "{:?}", field.key);
            assert!(rights.reads(field));
        }
    }

    #[test]
    fn support_writes_every_field_there_is() {
        let rights = of(BuiltIn::Support);
        assert!(FIELDS.iter().all(|field| rights.writes(field).is_ok()));
    }

    #[test]
    fn a_start_password_asks_for_the_right_to_send_sign_in_links_too() {
        let rights =
            Rights { services: ServiceSet::of(&[Service::ViewAccounts, Service::EditAccounts]), ..Rights::default() };
        assert_eq!(rights.writes(Key::Password.field()), Err(NotWritable::Service(Service::SendSignInLink)));
        assert_eq!(rights.writes(Key::Title.field()), Ok(()));
    }
}
