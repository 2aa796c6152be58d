//! *+ Användare*: a new user on one page, under the manual's own headings.

use axum::Extension;
use axum::extract::RawQuery;
use axum::response::Response;
use behorig_access::{Basis, BuiltIn, OnlyBy, Role, RoleId, Service, UnitId};
use behorig_registers::units::{self, Unit};
use behorig_sign_in::one_time_link::NewLink;
use behorig_sign_in::{NewPassword, PasswordHash};
use behorig_visit::{PageError, Rejected, Submission, Visit, given_otherwise, only_by_text, require, role_name};
use behorig_web::components::{
    Button, Choice, EmptyState, Fields, Filters, Icon, Page, PostForm, Section, link_button, save_bar,
};
use behorig_web::{Errors, FieldName, Form, Message, field, format};
use maud::{Markup, html};

use super::form::input;
use super::{link, tab};
use crate::Deps;
use crate::fields::{Key, Values};
use crate::parse::parse_in;
use crate::records::{NewAccount, RolesToGive, create, roles_to_give, suggested_user_name};

static UNIT: FieldName = field("unit", "accounts-unit");
static ROLES: FieldName = field("roles", "accounts-permission");
static HOW: FieldName = field("how", "accounts-first-sign-in");
const BY_LINK: &str = "link";
const BY_PASSWORD: &str = "password";
const MOST_UNITS: i64 = 100;
/// A page that knows something of the new user sends it here to be filled in: what stands in a form stands in no address.
const STEP: &str = "steg";
const FILL_IN: &str = "fyll";

const PERSON: [Key; 7] =
    [Key::GivenName, Key::FamilyName, Key::IdentityNumber, Key::Title, Key::StaffCategory, Key::LongTitle, Key::HsaIds];
const REACH: [Key; 2] = [Key::Mobile, Key::Email];

/// The form for a new user at a unit, or the choice of the unit. Service 379 at the unit.
pub(crate) async fn show(mut visit: Visit, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    visit.require_somewhere(Service::CreateAccounts).await?;
    let query = Form::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::TooLarge)?;
    let asked: Option<UnitId> = query.value("enhet").parse().ok();
    // Who searches for a unit is choosing one.
    let choosing = query.has("valj") || query.has("q");
    let own = visit.session.hat_unit.filter(|_| !choosing);
    let Some(unit) = asked.or(own) else { return choose_unit(visit, query.value("q")).await };
    if asked.is_none() && !visit.permits(Service::CreateAccounts, unit).await? {
        return choose_unit(visit, query.value("q")).await;
    }
    visit.require(Service::CreateAccounts, unit).await?;
    let (unit, to_give) = unit_and_roles(&mut visit, unit).await?;
    Ok(page(&visit, &unit, &to_give, &first_form(&to_give.roles), &Errors::new()))
}

/// The form with what another page knows of the new user.
async fn filled_in(submission: Submission, unit: UnitId) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let (unit, to_give) = unit_and_roles(&mut visit, unit).await?;
    let mut first = first_form(&to_give.roles);
    for key in [Key::IdentityNumber, Key::HsaIds] {
        let name = &key.field().name;
        first.fill(name, form.value(&name.name));
    }
    Ok(page(&visit, &unit, &to_give, &first, &Errors::new()))
}

/// How the form looks before anybody has written in it.
fn first_form(roles: &[Role]) -> Form {
    let mut form = Form::filled([(&HOW, BY_LINK.to_owned())]);
    for role in roles.iter().filter(|role| role.key == Some(BuiltIn::InternalMail)) {
        form.fill(&ROLES, role.id.to_string());
    }
    form
}

async fn unit_and_roles(visit: &mut Visit, unit: UnitId) -> Result<(Unit, RolesToGive), PageError> {
    let now = visit.now;
    let tx = visit.snapshot.get().await?;
    let found = units::find(tx, unit).await?.ok_or(PageError::NotFound)?;
    let to_give = roles_to_give(tx, &visit.viewer, unit, now).await?;
    Ok((found, to_give))
}

