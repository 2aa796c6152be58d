//! *Ansluta en ny användare*: every piece of information that the manual asks for, and the account that is made of it.

use std::collections::BTreeMap;

use behorig_access::{AccountId, Basis, BuiltIn, Instant, OnlyBy, Role, RoleId, Service, UnitId, Viewer};
use behorig_accounts::fields::{Key, Values};
use behorig_accounts::lists::StaffCategory;
use behorig_accounts::{NewAccount, create, parse, roles_to_give, taken_already};
use behorig_registers::{roles, units};
use behorig_sign_in::one_time_link::NewLink;
use behorig_store::{StoreError, Tx, WriteTx};
use behorig_visit::{PageError, Rejected, only_by_text};
use behorig_web::components::{Choice, Fields, SummaryList, Width};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field};
use jiff::civil::Date;
use maud::{Markup, Render, html};
use serde::{Deserialize, Serialize};

use crate::records::Order;

// Named as the fields of an account are, so that what is wrong with one is told at the other.
static USER_NAME: FieldName = field("user-name", "orders-user-name");
static IDENTITY_NUMBER: FieldName = field("identity-number", "orders-identity-number");
static MOBILE: FieldName = field("mobile", "orders-mobile");
static EMAIL: FieldName = field("email", "orders-email");
static TITLE: FieldName = field("title", "orders-title-of-user");
static CATEGORY: FieldName = field("staff-category", "orders-staff-category");
static LONG_TITLE: FieldName = field("long-title", "orders-long-title");
static GIVEN_NAME: FieldName = field("given-name", "orders-given-name");
static FAMILY_NAME: FieldName = field("family-name", "orders-family-name");
static HSA_IDS: FieldName = field("hsa-ids", "orders-hsa-id");
pub(crate) static ROLES: FieldName = field("behorighet", "orders-permissions");

/// The manual's list, in the manual's order.
static ASKED_FOR: [(Key, &FieldName); 10] = [
    (Key::UserName, &USER_NAME),
    (Key::IdentityNumber, &IDENTITY_NUMBER),
    (Key::Mobile, &MOBILE),
    (Key::Email, &EMAIL),
    (Key::Title, &TITLE),
    (Key::StaffCategory, &CATEGORY),
    (Key::LongTitle, &LONG_TITLE),
    (Key::GivenName, &GIVEN_NAME),
    (Key::FamilyName, &FAMILY_NAME),
    (Key::HsaIds, &HSA_IDS),
];

/// The permissions of the manual, in its order.
const PERMISSIONS: [BuiltIn; 5] = [
    BuiltIn::Support,
    BuiltIn::Batch,
    BuiltIn::InternalMail,
    BuiltIn::RecordsSecurityOfficer,
    BuiltIn::SystemAdministrator,
];

/// The fields that the form carries, for the page that shows the answers before they are sent.
pub(crate) fn field_names() -> impl Iterator<Item = &'static FieldName> {
    ASKED_FOR.iter().map(|(_, name)| *name)
}

/// The roles that can be asked for at a unit. One that two must approve is ordered by itself, when the user is connected.
///
/// # Errors
/// Any [`StoreError`] of the database.
pub(crate) async fn permissions_at(tx: &mut Tx, unit: UnitId) -> Result<Vec<Role>, StoreError> {
    let organisation = units::organisation_of(tx, unit).await?;
    let all = roles::of_organisation(tx, organisation).await?;
    let of =
        |template| all.iter().find(|role: &&Role| role.key == Some(template) && OnlyBy::of(role).is_none()).cloned();
    Ok(PERMISSIONS.into_iter().filter_map(of).collect())
}

/// Who is to be connected. Holds an identity number: it is never printed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct NewUser {
    /// The account's fields by their names, each in its stored form.
    fields: BTreeMap<String, String>,
    /// The roles asked for.
    roles: Vec<String>,
}

