//! "+": a new grant for a user. First the organisation, then role, object and days; a customer is shown by name before anything is
//! given.

use axum::extract::{Path, RawQuery};
use axum::response::Response;
use behorig_access::{
    AccountId, Basis, Holder, ObjectKind, ObjectRef, OnlyBy, Period, PersonId, Role, RoleId, RoleKind, Service,
    Standing, UnitId,
};
use behorig_accounts::{Account, for_viewer};
use behorig_identity::IdentityNumber;
use behorig_registers::grants::{self, NewGrant};
use behorig_registers::persons::{Person, Protection};
use behorig_store::{Event, FieldChange, Resource, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit, given_otherwise};
use behorig_web::components::{
    Button, Choice, Crumb, Fields, Notice, Page, PostForm, SummaryList, Tone, link_button, save_bar,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use jiff::civil::Date;
use maud::{Markup, html};

use super::grants::{in_history, log_read, path_of, refused};
use super::units::UnitSearch;
use crate::records::giving::{self, Place, Receiver};
use crate::rules::{self, PeriodError};
use crate::words;

static ROLE: FieldName = field("roll", "roles-role");
static CUSTOMER: FieldName = field("kund", "roles-customer");
static FROM: FieldName = field("fran", "roles-from");
static TO: FieldName = field("till", "roles-to");
static BRANCH: FieldName = field("aven-under", "roles-branch");
static BASIS: FieldName = field("grund", "roles-basis-of-relative");
static CONSENT: FieldName = field("samtycke", "roles-consent");
const UNIT: &str = "enhet";
/// The person whose name was shown before the grant is given.
const SEEN: &str = "sedd";

/// The form for a new grant. Service 390 at the unit that is chosen, and 389 for the account.
pub(crate) async fn new(
    mut visit: Visit,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, PageError> {
    let id: AccountId = super::id(&id)?;
    let query = super::query(raw.as_deref())?;
    let account = account_of(&mut visit, id).await?;
    let scope = visit.require_somewhere(Service::AdministerGrants).await?;
    let chosen = if query.value(UNIT).is_empty() { None } else { Some(super::id(query.value(UNIT))?) };
    let gives_at_own = visit.permits(Service::AdministerGrants, account.unit).await?;
    // Most grants are for the unit where the user works: it is chosen until another one is asked for.
    let preselected = (gives_at_own && !query.has("sok")).then_some(account.unit);
    let mut search = UnitSearch::of(&mut visit, &scope, &query).await?;
    if gives_at_own {
        search = search.own_first(account.unit, &account.unit_name);
    }
    let Some(unit) = chosen.or(search.only()).or(preselected) else {
        let page = page(visit.lang, &account).lead(visit.lang.t("roles-add-where"));
        return Ok(visit.show(&page, search.show(visit.lang, &path_of(id, "/ny"), &[])));
    };
    let ground = Ground::read(&mut visit, account, unit).await?;
    let from = format::local(visit.now.0).date().to_string();
    let form = Form::filled([(&FROM, from), (&BASIS, Basis::Consent.key().to_owned())]);
    let body = ground.form(&visit, &form, &Errors::new());
    Ok(visit.show(&page(visit.lang, &ground.account), body))
}

/// Gives the grant, after showing whom it is about. Service 390 at the unit, with a role that may give this one.
pub(crate) async fn add(Path(id): Path<String>, mut submission: Submission) -> Result<Response, PageError> {
    let id: AccountId = super::id(&id)?;
    let unit: UnitId = super::id(submission.form.value(UNIT))?;
    let account = account_of(&mut submission.visit, id).await?;
    let ground = Ground::read(&mut submission.visit, account, unit).await?;
    let mut errors = Errors::new();
    let wish = ground.parse(&submission, &mut errors);
    let person = match &wish {
        Some(Wish { customer: Some(number), .. }) => customer(&mut submission, &ground, number, &mut errors).await?,
        _ => None,
    };
    let Some(wish) = wish.filter(|_| errors.is_empty()) else {
        return Ok(ground.again(&submission, &errors));
    };
    let seen = person.as_ref().is_none_or(|person| submission.form.value(SEEN) == person.id.to_string());
    let consented = wish.kind != RoleKind::Relative || submission.form.ticked(&CONSENT);
    if let Some(person) = &person
        && !(seen && consented)
    {
        if seen {
            let confirmed = confirmed(wish.basis);
            errors.add(&confirmed, confirmed.missing());
        }
        return confirmation(&mut submission, &ground, &wish, person, &errors).await;
    }
    let seat = submission.visit.seat();
    let input = Input { seat, account: id, unit, wish, person: person.map(|person| person.id) };
    match submission.submit(input, given).await {
        Ok(path) => Ok(submission.visit.go_and_tell(&path, "roles-given")),
        Err(Rejected::Errors(errors)) => Ok(ground.again(&submission, &errors)),
        Err(Rejected::Page(error)) => Err(error),
    }
}

/// On whose word a relative may follow a customer, with what each is called and what must be confirmed of it.
const BASES: [(Basis, &str, &str); 3] = [
    (Basis::Consent, "roles-basis-consent", "roles-consent"),
    (Basis::Guardian, "roles-basis-guardian", "roles-guardian"),
    (Basis::PowerOfAttorney, "roles-basis-attorney", "roles-attorney"),
];

/// What is asked for, parsed.
#[derive(Clone, Debug)]
struct Wish {
    role: RoleId,
    kind: RoleKind,
    branch: bool,
    period: Period,
    customer: Option<IdentityNumber>,
    basis: Basis,
}

struct Input {
    seat: Seat,
    account: AccountId,
    unit: UnitId,
    wish: Wish,
    person: Option<PersonId>,
}

fn given<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        let account = for_viewer(tx, &viewer, input.account, Service::ViewGrants, now).await?;
        behorig_visit::require(tx, &viewer, Service::AdministerGrants, input.unit, now).await?;
        let place = Place::read(tx, input.unit).await?;
        let receiver = giving::receiver(tx, viewer.holder(), account.id).await?;
        let role = place.role(input.wish.role).ok_or(PageError::Malformed("no such role"))?;
        let object = input.person.map(|person| ObjectRef { kind: ObjectKind::Customer, id: person.as_object() });
        let wish = &input.wish;
        let mut errors = Errors::new();
        if account.standing == Standing::Ended {
            errors.add_general("roles-account-ended");
        }
        if let Err(why) = place.may_give(&viewer, role, receiver, object, wish.branch, now) {
            errors.add(&ROLE, Message::new(refused(&why)).with("role", role.name.as_str()));
        }
        let period = Period { from: wish.period.from.max(now), to: wish.period.to };
        let held = grants::of_account(tx, account.id, now).await?;
        let same = held.iter().any(|row| {
            row.unit == place.unit
                && row.role == role.id
                && row.object == object
                && (row.branch || !wish.branch)
                && rules::covers(row.period, period)
        });
        if same {
            errors.add(&ROLE, "roles-has-already");
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let basis = if role.kind == RoleKind::Relative { wish.basis } else { Basis::Administrator };
        let holder = Holder::Account(account.id);
        let new = NewGrant { holder, role: role.id, unit: place.unit, branch: wish.branch, object, period, basis };
        let grant = grants::give(tx, &new).await?;
        let recorded = tx.record(Event::change("grants.give", "account", account.id)).await?;
        let told = Some(in_history(&role.name, &place.name, period));
        let change = FieldChange { field: "grant".to_owned(), old: None, new: told };
        tx.history(&recorded, "account", account.id.uuid(), std::slice::from_ref(&change)).await?;
        tx.history(&recorded, "grant", grant.uuid(), &[change]).await?;
        Ok(recorded.with(path_of(account.id, "")))
    })
}

