//! *Ansluta en ny användare*: the form, the answers to check, and the order on its way.

use axum::extract::Extension;
use axum::response::Response;
use behorig_access::{Role, Scope, Service, UnitId};
use behorig_store::{Event, FieldChange, Work, WriteTx};
use behorig_visit::{PageError, Rejected, Seat, Submission, Visit};
use behorig_web::components::{Button, Choice, Fields, Page, PostForm, Section, SummaryList, link_button, save_bar};
use behorig_web::{Errors, FieldName, Form, Lang, field, format};
use maud::{Markup, html};

use super::order::Around;
use super::{ORDERS, crumb_to_orders, path_of};
use crate::kinds::connect_account::{self, NewUser, ROLES, fields, first_form, permissions_at};
use crate::letters::OrderMail;
use crate::records::{self, NewOrder};
use crate::rules::OrderKind;

const PATH: &str = "/bestallningar/ny-anvandare";
static UNIT: FieldName = field("enhet", "orders-unit");
const STEP: &str = "steg";
const SEND: &str = "skicka";
const CHANGE: &str = "andra";
/// The units that one can choose among.
const MOST_UNITS: i64 = 500;
/// How often two orders may take the same number at the same moment before it is a fault.
const TRIES: usize = 5;

/// The form. Service 396 at a unit.
pub(crate) async fn new(mut visit: Visit) -> Result<Response, PageError> {
    let scope = visit.require_somewhere(Service::OrderNewAccount).await?;
    let ground = Ground::read(&mut visit, &scope, "").await?;
    let mut form = first_form(&ground.roles);
    form.fill(&UNIT, ground.unit.to_string());
    let body = ground.form(visit.lang, &form, &Errors::new());
    Ok(visit.show(&page(visit.lang), body))
}

/// Shows the answers to check, and sends the order when they are right. Service 396 at the unit.
pub(crate) async fn send(
    Extension(around): Extension<Around>,
    mut submission: Submission,
) -> Result<Response, PageError> {
    let visit = &mut submission.visit;
    let scope = visit.require_somewhere(Service::OrderNewAccount).await?;
    let ground = Ground::read(visit, &scope, submission.form.value(&UNIT.name)).await?;
    let lang = visit.lang;
    // Who goes back to change something, or comes from a page that knows a part of it, is not judged yet.
    if submission.form.value(STEP) == CHANGE {
        let body = ground.form(lang, &submission.form, &Errors::new());
        return Ok(submission.visit.show(&page(lang), body));
    }
    let today = format::local(visit.now.0).date();
    let mut errors = Errors::new();
    let user = NewUser::parse(&submission.form, &ground.roles, today, &mut errors);
    if errors.is_empty() {
        errors = user.obstacles(visit.snapshot.get().await?).await?;
    }
    if !errors.is_empty() {
        let body = ground.form(lang, &submission.form, &errors);
        return Ok(submission.visit.show_again(&page(lang).errors(&errors), body));
    }
    match submission.form.value(STEP) {
        SEND => place(submission, &ground, &user, &around.mail).await,
        _ => {
            let (page, body) = ground.check(lang, &submission.form, &user);
            Ok(submission.visit.show(&page, body))
        }
    }
}

async fn place(
    mut submission: Submission,
    ground: &Ground,
    user: &NewUser,
    mail: &OrderMail,
) -> Result<Response, PageError> {
    let seat = submission.visit.seat();
    let orderer = seat.account().ok_or(PageError::NotFound)?;
    let order = NewOrder {
        kind: OrderKind::ConnectAccount,
        unit: ground.unit,
        orderer,
        subject: user.full_name(),
        particulars: user.to_stored()?,
        ordering: None,
    };
    let mut tries = 0;
    loop {
        tries += 1;
        match submission.submit((seat.clone(), order.clone(), mail.clone()), placed).await {
            Ok(path) => {
                mail.wake();
                return Ok(submission.visit.go_and_tell(&path, "orders-sent"));
            }
            // Someone else took the number at the same moment.
            Err(Rejected::Page(PageError::Store(error)))
                if error.is_conflict_on("care_order_number") && tries < TRIES => {}
            Err(Rejected::Errors(errors)) => {
                let body = ground.form(submission.visit.lang, &submission.form, &errors);
                return Ok(submission.visit.show_again(&page(submission.visit.lang).errors(&errors), body));
            }
            Err(Rejected::Page(error)) => return Err(error),
        }
    }
}

