//! The numbered services: each is one function of the program. Code names it, data never invents one.

use crate::{Assurance, Restrictions, RoleKind, ServiceSet};

/// Which kinds of roles may hold a service, and so which hats may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ServiceKind(u8);

impl ServiceKind {
    const STAFF: Self = Self(1);
    const RESIDENT: Self = Self(4);
    const STAFF_AND_RELATIVES: Self = Self(1 | 2);

    /// Whether a role of this kind may hold the service.
    pub const fn contains(self, kind: RoleKind) -> bool {
        let bit = match kind {
            RoleKind::Staff => 1,
            RoleKind::Relative => 2,
            RoleKind::Resident => 4,
        };
        self.0 & bit != 0
    }
}

macro_rules! services {
    ($($(#[$meta:meta])* $number:literal $variant:ident $key:literal $swedish:literal $english:literal
       $kind:ident $assurance:ident $bound:ident;)+) => {
        /// A service (*tjänst*): a numbered function of the program that a role can hold.
        ///
        /// 179, 262, 266, 290 and 376 bear the numbers of the manual *Anhöriginloggning*; ours continue the series.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Service { $($(#[$meta])* $variant = $number),+ }

        impl Service {
            /// Every service, by rising number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The service with this number, if there is one.
            pub const fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }

            /// The stable text key, such as `administer-grants`.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The service with this key, if there is one.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }

            /// What the service is called in Swedish.
            pub const fn swedish_name(self) -> &'static str {
                match self { $(Self::$variant => $swedish),+ }
            }

            /// What the service is called in English.
            pub const fn english_name(self) -> &'static str {
                match self { $(Self::$variant => $english),+ }
            }

            /// The kinds of roles that may hold it; for any other hat it does not exist.
            pub const fn kind(self) -> ServiceKind {
                match self { $(Self::$variant => ServiceKind::$kind),+ }
            }

            /// The lowest level of assurance at which it may be used. A role can ask for more, never for less.
            pub const fn minimum_assurance(self) -> Assurance {
                match self { $(Self::$variant => Assurance::$assurance),+ }
            }

            /// The restrictions of an object that keep a grant without an object from covering it.
            pub const fn bound_by(self) -> Restrictions {
                match self { $(Self::$variant => Restrictions::$bound),+ }
            }
        }
    };
}