/// The units where the viewer may make accounts, found by the beginning of the name.
async fn choose_unit(mut visit: Visit, search: &str) -> Result<Response, PageError> {
    let lang = visit.lang;
    let search: String = search.chars().take(100).collect();
    let scope = visit.scope(Service::CreateAccounts);
    let tx = visit.snapshot.get().await?;
    let mut found: Vec<Unit> = Vec::new();
    for root in scope.roots.iter().filter(|root| root.object.is_none()) {
        let here = if root.branch {
            units::in_branch(tx, root.unit, &search, MOST_UNITS + 1).await?
        } else {
            units::find(tx, root.unit).await?.into_iter().collect()
        };
        found.extend(here.into_iter().filter(|unit| unit.ended_at.is_none()));
    }
    found.dedup_by_key(|unit| unit.id);
    let most = usize::try_from(MOST_UNITS).unwrap_or(usize::MAX);
    let how_many = if found.len() > most {
        lang.tr("accounts-units-more-than", &[("count", MOST_UNITS.into())])
    } else {
        lang.tr("accounts-units-found", &[("count", found.len().into())])
    };
    let body = html! {
        (Filters::new(lang, "/anvandare/ny", how_many).search("q", lang.t("accounts-unit-search"), &search))
        @if found.is_empty() {
            (EmptyState::new(Icon::Building, lang.t("accounts-no-unit"), lang.t("accounts-no-unit-text")))
        } @else {
            ul.lines.links { @for unit in found.iter().take(most) { li { a href={ "/anvandare/ny?enhet=" (unit.id) } { (unit.name) } } } }
        }
    };
    let page = Page::new(lang.t("accounts-choose-unit"))
        .section(lang.t("accounts-new"))
        .back("/anvandare", lang.t("accounts-all"));
    Ok(visit.show(&page, body))
}

fn page(visit: &Visit, unit: &Unit, to_give: &RolesToGive, form: &Form, errors: &Errors) -> Response {
    let (lang, roles) = (visit.lang, &to_give.roles);
    let otherwise = to_give.otherwise.iter().map(|(role, way)| (role_name(lang, &role.name), *way));
    let f = Fields::new(lang, form, errors);
    let fields = |keys: &[Key]| -> Markup {
        html! { @for key in keys { (input(lang, &f, key.field(), None)) } }
    };
    let ticks =
        f.ticks(&ROLES).options(roles.iter().map(|role| Choice::new(role.id.to_string(), role_name(lang, &role.name))));
    let ways = [
        Choice::new(BY_LINK, lang.t("accounts-by-link")).hint(lang.t("accounts-by-link-hint")),
        Choice::new(BY_PASSWORD, lang.t("accounts-by-password")).hint(lang.t("accounts-by-password-hint")),
    ];
    let inside = html! {
        (Section::new(lang.t("accounts-tab-basics"), fields(&PERSON)).about(lang.t("accounts-new-about")))
        (Section::new(lang.t("accounts-tab-sign-in"), html! {
            (input(lang, &f, Key::UserName.field(), None))
            (f.radios(&HOW).options(ways))
            (input(lang, &f, Key::Password.field(), None))
        }))
        (Section::new(lang.t("accounts-tab-contact"), fields(&REACH)))
        (Section::new(lang.t("accounts-tab-grants"), html! {
            @if roles.is_empty() { p.muted { (lang.t("accounts-no-role-to-give")) } } @else { (ticks) }
            (given_otherwise(lang, otherwise))
        }).about(lang.tr("accounts-new-permissions-about", &[("unit", unit.name.as_str().into())])))
        (save_bar(lang, &Button::primary(lang.t("accounts-make")), &html! {
            (link_button("/anvandare", &lang.t("web-cancel")))
            (link_button("/hjalp/anvandare", &lang.t("web-help")))
        }))
    };
    let posted = PostForm::to("/anvandare/ny", inside)
        .once(Visit::form_key())
        .hidden(UNIT.name.as_ref(), unit.id.to_string())
        .guarded();
    let body = html! {
        p { (lang.t("accounts-unit")) ": " strong { (unit.name) } " · " a href="/anvandare/ny?valj=1" { (lang.t("accounts-other-unit")) } }
        (posted)
    };
    let page = Page::new(lang.t("accounts-new"))
        .crumbs([behorig_web::components::Crumb::new("/anvandare", lang.t("accounts-all"))])
        .errors(errors)
        .wide();
    if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) }
}