impl NewUser {
    /// Reads the form; everything that is wrong at once.
    pub(crate) fn parse(form: &Form, known: &[Role], today: Date, errors: &mut Errors) -> Self {
        let mut fields = BTreeMap::new();
        for (key, name) in ASKED_FOR {
            match parse::parse_in(form, key.field(), today) {
                Ok(Some(stored)) => {
                    fields.insert(name.name.clone().into_owned(), stored);
                }
                Ok(None) if key == Key::StaffCategory => errors.add(name, name.missing()),
                Ok(None) => {}
                // The manual's own words for what it asks for.
                Err(_) if form.value(&name.name).trim().is_empty() => errors.add(name, name.missing()),
                Err(message) => errors.add(name, message),
            }
        }
        let reachable = !form.value(&MOBILE.name).trim().is_empty() || !form.value(&EMAIL.name).trim().is_empty();
        if !reachable {
            errors.add(&MOBILE, "orders-error-unreachable");
        }
        let roles = known
            .iter()
            .map(|role| role.id.to_string())
            .filter(|id| form.values(&ROLES.name).any(|chosen| chosen == id))
            .collect();
        Self { fields, roles }
    }

    /// Reads what [`NewUser::to_stored`] wrote.
    ///
    /// # Errors
    /// A fault where it did not.
    pub(crate) fn from_stored(json: &str) -> Result<Self, PageError> {
        serde_json::from_str(json).map_err(|error| {
            // The place alone: the text itself holds an identity number.
            PageError::Fault(format!("the particulars of an order: column {}", error.column()))
        })
    }

    /// As the order keeps it.
    ///
    /// # Errors
    /// A fault of the program.
    pub(crate) fn to_stored(&self) -> Result<String, PageError> {
        serde_json::to_string(self).map_err(|_| PageError::Fault("the particulars of an order".to_owned()))
    }

    fn text(&self, name: &FieldName) -> &str {
        self.fields.get(name.name.as_ref()).map(String::as_str).unwrap_or_default()
    }

