//! The roles that come with the program: templates that an organisation starts from and may change.

use crate::{Assurance, RoleKind, Service, ServiceSet};

/// The roles that holders of a built-in role may give, as templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveTemplate {
    /// Every role.
    All,
    /// The roles made from these templates.
    Only(&'static [BuiltIn]),
}

macro_rules! built_ins {
    ($($(#[$meta:meta])* $variant:ident $key:literal $swedish:literal $english:literal)+) => {
        /// A built-in role, named as the manuals name it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum BuiltIn { $($(#[$meta])* $variant),+ }

        impl BuiltIn {
            /// Every built-in role.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text key.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The built-in role with this key, if there is one.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }

            /// The role's name in Swedish, as new organisations get it.
            pub const fn swedish_name(self) -> &'static str {
                match self { $(Self::$variant => $swedish),+ }
            }

            /// The role's name in English.
            pub const fn english_name(self) -> &'static str {
                match self { $(Self::$variant => $english),+ }
            }
        }
    };
}

built_ins! {
    /// Connects users, receives orders, makes roles and units.
    Support "support" "Supportpersonal" "Support staff"
    /// May run imports and exports.
    Batch "batch" "Batch" "Batch"
    /// Internal mail; preselected for a new user.
    InternalMail "internal-mail" "Internpost" "Internal mail"
    /// Reviews the access log and signs.
    RecordsSecurityOfficer "records-security-officer" "Journalsäkerhetsansvarig" "Records security officer"
    /// Changes what the clinic itself administers about its users, and orders the rest.
    SystemAdministrator "system-administrator" "Systemadministratör" "System administrator"
    /// Administers a clinic: residents, settings, grants.
    LocalAdministrator "local-administrator" "Lokal administratör" "Local administrator"
    /// Gives the grants of case receivers and case handlers, no others.
    GrantAdministrator "grant-administrator" "Behörighetsadministratör" "Grant administrator"
    /// Assigns cases to those who answer them.
    CaseReceiver "case-receiver" "Ärendemottagare" "Case receiver"
    /// Answers cases.
    CaseHandler "case-handler" "Ärendehanterare" "Case handler"
    /// Reviews what users did at the own clinic.
    Reviewer "reviewer" "Granskare" "Reviewer"
    /// A customer's relative: the schedule, My page and reports of that customer.
    Relative "relative" "Anhörig" "Relative"
    /// A resident who is approved for communication with a clinic.
    ApprovedResident "approved-resident" "Godkänd invånare" "Approved resident"
    /// A resident to whom a restricted case type is handed out.
    HandedOutCaseType "handed-out-case-type" "Utdelad ärendetyp" "Handed-out case type"
    /// Sees the Dashboard.
    Dashboard "dashboard" "Dashboard" "Dashboard"
    /// Sees the control tower.
    ControlTower "control-tower" "Flygledartornet" "The control tower"
    /// Registers customers, their assignments, and plans a home-care unit's days.
    HomeCarePlanner "home-care-planner" "Hemtjänstplanerare" "Home-care planner"
    /// Makes the visits of home care, and can be planned for them.
    HomeCareStaff "home-care-staff" "Omsorgspersonal" "Home-care staff"
    /// Named by the region to order permissions; appointed with a proof, never by a list of roles.
    Orderer "orderer" "Beställare" "Orderer"
    /// Head of operations (*verksamhetschef*) of a unit: re-certifies who has what there, and orders where the region has chosen so.
    HeadOfOperations "head-of-operations" "Verksamhetschef" "Head of operations"
    /// Stands in for a head of operations who is away, for re-certification alone.
    DeputyHead "deputy-head" "Ställföreträdare" "Deputy"
    /// The service's administration: receives orders, answers matters, keeps the permission register.
    ServiceAdministration "service-administration" "Tjänsteförvaltning" "Service administration"
}

use Service as S;

const SUPPORT: ServiceSet = ServiceSet::of(&[
    S::ManageReports,
    S::MyPage,
    S::ViewAccounts,
    S::EditAccounts,
    S::CreateAccounts,
    S::EditSupportFields,
    S::ViewHr,
    S::EditHr,
    S::ViewEmploymentTerms,
    S::EditEmploymentTerms,
    S::ViewContactDetails,
    S::EditContactDetails,
    S::ViewDocuments,
    S::EditDocuments,
    S::ViewGrants,
    S::AdministerGrants,
    S::ViewHistory,
    S::ReactivateAccounts,
    S::SendSignInLink,
    S::ViewRoles,
    S::EditRoles,
    S::ReceiveOrders,
    S::AdministerUnits,
    S::ViewPermissionRegister,
    S::AdministerOrderers,
    S::ImportPermissionRegister,
    S::AnswerSupport,
]);

