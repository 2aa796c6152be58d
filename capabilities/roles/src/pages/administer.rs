//! *Administrera behörigheter*: a colleague is fetched by identity number or HSA-id, boxes are ticked, and *Tilldela* gives and ends.
//! Who has no account is registered. The number is posted and stands in no address.

use axum::response::Response;
use behorig_access::{Role, RoleId, RoleKind, Service, Standing, UnitId, Viewer};
use behorig_accounts::fields::Key;
use behorig_identity::{HsaId, IdentityNumber};
use behorig_registers::grants::{self, GrantRow};
use behorig_store::{Tx, Work, WriteTx};
use behorig_visit::{App, PageError, Rejected, Seat, Submission, Visit, who_may, whom_to_ask};
use behorig_web::components::{
    Button, EmptyState, Fields, Icon, Notice, Page, PostForm, Section, SummaryList, Tone, link_button,
};
use behorig_web::{Errors, FieldName, Form, Lang, Message, field, format};
use jiff::civil::Date;
use maud::{Markup, html};

use super::ticks::{self, Answers, Tick};
use crate::records::colleagues::{Colleague, Sought, colleague};
use crate::records::giving::{self, Place};
use crate::words;

/// Where the page is.
pub(crate) const PATH: &str = "/behorigheter";
/// Who is fetched.
static WHO: FieldName = field("vem", "roles-administer-who");
/// Which button was pressed.
const STEP: &str = "steg";
const ASSIGN: &str = "tilldela";

/// The form that fetches a colleague. Service 390 at the hat's unit.
pub(crate) async fn form(mut visit: Visit) -> Result<Response, PageError> {
    own_unit(&mut visit).await?;
    let body = who(visit.lang, &Form::default(), &Errors::new());
    Ok(visit.show(&page(&visit), body))
}

/// Shows the colleague with their boxes, or changes what was ticked. Service 390 at the hat's unit, with a role that may give each.
pub(crate) async fn answer(mut submission: Submission) -> Result<Response, PageError> {
    let unit = own_unit(&mut submission.visit).await?;
    let today = format::local(submission.visit.now.0).date();
    let mut errors = Errors::new();
    let Some(sought) = submission.form.required(&WHO, |text| parse(text, today), &mut errors) else {
        let body = who(submission.visit.lang, &submission.form, &errors);
        return Ok(submission.visit.show_again(&page(&submission.visit).errors(&errors), body));
    };
    if submission.form.value(STEP) == ASSIGN {
        return assign(submission, unit, sought).await;
    }
    let Submission { mut visit, form } = submission;
    shown(&mut visit, unit, &sought, &form, None, &errors).await
}

async fn own_unit(visit: &mut Visit) -> Result<UnitId, PageError> {
    let Some(unit) = visit.session.hat_unit else {
        visit.require_somewhere(Service::AdministerGrants).await?;
        return Err(PageError::NotFound);
    };
    visit.require(Service::AdministerGrants, unit).await?;
    Ok(unit)
}

/// A number as it is, or else an HSA-id.
fn parse(text: &str, today: Date) -> Result<Sought, Message> {
    let has_letters = text.chars().any(char::is_alphabetic);
    match (IdentityNumber::parse(text, today), HsaId::parse(text)) {
        (Ok(number), _) => Ok(Sought::Number(number)),
        (_, Ok(id)) => Ok(Sought::HsaId(id)),
        (_, Err(error)) if has_letters => Err(error.into()),
        (Err(error), _) => Err(error.into()),
    }
}

fn page(visit: &Visit) -> Page<'static> {
    let unit = visit.hat_chain.first().map(|unit| unit.name.clone()).unwrap_or_default();
    Page::new(visit.lang.t("roles-administer")).lead(visit.lang.tr("roles-administer-lead", &[("unit", unit.into())]))
}

fn who(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let fields = html! {
        (Fields::new(lang, form, errors).code(&WHO))
        div.button-row { (Button::primary(lang.t("roles-administer-fetch"))) }
    };
    html! { (PostForm::to(PATH, fields)) }
}