fn placed<'t>(tx: &'t mut WriteTx, input: &'t (Seat, NewOrder, OrderMail)) -> Work<'t, String, Rejected> {
    Box::pin(async move {
        let (seat, order, mail) = input;
        let now = tx.now();
        let viewer = seat.viewer(tx, now).await?;
        behorig_visit::require(tx, &viewer, order.kind.ordered_by(), order.unit, now).await?;
        let (id, number) = records::place(tx, order).await?;
        mail.tell_of_new(tx, &viewer, id).await?;
        let event = Event::change("orders.place", "order", id).with_args(format!("order {number}"));
        let recorded = tx.record(event).await?;
        let change = FieldChange { field: "state".to_owned(), old: None, new: Some("received".to_owned()) };
        tx.history(&recorded, "order", id.uuid(), &[change]).await?;
        Ok(recorded.with(path_of(id, "/kvitto")))
    })
}

fn page(lang: Lang) -> Page<'static> {
    Page::new(lang.t("orders-new-user")).lead(lang.t("orders-new-user-lead")).crumbs([crumb_to_orders(lang)])
}

/// Where one may order, and what can be asked for there.
struct Ground {
    unit: UnitId,
    unit_name: String,
    units: Vec<(UnitId, String)>,
    roles: Vec<Role>,
}

impl Ground {
    /// The unit that was chosen, or that of the hat, or the first.
    async fn read(visit: &mut Visit, scope: &Scope, chosen: &str) -> Result<Self, PageError> {
        let hat = visit.session.hat_unit;
        let units = records::units_of(visit.snapshot.get().await?, scope, MOST_UNITS).await?;
        let known = |id: UnitId| units.iter().any(|(unit, _)| *unit == id);
        let unit = match chosen {
            "" => hat.filter(|unit| known(*unit)).or(units.first().map(|(unit, _)| *unit)),
            chosen => Some(chosen.parse().map_err(|_| PageError::NotFound)?),
        };
        let unit = unit.ok_or(PageError::NotFound)?;
        visit.require(Service::OrderNewAccount, unit).await?;
        let tx = visit.snapshot.get().await?;
        let unit_name = behorig_registers::units::find(tx, unit).await?.map(|unit| unit.name).unwrap_or_default();
        let roles = permissions_at(tx, unit).await?;
        Ok(Self { unit, unit_name, units, roles })
    }

    fn form(&self, lang: Lang, form: &Form, errors: &Errors) -> Markup {
        let (user, permissions) = fields(lang, form, errors, &self.roles);
        let units = self.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
        let fields = html! {
            @if self.units.len() > 1 {
                (Section::new(lang.t("orders-where"), html! {
                    (Fields::new(lang, form, errors).select(&UNIT).options(units))
                }))
            } @else { input type="hidden" name=(UNIT.name) value=(self.unit); }
            (Section::new(lang.t("orders-needed"), user))
            (Section::new(lang.t("orders-permissions"), permissions))
            (save_bar(lang, &Button::primary(lang.t("orders-check")), &link_button(ORDERS, &lang.t("web-cancel"))))
        };
        html! { (PostForm::to(PATH, fields).guarded()) }
    }

    /// The answers, to be read through before they are sent.
    fn check<'a>(&self, lang: Lang, form: &Form, user: &NewUser) -> (Page<'a>, Markup) {
        let names = user.names_of_roles(lang, &self.roles);
        let summary = user.summary(lang, &names);
        let inside = html! {
            (SummaryList::new(lang).text(lang.t("orders-unit"), &self.unit_name))
            (summary)
            p { (lang.tr("orders-what-happens", &[("ways", user.reached_at().into())])) }
            div.button-row {
                (Button::primary(lang.t("orders-send")).sends(STEP, SEND))
                (Button::secondary(lang.t("orders-change")).sends(STEP, CHANGE))
            }
        };
        let mut post =
            PostForm::to(PATH, inside).once(Visit::form_key()).hidden(UNIT.name.as_ref(), self.unit.to_string());
        for name in connect_account::field_names() {
            post = post.hidden(name.name.as_ref(), form.value(&name.name).to_owned());
        }
        for role in form.values(&ROLES.name) {
            post = post.hidden(ROLES.name.as_ref(), role.to_owned());
        }
        let page =
            Page::new(lang.t("orders-check-title")).lead(lang.t("orders-check-lead")).crumbs([crumb_to_orders(lang)]);
        (page, html! { (post) })
    }
}