// Neither CreateAccounts nor EditSupportFields: a clinic orders those. Not EditRoles either: who could add services to
// the role they hold would raise their own rights.
const SYSTEM_ADMINISTRATOR: ServiceSet = ServiceSet::of(&[
    S::ManageReports,
    S::MyPage,
    S::ViewAccounts,
    S::EditAccounts,
    S::ViewHr,
    S::EditHr,
    S::ViewEmploymentTerms,
    S::EditEmploymentTerms,
    S::ViewContactDetails,
    S::EditContactDetails,
    S::ViewDocuments,
    S::EditDocuments,
    S::ViewGrants,
    S::AdministerGrants,
    S::ViewHistory,
    S::ReactivateAccounts,
    S::SendSignInLink,
    S::ViewRoles,
    S::OrderNewAccount,
    S::ClinicSettings,
    S::ViewPermissionRegister,
    S::AdministerOrderers,
]);

const LOCAL_ADMINISTRATOR: ServiceSet = ServiceSet::of(&[
    S::MyPage,
    S::ViewAccounts,
    S::ViewGrants,
    S::AdministerGrants,
    S::ViewHistory,
    S::ReactivateAccounts,
    S::ViewRoles,
    S::OrderNewAccount,
    S::ViewResidents,
    S::ApproveResidents,
    S::HandOutCaseTypes,
    S::ClinicSettings,
]);

const HOME_CARE_PLANNER: ServiceSet = ServiceSet::of(&[
    S::OwnReports,
    S::ManageReports,
    S::MyPage,
    S::AssignmentScheduleWeb,
    S::ViewCustomers,
    S::EditCustomers,
    S::PlanVisits,
    S::HomeCareSettings,
]);

const HEAD_OF_OPERATIONS: ServiceSet = ServiceSet::of(&[
    S::MyPage,
    S::ViewAccounts,
    S::ViewGrants,
    S::OrderAsHead,
    S::ViewPermissionRegister,
    S::CertifyGrants,
]);

const SERVICE_ADMINISTRATION: ServiceSet = ServiceSet::of(&[
    S::MyPage,
    S::ViewAccounts,
    S::ViewGrants,
    S::ViewHistory,
    S::ReceiveOrders,
    S::ViewPermissionRegister,
    S::ImportPermissionRegister,
    S::AnswerSupport,
]);

// Batch stays with support: an import makes accounts, which a clinic may not. Dashboard and the control tower are
// ordered, so that the order's checks cannot be walked around.
const SYSTEM_ADMINISTRATOR_GIVES: &[BuiltIn] = &[
    BuiltIn::InternalMail,
    BuiltIn::RecordsSecurityOfficer,
    BuiltIn::SystemAdministrator,
    BuiltIn::LocalAdministrator,
    BuiltIn::GrantAdministrator,
    BuiltIn::CaseReceiver,
    BuiltIn::CaseHandler,
    BuiltIn::Reviewer,
    BuiltIn::Relative,
    BuiltIn::HomeCarePlanner,
    BuiltIn::HomeCareStaff,
];

const LOCAL_ADMINISTRATOR_GIVES: &[BuiltIn] = &[
    BuiltIn::InternalMail,
    BuiltIn::LocalAdministrator,
    BuiltIn::GrantAdministrator,
    BuiltIn::CaseReceiver,
    BuiltIn::CaseHandler,
    BuiltIn::Reviewer,
    BuiltIn::ApprovedResident,
    BuiltIn::HandedOutCaseType,
];

impl BuiltIn {
    /// Whom the role is for.
    pub const fn kind(self) -> RoleKind {
        match self {
            Self::Relative => RoleKind::Relative,
            Self::ApprovedResident | Self::HandedOutCaseType => RoleKind::Resident,
            _ => RoleKind::Staff,
        }
    }

    /// What its holders may do.
    pub const fn services(self) -> ServiceSet {
        match self {
            Self::Support => SUPPORT,
            Self::Batch => ServiceSet::of(&[S::Batch]),
            Self::InternalMail => ServiceSet::of(&[S::InternalMail]),
            Self::RecordsSecurityOfficer => {
                ServiceSet::of(&[S::MyPage, S::ViewHistory, S::ReviewLogs, S::ViewPermissionRegister, S::KeepAccessLog])
            }
            Self::SystemAdministrator => SYSTEM_ADMINISTRATOR,
            Self::LocalAdministrator => LOCAL_ADMINISTRATOR,
            Self::GrantAdministrator => {
                ServiceSet::of(&[S::MyPage, S::ViewAccounts, S::ViewGrants, S::AdministerGrants, S::ViewRoles])
            }
            Self::CaseReceiver => ServiceSet::of(&[S::MyPage, S::AssignCases]),
            Self::CaseHandler => ServiceSet::of(&[S::MyPage, S::AnswerCases]),
            Self::Reviewer => ServiceSet::of(&[S::MyPage, S::ReviewLogs]),
            Self::Relative => {
                ServiceSet::of(&[S::OwnReports, S::AssignmentScheduleWeb, S::MyPage, S::AssignmentScheduleMobile])
            }
            Self::ApprovedResident => ServiceSet::of(&[S::CommunicateWithClinic, S::UseCaseType]),
            Self::HandedOutCaseType => ServiceSet::of(&[S::UseCaseType]),
            Self::Dashboard => ServiceSet::of(&[S::Dashboard]),
            Self::ControlTower => ServiceSet::of(&[S::ControlTower]),
            Self::HomeCarePlanner => HOME_CARE_PLANNER,
            Self::HomeCareStaff => ServiceSet::of(&[S::OwnReports, S::MyPage, S::PerformVisits]),
            Self::Orderer => ServiceSet::of(&[S::MyPage, S::OrderPermissions, S::ViewPermissionRegister]),
            Self::HeadOfOperations => HEAD_OF_OPERATIONS,
            Self::DeputyHead => ServiceSet::of(&[S::MyPage, S::ViewPermissionRegister, S::CertifyGrants]),
            Self::ServiceAdministration => SERVICE_ADMINISTRATION,
        }
    }