services! {
    /// Run the reports that are one's own or shown to one, inside one's own grants.
    179 OwnReports "own-reports" "Abonnents egna rapporter" "Own reports" STAFF_AND_RELATIVES Password PROTECTED_IDENTITY;
    /// The schedule of a customer's assignments on the web.
    262 AssignmentScheduleWeb "assignment-schedule-web" "Kunduppdragsschema på webben" "Assignment schedule on the web"
        STAFF_AND_RELATIVES Password PROTECTED_IDENTITY;
    /// Make, change and share reports.
    266 ManageReports "manage-reports" "Hantera egna rapporter" "Manage own reports" STAFF_AND_RELATIVES Password NONE;
    /// My page (*Min sida*).
    290 MyPage "my-page" "Min sida" "My page" STAFF_AND_RELATIVES Password NONE;
    /// The schedule of a customer's assignments in the phone.
    376 AssignmentScheduleMobile "assignment-schedule-mobile" "Kunduppdragsschema i mobilen"
        "Assignment schedule in the phone" STAFF_AND_RELATIVES Password PROTECTED_IDENTITY;

    /// See the list of accounts and a user's basic facts.
    377 ViewAccounts "view-accounts" "Se användare" "View users" STAFF TwoFactor NONE;
    /// Change the fields of an account that the clinic itself administers.
    378 EditAccounts "edit-accounts" "Ändra användare" "Edit users" STAFF TwoFactor NONE;
    /// Make a new account.
    379 CreateAccounts "create-accounts" "Lägga upp användare" "Create users" STAFF TwoFactor NONE;
    /// Change what support alone administers: first and last name, HSA-ids and YubiKeys.
    380 EditSupportFields "edit-support-fields" "Ändra supportens uppgifter" "Edit support's fields" STAFF TwoFactor NONE;
    /// See the tab HR.
    381 ViewHr "view-hr" "Se HR" "View HR" STAFF TwoFactor NONE;
    /// Change the tab HR.
    382 EditHr "edit-hr" "Ändra HR" "Edit HR" STAFF TwoFactor NONE;
    /// See the tab *Anställningsvillkor*.
    383 ViewEmploymentTerms "view-employment-terms" "Se anställningsvillkor" "View terms of employment" STAFF TwoFactor NONE;
    /// Change the tab *Anställningsvillkor*.
    384 EditEmploymentTerms "edit-employment-terms" "Ändra anställningsvillkor" "Edit terms of employment"
        STAFF TwoFactor NONE;
    /// See the tab *Kontaktuppgifter*.
    385 ViewContactDetails "view-contact-details" "Se kontaktuppgifter" "View contact details" STAFF TwoFactor NONE;
    /// Change the tab *Kontaktuppgifter*.
    386 EditContactDetails "edit-contact-details" "Ändra kontaktuppgifter" "Edit contact details" STAFF TwoFactor NONE;
    /// See and open the files in the tab *Dokument*.
    387 ViewDocuments "view-documents" "Se dokument" "View documents" STAFF TwoFactor NONE;
    /// Add and end files in the tab *Dokument*.
    388 EditDocuments "edit-documents" "Ändra dokument" "Edit documents" STAFF TwoFactor NONE;
    /// See who has which grants.
    389 ViewGrants "view-grants" "Se behörigheter" "View grants" STAFF TwoFactor NONE;
    /// Give and end grants, with the roles that one's own role may give.
    390 AdministerGrants "administer-grants" "Administrera behörigheter" "Administer grants" STAFF TwoFactor NONE;
    /// See who changed what, when.
    391 ViewHistory "view-history" "Se historik" "View history" STAFF TwoFactor NONE;
    /// Unlock an account that the system locked (*Återaktivera låst konto*).
    392 ReactivateAccounts "reactivate-accounts" "Återaktivera låsta konton" "Reactivate locked accounts"
        STAFF TwoFactor NONE;
    /// Send a one-time sign-in link or set a start password.
    393 SendSignInLink "send-sign-in-link" "Skicka inloggningslänk" "Send a sign-in link" STAFF TwoFactor NONE;
    /// See roles and what they hold.
    394 ViewRoles "view-roles" "Se roller" "View roles" STAFF TwoFactor NONE;
    /// Make and change roles.
    395 EditRoles "edit-roles" "Ändra roller" "Edit roles" STAFF TwoFactor NONE;
    /// Ask support for a new account (*Ansluta en ny användare*).
    396 OrderNewAccount "order-new-account" "Beställa ny användare" "Order a new user" STAFF TwoFactor NONE;
    /// Receive and carry out orders.
    397 ReceiveOrders "receive-orders" "Ta emot beställningar" "Receive orders" STAFF TwoFactor NONE;
    /// Run imports and exports, on the page and from the command line alike.
    398 Batch "batch" "Batch" "Batch" STAFF TwoFactor NONE;
    /// Internal mail (*Internpost*).
    399 InternalMail "internal-mail" "Internpost" "Internal mail" STAFF TwoFactor NONE;
    /// Draw samples from the access log, review and sign.
    400 ReviewLogs "review-logs" "Granska loggar" "Review logs" STAFF TwoFactor NONE;
    /// See the clinic's residents.
    401 ViewResidents "view-residents" "Se invånare" "View residents" STAFF TwoFactor PROTECTED_IDENTITY;
    /// Approve residents for communication, and remove the approval.
    402 ApproveResidents "approve-residents" "Godkänna invånare" "Approve residents" STAFF TwoFactor PROTECTED_IDENTITY;
    /// Hand out restricted case types, change and remove them.
    403 HandOutCaseTypes "hand-out-case-types" "Dela ut ärendetyper" "Hand out case types"
        STAFF TwoFactor PROTECTED_IDENTITY;
    /// See a person with protected identity without a grant for just that person. A page that was refused because of
    /// [`Restrictions::PROTECTED_IDENTITY`] asks for this service on the same target.
    404 SeeProtectedIdentity "see-protected-identity" "Se skyddade personuppgifter" "See protected identities"
        STAFF TwoFactor NONE;
    /// Assign and reassign cases. Not bound by protected identity: the case must reach someone; who it is from is shown
    /// by the rule of the person.
    405 AssignCases "assign-cases" "Fördela ärenden" "Assign cases" STAFF TwoFactor NONE;
    /// Answer cases and start new ones. Not bound by protected identity, as [`Service::AssignCases`].
    406 AnswerCases "answer-cases" "Besvara ärenden" "Answer cases" STAFF TwoFactor NONE;
    /// Change the clinic's settings: contact facts, catchment area, case types, templates.
    407 ClinicSettings "clinic-settings" "Inställningar för mottagningen" "Clinic settings" STAFF TwoFactor NONE;
    /// Communicate with the clinic, as an approved resident.
    408 CommunicateWithClinic "communicate-with-clinic" "Kontakta mottagningen" "Communicate with the clinic"
        RESIDENT High NONE;
    /// Send a case of a type; a restricted type must be handed out.
    409 UseCaseType "use-case-type" "Använda ärendetyp" "Use a case type" RESIDENT High RESTRICTED_CASE_TYPE;
    /// Figures and charts over cases and answer times.
    410 Dashboard "dashboard" "Dashboard" "Dashboard" STAFF TwoFactor NONE;
    /// The live picture of every entrance's queue (*Flygledartornet*).
    411 ControlTower "control-tower" "Flygledartornet" "The control tower" STAFF TwoFactor NONE;
    /// Make and change units.
    412 AdministerUnits "administer-units" "Administrera enheter" "Administer units" STAFF TwoFactor NONE;
    /// See a home-care unit's customers, what was decided for them and their visits.
    413 ViewCustomers "view-customers" "Se kunder" "View customers" STAFF TwoFactor PROTECTED_IDENTITY;
    /// Register customers and change what was decided for them: interventions, assignments, pauses.
    414 EditCustomers "edit-customers" "Ändra kunder och kunduppdrag" "Edit customers and assignments"
        STAFF TwoFactor PROTECTED_IDENTITY;
    /// Plan a home-care unit's day: who makes which visit, and when. Not bound by protected identity, as
    /// [`Service::AssignCases`]: somebody must come; whom to is shown by the rule of the person.
    415 PlanVisits "plan-visits" "Daglig planering" "Daily planning" STAFF TwoFactor NONE;
    /// Start, perform and stop the visits that one is planned for.
    416 PerformVisits "perform-visits" "Utföra besök" "Perform visits" STAFF TwoFactor NONE;
    /// A home-care unit's own choices, such as what relatives see of a schedule.
    417 HomeCareSettings "home-care-settings" "Inställningar för hemtjänsten" "Home-care settings" STAFF TwoFactor NONE;
    /// Order permissions for others, and their end: who is named an orderer for the region (*Beställare*).
    418 OrderPermissions "order-permissions" "Beställa behörigheter" "Order permissions" STAFF TwoFactor NONE;
    /// The same as the unit's head of operations: counts only in a region that has chosen so.
    419 OrderAsHead "order-as-head" "Beställa behörigheter som verksamhetschef" "Order permissions as head of operations"
        STAFF TwoFactor NONE;
    /// See the register of who has what permission, now and on any past day.
    420 ViewPermissionRegister "view-permission-register" "Se behörighetsregistret" "View the permission register"
        STAFF TwoFactor NONE;
    /// Name orderers, heads of operations and what the region has chosen about orders. Asked at the region itself.
    421 AdministerOrderers "administer-orderers" "Administrera beställare" "Administer orderers" STAFF TwoFactor NONE;
    /// Import the spreadsheets that the permission register replaces.
    422 ImportPermissionRegister "import-permission-register" "Importera till behörighetsregistret"
        "Import into the permission register" STAFF TwoFactor NONE;
    /// Confirm or end, line by line, who has what at the own unit (*Omprövning*).
    423 CertifyGrants "certify-grants" "Ompröva behörigheter" "Re-certify permissions" STAFF TwoFactor NONE;
    /// Receive and answer what staff write to support: comments, deviations, other matters.
    424 AnswerSupport "answer-support" "Besvara supportärenden" "Answer support matters" STAFF TwoFactor NONE;
    /// Export a unit's access log, and say how long it is kept.
    430 KeepAccessLog "keep-access-log" "Förvalta åtkomstloggen" "Keep the access log" STAFF TwoFactor NONE;
}