/// Makes the user. Service 379 at the chosen unit; each ticked role must be one that the viewer may give there.
pub(crate) async fn make(Extension(deps): Extension<Deps>, mut submission: Submission) -> Result<Response, PageError> {
    let unit: UnitId = submission.form.value(&UNIT.name).parse().map_err(|_| PageError::Malformed("no unit"))?;
    submission.visit.require(Service::CreateAccounts, unit).await?;
    if submission.form.value(STEP) == FILL_IN {
        return filled_in(submission, unit).await;
    }
    let mut errors = Errors::new();
    let today = format::local(submission.visit.now.as_millis()).date();
    let mut values = read(&submission.form, today, &mut errors);
    suggest_user_name(&mut submission, &mut values, &mut errors).await?;
    let password = password(&deps, &submission.form, &values, &mut errors).await?;
    let roles: Vec<RoleId> = submission.form.values(&ROLES.name).filter_map(|id| id.parse().ok()).collect();
    if !errors.is_empty() {
        return again(submission, unit, &errors).await;
    }
    let full_name = format!("{} {}", values.text(Key::GivenName), values.text(Key::FamilyName));
    let new = NewAccount { unit, values, password, roles, basis: Basis::Administrator };
    let link = NewLink::new(deps.sign_in.letters.as_ref())?;
    let input = (submission.visit.seat(), new, link.clone());
    let outcome = submission
        .submit(input, |tx, (seat, new, link)| {
            Box::pin(async move {
                let now = tx.now();
                let viewer = seat.viewer(tx, now).await?;
                require(tx, &viewer, Service::CreateAccounts, new.unit, now).await?;
                let to_give = roles_to_give(tx, &viewer, new.unit, now).await?;
                if let Some(refused) = new.roles.iter().find(|role| !to_give.names(**role)) {
                    let mut errors = Errors::new();
                    errors.add(&ROLES, may_not_give(to_give.otherwise(*refused)));
                    return Err(errors.into());
                }
                let made = create(tx, new).await?;
                if new.password.is_none() {
                    let _ = link.give(tx, made.account).await?;
                }
                Ok(made.recorded.with(format!("/anvandare/{}", made.account)))
            })
        })
        .await;
    match outcome {
        Ok(path) => {
            let mut visit = submission.visit;
            // None was made for who gets a password, or by a form that was sent before.
            let Some(given) = link.committed(visit.snapshot.get().await?).await? else {
                return Ok(visit.go_and_tell(&path, "accounts-made-told"));
            };
            let title = visit.lang.tr("accounts-made", &[("name", full_name.into())]);
            Ok(link::show(&visit, &title, &path, &link, &given))
        }
        Err(Rejected::Errors(errors)) => again(submission, unit, &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn may_not_give(otherwise: Option<(&Role, OnlyBy)>) -> Message {
    match otherwise {
        Some((role, way)) => Message::new(only_by_text(way)).with("role", role.name.as_str()),
        None => Message::new("accounts-may-not-give"),
    }
}

fn read(form: &Form, today: jiff::civil::Date, errors: &mut Errors) -> Values {
    let mut values = Values::default();
    for key in PERSON.into_iter().chain([Key::UserName]).chain(REACH) {
        // An empty user name is answered with a suggestion.
        if key == Key::UserName && form.value(&key.field().name.name).trim().is_empty() {
            continue;
        }
        match parse_in(form, key.field(), today) {
            Ok(value) => values.set(key, value),
            Err(message) => errors.add(&key.field().name, message),
        }
    }
    values
}

/// A user name that was left empty is suggested: filled in, to be looked at before it is saved.
async fn suggest_user_name(
    submission: &mut Submission,
    values: &mut Values,
    errors: &mut Errors,
) -> Result<(), PageError> {
    let name = &Key::UserName.field().name;
    if !submission.form.value(&name.name).trim().is_empty() {
        return Ok(());
    }
    let tx = submission.visit.snapshot.get().await?;
    let (given, family) = (values.text(Key::GivenName), values.text(Key::FamilyName));
    match suggested_user_name(tx, given, family).await? {
        Some(free) => {
            errors.add(name, Message::new("accounts-suggested-user-name").with("name", free.as_str()));
            submission.form = with_value(&submission.form, name, &free);
        }
        None => errors.add(name, name.missing()),
    }
    Ok(())
}

/// The form with another value in one field.
fn with_value(form: &Form, changed: &FieldName, value: &str) -> Form {
    let mut copy = Form::default();
    let keys = PERSON.into_iter().chain([Key::UserName]).chain(REACH);
    let names = keys.map(|key| &key.field().name).chain([&UNIT, &ROLES, &HOW]);
    for name in names.filter(|name| *name != changed) {
        for typed in form.values(&name.name) {
            copy.fill(name, typed);
        }
    }
    copy.fill(changed, value);
    copy
}

async fn password(
    deps: &Deps,
    form: &Form,
    values: &Values,
    errors: &mut Errors,
) -> Result<Option<PasswordHash>, PageError> {
    let field = Key::Password.field();
    if form.value(&HOW.name) != BY_PASSWORD {
        return Ok(None);
    }
    match NewPassword::parse(form.value(&field.name.name), values.text(Key::UserName)) {
        Ok(password) if errors.is_empty() => tab::hashed(deps, &password).await.map(Some),
        Ok(_) => Ok(None),
        Err(fault) => {
            errors.add(&field.name, Message::from(fault));
            Ok(None)
        }
    }
}

async fn again(submission: Submission, unit: UnitId, errors: &Errors) -> Result<Response, PageError> {
    let Submission { mut visit, form } = submission;
    let (unit, to_give) = unit_and_roles(&mut visit, unit).await?;
    Ok(page(&visit, &unit, &to_give, &form, errors))
}
