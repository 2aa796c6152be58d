//! Every field of an account as data: on which tabs it stands, what may be written in it, which service shows it and which
//! services change it.
//!
//! *Grundinformation* is the form of the manual *Ansluta en ny användare*, whole and with its labels, so that its walk needs one
//! page. What belongs to signing in and to reaching the person stands once more on its own tab. A field that may be written in
//! one place may be written in every place where it stands.

use behorig_access::Service;
use behorig_web::{FieldName, field};

/// A tab of the user page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// *Grundinformation*.
    Basics,
    /// *Användarkonto*.
    SignIn,
    /// *HR*.
    Hr,
    /// *Behörigheter*.
    Grants,
    /// *Anställningsvillkor*.
    Terms,
    /// *Kontaktuppgifter*.
    Contact,
    /// *Dokument*.
    Documents,
    /// *Historik*.
    History,
}

impl Tab {
    /// Every tab, in the manuals' order.
    pub const ALL: [Self; 8] = [
        Self::Basics,
        Self::SignIn,
        Self::Hr,
        Self::Grants,
        Self::Terms,
        Self::Contact,
        Self::Documents,
        Self::History,
    ];

    /// The text id of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Basics => "accounts-tab-basics",
            Self::SignIn => "accounts-tab-sign-in",
            Self::Hr => "accounts-tab-hr",
            Self::Grants => "accounts-tab-grants",
            Self::Terms => "accounts-tab-terms",
            Self::Contact => "accounts-tab-contact",
            Self::Documents => "accounts-tab-documents",
            Self::History => "accounts-tab-history",
        }
    }

    /// What stands after the account's own path.
    #[must_use]
    pub const fn step(self) -> &'static str {
        match self {
            Self::Basics => "",
            Self::SignIn => "/konto",
            Self::Hr => "/hr",
            Self::Grants => "/behorigheter",
            Self::Terms => "/anstallningsvillkor",
            Self::Contact => "/kontaktuppgifter",
            Self::Documents => "/dokument",
            Self::History => "/historik",
        }
    }

    /// The service that shows the tab.
    #[must_use]
    pub const fn service(self) -> Service {
        match self {
            Self::Basics | Self::SignIn => Service::ViewAccounts,
            Self::Hr => Service::ViewHr,
            Self::Grants => Service::ViewGrants,
            Self::Terms => Service::ViewEmploymentTerms,
            Self::Contact => Service::ViewContactDetails,
            Self::Documents => Service::ViewDocuments,
            Self::History => Service::ViewHistory,
        }
    }

    /// The fields on the tab, in the order of its form.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        FIELDS.iter().filter(move |field| field.tabs.contains(&self))
    }
}

/// The part of a form that a field stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// *Användaruppgifter*: what the local system administrator writes.
    User,
    /// *Användaruppgifter som administreras av supporten*.
    Support,
    /// The tab's own.
    Tab,
    /// *Närmast anhörig*.
    Kin,
}

/// What may be written in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A user name, unique among all accounts.
    UserName,
    /// An identity number, unique among accounts that have not ended.
    IdentityNumber,
    /// A start password; never read back, and changed by its owner at first use.
    Password,
    /// *Spärrad*.
    Blocked,
    /// First or last name.
    Name,
    /// Any number of HSA-ids, one a line; each unique among all accounts.
    HsaIds,
    /// One of the manual's ten staff categories.
    Category,
    /// One of the forms of employment.
    EmploymentForm,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A day.
    Date,
    /// Per cent of full time, with at most two decimals.
    Percent,
    /// Five digits.
    PostalCode,
    /// Free text of at most so many characters.
    Text(usize),
}

/// A field of an account.
#[derive(Debug)]
pub struct Field {
    /// Which one.
    pub key: Key,
    /// Its name in forms and in the history, and the id of its label.
    pub name: FieldName,
    /// Where it stands.
    pub tabs: &'static [Tab],
    /// Under which heading.
    pub group: Group,
    /// What may be written in it.
    pub kind: Kind,
    /// The service that shows it.
    pub read: Service,
    /// The services that change it: all of them are asked for.
    pub write: &'static [Service],
    /// Its column, where it is text in one.
    pub column: Option<&'static str>,
}

impl Field {
    /// Whether an account cannot be without it.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self.key, Key::UserName | Key::GivenName | Key::FamilyName)
    }

    /// Whether whoever writes it could come in as the holder: what a person is known by when they sign in.
    #[must_use]
    pub const fn opens_the_account(&self) -> bool {
        matches!(self.kind, Kind::IdentityNumber | Kind::Password | Kind::HsaIds)
    }

    /// The field of that name, as forms and the history have it.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.name.name == name)
    }
}