    /// First and last name: what the lists of orders show.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.text(&GIVEN_NAME), self.text(&FAMILY_NAME))
    }

    /// The identity number as stored.
    pub(crate) fn identity_number(&self) -> Option<&str> {
        self.fields.get(IDENTITY_NUMBER.name.as_ref()).map(String::as_str)
    }

    /// Where the one-time link can be sent.
    pub(crate) fn reached_at(&self) -> String {
        let shown = |key: Key, name: &FieldName| parse::to_type(key.field(), self.text(name));
        let ways = [shown(Key::Mobile, &MOBILE), shown(Key::Email, &EMAIL)];
        ways.into_iter().filter(|way| !way.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn values(&self) -> Values {
        let mut values = Values::default();
        for (key, name) in ASKED_FOR {
            values.set(key, self.fields.get(name.name.as_ref()).cloned());
        }
        values
    }

    fn role_ids(&self) -> Vec<RoleId> {
        self.roles.iter().filter_map(|id| id.parse().ok()).collect()
    }

    /// What must be one person's alone and is somebody's already.
    ///
    /// # Errors
    /// Any [`StoreError`] of the database.
    pub(crate) async fn obstacles(&self, tx: &mut Tx) -> Result<Errors, StoreError> {
        let mut errors = Errors::new();
        for (key, value) in taken_already(tx, &self.values()).await? {
            match key {
                Key::UserName => errors.add(&USER_NAME, "orders-taken-user-name"),
                Key::IdentityNumber => errors.add(&IDENTITY_NUMBER, "orders-taken-identity-number"),
                _ => errors.add(&HSA_IDS, Message::new("orders-taken-hsa-id").with("id", value)),
            }
        }
        Ok(errors)
    }

    /// Makes the account with its grants and its one-time link, all in the decision's transaction. Asks for service 379 at the
    /// unit, and that the decider may give each role there.
    ///
    /// # Errors
    /// What stands in the way.
    pub(crate) async fn connect(
        &self,
        tx: &mut WriteTx,
        viewer: &Viewer,
        order: &Order,
        link: &NewLink,
        now: Instant,
    ) -> Result<AccountId, Rejected> {
        behorig_visit::require(tx, viewer, Service::CreateAccounts, order.unit, now).await?;
        let wanted = self.role_ids();
        let to_give = roles_to_give(tx, viewer, order.unit, now).await?;
        let mut errors = Errors::new();
        for role in wanted.iter().filter(|wanted| !to_give.names(**wanted)) {
            let message = match to_give.otherwise(*role) {
                Some((role, way)) => Message::new(only_by_text(way)).with("role", role.name.as_str()),
                None => {
                    let name = roles::find(tx, *role).await?.map(|role| role.name).unwrap_or_default();
                    Message::new("orders-may-not-give").with("role", name)
                }
            };
            errors.add_general(message);
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let new = NewAccount {
            unit: order.unit,
            values: self.values(),
            password: None,
            roles: wanted,
            basis: Basis::Order(order.id),
        };
        let made = create(tx, &new).await.map_err(without_fields)?;
        let _ = link.give(tx, made.account).await?;
        Ok(made.account)
    }

    /// Everything, in the manual's order, with the identity number in full.
    pub(crate) async fn show(&self, tx: &mut Tx, lang: Lang) -> Result<Markup, PageError> {
        let mut names = Vec::new();
        for id in self.role_ids() {
            if let Some(role) = roles::find(tx, id).await? {
                names.push(role_name(lang, &role));
            }
        }
        Ok(self.summary(lang, &names).render())
    }

    /// The same with the names of the roles at hand.
    pub(crate) fn summary(&self, lang: Lang, role_names: &[String]) -> SummaryList<'static> {
        let list = ASKED_FOR.iter().fold(SummaryList::new(lang), |list, (key, name)| {
            let stored = self.text(name);
            let shown = match key {
                Key::StaffCategory => StaffCategory::from_text(stored)
                    .map(|category| lang.t(category.label()).into_owned())
                    .unwrap_or_default(),
                Key::HsaIds => stored.replace('\n', ", "),
                _ => parse::to_type(key.field(), stored),
            };
            list.text(lang.t(name.label), &shown)
        });
        list.text(lang.t(ROLES.label), &role_names.join(", "))
    }

    /// The names of the chosen roles, out of those at hand.
    pub(crate) fn names_of_roles(&self, lang: Lang, known: &[Role]) -> Vec<String> {
        let chosen = self.role_ids();
        known.iter().filter(|role| chosen.contains(&role.id)).map(|role| role_name(lang, role)).collect()
    }
}

/// What was taken in the meantime has no field on the page of an order: it is told above.
fn without_fields(rejected: Rejected) -> Rejected {
    match rejected {
        Rejected::Errors(errors) => {
            let mut general = Errors::new();
            errors.iter().for_each(|error| general.add_general(error.message.clone()));
            Rejected::Errors(general)
        }
        other => other,
    }
}

/// The name of a role in the reader's language.
pub(crate) fn role_name(lang: Lang, role: &Role) -> String {
    behorig_visit::role_name(lang, &role.name).into_owned()
}

/// The form when it is first shown: *Internpost* is preselected.
pub(crate) fn first_form(known: &[Role]) -> Form {
    let mut form = Form::default();
    let internal_mail = known.iter().filter(|role| role.key == Some(BuiltIn::InternalMail));
    internal_mail.for_each(|role| form.fill(&ROLES, role.id.to_string()));
    form
}

/// The fields, in the manual's order.
pub(crate) fn fields(lang: Lang, form: &Form, errors: &Errors, known: &[Role]) -> (Markup, Markup) {
    let f = Fields::new(lang, form, errors);
    let categories = StaffCategory::ALL.iter().map(|one| Choice::new(one.key(), lang.t(one.label())));
    let user = html! {
        (f.code(&USER_NAME))
        (f.identity_number(&IDENTITY_NUMBER).optional())
        p.hint { (lang.t("orders-no-password")) }
        (f.phone(&MOBILE).autocomplete("off"))
        (f.email(&EMAIL).autocomplete("off"))
        (f.text(&TITLE).width(Width::Half).autocomplete("off").optional())
        (f.select(&CATEGORY).prompt(lang.t("orders-choose-category")).options(categories))
        (f.text(&LONG_TITLE).autocomplete("off").optional())
        (f.text(&GIVEN_NAME).width(Width::Half).autocomplete("off"))
        (f.text(&FAMILY_NAME).width(Width::Half).autocomplete("off"))
        (f.code(&HSA_IDS).optional())
    };
    let options = known.iter().map(|role| Choice::new(role.id.to_string(), role_name(lang, role)));
    (user, html! { (f.ticks(&ROLES).options(options)) })
}