/// A colleague at the place where the viewer administers.
struct Fetched {
    colleague: Colleague,
    ticks: Vec<Tick>,
    /// What the colleague holds there besides: through a unit above, or roles that are not among the boxes.
    others: Vec<GrantRow>,
}

impl Fetched {
    async fn read(visit: &mut Visit, unit: UnitId, colleague: Colleague) -> Result<Self, PageError> {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let tx = visit.snapshot.get().await?;
        let place = Place::read(tx, unit).await?;
        let receiver = giving::receiver(tx, viewer.holder(), colleague.account).await?;
        let held = grants::of_account(tx, colleague.account, now).await?;
        let roles = boxed(&place, &viewer, now);
        let rows: Vec<&GrantRow> = held.iter().collect();
        let ticks = ticks::boxes(&place, &viewer, receiver, &rows, &roles, now);
        let covers = |row: &GrantRow| row.unit == unit || (row.branch && place.chain().contains(&row.unit));
        let is_boxed =
            |row: &GrantRow| row.unit == unit && row.object.is_none() && roles.iter().any(|role| role.id == row.role);
        let others = held.iter().filter(|row| row.period.holds_at(now) && covers(row) && !is_boxed(row)).cloned();
        Ok(Self { others: others.collect(), colleague, ticks })
    }

    fn show(&self, lang: Lang, typed: &str, form: &Form, errors: &Errors) -> Markup {
        let colleague = &self.colleague;
        let facts = SummaryList::new(lang)
            .text(lang.t("roles-user"), &colleague.name)
            .text(lang.t("roles-administer-title"), colleague.title.as_deref().unwrap_or_default())
            .text(lang.t("roles-administer-employed"), &colleague.unit_name);
        let post = |fields| PostForm::to(PATH, fields).hidden(WHO.name.as_ref(), typed.to_owned()).hidden(STEP, ASSIGN);
        let boxes = ticks::as_form(lang, &self.ticks, false, form, errors, "roles-administer-assign", post);
        html! {
            (facts)
            @if let Some(told) = standing(lang, colleague) { (told) }
            (Section::new(lang.t("roles-administer-boxes"), boxes))
            @if !self.others.is_empty() {
                (Section::new(lang.t("roles-administer-others"), html! {
                    ul.bullets {
                        @for row in &self.others {
                            li { (words::name_of_role(lang, &row.role_name)) ", " (words::place(lang, row)) }
                        }
                    }
                }))
            }
            p { (link_button(PATH, &lang.t("roles-administer-another"))) }
        }
    }
}

/// The staff roles that the viewer's own roles may give at the place, in the order of the organisation.
fn boxed<'a>(place: &'a Place, viewer: &Viewer, now: behorig_access::Instant) -> Vec<&'a Role> {
    place.on_list(viewer, now).into_iter().filter(|role| role.kind == RoleKind::Staff).collect()
}

fn standing(lang: Lang, colleague: &Colleague) -> Option<Notice<'static>> {
    let text = match colleague.standing {
        Standing::Blocked => "roles-administer-blocked",
        Standing::Locked => "roles-administer-locked",
        _ => return None,
    };
    Some(Notice::new(Tone::Warning, lang.t(text)).text(lang.t("roles-administer-cannot-use")))
}

async fn shown(
    visit: &mut Visit,
    unit: UnitId,
    sought: &Sought,
    form: &Form,
    again: Option<&Form>,
    errors: &Errors,
) -> Result<Response, PageError> {
    let lang = visit.lang;
    let found = colleague(visit.snapshot.get().await?, unit, sought).await?;
    let Some(found) = found else {
        let mut errors = Errors::new();
        errors.add(&WHO, "roles-administer-nobody");
        let register = register(visit, unit, sought).await?;
        let body = html! { (who(lang, form, &errors)) (register) };
        return Ok(visit.show_again(&page(visit).errors(&errors), body));
    };
    let fetched = Fetched::read(visit, unit, found).await?;
    let ticked = ticks::ticked(&fetched.ticks);
    let body = fetched.show(lang, form.value(&WHO.name), again.unwrap_or(&ticked), errors);
    let page = page(visit).errors(errors);
    Ok(if errors.is_empty() { visit.show(&page, body) } else { visit.show_again(&page, body) })
}