macro_rules! fields {
    ($($key:ident $name:expr, $tabs:expr, $group:ident, $kind:expr, $read:ident, $write:expr, $column:expr;)+) => {
        /// Which field.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each is described where the field is defined")]
        pub enum Key { $($key),+ }

        impl Key {
            /// The field.
            #[must_use]
            pub fn field(self) -> &'static Field {
                &FIELDS[self as usize]
            }
        }

        /// Every field, in the order of the forms.
        pub static FIELDS: [Field; [$(Key::$key),+].len()] = [$(Field {
            key: Key::$key, name: $name, tabs: $tabs, group: Group::$group, kind: $kind, read: Service::$read,
            write: $write, column: $column,
        }),+];
    };
}

const BASICS: &[Tab] = &[Tab::Basics];
const BASICS_AND_SIGN_IN: &[Tab] = &[Tab::Basics, Tab::SignIn];
const BASICS_AND_CONTACT: &[Tab] = &[Tab::Basics, Tab::Contact];
const HR: &[Tab] = &[Tab::Hr];
const TERMS: &[Tab] = &[Tab::Terms];
const CONTACT: &[Tab] = &[Tab::Contact];
const CLINIC: &[Service] = &[Service::EditAccounts];
const SUPPORT: &[Service] = &[Service::EditSupportFields];
const EDIT_HR: &[Service] = &[Service::EditHr];
const EDIT_TERMS: &[Service] = &[Service::EditEmploymentTerms];
const EDIT_CONTACT: &[Service] = &[Service::EditContactDetails];

fields! {
    UserName field("user-name", "accounts-field-user-name"), BASICS_AND_SIGN_IN, User, Kind::UserName, ViewAccounts, CLINIC, Some("user_name");
    IdentityNumber field("identity-number", "accounts-field-identity-number"), BASICS, User, Kind::IdentityNumber, ViewAccounts, CLINIC, Some("identity_number");
    Password field("password", "accounts-field-password"), BASICS_AND_SIGN_IN, User, Kind::Password, ViewAccounts, &[Service::EditAccounts, Service::SendSignInLink], None;
    Blocked field("blocked", "accounts-field-blocked"), BASICS_AND_SIGN_IN, User, Kind::Blocked, ViewAccounts, CLINIC, None;
    Mobile field("mobile", "accounts-field-mobile"), BASICS_AND_CONTACT, User, Kind::Phone, ViewAccounts, CLINIC, Some("mobile");
    Email field("email", "accounts-field-email"), BASICS_AND_CONTACT, User, Kind::Email, ViewAccounts, CLINIC, Some("email");
    Title field("title", "accounts-field-title"), BASICS, User, Kind::Text(100), ViewAccounts, CLINIC, Some("title");
    StaffCategory field("staff-category", "accounts-field-staff-category"), BASICS, User, Kind::Category, ViewAccounts, CLINIC, Some("staff_category");
    LongTitle field("long-title", "accounts-field-long-title"), BASICS, User, Kind::Text(200), ViewAccounts, CLINIC, Some("long_title");
    GivenName field("given-name", "accounts-field-given-name"), BASICS, Support, Kind::Name, ViewAccounts, SUPPORT, Some("given_name");
    FamilyName field("family-name", "accounts-field-family-name"), BASICS, Support, Kind::Name, ViewAccounts, SUPPORT, Some("family_name");
    HsaIds field("hsa-ids", "accounts-field-hsa-ids"), BASICS_AND_SIGN_IN, Support, Kind::HsaIds, ViewAccounts, SUPPORT, None;
    EmployeeNumber field("employee-number", "accounts-field-employee-number"), HR, Tab, Kind::Text(40), ViewHr, EDIT_HR, Some("employee_number");
    Manager field("manager", "accounts-field-manager"), HR, Tab, Kind::Text(100), ViewHr, EDIT_HR, Some("manager");
    Employer field("employer", "accounts-field-employer"), HR, Tab, Kind::Text(100), ViewHr, EDIT_HR, Some("employer");
    EmploymentForm field("employment-form", "accounts-field-employment-form"), TERMS, Tab, Kind::EmploymentForm, ViewEmploymentTerms, EDIT_TERMS, Some("employment_form");
    EmployedFrom field("employed-from", "accounts-field-employed-from"), TERMS, Tab, Kind::Date, ViewEmploymentTerms, EDIT_TERMS, Some("employed_from");
    EmployedTo field("employed-to", "accounts-field-employed-to"), TERMS, Tab, Kind::Date, ViewEmploymentTerms, EDIT_TERMS, Some("employed_to");
    Extent field("extent", "accounts-field-extent"), TERMS, Tab, Kind::Percent, ViewEmploymentTerms, EDIT_TERMS, Some("extent_percent");
    Workplace field("workplace", "accounts-field-workplace"), TERMS, Tab, Kind::Text(100), ViewEmploymentTerms, EDIT_TERMS, Some("workplace");
    Street field("street", "accounts-field-street"), CONTACT, Tab, Kind::Text(100), ViewContactDetails, EDIT_CONTACT, Some("street");
    PostalCode field("postal-code", "accounts-field-postal-code"), CONTACT, Tab, Kind::PostalCode, ViewContactDetails, EDIT_CONTACT, Some("postal_code");
    City field("city", "accounts-field-city"), CONTACT, Tab, Kind::Text(60), ViewContactDetails, EDIT_CONTACT, Some("city");
    WorkPhone field("work-phone", "accounts-field-work-phone"), CONTACT, Tab, Kind::Phone, ViewContactDetails, EDIT_CONTACT, Some("work_phone");
    HomePhone field("home-phone", "accounts-field-home-phone"), CONTACT, Tab, Kind::Phone, ViewContactDetails, EDIT_CONTACT, Some("home_phone");
    PrivateEmail field("private-email", "accounts-field-private-email"), CONTACT, Tab, Kind::Email, ViewContactDetails, EDIT_CONTACT, Some("private_email");
    KinName field("kin-name", "accounts-field-kin-name"), CONTACT, Kin, Kind::Text(100), ViewContactDetails, EDIT_CONTACT, Some("kin_name");
    KinRelation field("kin-relation", "accounts-field-kin-relation"), CONTACT, Kin, Kind::Text(60), ViewContactDetails, EDIT_CONTACT, Some("kin_relation");
    KinPhone field("kin-phone", "accounts-field-kin-phone"), CONTACT, Kin, Kind::Phone, ViewContactDetails, EDIT_CONTACT, Some("kin_phone");
}