    /// The roles that its holders may give.
    pub const fn may_give(self) -> GiveTemplate {
        match self {
            Self::Support => GiveTemplate::All,
            Self::SystemAdministrator => GiveTemplate::Only(SYSTEM_ADMINISTRATOR_GIVES),
            Self::LocalAdministrator => GiveTemplate::Only(LOCAL_ADMINISTRATOR_GIVES),
            Self::GrantAdministrator => GiveTemplate::Only(&[Self::CaseReceiver, Self::CaseHandler]),
            _ => GiveTemplate::Only(&[]),
        }
    }

    /// The lowest level of assurance: relatives may lack an e-identification, residents have BankID.
    pub const fn lowest_assurance(self) -> Assurance {
        match self.kind() {
            RoleKind::Staff => Assurance::TwoFactor,
            RoleKind::Relative => Assurance::Password,
            RoleKind::Resident => Assurance::High,
        }
    }

    /// *Daglig planering*: whether its holders can be planned as home-care staff.
    pub const fn daily_planning(self) -> bool {
        matches!(self, Self::HomeCareStaff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MayGive, Role, RoleDraft};

    #[test]
    fn every_built_in_role_passes_the_check_that_made_roles_pass() {
        for role in BuiltIn::ALL {
            let draft = RoleDraft {
                name: role.swedish_name().into(),
                kind: role.kind(),
                services: role.services(),
                daily_planning: role.daily_planning(),
                lowest_assurance: role.lowest_assurance(),
                may_give: match role.may_give() {
                    GiveTemplate::All => MayGive::All,
                    GiveTemplate::Only(roles) => {
                        let ids = roles.iter().map(|given| crate::RoleId::from_bytes([*given as u8; 16]));
                        MayGive::Only(ids.collect())
                    }
                },
            };
            assert_eq!(Role::check(&draft), Ok(()), "{role:?}");
            assert_eq!(BuiltIn::from_key(role.key()), Some(*role));
            assert!(!role.services().is_empty());
        }
    }

    #[test]
    fn who_gives_a_role_may_administer_grants() {
        for role in BuiltIn::ALL {
            let gives = role.may_give() != GiveTemplate::Only(&[]);
            assert_eq!(gives, role.services().contains(Service::AdministerGrants), "{role:?}");
        }
    }

    #[test]
    fn the_grant_administrator_gives_only_case_handler_and_case_receiver() {
        let GiveTemplate::Only(given) = BuiltIn::GrantAdministrator.may_give() else { panic!("gives all") };
        assert_eq!(given, [BuiltIn::CaseReceiver, BuiltIn::CaseHandler]);
        assert_eq!(BuiltIn::Support.may_give(), GiveTemplate::All);
    }

    #[test]
    fn a_clinics_system_administrator_orders_new_users_and_cannot_make_them_or_change_roles() {
        let services = BuiltIn::SystemAdministrator.services();
        for refused in [Service::CreateAccounts, Service::EditSupportFields, Service::EditRoles, Service::Batch] {
            assert!(!services.contains(refused), "{refused:?}");
        }
        assert!(services.contains(Service::OrderNewAccount) && services.contains(Service::EditAccounts));
    }

    #[test]
    fn no_clinic_role_gives_a_role_that_does_what_clinics_may_not() {
        for giver in [BuiltIn::SystemAdministrator, BuiltIn::LocalAdministrator, BuiltIn::GrantAdministrator] {
            let GiveTemplate::Only(given) = giver.may_give() else { panic!("{giver:?} gives all") };
            for role in given {
                for refused in [Service::CreateAccounts, Service::EditSupportFields, Service::Batch, Service::EditRoles]
                {
                    assert!(!role.services().contains(refused), "{giver:?} gives {role:?}");
                }
            }
        }
    }

    #[test]
    fn a_relative_gets_the_four_services_of_the_manual() {
        assert_eq!(BuiltIn::Relative.services().to_stored(), "179 262 290 376");
        assert_eq!(BuiltIn::Relative.lowest_assurance(), Assurance::Password);
    }
}