/// The tick by which the giver says that the word was given.
fn confirmed(basis: Basis) -> FieldName {
    let label = BASES.iter().find(|one| one.0 == basis).map_or(CONSENT.label, |one| one.2);
    FieldName { name: CONSENT.name.clone(), label }
}

async fn account_of(visit: &mut Visit, id: AccountId) -> Result<Account, PageError> {
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    for_viewer(visit.snapshot.get().await?, &viewer, id, Service::ViewGrants, now).await
}

/// The person of a number, where the viewer may know of one: a protected person is told apart from nobody only by those who may
/// see protected identities.
async fn customer(
    submission: &mut Submission,
    ground: &Ground,
    number: &IdentityNumber,
    errors: &mut Errors,
) -> Result<Option<Person>, PageError> {
    let visit = &mut submission.visit;
    let (viewer, now) = (visit.viewer.clone(), visit.now);
    let register = std::sync::Arc::clone(&visit.app.register);
    let found = register.by_number(visit.snapshot.get().await?, number).await?;
    let sees_protected = ground.place.permits(&viewer, Service::SeeProtectedIdentity, now);
    let known = found
        .filter(|person| person.deceased_on.is_none() && (person.protection == Protection::None || sees_protected));
    if known.is_none() {
        errors.add(&CUSTOMER, "roles-customer-unknown");
    }
    Ok(known)
}