// The place of each service in a set, by its number: numbers have gaps, places have none.
const PLACES: [u8; Service::ALL[Service::ALL.len() - 1] as usize + 1] = {
    let mut places = [0; Service::ALL[Service::ALL.len() - 1] as usize + 1];
    let mut place = 0;
    while place < Service::ALL.len() {
        places[Service::ALL[place] as usize] = place as u8;
        place += 1;
    }
    places
};

impl Service {
    #[inline]
    pub(crate) const fn place(self) -> u8 {
        PLACES[self as usize]
    }

    /// The service's number.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// Every service that a role of this kind may hold.
    pub const fn of_kind(kind: RoleKind) -> ServiceSet {
        let mut set = ServiceSet::EMPTY;
        let mut rest = Self::ALL;
        while let [first, others @ ..] = rest {
            if first.kind().contains(kind) {
                set.insert(*first);
            }
            rest = others;
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_manuals_services_bear_the_manuals_numbers() {
        let numbered = |number| Service::from_number(number);
        assert_eq!(numbered(179), Some(Service::OwnReports));
        assert_eq!(numbered(262), Some(Service::AssignmentScheduleWeb));
        assert_eq!(numbered(266), Some(Service::ManageReports));
        assert_eq!(numbered(290), Some(Service::MyPage));
        assert_eq!(numbered(376), Some(Service::AssignmentScheduleMobile));
        assert_eq!(numbered(1), None);
    }

    #[test]
    fn numbers_rise_and_keys_and_names_are_each_services_own() {
        assert!(Service::ALL.is_sorted_by(|a, b| a.number() < b.number()));
        let distinct = |name: fn(Service) -> &'static str| {
            Service::ALL.iter().map(|service| name(*service)).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(distinct(Service::key), Service::ALL.len());
        assert_eq!(distinct(Service::swedish_name), Service::ALL.len());
        assert_eq!(distinct(Service::english_name), Service::ALL.len());
        for service in Service::ALL {
            assert_eq!(Service::from_number(service.number()), Some(*service));
            assert_eq!(Service::from_key(service.key()), Some(*service));
            assert!(service.key().chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'));
        }
    }

    #[test]
    fn restricted_case_types_bind_residents_and_never_the_staff_who_administer_them() {
        for service in Service::ALL {
            if service.bound_by().contains(Restrictions::RESTRICTED_CASE_TYPE) {
                assert!(!service.kind().contains(RoleKind::Staff), "{service:?}");
            }
        }
    }

    #[test]
    fn a_password_alone_opens_only_what_a_relative_needs() {
        for service in Service::ALL {
            if service.minimum_assurance() == Assurance::Password {
                assert!(service.kind().contains(RoleKind::Relative), "{service:?}");
            }
        }
    }

    #[test]
    fn a_set_of_services_is_read_back_from_storage_and_passes_over_the_unknown() {
        for service in Service::ALL {
            let set = ServiceSet::of(&[*service, Service::MyPage]);
            assert_eq!(ServiceSet::from_stored(&set.to_stored()), set);
        }
        assert_eq!(ServiceSet::from_stored("290 9999 x 70000 262").to_stored(), "262 290");
        assert_eq!(ServiceSet::from_stored(""), ServiceSet::EMPTY);
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_not_what_was_taken_out() {
        let mut set = ServiceSet::EMPTY;
        assert!(set.insert(Service::Batch) && !set.insert(Service::Batch));
        assert!(set.insert(Service::OwnReports) && set.contains(Service::Batch) && set.len() == 2);
        assert!(set.remove(Service::Batch) && !set.remove(Service::Batch) && !set.contains(Service::Batch));
        assert_eq!(set.iter().collect::<Vec<_>>(), [Service::OwnReports]);
        assert!(set.without(set).is_empty() && set.or(set) == set && set.and(ServiceSet::EMPTY).is_empty());
    }
}