/// What the fields of one account hold, each in its stored form.
#[derive(Clone, PartialEq, Eq)]
pub struct Values([Option<String>; FIELDS.len()]);

impl Default for Values {
    fn default() -> Self {
        Self([const { None }; FIELDS.len()])
    }
}

// Identity numbers and addresses are among them: a value is never printed.
impl std::fmt::Debug for Values {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let filled = FIELDS.iter().filter(|field| self.get(field.key).is_some()).map(|field| field.key);
        out.debug_list().entries(filled).finish()
    }
}

impl Values {
    /// What the field holds.
    #[must_use]
    pub fn get(&self, key: Key) -> Option<&str> {
        self.0[key as usize].as_deref()
    }

    /// What the field holds, or nothing.
    #[must_use]
    pub fn text(&self, key: Key) -> &str {
        self.get(key).unwrap_or_default()
    }

    /// Puts a value into the field, or takes it out.
    pub fn set(&mut self, key: Key, value: Option<String>) {
        self.0[key as usize] = value.filter(|text| !text.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_groups_of_the_manual_are_written_by_whom_the_manual_says() {
        let written_by = |service: Service| -> Vec<Key> {
            Tab::Basics.fields().filter(|field| field.write.contains(&service)).map(|field| field.key).collect()
        };
        use Key as K;
        assert_eq!(
            written_by(Service::EditAccounts),
            [
                K::UserName,
                K::IdentityNumber,
                K::Password,
                K::Blocked,
                K::Mobile,
                K::Email,
                K::Title,
                K::StaffCategory,
                K::LongTitle
            ]
        );
        assert_eq!(written_by(Service::EditSupportFields), [K::GivenName, K::FamilyName, K::HsaIds]);
    }

    #[test]
    fn no_form_tab_is_empty_and_every_field_stands_somewhere() {
        for tab in [Tab::Basics, Tab::SignIn, Tab::Hr, Tab::Terms, Tab::Contact] {
            assert!(tab.fields().next().is_some(), "{tab:?}");
        }
        assert!(FIELDS.iter().all(|field| !field.tabs.is_empty() && !field.write.is_empty()));
        assert!(FIELDS.iter().enumerate().all(|(at, field)| field.key as usize == at));
    }
}