/// Name and number, shown before anything is given.
async fn confirmation(
    submission: &mut Submission,
    ground: &Ground,
    wish: &Wish,
    person: &Person,
    errors: &Errors,
) -> Result<Response, PageError> {
    let lang = submission.visit.lang;
    let resource = Resource {
        resource_type: "customer",
        resource_id: Some(person.id.to_string()),
        patient: Some((person.number, person.full_name())),
        ..Resource::default()
    };
    log_read(&mut submission.visit, "grants.choose-customer", vec![resource]).await?;
    let visit = &submission.visit;
    let role = ground.place.role(wish.role).map(|role| words::role_name(lang, role)).unwrap_or_default();
    let summary = SummaryList::new(lang)
        .text(lang.t("roles-user"), &ground.account.full_name())
        .text(lang.t("roles-organisation"), &ground.place.name)
        .text(lang.t("roles-role"), &role)
        .text(lang.t("roles-object-customer"), &format!("{}, {}", person.full_name(), person.number.shown()))
        .text(lang.t("roles-period"), &words::days(lang, wish.period));
    let summary = match BASES.iter().find(|basis| basis.0 == wish.basis) {
        Some(basis) => summary.text(lang.t("roles-basis"), &lang.t(basis.1)),
        None => summary,
    };
    let fields = Fields::new(lang, &submission.form, errors);
    let confirmed = confirmed(wish.basis);
    let body = html! {
        (summary)
        @if wish.kind == RoleKind::Relative { (fields.tick(&confirmed)) }
        div.button-row {
            (Button::primary(lang.t("roles-give")))
            (link_button(&format!("{}?{UNIT}={}", path_of(ground.account.id, "/ny"), ground.place.unit), &lang.t("web-cancel")))
        }
    };
    let mut form = PostForm::to(path_of(ground.account.id, "/ny"), body)
        .once(Visit::form_key())
        .hidden(UNIT, ground.place.unit.to_string())
        .hidden(BASIS.name.as_ref(), wish.basis.key())
        .hidden(SEEN, person.id.to_string());
    for name in [&ROLE, &CUSTOMER, &FROM, &TO, &BRANCH] {
        form = form.hidden(name.name.as_ref(), submission.form.value(&name.name));
    }
    let page = page(lang, &ground.account).lead(lang.t("roles-confirm-lead"));
    let body = html! { (form) };
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page.errors(errors), body) })
}

fn page(lang: Lang, account: &Account) -> Page<'static> {
    let name = account.full_name();
    Page::new(lang.t("roles-add"))
        .section(name.clone())
        .crumbs([Crumb::new(account.path(), name), Crumb::new(path_of(account.id, ""), lang.t("roles-grants"))])
}

/// What the form stands on: to whom, where, and what the viewer may give there.
struct Ground {
    account: Account,
    place: Place,
    receiver: Receiver,
}

impl Ground {
    async fn read(visit: &mut Visit, account: Account, unit: UnitId) -> Result<Self, PageError> {
        visit.require(Service::AdministerGrants, unit).await?;
        let holder = visit.viewer.holder();
        let tx = visit.snapshot.get().await?;
        let place = Place::read(tx, unit).await?;
        let receiver = giving::receiver(tx, holder, account.id).await?;
        Ok(Self { account, place, receiver })
    }