/// Who has no account is registered: made at once by whoever may make accounts, ordered from support by whoever may order them. Anyone
/// else is told whom to ask.
async fn register(visit: &mut Visit, unit: UnitId, sought: &Sought) -> Result<Markup, PageError> {
    let lang = visit.lang;
    let (key, value) = match sought {
        Sought::Number(number) => (Key::IdentityNumber, number.shown()),
        Sought::HsaId(id) => (Key::HsaIds, id.as_str().to_owned()),
    };
    let answer = html! { (Button::secondary(lang.t("roles-administer-register"))) };
    let name = key.field().name.name.clone();
    let (text, below) = if visit.permits(Service::CreateAccounts, unit).await? {
        let at = PostForm::to("/anvandare/ny", answer).hidden("unit", unit.to_string());
        ("roles-administer-register-text", html! { (at.hidden(STEP, "fyll").hidden(name, value)) })
    } else if visit.permits(Service::OrderNewAccount, unit).await? {
        let at = PostForm::to("/bestallningar/ny-anvandare", answer).hidden("enhet", unit.to_string());
        ("roles-administer-register-order", html! { (at.hidden(STEP, "andra").hidden(name, value)) })
    } else {
        let (viewer, now) = (visit.viewer.clone(), visit.now);
        let whom = who_may(visit.snapshot.get().await?, &viewer, Service::OrderNewAccount, unit, now).await?;
        let text = if whom.is_empty() { "roles-administer-register-support" } else { "roles-administer-register-ask" };
        (text, html! { @if !whom.is_empty() { (whom_to_ask(&whom)) } })
    };
    Ok(html! {
        (EmptyState::new(Icon::Person, lang.t("roles-administer-no-account"), lang.t(text)))
        (below)
    })
}

struct Input {
    seat: Seat,
    unit: UnitId,
    sought: Sought,
    answers: Answers,
    app: App,
}

async fn assign(mut submission: Submission, unit: UnitId, sought: Sought) -> Result<Response, PageError> {
    let input = Input {
        seat: submission.visit.seat(),
        unit,
        sought: sought.clone(),
        answers: Answers::of(&submission.form),
        app: submission.visit.app.clone(),
    };
    let outcome = submission.submit(input, assigned).await;
    let Submission { mut visit, form } = submission;
    match outcome {
        Ok(path) => Ok(visit.go_and_tell(&path, "roles-administer-assigned")),
        Err(Rejected::Errors(errors)) => shown(&mut visit, unit, &sought, &form, Some(&form), &errors).await,
        Err(Rejected::Page(error)) => Err(error),
    }
}

fn assigned<'t>(tx: &'t mut WriteTx, input: &'t Input) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let now = tx.now();
        let viewer = input.seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, Service::AdministerGrants, input.unit, now).await?;
        let place = Place::read(tx, input.unit).await?;
        let found = found(tx, input).await?;
        let roles: Vec<RoleId> = boxed(&place, &viewer, now).into_iter().map(|role| role.id).collect();
        let ask = ticks::Ask { account: found.account, standing: found.standing, roles, answers: &input.answers };
        let recorded = ticks::change(tx, &input.app, &viewer, &place, &ask).await?;
        Ok(recorded.with(PATH.to_owned()))
    })
}

async fn found(tx: &mut Tx, input: &Input) -> Result<Colleague, Rejected> {
    let found = colleague(tx, input.unit, &input.sought).await?;
    found.ok_or(Rejected::Page(PageError::NotFound))
}