    fn parse(&self, submission: &Submission, errors: &mut Errors) -> Option<Wish> {
        let form = &submission.form;
        let now = submission.visit.now;
        let today = format::local(now.0).date();
        let date = |text: &str| text.parse::<Date>().map_err(|_| Message::new("roles-error-date"));
        let role = form.required(
            &ROLE,
            |text| text.parse().ok().and_then(|id| self.place.role(id)).ok_or_else(|| ROLE.missing()),
            errors,
        );
        let customer = form.optional(&CUSTOMER, |text| IdentityNumber::parse(text, today), errors);
        if role.is_some_and(|role| role.kind == RoleKind::Relative) && form.value(&CUSTOMER.name).trim().is_empty() {
            errors.add(&CUSTOMER, CUSTOMER.missing());
        }
        let word = |text: &str| {
            let found = BASES.iter().find(|basis| basis.0.key() == text);
            found.map(|basis| basis.0).ok_or_else(|| BASIS.missing())
        };
        let basis = match role {
            // A form that was open before there was a choice stands on consent, which is asked for all the same.
            Some(role) if role.kind == RoleKind::Relative && !form.has(&BASIS.name) => Some(Basis::Consent),
            Some(role) if role.kind == RoleKind::Relative => form.required(&BASIS, word, errors),
            _ => Some(Basis::Administrator),
        };
        let before = errors.iter().count();
        let from = form.optional(&FROM, date, errors);
        let to = form.optional(&TO, date, errors);
        if errors.iter().count() > before {
            return None;
        }
        let zone = format::stockholm();
        let period = match rules::period(from, to, now, zone) {
            Ok(period) => Some(period),
            Err(PeriodError::BeginsInThePast) => {
                errors.add(&FROM, "roles-error-past");
                None
            }
            Err(PeriodError::EndsBeforeItBegins) => {
                errors.add(&TO, "roles-error-ends-before");
                None
            }
            Err(PeriodError::OutsideTheCalendar) => {
                errors.add(&TO, "roles-error-date");
                None
            }
        };
        let role = role?;
        let (kind, branch) = (role.kind, form.ticked(&BRANCH));
        Some(Wish { role: role.id, kind, branch, period: period?, customer, basis: basis? })
    }

    fn form(&self, visit: &Visit, form: &Form, errors: &Errors) -> Markup {
        let (lang, now) = (visit.lang, visit.now);
        let listed = self.place.offered(&visit.viewer, self.receiver, now);
        let (offered, otherwise): (Vec<&Role>, Vec<&Role>) =
            listed.into_iter().partition(|role| OnlyBy::of(role).is_none());
        let ways = otherwise.iter().filter_map(|role| Some((words::role_name(lang, role), OnlyBy::of(role)?)));
        let otherwise = given_otherwise(lang, ways);
        if offered.is_empty() {
            return html! {
                (Notice::new(Tone::Info, lang.t("roles-nothing-to-give")).text(lang.t("roles-nothing-to-give-text")))
                (otherwise)
                p { (link_button(&path_of(self.account.id, ""), &lang.t("roles-back-to-grants"))) }
            };
        }
        let f = Fields::new(lang, form, errors);
        // Choices of one group stand together: staff first, relatives after.
        let of_kind = |kind: RoleKind| offered.iter().filter(move |role| role.kind == kind);
        let ordered = RoleKind::ALL.iter().flat_map(|kind| of_kind(*kind)).map(|role| {
            Choice::new(role.id.to_string(), words::role_name(lang, role)).group(words::kind(lang, role.kind))
        });
        let bases = BASES.iter().map(|basis| Choice::new(basis.0.key(), lang.t(basis.1)));
        let fields = html! {
            (SummaryList::new(lang).text(lang.t("roles-organisation"), &self.place.name)
                .change(format!("{}?sok=", path_of(self.account.id, "/ny"))))
            (f.select(&ROLE).prompt(lang.t("roles-choose-role")).options(ordered))
            (f.identity_number(&CUSTOMER).optional())
            (f.select(&BASIS).options(bases))
            (f.date(&FROM))
            (f.date(&TO).optional())
            @if self.place.reaches_branch(&visit.viewer, self.receiver, now) { (f.tick(&BRANCH)) }
            (save_bar(lang, &Button::primary(lang.t("roles-give")),
                &link_button(&path_of(self.account.id, ""), &lang.t("web-cancel"))))
        };
        html! {
            (PostForm::to(path_of(self.account.id, "/ny"), fields).once(Visit::form_key()).guarded()
                .hidden(UNIT, self.place.unit.to_string()))
            (otherwise)
        }
    }

    fn again(&self, submission: &Submission, errors: &Errors) -> Response {
        let visit = &submission.visit;
        let body = self.form(visit, &submission.form, errors);
        visit.show_again(&page(visit.lang, &self.account).errors(errors), body)
    }
}
